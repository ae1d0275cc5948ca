#ifndef SERVE_STORES_H
#define SERVE_STORES_H

/* Open stores for many threads: a Store belongs to one thread at a time, so each request borrows one.
   A question ends with "cancelled" when it runs longer than STORES_SECONDS, when somebody cancels it by its name, or
   when who asked has gone. */

#include "store/store.h"

#include "base/str.h"

enum { STORES_MAX = 8, STORES_SECONDS = 30 };

typedef struct Stores Stores;

/* NULL with `err`: the store cannot be opened.  `path` must outlive it. */
Stores *stores_open(const char *path, Err *err);
void stores_close(Stores *stores);

/* Waits until one is free; NULL with `err` after STORES_SECONDS.  `name` (absent: none) is what stores_cancel() knows
   the question by, `socket` (0: none) where the answer goes. */
Store *stores_take(Stores *stores, Str name, int socket, Err *err);
void stores_give(Stores *stores, Store *store);
/* How many questions of that name it ended. */
int stores_cancel(Stores *stores, Str name);

#endif
