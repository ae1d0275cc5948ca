#include "text/meta.h"

#include "base/json.h"
#include "base/utf8.h"
#include "text/caption.h"
#include "text/clean.h"
#include "text/dateform.h"
#include "text/dateline.h"

enum {
    HEAD_LINES = 24, /* the head is no longer than that */
    TAIL_LINES = 10, /* nor the tail */
    DATE_WORDS = 9,  /* words beside the date of a metadata line */
    HEADLINE_WORDS = 30,
    WRAP_MIN = 45, /* columns: shorter lines are not wrapped ones */
    WRAP_MAX = 140,
};

typedef enum LineKind {
    LINE_PROSE,    /* ends as a sentence does */
    LINE_HEADING,  /* words without a stop */
    LINE_DATE,     /* a date and few words more */
    LINE_BYLINE,   /* By NAME, From: NAME */
    LINE_KEY,      /* Section: Europe */
    LINE_TRAIL,    /* Home > World > Asia */
    LINE_CAPTION,  /* see caption.h */
    LINE_RULE,     /* no letters: ====, ★★★ */
    LINE_DATELINE, /* a dateline of its own */
    LINE_CREDIT,   /* Reporting by NAME; Copyright … */
    LINE_NOISE,    /* Advertisement, Read more: … */
} LineKind;

typedef struct Line {
    Str text; /* trimmed, single spaces */
    LineKind kind;
    uint32_t block; /* lines of a block stand together, without an empty line between */
    bool wide;      /* spaces part the line in columns */
    bool gone;      /* taken out of the body */
} Line;

typedef VEC(Line) Lines;

typedef struct Report {
    Doc *doc;
    Lines lines;
    StrBuf sections; /* section words, joined */
    Str subtitle, signature, credit;
} Report;

/* ---- the form of a line ---- */

static bool starts_nocase(Str s, const char *prefix) {
    Str p = str_of(prefix);
    return s.n >= p.n && str_eq_nocase(str_sub(s, 0, p.n), p);
}

static bool starts_any(Str s, const char *const *list, size_t n, Str *rest) {
    for (size_t i = 0; i < n; i++) {
        if (starts_nocase(s, list[i])) {
            *rest = str_trim(str_sub(s, (uint32_t)strlen(list[i]), s.n));
            return true;
        }
    }
    return false;
}
#define STARTS_ANY(s, list, rest) starts_any(s, list, sizeof(list) / sizeof *(list), rest)

static uint32_t count_words(Str s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        n += s.at[i] != ' ' && (i == 0 || s.at[i - 1] == ' ');
    }
    return n;
}

static bool has_letters(Str s) {
    int32_t c;
    for (uint32_t at = 0; at < s.n;) {
        at += utf8_decode(s, at, &c);
        if (utf8_is_letter(c) || (c >= '0' && c <= '9')) {
            return true;
        }
    }
    return false;
}

/* Closing quotation marks and brackets after the stop do not count. */
static bool ends_in_stop(Str s) {
    static const char *const closers[] = {"\"", "'", ")", "]", "”", "’", "»", "“"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
            if (s.n > 1 && str_ends(s, str_of(closers[i]))) {
                s.n -= (uint32_t)strlen(closers[i]);
                more = true;
            }
        }
    }
    return s.n > 0 && (strchr(".!?:;", s.at[s.n - 1]) != NULL || str_ends(s, STR("…")));
}

/* "LP", "ol/mk", "P. G.": initials or short names, nothing longer than `longest` letters. */
static bool is_tag(Str s, uint32_t longest) {
    uint32_t run = 0, letters = 0;
    int32_t c;
    for (uint32_t at = 0; at < s.n;) {
        at += utf8_decode(s, at, &c);
        if (utf8_is_letter(c)) {
            run++;
            letters++;
        } else if (strchr("/., &+-", c) == NULL || c > 0x7F) {
            return false;
        } else {
            run = 0;
        }
        if (run > longest) {
            return false;
        }
    }
    return letters >= 2 && letters <= 16;
}

/* Parts "… said on Tuesday. (JR)" into the sentence and the tag of its author. */
static bool part_tag(Str s, Str *before, Str *tag) {
    uint32_t at = s.n;
    if (s.n < 4 || s.at[s.n - 1] != ')') {
        return false;
    }
    while (at > 0 && s.at[at - 1] != '(') {
        at--;
    }
    if (at < 2) {
        return false;
    }
    *before = str_trim(str_sub(s, 0, at - 1));
    *tag = str_sub(s, at, s.n - 1);
    return is_tag(*tag, 5) && ends_in_stop(*before);
}

static bool ends_sentence(Str s) {
    Str before, tag;
    return ends_in_stop(s) || part_tag(s, &before, &tag);
}

