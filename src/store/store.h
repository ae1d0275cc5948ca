#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* A store: one SQLite file (WAL) of reports and of what the coder found in them.  schema.sql describes every table.

     ledger.h   Docs → store          one writer, in batches
     query.h    store → events, counts
     board.h    store → claims, voices, all tellings of an act
     record.h   store → Doc           a report with everything coded, as it was

   A Store belongs to one thread at a time; other threads open their own.  Readers never wait for the writer.
   Only store_cancel() may be called from elsewhere. */
typedef struct Store Store;

typedef enum StoreMode {
    STORE_READ,   /* must exist; nothing is written, so a read-only file, folder or disk will do */
    STORE_WRITE,  /* must exist */
    STORE_CREATE, /* made if it does not exist */
} StoreMode;

enum {
    STORE_VERSION = 2,              /* PRAGMA user_version of the schema that this program writes */
    STORE_APPLICATION = 0x64656d61, /* PRAGMA application_id: "dema" */
};

/* Opens, and migrates an older schema when writing.  NULL with `err`: no such file, no store, a store of a newer
   program, damaged, locked for more than ten seconds, not permitted. */
Store *store_open(const char *path, StoreMode mode, Err *err);
void store_close(Store *store); /* NULL does nothing; an open transaction is rolled back */

/* From now on this store is read as it is now, whatever others write, until it is closed: one answer put together from
   several questions agrees with itself. */
bool store_hold(Store *store, Err *err);

/* Makes the running and every later call of this store fail with "cancelled" until store_resume(); safe from any thread
   and from a signal handler. */
void store_cancel(Store *store);
void store_resume(Store *store);

/* Reads the whole file: SQLite's integrity check, then foreign keys, then what only we know (derived rows for every
   report, counters).  False with the first fault. */
bool store_check(Store *store, Err *err);

/* SHA-256 over all rows of each table, in order of name; the diary of runs and the full-text index are left out.  Two
   stores with the same digests hold the same. */
typedef bool DigestSee(void *data, const char *table, int64_t rows, const char *hex);
bool store_digest(Store *store, DigestSee *see, void *data, Err *err);

typedef struct StoreSize {
    int64_t reports, copies, events, acts, claims, actors, publishers, bytes;
    int32_t day_min, day_max; /* of events; DAY_NONE */
    char coder[128];          /* the newest coder of any report */
    int64_t last_report;      /* the highest report.id */
    int64_t other_coder;      /* reports coded by another version */
} StoreSize;
bool store_size(Store *store, StoreSize *size, Err *err);

#endif
