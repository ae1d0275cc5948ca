/* usage: ner_dump GOLD.jsonl >OUT

   What train/ner.py reads: one line a name of each document of GOLD (id, text, entities [{start, end, type}]):

     document <tab> class <tab> features as kind:row, separated by blanks

   class: PER, ORG, LOC, OTHER.  A blank line ends a document. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "code/ner.h"
#include "syntax/syntax.h"
#include "text/sentence.h"

enum { LAST_WORD = 1 << 16 }; /* more than any name shares */

typedef struct Gold {
    Span span;
    NerClass class;
} Gold;

static void fail(const char *why) {
    fprintf(stderr, "ner_dump: %s\n", why);
    exit(1);
}

static uint32_t byte_of(Str text, json_int_t point) {
    uint32_t at = 0;
    for (; at < text.n && (point > 0 || (text.at[at] & 0xC0) == 0x80); at++) {
        point -= (text.at[at] & 0xC0) != 0x80;
    }
    return at;
}

static NerClass class_of(const char *type) {
    static const struct {
        const char *type;
        NerClass class;
    } table[] = {{"PER", NER_PER}, {"Person", NER_PER},   {"ORG", NER_ORG},     {"Organization", NER_ORG},
                 {"LOC", NER_LOC}, {"Location", NER_LOC}, {"Facility", NER_LOC}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(type, table[i].type) == 0) {
            return table[i].class;
        }
    }
    return NER_OTHER;
}

/* Of the gold names that meet a name the one that has its last word, and of those the one that shares most:
   "Tarn" is a person, "Tarn Prints" none. */
static NerClass gold_of(const Gold *gold, size_t n, Span span, Span last) {
    NerClass best = NER_OTHER;
    uint32_t most = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t from = gold[i].span.start > span.start ? gold[i].span.start : span.start;
        uint32_t to = gold[i].span.end < span.end ? gold[i].span.end : span.end;
        uint32_t shared = to > from ? to - from + (span_holds(gold[i].span, last) ? LAST_WORD : 0) : 0;
        if (shared > most) {
            most = shared;
            best = gold[i].class;
        }
    }
    return best;
}

static void dump(const Registry *registry, const NerLists *lists, Doc *doc, const Gold *gold, size_t n) {
    static const char *const names[NER_CLASSES] = {"PER", "ORG", "LOC", "OTHER"};
    NameMap *map = actorname_find(registry, doc, doc->arena, false);
    NameRuns runs = {0};
    mentionrun_find(map, lists->nouns, doc, doc->arena, &runs);
    NerFeatures *features = ner_features(map, lists, doc, &runs, doc->arena);
    for (uint32_t i = 0; i < runs.n; i++) {
        Span span = {doc->tokens.at[runs.at[i].first].span.start, doc->tokens.at[runs.at[i].end - 1].span.end};
        if (runs.at[i].piece == PIECE_ROLE) {
            continue;
        }
        printf("%.*s\t%s\t", (int)doc->id.n, doc->id.at,
               names[gold_of(gold, n, span, doc->tokens.at[runs.at[i].end - 1].span)]);
        for (uint32_t k = 0; k < features[i].n; k++) {
            printf("%s%u:%u", k > 0 ? " " : "", features[i].kind[k], features[i].row[k]);
        }
        putchar('\n');
    }
    putchar('\n');
}

int main(int argc, char **argv) {
    Err err;
    Arena arena, loaded, scratch;
    arena_init(&arena);
    arena_init(&loaded);
    arena_init(&scratch);
    Registry *registry = registry_embedded(&loaded, &err);
    Syntax *syntax = syntax_open(NULL, &err);
    Gazetteer places;
    Ner *ner = gazetteer_open(&places, &loaded, &err) ? ner_open(&loaded, &places, &err) : NULL;
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (registry == NULL || syntax == NULL || ner == NULL || in == NULL) {
        fail(argc != 2 ? "usage: ner_dump GOLD.jsonl" : in == NULL ? "the file cannot be opened" : err.text);
    }
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, in) > 0) {
        json_t *row = json_loads(line, 0, NULL), *entities = json_object_get(row, "entities");
        if (row == NULL) {
            fail("a line is no JSON object");
        }
        Doc doc;
        doc_init(&doc, &arena, &scratch);
        doc.id = str_dup(&arena, str_of(json_string_value(json_object_get(row, "id"))));
        doc.text = str_dup(&arena, str_of(json_string_value(json_object_get(row, "text"))));
        size_t n = json_array_size(entities);
        Gold *gold = arena_array(&arena, Gold, n + 1);
        for (size_t i = 0; i < n; i++) {
            json_t *e = json_array_get(entities, i);
            gold[i].span = (Span){byte_of(doc.text, json_integer_value(json_object_get(e, "start"))),
                                  byte_of(doc.text, json_integer_value(json_object_get(e, "end")))};
            gold[i].class = class_of(json_string_value(json_object_get(e, "type")));
        }
        if (!text_split(&doc, &err) || !syntax_parse(syntax, &doc, &err)) {
            fail(err.text);
        }
        dump(registry, ner_lists(ner), &doc, gold, n);
        json_decref(row);
        arena_reset(&arena);
        arena_reset(&scratch);
    }
    free(line);
    fclose(in);
    ner_close(ner);
    syntax_close(syntax);
    return 0;
}
