#include "code/source.h"

uint32_t *source_mentions(const Doc *doc, Arena *arena) {
    uint32_t *by = arena_array(arena, uint32_t, doc->tokens.n + 1);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const Mention *m = &doc->mentions.at[i];
        const Mention *had = by[m->head] != 0 ? &doc->mentions.at[by[m->head] - 1] : NULL;
        if (m->entity != NONE && (had == NULL || m->end - m->first < had->end - had->first)) {
            by[m->head] = i + 1;
        }
    }
    return by;
}

static bool one_of(Str lemma, const char *const *words) {
    for (; *words != NULL; words++) {
        if (str_is(lemma, *words)) {
            return true;
        }
    }
    return false;
}

/* What somebody has issued, so that "the statement said" is his word. */
static bool is_issued(Str lemma) {
    static const char *const words[] = {"statement", "communique", "communiqué", "declaration", "letter", "message",
                                        "post",      "tweet",      "note",       "release",     "speech", NULL};
    return one_of(lemma, words);
}

static bool is_somebody(Str lemma) {
    static const char *const words[] = {"somebody", "someone", "another", "other", "some", "many", "several",
                                        "few",      "one",     "both",    "most",  "all",  NULL};
    return one_of(lemma, words);
}

/* Words for what is said, whoever says it: no speaker hides behind "an old saying". */
static bool is_speech_itself(Str lemma) {
    static const char *const words[] = {"saying", "proverb",    "adage",      "motto",     "rumor", "rumour",
                                        "claim",  "accusation", "allegation", "suspicion", NULL};
    return one_of(lemma, words);
}

/* How many of whom: "a group of officers", "dozens of students", "one of the lawyers". */
static bool is_number_of(Str lemma) {
    static const char *const words[] = {"group",  "number", "dozen",   "dozens",   "hundred", "hundreds", "thousand",
                                        "couple", "pair",   "handful", "majority", "host",    "string",   "series",
                                        "some",   "many",   "several", "few",      "most",    "all",      "both",
                                        "one",    "two",    "three",   "half",     "part",    NULL};
    return one_of(lemma, words);
}

/* The mention below a word of number that says of whom, else NONE. */
static uint32_t numbered(const Doc *doc, const uint32_t *by_head, const Sentence *s, uint32_t head) {
    for (uint32_t t = head + 1; t < s->end && is_number_of(doc->tokens.at[head].lemma); t++) {
        const Token *token = &doc->tokens.at[t];
        if (token->head == head && token->deprel == DEPREL_nmod && by_head[t] != 0 &&
            str_is(doc->tokens.at[head + 1].lemma, "of")) {
            return doc->mentions.at[by_head[t] - 1].entity;
        }
    }
    return NONE;
}

/* A name inside the source that stands for its head, or for which its head stands: an apposition, mostly. */
static uint32_t name_beside(const Doc *doc, const uint32_t *by_head, const Sentence *s, Span source, uint32_t head) {
    for (uint32_t t = s->first; t < s->end; t++) {
        const Token *token = &doc->tokens.at[t];
        if (by_head[t] == 0 || t == head || !span_holds(source, token->span)) {
            continue;
        }
        bool below = token->head == head && (token->deprel == DEPREL_appos || token->deprel == DEPREL_flat ||
                                             token->deprel == DEPREL_nmod_desc || token->deprel == DEPREL_parataxis);
        bool above = doc->tokens.at[head].head == t &&
                     (doc->tokens.at[head].deprel == DEPREL_appos || doc->tokens.at[head].deprel == DEPREL_flat);
        const Mention *m = &doc->mentions.at[by_head[t] - 1];
        below |= token->deprel == DEPREL_appos && m->type == ENTITY_person; /* of a noun further down */
        below |= t == head + 1 && token->head == doc->tokens.at[head].head && token->deprel == DEPREL_nsubj;
        if ((below || above) && m->form == MENTION_NAME && m->type != ENTITY_place) {
            return m->entity;
        }
    }
    return NONE;
}

/* Of a mention around the head; else of one that hangs on it as issuer: "by the auditors", "the ministry's". */
static uint32_t mention_around(const Doc *doc, const uint32_t *by_head, const Sentence *s, Span source, uint32_t head) {
    uint32_t issuer = NONE;
    for (uint32_t t = s->first; t < s->end; t++) {
        if (by_head[t] == 0) {
            continue;
        }
        const Mention *m = &doc->mentions.at[by_head[t] - 1];
        const Token *token = &doc->tokens.at[t];
        if (m->first <= head && head < m->end) {
            return m->entity;
        }
        bool body = m->form == MENTION_NAME || m->form == MENTION_NOMINAL;
        bool hangs = token->head == head && (token->deprel == DEPREL_nmod || token->deprel == DEPREL_nmod_poss ||
                                             token->deprel == DEPREL_appos || token->deprel == DEPREL_compound);
        if (issuer == NONE && hangs && body && m->type != ENTITY_place && span_holds(source, m->span)) {
            issuer = m->entity;
        }
    }
    return issuer;
}

