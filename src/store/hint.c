#include "store/hint.h"

#include "store/db.h"

/* Where the names of a key stand.  Codes come first: a code is what is given most. */
static const struct {
    const char *key, *sql;
} lists[] = {
    {"actor", "SELECT DISTINCT code FROM party UNION ALL SELECT name FROM actor"},
    {"recipient", "SELECT DISTINCT code FROM party UNION ALL SELECT name FROM actor"},
    {"party", "SELECT DISTINCT code FROM party UNION ALL SELECT name FROM actor"},
    {"place", "SELECT DISTINCT country FROM place WHERE country IS NOT NULL UNION ALL SELECT name FROM place"},
    {"source", "SELECT name FROM publisher"},
};

static bool offer_all(Store *store, const char *sql, Near *near, Arena *arena) {
    sqlite3_stmt *q = db_ask(store, sql, "");
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        near_offer(near, db_dup(q, 0, arena));
    }
    return code == SQLITE_DONE;
}

bool hint_near(Store *store, Str key, Str value, Arena *arena, Str *names, Err *err) {
    StrBuf out;
    buf_init(&out, arena);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (Str rest = value, one; str_is(key, lists[i].key) && str_split(&rest, ',', &one);) {
            Near near = near_begin(str_trim(one));
            char text[256];
            if (!offer_all(store, lists[i].sql, &near, arena)) {
                return db_fail(store, err);
            }
            near_text(&near, text, sizeof text);
            buf_printf(&out, "%s%s", out.n > 0 && text[0] != '\0' ? ", " : "", text);
        }
    }
    *names = buf_take(&out);
    return true;
}
