#include "text/meta.h"

#include "base/json.h"
#include "base/utf8.h"
#include "text/caption.h"
#include "text/clean.h"
#include "text/dateline.h"
#include "text/line.h"
#include "text/phrase.h"

enum {
    HEAD_LINES = 24, /* the head is no longer than that */
    TAIL_LINES = 10, /* nor the tail */
};

typedef struct Report {
    Doc *doc;
    Lines lines;
    StrBuf sections; /* section words, joined */
    Str subtitle, signature, credit;
} Report;

/* ---- what is found goes to its field ---- */

static void set(Str *field, Str value) {
    value = str_trim(value);
    if (field->n == 0 && value.n > 0) {
        *field = value;
    }
}

static void add_section(Report *r, Str words) {
    if (words.n > 0) {
        buf_str(&r->sections, r->sections.n > 0 ? STR(" / ") : STR(""));
        buf_str(&r->sections, words);
    }
}

static void set_date(Report *r, const DateForm *date) {
    const char *iso = dateform_iso(r->doc->arena, date);
    if (iso != NULL) {
        set(&r->doc->date, str_of(iso));
    }
}

/* "Chikondi Msiska on 24/09/2025 at 19:05", "Jane Roe | Lagos" */
static void set_byline(Report *r, Str who) {
    DateForm date;
    if (dateform_find(who, 0, &date)) {
        set_date(r, &date);
        who = str_trim(str_sub(who, 0, date.start));
        static const char *const joints[] = {" on", ",", " |", " –", " -"};
        for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
            who.n -= str_ends(who, str_of(joints[i])) ? (uint32_t)strlen(joints[i]) : 0;
        }
    }
    uint32_t bar;
    set(&r->doc->byline, str_find(who, STR(" | "), &bar) ? str_sub(who, 0, bar) : who);
}

static void set_dateline(Report *r, const Dateline *d) {
    DateForm date;
    set(&r->doc->dateline, d->place);
    set(&r->doc->source, d->agency);
    if (d->date.n > 0 && dateform_find(d->date, 0, &date)) {
        set_date(r, &date);
    }
}

static void add_caption(Report *r, Str line) {
    Caption c;
    if (caption_split(line, &c)) {
        vec_push(r->doc->arena, &r->doc->captions, c);
    }
}

static void take_key(Report *r, Str line) {
    Str value = {0};
    DateForm date;
    Doc *doc = r->doc;
    switch (line_key(line, &value)) {
    case 'd':
        if (dateform_find(value, 0, &date)) {
            set_date(r, &date);
            add_section(r, line_beside_date(doc->arena, value, &date));
        }
        break;
    case 's': add_section(r, value); break;
    case 'o': set(&doc->source, value); break;
    case 't': set(&doc->title, value); break;
    case 'u': set(&doc->url, value); break;
    case 'b': set_byline(r, value); break;
    case 'p': set(&doc->dateline, value); break;
    default: break;
    }
}

/* Takes a metadata line out of the body; false for prose and headings. */
static bool take(Report *r, Line *line) {
    DateForm date;
    Dateline place;
    Str rest;
    switch (line->kind) {
    case LINE_DATE:
        dateform_find(line->text, 0, &date);
        set_date(r, &date);
        rest = line_beside_date(r->doc->arena, line->text, &date);
        if (line_byline(rest, &rest)) {
            set_byline(r, rest);
        } else {
            add_section(r, rest);
        }
        break;
    case LINE_BYLINE:
        line_byline(line->text, &rest);
        set_byline(r, rest);
        break;
    case LINE_KEY: take_key(r, line->text); break;
    case LINE_TRAIL: add_section(r, line->text); break;
    case LINE_CAPTION: add_caption(r, line->text); break;
    case LINE_DATELINE:
        dateline_alone(line->text, &place);
        set_dateline(r, &place);
        break;
    case LINE_CREDIT:
        if (line_signed(line->text, &rest) && !phrase_starts(line->text, "Edit")) {
            const char *end = memchr(rest.at, ';', rest.n);
            rest.n = end != NULL ? (uint32_t)(end - rest.at) : rest.n;
            while (rest.n > 0 && (rest.at[rest.n - 1] == ')' || rest.at[rest.n - 1] == '.')) {
                rest.n--;
            }
            set(&r->doc->byline, rest);
        }
        break;
    case LINE_RULE:
    case LINE_NOISE: break;
    default: return false;
    }
    line->gone = true;
    return true;
}

