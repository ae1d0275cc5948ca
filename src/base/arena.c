#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 64 * 1024, KEEP_BLOCK = 8 * 1024 * 1024 };

struct ArenaBlock {
    ArenaBlock *next;
    size_t size; /* usable bytes behind the header */
};

static const size_t HEADER = (sizeof(ArenaBlock) + ALIGN - 1) / ALIGN * ALIGN;

static char *block_data(ArenaBlock *b) {
    return (char *)b + HEADER;
}

static ArenaBlock *block_new(size_t size) {
    if (size > SIZE_MAX - HEADER) {
        abort();
    }
    ArenaBlock *b = malloc(HEADER + size);
    if (b == NULL) {
        fprintf(stderr, "demarche: out of memory (%zu bytes asked for)\n", size);
        abort();
    }
    b->size = size;
    return b;
}

void arena_init(Arena *a) {
    *a = (Arena){0};
}

static void add_block(Arena *a, size_t size) {
    ArenaBlock *b = block_new(size);
    b->next = a->blocks;
    a->blocks = b;
    a->at = block_data(b);
    a->end = a->at + size;
}

void *arena_alloc(Arena *a, size_t bytes) {
    if (bytes > SIZE_MAX / 2) {
        abort();
    }
    a->used += bytes;
#ifdef ARENA_MALLOC
    add_block(a, bytes);
    a->at = a->end;
    return block_data(a->blocks);
#else
    bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
    if ((size_t)(a->end - a->at) < bytes) {
        size_t size = a->blocks != NULL ? a->blocks->size * 2 : FIRST_BLOCK;
        if (size > KEEP_BLOCK) {
            size = KEEP_BLOCK;
        }
        add_block(a, bytes > size ? bytes : size);
    }
    void *p = a->at;
    a->at += bytes;
    return p;
#endif
}

void *arena_zero(Arena *a, size_t bytes) {
    void *p = arena_alloc(a, bytes);
    memset(p, 0, bytes);
    return p;
}

void *arena_grow(Arena *a, void *p, size_t old, size_t bytes) {
#ifndef ARENA_MALLOC
    size_t held = (old + ALIGN - 1) / ALIGN * ALIGN;
    size_t want = (bytes + ALIGN - 1) / ALIGN * ALIGN;
    if (p != NULL && (char *)p + held == a->at && want >= held && (size_t)(a->end - a->at) >= want - held) {
        a->at += want - held;
        a->used += bytes - old;
        return p;
    }
#endif
    void *q = arena_alloc(a, bytes);
    if (old > 0) {
        memcpy(q, p, old < bytes ? old : bytes);
    }
    return q;
}

char *arena_strdup(Arena *a, const char *s) {
    size_t n = strlen(s) + 1;
    return memcpy(arena_alloc(a, n), s, n);
}

char *arena_printf(Arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *s = arena_alloc(a, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, format, again);
    va_end(again);
    return s;
}

void arena_reset(Arena *a) {
#ifdef ARENA_MALLOC
    arena_release(a);
#else
    ArenaBlock *keep = NULL;
    for (ArenaBlock *b = a->blocks, *next; b != NULL; b = next) {
        next = b->next;
        if (keep == NULL && b->size <= KEEP_BLOCK) {
            keep = b;
        } else {
            free(b);
        }
    }
    *a = (Arena){0};
    if (keep != NULL) {
        keep->next = NULL;
        a->blocks = keep;
        a->at = block_data(keep);
        a->end = a->at + keep->size;
    }
#endif
}

void arena_release(Arena *a) {
    for (ArenaBlock *b = a->blocks, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    *a = (Arena){0};
}
