#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/str.h"

/* Writing JSON into a buffer: the same bytes for the same values on every machine.  Reading is jansson's. */

/* The string in quotation marks; control characters as \u00XX, everything else as it is (UTF-8). */
void json_quote(StrBuf *b, Str s);
/* A finite number with at most `digits` decimals and no trailing zeros; null for NAN and infinities. */
void json_number(StrBuf *b, double value, int digits);

#endif