/* ---- head ---- */

/* A headline has words in small letters, beyond the little words that titles and names have too. */
static bool reads_like_headline(Str s) {
    static const char *const little[] = {"and", "of", "the", "in", "for", "de", "la", "to", "on", "a", "an", "with"};
    Str word;
    while (str_split(&s, ' ', &word)) {
        if (word.n >= 2 && word.at[0] >= 'a' && word.at[0] <= 'z' && !STR_IN(word, little)) {
            return true;
        }
    }
    return false;
}

static bool is_heading(const Line *line) {
    return !line->gone && line->kind == LINE_HEADING;
}

/* The title among the headings [0, end): the first that reads like a headline; else the longest. */
static uint32_t title_of(const Report *r, uint32_t end) {
    uint32_t best = NONE;
    for (uint32_t i = 0; i < end; i++) {
        const Line *line = &r->lines.at[i];
        if (is_heading(line) && reads_like_headline(line->text)) {
            return i;
        }
        if (is_heading(line) && (best == NONE || phrase_words(line->text) > phrase_words(r->lines.at[best].text))) {
            best = i;
        }
    }
    return best;
}

static void split_head(Report *r) {
    uint32_t end = 0, prose = 0;
    for (uint32_t i = 0; i < r->lines.n; i++) {
        prose += r->lines.at[i].kind == LINE_PROSE;
    }
    while (end < r->lines.n && end < HEAD_LINES && r->lines.at[end].kind != LINE_PROSE) {
        end++;
    }
    /* Without prose behind it a heading is all there is, so it is the body. */
    bool headed = prose > 0 && end < r->lines.n && r->lines.at[end].kind == LINE_PROSE;
    if (!headed && end == HEAD_LINES) {
        return;
    }
    for (uint32_t i = 0; i < end; i++) {
        if (headed || r->lines.at[i].kind == LINE_DATE || r->lines.at[i].kind == LINE_BYLINE ||
            r->lines.at[i].kind == LINE_KEY) {
            take(r, &r->lines.at[i]);
        }
    }
    uint32_t title = headed && r->doc->title.n == 0 ? title_of(r, end) : NONE;
    for (uint32_t i = 0; i < end && headed; i++) {
        Line *line = &r->lines.at[i];
        if (!is_heading(line)) {
            continue;
        }
        if (i == title) {
            r->doc->title = line->text;
        } else if (title != NONE && i < title) {
            add_section(r, line->text);
        } else {
            set(&r->subtitle, line->text);
        }
        line->gone = true;
    }
}

/* ---- tail ---- */

static void cut_tag(Report *r, Line *line) {
    Str before, tag;
    if (phrase_part_tag(line->text, &before, &tag)) {
        set(&r->signature, tag);
        line->text = before;
    }
}

/* A line that is nothing but a tag: "– JV", "(ol/mk)", "P. G." */
static bool is_tag_line(Str s, Str *tag) {
    uint32_t from = 0, to = s.n;
    while (from < to && strchr("(-[ ", s.at[from]) != NULL) {
        from++;
    }
    from += str_starts(str_sub(s, from, to), STR("–")) || str_starts(str_sub(s, from, to), STR("—")) ? 3 : 0;
    while (to > from && strchr(")] ", s.at[to - 1]) != NULL) {
        to--;
    }
    *tag = str_trim(str_sub(s, from, to));
    return phrase_words(*tag) <= 3 && phrase_upper_at(*tag, 0)
               ? phrase_is_tag(*tag, from > 0 ? 5 : 2)
               : from > 0 && phrase_words(*tag) == 1 && phrase_is_tag(*tag, 5);
}

