#include "code/time.h"

#include "code/timevalue.h"

extern const unsigned char time_rules_data[];
extern const uint64_t time_rules_size;

enum { CANDIDATES_MAX = 48 };

const TimeLexicon *time_open(Arena *arena, Str rules, Err *err) {
    TimeLexicon *lexicon = arena_new(arena, TimeLexicon);
    if (rules.at == NULL) {
        rules = (Str){(const char *)time_rules_data, (uint32_t)time_rules_size};
    }
    return timelexicon_read(lexicon, arena, rules, err) ? lexicon : NULL;
}

typedef struct Finder {
    const TimeLexicon *lexicon;
    Doc *doc;
    const Sentence *sentence;
    TimeWords words;
    TimeFrame frame;
    uint32_t token; /* the one that holds the word looked at last; words come in order */
} Finder;

static Str word_str(const Finder *f, uint32_t i) {
    return doc_str(f->doc, f->words.at[i].span);
}

static bool word_is(const Finder *f, uint32_t i, Str s) {
    return i < f->words.n && str_eq_nocase(word_str(f, i), s);
}

/* The token that holds the start of a word; the sentence's tokens are searched from where the last search ended. */
static uint32_t token_at(Finder *f, uint32_t start) {
    const Sentence *s = f->sentence;
    if (s->first == s->end) {
        return NONE;
    }
    if (f->token < s->first || f->token >= s->end || f->doc->tokens.at[f->token].span.start > start) {
        f->token = s->first;
    }
    while (f->token + 1 < s->end && f->doc->tokens.at[f->token + 1].span.start <= start) {
        f->token++;
    }
    return f->token;
}

/* ---- tense: what the verb says that governs the time ---- */

static bool one_of(Str s, const char *const *list) {
    for (; *list != NULL; list++) {
        if (str_is(s, *list)) {
            return true;
        }
    }
    return false;
}

/* Verbs (and adjectives) whose complement lies ahead. */
static const char *const ahead_lemmas[] = {"expect",  "schedule", "plan",  "set", "due",     "slate",
                                           "intend",  "hope",     "want",  "vow", "promise", "threaten",
                                           "prepare", "propose",  "about", NULL};
static const char *const will_lemmas[] = {"will", "shall", "wo", "'ll", "ll", "ca", "may", "might", NULL};
/* Verbs whose infinitive happened when they did. */
static const char *const began_lemmas[] = {"begin", "start", "manage", "fail",  "continue",
                                           "use",   "have",  "force",  "cease", NULL};

static TimeTense tense_of_aux(const Doc *doc, const Sentence *s, uint32_t verb) {
    TimeTense tense = TENSE_UNKNOWN;
    for (uint32_t t = s->first; t < verb; t++) {
        const Token *x = &doc->tokens.at[t];
        if (x->head != verb || (x->deprel != DEPREL_aux && x->deprel != DEPREL_aux_pass && x->deprel != DEPREL_cop)) {
            continue;
        }
        Str lemma = x->lemma.n > 0 ? x->lemma : token_form(doc, t);
        if (one_of(lemma, will_lemmas)) {
            return TENSE_FUTURE;
        }
        if (str_is(lemma, "would")) { /* "said that they would leave on Friday", but "would have left" */
            tense = TENSE_FUTURE;
        } else if (x->xpos == XPOS_VBD || str_is(lemma, "have")) {
            tense = TENSE_PAST;
        }
    }
    return tense;
}

/* Without a tree: the nearest word before the time (else the first after it) that shows a tense. */
static TimeTense tense_near(const Doc *doc, Span sentence, Span time) {
    static const char *const ahead[] = {"will",      "shall",   "'ll", "due",    "expected",
                                        "scheduled", "planned", "set", "slated", NULL};
    static const char *const behind[] = {"was",  "were", "had",  "did",  "said", "told",
                                         "went", "took", "came", "held", "met",  NULL};
    TimeTense tense = TENSE_UNKNOWN;
    for (uint32_t i = sentence.start; i < sentence.end && (i < time.end || tense == TENSE_UNKNOWN);) {
        uint32_t end = i;
        while (end < sentence.end && (doc->text.at[end] >= 'A' || doc->text.at[end] == '\'')) {
            end++;
        }
        Str word = doc_str(doc, (Span){i, end});
        if (one_of(word, ahead)) {
            tense = TENSE_FUTURE;
        } else if (one_of(word, behind) || (word.n > 4 && str_ends(word, STR("ed")))) {
            tense = TENSE_PAST;
        }
        i = end + 1;
    }
    return tense;
}

/* Climbs from the time's token to the verb that it modifies, and on to the verb's own governor where it has no tense.
 */
