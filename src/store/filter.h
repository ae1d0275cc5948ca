#ifndef STORE_FILTER_H
#define STORE_FILTER_H

/* Which events?  One list of keys serves the options of the commands and the parameters of the JSON API:

     filter_set(&filter, "actor", "RUS,BLR")      demarche query --actor RUS,BLR      /api/events?actor=RUS,BLR

   Different keys all have to hold; of the values of one key, joined by commas, one has to.  A value that ends in
   nothing that is known is an error with a list of what is. */

#include "doc/doc.h"
#include "store/store.h"

/*  key, field, what it takes (for the help and the API's description) */
#define FILTERS(X)                                                                                                     \
    X("from", from, "first day: 2023, 2023-06 or 2023-06-12")                                                          \
    X("to", to, "last day, likewise; a year or a month counts whole")                                                  \
    X("actor", actor, "who acts: a code (RUS, UNO), a sector (MIL), both (RUS/MIL), or part of a name")                \
    X("recipient", recipient, "to whom, likewise")                                                                     \
    X("party", party, "who takes part on either side, likewise")                                                       \
    X("type", types, "PLOVER types: ASSAULT,COERCE")                                                                   \
    X("mode", modes, "modes: drone, or SANCTION/expel where a name is of several types")                               \
    X("quad", quads, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict")           \
    X("status", statuses,                                                                                              \
      "reported, claimed, disputed, denied, negated, planned, hypothetical, historical; happened: told to have "       \
      "happened (reported, claimed, disputed, historical)")                                                            \
    X("context", contexts, "contexts: military,election; one has to hold")                                             \
    X("source", source, "part of the publisher's name")                                                                \
    X("place", place, "where: a country's code, or part of a place's name")                                            \
    X("text", text, "words of the report, all of them; \"a phrase\", begin*, one OR other, NOT word")                  \
    X("confidence", confidence, "at least this, 0 to 1")                                                               \
    X("copies", copies, "yes: events in copies of other reports too (default: no)")                                    \
    X("once", once,                                                                                                    \
      "act: of the same event over all reports only the first; day: of the same type, mode and parties "               \
      "only the first of a day (default: all)")

enum {
    FILTER_HAPPENED = 1 << STATUS_reported | 1 << STATUS_claimed | 1 << STATUS_disputed | 1 << STATUS_historical,
};

typedef enum Once { ONCE_NOT, ONCE_ACT, ONCE_DAY } Once;

typedef struct Filter {
    int32_t from, to;                                 /* days; DAY_NONE open */
    Str actor, recipient, party, source, place, text; /* absent: any */
    uint32_t types, statuses, quads;                  /* bits; 0 any */
    uint64_t modes[2];                                /* bits of Mode; both 0: any */
    uint64_t contexts;                                /* bits; 0 any */
    double confidence;
    bool copies;
    Once once;
    int64_t report, act; /* of this report, this act alone; 0 any (set by the program, no key) */
} Filter;

void filter_init(Filter *filter); /* all events, copies left out */
/* False for a key that is none ("there is no filter …") or a wrong value. The strings are kept, not copied. */
bool filter_set(Filter *filter, Str key, Str value, Err *err);

typedef struct FilterKey {
    const char *key, *what;
} FilterKey;
extern const FilterKey filter_keys[];
extern const int filter_key_count;

#endif
