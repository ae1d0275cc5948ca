#include "code/pipeline.h"

#include <stdlib.h>

#include "code/time.h"

struct Coder {
    CoderOptions options;
    Arena arena; /* lexicons */
    const TimeLexicon *times;
};

Coder *coder_open(const CoderOptions *options, Err *err) {
    Coder *coder = calloc(1, sizeof *coder);
    if (coder == NULL) {
        err_set(err, "out of memory while the coder was opened");
        return NULL;
    }
    coder->options = *options;
    coder->times = time_open(&coder->arena, (Str){0}, err);
    if (coder->times == NULL) {
        coder_close(coder);
        return NULL;
    }
    return coder;
}

void coder_close(Coder *coder) {
    if (coder != NULL) {
        arena_release(&coder->arena);
        free(coder);
    }
}

/* The whole way of a report, one line a stage. */
bool coder_run(const Coder *coder, Doc *doc, Stage last, Err *err) {
    if (doc->text.n > DOC_MAX_BYTES) {
        return err_set(err, "\"%.*s\": the text has more than %d bytes", (int)doc->id.n, doc->id.at, DOC_MAX_BYTES);
    }
    if (last >= STAGE_ACTORS) {
        time_find(coder->times, doc);
    }
    return true;
}
