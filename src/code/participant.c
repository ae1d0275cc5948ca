#include "code/participant.h"

#include "code/attribution.h"
#include "code/pair.h"

/* Templates of features: append, never reorder (they are hashed into the model). */
enum {
    P_BIAS,
    P_CHOSEN,
    P_CHOSEN_EVENT,
    P_CHOSEN_WHO,
    P_CHOSEN_PATH,
    P_CHOSEN_RULE,
    P_PATH,
    P_PATH_VOICE,
    P_PATH_EVENT,
    P_PATH_LEMMA,
    P_PATH_WHO,
    P_BARE_PATH_VOICE,
    P_PREP_EVENT,
    P_PREP_LEMMA,
    P_PREP_WHO,
    P_WHO,
    P_WHO_EVENT,
    P_WHO_LEMMA,
    P_WHO_CHOSEN_EVENT,
    P_HEAD,
    P_HEAD_EVENT,
    P_SIDE,
    P_SIDE_EVENT,
    P_ORDER,
    P_ORDER_EVENT,
    P_SAME_CODE,
    P_CONTENT,
    P_SPEAKER,
    P_PRONOUN,
    P_RELATION,
    P_CONJOINED,
    P_NESTED,
    P_PATH_CHOSEN_EVENT,
    P_MODE_WHO,
    P_PATH_MODE,
    P_RELATIVE,
    P_CLAUSE,
    P_CLAUSE_WHO,
    P_CLAUSE_PREP,
    P_GOVERNOR,
    P_GOVERNOR_EVENT,
    P_SAYS,
    P_ENDS_EVENT,
    P_ENDS_LEMMA,
    P_RULE_PATH,
    P_RULE_WHO,
    P_RULE_PREP,
    P_BARE_LEMMA,
    P_FORM,
    P_FORM_WHO,
    P_SALIENCE,
    P_TRIGGER_PATH,
    P_HEAD_LEMMA,
    P_OWNER,
    P_OWNER_WHO,
    P_OWNED,
    P_OWNED_WHO,
};

enum { STEPS = 10 };

typedef struct Bag {
    uint32_t *at, n;
} Bag;

static void put(Bag *bag, uint32_t template, uint64_t a, uint64_t b) {
    if (bag->n < PARTICIPANT_MAX_FEATURES) {
        bag->at[bag->n++] = (uint32_t)hash_mix(hash_mix(template * 0x9e3779b1u + 29, a), b);
    }
}

static uint64_t lemma_of(const Tree *tree, uint32_t t) {
    Str lemma = tree_token(tree, t)->lemma;
    uint64_t h = 0;
    for (uint32_t i = 0; i < lemma.n; i++) {
        unsigned char c = (unsigned char)lemma.at[i];
        h = hash_mix(h, c >= 'A' && c <= 'Z' ? c + 32u : c);
    }
    return h;
}

static const Entity *entity_of(const Tree *tree, uint32_t mention) {
    uint32_t e = tree->doc->mentions.at[mention].entity;
    return e == NONE ? NULL : &tree->doc->entities.at[e];
}

static const Entity *entity_at(const Tree *tree, uint32_t t) {
    return entity_of(tree, tree->mention[t]);
}

/* What kind of participant stands there: form of the mention; type, sector and whether there is a code. */
static uint64_t who_of(const Tree *tree, uint32_t t) {
    const Entity *e = entity_at(tree, t);
    uint64_t form = tree->doc->mentions.at[tree->mention[t]].form;
    return e == NULL ? form
                     : form + 16 + ((uint64_t)e->type << 8) + ((uint64_t)e->sectors[0] << 16) +
                           ((uint64_t)(e->code[0] != '\0') << 24);
}

static bool holds(const TokenList *list, uint32_t mention) {
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->at[i] == mention) {
            return true;
        }
    }
    return false;
}

static bool opens_clause(Deprel rel) {
    switch (rel) {
    case DEPREL_ccomp:
    case DEPREL_xcomp:
    case DEPREL_advcl:
    case DEPREL_acl:
    case DEPREL_acl_relcl:
    case DEPREL_csubj:
    case DEPREL_parataxis: return true;
    default: return false;
    }
}

/* The way from a trigger up to what governs both, then down to a mention: all its relations, its first and last, and
   which clauses it leaves and enters. */
typedef struct Way {
    uint64_t all, ends, clauses;
} Way;

