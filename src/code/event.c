#include "code/event.h"

#include <math.h>

#include "code/attribution.h"
#include "code/context.h"
#include "code/dispute.h"
#include "code/event_gate.h"
#include "code/event_opinion.h"
#include "code/genre.h"
#include "code/implied.h"
#include "code/participant.h"
#include "code/size.h"
#include "code/status.h"

const char *const fate_names[FATE_COUNT] = {"event",
                                            "part of another",
                                            "not an event",
                                            "content",
                                            "nobody takes part",
                                            "genre",
                                            "told before",
                                            "stands back",
                                            "only things take part",
                                            "none, says the second opinion",
                                            "nothing else of the report is violent"};

enum { RETOLD = 512 }; /* acts of one type that are looked back for the same one */

typedef struct Work {
    Tree tree;
    Doc *doc;
    Arena *scratch;
    Matches matches;
    Contexts contexts;
    Genres genres;
    uint32_t *event_of; /* per match: its event, or NONE */
} Work;

/* ---- participants ---- */

static bool is_force(const Entity *e) {
    return e->sectors[0] == SECTOR_MIL || e->sectors[0] == SECTOR_COP || e->sectors[0] == SECTOR_SPY;
}

/* Of "Indian" in "Indian and Pakistani soldiers" the soldiers; or NONE. */
static uint32_t shared_noun(const Tree *tree, const Mention *m) {
    const Token *word = tree_token(tree, m->head);
    bool shared = word->deprel == DEPREL_conj || tree_child(tree, m->head, DEPREL_conj) != NONE;
    uint32_t noun = m->form == MENTION_ADJECTIVE && shared ? word->head : NONE;
    return noun != NONE && word->deprel == DEPREL_conj ? tree_token(tree, noun)->head : noun;
}

/* "Indian and Pakistani soldiers": of India its forces, where the report names them, else the state. */
static uint32_t acting_entity(const Tree *tree, uint32_t mention) {
    enum { NAMED = 500 };
    const Doc *doc = tree->doc;
    const Mention *m = &doc->mentions.at[mention];
    uint32_t noun = m->entity != NONE ? shared_noun(tree, m) : NONE, whose = noun != NONE ? tree->mention[noun] : NONE;
    const Entity *all = doc->entities.at;
    const Entity *forces =
        whose != NONE && doc->mentions.at[whose].entity != NONE ? &all[doc->mentions.at[whose].entity] : NULL;
    for (uint32_t i = 0; forces != NULL && is_force(forces) && i < doc->entities.n && i < NAMED; i++) {
        if (all[i].sectors[0] == forces->sectors[0] && all[i].type != ENTITY_person &&
            strcmp(all[i].code, all[m->entity].code) == 0) {
            return i;
        }
    }
    return m->entity;
}

static Range entities_of(const Tree *tree, Doc *doc, const TokenList *mentions) {
    uint32_t ids[16], n = 0;
    for (uint32_t i = 0; i < mentions->n; i++) {
        uint32_t e = acting_entity(tree, mentions->at[i]);
        bool known = e == NONE;
        for (uint32_t k = 0; k < n; k++) {
            known |= ids[k] == e;
        }
        if (!known) {
            ids[n++] = e;
        }
    }
    return doc_refs(doc, ids, n);
}

/* "the Pan-American Highway", "the Lagos Highway": a road neither acts nor suffers, whatever its name. */
static bool is_road(const Doc *doc, const Mention *m) {
    static const char *const words[] = {"Highway", "Road", "Street", "Avenue", "Boulevard", "Expressway", "Motorway"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool last = str_is(token_form(doc, m->end - 1), words[i]) && m->form == MENTION_NAME;
        if (last || (m->end < doc->tokens.n && str_is(token_form(doc, m->end), words[i]))) {
            return true;
        }
    }
    return false;
}

/* Mentions that mean nobody ("Kurdish") are no participants, nor is a road; of violence neither is what only a source's
   place makes one ("knocked offline by a flood of requests"). */
