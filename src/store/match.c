#include "store/match.h"

#include "base/pages.h"
#include "store/db.h"

static void ids_init(IdSet *set, uint32_t limit, Arena *arena) {
    set->limit = limit;
    set->bits = arena_array(arena, uint64_t, limit / 64 + 1);
}

static void ids_add(IdSet *set, int64_t id) {
    if (id >= 0 && id < set->limit) {
        set->bits[id / 64] |= (uint64_t)1 << id % 64;
    }
}

/* Adds the ids that a statement, bound already, gives. */
static bool ids_collect(IdSet *set, sqlite3_stmt *q) {
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        ids_add(set, sqlite3_column_int64(q, 0));
    }
    return code == SQLITE_DONE;
}

static bool limit_of(Store *store, const char *sql, uint32_t *limit) {
    int64_t max;
    bool ok = db_int(store, &max, 0, sql, "");
    *limit = (uint32_t)max + 1;
    return ok;
}

/* '%' and '_' of a name stand for themselves. */
static Str like_pattern(Str part, Arena *arena) {
    StrBuf b;
    buf_init(&b, arena);
    buf_char(&b, '%');
    for (uint32_t i = 0; i < part.n; i++) {
        if (part.at[i] == '%' || part.at[i] == '_' || part.at[i] == '\\') {
            buf_char(&b, '\\');
        }
        buf_char(&b, part.at[i]);
    }
    buf_char(&b, '%');
    return buf_take(&b);
}

/* ---- participants ---- */

static bool is_code(Str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.at[i] < 'A' || s.at[i] > 'Z') {
            return false;
        }
    }
    return s.n == 3;
}

static bool is_sector(Str s) {
    return s.n == 3 && name_index(sector_names, SECTOR_COUNT, s) > 0;
}

static bool add_party(PartySet *set, Store *store, Str value, Arena *arena) {
    Str code = value, sector = {0};
    if (value.n == 7 && (value.at[3] == '/' || value.at[3] == ' ')) {
        code = str_sub(value, 0, 3);
        sector = str_sub(value, 4, 7);
    }
    if (is_code(code) && (sector.at == NULL || is_sector(sector))) {
        if (sector.at == NULL && is_sector(code)) {
            sector = code;
            code = (Str){0};
        }
        return ids_collect(&set->parties,
                           db_ask(store,
                                  "SELECT id FROM party WHERE (?1 IS NULL OR code = ?1) AND (?2 IS NULL OR sector = "
                                  "?2)",
                                  "ss", code, sector));
    }
    return ids_collect(&set->actors, db_ask(store, "SELECT id FROM actor WHERE name LIKE ?1 ESCAPE '\\'", "s",
                                            like_pattern(value, arena)));
}

static bool party_set(PartySet *set, Store *store, Str value, Arena *arena) {
    set->any = value.at == NULL;
    if (set->any) {
        return true;
    }
    uint32_t parties, actors;
    if (!limit_of(store, "SELECT max(id) FROM party", &parties) ||
        !limit_of(store, "SELECT max(id) FROM actor", &actors)) {
        return false;
    }
    ids_init(&set->parties, parties, arena);
    ids_init(&set->actors, actors, arena);
    for (Str rest = value, one; str_split(&rest, ',', &one);) {
        one = str_trim(one);
        if (one.n > 0 && !add_party(set, store, one, arena)) {
            return false;
        }
    }
    return true;
}

static bool in_party(const PartySet *set, uint16_t party, uint32_t actor) {
    return actor != 0 && (ids_have(&set->parties, party) || ids_have(&set->actors, actor));
}

/* ---- publishers, places, words ---- */

static bool source_set(IdSet *set, Store *store, Str value, Arena *arena) {
    uint32_t limit;
    if (!limit_of(store, "SELECT max(id) FROM publisher", &limit)) {
        return false;
    }
    ids_init(set, limit, arena);
    for (Str rest = value, one; str_split(&rest, ',', &one);) {
        one = str_trim(one);
        if (one.n > 0 && !ids_collect(set, db_ask(store, "SELECT id FROM publisher WHERE name LIKE ?1 ESCAPE '\\'", "s",
                                                  like_pattern(one, arena)))) {
            return false;
        }
    }
    return true;
}

