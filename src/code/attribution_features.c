#include "code/attribution_features.h"

enum { MAX_TOKEN_ROWS = 40, WINDOW_SENTENCES = 10, WINDOW_TOKENS = 400 };

#define ROWS_OF(name, rows) rows,
static const uint32_t token_field_rows[TOKEN_FIELD_COUNT] = {TOKEN_FIELDS(ROWS_OF)};
static const uint32_t pair_field_rows[PAIR_FIELD_COUNT] = {PAIR_FIELDS(ROWS_OF)};

/* ---- the view ---- */

static void view_trees(View *v, Arena *arena) {
    const Doc *doc = v->doc;
    uint32_t n = doc->tokens.n;
    v->low = arena_array(arena, uint32_t, n);
    v->high = arena_array(arena, uint32_t, n);
    v->depth = arena_array(arena, uint8_t, n);
    v->stance = arena_array(arena, uint8_t, n);
    for (uint32_t t = 0; t < n; t++) {
        v->low[t] = v->high[t] = t;
        const StanceEntry *e = stance_of_token(doc, v->stances, t);
        v->stance[t] = e != NULL ? (uint8_t)(e->stance + 1) : 0;
    }
    for (uint32_t t = 0; t < n; t++) {
        uint32_t depth = 0;
        for (uint32_t h = doc->tokens.at[t].head; h != NONE && depth < 255; h = doc->tokens.at[h].head, depth++) {
            v->low[h] = t < v->low[h] ? t : v->low[h];
            v->high[h] = t > v->high[h] ? t : v->high[h];
        }
        v->depth[t] = (uint8_t)depth;
    }
}

View view_make(const Doc *doc, const Stances *stances, Quotations quotes, Arena *arena) {
    View v = {.doc = doc, .stances = stances, .quotes = quotes};
    view_trees(&v, arena);
    v.quote = arena_array(arena, uint32_t, doc->tokens.n);
    memset(v.quote, 0xff, doc->tokens.n * sizeof *v.quote);
    for (uint32_t q = 0; q < quotes.n; q++) {
        for (uint32_t t = quotes.at[q].first; t < quotes.at[q].end && quotes.at[q].parent == NONE; t++) {
            v.quote[t] = q;
        }
    }
    return v;
}