static Way way_between(const Tree *tree, uint32_t from, uint32_t to) {
    uint32_t up[STEPS], n = 0;
    for (uint32_t t = from; t != NONE && n < STEPS; t = tree_token(tree, t)->head) {
        up[n++] = t;
    }
    uint32_t down[STEPS], d = 0, meet = NONE;
    for (uint32_t t = to; t != NONE && d < STEPS && meet == NONE; t = tree_token(tree, t)->head) {
        for (uint32_t i = 0; i < n && meet == NONE; i++) {
            meet = up[i] == t ? i : NONE;
        }
        if (meet == NONE) {
            down[d++] = t;
        }
    }
    if (meet == NONE) {
        return (Way){1, 1, 1};
    }
    Way way = {2, 2, 2};
    for (uint32_t i = 0; i < meet; i++) {
        Deprel rel = (Deprel)tree_token(tree, up[i])->deprel;
        way.all = hash_mix(way.all, 1000u + rel);
        way.clauses = opens_clause(rel) ? hash_mix(way.clauses, 1000u + rel) : way.clauses;
    }
    for (uint32_t i = d; i-- > 0;) {
        Deprel rel = (Deprel)tree_token(tree, down[i])->deprel;
        way.all = hash_mix(way.all, 2000u + rel);
        way.clauses = opens_clause(rel) ? hash_mix(way.clauses, 2000u + rel) : way.clauses;
    }
    way.ends = hash_mix(meet > 0 ? 1000u + tree_token(tree, up[0])->deprel : 0,
                        d > 0 ? 2000u + tree_token(tree, down[0])->deprel : 0);
    return way;
}

/* The preposition before a phrase, or that of the phrase it belongs to. */
static uint64_t preposition(const Tree *tree, uint32_t t) {
    for (int i = 0; i < 3 && t != NONE; i++, t = tree_token(tree, t)->head) {
        uint32_t mark = tree_child(tree, t, DEPREL_case);
        if (mark != NONE) {
            return hash_mix((uint64_t)i, lemma_of(tree, mark));
        }
        if (!tree_is_nominal(tree, t)) {
            break;
        }
    }
    return 0;
}

/* 0 plain noun, 1 noun with a copula, 2 active, 3 passive. */
static uint64_t voice_of(const Tree *tree, uint32_t t) {
    if (tree_is_nominal(tree, t)) {
        return tree_child(tree, t, DEPREL_cop) != NONE;
    }
    return 2 + tree_is_passive(tree, t);
}

static bool same_code(const Tree *tree, const Entity *e, const TokenList *mentions) {
    for (uint32_t i = 0; i < mentions->n && e != NULL && e->code[0] != '\0'; i++) {
        uint32_t other = tree->doc->mentions.at[mentions->at[i]].entity;
        if (other != NONE && memcmp(tree->doc->entities.at[other].code, e->code, sizeof e->code) == 0) {
            return true;
        }
    }
    return false;
}

static bool speaks(const Tree *tree, uint32_t t) {
    const Mention *m = &tree->doc->mentions.at[tree->mention[t]];
    for (uint32_t i = m->first; i < m->end; i++) {
        if (tree->speaker[i]) {
            return true;
        }
    }
    return false;
}

static bool same_one(const Tree *tree, uint32_t a, uint32_t b) {
    uint32_t entity = tree->doc->mentions.at[a].entity;
    return a == b || (entity != NONE && entity == tree->doc->mentions.at[b].entity);
}

/* The side that somebody is on, by any of his mentions: 1 actor, 2 recipient, 3 neither. */
static uint64_t side_of(const Tree *tree, const Match *match, uint32_t mention) {
    const TokenList *sides[] = {&match->actors, &match->recipients};
    for (uint64_t side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < sides[side]->n; i++) {
            if (same_one(tree, sides[side]->at[i], mention)) {
                return side + 1;
            }
        }
    }
    return 3;
}

/* On which side its possessor is: of "its soldiers" who are attacked, "it" is seldom the attacker.  0: none. */
static uint64_t owner_of(const Tree *tree, const Match *match, uint32_t t) {
    uint32_t owner = tree_child(tree, t, DEPREL_nmod_poss);
    return owner == NONE ? 0 : tree->mention[owner] == NONE ? 4 : side_of(tree, match, tree->mention[owner]);
}

/* On which side what it possesses is; 4: that is the trigger, 5: a thing, 0: it possesses nothing. */
static uint64_t owned_by(const Tree *tree, const Match *match, uint32_t t) {
    uint32_t head = tree_token(tree, t)->head;
    if (tree_token(tree, t)->deprel != DEPREL_nmod_poss || head == NONE) {
        return 0;
    }
    return head == match->trigger || head == match->token ? 4
           : tree->mention[head] == NONE                  ? 5
                                                          : side_of(tree, match, tree->mention[head]);
}

