#include "base/point.h"

enum { STEP = 64 };

static uint32_t starts(const char *at, uint32_t n) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        count += ((unsigned char)at[i] & 0xC0) != 0x80;
    }
    return count;
}

PointMap point_map(Arena *arena, Str text) {
    uint32_t total = starts(text.at, text.n);
    if (total == text.n) {
        return (PointMap){text, NULL};
    }
    uint32_t *before = arena_array(arena, uint32_t, text.n / STEP + 1);
    for (uint32_t i = 1; i <= text.n / STEP; i++) {
        before[i] = before[i - 1] + starts(text.at + (size_t)(i - 1) * STEP, STEP);
    }
    return (PointMap){text, before};
}

uint32_t point_at(const PointMap *map, uint32_t byte) {
    if (map->before == NULL) {
        return byte;
    }
    uint32_t block = byte / STEP * STEP;
    return map->before[byte / STEP] + starts(map->text.at + block, byte - block);
}
