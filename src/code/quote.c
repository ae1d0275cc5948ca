#include "code/quote.h"

typedef enum MarkKind { MARK_NONE, MARK_DOUBLE, MARK_SINGLE } MarkKind;
typedef enum MarkWay { WAY_EITHER, WAY_OPEN, WAY_CLOSE } MarkWay;

typedef struct Mark {
    uint8_t kind; /* MarkKind */
    uint8_t way;  /* MarkWay: what the mark itself says, else what the space around it says */
    bool straight;
} Mark;

/* What the characters alone say. */
static const struct {
    const char *form;
    Mark mark;
} mark_forms[] = {
    {"\"", {MARK_DOUBLE, WAY_EITHER, true}}, {"''", {MARK_DOUBLE, WAY_EITHER, true}},
    {"``", {MARK_DOUBLE, WAY_OPEN, false}},  {"“", {MARK_DOUBLE, WAY_OPEN, false}},
    {"”", {MARK_DOUBLE, WAY_CLOSE, false}},  {"„", {MARK_DOUBLE, WAY_OPEN, false}},
    {"‟", {MARK_DOUBLE, WAY_OPEN, false}},   {"«", {MARK_DOUBLE, WAY_OPEN, false}},
    {"»", {MARK_DOUBLE, WAY_CLOSE, false}},  {"‘‘", {MARK_DOUBLE, WAY_OPEN, false}},
    {"’’", {MARK_DOUBLE, WAY_CLOSE, false}}, {"'", {MARK_SINGLE, WAY_EITHER, true}},
    {"`", {MARK_SINGLE, WAY_OPEN, false}},   {"‘", {MARK_SINGLE, WAY_OPEN, false}},
    {"’", {MARK_SINGLE, WAY_CLOSE, false}},  {"‚", {MARK_SINGLE, WAY_OPEN, false}},
};

static bool opens_bracket(Str form) {
    return str_is(form, "(") || str_is(form, "[") || str_is(form, "—") || str_is(form, "–") || str_is(form, "-") ||
           str_is(form, "/");
}

/* Two single marks side by side, and not three, are a double one: 1 for the first of them, 2 for the second, else 0. */
static uint32_t twin(const Doc *doc, uint32_t t, uint32_t first, uint32_t end) {
    const Token *at = doc->tokens.at;
    Str form = token_form(doc, t);
    uint32_t low = t, high = t + 1;
    while (low > first && high - low < 4 && at[low - 1].span.end == at[low].span.start &&
           str_eq(token_form(doc, low - 1), form)) {
        low--;
    }
    while (high < end && high - low < 4 && at[high - 1].span.end == at[high].span.start &&
           str_eq(token_form(doc, high), form)) {
        high++;
    }
    return high - low == 2 ? t - low + 1 : 0;
}

/* The mark that token t is, if any; `first` and `end` bound its paragraph. */
static Mark mark_at(const Doc *doc, uint32_t t, uint32_t first, uint32_t end) {
    Str form = token_form(doc, t);
    Mark m = {MARK_NONE, WAY_EITHER, false};
    if (form.n == 0 || form.n > 6) {
        return m;
    }
    for (size_t i = 0; i < sizeof mark_forms / sizeof *mark_forms; i++) {
        if (str_is(form, mark_forms[i].form)) {
            m = mark_forms[i].mark;
            break;
        }
    }
    if (m.kind == MARK_NONE || (!m.straight && m.way != WAY_CLOSE)) {
        return m;
    }
    const Token *at = doc->tokens.at;
    uint32_t pair = m.kind == MARK_SINGLE ? twin(doc, t, first, end) : 0;
    if (pair != 0) {
        m.kind = pair == 2 ? MARK_DOUBLE : MARK_NONE;
        return m;
    }
    bool before = t == first || at[t - 1].span.end < at[t].span.start || opens_bracket(token_form(doc, t - 1));
    bool after = t + 1 == end || at[t].span.end < at[t + 1].span.start;
    if (m.straight) {
        m.way = before && !after ? WAY_OPEN : !before && after ? WAY_CLOSE : WAY_EITHER;
        if (m.way == WAY_EITHER && !after && t + 1 < end && at[t + 1].upos == UPOS_PUNCT) {
            m.way = before ? WAY_EITHER : WAY_CLOSE; /* word".  and word", */
        }
    } else if (m.kind == MARK_DOUBLE && before && !after) {
        m.way = WAY_EITHER; /* ” typed for “ */
    }
    /* 's, 'll, n't and the like: an apostrophe that the tokenizer cut off */
    if (m.kind == MARK_SINGLE && !before && !after && t + 1 < end && (at[t + 1].flags & TOKEN_JOINED)) {
        m.kind = MARK_NONE;
    }
    return m;
}

