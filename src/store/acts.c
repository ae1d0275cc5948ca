#include "store/acts.h"

#include <stdlib.h>

#include "store/db.h"

enum { CANDIDATES = 48 /* a key */, MAX_SEEN = 256 };

static uint32_t short_hash(uint64_t seed, Str s) {
    uint32_t h = (uint32_t)hash_mix(seed, str_hash(s));
    return h != 0 ? h : 1;
}

/* ---- marks ---- */

/* A person is known by the last name, others by the whole. */
static uint32_t name_hash(const Entity *e, Arena *scratch) {
    Str name = str_lower(scratch, str_trim(e->name));
    if (e->type == ENTITY_person) {
        for (uint32_t i = name.n; i > 0; i--) {
            if (name.at[i - 1] == ' ') {
                name = str_sub(name, i, name.n);
                break;
            }
        }
    }
    return name.n > 0 ? short_hash(1, name) : 0;
}

static uint8_t mark_parties(const Doc *doc, Range r, MarkParty list[MARK_PARTIES]) {
    uint8_t n = 0;
    for (uint32_t i = 0; i < r.n && n < MARK_PARTIES; i++) {
        const Entity *e = &doc->entities.at[doc->refs.at[r.first + i]];
        list[n++] = (MarkParty){name_hash(e, doc->scratch), e->code[0] != '\0' ? short_hash(2, str_of(e->code)) : 0};
    }
    return n;
}

static bool is_content(const Token *t) {
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_VERB || t->upos == UPOS_ADJ ||
           t->upos == UPOS_NUM;
}

static uint32_t lemma_hash(const Doc *doc, const Token *t) {
    return short_hash(3, str_lower(doc->scratch, t->lemma.n > 0 ? t->lemma : doc_str(doc, t->span)));
}

static void add_word(Mark *mark, uint32_t word) {
    for (uint32_t i = 0; i < mark->n_words; i++) {
        if (mark->words[i] == word) {
            return;
        }
    }
    if (mark->n_words < MARK_WORDS) {
        mark->words[mark->n_words++] = word;
    }
}

void mark_of_event(const Doc *doc, uint32_t index, Mark *mark) {
    const Event *e = &doc->events.at[index];
    *mark = (Mark){.mode = e->mode, .dead = e->dead};
    mark->n_actors = mark_parties(doc, e->actors, mark->actors);
    mark->n_recipients = mark_parties(doc, e->recipients, mark->recipients);
    if (e->trigger_head < doc->tokens.n) {
        mark->triggers[mark->n_triggers++] = lemma_hash(doc, &doc->tokens.at[e->trigger_head]);
    }
    const Sentence *s = &doc->sentences.at[e->sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        if (span_holds(e->span, doc->tokens.at[t].span) && is_content(&doc->tokens.at[t])) {
            add_word(mark, lemma_hash(doc, &doc->tokens.at[t]));
        }
    }
}

/* Best likeness of any pair: 1 the same name, 0.7 the same state or kind; an army of one state is not that of another.
 */
static double parties_alike(const MarkParty *a, uint32_t na, const MarkParty *b, uint32_t nb) {
    double best = 0;
    for (uint32_t i = 0; i < na; i++) {
        for (uint32_t k = 0; k < nb; k++) {
            bool apart = a[i].code != 0 && b[k].code != 0 && a[i].code != b[k].code;
            double s = apart                                      ? 0
                       : a[i].name != 0 && a[i].name == b[k].name ? 1
                       : a[i].code != 0 && a[i].code == b[k].code ? 0.7
                                                                  : 0;
            best = s > best ? s : best;
        }
    }
    return best;
}

static uint32_t common(const uint32_t *a, uint32_t na, const uint32_t *b, uint32_t nb) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < na; i++) {
        for (uint32_t k = 0; k < nb; k++) {
            n += a[i] == b[k];
        }
    }
    return n;
}

/* A weighted mean over what both say; what only one says counts neither way. */
double mark_alike(const Mark *a, const Mark *b) {
    double sum = 0, weight = 0;
#define COUNT(w, likeness) (weight += (w), sum += (w) * (likeness))
    if (a->n_actors > 0 && b->n_actors > 0) {
        COUNT(0.25, parties_alike(a->actors, a->n_actors, b->actors, b->n_actors));
    }
    if (a->n_recipients > 0 && b->n_recipients > 0) {
        COUNT(0.2, parties_alike(a->recipients, a->n_recipients, b->recipients, b->n_recipients));
    }
    if (a->n_triggers > 0 && b->n_triggers > 0) {
        COUNT(0.2, common(a->triggers, a->n_triggers, b->triggers, b->n_triggers) > 0);
    }
    if (a->n_words > 0 && b->n_words > 0) {
        uint32_t smaller = a->n_words < b->n_words ? a->n_words : b->n_words;
        double share = common(a->words, a->n_words, b->words, b->n_words) / (smaller < 4 ? 4.0 : smaller);
        COUNT(0.35, share > 1 ? 1 : share);
    }
    if (a->place != 0 && b->place != 0) {
        COUNT(0.1, a->place == b->place);
    }
    if (a->mode != 0 && b->mode != 0) {
        COUNT(0.1, a->mode == b->mode);
    }
    if (a->dead >= 0 && b->dead >= 0) {
        COUNT(0.1, a->dead == b->dead);
    }
#undef COUNT
    return weight >= 0.4 ? sum / weight : 0;
}

