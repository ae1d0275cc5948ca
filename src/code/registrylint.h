#ifndef CODE_REGISTRYLINT_H
#define CODE_REGISTRYLINT_H

/* What a registry contradicts itself in, and what it does not know: for those who keep data/actors. */

#include "code/registry.h"

/* Appends a line for each two people who hold one office of one state at once (or one who holds it twice), for each two
   entries with one name at one time, and for each two people of a state whose names differ by a letter here and there;
   gives their number. */
uint32_t registry_lint(const Registry *r, Arena *arena, StrBuf *out);

/* Appends a line for each state with the years, of `first` to `last`, in the middle of which nobody is known to lead
   it; gives the number of lines. */
uint32_t registry_gaps(const Registry *r, Arena *arena, int first, int last, StrBuf *out);

#endif