typedef struct Pairing {
    Doc *doc;
    Arena *arena;
    Quotations found;
    uint32_t open[QUOTE_MAX_DEPTH]; /* quotations, outermost first */
    uint32_t depth;
    uint32_t first, end; /* the paragraph's tokens */
} Pairing;

static void quote_end(Pairing *p, uint32_t quotation, uint32_t end, bool closed) {
    Quotation *q = &p->found.at[quotation];
    q->end = end;
    q->closed = closed;
    q->span.end = p->doc->tokens.at[end - 1].span.end;
}

static void quote_push(Pairing *p, uint32_t t, MarkKind kind) {
    if (p->depth == QUOTE_MAX_DEPTH) {
        return;
    }
    uint32_t parent = p->depth > 0 ? p->open[p->depth - 1] : NONE;
    p->open[p->depth++] =
        vec_push(p->arena, &p->found,
                 ((Quotation){p->doc->tokens.at[t].span, t, t + 1, parent, NONE, false, kind == MARK_SINGLE}));
}

/* Depth of the innermost open quotation of this kind, counted from 1; 0: none. */
static uint32_t open_of(const Pairing *p, MarkKind kind) {
    for (uint32_t d = p->depth; d > 0; d--) {
        if (p->found.at[p->open[d - 1]].single == (kind == MARK_SINGLE)) {
            return d;
        }
    }
    return 0;
}

/* Closes the quotation at depth d with token t as its mark; what was open inside it ends there too. */
static void quote_close(Pairing *p, uint32_t d, uint32_t t) {
    while (p->depth > d) {
        quote_end(p, p->open[--p->depth], t, false);
    }
    quote_end(p, p->open[--p->depth], t + 1, true);
}

enum { LOOK_AHEAD = 500 };

/* True when the paragraph's rest, from t on, closes more quotations of the kind than it opens, by at least n. */
static bool closes_ahead(const Pairing *p, uint32_t t, MarkKind kind, int n) {
    int balance = 0;
    for (uint32_t far = t + LOOK_AHEAD; t < p->end && t < far; t++) {
        Mark m = mark_at(p->doc, t, p->first, p->end);
        if (m.kind != kind) {
            continue;
        }
        balance += m.way == WAY_OPEN ? -1 : 1;
        if (balance >= n) {
            return true;
        }
    }
    return false;
}

/* A mark that opens while another of its kind is open: nested, or the first was never closed. */
static void quote_reopen(Pairing *p, uint32_t t, MarkKind kind, uint32_t d) {
    if (closes_ahead(p, t + 1, kind, 2)) {
        quote_push(p, t, kind);
        return;
    }
    const Doc *doc = p->doc;
    uint32_t first = p->found.at[p->open[d - 1]].first;
    uint32_t from = doc->sentences.at[doc->tokens.at[t].sentence].first;
    uint32_t end = from > first ? from : t;
    while (p->depth >= d) {
        uint32_t q = p->open[--p->depth];
        quote_end(p, q, end > p->found.at[q].first ? end : p->found.at[q].first + 1, false);
    }
    quote_push(p, t, kind);
}

