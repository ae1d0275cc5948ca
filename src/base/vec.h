#ifndef BASE_VEC_H
#define BASE_VEC_H

#include "base/arena.h"

#include <stdint.h>

/* A flat array that grows in an arena.  `typedef VEC(Token) Tokens;` makes the type; v.at[i] for i < v.n are its
   elements. Appending may move the elements: keep indices, not pointers. */
#define VEC(Type)                                                                                                      \
    struct {                                                                                                           \
        Type *at;                                                                                                      \
        uint32_t n, cap;                                                                                               \
    }

/* Appends one element (a value, braces need parentheses) and gives its index. */
#define vec_push(arena, v, ...)                                                                                        \
    (vec_room((arena), (void **)&(v)->at, (v)->n, &(v)->cap, sizeof *(v)->at), (v)->at[(v)->n] = (__VA_ARGS__),        \
     (v)->n++)

/* Makes room for one more element. */
static inline void vec_room(Arena *a, void **at, uint32_t n, uint32_t *cap, size_t size) {
    if (n == *cap) {
        uint32_t more = n < 8 ? 16 : n * 2;
        *at = arena_grow(a, *at, (size_t)n * size, (size_t)more * size);
        *cap = more;
    }
}

#endif
