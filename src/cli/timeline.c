/* demarche timeline A B: how two sides treat each other over time. */
#include <unistd.h>

#include "base/utf8.h"
#include "cli/ask.h"
#include "cli/sink.h"
#include "cli/terminal.h"
#include "out/paint.h"
#include "out/stored.h"
#include "store/query.h"

const char timeline_text[] =
    "Counts and mean scores of what A does to B and B to A, month by month, drawn as bars: their length is the count,\n"
    "green is cooperation (a positive mean score), red is conflict.  A and B are codes (RUS), sectors (MIL), both\n"
    "(RUS/MIL) or parts of names; commas join several.  The other filters hold too; --status happened leaves out "
    "plans,\n"
    "hypotheses and denials.\n"
    "\n"
    "Examples: RUS UKR;  --by year --type ASSAULT,COERCE ISR PSE;  --once day --format csv IND PAK.";

const struct poptOption timeline_options[] = {
    ASK_OPTIONS{"by", 'b', POPT_ARG_STRING, NULL, 'b', "day, week, month (default) or year", "PERIOD"},
    {"format", 'f', POPT_ARG_STRING, NULL, 'f', "table (default) or csv", "FORMAT"},
    POPT_TABLEEND};

enum { LABEL = 10, NUMBERS = 14, LONGEST_GAP = 60 };

typedef struct Job {
    Sink sink;
    Look look;
    Dimension by;
    bool csv;
    Str sides[2];
} Job;

/* One period of both directions; NULL where nothing happened. */
typedef struct Period {
    int32_t day;
    const TallyRow *rows[2];
} Period;

static int32_t next_period(int32_t day, Dimension by) {
    int y, m, d;
    day_to(day, &y, &m, &d);
    switch (by) {
    case DIMENSION_day: return day + 1;
    case DIMENSION_week: return day + 7;
    case DIMENSION_year: return day_of(y + 1, 1, 1);
    default: return m == 12 ? day_of(y + 1, 1, 1) : day_of(y, m + 1, 1);
    }
}

static bool count(Ask *ask, Job *job, int direction, Arena *arena, Tally *tally, Err *err) {
    Filter f = ask->filter;
    f.actor = job->sides[direction];
    f.recipient = job->sides[1 - direction];
    return query_tally(ask->store, &f, &job->by, 1, TALLY_BY_KEY, 0, arena, tally, err);
}

/* Which of the two tallies has the earlier period next; undated events (id 0, first) are not drawn. */
static bool next_rows(const Tally tallies[2], uint32_t at[2], Period *period) {
    const TallyRow *rows[2];
    for (int k = 0; k < 2; k++) {
        while (at[k] < tallies[k].n && tallies[k].rows[at[k]].key[0].n == 0) {
            at[k]++;
        }
        rows[k] = at[k] < tallies[k].n ? &tallies[k].rows[at[k]] : NULL;
    }
    if (rows[0] == NULL && rows[1] == NULL) {
        return false;
    }
    int64_t day = rows[0] == NULL                   ? rows[1]->id[0]
                  : rows[1] == NULL                 ? rows[0]->id[0]
                  : rows[0]->id[0] < rows[1]->id[0] ? rows[0]->id[0]
                                                    : rows[1]->id[0];
    period->day = (int32_t)day;
    for (int k = 0; k < 2; k++) {
        period->rows[k] = rows[k] != NULL && rows[k]->id[0] == day ? rows[k] : NULL;
        at[k] += period->rows[k] != NULL;
    }
    return true;
}

static void bar(Job *job, const TallyRow *row, uint64_t most, uint32_t width) {
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    StrBuf *out = &job->sink.out;
    StrBuf b;
    buf_init(&b, out->arena);
    if (row == NULL) {
        paint_cell(out, &job->look, PAINT_DIM, STR("     ·"), NUMBERS + width);
        return;
    }
    buf_printf(out, "%6llu %+6.1f ", (unsigned long long)row->events, row->score);
    uint64_t length = (row->events * width * 8 + most - 1) / most;
    for (uint64_t i = 0; i < length / 8; i++) {
        buf_str(&b, STR("█"));
    }
    buf_str(&b, str_of(eighths[length % 8]));
    paint_cell(out, &job->look,
               row->score > 0.5    ? PAINT_GREEN
               : row->score < -0.5 ? PAINT_RED
                                   : PAINT_YELLOW,
               buf_take(&b), width);
}

static Str period_text(Dimension by, const Period *p, Arena *arena) {
    int y, m, d;
    day_to(p->day, &y, &m, &d);
    return str_of(by == DIMENSION_year    ? arena_printf(arena, "%04d", y)
                  : by == DIMENSION_month ? arena_printf(arena, "%04d-%02d", y, m)
                                          : arena_printf(arena, "%04d-%02d-%02d", y, m, d));
}

static void draw_period(Job *job, const Period *p, uint64_t most, uint32_t width) {
    StrBuf *out = &job->sink.out;
    paint_cell(out, &job->look, PAINT_PLAIN, period_text(job->by, p, out->arena), LABEL);
    for (int k = 0; k < 2; k++) {
        buf_str(out, STR("  "));
        bar(job, p->rows[k], most, width);
    }
    buf_char(out, '\n');
}

