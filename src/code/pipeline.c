#include "code/pipeline.h"

#include <stdlib.h>

struct Coder {
    CoderOptions options;
};

Coder *coder_open(const CoderOptions *options, Err *err) {
    Coder *coder = calloc(1, sizeof *coder);
    if (coder == NULL) {
        err_set(err, "out of memory while the coder was opened");
        return NULL;
    }
    coder->options = *options;
    return coder;
}

void coder_close(Coder *coder) {
    free(coder);
}

/* The whole way of a report, one line a stage. */
bool coder_run(const Coder *coder, Doc *doc, Stage last, Err *err) {
    (void)coder;
    (void)last;
    if (doc->text.n > DOC_MAX_BYTES) {
        return err_set(err, "\"%.*s\": the text has more than %d bytes", (int)doc->id.n, doc->id.at, DOC_MAX_BYTES);
    }
    return true;
}
