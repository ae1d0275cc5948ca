#include "code/implied.h"

#include "code/attribution.h"
#include "code/event.h"
#include "code/pair.h"
#include "code/party.h"
#include "code/status.h"

enum {
    FEW = PARTY_EVENTS,
    NAMED = 400 /* tokens that are looked back for somebody named */
};

static bool of_sector(const Entity *e, Sector a, Sector b) {
    return e->sectors[0] == a || e->sectors[0] == b;
}

/* ---- whom an answer answers, whose deed is judged ---- */

enum {
    ANY_TYPE = (1 << EVENT_COUNT) - 1,
    FAR = 1 << EVENT_COUNT /* what a whole report is about: told anywhere before */
};
#define TYPE(name) ((uint32_t)1 << EVENT_##name)
#define DEEDS      (TYPE(SANCTION) | TYPE(COERCE) | TYPE(ASSAULT) | TYPE(MOBILIZE) | TYPE(RETREAT) | TYPE(CONCEDE))

#define ACCORDS (TYPE(AGREE) | TYPE(SUPPORT) | TYPE(CONSULT) | TYPE(RETREAT) | TYPE(CONCEDE))

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
    {"release", TYPE(RETREAT)},
    {"withdrawal", TYPE(RETREAT) | TYPE(CONCEDE)},
    {"launch", TYPE(MOBILIZE)},
    {"test", TYPE(MOBILIZE)},
    {"drill", TYPE(MOBILIZE) | TYPE(COOPERATE)},
    {"manoeuvre", TYPE(MOBILIZE) | TYPE(COOPERATE)},
    {"deal", ACCORDS},
    {"agreement", ACCORDS},
    {"accord", ACCORDS},
    {"treaty", ACCORDS},
    {"truce", ACCORDS},
    {"ceasefire", ACCORDS},
    {"rapprochement", ACCORDS},
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

/* The last event of one of those types that somebody did, at most so many sentences up; if `hit` is not NULL, sooner
   one that was done to his country, and plans count. */
static const Event *last_told(const Doc *doc, const Event *event, uint32_t types, uint32_t back, const Entity *hit) {
    const Event *last = NULL;
    for (const Event *e = event; e-- > doc->events.at && event - e <= FEW && e->sentence + back >= event->sentence;) {
        bool counts = party_told(e) || (hit != NULL && e->status == STATUS_planned);
        if ((types >> e->type & 1) == 0 || e->actors.n == 0 || !counts) {
            continue;
        }
        if (hit == NULL || (hit->code[0] != '\0' && party_code_among(doc, hit, e->recipients))) {
            return e;
        }
        last = last == NULL ? e : last;
    }
    return last;
}

static bool speaks_of(const Tree *tree, const Attribution *a, const Entity *who) {
    const Sentence *s = &tree->doc->sentences.at[a->sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        const Entity *x = party_at(tree, t);
        if (x != NULL && party_same_side(x, who) && attribution_holds(tree->doc, a, tree_token(tree, t)->span)) {
            return true;
        }
    }
    return false;
}

/* Who has just said something of the one who denies it, at most two sentences up. */
static Range accusers(const Tree *tree, Doc *doc, const Event *e) {
    const Entity *who = party(doc, e->actors, 0);
    const Attribution *all = doc->attributions.at;
    for (uint32_t i = attribution_from(tree->doc, e->sentence + 1), k = 0;
         i-- > 0 && k < FEW && all[i].sentence + 2 >= e->sentence; k++) {
        const Entity *source = all[i].entity == NONE ? NULL : &doc->entities.at[all[i].entity];
        bool before = all[i].sentence < e->sentence || all[i].cue.start < e->trigger.start;
        if (before && source != NULL && !party_same_side(source, who) && speaks_of(tree, &all[i], who)) {
            return doc_refs(doc, &all[i].entity, 1);
        }
    }
    return (Range){0};
}

/* "Ankara refused", "it rejected the demand", "the general denies this": to whoever asked, offered or accused.  Without
   a word for what is answered it must have been meant for the one who answers. */
