#ifndef OUT_PAINT_H
#define OUT_PAINT_H

/* Text for a terminal: colours, columns, wrapped lines.  Widths are columns (base/utf8.h). */

#include "out/writer.h"

typedef enum Paint {
    PAINT_PLAIN,
    PAINT_BOLD,
    PAINT_DIM,
    PAINT_RED,
    PAINT_GREEN,
    PAINT_YELLOW,
    PAINT_BLUE,
    PAINT_MAGENTA,
    PAINT_CYAN,
    PAINT_COUNT
} Paint;

/* Writes s in that paint; plain where the look has no colour. */
void paint(StrBuf *out, const Look *look, Paint how, Str s);
/* The same, cut with "…" or filled with spaces to exactly `width` columns. */
void paint_cell(StrBuf *out, const Look *look, Paint how, Str s, uint32_t width);
/* `s` cut with "…" to at most `width` columns; s itself if it fits.  The cut copy belongs to the arena. */
Str paint_cut(Arena *arena, Str s, uint32_t width);
/* Writes s wrapped at spaces to `width` columns (0: one line), each line after `indent` spaces, bytes [mark.start,
   mark.end) of it in `how`, the others plain; then a line end. */
void paint_wrapped(StrBuf *out, const Look *look, Str s, Span mark, Paint how, uint32_t indent);

#endif
