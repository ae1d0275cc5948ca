#include "code/attribution_rule.h"

/* ---- the tree around a word ---- */

static bool lemma_in(const Doc *doc, uint32_t t, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_is(doc->tokens.at[t].lemma, *words)) {
            return true;
        }
    }
    return false;
}

/* The first child of t with this relation, NONE if there is none. */
static uint32_t child(const View *v, uint32_t t, Deprel rel) {
    for (uint32_t c = v->low[t]; c <= v->high[t]; c++) {
        if (v->doc->tokens.at[c].head == t && v->doc->tokens.at[c].deprel == rel) {
            return c;
        }
    }
    return NONE;
}

static uint32_t subject_of(const View *v, uint32_t t) {
    uint32_t subject = child(v, t, DEPREL_nsubj);
    return subject != NONE ? subject : child(v, t, DEPREL_nsubj_pass);
}

static Span words_between(const Doc *doc, uint32_t first, uint32_t end) {
    return (Span){doc->tokens.at[first].span.start, doc->tokens.at[end - 1].span.end};
}

static bool is_comma(const Doc *doc, uint32_t t) {
    return doc->tokens.at[t].xpos == XPOS_COMMA;
}

/* The words below t up to the token `end`, without the preposition in front. */
static Span phrase_of(const View *v, uint32_t t, uint32_t end) {
    uint32_t low = v->low[t];
    while (low < t && (v->doc->tokens.at[low].deprel == DEPREL_case || v->doc->tokens.at[low].upos == UPOS_PUNCT)) {
        low++;
    }
    return words_between(v->doc, low, v->high[t] < end ? v->high[t] + 1 : end);
}

/* By token: 1 + the attribution whose cue it is part of, 0 none. */
static uint32_t *cues_by_token(const Doc *doc, Arena *scratch) {
    uint32_t *by = arena_array(scratch, uint32_t, doc->tokens.n + 1);
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        Span cue = doc->attributions.at[i].cue;
        for (uint32_t t = token_at(doc, cue.start); t < doc->tokens.n && doc->tokens.at[t].span.start < cue.end; t++) {
            by[t] = i + 1;
        }
    }
    return by;
}

/* ---- mending what the net found ---- */

/* Is t what the source of `a` does next, not a part of what it says?  "She said it was open and denied …". */
static bool is_next_deed(const View *v, const uint32_t *by_cue, const Attribution *a, uint32_t t) {
    const Token *token = &v->doc->tokens.at[t];
    bool finite = token->xpos == XPOS_VBD || token->xpos == XPOS_VBZ || token->xpos == XPOS_VBP;
    if (token->deprel != DEPREL_conj || !finite || v->quote[t] != NONE || subject_of(v, t) != NONE) {
        return false;
    }
    const Attribution *b = by_cue[t] != 0 ? &v->doc->attributions.at[by_cue[t] - 1] : NULL;
    bool same = b != NULL && b != a && b->cue_head == t && span_is(a->source) && b->source.start == a->source.start;
    return (token->head == a->cue_head && t > a->cue_head) || same;
}

static void contents_trim(Doc *doc, const View *v, const uint32_t *by_cue, const Attribution *a) {
    for (uint32_t k = 0; k < a->contents.n; k++) {
        Span *s = &doc->spans.at[a->contents.first + k];
        uint32_t first = token_at(doc, s->start);
        bool after = s->start >= a->cue.end;
        for (uint32_t t = first + 1; after && t < doc->tokens.n && doc->tokens.at[t].span.start < s->end; t++) {
            uint32_t end = v->low[t];
            if (end > first && is_next_deed(v, by_cue, a, t)) {
                end -= end > first + 1 && is_comma(doc, end - 1);
                s->end = doc->tokens.at[end - 1].span.end;
            }
        }
    }
}

