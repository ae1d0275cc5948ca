/* demarche query: events of a store. */
#include <unistd.h>

#include "cli/ask.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "cli/voice.h"
#include "out/stored.h"
#include "store/query.h"

const char query_text[] =
    "Events that match all filters given; of several values of one filter, joined by commas, one has to match.  "
    "Events\n"
    "in copies of other reports are left out unless --copies yes.  The newest come first; a page ends with the cursor\n"
    "of the next one.\n"
    "\n"
    "Examples: --actor RUS --recipient UKR --from 2023-06;  --type ASSAULT --mode drone --place UKR --once act;\n"
    "--status disputed --text '\"war crime\"';  --party \"Wagner Group\" --format csv;  --status happened --once day "
    "--count.";

const struct poptOption query_options[] = {
    ASK_OPTIONS{"format", 'f', POPT_ARG_STRING, NULL, 'f',
                "table (default on a terminal), jsonl (default elsewhere: all that is known), csv, plover or cameo",
                "FORMAT"},
    {"order", 'o', POPT_ARG_STRING, NULL, 'o', "newest (default), oldest, or arrival", "ORDER"},
    {"limit", 'l', POPT_ARG_STRING, NULL, 'l', "at most so many, 0 all (default: 50 in a table, else all)", "N"},
    {"after", 'a', POPT_ARG_STRING, NULL, 'a', "go on behind the cursor of the page before", "CURSOR"},
    {"count", 'c', POPT_ARG_NONE, NULL, 'c', "only say how many there are", NULL},
    POPT_TABLEEND};

typedef struct Job {
    Sink sink;
    Look look;
    bool jsonl, table, count;
    const Format *format;
    Page page;
} Job;

/* What the store adds to a line of the table. */
static void footnote(StrBuf *out, const Look *look, const StoredEvent *e) {
    StrBuf b;
    buf_init(&b, out->arena);
    buf_printf(&b, "#%lld", (long long)e->id);
    Str told =
        voice_report(out->arena, e->row.report_date, e->row.source, e->row.title, e->row.report, e->original != 0);
    buf_printf(&b, " · %.*s", (int)told.n, told.at);
    if (e->act_reports > 1) {
        buf_printf(&b, " · told by %s", counted(out->arena, e->act_reports, "report"));
        if (e->act_status != e->row.status) {
            buf_printf(&b, ", over all %s", status_names[e->act_status]);
        }
    }
    voice_dim_line(out, look, buf_take(&b));
}

static bool show(void *data, const StoredEvent *event) {
    Job *job = data;
    StrBuf *out = &job->sink.out;
    if (job->table) {
        table_event(&event->row, &job->look, out);
        footnote(out, &job->look, event);
    } else if (job->jsonl) {
        stored_event(event, out);
        buf_char(out, '\n');
    } else {
        job->format->row(&event->row, out);
    }
    return sink_flush(&job->sink);
}

static int set_format(Job *job, const char *value) {
    job->table = strcmp(value, "table") == 0;
    job->jsonl = strcmp(value, "jsonl") == 0;
    job->format = out_format(str_of(value));
    if (!job->table && !job->jsonl && (job->format == NULL || job->format->row == NULL)) {
        return usage_error("there is no format \"%s\"; known: table, jsonl, csv, plover, cameo", value);
    }
    return EXIT_DONE;
}

static int set_order(Job *job, const char *value) {
    static const char *const names[] = {"newest", "oldest", "arrival"};
    int i = name_index(names, 3, str_of(value));
    if (i < 0) {
        return usage_error("there is no order \"%s\"; known: newest, oldest, arrival", value);
    }
    job->page.order = (Order)i;
    return EXIT_DONE;
}

static int answer(Job *job, Ask *ask) {
    Err err;
    PageEnd end;
    int status;
    if (!ask_open(ask, STORE_READ, &status)) {
        return status;
    }
    if (!job->table && !job->jsonl && job->format->header != NULL && !job->count) {
        buf_str(&job->sink.out, str_of(job->format->header));
    }
    if (job->count) {
        job->page = (Page){.limit = 1};
    }
    if (!query_events(ask->store, &ask->filter, &job->page, job->count ? NULL : show, job, &end, &err)) {
        say("%s", err.text);
        return EXIT_OUTPUT;
    }
    if (end.total == 0) {
        ask_nothing(ask);
    }
    if (job->count) {
        buf_printf(&job->sink.out, "%llu\n", (unsigned long long)end.total);
    } else if (job->table) {
        char cursor[32];
        cursor_write(end.last, cursor);
        buf_printf(&job->sink.out, "%s%s%s%s\n", end.total > 0 ? "\n" : "",
                   counted(job->sink.out.arena, (int64_t)end.total, "matching event"),
                   end.more ? "; for the next: --after " : "", end.more ? cursor : "");
    }
    return EXIT_DONE;
}

int query_run(poptContext arguments) {
    Ask ask;
    Job job = {.look = terminal_look()};
    const char *value;
    int option, status = EXIT_DONE;
    long limit = -1;
    ask_begin(&ask);
    set_format(&job, isatty(STDOUT_FILENO) ? "table" : "jsonl");
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        switch (option) {
        case 'f': status = set_format(&job, value); break;
        case 'o': status = set_order(&job, value); break;
        case 'l': status = ask_number("--limit", value, 0, &limit) ? EXIT_DONE : EXIT_USAGE; break;
        case 'c': job.count = true; break;
        case 'a':
            status = cursor_read(str_of(value), &job.page.after)
                         ? EXIT_DONE
                         : usage_error("\"%s\" is no cursor: the page before ends with one", value);
            break;
        default: status = EXIT_USAGE;
        }
    }
    job.page.limit = limit >= 0 ? (uint32_t)limit : job.table ? 50 : 0;
    sink_open(&job.sink);
    if (status == EXIT_DONE && ask_arguments(arguments, NULL, 0, NULL)) {
        status = answer(&job, &ask);
    } else {
        status = EXIT_USAGE;
    }
    return sink_close(&job.sink, ask_end(&ask, status));
}