/* "the workers' demands": the possessive of a plural, unless the open quotation has no other end. */
static bool is_possessive(const Pairing *p, uint32_t t) {
    const Doc *doc = p->doc;
    if (t == p->first || t + 1 >= p->end) {
        return false;
    }
    Str before = token_form(doc, t - 1);
    bool plural = str_ends(before, STR("s")) && doc->tokens.at[t - 1].span.end == doc->tokens.at[t].span.start;
    return plural && doc->tokens.at[t + 1].upos != UPOS_PUNCT && closes_ahead(p, t + 1, MARK_SINGLE, 1);
}

/* „…“ and ‚…‘: after a low mark the left one closes. */
static bool opened_low(const Pairing *p, uint32_t d) {
    Str form = token_form(p->doc, p->found.at[p->open[d - 1]].first);
    return str_is(form, "„") || str_is(form, "‚");
}

static void quote_mark(Pairing *p, uint32_t t, Mark m) {
    uint32_t d = open_of(p, m.kind);
    if (d > 0 && m.way == WAY_OPEN && opened_low(p, d) && !str_eq(token_form(p->doc, t), STR("„"))) {
        m.way = WAY_CLOSE;
    }
    if (m.kind == MARK_SINGLE) {
        if (d > 0 && m.way != WAY_OPEN) {
            if (!is_possessive(p, t)) {
                quote_close(p, d, t);
            }
        } else if (d == 0 && m.way == WAY_OPEN && closes_ahead(p, t + 1, MARK_SINGLE, 1)) {
            quote_push(p, t, m.kind);
        }
        return;
    }
    if (m.way == WAY_OPEN) {
        if (d > 0) {
            quote_reopen(p, t, m.kind, d);
        } else {
            quote_push(p, t, m.kind);
        }
    } else if (d > 0) {
        quote_close(p, d, t);
    } else if (m.way == WAY_EITHER) {
        quote_push(p, t, m.kind);
    }
}

/* Pairs the marks of the paragraph [p->first, p->end); `carried`: the quotation left open before it, or NONE.  Gives
   the one that it leaves open. */
static uint32_t quote_paragraph(Pairing *p, uint32_t carried) {
    p->depth = 0;
    for (uint32_t t = p->first; t < p->end; t++) {
        Mark m = mark_at(p->doc, t, p->first, p->end);
        if (m.kind == MARK_NONE) {
            continue;
        }
        uint32_t n = p->found.n;
        quote_mark(p, t, m);
        if (t == p->first && p->found.n > n && carried != NONE) {
            p->found.at[n].continues = carried;
        }
    }
    uint32_t left = NONE;
    while (p->depth > 0) {
        uint32_t q = p->open[--p->depth];
        quote_end(p, q, p->end, false);
        left = p->found.at[q].single ? left : q;
    }
    return left;
}

static void quote_flag(Doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        doc->tokens.at[t].flags |= TOKEN_QUOTED;
    }
}

Quotations quote_find(Doc *doc, Arena *arena) {
    Pairing p = {.doc = doc, .arena = arena};
    uint32_t carried = NONE;
    for (uint32_t s = 0; s < doc->sentences.n;) {
        p.first = doc->sentences.at[s].first;
        uint32_t paragraph = doc->sentences.at[s].paragraph;
        while (s < doc->sentences.n && doc->sentences.at[s].paragraph == paragraph) {
            p.end = doc->sentences.at[s++].end;
        }
        carried = quote_paragraph(&p, carried);
    }
    for (uint32_t i = 0; i < p.found.n; i++) {
        const Quotation *q = &p.found.at[i];
        if (q->closed) {
            quote_flag(doc, q->first + 1, q->end - 1);
        }
        if (q->continues != NONE) {
            quote_flag(doc, p.found.at[q->continues].first + 1, p.found.at[q->continues].end);
        }
    }
    return p.found;
}
