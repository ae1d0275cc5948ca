#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Bytes of unknown encoding become UTF-8 in the arena (the bytes themselves if they are UTF-8 already).

   Valid UTF-8 stays.  UTF-16 without a mark is known by its zero bytes.  Other bytes are judged by uchardet and
   converted by iconv, Latin-1 as Windows-1252.  Refused, with the byte's number from 1: binary data (zero bytes, many
   control characters), UTF-8 with single broken bytes, what no detected encoding fits. */
bool encoding_to_utf8(Arena *arena, Str bytes, Str *text, Err *err);

#endif
