/* --format doc: one JSON object a document, all offsets in code points of "text". */
#include <math.h>

#include "base/json.h"
#include "base/point.h"
#include "out/writer.h"

typedef struct Record {
    const Doc *doc;
    StrBuf *out;
    PointMap points;
} Record;

static void string(const Record *r, const char *key, Str value) {
    buf_printf(r->out, "\"%s\":", key);
    if (value.n > 0) {
        json_quote(r->out, value);
    } else {
        buf_str(r->out, STR("null"));
    }
    buf_char(r->out, ',');
}

/* Every list and object is closed in place of its last comma. */
static void close(const Record *r, char mark) {
    if (r->out->at[r->out->n - 1] == ',') {
        r->out->at[r->out->n - 1] = mark;
    } else {
        buf_char(r->out, mark);
    }
    buf_char(r->out, ',');
}

static void open(const Record *r, const char *key, char mark) {
    buf_printf(r->out, "\"%s\":%c", key, mark);
}

static void span(const Record *r, Span s) {
    if (span_is(s)) {
        buf_printf(r->out, "[%u,%u],", point_at(&r->points, s.start), point_at(&r->points, s.end));
    } else {
        buf_str(r->out, STR("null,"));
    }
}

static void named_span(const Record *r, const char *key, Span s) {
    buf_printf(r->out, "\"%s\":", key);
    span(r, s);
}

static void spans(const Record *r, const char *key, Range range) {
    open(r, key, '[');
    for (uint32_t i = 0; i < range.n; i++) {
        span(r, r->doc->spans.at[range.first + i]);
    }
    close(r, ']');
}

/* Ids of entities ("e1") or attributions ("a1"), numbered from 1. */
static void ids(const Record *r, const char *key, char letter, Range range) {
    open(r, key, '[');
    for (uint32_t i = 0; i < range.n; i++) {
        buf_printf(r->out, "\"%c%u\",", letter, r->doc->refs.at[range.first + i] + 1);
    }
    close(r, ']');
}

static void metadata(const Record *r) {
    const Doc *d = r->doc;
    string(r, "id", d->id);
    string(r, "date", d->date);
    string(r, "title", d->title);
    string(r, "byline", d->byline);
    string(r, "section", d->section);
    string(r, "source", d->source);
    string(r, "url", d->url);
    string(r, "lang", d->lang);
    if (d->extra.n > 0) {
        buf_str(r->out, STR("\"extra\":"));
        buf_str(r->out, d->extra);
        buf_char(r->out, ',');
    }
    string(r, "text", d->text);
    open(r, "captions", '[');
    for (uint32_t i = 0; i < d->captions.n; i++) {
        buf_char(r->out, '{');
        string(r, "text", d->captions.at[i].text);
        string(r, "credit", d->captions.at[i].credit);
        close(r, '}');
    }
    close(r, ']');
    open(r, "sentences", '[');
    for (uint32_t i = 0; i < d->sentences.n; i++) {
        span(r, d->sentences.at[i].span);
    }
    close(r, ']');
}

static void entity(const Record *r, uint32_t i) {
    const Doc *d = r->doc;
    const Entity *e = &d->entities.at[i];
    buf_printf(r->out, "{\"id\":\"e%u\",\"type\":\"%s\",", i + 1, entity_type_names[e->type]);
    string(r, "name", e->name);
    string(r, "code", str_of(e->code));
    open(r, "sector", '[');
    for (size_t k = 0; k < sizeof e->sectors && e->sectors[k] != SECTOR_NONE; k++) {
        buf_printf(r->out, "\"%s\",", sector_names[e->sectors[k]]);
    }
    close(r, ']');
    string(r, "role", e->role);
    string(r, "registry_id", e->registry_id);
    buf_printf(r->out, "\"basis\":\"%s\",", basis_names[e->basis]);
    open(r, "mentions", '[');
    for (uint32_t k = 0; k < e->mentions.n; k++) {
        span(r, d->mentions.at[d->refs.at[e->mentions.first + k]].span);
    }
    close(r, ']');
    close(r, '}');
}

/* "start":…,"end":…,"text":"…", */
static void place_in_text(const Record *r, Span s) {
    buf_printf(r->out, "{\"start\":%u,\"end\":%u,", point_at(&r->points, s.start), point_at(&r->points, s.end));
    string(r, "text", doc_str(r->doc, s));
}

static void time_found(const Record *r, const Time *t) {
    place_in_text(r, t->span);
    string(r, "value", t->value);
    buf_printf(r->out, "\"type\":\"%s\"},", time_type_names[t->type]);
}