uint32_t token_at(const Doc *doc, uint32_t byte) {
    uint32_t low = 0, high = doc->tokens.n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (doc->tokens.at[middle].span.end <= byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t span_head(const Doc *doc, uint32_t first, uint32_t end) {
    uint32_t best = first;
    bool content = false;
    for (uint32_t t = first; t < end; t++) {
        const Token *token = &doc->tokens.at[t];
        bool outside = token->head == NONE || token->head < first || token->head >= end;
        bool word = token->upos != UPOS_PUNCT;
        if (outside && !content && (word || t == first)) {
            best = t;
            content = word && token->upos != UPOS_PART && token->upos != UPOS_AUX && token->upos != UPOS_ADV;
        }
    }
    return best;
}

/* ---- rows ---- */

typedef struct Sink {
    Arena *arena;
    Bag bag;
    uint32_t n, cap;
    const uint32_t *field_rows;
    uint32_t base[TOKEN_FIELD_COUNT + PAIR_FIELD_COUNT];
} Sink;

static Sink sink_make(Arena *arena, uint32_t things, const uint32_t *field_rows, uint32_t fields) {
    Sink s = {.arena = arena, .field_rows = field_rows};
    s.cap = things * 24 + 64;
    s.bag = (Bag){things, arena_array(arena, uint32_t, things + 1), arena_alloc(arena, s.cap * sizeof(uint32_t))};
    for (uint32_t f = 0, sum = 0; f < fields; sum += field_rows[f++]) {
        s.base[f] = sum;
    }
    return s;
}

/* Opens thing i; at most MAX_TOKEN_ROWS rows may follow. */
static void sink_open(Sink *s, uint32_t i) {
    s->bag.off[i] = s->n;
    if (s->n + MAX_TOKEN_ROWS > s->cap) {
        uint32_t cap = s->cap * 2 + MAX_TOKEN_ROWS;
        s->bag.rows = arena_grow(s->arena, s->bag.rows, s->n * sizeof(uint32_t), cap * sizeof(uint32_t));
        s->cap = cap;
    }
}

static inline void put(Sink *s, uint32_t field, uint32_t value) {
    uint32_t rows = s->field_rows[field];
    s->bag.rows[s->n++] = s->base[field] + (value < rows ? value : rows - 1);
}

/* 32 bits of a few small numbers; the same everywhere. */
static inline uint32_t mix(uint32_t a, uint32_t b) {
    uint32_t h = (a ^ (b * 0x9E3779B1u)) * 0x85EBCA6Bu;
    h ^= h >> 15;
    h *= 0xC2B2AE35u;
    return h ^ (h >> 13);
}

static inline void put_hash(Sink *s, uint32_t field, uint32_t hash) {
    s->bag.rows[s->n++] = s->base[field] + hash % s->field_rows[field];
}

/* FNV-1a of the lower-cased bytes. */
static uint32_t word_hash(Str s) {
    uint32_t h = 2166136261u;
    for (uint32_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.at[i];
        h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 16777619u;
    }
    return mix(h, s.n);
}

static uint32_t bucket(uint32_t n) {
    return n <= 5 ? n : n <= 7 ? 6 : n <= 10 ? 7 : n <= 15 ? 8 : n <= 25 ? 9 : n <= 45 ? 10 : 11;
}

/* ---- tokens ---- */

enum { SHAPE_LOWER, SHAPE_TITLE, SHAPE_UPPER, SHAPE_DIGIT, SHAPE_OTHER };

static uint32_t shape(Str form) {
    bool upper = form.at[0] >= 'A' && form.at[0] <= 'Z';
    if (form.at[0] >= '0' && form.at[0] <= '9') {
        return SHAPE_DIGIT;
    }
    if (upper) {
        return form.n > 1 && form.at[1] >= 'A' && form.at[1] <= 'Z' ? SHAPE_UPPER : SHAPE_TITLE;
    }
    return form.at[0] >= 'a' && form.at[0] <= 'z' ? SHAPE_LOWER : SHAPE_OTHER;
}

/* 0 outside, 1 inside, 2 opening mark, 3 closing mark, 4 inside one that is not closed. */
static uint32_t quote_state(const View *v, uint32_t t) {
    if (v->quote[t] == NONE) {
        return 0;
    }
    const Quotation *q = &v->quotes.at[v->quote[t]];
    return t == q->first ? 2 : q->closed && t + 1 == q->end ? 3 : q->closed ? 1 : 4;
}

static void put_quote(Sink *s, const View *v, uint32_t t) {
    uint32_t n = v->doc->tokens.n;
    uint32_t ended = (t > 0 && quote_state(v, t - 1) == 3) || (t > 1 && quote_state(v, t - 2) == 3);
    uint32_t begins = (t + 1 < n && quote_state(v, t + 1) == 2) || (t + 2 < n && quote_state(v, t + 2) == 2);
    put(s, TOKEN_FIELD_QUOTE, quote_state(v, t) * 4 + ended * 2 + begins);
    if (v->quote[t] != NONE) {
        const Quotation *q = &v->quotes.at[v->quote[t]];
        put(s, TOKEN_FIELD_QUOTE, 20 + bucket(t - q->first));
        put(s, TOKEN_FIELD_QUOTE, 32 + bucket(q->end - q->first));
        put(s, TOKEN_FIELD_QUOTE, 44 + bucket(q->end - 1 - t));
    }
}

static void put_place(Sink *s, const View *v, uint32_t t) {
    const Doc *doc = v->doc;
    uint32_t i = doc->tokens.at[t].sentence;
    const Sentence *sentence = &doc->sentences.at[i];
    uint32_t from = t - sentence->first, to = sentence->end - 1 - t;
    bool opens = i == 0 || doc->sentences.at[i - 1].paragraph != sentence->paragraph;
    bool ends = i + 1 == doc->sentences.n || doc->sentences.at[i + 1].paragraph != sentence->paragraph;
    put(s, TOKEN_FIELD_PLACE, (from < 3 ? from : 3) * 4 + (to < 3 ? to : 3));
    put(s, TOKEN_FIELD_PLACE, 16 + (uint32_t)opens * 2 + ends);
    put(s, TOKEN_FIELD_PLACE, 24 + (sentence->kind == SENTENCE_HEADING));
    put(s, TOKEN_FIELD_PLACE, 26 + bucket(sentence->end - sentence->first));
}

static void put_edges(Sink *s, const View *v, uint32_t begins, uint32_t ends, uint32_t t) {
    uint32_t b = begins < 6 ? begins : 6, e = ends < 6 ? ends : 6;
    put(s, TOKEN_FIELD_EDGES, b * 7 + e);
    put(s, TOKEN_FIELD_SIZE, v->depth[t] < 12 ? v->depth[t] : 12);
    put(s, TOKEN_FIELD_SIZE, 13 + bucket(v->high[t] - v->low[t]));
}

static bool names_child(uint8_t deprel) {
    switch (deprel) {
    case DEPREL_obj:
    case DEPREL_compound_prt:
    case DEPREL_case:
    case DEPREL_mark:
    case DEPREL_xcomp:
    case DEPREL_ccomp:
    case DEPREL_aux:
    case DEPREL_advmod:
    case DEPREL_nsubj:
    case DEPREL_cop: return true;
    default: return false;
    }
}

/* Of the tokens [first, end): hashes of their lemmas, first child and next sibling in order of text; by t − first. */
typedef struct Family {
    uint32_t first, end;
    uint32_t *hash, *child, *next;
} Family;

static uint32_t family_hash(const Family *f, const Doc *doc, uint32_t t) {
    return t >= f->first && t < f->end ? f->hash[t - f->first] : word_hash(doc->tokens.at[t].lemma);
}

static void put_children(Sink *s, const View *v, const Family *f, uint32_t t) {
    uint32_t named = 0, seen = 0;
    for (uint32_t c = f->child[t - f->first]; c != NONE && seen < 12; c = f->next[c - f->first], seen++) {
        const Token *token = &v->doc->tokens.at[c];
        put(s, c < t ? TOKEN_FIELD_LEFT : TOKEN_FIELD_RIGHT, token->deprel);
        if (names_child(token->deprel) && named++ < 6) {
            put_hash(s, TOKEN_FIELD_CHILD, mix(f->hash[c - f->first], token->deprel));
        }
    }
}

static void put_token(Sink *s, const View *v, const Family *f, uint32_t t) {
    const Token *token = &v->doc->tokens.at[t];
    Str form = token_form(v->doc, t);
    uint32_t tail = form.n > 3 ? form.n - 3 : 0;
    uint32_t lemma = f->hash[t - f->first];
    put_hash(s, TOKEN_FIELD_LEMMA, lemma);
    put_hash(s, TOKEN_FIELD_SUFFIX, mix(word_hash(str_sub(form, tail, form.n)), form.n > 0 ? shape(form) : 0));
    put(s, TOKEN_FIELD_XPOS, token->xpos);
    put(s, TOKEN_FIELD_DEPREL, token->deprel);
    put(s, TOKEN_FIELD_STANCE, v->stance[t]);
    uint32_t head = token->head;
    if (head != NONE) {
        const Token *h = &v->doc->tokens.at[head];
        put_hash(s, TOKEN_FIELD_HEAD_LEMMA, mix(family_hash(f, v->doc, head), head < t));
        put_hash(s, TOKEN_FIELD_HEAD_TAGS, mix(mix(h->xpos, h->deprel), token->deprel));
        uint32_t grand = h->head != NONE ? v->doc->tokens.at[h->head].deprel : 99;
        put_hash(s, TOKEN_FIELD_GRAND, mix(mix(grand, h->deprel), token->deprel));
        put(s, TOKEN_FIELD_HEAD_STANCE, v->stance[head]);
    }
    bool last = t + 1 == v->doc->sentences.at[token->sentence].end;
    put_hash(s, TOKEN_FIELD_BIGRAM, mix(lemma, last ? 7 : family_hash(f, v->doc, t + 1)));
}

Bag features_tokens(const View *v, uint32_t first, uint32_t end, Arena *arena) {
    const Doc *doc = v->doc;
    uint32_t n = end - first;
    Sink s = sink_make(arena, n, token_field_rows, TOKEN_FIELD_COUNT);
    Family f = {.first = first, .end = end};
    f.hash = arena_array(arena, uint32_t, n);
    f.child = arena_array(arena, uint32_t, n);
    f.next = arena_array(arena, uint32_t, n);
    uint32_t *begins = arena_array(arena, uint32_t, n), *ends = arena_array(arena, uint32_t, n);
    memset(f.child, 0xff, n * sizeof *f.child);
    for (uint32_t t = end; t-- > first;) {
        f.hash[t - first] = word_hash(doc->tokens.at[t].lemma);
        f.next[t - first] = NONE;
        if (v->low[t] >= first && v->high[t] < end) {
            begins[v->low[t] - first]++;
            ends[v->high[t] - first]++;
        }
        uint32_t head = doc->tokens.at[t].head;
        if (head != NONE && head >= first && head < end) {
            f.next[t - first] = f.child[head - first];
            f.child[head - first] = t;
        }
    }
    for (uint32_t t = first; t < end; t++) {
        sink_open(&s, t - first);
        put_token(&s, v, &f, t);
        put_quote(&s, v, t);
        put_place(&s, v, t);
        put_edges(&s, v, begins[t - first], ends[t - first], t);
        put_children(&s, v, &f, t);
    }
    s.bag.off[n] = s.n;
    return s.bag;
}

/* ---- pairs ---- */

/* A quotation runs over the border between sentence i and i + 1, or the next one begins with one right after one that
   ended. */
static bool speech_runs_on(const View *v, uint32_t i) {
    const Doc *doc = v->doc;
    if (i + 1 >= doc->sentences.n) {
        return false;
    }
    uint32_t last = doc->sentences.at[i].end - 1, next = doc->sentences.at[i + 1].first;
    if (v->quote[last] != NONE && v->quote[last] == v->quote[next]) {
        return true;
    }
    uint32_t state = quote_state(v, last), then = quote_state(v, next);
    return (state == 3 || state == 4) && then == 2;
}

CueWindow cue_window(const View *v, uint32_t first, uint32_t end, uint32_t low, uint32_t high) {
    const Doc *doc = v->doc;
    uint32_t s = doc->tokens.at[first].sentence;
    CueWindow w = {first, end, span_head(doc, first, end), 0, 0};
    uint32_t paragraph = doc->sentences.at[s].paragraph;
    uint32_t a = s, b = s;
    for (uint32_t k = 0; a > 0 && k < WINDOW_SENTENCES && doc->sentences.at[a - 1].paragraph == paragraph; k++) {
        if (k > 0 && !speech_runs_on(v, a - 1)) {
            break;
        }
        a--;
    }
    bool colon = str_is(token_form(doc, doc->sentences.at[s].end - 1), ":");
    for (uint32_t k = 0; b + 1 < doc->sentences.n && k < WINDOW_SENTENCES; k++) {
        bool here = doc->sentences.at[b + 1].paragraph == paragraph;
        bool wanted = here ? k == 0 || speech_runs_on(v, b) : (k == 0 && colon) || (k > 0 && speech_runs_on(v, b));
        if (!wanted) {
            break;
        }
        b++;
    }
    w.from = doc->sentences.at[a].first;
    w.to = doc->sentences.at[b].end;
    w.from = first > w.from + WINDOW_TOKENS ? first - WINDOW_TOKENS : w.from;
    w.to = w.to > end + WINDOW_TOKENS ? end + WINDOW_TOKENS : w.to;
    w.from = w.from > low ? w.from : low;
    w.to = w.to < high ? w.to : high;
    return w;
}

/* Where a token of the cue's sentence stands in the tree, seen from the cue's head. */
typedef struct Branch {
    uint32_t head; /* the token by which it hangs on the path from the cue to the root; itself if it is on it */
    uint8_t up;    /* steps from the cue's head to where that is; cut at 5 */
    uint8_t down;  /* steps from there down to the token; cut at 7 */
    bool known;
} Branch;

static void branches(const View *v, const CueWindow *w, Branch *branch, uint32_t first, uint32_t end) {
    const Doc *doc = v->doc;
    memset(branch, 0, (end - first) * sizeof *branch);
    uint32_t up = 0;
    for (uint32_t t = w->head; t != NONE; t = doc->tokens.at[t].head, up++) {
        branch[t - first] = (Branch){t, (uint8_t)(up < 5 ? up : 5), 0, true};
    }
    for (uint32_t t = first; t < end; t++) {
        uint32_t path[256], n = 0, at = t;
        while (!branch[at - first].known && n < 256) {
            path[n++] = at;
            at = doc->tokens.at[at].head;
        }
        while (n > 0) {
            const Branch *above = &branch[at - first];
            at = path[--n];
            uint8_t down = above->down < 7 ? (uint8_t)(above->down + 1) : 7;
            branch[at - first] = (Branch){above->down == 0 ? at : above->head, above->up, down, true};
        }
    }
}

/* How the token's quotation stands to the cue: 0 none, 1 around the cue too, 2 ends right before the cue, 3 begins
   right after it, 4 ends before, 5 begins after; + 6 when the token is in the cue's quotation's place but outside. */
static uint32_t speech_place(const View *v, const CueWindow *w, uint32_t t) {
    uint32_t q = v->quote[t];
    if (q == NONE) {
        return v->quote[w->head] == NONE ? 0 : 6;
    }
    const Quotation *s = &v->quotes.at[q];
    if (q == v->quote[w->head]) {
        return 1;
    }
    if (s->end <= w->first) {
        return w->first - s->end <= 6 ? 2 : 4;
    }
    return s->first >= w->end && s->first - w->end <= 3 ? 3 : 5;
}

/* Running counts of what lies between the cue and the token. */
typedef struct Between {
    uint32_t commas, verbs, marks;
} Between;

static void between_add(Between *b, const View *v, uint32_t t) {
    const Token *token = &v->doc->tokens.at[t];
    b->commas += token->xpos == XPOS_COMMA || token->xpos == XPOS_COLON;
    b->verbs += token->upos == UPOS_VERB;
    b->marks += quote_state(v, t) == 2 || quote_state(v, t) == 3;
}

static uint32_t cut3(uint32_t n) {
    return n < 3 ? n : 3;
}

static void put_path(Sink *s, const View *v, const CueWindow *w, const Branch *b, uint32_t t, uint32_t lemma) {
    const Doc *doc = v->doc;
    const Token *token = &doc->tokens.at[t], *head = &doc->tokens.at[b->head];
    uint32_t side = b->head < w->first ? 0 : b->head < w->end ? 1 : 2;
    uint32_t path = mix(b->up * 3u + side, b->down == 0 ? 200u : head->deprel);
    put_hash(s, PAIR_FIELD_PATH, path);
    put_hash(s, PAIR_FIELD_DEPTH, mix(mix(path, b->down), b->down <= 2 ? token->deprel : 100u));
    put_hash(s, PAIR_FIELD_CUE, mix(path, lemma));
    uint32_t low = v->low[b->head], high = v->high[b->head];
    uint32_t edge = (t == low) | (uint32_t)(t == high) << 1 | (uint32_t)(t + 1 == w->first) << 2 |
                    (uint32_t)(t == w->end) << 3 | (uint32_t)(t >= w->first && t < w->end) << 4 |
                    (uint32_t)(t == low + 1) << 5 | (uint32_t)(t + 1 == high) << 6;
    put_hash(s, PAIR_FIELD_EDGE, mix(path, edge));
    put_hash(s, PAIR_FIELD_WAY, mix(mix(path, doc->tokens.at[w->head].deprel), b->down > 1));
    put_hash(s, PAIR_FIELD_TAG, mix(path, token->xpos));
}

static void put_pair(Sink *s, const View *v, const CueWindow *w, const Branch *b, uint32_t t, const Between *between,
                     uint32_t lemma) {
    const Doc *doc = v->doc;
    const Token *token = &doc->tokens.at[t], *cue = &doc->tokens.at[w->first];
    bool inside = t >= w->first && t < w->end;
    uint32_t side = t < w->first ? 0 : inside ? 1 : 2;
    if (b != NULL) {
        put_path(s, v, w, b, t, lemma);
    }
    uint32_t far = side == 0 ? w->first - t : side == 2 ? t - w->end + 1 : 0;
    put(s, PAIR_FIELD_DISTANCE, side * 12 + bucket(far));
    if (b == NULL) {
        put_hash(s, PAIR_FIELD_TAG, mix(mix(token->xpos, token->deprel), side));
    }
    int32_t apart = (int32_t)token->sentence - (int32_t)cue->sentence;
    apart = apart < -4 ? -4 : apart > 4 ? 4 : apart;
    bool other = doc->sentences.at[token->sentence].paragraph != doc->sentences.at[cue->sentence].paragraph;
    put(s, PAIR_FIELD_SENTENCE, (uint32_t)(apart + 4) * 2 + other);
    uint32_t place = speech_place(v, w, t);
    put(s, PAIR_FIELD_SPEECH, (place * 5 + quote_state(v, t)) * 3 + side);
    put(s, PAIR_FIELD_SPEECH, 128 + (place * 9 + (uint32_t)(apart + 4)) * 2 + (between->verbs > 0));
    put(s, PAIR_FIELD_BETWEEN,
        ((cut3(between->commas) * 4 + cut3(between->verbs)) * 4 + cut3(between->marks)) * 3 + side);
}

/* What lies between the cue and each token of its window. */
static Between *betweens(const View *v, const CueWindow *w, Arena *arena) {
    Between *between = arena_array(arena, Between, w->to - w->from);
    Between sum = {0, 0, 0};
    for (uint32_t t = w->first; t-- > w->from;) {
        between[t - w->from] = sum;
        between_add(&sum, v, t);
    }
    sum = (Between){0, 0, 0};
    for (uint32_t t = w->end; t < w->to; t++) {
        between[t - w->from] = sum;
        between_add(&sum, v, t);
    }
    return between;
}

Bag features_pairs(const View *v, const CueWindow *windows, uint32_t n, Arena *arena) {
    const Doc *doc = v->doc;
    uint32_t things = 0;
    for (uint32_t i = 0; i < n; i++) {
        things += windows[i].to - windows[i].from;
    }
    Sink s = sink_make(arena, things, pair_field_rows, PAIR_FIELD_COUNT);
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        const CueWindow *w = &windows[i];
        const Sentence *sentence = &doc->sentences.at[doc->tokens.at[w->head].sentence];
        Branch *branch = arena_alloc(arena, (sentence->end - sentence->first) * sizeof *branch);
        branches(v, w, branch, sentence->first, sentence->end);
        const Between *between = betweens(v, w, arena);
        uint32_t lemma = word_hash(doc->tokens.at[w->head].lemma);
        for (uint32_t t = w->from; t < w->to; t++) {
            bool here = t >= sentence->first && t < sentence->end;
            sink_open(&s, at++);
            put_pair(&s, v, w, here ? &branch[t - sentence->first] : NULL, t, &between[t - w->from], lemma);
        }
    }
    s.bag.off[things] = s.n;
    return s.bag;
}