static bool conjoined(const Tree *tree, uint32_t t, const TokenList *mentions) {
    uint32_t first = tree_token(tree, t)->deprel == DEPREL_conj ? tree_token(tree, t)->head : NONE;
    return first != NONE && tree->mention[first] != NONE && holds(mentions, tree->mention[first]);
}

static bool nested(const Tree *tree, uint32_t t, const TokenList *mentions) {
    Span own = tree->doc->mentions.at[tree->mention[t]].span;
    for (uint32_t i = 0; i < mentions->n; i++) {
        if (mentions->at[i] != tree->mention[t] && span_holds(tree->doc->mentions.at[mentions->at[i]].span, own)) {
            return true;
        }
    }
    return false;
}

void participant_candidates(const Tree *tree, const Match *match, Candidates *out) {
    const Sentence *s = &tree->doc->sentences.at[tree_token(tree, match->token)->sentence];
    uint32_t from = match->token > s->first + PARTICIPANT_WINDOW ? match->token - PARTICIPANT_WINDOW : s->first;
    out->n = 0;
    for (uint32_t t = from; t < s->end && t <= match->token + PARTICIPANT_WINDOW; t++) {
        uint32_t m = tree->mention[t], head = tree_token(tree, t)->head;
        bool lower = head != NONE && m != NONE && tree->mention[head] == m; /* the same mention, further up */
        if (m != NONE && !lower && t != match->token && t != match->trigger && out->n < PARTICIPANT_CANDIDATES) {
            out->at[out->n++] = t;
        }
    }
}

/* What the relative pronoun is in its clause, of the noun that the clause hangs on: "the man whom they arrested". */
static uint64_t relative(const Tree *tree, uint32_t verb, uint32_t t) {
    Deprel rel = (Deprel)tree_token(tree, verb)->deprel;
    if (rel != DEPREL_acl_relcl || tree_token(tree, verb)->head == NONE) {
        return 0;
    }
    uint32_t noun = tree_token(tree, verb)->head;
    bool partner = tree_token(tree, noun)->deprel == DEPREL_conj && tree_token(tree, noun)->head == t;
    for
        EACH_CHILD(tree, c, verb) {
            uint8_t xpos = tree_token(tree, c)->xpos;
            if (xpos == XPOS_WDT || xpos == XPOS_WP) {
                return noun == t || partner ? 1 + (uint64_t)tree_token(tree, c)->deprel : 200;
            }
        }
    return noun == t || partner ? 201 : 202;
}

/* How the phrase is made: its determiner, whether plural, counted, with a name before or after it. */
static uint64_t form_of(const Tree *tree, uint32_t t) {
    uint64_t form = hash_mix(tree_token(tree, t)->xpos, tree_child(tree, t, DEPREL_nummod) != NONE);
    uint32_t det = tree_child(tree, t, DEPREL_det), owner = tree_child(tree, t, DEPREL_nmod_poss);
    form = hash_mix(form, det == NONE ? 0 : lemma_of(tree, det));
    return hash_mix(form, owner == NONE ? 0 : 1 + (uint64_t)tree_token(tree, owner)->upos);
}

/* Whether it is the source of the words that hold the trigger (2), or of other words (1). */
static uint64_t says(const Tree *tree, uint32_t t, uint32_t trigger) {
    const Doc *doc = tree->doc;
    if (!speaks(tree, t)) {
        return 0;
    }
    const Token *token = tree_token(tree, t);
    for (uint32_t i = attribution_from(tree->doc, token->sentence); i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        if (a->sentence > token->sentence) {
            break;
        }
        if (a->source_head == t && attribution_holds(doc, a, tree_token(tree, trigger)->span)) {
            return 2;
        }
    }
    return 1;
}

/* How often the report names it. */
static uint64_t salience(const Entity *e) {
    uint32_t n = e == NULL ? 0 : e->mentions.n;
    return n < 3 ? n : n < 6 ? 3 : n < 12 ? 4 : 5;
}

static uint64_t bucket(uint32_t distance) {
    return distance < 4 ? distance : distance < 8 ? 4 : distance < 16 ? 5 : distance < 32 ? 6 : 7;
}

