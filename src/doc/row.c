#include "doc/row.h"

#include <math.h>

static RowParty party(const Doc *doc, uint32_t index) {
    const Entity *e = &doc->entities.at[index];
    RowParty p = {.name = e->name,
                  .type = e->type,
                  .basis = e->basis,
                  .role = e->role,
                  .registry_id = e->registry_id,
                  .entity = index};
    memcpy(p.code, e->code, sizeof p.code);
    memcpy(p.sectors, e->sectors, sizeof p.sectors);
    return p;
}

static RowParties parties(const Doc *doc, Range r, Arena *arena) {
    RowParties list = {arena_array(arena, RowParty, r.n), r.n};
    for (uint32_t i = 0; i < r.n; i++) {
        list.at[i] = party(doc, doc->refs.at[r.first + i]);
    }
    return list;
}

static RowVoice voice(const Doc *doc, uint32_t index) {
    const Attribution *a = &doc->attributions.at[index];
    RowVoice v = {.kind = a->kind, .stance = a->stance, .attribution = index};
    if (a->entity != NONE) {
        v.who = party(doc, a->entity);
    } else {
        v.who.entity = NONE;
        v.who.name = span_is(a->source) ? doc_str(doc, a->source) : (Str){0};
    }
    v.cue = span_is(a->cue) ? doc_str(doc, a->cue) : (Str){0};
    v.content = a->contents.n > 0 ? doc_str(doc, doc->spans.at[a->contents.first]) : (Str){0};
    return v;
}

static RowVoices voices(const Doc *doc, Range r, Arena *arena) {
    RowVoices list = {arena_array(arena, RowVoice, r.n), r.n};
    for (uint32_t i = 0; i < r.n; i++) {
        list.at[i] = voice(doc, doc->refs.at[r.first + i]);
    }
    return list;
}

static Str quote(const Doc *doc, const PointMap *points, Span s, uint32_t at[2]) {
    at[0] = point_at(points, s.start);
    at[1] = point_at(points, s.end);
    return doc_str(doc, s);
}

static void where(const Doc *doc, uint32_t index, EventRow *row) {
    row->lat = row->lon = NAN;
    if (index == NONE) {
        return;
    }
    const Place *p = &doc->places.at[index];
    row->place = p->name;
    row->country = str_of(p->country);
    row->admin1 = p->admin1;
    row->geonameid = p->geonameid;
    row->lat = p->lat;
    row->lon = p->lon;
}

void row_of_event(const Doc *doc, const PointMap *points, uint32_t index, Arena *arena, EventRow *row) {
    const Event *e = &doc->events.at[index];
    *row = (EventRow){.report = doc->id,
                      .report_date = doc->date,
                      .title = doc->title,
                      .source = doc->source,
                      .url = doc->url,
                      .id = e->id,
                      .about = e->about != NONE ? doc->events.at[e->about].id : (Str){0},
                      .type = e->type,
                      .mode = e->mode,
                      .status = e->status,
                      .date_basis = e->date_basis,
                      .contexts = e->contexts,
                      .date = e->date,
                      .enddate = e->enddate,
                      .sentence_index = e->sentence,
                      .dead = e->dead,
                      .injured = e->injured,
                      .arrested = e->arrested,
                      .rule = e->rule,
                      .confidence = (double)e->confidence};
    memcpy(row->cameo, e->cameo, sizeof row->cameo);
    row->actors = parties(doc, e->actors, arena);
    row->recipients = parties(doc, e->recipients, arena);
    row->asserted_by = voices(doc, e->asserted_by, arena);
    row->denied_by = voices(doc, e->denied_by, arena);
    row->hedged_by = voices(doc, e->hedged_by, arena);
    where(doc, e->place, row);
    row->trigger = quote(doc, points, e->trigger, row->trigger_at);
    row->span = quote(doc, points, e->span, row->span_at);
    row->sentence = quote(doc, points, doc->sentences.at[e->sentence].span, row->sentence_at);
}
