#ifndef UNIT_CASES_H
#define UNIT_CASES_H

/* What the runners of case files share: reading a file, running the pipeline over one text, and holding the share of
   cases that pass against its floor in tests/floors.txt. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "code/pipeline.h"

typedef struct Cases {
    Coder *coder;
    Arena arena;   /* the case file and what was parsed from it */
    Arena text;    /* one document */
    Arena scratch; /* one stage */
    bool show;     /* name the cases that do not pass */
} Cases;

static inline int cases_setup(void **state) {
    Cases *c = calloc(1, sizeof *c);
    Err err = {{0}};
    assert_non_null(c);
    c->coder = coder_open(&(CoderOptions){0}, &err);
    if (c->coder == NULL) {
        fail_msg("%s", err.text);
    }
    c->show = getenv("CASES_SHOW") != NULL;
    arena_init(&c->arena);
    arena_init(&c->text);
    arena_init(&c->scratch);
    *state = c;
    return 0;
}

static inline int cases_teardown(void **state) {
    Cases *c = *state;
    coder_close(c->coder);
    arena_release(&c->arena);
    arena_release(&c->text);
    arena_release(&c->scratch);
    free(c);
    return 0;
}

/* The acceptance report, in the workshop alone; a test that needs it is skipped elsewhere. */
#define ACCEPTANCE "../shared/corpora/acceptance/report-2023-06-12.txt"

static inline void cases_need_acceptance(void) {
    if (access(SOURCE_DIR "/" ACCEPTANCE, R_OK) != 0) {
        print_message("skipped: the acceptance report is not there\n");
        skip();
    }
}

/* The whole of a file below the source tree. */
static inline Str cases_read(Cases *c, const char *path) {
    FILE *f = fopen(arena_printf(&c->arena, "%s/%s", SOURCE_DIR, path), "rb");
    if (f == NULL) {
        fail_msg("\"%s\" cannot be opened", path);
    }
    StrBuf buf;
    buf_init(&buf, &c->arena);
    char chunk[1 << 14];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, f)) > 0;) {
        buf_add(&buf, chunk, n);
    }
    fclose(f);
    return buf_take(&buf);
}

/* Runs the pipeline over a text of the date 2025-06-15; the document lives until the next call. */
static inline void cases_run(Cases *c, Doc *doc, Str text, Stage last) {
    Err err = {{0}};
    char what[256] = "";
    arena_reset(&c->text);
    arena_reset(&c->scratch);
    doc_init(doc, &c->text, &c->scratch);
    doc->id = STR("case");
    doc->date = STR("2025-06-15");
    doc->day = date_parse(doc->date);
    doc->text = str_dup(&c->text, text);
    if (!coder_run(c->coder, doc, last, &err)) {
        fail_msg("%s", err.text);
    }
    if (!doc_check(doc, what)) {
        fail_msg("\"%.*s\": %s", (int)text.n, text.at, what);
    }
}

/* A field of tests/floors.txt; a suite without a floor fails. */
static inline double cases_floor(Cases *c, const char *suite) {
    Str rest = cases_read(c, "tests/floors.txt"), line;
    while (str_split(&rest, '\n', &line)) {
        char name[64];
        double floor;
        if (sscanf(arena_printf(&c->arena, "%.*s", (int)line.n, line.at), "%63s %lf", name, &floor) == 2 &&
            strcmp(name, suite) == 0) {
            return floor;
        }
    }
    fail_msg("tests/floors.txt has no line \"%s\"", suite);
    return 0;
}

static inline void cases_result(Cases *c, const char *suite, unsigned passed, unsigned all) {
    double share = all > 0 ? 100.0 * passed / all : 100, floor = cases_floor(c, suite);
    printf("%-20s %4u of %4u  %5.1f %%  (floor %.1f)\n", suite, passed, all, share, floor);
    if (share < floor) {
        fail_msg("%s: %.1f %% of the cases pass, the floor is %.1f", suite, share, floor);
    }
}

#endif
