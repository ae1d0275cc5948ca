#ifndef STORE_REBUILD_H
#define STORE_REBUILD_H

/* All derived rows anew from the reports, in one transaction: until it ends, readers see the store as it was, and a
   killed rebuild never happened.

     rebuild_strip()     keeps the events as they were in a temporary table, throws derived rows away
     ledger_derive() …   for each report in order
     rebuild_changes()   what is different now
     ledger_commit()                                                                                        */

#include "store/ledger.h"

bool rebuild_strip(Store *store, Err *err);

typedef enum ChangeKind { CHANGE_GONE, CHANGE_NEW, CHANGE_STATUS } ChangeKind;

typedef struct Change {
    ChangeKind kind;
    int64_t report;
    Str doc, type, mode, actors, recipients, quote;
    Str before, after; /* status; absent where the event is not */
} Change;
typedef bool ChangeSee(void *data, const Change *change);

typedef struct ChangeCounts {
    int64_t before, after, gone, added, status; /* events */
    int64_t reports;                            /* with any change */
} ChangeCounts;

/* An event is the same by report, type, mode, trigger, and participants' names and codes.  Calls `see` (may be NULL)
   for each difference, in order of report; it returns false to hear no more. */
bool rebuild_changes(Store *store, ChangeCounts *counts, ChangeSee *see, void *data, Err *err);

#endif
