#include "code/pair.h"

#include "code/party.h"

enum {
    USES = 64,     /* mentions that a pronoun goes back to */
    TALKS = 5,     /* sentences back in which two must have talked to be "the ministers" */
    STATES = 1000, /* entities among which somebody's army is looked for: those named first */
    WEIGHED = 200, /* entities whose mentions are counted */
};

/* Whom a plural noun can stand for. */
typedef enum Two {
    TWO_NONE,
    TWO_TALKED, /* "the ministers": two who have just talked */
    TWO_ARMED,  /* "the warring parties", "the two armies": those at war, if there are any */
    TWO_SIDES   /* "both sides", "the two governments", "all sides": those who face each other */
} Two;

/* "either side", "neither government" */
static bool one_of_two(const Tree *tree, uint32_t noun) {
    static const char *const words[] = {"either", "neither"};
    for
        EACH_CHILD(tree, c, noun) {
            if (STR_IN_NOCASE(tree_token(tree, c)->lemma, words)) {
                return true;
            }
        }
    return false;
}

static Two words_of_two(const Tree *tree, uint32_t mention) {
    static const char *const sure[] = {"side", "party", "neighbour", "neighbor", "foe", "rival", "belligerent"};
    static const char *const counted[] = {"country", "nation",    "state",   "government", "army",       "military",
                                          "leader",  "president", "premier", "minister",   "delegation", "negotiator",
                                          "capital", "power",     "camp",    "chief",      "team"};
    const Doc *doc = tree->doc;
    const Mention *m = &doc->mentions.at[mention];
    const Token *head = &doc->tokens.at[m->head];
    bool each = head->xpos == XPOS_NN && one_of_two(tree, m->head);
    if ((head->xpos != XPOS_NNS && !each) || m->form != MENTION_NOMINAL) {
        return TWO_NONE;
    }
    bool definite = each, all = false, two = each, named = false, number = false;
    for
        EACH_CHILD(tree, c, m->head) {
            definite |=
                tree_lemma_is(tree, c, "the") || tree_lemma_is(tree, c, "these") || tree_lemma_is(tree, c, "both");
            all |= tree_lemma_is(tree, c, "all");
            two |= tree_lemma_is(tree, c, "two") || tree_lemma_is(tree, c, "both");
            number |= doc->tokens.at[c].deprel == DEPREL_nummod;
            named |= tree->mention[c] != NONE && tree->mention[c] != mention &&
                     doc->tokens.at[c].deprel != DEPREL_conj; /* "the two Indian ministers", "Kenya's parties" */
        }
    bool armed = tree_lemma_is(tree, m->head, "army") || tree_lemma_is(tree, m->head, "belligerent");
    for
        EACH_CHILD(tree, c, m->head) {
            armed |= str_eq_nocase(token_form(doc, c), STR("warring"));
        }
    bool side = STR_IN_NOCASE(head->lemma, sure);
    bool kind = STR_IN_NOCASE(head->lemma, counted);
    if (named) {
        return TWO_NONE;
    }
    return (side && (definite || all)) || (kind && definite && two) ? (armed ? TWO_ARMED : TWO_SIDES)
           : kind && definite && !number                            ? TWO_TALKED
                                                                    : TWO_NONE;
}

bool pair_is_meant(const Tree *tree, uint32_t mention) {
    Two two = words_of_two(tree, mention);
    return two == TWO_SIDES || two == TWO_ARMED;
}

/* Of a mention itself, or of the words that a pronoun goes back to. */
static Two stands_for_two(const Tree *tree, uint32_t mention) {
    const Mention *m = &tree->doc->mentions.at[mention];
    Range all = tree->doc->entities.at[m->entity].mentions;
    Two two = words_of_two(tree, mention);
    for (uint32_t i = 0; m->form == MENTION_PRONOUN && i < all.n && i < USES && two == TWO_NONE; i++) {
        two = words_of_two(tree, tree->doc->refs.at[all.first + i]);
    }
    return two;
}

/* Adds who can be told apart from the first of a pair. */
static void add_party(const Doc *doc, uint32_t id, uint32_t pair[2], uint32_t *n) {
    const Entity *e = &doc->entities.at[id];
    if (*n < 2 && e->code[0] != '\0' && (*n == 0 || !party_same_side(e, &doc->entities.at[pair[0]]))) {
        pair[(*n)++] = id;
    }
}