/* The subject of the main clause of a sentence before, in the same paragraph. */
static uint32_t subject_before(const Doc *doc, const uint32_t *by_head, uint32_t sentence) {
    enum { FAR = 3 };
    uint32_t paragraph = doc->sentences.at[sentence].paragraph;
    for (uint32_t k = 1; k <= FAR && k <= sentence; k++) {
        const Sentence *s = &doc->sentences.at[sentence - k];
        if (s->paragraph != paragraph) {
            break;
        }
        for (uint32_t t = s->first; t < s->end; t++) {
            const Token *token = &doc->tokens.at[t];
            if (by_head[t] != 0 && token->deprel == DEPREL_nsubj && token->head == s->root) {
                return doc->mentions.at[by_head[t] - 1].entity;
            }
        }
    }
    return NONE;
}

/* A new entity and its one mention: the head noun with what stands right before it, but no article. */
static uint32_t entity_add(Doc *doc, uint32_t *by_head, uint32_t head) {
    uint32_t first = head, low = doc->sentences.at[doc->tokens.at[head].sentence].first;
    while (first > low && doc->tokens.at[first - 1].head == head &&
           (doc->tokens.at[first - 1].deprel == DEPREL_amod || doc->tokens.at[first - 1].deprel == DEPREL_compound)) {
        first--;
    }
    Span span = {doc->tokens.at[first].span.start, doc->tokens.at[head].span.end};
    uint32_t entity = doc->entities.n, mention = doc->mentions.n;
    Mention m = {span, first, head + 1, head, entity, MENTION_NOMINAL, ENTITY_unnamed};
    vec_push(doc->arena, &doc->mentions, m);
    Entity e = {.type = ENTITY_unnamed,
                .basis = BASIS_descriptor,
                .name = doc_str(doc, span),
                .mentions = doc_refs(doc, &mention, 1)};
    vec_push(doc->arena, &doc->entities, e);
    by_head[head] = mention + 1;
    return entity;
}

/* The noun that "who", "which" or "that" stands for: what the relative clause hangs on; else the word itself. */
static uint32_t antecedent(const Doc *doc, uint32_t head) {
    enum { CLIMB = 4 };
    const Token *at = doc->tokens.at;
    bool relative = at[head].xpos == XPOS_WP || at[head].xpos == XPOS_WDT;
    uint32_t t = at[head].head;
    for (int i = 0; relative && t != NONE && i < CLIMB; i++, t = at[t].head) {
        if (at[t].deprel == DEPREL_acl_relcl && at[t].head != NONE && at[t].head < head) {
            return at[t].head;
        }
    }
    return head;
}

uint32_t source_entity(Doc *doc, uint32_t *by_head, Span source, uint32_t head) {
    head = antecedent(doc, head);
    const Token *token = &doc->tokens.at[head];
    uint32_t sentence = token->sentence;
    const Sentence *s = &doc->sentences.at[sentence];
    const Mention *m = by_head[head] != 0 ? &doc->mentions.at[by_head[head] - 1] : NULL;
    if (m != NULL && m->form == MENTION_NAME) {
        return m->entity;
    }
    uint32_t entity = numbered(doc, by_head, s, head);
    if (entity == NONE) {
        entity = name_beside(doc, by_head, s, source, head);
    }
    if (entity == NONE && m != NULL) {
        entity = m->entity;
    }
    if (entity == NONE) {
        entity = mention_around(doc, by_head, s, source, head);
    }
    bool noun = token->upos == UPOS_NOUN || token->upos == UPOS_PROPN;
    bool this = str_is(token->lemma, "this") || str_is(token->lemma, "that") || str_is(token->lemma, "latter");
    if (entity == NONE && (this || (noun && is_issued(token->lemma)))) {
        entity = subject_before(doc, by_head, sentence);
    }
    bool body = noun ? !is_speech_itself(token->lemma) : is_somebody(token->lemma);
    if (entity == NONE && !this && body) {
        entity = entity_add(doc, by_head, head);
    }
    return entity;
}
