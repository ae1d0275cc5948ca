#include "code/event_opinion.h"

#include <math.h>

#include "base/exp.h"

/* Templates of features: append, never reorder (they are hashed into the model). */
enum {
    F_BIAS,
    F_LEMMA,
    F_LEMMA_POS,
    F_LEMMA_PASSIVE,
    F_PRT,
    F_LEMMA_PRT,
    F_OBJ,
    F_LEMMA_OBJ,
    F_SUBJ,
    F_LEMMA_SUBJ,
    F_PREP,
    F_LEMMA_PREP,
    F_POBJ,
    F_LEMMA_POBJ,
    F_COMP,
    F_LEMMA_COMP,
    F_REL,
    F_GOV,
    F_LEMMA_GOV,
    F_MOD,
    F_LEMMA_MOD,
    F_SUBJ_WHO,
    F_LEMMA_SUBJ_WHO,
    F_OBJ_WHO,
    F_LEMMA_OBJ_WHO,
    F_CLASS,
    F_OBJ_CLASS,
    F_LEMMA_OBJ_CLASS,
    F_SUBJ_CLASS,
    F_RULE_EVENT,
    F_RULE,
    F_RULE_LEMMA,
    F_CAN_BE,
    F_PREVIOUS,
    F_NEXT,
    F_AUX,
    F_NEGATED,
    F_ADVERB,
    F_GENRE,
    F_PEOPLE,
    F_LIGHT,
    F_LEMMA_LIGHT,
    F_POBJ_CLASS,
    F_LEMMA_POBJ_CLASS,
    F_FATE,
    F_COMP_CLASS,
    F_COMP_CAN_BE,
    F_POBJ_WHO,
};

typedef struct Bag {
    const Tree *tree;
    uint32_t *at, n;
} Bag;

static void put(Bag *bag, uint32_t template, uint64_t a, uint64_t b) {
    if (bag->n < OPINION_MAX_FEATURES) {
        bag->at[bag->n++] = (uint32_t)hash_mix(hash_mix(template * 0x9e3779b1u + 17, a), b);
    }
}

static uint64_t lemma_of(const Tree *tree, uint32_t t) {
    if (tree->word[t] != NONE) {
        const LexWord *w = &tree->lex->words[tree->word[t]];
        return str_hash((Str){tree->lex->text + w->text, w->length});
    }
    Str lemma = tree_token(tree, t)->lemma;
    uint64_t h = 0;
    for (uint32_t i = 0; i < lemma.n; i++) {
        unsigned char c = (unsigned char)lemma.at[i];
        h = hash_mix(h, c >= 'A' && c <= 'Z' ? c + 32u : c);
    }
    return h;
}

/* Type, sector and whether it has a code: what kind of participant stands there. */
static uint64_t who_of(const Tree *tree, uint32_t t) {
    uint32_t m = t == NONE ? NONE : tree->mention[t];
    if (m == NONE) {
        return 1;
    }
    const Mention *mention = &tree->doc->mentions.at[m];
    if (mention->entity == NONE) {
        return 2;
    }
    const Entity *e = &tree->doc->entities.at[mention->entity];
    return 3 + (e->type << 8) + ((uint64_t)e->sectors[0] << 16) + ((uint64_t)(e->code[0] != '\0') << 24);
}

static void put_classes(Bag *bag, uint32_t template, uint32_t t, uint64_t with) {
    if (t == NONE || bag->tree->word[t] == NONE) {
        return;
    }
    const LexWord *w = &bag->tree->lex->words[bag->tree->word[t]];
    for (uint32_t i = 0; i < w->n_classes && i < 12; i++) {
        uint32_t class = bag->tree->lex->class_refs[w->first_class + i];
        put(bag, template, str_hash(str_of(lexicon_string(bag->tree->lex, bag->tree->lex->classes[class].name))), with);
    }
}