static void draw_heads(Job *job, const Tally tallies[2], uint32_t width) {
    StrBuf *out = &job->sink.out;
    paint_cell(out, &job->look, PAINT_PLAIN, STR(""), LABEL);
    for (int k = 0; k < 2; k++) {
        Str head =
            str_of(arena_printf(out->arena, "%.*s → %.*s (%llu)", (int)job->sides[k].n, job->sides[k].at,
                                (int)job->sides[1 - k].n, job->sides[1 - k].at, (unsigned long long)tallies[k].events));
        buf_str(out, STR("  "));
        paint_cell(out, &job->look, PAINT_BOLD, head, NUMBERS + width);
    }
    buf_char(out, '\n');
}

/* Quiet periods between two others are drawn too, unless there are very many. */
static void draw(Job *job, const Tally tallies[2]) {
    uint32_t total = job->look.width > 60 ? (uint32_t)job->look.width : 100;
    uint32_t width = (total - LABEL - 2 * (2 + NUMBERS)) / 2;
    uint64_t most = 1;
    uint32_t at[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        for (uint32_t i = 0; i < tallies[k].n; i++) {
            most = tallies[k].rows[i].events > most ? tallies[k].rows[i].events : most;
        }
    }
    draw_heads(job, tallies, width);
    int32_t expected = DAY_NONE;
    for (Period p; next_rows(tallies, at, &p); expected = next_period(p.day, job->by)) {
        Period quiet = {.day = expected};
        for (int i = 0; expected != DAY_NONE && quiet.day < p.day; i++) {
            if (i == LONGEST_GAP) {
                buf_str(&job->sink.out, STR("⋮\n"));
                break;
            }
            draw_period(job, &quiet, most, width);
            quiet.day = next_period(quiet.day, job->by);
        }
        draw_period(job, &p, most, width);
    }
}

static void write_csv(Job *job, const Tally tallies[2]) {
    StrBuf *out = &job->sink.out;
    buf_str(out, STR("period,actor,recipient,events,score,verbal_cooperation,material_cooperation,verbal_conflict,"
                     "material_conflict\r\n"));
    for (int k = 0; k < 2; k++) {
        for (uint32_t i = 0; i < tallies[k].n; i++) {
            const TallyRow *r = &tallies[k].rows[i];
            stored_cell(out, r->key[0], true);
            stored_cell(out, job->sides[k], false);
            stored_cell(out, job->sides[1 - k], false);
            buf_printf(out, ",%llu,%.3f,%llu,%llu,%llu,%llu\r\n", (unsigned long long)r->events, r->score,
                       (unsigned long long)r->quad[0], (unsigned long long)r->quad[1], (unsigned long long)r->quad[2],
                       (unsigned long long)r->quad[3]);
        }
    }
}

static int answer(Ask *ask, Job *job) {
    Tally tallies[2];
    Err err;
    int status;
    if (!ask_open(ask, STORE_READ, &status)) {
        return status;
    }
    if (!count(ask, job, 0, &ask->arena, &tallies[0], &err) || !count(ask, job, 1, &ask->arena, &tallies[1], &err)) {
        say("%s", err.text);
        return EXIT_OUTPUT;
    }
    if (tallies[0].events + tallies[1].events == 0) {
        bool unknown[2]; /* both are told of */
        for (int k = 0; k < 2; k++) {
            unknown[k] = ask_unknown(ask, ASK_party, job->sides[k].at);
        }
        if (!unknown[0] && !unknown[1]) {
            say("no event between \"%s\" and \"%s\" matches", job->sides[0].at, job->sides[1].at);
            ask_nothing(ask);
        }
    }
    job->csv ? write_csv(job, tallies) : draw(job, tallies);
    return EXIT_DONE;
}

int timeline_run(poptContext arguments) {
    static const char *const what[] = {"the first side", "the second side"};
    static const Dimension periods[] = {DIMENSION_day, DIMENSION_week, DIMENSION_month, DIMENSION_year};
    Ask ask;
    Job job = {.look = terminal_look(), .by = DIMENSION_month};
    const char *value, *sides[2];
    int option, status = EXIT_DONE;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            continue;
        }
        switch (option) {
        case 'b': {
            int i = name_index(dimension_names, DIMENSION_quad, str_of(value));
            status = i < 0 ? usage_error("there is no period \"%s\"; known: day, week, month, year", value) : EXIT_DONE;
            job.by = i < 0 ? job.by : periods[i];
            break;
        }
        case 'f':
            job.csv = strcmp(value, "csv") == 0;
            if (!job.csv && strcmp(value, "table") != 0) {
                status = usage_error("there is no format \"%s\"; known: table, csv", value);
            }
            break;
        default: status = EXIT_USAGE;
        }
    }
    sink_open(&job.sink);
    if (status == EXIT_DONE && ask_arguments(arguments, what, 2, sides)) {
        job.sides[0] = str_of(sides[0]);
        job.sides[1] = str_of(sides[1]);
        status = answer(&ask, &job);
    } else {
        status = EXIT_USAGE;
    }
    return sink_close(&job.sink, ask_end(&ask, status));
}
