/* demarche parse: sentences, words, tags, lemmas and trees, as CoNLL-U. */
#include "cli/command.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/pool.h"
#include "syntax/conllu.h"
#include "text/reader.h"
#include "text/sentence.h"

const char parse_text[] = "Writes CoNLL-U: sentences, words, tags, features, lemmas and dependency trees (Universal "
                          "Dependencies, version 2).\n"
                          "A .conllu input keeps its sentences and words; of other reports the body is cut into them.";

const struct poptOption parse_options[] = {
    {"jobs", 'j', POPT_ARG_STRING, NULL, 'j', "threads to work with (default: one for each processor)", "N"},
    {"model", 0, POPT_ARG_STRING, NULL, 'm', "use this syntax model instead of the built-in one", "FILE"},
    {"tokens", 't', POPT_ARG_NONE, NULL, 't', "stop after sentences and words: no tags, no trees", NULL},
    POPT_TABLEEND};

typedef struct Run {
    const Syntax *syntax;
    Source *source;
    Arena *documents, *scratches; /* one of each for a worker */
    bool tokens_only, unread, failed, broken;
    int why; /* errno of a failed write */
} Run;

typedef struct Item {
    Arena arena;
    Record record;
    StrBuf out;
    bool failed;
    Err err;
} Item;

static void complain(void *context, const char *message) {
    ((Run *)context)->unread = true;
    say("%s", message);
}

static bool give(void *context, void *place) {
    Item *item = place;
    arena_reset(&item->arena);
    return source_next(((Run *)context)->source, &item->arena, &item->record);
}

static bool parse_record(const Run *run, const Record *record, Doc *doc, Err *err) {
    if (record->form == FORM_CONLLU) {
        doc->id = str_dup(doc->arena, record->name);
        if (!conllu_read(record->bytes, doc, err)) {
            return err_prefix(err, "\"%.*s\"", (int)record->file.n, record->file.at);
        }
    } else if (!report_read(record, doc, err) || !text_split(doc, err)) {
        return false;
    }
    return run->tokens_only || syntax_parse(run->syntax, doc, err);
}

static void work(void *context, unsigned worker, void *place) {
    Run *run = context;
    Item *item = place;
    Doc doc;
    doc_init(&doc, &run->documents[worker], &run->scratches[worker]);
    buf_init(&item->out, &item->arena);
    item->failed = !parse_record(run, &item->record, &doc, &item->err);
    if (!item->failed) {
        conllu_write(run->syntax, &doc, &item->out);
    }
    arena_reset(&run->documents[worker]);
    arena_reset(&run->scratches[worker]);
}

static bool take(void *context, void *place) {
    Run *run = context;
    Item *item = place;
    if (item->failed) {
        run->failed = true;
        say("%s", item->err.text);
        return true;
    }
    for (size_t done = 0; done < item->out.n && !run->broken;) {
        ssize_t n = write(STDOUT_FILENO, item->out.at + done, item->out.n - done);
        if (n < 0 && errno != EINTR) {
            run->broken = true;
            run->why = errno;
        }
        done += n > 0 ? (size_t)n : 0;
    }
    return !run->broken;
}

static void release(void *context, void *place) {
    (void)context;
    arena_release(&((Item *)place)->arena);
}

static void run_pool(Run *run, unsigned jobs) {
    PoolTask task = {
        .context = run, .item_size = sizeof(Item), .give = give, .work = work, .take = take, .release = release};
    run->documents = calloc(jobs, sizeof(Arena));
    run->scratches = calloc(jobs, sizeof(Arena));
    if (run->documents == NULL || run->scratches == NULL) {
        abort();
    }
    pool_run(&task, jobs);
    for (unsigned i = 0; i < jobs; i++) {
        arena_release(&run->documents[i]);
        arena_release(&run->scratches[i]);
    }
    free(run->documents);
    free(run->scratches);
}

static int parse_inputs(Run *run, poptContext arguments, const char *model, unsigned jobs) {
    static const char *const standard_input[] = {"-"};
    const char *const *inputs = (const char *const *)poptGetArgs(arguments);
    size_t n = 0;
    while (inputs != NULL && inputs[n] != NULL) {
        n++;
    }
    Err err;
    Syntax *syntax = syntax_open(model, &err);
    if (syntax == NULL) {
        say("%s", err.text);
        return EXIT_SOME_FAILED;
    }
    run->syntax = syntax;
    run->source = source_open(n > 0 ? inputs : standard_input, n > 0 ? n : 1, complain, run, NULL);
    run_pool(run, jobs);
    source_close(run->source);
    syntax_close(syntax);
    if (run->broken && run->why != EPIPE) {
        say("the output cannot be written: %s", strerror(run->why));
        return EXIT_OUTPUT;
    }
    return run->unread || run->failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

int parse_run(poptContext arguments) {
    Arena arena = {0};
    Run run = {0};
    unsigned jobs = pool_processors();
    const char *value, *model = NULL;
    int option, status = EXIT_DONE;
    while (status == EXIT_DONE && (option = next_option(arguments, &arena, &value)) != 0) {
        switch (option) {
        case 'j': jobs = (unsigned)atoi(value); break;
        case 'm': model = value; break;
        case 't': run.tokens_only = true; break;
        default: status = EXIT_USAGE;
        }
        if (jobs < 1 || jobs > 1024) {
            status = usage_error("--jobs takes a number from 1 to 1024, not \"%s\"", value);
        }
    }
    if (status == EXIT_DONE) {
        status = parse_inputs(&run, arguments, model, jobs);
    }
    arena_release(&arena);
    return status;
}