/* The types that the lexicon's patterns of this word can make, whether they match here or not. */
static void put_possible(Bag *bag, uint32_t template, uint32_t t) {
    if (t == NONE || bag->tree->word[t] == NONE) {
        return;
    }
    const LexWord *w = &bag->tree->lex->words[bag->tree->word[t]];
    uint32_t seen = 0;
    for (uint32_t i = 0; i < w->n_triggers; i++) {
        uint32_t event = bag->tree->lex->rules[bag->tree->lex->triggers[w->first_trigger + i].rule].event;
        uint32_t bit = event < EVENT_COUNT ? event : EVENT_COUNT;
        if ((seen >> bit & 1) == 0) {
            put(bag, template, bit, 0);
        }
        seen |= (uint32_t)1 << bit;
    }
}

static void put_argument(Bag *bag, uint64_t lemma, uint32_t t, const uint32_t templates[5]) {
    put(bag, templates[0], t == NONE ? 0 : lemma_of(bag->tree, t), 0);
    put(bag, templates[1], lemma, t == NONE ? 0 : lemma_of(bag->tree, t));
    put(bag, templates[2], who_of(bag->tree, t), t == NONE);
    put(bag, templates[3], lemma, who_of(bag->tree, t));
    put_classes(bag, templates[4], t, 0);
}

static void put_phrase(Bag *bag, uint64_t lemma, uint32_t phrase) {
    const Tree *tree = bag->tree;
    uint32_t mark = tree_child(tree, phrase, DEPREL_case);
    mark = mark == NONE ? tree_child(tree, phrase, DEPREL_mark) : mark;
    if (mark == NONE) {
        return;
    }
    uint64_t prep = lemma_of(tree, mark);
    put(bag, F_PREP, prep, 0);
    put(bag, F_LEMMA_PREP, lemma, prep);
    put(bag, F_POBJ, prep, lemma_of(tree, phrase));
    put(bag, F_LEMMA_POBJ, lemma, lemma_of(tree, phrase));
    put(bag, F_POBJ_WHO, prep, who_of(tree, phrase));
    put_classes(bag, F_POBJ_CLASS, phrase, prep);
    put_classes(bag, F_LEMMA_POBJ_CLASS, phrase, lemma);
}

static void put_children(Bag *bag, uint64_t lemma, uint32_t t) {
    const Tree *tree = bag->tree;
    for
        EACH_CHILD(tree, c, t) {
            switch ((Deprel)tree_token(tree, c)->deprel) {
            case DEPREL_compound_prt:
                put(bag, F_PRT, lemma_of(tree, c), 0);
                put(bag, F_LEMMA_PRT, lemma, lemma_of(tree, c));
                break;
            case DEPREL_obl:
            case DEPREL_obl_agent:
            case DEPREL_nmod: put_phrase(bag, lemma, c); break;
            case DEPREL_xcomp:
            case DEPREL_ccomp:
            case DEPREL_advcl:
            case DEPREL_acl:
                put(bag, F_COMP, lemma_of(tree, c), tree_token(tree, c)->deprel);
                put(bag, F_LEMMA_COMP, lemma, lemma_of(tree, c));
                put_classes(bag, F_COMP_CLASS, c, tree_token(tree, c)->deprel);
                put_possible(bag, F_COMP_CAN_BE, c);
                break;
            case DEPREL_amod:
            case DEPREL_compound:
            case DEPREL_nmod_poss:
                put(bag, F_MOD, lemma_of(tree, c), 0);
                put(bag, F_LEMMA_MOD, lemma, lemma_of(tree, c));
                break;
            case DEPREL_aux: put(bag, F_AUX, lemma_of(tree, c), 0); break;
            case DEPREL_advmod:
                put(bag, F_ADVERB, lemma_of(tree, c), 0);
                put(bag, F_LEMMA_PRT, lemma, lemma_of(tree, c));
                break;
            default: break;
            }
        }
}

bool opinion_candidate(const Tree *tree, uint32_t t) {
    const Token *token = tree_token(tree, t);
    if (tree->kind[t] != KIND_PLAIN) {
        return true;
    }
    if (token->deprel == DEPREL_amod || token->deprel == DEPREL_compound) {
        return false;
    }
    if (token->upos == UPOS_VERB) {
        return true;
    }
    bool known = tree->word[t] != NONE && tree->lex->words[tree->word[t]].n_triggers > 0;
    return known && (token->upos == UPOS_NOUN || token->upos == UPOS_ADJ);
}

