#include "text/line.h"

#include "base/utf8.h"
#include "text/caption.h"
#include "text/dateline.h"
#include "text/phrase.h"

enum {
    DATE_WORDS = 9, /* words beside the date of a metadata line */
    HEADLINE_WORDS = 30,
};

/* A name, an office, a desk: few words, the first with a capital or an article. */
static bool is_name(Str s) {
    int32_t c = 0;
    if (s.n > 0) {
        utf8_decode(s, 0, &c);
    }
    return s.n > 0 && phrase_words(s) <= 14 && (utf8_is_letter(c) || c == '@') &&
           !(phrase_ends_sentence(s) && phrase_words(s) > 6);
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

char line_key(Str line, Str *value) {
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
            if (phrase_words(str_sub(s, start, at)) > 3) {
                return false;
            }
            pieces++;
            start = at + n;
            at = start - 1;
        }
    }
    return pieces > 1 && phrase_words(str_sub(s, start, s.n)) <= 3 && !phrase_ends_sentence(s);
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
Str line_beside_date(Arena *arena, Str line, const DateForm *date) {
    StrBuf out;
    buf_init(&out, arena);
    Str sides[2] = {str_sub(line, 0, date->start), str_sub(line, date->end, line.n)};
    for (int i = 0; i < 2; i++) {
        Str word, rest = sides[i];
        bool after_time = false;
        while (str_split(&rest, ' ', &word)) {
            bool timed = word.n > 0 && word.at[0] >= '0' && word.at[0] <= '9' && memchr(word.at, ':', word.n) != NULL;
            bool skip = word.n == 0 || !phrase_has_letters(word) || timed || (after_time && is_zone(word));
            after_time = timed || (after_time && skip);
            Str bare = word.n > 0 && word.at[word.n - 1] == ':' ? str_sub(word, 0, word.n - 1) : word;
            for (size_t k = 0; k < sizeof DATE_WORDS_LIST / sizeof *DATE_WORDS_LIST && out.n == 0; k++) {
                skip |= str_eq_nocase(bare, str_of(DATE_WORDS_LIST[k]));
            }
            if (!skip) {
                buf_str(&out, out.n > 0 ? STR(" ") : STR(""));
                buf_str(&out, word);
            } else if (out.n > 0 && word.n > 0 && !phrase_has_letters(word) &&
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

LineKind line_kind(Arena *arena, Str s) {
    DateForm date;
    Dateline place;
    Caption caption;
    Str rest;
    uint32_t words = phrase_words(s);
    if (!phrase_has_letters(s)) {
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
    if (words <= 25 && line_key(s, &rest) != 0) {
        return LINE_KEY;
    }
    if (STARTS_ANY(s, BYLINES, &rest) && is_name(rest)) {
        return LINE_BYLINE;
    }
    if (dateline_alone(s, &place)) {
        return LINE_DATELINE;
    }
    if (dateform_find(s, 0, &date) && phrase_words(line_beside_date(arena, s, &date)) <= DATE_WORDS &&
        !dateline_match(s, &place)) {
        Str after = str_trim(str_sub(s, date.end, s.n));
        bool sentence = phrase_ends_sentence(s) && phrase_has_letters(after);
        if (!sentence && (date.start == 0 || after.n == 0 || !phrase_upper_at(s, 0) || words <= DATE_WORDS + 4)) {
            return phrase_ends_sentence(s) && words > 6 ? LINE_PROSE : LINE_DATE;
        }
    }
    if (is_trail(s)) {
        return LINE_TRAIL;
    }
    return phrase_ends_sentence(s) || words > HEADLINE_WORDS ? LINE_PROSE : LINE_HEADING;
}

bool line_byline(Str s, Str *who) {
    return STARTS_ANY(s, BYLINES, who);
}

bool line_signed(Str s, Str *who) {
    return STARTS_ANY(s, SIGNED, who);
}
