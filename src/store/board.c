#include "store/board.h"

#include "store/fetch.h"
#include "store/match.h"

/* ---- voices ---- */

static Str all_words(Str text, Str list, Arena *arena) {
    StrBuf b;
    int64_t span[2];
    buf_init(&b, arena);
    while (spans_next(&list, span)) {
        if (b.n > 0) {
            buf_str(&b, STR(" … "));
        }
        buf_str(&b, text_slice(text, span[0], span[1]));
    }
    return buf_take(&b);
}

/* At most `limit` of each stance, so that a denial is not lost in a crowd of claims.  A voice on two events of its
   report that are one act is one voice. */
static bool read_voices(Store *store, int64_t act, uint32_t limit, Arena *arena, Voice **list, uint32_t *n) {
    VEC(Voice) found = {0};
    int64_t report = 0;
    Str text = {0};
    sqlite3_stmt *q =
        db_ask(store,
               "SELECT " VOICE_COLUMNS ", v.stance, v.event, r.id, r.doc, r.date, r.title, r.url, r.text, pb.name, "
               "c.original IS NOT NULL, v.eid FROM (SELECT *, row_number() OVER (PARTITION BY stance ORDER BY event, "
               "seq) AS nth FROM (SELECT o.stance, o.attribution, min(o.event) AS event, o.seq, e.report, e.eid "
               "FROM event e JOIN event_voice o ON o.event = e.id WHERE e.act = ?1 "
               "GROUP BY o.stance, o.attribution)) v " VOICE_JOINS
               " JOIN report r ON r.id = v.report JOIN coding c ON c.report = r.id "
               "LEFT JOIN publisher pb ON pb.id = c.publisher WHERE v.nth <= ?2 ORDER BY v.stance, v.event, v.seq",
               "ii", act, limit > 0 ? (int64_t)limit : INT64_MAX);
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        if (sqlite3_column_int64(q, VOICE_END + 2) != report) {
            report = sqlite3_column_int64(q, VOICE_END + 2);
            text = db_dup(q, VOICE_END + 7, arena);
        }
        Voice v = {.voice = fetch_voice(q, 0, text, arena),
                   .words = all_words(text, db_str(q, VOICE_CONTENTS), arena),
                   .stance = db_dup(q, VOICE_END, arena),
                   .event = sqlite3_column_int64(q, VOICE_END + 1),
                   .report = report,
                   .doc = db_dup(q, VOICE_END + 3, arena),
                   .date = db_dup(q, VOICE_END + 4, arena),
                   .title = db_dup(q, VOICE_END + 5, arena),
                   .url = db_dup(q, VOICE_END + 6, arena),
                   .publisher = db_dup(q, VOICE_END + 8, arena),
                   .eid = db_dup(q, VOICE_END + 10, arena),
                   .copy = sqlite3_column_int(q, VOICE_END + 9) != 0};
        vec_push(arena, &found, v);
    }
    *list = found.at;
    *n = found.n;
    return code == SQLITE_DONE;
}

/* ---- claims ---- */

typedef struct Sieve {
    Match match;
    uint64_t *acts; /* bits */
    uint32_t limit;
} Sieve;

static bool see_facts(void *data, const Fact *facts, uint32_t n) {
    Sieve *s = data;
    const Fact *kept[FACT_GROUP];
    n = match_facts(&s->match, facts, n, kept);
    for (uint32_t i = 0; i < n; i++) {
        if (kept[i]->act < s->limit) {
            s->acts[kept[i]->act / 64] |= (uint64_t)1 << kept[i]->act % 64;
        }
    }
    return true;
}

static bool sieve_acts(Sieve *s, Store *store, const Filter *filter, Arena *arena, Err *err) {
    int64_t max;
    if (!db_int(store, &max, 0, "SELECT max(id) FROM act", "")) {
        return db_fail(store, err);
    }
    s->limit = (uint32_t)max + 1;
    s->acts = arena_array(arena, uint64_t, s->limit / 64 + 1);
    bool ok = match_init(&s->match, store, filter, arena, err) &&
              facts_scan(store, filter->from, filter->to, see_facts, s, err);
    match_release(&s->match);
    return ok;
}

