#include "base/hashes.h"

#include <stdlib.h>

static int by_value(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

void hashes_sort(Hashes *set) {
    if (set->n > 0) {
        qsort(set->at, set->n, sizeof *set->at, by_value);
    }
}

bool hashes_have(const Hashes *set, uint64_t hash) {
    return set->n > 0 && bsearch(&hash, set->at, set->n, sizeof *set->at, by_value) != NULL;
}
