#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

/* What the fuzz targets share: a record goes through the whole program, every invariant is checked, every format
   written.  Only a crash, a sanitizer's finding or a broken invariant ends a target. */

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "code/pipeline.h"
#include "out/explain.h"
#include "out/writer.h"
#include "text/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline const Coder *fuzz_coder(void) {
    static Coder *coder;
    Err err;
    if (coder == NULL) {
        coder = coder_open(&(CoderOptions){0}, &err);
        if (coder == NULL) {
            fprintf(stderr, "%s\n", err.text);
            abort();
        }
    }
    return coder;
}

static inline void fuzz_checked(const Doc *doc, const char *after) {
    char what[256] = "";
    if (!doc_check(doc, what)) {
        fprintf(stderr, "after %s: %s\n", after, what);
        abort();
    }
}

static inline void fuzz_write(const Doc *doc) {
    StrBuf out;
    for (int i = 0; i < out_format_count; i++) {
        buf_init(&out, doc->arena);
        out_document(&out_formats[i], doc, &(Look){.colour = i % 2 == 0, .width = 90}, &out);
        if (utf8_valid((Str){out.at, (uint32_t)out.n}) != out.n) {
            fprintf(stderr, "format %s wrote what is not UTF-8\n", out_formats[i].name);
            abort();
        }
    }
    buf_init(&out, doc->arena);
    explain_document(doc, &(Look){0}, true, &out);
}

static inline void fuzz_record(Form form, Str bytes) {
    Arena arena = {0}, scratch = {0};
    Doc doc;
    Err err;
    doc_init(&doc, &arena, &scratch);
    Record record = {.form = form, .file = STR("fuzz"), .name = STR("fuzz"), .unit = "line", .bytes = bytes};
    if (report_read(&record, &doc, &err)) {
        if (utf8_valid(doc.text) != doc.text.n) {
            abort();
        }
        if (coder_run(fuzz_coder(), &doc, STAGE_EVENTS, &err)) {
            fuzz_checked(&doc, "the pipeline");
            fuzz_write(&doc);
        }
    }
    arena_release(&arena);
    arena_release(&scratch);
}

#endif
