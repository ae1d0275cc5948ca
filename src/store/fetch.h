#ifndef STORE_FETCH_H
#define STORE_FETCH_H

/* Private to src/store: an event's row, put together from its tables. */

#include "store/db.h"
#include "store/query.h"

/* *found false: there is no such event. */
bool fetch_event(Store *store, int64_t id, Arena *arena, StoredEvent *event, bool *found);

/* The piece of a text between two code points. */
Str text_slice(Str text, int64_t start, int64_t end);
/* The next "[a,b…]" of a JSON list of lists of numbers: its first two; false at the end. */
bool spans_next(Str *rest, int64_t span[2]);

#endif
