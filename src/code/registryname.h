#ifndef CODE_REGISTRYNAME_H
#define CODE_REGISTRYNAME_H

/* Names as the registry compares them.  A name is cut into words at white space, hyphens and dashes; a word keeps its
   letters and digits only, in lower case and without accents, so that "Kim Jong-un" and "Kim Jong Un", "Élysée" and
   "Elysee", "U.S." and "US" are the same.  A sequence of words is compared by a hash that grows with each word. */

#include "base/str.h"

enum { NAME_WORDS_MAX = 12 };

typedef struct NameWord {
    uint64_t hash;     /* of the folded letters */
    uint32_t from, to; /* bytes of the text it was cut from */
    bool upper;        /* begins with a capital or a digit */
    bool all_upper;    /* has no small letter */
    uint8_t letters;   /* length when folded, at most 255 */
} NameWord;

/* The next word of s at or after *at; false at the end.  `folded`, where wanted, gets at most `room` bytes of it,
   terminated. */
bool name_word(Str s, uint32_t *at, NameWord *word, char *folded, size_t room);

/* Hash of words one after another: start with NAME_HASH_START. */
#define NAME_HASH_START UINT64_C(0x9E3779B97F4A7C15)
static inline uint64_t name_hash_add(uint64_t hash, const NameWord *word) {
    return hash_mix(hash, word->hash);
}
/* Of the whole of s; *n its words. */
uint64_t name_hash(Str s, uint32_t *n);
/* Words as they are compared, one blank between them: for keys and for the distance of spellings. */
Str name_fold(Arena *arena, Str s);

#endif
