#include "text/caption.h"

/* A caption begins so; what follows is its text ('t') or its credit ('c'). */
static const struct {
    const char *word;
    char then;
} PREFIXES[] = {
    {"Photo credit:", 'c'}, {"Image credit:", 'c'}, {"Picture credit:", 'c'}, {"Photos by", 'c'},
    {"Photo by", 'c'},      {"Photograph by", 'c'}, {"File photo:", 't'},     {"FILE -", 't'},
    {"FILE —", 't'},        {"FILE –", 't'},        {"File picture:", 't'},   {"Archive photo:", 't'},
    {"Caption:", 't'},      {"Photo:", 't'},        {"Photograph:", 't'},     {"Picture:", 't'},
    {"Pictured:", 't'},     {"Image:", 't'},        {"Illustration:", 'c'},
};

/* A credit inside a line begins so. */
static const char *const MARKS[] = {"©",      "(c) ",          "Photograph:", "Photo:",    "Photo credit:", "Picture:",
                                    "Image:", "Image credit:", "Credit:",     "Photo by ", "Foto:"};

static const char *const PICTURE_WORDS[] = {"photo", "image", "picture", "getty",
                                            "file",  "foto",  "handout", "screenshot"};

static bool starts_nocase(Str s, const char *prefix) {
    Str p = str_of(prefix);
    return s.n >= p.n && str_eq_nocase(str_sub(s, 0, p.n), p);
}

static bool holds_nocase(Str s, const char *word) {
    Str w = str_of(word);
    for (uint32_t i = 0; i + w.n <= s.n; i++) {
        if (str_eq_nocase(str_sub(s, i, i + w.n), w)) {
            return true;
        }
    }
    return false;
}

/* The text in round or square brackets that ends the line; false if it ends otherwise. */
static bool bracket(Str line, Str *inside, Str *before) {
    if (line.n < 3 || (line.at[line.n - 1] != ')' && line.at[line.n - 1] != ']')) {
        return false;
    }
    char open = line.at[line.n - 1] == ')' ? '(' : '[';
    uint32_t at = line.n - 1;
    while (at > 0 && line.at[at] != open) {
        at--;
    }
    *inside = str_trim(str_sub(line, at + 1, line.n - 1));
    *before = str_trim(str_sub(line, 0, at));
    return line.at[at] == open && inside->n > 0 && inside->n <= 80;
}

/* "AP Photo/Jane Roe", not a sentence in brackets that speaks of a photo. */
static bool is_picture_credit(Str s) {
    if (strchr(".!?", s.at[s.n - 1]) != NULL) {
        return false;
    }
    for (size_t i = 0; i < sizeof PICTURE_WORDS / sizeof *PICTURE_WORDS; i++) {
        if (holds_nocase(s, PICTURE_WORDS[i])) {
            return true;
        }
    }
    return false;
}

/* "© 2023 The Paper" and "© The Paper. All rights reserved" are about the whole report. */
static bool is_copyright(Str credit) {
    return (credit.n > 4 && credit.at[0] >= '1' && credit.at[0] <= '2' && credit.at[1] >= '0' && credit.at[1] <= '9') ||
           holds_nocase(credit, "rights reserved");
}

static bool by_mark(Str line, Caption *caption) {
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++) {
        uint32_t at;
        if (str_find(line, str_of(MARKS[i]), &at)) {
            Str credit = str_trim(str_sub(line, at + (uint32_t)strlen(MARKS[i]), line.n));
            Str text = str_trim(str_sub(line, 0, at));
            while (text.n > 0 && strchr("|/([-", text.at[text.n - 1]) != NULL) {
                text = str_trim(str_sub(text, 0, text.n - 1));
            }
            if (credit.n > 0 && (credit.at[credit.n - 1] == ')' || credit.at[credit.n - 1] == ']') &&
                memchr(credit.at, credit.at[credit.n - 1] == ')' ? '(' : '[', credit.n) == NULL) {
                credit.n--;
            }
            if (credit.n > 0 && credit.n <= 100 && !is_copyright(credit)) {
                *caption = (Caption){text, credit};
                return true;
            }
        }
    }
    return false;
}

bool caption_split(Str line, Caption *caption) {
    Str inside, before;
    for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++) {
        if (starts_nocase(line, PREFIXES[i].word)) {
            Str rest = str_trim(str_sub(line, (uint32_t)strlen(PREFIXES[i].word), line.n));
            *caption = PREFIXES[i].then == 'c' ? (Caption){{0}, rest} : (Caption){rest, {0}};
            if (PREFIXES[i].then == 't' && bracket(rest, &inside, &before)) {
                *caption = (Caption){before, inside};
            } else if (PREFIXES[i].then == 't') {
                by_mark(rest, caption);
            }
            return rest.n > 0;
        }
    }
    if (line.n > 600) {
        return false;
    }
    if (by_mark(line, caption)) {
        return true;
    }
    if (bracket(line, &inside, &before) && is_picture_credit(inside)) {
        *caption = (Caption){before, inside};
        return true;
    }
    return false;
}
