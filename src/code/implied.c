#include "code/implied.h"

enum {
    BACK = 8,      /* sentences that are looked back for an event */
    FEW = 64,      /* events that are looked back */
    STATES = 1000, /* entities among which a state is looked for: those named first */
    NAMED = 400    /* tokens that are looked back for somebody named */
};

/* ---- parties ---- */

static const Entity *entity(const Doc *doc, Range range, uint32_t i) {
    return &doc->entities.at[doc->refs.at[range.first + i]];
}

static bool of_sector(const Entity *e, Sector a, Sector b) {
    return e->sectors[0] == a || e->sectors[0] == b;
}

/* Whom the mention at a token denotes, or NULL. */
static const Entity *named_at(const Tree *tree, uint32_t t) {
    uint32_t e = tree->mention[t] == NONE ? NONE : tree->doc->mentions.at[tree->mention[t]].entity;
    return e == NONE ? NULL : &tree->doc->entities.at[e];
}

/* Organs of a state act for it; everybody else for his own kind. */
static Sector kind_of(const Entity *e) {
    switch ((Sector)e->sectors[0]) {
    case SECTOR_COP:
    case SECTOR_GOV:
    case SECTOR_JUD:
    case SECTOR_LEG:
    case SECTOR_MIL:
    case SECTOR_SPY: return SECTOR_NONE;
    default: return (Sector)e->sectors[0];
    }
}

static bool same_side(const Entity *a, const Entity *b) {
    return a == b || (a->code[0] != '\0' && memcmp(a->code, b->code, sizeof a->code) == 0 && kind_of(a) == kind_of(b));
}

static bool takes_part(const Doc *doc, Range range, const Entity *who) {
    for (uint32_t i = 0; i < range.n; i++) {
        if (same_side(entity(doc, range, i), who)) {
            return true;
        }
    }
    return false;
}

static bool code_among(const Doc *doc, const Entity *who, Range range) {
    for (uint32_t i = 0; i < range.n; i++) {
        if (memcmp(entity(doc, range, i)->code, who->code, sizeof who->code) == 0) {
            return true;
        }
    }
    return false;
}

/* The participants of one side who can be told apart from `who`; `abroad`: those of other countries. */
static Range others(Doc *doc, Range range, const Entity *who, bool abroad) {
    uint32_t ids[16], n = 0;
    for (uint32_t i = 0; i < range.n && n < 16; i++) {
        const Entity *e = entity(doc, range, i);
        bool theirs = abroad ? memcmp(e->code, who->code, sizeof e->code) != 0 : !same_side(e, who);
        if (e->code[0] != '\0' && theirs) {
            ids[n++] = doc->refs.at[range.first + i];
        }
    }
    return doc_refs(doc, ids, n);
}

static bool near(const Event *old, const Event *now) {
    return now - old <= FEW && now->sentence >= old->sentence && now->sentence - old->sentence <= BACK;
}

static bool conflict(const Event *e) {
    return event_quad((EventType)e->type) > 2;
}

/* The other side of the nearest event that the actor took part in: whom a denial answers, whom a threat is for. */
static Range counterpart(Doc *doc, const Event *e, bool conflicts, bool abroad) {
    const Entity *who = entity(doc, e->actors, 0);
    for (const Event *old = e; old-- > doc->events.at && near(old, e);) {
        if (conflicts && !conflict(old)) {
            continue;
        }
        bool did = takes_part(doc, old->actors, who), suffered = takes_part(doc, old->recipients, who);
        Range there = did        ? others(doc, old->recipients, who, abroad)
                      : suffered ? others(doc, old->actors, who, abroad)
                                 : (Range){0};
        if (there.n == 0 && did && old->actors.n > 1) {
            there = others(doc, old->actors, who, abroad); /* talks, fighting */
        }
        if (there.n > 0) {
            return there;
        }
    }
    return (Range){0};
}

