#ifndef CODE_NOUN_H
#define CODE_NOUN_H

/* What a noun says about the name that it stands in or beside: a river and a road are places, a firm is a body, a law
   neither (data/nouns.txt). */

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef enum NounKind {
    NOUN_NONE,
    NOUN_AREA,
    NOUN_LAND,
    NOUN_WAY,
    NOUN_SITE,
    NOUN_FIRM,
    NOUN_PRESS,
    NOUN_BODY,
    NOUN_PERSON,
    NOUN_THING,
    NOUN_OFFICE, /* what a minister is for */
    NOUN_KINDS
} NounKind;

typedef struct Nouns Nouns;

/* Reads the list in `table`, or the program's own where that is absent.  NULL with `err` filled: `name`, the line, why.
 */
const Nouns *nouns_open(Arena *arena, Str table, const char *name, Err *err);
/* By a word as it is written, capitals or not, in the singular or a plural in "s". */
NounKind noun_kind(const Nouns *nouns, Str word);

#endif
