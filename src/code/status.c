#include "code/status.h"

#include <stdio.h>

#include "code/attribution.h"
#include "code/dispute.h"

enum { CLIMB = 12 };

static Deprel rel_of(const Tree *tree, uint32_t t) {
    return (Deprel)tree_token(tree, t)->deprel;
}

static bool has_mark(const Tree *tree, uint32_t t, const char *lemma) {
    for
        EACH_CHILD(tree, c, t) {
            if ((rel_of(tree, c) == DEPREL_mark || rel_of(tree, c) == DEPREL_case) && tree_lemma_is(tree, c, lemma)) {
                return true;
            }
        }
    return false;
}

/* The verb with that particle or adverb below it is of the class: "call_off", "stop_short", "have_yet". */
static bool together_are(const Tree *tree, uint32_t verb, uint32_t with, LexRole role) {
    Deprel rel = rel_of(tree, with);
    if (rel != DEPREL_compound_prt && rel != DEPREL_advmod && rel != DEPREL_xcomp) {
        return false;
    }
    Str a = tree_token(tree, verb)->lemma, b = tree_token(tree, with)->lemma;
    char both[48];
    int n = snprintf(both, sizeof both, "%.*s_%.*s", (int)a.n, a.at, (int)b.n, b.at);
    return n < (int)sizeof both && lexicon_is(tree->lex, lexicon_word(tree->lex, str_of(both)), role);
}

/* The word is of that class, alone or with its particle ("called off a march"), or is such a particle ("came close to
   arresting"). */
static bool governor_is(const Tree *tree, uint32_t t, LexRole role) {
    uint32_t head = tree_token(tree, t)->head;
    bool is = tree_is(tree, t, role) || (head != NONE && together_are(tree, head, t, role));
    for
        EACH_CHILD(tree, c, t) {
            is = is || together_are(tree, t, c, role);
        }
    return is;
}

static bool reports(const Tree *tree, uint32_t t) {
    return tree_is(tree, t, ROLE_REPORTING);
}

/* "would" after a verb of saying is the future of what was said. */
static bool backshifted(const Tree *tree, uint32_t t) {
    for (int i = 0; i < CLIMB; i++) {
        uint32_t head = tree_token(tree, t)->head;
        Deprel rel = rel_of(tree, t);
        if (head == NONE) {
            return false;
        }
        for
            EACH_CHILD(tree, c, t) {
                if (rel_of(tree, c) == DEPREL_advcl && (has_mark(tree, c, "if") || has_mark(tree, c, "unless"))) {
                    return false;
                }
            }
        if (rel == DEPREL_ccomp || rel == DEPREL_acl) {
            return reports(tree, head) || tree_is(tree, head, ROLE_PLANNING) || tree_is(tree, head, ROLE_PLAN_NOUN);
        }
        for
            EACH_CHILD(tree, c, t) {
                if (rel_of(tree, c) == DEPREL_parataxis && reports(tree, c)) {
                    return true;
                }
            }
        if (rel != DEPREL_conj && rel != DEPREL_xcomp) {
            return false;
        }
        t = head;
    }
    return false;
}

static void read_auxiliary(const Tree *tree, uint32_t verb, uint32_t aux, Scope *s) {
    if (tree_is(tree, aux, ROLE_MODAL_PLAN)) {
        s->planned = true;
    } else if (tree_lemma_is(tree, aux, "would")) {
        if (backshifted(tree, verb)) {
            s->planned = true;
        } else {
            s->open = true;
        }
    } else if (tree_is(tree, aux, ROLE_MODAL_OPEN)) {
        s->open = true;
    }
}

static bool nobody(const Tree *tree, uint32_t t) {
    if (tree_lemma_is(tree, t, "nobody") || tree_lemma_is(tree, t, "none") || tree_lemma_is(tree, t, "nothing") ||
        tree_lemma_is(tree, t, "neither")) {
        return true;
    }
    uint32_t det = tree_child(tree, t, DEPREL_det), pair = tree_child(tree, t, DEPREL_cc_preconj);
    return (det != NONE && (tree_lemma_is(tree, det, "no") || tree_lemma_is(tree, det, "neither"))) ||
           (pair != NONE && tree_lemma_is(tree, pair, "neither"));
}