/* Whose deed a third one judges: who did the last violent or punishing thing; whom one helps: to whom it was done. */
static Range judged(Doc *doc, const Event *e, bool victim) {
    const Entity *who = entity(doc, e->actors, 0);
    for (const Event *old = e; old-- > doc->events.at && near(old, e);) {
        Range side = victim ? old->recipients : old->actors;
        Range them = others(doc, side, who, false);
        if (event_quad((EventType)old->type) == 4 && old->type != EVENT_PROTEST && them.n > 0) {
            return them;
        }
    }
    return (Range){0};
}

/* Of civil people who demand and criticise without a name: their government, as last named. */
static Range own_government(const Tree *tree, Doc *doc, const Event *e) {
    const Entity *who = entity(doc, e->actors, 0);
    uint32_t found = NONE;
    if (kind_of(who) == SECTOR_NONE || who->code[0] == '\0') {
        return (Range){0};
    }
    for (uint32_t t = e->trigger_head, i = 0; t-- > 0 && i < NAMED && found == NONE; i++) {
        const Entity *x = named_at(tree, t);
        bool organ = x != NULL && of_sector(x, SECTOR_GOV, SECTOR_NONE) && x->type != ENTITY_person;
        found = organ && memcmp(x->code, who->code, sizeof x->code) == 0 ? (uint32_t)(x - doc->entities.at) : NONE;
    }
    return doc_refs(doc, &found, found != NONE);
}

/* Of somebody's country the state itself, or its forces, where the report names them: two armies are no civilians. */
static uint32_t spokesman(const Doc *doc, uint32_t id, bool armed) {
    const char *code = doc->entities.at[id].code;
    uint32_t best = id;
    int worth = 0;
    for (uint32_t i = 0; i < doc->entities.n && i < STATES; i++) {
        const Entity *e = &doc->entities.at[i];
        int now = memcmp(e->code, code, sizeof e->code) != 0 ? 0
                  : armed && e->sectors[0] == SECTOR_MIL     ? 2
                  : e->type == ENTITY_state                  ? 1
                                                             : 0;
        best = now > worth ? i : best;
        worth = now > worth ? now : worth;
    }
    return best;
}

/* Who said what is denied. */
static Range claimants(Doc *doc, const Event *e) {
    uint32_t ids[8], n = 0;
    const Event *claim = e->about == NONE ? NULL : &doc->events.at[e->about];
    for (uint32_t i = 0; claim != NULL && e->type == EVENT_REJECT && i < claim->asserted_by.n && n < 8; i++) {
        uint32_t source = doc->attributions.at[doc->refs.at[claim->asserted_by.first + i]].entity;
        if (source != NONE && !takes_part(doc, e->actors, &doc->entities.at[source])) {
            ids[n++] = source;
        }
    }
    return doc_refs(doc, ids, n);
}

static void imply_recipient(const Tree *tree, Doc *doc, Event *e) {
    switch ((EventType)e->type) {
    case EVENT_REJECT:
    case EVENT_CONCEDE:
    case EVENT_THREATEN:
    case EVENT_SANCTION:
    case EVENT_AGREE:
    case EVENT_AID:
    case EVENT_REQUEST:
    case EVENT_ACCUSE:
    case EVENT_SUPPORT: break;
    default: return;
    }
    Range found = claimants(doc, e);
    bool hostile = conflict(e) && e->type != EVENT_REQUEST;
    for (int step = hostile ? 0 : 2; step < 4 && found.n == 0; step++) {
        found = counterpart(doc, e, step < 2, step % 2 == 0);
    }
    if (found.n == 0 && (e->type == EVENT_ACCUSE || e->type == EVENT_SANCTION)) {
        found = judged(doc, e, false);
    }
    if (found.n == 0 && (e->type == EVENT_SUPPORT || e->type == EVENT_AID || e->type == EVENT_AGREE)) {
        found = judged(doc, e, true);
    }
    if (found.n == 0 && (e->type == EVENT_REQUEST || e->type == EVENT_ACCUSE || e->type == EVENT_REJECT)) {
        found = own_government(tree, doc, e);
    }
    if (e->type == EVENT_SUPPORT && found.n == 1 && !code_among(doc, entity(doc, found, 0), e->actors)) {
        uint32_t state = spokesman(doc, doc->refs.at[found.first], false);
        found = doc_refs(doc, &state, 1); /* one state congratulates another, not its civilians */
    }
    for (uint32_t i = 0; i < found.n && e->actors.n > 1; i++) {
        if (code_among(doc, entity(doc, found, i), e->actors)) {
            return; /* they did it together */
        }
    }
    e->recipients = found;
}

