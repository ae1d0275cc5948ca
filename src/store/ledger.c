#include "store/ledger.h"

#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "store/entry.h"

enum {
    BATCH_REPORTS = 4096,
    BATCH_BYTES = 16 << 20, /* of text */
    BATCH_SECONDS = 5,
};

struct Ledger {
    Store *store;
    int64_t coder, run;
    int64_t version; /* PRAGMA data_version: changes when another connection wrote */
    bool open, broken, rebuilding;
    uint32_t batch_reports, batch_limit;
    uint64_t batch_bytes;
    struct timespec begun;
    int64_t next_event;
    int64_t unindexed; /* the batch's first new report; 0 none */
    LedgerCounts counts, committed;
    Arena arena; /* of one document */
    FactWriter facts;
    Acts acts;
    Names names;
};

/* ---- identity ---- */

static void hash_field(Sha256 *h, Str s) {
    unsigned char n[4] = {(unsigned char)s.n, (unsigned char)(s.n >> 8), (unsigned char)(s.n >> 16),
                          (unsigned char)(s.n >> 24)};
    sha256_add(h, n, sizeof n);
    sha256_add(h, s.at, s.n);
}

void report_hash(const Doc *doc, unsigned char hash[SHA256_BYTES]) {
    const Str fields[] = {doc->id,  doc->date, doc->title,    doc->byline, doc->section, doc->source,
                          doc->url, doc->lang, doc->dateline, doc->extra,  doc->text};
    Sha256 h;
    sha256_init(&h);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        hash_field(&h, fields[i]);
    }
    for (uint32_t i = 0; i < doc->captions.n; i++) {
        hash_field(&h, doc->captions.at[i].text);
        hash_field(&h, doc->captions.at[i].credit);
    }
    sha256_end(&h, hash);
}

bool ledger_known(Store *store, const unsigned char hash[SHA256_BYTES], bool *known, Err *err) {
    int64_t id;
    bool ok = db_int(store, &id, 0, "SELECT id FROM report WHERE hash = ?1", "b", (const void *)hash, SHA256_BYTES);
    *known = ok && id != 0;
    return ok || db_fail(store, err);
}

/* ---- batches ---- */

/* The indexes by hash change everywhere with each report, and a commit writes every changed page: large batches write
   each page for many reports.  What a kill costs is the coding of one batch. */

static bool reload(Ledger *l) {
    names_forget(&l->names);
    acts_forget(&l->acts);
    return facts_reload(&l->facts) && db_int(l->store, &l->next_event, 0, "SELECT max(id) FROM event", "") &&
           ++l->next_event > 0;
}

static bool start_batch(Ledger *l) {
    int64_t version;
    if (!db_begin(l->store) || !db_int(l->store, &version, 0, "PRAGMA data_version", "")) {
        return false;
    }
    l->open = true;
    l->batch_reports = 0;
    l->batch_bytes = 0;
    l->unindexed = 0;
    clock_gettime(CLOCK_MONOTONIC, &l->begun);
    if (version == l->version) {
        return true;
    }
    l->version = version;
    return reload(l);
}

static bool give_up(Ledger *l, Err *err) {
    db_fail(l->store, err);
    db_rollback(l->store);
    l->open = false;
    l->broken = true;
    l->counts = l->committed;
    return false;
}

static bool batch_is_due(const Ledger *l) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return l->batch_reports >= l->batch_limit || l->batch_bytes >= BATCH_BYTES ||
           now.tv_sec - l->begun.tv_sec >= BATCH_SECONDS;
}

/* The full-text index takes a batch at once: it writes what it holds whenever another table is written to, and so would
   get a segment a report, to be merged later. */
static bool index_batch(Ledger *l) {
    return l->unindexed == 0 ||
           db_run(l->store,
                  "INSERT INTO report_fts (rowid, title, text) SELECT id, title, text FROM report WHERE id >= ?1", "i",
                  l->unindexed);
}

bool ledger_commit(Ledger *l, Err *err) {
    if (!l->open) {
        return true;
    }
    if (!facts_flush(&l->facts) || !index_batch(l) ||
        !db_run(l->store, "UPDATE run SET added = ?2, known = ?3, failed = ?4 WHERE id = ?1", "iiii", l->run,
                (int64_t)l->counts.added, (int64_t)l->counts.known, (int64_t)l->counts.failed) ||
        !db_commit(l->store)) {
        return give_up(l, err);
    }
    l->open = false;
    l->committed = l->counts;
    return true;
}

static bool start_run(Ledger *l, Str coder, const char *command) {
    return db_begin(l->store) &&
           db_run(l->store, "INSERT INTO coder (version) VALUES (?1) ON CONFLICT DO NOTHING", "s", coder) &&
           db_int(l->store, &l->coder, 0, "SELECT id FROM coder WHERE version = ?1", "s", coder) &&
           db_run(l->store, "INSERT INTO run (command, started, coder) VALUES (?1, strftime('%Y-%m-%dT%H:%M:%SZ'), ?2)",
                  "si", str_of(command), l->coder) &&
           (l->run = db_id(l->store)) > 0 && db_commit(l->store);
}