static bool conditional(const Tree *tree, uint32_t clause) {
    for
        EACH_CHILD(tree, c, clause) {
            if ((rel_of(tree, c) == DEPREL_mark || rel_of(tree, c) == DEPREL_advmod ||
                 rel_of(tree, c) == DEPREL_case) &&
                tree_is(tree, c, ROLE_CONDITION)) {
                return true;
            }
        }
    return false;
}

/* "are to meet", "had the rebels attacked": a plan, a condition by the order of words alone. */
static void read_order(const Tree *tree, uint32_t t, Scope *s) {
    bool to = false, be = false, early = false;
    uint32_t subject = NONE;
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            bool aux = rel == DEPREL_aux || rel == DEPREL_aux_pass;
            to |= rel == DEPREL_mark && (tree_lemma_is(tree, c, "to") || tree_lemma_is(tree, c, "due"));
            be |= (aux || rel == DEPREL_cop) && tree_lemma_is(tree, c, "be") && !to;
            subject = rel == DEPREL_nsubj || rel == DEPREL_nsubj_pass || rel == DEPREL_nsubj_outer ? c : subject;
            early |= aux && subject == NONE && (tree_lemma_is(tree, c, "have") || tree_lemma_is(tree, c, "should"));
        }
    s->planned |= to && be && subject != NONE;
    s->open |= early && subject != NONE && rel_of(tree, t) == DEPREL_advcl;
}

/* A verb of the present by its own form. */
static bool is_present(const Tree *tree, uint32_t t) {
    Xpos tag = tree_token(tree, t)->xpos;
    return (tag == XPOS_VBP || tag == XPOS_VBZ) && tree_child(tree, t, DEPREL_aux) == NONE;
}

/* What stands around a verb itself. */
static void read_verb(const Tree *tree, uint32_t t, Scope *s) {
    read_order(tree, t, s);
    for
        EACH_CHILD(tree, c, t) {
            switch (rel_of(tree, c)) {
            case DEPREL_aux: read_auxiliary(tree, t, c, s); break;
            case DEPREL_advmod:
                s->negated |= tree_is(tree, c, ROLE_NEGATOR);
                s->open |= tree_is(tree, c, ROLE_OPEN_ADVERB);
                s->hearsay |= tree_is(tree, c, ROLE_HEDGE_ADVERB);
                break;
            case DEPREL_nsubj:
            case DEPREL_nsubj_pass:
            case DEPREL_obj: s->negated |= nobody(tree, c); break;
            case DEPREL_advcl:
                if (conditional(tree, c) && (s->planned || s->open || tree_child(tree, t, DEPREL_aux) != NONE)) {
                    s->open = true;
                }
                break;
            case DEPREL_mark:
                s->open |= tree_is(tree, c, ROLE_CONDITION);
                s->negated |= tree_lemma_is(tree, c, "without") || tree_lemma_is(tree, c, "instead");
                /* "has five days before workers go on strike" */
                s->planned |=
                    is_present(tree, t) && (tree_lemma_is(tree, c, "before") || tree_lemma_is(tree, c, "until"));
                break;
            default: break;
            }
        }
}

static bool hedged(const Tree *tree, uint32_t verb) {
    for
        EACH_CHILD(tree, c, verb) {
            if (rel_of(tree, c) == DEPREL_advmod && tree_is(tree, c, ROLE_HEDGE_ADVERB)) {
                return true;
            }
        }
    return false;
}

/* "a threatened strike", "the expected raid": a participle before the noun. */
static bool done_to_it(const Tree *tree, uint32_t t, LexRole role) {
    return tree_token(tree, t)->xpos == XPOS_VBN && tree_is(tree, t, role) && !tree_is(tree, t, ROLE_ORDERING);
}