uint32_t participant_features(const Tree *tree, const Match *match, const Candidates *candidates, uint32_t k,
                              uint32_t features[PARTICIPANT_MAX_FEATURES]) {
    Bag bag = {features, 0};
    uint32_t t = candidates->at[k], mention = tree->mention[t];
    const Entity *e = entity_at(tree, t);
    uint64_t lemma = lemma_of(tree, match->token), event = match->event, voice = voice_of(tree, match->token);
    uint64_t who = who_of(tree, t), prep = preposition(tree, t), head = lemma_of(tree, t);
    Way way = way_between(tree, match->token, t);
    uint64_t bare = way.all, path = hash_mix(bare, prep);
    uint64_t rule = str_hash(str_of(lexicon_string(tree->lex, tree->lex->rules[match->rule].name)));
    uint64_t above = tree_token(tree, t)->head == NONE ? 0 : lemma_of(tree, tree_token(tree, t)->head);
    uint64_t form = form_of(tree, t);
    uint64_t n = (match->actors.n < 2 ? match->actors.n : 2) * 3 + (match->recipients.n < 2 ? match->recipients.n : 2);
    uint64_t chosen =
        n * 4 + (uint64_t)holds(&match->actors, mention) * 2 + (uint64_t)holds(&match->recipients, mention);
    uint64_t before = t < match->token, near = bucket(before ? match->token - t : t - match->token);
    uint32_t between = 0; /* candidates that stand nearer on the same side */
    for (uint32_t i = 0; i < candidates->n; i++) {
        uint32_t c = candidates->at[i];
        between += before ? c > t && c < match->token : c < t && c > match->token;
    }
    between = between < 4 ? between : 4;
    put(&bag, P_BIAS, 0, 0);
    put(&bag, P_CHOSEN, chosen, 0);
    put(&bag, P_CHOSEN_EVENT, chosen, event);
    put(&bag, P_CHOSEN_WHO, chosen, who);
    put(&bag, P_CHOSEN_PATH, chosen, path);
    put(&bag, P_CHOSEN_RULE, chosen, rule);
    put(&bag, P_PATH, path, 0);
    put(&bag, P_PATH_VOICE, path, voice);
    put(&bag, P_PATH_EVENT, path, event);
    put(&bag, P_PATH_LEMMA, path, lemma);
    put(&bag, P_PATH_WHO, path, who);
    put(&bag, P_PATH_MODE, path, hash_mix(event, match->mode));
    put(&bag, P_BARE_PATH_VOICE, bare, voice);
    put(&bag, P_PREP_EVENT, prep, hash_mix(event, before));
    put(&bag, P_PREP_LEMMA, prep, hash_mix(lemma, before));
    put(&bag, P_PREP_WHO, prep, who);
    put(&bag, P_WHO, who, before);
    put(&bag, P_WHO_EVENT, who, hash_mix(event, before));
    put(&bag, P_WHO_LEMMA, who, lemma);
    put(&bag, P_WHO_CHOSEN_EVENT, who, hash_mix(chosen, event));
    put(&bag, P_MODE_WHO, who, hash_mix(event, match->mode));
    put(&bag, P_HEAD, head, 0);
    put(&bag, P_HEAD_EVENT, head, event);
    put(&bag, P_SIDE, before, near);
    put(&bag, P_SIDE_EVENT, hash_mix(before, near), hash_mix(event, voice));
    put(&bag, P_ORDER, before, between);
    put(&bag, P_ORDER_EVENT, hash_mix(before, between), hash_mix(event, chosen));
    put(&bag, P_SAME_CODE, same_code(tree, e, &match->actors), same_code(tree, e, &match->recipients));
    put(&bag, P_CONTENT, match->content != NONE && tree_under(tree, t, match->content), event);
    put(&bag, P_SPEAKER, speaks(tree, t), event);
    put(&bag, P_PRONOUN, tree_token(tree, t)->upos == UPOS_PRON ? head : 0, chosen);
    put(&bag, P_RELATION, tree_token(tree, t)->deprel, hash_mix(event, before));
    put(&bag, P_CONJOINED, conjoined(tree, t, &match->actors), conjoined(tree, t, &match->recipients));
    put(&bag, P_NESTED, nested(tree, t, &match->actors), nested(tree, t, &match->recipients));
    put(&bag, P_RELATIVE, relative(tree, match->token, t), voice);
    put(&bag, P_PATH_CHOSEN_EVENT, path, hash_mix(chosen, event));
    put(&bag, P_CLAUSE, way.clauses, event);
    put(&bag, P_CLAUSE_WHO, way.clauses, hash_mix(who, before));
    put(&bag, P_CLAUSE_PREP, way.clauses, hash_mix(prep, event));
    put(&bag, P_GOVERNOR, above, tree_token(tree, t)->deprel);
    put(&bag, P_GOVERNOR_EVENT, above, hash_mix(prep, event));
    put(&bag, P_SAYS, says(tree, t, match->trigger), event);
    put(&bag, P_ENDS_EVENT, way.ends, hash_mix(prep, event));
    put(&bag, P_ENDS_LEMMA, way.ends, hash_mix(prep, lemma));
    put(&bag, P_RULE_PATH, rule, path);
    put(&bag, P_RULE_WHO, rule, hash_mix(who, before));
    put(&bag, P_RULE_PREP, rule, hash_mix(prep, before));
    put(&bag, P_BARE_LEMMA, bare, lemma);
    put(&bag, P_FORM, form, event);
    put(&bag, P_FORM_WHO, form, hash_mix(who, prep));
    put(&bag, P_SALIENCE, salience(e), hash_mix(event, tree_token(tree, t)->deprel));
    put(&bag, P_TRIGGER_PATH, path, hash_mix(tree_token(tree, match->trigger)->deprel, voice));
    put(&bag, P_HEAD_LEMMA, head, lemma);
    uint64_t owner = owner_of(tree, match, t), owned = owned_by(tree, match, t);
    put(&bag, P_OWNER, owner, event);
    put(&bag, P_OWNER_WHO, owner, hash_mix(who, chosen));
    put(&bag, P_OWNED, owned, event);
    put(&bag, P_OWNED_WHO, owned, hash_mix(who, chosen));
    return bag.n;
}

