/* The state of a store: store_check() and store_size() of store.h. */
#include <stdio.h>

#include "base/sha256.h"
#include "doc/doc.h"
#include "store/db.h"

/* Each gives a row for a fault; the first column says where. */
static const struct {
    const char *sql, *what;
} rules[] = {
    {"SELECT r.id FROM report r LEFT JOIN coding c ON c.report = r.id WHERE c.report IS NULL LIMIT 1",
     "report %lld has no derived rows: run `demarche rebuild`"},
    {"SELECT r.id FROM report r LEFT JOIN report_fts_docsize f ON f.id = r.id WHERE f.id IS NULL LIMIT 1",
     "report %lld is not in the full-text index"},
    {"SELECT k.id FROM act k WHERE k.events <> (SELECT count(*) FROM event e WHERE e.act = k.id) LIMIT 1",
     "act %lld does not count its events right: run `demarche rebuild`"},
    {"SELECT k.id FROM act k WHERE k.status IS NOT (SELECT s.status FROM act_status s WHERE s.act = k.id "
     "ORDER BY seq DESC LIMIT 1) LIMIT 1",
     "act %lld has another status than its history ends with: run `demarche rebuild`"},
    {"SELECT max(id) FROM event GROUP BY eid HAVING count(*) > 1 LIMIT 1",
     "event %lld has the id of another event: run `demarche rebuild`"},
    {"SELECT coding.report FROM coding JOIN coding o ON o.report = coding.original WHERE o.original IS NOT NULL LIMIT "
     "1",
     "report %lld is a copy of a copy: run `demarche rebuild`"},
};

static bool text_is(Store *store, const char *sql, const char *good, Err *err) {
    sqlite3_stmt *q = db_ask(store, sql, "");
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    if (code == SQLITE_ROW) {
        Str text = db_str(q, 0);
        bool ok = good != NULL && str_is(text, good);
        if (!ok) {
            err_set(err,
                    "\"%s\": it is damaged (%.*s); restore a copy, or save what can be read with `sqlite3 FILE "
                    ".recover`",
                    store->path, (int)text.n, text.at);
        }
        sqlite3_reset(q);
        return ok;
    }
    return code == SQLITE_DONE || db_fail(store, err);
}

bool store_check(Store *store, Err *err) {
    if (!text_is(store, "PRAGMA integrity_check(1)", "ok", err) ||
        !text_is(store, "PRAGMA foreign_key_check", NULL, err)) {
        return false;
    }
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        int64_t where;
        if (!db_int(store, &where, 0, rules[i].sql, "")) {
            return db_fail(store, err);
        }
        if (where != 0) {
            char what[160];
            snprintf(what, sizeof what, rules[i].what, (long long)where);
            return err_set(err, "\"%s\": %s", store->path, what);
        }
    }
    return true;
}

/* ---- digests ---- */

static void digest_value(Sha256 *h, sqlite3_stmt *q, int column) {
    unsigned char type = (unsigned char)sqlite3_column_type(q, column);
    int64_t number = 0;
    double real;
    sha256_add(h, &type, 1);
    switch (type) {
    case SQLITE_NULL: break;
    case SQLITE_INTEGER:
        number = sqlite3_column_int64(q, column);
        sha256_add(h, &number, sizeof number);
        break;
    case SQLITE_FLOAT:
        real = sqlite3_column_double(q, column);
        sha256_add(h, &real, sizeof real);
        break;
    default:
        number = sqlite3_column_bytes(q, column);
        sha256_add(h, &number, sizeof number);
        sha256_add(h, sqlite3_column_blob(q, column), (size_t)number);
    }
}

/* Rows come in order of their key: that is how SQLite stores them. */
static bool digest_table(Store *store, const char *table, DigestSee *see, void *data) {
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", table);
    sqlite3_stmt *q = NULL;
    Sha256 h;
    unsigned char digest[SHA256_BYTES];
    char hex[2 * SHA256_BYTES + 1];
    int64_t rows = 0;
    int code = sql != NULL ? sqlite3_prepare_v2(store->db, sql, -1, &q, NULL) : SQLITE_NOMEM;
    sha256_init(&h);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(q);
        for (int i = 0; code == SQLITE_ROW && i < sqlite3_column_count(q); i++) {
            digest_value(&h, q, i);
        }
        rows += code == SQLITE_ROW;
    }
    sqlite3_finalize(q);
    sqlite3_free(sql);
    sha256_end(&h, digest);
    sha256_hex(digest, hex);
    return code == SQLITE_DONE && see(data, table, rows, hex);
}

bool store_digest(Store *store, DigestSee *see, void *data, Err *err) {
    sqlite3_stmt *q = db_ask(store,
                             "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
                             "AND name NOT LIKE 'report_fts%' AND name <> 'run' ORDER BY name",
                             "");
    int code = SQLITE_ERROR;
    bool ok = true;
    while (ok && q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        ok = digest_table(store, (const char *)sqlite3_column_text(q, 0), see, data);
    }
    return (ok && code == SQLITE_DONE) || db_fail(store, err);
}

/* ---- sizes ---- */

bool store_size(Store *store, StoreSize *size, Err *err) {
    int64_t min, max, pages, page;
    *size = (StoreSize){0};
    bool ok = db_int(store, &size->reports, 0, "SELECT count(*) FROM report", "") &&
              db_int(store, &size->last_report, 0, "SELECT max(id) FROM report", "") &&
              db_int(store, &size->copies, 0, "SELECT count(*) FROM coding WHERE original IS NOT NULL", "") &&
              db_int(store, &size->events, 0, "SELECT max(id) FROM event", "") &&
              db_int(store, &size->acts, 0, "SELECT max(id) FROM act", "") &&
              db_int(store, &size->claims, 0, "SELECT count(*) FROM act WHERE voices > 0", "") &&
              db_int(store, &size->actors, 0, "SELECT max(id) FROM actor", "") &&
              db_int(store, &size->publishers, 0, "SELECT max(id) FROM publisher", "") &&
              db_int(store, &min, DAY_NONE, "SELECT min(day_min) FROM fact", "") &&
              db_int(store, &max, DAY_NONE, "SELECT max(day_max) FROM fact", "") &&
              db_int(store, &pages, 0, "PRAGMA page_count", "") && db_int(store, &page, 0, "PRAGMA page_size", "");
    if (!ok) {
        return db_fail(store, err);
    }
    size->day_min = (int32_t)min;
    size->day_max = (int32_t)max;
    size->bytes = pages * page;
    sqlite3_stmt *q = db_ask(store,
                             "SELECT c.version, count(*) FROM coding d JOIN coder c ON c.id = d.coder "
                             "GROUP BY c.id ORDER BY c.id DESC",
                             "");
    int code = SQLITE_ERROR;
    for (bool first = true; q != NULL && (code = db_step(q)) == SQLITE_ROW; first = false) {
        if (first) {
            snprintf(size->coder, sizeof size->coder, "%s", (const char *)sqlite3_column_text(q, 0));
        } else {
            size->other_coder += sqlite3_column_int64(q, 1);
        }
    }
    return code == SQLITE_DONE || db_fail(store, err);
}
