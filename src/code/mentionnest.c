#include "code/mentionnest.h"

#include "base/hashes.h"

typedef struct Persons {
    Hashes full, last; /* of whole names of two words or more, and of their last words */
    uint32_t longest;  /* words of the longest */
} Persons;

static uint32_t words_in(const NameMap *map, uint32_t first, uint32_t end) {
    return map->word_at[end] - map->word_at[first];
}

static bool is_person(const NameRun *run) {
    return run->piece == PIECE_NAME && run->type == ENTITY_person && !run->other;
}

static Persons persons_of(const NameMap *map, const NameRuns *runs, Arena *arena) {
    Persons p = {0};
    for (uint32_t i = 0; i < runs->n; i++) {
        const NameRun *run = &runs->at[i];
        uint32_t words = words_in(map, run->first, run->end);
        if (is_person(run) && words > 1) {
            vec_push(arena, &p.full, actorname_hash(map, run->first, run->end));
            vec_push(arena, &p.last, map->words[map->word_at[run->end] - 1].hash);
            p.longest = words > p.longest ? words : p.longest;
        }
    }
    hashes_sort(&p.full);
    hashes_sort(&p.last);
    return p;
}

/* The end of the person's name that begins at token t of the run; t: none does. */
static uint32_t person_end(const NameMap *map, const Persons *p, const NameRun *run, uint32_t t) {
    for (uint32_t end = run->end; end > t; end--) {
        uint32_t words = words_in(map, t, end);
        bool whole = t == run->first && end == run->end;
        if (words > 1 && words <= p->longest && (!whole || run->other) &&
            hashes_have(&p->full, actorname_hash(map, t, end))) {
            return end;
        }
        if (words == 1 && end == t + 1 && !whole && run->match == NONE &&
            hashes_have(&p->last, map->words[map->word_at[t]].hash)) {
            return end;
        }
    }
    return t;
}

void mentionnest_find(const NameMap *map, const NameRuns *runs, Arena *arena, NameRuns *inner) {
    Persons p = persons_of(map, runs, arena);
    for (uint32_t i = 0; i < runs->n && p.full.n > 0; i++) {
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
