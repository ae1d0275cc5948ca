#include "code/place.h"

#include <math.h>

enum { NEAR_KM = 250, ANCHORS_MAX = 64 };

/* A toponym on its way to a place. */
typedef struct Toponym {
    Span span;
    uint32_t names;  /* first of a chain of gazetteer names; NONE: not in the gazetteer */
    uint32_t place;  /* the one chosen; NONE none */
    uint32_t within; /* place that follows it: "Ozark, Ala."; NONE none */
    uint32_t token, last;
    bool demonym, dropped;
} Toponym;

/* How much of the report lies in a state, or in a division of one. */
typedef struct Weight {
    const char *country;
    Str admin1;
    double weight;
} Weight;

typedef struct Finder {
    const Gazetteer *g;
    Doc *doc;
    const Sentence *sentence;
    VEC(Toponym) found;
    VEC(Weight) weights;
    VEC(Str) persons;                         /* last names of persons who share a place's name */
    uint32_t anchors[ANCHORS_MAX], n_anchors; /* places that are certain */
    uint32_t token;
} Finder;

/* ---- words of a text ---- */

static bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Length of a character of Unicode's punctuation blocks (U+00A0 … U+00BF, U+2000 … U+203F): no part of words. */
static uint32_t mark_at(Str t, uint32_t i) {
    unsigned char a = (unsigned char)t.at[i], b = i + 1 < t.n ? (unsigned char)t.at[i + 1] : 0;
    return a == 0xC2 && b >= 0xA0 ? 2 : a == 0xE2 && b == 0x80 && i + 3 <= t.n ? 3 : 0;
}

static uint32_t word_end(Str t, uint32_t i) {
    while (i < t.n && is_word_byte(t.at[i]) && mark_at(t, i) == 0) {
        i++;
    }
    return i;
}

/* The start of the next word when only marks that may stand inside a name lie between; NONE otherwise. */
static uint32_t gap_end(Str t, uint32_t i, uint32_t word, bool *comma) {
    uint32_t start = i;
    while (i < t.n && i < start + 6) {
        uint32_t mark = mark_at(t, i);
        if (mark == 0 && is_word_byte(t.at[i])) {
            break;
        }
        if (mark == 0 && strchr(" .-',", t.at[i]) == NULL && t.at[i] != '\n') {
            return NONE;
        }
        *comma |= t.at[i] == ',';
        if (t.at[i] == '.' && word > 3) {
            return NONE;
        }
        i += mark > 0 ? mark : 1;
    }
    return i < t.n && i > start && is_word_byte(t.at[i]) ? i : NONE;
}

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool all_upper(Str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.at[i] >= 'a' && s.at[i] <= 'z') {
            return false;
        }
    }
    return true;
}

/* Written as the gazetteer has it, or all in capitals; a small first letter may be a capital ("Al-Tanf"). */
static bool written_as(Str text, Str form) {
    if (text.n != form.n) {
        return false;
    }
    if (memcmp(text.at + 1, form.at + 1, form.n - 1) == 0) {
        return text.at[0] == form.at[0] || (form.at[0] >= 'a' && text.at[0] == form.at[0] - 32);
    }
    return text.n > 4 && all_upper(text) && !all_upper(form);
}

/* ---- finding ---- */

/* The longest name that begins at byte `i`; its end, or `i`. */
static uint32_t longest_name(const Finder *f, Str t, uint32_t i, Toponym *out) {
    char key[GAZ_KEY_MAX], form[GAZ_KEY_MAX];
    uint32_t n = 0, best = i, at = i;
    bool comma = false, more = true;
    for (int words = 0; words < GAZ_WORDS_MAX && more && at != NONE; words++) {
        uint32_t end = word_end(t, at);
        if (end == at || n + (end - at) + 2 > GAZ_KEY_MAX) {
            break;
        }
        if (n > 0) {
            key[n] = form[n] = ' ';
            n++;
        }
        memcpy(form + n, t.at + at, end - at);
        n += end - at;
        Str lower = str_lower(f->doc->scratch, (Str){form, n});
        if (lower.n != n) {
            break;
        }
        memcpy(key, lower.at, n);
        for (uint32_t name = gazetteer_find(f->g, (Str){key, n}, &more); name != NONE;
             name = f->g->names.at[name].next) {
            const GazName *x = &f->g->names.at[name];
            bool spelled_with_comma = x->place != NONE && comma;
            if (written_as((Str){form, n}, x->form) && (!spelled_with_comma || str_ends(x->key, STR(" d c")))) {
                best = end;
                out->names = gazetteer_find(f->g, (Str){key, n}, &more);
                out->demonym = x->demonym;
            }
        }
        at = gap_end(t, end, end - at, &comma);
    }
    out->span = (Span){i, best};
    return best;
}