/* ---- the model ---- */

typedef struct ParticipantHeader {
    uint32_t magic, version, bits;
    int32_t keep, find[2], join;
} ParticipantHeader;

bool participant_open(ParticipantModel *model, const void *bytes, size_t size, Err *err) {
    *model = (ParticipantModel){0};
    ParticipantHeader h;
    if (size == 0) {
        return true;
    }
    if (size < sizeof h) {
        return err_set(err, "the participants' model is cut short");
    }
    memcpy(&h, bytes, sizeof h);
    if (h.magic != PARTICIPANT_MAGIC || h.version != PARTICIPANT_VERSION || h.bits > 24 ||
        size - sizeof h < ((size_t)2 << h.bits) + EVENT_COUNT * KIN_COUNT) {
        return err_set(err, "the participants' model is broken or of another version");
    }
    const int8_t *weights = (const int8_t *)bytes + sizeof h;
    *model =
        (ParticipantModel){h.bits, weights, weights + ((size_t)2 << h.bits), h.keep, {h.find[0], h.find[1]}, h.join};
    return true;
}

/* What is believed of the mentions around one match: sums of weights, the higher the likelier. */
typedef struct Beliefs {
    const Tree *tree;
    Candidates candidates;
    const Match *match;
    uint32_t verb;
    bool judges;                             /* a verb of blame or praise */
    bool active;                             /* told by a verb that has its doer as a subject */
    uint32_t other[2];                       /* the verb's object, who is no actor, and its subject; or NONE */
    int32_t find;                            /* threshold of an empty side */
    int32_t side[2][PARTICIPANT_CANDIDATES]; /* actor, recipient */
} Beliefs;

static void believe(const ParticipantModel *model, const Match *match, Beliefs *b) {
    uint32_t mask = ((uint32_t)1 << model->bits) - 1;
    participant_candidates(b->tree, match, &b->candidates);
    for (uint32_t k = 0; k < b->candidates.n; k++) {
        uint32_t features[PARTICIPANT_MAX_FEATURES];
        uint32_t n = participant_features(b->tree, match, &b->candidates, k, features);
        b->side[0][k] = b->side[1][k] = 0;
        for (uint32_t i = 0; i < n; i++) {
            const int8_t *row = model->weights + (size_t)(features[i] & mask) * 2;
            b->side[0][k] += row[0];
            b->side[1][k] += row[1];
        }
    }
}

static Kinship kinship(const Tree *tree, const Entity *e, const TokenList *actors) {
    if (actors->n == 0) {
        return KIN_ALONE;
    }
    Kinship kin = KIN_UNKNOWN;
    for (uint32_t i = 0; i < actors->n && e != NULL && e->code[0] != '\0'; i++) {
        const Entity *actor = entity_of(tree, actors->at[i]);
        if (actor != NULL && memcmp(actor->code, e->code, sizeof e->code) == 0) {
            return e->type == ENTITY_state ? KIN_STATE : KIN_SAME;
        }
        kin = actor != NULL && actor->code[0] != '\0' ? KIN_OTHER : kin;
    }
    return kin;
}