static Range answered(const Tree *tree, Doc *doc, const Event *e) {
    const Entity *who = party(doc, e->actors, 0);
    uint32_t object = role_object(tree, e->trigger_head);
    uint32_t types = object != NONE            ? stands_for(tree, object, e->trigger_head)
                     : e->type == EVENT_REJECT ? ANY_TYPE
                                               : 0;
    bool named = types != ANY_TYPE;
    types &= TYPE(REQUEST) | TYPE(ACCUSE) | TYPE(AGREE) | TYPE(THREATEN);
    const Event *old = types == 0 ? NULL : last_told(doc, e, types, named ? 4 : 2, NULL);
    bool charge = old != NULL && object != NONE && old->type == EVENT_ACCUSE && old->sentence + 1 >= e->sentence;
    bool meant = old != NULL && (named || charge || party_code_among(doc, who, old->recipients));
    Range found = meant ? party_others(doc, old->actors, who) : (Range){0};
    bool denied = object != NONE ? (types & TYPE(ACCUSE)) != 0 : str_starts(e->rule, STR("deny."));
    return found.n == 0 && denied ? accusers(tree, doc, e) : found;
}

/* The accord told last: sooner one that two made than what one did for it. */
static const Event *last_accord(const Doc *doc, const Event *event) {
    const Event *last = NULL;
    for (const Event *e = event; e-- > doc->events.at && event - e <= FEW;) {
        if ((ACCORDS >> e->type & 1) == 0 || e->mode == MODE_CONSULT_third_party || !party_told(e)) {
            continue;
        }
        if (e->actors.n > 1) {
            return e;
        }
        last = last == NULL && e->actors.n > 0 ? e : last;
    }
    return last;
}

/* The doers apart from `who` and his like; a president may praise his country's court. */
static Range doers(Doc *doc, const Event *old, const Entity *who) {
    uint32_t ids[16], n = 0;
    for (uint32_t i = 0; i < old->actors.n && n < 16; i++) {
        const Entity *e = party(doc, old->actors, i);
        bool like = e == who || (party_same_code(e, who) && e->sectors[0] == who->sectors[0]);
        if (e->code[0] != '\0' && !like) {
            ids[n++] = doc->refs.at[old->actors.first + i];
        }
    }
    return doc_refs(doc, ids, n);
}

/* "Kenya condemned the attack", "Paris praised the decision": whoever did it. */
static Range judged(const Tree *tree, Doc *doc, const Event *e) {
    uint32_t object = role_object(tree, e->trigger_head);
    bool noun = object != NONE && tree_token(tree, object)->upos != UPOS_PRON;
    uint32_t types = noun ? stands_for(tree, object, e->trigger_head) : 0;
    const Entity *who = party(doc, e->actors, 0);
    uint32_t back = types == DEEDS ? 2 : (types & FAR) != 0 ? FAR : 6;
    const Event *old = types == 0         ? NULL
                       : types == ACCORDS ? last_accord(doc, e)
                                          : last_told(doc, e, types, back, e->type == EVENT_ACCUSE ? who : NULL);
    return old == NULL ? (Range){0} : doers(doc, old, who);
}

