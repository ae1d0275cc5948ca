#ifndef STORE_MATCH_H
#define STORE_MATCH_H

/* Private to src/store: a filter made ready for the pass over the facts: names become sets of ids, once a question. */

#include "store/facts.h"
#include "store/filter.h"

/* A set of row ids. */
typedef struct IdSet {
    uint64_t *bits; /* NULL: any */
    uint32_t limit; /* ids below */
} IdSet;

typedef struct PartySet {
    bool any;
    IdSet parties, actors; /* a participant is in either */
} PartySet;

typedef struct Match {
    Filter filter;
    PartySet actor, recipient, party;
    IdSet sources, places, reports;
    /* for once = act, day: what was seen */
    IdSet acts;
    IdSet coded;    /* parties that have a code */
    uint64_t *seen; /* open hash of keys; 0 free */
    uint32_t n_seen, cap_seen;
    uint32_t last_event; /* its verdict is remembered: an event's records stand together */
    bool last_kept;
    Arena *arena;
} Match;

bool match_init(Match *match, Store *store, const Filter *filter, Arena *arena, Err *err);
/* Whether the record matches; call it for every record in order. */
bool match_fact(Match *match, const Fact *fact);

static inline bool ids_have(const IdSet *set, uint32_t id) {
    return set->bits == NULL || (id < set->limit && set->bits[id / 64] >> id % 64 & 1);
}

#endif
