#include "base/json.h"

#include <math.h>
#include <stdio.h>

void json_quote(StrBuf *b, Str s) {
    static const char named[32] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    buf_char(b, '"');
    uint32_t done = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) {
            continue;
        }
        buf_add(b, s.at + done, i - done);
        done = i + 1;
        if (c >= 0x20 && c != 0x7F) {
            buf_char(b, '\\');
            buf_char(b, (char)c);
        } else if (c < 0x20 && named[c] != 0) {
            buf_char(b, '\\');
            buf_char(b, named[c]);
        } else {
            buf_printf(b, "\\u%04x", c);
        }
    }
    buf_add(b, s.at + done, s.n - done);
    buf_char(b, '"');
}

void json_number(StrBuf *b, double value, int digits) {
    if (!isfinite(value)) {
        buf_str(b, STR("null"));
        return;
    }
    char text[400];
    int n = snprintf(text, sizeof text, "%.*f", digits, value);
    if (digits > 0) {
        while (n > 0 && text[n - 1] == '0') {
            n--;
        }
        n -= n > 0 && text[n - 1] == '.';
    }
    Str s = {text, (uint32_t)n};
    buf_str(b, str_is(s, "-0") ? STR("0") : s);
}
