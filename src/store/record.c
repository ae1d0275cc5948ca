#include "store/record.h"

#include <jansson.h>
#include <math.h>

#include "store/fetch.h"

static Str member(const json_t *object, const char *key, Arena *arena) {
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? str_dup(arena, (Str){json_string_value(value), (uint32_t)json_string_length(value)})
                                 : (Str){0};
}

static void read_captions(Doc *doc, Str list) {
    json_t *array = list.n > 0 ? json_loadb(list.at, list.n, 0, NULL) : NULL;
    size_t i;
    json_t *one;
    json_array_foreach(array, i, one) {
        Caption caption = {member(one, "text", doc->arena), member(one, "credit", doc->arena)};
        vec_push(doc->arena, &doc->captions, caption);
    }
    json_decref(array);
}

bool record_read(Store *store, int64_t report, Doc *doc, bool *found, Err *err) {
    sqlite3_stmt *q = db_ask(store,
                             "SELECT doc, date, title, byline, section, source, url, lang, dateline, extra, text, "
                             "captions FROM report WHERE id = ?1",
                             "i", report);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    *found = code == SQLITE_ROW;
    if (code != SQLITE_ROW) {
        return code == SQLITE_DONE || db_fail(store, err);
    }
    Str *const fields[] = {&doc->id,  &doc->date, &doc->title,    &doc->byline, &doc->section, &doc->source,
                           &doc->url, &doc->lang, &doc->dateline, &doc->extra,  &doc->text};
    for (int i = 0; i < (int)(sizeof fields / sizeof *fields); i++) {
        *fields[i] = db_dup(q, i, doc->arena);
    }
    read_captions(doc, db_str(q, 11));
    doc->day = date_parse(doc->date);
    sqlite3_reset(q);
    return true;
}

bool record_find(Store *store, Str id, int64_t *report, Err *err) {
    bool number = id.n > 0 && id.n < 19;
    int64_t value = 0;
    for (uint32_t i = 0; i < id.n && number; i++) {
        number = id.at[i] >= '0' && id.at[i] <= '9';
        value = value * 10 + (id.at[i] - '0');
    }
    *report = 0;
    bool ok = !number || db_int(store, report, 0, "SELECT id FROM report WHERE id = ?1", "i", value);
    if (ok && *report == 0) {
        ok = db_int(store, report, 0, "SELECT id FROM report WHERE doc = ?1 ORDER BY id LIMIT 1", "s", id);
    }
    return ok || db_fail(store, err);
}

bool record_lines(Store *store, RecordSee *see, void *data, Err *err) {
    sqlite3_stmt *q = db_ask(store,
                             "SELECT r.id, r.hash, r.doc, r.date, pb.name, r.title, r.url, o.doc, k.version "
                             "FROM report r JOIN coding c ON c.report = r.id JOIN coder k ON k.id = c.coder "
                             "LEFT JOIN publisher pb ON pb.id = c.publisher LEFT JOIN report o ON o.id = c.original "
                             "ORDER BY r.id",
                             "");
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        RecordLine line = {.id = sqlite3_column_int64(q, 0),
                           .hash = sqlite3_column_blob(q, 1),
                           .doc = db_str(q, 2),
                           .date = db_str(q, 3),
                           .publisher = db_str(q, 4),
                           .title = db_str(q, 5),
                           .url = db_str(q, 6),
                           .copy_of = db_str(q, 7),
                           .coder = db_str(q, 8)};
        if (!see(data, &line)) {
            sqlite3_reset(q);
            return true;
        }
    }
    return code == SQLITE_DONE || db_fail(store, err);
}

/* ---- what was coded ---- */

/* A report on its way from rows to arrays: row ids become indices, code points become bytes. */
typedef struct Reading {
    Store *store;
    Doc *doc;
    int64_t report;
    uint32_t *bytes; /* of each code point, and of the end */
    uint32_t points;
    int64_t *places; /* place.id of each of doc->places */
    int64_t *ids;    /* event.id of each event */
} Reading;

static void index_points(Reading *r) {
    const Str text = r->doc->text;
    r->bytes = arena_array(r->doc->arena, uint32_t, (size_t)text.n + 1);
    for (uint32_t i = 0; i < text.n; i++) {
        if (((unsigned char)text.at[i] & 0xC0) != 0x80) {
            r->bytes[r->points++] = i;
        }
    }
    r->bytes[r->points] = text.n;
}

