#ifndef STORE_CELLS_H
#define STORE_CELLS_H

/* Private to src/store: the cells of a count, found by their keys.  There may be a million of them, more than any cache
   holds, so that each look is a wait for memory: keys come in groups, and the waits of a group overlap. */

#include "store/facts.h"
#include "store/query.h"

typedef struct Cell {
    uint32_t key[TALLY_DIMENSIONS];
    uint32_t last_event;
    uint32_t quad[4]; /* events */
    double score;     /* sum */
} Cell;

typedef struct CellKey {
    uint32_t at[TALLY_DIMENSIONS], hash;
} CellKey;

enum { CELL_CHUNKS = 20 };

typedef struct Cells {
    Cell *chunks[CELL_CHUNKS]; /* in order of first sight; each chunk holds twice as many as the one before */
    uint32_t n, cap, cap_slots;
    struct CellSlot *slots; /* open hash */
    Cell *sorted;
} Cells;

CellKey cell_key(const uint32_t at[TALLY_DIMENSIONS]);

/* Room for the cells of these keys, which are fetched into the cache; comes before cells_at() of each of them. */
void cells_expect(Cells *cells, const CellKey *keys, uint32_t n);
/* The cell of that key, valid until the next cells_expect(); a new one is zero but for the key. */
Cell *cells_at(Cells *cells, const CellKey *key);
/* The first k of them in order, valid until cells_release(); call it once. */
const Cell *cells_sort(Cells *cells, TallyOrder order, uint32_t k);
void cells_release(Cells *cells);

static inline uint32_t cell_events(const Cell *cell) {
    return cell->quad[0] + cell->quad[1] + cell->quad[2] + cell->quad[3];
}

#endif