/* "Oslo denounced the judges and recalled its ambassador": both for the same. */
static Range same_breath(const Tree *tree, Doc *doc, const Event *e) {
    const Entity *who = party(doc, e->actors, 0);
    uint32_t verb = status_clause(tree, e->trigger_head), first = tree_token(tree, verb)->head;
    for (const Event *old = e; old-- > doc->events.at && old->sentence == e->sentence;) {
        bool joined = tree_token(tree, verb)->deprel == DEPREL_conj && status_clause(tree, old->trigger_head) == first;
        bool alike = (event_quad((EventType)old->type) > 2) == (event_quad((EventType)e->type) > 2);
        if (joined && alike && old->type != EVENT_CONSULT && old->type != EVENT_REQUEST && party_told(old) &&
            party_takes_part(doc, old->actors, who)) {
            return party_others(doc, old->recipients, who);
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
        if (source != NONE && !party_takes_part(doc, e->actors, &doc->entities.at[source])) {
            ids[n++] = source;
        }
    }
    return doc_refs(doc, ids, n);
}

/* What a request asks for: "demanded their release". */
static Event *asked_act(const Tree *tree, const Doc *doc, const Event *e) {
    Event *end = doc->events.at + doc->events.n;
    for (Event *asked = doc->events.at + (e - doc->events.at) + 1;
         asked < end && asked->sentence == e->sentence && asked - e <= 4; asked++) {
        if (tree_under(tree, asked->trigger_head, e->trigger_head)) {
            return asked;
        }
    }
    return NULL;
}

static bool holds_people(const Event *e) {
    return e->mode == MODE_COERCE_arrest || e->mode == MODE_ASSAULT_abduct || e->mode == MODE_SANCTION_convict;
}

/* "Paris demanded their release": of whoever holds them. */
static Range captor(Doc *doc, const Event *e, const Event *asked) {
    bool release = asked != NULL && asked->mode == MODE_RETREAT_release;
    const Event *old = release ? last_told(doc, e, TYPE(COERCE) | TYPE(ASSAULT) | TYPE(SANCTION), 3, NULL) : NULL;
    return old != NULL && holds_people(old) ? party_others(doc, old->actors, party(doc, e->actors, 0)) : (Range){0};
}

/* "demanded his release" is not asked of him. */
static void ask_captor(const Tree *tree, Doc *doc, Event *e) {
    const Event *asked = asked_act(tree, doc, e);
    Range held_by = captor(doc, e, asked);
    uint32_t who = doc->refs.at[e->recipients.first];
    bool held = asked != NULL && asked->mode == MODE_RETREAT_release && asked->recipients.n > 0 &&
                doc->refs.at[asked->recipients.first] == who;
    for (const Event *old = e; held_by.n > 0 && old-- > doc->events.at && party_near(old, e);) {
        held |= holds_people(old) && old->recipients.n > 0 && doc->refs.at[old->recipients.first] == who;
    }
    if (held) {
        e->recipients = held_by;
        e->recipient_mentions = (Range){0};
    }
}

/* "demanded their release": those who are asked are to do it, not who asks. */
static void ask_doers(const Tree *tree, const Doc *doc, const Event *e) {
    Event *asked = asked_act(tree, doc, e);
    bool release = asked != NULL && asked->mode == MODE_RETREAT_release && asked->status == STATUS_hypothetical &&
                   tree_is_nominal(tree, asked->trigger_head);
    uint32_t whose = release ? tree_child(tree, asked->trigger_head, DEPREL_nmod_poss) : NONE;
    if (release && asked->recipients.n == 0 && asked->actor_mentions.n > 0 && whose != NONE &&
        tree->mention[whose] == doc->refs.at[asked->actor_mentions.first]) {
        asked->recipients = asked->actors; /* "their release": they do not free themselves */
        asked->recipient_mentions = asked->actor_mentions;
        asked->actors = (Range){0};
    }
    if (release && (asked->actors.n == 0 || party_takes_part(doc, e->actors, party(doc, asked->actors, 0)))) {
        asked->actors = e->recipients;
        asked->actor_mentions = (Range){0};
    }
}

/* "called for restraint", "appealed for calm": to those who face each other, of whom the one who asks is none. */
static Range quarrellers(const Tree *tree, Doc *doc, const Event *e) {
    static const char *const wishes[] = {"restraint", "calm",       "peace",    "ceasefire",     "truce",
                                         "dialogue",  "talks",      "end",      "cessation",     "negotiation",
                                         "halt",      "moderation", "solution", "de-escalation", "talk"};
    const Entity *who = party(doc, e->actors, 0);
    uint32_t pair[2];
    bool wish = false;
    for
        EACH_CHILD(tree, c, e->trigger_head) {
            Deprel rel = (Deprel)tree_token(tree, c)->deprel;
            bool object = rel == DEPREL_obl || rel == DEPREL_obj;
            wish |= object && STR_IN_NOCASE(tree_token(tree, c)->lemma, wishes);
        }
    bool two = wish && pair_facing(doc, e, false, pair) && !party_same_code(who, &doc->entities.at[pair[0]]) &&
               !party_same_code(who, &doc->entities.at[pair[1]]);
    return two ? doc_refs(doc, pair, 2) : (Range){0};
}

/* What foreign countries give, promise and stop in a report about one country is for that country. */
static Range scene(Doc *doc, const Event *e) {
    uint32_t home = party_state(doc, doc->home);
    for (uint32_t i = 0; home != NONE && i < e->actors.n; i++) {
        const Entity *a = party(doc, e->actors, i);
        bool power = a->sectors[0] == SECTOR_GOV && a->code[0] != '\0';
        home = power && !party_same_code(a, &doc->entities.at[home]) ? home : NONE;
    }
    return home == NONE ? (Range){0} : doc_refs(doc, &home, 1);
}

/* The opposition and the rights groups of a country find fault with its government. */
static Range government(Doc *doc, const Event *e) {
    const Entity *who = party(doc, e->actors, 0);
    uint32_t state = of_sector(who, SECTOR_OPP, SECTOR_SOC) ? party_state(doc, who->code) : NONE;
    return state == NONE ? (Range){0} : doc_refs(doc, &state, 1);
}

/* "complained to the Security Council that soldiers of Chad had …": the council is no culprit. */
static void blame_culprit(const Tree *tree, Doc *doc, Event *e) {
    uint32_t content = tree_child(tree, e->trigger_head, DEPREL_ccomp),
             council = tree_child(tree, e->trigger_head, DEPREL_obl);
    if (content == NONE && council != NONE) {
        content = tree_child(tree, council, DEPREL_acl_relcl); /* where the parser hangs it on what is before it */
    }
    uint32_t subject = content == NONE ? NONE : tree_child(tree, content, DEPREL_nsubj);
    const Entity *culprit = subject == NONE ? NULL : party_at(tree, subject);
    for (uint32_t i = 0; i < e->recipients.n; i++) {
        const char *code = party(doc, e->recipients, i)->code;
        if (strcmp(code, "UNO") != 0 && strcmp(code, "IGO") != 0) {
            return;
        }
    }
    if (culprit != NULL && culprit->code[0] != '\0' && !party_takes_part(doc, e->actors, culprit)) {
        uint32_t id = (uint32_t)(culprit - doc->entities.at);
        e->recipients = doc_refs(doc, &id, 1);
        e->recipient_mentions = doc_refs(doc, &tree->mention[subject], 1);
    }
}

/* The first way that finds somebody. */
static Range implied_recipient(const Tree *tree, Doc *doc, const Event *e) {
    bool noun = tree_is_nominal(tree, e->trigger_head);
    Range found = {0};
    switch ((EventType)e->type) {
    case EVENT_REJECT: found = claimants(doc, e); return found.n > 0 || noun ? found : answered(tree, doc, e);
    case EVENT_CONCEDE: return noun ? found : answered(tree, doc, e);
    case EVENT_AGREE:
        found = noun ? found : answered(tree, doc, e);
        found = found.n > 0 ? found : same_breath(tree, doc, e);
        return found.n == 0 && str_is(e->rule, "agree.give") ? scene(doc, e) : found;
    case EVENT_REQUEST:
        found = captor(doc, e, asked_act(tree, doc, e));
        return found.n > 0 || noun ? found : quarrellers(tree, doc, e);
    case EVENT_ACCUSE: found = government(doc, e); return found.n > 0 || noun ? found : judged(tree, doc, e);
    case EVENT_SUPPORT:
        found = noun ? found : judged(tree, doc, e);
        return found.n == 0 && str_is(e->rule, "support.back") ? scene(doc, e) : found;
    case EVENT_AID: return scene(doc, e);
    case EVENT_CONSULT: return e->mode == MODE_CONSULT_visit ? scene(doc, e) : found;
    case EVENT_SANCTION:
        found = same_breath(tree, doc, e);
        return found.n == 0 && e->mode != MODE_SANCTION_convict ? scene(doc, e) : found;
    case EVENT_THREATEN: return same_breath(tree, doc, e);
    default: return found;
    }
}

static void imply_recipient(const Tree *tree, Doc *doc, Event *e) {
    Range found = party_told(e) ? implied_recipient(tree, doc, e) : (Range){0};
    for (uint32_t i = 0; i < found.n && e->actors.n > 1; i++) {
        if (party_code_among(doc, party(doc, found, i), e->actors)) {
            return; /* they did it together */
        }
    }
    e->recipients = found;
}

/* ---- acts told before ---- */

/* The last entity of one of two sectors named before the trigger, at most three sentences up; NONE. */
static uint32_t last_of(const Tree *tree, Sector a, Sector b, const Event *e) {
    for (uint32_t t = e->trigger_head, i = 0; t-- > 0 && i < NAMED; i++) {
        const Entity *x = party_at(tree, t);
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
    for (const Event *e = event; e-- > doc->events.at && party_near(e, event);) {
        if (e->type == event->type && (actors ? e->actors.n : e->recipients.n) > 0 && e->status != STATUS_negated &&
            e->status != STATUS_hypothetical) {
            return e;
        }
    }
    return NULL;
}

static bool actor_is(const Doc *doc, const Event *e, Sector a, Sector b) {
    return e->actors.n > 0 && of_sector(party(doc, e->actors, 0), a, b);
}

/* Who suffered the claimed or renewed deed; whom tear gas and stones are for at a protest. */
static void imply_victim(const Tree *tree, Doc *doc, Event *e) {
    uint32_t who = NONE;
    bool claim = str_is(e->rule, "assault.claim");
    bool again = e->actors.n == 0 && party_told(e) && tree_is_nominal(tree, e->trigger_head) &&
                 points_back(tree, e->trigger_head, NONE);
    if (claim || again) {
        const Event *old = earlier(doc, e, false);
        for (const Event *last = e; claim && last-- > doc->events.at && last->sentence + 1 >= e->sentence;) {
            if (last->type == EVENT_ASSAULT && last->sentence < e->sentence) {
                old = last; /* what has just been told, even if it hit nobody */
                break;
            }
        }
        e->recipients = old != NULL ? old->recipients : e->recipients;
        e->mode = claim && old != NULL && e->mode == MODE_NONE ? old->mode : e->mode;
    } else if (e->mode == MODE_ASSAULT_crowd_control && actor_is(doc, e, SECTOR_COP, SECTOR_MIL)) {
        const Event *protest = last_told(doc, e, TYPE(PROTEST), 3, NULL);
        e->recipients = protest != NULL ? party_others(doc, protest->actors, party(doc, e->actors, 0)) : e->recipients;
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
    if (who != NONE && !party_takes_part(doc, e->recipients, &doc->entities.at[who])) {
        e->actors = doc_refs(doc, &who, 1);
    }
}

/* Those whom the report calls protesters. */
static Range protesters(const Tree *tree, Doc *doc) {
    static const char *const words[] = {"protester", "demonstrator", "protestor", "marcher", "rioter", "striker"};
    for (uint32_t i = 0; i < doc->mentions.n && i < NAMED; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (m->entity != NONE && STR_IN_NOCASE(tree_token(tree, m->head)->lemma, words)) {
            return doc_refs(doc, &m->entity, 1);
        }
    }
    return (Range){0};
}

static void imply_actor(const Tree *tree, Doc *doc, Event *e) {
    if ((e->type == EVENT_COERCE && e->mode == MODE_COERCE_arrest) ||
        (e->type == EVENT_SANCTION && e->mode == MODE_SANCTION_convict) || str_is(e->rule, "accuse.charge")) {
        imply_officers(tree, doc, e);
    } else if (e->type == EVENT_PROTEST) {
        const Event *old = earlier(doc, e, true);
        e->actors = old != NULL ? old->actors : protesters(tree, doc);
    }
}

static bool all_among(const Doc *doc, Range some, Range all) {
    for (uint32_t i = 0; i < some.n; i++) {
        if (!party_takes_part(doc, all, party(doc, some, i))) {
            return false;
        }
    }
    return true;
}

/* "condemned Sudan and promised to raise the matter": the second opinion knows whom a promise is often made to, but not
   that the same doer has just condemned him. */
static void spare_accused(Doc *doc, Event *e) {
    for (const Event *old = e; old-- > doc->events.at && old->sentence == e->sentence;) {
        if (old->type == EVENT_ACCUSE && e->actors.n > 0 && e->recipients.n > 0 &&
            all_among(doc, e->actors, old->actors) && all_among(doc, e->recipients, old->recipients)) {
            e->recipients = (Range){0};
        }
    }
}

void implied_find(const Tree *tree, Doc *doc) {
    for (uint32_t i = 0; i < doc->events.n; i++) {
        Event *e = &doc->events.at[i];
        pair_spread(tree, doc, e);
        if (e->type == EVENT_AGREE && (e->learned & LEARNED_RECIPIENT) != 0) {
            spare_accused(doc, e);
        }
        if (e->actors.n == 0) {
            imply_actor(tree, doc, e);
        }
        if (e->recipients.n > 0 && e->actors.n > 0 && str_is(e->rule, "accuse.complain")) {
            blame_culprit(tree, doc, e);
        } else if (e->recipients.n > 0 && e->actors.n > 0 && e->mode == MODE_REQUEST_yield) {
            ask_captor(tree, doc, e);
        }
        if (e->recipients.n == 0 && e->type == EVENT_ASSAULT) {
            imply_victim(tree, doc, e);
        } else if (e->recipients.n == 0 && e->actors.n > 0) {
            imply_recipient(tree, doc, e);
        }
        if (e->recipients.n > 0 && e->type == EVENT_REQUEST) {
            ask_doers(tree, doc, e);
        }
    }
}
