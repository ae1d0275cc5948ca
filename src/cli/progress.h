#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* A line on standard error, where that is a terminal, five times a second:

     [#########.....]  62%  12,345 reports  1,234/s  3 failed  0:12 left                                      */
typedef struct Progress {
    bool on, shown;
    struct timespec begun, last;
} Progress;

void progress_begin(Progress *p, bool quiet);
/* done of total: bytes, or whatever tells how far it is; count: of `what`. */
void progress_show(Progress *p, uint64_t done, uint64_t total, uint64_t count, uint64_t failed, const char *what);
/* Takes the line away, before a message or at the end. */
void progress_clear(Progress *p);

#endif