static uint32_t token_at(Finder *f, uint32_t byte) {
    const Sentence *s = f->sentence;
    if (f->token < s->first || f->token >= s->end || f->doc->tokens.at[f->token].span.start > byte) {
        f->token = s->first;
    }
    while (f->token + 1 < s->end && f->doc->tokens.at[f->token + 1].span.start <= byte) {
        f->token++;
    }
    return f->token;
}

static bool one_of(Str s, const char *const *list) {
    for (; *list != NULL; list++) {
        if (str_is(s, *list)) {
            return true;
        }
    }
    return false;
}

static const char *const titles[] = {
    "Mr",    "Mr.",     "Mrs",  "Mrs.",  "Ms",    "Ms.",     "Dr",        "Dr.",     "Sen.",        "Rep.",
    "Gov.",  "Lt.",     "Sgt.", "Capt.", "Col.",  "Gen.",    "Maj.",      "Sir",     "Lord",        "Lady",
    "Judge", "Justice", "Miss", "Rev.",  "Prof.", "Officer", "Detective", "Senator", "Congressman", NULL};
static const char *const locatives[] = {"in",     "near",   "from", "at", "to", "outside",
                                        "around", "across", "into", "of", NULL};

static bool flat_under(const Doc *doc, uint32_t t, uint32_t head) {
    const Token *x = &doc->tokens.at[t];
    return x->head == head && (x->deprel == DEPREL_flat || x->deprel == DEPREL_goeswith);
}

/* Part of a person's name, as the tree or a title has it. */
static bool is_person(const Finder *f, const Toponym *x) {
    const Doc *doc = f->doc;
    uint32_t before = x->token > f->sentence->first ? x->token - 1 : NONE;
    uint32_t after = x->last + 1 < f->sentence->end ? x->last + 1 : NONE;
    if (before != NONE && one_of(token_form(doc, before), titles)) {
        return true;
    }
    const Token *t = &doc->tokens.at[x->token];
    if (t->deprel == DEPREL_flat && t->head < x->token && doc->tokens.at[before].upos == UPOS_PROPN) {
        return true;
    }
    bool determined = before != NONE && doc->tokens.at[before].upos == UPOS_DET;
    return !determined && after != NONE && doc->tokens.at[after].xpos == XPOS_NNP && flat_under(doc, after, x->last);
}

/* The first mention of a sentence: they stand in the order of their sentences. */
static uint32_t first_mention(const Doc *doc, uint32_t sentence) {
    uint32_t low = 0, n = doc->mentions.n;
    while (n > 0) {
        uint32_t half = n / 2;
        bool before = doc->tokens.at[doc->mentions.at[low + half].head].sentence < sentence;
        low = before ? low + half + 1 : low;
        n = before ? n - half - 1 : half;
    }
    return low;
}

static bool in_person_mention(const Doc *doc, const Toponym *x) {
    uint32_t sentence = doc->tokens.at[x->token].sentence;
    for (uint32_t i = first_mention(doc, sentence); i < doc->mentions.n; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (doc->tokens.at[m->head].sentence != sentence) {
            break;
        }
        if (m->type == ENTITY_person && m->form == MENTION_NAME && span_holds(m->span, x->span) &&
            m->head >= x->token && m->head <= x->last) {
            return true;
        }
    }
    return false;
}

/* A name of one word must look like one to the tagger; where a sentence or a heading begins, all words have capitals.
 */
