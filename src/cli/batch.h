#ifndef CLI_BATCH_H
#define CLI_BATCH_H

/* What the commands that read reports and write something for each have in common: inputs, threads, order, exit status.

     arguments ──► Source ──► pool: report(), in `jobs` threads ──► standard output, in the order of the input */

#include "cli/command.h"
#include "text/reader.h"

typedef struct Batch {
    const void *context; /* shared by the threads: read only */
    /* Writes what `record` makes into `out`.  `doc` is initialised and empty; its arenas are the thread's. */
    bool (*report)(const void *context, const Record *record, Doc *doc, StrBuf *out, Err *err);
    const char *header; /* written first; NULL none */
    unsigned jobs;
} Batch;

/* Reads the inputs that stand in `arguments` behind the options (standard input where there are none) and gives the
   exit status: what cannot be read or coded is named on standard error and the rest is done.  An interrupt finishes the
   reports in hand; a closed pipe ends quietly. */
int batch_run(const Batch *batch, poptContext arguments);

/* The value of --jobs; says what is wrong and returns false unless it is a number from 1 to 1024. */
bool batch_jobs(const char *value, unsigned *jobs);

#endif
