#ifndef TEXT_CLEAN_H
#define TEXT_CLEAN_H

#include "base/arena.h"
#include "base/str.h"

/* Plain text as it comes, in UTF-8, becomes text whose lines end in '\n', whose spaces are ' ', in NFC: other line ends
   and white space are replaced, control and invisible characters (zero-width, soft hyphen, direction marks) dropped. */
Str clean_text(Arena *arena, Str text);

/* Runs of white space as one space, none at the ends. */
Str clean_spaces(Arena *arena, Str line);

#endif
