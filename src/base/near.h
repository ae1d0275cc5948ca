#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include "base/str.h"

/* "Did you mean …?"  What stands near a word that somebody typed: names it begins or that begin it, and names that a
   few slips of the pen away.  Upper and lower case are one. */

enum { NEAR_MOST = 3 };

/* Keeps the NEAR_MOST best names of those offered, each once, in order of nearness. */
typedef struct Near {
    Str word, at[NEAR_MOST];
    uint32_t away[NEAR_MOST], n;
} Near;

static inline Near near_begin(Str word) {
    return (Near){.word = word};
}
void near_offer(Near *near, Str name); /* the string is kept, not copied */
/* "ALPHA, BETA or GAMMA"; empty where nothing is near. */
void near_text(const Near *near, char *text, size_t size);

/* Of a list of names. */
void near_names(Str word, const char *const *names, int count, char *text, size_t size);

/* Slips between two words: letters put in, left out, changed, or two swapped (Damerau 1964, in the form of the optimal
   string alignment); NEAR_FAR for words longer than 63 bytes. */
enum { NEAR_FAR = 64 };
uint32_t near_slips(Str a, Str b);

#endif
