#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

/* Docs into the store: the one writer.  Reports are written in batches, each one transaction; what a batch holds is in
   the store after its commit, whole, whatever happens next.  The same Docs in the same order give the same rows,
   however often the run was killed in between.

     report_hash() ──► ledger_known()?  skip, nothing to code     (any thread, with a Store of its own)
                            │ no
     coder_run()            ▼
     ledger_add() ── report, entities, attributions, events, copy of?, acts, facts ──► ledger_commit() now and then */

#include "base/sha256.h"
#include "doc/doc.h"
#include "store/store.h"

typedef struct Ledger Ledger;

/* What makes a report the same report: SHA-256 over all that was read of it. */
void report_hash(const Doc *doc, unsigned char hash[SHA256_BYTES]);

bool ledger_known(Store *store, const unsigned char hash[SHA256_BYTES], bool *known, Err *err);

/* `coder` names program, model and lexicon version; `command` is for the table of runs.  NULL on failure. */
Ledger *ledger_open(Store *store, Str coder, const char *command, Err *err);

/* Writes a coded document, unless the store knows it (*added says so).  Begins a batch where none is open; commits one
   that is five seconds old or large.  After a failure nothing of the open batch is kept, and the ledger is only good
   for closing. */
bool ledger_add(Ledger *ledger, const Doc *doc, const unsigned char hash[SHA256_BYTES], bool *added, Err *err);
/* At most so many reports in a batch (default 4096). */
void ledger_batch(Ledger *ledger, uint32_t reports);
void ledger_failed(Ledger *ledger);  /* counts an input that could not be read or coded */
void ledger_skipped(Ledger *ledger); /* counts one that was known */
bool ledger_commit(Ledger *ledger, Err *err);

/* Commits, completes the run's row, and frees.  Safe after a failure (then nothing is committed). */
bool ledger_close(Ledger *ledger, Err *err);

typedef struct LedgerCounts {
    uint64_t added, known, failed, copies, events;
} LedgerCounts;
LedgerCounts ledger_counts(const Ledger *ledger);

/* Writes the derived rows of a report that is in the store and has none: see rebuild.h.  The transaction is begun with
   ledger_begin and ends with ledger_commit; dropped, it never was. */
bool ledger_begin(Ledger *ledger, Err *err);
bool ledger_derive(Ledger *ledger, int64_t report, const Doc *doc, Err *err);
/* After rows were thrown away below the ledger: ids are counted anew. */
bool ledger_restart(Ledger *ledger, Err *err);
/* Writes what is held back, without committing: what follows can be read within the transaction. */
bool ledger_flush(Ledger *ledger, Err *err);
/* Rolls the open batch back. */
void ledger_drop(Ledger *ledger);

#endif