/* ---- acts told before ---- */

/* The last entity of one of two sectors named before the trigger, at most three sentences up; NONE. */
static uint32_t last_of(const Tree *tree, Sector a, Sector b, const Event *e) {
    for (uint32_t t = e->trigger_head, i = 0; t-- > 0 && i < NAMED; i++) {
        const Entity *x = named_at(tree, t);
        if (tree_token(tree, t)->sentence + 3 < e->sentence) {
            return NONE;
        }
        if (x != NULL && of_sector(x, a, b)) {
            return (uint32_t)(x - tree->doc->entities.at);
        }
    }
    return NONE;
}

static const Event *earlier(const Doc *doc, const Event *event, bool actors) {
    for (const Event *e = event; e-- > doc->events.at && near(e, event);) {
        if (e->type == event->type && (actors ? e->actors.n : e->recipients.n) > 0 && e->status != STATUS_negated &&
            e->status != STATUS_hypothetical) {
            return e;
        }
    }
    return NULL;
}

static bool actor_is(const Doc *doc, const Event *e, Sector a, Sector b) {
    return e->actors.n > 0 && of_sector(entity(doc, e->actors, 0), a, b);
}

/* Who suffered the claimed or renewed deed; whom tear gas and stones are for at a protest. */
static void imply_victim(const Tree *tree, Doc *doc, Event *e) {
    uint32_t who = NONE;
    bool claim = str_is(e->rule, "assault.claim");
    if (claim || (tree_is_nominal(tree, e->trigger_head) && e->actors.n == 0)) {
        const Event *old = earlier(doc, e, false);
        e->recipients = old != NULL ? old->recipients : e->recipients;
        e->mode = claim && old != NULL && e->mode == MODE_NONE ? old->mode : e->mode;
    } else if (e->mode == MODE_ASSAULT_crowd_control && actor_is(doc, e, SECTOR_COP, SECTOR_MIL)) {
        who = last_of(tree, SECTOR_CVL, SECTOR_OPP, e);
    } else if (actor_is(doc, e, SECTOR_CVL, SECTOR_OPP) && e->mode == MODE_ASSAULT_primitive) {
        who = last_of(tree, SECTOR_COP, SECTOR_MIL, e);
    }
    if (who != NONE) {
        e->recipients = doc_refs(doc, &who, 1);
    }
}

/* "71 people were arrested, the police chief said": by his police; else by the police or the court named last. */
static void imply_officers(const Tree *tree, Doc *doc, Event *e) {
    for (uint32_t i = 0; i < e->asserted_by.n && e->actors.n == 0; i++) {
        uint32_t source = doc->attributions.at[doc->refs.at[e->asserted_by.first + i]].entity;
        if (source != NONE && of_sector(&doc->entities.at[source], SECTOR_COP, SECTOR_MIL)) {
            e->actors = doc_refs(doc, &source, 1);
        }
    }
    uint32_t who = e->actors.n > 0 ? NONE : last_of(tree, SECTOR_COP, SECTOR_JUD, e);
    if (who != NONE && !takes_part(doc, e->recipients, &doc->entities.at[who])) {
        e->actors = doc_refs(doc, &who, 1);
    }
}

static void imply_actor(const Tree *tree, Doc *doc, Event *e) {
    if ((e->type == EVENT_COERCE && e->mode == MODE_COERCE_arrest) ||
        (e->type == EVENT_SANCTION && e->mode == MODE_SANCTION_convict) || str_is(e->rule, "accuse.charge")) {
        imply_officers(tree, doc, e);
    } else if (e->type == EVENT_PROTEST) {
        const Event *old = earlier(doc, e, true);
        e->actors = old != NULL ? old->actors : e->actors;
    }
}

/* ---- the two sides ---- */

