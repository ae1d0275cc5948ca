#include "cli/batch.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/pool.h"

enum { MOST_JOBS = 1024 };

/* What the threads share.  `unread` changes in the thread that reads, the other flags in the one that writes. */
typedef struct Run {
    const Batch *batch;
    Source *source;
    Arena *documents, *scratches; /* one of each for a worker */
    bool unread;                  /* some input could not be read */
    bool failed;                  /* some report could not be coded */
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
    item->failed = !run->batch->report(run->batch->context, &item->record, &doc, &item->out, &item->err);
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

static void catch_signals(void) {
    struct sigaction act = {.sa_handler = interrupt}; /* no SA_RESTART: a waiting read ends */
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
}

static void run_pool(Run *run, unsigned jobs) {
    run->documents = calloc(jobs, sizeof(Arena));
    run->scratches = calloc(jobs, sizeof(Arena));
    if (run->documents == NULL || run->scratches == NULL) {
        abort();
    }
    PoolTask task = {
        .context = run, .item_size = sizeof(Item), .give = give, .work = work, .take = take, .release = release};
    pool_run(&task, jobs);
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

int batch_run(const Batch *batch, poptContext arguments) {
    static const char *const standard_input[] = {"-"};
    const char *const *inputs = (const char *const *)poptGetArgs(arguments);
    size_t n = 0;
    while (inputs != NULL && inputs[n] != NULL) {
        n++;
    }
    Run run = {.batch = batch};
    catch_signals();
    run.source = source_open(n > 0 ? inputs : standard_input, n > 0 ? n : 1, complain, &run, &interrupted);
    if (batch->header == NULL || put(&run, batch->header, strlen(batch->header))) {
        run_pool(&run, batch->jobs > 0 ? batch->jobs : pool_processors());
    }
    source_close(run.source);
    return status_of(&run);
}

bool batch_jobs(const char *value, unsigned *jobs) {
    char *end;
    long n = strtol(value, &end, 10);
    if (end == value || *end != '\0' || n < 1 || n > MOST_JOBS) {
        usage_error("--jobs takes a number from 1 to %d, not \"%s\"", MOST_JOBS, value);
        return false;
    }
    *jobs = (unsigned)n;
    return true;
}
