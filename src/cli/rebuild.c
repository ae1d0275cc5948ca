/* demarche rebuild: codes the reports of a store anew, and shows what changed. */
#include <signal.h>
#include <stdlib.h>

#include "base/pool.h"
#include "cli/ask.h"
#include "cli/batch.h"
#include "cli/progress.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "code/version.h"
#include "store/rebuild.h"
#include "store/record.h"

const char rebuild_text[] =
    "Reports are the truth of a store; entities, attributions, events, copies, acts and claims are derived.  This "
    "makes\n"
    "them anew with this program, in one transaction: until it ends everybody reads the store as it was, and a "
    "rebuild\n"
    "that is interrupted never happened.  What is different is listed: events gone, new, or with another status.\n"
    "\n"
    "Examples: --dry-run --summary;  --quiet >changes.txt.";

const struct poptOption rebuild_options[] = {
    ASK_DB_OPTION,
    {"dry-run", 'n', POPT_ARG_NONE, NULL, 'n', "show what would change, and change nothing", NULL},
    {"summary", 's', POPT_ARG_NONE, NULL, 's', "only count what changed", NULL},
    {"jobs", 'j', POPT_ARG_STRING, NULL, 'j', "threads to code with (default: one for each processor)", "N"},
    {"quiet", 'q', POPT_ARG_NONE, NULL, 'q', "no progress bar", NULL},
    MODEL_OPTION,
    {"lexicon", 0, POPT_ARG_STRING, NULL, 'x', "use this event lexicon (it may add to the built-in one)", "FILE"},
    POPT_TABLEEND};

typedef struct Run {
    Coder *coder;
    Ledger *ledger;
    Store *reader; /* of the thread that gives */
    int64_t next, last;
    Progress progress;
    bool dry, brief, quiet, broken, unread;
    Err err, reading;
} Run;

typedef struct Item {
    Arena arena, scratch;
    Doc doc;
    int64_t report;
    bool failed;
    Err err;
} Item;

static volatile sig_atomic_t interrupted;

static void interrupt(int number) {
    interrupted = number;
}

static bool give(void *context, void *place) {
    Run *run = context;
    Item *item = place;
    bool found = false;
    while (!found && run->next <= run->last && !interrupted) {
        arena_reset(&item->arena);
        arena_reset(&item->scratch);
        doc_init(&item->doc, &item->arena, &item->scratch);
        item->report = run->next++;
        if (!record_read(run->reader, item->report, &item->doc, &found, &run->reading)) {
            run->unread = true;
            return false;
        }
    }
    return found && !interrupted;
}

static void work(void *context, unsigned worker, void *place) {
    Run *run = context;
    Item *item = place;
    (void)worker;
    item->failed = !coder_run(run->coder, &item->doc, STAGE_EVENTS, &item->err);
}

/* A report that was coded once and is too much for this coder stays without events, and is named. */
static bool take(void *context, void *place) {
    Run *run = context;
    Item *item = place;
    if (item->failed) {
        progress_clear(&run->progress);
        say("%s", item->err.text);
        ledger_failed(run->ledger);
    }
    if (!ledger_derive(run->ledger, item->report, &item->doc, &run->err)) {
        run->broken = true;
        return false;
    }
    progress_show(&run->progress, (uint64_t)item->report, (uint64_t)run->last, (uint64_t)item->report, 0, "reports");
    return true;
}

static void release(void *context, void *place) {
    (void)context;
    arena_release(&((Item *)place)->arena);
    arena_release(&((Item *)place)->scratch);
}

static void party(StrBuf *out, Str names) {
    buf_str(out, names.n > 0 ? names : STR("—"));
}

