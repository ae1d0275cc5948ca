/* Counting: query_tally() of query.h. */
#include "store/query.h"

#include "store/cells.h"
#include "store/db.h"
#include "store/match.h"

#define DIMENSION_NAME(name, what) #name,
const char *const dimension_names[DIMENSION_COUNT] = {DIMENSIONS(DIMENSION_NAME)};

/* party.id → number of its code, so that RUS/GOV and RUS/MIL are one row where codes are asked for */
typedef struct Codes {
    uint16_t of_party[UINT16_MAX + 1];
    Str name[UINT16_MAX + 1], sector[UINT16_MAX + 1]; /* by party */
} Codes;

typedef struct Counting {
    Match match;
    const Dimension *by;
    uint32_t n_by;
    Cells cells;
    Codes *codes;
    uint32_t last_event;
    uint64_t events;
} Counting;

static bool read_codes(Store *store, Codes *codes, Arena *arena) {
    sqlite3_stmt *q = db_ask(store,
                             "SELECT p.id, p.code, p.sector, min(f.id) FROM party p JOIN party f USING (code) "
                             "GROUP BY p.id",
                             "");
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(q, 0), first = sqlite3_column_int64(q, 3);
        if (id > 0 && id <= UINT16_MAX) {
            codes->name[id] = db_dup(q, 1, arena);
            codes->sector[id] = db_dup(q, 2, arena);
            codes->of_party[id] = codes->name[id].n > 0 ? (uint16_t)first : 0;
        }
    }
    return code == SQLITE_DONE;
}

/* Days as keys: shifted so that 0 is "no date". */
static uint32_t day_key(int32_t day) {
    return (uint32_t)day + 0x80000000u;
}
static int32_t key_day(uint32_t key) {
    return (int32_t)(key - 0x80000000u);
}

static uint32_t period(const Fact *f, Dimension by) {
    if (f->day == DAY_NONE) {
        return 0;
    }
    int y, m, d;
    switch (by) {
    case DIMENSION_day: return day_key(f->day);
    case DIMENSION_week: return day_key(f->day - (((f->day + 3) % 7) + 7) % 7);
    default: day_to(f->day, &y, &m, &d); return day_key(day_of(y, by == DIMENSION_year ? 1 : m, 1));
    }
}

static uint32_t key_of(const Counting *c, const Fact *f, Dimension by) {
    switch (by) {
    case DIMENSION_quad: return (uint32_t)event_quad((EventType)f->type);
    case DIMENSION_type: return f->type;
    case DIMENSION_mode: return (uint32_t)f->type << 8 | f->mode;
    case DIMENSION_status: return f->status;
    case DIMENSION_actor: return c->codes->of_party[f->actor_party];
    case DIMENSION_recipient: return c->codes->of_party[f->recipient_party];
    case DIMENSION_actor_party: return f->actor_party;
    case DIMENSION_recipient_party: return f->recipient_party;
    case DIMENSION_actor_name: return f->actor;
    case DIMENSION_recipient_name: return f->recipient;
    case DIMENSION_place: return f->place;
    case DIMENSION_source: return f->publisher;
    case DIMENSION_act: return f->act;
    default: return period(f, by);
    }
}

static CellKey make_key(const Counting *c, const Fact *f) {
    uint32_t at[TALLY_DIMENSIONS] = {0};
    for (uint32_t k = 0; k < c->n_by; k++) {
        at[k] = key_of(c, f, c->by[k]);
    }
    return cell_key(at);
}

/* An event counts once in a cell. */
static void count(Cell *cell, const Fact *f) {
    if (cell->last_event != f->event) {
        cell->last_event = f->event;
        cell->quad[event_quad((EventType)f->type) - 1]++;
        cell->score += (double)f->score;
    }
}

static bool see_facts(void *data, const Fact *facts, uint32_t n) {
    Counting *c = data;
    const Fact *kept[FACT_GROUP];
    CellKey keys[FACT_GROUP];
    n = match_facts(&c->match, facts, n, kept);
    for (uint32_t i = 0; i < n; i++) {
        keys[i] = make_key(c, kept[i]);
    }
    cells_expect(&c->cells, keys, n);
    for (uint32_t i = 0; i < n; i++) {
        c->events += kept[i]->event != c->last_event;
        c->last_event = kept[i]->event;
        count(cells_at(&c->cells, &keys[i]), kept[i]);
    }
    return true;
}

/* ---- rows ---- */