static bool count_voices(Store *store, Claim *claim) {
    sqlite3_stmt *q = db_ask(store,
                             "SELECT ifnull(sum(stance = 'asserts'), 0), ifnull(sum(stance = 'denies'), 0), "
                             "ifnull(sum(stance = 'doubts'), 0) FROM (SELECT DISTINCT v.stance, v.attribution "
                             "FROM event e JOIN event_voice v ON v.event = e.id WHERE e.act = ?1)",
                             "i", claim->act);
    if (q == NULL || db_step(q) != SQLITE_ROW) {
        return false;
    }
    claim->asserts = sqlite3_column_int64(q, 0);
    claim->denies = sqlite3_column_int64(q, 1);
    claim->doubts = sqlite3_column_int64(q, 2);
    sqlite3_reset(q);
    return true;
}

static bool fill_claim(Store *store, int64_t act, uint32_t voices, Arena *arena, Claim *claim, bool *found) {
    *claim = (Claim){.act = act};
    sqlite3_stmt *q = db_ask(store,
                             "SELECT k.status, k.reports, k.publishers, k.voices, k.events, k.first_event, "
                             "(SELECT count(*) FROM act_status s WHERE s.act = k.id), r.date FROM act k "
                             "JOIN report r ON r.id = k.last_report WHERE k.id = ?1",
                             "i", act);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    *found = code == SQLITE_ROW;
    if (code != SQLITE_ROW) {
        return code == SQLITE_DONE;
    }
    claim->status = (uint8_t)name_index(status_names, STATUS_COUNT, db_str(q, 0));
    claim->reports = sqlite3_column_int64(q, 1);
    claim->publishers = sqlite3_column_int64(q, 2);
    claim->voices = sqlite3_column_int64(q, 3);
    claim->events = sqlite3_column_int64(q, 4);
    int64_t first = sqlite3_column_int64(q, 5);
    claim->changes = sqlite3_column_int64(q, 6);
    claim->last_date = db_dup(q, 7, arena);
    sqlite3_reset(q);
    return fetch_event(store, first, arena, &claim->event, found) && count_voices(store, claim) &&
           (voices == 0 || read_voices(store, act, voices, arena, &claim->said, &claim->n_said));
}

/* Each walks an index of its own, newest report first (schema.sql). */
#define CLAIMS(condition)                                                                                              \
    "SELECT id, last_report, status FROM act WHERE " condition " AND (last_report, id) < (?1, ?2) "                    \
    "ORDER BY last_report DESC, id DESC"
static const char ALL_CLAIMS[] = CLAIMS("voices > 0");
static const char CONTESTED[] = CLAIMS("asserted > 0 AND denied + doubted > 0");

bool board_claims(Store *store, const Filter *filter, const ClaimPage *page, ClaimSee *see, void *data,
                  ClaimPageEnd *end, Err *err) {
    Arena arena = {0}, one = {0};
    Sieve sieve = {0};
    uint32_t given = 0;
    bool go_on = true, found;
    *end = (ClaimPageEnd){.last = page->after};
    bool ok = sieve_acts(&sieve, store, filter, &arena, err);
    sqlite3_stmt *q = NULL;
    if (ok) {
        q = db_ask(store, page->contested ? CONTESTED : ALL_CLAIMS, "ii",
                   page->after.act != 0 ? page->after.report : INT64_MAX, page->after.act);
    }
    int code = SQLITE_DONE;
    while (ok && go_on && q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        int64_t act = sqlite3_column_int64(q, 0), report = sqlite3_column_int64(q, 1);
        int status = name_index(status_names, STATUS_COUNT, db_str(q, 2));
        Claim claim;
        if (act >= sieve.limit || !(sieve.acts[act / 64] >> act % 64 & 1) ||
            (page->statuses != 0 && !(page->statuses >> status & 1))) {
            continue;
        }
        if (page->limit > 0 && given == page->limit) {
            end->more = true;
            break;
        }
        arena_reset(&one);
        ok = fill_claim(store, act, page->voices, &one, &claim, &found) || db_fail(store, err);
        if (!ok || !found) {
            continue;
        }
        end->last = (ClaimCursor){report, act};
        given++;
        go_on = see(data, &claim);
    }
    if (q != NULL) {
        sqlite3_reset(q);
    }
    if (ok && (q == NULL || (code != SQLITE_DONE && code != SQLITE_ROW))) {
        ok = db_fail(store, err);
    }
    arena_release(&arena);
    arena_release(&one);
    return ok;
}

