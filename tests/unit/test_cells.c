/* src/store: counts with more cells, and filters with more keys, than fit any first table */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/pages.h"
#include "store/cells.h"
#include "store/match.h"

enum { CELLS = 50000 };

static void pages_are_zeroed(void **state) {
    (void)state;
    static const size_t sizes[] = {1, 4096, 4097, 2 << 20, (2 << 20) + 1, 9 << 20};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *p = pages_take(sizes[i]);
        assert_int_equal(p[0] | p[sizes[i] - 1], 0);
        p[0] = p[sizes[i] - 1] = 1;
        pages_give(p, sizes[i]);
    }
    pages_give(NULL, 0);
}

/* Cell i is met 1 + i % 5 times, in five rounds; 99 is met two thousand times more. */
static uint32_t met(uint32_t i) {
    return 1 + i % 5 + (i == 99 ? 2000 : 0);
}

static void meet(Cells *cells, uint32_t i) {
    CellKey key = cell_key((uint32_t[]){i * 7919, i, 1});
    cells_expect(cells, &key, 1);
    cells_at(cells, &key)->quad[i % 4]++;
}

static Cells full_table(void) {
    Cells cells = {0};
    for (uint32_t round = 1; round <= 5; round++) {
        for (uint32_t i = 0; i < CELLS; i++) {
            if (round <= 1 + i % 5) {
                meet(&cells, i);
            }
        }
    }
    for (uint32_t i = 0; i < 2000; i++) {
        meet(&cells, 99);
    }
    assert_int_equal(cells.n, CELLS);
    return cells;
}

/* By key, all and the first few: the same as numbers sorted. */
static int by_first(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void cells_come_by_key(void **state) {
    (void)state;
    static const uint32_t wanted[] = {CELLS, 20, 1};
    uint32_t *firsts = calloc(CELLS, sizeof *firsts);
    for (uint32_t i = 0; i < CELLS; i++) {
        firsts[i] = i * 7919;
    }
    qsort(firsts, CELLS, sizeof *firsts, by_first);
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        Cells cells = full_table();
        const Cell *list = cells_sort(&cells, TALLY_BY_KEY, wanted[w]);
        for (uint32_t k = 0; k < wanted[w]; k++) {
            assert_int_equal(list[k].key[0], firsts[k]);
            assert_int_equal(cell_events(&list[k]), met(list[k].key[1]));
        }
        cells_release(&cells);
    }
    free(firsts);
}

static void cells_come_by_count(void **state) {
    (void)state;
    static const uint32_t wanted[] = {CELLS, 12000, 30, 1};
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) {
        Cells cells = full_table();
        const Cell *list = cells_sort(&cells, TALLY_BY_COUNT, wanted[w]);
        assert_int_equal(list[0].key[1], 99);
        for (uint32_t k = 1; k < wanted[w]; k++) {
            uint32_t before = cell_events(&list[k - 1]), here = cell_events(&list[k]);
            assert_true(before > here || (before == here && list[k - 1].key[0] < list[k].key[0]));
            assert_int_equal(here, met(list[k].key[1]));
        }
        cells_release(&cells);
    }
    Cells none = {0};
    assert_null(cells_sort(&none, TALLY_BY_COUNT, 0));
    cells_release(&none);
}

/* Of each day, pair and type twice, far apart, the first alone is kept. */
static void many_days_are_told_apart(void **state) {
    (void)state;
    static const char path[] = BINARY_DIR "/test_cells.db";
    Err err;
    Filter filter;
    Match match;
    Arena arena = {0};
    Store *store = store_open(path, STORE_CREATE, &err);
    assert_non_null(store);
    filter_init(&filter);
    filter.once = ONCE_DAY;
    assert_true(match_init(&match, store, &filter, &arena, &err));
    Fact facts[FACT_GROUP];
    const Fact *kept[FACT_GROUP];
    uint32_t n = 0, total = 0;
    for (uint32_t i = 0; i < 2 * CELLS; i++) {
        facts[n++] = (Fact){.event = i + 1, .day = (int32_t)(i % CELLS / 100), .actor = i % 100 + 1, .recipient = 7};
        if (n == FACT_GROUP || i + 1 == 2 * CELLS) {
            total += match_facts(&match, facts, n, kept);
            n = 0;
        }
    }
    assert_int_equal(total, CELLS);
    match_release(&match);
    arena_release(&arena);
    store_close(store);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_are_zeroed),
        cmocka_unit_test(cells_come_by_key),
        cmocka_unit_test(cells_come_by_count),
        cmocka_unit_test(many_days_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