static bool is_one_of(Str word, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (str_eq_nocase(word, str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* "both sides", "the two governments", "the neighbours": words for those who face each other. */
static bool is_pair(const Tree *tree, uint32_t mention) {
    static const char *const sure[] = {"side", "party", "neighbour", "neighbor", "foe", "rival", "belligerent"};
    static const char *const counted[] = {"country", "nation",    "state",   "government", "army",       "military",
                                          "leader",  "president", "premier", "minister",   "delegation", "negotiator",
                                          "capital", "power",     "camp",    "chief",      "team"};
    const Doc *doc = tree->doc;
    const Mention *m = &doc->mentions.at[mention];
    const Token *head = &doc->tokens.at[m->head];
    if (head->xpos != XPOS_NNS || m->form != MENTION_NOMINAL) {
        return false;
    }
    bool definite = false, two = false, named = false;
    for
        EACH_CHILD(tree, c, m->head) {
            definite |=
                tree_lemma_is(tree, c, "the") || tree_lemma_is(tree, c, "these") || tree_lemma_is(tree, c, "both");
            two |= tree_lemma_is(tree, c, "two") || tree_lemma_is(tree, c, "both");
            named |= tree->mention[c] != NONE && tree->mention[c] != mention &&
                     doc->tokens.at[c].deprel != DEPREL_conj; /* "the two Indian ministers", "Kenya's parties" */
        }
    bool side = is_one_of(head->lemma, sure, sizeof sure / sizeof *sure);
    return !named && definite && (side || (two && is_one_of(head->lemma, counted, sizeof counted / sizeof *counted)));
}

/* Adds who can be told apart from the first of a pair. */
static void add_party(const Doc *doc, uint32_t id, uint32_t pair[2], uint32_t *n) {
    const Entity *e = &doc->entities.at[id];
    if (*n < 2 && e->code[0] != '\0' && (*n == 0 || !same_side(e, &doc->entities.at[pair[0]]))) {
        pair[(*n)++] = id;
    }
}

/* The two who faced each other last, in one event before `event`. */
static bool facing(const Doc *doc, const Event *event, uint32_t pair[2]) {
    for (const Event *old = event; old-- > doc->events.at && near(old, event);) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < old->actors.n; i++) {
            add_party(doc, doc->refs.at[old->actors.first + i], pair, &n);
        }
        for (uint32_t i = 0; i < old->recipients.n; i++) {
            add_party(doc, doc->refs.at[old->recipients.first + i], pair, &n);
        }
        if (n == 2 && memcmp(doc->entities.at[pair[0]].code, doc->entities.at[pair[1]].code, sizeof(char[4])) != 0) {
            return true;
        }
    }
    return false;
}

static void spread_pair(const Tree *tree, Doc *doc, Event *e, Range *side, Range mentions, Range opposite) {
    uint32_t pair[2];
    for (uint32_t i = 0; i < mentions.n && side->n == 1; i++) {
        uint32_t mention = doc->refs.at[mentions.first + i];
        if (is_pair(tree, mention) && doc->mentions.at[mention].entity == doc->refs.at[side->first] &&
            facing(doc, e, pair) && !takes_part(doc, opposite, &doc->entities.at[pair[0]]) &&
            !takes_part(doc, opposite, &doc->entities.at[pair[1]])) {
            bool armed = doc->entities.at[doc->refs.at[side->first]].sectors[0] == SECTOR_MIL;
            pair[0] = spokesman(doc, pair[0], armed);
            pair[1] = spokesman(doc, pair[1], armed);
            *side = doc_refs(doc, pair, 2);
        }
    }
}

void implied_find(const Tree *tree, Doc *doc) {
    for (uint32_t i = 0; i < doc->events.n; i++) {
        Event *e = &doc->events.at[i];
        spread_pair(tree, doc, e, &e->actors, e->actor_mentions, e->recipients);
        spread_pair(tree, doc, e, &e->recipients, e->recipient_mentions, e->actors);
        if (e->actors.n == 0) {
            imply_actor(tree, doc, e);
        }
        if (e->recipients.n == 0 && e->type == EVENT_ASSAULT) {
            imply_victim(tree, doc, e);
        } else if (e->recipients.n == 0 && e->actors.n > 0) {
            imply_recipient(tree, doc, e);
        }
    }
}
