#include "store/entry.h"

#include <math.h>

#include "base/json.h"
#include "store/acts.h"
#include "store/copies.h"

static Str contexts_text(Arena *arena, uint64_t contexts) {
    StrBuf b;
    buf_init(&b, arena);
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        if (contexts >> i & 1) {
            buf_printf(&b, "%s%s", b.n > 0 ? ";" : "", context_names[i]);
        }
    }
    return b.n > 0 ? buf_take(&b) : (Str){0};
}

static int64_t at(const Entry *e, uint32_t byte) {
    return (int64_t)point_at(&e->points, byte);
}

static void buf_span(StrBuf *b, const Entry *e, Span s) {
    buf_printf(b, "%s[%lld,%lld]", b->n > 1 ? "," : "", (long long)at(e, s.start), (long long)at(e, s.end));
}

static Str spans_text(const Entry *e, Range r) {
    StrBuf b;
    buf_init(&b, e->arena);
    buf_char(&b, '[');
    for (uint32_t i = 0; i < r.n; i++) {
        buf_span(&b, e, e->doc->spans.at[r.first + i]);
    }
    buf_char(&b, ']');
    return buf_take(&b);
}

static Str mentions_text(const Entry *e, Range r) {
    StrBuf b;
    buf_init(&b, e->arena);
    buf_char(&b, '[');
    for (uint32_t i = 0; i < r.n; i++) {
        buf_span(&b, e, e->doc->mentions.at[e->doc->refs.at[r.first + i]].span);
    }
    buf_char(&b, ']');
    return buf_take(&b);
}

static Str sentences_text(const Entry *e) {
    StrBuf b;
    buf_init(&b, e->arena);
    buf_char(&b, '[');
    for (uint32_t i = 0; i < e->doc->sentences.n; i++) {
        const Sentence *s = &e->doc->sentences.at[i];
        buf_printf(&b, "%s[%lld,%lld,%d]", i > 0 ? "," : "", (long long)at(e, s->span.start),
                   (long long)at(e, s->span.end), s->kind);
    }
    buf_char(&b, ']');
    return buf_take(&b);
}

static Str times_text(const Entry *e) {
    StrBuf b;
    buf_init(&b, e->arena);
    buf_char(&b, '[');
    for (uint32_t i = 0; i < e->doc->times.n; i++) {
        const Time *t = &e->doc->times.at[i];
        buf_printf(&b, "%s[%lld,%lld,\"%s\",", i > 0 ? "," : "", (long long)at(e, t->span.start),
                   (long long)at(e, t->span.end), time_type_names[t->type]);
        json_quote(&b, t->value);
        buf_char(&b, ']');
    }
    buf_char(&b, ']');
    return buf_take(&b);
}

static bool write_places(Entry *e, Str *list) {
    StrBuf b;
    buf_init(&b, e->arena);
    buf_char(&b, '[');
    e->places = arena_array(e->arena, int64_t, e->doc->places.n);
    for (uint32_t i = 0; i < e->doc->places.n; i++) {
        const Place *p = &e->doc->places.at[i];
        if (!names_place(e->names, p, &e->places[i])) {
            return false;
        }
        buf_printf(&b, "%s[%lld,%lld,%lld]", i > 0 ? "," : "", (long long)at(e, p->span.start),
                   (long long)at(e, p->span.end), (long long)e->places[i]);
    }
    buf_char(&b, ']');
    *list = buf_take(&b);
    return true;
}

/* A copy that adds nothing to a family need not be found itself. */
static bool write_coding(Entry *e) {
    int64_t original;
    double share;
    Str places;
    Shingles text = shingles_of(e->doc->text, e->arena);
    if (!copies_find(e->names->store, &text, e->arena, &original, &share) ||
        (share < COPY_SURE && !copies_add(e->names->store, e->report, &text)) ||
        !names_publisher(e->names, e->doc, &e->publisher) || !write_places(e, &places)) {
        return false;
    }
    e->copy = original != 0;
    e->original = original;
    return db_run(e->names->store,
                  "INSERT INTO coding (report, coder, publisher, day, original, similarity, sentences, times, places) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                  "iinnndsss", e->report, e->coder, e->publisher != 0 ? e->publisher : DB_NULL,
                  e->doc->day != DAY_NONE ? (int64_t)e->doc->day : DB_NULL, e->copy ? original : DB_NULL,
                  e->copy ? share : __builtin_nan(""), sentences_text(e), times_text(e), places);
}

static bool write_entities(Entry *e) {
    e->entities = arena_array(e->arena, ActorIds, e->doc->entities.n);
    for (uint32_t i = 0; i < e->doc->entities.n; i++) {
        const Entity *n = &e->doc->entities.at[i];
        if (!names_actor(e->names, n, &e->entities[i]) ||
            !db_run(e->names->store,
                    "INSERT INTO entity (report, seq, actor, role, basis, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    "iiisss", e->report, (int64_t)i, e->entities[i].actor, n->role, str_of(basis_names[n->basis]),
                    mentions_text(e, n->mentions))) {
            return false;
        }
        e->entities[i].entity = db_id(e->names->store);
    }
    return true;
}