static Span span_of(const Reading *r, int64_t start, int64_t end) {
    if (start < 0 || end < start || end > (int64_t)r->points) {
        return NONE_SPAN;
    }
    return (Span){r->bytes[start], r->bytes[end]};
}

static Span column_span(const Reading *r, sqlite3_stmt *q, int column) {
    return sqlite3_column_type(q, column) == SQLITE_NULL
               ? NONE_SPAN
               : span_of(r, sqlite3_column_int64(q, column), sqlite3_column_int64(q, column + 1));
}

static Range span_list(Reading *r, Str list) {
    Range range = {r->doc->spans.n, 0};
    for (int64_t span[2]; spans_next(&list, span); range.n++) {
        vec_push(r->doc->arena, &r->doc->spans, span_of(r, span[0], span[1]));
    }
    return range;
}

static uint8_t index_of(const char *const *names, int count, Str name) {
    int i = name_index(names, count, name);
    return (uint8_t)(i > 0 ? i : 0);
}

static void copy_code(char *to, size_t size, Str code) {
    if (code.n > 0 && code.n < size) {
        memcpy(to, code.at, code.n);
    }
}

static void read_sentences(Reading *r, Str list) {
    json_t *array = json_loadb(list.at, list.n, 0, NULL);
    size_t i;
    json_t *one;
    json_array_foreach(array, i, one) {
        Sentence s = {
            .span = span_of(r, json_integer_value(json_array_get(one, 0)), json_integer_value(json_array_get(one, 1))),
            .kind = (uint8_t)json_integer_value(json_array_get(one, 2)),
            .root = NONE};
        vec_push(r->doc->arena, &r->doc->sentences, s);
    }
    json_decref(array);
}

static void read_times(Reading *r, Str list) {
    json_t *array = json_loadb(list.at, list.n, 0, NULL);
    size_t i;
    json_t *one;
    json_array_foreach(array, i, one) {
        const json_t *type = json_array_get(one, 2), *value = json_array_get(one, 3);
        Time t = {
            .span = span_of(r, json_integer_value(json_array_get(one, 0)), json_integer_value(json_array_get(one, 1))),
            .type = index_of(time_type_names, TIME_COUNT, str_of(json_string_value(type))),
            .value = str_dup(r->doc->arena, str_of(json_string_value(value))),
            .from = DAY_NONE,
            .to = DAY_NONE,
            .token = NONE};
        vec_push(r->doc->arena, &r->doc->times, t);
    }
    json_decref(array);
}

static bool read_place(Reading *r, int64_t id, Span span) {
    sqlite3_stmt *q =
        db_ask(r->store, "SELECT name, country, admin1, geonameid, lat, lon FROM place WHERE id = ?1", "i", id);
    if (q == NULL || db_step(q) != SQLITE_ROW) {
        return false;
    }
    Place p = {.span = span,
               .name = db_dup(q, 0, r->doc->arena),
               .admin1 = db_dup(q, 2, r->doc->arena),
               .geonameid = (uint32_t)sqlite3_column_int64(q, 3),
               .lat = sqlite3_column_type(q, 4) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(q, 4),
               .lon = sqlite3_column_type(q, 5) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(q, 5),
               .token = NONE,
               .mention = NONE};
    copy_code(p.country, sizeof p.country, db_str(q, 1));
    sqlite3_reset(q);
    vec_push(r->doc->arena, &r->doc->places, p);
    return true;
}

static bool read_places(Reading *r, Str list) {
    json_t *array = json_loadb(list.at, list.n, 0, NULL);
    size_t i, n = json_array_size(array);
    json_t *one;
    bool ok = true;
    r->places = arena_array(r->doc->arena, int64_t, n);
    json_array_foreach(array, i, one) {
        r->places[i] = json_integer_value(json_array_get(one, 2));
        ok = ok && read_place(r, r->places[i],
                              span_of(r, json_integer_value(json_array_get(one, 0)),
                                      json_integer_value(json_array_get(one, 1))));
    }
    json_decref(array);
    return ok;
}

static bool read_coding(Reading *r) {
    sqlite3_stmt *q = db_ask(r->store, "SELECT sentences, times, places FROM coding WHERE report = ?1", "i", r->report);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    if (code != SQLITE_ROW) {
        return code == SQLITE_DONE;
    }
    read_sentences(r, db_str(q, 0));
    read_times(r, db_str(q, 1));
    bool ok = read_places(r, db_str(q, 2));
    sqlite3_reset(q);
    return ok;
}

