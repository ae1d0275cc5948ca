/* Counting: query_tally() of query.h. */
#include "store/query.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/db.h"
#include "store/match.h"

#define DIMENSION_NAME(name, what) #name,
const char *const dimension_names[DIMENSION_COUNT] = {DIMENSIONS(DIMENSION_NAME)};

typedef struct Cell {
    uint32_t key[TALLY_DIMENSIONS];
    uint32_t last_event;
    uint32_t events, quad[4];
    double score; /* sum */
} Cell;

/* party.id → number of its code, so that RUS/GOV and RUS/MIL are one row where codes are asked for */
typedef struct Codes {
    uint16_t of_party[UINT16_MAX + 1];
    Str name[UINT16_MAX + 1], sector[UINT16_MAX + 1]; /* by party */
} Codes;

typedef struct Counting {
    Match match;
    const Dimension *by;
    uint32_t n_by, n, cap, cap_slots; /* cells; slots of the hash */
    Cell *cells;                      /* in order of first sight */
    uint32_t *slots;                  /* open hash: number of a cell + 1; 0 free */
    Codes *codes;
    Arena *arena;
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

static uint32_t slot_of(const Counting *c, const uint32_t key[TALLY_DIMENSIONS]) {
    uint64_t h = hash_mix((uint64_t)key[0] << 32 | key[1], key[2]);
    uint32_t at = (uint32_t)h & (c->cap_slots - 1);
    while (c->slots[at] != 0 && memcmp(c->cells[c->slots[at] - 1].key, key, TALLY_DIMENSIONS * sizeof *key) != 0) {
        at = (at + 1) & (c->cap_slots - 1);
    }
    return at;
}

static void grow(Counting *c) {
    if (c->n * 2 >= c->cap_slots) {
        c->cap_slots = c->cap_slots > 0 ? c->cap_slots * 4 : 4096;
        c->slots = arena_array(c->arena, uint32_t, c->cap_slots);
        for (uint32_t i = 0; i < c->n; i++) {
            c->slots[slot_of(c, c->cells[i].key)] = i + 1;
        }
    }
    if (c->n == c->cap) {
        uint32_t cap = c->cap > 0 ? c->cap * 2 : 1024;
        c->cells = arena_grow(c->arena, c->cells, c->cap * sizeof *c->cells, cap * sizeof *c->cells);
        c->cap = cap;
    }
}

/* The cell of that key; a new one has no last_event. */
static Cell *cell_of(Counting *c, const uint32_t key[TALLY_DIMENSIONS]) {
    grow(c);
    uint32_t at = slot_of(c, key);
    if (c->slots[at] == 0) {
        c->cells[c->n] = (Cell){.last_event = 0};
        memcpy(c->cells[c->n].key, key, sizeof c->cells[c->n].key);
        c->slots[at] = ++c->n;
    }
    return &c->cells[c->slots[at] - 1];
}

static bool see_facts(void *data, const Fact *facts, uint32_t n) {
    Counting *c = data;
    for (uint32_t i = 0; i < n; i++) {
        const Fact *f = &facts[i];
        if (!match_fact(&c->match, f)) {
            continue;
        }
        uint32_t key[TALLY_DIMENSIONS] = {0};
        for (uint32_t k = 0; k < c->n_by; k++) {
            key[k] = key_of(c, f, c->by[k]);
        }
        c->events += f->event != c->last_event;
        c->last_event = f->event;
        Cell *cell = cell_of(c, key);
        if (cell->last_event == f->event) {
            continue;
        }
        cell->last_event = f->event;
        cell->events++;
        cell->quad[event_quad((EventType)f->type) - 1]++;
        cell->score += (double)f->score;
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

static int by_key(const void *a, const void *b) {
    const Cell *x = a, *y = b;
    for (int i = 0; i < TALLY_DIMENSIONS; i++) {
        if (x->key[i] != y->key[i]) {
            return x->key[i] < y->key[i] ? -1 : 1;
        }
    }
    return 0;
}

static int by_count(const void *a, const void *b) {
    const Cell *x = a, *y = b;
    return x->events != y->events ? (x->events > y->events ? -1 : 1) : by_key(a, b);
}

/* Brings the k first of n cells to the front, in any order (Hoare 1961, "Algorithm 65: find", in Wirth's form). */
static void keep_first(Cell *cells, uint32_t n, uint32_t k, int (*compare)(const void *, const void *)) {
    int64_t lo = 0, hi = (int64_t)n - 1, last = (int64_t)k - 1;
    while (k < n && lo < hi) {
        Cell pivot = cells[lo + (hi - lo) / 2];
        int64_t i = lo, j = hi;
        while (i <= j) {
            while (compare(&cells[i], &pivot) < 0) {
                i++;
            }
            while (compare(&cells[j], &pivot) > 0) {
                j--;
            }
            if (i <= j) {
                Cell swap = cells[i];
                cells[i++] = cells[j];
                cells[j--] = swap;
            }
        }
        if (last <= j) {
            hi = j;
        } else if (last >= i) {
            lo = i;
        } else {
            return;
        }
    }
}

static bool make_rows(Store *store, Counting *c, TallyOrder order, uint32_t limit, Arena *arena, Tally *tally) {
    uint32_t n = c->n;
    uint32_t kept = limit > 0 && limit < n ? limit : n;
    int (*compare)(const void *, const void *) = order == TALLY_BY_COUNT ? by_count : by_key;
    keep_first(c->cells, n, kept, compare);
    if (kept > 1) { /* an empty result has no cells */
        qsort(c->cells, kept, sizeof *c->cells, compare);
    }
    *tally = (Tally){.events = c->events, .total_rows = n, .n = kept};
    tally->rows = arena_array(arena, TallyRow, tally->n);
    for (uint32_t i = 0; i < tally->n; i++) {
        const Cell *cell = &c->cells[i];
        TallyRow *row = &tally->rows[i];
        row->events = cell->events;
        row->score = cell->score / (double)cell->events;
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
    Counting c = {.by = by, .n_by = n_by < TALLY_DIMENSIONS ? n_by : TALLY_DIMENSIONS, .arena = &scratch};
    c.codes = arena_new(arena, Codes);
    bool ok = (read_codes(store, c.codes, arena) || db_fail(store, err)) &&
              match_init(&c.match, store, filter, &scratch, err) &&
              facts_scan(store, filter->from, filter->to, see_facts, &c, err) &&
              (make_rows(store, &c, order, limit, arena, tally) || db_fail(store, err));
    arena_release(&scratch);
    return ok;
}
