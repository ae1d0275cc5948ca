#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

/* The number of leading bytes that are whole, valid UTF-8 (RFC 3629: no surrogates, no overlong forms): s.n if all. */
uint32_t utf8_valid(Str s);
/* Reads the code point at s.at[at] of valid UTF-8 and gives the bytes it takes (1 … 4); an invalid byte counts as
   U+FFFD of one byte, so that any input ends. */
uint32_t utf8_decode(Str s, uint32_t at, int32_t *code);
/* Writes a code point, 1 … 4 bytes. */
uint32_t utf8_encode(int32_t code, char out[4]);
/* Code points in valid UTF-8. */
uint32_t utf8_count(Str s);
/* The border of a code point at or before `at`. */
uint32_t utf8_border(Str s, uint32_t at);
/* Columns that a terminal gives to s: wide East Asian characters take two, combining marks none. */
uint32_t utf8_width(Str s);
/* Normalization Form C, in the arena; s itself where nothing changes. */
Str utf8_nfc(Arena *arena, Str s);

/* Whether a letter of any script, a capital, white space, a control character (Unicode general categories). */
bool utf8_is_letter(int32_t code);
bool utf8_is_upper(int32_t code);
bool utf8_is_space(int32_t code);
bool utf8_is_control(int32_t code);

#endif
