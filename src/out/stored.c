#include "out/stored.h"

#include <math.h>

#include "base/json.h"

static void key(StrBuf *b, const char *name) {
    char last = b->n > 0 ? b->at[b->n - 1] : '{';
    if (last != '{' && last != '[') {
        buf_char(b, ',');
    }
    buf_printf(b, "\"%s\":", name);
}

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

static void count(StrBuf *b, const char *name, int64_t value) {
    key(b, name);
    buf_printf(b, "%lld", (long long)value);
}

static void span(StrBuf *b, const char *name, const uint32_t at[2]) {
    key(b, name);
    buf_printf(b, "[%u,%u]", at[0], at[1]);
}

static void next(StrBuf *b) {
    if (b->at[b->n - 1] != '[') {
        buf_char(b, ',');
    }
}

static void party_fields(StrBuf *b, const RowParty *p) {
    text(b, "name", p->name);
    text(b, "code", str_of(p->code));
    if (p->sectors[0] != SECTOR_NONE) {
        key(b, "sector");
        buf_char(b, '[');
        for (int i = 0; i < 4 && p->sectors[i] != SECTOR_NONE; i++) {
            next(b);
            json_quote(b, str_of(sector_names[p->sectors[i]]));
        }
        buf_char(b, ']');
    }
    text(b, "role", p->role);
}

