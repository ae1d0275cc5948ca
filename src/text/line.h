#ifndef TEXT_LINE_H
#define TEXT_LINE_H

/* The lines of a plain-text report, and what each is by its form alone. */

#include "base/vec.h"
#include "text/dateform.h"

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

/* Cuts clean text (clean.h) into its lines that are not empty; wrapped lines are joined to paragraphs. */
void line_cut(Arena *arena, Str text, Lines *lines);
LineKind line_kind(Arena *arena, Str s);

/* LINE_KEY: the field that the key names (d date, s section, o source, t title, u url, b byline, p dateline, - none; 0:
   no key) and the value. */
char line_key(Str line, Str *value);
/* LINE_DATE: the words beside the date, without "published on" and the like, without the time of day. */
Str line_beside_date(Arena *arena, Str line, const DateForm *date);
/* LINE_BYLINE and LINE_CREDIT: what follows "By", "Reporting by" … */
bool line_byline(Str s, Str *who);
bool line_signed(Str s, Str *who);

#endif