static bool place_set(IdSet *set, Store *store, Str value, Arena *arena) {
    uint32_t limit;
    if (!limit_of(store, "SELECT max(id) FROM place", &limit)) {
        return false;
    }
    ids_init(set, limit, arena);
    for (Str rest = value, one; str_split(&rest, ',', &one);) {
        one = str_trim(one);
        sqlite3_stmt *q = is_code(one) ? db_ask(store, "SELECT id FROM place WHERE country = ?1", "s", one)
                                       : db_ask(store, "SELECT id FROM place WHERE name LIKE ?1 ESCAPE '\\'", "s",
                                                like_pattern(one, arena));
        if (one.n > 0 && !ids_collect(set, q)) {
            return false;
        }
    }
    return true;
}

/* The words of a person as an expression of FTS5: every word in quotation marks, so that nothing is syntax but phrases,
   a star at the end, OR and NOT between words. */
static Str fts_expression(Str value, Arena *arena) {
    StrBuf b;
    buf_init(&b, arena);
    bool operand = false; /* something stands before */
    const char *pending = NULL;
    for (uint32_t i = 0; i < value.n;) {
        if (value.at[i] == ' ' || value.at[i] == '\t') {
            i++;
            continue;
        }
        bool phrase = value.at[i] == '"';
        uint32_t start = i += phrase;
        while (i < value.n && (phrase ? value.at[i] != '"' : value.at[i] != ' ' && value.at[i] != '"')) {
            i++;
        }
        Str word = str_sub(value, start, i);
        i += phrase && i < value.n;
        if (!phrase && operand && (str_is(word, "OR") || str_is(word, "NOT") || str_is(word, "AND"))) {
            pending = str_is(word, "OR") ? " OR " : str_is(word, "NOT") ? " NOT " : " AND ";
            continue;
        }
        bool star = !phrase && str_ends(word, STR("*"));
        word.n -= star;
        if (word.n == 0) {
            continue;
        }
        if (operand) {
            buf_str(&b, str_of(pending != NULL ? pending : " AND "));
        }
        buf_char(&b, '"');
        buf_str(&b, word);
        buf_str(&b, star ? STR("\"*") : STR("\""));
        operand = true;
        pending = NULL;
    }
    return buf_take(&b);
}

static bool report_set(IdSet *set, Store *store, Str value, Arena *arena) {
    uint32_t limit;
    if (!limit_of(store, "SELECT max(id) FROM report", &limit)) {
        return false;
    }
    ids_init(set, limit, arena);
    Str expression = fts_expression(value, arena);
    return expression.n == 0 ||
           ids_collect(set, db_ask(store, "SELECT rowid FROM report_fts WHERE report_fts MATCH ?1", "s", expression));
}

bool match_init(Match *m, Store *store, const Filter *filter, Arena *arena, Err *err) {
    *m = (Match){.filter = *filter};
    bool ok = party_set(&m->actor, store, filter->actor, arena) &&
              party_set(&m->recipient, store, filter->recipient, arena) &&
              party_set(&m->party, store, filter->party, arena) &&
              (filter->source.at == NULL || source_set(&m->sources, store, filter->source, arena)) &&
              (filter->place.at == NULL || place_set(&m->places, store, filter->place, arena)) &&
              (filter->text.at == NULL || report_set(&m->reports, store, filter->text, arena));
    uint32_t limit;
    if (ok && filter->once == ONCE_ACT) {
        ok = limit_of(store, "SELECT max(id) FROM act", &limit);
        ids_init(&m->acts, limit, arena);
    } else if (ok && filter->once == ONCE_DAY) {
        ok = limit_of(store, "SELECT max(id) FROM party", &limit);
        ids_init(&m->coded, limit, arena);
        ok = ok && ids_collect(&m->coded, db_ask(store, "SELECT id FROM party WHERE code <> ''", ""));
    }
    return ok || db_fail(store, err);
}

void match_release(Match *m) {
    pages_give(m->seen, m->cap_seen * sizeof *m->seen);
    *m = (Match){0};
}

/* ---- once ---- */

/* An event's records stand together and share its verdict. */
static uint32_t first_of_act(Match *m, const Fact *kept[FACT_GROUP], uint32_t n) {
    uint32_t first = 0;
    for (uint32_t i = 0; i < n; i++) {
        const Fact *f = kept[i];
        if (m->last_event != f->event) {
            m->last_event = f->event;
            m->last_kept = !ids_have(&m->acts, f->act);
            ids_add(&m->acts, f->act);
        }
        kept[first] = f;
        first += m->last_kept;
    }
    return first;
}

