#include "store/acts.h"

#include "store/db.h"

enum {
    CANDIDATES = 128, /* of an event, 32 of a key */
    KEY_NAMES = 3,    /* of the report's names */
};

void acts_forget(Acts *acts) {
    memset(acts->seen, 0, sizeof acts->seen);
}

/* ---- finding the act ---- */

static int world_of(uint8_t status) {
    return status == STATUS_planned ? 1 : status == STATUS_hypothetical ? 2 : 0;
}

static int64_t key_of(const ActEvent *e, uint32_t who) {
    return (int64_t)hash_mix(hash_mix(e->type, (uint64_t)world_of(e->status)), who);
}

typedef struct Keys {
    int64_t at[4 * MARK_PARTIES + KEY_NAMES + 1];
    uint32_t n;
} Keys;

static void add_keys_of(Keys *keys, const ActEvent *e, const MarkParty *list, uint8_t n, bool names) {
    for (uint8_t i = 0; i < n; i++) {
        uint32_t who = names ? list[i].name : list[i].code;
        if (who != 0) {
            keys->at[keys->n++] = key_of(e, who);
        }
    }
}

/* Names before codes: the rarer finds the act in a crowd of candidates.  The report's names find the act where one
   report names the victim and the other does not; an event with none of all that is found by its trigger. */
static Keys keys_of(const ActEvent *e) {
    const Mark *m = &e->mark;
    Keys keys = {.n = 0};
    add_keys_of(&keys, e, m->actors, m->n_actors, true);
    add_keys_of(&keys, e, m->recipients, m->n_recipients, true);
    add_keys_of(&keys, e, m->actors, m->n_actors, false);
    add_keys_of(&keys, e, m->recipients, m->n_recipients, false);
    for (uint8_t i = 0; i < m->n_names && i < KEY_NAMES; i++) {
        keys.at[keys.n++] = key_of(e, m->names[i]);
    }
    if (keys.n == 0) {
        keys.at[keys.n++] = key_of(e, m->n_triggers > 0 ? m->triggers[0] : 0);
    }
    return keys;
}

static int64_t key_day(int32_t day) {
    return day == DAY_NONE ? 0 : day;
}

/* Whether the event's own report tells an act. */
typedef enum Told { TOLD_NOT, TOLD, TOLD_OTHERWISE /* of another day, or yes here and no there */ } Told;

typedef struct Best {
    int64_t act;
    double likeness;
    Told told;
} Best;

/* (+act: a report has few events, an act may have thousands; SQLite is not to look among the latter.) */
static bool told_by(Store *store, int64_t act, const ActEvent *e, Told *told) {
    int64_t n, no = e->status == STATUS_denied || e->status == STATUS_negated;
    bool ok = db_int(store, &n, TOLD_NOT,
                     "SELECT 1 + max(day IS NOT ?3 OR (status IN ('denied', 'negated')) <> ?4) FROM event "
                     "WHERE report = ?1 AND +act = ?2 HAVING count(*) > 0",
                     "iini", e->report, act, e->day == DAY_NONE ? DB_NULL : (int64_t)e->day, no);
    *told = (Told)n;
    return ok;
}

/* What the coder of a report kept apart stays apart, unless it is told again in much the same words: the beginning of a
   report comes back further down. */
static bool may_join(Told told, double likeness) {
    return told == TOLD_NOT || (told == TOLD && likeness >= ACT_AGAIN);
}

/* The act's mark, of the cache or the store; NULL on failure. */
static const Mark *mark_of(Acts *acts, int64_t act) {
    size_t slot = (size_t)act % (sizeof acts->seen / sizeof acts->seen[0]);
    if (acts->seen[slot].act != act) {
        sqlite3_stmt *q = db_ask(acts->store, "SELECT words FROM act WHERE id = ?1", "i", act);
        if (q == NULL || db_step(q) != SQLITE_ROW) {
            return NULL;
        }
        if (!mark_unpack(sqlite3_column_blob(q, 0), sqlite3_column_bytes(q, 0), &acts->seen[slot].mark)) {
            acts->seen[slot].mark = (Mark){.dead = -1}; /* like nothing */
        }
        acts->seen[slot].act = act;
        sqlite3_reset(q);
    }
    return &acts->seen[slot].mark;
}

static bool remember(Acts *acts, int64_t act, const Mark *mark) {
    size_t slot = (size_t)act % (sizeof acts->seen / sizeof acts->seen[0]);
    acts->seen[slot].act = act;
    acts->seen[slot].mark = *mark;
    return true;
}

