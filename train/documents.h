#ifndef TRAIN_DOCUMENTS_H
#define TRAIN_DOCUMENTS_H

/* What the dumpers of event features share: each sentence of the documents of standard input (JSON Lines: id, text),
   coded as far as attributions, with what the lexicon matches in it. */

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "code/event_opinion.h"
#include "code/pipeline.h"

/* The sentence's matches are those from `first` on. */
typedef void (*EachSentence)(const Tree *tree, uint32_t sentence, uint8_t genre, Matches *matches, uint32_t first,
                             Arena *scratch);

static inline void each_in_document(const Coder *coder, const Doc *doc, EachSentence each, Arena *scratch) {
    Tree tree;
    Matches matches = {0};
    tree_build(&tree, doc, coder_lexicon(coder), scratch);
    Genres genres = genre_read(&tree, scratch);
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        uint32_t first = matches.n;
        event_match(&tree, s, scratch, &matches);
        each(&tree, s, genres.sentence[s], &matches, first, scratch);
    }
}

/* The exit status of the program. */
static inline int each_sentence(const char *program, EachSentence each) {
    CoderOptions options = {0};
    Err err;
    Coder *coder = coder_open(&options, &err);
    if (coder == NULL) {
        fprintf(stderr, "%s: %s\n", program, err.text);
        return 1;
    }
    Arena arena = {0}, scratch = {0};
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        json_t *row = json_loads(line, 0, NULL);
        const char *text = json_string_value(json_object_get(row, "text")),
                   *id = json_string_value(json_object_get(row, "id"));
        Doc doc;
        arena_reset(&arena);
        arena_reset(&scratch);
        doc_init(&doc, &arena, &scratch);
        if (text != NULL && id != NULL) {
            doc.id = str_of(id);
            doc.day = DAY_NONE;
            doc.text = str_dup(&arena, str_of(text));
            if (coder_run(coder, &doc, STAGE_ATTRIBUTIONS, &err)) {
                each_in_document(coder, &doc, each, &scratch);
            }
        }
        json_decref(row);
    }
    free(line);
    arena_release(&arena);
    arena_release(&scratch);
    coder_close(coder);
    return 0;
}

#endif
