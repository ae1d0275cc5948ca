#include "store/facts.h"

#include "store/db.h"

_Static_assert(sizeof(Fact) == 56, "the records of table fact have no padding and keep their size");

bool facts_reload(FactWriter *w) {
    w->n = 0;
    w->dirty = false;
    if (!db_int(w->store, &w->block, 0, "SELECT max(block) FROM fact", "")) {
        return false;
    }
    if (w->block == 0) {
        w->block = 1;
        return true;
    }
    sqlite3_stmt *q = db_ask(w->store, "SELECT data FROM fact WHERE block = ?1", "i", w->block);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    if (code == SQLITE_ROW) {
        size_t bytes = (size_t)sqlite3_column_bytes(q, 0);
        w->n = (uint32_t)((bytes < sizeof w->at ? bytes : sizeof w->at) / sizeof(Fact));
        memcpy(w->at, sqlite3_column_blob(q, 0), w->n * sizeof(Fact));
        sqlite3_reset(q);
    }
    return code == SQLITE_ROW;
}

bool facts_flush(FactWriter *w) {
    if (!w->dirty) {
        return true;
    }
    int32_t min = INT32_MAX, max = INT32_MIN;
    int64_t undated = 0;
    for (uint32_t i = 0; i < w->n; i++) {
        int32_t day = w->at[i].day;
        undated += day == DAY_NONE;
        min = day != DAY_NONE && day < min ? day : min;
        max = day != DAY_NONE && day > max ? day : max;
    }
    bool dated = undated < w->n;
    w->dirty = false;
    return db_run(w->store,
                  "INSERT INTO fact (block, records, day_min, day_max, undated, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                  "ON CONFLICT DO UPDATE SET records = ?2, day_min = ?3, day_max = ?4, undated = ?5, data = ?6",
                  "iinnib", w->block, (int64_t)w->n, dated ? (int64_t)min : DB_NULL, dated ? (int64_t)max : DB_NULL,
                  undated, (const void *)w->at, (int)(w->n * sizeof(Fact)));
}

bool facts_add(FactWriter *w, const Fact *fact) {
    if (w->n == FACT_BLOCK) {
        if (!facts_flush(w)) {
            return false;
        }
        w->block++;
        w->n = 0;
    }
    w->at[w->n++] = *fact;
    w->dirty = true;
    return true;
}

bool facts_scan(Store *store, int32_t from, int32_t to, FactSee *see, void *data, Err *err) {
    bool open = from == DAY_NONE && to == DAY_NONE;
    sqlite3_stmt *q =
        open ? db_ask(store, "SELECT data FROM fact ORDER BY block", "")
             : db_ask(store, "SELECT data FROM fact WHERE ifnull(day_max >= ?1 AND day_min <= ?2, 0) ORDER BY block",
                      "ii", from == DAY_NONE ? (int64_t)INT32_MIN : from, to == DAY_NONE ? (int64_t)INT32_MAX : to);
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        uint32_t n = (uint32_t)((size_t)sqlite3_column_bytes(q, 0) / sizeof(Fact));
        const Fact *facts = sqlite3_column_blob(q, 0);
        for (uint32_t i = 0; i < n; i += FACT_GROUP) {
            if (!see(data, facts + i, n - i < FACT_GROUP ? n - i : FACT_GROUP)) {
                sqlite3_reset(q);
                return true;
            }
        }
    }
    return code == SQLITE_DONE || db_fail(store, err);
}
