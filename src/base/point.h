#ifndef BASE_POINT_H
#define BASE_POINT_H

#include "base/str.h"

/* Turns byte offsets of a UTF-8 text into code points, as everything that leaves the program counts them.  Reads the
   text once; each question then costs at most 64 bytes.  Lives as long as its arena and the text. */
typedef struct PointMap {
    Str text;
    const uint32_t *before; /* code points before byte 64·i; NULL: the text is ASCII, bytes are code points */
} PointMap;

PointMap point_map(Arena *arena, Str text);
/* `byte` stands on a code point's border and is not beyond the text. */
uint32_t point_at(const PointMap *map, uint32_t byte);

#endif