/* Where the key stands, or would. */
static uint32_t slot_of(const Match *m, uint64_t key) {
    uint32_t at = (uint32_t)key & (m->cap_seen - 1);
    while (m->seen[at] != 0 && m->seen[at] != key) {
        at = (at + 1) & (m->cap_seen - 1);
    }
    return at;
}

/* Room for n more keys.  Doubled, a table is read and written in order. */
static void grow_seen(Match *m, uint32_t n) {
    while ((m->n_seen + n) * 2 > m->cap_seen) {
        uint64_t *old = m->seen;
        uint32_t cap = m->cap_seen;
        m->cap_seen = cap > 0 ? cap * 2 : 1 << 14;
        m->seen = pages_array(uint64_t, m->cap_seen);
        for (uint32_t i = 0; i < cap; i++) {
            if (old[i] != 0) {
                m->seen[slot_of(m, old[i])] = old[i];
            }
        }
        pages_give(old, cap * sizeof *old);
    }
}

/* Who that is to the classic filter: code and sector; without a code, the actor by name. */
static uint64_t who(const Match *m, uint16_t party, uint32_t actor) {
    return ids_have(&m->coded, party) ? party : (uint64_t)1 << 32 | actor;
}

/* The classic filter: date, source, target, code. */
static uint64_t day_key(const Match *m, const Fact *f) {
    return hash_mix(hash_mix((uint64_t)(uint32_t)f->day << 32 | (uint64_t)f->type << 8 | f->mode,
                             who(m, f->actor_party, f->actor)),
                    who(m, f->recipient_party, f->recipient)) |
           1;
}

/* What has no date is of no day, and kept.  The slots of a whole group are fetched before the first is looked at: of a
   million keys each is a wait for memory, and so the waits overlap. */
static uint32_t first_of_day(Match *m, const Fact *kept[FACT_GROUP], uint32_t n) {
    uint32_t first = 0;
    grow_seen(m, n);
    for (uint32_t i = 0; i < n; i++) {
        m->keys[i] = day_key(m, kept[i]);
        __builtin_prefetch(&m->seen[(uint32_t)m->keys[i] & (m->cap_seen - 1)], 1);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint64_t *slot = &m->seen[slot_of(m, m->keys[i])];
        if (kept[i]->day == DAY_NONE || *slot == 0) {
            m->n_seen += kept[i]->day != DAY_NONE;
            *slot = kept[i]->day != DAY_NONE ? m->keys[i] : *slot;
            kept[first++] = kept[i];
        }
    }
    return first;
}

static bool fields_match(const Match *m, const Fact *f) {
    const Filter *q = &m->filter;
    return (q->from == DAY_NONE || (f->day != DAY_NONE && f->day >= q->from)) &&
           (q->to == DAY_NONE || (f->day != DAY_NONE && f->day <= q->to)) && (q->copies || !(f->flags & FACT_COPY)) &&
           (q->types == 0 || q->types >> f->type & 1) && (q->statuses == 0 || q->statuses >> f->status & 1) &&
           (q->quads == 0 || q->quads >> event_quad((EventType)f->type) & 1) &&
           ((q->modes[0] | q->modes[1]) == 0 || q->modes[f->mode / 64] >> f->mode % 64 & 1) &&
           (q->contexts == 0 || (q->contexts & f->contexts) != 0) && (double)f->confidence >= q->confidence &&
           (q->report == 0 || f->report == q->report) && (q->act == 0 || f->act == q->act) &&
           ids_have(&m->sources, f->publisher) && (q->place.at == NULL || f->place != 0) &&
           ids_have(&m->places, f->place) && ids_have(&m->reports, f->report);
}

static bool parties_match(const Match *m, const Fact *f) {
    return (m->actor.any || in_party(&m->actor, f->actor_party, f->actor)) &&
           (m->recipient.any || in_party(&m->recipient, f->recipient_party, f->recipient)) &&
           (m->party.any || in_party(&m->party, f->actor_party, f->actor) ||
            in_party(&m->party, f->recipient_party, f->recipient));
}

uint32_t match_facts(Match *m, const Fact *facts, uint32_t n, const Fact *kept[FACT_GROUP]) {
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        kept[k] = &facts[i];
        k += fields_match(m, &facts[i]) && parties_match(m, &facts[i]);
    }
    switch (m->filter.once) {
    case ONCE_ACT: return first_of_act(m, kept, k);
    case ONCE_DAY: return first_of_day(m, kept, k);
    default: return k;
    }
}
