#ifndef OUT_POINTS_H
#define OUT_POINTS_H

#include "doc/doc.h"

/* From bytes of a text to its code points, in constant time: the count at every 64th byte is kept. */
typedef struct Points {
    Str text;
    uint32_t *counts; /* NULL: the text is ASCII, bytes are code points */
} Points;

Points points_of(Arena *arena, Str text);
uint32_t points_at(const Points *p, uint32_t byte);

#endif
