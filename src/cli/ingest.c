/* demarche ingest: reports in, into a store.

     Source ──► pool: read, known already?, code ──► in order: ledger_add ──► batches, one writer          */
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/pool.h"
#include "cli/ask.h"
#include "cli/batch.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "code/version.h"
#include "store/ledger.h"

const char ingest_text[] =
    "Codes the reports as \"demarche code\" does, and keeps reports and events in the store, which is made if need "
    "be.\n"
    "A report that the store has already is skipped without being coded: run the same command again after an\n"
    "interruption, or daily on a growing folder.  What was committed stays, also after kill -9 or a full disk.\n"
    "\n"
    "Near-copies of a report (another headline, cut, corrected) are kept as copies of the first; the same event told\n"
    "by several reports becomes one act, which counts the reports and publishers that tell it.\n"
    "\n"
    "Examples: --db news.db reports/;  --db news.db 2024-*.jsonl.zst;  zcat dump.gz | demarche ingest --db news.db -";

const struct poptOption ingest_options[] = {
    ASK_DB_OPTION,
    {"jobs", 'j', POPT_ARG_STRING, NULL, 'j', "threads to code with (default: one for each processor)", "N"},
    {"batch", 'b', POPT_ARG_STRING, NULL, 'b', "commit after so many reports, or five seconds (default: 4096)", "N"},
    {"quiet", 'q', POPT_ARG_NONE, NULL, 'q', "no progress bar and no summary", NULL},
    MODEL_OPTION,
    {"lexicon", 0, POPT_ARG_STRING, NULL, 'x', "use this event lexicon (it may add to the built-in one)", "FILE"},
    POPT_TABLEEND};

/* `unread` changes in the thread that reads, the rest in the one that writes. */
typedef struct Run {
    Coder *coder;
    Ledger *ledger;
    Store **readers; /* one for a worker */
    Source *source;
    Progress progress;
    uint64_t unread, failed;
    bool broken; /* the store cannot be written */
    bool quiet;
    long batch;
    Err err;
} Run;

typedef struct Item {
    Arena arena, scratch; /* of the document */
    Record record;
    Doc doc;
    unsigned char hash[SHA256_BYTES];
    uint64_t done, total; /* of the input when it was read */
    bool failed, known;
    Err err;
} Item;

static volatile sig_atomic_t interrupted;

static void interrupt(int number) {
    interrupted = number;
}

static void complain(void *context, const char *message) {
    Run *run = context;
    run->unread++;
    progress_clear(&run->progress);
    say("%s", message);
}

static bool give(void *context, void *place) {
    Run *run = context;
    Item *item = place;
    arena_reset(&item->arena);
    arena_reset(&item->scratch);
    bool more = source_next(run->source, &item->arena, &item->record);
    source_progress(run->source, &item->done, &item->total);
    return more;
}

static void work(void *context, unsigned worker, void *place) {
    Run *run = context;
    Item *item = place;
    doc_init(&item->doc, &item->arena, &item->scratch);
    item->known = false;
    item->failed = !report_read(&item->record, &item->doc, &item->err);
    if (!item->failed) {
        report_hash(&item->doc, item->hash);
        item->failed = !ledger_known(run->readers[worker], item->hash, &item->known, &item->err);
    }
    if (!item->failed && !item->known) {
        item->failed = !coder_run(run->coder, &item->doc, STAGE_EVENTS, &item->err);
    }
}

static bool take(void *context, void *place) {
    Run *run = context;
    Item *item = place;
    bool added;
    if (item->failed) {
        run->failed++;
        ledger_failed(run->ledger);
        progress_clear(&run->progress);
        say("%s", item->err.text);
    } else if (item->known) {
        ledger_skipped(run->ledger);
    } else if (!ledger_add(run->ledger, &item->doc, item->hash, &added, &run->err)) {
        run->broken = true;
        return false;
    }
    LedgerCounts c = ledger_counts(run->ledger);
    progress_show(&run->progress, item->done, item->total, c.added + c.known, run->failed + run->unread, "reports");
    return true;
}

static void release(void *context, void *place) {
    (void)context;
    arena_release(&((Item *)place)->arena);
    arena_release(&((Item *)place)->scratch);
}

/* Reading beside the writer costs it nothing (WAL). */
static bool open_readers(Run *run, const char *db, unsigned jobs, Err *err) {
    run->readers = calloc(jobs, sizeof(Store *));
    if (run->readers == NULL) {
        return err_set(err, "out of memory for %u jobs", jobs);
    }
    for (unsigned i = 0; i < jobs; i++) {
        run->readers[i] = store_open(db, STORE_READ, err);
        if (run->readers[i] == NULL) {
            return false;
        }
    }
    return true;
}