static void read_noun(const Tree *tree, uint32_t t, Scope *s) {
    for
        EACH_CHILD(tree, c, t) {
            switch (rel_of(tree, c)) {
            case DEPREL_det:
                s->negated |= tree_lemma_is(tree, c, "no") || tree_lemma_is(tree, c, "neither");
                s->open |= tree_lemma_is(tree, c, "any");
                break;
            case DEPREL_case:
                s->negated |= tree_lemma_is(tree, c, "without") || tree_lemma_is(tree, c, "instead");
                s->open |= tree_lemma_is(tree, c, "against") && tree_child(tree, t, DEPREL_cop) != NONE;
                break;
            case DEPREL_amod:
            case DEPREL_compound:
            case DEPREL_advmod:
                s->open |= tree_is(tree, c, ROLE_OPEN_ADJ) || done_to_it(tree, c, ROLE_HYPOTHETICAL);
                s->planned |= (tree_is(tree, c, ROLE_PLAN_ADJ) || done_to_it(tree, c, ROLE_PLANNING)) &&
                              tree_child(tree, c, DEPREL_advmod) == NONE;
                s->hearsay |= tree_is(tree, c, ROLE_HEDGE_ADVERB);
                s->negated |= tree_is(tree, c, ROLE_NEGATOR);
                break;
            case DEPREL_acl: s->hearsay |= tree_is(tree, c, ROLE_LIGHT) && hedged(tree, c); break;
            case DEPREL_cop:
            case DEPREL_aux: read_verb(tree, t, s); break;
            default: break;
            }
        }
}

static void read_own(const Tree *tree, uint32_t t, Scope *s) {
    if (tree_is_nominal(tree, t)) {
        read_noun(tree, t, s);
    } else {
        read_verb(tree, t, s);
    }
}

/* A relation by which a word stands under the meaning of its head ("failed *to attack*", "fears *of an attack*"). */
static bool governed(const Tree *tree, uint32_t t, Deprel rel) {
    switch (rel) {
    case DEPREL_xcomp:
    case DEPREL_ccomp:
    case DEPREL_obj:
    case DEPREL_nsubj_pass:
    case DEPREL_csubj_pass:
    case DEPREL_csubj: return true;
    case DEPREL_acl: return tree_token(tree, t)->xpos != XPOS_VBN;
    case DEPREL_obl:
    case DEPREL_nmod:
    case DEPREL_advcl:
        return has_mark(tree, t, "for") || has_mark(tree, t, "of") || has_mark(tree, t, "from") ||
               has_mark(tree, t, "about") || has_mark(tree, t, "against") || has_mark(tree, t, "to") ||
               has_mark(tree, t, "include");
    default: return false;
    }
}

static bool denied_thing(const Tree *tree, uint32_t t) {
    for
        EACH_CHILD(tree, c, t) {
            if ((rel_of(tree, c) == DEPREL_advmod && tree_is(tree, c, ROLE_NEGATOR)) ||
                (rel_of(tree, c) == DEPREL_det && tree_lemma_is(tree, c, "no"))) {
                return true;
            }
        }
    return false;
}

/* A past or a perfect: what was announced had been done. */
static bool is_past(const Tree *tree, uint32_t t) {
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = rel_of(tree, c);
            if (rel == DEPREL_aux || rel == DEPREL_aux_pass || rel == DEPREL_cop) {
                return tree_lemma_is(tree, c, "have") || tree_token(tree, c)->xpos == XPOS_VBD;
            }
        }
    return tree_token(tree, t)->xpos == XPOS_VBD;
}

/* "the attack", "this attack" */
static bool pointed_at(const Tree *tree, uint32_t t) {
    uint32_t det = tree_child(tree, t, DEPREL_det);
    return det != NONE &&
           (tree_lemma_is(tree, det, "the") || tree_lemma_is(tree, det, "this") || tree_lemma_is(tree, det, "that"));
}

