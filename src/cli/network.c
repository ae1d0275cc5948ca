/* demarche network: who acts on whom. */
#include <unistd.h>

#include "cli/ask.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "out/paint.h"
#include "out/stored.h"
#include "store/query.h"

const char network_text[] =
    "The pairs of actor and recipient with the most events, their counts by kind and mean scores; as a table, as CSV, "
    "or\n"
    "as a graph for Graphviz (demarche network … --format dot | dot -Tsvg).  Events without a recipient are left out.\n"
    "\n"
    "Examples: --from 2020 --quad 4;  --by party --actor RUS,BLR;  --by name --place SYR --limit 20.";

const struct poptOption network_options[] = {
    ASK_OPTIONS{"by", 'b', POPT_ARG_STRING, NULL, 'b', "code (default: RUS), party (RUS/MIL) or name", "WHAT"},
    {"format", 'f', POPT_ARG_STRING, NULL, 'f', "table (default), csv or dot", "FORMAT"},
    {"limit", 'l', POPT_ARG_STRING, NULL, 'l', "at most so many pairs, 0 all (default: 40)", "N"},
    POPT_TABLEEND};

typedef enum Shape { SHAPE_TABLE, SHAPE_CSV, SHAPE_DOT } Shape;
static const char *const shape_names[] = {"table", "csv", "dot"};
static const char *const by_names[] = {"code", "party", "name"};
static const Dimension sides[][2] = {{DIMENSION_actor, DIMENSION_recipient},
                                     {DIMENSION_actor_party, DIMENSION_recipient_party},
                                     {DIMENSION_actor_name, DIMENSION_recipient_name}};

typedef struct Job {
    Sink sink;
    Look look;
    int by;
    Shape shape;
    long limit;
} Job;

static void table_row(Job *job, const TallyRow *r, uint64_t most) {
    StrBuf *out = &job->sink.out;
    Str pair =
        str_of(arena_printf(out->arena, "%.*s → %.*s", (int)r->key[0].n, r->key[0].at, (int)r->key[1].n, r->key[1].at));
    paint_cell(out, &job->look, PAINT_PLAIN, pair, job->by == 2 ? 56 : 20);
    buf_printf(out, " %8llu %+6.1f  %7llu %7llu %7llu %7llu  ", (unsigned long long)r->events, r->score,
               (unsigned long long)r->quad[0], (unsigned long long)r->quad[1], (unsigned long long)r->quad[2],
               (unsigned long long)r->quad[3]);
    StrBuf b;
    buf_init(&b, out->arena);
    for (uint64_t i = 0; i < (r->events * 20 + most - 1) / most; i++) {
        buf_str(&b, STR("█"));
    }
    paint(out, &job->look, r->score > 0.5 ? PAINT_GREEN : r->score < -0.5 ? PAINT_RED : PAINT_YELLOW, buf_take(&b));
    buf_char(out, '\n');
}

static void csv_line(Job *job, const TallyRow *r) {
    StrBuf *out = &job->sink.out;
    stored_cell(out, r->key[0], true);
    stored_cell(out, r->key[1], false);
    buf_printf(out, ",%llu,%.3f,%llu,%llu,%llu,%llu\r\n", (unsigned long long)r->events, r->score,
               (unsigned long long)r->quad[0], (unsigned long long)r->quad[1], (unsigned long long)r->quad[2],
               (unsigned long long)r->quad[3]);
}

static void dot_name(StrBuf *out, Str name) {
    buf_char(out, '"');
    for (uint32_t i = 0; i < name.n; i++) {
        if (name.at[i] == '"' || name.at[i] == '\\') {
            buf_char(out, '\\');
        }
        buf_char(out, name.at[i]);
    }
    buf_char(out, '"');
}

static void dot_edge(Job *job, const TallyRow *r, uint64_t most) {
    StrBuf *out = &job->sink.out;
    buf_str(out, STR("  "));
    dot_name(out, r->key[0]);
    buf_str(out, STR(" -> "));
    dot_name(out, r->key[1]);
    buf_printf(out, " [label=\"%llu\", penwidth=%.2f, color=\"%s\", tooltip=\"score %.1f\"];\n",
               (unsigned long long)r->events, 0.5 + 5.5 * (double)r->events / (double)most,
               r->score > 0.5    ? "#2a9d5c"
               : r->score < -0.5 ? "#c0392b"
                                 : "#b8860b",
               r->score);
}

static void heading(Job *job) {
    static const char *const heads[] = {
        NULL,
        "actor,recipient,events,score,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict\r\n",
        "digraph demarche {\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"};
    if (heads[job->shape] != NULL) {
        buf_str(&job->sink.out, str_of(heads[job->shape]));
        return;
    }
    paint_cell(&job->sink.out, &job->look, PAINT_BOLD, STR("who acts on whom"), job->by == 2 ? 56 : 20);
    paint(&job->sink.out, &job->look, PAINT_DIM, STR("   events  score   v.coop  m.coop  v.conf  m.conf"));
    buf_char(&job->sink.out, '\n');
}

static int answer(Ask *ask, Job *job) {
    Tally tally;
    Err err;
    int status;
    long shown = 0;
    if (!ask_open(ask, STORE_READ, &status)) {
        return status;
    }
    if (!query_tally(ask->store, &ask->filter, sides[job->by], 2, TALLY_BY_COUNT,
                     job->limit > 0 ? (uint32_t)job->limit * 4 + 1000 : 0, &ask->arena, &tally, &err)) {
        say("%s", err.text);
        return EXIT_OUTPUT;
    }
    heading(job);
    uint64_t most = 1;
    for (uint32_t i = 0; i < tally.n && (job->limit == 0 || shown < job->limit); i++) {
        const TallyRow *r = &tally.rows[i];
        if (r->key[0].n == 0 || r->key[1].n == 0) {
            continue;
        }
        most = r->events > most ? r->events : most;
        shown++;
        job->shape == SHAPE_TABLE ? table_row(job, r, most)
        : job->shape == SHAPE_CSV ? csv_line(job, r)
                                  : dot_edge(job, r, most);
    }
    if (tally.events == 0) {
        ask_nothing(ask);
    }
    buf_str(&job->sink.out, job->shape == SHAPE_DOT ? STR("}\n") : STR(""));
    return EXIT_DONE;
}

static int choose(int *choice, const char *what, const char *value, const char *const *names) {
    *choice = name_index(names, 3, str_of(value));
    return *choice < 0
               ? usage_error("there is no %s \"%s\"; known: %s, %s, %s", what, value, names[0], names[1], names[2])
               : EXIT_DONE;
}

int network_run(poptContext arguments) {
    Ask ask;
    Job job = {.look = terminal_look(), .limit = 40};
    const char *value;
    int option, choice, status = EXIT_DONE;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        switch (option) {
        case 'b': status = choose(&job.by, "kind of node", value, by_names); break;
        case 'f':
            status = choose(&choice, "format", value, shape_names);
            job.shape = (Shape)choice;
            break;
        case 'l': status = ask_number("--limit", value, 0, &job.limit) ? EXIT_DONE : EXIT_USAGE; break;
        default: status = EXIT_USAGE;
        }
    }
    sink_open(&job.sink);
    if (status == EXIT_DONE && ask_arguments(arguments, NULL, 0, NULL)) {
        status = answer(&ask, &job);
    } else {
        status = EXIT_USAGE;
    }
    return sink_close(&job.sink, ask_end(&ask, status));
}