static TimeTense tense_at(const Doc *doc, const Sentence *s, uint32_t token, Span time) {
    if (token == NONE || s->root == NONE) {
        return tense_near(doc, s->span, time);
    }
    for (uint32_t t = token, steps = 0; t != NONE && steps < 64; t = doc->tokens.at[t].head, steps++) {
        const Token *x = &doc->tokens.at[t];
        bool verbal = x->upos == UPOS_VERB || x->upos == UPOS_AUX || token_has_child(doc, t, DEPREL_cop);
        if (!verbal) {
            if (one_of(x->lemma, ahead_lemmas) && t != token) {
                return TENSE_FUTURE;
            }
            continue;
        }
        TimeTense tense = tense_of_aux(doc, s, t);
        if (one_of(x->lemma, ahead_lemmas) &&
            (x->xpos == XPOS_VBN || x->upos == UPOS_ADJ || x->xpos == XPOS_VBP || x->xpos == XPOS_VBZ)) {
            return TENSE_FUTURE;
        }
        if (tense != TENSE_UNKNOWN) {
            return tense;
        }
        if (x->xpos == XPOS_VBD) {
            return TENSE_PAST;
        }
        if (x->xpos == XPOS_VB && token_has_child(doc, t, DEPREL_mark)) {
            const Token *head = x->head != NONE ? &doc->tokens.at[x->head] : NULL;
            bool began = head != NULL && one_of(head->lemma, began_lemmas);
            return began ? TENSE_PAST : TENSE_FUTURE;
        }
        if (x->xpos == XPOS_VBG && token_has_child(doc, t, DEPREL_aux)) {
            return TENSE_FUTURE;
        }
        if (x->xpos == XPOS_VBP || x->xpos == XPOS_VBZ) {
            return TENSE_UNKNOWN;
        }
    }
    return TENSE_UNKNOWN;
}

/* ---- refusals that need the neighbourhood ---- */

static bool is_one_of_marks(Str s) {
    return str_is(s, "$") || str_is(s, "#") || str_is(s, "\xC2\xA3") || str_is(s, "\xE2\x82\xAC");
}

/* A bare number is no year after a currency sign or "about", nor where it counts the noun that follows. */
static bool is_year(Finder *f, const TimeMatch *m) {
    uint32_t i = m->first;
    int32_t y = m->value[TC_YEAR][0];
    if (y < 1500 || y > 2100 ||
        (i > 0 &&
         (is_one_of_marks(word_str(f, i - 1)) || word_is(f, i - 1, STR("/")) || word_is(f, i - 1, STR("than"))))) {
        return false;
    }
    if (i + 1 < f->words.n && (word_is(f, i + 1, STR("percent")) || word_is(f, i + 1, STR("%")))) {
        return false;
    }
    uint32_t t = token_at(f, f->words.at[i].span.start);
    if (t == NONE || f->sentence->root == NONE) {
        return y >= 1900;
    }
    const Token *x = &f->doc->tokens.at[t];
    return !(x->deprel == DEPREL_nummod && x->head > t && x->head != NONE && x->head <= t + 3 &&
             (f->doc->tokens.at[x->head].xpos == XPOS_NNS || f->doc->tokens.at[x->head].xpos == XPOS_NNPS));
}

/* "May", "March" after a preposition are months only as nouns: "to march" is none, nor is a first name ("by April
   Jones"). */
static bool is_month(Finder *f, const TimeMatch *m) {
    uint32_t t = token_at(f, f->words.at[m->first].span.start);
    if (t == NONE || f->sentence->root == NONE || m->n[TC_DOM] > 0 || m->n[TC_YEAR] > 0) {
        return true;
    }
    const Token *x = &f->doc->tokens.at[t];
    bool name = t + 1 < f->sentence->end && f->doc->tokens.at[t + 1].head == t &&
                f->doc->tokens.at[t + 1].deprel == DEPREL_flat;
    return x->upos != UPOS_AUX && x->upos != UPOS_VERB && !name;
}

static bool accept(Finder *f, const TimeRule *rule, const TimeMatch *m) {
    if (rule->meaning == MEANING_year) {
        return is_year(f, m);
    }
    return m->n[TC_MONTH] == 0 || is_month(f, m);
}

/* ---- one expression ---- */

/* Words before the match that belong to it; the first of them, and what they do to its days. */
static uint32_t with_prefix(const Finder *f, uint32_t first, TimeType type, TimePortion *portion, uint32_t floor) {
    for (bool again = true; again;) {
        again = false;
        for (uint32_t p = 0; p < f->lexicon->prefixes.n && !again; p++) {
            const TimePrefix *x = &f->lexicon->prefixes.at[p];
            bool fits = (x->types >> type & 1) && first >= floor + x->n;
            for (uint32_t k = 0; fits && k < x->n; k++) {
                fits = word_is(f, first - x->n + k, x->words[k]);
            }
            if (fits) {
                first -= x->n;
                *portion = x->portion != PORTION_ALL ? (TimePortion)x->portion : *portion;
                again = true;
            }
        }
    }
    return first;
}