uint32_t opinion_features(const Tree *tree, uint32_t t, const Match *match, uint8_t genre,
                          uint32_t features[OPINION_MAX_FEATURES]) {
    static const uint32_t of_object[5] = {F_OBJ, F_LEMMA_OBJ, F_OBJ_WHO, F_LEMMA_OBJ_WHO, F_OBJ_CLASS};
    static const uint32_t of_subject[5] = {F_SUBJ, F_LEMMA_SUBJ, F_SUBJ_WHO, F_LEMMA_SUBJ_WHO, F_SUBJ_CLASS};
    Bag bag = {tree, features, 0};
    const Token *token = tree_token(tree, t);
    const Sentence *s = &tree->doc->sentences.at[token->sentence];
    uint64_t lemma = lemma_of(tree, t);
    bool nominal = tree_is_nominal(tree, t);
    put(&bag, F_BIAS, 0, 0);
    put(&bag, F_LEMMA, lemma, 0);
    put(&bag, F_LEMMA_POS, lemma, token->upos);
    put(&bag, F_LEMMA_PASSIVE, lemma, !nominal && tree_is_passive(tree, t));
    uint32_t light = nominal ? role_light(tree, t) : NONE;
    uint32_t object = nominal ? NONE : role_object(tree, t);
    uint32_t subject = nominal ? (light == NONE ? NONE : role_subject(tree, light)) : role_subject(tree, t);
    put_argument(&bag, lemma, object, of_object);
    put_argument(&bag, lemma, subject, of_subject);
    put_classes(&bag, F_LEMMA_OBJ_CLASS, object, lemma);
    put(&bag, F_PEOPLE, match == NULL ? 99 : match->actors.n > 0, match == NULL ? 0 : match->recipients.n > 0);
    if (light != NONE) {
        put(&bag, F_LIGHT, lemma_of(tree, light), 0);
        put(&bag, F_LEMMA_LIGHT, lemma, lemma_of(tree, light));
    }
    put(&bag, F_REL, token->deprel, token->upos);
    if (token->head != NONE) {
        put(&bag, F_GOV, token->deprel, lemma_of(tree, token->head));
        put(&bag, F_LEMMA_GOV, lemma, lemma_of(tree, token->head));
    }
    put_classes(&bag, F_CLASS, t, 0);
    put(&bag, F_RULE_EVENT, match == NULL ? 99 : match->event, 0);
    if (match != NULL) {
        put(&bag, F_RULE, str_hash(str_of(lexicon_string(tree->lex, tree->lex->rules[match->rule].name))), 0);
        put(&bag, F_RULE_LEMMA, match->event, lemma);
        put(&bag, F_FATE, match->fate, 0);
    }
    put_possible(&bag, F_CAN_BE, t);
    put(&bag, F_PREVIOUS, t > s->first ? lemma_of(tree, t - 1) : 0, 0);
    put(&bag, F_NEXT, t + 1 < s->end ? lemma_of(tree, t + 1) : 0, 0);
    put(&bag, F_GENRE, genre, 0);
    put_children(&bag, lemma, t);
    return bag.n;
}

/* ---- the model ---- */

typedef struct OpinionHeader {
    uint32_t magic, version, bits, classes;
    float scale, keep, change, find;
} OpinionHeader;

bool opinion_open(OpinionModel *model, const void *bytes, size_t size, Err *err) {
    *model = (OpinionModel){0};
    OpinionHeader h;
    if (size == 0) {
        return true;
    }
    if (size < sizeof h) {
        return err_set(err, "the event model is cut short");
    }
    memcpy(&h, bytes, sizeof h);
    if (h.magic != OPINION_MAGIC || h.version != OPINION_VERSION || h.classes != OPINION_CLASSES || h.bits > 24 ||
        size - sizeof h < ((size_t)OPINION_CLASSES << h.bits)) {
        return err_set(err, "the event model is broken or of another version");
    }
    *model = (OpinionModel){h.bits, h.scale, (const int8_t *)bytes + sizeof h, h.keep, h.change, h.find};
    return true;
}

