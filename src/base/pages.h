#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

/* Zeroed memory straight from the system, for tables that are large and looked at in no order: in large pages where the
   system has them, so that a table of a million rows is not ten thousand first touches, and a look not two waits.  No
   memory: the program says so and aborts, as arenas do. */
void *pages_take(size_t bytes);
/* NULL is allowed; `bytes` as they were asked for. */
void pages_give(void *p, size_t bytes);

#define pages_array(Type, n) ((Type *)pages_take(sizeof(Type) * (size_t)(n)))

#endif