/* "the attack", "its offer", "recent protests": what is taken for granted. */
static bool definite(const Tree *tree, uint32_t t) {
    uint32_t adjective = tree_child(tree, t, DEPREL_amod);
    return tree_is_nominal(tree, t) && (pointed_at(tree, t) || tree_child(tree, t, DEPREL_nmod_poss) != NONE ||
                                        (adjective != NONE && tree_lemma_is(tree, adjective, "recent")));
}

/* Does what stands as a clause or a thing under `head` exist all the same?  "told them that he had", "questions about
   the attack", "escaped the raid", "ordered the closure". */
static bool granted_by(const Tree *tree, uint32_t t, uint32_t head) {
    Deprel rel = rel_of(tree, t);
    if (rel == DEPREL_ccomp) {
        bool told = tree_lemma_is(tree, head, "tell");
        return told || (reports(tree, head) && is_past(tree, t) && !tree_lemma_is(tree, head, "fear"));
    }
    if (rel == DEPREL_obj || rel == DEPREL_nsubj_pass) {
        return tree_is(tree, head, ROLE_ORDERING) || (definite(tree, t) && tree_is(tree, head, ROLE_ESCAPING));
    }
    return (rel == DEPREL_nmod || rel == DEPREL_obl) && definite(tree, t) && has_mark(tree, t, "about");
}

/* "Had they attacked, …" */
static bool inverted(const Tree *tree, uint32_t head) {
    const Token *token = tree_token(tree, head);
    return tree->doc->sentences.at[token->sentence].first == head && token->xpos == XPOS_VBD &&
           tree_lemma_is(tree, head, "have");
}

/* "reports of an arrest were false", "rumours that he had resigned were denied" */
static void read_rumour(const Tree *tree, uint32_t rumour, Scope *s) {
    uint32_t verdict = tree_token(tree, rumour)->head;
    Deprel rel = rel_of(tree, rumour);
    uint32_t called = verdict != NONE && rel == DEPREL_obj ? tree_child(tree, verdict, DEPREL_xcomp) : NONE;
    bool judged = verdict != NONE && (rel == DEPREL_nsubj || rel == DEPREL_nsubj_pass || rel == DEPREL_obj) &&
                  (tree_is(tree, verdict, ROLE_NEGATING) || (called != NONE && tree_is(tree, called, ROLE_NEGATING)));
    s->negated |= judged && rel == DEPREL_nsubj;
    s->denied |= judged && rel != DEPREL_nsubj;
    s->hearsay = true;
}

/* "debated a bill banning the party", "will issue a decree imposing tariffs": it is done as far as the text is made. */
static void read_text(const Tree *tree, uint32_t text, Scope *s) {
    uint32_t verb = tree_token(tree, text)->head;
    Deprel rel = rel_of(tree, text);
    bool made = verb != NONE && (rel == DEPREL_obj || rel == DEPREL_nsubj_pass);
    if (made && !tree_is(tree, verb, ROLE_LIGHT)) { /* through that the climb goes on */
        read_verb(tree, verb, s);
    }
    s->open |= made && tree_is(tree, text, ROLE_DRAFT) && !tree_is(tree, verb, ROLE_ENACTING);
}

