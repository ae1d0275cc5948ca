#include "code/dispute.h"

#include "code/attribution.h"

enum {
    REACH = 4,   /* how many body sentences back a denial may point */
    NEAR = 64,   /* how many sentences back, with headings and captions */
    FAR = 100,   /* cost of a claim that is none of the denier's business */
    NOBODY = 3,  /* cost of a claim that names no actor */
    SENTENCE = 2 /* cost of a sentence in between */
};

/* ---- sides ---- */

static bool is_authority(uint8_t sector) {
    return sector == SECTOR_GOV || sector == SECTOR_MIL || sector == SECTOR_COP || sector == SECTOR_SPY;
}

bool same_party(const Doc *doc, uint32_t a, uint32_t b) {
    if (a == NONE || b == NONE) {
        return false;
    }
    if (a == b) {
        return true;
    }
    const Entity *x = &doc->entities.at[a], *y = &doc->entities.at[b];
    uint8_t s = x->sectors[0], t = y->sectors[0];
    bool authorities = is_authority(s) && (is_authority(t) || t == SECTOR_NONE);
    return x->code[0] != '\0' && strcmp(x->code, y->code) == 0 && (authorities || (s == SECTOR_REB && t == SECTOR_REB));
}

/* "Moscow" denies for "Russian troops": the codes meet. */
static bool codes_meet(const Doc *doc, Range a, Range b) {
    for (uint32_t i = 0; i < a.n; i++) {
        for (uint32_t j = 0; j < b.n; j++) {
            uint32_t e = doc->refs.at[a.first + i], f = doc->refs.at[b.first + j];
            const char *x = doc->entities.at[e].code, *y = doc->entities.at[f].code;
            if (e == f || (x[0] != '\0' && strcmp(x, y) == 0)) {
                return true;
            }
        }
    }
    return false;
}

static bool one_side(const Doc *doc, Range a, Range b) {
    for (uint32_t i = 0; i < a.n; i++) {
        for (uint32_t j = 0; j < b.n; j++) {
            if (same_party(doc, doc->refs.at[a.first + i], doc->refs.at[b.first + j])) {
                return true;
            }
        }
    }
    return false;
}