void opinion_judge(const OpinionModel *model, const uint32_t *features, uint32_t n, float p[OPINION_CLASSES]) {
    int32_t sum[OPINION_CLASSES] = {0};
    uint32_t mask = ((uint32_t)1 << model->bits) - 1;
    for (uint32_t i = 0; i < n; i++) {
        const int8_t *row = model->weights + (size_t)(features[i] & mask) * OPINION_CLASSES;
        for (int k = 0; k < OPINION_CLASSES; k++) {
            sum[k] += row[k];
        }
    }
    float top = -INFINITY, total = 0;
    for (int k = 0; k < OPINION_CLASSES; k++) {
        p[k] = (float)sum[k] * model->scale;
        top = p[k] > top ? p[k] : top;
    }
    for (int k = 0; k < OPINION_CLASSES; k++) {
        p[k] = exp_same(p[k] - top);
        total += p[k];
    }
    for (int k = 0; k < OPINION_CLASSES; k++) {
        p[k] /= total;
    }
}

/* ---- what follows from it ---- */

static int best_of(const float p[OPINION_CLASSES]) {
    int best = 0;
    for (int k = 1; k < OPINION_CLASSES; k++) {
        best = p[k] > p[best] ? k : best;
    }
    return best;
}

static uint32_t opinion_rule(const Lexicon *lex, int event) {
    char name[32] = "opinion.";
    memcpy(name + 8, event_names[event], strlen(event_names[event]) + 1);
    for (uint32_t r = 0; r < lex->n_rules; r++) {
        if (strcmp(lexicon_string(lex, lex->rules[r].name), name) == 0) {
            return r;
        }
    }
    return NONE;
}

static void take_rule(const Lexicon *lex, Match *m, uint32_t rule) {
    m->rule = rule;
    m->event = lex->rules[rule].event;
    m->mode = lex->rules[rule].mode;
    memcpy(m->cameo, lex->rules[rule].cameo, sizeof m->cameo);
}

/* "Will not cede", "does not recognise": what is not done is refused, and the negation is a word of the pattern; false
   for what merely was not done ("did not comment", "has not met"). */
static bool is_refusal(const Tree *tree, Match *m) {
    uint32_t negator = NONE;
    bool will = false;
    for
        EACH_CHILD(tree, c, m->trigger) {
            const Token *k = tree_token(tree, c);
            if (k->deprel == DEPREL_advmod && tree_is(tree, c, ROLE_NEGATOR)) {
                negator = c;
            } else if (k->deprel == DEPREL_aux) {
                will |= k->xpos == XPOS_MD || (tree_lemma_is(tree, c, "do") && k->xpos != XPOS_VBD);
            }
        }
    if (negator != NONE && will && m->also.n < 8) {
        m->also.at[m->also.n++] = negator;
    }
    return negator == NONE || will;
}

static void review(const OpinionModel *model, const Tree *tree, uint8_t genre, Match *m) {
    if (tree->lex->rules[m->rule].flags & RULE_OWN) {
        return;
    }
    uint32_t features[OPINION_MAX_FEATURES], n = opinion_features(tree, m->trigger, m, genre, features);
    float p[OPINION_CLASSES];
    opinion_judge(model, features, n, p);
    int best = best_of(p);
    m->belief = p[m->event];
    /* a pattern of several words deserves more trust than a word */
    if (best == OPINION_NONE && p[m->event] < (m->weight >= 18 ? 0.5f : 1.0f) * model->keep) {
        m->fate = FATE_OPINION;
    } else if (best != OPINION_NONE && best != m->event && p[best] > model->change && m->holds == NONE) {
        uint32_t rule = opinion_rule(tree->lex, best);
        if (rule != NONE && (best != EVENT_REJECT || is_refusal(tree, m))) {
            take_rule(tree->lex, m, rule);
            m->belief = p[best];
        }
    }
}

