/* demarche explain: why an event was coded: the tree of its sentence, the rule, the evidence of each field. */
#include "out/explain.h"
#include "cli/batch.h"
#include "cli/terminal.h"
#include "code/pipeline.h"

const char explain_text[] =
    "For each sentence that tells an event or quotes somebody: its tree, who the words denote, times and places, who "
    "is\n"
    "quoted, and for each event the rule that found it and the words that prove each field.  With --all, every "
    "sentence.";

const struct poptOption explain_options[] = {
    {"all", 'a', POPT_ARG_NONE, NULL, 'a', "every sentence, also those without an event", NULL},
    MODEL_OPTION,
    {"lexicon", 0, POPT_ARG_STRING, NULL, 'x', "use this event lexicon (it may add to the built-in one)", "FILE"},
    {"registry", 0, POPT_ARG_STRING, NULL, 'r',
     "a folder with sectors.txt and actors/ instead of the built-in registry", "FOLDER"},
    {"lenient", 0, POPT_ARG_NONE, NULL, 'l', "leave out broken lines of that folder", NULL},
    POPT_TABLEEND};

typedef struct Job {
    const Coder *coder;
    Look look;
    bool all;
} Job;

static bool report(const void *context, const Record *record, Doc *doc, StrBuf *out, Err *err) {
    const Job *job = context;
    if (!report_read(record, doc, err) || !coder_run(job->coder, doc, STAGE_EVENTS, err)) {
        return false;
    }
    explain_document(doc, &job->look, job->all, out);
    return true;
}

int explain_run(poptContext arguments) {
    Arena arena = {0};
    Err err;
    Job job = {.look = terminal_look()};
    CoderOptions options = {0};
    const char *value;
    int option, status = EXIT_DONE;
    while (status == EXIT_DONE && (option = next_option(arguments, &arena, &value)) != 0) {
        switch (option) {
        case 'a': job.all = true; break;
        case 'm': options.model = value; break;
        case 'x': options.lexicon = value; break;
        case 'r': options.registry = value; break;
        case 'l': options.lenient = true; break;
        default: status = EXIT_USAGE;
        }
    }
    Coder *coder = status == EXIT_DONE ? coder_open(&options, &err) : NULL;
    if (coder != NULL) {
        job.coder = coder;
        status = batch_run(&(Batch){.context = &job, .report = report}, arguments);
        coder_close(coder);
    } else if (status == EXIT_DONE) {
        say("%s", err.text);
        status = EXIT_SOME_FAILED;
    }
    arena_release(&arena);
    return status;
}
