#include "store/db.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>

static sqlite3_stmt **slot(Store *store, const char *sql) {
    size_t size = sizeof store->kept / sizeof store->kept[0];
    size_t at = (size_t)hash_mix(0, (uintptr_t)sql) % size;
    while (store->kept[at].sql != NULL && store->kept[at].sql != sql) {
        at = (at + 1) % size;
    }
    store->kept[at].sql = sql;
    return &store->kept[at].stmt;
}

static void bind_str(sqlite3_stmt *stmt, int at, Str s, bool absent_is_null) {
    if (s.at == NULL && absent_is_null) {
        sqlite3_bind_null(stmt, at);
    } else {
        sqlite3_bind_text(stmt, at, s.at != NULL ? s.at : "", (int)s.n, SQLITE_STATIC);
    }
}

/* Strings and blobs are bound without a copy: they live until the step, which follows in the same breath. */
static sqlite3_stmt *ask(Store *store, const char *sql, const char *types, va_list args) {
    sqlite3_stmt **kept = slot(store, sql);
    if (*kept == NULL && sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL) != SQLITE_OK) {
        return NULL;
    }
    sqlite3_stmt *stmt = *kept;
    sqlite3_reset(stmt);
    for (int i = 0; types[i] != '\0'; i++) {
        switch (types[i]) {
        case 'i': sqlite3_bind_int64(stmt, i + 1, va_arg(args, int64_t)); break;
        case 'n': {
            int64_t value = va_arg(args, int64_t);
            value == DB_NULL ? sqlite3_bind_null(stmt, i + 1) : sqlite3_bind_int64(stmt, i + 1, value);
            break;
        }
        case 'd': {
            double value = va_arg(args, double);
            isnan(value) ? sqlite3_bind_null(stmt, i + 1) : sqlite3_bind_double(stmt, i + 1, value);
            break;
        }
        case 's': bind_str(stmt, i + 1, va_arg(args, Str), true); break;
        case 't': bind_str(stmt, i + 1, va_arg(args, Str), false); break;
        case 'b': {
            const void *data = va_arg(args, const void *);
            int size = va_arg(args, int);
            sqlite3_bind_blob(stmt, i + 1, size > 0 ? data : "", size, SQLITE_STATIC);
            break;
        }
        default: return NULL;
        }
    }
    return stmt;
}

sqlite3_stmt *db_ask(Store *store, const char *sql, const char *types, ...) {
    va_list args;
    va_start(args, types);
    sqlite3_stmt *stmt = ask(store, sql, types, args);
    va_end(args);
    return stmt;
}

int db_step(sqlite3_stmt *stmt) {
    int code = sqlite3_step(stmt);
    if (code != SQLITE_ROW) {
        int again = sqlite3_reset(stmt);
        return code == SQLITE_DONE ? SQLITE_DONE : again;
    }
    return code;
}

bool db_run(Store *store, const char *sql, const char *types, ...) {
    va_list args;
    va_start(args, types);
    sqlite3_stmt *stmt = ask(store, sql, types, args);
    va_end(args);
    int code = stmt != NULL ? db_step(stmt) : SQLITE_ERROR;
    if (code == SQLITE_ROW) {
        code = sqlite3_reset(stmt) == SQLITE_OK ? SQLITE_DONE : SQLITE_ERROR;
    }
    return code == SQLITE_DONE;
}

bool db_exec(Store *store, const char *sql) {
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

bool db_int(Store *store, int64_t *value, int64_t none, const char *sql, const char *types, ...) {
    va_list args;
    va_start(args, types);
    sqlite3_stmt *stmt = ask(store, sql, types, args);
    va_end(args);
    if (stmt == NULL) {
        return false;
    }
    int code = db_step(stmt);
    *value = none;
    if (code == SQLITE_ROW) {
        *value = sqlite3_column_type(stmt, 0) == SQLITE_NULL ? none : sqlite3_column_int64(stmt, 0);
        sqlite3_reset(stmt);
        return true;
    }
    return code == SQLITE_DONE;
}

int64_t db_id(Store *store) {
    return sqlite3_last_insert_rowid(store->db);
}

bool db_begin(Store *store) {
    return db_run(store, "BEGIN IMMEDIATE", "");
}

bool db_commit(Store *store) {
    return db_run(store, "COMMIT", "");
}

void db_rollback(Store *store) {
    if (!sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

Str db_str(sqlite3_stmt *stmt, int column) {
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    return text != NULL ? (Str){text, (uint32_t)sqlite3_column_bytes(stmt, column)} : (Str){0};
}

Str db_dup(sqlite3_stmt *stmt, int column, Arena *arena) {
    Str s = db_str(stmt, column);
    return s.at != NULL ? str_dup(arena, s) : s;
}

/* What happened and what to do, for each of SQLite's codes that a user can meet. */
static const struct {
    int code;
    const char *what;
} causes[] = {
    {SQLITE_FULL, "the disk is full; everything committed is kept: make room and run the same command again"},
    {SQLITE_BUSY, "another process is writing to it and did not finish within ten seconds; nothing was changed"},
    {SQLITE_LOCKED, "another process is writing to it and did not finish within ten seconds; nothing was changed"},
    {SQLITE_READONLY, "it may not be written to (a read-only file, folder or disk)"},
    {SQLITE_PERM, "permission denied"},
    {SQLITE_CANTOPEN, "it cannot be opened (no such file or folder, or no permission)"},
    {SQLITE_NOTADB, "it is not a store of demarche (not an SQLite file, or its beginning is damaged)"},
    {SQLITE_CORRUPT, "it is damaged; restore a copy, or save what can be read with `sqlite3 FILE .recover`"},
    {SQLITE_NOMEM, "out of memory"},
    {SQLITE_TOOBIG, "a text is larger than SQLite can hold"},
};

bool db_fail(Store *store, Err *err) {
    int code = sqlite3_errcode(store->db) & 0xff;
    int system = sqlite3_system_errno(store->db), exact = sqlite3_extended_errcode(store->db);
    if (code == SQLITE_INTERRUPT || atomic_load(&store->cancelled)) {
        return err_set(err, "\"%s\": cancelled", store->path);
    }
    if (code == SQLITE_IOERR && (system == ENOSPC || system == EFBIG || system == EDQUOT)) {
        code = SQLITE_FULL;
    }
    if (exact == SQLITE_IOERR_WRITE || exact == SQLITE_IOERR_FSYNC || exact == SQLITE_IOERR_TRUNCATE ||
        exact == SQLITE_IOERR_SHMSIZE) {
        return err_set(err,
                       "\"%s\": it cannot be written (the disk or a limit on file size is full, or the disk fails); "
                       "everything committed is kept: make room and run the same command again",
                       store->path);
    }
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        if (causes[i].code == code) {
            return err_set(err, "\"%s\": %s", store->path, causes[i].what);
        }
    }
    return err_set(err, "\"%s\": %s", store->path, sqlite3_errmsg(store->db));
}