/* Whoever is the subject of a cue that the net left without a source. */
static void source_mend(const Doc *doc, const View *v, Attribution *a) {
    uint32_t subject = a->source_head == NONE ? child(v, a->cue_head, DEPREL_nsubj) : NONE;
    if (subject == NONE || doc->tokens.at[a->cue_head].upos != UPOS_VERB || v->quote[subject] != NONE) {
        return;
    }
    const Token *who = &doc->tokens.at[subject];
    Span span = phrase_of(v, subject, v->high[subject] + 1);
    bool nobody =
        str_is(who->lemma, "it") || str_is(who->lemma, "there") || who->xpos == XPOS_WP || who->xpos == XPOS_WDT;
    for (uint32_t k = 0; k < a->contents.n; k++) {
        nobody |= span_meets(doc->spans.at[a->contents.first + k], span);
    }
    if (!nobody) {
        a->source = span;
        a->source_head = subject;
    }
}

/* "the agency quoted the colonel as saying “…”": the colonel's words, though the net may hold him for a part of them.
 */
static void quoted_mend(Doc *doc, const View *v, Attribution *a) {
    uint32_t who = str_is(doc->tokens.at[a->cue_head].lemma, "quote") ? child(v, a->cue_head, DEPREL_obj) : NONE;
    Span span = who != NONE ? phrase_of(v, who, v->high[who] + 1) : NONE_SPAN;
    uint32_t next = who != NONE ? v->high[who] + 1 : doc->tokens.n, said = NONE;
    if (next + 1 >= doc->tokens.n || !str_is(doc->tokens.at[next].lemma, "as") ||
        doc->tokens.at[next + 1].xpos != XPOS_VBG) {
        return;
    }
    for (uint32_t k = 0; k < a->contents.n; k++) {
        said = span_meets(doc->spans.at[a->contents.first + k], span) ? said : k;
    }
    if (said != NONE) {
        Span content = doc->spans.at[a->contents.first + said];
        a->contents = doc_spans(doc, &content, 1);
        a->source = span;
        a->source_head = who;
    }
}

/* "known as “Little Kabul”", "sang “Valley of Stones”": capitals after a word of naming are a title, no speech. */
static bool is_title(const View *v, const Attribution *a) {
    static const char *const names[] = {"know", "dub", "name", "nickname", "entitle", "title", "sing", "play", NULL};
    const Doc *doc = v->doc;
    bool title = a->contents.n == 1 && lemma_in(doc, a->cue_head, names);
    Span content = title ? doc->spans.at[a->contents.first] : NONE_SPAN;
    for (uint32_t t = title ? token_at(doc, content.start) : 0;
         title && t < doc->tokens.n && doc->tokens.at[t].span.start < content.end; t++) {
        uint8_t kind = doc->tokens.at[t].upos;
        char first = token_form(doc, t).at[0];
        bool small = kind == UPOS_ADP || kind == UPOS_DET || kind == UPOS_CCONJ || kind == UPOS_PUNCT;
        title = v->quote[t] != NONE && (small || (first >= 'A' && first <= 'Z'));
    }
    return title;
}

/* "the march was called off": with that particle the verb says nothing. */
static bool is_deed(const View *v, const Attribution *a) {
    static const char *const verbs[] = {"call", "write", NULL}, *const particles[] = {"off", "up", "in", NULL};
    uint32_t particle = lemma_in(v->doc, a->cue_head, verbs) ? child(v, a->cue_head, DEPREL_compound_prt) : NONE;
    return particle != NONE && lemma_in(v->doc, particle, particles);
}

static void others_drop(Doc *doc, const View *v) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        if (!is_title(v, &doc->attributions.at[i]) && !is_deed(v, &doc->attributions.at[i])) {
            doc->attributions.at[kept++] = doc->attributions.at[i];
        }
    }
    doc->attributions.n = kept;
}

/* ---- what the net does not find ---- */