static void add_mentions(Reading *r, Entity *e, Str list) {
    Doc *doc = r->doc;
    e->mentions = (Range){doc->refs.n, 0};
    for (int64_t span[2]; spans_next(&list, span); e->mentions.n++) {
        Mention m = {.span = span_of(r, span[0], span[1]), .head = NONE, .entity = doc->entities.n, .type = e->type};
        vec_push(doc->arena, &doc->refs, doc->mentions.n);
        vec_push(doc->arena, &doc->mentions, m);
    }
}

static bool read_entities(Reading *r) {
    Doc *doc = r->doc;
    sqlite3_stmt *q = db_ask(r->store,
                             "SELECT a.name, a.code, a.sectors, a.type, a.registry_id, n.role, n.basis, n.mentions "
                             "FROM entity n JOIN actor a ON a.id = n.actor WHERE n.report = ?1 ORDER BY n.seq",
                             "i", r->report);
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        Entity e = {.name = db_dup(q, 0, doc->arena),
                    .type = index_of(entity_type_names, ENTITY_COUNT, db_str(q, 3)),
                    .registry_id = db_dup(q, 4, doc->arena),
                    .role = db_dup(q, 5, doc->arena),
                    .basis = index_of(basis_names, BASIS_COUNT, db_str(q, 6))};
        copy_code(e.code, sizeof e.code, db_str(q, 1));
        Str sectors = db_str(q, 2), one;
        for (int i = 0; i < 4 && str_split(&sectors, ';', &one); i++) {
            e.sectors[i] = index_of(sector_names, SECTOR_COUNT, one);
        }
        add_mentions(r, &e, db_str(q, 7));
        vec_push(doc->arena, &doc->entities, e);
    }
    return code == SQLITE_DONE;
}

static uint32_t column_index(sqlite3_stmt *q, int column) {
    return sqlite3_column_type(q, column) == SQLITE_NULL ? NONE : (uint32_t)sqlite3_column_int64(q, column);
}

static bool read_attributions(Reading *r) {
    sqlite3_stmt *q = db_ask(r->store,
                             "SELECT t.kind, t.stance, n.seq, t.sentence, t.source_start, t.source_end, t.cue_start, "
                             "t.cue_end, t.contents, p.seq FROM attribution t LEFT JOIN entity n ON n.id = t.entity "
                             "LEFT JOIN attribution p ON p.id = t.parent WHERE t.report = ?1 ORDER BY t.seq",
                             "i", r->report);
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        Attribution a = {.kind = index_of(attribution_kind_names, ATTRIBUTION_KIND_COUNT, db_str(q, 0)),
                         .stance = index_of(stance_names, STANCE_COUNT, db_str(q, 1)),
                         .entity = column_index(q, 2),
                         .sentence = (uint32_t)sqlite3_column_int64(q, 3),
                         .source = column_span(r, q, 4),
                         .source_head = NONE,
                         .cue = column_span(r, q, 6),
                         .cue_head = NONE,
                         .contents = span_list(r, db_str(q, 8)),
                         .parent = column_index(q, 9)};
        vec_push(r->doc->arena, &r->doc->attributions, a);
    }
    return code == SQLITE_DONE;
}

/* ---- events ---- */

static Range refs_of(Reading *r, sqlite3_stmt *q, int *code) {
    Range range = {r->doc->refs.n, 0};
    *code = SQLITE_ERROR;
    while (q != NULL && (*code = db_step(q)) == SQLITE_ROW) {
        vec_push(r->doc->arena, &r->doc->refs, (uint32_t)sqlite3_column_int64(q, 0));
        range.n++;
    }
    return range;
}

static bool parties_of(Reading *r, int64_t event, const char *role, Range *range) {
    int code;
    *range = refs_of(r,
                     db_ask(r->store,
                            "SELECT n.seq FROM event_party p JOIN entity n ON n.id = p.entity "
                            "WHERE p.event = ?1 AND p.role = ?2 ORDER BY p.seq",
                            "is", event, str_of(role)),
                     &code);
    return code == SQLITE_DONE;
}