/* ---- one act ---- */

typedef VEC(int64_t) Ids;

static bool ids_of(Store *store, const char *sql, int64_t id, int64_t limit, Arena *arena, Ids *ids) {
    sqlite3_stmt *q = db_ask(store, sql, "ii", id, limit > 0 ? limit : INT64_MAX);
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        vec_push(arena, ids, sqlite3_column_int64(q, 0));
    }
    return code == SQLITE_DONE;
}

static bool read_tellings(Store *store, int64_t act, uint32_t limit, Arena *arena, ActView *view) {
    Ids ids = {0};
    bool found = true;
    if (!ids_of(store, "SELECT id FROM event WHERE act = ?1 ORDER BY id LIMIT ?2", act, limit, arena, &ids)) {
        return false;
    }
    view->tellings = arena_array(arena, StoredEvent, ids.n);
    for (uint32_t i = 0; i < ids.n && found; i++) {
        if (!fetch_event(store, ids.at[i], arena, &view->tellings[i], &found)) {
            return false;
        }
        view->n_tellings += found;
    }
    return true;
}

static bool read_history(Store *store, int64_t act, Arena *arena, ActView *view) {
    VEC(StatusChange) list = {0};
    sqlite3_stmt *q = db_ask(store,
                             "SELECT s.status, s.report, r.doc, r.date, r.title, pb.name FROM act_status s "
                             "JOIN report r ON r.id = s.report JOIN coding c ON c.report = r.id "
                             "LEFT JOIN publisher pb ON pb.id = c.publisher WHERE s.act = ?1 ORDER BY s.seq",
                             "i", act);
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        vec_push(arena, &list,
                 ((StatusChange){.status = (uint8_t)name_index(status_names, STATUS_COUNT, db_str(q, 0)),
                                 .report = sqlite3_column_int64(q, 1),
                                 .doc = db_dup(q, 2, arena),
                                 .date = db_dup(q, 3, arena),
                                 .title = db_dup(q, 4, arena),
                                 .publisher = db_dup(q, 5, arena)}));
    }
    view->history = list.at;
    view->n_history = list.n;
    return code == SQLITE_DONE;
}

bool board_act(Store *store, int64_t act, uint32_t limit, Arena *arena, ActView *view, bool *found, Err *err) {
    *view = (ActView){.act = act};
    sqlite3_stmt *q = db_ask(store, "SELECT status, reports, publishers FROM act WHERE id = ?1", "i", act);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    *found = code == SQLITE_ROW;
    if (code != SQLITE_ROW) {
        return code == SQLITE_DONE || db_fail(store, err);
    }
    view->status = (uint8_t)name_index(status_names, STATUS_COUNT, db_str(q, 0));
    view->reports = sqlite3_column_int64(q, 1);
    view->publishers = sqlite3_column_int64(q, 2);
    sqlite3_reset(q);
    return (read_tellings(store, act, limit, arena, view) &&
            read_voices(store, act, limit, arena, &view->voices, &view->n_voices) &&
            read_history(store, act, arena, view)) ||
           db_fail(store, err);
}
