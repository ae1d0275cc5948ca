#ifndef SYNTAX_VERB_H
#define SYNTAX_VERB_H

/* The base form of an inflected English verb: irregular forms and verbs that exist from data/verbs.txt, spelling rules
   for the rest ("denied" deny, "bombing" bomb, "raided" raid, "patrolled" patrol, "struck" strike).  A net that sees
   few verbs in training makes up lemmas for those it has not met; a list and rules do not. */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "doc/ud.h"

typedef struct Verbs Verbs;

/* The table that the binary carries, read into `arena`; NULL with `err` filled if a line is wrong.  Threads may share
   it. */
const Verbs *verbs_open(Arena *arena, Err *err);

/* The base of an irregular form of the list, as the list spells it; false for any other word. */
bool verb_irregular(const Verbs *verbs, Xpos xpos, Str form, Str *base);
/* The base form of a verb tagged VBD, VBN, VBG or VBZ, in `arena` or in the table; false for other tags, forms with
   characters other than letters and hyphens, and forms that no rule fits. */
bool verb_base(const Verbs *verbs, Xpos xpos, Str form, Arena *arena, Str *base);

#endif
