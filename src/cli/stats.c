/* demarche stats: what is in a store. */
#include "cli/ask.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "out/paint.h"
#include "store/query.h"

const char stats_text[] =
    "How much of what: reports, events by type, status and year, the busiest actors, pairs and publishers; the "
    "filters\n"
    "choose the events that are counted.  --check reads the whole file and says whether it is sound.\n"
    "\n"
    "Examples: --actor RUS --from 2023;  --check;  --digest.";

const struct poptOption stats_options[] = {
    ASK_OPTIONS{"check", 'c', POPT_ARG_NONE, NULL, 'c', "check the file, its foreign keys and counts", NULL},
    {"digest", 'g', POPT_ARG_NONE, NULL, 'g', "a SHA-256 over the rows of each table: stores that agree hold the same",
     NULL},
    POPT_TABLEEND};

static const struct {
    const char *title;
    Dimension by[2];
    uint32_t n_by, limit;
    TallyOrder order;
} tables[] = {
    {"by type", {DIMENSION_type}, 1, 0, TALLY_BY_COUNT},
    {"by status", {DIMENSION_status}, 1, 0, TALLY_BY_COUNT},
    {"by year", {DIMENSION_year}, 1, 0, TALLY_BY_KEY},
    {"who acts", {DIMENSION_actor}, 1, 10, TALLY_BY_COUNT},
    {"who acts on whom", {DIMENSION_actor, DIMENSION_recipient}, 2, 10, TALLY_BY_COUNT},
    {"where", {DIMENSION_place}, 1, 10, TALLY_BY_COUNT},
    {"who publishes", {DIMENSION_source}, 1, 10, TALLY_BY_COUNT},
};

static void day_text(char text[16], int32_t day) {
    int y, m, d;
    day_to(day, &y, &m, &d);
    snprintf(text, 16, "%04d-%02d-%02d", y, m, d);
}

static void sizes(StrBuf *out, const StoreSize *s) {
    Arena *a = out->arena;
    buf_printf(out, "%s, %lld of them copies, of %s\n%s", counted(a, s->reports, "report"), (long long)s->copies,
               counted(a, s->publishers, "publisher"), counted(a, s->events, "event"));
    if (s->day_min != DAY_NONE) {
        char from[16], to[16];
        day_text(from, s->day_min);
        day_text(to, s->day_max);
        buf_printf(out, " from %s to %s", from, to);
    }
    buf_printf(out, ", %s, %lld of them on somebody's word\n%s, %.1f MB\n", counted(a, s->acts, "act"),
               (long long)s->claims, counted(a, s->actors, "actor"), (double)s->bytes / 1e6);
    if (s->reports > 0) {
        buf_printf(out, "coded by demarche %s", s->coder);
        if (s->other_coder > 0) {
            buf_printf(out, "; %s by an older one (demarche rebuild codes them anew)",
                       counted(a, s->other_coder, "report"));
        }
        buf_char(out, '\n');
    }
}

static Str label(Arena *arena, const TallyRow *r, uint32_t n_by) {
    Str first = r->key[0].n > 0 ? r->key[0] : STR("—"), second = r->key[1].n > 0 ? r->key[1] : STR("—");
    return n_by == 1 ? first
                     : str_of(arena_printf(arena, "%.*s → %.*s", (int)first.n, first.at, (int)second.n, second.at));
}

static bool tally(Ask *ask, Sink *sink, const Look *look, size_t i, Err *err) {
    Tally t;
    StrBuf *out = &sink->out;
    if (!query_tally(ask->store, &ask->filter, tables[i].by, tables[i].n_by, tables[i].order, tables[i].limit,
                     &ask->arena, &t, err)) {
        return false;
    }
    buf_char(out, '\n');
    paint(out, look, PAINT_BOLD, str_of(tables[i].title));
    buf_char(out, '\n');
    for (uint32_t k = 0; k < t.n; k++) {
        const TallyRow *r = &t.rows[k];
        buf_str(out, STR("  "));
        paint_cell(out, look, PAINT_PLAIN, label(out->arena, r, tables[i].n_by), 28);
        buf_printf(out, " %10llu  %5.1f%%  score %+5.1f\n", (unsigned long long)r->events,
                   100 * (double)r->events / (double)(t.events > 0 ? t.events : 1), r->score);
    }
    return true;
}

static bool print_digest(void *data, const char *table, int64_t rows, const char *hex) {
    Sink *sink = data;
    buf_printf(&sink->out, "%-16s %10lld  %s\n", table, (long long)rows, hex);
    return sink_flush(sink);
}

static int answer(Ask *ask, Sink *sink, bool check, bool digest) {
    StoreSize size;
    Err err;
    int status;
    Look look = terminal_look();
    if (!ask_open(ask, STORE_READ, &status)) {
        return status;
    }
    if (digest) {
        bool done = store_digest(ask->store, print_digest, sink, &err);
        if (!done) {
            say("%s", err.text);
        }
        return done ? EXIT_DONE : EXIT_OUTPUT;
    }
    bool ok = store_size(ask->store, &size, &err) && (!check || store_check(ask->store, &err));
    if (ok) {
        sizes(&sink->out, &size);
        if (check) {
            buf_str(&sink->out, STR("checked: the file, its foreign keys and its counts are sound\n"));
        }
    }
    for (size_t i = 0; i < sizeof tables / sizeof *tables && ok && !check; i++) {
        ok = tally(ask, sink, &look, i, &err);
    }
    if (!ok) {
        say("%s", err.text);
    }
    return ok ? EXIT_DONE : EXIT_OUTPUT;
}

int stats_run(poptContext arguments) {
    Ask ask;
    Sink sink;
    const char *value;
    int option, status = EXIT_DONE;
    bool check = false, digest = false;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        if (option == 'c') {
            check = true;
        } else if (option == 'g') {
            digest = true;
        } else {
            status = EXIT_USAGE;
        }
    }
    sink_open(&sink);
    if (status == EXIT_DONE && ask_arguments(arguments, NULL, 0, NULL)) {
        status = answer(&ask, &sink, check, digest);
    } else {
        status = EXIT_USAGE;
    }
    return sink_close(&sink, ask_end(&ask, status));
}