static void attribution_add(Doc *doc, const Stances *stances, uint32_t cue, uint32_t issuer, Span source,
                            Span content) {
    Attribution a = {.stance = (uint8_t)stance_of_cue(doc, stances, cue, cue + 1, cue),
                     .sentence = doc->tokens.at[cue].sentence,
                     .source = source,
                     .source_head = issuer,
                     .entity = NONE,
                     .cue = doc->tokens.at[cue].span,
                     .cue_head = cue,
                     .contents = doc_spans(doc, &content, 1),
                     .parent = NONE};
    vec_push(doc->arena, &doc->attributions, a);
}

/* Whose claim, count, fear it is: "Chad's", "by Chad", "among residents"; right behind the noun also where the tree has
   hung it elsewhere. */
static uint32_t issuer_of(const View *v, uint32_t noun) {
    static const char *const by[] = {"by", "from", "among", "of", NULL};
    const Token *at = v->doc->tokens.at;
    uint32_t end = v->doc->sentences.at[at[noun].sentence].end, issuer = child(v, noun, DEPREL_nmod_poss);
    for (uint32_t c = noun + 1; c < end && issuer == NONE; c++) {
        bool below = at[c].deprel == DEPREL_nmod && at[c].head == noun;
        bool behind = at[c].deprel == DEPREL_obl && v->low[c] == noun + 1;
        uint32_t word = below || behind ? child(v, c, DEPREL_case) : NONE;
        issuer = word != NONE && lemma_in(v->doc, word, by) ? c : NONE;
    }
    return issuer;
}

/* The clause "that …" with a subject of its own below the noun or its issuer, NONE if there is none. */
static uint32_t that_clause(const View *v, uint32_t noun, uint32_t issuer) {
    uint32_t high = v->high[noun] > v->high[issuer] ? v->high[noun] : v->high[issuer];
    for (uint32_t c = noun + 1; c <= high; c++) {
        const Token *token = &v->doc->tokens.at[c];
        bool clause = token->deprel == DEPREL_acl || token->deprel == DEPREL_acl_relcl || token->deprel == DEPREL_ccomp;
        uint32_t subject = clause && (token->head == noun || token->head == issuer) ? subject_of(v, c) : NONE;
        if (subject != NONE && subject != v->low[c] && str_is(v->doc->tokens.at[v->low[c]].lemma, "that")) {
            return c;
        }
    }
    return NONE;
}

/* "denied a claim by the police that he had fled" */
static void claim_add(Doc *doc, const View *v, uint32_t noun) {
    uint32_t issuer = v->stance[noun] != 0 ? issuer_of(v, noun) : NONE;
    uint32_t clause = issuer != NONE ? that_clause(v, noun, issuer) : NONE;
    if (clause != NONE) {
        attribution_add(doc, v->stances, noun, issuer, phrase_of(v, issuer, v->low[clause]),
                        words_between(doc, v->low[clause], v->high[clause] + 1));
    }
}

/* "…, by the count of a rights group": the rest of the sentence is what they say. */
static void count_add(Doc *doc, const View *v, uint32_t noun) {
    static const char *const nouns[] = {"account",   "count",      "estimate", "reckoning", "calculation",
                                        "admission", "assessment", "version",  NULL};
    static const char *const by[] = {"by", "in", "on", NULL};
    uint32_t word = lemma_in(doc, noun, nouns) ? child(v, noun, DEPREL_case) : NONE;
    uint32_t issuer = word != NONE && lemma_in(doc, word, by) ? issuer_of(v, noun) : NONE;
    const Sentence *s = &doc->sentences.at[doc->tokens.at[noun].sentence];
    uint32_t first = s->first, end = s->end;
    while (end > first && doc->tokens.at[end - 1].upos == UPOS_PUNCT) {
        end--;
    }
    if (v->low[noun] == first) {
        first = v->high[noun] + 1;
    } else if (v->high[noun] + 1 == end) {
        end = v->low[noun];
    } else {
        return;
    }
    while (first < end && is_comma(doc, first)) {
        first++;
    }
    while (first < end && is_comma(doc, end - 1)) {
        end--;
    }
    if (issuer != NONE && end >= first + 3) {
        attribution_add(doc, v->stances, noun, issuer, phrase_of(v, issuer, doc->tokens.n),
                        words_between(doc, first, end));
    }
}