static bool is_upper_at(Str s, uint32_t at) {
    int32_t c;
    return at < s.n && (utf8_decode(s, at, &c), utf8_is_upper(c));
}

/* A name, an office, a desk: few words, the first with a capital or an article. */
static bool is_name(Str s) {
    int32_t c = 0;
    if (s.n > 0) {
        utf8_decode(s, 0, &c);
    }
    return s.n > 0 && count_words(s) <= 14 && (utf8_is_letter(c) || c == '@') &&
           !(ends_sentence(s) && count_words(s) > 6);
}

static const char *const BYLINES[] = {"From our correspondent in",
                                      "From our correspondent",
                                      "From our own correspondent",
                                      "From our",
                                      "From:",
                                      "By:",
                                      "Review by",
                                      "Analysis by",
                                      "Commentary by",
                                      "Opinion by",
                                      "Interview by",
                                      "Report by",
                                      "Story by",
                                      "Text by",
                                      "Text:",
                                      "Words by",
                                      "Written by",
                                      "Posted by",
                                      "Published by",
                                      "Author:",
                                      "Authors:",
                                      "Autor:",
                                      "Byline:",
                                      "By "};
static const char *const SIGNED[] = {"(Reporting by",
                                     "Reporting by",
                                     "Reporting:",
                                     "Additional reporting by",
                                     "(Additional reporting by",
                                     "Associated reporting by",
                                     "Writing by",
                                     "(Writing by",
                                     "Editing by",
                                     "(Editing by",
                                     "Edited by",
                                     "Compiled by",
                                     "Translated by",
                                     "(Compiled by",
                                     "With reporting by",
                                     "Contributions by"};
static const char *const CREDITS[] = {"Copyright",
                                      "© ",
                                      "(c) ",
                                      "All rights reserved",
                                      "With material from",
                                      "With agency",
                                      "With agencies",
                                      "With reports from",
                                      "This story was",
                                      "This article was",
                                      "This article originally"};
/* Lines that a page or an agency adds: whole lines, and beginnings of short ones. */
static const char *const NOISE[] = {"advertisement", "more follows",       "more to follow",       "ends", "end", "30",
                                    "more",          "share this article", "story continues below"};
static const char *const NOISE_STARTS[] = {"Read more",    "Read also", "Also read",  "See also",
                                           "Related:",     "Watch:",    "Listen:",    "Sign up",
                                           "Subscribe to", "Follow us", "Click here", "Share this"};
static const char *const DATE_WORDS_LIST[] = {"date",     "published", "updated", "posted",  "on",     "at",
                                              "last",     "modified",  "first",   "created", "issued", "release",
                                              "released", "dated",     "from",    "of"};

/* KEY: value.  The field it goes to; NULL: it is dropped; keys not in the list make no metadata line. */
static const struct {
    const char *key;
    char field; /* d date, s section, o source, t title, u url, b byline, p dateline, - nothing */
} KEYS[] = {
    {"date", 'd'},
    {"published", 'd'},
    {"updated", 'd'},
    {"last updated", 'd'},
    {"posted", 'd'},
    {"section", 's'},
    {"category", 's'},
    {"rubric", 's'},
    {"topic", 's'},
    {"source", 'o'},
    {"agency", 'o'},
    {"publisher", 'o'},
    {"title", 't'},
    {"headline", 't'},
    {"subject", 't'},
    {"url", 'u'},
    {"link", 'u'},
    {"byline", 'b'},
    {"location", 'p'},
    {"place", 'p'},
    {"dateline", 'p'},
    {"tags", '-'},
    {"keywords", '-'},
    {"language", '-'},
    {"reading time", '-'},
    {"copyright", '-'},
    {"status", '-'},
    {"published on", 'd'},
    {"publication date", 'd'},
};

static char key_of(Str line, Str *value) {
    const char *colon = line.n > 0 ? memchr(line.at, ':', line.n) : NULL;
    if (colon == NULL) {
        return 0;
    }
    Str key = {line.at, (uint32_t)(colon - line.at)};
    for (size_t i = 0; i < sizeof KEYS / sizeof *KEYS; i++) {
        if (str_eq_nocase(key, str_of(KEYS[i].key))) {
            *value = str_trim(str_sub(line, key.n + 1, line.n));
            return KEYS[i].field;
        }
    }
    return 0;
}

static bool is_separator(Str s, uint32_t at, uint32_t *n) {
    static const char *const marks[] = {" > ", " | ", " / ", " · ", " » ", " • ", " › ", " — ", " – ", " - ", "    "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        Str mark = str_of(marks[i]);
        if (at + mark.n <= s.n && memcmp(s.at + at, mark.at, mark.n) == 0) {
            *n = mark.n;
            return true;
        }
    }
    return false;
}

/* "Home > World > Asia", "World / South Asia": two or more pieces of up to three words each; no dashes, which headlines
   have too. */
