#include "out/points.h"

#include "base/utf8.h"

enum { STEP = 64 };

Points points_of(Arena *arena, Str text) {
    Points p = {.text = text};
    uint32_t total = utf8_count(text);
    if (total == text.n) {
        return p;
    }
    p.counts = arena_array(arena, uint32_t, text.n / STEP + 1);
    for (uint32_t i = 1; i <= text.n / STEP; i++) {
        p.counts[i] = p.counts[i - 1] + utf8_count(str_sub(text, (i - 1) * STEP, i * STEP));
    }
    return p;
}

uint32_t points_at(const Points *p, uint32_t byte) {
    if (p->counts == NULL) {
        return byte;
    }
    uint32_t i = byte / STEP;
    return p->counts[i] + utf8_count(str_sub(p->text, i * STEP, byte));
}
