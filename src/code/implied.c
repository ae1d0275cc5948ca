#include "code/implied.h"

#include "code/event.h"
#include "code/status.h"

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

/* The participants of one side who can be told apart from `who`. */
static Range others(Doc *doc, Range range, const Entity *who) {
    uint32_t ids[16], n = 0;
    for (uint32_t i = 0; i < range.n && n < 16; i++) {
        const Entity *e = entity(doc, range, i);
        if (e->code[0] != '\0' && !same_side(e, who)) {
            ids[n++] = doc->refs.at[range.first + i];
        }
    }
    return doc_refs(doc, ids, n);
}

static bool near(const Event *old, const Event *now) {
    return now - old <= FEW && now->sentence >= old->sentence && now->sentence - old->sentence <= BACK;
}

static bool told(const Event *e) {
    return e->status != STATUS_negated && e->status != STATUS_hypothetical && e->status != STATUS_planned;
}

/* ---- whom an answer answers, whose deed is judged ---- */

enum {
    ANY_TYPE = (1 << EVENT_COUNT) - 1,
    FAR = 1 << EVENT_COUNT /* what a whole report is about: told anywhere before */
};
#define TYPE(name) ((uint32_t)1 << EVENT_##name)
#define DEEDS      (TYPE(SANCTION) | TYPE(COERCE) | TYPE(ASSAULT) | TYPE(MOBILIZE) | TYPE(RETREAT) | TYPE(CONCEDE))

/* Nouns that point back to what was said or done, beside those that the lexicon has as events themselves. */
static const struct Pointer {
    const char *lemma;
    uint32_t types;
} POINTERS[] = {
    {"request", TYPE(REQUEST)},
    {"demand", TYPE(REQUEST)},
    {"call", TYPE(REQUEST)},
    {"appeal", TYPE(REQUEST)},
    {"condition", TYPE(REQUEST)},
    {"ultimatum", TYPE(REQUEST) | TYPE(THREATEN)},
    {"offer", TYPE(AGREE)},
    {"proposal", TYPE(AGREE) | TYPE(REQUEST)},
    {"accusation", TYPE(ACCUSE)},
    {"allegation", TYPE(ACCUSE)},
    {"charge", TYPE(ACCUSE)},
    {"criticism", TYPE(ACCUSE)},
    {"claim", TYPE(ACCUSE)},
    {"report", TYPE(ACCUSE)},
    {"version", TYPE(ACCUSE)},
    {"threat", TYPE(THREATEN)},
    {"warning", TYPE(THREATEN)},
    {"verdict", TYPE(SANCTION) | FAR},
    {"judgment", TYPE(SANCTION) | FAR},
    {"judgement", TYPE(SANCTION) | FAR},
    {"conviction", TYPE(SANCTION) | FAR},
    {"sentence", TYPE(SANCTION) | FAR},
    {"ruling", TYPE(SANCTION) | FAR},
    {"trial", TYPE(SANCTION) | FAR},
    {"coup", TYPE(COERCE) | FAR},
    {"takeover", TYPE(COERCE) | FAR},
    {"seizure", TYPE(COERCE) | FAR},
    {"decision", DEEDS},
    {"move", DEEDS},
    {"step", DEEDS},
    {"measure", DEEDS},
    {"action", DEEDS},
};

/* "the request", "these arrests", "a charge that Rabat denies" */
static bool points_back(const Tree *tree, uint32_t t, uint32_t verb) {
    static const char *const definite[] = {"the", "this", "that", "these", "those", "such"};
    for
        EACH_CHILD(tree, c, t) {
            for (size_t i = 0; i < sizeof definite / sizeof *definite; i++) {
                if (c == verb || (tree_token(tree, c)->deprel == DEPREL_det && tree_lemma_is(tree, c, definite[i]))) {
                    return true;
                }
            }
        }
    return false;
}

/* The types of event that the object of a verb may stand for: "the request", "the expulsions", "this"; 0: none. */
static uint32_t stands_for(const Tree *tree, uint32_t t, uint32_t verb) {
    if (tree_token(tree, t)->upos == UPOS_PRON) {
        return tree->mention[t] == NONE ? ANY_TYPE : 0;
    }
    if (!points_back(tree, t, verb)) {
        return 0;
    }
    for (size_t i = 0; i < sizeof POINTERS / sizeof *POINTERS; i++) {
        if (tree_lemma_is(tree, t, POINTERS[i].lemma)) {
            return POINTERS[i].types;
        }
    }
    uint32_t types = 0;
    for (uint32_t type = 0; type < EVENT_COUNT; type++) {
        types |= (uint32_t)event_test(tree, &(LexTest){TEST_EVENT, type}, t) << type;
    }
    return types;
}

/* The last event of one of those types that somebody did, at most so many sentences up. */
static const Event *last_told(const Doc *doc, const Event *event, uint32_t types, uint32_t back) {
    for (const Event *e = event; e-- > doc->events.at && event - e <= FEW && e->sentence + back >= event->sentence;) {
        if ((types >> e->type & 1) != 0 && e->actors.n > 0 && told(e)) {
            return e;
        }
    }
    return NULL;
}

