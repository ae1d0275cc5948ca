#include "store/query.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/fetch.h"
#include "store/match.h"

/* ---- cursors ---- */

void cursor_write(Cursor cursor, char text[32]) {
    snprintf(text, 32, "%d.%u", cursor.day == DAY_NONE ? 0 : cursor.day, cursor.event);
    if (cursor.day == DAY_NONE) {
        snprintf(text, 32, "n.%u", cursor.event);
    }
}

static bool whole_number(Str s, int64_t *value) {
    bool minus = s.n > 1 && s.at[0] == '-';
    *value = 0;
    for (uint32_t i = minus; i < s.n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9' || *value > INT64_MAX / 10 - 9) {
            return false;
        }
        *value = *value * 10 + (s.at[i] - '0');
    }
    *value = minus ? -*value : *value;
    return s.n > 0;
}

bool cursor_read(Str text, Cursor *cursor) {
    Str day;
    int64_t d = 0, e = 0;
    if (text.at == NULL || !str_split(&text, '.', &day) || text.at == NULL ||
        (!str_is(day, "n") && !whole_number(day, &d)) || !whole_number(text, &e) || d < INT32_MIN || d > INT32_MAX ||
        e <= 0 || e > UINT32_MAX) {
        return false;
    }
    *cursor = (Cursor){str_is(day, "n") ? DAY_NONE : (int32_t)d, (uint32_t)e};
    return true;
}

/* ---- events ---- */

/* Undated events count as older than all others. */
static int order_of(const Cursor *a, const Cursor *b, Order order) {
    int c = order == ORDER_ARRIVAL || a->day == b->day ? (a->event > b->event) - (a->event < b->event)
            : a->day < b->day                          ? -1
                                                       : 1;
    return order == ORDER_NEWEST ? -c : c;
}

/* The best `limit` events behind the cursor: a heap with the worst on top, or all of them where there is no limit. */
typedef struct Picking {
    Match match;
    const Page *page;
    Cursor *at;
    size_t n, cap;
    uint32_t last_event;
    uint64_t total, behind; /* that match; of these, behind the cursor */
} Picking;

static void swap(Cursor *a, Cursor *b) {
    Cursor c = *a;
    *a = *b;
    *b = c;
}

static void sift_down(Picking *p, size_t i) {
    for (;;) {
        size_t worst = i;
        for (size_t k = 2 * i + 1; k <= 2 * i + 2 && k < p->n; k++) {
            worst = order_of(&p->at[k], &p->at[worst], p->page->order) > 0 ? k : worst;
        }
        if (worst == i) {
            return;
        }
        swap(&p->at[i], &p->at[worst]);
        i = worst;
    }
}

static void sift_up(Picking *p, size_t i) {
    while (i > 0 && order_of(&p->at[i], &p->at[(i - 1) / 2], p->page->order) > 0) {
        swap(&p->at[i], &p->at[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
}

static void pick(Picking *p, Cursor c) {
    if (p->page->limit > 0 && p->n == p->page->limit) {
        if (order_of(&c, &p->at[0], p->page->order) < 0) {
            p->at[0] = c;
            sift_down(p, 0);
        }
        return;
    }
    if (p->n == p->cap) {
        p->cap = p->cap > 0 ? p->cap * 2 : 256;
        p->at = realloc(p->at, p->cap * sizeof *p->at);
        if (p->at == NULL) {
            fputs("demarche: out of memory for the events of a page\n", stderr);
            abort();
        }
    }
    p->at[p->n++] = c;
    if (p->page->limit > 0) {
        sift_up(p, p->n - 1);
    }
}

static bool see_facts(void *data, const Fact *facts, uint32_t n) {
    Picking *p = data;
    const Fact *kept[FACT_GROUP];
    n = match_facts(&p->match, facts, n, kept);
    for (uint32_t i = 0; i < n; i++) {
        if (kept[i]->event == p->last_event) {
            continue;
        }
        Cursor c = {kept[i]->day, kept[i]->event};
        p->last_event = kept[i]->event;
        p->total++;
        if (p->page->after.event == 0 || order_of(&c, &p->page->after, p->page->order) > 0) {
            p->behind++;
            pick(p, c);
        }
    }
    return true;
}

static _Thread_local Order sorting;
static int by_order(const void *a, const void *b) {
    return order_of(a, b, sorting);
}

static bool hand_out(Store *store, Picking *p, EventSee *see, void *data, PageEnd *end, Err *err) {
    Arena arena = {0};
    bool ok = true, go_on = true, found;
    for (size_t i = 0; i < p->n && ok && go_on; i++) {
        StoredEvent event;
        arena_reset(&arena);
        ok = (fetch_event(store, p->at[i].event, &arena, &event, &found) && !atomic_load(&store->cancelled)) ||
             db_fail(store, err);
        if (ok && found) {
            go_on = see(data, &event);
            end->last = p->at[i];
        }
    }
    arena_release(&arena);
    return ok;
}

bool query_events(Store *store, const Filter *filter, const Page *page, EventSee *see, void *data, PageEnd *end,
                  Err *err) {
    Arena arena = {0};
    Picking p = {.page = page};
    *end = (PageEnd){0};
    bool ok = match_init(&p.match, store, filter, &arena, err) &&
              facts_scan(store, filter->from, filter->to, see_facts, &p, err);
    match_release(&p.match);
    arena_release(&arena);
    if (ok) {
        sorting = page->order;
        if (p.n > 0) {
            qsort(p.at, p.n, sizeof *p.at, by_order);
        }
        end->total = p.total;
        end->more = p.behind > p.n;
        ok = see == NULL || hand_out(store, &p, see, data, end, err);
    }
    free(p.at);
    return ok;
}

bool query_event(Store *store, Str id, Arena *arena, StoredEvent *event, bool *found, Err *err) {
    int64_t number;
    if (!whole_number(id, &number) &&
        !db_int(store, &number, 0, "SELECT id FROM event WHERE eid = ?1 ORDER BY id LIMIT 1", "s", id)) {
        return db_fail(store, err);
    }
    return fetch_event(store, number, arena, event, found) || db_fail(store, err);
}
