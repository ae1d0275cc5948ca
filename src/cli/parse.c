/* demarche parse: sentences, words, tags, lemmas and trees, as CoNLL-U. */
#include "cli/batch.h"
#include "syntax/conllu.h"
#include "text/sentence.h"

const char parse_text[] = "Writes CoNLL-U: sentences, words, tags, features, lemmas and dependency trees (Universal "
                          "Dependencies, version 2); the ninth column has the enhanced ones: conjuncts, subjects of "
                          "infinitives, relative clauses.\n"
                          "A .conllu input keeps its sentences and words; of other reports the body is cut into them.";

const struct poptOption parse_options[] = {
    {"jobs", 'j', POPT_ARG_STRING, NULL, 'j', "threads to work with (default: one for each processor)", "N"},
    MODEL_OPTION,
    {"tokens", 't', POPT_ARG_NONE, NULL, 't', "stop after sentences and words: no tags, no trees", NULL},
    {"gaps", 0, POPT_ARG_NONE, NULL, 'g', "write what the trainer of the sentence splitter reads", NULL},
    POPT_TABLEEND};

typedef struct Job {
    const Syntax *syntax;
    bool tokens_only, gaps;
} Job;

static bool read_record(const Record *record, Doc *doc, Err *err) {
    if (record->form != FORM_CONLLU) {
        return report_read(record, doc, err) && text_split(doc, err);
    }
    doc->id = str_dup(doc->arena, record->name);
    return conllu_read(record->bytes, doc, err) || err_prefix(err, "\"%.*s\"", (int)record->file.n, record->file.at);
}

static bool report(const void *context, const Record *record, Doc *doc, StrBuf *out, Err *err) {
    const Job *job = context;
    if (!read_record(record, doc, err) || !(job->tokens_only || syntax_parse(job->syntax, doc, err))) {
        return false;
    }
    if (job->gaps) {
        buf_str(out, STR("# newdoc\n"));
        sentence_gaps(doc, out);
    } else {
        conllu_write(job->syntax, doc, out);
    }
    return true;
}

int parse_run(poptContext arguments) {
    Arena arena = {0};
    Err err;
    Job job = {0};
    unsigned jobs = 0;
    const char *value, *model = NULL;
    int option, status = EXIT_DONE;
    while (status == EXIT_DONE && (option = next_option(arguments, &arena, &value)) != 0) {
        switch (option) {
        case 'j': status = batch_jobs(value, &jobs) ? EXIT_DONE : EXIT_USAGE; break;
        case 'm': model = value; break;
        case 't': job.tokens_only = true; break;
        case 'g': job.gaps = job.tokens_only = true; break;
        default: status = EXIT_USAGE;
        }
    }
    Syntax *syntax = status == EXIT_DONE ? syntax_open(model, &err) : NULL;
    if (syntax != NULL) {
        job.syntax = syntax;
        status = batch_run(&(Batch){.context = &job, .report = report, .jobs = jobs}, arguments);
        syntax_close(syntax);
    } else if (status == EXIT_DONE) {
        say("%s", err.text);
        status = EXIT_SOME_FAILED;
    }
    arena_release(&arena);
    return status;
}
