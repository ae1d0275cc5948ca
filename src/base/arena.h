#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/* An arena hands out memory that lives until the arena is reset or released; nothing in it is freed alone.
   One arena belongs to one document, a second one (scratch) to one sentence or one stage.  An arena belongs to one
   thread. Memory is 16-byte aligned and not cleared, except by arena_zero().  When the system has no memory left, the
   program says so and aborts: sizes are capped where data enters, so this is no condition that a stage could handle.
   Built with -DARENA_MALLOC every request is a malloc of its own, so that the sanitizers see each overrun. */
typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
    ArenaBlock *blocks; /* newest first */
    char *at, *end;     /* free part of the newest block */
    size_t used;        /* bytes handed out since the last reset */
} Arena;

void arena_init(Arena *a);
void *arena_alloc(Arena *a, size_t bytes);
void *arena_zero(Arena *a, size_t bytes);
/* A copy of `old` bytes in a block of `bytes`; grows in place where it can. */
void *arena_grow(Arena *a, void *p, size_t old, size_t bytes);
char *arena_strdup(Arena *a, const char *s);
char *arena_printf(Arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets everything; keeps one block for the next document. */
void arena_reset(Arena *a);
/* Gives all memory back; the arena may be used again. */
void arena_release(Arena *a);

#define arena_new(arena, Type)      ((Type *)arena_zero((arena), sizeof(Type)))
#define arena_array(arena, Type, n) ((Type *)arena_zero((arena), sizeof(Type) * (size_t)(n)))

#endif
