#include "text/clean.h"

#include "base/utf8.h"

static bool is_invisible(int32_t c) {
    return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0x200E || c == 0x200F ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFFFC || c == 0xFFFE || c == 0xFFFF;
}

Str clean_text(Arena *arena, Str text) {
    StrBuf out;
    buf_init(&out, arena);
    int32_t c, before = 0;
    for (uint32_t at = 0; at < text.n;) {
        uint32_t n = utf8_decode(text, at, &c);
        if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029 || c == '\f' || c == '\v') {
            buf_char(&out, '\n');
        } else if (c == '\n') {
            if (before != '\r') {
                buf_char(&out, '\n');
            }
        } else if (c == '\t') {
            buf_str(&out, STR("    "));
        } else if (c == ' ' || (c >= 0xA0 && utf8_is_space(c))) {
            buf_char(&out, ' ');
        } else if (!utf8_is_control(c) && !is_invisible(c)) {
            buf_add(&out, text.at + at, n);
        }
        before = c;
        at += n;
    }
    return utf8_nfc(arena, buf_take(&out));
}

Str clean_spaces(Arena *arena, Str line) {
    StrBuf out;
    buf_init(&out, arena);
    line = str_trim(line);
    for (uint32_t i = 0; i < line.n; i++) {
        bool space = line.at[i] == ' ' || line.at[i] == '\n';
        if (!space || (line.at[i - 1] != ' ' && line.at[i - 1] != '\n')) {
            buf_char(&out, space ? ' ' : line.at[i]);
        }
    }
    return buf_take(&out);
}