static bool is_name(const Finder *f, const Toponym *x) {
    const Token *t = &f->doc->tokens.at[x->token];
    if (x->token != x->last || f->sentence->root == NONE) {
        return true;
    }
    if (t->upos == UPOS_PROPN || t->xpos == XPOS_NNP || t->xpos == XPOS_NNPS) {
        return true;
    }
    bool first = x->token == f->sentence->first;
    return x->demonym ? t->upos == UPOS_ADJ || t->upos == UPOS_NOUN
                      : !first && (t->upos == UPOS_NOUN || t->upos == UPOS_ADJ || t->upos == UPOS_X);
}

/* "The Kremlin said" is no place; "at the Kremlin" is. */
static bool is_office(const Finder *f, const Toponym *x) {
    if (x->names == NONE || f->g->places.at[f->g->names.at[x->names].place].kind != PLACE_FACILITY) {
        return false;
    }
    uint32_t t = x->token;
    while (t > f->sentence->first && f->doc->tokens.at[t - 1].upos == UPOS_DET) {
        t--;
    }
    return t == f->sentence->first || !one_of(token_form(f->doc, t - 1), locatives);
}

static void add(Finder *f, Toponym x) {
    if (f->sentence->first == f->sentence->end) {
        return;
    }
    x.place = x.within = NONE;
    x.token = token_at(f, x.span.start);
    x.last = token_at(f, x.span.end - 1);
    if (is_person(f, &x) || in_person_mention(f->doc, &x)) {
        x.dropped = true;
        if (x.token > f->sentence->first && f->doc->tokens.at[x.token - 1].upos == UPOS_PROPN) {
            vec_push(f->doc->scratch, &f->persons, doc_str(f->doc, x.span));
        }
    }
    if (x.dropped || (is_name(f, &x) && !is_office(f, &x))) {
        vec_push(f->doc->scratch, &f->found, x);
    }
}

static const char *const county_words[] = {"County", "Parish", NULL};

/* "Boone County": the words with capitals before it. */
static bool county(Str t, uint32_t i, uint32_t end, Toponym *out) {
    bool comma = false;
    for (int words = 0; words < 3; words++) {
        uint32_t next = gap_end(t, end, end - i, &comma);
        if (next == NONE || comma || !is_upper(t.at[next])) {
            return false;
        }
        end = word_end(t, next);
        if (one_of(str_sub(t, next, end), county_words)) {
            *out = (Toponym){.span = {i, end}, .names = NONE};
            return true;
        }
    }
    return false;
}

static void find_in_sentence(Finder *f) {
    Str t = {f->doc->text.at, f->sentence->span.end};
    for (uint32_t i = f->sentence->span.start; i < t.n;) {
        uint32_t mark = mark_at(t, i);
        if (mark > 0 || !is_word_byte(t.at[i])) {
            i += mark > 0 ? mark : 1;
            continue;
        }
        uint32_t end = word_end(t, i);
        Toponym x = {.names = NONE};
        if (is_upper(t.at[i]) || (unsigned char)t.at[i] >= 0x80 || (end - i == 2 && t.at[i] == 'a')) {
            uint32_t name_end = longest_name(f, t, i, &x);
            Toponym y;
            if (is_upper(t.at[i]) && county(t, i, end, &y) && y.span.end > name_end) {
                x = y;
                name_end = y.span.end;
            }
            if (name_end > i) {
                add(f, x);
                end = name_end;
            }
        }
        i = end;
    }
}

/* ---- what follows: "Ozark, Ala." ---- */

static const GazPlace *gaz(const Finder *f, uint32_t place) {
    return &f->g->places.at[place];
}

/* The state or division that a toponym may name, as a container of a town; NONE none. */
static uint32_t container_of(const Finder *f, const Toponym *x) {
    uint32_t best = NONE;
    for (uint32_t n = x->names; n != NONE; n = f->g->names.at[n].next) {
        const GazName *name = &f->g->names.at[n];
        uint8_t kind = gaz(f, name->place)->kind;
        if (!name->demonym && (kind == PLACE_DIVISION || kind == PLACE_STATE) &&
            (best == NONE || kind == PLACE_DIVISION)) {
            best = name->place;
        }
    }
    return best;
}

static bool lies_in(const Finder *f, uint32_t place, uint32_t container) {
    const GazPlace *p = gaz(f, place), *c = gaz(f, container);
    if (p == c || strcmp(p->country, c->country) != 0) {
        return false;
    }
    return c->kind == PLACE_STATE || str_eq(p->admin1, c->name);
}