static void believe_again(const ParticipantModel *model, const Match *match, const TokenList *actors, Beliefs *b) {
    for (uint32_t k = 0; k < b->candidates.n; k++) {
        Kinship kin = kinship(b->tree, entity_at(b->tree, b->candidates.at[k]), actors);
        b->side[1][k] += model->kin[(size_t)match->event * KIN_COUNT + kin];
    }
}

/* Of a mention outside the window nothing is known: it stays. */
static int32_t belief_in(const Beliefs *b, int side, uint32_t mention) {
    for (uint32_t k = 0; k < b->candidates.n; k++) {
        if (b->tree->mention[b->candidates.at[k]] == mention) {
            return b->side[side][k];
        }
    }
    return INT32_MAX;
}

static void append(TokenList *list, uint32_t mention) {
    if (!holds(list, mention) && list->n < sizeof list->at / sizeof *list->at) {
        list->at[list->n++] = mention;
    }
}

/* Part of a participant's phrase or the phrase around it ("two children of a farmer"), not another participant. */
static bool within(const Tree *tree, uint32_t mention, const TokenList *list) {
    uint32_t head = tree->doc->mentions.at[mention].head;
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t other = tree->doc->mentions.at[list->at[i]].head;
        bool joined = (tree_token(tree, head)->deprel == DEPREL_conj && tree_token(tree, head)->head == other) ||
                      (tree_token(tree, other)->deprel == DEPREL_conj && tree_token(tree, other)->head == head);
        if (list->at[i] != mention && !joined && (tree_under(tree, head, other) || tree_under(tree, other, head))) {
            return true;
        }
    }
    return false;
}

/* A country in a participant's phrase ("Polish and Lithuanian officials") stands and falls with it. */
static bool inner(const Tree *tree, uint32_t mention, const TokenList *list) {
    const Mention *m = &tree->doc->mentions.at[mention];
    for (uint32_t i = 0; i < list->n; i++) {
        if (list->at[i] != mention && m->form == MENTION_ADJECTIVE &&
            tree_under(tree, m->head, tree->doc->mentions.at[list->at[i]].head)) {
            return true;
        }
    }
    return false;
}

/* "talks that the government broke off after a bomb attack", "convicted for the killing of villagers": violence told in
   a phrase of its own has no doer but whom that phrase names; to guess one would accuse him. */
static bool doer_hidden(const Tree *tree, const Match *match) {
    Deprel rel = (Deprel)tree_token(tree, match->trigger)->deprel;
    return match->event == EVENT_ASSAULT && tree_is_nominal(tree, match->trigger) &&
           (rel == DEPREL_nmod || rel == DEPREL_obl);
}

/* "plans to remove its troops": whoever moves his own soldiers does nothing to them. */
static void spare_own_troops(const Tree *tree, TokenList *recipients, const TokenList *actors) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < recipients->n; i++) {
        const Entity *e = entity_of(tree, recipients->at[i]);
        const Entity *actor = actors->n > 0 ? entity_of(tree, actors->at[0]) : NULL;
        bool own = e != NULL && actor != NULL && e->sectors[0] == SECTOR_MIL && e->code[0] != '\0' &&
                   memcmp(actor->code, e->code, sizeof e->code) == 0;
        if (!own) {
            recipients->at[kept++] = recipients->at[i];
        }
    }
    recipients->n = kept;
}

/* Denmark's minister does not threaten Denmark. */
static void spare_own_state(const Tree *tree, TokenList *recipients, const TokenList *actors) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < recipients->n; i++) {
        const Entity *e = entity_of(tree, recipients->at[i]);
        bool own = false;
        for (uint32_t k = 0; k < actors->n && e != NULL && e->type == ENTITY_state; k++) {
            const Entity *actor = entity_of(tree, actors->at[k]);
            own |= actor != NULL && actor->sectors[0] == SECTOR_GOV && actor->code[0] != '\0' &&
                   memcmp(actor->code, e->code, sizeof e->code) == 0;
        }
        if (!own) {
            recipients->at[kept++] = recipients->at[i];
        }
    }
    recipients->n = kept;
}