/* ---- marks as blobs: the used part of each list, as 32-bit words ---- */

enum { MARK_INTS = 4 + 4 * MARK_PARTIES + MARK_TRIGGERS + MARK_WORDS };

static int mark_pack(const Mark *m, uint32_t out[MARK_INTS]) {
    uint32_t n = 0;
    out[n++] = (uint32_t)m->mode | (uint32_t)m->n_actors << 8 | (uint32_t)m->n_recipients << 16 |
               (uint32_t)m->n_triggers << 24;
    out[n++] = m->n_words;
    out[n++] = (uint32_t)m->dead;
    out[n++] = m->place;
    for (uint32_t i = 0; i < m->n_actors; i++) {
        out[n++] = m->actors[i].name;
        out[n++] = m->actors[i].code;
    }
    for (uint32_t i = 0; i < m->n_recipients; i++) {
        out[n++] = m->recipients[i].name;
        out[n++] = m->recipients[i].code;
    }
    for (uint32_t i = 0; i < m->n_triggers; i++) {
        out[n++] = m->triggers[i];
    }
    for (uint32_t i = 0; i < m->n_words; i++) {
        out[n++] = m->words[i];
    }
    return (int)(n * sizeof *out);
}

static bool mark_unpack(const void *blob, int bytes, Mark *m) {
    uint32_t in[MARK_INTS] = {0}, n = 4;
    if (bytes < 16 || (size_t)bytes > sizeof in) {
        return false;
    }
    memcpy(in, blob, (size_t)bytes);
    *m = (Mark){.mode = (uint8_t)in[0],
                .n_actors = (uint8_t)(in[0] >> 8),
                .n_recipients = (uint8_t)(in[0] >> 16),
                .n_triggers = (uint8_t)(in[0] >> 24),
                .n_words = in[1],
                .dead = (int32_t)in[2],
                .place = in[3]};
    if (m->n_actors > MARK_PARTIES || m->n_recipients > MARK_PARTIES || m->n_triggers > MARK_TRIGGERS ||
        m->n_words > MARK_WORDS) {
        return false;
    }
    for (uint32_t i = 0; i < m->n_actors; i++, n += 2) {
        m->actors[i] = (MarkParty){in[n], in[n + 1]};
    }
    for (uint32_t i = 0; i < m->n_recipients; i++, n += 2) {
        m->recipients[i] = (MarkParty){in[n], in[n + 1]};
    }
    for (uint32_t i = 0; i < m->n_triggers; i++) {
        m->triggers[i] = in[n++];
    }
    for (uint32_t i = 0; i < m->n_words; i++) {
        m->words[i] = in[n++];
    }
    return true;
}

static void union_parties(MarkParty *into, uint8_t *n, const MarkParty *from, uint8_t count) {
    for (uint8_t i = 0; i < count && *n < MARK_PARTIES; i++) {
        bool known = false;
        for (uint8_t k = 0; k < *n; k++) {
            known |= into[k].name == from[i].name && into[k].code == from[i].code;
        }
        if (!known) {
            into[(*n)++] = from[i];
        }
    }
}

/* What a further telling adds to what the act is recognised by: more names, more words, first things first. */
static void mark_merge(Mark *into, const Mark *from) {
    union_parties(into->actors, &into->n_actors, from->actors, from->n_actors);
    union_parties(into->recipients, &into->n_recipients, from->recipients, from->n_recipients);
    for (uint8_t i = 0; i < from->n_triggers && into->n_triggers < MARK_TRIGGERS; i++) {
        if (common(into->triggers, into->n_triggers, from->triggers + i, 1) == 0) {
            into->triggers[into->n_triggers++] = from->triggers[i];
        }
    }
    for (uint32_t i = 0; i < from->n_words; i++) {
        add_word(into, from->words[i]);
    }
    into->mode = into->mode != 0 ? into->mode : from->mode;
    into->place = into->place != 0 ? into->place : from->place;
    into->dead = into->dead >= 0 ? into->dead : from->dead;
}

/* ---- finding the act ---- */

static int world_of(uint8_t status) {
    return status == STATUS_planned ? 1 : status == STATUS_hypothetical ? 2 : 0;
}

static int64_t key_of(const ActEvent *e, uint32_t who) {
    return (int64_t)hash_mix(hash_mix(e->type, (uint64_t)world_of(e->status)), who);
}

