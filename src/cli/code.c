/* demarche code: reports in, what was found out. */
#include <unistd.h>

#include "cli/batch.h"
#include "cli/terminal.h"
#include "code/pipeline.h"
#include "out/writer.h"

const char code_text[] =
    "Each INPUT is a file, a folder (all reports in it and below) or \"-\" for standard input, which is also read "
    "where\n"
    "none is given.  Plain text (.txt), JSON Lines (.jsonl, .ndjson, .json) and CSV (.csv with a column \"text\") are\n"
    "read, packed with gzip or zstd too.  A broken input is named on standard error, and the rest is done.\n"
    "\n"
    "The output keeps the order of the input, and is the same with any number of jobs.";

const struct poptOption code_options[] = {
    {"format", 'f', POPT_ARG_STRING, NULL, 'f', "write table, doc, plover, csv or cameo", "FORMAT"},
    {"jobs", 'j', POPT_ARG_STRING, NULL, 'j', "threads to work with (default: one for each processor)", "N"},
    {"stage", 's', POPT_ARG_STRING, NULL, 's',
     "stop after a stage: text, syntax, actors, attributions or events (default)", "STAGE"},
    MODEL_OPTION,
    {"lexicon", 0, POPT_ARG_STRING, NULL, 'x', "use this event lexicon (it may add to the built-in one)", "FILE"},
    {"registry", 0, POPT_ARG_STRING, NULL, 'r',
     "a folder with sectors.txt and actors/ instead of the built-in registry", "FOLDER"},
    {"lenient", 0, POPT_ARG_NONE, NULL, 'l', "leave out broken lines of that folder", NULL},
    POPT_TABLEEND};

typedef struct Job {
    const Coder *coder;
    const Format *format;
    Look look;
    Stage stage;
} Job;

static bool parse_stage(const char *name, Stage *stage) {
    static const struct {
        const char *name;
        Stage stage;
    } stages[] = {{"text", STAGE_TEXT},
                  {"syntax", STAGE_SYNTAX},
                  {"actors", STAGE_ACTORS},
                  {"attributions", STAGE_ATTRIBUTIONS},
                  {"events", STAGE_EVENTS}};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(name, stages[i].name) == 0) {
            *stage = stages[i].stage;
            return true;
        }
    }
    return false;
}

static bool report(const void *context, const Record *record, Doc *doc, StrBuf *out, Err *err) {
    const Job *job = context;
    if (!report_read(record, doc, err) || !coder_run(job->coder, doc, job->stage, err)) {
        return false;
    }
#ifndef NDEBUG /* the debug and sanitizer builds prove the invariants of every document */
    char what[256];
    if (!doc_check(doc, what)) {
        return err_set(err, "\"%.*s\": the pipeline broke an invariant: %s", (int)doc->id.n, doc->id.at, what);
    }
#endif
    out_document(job->format, doc, &job->look, out);
    return true;
}

static int read_options(poptContext arguments, Arena *arena, Job *job, CoderOptions *options, unsigned *jobs) {
    const char *value;
    int option;
    while ((option = next_option(arguments, arena, &value)) != 0) {
        switch (option) {
        case 'f':
            job->format = out_format(str_of(value));
            if (job->format == NULL) {
                return usage_error("there is no format \"%s\"", value);
            }
            break;
        case 's':
            if (!parse_stage(value, &job->stage)) {
                return usage_error("there is no stage \"%s\"", value);
            }
            break;
        case 'j':
            if (!batch_jobs(value, jobs)) {
                return EXIT_USAGE;
            }
            break;
        case 'm': options->model = value; break;
        case 'x': options->lexicon = value; break;
        case 'r': options->registry = value; break;
        case 'l': options->lenient = true; break;
        default: return EXIT_USAGE;
        }
    }
    return EXIT_DONE;
}

int code_run(poptContext arguments) {
    Arena arena = {0};
    Err err;
    Job job = {.format = out_format(isatty(STDOUT_FILENO) ? STR("table") : STR("doc")),
               .look = terminal_look(),
               .stage = STAGE_EVENTS};
    CoderOptions options = {0};
    unsigned jobs = 0;
    int status = read_options(arguments, &arena, &job, &options, &jobs);
    Coder *coder = status == EXIT_DONE ? coder_open(&options, &err) : NULL;
    if (coder != NULL) {
        job.coder = coder;
        status = batch_run(&(Batch){.context = &job, .report = report, .header = job.format->header, .jobs = jobs},
                           arguments);
        coder_close(coder);
    } else if (status == EXIT_DONE) {
        say("%s", err.text);
        status = EXIT_SOME_FAILED;
    }
    arena_release(&arena);
    return status;
}
