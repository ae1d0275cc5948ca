#include "out/paint.h"

#include "base/utf8.h"

static const char *const CODES[PAINT_COUNT] = {
    [PAINT_PLAIN] = "",    [PAINT_BOLD] = "1",  [PAINT_DIM] = "2",      [PAINT_RED] = "31",  [PAINT_GREEN] = "32",
    [PAINT_YELLOW] = "33", [PAINT_BLUE] = "34", [PAINT_MAGENTA] = "35", [PAINT_CYAN] = "36",
};

static void begin(StrBuf *out, const Look *look, Paint how) {
    if (look->colour && how != PAINT_PLAIN) {
        buf_printf(out, "\033[%sm", CODES[how]);
    }
}

static void end(StrBuf *out, const Look *look, Paint how) {
    if (look->colour && how != PAINT_PLAIN) {
        buf_str(out, STR("\033[0m"));
    }
}

/* Control characters of a report must not reach the terminal. */
static void add(StrBuf *out, Str s) {
    int32_t c;
    for (uint32_t at = 0; at < s.n;) {
        uint32_t n = utf8_decode(s, at, &c);
        if (utf8_is_control(c)) {
            buf_char(out, ' ');
        } else {
            buf_add(out, s.at + at, n);
        }
        at += n;
    }
}

void paint(StrBuf *out, const Look *look, Paint how, Str s) {
    if (s.n > 0) {
        begin(out, look, how);
        add(out, s);
        end(out, look, how);
    }
}

Str paint_cut(Arena *arena, Str s, uint32_t width) {
    if (utf8_width(s) <= width) {
        return s;
    }
    uint32_t used = 0, at = 0;
    int32_t c;
    while (at < s.n) {
        uint32_t n = utf8_decode(s, at, &c), w = utf8_width(str_sub(s, at, at + n));
        if (used + w + 1 > width) {
            break;
        }
        used += w;
        at += n;
    }
    return str_of(arena_printf(arena, "%.*s…", (int)at, s.at));
}

void paint_cell(StrBuf *out, const Look *look, Paint how, Str s, uint32_t width) {
    s = paint_cut(out->arena, s, width);
    paint(out, look, how, s);
    for (uint32_t w = utf8_width(s); w < width; w++) {
        buf_char(out, ' ');
    }
}

/* One word, of which a part may be marked. */
static void word(StrBuf *out, const Look *look, Str s, uint32_t from, uint32_t to, Span mark, Paint how) {
    uint32_t a = mark.start < from ? from : mark.start > to ? to : mark.start;
    uint32_t b = mark.end < a ? a : mark.end > to ? to : mark.end;
    paint(out, look, PAINT_PLAIN, str_sub(s, from, a));
    paint(out, look, how, str_sub(s, a, b));
    paint(out, look, PAINT_PLAIN, str_sub(s, b, to));
}

static void spaces(StrBuf *out, uint32_t n) {
    while (n-- > 0) {
        buf_char(out, ' ');
    }
}

static bool is_gap(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

void paint_wrapped(StrBuf *out, const Look *look, Str s, Span mark, Paint how, uint32_t indent) {
    uint32_t width = look->width > 0 ? (uint32_t)look->width : UINT32_MAX, at = 0, column = indent;
    spaces(out, indent);
    while (at < s.n) {
        uint32_t from = at;
        while (from < s.n && is_gap(s.at[from])) {
            from++;
        }
        uint32_t to = from;
        while (to < s.n && !is_gap(s.at[to])) {
            to++;
        }
        if (to == from) {
            break;
        }
        uint32_t w = utf8_width(str_sub(s, from, to));
        if (column > indent && column + 1 + w > width) {
            buf_char(out, '\n');
            spaces(out, indent);
            column = indent;
        } else if (column > indent) {
            buf_char(out, ' ');
            column++;
        }
        word(out, look, s, from, to, mark, how);
        column += w;
        at = to;
    }
    buf_char(out, '\n');
}