/* What the head makes of the word below it.  True: the climb goes on through it. */
static bool read_governor(const Tree *tree, uint32_t t, uint32_t head, Scope *s) {
    Deprel rel = rel_of(tree, t);
    bool gerund = tree_token(tree, t)->xpos == XPOS_VBG;
    if (gerund && rel == DEPREL_acl && (tree_is(tree, head, ROLE_DECREE) || tree_is(tree, head, ROLE_DRAFT))) {
        read_text(tree, head, s);
        return true;
    }
    if (gerund && rel == DEPREL_advcl && has_mark(tree, t, "by")) {
        return true; /* "would break the treaty by imposing a tariff" */
    }
    if (rel == DEPREL_acl && has_mark(tree, t, "to") && tree_token(tree, t)->xpos == XPOS_VB) {
        uint32_t asks = tree_token(tree, head)->head; /* "appealed to both sides to spare civilians" */
        bool asked = asks != NONE && !tree_is_nominal(tree, asks) && tree_is(tree, asks, ROLE_HYPOTHETICAL);
        s->open |= asked;
        if (asked) {
            return false;
        }
    }
    bool under = governed(tree, t, rel), purpose = rel == DEPREL_advcl && has_mark(tree, t, "to");
    purpose = purpose && !gerund;
    bool verb = !tree_is_nominal(tree, head), passive = verb && tree_is_passive(tree, head);
    if (purpose) {
        bool asked = tree_is(tree, head, ROLE_HYPOTHETICAL); /* "begged him to let her go" */
        s->open |= asked;
        s->goal |= !asked;
        return false;
    }
    if (rel == DEPREL_xcomp && inverted(tree, head)) {
        s->open = true;
        return false;
    }
    if (under && granted_by(tree, t, head)) {
        s->known |= rel == DEPREL_ccomp && tree_is(tree, head, ROLE_KNOWING);
        return tree_is(tree, head, ROLE_ORDERING);
    }
    if (under && (governor_is(tree, head, ROLE_NEGATING) || tree_is(tree, head, ROLE_NEGATING_NOUN))) {
        if (verb && denied_thing(tree, head)) { /* "did not fail to attack", "could not rule out an attack" */
            read_verb(tree, head, s);
            s->negated = false;
            return false;
        }
        s->negated = true;
        s->planned = s->open = false;
        return false;
    }
    if ((rel == DEPREL_csubj || rel == DEPREL_ccomp || rel == DEPREL_acl ||
         (rel == DEPREL_nmod && tree_is(tree, head, ROLE_EVIDENCE))) &&
        tree_token(tree, head)->upos != UPOS_VERB && denied_thing(tree, head)) {
        s->negated = true; /* "it is not true that", "there is no evidence that", "no reports of" */
        return false;
    }
    if ((rel == DEPREL_ccomp || rel == DEPREL_acl || rel == DEPREL_acl_relcl || rel == DEPREL_nmod) &&
        tree_is(tree, head, ROLE_HEARSAY_NOUN)) {
        read_rumour(tree, head, s);
        return false;
    }
    if (under && verb && rel == DEPREL_xcomp && reports(tree, head) &&
        (passive || tree_lemma_is(tree, head, "claim"))) {
        Scope above = {0};
        read_verb(tree, head, &above);
        s->negated |= above.negated; /* "none is known to have been attacked" */
        s->hearsay = true;
        return false;
    }
    if (under && (tree_is(tree, head, ROLE_HYPOTHETICAL) || tree_is(tree, head, ROLE_OPEN_NOUN) ||
                  tree_is(tree, head, ROLE_OPEN_ADJ))) {
        s->open = true;
        return rel != DEPREL_ccomp;
    }
    if (under && (tree_is(tree, head, ROLE_PLANNING) || tree_is(tree, head, ROLE_PLAN_NOUN) ||
                  tree_is(tree, head, ROLE_PLAN_ADJ))) {
        s->planned |= (rel != DEPREL_ccomp && rel != DEPREL_acl) || !is_past(tree, t);
        return rel != DEPREL_ccomp;
    }
    if (under && verb && rel == DEPREL_ccomp) {
        s->known |= tree_is(tree, head, ROLE_KNOWING);
        return false;
    }
    if (under && (tree_is(tree, head, ROLE_FACTIVE) || (verb && reports(tree, head)))) {
        return false;
    }
    if (rel == DEPREL_xcomp) {
        if (tree_is(tree, head, ROLE_ALLOWING)) { /* "would allow him to": neither his plan */
            Scope above = {0};
            read_verb(tree, head, &above);
            s->open |= above.planned;
        }
        return true;
    }
    if (rel == DEPREL_obl && definite(tree, t)) {
        return false; /* "may strike back over the raid": the raid took place */
    }
    if (rel == DEPREL_obj || rel == DEPREL_nsubj_pass || rel == DEPREL_obl) {
        return verb && (tree_is(tree, head, ROLE_LIGHT) || tree_is(tree, head, ROLE_LIGHT_PASSIVE));
    }
    if (rel == DEPREL_nmod) {
        return tree_is(tree, head, ROLE_QUANTITY) || tree_is(tree, head, ROLE_LIGHT);
    }
    return false;
}