static int64_t said(int32_t n) {
    return n >= 0 ? (int64_t)n : DB_NULL;
}

static int64_t maybe(const Entry *e, Span s, bool start) {
    return span_is(s) ? at(e, start ? s.start : s.end) : DB_NULL;
}

/* Parents may stand behind their children: they are set afterwards. */
static bool write_attributions(Entry *e) {
    e->attributions = arena_array(e->arena, int64_t, e->doc->attributions.n);
    for (uint32_t i = 0; i < e->doc->attributions.n; i++) {
        const Attribution *a = &e->doc->attributions.at[i];
        if (!db_run(e->names->store,
                    "INSERT INTO attribution (report, seq, kind, stance, entity, sentence, source_start, source_end, "
                    "cue_start, cue_end, contents) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    "iissninnnns", e->report, (int64_t)i, str_of(attribution_kind_names[a->kind]),
                    str_of(stance_names[a->stance]), a->entity != NONE ? e->entities[a->entity].entity : DB_NULL,
                    (int64_t)a->sentence, maybe(e, a->source, true), maybe(e, a->source, false), maybe(e, a->cue, true),
                    maybe(e, a->cue, false), spans_text(e, a->contents))) {
            return false;
        }
        e->attributions[i] = db_id(e->names->store);
    }
    for (uint32_t i = 0; i < e->doc->attributions.n; i++) {
        uint32_t parent = e->doc->attributions.at[i].parent;
        if (parent != NONE && !db_run(e->names->store, "UPDATE attribution SET parent = ?2 WHERE id = ?1", "ii",
                                      e->attributions[i], e->attributions[parent])) {
            return false;
        }
    }
    return true;
}

/* ---- an event ---- */

/* First day of "2023", "2023-04", "2023-04-12", and how many more it may be. */
static int32_t first_day(Str date, int32_t *more) {
    char full[11] = "0000-01-01";
    *more = date.n >= 10 ? 0 : date.n >= 7 ? 30 : 365;
    if (date.n < 4) {
        *more = 0;
        return DAY_NONE;
    }
    memcpy(full, date.at, date.n < 10 ? (date.n >= 7 ? 7 : 4) : 10);
    return date_parse((Str){full, 10});
}

static bool write_party(Entry *e, int64_t event, const char *role, Range r) {
    for (uint32_t i = 0; i < r.n; i++) {
        const ActorIds *ids = &e->entities[e->doc->refs.at[r.first + i]];
        if (!db_run(e->names->store,
                    "INSERT INTO event_party (event, role, seq, entity, actor) VALUES (?1, ?2, ?3, ?4, ?5)", "isiii",
                    event, str_of(role), (int64_t)i, ids->entity, ids->actor)) {
            return false;
        }
    }
    return true;
}

static bool write_voices(Entry *e, int64_t event, const char *stance, Range r) {
    for (uint32_t i = 0; i < r.n; i++) {
        if (!db_run(e->names->store,
                    "INSERT INTO event_voice (event, stance, seq, attribution) VALUES (?1, ?2, ?3, ?4)", "isii", event,
                    str_of(stance), (int64_t)i, e->attributions[e->doc->refs.at[r.first + i]])) {
            return false;
        }
    }
    return true;
}

static Fact fact_of(const Entry *e, uint32_t index, int64_t act, bool first, int32_t day) {
    const Event *v = &e->doc->events.at[index];
    return (Fact){.contexts = v->contexts,
                  .event = (uint32_t)e->events[index],
                  .report = (uint32_t)e->report,
                  .act = (uint32_t)act,
                  .place = v->place != NONE ? (uint32_t)e->places[v->place] : 0,
                  .publisher = (uint32_t)e->publisher,
                  .day = day,
                  .type = v->type,
                  .mode = v->mode,
                  .status = v->status,
                  .flags = (uint8_t)((e->copy ? FACT_COPY : 0) | (first ? FACT_FIRST : 0)),
                  .score = (float)event_score(v->type, v->mode),
                  .confidence = v->confidence};
}

