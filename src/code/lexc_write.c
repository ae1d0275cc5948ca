#include <stdlib.h>

#include "code/lexc_parts.h"

static int by_word(const void *a, const void *b) {
    const LexcPair *x = a, *y = b;
    return x->word != y->word     ? (x->word < y->word ? -1 : 1)
           : x->value != y->value ? (x->value < y->value ? -1 : 1)
                                  : 0;
}

/* A class named twice for a word counts once. */
static uint32_t unique(LexcPair *pairs, uint32_t n) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (kept == 0 || pairs[kept - 1].word != pairs[i].word || pairs[kept - 1].value != pairs[i].value) {
            pairs[kept++] = pairs[i];
        }
    }
    return kept;
}

static void put(StrBuf *b, LexHeader *h, int table, const void *data, uint64_t n, size_t size) {
    while (b->n % 8 != 0) {
        buf_char(b, '\0');
    }
    h->table[table].offset = b->n;
    h->table[table].n = n;
    if (n > 0) {
        buf_add(b, data, n * size);
    }
}

/* The words of a class or with a trigger stand together, so that a word's record names them by first and number. */
static void gather(Lexc *c, uint32_t **class_refs, LexTrigger **triggers) {
    if (c->classed.n > 0) {
        qsort(c->classed.at, c->classed.n, sizeof *c->classed.at, by_word);
        c->classed.n = unique(c->classed.at, c->classed.n);
    }
    if (c->triggered.n > 0) {
        qsort(c->triggered.at, c->triggered.n, sizeof *c->triggered.at, by_word);
    }
    *class_refs = arena_array(c->arena, uint32_t, c->classed.n + 1);
    *triggers = arena_array(c->arena, LexTrigger, c->triggered.n + 1);
    for (uint32_t i = 0; i < c->classed.n; i++) {
        LexWord *w = &c->words.at[c->classed.at[i].word];
        w->first_class = w->n_classes == 0 ? i : w->first_class;
        w->n_classes++;
        (*class_refs)[i] = c->classed.at[i].value;
    }
    for (uint32_t i = 0; i < c->triggered.n; i++) {
        LexWord *w = &c->words.at[c->triggered.at[i].word];
        w->first_trigger = w->n_triggers == 0 ? i : w->first_trigger;
        w->n_triggers++;
        (*triggers)[i] = c->triggers.at[c->triggered.at[i].value];
    }
}

Str lexc_write(Lexc *c) {
    uint32_t *class_refs;
    LexTrigger *triggers;
    gather(c, &class_refs, &triggers);
    LexHeader h = {.magic = LEX_MAGIC, .version = LEX_VERSION};
    StrBuf b;
    buf_init(&b, c->arena);
    buf_add(&b, (const char *)&h, sizeof h);
    put(&b, &h, LEX_TABLE_slots, c->slots.at, c->slots.n, sizeof *c->slots.at);
    put(&b, &h, LEX_TABLE_words, c->words.at, c->words.n, sizeof *c->words.at);
    put(&b, &h, LEX_TABLE_class_refs, class_refs, c->classed.n, sizeof *class_refs);
    put(&b, &h, LEX_TABLE_classes, c->classes.at, c->classes.n, sizeof *c->classes.at);
    put(&b, &h, LEX_TABLE_triggers, triggers, c->triggered.n, sizeof *triggers);
    put(&b, &h, LEX_TABLE_conditions, c->conditions.at, c->conditions.n, sizeof *c->conditions.at);
    put(&b, &h, LEX_TABLE_paths, c->paths.at, c->paths.n, sizeof *c->paths.at);
    put(&b, &h, LEX_TABLE_tests, c->tests.at, c->tests.n, sizeof *c->tests.at);
    put(&b, &h, LEX_TABLE_rules, c->rules.at, c->rules.n, sizeof *c->rules.at);
    put(&b, &h, LEX_TABLE_frames, c->frames.at, c->frames.n, sizeof *c->frames.at);
    put(&b, &h, LEX_TABLE_shifts, c->shifts.at, c->shifts.n, sizeof *c->shifts.at);
    put(&b, &h, LEX_TABLE_shift_rows, c->shift_rows.at, c->shift_rows.n, sizeof *c->shift_rows.at);
    put(&b, &h, LEX_TABLE_examples, c->examples.at, c->examples.n, sizeof *c->examples.at);
    put(&b, &h, LEX_TABLE_text, c->text.at, c->text.n, 1);
    memcpy(b.at, &h, sizeof h);
    return buf_take(&b);
}