/* "in Belgrade", "the road to Nis", "deported people from three countries": where something is done, nobody does it. */
static bool is_spot(const Tree *tree, uint32_t t, uint32_t verb) {
    static const char *const words[] = {"in", "at", "to", "from", "near", "on", "into", "across", "outside", "towards"};
    const Entity *e = entity_at(tree, t);
    uint32_t mark = tree_child(tree, t, DEPREL_case);
    bool place = e != NULL && (e->type == ENTITY_place || tree_token(tree, t)->head == verb);
    return place && mark != NONE && STR_IN_NOCASE(tree_token(tree, mark)->lemma, words);
}

/* A verb with a subject of its own ("but three missiles struck a school") has no doer but whom that names. */
static uint32_t own_subject(const Tree *tree, const Match *match) {
    uint32_t subject = tree_child(tree, match->token, DEPREL_nsubj);
    bool verb = !tree_is_nominal(tree, match->token) && !tree_is_passive(tree, match->token);
    return verb && subject != NONE ? role_surface(tree, match->token) : NONE;
}

/* Whether a further participant stands with the verb or in one list with those there are; a noun's may stand anywhere.
 */
static bool belongs(const Beliefs *b, uint32_t t, const TokenList *kept) {
    return b->verb == NONE || tree_under(b->tree, t, b->verb) || tree_under(b->tree, t, b->match->trigger) ||
           conjoined(b->tree, t, kept);
}

/* "condemned the raid and asked the council to meet": under a verb coordinated with this one. */
static bool under_partner(const Tree *tree, uint32_t t, uint32_t verb) {
    for (int i = 0; i < STEPS && t != NONE && t != verb; i++, t = tree_token(tree, t)->head) {
        const Token *token = tree_token(tree, t);
        if (token->deprel == DEPREL_conj && token->head == verb && token->upos == UPOS_VERB) {
            return t > verb + 2; /* two verbs side by side share their object */
        }
    }
    return false;
}

/* "broke off the talks after an attack on a village": to whom another deed was done, which only tells when. */
static bool of_other_deed(const Tree *tree, uint32_t t, uint32_t trigger) {
    static const char *const words[] = {"after", "before", "since", "during", "following"};
    for (int i = 0; i < STEPS && t != NONE && !tree_under(tree, trigger, t); i++, t = tree_token(tree, t)->head) {
        uint32_t mark = tree_child(tree, t, DEPREL_case);
        if (mark != NONE && STR_IN_NOCASE(tree_token(tree, mark)->lemma, words) &&
            event_test(tree, &(LexTest){TEST_EVENT, EVENT_ASSAULT}, t)) {
            return true;
        }
    }
    return false;
}

/* "agreed to send more officers": who is sent gives or does, with whoever sends him. */
static bool is_sent(const Tree *tree, uint32_t t, const Match *match) {
    static const char *const verbs[] = {"send", "dispatch", "deploy"};
    const Token *token = tree_token(tree, t);
    bool gives = match->event == EVENT_AGREE || match->event == EVENT_AID || match->event == EVENT_MOBILIZE ||
                 match->event == EVENT_COOPERATE || match->event == EVENT_SUPPORT;
    return gives && token->deprel == DEPREL_obj && STR_IN_NOCASE(tree_token(tree, token->head)->lemma, verbs);
}

/* Whether somebody stands inside a phrase or is the one whom it means. */
static bool within_phrase(const Tree *tree, uint32_t t, uint32_t phrase) {
    bool meant = tree->mention[phrase] != NONE && same_one(tree, tree->mention[phrase], tree->mention[t]);
    return meant || tree_under(tree, t, phrase);
}

