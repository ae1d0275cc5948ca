#ifndef CLI_VOICE_H
#define CLI_VOICE_H

#include "out/writer.h"
#include "store/board.h"

/* Lines of the tables that show and claims draw, under an event: indented, wrapped. */

enum { VOICE_INDENT = 12 };

void voice_dim_line(StrBuf *out, const Look *look, Str line);
/* "2023-06-12 · Herald · A title · a copy", without what is not known; the id of the report where it has no title */
Str voice_report(Arena *arena, Str date, Str publisher, Str title, Str doc, bool copy);
/* "asserts     Alia [ALI]: “words”", and the report that quotes it. */
void voice_lines(StrBuf *out, const Look *look, const Voice *voice);

#endif