/* A noun as the subject: "talks will begin", "sanctions would hurt". */
static void read_predicate(const Tree *tree, uint32_t subject, uint32_t head, Scope *s) {
    Scope above = {0};
    bool occurs = tree_is(tree, head, ROLE_LIGHT);
    read_verb(tree, head, &above);
    for
        EACH_CHILD(tree, c, head) {
            bool modal = rel_of(tree, c) == DEPREL_aux && tree_is(tree, c, ROLE_MODAL_OPEN);
            bool would = modal && tree_lemma_is(tree, c, "would");
            s->open |= modal && (!definite(tree, subject) || (would && !backshifted(tree, head)));
        }
    /* "an attack is unlikely" */
    s->open |= tree_is(tree, head, ROLE_OPEN_ADJ) && !pointed_at(tree, subject);
    if (occurs) {
        s->open |= above.open;
        s->negated |= above.negated;
        s->planned |= above.planned;
    }
}

/* "those who attack the police": whoever does it. */
static bool generic(const Tree *tree, uint32_t t, uint32_t head) {
    return is_present(tree, t) && tree_is(tree, head, ROLE_WHOEVER);
}

static void climb(const Tree *tree, uint32_t t, uint32_t stop, Scope *s) {
    read_own(tree, t, s);
    for (int i = 0; i < CLIMB; i++) {
        uint32_t head = tree_token(tree, t)->head;
        Deprel rel = rel_of(tree, t);
        if (head == NONE || head == stop) {
            return;
        }
        if (rel == DEPREL_acl_relcl && generic(tree, t, head)) {
            s->open = true;
        }
        if (rel == DEPREL_conj) {
            bool bare = tree_token(tree, t)->xpos == XPOS_VB || tree_is_nominal(tree, t) ||
                        (tree_token(tree, t)->xpos == XPOS_VBN && tree_child(tree, t, DEPREL_aux) == NONE &&
                         tree_child(tree, t, DEPREL_aux_pass) == NONE && tree_child(tree, t, DEPREL_nsubj) == NONE);
            if (bare && !tree_is_nominal(tree, t)) {
                read_verb(tree, head, s);
            }
            if (!bare && is_past(tree, t) && !is_past(tree, head)) {
                return; /* "announced that it would give money, and Poland sent generators" */
            }
            t = head;
            /* "tried to clear the road and had used gas": a finite verb is coordinated with the finite one above */
            while (!bare && rel_of(tree, t) == DEPREL_xcomp && has_mark(tree, t, "to")) {
                t = tree_token(tree, t)->head;
            }
            if (!bare && rel_of(tree, t) != DEPREL_ccomp) {
                return;
            }
            continue;
        }
        if (rel == DEPREL_nsubj || (rel == DEPREL_nsubj_pass && !tree_is(tree, head, ROLE_LIGHT))) {
            read_predicate(tree, t, head, s);
            if (rel == DEPREL_nsubj_pass) {
                (void)read_governor(tree, t, head, s);
            }
            if (!tree_is(tree, head, ROLE_LIGHT)) {
                return;
            }
            t = head;
            continue;
        }
        if (!read_governor(tree, t, head, s)) {
            return;
        }
        read_own(tree, head, s);
        t = head;
    }
}

Scope status_scope(const Tree *tree, uint32_t trigger, uint32_t stop) {
    Scope s = {0};
    climb(tree, trigger, stop, &s);
    return s;
}

