#include "store/page.h"

#include "store/db.h"

bool page_place(Store *store, int64_t id, Arena *arena, PagePlace *place, bool *found, Err *err) {
    sqlite3_stmt *q =
        db_ask(store, "SELECT name, country, lat, lon FROM place WHERE id = ?1 AND lat IS NOT NULL AND lon IS NOT NULL",
               "i", id);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    *found = code == SQLITE_ROW;
    if (*found) {
        *place = (PagePlace){db_dup(q, 0, arena), db_dup(q, 1, arena), sqlite3_column_double(q, 2),
                             sqlite3_column_double(q, 3)};
        sqlite3_reset(q);
    }
    return *found || code == SQLITE_DONE || db_fail(store, err);
}

bool page_reports(Store *store, int64_t before, uint32_t limit, PageReportSee *see, void *data, int64_t *last,
                  bool *more, Err *err) {
    sqlite3_stmt *q = db_ask(store,
                             "SELECT r.id, r.doc, r.date, r.title, pb.name, r.url, substr(r.text, 1, 200), "
                             "(SELECT count(*) FROM event e WHERE e.report = r.id) FROM report r "
                             "JOIN coding c ON c.report = r.id LEFT JOIN publisher pb ON pb.id = c.publisher "
                             "WHERE r.id < ?1 ORDER BY r.id DESC LIMIT ?2",
                             "ii", before > 0 ? before : INT64_MAX, (int64_t)limit + 1);
    int code = SQLITE_ERROR;
    uint32_t n = 0;
    *more = false;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        if (n == limit) {
            *more = true;
            sqlite3_reset(q);
            return true;
        }
        PageReport r = {.id = sqlite3_column_int64(q, 0),
                        .doc = db_str(q, 1),
                        .date = db_str(q, 2),
                        .title = db_str(q, 3),
                        .publisher = db_str(q, 4),
                        .url = db_str(q, 5),
                        .begin = db_str(q, 6),
                        .events = sqlite3_column_int64(q, 7)};
        *last = r.id;
        n++;
        if (!see(data, &r)) {
            sqlite3_reset(q);
            return true;
        }
    }
    return code == SQLITE_DONE || db_fail(store, err);
}