static bool try_act(Acts *acts, const ActEvent *e, int64_t act, Best *best) {
    const Mark *mark = mark_of(acts, act);
    if (mark == NULL) {
        return false;
    }
    double likeness = mark_alike(&e->mark, mark);
    Told told;
    if (likeness < ACT_SAME || likeness <= best->likeness) {
        return true;
    }
    if (!told_by(acts->store, act, e, &told)) {
        return false;
    }
    if (may_join(told, likeness)) {
        *best = (Best){act, likeness, told};
    }
    return true;
}

/* Candidates that a statement, bound already, gives. */
typedef struct Found {
    int64_t at[CANDIDATES];
    uint32_t n;
} Found;

static bool collect(sqlite3_stmt *q, Found *found) {
    int code = SQLITE_ERROR;
    found->n = 0;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        if (found->n < CANDIDATES) {
            found->at[found->n++] = sqlite3_column_int64(q, 0);
        }
    }
    return code == SQLITE_DONE;
}

/* Tries those that were not tried before. */
static bool try_found(Acts *acts, const ActEvent *e, const Found *found, Found *tried, Best *best) {
    for (uint32_t i = 0; i < found->n && best->likeness < ACT_SURE; i++) {
        bool known = false;
        for (uint32_t k = 0; k < tried->n && !known; k++) {
            known = tried->at[k] == found->at[i];
        }
        if (known || tried->n == CANDIDATES) {
            continue;
        }
        tried->at[tried->n++] = found->at[i];
        if (!try_act(acts, e, found->at[i], best)) {
            return false;
        }
    }
    return true;
}

/* A copy tells the acts of its original; others are looked up by their keys. */
static bool find(Acts *acts, const ActEvent *e, Best *best) {
    Keys keys = keys_of(e);
    Found found, tried = {.n = 0};
    if (e->original != 0 &&
        (!collect(
             db_ask(acts->store,
                    "SELECT e.act FROM event e JOIN act k ON k.id = e.act "
                    "WHERE e.report = ?1 AND e.type = ?2 AND k.world = ?3 AND ifnull(abs(k.day - ?4) <= 3, 1) LIMIT 32",
                    "isin", e->original, str_of(event_names[e->type]), (int64_t)world_of(e->status),
                    e->day == DAY_NONE ? DB_NULL : (int64_t)e->day),
             &found) ||
         !try_found(acts, e, &found, &tried, best))) {
        return false;
    }
    for (uint32_t i = 0; i < keys.n && best->likeness < ACT_SURE; i++) {
        if (!collect(db_ask(acts->store,
                            "SELECT act FROM act_key WHERE who = ?1 AND day BETWEEN ?2 AND ?3 "
                            "ORDER BY day DESC, act DESC LIMIT 32",
                            "iii", keys.at[i], key_day(e->day) - ACT_DAYS,
                            key_day(e->day) + (int64_t)e->days + ACT_DAYS),
                     &found) ||
            !try_found(acts, e, &found, &tried, best)) {
            return false;
        }
    }
    return true;
}

/* ---- status ---- */

typedef struct Counts {
    int64_t asserted, plain, denied, negated, doubted;
} Counts;

static Status status_of(const ActEvent *e, const Counts *c) {
    switch (world_of(e->status)) {
    case 1: return c->denied > 0 ? STATUS_disputed : STATUS_planned;
    case 2: return STATUS_hypothetical;
    default: break;
    }
    bool no = c->denied > 0 || c->negated > 0;
    if (c->asserted > 0) {
        return no ? STATUS_disputed : c->plain > 0 ? STATUS_reported : STATUS_claimed;
    }
    return c->denied > 0 ? STATUS_denied : STATUS_negated;
}

static void count_in(const ActEvent *e, Counts *c) {
    bool plain = e->status == STATUS_reported || e->status == STATUS_historical;
    c->plain += plain;
    c->asserted += plain || e->asserts > 0 || e->status == STATUS_claimed || e->status == STATUS_disputed;
    c->denied += e->denies > 0 || e->status == STATUS_denied || e->status == STATUS_disputed;
    c->negated += e->status == STATUS_negated;
    c->doubted += e->doubts > 0;
}

static bool log_status(Store *store, int64_t act, Status status, int64_t report) {
    return db_run(store,
                  "INSERT INTO act_status (act, seq, status, report) "
                  "SELECT ?1, count(*), ?2, ?3 FROM act_status WHERE act = ?1",
                  "isi", act, str_of(status_names[status]), report);
}

/* ---- joining ---- */

static bool add_keys(Store *store, const ActEvent *e, int64_t act) {
    Keys keys = keys_of(e);
    for (uint32_t i = 0; i < keys.n; i++) {
        if (!db_run(store, "INSERT OR IGNORE INTO act_key (who, day, act) VALUES (?1, ?2, ?3)", "iii", keys.at[i],
                    key_day(e->day), act)) {
            return false;
        }
    }
    return true;
}

