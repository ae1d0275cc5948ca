#include "doc/doc.h"

#include <stdio.h>

void doc_init(Doc *doc, Arena *arena, Arena *scratch) {
    *doc = (Doc){.arena = arena, .scratch = scratch, .day = DAY_NONE};
}

Range doc_refs(Doc *doc, const uint32_t *refs, uint32_t n) {
    Range r = {doc->refs.n, n};
    for (uint32_t i = 0; i < n; i++) {
        vec_push(doc->arena, &doc->refs, refs[i]);
    }
    return r;
}

Range doc_spans(Doc *doc, const Span *spans, uint32_t n) {
    Range r = {doc->spans.n, n};
    for (uint32_t i = 0; i < n; i++) {
        vec_push(doc->arena, &doc->spans, spans[i]);
    }
    return r;
}

/* Days from civil and back: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int32_t day_of(int year, int month, int day) {
    year -= month <= 2;
    int era = (year >= 0 ? year : year - 399) / 400;
    int yoe = year - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void day_to(int32_t days, int *year, int *month, int *day) {
    int z = days + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp + (mp < 10 ? 3 : -9);
    *year = yoe + era * 400 + (*month <= 2);
}

static int number(Str s, uint32_t from, uint32_t n) {
    int value = 0;
    for (uint32_t i = from; i < from + n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') {
            return -1;
        }
        value = value * 10 + (s.at[i] - '0');
    }
    return value;
}

int32_t date_parse(Str date) {
    if (date.n < 10 || date.at[4] != '-' || date.at[7] != '-' ||
        (date.n > 10 && date.at[10] >= '0' && date.at[10] <= '9')) {
        return DAY_NONE;
    }
    int y = number(date, 0, 4), m = number(date, 5, 2), d = number(date, 8, 2);
    if (y < 0 || m < 1 || m > 12 || d < 1) {
        return DAY_NONE;
    }
    int32_t days = day_of(y, m, d);
    int yy, mm, dd;
    day_to(days, &yy, &mm, &dd);
    return mm == m && dd == d ? days : DAY_NONE;
}

/* ---- invariants ---- */

static bool fault(char what[256], const char *kind, uint32_t i, const char *text) {
    snprintf(what, 256, "%s %u: %s", kind, i, text);
    return false;
}

static bool on_border(const Doc *doc, uint32_t at) {
    return at <= doc->text.n && (at == doc->text.n || ((unsigned char)doc->text.at[at] & 0xC0) != 0x80);
}

static bool span_ok(const Doc *doc, Span s) {
    return s.start <= s.end && on_border(doc, s.start) && on_border(doc, s.end);
}

static bool maybe_span_ok(const Doc *doc, Span s) {
    return !span_is(s) || span_ok(doc, s);
}

static bool refs_ok(const Doc *doc, Range r, uint32_t limit) {
    if (r.n > doc->refs.n || r.first > doc->refs.n - r.n) {
        return false;
    }
    for (uint32_t i = 0; i < r.n; i++) {
        if (doc->refs.at[r.first + i] >= limit) {
            return false;
        }
    }
    return true;
}

static bool spans_ok(const Doc *doc, Range r) {
    if (r.n > doc->spans.n || r.first > doc->spans.n - r.n) {
        return false;
    }
    for (uint32_t i = 0; i < r.n; i++) {
        if (!span_ok(doc, doc->spans.at[r.first + i])) {
            return false;
        }
    }
    return true;
}

static bool check_sentences(const Doc *doc, char what[256]) {
    uint32_t end = 0;
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const Sentence *s = &doc->sentences.at[i];
        if (!span_ok(doc, s->span) || s->span.start < end) {
            return fault(what, "sentence", i, "its span is outside the text or overlaps the one before");
        }
        end = s->span.end;
        if (s->first > s->end || s->end > doc->tokens.n) {
            return fault(what, "sentence", i, "its tokens are out of bounds");
        }
        for (uint32_t t = s->first; t < s->end; t++) {
            if (doc->tokens.at[t].sentence != i) {
                return fault(what, "token", t, "names another sentence");
            }
        }
    }
    return true;
}

