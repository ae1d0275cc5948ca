#include "store/migrate.h"

extern const char schema_data[], schema_views_data[]; /* schema.sql, views.sql; embed() ends them with a zero byte */

/* What takes the tables of a store from the version before to `version`; schema.sql has it already.  Reports must come
   through unchanged.  Where derived tables cannot be brought along, the step empties them, and store_check() and its
   advice (`demarche rebuild`) do the rest.  tests/store keeps the schema of each version that was. */
static const struct {
    int version;
    const char *sql;
} steps[] = {
    {2, "CREATE INDEX actor_code ON actor (code) WHERE code IS NOT NULL"},
};

static bool make_tables(Store *store, int64_t version) {
    if (version == 0) {
        return db_exec(store, schema_data);
    }
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (steps[i].version > version && !db_exec(store, steps[i].sql)) {
            return false;
        }
    }
    return true;
}

/* Names that begin with v_ are ours; others' views stay. */
static bool make_views(Store *store) {
    sqlite3_stmt *q = NULL;
    for (;;) {
        int code = sqlite3_prepare_v2(
            store->db, "SELECT name FROM sqlite_schema WHERE type = 'view' AND name GLOB 'v_*' LIMIT 1", -1, &q, NULL);
        code = code == SQLITE_OK ? sqlite3_step(q) : code;
        char *drop = code == SQLITE_ROW ? sqlite3_mprintf("DROP VIEW \"%w\"", sqlite3_column_text(q, 0)) : NULL;
        sqlite3_finalize(q);
        bool ok = drop != NULL && db_exec(store, drop);
        sqlite3_free(drop);
        if (!ok) {
            return code == SQLITE_DONE && db_exec(store, schema_views_data);
        }
    }
}

static bool stamp(Store *store) {
    char *sql =
        sqlite3_mprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", STORE_APPLICATION, STORE_VERSION);
    bool ok = sql != NULL && db_exec(store, sql);
    sqlite3_free(sql);
    return ok;
}

/* The version is read again under the lock: another process may have been here first. */
bool migrate(Store *store, Err *err) {
    int64_t version;
    if (!db_begin(store)) {
        return db_fail(store, err);
    }
    if (db_int(store, &version, 0, "PRAGMA user_version", "") &&
        (version >= STORE_VERSION || (make_tables(store, version) && make_views(store) && stamp(store))) &&
        db_commit(store)) {
        return true;
    }
    db_fail(store, err);
    db_rollback(store);
    return err_prefix(err, "to schema version %d", STORE_VERSION);
}