static void parties(StrBuf *b, const char *name, const RowParties *list) {
    key(b, name);
    buf_char(b, '[');
    for (uint32_t i = 0; i < list->n; i++) {
        next(b);
        buf_char(b, '{');
        party_fields(b, &list->at[i]);
        text(b, "type", str_of(entity_type_names[list->at[i].type]));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void voice_fields(StrBuf *b, const RowVoice *v) {
    party_fields(b, &v->who);
    text(b, "kind", str_of(attribution_kind_names[v->kind]));
    text(b, "cue", v->cue);
}

static void voices(StrBuf *b, const char *name, const RowVoices *list) {
    if (list->n == 0) {
        return;
    }
    key(b, name);
    buf_char(b, '[');
    for (uint32_t i = 0; i < list->n; i++) {
        next(b);
        buf_char(b, '{');
        voice_fields(b, &list->at[i]);
        text(b, "content", list->at[i].content);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void place(StrBuf *b, const EventRow *row) {
    if (row->place.n == 0) {
        return;
    }
    key(b, "place");
    buf_char(b, '{');
    text(b, "name", row->place);
    text(b, "country", row->country);
    text(b, "admin1", row->admin1);
    if (row->geonameid != 0) {
        count(b, "geonameid", row->geonameid);
    }
    number(b, "lat", row->lat, 5);
    number(b, "lon", row->lon, 5);
    buf_char(b, '}');
}

static void contexts(StrBuf *b, uint64_t bits) {
    if (bits == 0) {
        return;
    }
    key(b, "context");
    buf_char(b, '[');
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        if (bits >> i & 1) {
            next(b);
            json_quote(b, str_of(context_names[i]));
        }
    }
    buf_char(b, ']');
}

static void size(StrBuf *b, const EventRow *row) {
    const int32_t n[] = {row->dead, row->injured, row->arrested};
    static const char *const names[] = {"dead", "injured", "arrested"};
    if (n[0] < 0 && n[1] < 0 && n[2] < 0) {
        return;
    }
    key(b, "size");
    buf_char(b, '{');
    for (int i = 0; i < 3; i++) {
        if (n[i] >= 0) {
            count(b, names[i], n[i]);
        }
    }
    buf_char(b, '}');
}

static void event_fields(StrBuf *b, const EventRow *row) {
    text(b, "id", row->id);
    text(b, "date", row->date);
    text(b, "enddate", row->enddate);
    text(b, "date_basis", str_of(date_basis_names[row->date_basis]));
    text(b, "event", str_of(event_names[row->type]));
    text(b, "mode", str_of(mode_names[row->mode]));
    contexts(b, row->contexts);
    text(b, "cameo", str_of(row->cameo));
    count(b, "quad", event_quad((EventType)row->type));
    number(b, "score", event_score((EventType)row->type, (Mode)row->mode), 1);
    parties(b, "actor", &row->actors);
    parties(b, "recipient", &row->recipients);
    place(b, row);
    size(b, row);
    text(b, "status", str_of(status_names[row->status]));
    voices(b, "asserted_by", &row->asserted_by);
    voices(b, "denied_by", &row->denied_by);
    voices(b, "hedged_by", &row->hedged_by);
    text(b, "about", row->about);
    text(b, "rule", row->rule);
    number(b, "confidence", row->confidence, 3);
    text(b, "trigger", row->trigger);
    span(b, "trigger_at", row->trigger_at);
    text(b, "text", row->span);
    span(b, "text_at", row->span_at);
    text(b, "sentence", row->sentence);
    span(b, "sentence_at", row->sentence_at);
}

void stored_event(const StoredEvent *event, StrBuf *b) {
    const EventRow *row = &event->row;
    buf_char(b, '{');
    count(b, "event_id", event->id);
    event_fields(b, row);
    count(b, "act", event->act);
    text(b, "act_status", str_of(status_names[event->act_status]));
    count(b, "act_reports", event->act_reports);
    count(b, "act_publishers", event->act_publishers);
    count(b, "report_id", event->report);
    text(b, "document", row->report);
    text(b, "document_date", row->report_date);
    text(b, "title", row->title);
    text(b, "source", row->source);
    text(b, "url", row->url);
    if (event->original != 0) {
        count(b, "copy_of", event->original);
    }
    buf_char(b, '}');
}

static void voice_of_act(const Voice *v, StrBuf *b) {
    buf_char(b, '{');
    text(b, "stance", v->stance);
    voice_fields(b, &v->voice);
    text(b, "words", v->words);
    count(b, "event_id", v->event);
    count(b, "report_id", v->report);
    text(b, "document", v->doc);
    text(b, "document_date", v->date);
    text(b, "title", v->title);
    text(b, "source", v->publisher);
    text(b, "url", v->url);
    if (v->copy) {
        key(b, "copy");
        buf_str(b, STR("true"));
    }
    buf_char(b, '}');
}

static void voices_of_act(const Voice *list, uint32_t n, StrBuf *b) {
    key(b, "voices");
    buf_char(b, '[');
    for (uint32_t i = 0; i < n; i++) {
        next(b);
        voice_of_act(&list[i], b);
    }
    buf_char(b, ']');
}

void stored_claim(const Claim *claim, StrBuf *b) {
    buf_char(b, '{');
    count(b, "act", claim->act);
    text(b, "status", str_of(status_names[claim->status]));
    count(b, "reports", claim->reports);
    count(b, "publishers", claim->publishers);
    count(b, "events", claim->events);
    count(b, "changes", claim->changes);
    count(b, "asserts", claim->asserts);
    count(b, "denies", claim->denies);
    count(b, "doubts", claim->doubts);
    text(b, "last_date", claim->last_date);
    key(b, "first");
    stored_event(&claim->event, b);
    if (claim->n_said > 0) {
        voices_of_act(claim->said, claim->n_said, b);
    }
    buf_char(b, '}');
}

void stored_act(const ActView *act, StrBuf *b) {
    buf_char(b, '{');
    count(b, "act", act->act);
    text(b, "status", str_of(status_names[act->status]));
    count(b, "reports", act->reports);
    count(b, "publishers", act->publishers);
    key(b, "tellings");
    buf_char(b, '[');
    for (uint32_t i = 0; i < act->n_tellings; i++) {
        next(b);
        stored_event(&act->tellings[i], b);
    }
    buf_char(b, ']');
    voices_of_act(act->voices, act->n_voices, b);
    key(b, "history");
    buf_char(b, '[');
    for (uint32_t i = 0; i < act->n_history; i++) {
        const StatusChange *s = &act->history[i];
        next(b);
        buf_char(b, '{');
        text(b, "status", str_of(status_names[s->status]));
        count(b, "report_id", s->report);
        text(b, "document", s->doc);
        text(b, "document_date", s->date);
        text(b, "title", s->title);
        text(b, "source", s->publisher);
        buf_char(b, '}');
    }
    buf_str(b, STR("]}"));
}

void stored_cell(StrBuf *out, Str value, bool first) {
    bool quote = false;
    if (!first) {
        buf_char(out, ',');
    }
    for (uint32_t i = 0; i < value.n; i++) {
        quote |= strchr(",\"\r\n", value.at[i]) != NULL;
    }
    if (!quote) {
        buf_str(out, value);
        return;
    }
    buf_char(out, '"');
    for (uint32_t i = 0; i < value.n; i++) {
        if (value.at[i] == '"') {
            buf_char(out, '"');
        }
        buf_char(out, value.at[i]);
    }
    buf_char(out, '"');
}