/* The rightmost token of the span whose head lies outside it. */
static uint32_t head_token(Finder *f, Span span) {
    uint32_t first = token_at(f, span.start), head = first;
    for (uint32_t t = first; t != NONE && t < f->sentence->end && f->doc->tokens.at[t].span.start < span.end; t++) {
        uint32_t up = f->doc->tokens.at[t].head;
        if (up == NONE || up < first || f->doc->tokens.at[up].span.start >= span.end) {
            head = t;
        }
    }
    return head;
}

static bool build(Finder *f, const TimeMatch *m, uint32_t floor, Time *out) {
    const TimeRule *rule = &f->lexicon->rules.at[m->rule];
    TimePortion portion = PORTION_ALL;
    uint32_t first = with_prefix(f, m->first, (TimeType)rule->type, &portion, floor);
    *out = (Time){.span = {f->words.at[first].span.start, f->words.at[m->end - 1].span.end}};
    out->token = head_token(f, out->span);
    f->frame.tense = tense_at(f->doc, f->sentence, out->token, out->span);
    return accept(f, rule, m) && timevalue_resolve(rule, m, &f->frame, portion, out);
}

/* The best way to read the words from `i` on: the longest match that makes sense, the earlier rule first. Gives the
   word after it, or `i` when there is none; *is_time is false where the words are taken but are no time. */
static uint32_t read_at(Finder *f, uint32_t i, uint32_t floor, Time *out, bool *is_time) {
    TimeMatch m[CANDIDATES_MAX];
    uint32_t n = timerule_match(f->lexicon, &f->words, i, m, CANDIDATES_MAX);
    while (n > 0) {
        uint32_t best = 0;
        for (uint32_t k = 1; k < n; k++) {
            best = m[k].end > m[best].end ? k : best;
        }
        *is_time = f->lexicon->rules.at[m[best].rule].type != TIME_NOT;
        if (!*is_time || build(f, &m[best], floor, out)) {
            return m[best].end;
        }
        memmove(&m[best], &m[best + 1], sizeof *m * (n - best - 1));
        n--;
    }
    return i;
}

/* "8 p.m." and "Sunday" with at most "on", a comma or nothing between them are one time. */
static bool joins_clock(const Finder *f, const Time *a, const Time *b, uint32_t from, uint32_t to) {
    bool clock = a->type == TIME_TIME && b->type == TIME_DATE && b->from != DAY_NONE && b->from == b->to;
    for (uint32_t i = from; clock && i < to; i++) {
        clock = i < from + 2 && (word_is(f, i, STR(",")) || word_is(f, i, STR("on")) || word_is(f, i, STR("of")));
    }
    return clock;
}

/* Later expressions may count from this one. */
static void remember(Finder *f, const Time *t) {
    if (t->from == DAY_NONE || t->type > TIME_TIME || str_ends(t->value, STR("REF"))) {
        return;
    }
    bool quarter = t->value.n == 7 && t->value.at[5] == 'Q';
    f->frame.anchor = t->from;
    f->frame.grain = quarter ? UNIT_QUARTER : UNIT_DAY;
    f->frame.quarter = quarter ? t->from : f->frame.quarter;
}

static void find_in_sentence(Finder *f) {
    Doc *doc = f->doc;
    uint32_t last = NONE, floor = 0;
    for (uint32_t i = 0; i < f->words.n;) {
        Time t;
        bool is_time = false;
        uint32_t end = read_at(f, i, floor, &t, &is_time);
        if (end == i) {
            i++;
            continue;
        }
        if (is_time && last != NONE && joins_clock(f, &doc->times.at[last], &t, floor, i)) {
            timevalue_set_day(doc->arena, &doc->times.at[last], t.from);
            doc->times.at[last].span.end = t.span.end;
        } else if (is_time) {
            last = vec_push(doc->arena, &doc->times, t);
        }
        if (is_time) {
            remember(f, &t);
        }
        i = floor = end;
    }
}

void time_find(const TimeLexicon *lexicon, Doc *doc) {
    Finder f = {.lexicon = lexicon, .doc = doc};
    f.frame = (TimeFrame){.arena = doc->arena, .day = doc->day, .anchor = doc->day, .quarter = DAY_NONE};
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        f.sentence = &doc->sentences.at[s];
        f.frame.grain = UNIT_NONE;
        f.token = f.sentence->first;
        f.words = timeword_split(lexicon->dictionary, doc->text, f.sentence->span, doc->scratch);
        find_in_sentence(&f);
    }
}