/* "Paris, Texas" and "Kandahar, Afghanistan": any reading of the second that holds one of the first. */
static void contain(Finder *f) {
    for (uint32_t i = 0; i + 1 < f->found.n; i++) {
        Toponym *a = &f->found.at[i], *b = &f->found.at[i + 1];
        if (b->span.start != a->span.end + 2 || f->doc->text.at[a->span.end] != ',' || a->demonym || b->demonym) {
            continue;
        }
        for (uint32_t m = b->names; m != NONE; m = f->g->names.at[m].next) {
            uint32_t outer = f->g->names.at[m].place;
            for (uint32_t n = a->names; n != NONE && a->place == NONE; n = f->g->names.at[n].next) {
                if (gaz(f, outer)->kind <= PLACE_DIVISION && lies_in(f, f->g->names.at[n].place, outer)) {
                    a->place = f->g->names.at[n].place;
                    a->within = b->place = outer;
                    a->dropped = false;
                }
            }
        }
        uint32_t outer = container_of(f, b);
        if (a->place == NONE && outer != NONE && (a->names == NONE || gaz(f, outer)->kind == PLACE_DIVISION)) {
            a->within = b->place = outer; /* not in the gazetteer */
        }
    }
}

/* Words with capitals before ", Ala." or, after a preposition, before ", Alabama" are a town that the gazetteer
   lacks. */
static bool unknown_town(Finder *f, const Toponym *outer, Toponym *out) {
    const Doc *doc = f->doc;
    uint32_t container = container_of(f, outer), t = outer->token;
    f->sentence = &doc->sentences.at[doc->tokens.at[t].sentence];
    if (container == NONE || t < f->sentence->first + 2 || !str_is(token_form(doc, t - 1), ",")) {
        return false;
    }
    uint32_t last = t - 2, first = last;
    for (uint32_t k = 0; k < 3 && first > f->sentence->first && doc->tokens.at[first].upos == UPOS_PROPN &&
                         doc->tokens.at[first - 1].upos == UPOS_PROPN && is_upper(token_form(doc, first - 1).at[0]);
         k++) {
        first--;
    }
    bool after_preposition = first > f->sentence->first && one_of(token_form(doc, first - 1), locatives);
    bool abbreviated = str_ends(doc_str(doc, outer->span), STR(".")) || doc->text.at[outer->span.end] == '.';
    if (doc->tokens.at[last].upos != UPOS_PROPN || !is_upper(token_form(doc, first).at[0]) ||
        (!after_preposition && !abbreviated)) {
        return false;
    }
    *out = (Toponym){.span = {doc->tokens.at[first].span.start, doc->tokens.at[last].span.end},
                     .names = NONE,
                     .place = NONE,
                     .within = container,
                     .token = first,
                     .last = last};
    return true;
}

/* ---- the report's whereabouts ---- */

static void weigh(Finder *f, uint32_t place, double weight) {
    const GazPlace *p = gaz(f, place);
    for (uint32_t i = 0; i < f->weights.n; i++) {
        Weight *w = &f->weights.at[i];
        if (strcmp(w->country, p->country) == 0 && str_eq(w->admin1, p->admin1)) {
            w->weight += weight;
            return;
        }
    }
    if (p->country[0] != '\0') {
        vec_push(f->doc->scratch, &f->weights, (Weight){p->country, p->admin1, weight});
    }
}

static double weight_of(const Finder *f, const GazPlace *p, bool division) {
    double sum = 0;
    for (uint32_t i = 0; i < f->weights.n; i++) {
        const Weight *w = &f->weights.at[i];
        bool same =
            strcmp(w->country, p->country) == 0 && (!division || (w->admin1.n > 0 && str_eq(w->admin1, p->admin1)));
        sum += same ? w->weight : 0;
    }
    return sum;
}

static double km_between(const GazPlace *a, const GazPlace *b) {
    double r = 3.14159265358979323846 / 180, p = a->lat * r, q = b->lat * r;
    double h = pow(sin((q - p) / 2), 2) + cos(p) * cos(q) * pow(sin((b->lon - a->lon) * r / 2), 2);
    return 2 * 6371 * asin(sqrt(h < 1 ? h : 1));
}

