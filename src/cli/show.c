/* demarche show: one event or act, with all that tells it, side by side. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/ask.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "cli/voice.h"
#include "out/paint.h"
#include "out/stored.h"

const char show_text[] =
    "EVENT is a number as the other commands show it (#815), the id of an event in a document record, or act:N.  "
    "Shown\n"
    "are the act it belongs to: each telling with its report and evidence, who asserts, denies and doubts it in which\n"
    "words, and how its status changed.\n"
    "\n"
    "Examples: 815;  '#815';  act:37;  d3918440f87e0130 --format json.";

const struct poptOption show_options[] = {
    ASK_DB_OPTION,
    {"format", 'f', POPT_ARG_STRING, NULL, 'f', "table (default on a terminal) or json", "FORMAT"},
    {"limit", 'l', POPT_ARG_STRING, NULL, 'l', "at most so many tellings, and voices of each kind, 0 all (default: 50)",
     "N"},
    POPT_TABLEEND};

static void heading(StrBuf *out, const Look *look, const char *text) {
    buf_char(out, '\n');
    paint(out, look, PAINT_BOLD, str_of(text));
    buf_char(out, '\n');
}

static void show_telling(StrBuf *out, const Look *look, const StoredEvent *e) {
    table_event(&e->row, look, out);
    voice_dim_line(out, look,
                   str_of(arena_printf(out->arena, "#%lld · %s · rule %.*s · confidence %.2f", (long long)e->id,
                                       voice_report(out->arena, e->row.report_date, e->row.source, e->row.title,
                                                    e->row.report, e->original != 0)
                                           .at,
                                       (int)e->row.rule.n, e->row.rule.at, e->row.confidence)));
}

static void show_act(StrBuf *out, const Look *look, const ActView *act) {
    buf_printf(out, "act:%lld  %s  told by %s of %s\n", (long long)act->act, status_names[act->status],
               counted(out->arena, act->reports, "report"), counted(out->arena, act->publishers, "publisher"));
    heading(out, look, "Tellings");
    for (uint32_t i = 0; i < act->n_tellings; i++) {
        show_telling(out, look, &act->tellings[i]);
    }
    if (act->n_voices > 0) {
        heading(out, look, "On whose word");
    }
    for (uint32_t i = 0; i < act->n_voices; i++) {
        voice_lines(out, look, &act->voices[i]);
    }
    heading(out, look, "Status");
    for (uint32_t i = 0; i < act->n_history; i++) {
        const StatusChange *s = &act->history[i];
        paint_cell(out, look, PAINT_PLAIN, str_of(status_names[s->status]), VOICE_INDENT + 2);
        Str line = voice_report(out->arena, s->date, s->publisher, s->title, s->doc, false);
        paint(out, look, PAINT_DIM, line);
        buf_char(out, '\n');
    }
}

/* 0: told of. */
static int64_t act_of(Store *store, const char *id, Arena *arena, Err *err) {
    StoredEvent event;
    bool found;
    if (strncmp(id, "act:", 4) == 0) {
        return atoll(id + 4);
    }
    if (!query_event(store, str_of(id[0] == '#' ? id + 1 : id), arena, &event, &found, err)) {
        return 0;
    }
    if (!found) {
        err_set(err, "there is no event \"%s\" in the store", id);
        return 0;
    }
    return event.act;
}

static int answer(Ask *ask, Sink *sink, const Look *look, const char *id, uint32_t limit, bool json) {
    ActView view;
    Err err;
    bool found;
    int status;
    if (!ask_open(ask, STORE_READ, &status)) {
        return status;
    }
    int64_t act = act_of(ask->store, id, &ask->arena, &err);
    bool ok = act != 0 && board_act(ask->store, act, limit, &ask->arena, &view, &found, &err);
    if (ok && !found) {
        ok = err_set(&err, "there is no act \"%s\" in the store", id);
    }
    if (!ok) {
        say("%s", err.text);
        return EXIT_SOME_FAILED;
    }
    if (json) {
        stored_act(&view, &sink->out);
        buf_char(&sink->out, '\n');
    } else {
        show_act(&sink->out, look, &view);
    }
    return EXIT_DONE;
}

int show_run(poptContext arguments) {
    static const char *const what[] = {"the event (a number, an id, or act:N)"};
    Ask ask;
    Sink sink;
    Look look = terminal_look();
    const char *value, *id;
    bool json = !isatty(STDOUT_FILENO);
    long limit = 50;
    int option, status = EXIT_DONE;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        switch (option) {
        case 'f':
            json = strcmp(value, "json") == 0;
            if (!json && strcmp(value, "table") != 0) {
                status = usage_error("there is no format \"%s\"; known: table, json", value);
            }
            break;
        case 'l': status = ask_number("--limit", value, 0, &limit) ? EXIT_DONE : EXIT_USAGE; break;
        default: status = EXIT_USAGE;
        }
    }
    sink_open(&sink);
    if (status == EXIT_DONE && ask_arguments(arguments, what, 1, &id)) {
        status = answer(&ask, &sink, &look, id, (uint32_t)limit, json);
    } else {
        status = EXIT_USAGE;
    }
    return sink_close(&sink, ask_end(&ask, status));
}