static void place(const Record *r, const Place *p) {
    place_in_text(r, p->span);
    string(r, "name", p->name);
    if (p->geonameid != 0) {
        buf_printf(r->out, "\"geonameid\":%u,", p->geonameid);
    } else {
        buf_str(r->out, STR("\"geonameid\":null,"));
    }
    buf_str(r->out, STR("\"lat\":"));
    json_number(r->out, p->lat, 5);
    buf_str(r->out, STR(",\"lon\":"));
    json_number(r->out, p->lon, 5);
    buf_char(r->out, ',');
    string(r, "country", str_of(p->country));
    string(r, "admin1", p->admin1);
    close(r, '}');
}

static void attribution(const Record *r, uint32_t i) {
    const Attribution *a = &r->doc->attributions.at[i];
    buf_printf(r->out, "{\"id\":\"a%u\",\"kind\":\"%s\",", i + 1, attribution_kind_names[a->kind]);
    named_span(r, "source", a->source);
    if (a->entity != NONE) {
        buf_printf(r->out, "\"source_entity\":\"e%u\",", a->entity + 1);
    } else {
        buf_str(r->out, STR("\"source_entity\":null,"));
    }
    named_span(r, "cue", a->cue);
    spans(r, "content", a->contents);
    close(r, '}');
}

static void size(const Record *r, const Event *e) {
    const struct {
        const char *key;
        int32_t n;
    } sizes[] = {{"dead", e->dead}, {"injured", e->injured}, {"arrested", e->arrested}};
    open(r, "size", '{');
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (sizes[i].n >= 0) {
            buf_printf(r->out, "\"%s\":%d,", sizes[i].key, sizes[i].n);
        }
    }
    close(r, '}');
}

static void event(const Record *r, const Event *e) {
    string(r, "id", e->id);
    buf_printf(r->out, "\"event\":\"%s\",", event_names[e->type]);
    string(r, "mode", str_of(mode_names[e->mode]));
    open(r, "context", '[');
    for (int c = 0; c < CONTEXT_COUNT; c++) {
        if (e->contexts >> c & 1) {
            buf_printf(r->out, "\"%s\",", context_names[c]);
        }
    }
    close(r, ']');
    string(r, "cameo", str_of(e->cameo));
    buf_printf(r->out, "\"quad\":%d,\"score\":", event_quad(e->type));
    json_number(r->out, event_score(e->type, e->mode), 2);
    buf_char(r->out, ',');
    ids(r, "actor", 'e', e->actors);
    ids(r, "recipient", 'e', e->recipients);
    string(r, "date", e->date);
    string(r, "enddate", e->enddate);
    buf_printf(r->out, "\"date_basis\":\"%s\",", date_basis_names[e->date_basis]);
    if (e->place != NONE) {
        buf_printf(r->out, "\"place\":%u,", e->place);
    } else {
        buf_str(r->out, STR("\"place\":null,"));
    }
    named_span(r, "trigger", e->trigger);
    named_span(r, "span", e->span);
    buf_printf(r->out, "\"sentence\":%u,", e->sentence);
    size(r, e);
    buf_printf(r->out, "\"status\":\"%s\",", status_names[e->status]);
    ids(r, "asserted_by", 'a', e->asserted_by);
    ids(r, "denied_by", 'a', e->denied_by);
    ids(r, "hedged_by", 'a', e->hedged_by);
    string(r, "rule", e->rule);
    buf_str(r->out, STR("\"confidence\":"));
    json_number(r->out, e->confidence, 2);
    buf_char(r->out, ',');
    string(r, "about", e->about != NONE ? r->doc->events.at[e->about].id : STR(""));
}

void doc_document(const Doc *doc, const Look *look, StrBuf *out) {
    (void)look;
    Record r = {doc, out, point_map(doc->scratch, doc->text)};
    buf_char(out, '{');
    metadata(&r);
    open(&r, "entities", '[');
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        entity(&r, i);
    }
    close(&r, ']');
    open(&r, "times", '[');
    for (uint32_t i = 0; i < doc->times.n; i++) {
        time_found(&r, &doc->times.at[i]);
    }
    close(&r, ']');
    open(&r, "places", '[');
    for (uint32_t i = 0; i < doc->places.n; i++) {
        place(&r, &doc->places.at[i]);
    }
    close(&r, ']');
    open(&r, "attributions", '[');
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        attribution(&r, i);
    }
    close(&r, ']');
    open(&r, "events", '[');
    for (uint32_t i = 0; i < doc->events.n; i++) {
        buf_char(out, '{');
        event(&r, &doc->events.at[i]);
        close(&r, '}');
    }
    close(&r, ']');
    close(&r, '}');
    out->at[out->n - 1] = '\n';
}