static void split_tail(Report *r) {
    uint32_t prose = 0;
    for (uint32_t i = 0; i < r->lines.n; i++) {
        prose += !r->lines.at[i].gone && r->lines.at[i].kind == LINE_PROSE;
    }
    for (uint32_t i = r->lines.n, steps = 0; i-- > 0 && prose > 0 && steps < TAIL_LINES; steps++) {
        Line *line = &r->lines.at[i];
        Str tag;
        if (line->gone) {
            continue;
        }
        if (line->kind != LINE_NOISE && is_tag_line(line->text, &tag)) {
            set(&r->signature, tag);
            line->gone = true;
        } else if (line->kind == LINE_PROSE) {
            cut_tag(r, line);
            break;
        } else if (line->kind == LINE_HEADING) {
            /* A heading heads something: a last line without a stop is a credit. */
            if (prose < 2 || phrase_words(line->text) > 10 || line->text.at[0] == '"') {
                break;
            }
            set(&r->credit, line->text);
            line->gone = true;
        } else if (!take(r, line)) {
            break;
        }
    }
}

/* ---- body ---- */

/* Captions and noise between paragraphs. */
static void split_middle(Report *r) {
    for (uint32_t i = 0; i < r->lines.n; i++) {
        Line *line = &r->lines.at[i];
        if (!line->gone && (line->kind == LINE_CAPTION || line->kind == LINE_NOISE || line->kind == LINE_RULE)) {
            take(r, line);
        }
    }
}

/* The dateline stands before the first paragraph, or behind a teaser of one or two. */
static void cut_dateline(Report *r) {
    uint32_t seen = 0;
    for (uint32_t i = 0; i < r->lines.n && seen < 3; i++) {
        Line *line = &r->lines.at[i];
        Dateline d;
        if (line->gone || line->kind != LINE_PROSE) {
            continue;
        }
        seen++;
        if (dateline_match(line->text, &d)) {
            set_dateline(r, &d);
            line->text = str_sub(line->text, d.n, line->text.n);
            return;
        }
    }
}

static void write_extra(Report *r) {
    const struct {
        const char *key;
        Str value;
    } extras[] = {
        {"dateline", r->doc->dateline}, {"subtitle", r->subtitle}, {"signature", r->signature}, {"credit", r->credit}};
    StrBuf out;
    buf_init(&out, r->doc->arena);
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++) {
        if (extras[i].value.n > 0) {
            buf_printf(&out, "%c\"%s\":", out.n == 0 ? '{' : ',', extras[i].key);
            json_quote(&out, extras[i].value);
        }
    }
    if (out.n > 0) {
        buf_char(&out, '}');
        r->doc->extra = buf_take(&out);
    }
}

static void write_body(Report *r) {
    StrBuf out;
    buf_init(&out, r->doc->arena);
    for (uint32_t i = 0; i < r->lines.n; i++) {
        if (!r->lines.at[i].gone) {
            buf_str(&out, out.n > 0 ? STR("\n\n") : STR(""));
            buf_str(&out, r->lines.at[i].text);
        }
    }
    r->doc->text = buf_take(&out);
}

void meta_split(Doc *doc, Str text) {
    Report r = {.doc = doc};
    buf_init(&r.sections, doc->arena);
    line_cut(doc->arena, clean_text(doc->arena, text), &r.lines);
    split_head(&r);
    split_tail(&r);
    split_middle(&r);
    cut_dateline(&r);
    set(&doc->section, buf_take(&r.sections));
    write_extra(&r);
    write_body(&r);
    if (doc->text.n == 0) { /* nothing but metadata: then it is what the report says */
        for (uint32_t i = 0; i < r.lines.n; i++) {
            r.lines.at[i].gone = false;
        }
        write_body(&r);
    }
}

void meta_dateline(Doc *doc) {
    Report r = {.doc = doc};
    Str rest = doc->text, line;
    Dateline d;
    for (int seen = 0; seen < 3 && doc->dateline.n == 0 && str_split(&rest, '\n', &line);) {
        Str paragraph = str_trim(line);
        seen += paragraph.n > 0;
        if (paragraph.n > 0 && dateline_match(paragraph, &d)) {
            set_dateline(&r, &d);
        }
    }
}