/* Of somebody's country the state itself, or its forces, where the report names them: two armies are no civilians. */
static uint32_t spokesman(const Doc *doc, uint32_t id, bool armed) {
    for (uint32_t i = 0; armed && i < doc->entities.n && i < STATES; i++) {
        const Entity *e = &doc->entities.at[i];
        if (e->sectors[0] == SECTOR_MIL && party_same_code(e, &doc->entities.at[id])) {
            return i;
        }
    }
    uint32_t state = party_state(doc, doc->entities.at[id].code);
    return state != NONE ? state : id;
}

static bool one_country(const Doc *doc, const uint32_t pair[2]) {
    return party_same_code(&doc->entities.at[pair[0]], &doc->entities.at[pair[1]]);
}

/* Who can be a camp of a country at war with itself. */
static bool is_camp(const Entity *e) {
    switch ((Sector)e->sectors[0]) {
    case SECTOR_GOV:
    case SECTOR_MIL:
    case SECTOR_REB:
    case SECTOR_PRM:
    case SECTOR_COP:
    case SECTOR_OPP:
    case SECTOR_UAF:
    case SECTOR_SPY: return true;
    default: return false;
    }
}

/* The two of one event, as far as two countries took part in it, or two camps of one country fought each other; those
   whom a third calls on or brings together are the two. */
static bool pair_of(const Doc *doc, const Event *old, uint32_t pair[2]) {
    const Range *sides[] = {&old->recipients, &old->actors};
    uint32_t n = 0;
    for (int side = 0; side < 2; side++) {
        for (uint32_t i = 0; i < sides[side]->n; i++) {
            add_party(doc, doc->refs.at[sides[side]->first + i], pair, &n);
        }
    }
    if (n == 2 && old->recipients.n == 1) {
        uint32_t first = pair[0]; /* the doer stands first */
        pair[0] = pair[1];
        pair[1] = first;
    }
    return n == 2 &&
           (!one_country(doc, pair) || (old->type == EVENT_ASSAULT && party_told(old) &&
                                        is_camp(&doc->entities.at[pair[0]]) && is_camp(&doc->entities.at[pair[1]])));
}

/* How often a report names a country. */
static uint32_t weight(const Doc *doc, const Entity *of) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc->entities.n && i < WEIGHED; i++) {
        n += party_same_code(&doc->entities.at[i], of) ? doc->entities.at[i].mentions.n : 0;
    }
    return n;
}

/* Which pairs are asked for: at war, in any conflict or together at a table, in whatever was between two. */
typedef enum Facing { FACING_WAR, FACING_CONFLICT, FACING_ANY } Facing;

static bool faces(const Event *old, Facing how) {
    bool quarrel = event_quad((EventType)old->type) > 2 && old->type != EVENT_REQUEST;
    return how == FACING_WAR        ? old->type == EVENT_ASSAULT && party_told(old)
           : how == FACING_CONFLICT ? (quarrel || old->actors.n > 1) && party_told(old)
                                    : true;
}

/* Of the pairs before an event the one that the report speaks of most; of equals the last. */
static bool pair_before(const Doc *doc, const Event *event, Facing how, uint32_t pair[2]) {
    uint32_t best = 0;
    for (const Event *old = event; old-- > doc->events.at && party_near(old, event);) {
        uint32_t two[2];
        if (faces(old, how) && pair_of(doc, old, two)) {
            uint32_t n = weight(doc, &doc->entities.at[two[0]]);
            n += one_country(doc, two) ? 0 : weight(doc, &doc->entities.at[two[1]]);
            if (n > best) {
                best = n;
                pair[0] = two[0];
                pair[1] = two[1];
            }
        }
    }
    return best > 0;
}

bool pair_facing(const Doc *doc, const Event *event, bool any, uint32_t pair[2]) {
    return pair_before(doc, event, FACING_CONFLICT, pair) || (any && pair_before(doc, event, FACING_ANY, pair));
}

/* The last talks, a few sentences up; the last visit of one to another. */
static const Event *last_talks(const Doc *doc, const Event *event, bool visit) {
    for (const Event *old = event; old-- > doc->events.at && party_near(old, event);) {
        bool fits = visit ? old->actors.n == 1 && old->recipients.n > 0 : old->sentence + TALKS >= event->sentence;
        if (old->type == EVENT_CONSULT && fits) {
            return old;
        }
    }
    return NULL;
}