/* One side's participants; whom the frame did not name only from under the token `inside`, if there is one. */
static TokenList choose(const ParticipantModel *model, const Beliefs *b, int side, const TokenList *frame,
                        uint32_t inside) {
    TokenList kept = {0};
    for (uint32_t i = 0; i < frame->n; i++) {
        if (side == 1 && is_sent(b->tree, b->tree->doc->mentions.at[frame->at[i]].head, b->match)) {
            continue;
        }
        bool listed = conjoined(b->tree, b->tree->doc->mentions.at[frame->at[i]].head, &kept);
        if (listed || inner(b->tree, frame->at[i], &kept) || belief_in(b, side, frame->at[i]) >= model->keep) {
            append(&kept, frame->at[i]);
        }
    }
    bool filled = kept.n > 0;
    uint32_t best = NONE;
    for (uint32_t k = 0; k < b->candidates.n; k++) {
        int32_t belief = b->side[side][k];
        if (belief < (filled ? model->join : b->find) || b->side[!side][k] > belief ||
            b->candidates.at[k] == b->other[side] ||
            (side == 0 && b->active && is_spot(b->tree, b->candidates.at[k], b->verb)) ||
            (!filled && inside != NONE && !within_phrase(b->tree, b->candidates.at[k], inside))) {
            continue;
        }
        if (filled && pair_is_meant(b->tree, b->tree->mention[b->candidates.at[k]])) {
            continue; /* "it had contacts between the two countries": itself is one of them */
        }
        if (filled && side == 0 && says(b->tree, b->candidates.at[k], b->match->trigger) == 2) {
            continue; /* who tells of another's act is no second actor */
        }
        if (side == 1 && (of_other_deed(b->tree, b->candidates.at[k], b->match->trigger) ||
                          is_sent(b->tree, b->candidates.at[k], b->match))) {
            continue;
        }
        if (side == 1 && b->judges && under_partner(b->tree, b->candidates.at[k], b->verb)) {
            continue;
        }
        if (filled && side == 1 && !belongs(b, b->candidates.at[k], &kept)) {
            continue;
        }
        if (!filled) {
            best = best == NONE || belief > b->side[side][best] ? k : best;
        } else if (!within(b->tree, b->tree->mention[b->candidates.at[k]], &kept)) {
            append(&kept, b->tree->mention[b->candidates.at[k]]);
        }
    }
    if (best != NONE) {
        role_mentions(b->tree, b->candidates.at[best], RESOLVE_DIRECT, &kept);
    }
    return kept;
}

/* Nobody does a thing to himself: who came to stand on both sides is left to the likelier one. */
static void part(const Beliefs *b, TokenList *list, int side, const TokenList *other) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        bool theirs = false;
        for (uint32_t k = 0; k < other->n; k++) {
            int32_t here = belief_in(b, side, list->at[i]), there = belief_in(b, !side, other->at[k]);
            theirs |= same_one(b->tree, list->at[i], other->at[k]) && (there > here || (there >= here && side == 1));
        }
        if (!theirs) {
            list->at[kept++] = list->at[i];
        }
    }
    list->n = kept;
}

static bool differs(const TokenList *a, const TokenList *b) {
    return a->n != b->n || memcmp(a->at, b->at, a->n * sizeof *a->at) != 0;
}

void participant_apply(const ParticipantModel *model, const Tree *tree, Match *match) {
    if (model == NULL || model->weights == NULL) {
        return;
    }
    bool noun = tree_is_nominal(tree, match->token);
    Beliefs b = {.tree = tree,
                 .match = match,
                 .verb = noun ? NONE : match->token,
                 .judges = !noun && (match->event == EVENT_ACCUSE || match->event == EVENT_SUPPORT),
                 .active = !noun && !tree_is_passive(tree, match->token),
                 .find = model->find[noun],
                 .other = {NONE, NONE}};
    if (!noun) {
        b.other[0] = role_object(tree, match->token);
        b.other[1] = role_subject(tree, match->token);
    }
    believe(model, match, &b);
    TokenList actors =
        choose(model, &b, 0, &match->actors, doer_hidden(tree, match) ? match->trigger : own_subject(tree, match));
    uint32_t light = noun ? role_light(tree, match->token) : NONE;
    uint32_t subject = light == NONE ? NONE : role_subject(tree, light);
    if (actors.n == 0 && subject != NONE && tree->mention[subject] != NONE &&
        holds(&match->actors, tree->mention[subject])) {
        actors = match->actors; /* "he made a remark", "she sent a message": whoever carries the noun does it */
    }
    believe_again(model, match, &actors, &b);
    TokenList recipients = {0};
    if (!role_reciprocal(tree, match->token)) {
        recipients = choose(model, &b, 1, &match->recipients, NONE);
    }
    if (match->event == EVENT_THREATEN) {
        spare_own_state(tree, &recipients, &actors);
    } else if (match->event == EVENT_MOBILIZE || match->mode == MODE_RETREAT_withdraw ||
               match->event == EVENT_CONCEDE) {
        spare_own_troops(tree, &recipients, &actors);
    }
    part(&b, &recipients, 1, &actors);
    part(&b, &actors, 0, &recipients);
    if (actors.n + recipients.n > 0) {
        match->learned = (uint8_t)((differs(&actors, &match->actors) ? LEARNED_ACTOR : 0) |
                                   (differs(&recipients, &match->recipients) ? LEARNED_RECIPIENT : 0));
        match->actors = actors;
        match->recipients = recipients;
    }
}