uint32_t status_clause(const Tree *tree, uint32_t t) {
    for (int i = 0; i < CLIMB; i++) {
        const Token *token = tree_token(tree, t);
        if (token->upos == UPOS_VERB || token->upos == UPOS_AUX || token->head == NONE ||
            tree_child(tree, t, DEPREL_cop) != NONE) {
            return t;
        }
        t = token->head;
    }
    return t;
}

/* ---- on whose word ---- */

/* "Officials said …": whose they are is a guess, and they do not speak for anybody. */
static bool anonymous(const Doc *doc, const Attribution *a) {
    const Entity *e = a->entity == NONE ? NULL : &doc->entities.at[a->entity];
    return e != NULL && e->type == ENTITY_unnamed && e->basis == BASIS_affiliation;
}

static bool speaks_of_itself(const Doc *doc, const Attribution *a, const Event *e) {
    for (uint32_t i = 0; i < e->actors.n; i++) {
        uint32_t actor = doc->refs.at[e->actors.first + i];
        bool tells = i > 0 && i < e->actor_mentions.n &&
                     doc->mentions.at[doc->refs.at[e->actor_mentions.first + i]].head == a->source_head;
        if (tells) {
            continue;
        }
        if (actor == a->entity || (same_party(doc, a->entity, actor) && !anonymous(doc, a))) {
            return true;
        }
    }
    bool verbal = e->type == EVENT_REQUEST || e->type == EVENT_ACCUSE || e->type == EVENT_REJECT ||
                  e->type == EVENT_THREATEN || e->type == EVENT_AGREE || e->type == EVENT_SUPPORT ||
                  e->type == EVENT_CONCEDE;
    if (e->actors.n == 0 && verbal) {
        return true; /* said in the speaker's own words */
    }
    for (uint32_t i = 0; i < e->recipients.n; i++) {
        if (doc->refs.at[e->recipients.first + i] == a->entity) {
            return false; /* what was done to the speaker */
        }
    }
    if (e->actors.n == 0 && a->entity != NONE) {
        uint8_t sector = doc->entities.at[a->entity].sectors[0];
        return (e->type == EVENT_COERCE || e->type == EVENT_SANCTION || e->type == EVENT_MOBILIZE) &&
               (sector == SECTOR_COP || sector == SECTOR_GOV || sector == SECTOR_MIL || sector == SECTOR_JUD);
    }
    return false;
}

static Status decide(const Event *e, Scope s, bool own, bool old) {
    if (s.negated) {
        return STATUS_negated;
    }
    if (s.open) {
        return STATUS_hypothetical;
    }
    if (s.planned || s.goal) {
        return STATUS_planned;
    }
    if (e->denied_by.n > 0 || s.denied) {
        return e->asserted_by.n > 0 || s.alleged ? STATUS_disputed : STATUS_denied;
    }
    if ((e->asserted_by.n > 0 && !own) || s.hearsay || s.alleged) {
        return STATUS_claimed;
    }
    return old ? STATUS_historical : STATUS_reported;
}

/* A stated date over a year before the document's. */
static bool is_old(const Doc *doc, const Event *e) {
    int32_t day = e->date_basis == DATE_BASIS_stated ? date_parse(e->date) : DAY_NONE;
    if (day == DAY_NONE && e->date_basis == DATE_BASIS_stated && e->date.n >= 4) {
        int year = 0;
        for (uint32_t i = 0; i < 4; i++) {
            year = year * 10 + (e->date.at[i] - '0');
        }
        int month = e->date.n >= 7 ? (e->date.at[5] - '0') * 10 + e->date.at[6] - '0' : 12;
        day = year > 0 && month >= 1 && month <= 12 ? day_of(year, month, 28) : DAY_NONE;
    }
    return day != DAY_NONE && doc->day != DAY_NONE && doc->day - day > 365;
}

/* "He spoke after the assassination of the general": a definite deed in words that are not quoted, deep in a phrase of
   its own, is taken for granted by the report, not claimed. */
static bool presupposed(const Tree *tree, uint32_t trigger) {
    Deprel rel = rel_of(tree, trigger);
    return definite(tree, trigger) &&
           (rel == DEPREL_nmod || rel == DEPREL_obl || rel == DEPREL_nsubj || rel == DEPREL_nsubj_pass);
}