/* One record for each pair; see facts.h. */
static bool write_facts(Entry *e, uint32_t index, Fact fact) {
    const Event *v = &e->doc->events.at[index];
    bool mutual = v->recipients.n == 0 && v->actors.n > 1;
    Range to = mutual ? v->actors : v->recipients;
    uint32_t written = 0;
    for (uint32_t i = 0; i < (v->actors.n > 0 ? v->actors.n : 1); i++) {
        for (uint32_t k = 0; k < (to.n > 0 ? to.n : 1) && written < FACT_MAX_PAIRS; k++) {
            if (mutual && i == k) {
                continue;
            }
            ActorIds none = {0};
            const ActorIds *a = v->actors.n > 0 ? &e->entities[e->doc->refs.at[v->actors.first + i]] : &none;
            const ActorIds *b = to.n > 0 ? &e->entities[e->doc->refs.at[to.first + k]] : &none;
            fact.actor = (uint32_t)a->actor;
            fact.actor_party = (uint16_t)a->party;
            fact.recipient = (uint32_t)b->actor;
            fact.recipient_party = (uint16_t)b->party;
            if (!facts_add(e->facts, &fact)) {
                return false;
            }
            written++;
        }
    }
    return true;
}

/* Ids are those of the document record; where another report has the same (one of the same id that was corrected, or is
   somebody else's), the numbers of report and event tell them apart: in a store each id is one event's. */
static bool own_id(Entry *e, uint32_t index, Str *id) {
    int64_t other;
    *id = e->doc->events.at[index].id;
    if (!db_int(e->names->store, &other, 0, "SELECT id FROM event WHERE eid = ?1 LIMIT 1", "s", *id)) {
        return false;
    }
    if (other != 0) {
        *id = str_of(arena_printf(e->arena, "%.*s-%lld.%u", (int)id->n, id->at, (long long)e->report, index + 1));
    }
    return true;
}

static bool insert_event(Entry *e, uint32_t index, int64_t act, int32_t day) {
    const Event *v = &e->doc->events.at[index];
    Str id;
    return own_id(e, index, &id) &&
           db_run(
               e->names->store,
               "INSERT INTO event (id, eid, report, seq, act, type, mode, quad, score, cameo, contexts, status, date, "
               "enddate, day, date_basis, place, sentence, trigger_start, trigger_end, span_start, span_end, evidence, "
               "dead, "
               "injured, arrested, rule, confidence, about) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
               "?13, "
               "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)",
               "itiiissidsssssnsniiiiisnnnsdn", e->events[index], id, e->report, (int64_t)index, act,
               str_of(event_names[v->type]), v->mode != MODE_NONE ? str_of(mode_names[v->mode]) : (Str){0},
               (int64_t)event_quad(v->type), event_score(v->type, v->mode),
               v->cameo[0] != '\0' ? str_of(v->cameo) : (Str){0}, contexts_text(e->arena, v->contexts),
               str_of(status_names[v->status]), v->date, v->enddate, day != DAY_NONE ? (int64_t)day : DB_NULL,
               str_of(date_basis_names[v->date_basis]), v->place != NONE ? e->places[v->place] : DB_NULL,
               (int64_t)v->sentence, at(e, v->trigger.start), at(e, v->trigger.end), at(e, v->span.start),
               at(e, v->span.end), v->evidence.n > 0 ? spans_text(e, v->evidence) : (Str){0}, said(v->dead),
               said(v->injured), said(v->arrested), v->rule, (double)v->confidence,
               v->about != NONE ? e->events[v->about] : DB_NULL);
}

static bool write_event(Entry *e, uint32_t index) {
    const Event *v = &e->doc->events.at[index];
    int64_t id = e->events[index], act;
    bool first;
    ActEvent telling = {.event = id,
                        .report = e->report,
                        .publisher = e->publisher,
                        .copy = e->copy,
                        .original = e->original,
                        .type = v->type,
                        .status = v->status,
                        .asserts = v->asserted_by.n,
                        .denies = v->denied_by.n,
                        .doubts = v->hedged_by.n};
    telling.day = first_day(v->date, &telling.days);
    if (telling.day == DAY_NONE) {
        telling.day = e->doc->day;
    }
    mark_of_event(e->doc, index, &e->mark, &telling.mark);
    telling.mark.place = v->place != NONE ? (uint32_t)e->places[v->place] : 0;
    return acts_join(e->acts, &telling, &act, &first) && insert_event(e, index, act, telling.day) &&
           write_party(e, id, "actor", v->actors) && write_party(e, id, "recipient", v->recipients) &&
           write_voices(e, id, "asserts", v->asserted_by) && write_voices(e, id, "denies", v->denied_by) &&
           write_voices(e, id, "doubts", v->hedged_by) &&
           write_facts(e, index, fact_of(e, index, act, first, telling.day));
}

bool entry_write(Entry *e) {
    e->points = point_map(e->arena, e->doc->text);
    if (!write_coding(e) || !write_entities(e) || !write_attributions(e)) {
        return false;
    }
    mark_of_report(e->doc, &e->mark);
    e->events = arena_array(e->arena, int64_t, e->doc->events.n);
    for (uint32_t i = 0; i < e->doc->events.n; i++) {
        e->events[i] = e->next_event + i;
    }
    for (uint32_t i = 0; i < e->doc->events.n; i++) {
        if (!write_event(e, i)) {
            return false;
        }
    }
    return true;
}
