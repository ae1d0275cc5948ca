#ifndef BASE_HASHES_H
#define BASE_HASHES_H

/* A set of 64-bit hashes: filled with vec_push(), sorted once, then asked. */

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"

typedef VEC(uint64_t) Hashes;

void hashes_sort(Hashes *set);
/* The set must be sorted; an empty one is. */
bool hashes_have(const Hashes *set, uint64_t hash);

#endif