typedef struct Keys {
    int64_t at[4 * MARK_PARTIES + 1];
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

/* Names before codes: the rarer finds the act in a crowd of candidates.  An event without participants is found by its
   trigger. */
static Keys keys_of(const ActEvent *e) {
    const Mark *m = &e->mark;
    Keys keys = {.n = 0};
    add_keys_of(&keys, e, m->actors, m->n_actors, true);
    add_keys_of(&keys, e, m->recipients, m->n_recipients, true);
    add_keys_of(&keys, e, m->actors, m->n_actors, false);
    add_keys_of(&keys, e, m->recipients, m->n_recipients, false);
    if (keys.n == 0) {
        keys.at[keys.n++] = key_of(e, m->n_triggers > 0 ? m->triggers[0] : 0);
    }
    return keys;
}

static int64_t key_day(int32_t day) {
    return day == DAY_NONE ? 0 : day;
}

typedef struct Best {
    int64_t act;
    double likeness;
    Mark mark;
} Best;

/* Whether the same report tells the act already: what its coder kept apart stays apart. */
static bool told_by(Store *store, int64_t act, int64_t report, bool *told) {
    int64_t n;
    bool ok = db_int(store, &n, 0, "SELECT 1 FROM event WHERE report = ?1 AND act = ?2 LIMIT 1", "ii", report, act);
    *told = n != 0;
    return ok;
}

static bool try_act(Store *store, const ActEvent *e, int64_t act, Best *best) {
    sqlite3_stmt *q = db_ask(store, "SELECT words FROM act WHERE id = ?1", "i", act);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    if (code != SQLITE_ROW) {
        return false;
    }
    Mark mark;
    bool read = mark_unpack(sqlite3_column_blob(q, 0), sqlite3_column_bytes(q, 0), &mark);
    sqlite3_reset(q);
    double likeness = read ? mark_alike(&e->mark, &mark) : 0;
    bool told = false;
    if (likeness < ACT_SAME || likeness <= best->likeness) {
        return true;
    }
    if (!told_by(store, act, e->report, &told)) {
        return false;
    }
    if (!told) {
        *best = (Best){act, likeness, mark};
    }
    return true;
}

static bool find(Store *store, const ActEvent *e, Best *best) {
    Keys keys = keys_of(e);
    int64_t seen[MAX_SEEN];
    uint32_t n_seen = 0;
    for (uint32_t i = 0; i < keys.n; i++) {
        int64_t found[CANDIDATES];
        uint32_t n_found = 0;
        sqlite3_stmt *q =
            db_ask(store,
                   "SELECT act FROM act_key WHERE who = ?1 AND day BETWEEN ?2 AND ?3 "
                   "ORDER BY day DESC, act DESC LIMIT 48",
                   "iii", keys.at[i], key_day(e->day) - ACT_DAYS, key_day(e->day) + (int64_t)e->days + ACT_DAYS);
        int code = SQLITE_ERROR;
        while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
            found[n_found++] = sqlite3_column_int64(q, 0);
        }
        if (code != SQLITE_DONE) {
            return false;
        }
        for (uint32_t k = 0; k < n_found; k++) {
            bool known = false;
            for (uint32_t s = 0; s < n_seen && !known; s++) {
                known = seen[s] == found[k];
            }
            if (known || n_seen == MAX_SEEN) {
                continue;
            }
            seen[n_seen++] = found[k];
            if (!try_act(store, e, found[k], best)) {
                return false;
            }
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

/* Copies corroborate nothing; the same publisher twice is one publisher. */
static bool add_publisher(Store *store, const ActEvent *e, int64_t act, int64_t *new_publishers) {
    int64_t known = 0;
    *new_publishers = 0;
    if (e->copy || e->publisher == 0) {
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
    return add_keys(store, e, *act) && add_publisher(store, e, *act, &ignored) &&
           log_status(store, *act, status, e->report);
}

static bool extend_act(Store *store, const ActEvent *e, Best *best) {
    sqlite3_stmt *q = db_ask(store, "SELECT asserted, plain, denied, negated, doubted, status FROM act WHERE id = ?1",
                             "i", best->act);
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
    mark_merge(&best->mark, &e->mark);
    int bytes = mark_pack(&best->mark, words);
    int64_t new_publishers;
    return add_publisher(store, e, best->act, &new_publishers) &&
           db_run(store,
                  "UPDATE act SET events = events + 1, reports = reports + ?2, publishers = publishers + ?3, "
                  "voices = voices + ?4, asserted = ?5, plain = ?6, denied = ?7, negated = ?8, status = ?9, "
                  "last_report = ?10, words = ?11, day = ifnull(day, ?12), doubted = ?13 WHERE id = ?1",
                  "iiiiiiiisibni", best->act, (int64_t)!e->copy, new_publishers,
                  (int64_t)(e->asserts + e->denies + e->doubts), c.asserted, c.plain, c.denied, c.negated,
                  str_of(status_names[status]), e->report, (const void *)words, bytes,
                  e->day == DAY_NONE ? DB_NULL : (int64_t)e->day, c.doubted) &&
           add_keys(store, e, best->act) && (old == (int)status || log_status(store, best->act, status, e->report));
}

bool acts_join(Store *store, const ActEvent *e, int64_t *act, bool *first) {
    Best best = {0};
    if (!find(store, e, &best)) {
        return false;
    }
    *first = best.act == 0;
    *act = best.act;
    return *first ? found_act(store, e, act) : extend_act(store, e, &best);
}
