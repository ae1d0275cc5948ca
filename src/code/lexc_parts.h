#ifndef CODE_LEXC_PARTS_H
#define CODE_LEXC_PARTS_H

/* What the parts of the lexicon's compiler share: the tables as they grow.
     lexc.c        declarations: classes, contexts, frames, shifts; the order of things
     lexc_rule.c   rules: patterns, conditions, examples
     lexc_write.c  tables sorted and written out as one block */

#include "code/lexc.h"
#include "code/lexicon.h"

/* A word's class, a word's trigger: sorted by word when written. */
typedef struct LexcPair {
    uint32_t word, value;
} LexcPair;

typedef struct LexcShift {
    Str name;
    uint32_t first_row, n_rows;
} LexcShift;

typedef struct Lexc {
    Arena *arena;
    Err *err;
    Str file;      /* of the line in hand */
    uint32_t line; /* from 1 */
    uint32_t file_text;
    bool own; /* the file joins the built-in lexicon */

    VEC(LexWord) words;
    VEC(uint32_t) slots; /* hash table of words */
    VEC(LexcPair) classed;
    VEC(LexcPair) triggered;
    VEC(LexClass) classes;
    VEC(LexTrigger) triggers;
    VEC(LexCondition) conditions;
    VEC(LexPath) paths;
    VEC(LexTest) tests;
    VEC(LexRule) rules;
    VEC(LexFrame) frames;
    VEC(LexShift) shifts;
    VEC(LexShiftRow) shift_rows;
    VEC(LexExample) examples;
    StrBuf text;
} Lexc;

bool lexc_fail(Lexc *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
uint32_t lexc_text(Lexc *c, Str s); /* offset of a terminated copy */
uint32_t lexc_word(Lexc *c, Str lower);
uint32_t lexc_find_class(const Lexc *c, Str name);
bool lexc_is_class_name(Str s);                   /* upper case throughout */
bool lexc_token(Str *rest, Str *token);           /* next word of a line */
bool lexc_path(Lexc *c, Str text, LexPath *path); /* "obj/of" */
bool lexc_paths(Lexc *c, Str text, char between, uint32_t *first, uint32_t *n);
bool lexc_event(Lexc *c, Str text, uint8_t *event, uint8_t *mode); /* "ASSAULT/aerial", "-" */
bool lexc_cameo(Str text, char cameo[6]);
uint32_t lexc_rule_open(Lexc *c, Str head); /* "NAME: EVENT/mode …"; NONE after a failure */
bool lexc_rule_line(Lexc *c, uint32_t rule, Str line);
Str lexc_write(Lexc *c);

#endif
