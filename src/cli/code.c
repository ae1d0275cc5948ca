/* demarche code: reports in, what was found out. */
#include "cli/command.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/pool.h"
#include "code/pipeline.h"
#include "out/writer.h"
#include "text/reader.h"

#define STAGES(X)                                                                                                      \
    X(text, STAGE_TEXT)                                                                                                \
    X(syntax, STAGE_SYNTAX) X(actors, STAGE_ACTORS) X(attributions, STAGE_ATTRIBUTIONS) X(events, STAGE_EVENTS)

const char code_text[] =
    "Each INPUT is a file, a folder (all reports in it and below) or \"-\" for standard input, which is also read "
    "where\n"
    "none is given.  Plain text (.txt), JSON Lines (.jsonl, .ndjson, .json) and CSV (.csv with a column \"text\") are\n"
    "read, packed with gzip or zstd too.  A broken input is named on standard error, and the rest is done.";

const struct poptOption code_options[] = {
    {"format", 'f', POPT_ARG_STRING, NULL, 'f', "write table, doc, plover, csv or cameo", "FORMAT"},
    {"jobs", 'j', POPT_ARG_STRING, NULL, 'j', "threads to work with (default: one for each processor)", "N"},
    {"stage", 's', POPT_ARG_STRING, NULL, 's',
     "stop after a stage: text, syntax, actors, attributions or events (default)", "STAGE"},
    {"model", 0, POPT_ARG_STRING, NULL, 'm', "use this syntax model instead of the built-in one", "FILE"},
    POPT_TABLEEND};

/* What the threads share; only `failed` and `broken` change, each in one thread (see pool.h). */
typedef struct Run {
    const Coder *coder;
    const Format *format;
    Look look;
    Stage stage;
    Source *source;
    Arena *documents, *scratches; /* one of each for a worker */
    bool unread;                  /* some input could not be read */
    bool failed;                  /* some document could not be coded */
    bool broken;                  /* the output cannot be written */
    int why;                      /* errno of that */
} Run;

/* A report on its way through the pool. */
typedef struct Item {
    Arena arena;
    Record record;
    StrBuf out;
    bool failed;
    Err err;
} Item;

static volatile sig_atomic_t interrupted;

static void interrupt(int number) {
    interrupted = number;
}

static void complain(void *context, const char *message) {
    Run *run = context;
    run->unread = true;
    say("%s", message);
}

static bool give(void *context, void *place) {
    Run *run = context;
    Item *item = place;
    arena_reset(&item->arena);
    return source_next(run->source, &item->arena, &item->record);
}

static void work(void *context, unsigned worker, void *place) {
    Run *run = context;
    Item *item = place;
    Arena *document = &run->documents[worker], *scratch = &run->scratches[worker];
    Doc doc;
    doc_init(&doc, document, scratch);
    buf_init(&item->out, &item->arena);
    item->failed =
        !report_read(&item->record, &doc, &item->err) || !coder_run(run->coder, &doc, run->stage, &item->err);
    if (!item->failed) {
        out_document(run->format, &doc, &run->look, &item->out);
    }
    arena_reset(document);
    arena_reset(scratch);
}

static bool put(Run *run, const char *bytes, size_t n) {
    while (n > 0 && !run->broken) {
        ssize_t done = write(STDOUT_FILENO, bytes, n);
        if (done < 0 && errno != EINTR) {
            run->broken = true;
            run->why = errno;
        }
        bytes += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return !run->broken;
}

static bool take(void *context, void *place) {
    Run *run = context;
    Item *item = place;
    if (item->failed) {
        run->failed = true;
        say("%s", item->err.text);
        return true;
    }
    return put(run, item->out.at, item->out.n);
}

static void release(void *context, void *place) {
    (void)context;
    arena_release(&((Item *)place)->arena);
}

static Look look_of_terminal(void) {
    Look look = {0};
    const char *plain = getenv("NO_COLOR"), *term = getenv("TERM"), *columns = getenv("COLUMNS");
    struct winsize size;
    if (isatty(STDOUT_FILENO)) {
        look.colour = (plain == NULL || *plain == '\0') && !(term != NULL && strcmp(term, "dumb") == 0);
        look.width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
    }
    if (columns != NULL && atoi(columns) > 0) {
        look.width = atoi(columns);
    }
    return look;
}

static bool parse_stage(const char *name, Stage *stage) {
#define STAGE_ENTRY(text, value) {#text, value},
    static const struct {
        const char *name;
        Stage stage;
    } stages[] = {STAGES(STAGE_ENTRY)};
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        if (strcmp(name, stages[i].name) == 0) {
            *stage = stages[i].stage;
            return true;
        }
    }
    return false;
}

