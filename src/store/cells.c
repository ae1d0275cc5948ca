#include "store/cells.h"

#include <stdlib.h>

#include "base/pages.h"

typedef struct CellSlot {
    uint32_t hash, cell; /* number of a cell + 1, 0 free */
} CellSlot;

CellKey cell_key(const uint32_t at[TALLY_DIMENSIONS]) {
    CellKey key = {.hash = (uint32_t)hash_mix((uint64_t)at[0] << 32 | at[1], at[2])};
    memcpy(key.at, at, sizeof key.at);
    return key;
}

/* ---- finding ---- */

enum { FIRST_CHUNK = 4096 };

static uint32_t chunk_size(uint32_t chunk) {
    return (uint32_t)FIRST_CHUNK << chunk;
}

static Cell *cell_number(const Cells *c, uint32_t i) {
    uint32_t chunk = 31 - (uint32_t)__builtin_clz(i / FIRST_CHUNK + 1);
    return &c->chunks[chunk][i - (chunk_size(chunk) - FIRST_CHUNK)];
}

static uint32_t first_slot(const Cells *c, uint32_t hash) {
    return hash & (c->cap_slots - 1);
}

/* The hash in the slot spares the look at most cells of other keys, and at all of them when the table grows. */
static bool is_cell(const Cells *c, const CellSlot *slot, const CellKey *key) {
    return slot->hash == key->hash && memcmp(cell_number(c, slot->cell - 1)->key, key->at, sizeof key->at) == 0;
}

Cell *cells_at(Cells *c, const CellKey *key) {
    uint32_t at = first_slot(c, key->hash);
    while (c->slots[at].cell != 0) {
        if (is_cell(c, &c->slots[at], key)) {
            return cell_number(c, c->slots[at].cell - 1);
        }
        at = first_slot(c, at + 1);
    }
    Cell *cell = cell_number(c, c->n++);
    memcpy(cell->key, key->at, sizeof cell->key);
    c->slots[at] = (CellSlot){key->hash, c->n};
    return cell;
}

/* ---- room ---- */

/* Doubled, a hash is read and written in order. */
static void grow_slots(Cells *c) {
    CellSlot *old = c->slots;
    uint32_t cap = c->cap_slots;
    c->cap_slots = cap > 0 ? cap * 2 : 4096;
    c->slots = pages_array(CellSlot, c->cap_slots);
    for (uint32_t i = 0; i < cap; i++) {
        uint32_t at = first_slot(c, old[i].hash);
        while (old[i].cell != 0 && c->slots[at].cell != 0) {
            at = first_slot(c, at + 1);
        }
        if (old[i].cell != 0) {
            c->slots[at] = old[i];
        }
    }
    pages_give(old, cap * sizeof *old);
}

static void add_chunk(Cells *c) {
    uint32_t chunk = 0;
    while (chunk < CELL_CHUNKS - 1 && c->chunks[chunk] != NULL) {
        chunk++;
    }
    c->chunks[chunk] = pages_array(Cell, chunk_size(chunk));
    c->cap += chunk_size(chunk);
}

void cells_expect(Cells *c, const CellKey *keys, uint32_t n) {
    while ((c->n + n) * 2 > c->cap_slots) {
        grow_slots(c);
    }
    while (c->n + n > c->cap) {
        add_chunk(c);
    }
    for (uint32_t i = 0; i < n; i++) {
        __builtin_prefetch(&c->slots[first_slot(c, keys[i].hash)], 1);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t cell = c->slots[first_slot(c, keys[i].hash)].cell;
        __builtin_prefetch(cell_number(c, cell > 0 ? cell - 1 : c->n), 1);
    }
}

void cells_release(Cells *c) {
    pages_give(c->slots, c->cap_slots * sizeof *c->slots);
    pages_give(c->sorted, c->n * sizeof *c->sorted);
    for (uint32_t i = 0; i < CELL_CHUNKS; i++) {
        pages_give(c->chunks[i], chunk_size(i) * sizeof *c->chunks[i]);
    }
    *c = (Cells){0};
}

/* ---- order ---- */

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
    uint32_t x = cell_events(a), y = cell_events(b);
    return x != y ? (x > y ? -1 : 1) : by_key(a, b);
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

/* How many events the k-th in order of count has. */
static uint32_t least_events(const Cells *c, uint32_t k) {
    enum { COUNTS = 1024 };
    uint32_t with[COUNTS] = {0}, least = COUNTS - 1;
    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t events = cell_events(cell_number(c, i));
        with[events < COUNTS ? events : COUNTS - 1]++;
    }
    for (uint32_t sum = with[least]; sum < k; sum += with[--least]) {
    }
    return least;
}

/* Most cells of a large table have one event: where the first few are wanted, they need not even be copied. */
const Cell *cells_sort(Cells *c, TallyOrder order, uint32_t k) {
    int (*compare)(const void *, const void *) = order == TALLY_BY_COUNT ? by_count : by_key;
    uint32_t least = order == TALLY_BY_COUNT && k < c->n ? least_events(c, k) : 0;
    if (k == 0) {
        return NULL;
    }
    uint32_t n = 0;
    c->sorted = pages_array(Cell, c->n);
    for (uint32_t i = 0; i < c->n; i++) {
        const Cell *cell = cell_number(c, i);
        if (cell_events(cell) >= least) {
            c->sorted[n++] = *cell;
        }
    }
    keep_first(c->sorted, n, k, compare);
    qsort(c->sorted, k, sizeof *c->sorted, compare);
    return c->sorted;
}
