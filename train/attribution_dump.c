/* usage: attribution_dump GOLD.jsonl OUT
          attribution_dump --fields           [[[field, rows], …] of tokens, … of pairs]

   What the trainer of attributions reads: the features of each document of GOLD (text, attributions), from the
   program's own trees.  32-bit words, little-endian, a document after the other:

     tokens, bytes of the text
     for each token: start, end (bytes), its paragraph
     rows of token features: offsets [tokens + 1], rows
     attributions; for each: cue's first token, end, head, window's first token, end; offsets, rows of pair features */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "code/attribution_features.h"
#include "syntax/syntax.h"
#include "text/sentence.h"

typedef struct Dump {
    FILE *in, *out;
    Syntax *syntax;
    const Stances *stances;
    Arena arena, scratch;
} Dump;

static void fail(const char *why) {
    fprintf(stderr, "attribution_dump: %s\n", why);
    exit(1);
}

static void put(Dump *d, const uint32_t *words, size_t n) {
    if (fwrite(words, sizeof *words, n, d->out) != n) {
        fail("the output cannot be written");
    }
}

static void put_bag(Dump *d, const Bag *bag) {
    put(d, bag->off, bag->n + 1);
    put(d, bag->rows, bag->off[bag->n]);
}

/* Byte offset of a code point of the text. */
static uint32_t byte_of(Str text, json_int_t point) {
    uint32_t at = 0;
    for (; at < text.n && (point > 0 || (text.at[at] & 0xC0) == 0x80); at++) {
        point -= (text.at[at] & 0xC0) != 0x80;
    }
    return at;
}

static void put_cue(Dump *d, const View *view, json_t *cue) {
    json_t *part = json_array_get(cue, 0);
    Str text = view->doc->text;
    uint32_t start = byte_of(text, json_integer_value(json_array_get(part, 0)));
    uint32_t end = byte_of(text, json_integer_value(json_array_get(part, 1)));
    uint32_t first = token_at(view->doc, start), stop = first;
    while (stop < view->doc->tokens.n && view->doc->tokens.at[stop].span.start < end) {
        stop++;
    }
    if (stop == first) {
        put(d, (uint32_t[6]){0}, 6); /* an empty window and its one offset */
        return;
    }
    CueWindow w = cue_window(view, first, stop, 0, view->doc->tokens.n);
    put(d, (uint32_t[]){w.first, w.end, w.head, w.from, w.to}, 5);
    Bag bag = features_pairs(view, &w, 1, &d->arena);
    put_bag(d, &bag);
}

static void put_document(Dump *d, json_t *gold) {
    Err err = {{0}};
    Doc doc;
    doc_init(&doc, &d->arena, &d->scratch);
    doc.id = STR("gold");
    doc.text = str_dup(&d->arena, str_of(json_string_value(json_object_get(gold, "text"))));
    if (!text_split(&doc, &err) || !syntax_parse(d->syntax, &doc, &err)) {
        fail(err.text);
    }
    View view = view_make(&doc, d->stances, quote_find(&doc, &d->arena), &d->arena);
    put(d, (uint32_t[]){doc.tokens.n, doc.text.n}, 2);
    for (uint32_t t = 0; t < doc.tokens.n; t++) {
        const Token *token = &doc.tokens.at[t];
        put(d, (uint32_t[]){token->span.start, token->span.end, doc.sentences.at[token->sentence].paragraph}, 3);
    }
    Bag bag = features_tokens(&view, 0, doc.tokens.n, &d->arena);
    put_bag(d, &bag);
    json_t *attributions = json_object_get(gold, "attributions"), *a;
    size_t i;
    put(d, (uint32_t[]){(uint32_t)json_array_size(attributions)}, 1);
    json_array_foreach(attributions, i, a) {
        put_cue(d, &view, json_object_get(a, "cue"));
    }
}

#define PRINT_FIELD(name, rows) "[\"" #name "\"," #rows "],"

int main(int argc, char **argv) {
    Err err = {{0}};
    Dump d = {0};
    if (argc == 2 && strcmp(argv[1], "--fields") == 0) {
        printf("[[" TOKEN_FIELDS(PRINT_FIELD) "null],[" PAIR_FIELDS(PRINT_FIELD) "null]]\n");
        return 0;
    }
    arena_init(&d.arena);
    arena_init(&d.scratch);
    Arena lexicon;
    arena_init(&lexicon);
    if (argc != 3 || (d.in = fopen(argv[1], "rb")) == NULL || (d.out = fopen(argv[2], "wb")) == NULL) {
        fail("usage: attribution_dump GOLD.jsonl OUT");
    }
    d.stances = stances_open(&lexicon, (Str){0}, "data/stance.txt", &err);
    d.syntax = syntax_open(NULL, &err);
    if (d.stances == NULL || d.syntax == NULL) {
        fail(err.text);
    }
    char *line = NULL;
    size_t cap = 0;
    while (getline(&line, &cap, d.in) > 0) {
        json_t *gold = json_loads(line, 0, NULL);
        if (gold == NULL) {
            fail("a line of the input is no JSON");
        }
        put_document(&d, gold);
        json_decref(gold);
        arena_reset(&d.arena);
        arena_reset(&d.scratch);
    }
    free(line);
    syntax_close(d.syntax);
    if (fclose(d.out) != 0) {
        fail("the output cannot be written");
    }
    return 0;
}