static void anchor(Finder *f, uint32_t place, double weight) {
    weigh(f, place, weight);
    const GazPlace *p = gaz(f, place);
    if (f->n_anchors < ANCHORS_MAX && (p->kind == PLACE_TOWN || p->kind == PLACE_CAPITAL)) {
        f->anchors[f->n_anchors++] = place;
    }
}

static void find_whereabouts(Finder *f) {
    for (uint32_t i = 0; i < f->found.n; i++) {
        const Toponym *x = &f->found.at[i];
        if (x->dropped || (x->names == NONE && x->within == NONE)) {
            continue;
        }
        if (x->place != NONE || x->names == NONE) {
            anchor(f, x->place != NONE ? x->place : x->within, 2);
        } else if (f->g->names.at[x->names].next == NONE) {
            anchor(f, f->g->names.at[x->names].place, x->demonym ? 0.5 : 1);
        }
    }
    Toponym line = {.names = NONE};
    Str d = f->doc->dateline;
    if (d.n > 0 && longest_name(f, d, 0, &line) > 0 && f->g->names.at[line.names].next == NONE) {
        anchor(f, f->g->names.at[line.names].place, 2);
    }
}

static double score(const Finder *f, uint32_t place) {
    const GazPlace *p = gaz(f, place);
    double near = 0;
    for (uint32_t i = 0; i < f->n_anchors; i++) {
        near += f->anchors[i] != place && km_between(p, gaz(f, f->anchors[i])) < NEAR_KM;
    }
    return p->rank + 1.2 * log2(1 + weight_of(f, p, false)) + 2.0 * log2(1 + weight_of(f, p, true)) +
           1.2 * log2(1 + near);
}

static void choose(Finder *f, Toponym *x) {
    double best = -1;
    uint32_t chosen = NONE;
    bool after_town = x->span.start > 1 && f->doc->text.at[x->span.start - 2] == ',';
    for (uint32_t n = x->names; n != NONE && x->place == NONE; n = f->g->names.at[n].next) {
        const GazName *name = &f->g->names.at[n];
        /* "Ill." needs a town before it; "B.C." does not. */
        if (name->abbreviation && !after_town && memchr(name->key.at, ' ', name->key.n) == NULL) {
            continue;
        }
        double s = score(f, name->place);
        if (s > best) {
            best = s;
            chosen = name->place;
        }
    }
    x->place = x->place == NONE ? chosen : x->place;
}

/* Once "Paris, Texas", always that Paris. */
static void spread(Finder *f) {
    for (uint32_t i = 0; i < f->found.n; i++) {
        for (uint32_t k = 0; f->found.at[i].within != NONE && k < f->found.n; k++) {
            Toponym *x = &f->found.at[k];
            if (x->place == NONE && x->within == NONE && !x->dropped && x->names == f->found.at[i].names &&
                (x->names != NONE || str_eq(doc_str(f->doc, x->span), doc_str(f->doc, f->found.at[i].span)))) {
                x->place = f->found.at[i].place;
                x->within = f->found.at[i].place == NONE ? f->found.at[i].within : NONE;
            }
        }
    }
}

/* The division that most of the report lies in; NONE when none does. */
static uint32_t main_division(const Finder *f) {
    const Weight *best = NULL;
    for (uint32_t i = 0; i < f->weights.n; i++) {
        const Weight *w = &f->weights.at[i];
        if (w->admin1.n > 0 && (best == NULL || w->weight > best->weight)) {
            best = w;
        }
    }
    for (uint32_t p = 0; best != NULL && p < f->g->places.n; p++) {
        if (gaz(f, p)->kind == PLACE_DIVISION && str_eq(gaz(f, p)->name, best->admin1) &&
            strcmp(gaz(f, p)->country, best->country) == 0) {
            return p;
        }
    }
    return NONE;
}

/* ---- records ---- */

