#include "code/mentionnest.h"

#include <stdlib.h>

typedef struct Persons {
    uint64_t *full, *last; /* hashes of whole names of two words or more, and of their last words; both sorted */
    uint32_t n;
    uint32_t longest; /* words of the longest */
} Persons;

static int by_value(const void *left, const void *right) {
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static bool holds(const uint64_t *sorted, uint32_t n, uint64_t value) {
    return n > 0 && bsearch(&value, sorted, n, sizeof *sorted, by_value) != NULL;
}

static uint32_t words_in(const NameMap *map, uint32_t first, uint32_t end) {
    return map->word_at[end] - map->word_at[first];
}

static bool is_person(const NameRun *run) {
    return run->piece == PIECE_NAME && run->type == ENTITY_person && !run->other;
}

static Persons persons_of(const NameMap *map, const NameRuns *runs, Arena *arena) {
    Persons p = {.full = arena_alloc(arena, (runs->n + 1) * sizeof *p.full),
                 .last = arena_alloc(arena, (runs->n + 1) * sizeof *p.last)};
    for (uint32_t i = 0; i < runs->n; i++) {
        const NameRun *run = &runs->at[i];
        uint32_t words = words_in(map, run->first, run->end);
        if (is_person(run) && words > 1) {
            p.full[p.n] = actorname_hash(map, run->first, run->end);
            p.last[p.n++] = map->words[map->word_at[run->end] - 1].hash;
            p.longest = words > p.longest ? words : p.longest;
        }
    }
    qsort(p.full, p.n, sizeof *p.full, by_value);
    qsort(p.last, p.n, sizeof *p.last, by_value);
    return p;
}

/* The end of the person's name that begins at token t of the run; t: none does. */
static uint32_t person_end(const NameMap *map, const Persons *p, const NameRun *run, uint32_t t) {
    for (uint32_t end = run->end; end > t; end--) {
        uint32_t words = words_in(map, t, end);
        bool whole = t == run->first && end == run->end;
        if (words > 1 && words <= p->longest && (!whole || run->other) &&
            holds(p->full, p->n, actorname_hash(map, t, end))) {
            return end;
        }
        if (words == 1 && end == t + 1 && !whole && run->match == NONE &&
            holds(p->last, p->n, map->words[map->word_at[t]].hash)) {
            return end;
        }
    }
    return t;
}

void mentionnest_find(const NameMap *map, const NameRuns *runs, Arena *arena, NameRuns *inner) {
    Persons p = persons_of(map, runs, arena);
    for (uint32_t i = 0; i < runs->n && p.n > 0; i++) {
        const NameRun *run = &runs->at[i];
        if (is_person(run) || run->piece != PIECE_NAME) {
            continue;
        }
        for (uint32_t t = run->first; t < run->end; t++) {
            uint32_t end = person_end(map, &p, run, t);
            if (end > t) {
                vec_push(
                    arena, inner,
                    ((NameRun){.first = t, .end = end, .match = NONE, .piece = PIECE_NAME, .type = ENTITY_person}));
                t = end - 1;
            }
        }
    }
}