static bool check_tokens(const Doc *doc, char what[256]) {
    uint32_t end = 0;
    for (uint32_t i = 0; i < doc->tokens.n; i++) {
        const Token *t = &doc->tokens.at[i];
        if (t->sentence >= doc->sentences.n) {
            return fault(what, "token", i, "names no sentence");
        }
        const Sentence *s = &doc->sentences.at[t->sentence];
        if (!span_ok(doc, t->span) || t->span.start < end || t->span.start == t->span.end ||
            !span_holds(s->span, t->span)) {
            return fault(what, "token", i, "its span is empty, outside its sentence or overlaps the one before");
        }
        end = t->span.end;
        if (t->upos >= UPOS_COUNT || t->xpos >= XPOS_COUNT || t->deprel >= DEPREL_COUNT) {
            return fault(what, "token", i, "a tag is out of its list");
        }
        uint32_t steps = 0, up = i;
        while (s->root != NONE && doc->tokens.at[up].head != NONE) {
            up = doc->tokens.at[up].head;
            if (up < s->first || up >= s->end || ++steps > s->end - s->first) {
                return fault(what, "token", i, "its heads leave the sentence or run in a circle");
            }
        }
        if (s->root != NONE && up != s->root) {
            return fault(what, "token", i, "does not hang from the sentence's root");
        }
    }
    return true;
}

static bool check_who(const Doc *doc, char what[256]) {
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (!span_ok(doc, m->span) || m->first >= m->end || m->end > doc->tokens.n || m->head < m->first ||
            m->head >= m->end) {
            return fault(what, "mention", i, "its span, tokens or head are out of bounds");
        }
        if (m->entity != NONE && m->entity >= doc->entities.n) {
            return fault(what, "mention", i, "names no entity");
        }
    }
    for (uint32_t i = 0; i < doc->entities.n; i++) {
        const Entity *e = &doc->entities.at[i];
        if (!refs_ok(doc, e->mentions, doc->mentions.n)) {
            return fault(what, "entity", i, "its mentions are out of bounds");
        }
        for (uint32_t k = 0; k < e->mentions.n; k++) {
            if (doc->mentions.at[doc->refs.at[e->mentions.first + k]].entity != i) {
                return fault(what, "entity", i, "a mention of it names another entity");
            }
        }
    }
    return true;
}

static bool check_rest(const Doc *doc, char what[256]) {
    for (uint32_t i = 0; i < doc->times.n; i++) {
        if (!span_ok(doc, doc->times.at[i].span) ||
            (i > 0 && doc->times.at[i].span.start < doc->times.at[i - 1].span.start)) {
            return fault(what, "time", i, "its span is outside the text or before the one before");
        }
    }
    for (uint32_t i = 0; i < doc->places.n; i++) {
        if (!span_ok(doc, doc->places.at[i].span) ||
            (i > 0 && doc->places.at[i].span.start < doc->places.at[i - 1].span.start)) {
            return fault(what, "place", i, "its span is outside the text or before the one before");
        }
    }
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        if (!maybe_span_ok(doc, a->source) || !maybe_span_ok(doc, a->cue) || !spans_ok(doc, a->contents)) {
            return fault(what, "attribution", i, "a span is outside the text");
        }
        if ((a->entity != NONE && a->entity >= doc->entities.n) ||
            (a->parent != NONE && a->parent >= doc->attributions.n)) {
            return fault(what, "attribution", i, "names no entity or no attribution");
        }
    }
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const Event *e = &doc->events.at[i];
        if (!span_ok(doc, e->trigger) || !span_ok(doc, e->span) || !spans_ok(doc, e->evidence)) {
            return fault(what, "event", i, "a span is outside the text");
        }
        if (!refs_ok(doc, e->actors, doc->entities.n) || !refs_ok(doc, e->recipients, doc->entities.n)) {
            return fault(what, "event", i, "names no entity");
        }
        if (!refs_ok(doc, e->actor_mentions, doc->mentions.n) ||
            !refs_ok(doc, e->recipient_mentions, doc->mentions.n)) {
            return fault(what, "event", i, "names no mention");
        }
        if (!refs_ok(doc, e->asserted_by, doc->attributions.n) || !refs_ok(doc, e->denied_by, doc->attributions.n) ||
            !refs_ok(doc, e->hedged_by, doc->attributions.n)) {
            return fault(what, "event", i, "names no attribution");
        }
        if (e->type >= EVENT_COUNT || e->mode >= MODE_COUNT || e->status >= STATUS_COUNT ||
            e->sentence >= doc->sentences.n || (e->place != NONE && e->place >= doc->places.n) ||
            (e->about != NONE && e->about >= doc->events.n)) {
            return fault(what, "event", i, "a field is out of its list");
        }
    }
    return true;
}

bool doc_check(const Doc *doc, char what[256]) {
    return check_sentences(doc, what) && check_tokens(doc, what) && check_who(doc, what) && check_rest(doc, what);
}
