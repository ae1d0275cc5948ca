#ifndef STORE_DB_H
#define STORE_DB_H

/* Private to src/store: SQL in one line.  Statements are prepared once and kept, found by the address of their text, so
   `sql` is always a static string.  A letter of `types` a value:
     i int64_t   d double (NAN: NULL)   s Str (absent: NULL)   t Str (absent: '')   b const void *, int (blob)
     n int64_t, NULL when DB_NULL */

#include <sqlite3.h>
#include <stdatomic.h>

#include "base/str.h"
#include "store/store.h"

#define DB_NULL INT64_MIN

struct Store {
    sqlite3 *db;
    char *path;
    StoreMode mode;
    atomic_bool cancelled;
    struct {
        const char *sql;
        sqlite3_stmt *stmt;
    } kept[256]; /* open hash by address; far more slots than statements */
};

/* The statement with its values bound, to be stepped with db_step; NULL on failure. */
sqlite3_stmt *db_ask(Store *store, const char *sql, const char *types, ...);
/* SQLITE_ROW; SQLITE_DONE (the statement is reset); anything else is an error. */
int db_step(sqlite3_stmt *stmt);
/* Statements without values and without result, run once. */
bool db_exec(Store *store, const char *sql);
/* For a statement without result. */
bool db_run(Store *store, const char *sql, const char *types, ...);
/* The first column of the first row; `none` when there is no row. */
bool db_int(Store *store, int64_t *value, int64_t none, const char *sql, const char *types, ...);
/* The last insert's rowid. */
int64_t db_id(Store *store);

bool db_begin(Store *store); /* takes the write lock at once */
bool db_commit(Store *store);
void db_rollback(Store *store);

/* Column as Str: valid until the next step; absent for NULL. */
Str db_str(sqlite3_stmt *stmt, int column);
/* A copy in `arena`. */
Str db_dup(sqlite3_stmt *stmt, int column, Arena *arena);

/* Fills `err` with what SQLite said last, in our words with advice; false. */
bool db_fail(Store *store, Err *err);

#endif