static bool speaks_of(const Tree *tree, const Attribution *a, const Entity *who) {
    const Doc *doc = tree->doc;
    const Sentence *s = &doc->sentences.at[a->sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        const Entity *x = named_at(tree, t);
        for (uint32_t i = 0; x != NULL && i < a->contents.n; i++) {
            if (same_side(x, who) && span_holds(doc->spans.at[a->contents.first + i], tree_token(tree, t)->span)) {
                return true;
            }
        }
    }
    return false;
}

/* Who has just said something of the one who denies it, at most two sentences up. */
static Range accusers(const Tree *tree, Doc *doc, const Event *e) {
    const Entity *who = entity(doc, e->actors, 0);
    const Attribution *all = doc->attributions.at;
    for (uint32_t i = tree_attributions(tree, e->sentence + 1), k = 0;
         i-- > 0 && k < FEW && all[i].sentence + 2 >= e->sentence; k++) {
        const Entity *source = all[i].entity == NONE ? NULL : &doc->entities.at[all[i].entity];
        bool before = all[i].sentence < e->sentence || all[i].cue.start < e->trigger.start;
        if (before && source != NULL && !same_side(source, who) && speaks_of(tree, &all[i], who)) {
            return doc_refs(doc, &all[i].entity, 1);
        }
    }
    return (Range){0};
}

/* "Ankara refused", "it rejected the demand", "the general denies this": to whoever asked, offered or accused.  Without
   a word for what is answered it must have been meant for the one who answers. */
static Range answered(const Tree *tree, Doc *doc, const Event *e) {
    const Entity *who = entity(doc, e->actors, 0);
    uint32_t object = role_object(tree, e->trigger_head);
    uint32_t types = object != NONE            ? stands_for(tree, object, e->trigger_head)
                     : e->type == EVENT_REJECT ? ANY_TYPE
                                               : 0;
    bool named = types != ANY_TYPE;
    types &= TYPE(REQUEST) | TYPE(ACCUSE) | TYPE(AGREE) | TYPE(THREATEN);
    const Event *old = types == 0 ? NULL : last_told(doc, e, types, 2);
    bool meant = old != NULL && (named || code_among(doc, who, old->recipients));
    Range found = meant ? others(doc, old->actors, who) : (Range){0};
    bool denied = object != NONE ? (types & TYPE(ACCUSE)) != 0 : str_starts(e->rule, STR("deny."));
    return found.n == 0 && denied ? accusers(tree, doc, e) : found;
}

/* "Kenya condemned the attack", "Paris praised the decision": whoever did it. */
static Range judged(const Tree *tree, Doc *doc, const Event *e) {
    uint32_t object = role_object(tree, e->trigger_head);
    bool noun = object != NONE && tree_token(tree, object)->upos != UPOS_PRON;
    uint32_t types = noun ? stands_for(tree, object, e->trigger_head) : 0;
    const Event *old = types == 0 ? NULL : last_told(doc, e, types, types == DEEDS ? 2 : (types & FAR) != 0 ? FAR : 4);
    return old == NULL ? (Range){0} : others(doc, old->actors, entity(doc, e->actors, 0));
}

/* "Oslo denounced the judges and recalled its ambassador": both for the same. */
static Range same_breath(const Tree *tree, Doc *doc, const Event *e) {
    const Entity *who = entity(doc, e->actors, 0);
    uint32_t verb = status_clause(tree, e->trigger_head), first = tree_token(tree, verb)->head;
    for (const Event *old = e; old-- > doc->events.at && old->sentence == e->sentence;) {
        bool joined = tree_token(tree, verb)->deprel == DEPREL_conj && status_clause(tree, old->trigger_head) == first;
        if (joined && old->type != EVENT_CONSULT && old->type != EVENT_REQUEST && told(old) &&
            takes_part(doc, old->actors, who)) {
            return others(doc, old->recipients, who);
        }
    }
    return (Range){0};
}

/* Who said what is denied. */
static Range claimants(Doc *doc, const Event *e) {
    uint32_t ids[8], n = 0;
    const Event *claim = e->about == NONE ? NULL : &doc->events.at[e->about];
    for (uint32_t i = 0; claim != NULL && i < claim->asserted_by.n && n < 8; i++) {
        uint32_t source = doc->attributions.at[doc->refs.at[claim->asserted_by.first + i]].entity;
        if (source != NONE && !takes_part(doc, e->actors, &doc->entities.at[source])) {
            ids[n++] = source;
        }
    }
    return doc_refs(doc, ids, n);
}