static bool find_two(const Doc *doc, const Event *e, Two two, uint32_t pair[2]) {
    const Event *talks = two == TWO_TALKED ? last_talks(doc, e, false) : NULL;
    return two == TWO_ARMED && pair_before(doc, e, FACING_WAR, pair) ? true
           : two > TWO_TALKED                                        ? pair_facing(doc, e, true, pair)
                                                                     : talks != NULL && pair_of(doc, talks, pair);
}

/* The two, or of two of whom one stands on the opposite side, the other. */
static Range the_two(Doc *doc, uint32_t pair[2], bool armed, Range opposite) {
    bool first = party_takes_part(doc, opposite, &doc->entities.at[pair[0]]);
    bool second = party_takes_part(doc, opposite, &doc->entities.at[pair[1]]);
    if (!one_country(doc, pair)) {
        pair[0] = spokesman(doc, pair[0], armed);
        pair[1] = spokesman(doc, pair[1], armed);
    }
    return first && second ? (Range){0} : doc_refs(doc, pair + first, 2u - first - second);
}

static void spread_sides(const Tree *tree, Doc *doc, Event *e, Range *side, Range mentions, Range opposite) {
    uint32_t pair[2];
    for (uint32_t i = 0; i < mentions.n && side->n == 1; i++) {
        uint32_t mention = doc->refs.at[mentions.first + i], word = doc->refs.at[side->first];
        if (doc->mentions.at[mention].entity == word && find_two(doc, e, stands_for_two(tree, mention), pair)) {
            Range two = the_two(doc, pair, doc->entities.at[word].sectors[0] == SECTOR_MIL, opposite);
            *side = two.n > 0 ? two : *side;
        }
    }
}

/* "a rapprochement between the two countries", of which one acts: with the other; "mediate between them": the two. */
static void spread_between(const Tree *tree, Doc *doc, Event *e, uint32_t under) {
    uint32_t pair[2];
    for
        EACH_CHILD(tree, c, under) {
            uint32_t mark = tree_child(tree, c, DEPREL_case), mention = tree->mention[c];
            if (tree_token(tree, c)->deprel == DEPREL_xcomp && under == e->trigger_head) {
                spread_between(tree, doc, e, c); /* "offered to mediate" */
            }
            if (mark == NONE || !tree_lemma_is(tree, mark, "between") || mention == NONE || e->actors.n != 1) {
                continue;
            }
            bool them = tree_lemma_is(tree, c, "they") || tree_lemma_is(tree, c, "them");
            bool open =
                e->recipients.n == 0 || (them && doc->mentions.at[mention].entity == doc->refs.at[e->recipients.first]);
            if (open && find_two(doc, e, them ? TWO_SIDES : words_of_two(tree, mention), pair)) {
                e->recipients = the_two(doc, pair, false, e->actors);
            }
        }
}

/* Does the sentence name the entity other than by a pronoun? */
static bool named_in(const Tree *tree, uint32_t entity, uint32_t sentence) {
    const Sentence *s = &tree->doc->sentences.at[sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        const Mention *m = tree->mention[t] == NONE ? NULL : &tree->doc->mentions.at[tree->mention[t]];
        if (m != NULL && m->entity == entity && m->form != MENTION_PRONOUN) {
            return true;
        }
    }
    return false;
}

/* Actors and recipients of an event in one list. */
static Range both_sides(Doc *doc, const Event *e) {
    uint32_t ids[16], n = 0;
    for (uint32_t i = 0; i < e->actors.n && n < 16; i++) {
        ids[n++] = doc->refs.at[e->actors.first + i];
    }
    for (uint32_t i = 0; i < e->recipients.n && n < 16; i++) {
        ids[n++] = doc->refs.at[e->recipients.first + i];
    }
    return doc_refs(doc, ids, n);
}

/* "The minister and his colleague discussed a truce. They …": the two of the sentence before. */
static void spread_they(const Tree *tree, Doc *doc, Event *e) {
    uint32_t subject = tree_child(tree, e->trigger_head, DEPREL_nsubj);
    const Event *old = e;
    while (old > doc->events.at && old->sentence == e->sentence) {
        old--;
    }
    bool met = old->type == EVENT_CONSULT && old->recipients.n > 0;
    if (e->actors.n > 1 || old->sentence + 1 != e->sentence || (old->actors.n < 2 && !met) || subject == NONE ||
        !tree_lemma_is(tree, subject, "they")) {
        return;
    }
    uint32_t mention = tree->mention[subject], they = mention == NONE ? NONE : doc->mentions.at[mention].entity;
    if (met) {
        e->actors = both_sides(doc, old);
        for (uint32_t i = 0; i < e->recipients.n; i++) {
            if (party_code_among(doc, party(doc, e->recipients, i), e->actors)) {
                e->recipients = (Range){0}; /* among themselves */
            }
        }
    } else if (they == NONE || !named_in(tree, they, old->sentence)) {
        e->actors = old->actors;
        e->actor_mentions = old->actor_mentions;
    }
}