Ledger *ledger_open(Store *store, Str coder, const char *command, Err *err) {
    Ledger *l = calloc(1, sizeof *l);
    if (l == NULL) {
        err_set(err, "out of memory while the ledger was opened");
        return NULL;
    }
    l->store = store;
    l->facts.store = store;
    l->names.store = store;
    l->acts.store = store;
    l->names.scratch = &l->arena;
    l->version = -1;
    l->batch_limit = BATCH_REPORTS;
    if (!start_run(l, coder, command)) {
        db_fail(store, err);
        db_rollback(store);
        free(l);
        return NULL;
    }
    return l;
}

bool ledger_close(Ledger *l, Err *err) {
    bool ok = !l->broken && (!l->open || ledger_commit(l, err));
    if (ok && !db_run(l->store,
                      "UPDATE run SET finished = strftime('%Y-%m-%dT%H:%M:%SZ'), added = ?2, known = ?3, failed = ?4 "
                      "WHERE id = ?1",
                      "iiii", l->run, (int64_t)l->counts.added, (int64_t)l->counts.known, (int64_t)l->counts.failed)) {
        ok = db_fail(l->store, err);
    }
    arena_release(&l->arena);
    free(l);
    return ok;
}

void ledger_batch(Ledger *l, uint32_t reports) {
    l->batch_limit = reports;
}

void ledger_failed(Ledger *l) {
    l->counts.failed++;
}

void ledger_skipped(Ledger *l) {
    l->counts.known++;
}

LedgerCounts ledger_counts(const Ledger *l) {
    return l->counts;
}

/* ---- a report ---- */

static Str captions_text(const Doc *doc, Arena *arena) {
    StrBuf b;
    buf_init(&b, arena);
    for (uint32_t i = 0; i < doc->captions.n; i++) {
        buf_add(&b, i > 0 ? ",{\"text\":" : "[{\"text\":", 9);
        json_quote(&b, doc->captions.at[i].text);
        buf_str(&b, STR(",\"credit\":"));
        json_quote(&b, doc->captions.at[i].credit);
        buf_char(&b, '}');
    }
    if (b.n == 0) {
        return (Str){0};
    }
    buf_char(&b, ']');
    return buf_take(&b);
}

static bool write_report(Ledger *l, const Doc *doc, const unsigned char *hash, int64_t *id) {
    Str captions = captions_text(doc, &l->arena);
    if (!db_run(l->store,
                "INSERT INTO report (hash, doc, date, title, byline, section, source, url, lang, dateline, captions, "
                "extra, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                "btsssssssssst", (const void *)hash, SHA256_BYTES, doc->id, doc->date, doc->title, doc->byline,
                doc->section, doc->source, doc->url, doc->lang, doc->dateline, captions, doc->extra, doc->text)) {
        return false;
    }
    *id = db_id(l->store);
    l->unindexed = l->unindexed != 0 ? l->unindexed : *id;
    return true;
}

static bool write_derived(Ledger *l, int64_t report, const Doc *doc) {
    Entry entry = {.names = &l->names,
                   .facts = &l->facts,
                   .acts = &l->acts,
                   .arena = &l->arena,
                   .doc = doc,
                   .coder = l->coder,
                   .report = report,
                   .next_event = l->next_event};
    if (!entry_write(&entry)) {
        return false;
    }
    l->next_event += doc->events.n;
    l->counts.events += doc->events.n;
    l->counts.copies += entry.copy;
    return true;
}

bool ledger_add(Ledger *l, const Doc *doc, const unsigned char hash[SHA256_BYTES], bool *added, Err *err) {
    bool known;
    int64_t report;
    *added = false;
    if (!l->open && !start_batch(l)) {
        return give_up(l, err);
    }
    if (!ledger_known(l->store, hash, &known, err)) {
        return give_up(l, err);
    }
    arena_reset(&l->arena);
    if (!known) {
        if (!write_report(l, doc, hash, &report) || !write_derived(l, report, doc)) {
            return give_up(l, err);
        }
        l->counts.added++;
        l->batch_reports++;
        l->batch_bytes += doc->text.n;
        *added = true;
    } else {
        l->counts.known++;
    }
    return !batch_is_due(l) || ledger_commit(l, err);
}

/* ---- rebuild ---- */

bool ledger_begin(Ledger *l, Err *err) {
    return l->open || start_batch(l) || give_up(l, err);
}

bool ledger_restart(Ledger *l, Err *err) {
    return reload(l) || give_up(l, err);
}

bool ledger_derive(Ledger *l, int64_t report, const Doc *doc, Err *err) {
    arena_reset(&l->arena);
    if (!write_derived(l, report, doc)) {
        return give_up(l, err);
    }
    l->counts.known++;
    return true;
}

bool ledger_flush(Ledger *l, Err *err) {
    return facts_flush(&l->facts) || give_up(l, err);
}

void ledger_drop(Ledger *l) {
    db_rollback(l->store);
    l->open = false;
    l->broken = true;
}
