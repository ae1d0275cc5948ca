#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doc/doc.h"
#include "store/db.h"
#include "store/migrate.h"

/* Asked every thousand steps of SQLite's machine. */
static int asked(void *store) {
    return atomic_load(&((Store *)store)->cancelled);
}

static bool read_pragma(Store *store, const char *sql, int64_t *value) {
    return db_int(store, value, 0, sql, "");
}

/* A file of ours has our application id; a new one is empty.  Two processes may create it at once: the loser of the
   lock finds the winner's schema. */
static bool settle(Store *store, Err *err) {
    int64_t application, version, tables;
    if (!read_pragma(store, "PRAGMA application_id", &application) ||
        !read_pragma(store, "PRAGMA user_version", &version) ||
        !read_pragma(store, "SELECT count(*) FROM sqlite_schema", &tables)) {
        return db_fail(store, err);
    }
    if (application != STORE_APPLICATION && tables > 0) {
        return err_set(err, "\"%s\": it is an SQLite file, but no store of demarche", store->path);
    }
    if (version > STORE_VERSION) {
        return err_set(err,
                       "\"%s\": a newer program wrote it (schema version %lld, this program knows %d); it was not "
                       "touched: install the newer program",
                       store->path, (long long)version, STORE_VERSION);
    }
    if (version == STORE_VERSION) {
        return true;
    }
    if (store->mode != STORE_CREATE && tables == 0) {
        return err_set(err, "\"%s\": it is empty, not a store of demarche", store->path);
    }
    if (store->mode == STORE_READ) {
        return err_set(err,
                       "\"%s\": an older program wrote it (schema version %lld, this program reads %d): the next "
                       "`demarche ingest` or `demarche rebuild` brings it up to date",
                       store->path, (long long)version, STORE_VERSION);
    }
    return migrate(store, err);
}

static bool connect(Store *store, const char *name, int flags) {
    return sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
}

/* WAL needs a shared-memory file beside the store, even to read.  Where none can be made (a read-only folder) and no
   log is left to be read, the file cannot change either: SQLite's "immutable". */
static bool connect_immutable(Store *store) {
    char *log = sqlite3_mprintf("%s-wal", store->path);
    struct stat st;
    bool clean = log != NULL && (stat(log, &st) != 0 || st.st_size == 0);
    sqlite3_free(log);
    if (!clean || access(store->path, R_OK) != 0) {
        return false;
    }
    sqlite3_str *uri = sqlite3_str_new(NULL);
    sqlite3_str_appendall(uri, "file:");
    for (const char *p = store->path; *p != '\0'; p++) {
        strchr("%?#", *p) != NULL ? sqlite3_str_appendf(uri, "%%%02X", *p) : sqlite3_str_appendchar(uri, 1, *p);
    }
    sqlite3_str_appendall(uri, "?immutable=1");
    char *name = sqlite3_str_finish(uri);
    sqlite3_close(store->db);
    store->db = NULL;
    memset(store->kept, 0, sizeof store->kept);
    bool ok = name != NULL && connect(store, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    sqlite3_free(name);
    return ok;
}

static bool readable(Store *store) {
    int64_t n;
    return read_pragma(store, "SELECT count(*) FROM sqlite_schema", &n);
}

static void forget_statements(Store *store) {
    for (size_t i = 0; i < sizeof store->kept / sizeof store->kept[0]; i++) {
        sqlite3_finalize(store->kept[i].stmt);
        store->kept[i].stmt = NULL;
        store->kept[i].sql = NULL;
    }
}

static bool prepare(Store *store, Err *err) {
    static const int flags[] = {SQLITE_OPEN_READONLY, SQLITE_OPEN_READWRITE,
                                SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE};
    if (!connect(store, store->path, flags[store->mode])) {
        return db_fail(store, err);
    }
    sqlite3_busy_timeout(store->db, 10000);
    if (store->mode == STORE_READ && !readable(store)) {
        forget_statements(store);
        int code = sqlite3_errcode(store->db);
        if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY) || !connect_immutable(store)) {
            return db_fail(store, err);
        }
        sqlite3_busy_timeout(store->db, 10000);
    }
    sqlite3_progress_handler(store->db, 1000, asked, store);
    if (!db_exec(store, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536; PRAGMA temp_store = FILE; "
                        "PRAGMA trusted_schema = OFF")) {
        return db_fail(store, err);
    }
    /* Readers map the file: questions over all events read some fifty megabytes of it. */
    if (store->mode == STORE_READ && !db_exec(store, "PRAGMA mmap_size = 68719476736")) {
        return db_fail(store, err);
    }
    /* synchronous = FULL: what was committed survives a power cut too; with a commit in seconds it costs nothing.  The
       cache holds what a batch changes (ledger.c). */
    if (store->mode != STORE_READ && readable(store) &&
        (sqlite3_db_readonly(store->db, "main") == 1 ||
         !db_exec(store, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000; "
                         "PRAGMA cache_size = -196608"))) {
        return sqlite3_db_readonly(store->db, "main") == 1
                   ? err_set(err, "\"%s\": it may not be written to (a read-only file, folder or disk)", store->path)
                   : db_fail(store, err);
    }
    return settle(store, err);
}

Store *store_open(const char *path, StoreMode mode, Err *err) {
    Store *store = calloc(1, sizeof *store);
    char *name = strdup(path);
    if (store == NULL || name == NULL) {
        free(store);
        free(name);
        err_set(err, "\"%s\": out of memory", path);
        return NULL;
    }
    store->path = name;
    store->mode = mode;
    struct stat st;
    bool exists = stat(path, &st) == 0;
    bool ok = true;
    if (exists && S_ISDIR(st.st_mode)) {
        ok = err_set(err, "\"%s\": it is a folder, not a store", path);
    } else if (!exists && mode != STORE_CREATE) {
        ok = err_set(err, "\"%s\": there is no such store", path);
    }
    if (!ok || !prepare(store, err)) {
        store_close(store);
        return NULL;
    }
    return store;
}

void store_close(Store *store) {
    if (store == NULL) {
        return;
    }
    forget_statements(store);
    sqlite3_close(store->db);
    free(store->path);
    free(store);
}

/* BEGIN alone takes no snapshot: the first read does. */
bool store_hold(Store *store, Err *err) {
    return (db_exec(store, "BEGIN") && readable(store)) || db_fail(store, err);
}

void store_cancel(Store *store) {
    atomic_store(&store->cancelled, true);
}

void store_resume(Store *store) {
    atomic_store(&store->cancelled, false);
}
