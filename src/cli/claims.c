/* demarche claims: what is contested, or rests on somebody's word. */
#include <unistd.h>

#include "cli/ask.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "cli/voice.h"
#include "out/stored.h"

const char claims_text[] =
    "The claims board: acts that somebody asserts, denies or doubts, over all reports, the one told last first, with "
    "who\n"
    "says so, in which words and when (of each kind the first three in a table, all in JSON Lines).  An act's status\n"
    "changes as reports come in; \"demarche show act:N\" tells its history and all voices side by side.\n"
    "\n"
    "Examples: --contested --party RUS;  --now denied --from 2024;  --now claimed --type ASSAULT --place UKR.";

const struct poptOption claims_options[] = {
    ASK_OPTIONS{"now", 'n', POPT_ARG_STRING, NULL, 'n',
                "status over all reports, as it is now: disputed,denied (--status asks for that of a telling)",
                "STATUS"},
    {"contested", 'c', POPT_ARG_NONE, NULL, 'c', "only those that somebody asserts and somebody denies or doubts",
     NULL},
    {"format", 'f', POPT_ARG_STRING, NULL, 'f', "table (default on a terminal) or jsonl", "FORMAT"},
    {"limit", 'l', POPT_ARG_STRING, NULL, 'l', "at most so many, 0 all (default: 20 in a table, else all)", "N"},
    {"after", 'a', POPT_ARG_STRING, NULL, 'a', "go on behind the cursor of the page before", "CURSOR"},
    POPT_TABLEEND};

enum { TABLE_VOICES = 3 };

typedef struct Job {
    Sink sink;
    Look look;
    ClaimPage page;
    bool jsonl;
} Job;

static bool show(void *data, const Claim *claim) {
    Job *job = data;
    StrBuf *out = &job->sink.out;
    if (job->jsonl) {
        stored_claim(claim, out);
        buf_char(out, '\n');
        return sink_flush(&job->sink);
    }
    EventRow row = claim->event.row;
    row.status = claim->status; /* that of all reports is what the board shows */
    table_event(&row, &job->look, out);
    Str note = str_of(arena_printf(out->arena, "act:%lld · asserted %lld, denied %lld, doubted %lld · %s, %s%s%s",
                                   (long long)claim->act, (long long)claim->asserts, (long long)claim->denies,
                                   (long long)claim->doubts, counted(out->arena, claim->reports, "report"),
                                   counted(out->arena, claim->publishers, "publisher"),
                                   claim->changes > 1 ? " · status changed " : "",
                                   claim->changes > 1 ? counted(out->arena, claim->changes - 1, "time") : ""));
    voice_dim_line(out, &job->look, note);
    for (uint32_t i = 0; i < claim->n_said; i++) {
        voice_lines(out, &job->look, &claim->said[i]);
    }
    return sink_flush(&job->sink);
}

static int answer(Ask *ask, Job *job) {
    ClaimPageEnd end;
    Err err;
    int status;
    if (!ask_open(ask, STORE_READ, &status)) {
        return status;
    }
    if (!board_claims(ask->store, &ask->filter, &job->page, show, job, &end, &err)) {
        say("%s", err.text);
        return EXIT_OUTPUT;
    }
    if (end.last.act == 0) {
        say("no claim matches");
        ask_nothing(ask);
    }
    if (end.more && !job->jsonl) {
        buf_printf(&job->sink.out, "\nfor the next: --after %lld.%lld\n", (long long)end.last.report,
                   (long long)end.last.act);
    }
    return EXIT_DONE;
}

static int set_now(ClaimPage *page, const char *value) {
    Filter f;
    Err err;
    filter_init(&f);
    if (!filter_set(&f, STR("status"), str_of(value), &err)) {
        return usage_error("--now: %s", err.text);
    }
    page->statuses = f.statuses;
    return EXIT_DONE;
}

static int set_after(ClaimPage *page, const char *value) {
    long long report, act;
    if (sscanf(value, "%lld.%lld", &report, &act) != 2 || report <= 0 || act <= 0) {
        return usage_error("\"%s\" is no cursor: the page before ends with one", value);
    }
    page->after = (ClaimCursor){report, act};
    return EXIT_DONE;
}

int claims_run(poptContext arguments) {
    Ask ask;
    Job job = {.look = terminal_look(), .jsonl = !isatty(STDOUT_FILENO)};
    const char *value;
    int option, status = EXIT_DONE;
    long limit = -1;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        switch (option) {
        case 'n': status = set_now(&job.page, value); break;
        case 'c': job.page.contested = true; break;
        case 'f':
            job.jsonl = strcmp(value, "jsonl") == 0;
            if (!job.jsonl && strcmp(value, "table") != 0) {
                status = usage_error("there is no format \"%s\"; known: table, jsonl", value);
            }
            break;
        case 'l': status = ask_number("--limit", value, 0, &limit) ? EXIT_DONE : EXIT_USAGE; break;
        case 'a': status = set_after(&job.page, value); break;
        default: status = EXIT_USAGE;
        }
    }
    job.page.voices = job.jsonl ? UINT32_MAX : TABLE_VOICES;
    job.page.limit = limit >= 0 ? (uint32_t)limit : job.jsonl ? 0 : 20;
    sink_open(&job.sink);
    if (status == EXIT_DONE && ask_arguments(arguments, NULL, 0, NULL)) {
        status = answer(&ask, &job);
    } else {
        status = EXIT_USAGE;
    }
    return sink_close(&job.sink, ask_end(&ask, status));
}