static void only_known(const Doc *doc, EventType event, TokenList *mentions) {
    bool force = event == EVENT_ASSAULT || event == EVENT_COERCE || event == EVENT_MOBILIZE || event == EVENT_PROTEST;
    uint32_t n = 0;
    for (uint32_t i = 0; i < mentions->n; i++) {
        uint32_t id = doc->mentions.at[mentions->at[i]].entity;
        const Entity *e = id == NONE ? NULL : &doc->entities.at[id];
        bool thing =
            force && e != NULL && e->type == ENTITY_unnamed && e->code[0] == '\0' && e->sectors[0] == SECTOR_NONE;
        if (e != NULL && !thing && !is_road(doc, &doc->mentions.at[mentions->at[i]])) {
            mentions->at[n++] = mentions->at[i];
        }
    }
    mentions->n = n;
}

/* ---- when and where ---- */

static bool calendar(Str value) {
    if (value.n != 4 && value.n != 7 && value.n != 10) {
        return false;
    }
    for (uint32_t i = 0; i < value.n; i++) {
        if (i == 4 || i == 7 ? value.at[i] != '-' : value.at[i] < '0' || value.at[i] > '9') {
            return false;
        }
    }
    return true;
}

static Str day_text(Arena *arena, int32_t day) {
    int y, m, d;
    day_to(day, &y, &m, &d);
    return str_of(arena_printf(arena, "%04d-%02d-%02d", y, m, d));
}

/* How near a time or a place stands to the trigger: 3 in its phrase, 2 in its clause, 1 in the clause above, 0
 * elsewhere. */
static int nearness(const Tree *tree, uint32_t t, uint32_t trigger) {
    if (t == NONE || tree_token(tree, t)->sentence != tree_token(tree, trigger)->sentence) {
        return 0;
    }
    uint32_t clause = status_clause(tree, trigger);
    if (tree_under(tree, t, trigger)) {
        return trigger == clause && status_clause(tree, t) != clause ? 0 : 3;
    }
    uint32_t own = status_clause(tree, t);
    if (own == clause) {
        return 2;
    }
    uint32_t up = tree_token(tree, clause)->head;
    return up != NONE && own == status_clause(tree, up) && tree_token(tree, clause)->deprel != DEPREL_ccomp ? 1 : 0;
}

/* "agreed in the spring to leave" said as "agreed to leave in the spring": a time in the words that a verb opens. */
static bool in_complement(const Tree *tree, uint32_t t, uint32_t trigger) {
    uint32_t verb = t == NONE ? NONE : tree_token(tree, t)->head;
    return verb != NONE && tree_token(tree, verb)->deprel == DEPREL_xcomp && tree_token(tree, verb)->head == trigger;
}

static bool has_since(const Tree *tree, uint32_t t) {
    for
        EACH_CHILD(tree, c, t) {
            if (tree_token(tree, c)->deprel == DEPREL_case && tree_lemma_is(tree, c, "since")) {
                return true;
            }
        }
    return false;
}

/* "the worst attack since 2011", "convicted since the vote of 2020": when something began to be so. */
static bool since(const Tree *tree, uint32_t t) {
    const Token *token = tree_token(tree, t);
    return has_since(tree, t) || (token->deprel == DEPREL_nmod && has_since(tree, token->head));
}

/* Times and places stand in the order of the text (doc_check): the first of `n` records of `size` bytes, whose span
   comes first, that begins at `start` or later. */