static void run_pool(Run *run, unsigned jobs) {
    struct sigaction act = {.sa_handler = interrupt}; /* no SA_RESTART: a waiting read ends */
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    run->documents = calloc(jobs, sizeof(Arena));
    run->scratches = calloc(jobs, sizeof(Arena));
    if (run->documents == NULL || run->scratches == NULL) {
        abort();
    }
    if (run->format->header == NULL || put(run, run->format->header, strlen(run->format->header))) {
        PoolTask task = {
            .context = run, .item_size = sizeof(Item), .give = give, .work = work, .take = take, .release = release};
        pool_run(&task, jobs);
    }
    for (unsigned i = 0; i < jobs; i++) {
        arena_release(&run->documents[i]);
        arena_release(&run->scratches[i]);
    }
    free(run->documents);
    free(run->scratches);
}

/* A closed pipe ends quietly; an interrupt ends as the signal would have. */
static int status_of(const Run *run) {
    if (run->broken && run->why != EPIPE) {
        say("the output cannot be written: %s", strerror(run->why));
        return EXIT_OUTPUT;
    }
    if (interrupted) {
        signal((int)interrupted, SIG_DFL);
        raise((int)interrupted);
    }
    return run->unread || run->failed ? EXIT_SOME_FAILED : EXIT_DONE;
}

int code_run(poptContext arguments) {
    static const char *const standard_input[] = {"-"};
    Arena arena = {0};
    Run run = {.format = out_format(isatty(STDOUT_FILENO) ? STR("table") : STR("doc")),
               .stage = STAGE_EVENTS,
               .look = look_of_terminal()};
    CoderOptions options = {0};
    unsigned jobs = pool_processors();
    const char *value;
    int option, status = EXIT_DONE;
    while (status == EXIT_DONE && (option = next_option(arguments, &arena, &value)) != 0) {
        switch (option) {
        case 'f': run.format = out_format(str_of(value)); break;
        case 'j': jobs = (unsigned)atoi(value); break;
        case 'm': options.model = value; break;
        case 's':
            status = parse_stage(value, &run.stage) ? EXIT_DONE : usage_error("there is no stage \"%s\"", value);
            break;
        default: status = EXIT_USAGE;
        }
        if (run.format == NULL) {
            status = usage_error("there is no format \"%s\"", value);
        } else if (jobs < 1 || jobs > 1024) {
            status = usage_error("--jobs takes a number from 1 to 1024, not \"%s\"", value);
        }
    }
    if (status == EXIT_DONE) {
        const char *const *inputs = (const char *const *)poptGetArgs(arguments);
        size_t n = 0;
        while (inputs != NULL && inputs[n] != NULL) {
            n++;
        }
        Err err;
        Coder *coder = coder_open(&options, &err);
        run.coder = coder;
        if (coder == NULL) {
            say("%s", err.text);
            status = EXIT_SOME_FAILED;
        } else {
            run.source = source_open(n > 0 ? inputs : standard_input, n > 0 ? n : 1, complain, &run, &interrupted);
            run_pool(&run, jobs);
            source_close(run.source);
            coder_close(coder);
            status = status_of(&run);
        }
    }
    arena_release(&arena);
    return status;
}