static bool show(void *data, const Change *c) {
    static const char marks[] = {[CHANGE_GONE] = '-', [CHANGE_NEW] = '+', [CHANGE_STATUS] = '~'};
    Sink *sink = data;
    StrBuf *out = &sink->out;
    buf_printf(out, "%c %.*s  %.*s%s%.*s  ", marks[c->kind], (int)c->doc.n, c->doc.at, (int)c->type.n, c->type.at,
               c->mode.n > 0 ? " " : "", (int)c->mode.n, c->mode.n > 0 ? c->mode.at : "");
    party(out, c->actors);
    if (c->recipients.n > 0) {
        buf_str(out, STR(" → "));
        party(out, c->recipients);
    }
    buf_printf(out, "  \"%.*s\"  ", (int)c->quote.n, c->quote.at);
    if (c->kind == CHANGE_STATUS) {
        buf_printf(out, "%.*s → %.*s\n", (int)c->before.n, c->before.at, (int)c->after.n, c->after.at);
    } else {
        Str status = c->kind == CHANGE_NEW ? c->after : c->before;
        buf_printf(out, "%.*s\n", (int)status.n, status.at);
    }
    return sink_flush(sink);
}

static bool compare(Run *run, Store *store, Sink *sink) {
    ChangeCounts n;
    if (!rebuild_changes(store, &n, run->brief ? NULL : show, sink, &run->err)) {
        return false;
    }
    buf_printf(&sink->out, "%s before, %lld after: %lld gone, %lld new, %lld with another status, in %s%s\n",
               counted(sink->out.arena, n.before, "event"), (long long)n.after, (long long)n.gone, (long long)n.added,
               (long long)n.status, counted(sink->out.arena, n.reports, "report"),
               run->dry ? " (nothing was changed)" : "");
    return true;
}

static bool rebuild(Run *run, Store *store, unsigned jobs, Sink *sink) {
    if (!ledger_begin(run->ledger, &run->err) || !rebuild_strip(store, &run->err) ||
        !ledger_restart(run->ledger, &run->err)) {
        return false;
    }
    PoolTask task = {
        .context = run, .item_size = sizeof(Item), .give = give, .work = work, .take = take, .release = release};
    pool_run(&task, jobs);
    progress_clear(&run->progress);
    if (run->unread) {
        run->err = run->reading;
    }
    if (interrupted) {
        err_set(&run->err, "interrupted; nothing was changed");
    }
    return !run->broken && !run->unread && !interrupted && ledger_flush(run->ledger, &run->err) &&
           compare(run, store, sink);
}

static int run_with(Ask *ask, Run *run, const CoderOptions *options, unsigned jobs, Sink *sink) {
    Str version;
    StoreSize size;
    int status;
    if (!ask_open(ask, STORE_WRITE, &status)) {
        return status;
    }
    struct sigaction act = {.sa_handler = interrupt};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    run->coder = coder_open(options, &run->err);
    bool ok = run->coder != NULL && coder_version(options, &ask->arena, &version, &run->err) &&
              store_size(ask->store, &size, &run->err) && (run->reader = store_open(ask->db, STORE_READ, &run->err)) &&
              (run->ledger = ledger_open(ask->store, version, run->dry ? "rebuild --dry-run" : "rebuild", &run->err));
    if (ok) {
        run->next = 1;
        run->last = size.last_report;
        progress_begin(&run->progress, run->quiet);
        ok = rebuild(run, ask->store, jobs, sink);
        if (!ok || run->dry) {
            ledger_drop(run->ledger);
        }
        Err closing;
        if (!ledger_close(run->ledger, &closing) && ok && !run->dry) {
            ok = false;
            run->err = closing;
        }
    }
    if (!ok) {
        say("%s", run->err.text);
    }
    store_close(run->reader);
    coder_close(run->coder);
    return ok ? EXIT_DONE : EXIT_OUTPUT;
}

int rebuild_run(poptContext arguments) {
    Ask ask;
    Run run = {0};
    CoderOptions options = {0};
    Sink sink;
    unsigned jobs = pool_processors();
    const char *value;
    int option, status = EXIT_DONE;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        switch (option) {
        case 'n': run.dry = true; break;
        case 's': run.brief = true; break;
        case 'q': run.quiet = true; break;
        case 'j': status = batch_jobs(value, &jobs) ? EXIT_DONE : EXIT_USAGE; break;
        case 'm': options.model = value; break;
        case 'x': options.lexicon = value; break;
        default: status = EXIT_USAGE;
        }
    }
    sink_open(&sink);
    if (status == EXIT_DONE && ask_arguments(arguments, NULL, 0, NULL)) {
        status = run_with(&ask, &run, &options, jobs, &sink);
    } else {
        status = EXIT_USAGE;
    }
    return sink_close(&sink, ask_end(&ask, status));
}