static bool taken(const Tree *tree, const Matches *matches, uint32_t first, uint32_t t) {
    for (uint32_t i = first; i < matches->n; i++) {
        const Match *m = &matches->at[i];
        bool also = m->token == t || m->trigger == t || m->content == t;
        for (uint32_t k = 0; k < m->also.n; k++) {
            also |= m->also.at[k] == t;
        }
        /* a light verb whose noun is a match */
        also |= tree_is_nominal(tree, m->trigger) && role_light(tree, m->trigger) == t;
        if (also) {
            return true;
        }
    }
    return false;
}

/* The same said by the word above or below: "went on the offensive", "fought battles" are one event each. */
static bool told_beside(const Tree *tree, const Matches *matches, uint32_t first, uint32_t t, int event) {
    for (uint32_t i = first; i < matches->n; i++) {
        const Match *m = &matches->at[i];
        uint32_t head = tree_token(tree, t)->head;
        if (m->fate == FATE_EVENT && m->event == event &&
            (head == m->token || head == m->trigger || tree_token(tree, m->token)->head == t ||
             tree_token(tree, m->trigger)->head == t)) {
            return true;
        }
    }
    return false;
}

/* "Ankara warned it would not stand by", "warned against an assault" are threats, "doctors warned that it may spread"
   is none: the lexicon knows the others who threaten with a warning. */
static bool threatens(const Tree *tree, uint32_t verb) {
    uint32_t content = tree_child(tree, verb, DEPREL_ccomp), what = tree_child(tree, verb, DEPREL_obl);
    uint32_t subject = content == NONE ? NONE : tree_child(tree, content, DEPREL_nsubj);
    uint32_t mark = what == NONE ? NONE : tree_child(tree, what, DEPREL_case);
    return (subject != NONE && tree_token(tree, subject)->upos == UPOS_PRON) ||
           (mark != NONE && tree_lemma_is(tree, mark, "against"));
}

static void look_for_more(const OpinionModel *model, const Tree *tree, uint32_t t, uint8_t genre, Arena *scratch,
                          Matches *matches, uint32_t first) {
    uint32_t features[OPINION_MAX_FEATURES], n = opinion_features(tree, t, NULL, genre, features);
    float p[OPINION_CLASSES];
    opinion_judge(model, features, n, p);
    int best = best_of(p);
    /* a conflict that no rule knows needs more certainty than a kind word */
    float need = best != OPINION_NONE && event_quad((EventType)best) == 4 ? 0.5f * (1 + model->find) : model->find;
    uint32_t rule = best == OPINION_NONE || p[best] < need ? NONE : opinion_rule(tree->lex, best);
    if (rule == NONE || told_beside(tree, matches, first, t, best) ||
        (best == EVENT_THREATEN && tree_lemma_is(tree, t, "warn") && !threatens(tree, t))) {
        return;
    }
    Match m = {.token = t,
               .trigger = t,
               .content = NONE,
               .holds = NONE,
               .inside = NONE,
               .fate = FATE_EVENT,
               .belief = p[best]};
    take_rule(tree->lex, &m, rule);
    if ((m.event != EVENT_REJECT || is_refusal(tree, &m)) && event_complete(tree, &m)) {
        vec_push(scratch, matches, m);
    }
}

void opinion_apply(const OpinionModel *model, const Tree *tree, uint32_t sentence, uint8_t genre, Arena *scratch,
                   Matches *matches, uint32_t first) {
    if (model == NULL || model->weights == NULL) {
        return;
    }
    uint32_t end = matches->n;
    for (uint32_t i = first; i < end; i++) {
        if (matches->at[i].fate == FATE_EVENT) {
            review(model, tree, genre, &matches->at[i]);
        }
    }
    const Sentence *s = &tree->doc->sentences.at[sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        if (opinion_candidate(tree, t) && !taken(tree, matches, first, t)) {
            look_for_more(model, tree, t, genre, scratch, matches, first);
        }
    }
}
