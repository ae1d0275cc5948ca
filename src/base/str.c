#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#include <utf8proc.h>

int str_cmp(Str a, Str b) {
    uint32_t n = a.n < b.n ? a.n : b.n;
    int c = n > 0 ? memcmp(a.at, b.at, n) : 0;
    return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

static char lower_ascii(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool str_eq_nocase(Str a, Str b) {
    if (a.n != b.n) {
        return false;
    }
    for (uint32_t i = 0; i < a.n; i++) {
        if (lower_ascii(a.at[i]) != lower_ascii(b.at[i])) {
            return false;
        }
    }
    return true;
}

bool str_in(Str s, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (str_is(s, words[i])) {
            return true;
        }
    }
    return false;
}

bool str_in_nocase(Str s, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (str_eq_nocase(s, str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

Str str_trim(Str a) {
    while (a.n > 0 && is_space(a.at[0])) {
        a.at++;
        a.n--;
    }
    while (a.n > 0 && is_space(a.at[a.n - 1])) {
        a.n--;
    }
    return a;
}

Str str_dup(Arena *a, Str s) {
    char *p = arena_alloc(a, (size_t)s.n + 1);
    if (s.n > 0) {
        memcpy(p, s.at, s.n);
    }
    p[s.n] = '\0';
    return (Str){p, s.n};
}

/* Only code points whose lower case is another one need a copy; most words have none. */
Str str_lower(Arena *a, Str s) {
    bool ascii = true, changes = false;
    for (uint32_t i = 0; i < s.n; i++) {
        ascii &= (unsigned char)s.at[i] < 0x80;
        changes |= lower_ascii(s.at[i]) != s.at[i];
    }
    if (ascii && !changes) {
        return s;
    }
    char *p = arena_alloc(a, (size_t)s.n * 2 + 8);
    uint32_t n = 0;
    if (ascii) {
        for (; n < s.n; n++) {
            p[n] = lower_ascii(s.at[n]);
        }
    } else {
        for (uint32_t i = 0; i < s.n;) {
            utf8proc_int32_t c;
            utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s.at + i, s.n - i, &c);
            if (used <= 0) {
                p[n++] = s.at[i++];
                continue;
            }
            i += (uint32_t)used;
            n += (uint32_t)utf8proc_encode_char(utf8proc_tolower(c), (utf8proc_uint8_t *)p + n);
        }
    }
    p[n] = '\0';
    return (Str){p, n};
}

bool str_find(Str haystack, Str needle, uint32_t *at) {
    if (needle.n == 0 || needle.n > haystack.n) {
        return false;
    }
    const char *p = memmem(haystack.at, haystack.n, needle.at, needle.n);
    if (p != NULL && at != NULL) {
        *at = (uint32_t)(p - haystack.at);
    }
    return p != NULL;
}

bool str_split(Str *rest, char sep, Str *piece) {
    if (rest->at == NULL) {
        return false;
    }
    const char *p = rest->n > 0 ? memchr(rest->at, sep, rest->n) : NULL;
    if (p == NULL) {
        *piece = *rest;
        *rest = (Str){NULL, 0};
    } else {
        uint32_t n = (uint32_t)(p - rest->at);
        *piece = (Str){rest->at, n};
        *rest = (Str){p + 1, rest->n - n - 1};
    }
    return true;
}

uint64_t hash_mix(uint64_t seed, uint64_t value) {
    uint64_t h = seed ^ (value + 0x9e3779b97f4a7c15u + (seed << 6) + (seed >> 2));
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 33);
}

uint64_t block_checksum(const void *bytes, size_t size) {
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t at = 0; at < size; at += sizeof h) {
        uint64_t word = 0;
        memcpy(&word, (const char *)bytes + at, size - at < sizeof word ? size - at : sizeof word);
        h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        h ^= h >> 32;
    }
    return h;
}

uint64_t str_hash(Str s) {
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < s.n; i++) {
        h = (h ^ (unsigned char)s.at[i]) * 0x100000001b3u;
    }
    return hash_mix(h, s.n);
}

void buf_init(StrBuf *b, Arena *arena) {
    *b = (StrBuf){.arena = arena};
}

char *buf_grow(StrBuf *b, size_t n) {
    size_t cap = b->cap * 2 > b->n + n + 1 ? b->cap * 2 : b->n + n + 64;
    b->at = arena_grow(b->arena, b->at, b->cap, cap);
    b->cap = cap;
    return b->at + b->n;
}

void buf_printf(StrBuf *b, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char *to = buf_room(b, 32); /* enough for most, which need not be formatted twice then */
    size_t free = b->cap - b->n;
    int n = vsnprintf(to, free, format, args);
    va_end(args);
    if ((size_t)n >= free) {
        vsnprintf(buf_room(b, (size_t)n), (size_t)n + 1, format, again);
    }
    va_end(again);
    b->n += (size_t)n;
}

Str buf_take(StrBuf *b) {
    *buf_room(b, 1) = '\0';
    Str s = {b->at, (uint32_t)b->n};
    b->at = NULL;
    b->n = b->cap = 0;
    return s;
}