/* A bare word that is a person's last name elsewhere in the report is that person, unless a place is asked for. */
static bool is_last_name(const Finder *f, const Toponym *x) {
    if (x->place == NONE || gaz(f, x->place)->kind == PLACE_STATE || x->within != NONE) {
        return false;
    }
    const Doc *doc = f->doc;
    if (x->token > 0 && one_of(token_form(doc, x->token - 1), locatives)) {
        return false;
    }
    for (uint32_t i = 0; i < f->persons.n; i++) {
        if (str_eq(f->persons.at[i], doc_str(doc, x->span))) {
            return true;
        }
    }
    return false;
}

static uint32_t head_of(const Doc *doc, const Toponym *x) {
    uint32_t head = x->last;
    for (uint32_t t = x->token; t <= x->last; t++) {
        uint32_t up = doc->tokens.at[t].head;
        if (up == NONE || up < x->token || up > x->last) {
            head = t;
        }
    }
    return head;
}

static uint32_t mention_of(const Doc *doc, uint32_t sentence, Span span) {
    for (uint32_t i = first_mention(doc, sentence); i < doc->mentions.n && doc->mentions.at[i].span.start <= span.start;
         i++) {
        if (span_eq(doc->mentions.at[i].span, span)) {
            return i;
        }
    }
    return NONE;
}

static bool is_capital(const Doc *doc, uint32_t t) {
    return doc->tokens.at[t].upos == UPOS_PROPN && is_upper(token_form(doc, t).at[0]);
}

/* "Tarn" of "Port Tarn Bridge": the span of the whole name, where that is a place's. */
static Span whole_name(const Doc *doc, const Toponym *x) {
    uint32_t sentence = doc->tokens.at[x->token].sentence, first = x->token, last = x->last;
    for (uint32_t i = first_mention(doc, sentence); i < doc->mentions.n && doc->mentions.at[i].first <= x->last; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (span_eq(m->span, x->span)) {
            return x->span;
        }
        if (m->type != ENTITY_place || m->form != MENTION_NAME || !span_holds(m->span, x->span) || x->within != NONE) {
            continue;
        }
        while (first > m->first && is_capital(doc, first - 1)) {
            first--;
        }
        while (last + 1 < m->end && is_capital(doc, last + 1)) {
            last++;
        }
    }
    return (Span){first < x->token ? doc->tokens.at[first].span.start : x->span.start,
                  last > x->last ? doc->tokens.at[last].span.end : x->span.end};
}

static void write_place(Finder *f, const Toponym *x) {
    Doc *doc = f->doc;
    Span span = whole_name(doc, x);
    uint32_t mention = mention_of(doc, doc->tokens.at[x->token].sentence, span);
    Place p = {.span = span, .token = head_of(doc, x), .mention = mention, .lat = NAN, .lon = NAN};
    uint32_t known = x->place != NONE ? x->place : x->within;
    p.name = x->place != NONE ? gaz(f, x->place)->name : doc_str(doc, x->span);
    if (known != NONE) {
        const GazPlace *g = gaz(f, known);
        p.geonameid = x->place != NONE ? g->geonameid : 0;
        p.lat = g->lat;
        p.lon = g->lon;
        p.admin1 = g->admin1.n > 0 || g->kind != PLACE_DIVISION ? g->admin1 : g->name;
        memcpy(p.country, g->country, sizeof p.country);
    }
    vec_push(doc->arena, &doc->places, p);
}

void place_find(const Gazetteer *g, Doc *doc) {
    Finder f = {.g = g, .doc = doc};
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        f.sentence = &doc->sentences.at[s];
        f.token = f.sentence->first;
        find_in_sentence(&f);
    }
    contain(&f);
    find_whereabouts(&f);
    spread(&f);
    uint32_t division = main_division(&f), end = 0;
    for (uint32_t i = 0; i < f.found.n; i++) {
        Toponym *x = &f.found.at[i], town;
        choose(&f, x);
        if (x->dropped || (x->names != NONE && x->place == NONE && x->within == NONE) || is_last_name(&f, x)) {
            continue;
        }
        if ((i == 0 || f.found.at[i - 1].within == NONE) && unknown_town(&f, x, &town) && town.span.start >= end) {
            write_place(&f, &town);
        }
        if (x->names == NONE && x->within == NONE) {
            x->within = division;
        }
        write_place(&f, x);
        end = x->span.end;
    }
}
