#ifndef SYNTAX_SPELLING_H
#define SYNTAX_SPELLING_H

/* English spelling, as far as lemma.c and verb.c both need it. */

#include "base/str.h"

static inline bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* Writes the word in lower case to to[0 .. word.n); false if it is not of ASCII letters and hyphens. */
static inline bool spell_low(Str word, char *to) {
    for (uint32_t i = 0; i < word.n; i++) {
        char c = word.at[i];
        to[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if ((to[i] < 'a' || to[i] > 'z') && c != '-') {
            return false;
        }
    }
    return true;
}

#endif