static bool is_trail(Str s) {
    uint32_t pieces = 1, start = 0, n;
    for (uint32_t at = 0; at < s.n; at++) {
        if (is_separator(s, at, &n) && memchr(s.at + at, '-', n) == NULL &&
            !str_starts(str_sub(s, at + 1, s.n), STR("–")) && !str_starts(str_sub(s, at + 1, s.n), STR("—"))) {
            if (count_words(str_sub(s, start, at)) > 3) {
                return false;
            }
            pieces++;
            start = at + n;
            at = start - 1;
        }
    }
    return pieces > 1 && count_words(str_sub(s, start, s.n)) <= 3 && !ends_sentence(s);
}

/* What may follow a time of day: "PM", "GMT+4". */
static bool is_zone(Str word) {
    static const char *const zones[] = {"am",  "pm",   "a.m.", "p.m.", "gmt", "utc",
                                        "cet", "cest", "est",  "edt",  "ist", "bst"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        uint32_t n = (uint32_t)strlen(zones[i]);
        if (word.n >= n && str_eq_nocase(str_sub(word, 0, n), str_of(zones[i])) &&
            (word.n == n || strchr("+-,)", word.at[n]) != NULL)) {
            return true;
        }
    }
    return false;
}

/* The words beside the date, without "published on" and the like, pieces joined by " / ". */
static Str beside_date(Arena *arena, Str line, const DateForm *date) {
    StrBuf out;
    buf_init(&out, arena);
    Str sides[2] = {str_sub(line, 0, date->start), str_sub(line, date->end, line.n)};
    for (int i = 0; i < 2; i++) {
        Str word, rest = sides[i];
        bool after_time = false;
        while (str_split(&rest, ' ', &word)) {
            bool timed = word.n > 0 && word.at[0] >= '0' && word.at[0] <= '9' && memchr(word.at, ':', word.n) != NULL;
            bool skip = word.n == 0 || !has_letters(word) || timed || (after_time && is_zone(word));
            after_time = timed || (after_time && skip);
            Str bare = word.n > 0 && word.at[word.n - 1] == ':' ? str_sub(word, 0, word.n - 1) : word;
            for (size_t k = 0; k < sizeof DATE_WORDS_LIST / sizeof *DATE_WORDS_LIST && out.n == 0; k++) {
                skip |= str_eq_nocase(bare, str_of(DATE_WORDS_LIST[k]));
            }
            if (!skip) {
                buf_str(&out, out.n > 0 ? STR(" ") : STR(""));
                buf_str(&out, word);
            } else if (out.n > 0 && word.n > 0 && !has_letters(word) &&
                       !str_ends((Str){out.at, (uint32_t)out.n}, STR(" /"))) {
                buf_str(&out, STR(" /"));
            }
        }
    }
    Str words = buf_take(&out);
    while (str_ends(words, STR("/")) || str_ends(words, STR(",")) || str_ends(words, STR(" "))) {
        words.n--;
    }
    return words;
}

static bool is_noise(Str s, uint32_t words) {
    static const char around[] = "-()[]*#. \xE2\x80\x93\x94"; /* the last three make the dashes – and — */
    Str rest, bare = s;
    while (bare.n > 0 && strchr(around, bare.at[0]) != NULL) {
        bare = str_sub(bare, 1, bare.n);
    }
    while (bare.n > 0 && strchr(around, bare.at[bare.n - 1]) != NULL) {
        bare.n--;
    }
    for (size_t i = 0; i < sizeof NOISE / sizeof *NOISE; i++) {
        if (str_eq_nocase(bare, str_of(NOISE[i]))) {
            return true;
        }
    }
    return words <= 12 && STARTS_ANY(s, NOISE_STARTS, &rest);
}

static LineKind kind_of(Arena *arena, Str s) {
    DateForm date;
    Dateline place;
    Caption caption;
    Str rest;
    uint32_t words = count_words(s);
    if (!has_letters(s)) {
        return LINE_RULE;
    }
    if (is_noise(s, words)) {
        return LINE_NOISE;
    }
    if (STARTS_ANY(s, SIGNED, &rest) && words <= 40) {
        return LINE_CREDIT;
    }
    if (caption_split(s, &caption)) {
        return LINE_CAPTION;
    }
    if (STARTS_ANY(s, CREDITS, &rest) && words <= 40) {
        return LINE_CREDIT;
    }
    if (words <= 25 && key_of(s, &rest) != 0) {
        return LINE_KEY;
    }
    if (STARTS_ANY(s, BYLINES, &rest) && is_name(rest)) {
        return LINE_BYLINE;
    }
    if (dateline_alone(s, &place)) {
        return LINE_DATELINE;
    }
    if (dateform_find(s, 0, &date) && count_words(beside_date(arena, s, &date)) <= DATE_WORDS &&
        !dateline_match(s, &place)) {
        Str after = str_trim(str_sub(s, date.end, s.n));
        bool sentence = ends_sentence(s) && has_letters(after);
        if (!sentence && (date.start == 0 || after.n == 0 || !is_upper_at(s, 0) || words <= DATE_WORDS + 4)) {
            return ends_sentence(s) && words > 6 ? LINE_PROSE : LINE_DATE;
        }
    }
    if (is_trail(s)) {
        return LINE_TRAIL;
    }
    return ends_sentence(s) || words > HEADLINE_WORDS ? LINE_PROSE : LINE_HEADING;
}