/* "Paris demanded their release": of whoever holds them. */
static Range captor(const Tree *tree, Doc *doc, const Event *e) {
    const Event *end = doc->events.at + doc->events.n;
    for (const Event *asked = e + 1; asked < end && asked->sentence == e->sentence && asked - e <= 4; asked++) {
        if (asked->mode == MODE_RETREAT_release && tree_under(tree, asked->trigger_head, e->trigger_head)) {
            const Event *old = last_told(doc, e, TYPE(COERCE) | TYPE(ASSAULT), 3);
            bool held = old != NULL && (old->mode == MODE_COERCE_arrest || old->mode == MODE_ASSAULT_abduct);
            return held ? others(doc, old->actors, entity(doc, e->actors, 0)) : (Range){0};
        }
    }
    return (Range){0};
}

static Range implied_recipient(const Tree *tree, Doc *doc, const Event *e) {
    bool noun = tree_is_nominal(tree, e->trigger_head);
    Range found = {0};
    switch ((EventType)e->type) {
    case EVENT_REJECT: found = claimants(doc, e); return found.n > 0 || noun ? found : answered(tree, doc, e);
    case EVENT_CONCEDE: return noun ? found : answered(tree, doc, e);
    case EVENT_AGREE: found = noun ? found : answered(tree, doc, e); break;
    case EVENT_REQUEST: return captor(tree, doc, e);
    case EVENT_ACCUSE:
    case EVENT_SUPPORT: return noun ? found : judged(tree, doc, e);
    case EVENT_SANCTION:
    case EVENT_THREATEN: break;
    default: return found;
    }
    return found.n > 0 ? found : same_breath(tree, doc, e);
}

static void imply_recipient(const Tree *tree, Doc *doc, Event *e) {
    Range found = told(e) ? implied_recipient(tree, doc, e) : (Range){0};
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
    bool again = e->actors.n == 0 && told(e) && tree_is_nominal(tree, e->trigger_head) &&
                 points_back(tree, e->trigger_head, NONE);
    if (claim || again) {
        const Event *old = earlier(doc, e, false);
        e->recipients = old != NULL ? old->recipients : e->recipients;
        e->mode = claim && old != NULL && e->mode == MODE_NONE ? old->mode : e->mode;
    } else if (e->mode == MODE_ASSAULT_crowd_control && actor_is(doc, e, SECTOR_COP, SECTOR_MIL)) {
        const Event *protest = last_told(doc, e, TYPE(PROTEST), 3);
        e->recipients = protest != NULL ? others(doc, protest->actors, entity(doc, e->actors, 0)) : e->recipients;
        who = e->recipients.n > 0 ? NONE : last_of(tree, SECTOR_CVL, SECTOR_OPP, e);
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

static bool one_country(const Doc *doc, const uint32_t pair[2]) {
    return memcmp(doc->entities.at[pair[0]].code, doc->entities.at[pair[1]].code, sizeof(char[4])) == 0;
}

/* The two of one event, as far as two countries took part in it, or two camps of one country fought each other. */
static bool pair_of(const Doc *doc, const Event *old, uint32_t pair[2]) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < old->actors.n; i++) {
        add_party(doc, doc->refs.at[old->actors.first + i], pair, &n);
    }
    for (uint32_t i = 0; i < old->recipients.n; i++) {
        add_party(doc, doc->refs.at[old->recipients.first + i], pair, &n);
    }
    return n == 2 && (!one_country(doc, pair) || (old->type == EVENT_ASSAULT && told(old)));
}

/* The two who faced each other last: in a conflict or together at a table, else in whatever was between two. */
static bool facing(const Doc *doc, const Event *event, uint32_t pair[2]) {
    for (int any = 0; any < 2; any++) {
        for (const Event *old = event; old-- > doc->events.at && near(old, event);) {
            bool face = event_quad((EventType)old->type) > 2 || old->actors.n > 1;
            if ((face || any) && pair_of(doc, old, pair)) {
                return true;
            }
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
            if (!one_country(doc, pair)) {
                pair[0] = spokesman(doc, pair[0], armed);
                pair[1] = spokesman(doc, pair[1], armed);
            }
            *side = doc_refs(doc, pair, 2);
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

/* "The minister and his colleague discussed a truce. They …": the two of the sentence before. */
static void spread_they(const Tree *tree, Doc *doc, Event *e) {
    uint32_t subject = tree_child(tree, e->trigger_head, DEPREL_nsubj);
    const Event *old = e;
    while (old > doc->events.at && old->sentence == e->sentence) {
        old--;
    }
    if (e->actors.n > 1 || old->sentence + 1 != e->sentence || old->actors.n < 2 || subject == NONE ||
        !tree_lemma_is(tree, subject, "they")) {
        return;
    }
    uint32_t mention = tree->mention[subject], they = mention == NONE ? NONE : doc->mentions.at[mention].entity;
    if (they == NONE || !named_in(tree, they, old->sentence)) {
        e->actors = old->actors;
        e->actor_mentions = old->actor_mentions;
    }
}

void implied_find(const Tree *tree, Doc *doc) {
    for (uint32_t i = 0; i < doc->events.n; i++) {
        Event *e = &doc->events.at[i];
        spread_they(tree, doc, e);
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
