#include "base/utf8.h"

#include <stdlib.h>

#include <utf8proc.h>

static bool continues(Str s, uint32_t at) {
    return at < s.n && ((unsigned char)s.at[at] & 0xC0) == 0x80;
}

/* Length of the valid sequence at `at`, 0 if it is none. */
static uint32_t sequence(Str s, uint32_t at) {
    unsigned char b = (unsigned char)s.at[at];
    unsigned char next = at + 1 < s.n ? (unsigned char)s.at[at + 1] : 0;
    if (b < 0x80) {
        return 1;
    }
    if (b < 0xC2 || b > 0xF4 || !continues(s, at + 1)) {
        return 0;
    }
    if (b < 0xE0) {
        return 2;
    }
    if ((b == 0xE0 && next < 0xA0) || (b == 0xED && next > 0x9F) || !continues(s, at + 2)) {
        return 0;
    }
    if (b < 0xF0) {
        return 3;
    }
    if ((b == 0xF0 && next < 0x90) || (b == 0xF4 && next > 0x8F) || !continues(s, at + 3)) {
        return 0;
    }
    return 4;
}

uint32_t utf8_valid(Str s) {
    uint32_t at = 0;
    while (at < s.n) {
        uint32_t n = sequence(s, at);
        if (n == 0) {
            break;
        }
        at += n;
    }
    return at;
}

uint32_t utf8_decode(Str s, uint32_t at, int32_t *code) {
    const unsigned char *p = (const unsigned char *)s.at + at;
    uint32_t n = sequence(s, at);
    switch (n) {
    case 1: *code = p[0]; break;
    case 2: *code = (p[0] & 0x1F) << 6 | (p[1] & 0x3F); break;
    case 3: *code = (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F); break;
    case 4: *code = (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F); break;
    default: *code = 0xFFFD; return 1;
    }
    return n;
}

uint32_t utf8_encode(int32_t code, char out[4]) {
    return (uint32_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)out);
}

uint32_t utf8_count(Str s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    }
    return n;
}

uint32_t utf8_border(Str s, uint32_t at) {
    at = at < s.n ? at : s.n;
    while (at > 0 && continues(s, at)) {
        at--;
    }
    return at;
}

uint32_t utf8_width(Str s) {
    uint32_t width = 0;
    int32_t code;
    for (uint32_t at = 0; at < s.n;) {
        at += utf8_decode(s, at, &code);
        width += code < 0x300 ? 1 : (uint32_t)utf8proc_charwidth(code);
    }
    return width;
}

/* Most text is of code points that no neighbour can compose with: below U+0300, and common punctuation. */
static bool surely_nfc(Str s) {
    int32_t code;
    for (uint32_t at = 0; at < s.n;) {
        if ((unsigned char)s.at[at] < 0x80) {
            at++;
            continue;
        }
        at += utf8_decode(s, at, &code);
        if (code >= 0x300 && !(code >= 0x2002 && code < 0x20D0)) {
            return false;
        }
    }
    return true;
}

Str utf8_nfc(Arena *arena, Str s) {
    if (surely_nfc(s)) {
        return s;
    }
    utf8proc_uint8_t *out = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.at, s.n, &out, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0) { /* not valid UTF-8, or no memory: as it is */
        return s;
    }
    if ((uint32_t)n != s.n || memcmp(out, s.at, s.n) != 0) {
        s = str_dup(arena, (Str){(const char *)out, (uint32_t)n});
    }
    free(out);
    return s;
}

bool utf8_is_letter(int32_t code) {
    utf8proc_category_t c = utf8proc_category(code);
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_upper(int32_t code) {
    utf8proc_category_t c = utf8proc_category(code);
    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_space(int32_t code) {
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 ||
           (code >= 0x80 && utf8proc_category(code) >= UTF8PROC_CATEGORY_ZS &&
            utf8proc_category(code) <= UTF8PROC_CATEGORY_ZP);
}

bool utf8_is_control(int32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}
