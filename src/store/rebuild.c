#include "store/rebuild.h"

#include "store/db.h"

/* What an event is recognised by, and its status; `nth` tells equal ones apart. */
#define PARTIES(role)                                                                                                  \
    "ifnull((SELECT group_concat(x, '; ') FROM (SELECT a.name || ifnull(' ' || a.code, '') AS x FROM event_party p "   \
    "JOIN actor a ON a.id = p.actor WHERE p.event = e.id AND p.role = '" role "' ORDER BY p.seq)), '')"
#define EVENTS                                                                                                         \
    "SELECT report, type, mode, trigger_start, trigger_end, actors, recipients, status, row_number() OVER (PARTITION " \
    "BY report, type, mode, trigger_start, trigger_end, actors, recipients ORDER BY seq) AS nth FROM (SELECT "         \
    "e.report, e.type, ifnull(e.mode, '') AS mode, e.trigger_start, e.trigger_end, e.status, e.seq, " PARTIES(         \
        "actor") " AS actors, " PARTIES("recipient") " AS recipients FROM event e)"
#define SAME "report, type, mode, trigger_start, trigger_end, actors, recipients, nth"

/* Children before parents. */
static const char STRIP[] =
    "DROP TABLE IF EXISTS temp.was;"
    "CREATE TEMP TABLE was AS " EVENTS ";"
    "CREATE INDEX temp.was_report ON was (report, type, trigger_start);"
    "DELETE FROM event_voice; DELETE FROM event_party; DELETE FROM act_status; DELETE FROM act_publisher;"
    "DELETE FROM act_key; DELETE FROM fact; DELETE FROM fingerprint; UPDATE event SET about = NULL WHERE about NOT "
    "NULL;"
    "DELETE FROM event; DELETE FROM act; UPDATE attribution SET parent = NULL WHERE parent NOT NULL;"
    "DELETE FROM attribution; DELETE FROM entity; DELETE FROM coding; DELETE FROM place; DELETE FROM actor;"
    "DELETE FROM party; DELETE FROM publisher;";

bool rebuild_strip(Store *store, Err *err) {
    return db_exec(store, STRIP) || db_fail(store, err);
}

static const char COMPARE[] = "CREATE TEMP TABLE now AS " EVENTS ";"
                              "CREATE INDEX temp.now_report ON now (report, type, trigger_start);"
                              "CREATE TEMP TABLE change AS SELECT w.status AS before, n.status AS after, " SAME
                              " FROM was w FULL JOIN now n USING (" SAME ") WHERE w.status IS NOT n.status;";

static ChangeKind kind_of(const Change *c) {
    return c->before.at == NULL ? CHANGE_NEW : c->after.at == NULL ? CHANGE_GONE : CHANGE_STATUS;
}

static bool count(Store *store, ChangeCounts *counts) {
    return db_int(store, &counts->before, 0, "SELECT count(*) FROM was", "") &&
           db_int(store, &counts->after, 0, "SELECT count(*) FROM now", "") &&
           db_int(store, &counts->gone, 0, "SELECT count(*) FROM change WHERE after IS NULL", "") &&
           db_int(store, &counts->added, 0, "SELECT count(*) FROM change WHERE before IS NULL", "") &&
           db_int(store, &counts->status, 0, "SELECT count(*) FROM change WHERE before NOT NULL AND after NOT NULL",
                  "") &&
           db_int(store, &counts->reports, 0, "SELECT count(DISTINCT report) FROM change", "");
}

static bool tell(Store *store, ChangeSee *see, void *data) {
    sqlite3_stmt *q = db_ask(store,
                             "SELECT x.report, r.doc, x.type, x.mode, x.actors, x.recipients, "
                             "substr(r.text, x.trigger_start + 1, x.trigger_end - x.trigger_start), x.before, x.after "
                             "FROM change x JOIN report r ON r.id = x.report "
                             "ORDER BY x.report, x.trigger_start, x.type, x.after IS NOT NULL",
                             "");
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        Change c = {.report = sqlite3_column_int64(q, 0),
                    .doc = db_str(q, 1),
                    .type = db_str(q, 2),
                    .mode = db_str(q, 3),
                    .actors = db_str(q, 4),
                    .recipients = db_str(q, 5),
                    .quote = db_str(q, 6),
                    .before = db_str(q, 7),
                    .after = db_str(q, 8)};
        c.kind = kind_of(&c);
        if (!see(data, &c)) {
            sqlite3_reset(q);
            return true;
        }
    }
    return code == SQLITE_DONE;
}

bool rebuild_changes(Store *store, ChangeCounts *counts, ChangeSee *see, void *data, Err *err) {
    *counts = (ChangeCounts){0};
    return (db_exec(store, COMPARE) && count(store, counts) && (see == NULL || tell(store, see, data))) ||
           db_fail(store, err);
}
