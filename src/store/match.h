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
    uint64_t keys[FACT_GROUP];
    uint32_t last_event; /* its verdict is remembered: an event's records stand together */
    bool last_kept;
} Match;

/* The sets lie in the arena; match_release() also after a failure, of a zeroed one too. */
bool match_init(Match *match, Store *store, const Filter *filter, Arena *arena, Err *err);
void match_release(Match *match);
/* Those of a group's records that match, in order; gives their number.  Call it for every group in order. */
uint32_t match_facts(Match *match, const Fact *facts, uint32_t n, const Fact *kept[FACT_GROUP]);

static inline bool ids_have(const IdSet *set, uint32_t id) {
    return set->bits == NULL || (id < set->limit && set->bits[id / 64] >> id % 64 & 1);
}

#endif