static bool has_code(const Doc *doc, Range entities) {
    for (uint32_t i = 0; i < entities.n; i++) {
        if (doc->entities.at[doc->refs.at[entities.first + i]].code[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* ---- what the denial says of what it denies ---- */

static bool is_claim_word(Str lemma) {
    static const char *const words[] = {"accusation", "allegation", "charge",   "claim",     "report",     "assertion",
                                        "version",    "account",    "story",    "this",      "that",       "it",
                                        "which",      "they",       "such",     "criticism", "suggestion", "rumour",
                                        "rumor",      "suspicion",  "something"};
    return STR_IN_NOCASE(lemma, words);
}

typedef enum Pointing {
    POINTS_NOWHERE, /* "rejected the offer" */
    POINTS_AHEAD,   /* "denied that it had used force": names what it denies, which may be the claim in other words */
    POINTS_BACK,    /* "rejected the allegation", "denies this", "which it denied", "denied" */
} Pointing;

/* Does the noun say itself what is claimed ("the report of his death", "the claim that …")? */
static bool tells_content(const Doc *doc, uint32_t noun) {
    return token_has_child(doc, noun, DEPREL_acl) || token_has_child(doc, noun, DEPREL_ccomp) ||
           token_has_child(doc, noun, DEPREL_nmod);
}

static Pointing pointing(const Doc *doc, const Event *denial) {
    const Sentence *s = &doc->sentences.at[denial->sentence];
    const Token *verb = &doc->tokens.at[denial->trigger_head];
    bool bare = str_starts(denial->rule, STR("deny"));
    bool claim = verb->head != NONE && is_claim_word(doc->tokens.at[verb->head].lemma);
    if (verb->deprel == DEPREL_acl && verb->xpos == XPOS_VBN) { /* "an allegation denied by Oslo" */
        return claim ? POINTS_BACK : POINTS_NOWHERE;
    }
    if (claim && verb->deprel == DEPREL_acl_relcl && !token_has_child(doc, denial->trigger_head, DEPREL_obj)) {
        return POINTS_BACK; /* "a charge Oslo rejected as baseless" */
    }
    for (uint32_t t = s->first; t < s->end; t++) {
        const Token *token = &doc->tokens.at[t];
        if (token->head != denial->trigger_head) {
            continue;
        }
        if (token->deprel == DEPREL_ccomp || token->deprel == DEPREL_xcomp) {
            return bare ? POINTS_AHEAD : POINTS_NOWHERE;
        }
        if (token->deprel == DEPREL_obj || token->deprel == DEPREL_nsubj_pass) {
            bool back = is_claim_word(token->lemma);
            return back && !tells_content(doc, t) ? POINTS_BACK : back || bare ? POINTS_AHEAD : POINTS_NOWHERE;
        }
    }
    return bare ? POINTS_BACK : POINTS_NOWHERE;
}

/* ---- the claim ---- */

static uint32_t body_sentences(const Doc *doc, uint32_t from, uint32_t to) {
    uint32_t n = 0;
    for (uint32_t s = from; s < to; s++) {
        n += doc->sentences.at[s].kind == SENTENCE_BODY;
    }
    return n;
}

/* Is it the denier's own side that says so? */
static bool own_word(const Doc *doc, const Event *claim, const Event *denial) {
    for (uint32_t i = 0; i < claim->asserted_by.n; i++) {
        uint32_t source = doc->attributions.at[doc->refs.at[claim->asserted_by.first + i]].entity;
        for (uint32_t j = 0; j < denial->actors.n; j++) {
            if (same_party(doc, source, doc->refs.at[denial->actors.first + j])) {
                return true;
            }
        }
    }
    return false;
}

static uint32_t cost(const Doc *doc, const Event *claim, const Event *denial, Pointing where) {
    bool said = claim->status == STATUS_claimed || claim->status == STATUS_disputed ||
                (claim->status == STATUS_reported && claim->asserted_by.n > 0);
    bool speech = claim->type == EVENT_REJECT || claim->type == EVENT_REQUEST || claim->type == EVENT_ACCUSE;
    if (!said || speech || claim->trigger.start >= denial->trigger.start || own_word(doc, claim, denial)) {
        return FAR;
    }
    uint32_t away = body_sentences(doc, claim->sentence, denial->sentence);
    if (where == POINTS_AHEAD) {
        return away > 1 || !one_side(doc, claim->actors, denial->actors) ? FAR : SENTENCE * away;
    }
    if (codes_meet(doc, claim->actors, denial->actors)) {
        return away > REACH ? FAR : SENTENCE * away;
    }
    /* nobody is accused, or the denier is nobody that we know: only what was said just before can be meant */
    bool unknown = claim->actors.n == 0 || away == 0 || !has_code(doc, denial->actors);
    return !unknown || away > 1 ? FAR : SENTENCE * away + NOBODY + (claim->actors.n > 0);
}

/* The first of the events around event `i`, which stand in order of sentences, that is at most so many sentences before
   it. */
static uint32_t first_near(const Doc *doc, uint32_t i, uint32_t before) {
    uint32_t sentence = doc->events.at[i].sentence;
    while (i > 0 && doc->events.at[i - 1].sentence + before >= sentence) {
        i--;
    }
    return i;
}

/* The cheapest claim; of equals the one told last, and of one sentence's the first, which is its main statement. */
static uint32_t claim_of(const Doc *doc, uint32_t denial, Pointing where) {
    uint32_t best = FAR, found = NONE, sentence = doc->events.at[denial].sentence;
    for (uint32_t i = first_near(doc, denial, NEAR); i < doc->events.n && doc->events.at[i].sentence <= sentence; i++) {
        const Event *e = &doc->events.at[i];
        uint32_t c = i != denial ? cost(doc, e, &doc->events.at[denial], where) : FAR;
        if (c < best || (c == best && c < FAR && e->sentence != doc->events.at[found].sentence)) {
            best = c;
            found = i;
        }
    }
    return found;
}

/* What the same source says in the same sentence of the same actors is one claim ("opened fire, wounding two"). */
static bool one_claim(const Doc *doc, const Event *a, const Event *b) {
    return a->sentence == b->sentence && a->status == STATUS_claimed && a->asserted_by.n > 0 && b->asserted_by.n > 0 &&
           doc->refs.at[a->asserted_by.first] == doc->refs.at[b->asserted_by.first] &&
           codes_meet(doc, a->actors, b->actors);
}

/* ---- tying ---- */

static Range with(Doc *doc, Range list, uint32_t ref) {
    uint32_t refs[16], n = 0;
    for (uint32_t i = 0; i < list.n && n < 15; i++) {
        if (doc->refs.at[list.first + i] == ref) {
            return list;
        }
        refs[n++] = doc->refs.at[list.first + i];
    }
    refs[n++] = ref;
    return doc_refs(doc, refs, n);
}

/* The claim's denied_by: the attribution whose cue the denial is. */
static void add_denier(Doc *doc, Event *claim, const Event *denial) {
    for (uint32_t a = attribution_from(doc, denial->sentence);
         a < doc->attributions.n && doc->attributions.at[a].sentence == denial->sentence; a++) {
        if (span_is(doc->attributions.at[a].cue) && span_meets(doc->attributions.at[a].cue, denial->trigger)) {
            claim->denied_by = with(doc, claim->denied_by, a);
        }
    }
}

static void add_recipients(Doc *doc, Event *denial, const Event *claim) {
    for (uint32_t i = 0; i < claim->asserted_by.n; i++) {
        uint32_t source = doc->attributions.at[doc->refs.at[claim->asserted_by.first + i]].entity;
        if (source != NONE) {
            denial->recipients = with(doc, denial->recipients, source);
        }
    }
}

static void dispute(Doc *doc, uint32_t about, const Event *denial) {
    Event *claim = &doc->events.at[about];
    for (uint32_t i = first_near(doc, about, 0); i < doc->events.n && doc->events.at[i].sentence == claim->sentence;
         i++) {
        Event *e = &doc->events.at[i];
        if (i == about || (e != denial && one_claim(doc, e, claim))) {
            e->status = STATUS_disputed;
            add_denier(doc, e, denial);
        }
    }
}

void disputes_find(Doc *doc) {
    for (uint32_t i = 0; i < doc->events.n; i++) {
        Event *denial = &doc->events.at[i];
        Pointing where = pointing(doc, denial);
        if (denial->type != EVENT_REJECT || denial->about != NONE || denial->status == STATUS_negated ||
            denial->status == STATUS_hypothetical || where == POINTS_NOWHERE) {
            continue;
        }
        uint32_t about = claim_of(doc, i, where);
        if (about == NONE) {
            continue;
        }
        denial->about = about;
        dispute(doc, about, denial);
        if (denial->recipients.n == 0) {
            add_recipients(doc, denial, &doc->events.at[about]);
        }
    }
}
