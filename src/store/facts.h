#ifndef STORE_FACTS_H
#define STORE_FACTS_H

/* All events of the store as an array of small records, for questions over many events: whatever the filters, one pass
   over the array answers (a million records: some ten milliseconds), where SQL would need an index for each kind of
   question.  The array lies in table `fact`, in blocks of FACT_BLOCK records, in order of event; it is derived, and
   written in the byte order of the machine that made it.

     event with actors A1, A2 and recipients B1   →   records (A1, B1) and (A2, B1), next to each other
     event with actors A1, A2 alone               →   (A1, A2) and (A2, A1): each acts on the other
     event with one actor alone                   →   (A1, 0) */

#include "doc/doc.h"
#include "store/store.h"

enum {
    FACT_BLOCK = 4096,
    FACT_GROUP = 512,    /* records seen at a time: what each step needs of them stays in the cache */
    FACT_MAX_PAIRS = 64, /* of one event; further ones are left out of counts */
};

enum {
    FACT_COPY = 1,  /* its report is a copy of another */
    FACT_FIRST = 2, /* the first event of its act */
};

typedef struct Fact {
    uint64_t contexts; /* bit 1 << Context */
    uint32_t event, report, act;
    uint32_t actor, recipient;             /* actor.id; 0 none */
    uint32_t place;                        /* place.id; 0 none */
    uint32_t publisher;                    /* publisher.id; 0 none */
    int32_t day;                           /* DAY_NONE unknown */
    uint16_t actor_party, recipient_party; /* party.id; 0 none */
    uint8_t type, mode, status, flags;
    float score;
    float confidence;
} Fact;

/* Writes facts at the end; the last block is held until facts_flush(), which must come before each commit.  After a
   rollback, or when another connection wrote, facts_reload(). */
typedef struct FactWriter {
    Store *store;
    int64_t block;
    uint32_t n;
    bool dirty;
    Fact at[FACT_BLOCK];
} FactWriter;

bool facts_reload(FactWriter *w);
bool facts_add(FactWriter *w, const Fact *fact);
bool facts_flush(FactWriter *w);

/* Calls `see` with groups of at most FACT_GROUP records, in order: all of the blocks that may hold a day of [from, to]
   (DAY_NONE: open).  `see` returns false to stop early, which is no failure.  The records are valid during the call. */
typedef bool FactSee(void *data, const Fact *facts, uint32_t n);
bool facts_scan(Store *store, int32_t from, int32_t to, FactSee *see, void *data, Err *err);

#endif
