#ifndef CODE_MENTIONNEST_H
#define CODE_MENTIONNEST_H

/* Persons named inside the names of something else: "the Warhol Foundation" and "a Warhol show" name Andy Warhol, too,
   where the report has him in full. */

#include "code/mentionrun.h"

/* Appends the persons inside classified runs to `inner`, in the order of the text. */
void mentionnest_find(const NameMap *map, const NameRuns *runs, Arena *arena, NameRuns *inner);

#endif