static bool voices_of(Reading *r, int64_t event, const char *stance, Range *range) {
    int code;
    *range = refs_of(r,
                     db_ask(r->store,
                            "SELECT t.seq FROM event_voice v JOIN attribution t ON t.id = v.attribution "
                            "WHERE v.event = ?1 AND v.stance = ?2 ORDER BY v.seq",
                            "is", event, str_of(stance)),
                     &code);
    return code == SQLITE_DONE;
}

static uint64_t contexts_of(Str list) {
    uint64_t bits = 0;
    for (Str one; str_split(&list, ';', &one);) {
        int i = name_index(context_names, CONTEXT_COUNT, one);
        bits |= i >= 0 ? (uint64_t)1 << i : 0;
    }
    return bits;
}

static uint32_t place_index(const Reading *r, int64_t id) {
    for (uint32_t i = 0; i < r->doc->places.n && id != 0; i++) {
        if (r->places[i] == id) {
            return i;
        }
    }
    return NONE;
}

static int32_t said(sqlite3_stmt *q, int column) {
    return sqlite3_column_type(q, column) == SQLITE_NULL ? -1 : sqlite3_column_int(q, column);
}

static Event read_event(Reading *r, sqlite3_stmt *q) {
    Arena *arena = r->doc->arena;
    Event e = {.id = db_dup(q, 1, arena),
               .type = index_of(event_names, EVENT_COUNT, db_str(q, 2)),
               .status = index_of(status_names, STATUS_COUNT, db_str(q, 6)),
               .date = db_dup(q, 7, arena),
               .enddate = db_dup(q, 8, arena),
               .date_basis = index_of(date_basis_names, DATE_BASIS_COUNT, db_str(q, 9)),
               .contexts = contexts_of(db_str(q, 5)),
               .place = place_index(r, sqlite3_column_int64(q, 10)),
               .sentence = (uint32_t)sqlite3_column_int64(q, 11),
               .trigger_head = NONE,
               .trigger = column_span(r, q, 12),
               .span = column_span(r, q, 14),
               .evidence = span_list(r, db_str(q, 16)),
               .dead = said(q, 17),
               .injured = said(q, 18),
               .arrested = said(q, 19),
               .rule = db_dup(q, 20, arena),
               .confidence = (float)sqlite3_column_double(q, 21),
               .about = column_index(q, 22)};
    e.mode = (uint8_t)mode_parse((EventType)e.type, db_str(q, 3));
    copy_code(e.cameo, sizeof e.cameo, db_str(q, 4));
    return e;
}

static bool read_events(Reading *r) {
    sqlite3_stmt *q = db_ask(
        r->store,
        "SELECT e.id, e.eid, e.type, e.mode, e.cameo, e.contexts, e.status, e.date, e.enddate, e.date_basis, e.place, "
        "e.sentence, e.trigger_start, e.trigger_end, e.span_start, e.span_end, e.evidence, e.dead, e.injured, "
        "e.arrested, e.rule, e.confidence, b.seq FROM event e LEFT JOIN event b ON b.id = e.about "
        "WHERE e.report = ?1 ORDER BY e.seq",
        "i", r->report);
    VEC(int64_t) ids = {0};
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        vec_push(r->doc->arena, &ids, sqlite3_column_int64(q, 0));
        vec_push(r->doc->arena, &r->doc->events, read_event(r, q));
    }
    bool ok = code == SQLITE_DONE;
    for (uint32_t i = 0; i < ids.n && ok; i++) {
        Event *e = &r->doc->events.at[i];
        ok = parties_of(r, ids.at[i], "actor", &e->actors) && parties_of(r, ids.at[i], "recipient", &e->recipients) &&
             voices_of(r, ids.at[i], "asserts", &e->asserted_by) && voices_of(r, ids.at[i], "denies", &e->denied_by) &&
             voices_of(r, ids.at[i], "doubts", &e->hedged_by);
    }
    r->ids = ids.at;
    return ok;
}

bool record_read_coded(Store *store, int64_t report, Doc *doc, int64_t **ids, bool *found, Err *err) {
    if (!record_read(store, report, doc, found, err) || !*found) {
        return *found;
    }
    Reading r = {.store = store, .doc = doc, .report = report};
    index_points(&r);
    if (!read_coding(&r) || !read_entities(&r) || !read_attributions(&r) || !read_events(&r)) {
        return db_fail(store, err);
    }
    if (ids != NULL) {
        *ids = r.ids;
    }
    return true;
}