static void close_readers(Run *run, unsigned jobs) {
    for (unsigned i = 0; i < jobs && run->readers != NULL; i++) {
        store_close(run->readers[i]);
    }
    free(run->readers);
}

static void summary(const Run *run, LedgerCounts c) {
    Arena a = {0};
    say("%s added (%llu of them copies) with %s, %llu known already, %llu failed",
        counted(&a, (int64_t)c.added, "report"), (unsigned long long)c.copies, counted(&a, (int64_t)c.events, "event"),
        (unsigned long long)c.known, (unsigned long long)(run->failed + run->unread));
    arena_release(&a);
}

static int feed(Run *run, const char *db, poptContext arguments, unsigned jobs) {
    static const char *const standard_input[] = {"-"};
    const char *const *inputs = (const char *const *)poptGetArgs(arguments);
    size_t n = 0;
    while (inputs != NULL && inputs[n] != NULL) {
        n++;
    }
    struct sigaction act = {.sa_handler = interrupt}; /* no SA_RESTART: a waiting read ends */
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    if (!open_readers(run, db, jobs, &run->err)) {
        run->broken = true;
    } else {
        run->source = source_open(n > 0 ? inputs : standard_input, n > 0 ? n : 1, complain, run, &interrupted);
        PoolTask task = {
            .context = run, .item_size = sizeof(Item), .give = give, .work = work, .take = take, .release = release};
        pool_run(&task, jobs);
        source_close(run->source);
    }
    close_readers(run, jobs);
    if (!run->broken && !ledger_commit(run->ledger, &run->err)) {
        run->broken = true;
    }
    LedgerCounts counts = ledger_counts(run->ledger);
    Err closing;
    if (!ledger_close(run->ledger, &closing) && !run->broken) {
        run->broken = true;
        run->err = closing;
    }
    progress_clear(&run->progress);
    if (run->broken) {
        say("%s", run->err.text);
    }
    if (!run->quiet) {
        summary(run, counts);
    }
    return run->broken ? EXIT_OUTPUT : run->failed + run->unread > 0 ? EXIT_SOME_FAILED : EXIT_DONE;
}

/* Reports of another coder stay as that one saw them: say so, once. */
static void mention_other_coder(Store *store, Str version) {
    StoreSize size;
    Err err;
    if (store_size(store, &size, &err) && size.reports > 0 && !str_is(version, size.coder)) {
        say("the store was coded by %s, this is %.*s: `demarche rebuild` would code the older reports anew", size.coder,
            (int)version.n, version.at);
    }
}

static int run_with(Ask *ask, Run *run, const CoderOptions *options, poptContext arguments, unsigned jobs) {
    Str version;
    int status;
    if (!ask_open(ask, STORE_CREATE, &status)) {
        return status;
    }
    run->coder = coder_open(options, &run->err);
    if (run->coder == NULL || !coder_version(options, &ask->arena, &version, &run->err)) {
        coder_close(run->coder);
        say("%s", run->err.text);
        return EXIT_SOME_FAILED;
    }
    if (!run->quiet) {
        mention_other_coder(ask->store, version);
    }
    run->ledger = ledger_open(ask->store, version, "ingest", &run->err);
    if (run->ledger == NULL) {
        say("%s", run->err.text);
        status = EXIT_OUTPUT;
    } else {
        ledger_batch(run->ledger, (uint32_t)run->batch);
        progress_begin(&run->progress, run->quiet);
        status = feed(run, ask->db, arguments, jobs);
    }
    coder_close(run->coder);
    return status;
}

int ingest_run(poptContext arguments) {
    Ask ask;
    Run run = {.batch = 4096};
    CoderOptions options = {0};
    unsigned jobs = pool_processors();
    const char *value;
    int option, status = EXIT_DONE;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        switch (option) {
        case 'j': status = batch_jobs(value, &jobs) ? EXIT_DONE : EXIT_USAGE; break;
        case 'b': status = ask_number("--batch", value, 1, &run.batch) ? EXIT_DONE : EXIT_USAGE; break;
        case 'q': run.quiet = true; break;
        case 'm': options.model = value; break;
        case 'x': options.lexicon = value; break;
        default: status = EXIT_USAGE;
        }
    }
    if (status == EXIT_DONE) {
        status = run_with(&ask, &run, &options, arguments, jobs);
    }
    status = ask_end(&ask, status);
    if (interrupted) { /* everything in hand is committed: end as the signal would have */
        signal((int)interrupted, SIG_DFL);
        raise((int)interrupted);
    }
    return status;
}
