#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

/* A run of UTF-8 bytes that somebody else owns; not terminated.  {NULL, 0} is "absent" as well as empty. */
typedef struct Str {
    const char *at;
    uint32_t n;
} Str;

#define STR(literal) ((Str){(literal), sizeof(literal) - 1})

static inline Str str_of(const char *s) {
    return (Str){s, s != NULL ? (uint32_t)strlen(s) : 0};
}
static inline bool str_eq(Str a, Str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}
static inline bool str_is(Str a, const char *b) {
    if (a.n == 0 || a.at[0] != b[0]) { /* most often decided here, without a call */
        return a.n == 0 && b[0] == 0;
    }
    return a.n == strlen(b) && memcmp(a.at, b, a.n) == 0;
}
static inline bool str_starts(Str a, Str prefix) {
    return a.n >= prefix.n && memcmp(a.at, prefix.at, prefix.n) == 0;
}
static inline bool str_ends(Str a, Str suffix) {
    return a.n >= suffix.n && memcmp(a.at + a.n - suffix.n, suffix.at, suffix.n) == 0;
}
static inline Str str_sub(Str a, uint32_t from, uint32_t to) {
    return (Str){a.at + from, to - from};
}
int str_cmp(Str a, Str b);
bool str_eq_nocase(Str a, Str b); /* ASCII case only */
/* Whether it is one of the words of a list; STR_IN(s, words) counts an array's by itself. */
bool str_in(Str s, const char *const *words, size_t n);
bool str_in_nocase(Str s, const char *const *words, size_t n);
#define STR_IN(s, words)        str_in((s), (words), sizeof(words) / sizeof *(words))
#define STR_IN_NOCASE(s, words) str_in_nocase((s), (words), sizeof(words) / sizeof *(words))
Str str_trim(Str a);            /* ASCII white space at both ends */
Str str_dup(Arena *a, Str s);   /* a terminated copy */
Str str_lower(Arena *a, Str s); /* Unicode simple lower case; s itself where nothing changes */
bool str_find(Str haystack, Str needle, uint32_t *at);
/* Cuts the next piece up to `sep` off *rest; false when nothing is left. */
bool str_split(Str *rest, char sep, Str *piece);
/* 64 bits, the same on every machine and in every version: ids are made of it (FNV-1a with a final mix). */
uint64_t str_hash(Str s);
uint64_t hash_mix(uint64_t seed, uint64_t value);
/* Of a table or a model, by little-endian words of eight bytes (the last filled up with zeros): fnv64() of
   train/net.py. */
uint64_t block_checksum(const void *bytes, size_t size);

/* A growing byte buffer in an arena. */
typedef struct StrBuf {
    Arena *arena;
    char *at;
    size_t n, cap;
} StrBuf;

void buf_init(StrBuf *b, Arena *arena);
/* Makes room for n bytes and a zero behind them; gives where they go. */
char *buf_grow(StrBuf *b, size_t n);
static inline char *buf_room(StrBuf *b, size_t n) {
    return b->n + n + 1 > b->cap ? buf_grow(b, n) : b->at + b->n;
}
static inline void buf_add(StrBuf *b, const char *bytes, size_t n) {
    if (n > 0) {
        memcpy(buf_room(b, n), bytes, n);
        b->n += n;
    }
}
static inline void buf_str(StrBuf *b, Str s) {
    buf_add(b, s.at, s.n);
}
static inline void buf_char(StrBuf *b, char c) {
    *buf_room(b, 1) = c;
    b->n++;
}
void buf_printf(StrBuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
Str buf_take(StrBuf *b); /* terminated; the buffer starts anew */

#endif