static uint32_t first_from(const void *records, size_t size, uint32_t n, uint32_t start) {
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        Span span;
        memcpy(&span, (const char *)records + middle * size, sizeof span);
        if (span.start < start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void attach_date(Work *w, Event *e) {
    Doc *doc = w->doc;
    Span sentence = doc->sentences.at[e->sentence].span;
    int best = 0;
    e->date_basis = DATE_BASIS_document;
    e->date = doc->date.n > 10 ? str_sub(doc->date, 0, 10) : doc->date;
    for (uint32_t i = first_from(doc->times.at, sizeof(Time), doc->times.n, sentence.start);
         i < doc->times.n && doc->times.at[i].span.start < sentence.end; i++) {
        const Time *time = &doc->times.at[i];
        if (time->from == DAY_NONE || (time->type != TIME_DATE && time->type != TIME_TIME)) {
            continue;
        }
        int near = nearness(&w->tree, time->token, e->trigger_head);
        bool past = doc->day != DAY_NONE && time->to != DAY_NONE && time->to < doc->day;
        near = near == 0 && past && in_complement(&w->tree, time->token, e->trigger_head) ? 1 : near;
        bool long_ago = doc->day != DAY_NONE && doc->day - time->from > 365;
        if (near <= best || ((near < 2 || long_ago) && since(&w->tree, time->token))) {
            continue;
        }
        best = near;
        e->date_basis = DATE_BASIS_stated;
        Str value = time->value.n > 10 ? str_sub(time->value, 0, 10) : time->value;
        e->date = calendar(value) ? value : day_text(doc->arena, time->from);
        e->enddate = calendar(value) || time->to == time->from || time->to == DAY_NONE ? (Str){0}
                                                                                       : day_text(doc->arena, time->to);
    }
}

static bool fills_slot(const Doc *doc, Range mentions, uint32_t mention) {
    for (uint32_t i = 0; i < mentions.n; i++) {
        if (doc->refs.at[mentions.first + i] == mention) {
            return true;
        }
    }
    return false;
}

static void attach_place(Work *w, Event *e) {
    const Doc *doc = w->doc;
    Span sentence = doc->sentences.at[e->sentence].span;
    int best = 0;
    e->place = NONE;
    for (uint32_t i = first_from(doc->places.at, sizeof(Place), doc->places.n, sentence.start);
         i < doc->places.n && doc->places.at[i].span.start < sentence.end; i++) {
        const Place *p = &doc->places.at[i];
        int near = nearness(&w->tree, p->token, e->trigger_head);
        if (near > best && !(p->mention != NONE && fills_slot(doc, e->actor_mentions, p->mention))) {
            best = near;
            e->place = i;
        }
    }
}

/* ---- one match, one event ---- */

static Span clause_span(const Tree *tree, uint32_t trigger) {
    uint32_t clause = status_clause(tree, trigger);
    const Sentence *s = &tree->doc->sentences.at[tree_token(tree, trigger)->sentence];
    Span span = tree_token(tree, clause)->span;
    for (uint32_t t = s->first; t < s->end; t++) {
        Span x = tree_token(tree, t)->span;
        bool dateline = x.start < s->span.start + s->lead && trigger != t;
        if (!dateline && tree_under(tree, t, clause) && tree_token(tree, t)->upos != UPOS_PUNCT) {
            span.start = x.start < span.start ? x.start : span.start;
            span.end = x.end > span.end ? x.end : span.end;
        }
    }
    return span;
}

/* The trigger's words: the token, its particle, and consumed words that touch it. */
static Span trigger_span(const Tree *tree, const Match *m) {
    Span span = tree_token(tree, m->trigger)->span;
    for (uint32_t i = 0; i < m->also.n; i++) {
        uint32_t t = m->also.at[i];
        if (m->trigger == m->token && (t == m->token + 1 || t + 1 == m->token)) {
            Span x = tree_token(tree, t)->span;
            span.start = x.start < span.start ? x.start : span.start;
            span.end = x.end > span.end ? x.end : span.end;
        }
    }
    return span;
}

static Str event_id(const Doc *doc, const Event *e) {
    uint64_t h = hash_mix(str_hash(doc->id), str_hash(doc_str(doc, doc->sentences.at[e->sentence].span)));
    h = hash_mix(h, ((uint64_t)e->type << 40) ^ ((uint64_t)e->sentence << 20) ^
                        (e->trigger.start - doc->sentences.at[e->sentence].span.start));
    return str_of(arena_printf(doc->arena, "%016llx", (unsigned long long)h));
}

/* What a future makes of a type that is then another one (ONTOLOGY, fine points). */
static void shift_future(Event *e, Scope *scope) {
    if (!scope->planned || scope->open || scope->negated) {
        return;
    }
    switch ((EventType)e->type) {
    case EVENT_CONSULT:
    case EVENT_SUPPORT:
    case EVENT_COOPERATE:
    case EVENT_AID:
        e->type = EVENT_AGREE;
        e->mode = MODE_NONE;
        memcpy(e->cameo, "030", 4);
        scope->planned = false;
        break;
    case EVENT_RETREAT:
        e->type = EVENT_CONCEDE;
        e->mode = MODE_NONE;
        memcpy(e->cameo, "080", 4);
        scope->planned = false;
        break;
    case EVENT_AGREE:
    case EVENT_CONCEDE:
    case EVENT_THREATEN: scope->planned = false; break;
    default: break;
    }
}

static Scope scope_of(Work *w, const Match *m) {
    uint32_t stop = m->inside == NONE ? NONE : w->matches.at[m->inside].token;
    bool below = m->token != m->trigger && tree_under(&w->tree, m->trigger, m->token);
    Scope scope = status_scope(&w->tree, m->trigger, below ? m->token : stop);
    if (m->token != m->trigger) {
        Scope verb = status_scope(&w->tree, m->token, stop);
        scope.negated |= verb.negated;
        scope.open |= verb.open;
        scope.planned |= verb.planned;
        scope.hearsay |= verb.hearsay;
    }
    for (uint32_t i = 0; i < m->also.n; i++) {
        /* "will not lift": the refusal is the negation itself */
        if (tree_is(&w->tree, m->also.at[i], ROLE_NEGATOR)) {
            scope.negated = scope.planned = scope.open = false;
        }
    }
    if (m->inside != NONE) {
        const Match *over = &w->matches.at[m->inside];
        uint32_t flags = w->tree.lex->rules[over->rule].flags;
        scope.goal = false;
        switch ((EventType)over->event) {
        case EVENT_REQUEST: scope.open = true; break;
        case EVENT_ACCUSE: scope.alleged |= (flags & RULE_ABOUT) != 0; break;
        case EVENT_AGREE:
        case EVENT_CONCEDE:
        case EVENT_THREATEN: scope.planned |= !(flags & RULE_ABOUT); break;
        case EVENT_REJECT:
            scope.denied |= (flags & RULE_DENIES) != 0;
            scope.negated |= !(flags & RULE_DENIES);
            break;
        default: break;
        }
    }
    return scope;
}

static float confidence(const Work *w, const Match *m, const Event *e) {
    float c = 0.55f + 0.1f * (float)(m->actors.n > 0) + 0.1f * (float)(m->recipients.n > 0);
    c += m->weight > 15 ? 0.1f : 0.0f;
    c += tree_is_nominal(&w->tree, m->token) ? 0.0f : 0.1f;
    c -= event_needs_recipient((EventType)e->type) && m->recipients.n == 0 ? 0.2f : 0.0f;
    c -= w->genres.sentence[e->sentence] != GENRE_none || w->genres.document != GENRE_none ? 0.15f : 0.0f;
    c = m->belief > 0 ? 0.5f * (c + m->belief) : c;
    return fminf(fmaxf(c, 0.05f), 0.95f);
}

/* "We will strike back", said the general: I and we in somebody's words are the speaker. */
static void speaker_acts(Work *w, Match *m) {
    const Doc *doc = w->doc;
    uint32_t subject = tree_is_nominal(&w->tree, m->token) ? tree_child(&w->tree, m->token, DEPREL_nmod_poss)
                                                           : role_subject(&w->tree, m->token);
    static const char *const first[] = {"i", "we", "us", "our", "my"};
    bool own = false;
    for (uint32_t i = 0; subject != NONE && i < sizeof first / sizeof *first; i++) {
        own |= tree_lemma_is(&w->tree, subject, first[i]) || str_eq_nocase(token_form(doc, subject), str_of(first[i]));
    }
    if (!own || (m->actors.n > 0 && doc->mentions.at[m->actors.at[0]].entity != NONE)) {
        return;
    }
    const Tree *tree = &w->tree;
    Span trigger = tree_token(tree, m->trigger)->span;
    for (uint32_t k = tree->told_of[tree_token(tree, m->trigger)->sentence]; k != NONE; k = tree->told.at[k].next) {
        const Attribution *a = &doc->attributions.at[tree->told.at[k].attribution];
        uint32_t mention = a->source_head != NONE ? tree->mention[a->source_head] : NONE;
        if (mention != NONE && attribution_holds(doc, a, trigger)) {
            m->actors = (TokenList){1, {mention}};
        }
    }
}

static void emit(Work *w, uint32_t index) {
    speaker_acts(w, &w->matches.at[index]);
    const Match *m = &w->matches.at[index];
    const Tree *tree = &w->tree;
    Doc *doc = w->doc;
    Event e = {.type = m->event, .mode = m->mode, .dead = -1, .injured = -1, .arrested = -1, .about = NONE};
    e.sentence = tree_token(tree, m->trigger)->sentence;
    e.trigger_head = m->trigger;
    e.trigger = trigger_span(tree, m);
    e.span = clause_span(tree, m->trigger);
    memcpy(e.cameo, m->cameo, sizeof e.cameo);
    e.cameo[sizeof e.cameo - 1] = '\0';
    e.actors = entities_of(tree, doc, &m->actors);
    e.recipients = entities_of(tree, doc, &m->recipients);
    e.actor_mentions = doc_refs(doc, m->actors.at, m->actors.n);
    e.recipient_mentions = doc_refs(doc, m->recipients.at, m->recipients.n);
    e.contexts = m->contexts | context_of(&w->contexts, e.sentence);
    e.rule = str_of(lexicon_string(tree->lex, tree->lex->rules[m->rule].name));
    Scope scope = scope_of(w, m);
    scope.alleged |= str_is(e.rule, "assault.claim"); /* who claims a deed may not have done it */
    shift_future(&e, &scope);
    e.confidence = confidence(w, m, &e);
    e.opinion = m->belief;
    e.learned = m->learned;
    attach_date(w, &e);
    attach_place(w, &e);
    e.id = event_id(doc, &e);
    if (m->result != NONE) {
        Span came = tree_token(tree, w->matches.at[m->result].trigger)->span;
        e.evidence = doc_spans(doc, &came, 1);
    }
    w->event_of[index] = vec_push(doc->arena, &doc->events, e);
    status_decide(tree, doc, w->event_of[index], scope);
}

/* ---- order, weak rules, sizes ---- */

static uint32_t depth_of(const Tree *tree, uint32_t t) {
    uint32_t depth = 0;
    for (; tree_token(tree, t)->head != NONE && depth < 64; t = tree_token(tree, t)->head) {
        depth++;
    }
    return depth;
}

static void drop_weak(Work *w, uint32_t first) {
    for (uint32_t i = first; i < w->matches.n; i++) {
        Match *m = &w->matches.at[i];
        bool weak = m->fate == FATE_EVENT && (w->tree.lex->rules[m->rule].flags & RULE_WEAK);
        for (uint32_t j = first; weak && j < w->matches.n; j++) {
            const Match *other = &w->matches.at[j];
            if (i != j && other->fate == FATE_EVENT && !(w->tree.lex->rules[other->rule].flags & RULE_WEAK)) {
                m->fate = FATE_WEAK;
                break;
            }
        }
    }
}

/* The sentence's main statement first: by depth in the tree, then in order of words. */
static void emit_sentence(Work *w, uint32_t first) {
    uint32_t n = w->matches.n - first;
    uint32_t *order = arena_array(w->scratch, uint32_t, n + 1);
    uint32_t k = 0;
    for (uint32_t i = first; i < w->matches.n; i++) {
        if (w->matches.at[i].fate != FATE_EVENT) {
            continue;
        }
        uint32_t depth = depth_of(&w->tree, w->matches.at[i].token), at = k++;
        for (; at > 0 && depth_of(&w->tree, w->matches.at[order[at - 1]].token) > depth; at--) {
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    for (uint32_t i = 0; i < k; i++) {
        emit(w, order[i]);
    }
    for (uint32_t i = first; i < w->matches.n; i++) {
        const Match *m = &w->matches.at[i];
        if (m->holds != NONE && m->fate == FATE_EVENT && w->event_of[m->holds] != NONE &&
            (w->tree.lex->rules[m->rule].flags & RULE_ABOUT)) {
            w->doc->events.at[w->event_of[i]].about = w->event_of[m->holds];
        }
    }
}

static void attach_sizes(Work *w, uint32_t sentence, uint32_t first) {
    Size size = size_read(&w->tree, sentence);
    Event *assault = NULL, *arrest = NULL;
    for (uint32_t i = first; i < w->doc->events.n; i++) {
        Event *e = &w->doc->events.at[i];
        bool kills = e->type == EVENT_ASSAULT || (assault == NULL && e->type == EVENT_PROTEST);
        assault = kills && (assault == NULL || assault->type != EVENT_ASSAULT) ? e : assault;
        arrest = e->type == EVENT_COERCE && arrest == NULL ? e : arrest;
    }
    if (assault != NULL) {
        assault->dead = size.dead;
        assault->injured = size.injured;
    }
    if (arrest != NULL) {
        arrest->arrested = size.arrested;
    }
}

/* ---- one act told twice ---- */

static bool subset(const Doc *doc, Range a, Range b) {
    for (uint32_t i = 0; i < a.n; i++) {
        bool found = false;
        for (uint32_t j = 0; j < b.n; j++) {
            found |= doc->refs.at[a.first + i] == doc->refs.at[b.first + j];
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool same_act(const Tree *tree, const Doc *doc, const Event *old, const Event *now) {
    if (old->type != now->type || old->status != now->status ||
        (now->mode != MODE_NONE && old->mode != now->mode && old->mode != MODE_NONE)) {
        return false;
    }
    bool bare = now->actors.n == 0 && now->recipients.n == 0;
    bool noun = tree_is_nominal(tree, now->trigger_head);
    if (!subset(doc, now->actors, old->actors) || !subset(doc, now->recipients, old->recipients)) {
        return false;
    }
    if (now->date_basis == DATE_BASIS_stated && old->date_basis == DATE_BASIS_stated && !str_eq(now->date, old->date)) {
        return false;
    }
    if (now->dead >= 0 && old->dead >= 0 && now->dead != old->dead) {
        return false;
    }
    /* a full clause with the same people is the same act only in the same sentence; a bare noun always */
    return (noun && (bare || now->sentence != old->sentence)) || now->sentence == old->sentence ||
           (now->actors.n > 0 && now->recipients.n > 0 && now->actors.n == old->actors.n &&
            now->recipients.n == old->recipients.n && now->type != EVENT_ASSAULT && now->type != EVENT_PROTEST);
}

typedef VEC(uint32_t) Indices;

/* The first event of those given that tells the same act; of very many only the last are asked. */
static uint32_t told_before(const Tree *tree, const Doc *doc, const Indices *old, const Event *now) {
    for (uint32_t k = old->n > RETOLD ? old->n - RETOLD : 0; k < old->n; k++) {
        if (same_act(tree, doc, &doc->events.at[old->at[k]], now)) {
            return old->at[k];
        }
    }
    return NONE;
}

static void merge(Work *w) {
    Doc *doc = w->doc;
    uint32_t *to = arena_array(w->scratch, uint32_t, doc->events.n + 1), kept = 0;
    Spans *told = arena_array(w->scratch, Spans, doc->events.n + 1);
    Indices of_type[EVENT_COUNT] = {0};
    for (uint32_t i = 0; i < doc->events.n; i++) {
        Event *now = &doc->events.at[i];
        uint32_t same = told_before(&w->tree, doc, &of_type[now->type], now);
        to[i] = same == NONE ? kept : same;
        if (same != NONE) {
            Event *old = &doc->events.at[same];
            vec_push(w->scratch, &told[same], now->trigger);
            old->mode = old->mode == MODE_NONE ? now->mode : old->mode;
            old->dead = old->dead < 0 ? now->dead : old->dead;
            old->injured = old->injured < 0 ? now->injured : old->injured;
            old->arrested = old->arrested < 0 ? now->arrested : old->arrested;
            continue;
        }
        vec_push(w->scratch, &of_type[now->type], kept);
        doc->events.at[kept] = *now;
        told[kept] = (Spans){0};
        for (uint32_t k = 0; k < now->evidence.n; k++) {
            vec_push(w->scratch, &told[kept], doc->spans.at[now->evidence.first + k]);
        }
        kept++;
    }
    for (uint32_t i = 0; i < doc->events.n && i < kept; i++) {
        Event *e = &doc->events.at[i];
        e->about = e->about == NONE ? NONE : to[e->about];
        e->about = e->about == i ? NONE : e->about;
        e->evidence = doc_spans(doc, told[i].at, told[i].n);
    }
    doc->events.n = kept;
}

/* Not-events, what the gate or the second opinion stopped, and what stands back: kept for whoever asks why. */
static void withhold(Work *w, uint32_t sentence, uint32_t first) {
    for (uint32_t i = first; i < w->matches.n; i++) {
        const Match *m = &w->matches.at[i];
        if (m->fate == FATE_BLOCKED || m->fate == FATE_GENRE || m->fate == FATE_OPINION || m->fate == FATE_WEAK ||
            m->fate == FATE_THINGS || m->fate == FATE_FIGURE) {
            const char *why = fate_names[m->fate];
            if (m->fate == FATE_GENRE) {
                why = genre_names[m->genre];
            }
            Withheld held = {tree_token(&w->tree, m->trigger)->span, sentence,
                             str_of(lexicon_string(w->tree.lex, w->tree.lex->rules[m->rule].name)), str_of(why)};
            vec_push(w->doc->arena, &w->doc->withheld, held);
        }
    }
}

/* "…, killing six": what came of a deed is no second deed. */
static void results(Work *w, uint32_t first) {
    const Tree *tree = &w->tree;
    for (uint32_t i = first; i < w->matches.n; i++) {
        Match *m = &w->matches.at[i];
        const Token *t = tree_token(tree, m->token);
        if (m->fate != FATE_EVENT || m->event != EVENT_ASSAULT || t->xpos != XPOS_VBG || t->head == NONE ||
            (t->deprel != DEPREL_advcl && t->deprel != DEPREL_acl)) {
            continue;
        }
        for (uint32_t k = first; k < w->matches.n; k++) {
            Match *deed = &w->matches.at[k];
            bool above =
                t->head == deed->token || t->head == deed->trigger || t->head == status_clause(tree, deed->trigger);
            if (k != i && deed->fate == FATE_EVENT && deed->event == EVENT_ASSAULT && above && deed->result == NONE) {
                deed->result = i;
                deed->recipients = deed->recipients.n > 0 ? deed->recipients : m->recipients;
                m->fate = FATE_MERGED;
                break;
            }
        }
    }
}

void events_find(const Lexicon *lex, const OpinionModel *opinion, const ParticipantModel *participants, Doc *doc) {
    Work w = {.doc = doc, .scratch = doc->scratch};
    tree_build(&w.tree, doc, lex, w.scratch);
    w.contexts = context_read(&w.tree, w.scratch);
    w.genres = genre_read(&w.tree, w.scratch);
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        if (doc->sentences.at[s].kind == SENTENCE_HEADING) {
            continue;
        }
        uint32_t first = w.matches.n, events = doc->events.n;
        event_match(&w.tree, s, w.scratch, &w.matches);
        opinion_apply(opinion, &w.tree, s, w.genres.sentence[s], w.scratch, &w.matches, first);
        for (uint32_t i = first; i < w.matches.n; i++) {
            if (w.matches.at[i].fate == FATE_EVENT) {
                participant_apply(participants, &w.tree, &w.matches.at[i]);
            }
            only_known(doc, (EventType)w.matches.at[i].event, &w.matches.at[i].actors);
            only_known(doc, (EventType)w.matches.at[i].event, &w.matches.at[i].recipients);
        }
        uint32_t *grown = arena_array(w.scratch, uint32_t, w.matches.n + 1);
        memset(grown, 0xff, (w.matches.n + 1) * sizeof *grown);
        w.event_of = grown;
        gate_matches(&w.tree, &w.genres, s, &w.matches, first);
        results(&w, first);
        gate_retype(&w.tree, &w.genres, &w.contexts, &w.matches, first);
        drop_weak(&w, first);
        withhold(&w, s, first);
        emit_sentence(&w, first);
        attach_sizes(&w, s, events);
    }
    merge(&w);
    disputes_find(doc);
    implied_find(&w.tree, doc);
}
