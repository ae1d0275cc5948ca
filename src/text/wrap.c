/* line_cut(): lines, and the paragraphs that wrapped lines make. */
#include "base/utf8.h"
#include "text/clean.h"
#include "text/line.h"
#include "text/phrase.h"

enum {
    WRAP_MIN = 45, /* columns: shorter lines are not wrapped ones */
    WRAP_MAX = 140,
};

static bool begins_small(Str s) {
    return s.n > 0 && s.at[0] >= 'a' && s.at[0] <= 'z';
}

/* The width at which the text is wrapped, or 0.  Wrapped text has many long lines that stop in the middle of a
   sentence, a good part of them before a small letter; few lines are longer than wrapped ones are. */
static uint32_t wrapped_at(const Lines *lines) {
    uint32_t inner = 0, open = 0, cut = 0, small = 0, over = 0, widest = 0;
    for (uint32_t i = 0; i + 1 < lines->n; i++) {
        const Line *line = &lines->at[i];
        uint32_t width = utf8_count(line->text);
        if (line[1].block != line->block || !phrase_has_letters(line[1].text)) {
            continue;
        }
        inner++;
        over += width > WRAP_MAX;
        widest = width > widest && width <= WRAP_MAX ? width : widest;
        if (!phrase_ends_sentence(line->text)) {
            open++;
            cut += width >= WRAP_MIN;
            small += width >= WRAP_MIN && begins_small(line[1].text);
        }
    }
    bool wrapped = inner >= 2 && over * 10 <= inner && cut * 10 >= open * 7 && cut * 3 >= inner && small * 4 >= cut;
    return wrapped ? widest : 0;
}

/* Whether a wrapped line goes on in the next one: it is long, but for a sentence that ends well before the margin; or
   the next one begins with a small letter. */
static bool goes_on(Str line, Str next, uint32_t margin) {
    uint32_t width = utf8_count(line);
    if (!phrase_has_letters(next) || str_starts(next, STR("- ")) || str_starts(next, STR("• "))) {
        return false;
    }
    return begins_small(next) || (width >= WRAP_MIN && !(phrase_ends_sentence(line) && width * 4 < margin * 3));
}

/* Joins wrapped lines. */
static void unwrap(Arena *arena, Lines *lines, uint32_t margin) {
    uint32_t out = 0;
    for (uint32_t i = 0; i < lines->n;) {
        Line joined = lines->at[i];
        StrBuf text;
        buf_init(&text, arena);
        buf_str(&text, joined.text);
        for (i++; i < lines->n && lines->at[i].block == joined.block; i++) {
            if (!goes_on(lines->at[i - 1].text, lines->at[i].text, margin)) {
                break;
            }
            bool hyphen = text.n > 1 && text.at[text.n - 1] == '-' && strchr(" -", text.at[text.n - 2]) == NULL;
            buf_str(&text, hyphen ? STR("") : STR(" "));
            buf_str(&text, lines->at[i].text);
        }
        joined.text = buf_take(&text);
        lines->at[out++] = joined;
    }
    lines->n = out;
}

void line_cut(Arena *arena, Str text, Lines *lines) {
    uint32_t block = 0;
    bool fresh = true;
    Str line;
    while (str_split(&text, '\n', &line)) {
        uint32_t gap;
        Str trimmed = str_trim(line);
        if (trimmed.n == 0) {
            block += !fresh;
            fresh = true;
            continue;
        }
        fresh = false;
        bool wide = str_find(trimmed, STR("    "), &gap);
        vec_push(arena, lines, (Line){.text = clean_spaces(arena, trimmed), .block = block, .wide = wide});
    }
    uint32_t margin = wrapped_at(lines);
    if (margin > 0) {
        unwrap(arena, lines, margin);
    }
    for (uint32_t i = 0; i < lines->n; i++) {
        lines->at[i].kind = line_kind(arena, lines->at[i].text);
    }
}
