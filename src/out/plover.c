/* --format plover: one event a line, with the field names of the PLOVER 2.0 data-interchange chapter; what PLOVER has
   no field for (status, asserted_by, denied_by, hedged_by) stands beside them. */
#include "out/writer.h"

#include <math.h>

#include "base/json.h"

static void comma(StrBuf *b) {
    char last = b->n > 0 ? b->at[b->n - 1] : '{';
    if (last != '{' && last != '[') {
        buf_char(b, ',');
    }
}

static void key(StrBuf *b, const char *name) {
    comma(b);
    buf_printf(b, "\"%s\":", name);
}

/* Absent values are left out, as PLOVER has it. */
static void text(StrBuf *b, const char *name, Str value) {
    if (value.n > 0) {
        key(b, name);
        json_quote(b, value);
    }
}

static void number(StrBuf *b, const char *name, double value, int digits) {
    if (isfinite(value)) {
        key(b, name);
        json_number(b, value, digits);
    }
}

static void party(StrBuf *b, const RowParty *p) {
    comma(b);
    buf_char(b, '{');
    text(b, "text", p->name);
    text(b, "code", str_of(p->code));
    key(b, "sector");
    buf_char(b, '[');
    for (int i = 0; i < 4 && p->sectors[i] != SECTOR_NONE; i++) {
        comma(b);
        json_quote(b, str_of(sector_names[p->sectors[i]]));
    }
    buf_char(b, ']');
    text(b, "role", p->role);
    text(b, "registry_id", p->registry_id);
    buf_char(b, '}');
}

static void parties(StrBuf *b, const char *name, const RowParties *list) {
    key(b, name);
    buf_char(b, '[');
    for (uint32_t i = 0; i < list->n; i++) {
        party(b, &list->at[i]);
    }
    buf_char(b, ']');
}

static void voices(StrBuf *b, const char *name, const RowVoices *list) {
    key(b, name);
    buf_char(b, '[');
    for (uint32_t i = 0; i < list->n; i++) {
        const RowVoice *v = &list->at[i];
        comma(b);
        buf_char(b, '{');
        text(b, "text", v->who.name);
        text(b, "code", str_of(v->who.code));
        text(b, "cue", v->cue);
        text(b, "said", v->content);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void contexts(StrBuf *b, uint64_t set) {
    key(b, "context");
    buf_char(b, '[');
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        if (set >> i & 1) {
            comma(b);
            json_quote(b, str_of(context_names[i]));
        }
    }
    buf_char(b, ']');
}

static void where(StrBuf *b, const EventRow *e) {
    if (e->place.n == 0) {
        return;
    }
    key(b, "event_loc");
    buf_char(b, '{');
    text(b, "text", e->place);
    number(b, "lat", e->lat, 5);
    number(b, "lon", e->lon, 5);
    text(b, "country", e->country);
    text(b, "admin1", e->admin1);
    number(b, "geonameid", e->geonameid > 0 ? e->geonameid : (double)NAN, 0);
    buf_char(b, '}');
}

static void size(StrBuf *b, const EventRow *e) {
    if (e->dead < 0 && e->injured < 0 && e->arrested < 0) {
        return;
    }
    key(b, "size");
    buf_char(b, '{');
    number(b, "dead", e->dead >= 0 ? e->dead : (double)NAN, 0);
    number(b, "injured", e->injured >= 0 ? e->injured : (double)NAN, 0);
    number(b, "arrested", e->arrested >= 0 ? e->arrested : (double)NAN, 0);
    buf_char(b, '}');
}

static void cited(StrBuf *b, const EventRow *e) {
    key(b, "text_info");
    buf_printf(b, "{\"start\":%u,\"end\":%u,\"trigger\":", e->span_at[0], e->span_at[1]);
    json_quote(b, e->trigger);
    buf_printf(b, ",\"trigger_start\":%u,\"trigger_end\":%u,\"sentence\":%u}", e->trigger_at[0], e->trigger_at[1],
               e->sentence_index);
    key(b, "cite_info");
    buf_char(b, '{');
    text(b, "id", e->report);
    text(b, "date", e->report_date);
    text(b, "title", e->title);
    text(b, "source", e->source);
    text(b, "url", e->url);
    buf_char(b, '}');
}

void plover_row(const EventRow *e, StrBuf *out) {
    buf_char(out, '{');
    text(out, "id", e->id);
    text(out, "date", e->date.n > 0 ? e->date : e->report_date);
    text(out, "enddate", e->enddate);
    parties(out, "actor", &e->actors);
    parties(out, "recipient", &e->recipients);
    text(out, "event", str_of(event_names[e->type]));
    text(out, "mode", str_of(mode_names[e->mode]));
    contexts(out, e->contexts);
    where(out, e);
    number(out, "quad_code", event_quad(e->type), 0);
    number(out, "event_scale", event_score(e->type, e->mode), 2);
    text(out, "cameo", str_of(e->cameo));
    text(out, "event_text", e->span);
    cited(out, e);
    size(out, e);
    text(out, "status", str_of(status_names[e->status]));
    voices(out, "asserted_by", &e->asserted_by);
    voices(out, "denied_by", &e->denied_by);
    voices(out, "hedged_by", &e->hedged_by);
    text(out, "about", e->about);
    text(out, "rule", e->rule);
    number(out, "confidence", e->confidence, 2);
    text(out, "coder", STR("demarche " DEMARCHE_VERSION));
    buf_str(out, STR("}\n"));
}