/* Two who are subjects in the sentence before, others than `who`; of a request else those who face each other. */
static bool two_named(const Tree *tree, const Doc *doc, const Event *e, const Entity *who, uint32_t pair[2]) {
    uint32_t n = 0;
    const Sentence *s = e->sentence > 0 ? &doc->sentences.at[e->sentence - 1] : NULL;
    for (uint32_t t = s == NULL ? 0 : s->first; s != NULL && t < s->end; t++) {
        uint32_t id = tree->mention[t] == NONE ? NONE : doc->mentions.at[tree->mention[t]].entity;
        bool subject = tree_token(tree, t)->deprel == DEPREL_nsubj || tree_token(tree, t)->deprel == DEPREL_conj;
        if (id != NONE && subject && doc->mentions.at[tree->mention[t]].form != MENTION_PRONOUN &&
            (who == NULL || !party_same_side(&doc->entities.at[id], who))) {
            add_party(doc, id, pair, &n);
        }
    }
    return n == 2 || (e->type == EVENT_REQUEST && pair_facing(doc, e, true, pair));
}

/* "thanked both", "called on both to": a word that names nobody by itself. */
static void spread_both(const Tree *tree, Doc *doc, Event *e) {
    const Entity *who = e->actors.n > 0 ? party(doc, e->actors, 0) : NULL;
    uint32_t pair[2];
    for
        EACH_CHILD(tree, c, e->trigger_head) {
            Deprel rel = (Deprel)tree_token(tree, c)->deprel;
            bool object = rel == DEPREL_obj || rel == DEPREL_iobj || rel == DEPREL_obl;
            if (object && e->recipients.n == 0 && tree_lemma_is(tree, c, "both") &&
                tree_child(tree, c, DEPREL_nmod) == NONE && two_named(tree, doc, e, who, pair)) {
                e->recipients = the_two(doc, pair, false, e->actors);
                return;
            }
        }
}

/* "the guest", "his host": who came and who received him, as the visit told before has them. */
static void name_guest(const Tree *tree, Doc *doc, const Event *e, Range *side, Range mentions) {
    static const char *const guests[] = {"guest", "visitor"}, *const hosts[] = {"host"};
    const Event *visit = mentions.n == 1 && side->n == 1 ? last_talks(doc, e, true) : NULL;
    if (visit == NULL) {
        return;
    }
    Str lemma = tree_token(tree, doc->mentions.at[doc->refs.at[mentions.first]].head)->lemma;
    if (STR_IN_NOCASE(lemma, guests)) {
        *side = visit->actors;
    } else if (STR_IN_NOCASE(lemma, hosts)) {
        *side = doc_refs(doc, &doc->refs.at[visit->recipients.first + visit->recipients.n - 1], 1);
    }
}

/* "The two countries exchanged 190 prisoners each": both give, and what they give receives nothing. */
static void drop_goods(const Tree *tree, Event *e) {
    static const char *const verbs[] = {"exchange", "swap", "trade"};
    if (e->actors.n > 1 && STR_IN_NOCASE(tree_token(tree, e->trigger_head)->lemma, verbs)) {
        e->recipients = (Range){0};
        e->recipient_mentions = (Range){0};
    }
}

void pair_spread(const Tree *tree, Doc *doc, Event *e) {
    spread_they(tree, doc, e);
    spread_sides(tree, doc, e, &e->actors, e->actor_mentions, e->recipients);
    spread_sides(tree, doc, e, &e->recipients, e->recipient_mentions, e->actors);
    spread_between(tree, doc, e, e->trigger_head);
    spread_both(tree, doc, e);
    name_guest(tree, doc, e, &e->actors, e->actor_mentions);
    name_guest(tree, doc, e, &e->recipients, e->recipient_mentions);
    drop_goods(tree, e);
}
