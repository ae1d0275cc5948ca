/* usage: attribution_speed REPORTS.jsonl [TIMES]

   How fast the stage of attributions is by itself: processor time of its one function on one thread, over all reports
   TIMES (3) times; the fastest time counts.  Words as in ./x bench: what white space parts. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "code/attribution.h"
#include "code/pipeline.h"

static void fail(const char *why) {
    fprintf(stderr, "attribution_speed: %s\n", why);
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t words_in(Str text) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < text.n; i++) {
        n += text.at[i] > ' ' && (i == 0 || text.at[i - 1] <= ' ');
    }
    return n;
}

typedef struct Totals {
    uint64_t words;
    double stage, before; /* seconds of this stage, and of all that come before it */
} Totals;

static void run(const Coder *coder, const Attributor *attributor, Str text, Arena *arena, Arena *scratch,
                Totals *totals) {
    Doc doc;
    Err err = {{0}};
    arena_reset(arena);
    arena_reset(scratch);
    doc_init(&doc, arena, scratch);
    doc.id = STR("report");
    doc.text = text;
    double start = now();
    if (!coder_run(coder, &doc, STAGE_ACTORS, &err)) {
        fail(err.text);
    }
    double then = now();
    attribution_find(attributor, &doc);
    totals->words += words_in(text);
    totals->before += then - start;
    totals->stage += now() - then;
}

static Totals run_file(const Coder *coder, const Attributor *attributor, FILE *in) {
    Totals totals = {0};
    Arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    char *line = NULL;
    size_t cap = 0;
    rewind(in);
    while (getline(&line, &cap, in) > 0) {
        json_t *report = json_loads(line, 0, NULL);
        const char *text = json_string_value(json_object_get(report, "text"));
        if (text == NULL) {
            fail("a line of the input has no text");
        }
        run(coder, attributor, str_of(text), &arena, &scratch, &totals);
        json_decref(report);
    }
    free(line);
    arena_release(&arena);
    arena_release(&scratch);
    return totals;
}

int main(int argc, char **argv) {
    Err err = {{0}};
    Arena arena;
    arena_init(&arena);
    FILE *in = argc == 2 || argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (in == NULL) {
        fail("usage: attribution_speed REPORTS.jsonl [TIMES]");
    }
    Coder *coder = coder_open(&(CoderOptions){0}, &err);
    const Attributor *attributor = coder != NULL ? attributor_open(&arena, NULL, &err) : NULL;
    if (attributor == NULL) {
        fail(err.text);
    }
    Totals best = {0};
    for (int i = 0, n = argc == 3 ? atoi(argv[2]) : 3; i < n; i++) {
        Totals t = run_file(coder, attributor, in);
        best = i == 0 || t.stage < best.stage ? t : best;
    }
    printf("%llu words, attributions %.0f words/s; all before %.0f words/s\n", (unsigned long long)best.words,
           (double)best.words / best.stage, (double)best.words / best.before);
    attributor_close(attributor);
    coder_close(coder);
    fclose(in);
    return 0;
}