/* Copies corroborate nothing, nor does a report that tells the act again; the same publisher twice is one publisher. */
static bool add_publisher(Store *store, const ActEvent *e, int64_t act, Told told, int64_t *new_publishers) {
    int64_t known = 0;
    *new_publishers = 0;
    if (e->copy || told != TOLD_NOT || e->publisher == 0) {
        return true;
    }
    if (!db_int(store, &known, 0, "SELECT reports FROM act_publisher WHERE act = ?1 AND publisher = ?2", "ii", act,
                e->publisher)) {
        return false;
    }
    *new_publishers = known == 0;
    return db_run(store,
                  "INSERT INTO act_publisher (act, publisher, reports) VALUES (?1, ?2, 1) "
                  "ON CONFLICT DO UPDATE SET reports = reports + 1",
                  "ii", act, e->publisher);
}

static bool found_act(Store *store, const ActEvent *e, int64_t *act) {
    uint32_t words[MARK_INTS];
    int bytes = mark_pack(&e->mark, words);
    Counts c = {0};
    count_in(e, &c);
    Status status = status_of(e, &c);
    int64_t ignored;
    if (!db_run(store,
                "INSERT INTO act (type, world, day, status, events, reports, publishers, voices, asserted, plain, "
                "denied, negated, first_event, last_report, words, doubted) "
                "VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
                "sinsiiiiiiiiibi", str_of(event_names[e->type]), (int64_t)world_of(e->status),
                e->day == DAY_NONE ? DB_NULL : (int64_t)e->day, str_of(status_names[status]), (int64_t)!e->copy,
                (int64_t)(!e->copy && e->publisher != 0), (int64_t)(e->asserts + e->denies + e->doubts), c.asserted,
                c.plain, c.denied, c.negated, e->event, e->report, (const void *)words, bytes, c.doubted)) {
        return false;
    }
    *act = db_id(store);
    return add_keys(store, e, *act) && add_publisher(store, e, *act, TOLD_NOT, &ignored) &&
           log_status(store, *act, status, e->report);
}

static bool extend_act(Acts *acts, const ActEvent *e, int64_t act, Told told) {
    Store *store = acts->store;
    sqlite3_stmt *q =
        db_ask(store, "SELECT asserted, plain, denied, negated, doubted, status FROM act WHERE id = ?1", "i", act);
    if (q == NULL || db_step(q) != SQLITE_ROW) {
        return false;
    }
    Counts c = {sqlite3_column_int64(q, 0), sqlite3_column_int64(q, 1), sqlite3_column_int64(q, 2),
                sqlite3_column_int64(q, 3), sqlite3_column_int64(q, 4)};
    int old = name_index(status_names, STATUS_COUNT, db_str(q, 5));
    sqlite3_reset(q);
    count_in(e, &c);
    Status status = status_of(e, &c);
    uint32_t words[MARK_INTS];
    const Mark *old_mark = mark_of(acts, act);
    if (old_mark == NULL) {
        return false;
    }
    Mark mark = *old_mark;
    mark_merge(&mark, &e->mark);
    int bytes = mark_pack(&mark, words);
    int64_t new_publishers;
    return add_publisher(store, e, act, told, &new_publishers) &&
           db_run(store,
                  "UPDATE act SET events = events + 1, reports = reports + ?2, publishers = publishers + ?3, "
                  "voices = voices + ?4, asserted = ?5, plain = ?6, denied = ?7, negated = ?8, status = ?9, "
                  "last_report = ?10, words = ?11, day = ifnull(day, ?12), doubted = ?13 WHERE id = ?1",
                  "iiiiiiiisibni", act, (int64_t)(!e->copy && told == TOLD_NOT), new_publishers,
                  (int64_t)(e->asserts + e->denies + e->doubts), c.asserted, c.plain, c.denied, c.negated,
                  str_of(status_names[status]), e->report, (const void *)words, bytes,
                  e->day == DAY_NONE ? DB_NULL : (int64_t)e->day, c.doubted) &&
           remember(acts, act, &mark) && add_keys(store, e, act) &&
           (old == (int)status || log_status(store, act, status, e->report));
}

bool acts_join(Acts *acts, const ActEvent *e, int64_t *act, bool *first) {
    Best best = {0};
    if (!find(acts, e, &best)) {
        return false;
    }
    *first = best.act == 0;
    *act = best.act;
    return *first ? found_act(acts->store, e, act) && remember(acts, *act, &e->mark)
                  : extend_act(acts, e, best.act, best.told);
}
