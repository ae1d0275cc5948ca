#ifndef TRAIN_DOCUMENTS_H
#define TRAIN_DOCUMENTS_H

/* What the dumpers of event features share: each document of standard input (JSON Lines: id, text), coded as far as its
   attributions. */

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "code/pipeline.h"

typedef void (*EachDocument)(const Coder *coder, Doc *doc, Arena *scratch);

/* The exit status of the program. */
static inline int each_document(const char *program, EachDocument each) {
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
                each(coder, &doc, &scratch);
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