/* ---- lines and paragraphs ---- */

/* Whether the lines of the text are wrapped: in blocks of several lines, most lines but the last are long, none is
   longer than a wrapped line is, and some end in the middle of a sentence. */
static bool is_wrapped(const Lines *lines) {
    uint32_t inner = 0, lengthy = 0, cut = 0;
    for (uint32_t i = 0; i + 1 < lines->n; i++) {
        const Line *line = &lines->at[i];
        uint32_t width = utf8_count(line->text);
        if (line[1].block != line->block || !has_letters(line[1].text)) {
            continue;
        }
        if (width > WRAP_MAX) {
            return false;
        }
        inner++;
        lengthy += width >= WRAP_MIN;
        cut += width >= WRAP_MIN && !ends_sentence(line->text);
    }
    return inner >= 2 && lengthy * 10 >= inner * 7 && cut * 3 >= inner;
}

/* Joins wrapped lines: a line goes on in the next one if it is long or the next begins with a small letter. */
static void unwrap(Arena *arena, Lines *lines) {
    uint32_t out = 0;
    for (uint32_t i = 0; i < lines->n;) {
        Line joined = lines->at[i];
        StrBuf text;
        buf_init(&text, arena);
        buf_str(&text, joined.text);
        uint32_t width = utf8_count(lines->at[i].text);
        for (i++; i < lines->n && lines->at[i].block == joined.block; i++) {
            Str next = lines->at[i].text;
            bool goes_on = width >= WRAP_MIN || (next.at[0] >= 'a' && next.at[0] <= 'z');
            if (!goes_on || !has_letters(next) || str_starts(next, STR("- ")) || str_starts(next, STR("• "))) {
                break;
            }
            bool hyphen = text.n > 1 && text.at[text.n - 1] == '-' && text.at[text.n - 2] != ' ';
            buf_str(&text, hyphen ? STR("") : STR(" "));
            buf_str(&text, next);
            width = utf8_count(next);
        }
        joined.text = buf_take(&text);
        lines->at[out++] = joined;
    }
    lines->n = out;
}

static void cut_lines(Report *r, Str text) {
    Arena *arena = r->doc->arena;
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
        vec_push(arena, &r->lines, (Line){.text = clean_spaces(arena, trimmed), .block = block, .wide = wide});
    }
    if (is_wrapped(&r->lines)) {
        unwrap(arena, &r->lines);
    }
    for (uint32_t i = 0; i < r->lines.n; i++) {
        r->lines.at[i].kind = kind_of(arena, r->lines.at[i].text);
    }
}

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
    switch (key_of(line, &value)) {
    case 'd':
        if (dateform_find(value, 0, &date)) {
            set_date(r, &date);
            add_section(r, beside_date(doc->arena, value, &date));
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
        rest = beside_date(r->doc->arena, line->text, &date);
        if (STARTS_ANY(rest, BYLINES, &rest)) {
            set_byline(r, rest);
        } else {
            add_section(r, rest);
        }
        break;
    case LINE_BYLINE:
        STARTS_ANY(line->text, BYLINES, &rest);
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
        if (STARTS_ANY(line->text, SIGNED, &rest) && !starts_nocase(line->text, "Edit")) {
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
        bool is_little = word.n < 2 || word.at[0] < 'a' || word.at[0] > 'z';
        for (size_t i = 0; i < sizeof little / sizeof *little; i++) {
            is_little |= str_is(word, little[i]);
        }
        if (!is_little) {
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
        if (is_heading(line) && (best == NONE || count_words(line->text) > count_words(r->lines.at[best].text))) {
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
    if (part_tag(line->text, &before, &tag)) {
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
    return count_words(*tag) <= 3 && is_upper_at(*tag, 0) ? is_tag(*tag, from > 0 ? 5 : 2)
                                                          : from > 0 && count_words(*tag) == 1 && is_tag(*tag, 5);
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
            if (prose < 2 || count_words(line->text) > 10 || line->text.at[0] == '"') {
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
    } extras[] = {{"subtitle", r->subtitle}, {"signature", r->signature}, {"credit", r->credit}};
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
    cut_lines(&r, clean_text(doc->arena, text));
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
