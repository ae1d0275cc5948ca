#ifndef STORE_ENTRY_H
#define STORE_ENTRY_H

/* Private to src/store: a coded document on its way into the derived rows. */

#include "base/point.h"
#include "store/acts.h"
#include "store/facts.h"
#include "store/mark.h"
#include "store/names.h"

typedef struct Entry {
    /* given */
    Names *names;
    FactWriter *facts;
    Acts *acts;
    Arena *arena;
    const Doc *doc;
    int64_t coder, report;
    int64_t next_event; /* id of its first event */
    /* found on the way */
    bool copy;
    int64_t original; /* of which it is a copy, or 0 */
    PointMap points;
    int64_t publisher;
    Mark mark; /* what its events share */
    ActorIds *entities;
    int64_t *attributions, *places, *events;
} Entry;

bool entry_write(Entry *entry);

#endif