static Str day_text(int32_t day, Dimension by, Arena *arena) {
    int y, m, d;
    day_to(day, &y, &m, &d);
    return str_of(by == DIMENSION_year    ? arena_printf(arena, "%04d", y)
                  : by == DIMENSION_month ? arena_printf(arena, "%04d-%02d", y, m)
                                          : arena_printf(arena, "%04d-%02d-%02d", y, m, d));
}

static bool look_up(Store *store, const char *sql, uint32_t id, Arena *arena, Str *name) {
    sqlite3_stmt *q = db_ask(store, sql, "i", (int64_t)id);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    if (code == SQLITE_ROW) {
        *name = db_dup(q, 0, arena);
        sqlite3_reset(q);
    }
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

static Str party_text(const Codes *codes, uint32_t party, Arena *arena) {
    Str code = codes->name[party], sector = codes->sector[party];
    return code.n + sector.n == 0 ? (Str){0}
           : sector.n == 0        ? code
                                  : str_of(arena_printf(arena, "%s/%s", code.n > 0 ? code.at : "", sector.at));
}

static bool label(Store *store, const Codes *codes, Dimension by, uint32_t key, Arena *arena, Str *text, int64_t *id) {
    *text = (Str){0};
    *id = key;
    switch (by) {
    case DIMENSION_quad: *text = str_of(arena_printf(arena, "%u", key)); return true;
    case DIMENSION_type: *text = str_of(event_names[key]); return true;
    case DIMENSION_status: *text = str_of(status_names[key]); return true;
    case DIMENSION_act: *text = str_of(arena_printf(arena, "%u", key)); return true;
    case DIMENSION_mode:
        *text = (key & 255) != 0 ? str_of(arena_printf(arena, "%s/%s", event_names[key >> 8], mode_names[key & 255]))
                                 : str_of(event_names[key >> 8]);
        return true;
    case DIMENSION_actor:
    case DIMENSION_recipient:
        *text = key != 0 ? codes->name[key] : (Str){0};
        *id = 0;
        return true;
    case DIMENSION_actor_party:
    case DIMENSION_recipient_party: *text = key != 0 ? party_text(codes, key, arena) : (Str){0}; return true;
    case DIMENSION_actor_name:
    case DIMENSION_recipient_name:
        return key == 0 || look_up(store, "SELECT name FROM actor WHERE id = ?1", key, arena, text);
    case DIMENSION_place: return key == 0 || look_up(store, "SELECT name FROM place WHERE id = ?1", key, arena, text);
    case DIMENSION_source:
        return key == 0 || look_up(store, "SELECT name FROM publisher WHERE id = ?1", key, arena, text);
    default:
        *id = key != 0 ? (int64_t)key_day(key) : 0;
        *text = key != 0 ? day_text(key_day(key), by, arena) : (Str){0};
        return true;
    }
}

static bool make_rows(Store *store, Counting *c, TallyOrder order, uint32_t limit, Arena *arena, Tally *tally) {
    uint32_t n = c->cells.n;
    uint32_t kept = limit > 0 && limit < n ? limit : n;
    const Cell *cells = cells_sort(&c->cells, order, kept);
    *tally = (Tally){.events = c->events, .total_rows = n, .n = kept};
    tally->rows = arena_array(arena, TallyRow, tally->n);
    for (uint32_t i = 0; i < tally->n; i++) {
        const Cell *cell = &cells[i];
        TallyRow *row = &tally->rows[i];
        row->events = cell_events(cell);
        row->score = cell->score / (double)row->events;
        for (int k = 0; k < 4; k++) {
            row->quad[k] = cell->quad[k];
        }
        for (uint32_t k = 0; k < c->n_by; k++) {
            if (!label(store, c->codes, c->by[k], cell->key[k], arena, &row->key[k], &row->id[k])) {
                return false;
            }
        }
    }
    return true;
}

bool query_tally(Store *store, const Filter *filter, const Dimension *by, uint32_t n_by, TallyOrder order,
                 uint32_t limit, Arena *arena, Tally *tally, Err *err) {
    Arena scratch = {0};
    Counting c = {.by = by, .n_by = n_by < TALLY_DIMENSIONS ? n_by : TALLY_DIMENSIONS};
    c.codes = arena_new(arena, Codes);
    bool ok = (read_codes(store, c.codes, arena) || db_fail(store, err)) &&
              match_init(&c.match, store, filter, &scratch, err) &&
              facts_scan(store, filter->from, filter->to, see_facts, &c, err) &&
              (make_rows(store, &c, order, limit, arena, tally) || db_fail(store, err));
    arena_release(&scratch);
    cells_release(&c.cells);
    return ok;
}