/* "He accused them of a raid, a charge they rejected": what is denied is the raid, not that he accused them.  "Denied
   that he spoke about the raid": there was one. */
static bool told_as_such(const Tree *tree, const Event *e, const Attribution *denial) {
    if (rel_of(tree, e->trigger_head) == DEPREL_obl && definite(tree, e->trigger_head) &&
        tree_token(tree, e->trigger_head)->head != denial->cue_head) {
        return true;
    }
    bool speech = e->type == EVENT_ACCUSE || e->type == EVENT_REJECT || e->type == EVENT_REQUEST ||
                  e->type == EVENT_THREATEN || e->type == EVENT_SUPPORT;
    return speech && (denial->cue_head == NONE || !tree_under(tree, e->trigger_head, denial->cue_head));
}

/* "asked for missiles during a call": the call is when it was asked, no part of what was asked. */
static bool when_said(const Tree *tree, uint32_t trigger, uint32_t cue) {
    static const char *const words[] = {"during",    "in",   "at",    "on",   "after",
                                        "following", "amid", "since", "over", "by"};
    bool beside = tree_token(tree, trigger)->head == cue && rel_of(tree, trigger) == DEPREL_obl;
    for (size_t i = 0; beside && i < sizeof words / sizeof *words; i++) {
        if (has_mark(tree, trigger, words[i])) {
            return tree_is_nominal(tree, trigger);
        }
    }
    return false;
}

/* "criticised the minister for banning the march", "condemned the sentencing of": who judges a deed takes it for
   granted, and so does the report. */
static bool takes_for_granted(const Tree *tree, const Attribution *a) {
    return a->kind == ATTRIBUTION_indirect && a->cue_head != NONE && tree_is(tree, a->cue_head, ROLE_JUDGING);
}

void status_decide(const Tree *tree, Doc *doc, uint32_t event, Scope scope) {
    Event *e = &doc->events.at[event];
    TokenList by = {0}, against = {0}, hedge = {0};
    bool own = true, granted = presupposed(tree, e->trigger_head);
    for (uint32_t k = tree->told_of[e->sentence]; k != NONE; k = tree->told.at[k].next) {
        uint32_t i = tree->told.at[k].attribution;
        const Attribution *a = &doc->attributions.at[i];
        if (!attribution_holds(doc, a, e->trigger) || (span_is(a->cue) && span_meets(a->cue, e->trigger)) ||
            when_said(tree, e->trigger_head, a->cue_head)) {
            continue;
        }
        if (a->stance == STANCE_denies && told_as_such(tree, e, a)) {
            continue;
        }
        TokenList *list = a->stance == STANCE_denies ? &against : a->stance == STANCE_doubts ? &hedge : &by;
        switch ((Stance)a->stance) {
        case STANCE_asks:
        case STANCE_orders:
        case STANCE_fears:
        case STANCE_hopes: scope.open |= !scope.negated && !granted && a->sentence == e->sentence; continue;
        case STANCE_offers: scope.open |= !scope.negated && a->sentence == e->sentence; continue;
        case STANCE_promises:
        case STANCE_plans:
        case STANCE_threatens: scope.planned |= !scope.negated && !granted && a->sentence == e->sentence; continue;
        default: break;
        }
        if (list->n < 16) {
            list->at[list->n++] = i;
        }
        bool report_s = (granted && a->kind != ATTRIBUTION_direct) || takes_for_granted(tree, a);
        own = own && (list != &by || report_s || speaks_of_itself(doc, a, e));
    }
    e->asserted_by = doc_refs(doc, by.at, by.n);
    e->denied_by = doc_refs(doc, against.at, against.n);
    e->hedged_by = doc_refs(doc, hedge.at, hedge.n);
    own = own || scope.known;
    e->status = (uint8_t)decide(e, scope, own, is_old(doc, e));
}
