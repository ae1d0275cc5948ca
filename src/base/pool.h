#ifndef BASE_POOL_H
#define BASE_POOL_H

/* Work on a row of items by several threads, with the results in the order of the input:

     give() ──► ring of items ──► work() in `jobs` threads ──► take(), in the order given

   give() runs in the caller's thread, take() in a thread of its own (so that results go out while the input waits),
   work() in the workers.  With one job all three run in the caller's thread, one after the other.  The ring is bounded:
   give() waits while it is full. */

#include <stdbool.h>
#include <stddef.h>

typedef struct PoolTask {
    void *context;
    size_t item_size; /* items start zeroed, and are used again: each keeps what it owns for the next round */
    bool (*give)(void *context, void *item);                  /* fills the next item; false: no more */
    void (*work)(void *context, unsigned worker, void *item); /* worker: 0 … jobs − 1 */
    bool (*take)(void *context, void *item);                  /* false: stop, the rest is not wanted */
    void (*release)(void *context, void *item);               /* gives back what an item owns; may be NULL */
} PoolTask;

void pool_run(const PoolTask *task, unsigned jobs);

/* The number of processors that this process may use, at least 1. */
unsigned pool_processors(void);

#endif