static bool is_dash(Str form) {
    return str_is(form, "–") || str_is(form, "—") || str_is(form, "-") || str_is(form, "--");
}

/* The dash of a heading before its last few words, NONE if there is none, or nothing is told before it. */
static uint32_t last_dash(const Doc *doc, const Sentence *s) {
    enum { LONGEST = 5, SHORTEST = 3 };
    uint32_t dash = NONE;
    bool told = false;
    for (uint32_t t = s->first; t < s->end; t++) {
        const Token *token = &doc->tokens.at[t];
        bool spaced = t > s->first && t + 1 < s->end && token[-1].span.end < token->span.start &&
                      token->span.end < token[1].span.start;
        dash = spaced && is_dash(token_form(doc, t)) ? t : dash;
        told |= dash == NONE && (token->upos == UPOS_VERB || token->upos == UPOS_ADJ);
    }
    return told && dash >= s->first + SHORTEST && dash < s->end && s->end - dash - 1 <= LONGEST ? dash : NONE;
}

/* A sentence that is a paragraph of its own and has no stop: a heading, whatever the splitter called it. */
static bool is_line(const Doc *doc, uint32_t i) {
    const Sentence *s = &doc->sentences.at[i];
    bool first = i == 0 || s[-1].paragraph != s->paragraph;
    bool last = i + 1 == doc->sentences.n || s[1].paragraph != s->paragraph;
    return first && last && s->end > s->first && doc->tokens.at[s->end - 1].upos != UPOS_PUNCT;
}

/* Could the words behind the dash, with this head, be somebody? */
static bool is_voice(const Doc *doc, const uint32_t *by_head, uint32_t first, uint32_t head) {
    static const char *const kinds[] = {"update",   "video", "photo",   "picture",  "live",    "review", "interview",
                                        "analysis", "audio", "opinion", "timeline", "factbox", NULL};
    if (by_head[head] != 0) {
        const Mention *m = &doc->mentions.at[by_head[head] - 1];
        return m->type != ENTITY_place && m->form != MENTION_PRONOUN;
    }
    char letter = doc->text.at[doc->tokens.at[first].span.start];
    return doc->tokens.at[head].upos == UPOS_NOUN && letter >= 'a' && letter <= 'z' && !lemma_in(doc, head, kinds);
}

/* "Ten killed in market blast – police": somebody behind the dash of a heading. */
static void heading_add(Doc *doc, const View *v, const uint32_t *by_head, const Sentence *s) {
    uint32_t dash = last_dash(doc, s), source = dash != NONE ? span_head(doc, dash + 1, s->end) : NONE;
    if (source == NONE || !is_voice(doc, by_head, dash + 1, source)) {
        return;
    }
    uint32_t border = doc->tokens.at[dash].span.start;
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        for (uint32_t k = 0; k < a->contents.n && a->sentence == doc->tokens.at[dash].sentence; k++) {
            Span *content = &doc->spans.at[a->contents.first + k];
            content->end = content->start < border && content->end > border ? border - 1 : content->end;
        }
    }
    attribution_add(doc, v->stances, dash, source, words_between(doc, dash + 1, s->end),
                    words_between(doc, s->first, dash));
}

void attribution_rules(Doc *doc, const View *v, const uint32_t *by_head, Arena *scratch) {
    others_drop(doc, v);
    uint32_t *by_cue = cues_by_token(doc, scratch);
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        contents_trim(doc, v, by_cue, &doc->attributions.at[i]);
        source_mend(doc, v, &doc->attributions.at[i]);
        quoted_mend(doc, v, &doc->attributions.at[i]);
    }
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        if (doc->tokens.at[t].upos == UPOS_NOUN && by_cue[t] == 0 && v->quote[t] == NONE) {
            claim_add(doc, v, t);
            count_add(doc, v, t);
        }
    }
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        if (is_line(doc, i)) {
            heading_add(doc, v, by_head, &doc->sentences.at[i]);
        }
    }
}
