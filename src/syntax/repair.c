#include "syntax/repair.h"

typedef struct Clause {
    uint32_t subject; /* the first one, before the verb; NONE */
    uint32_t inner;   /* a clause of its own before it, without a subject when it was met; NONE */
    bool second;      /* another subject */
    bool passive;
} Clause;

static bool is_subject(const Token *t) {
    return t->deprel == DEPREL_nsubj || t->deprel == DEPREL_nsubj_pass || t->deprel == DEPREL_csubj ||
           t->deprel == DEPREL_expl;
}

static bool is_clause(const Token *t) {
    return t->deprel == DEPREL_ccomp || t->deprel == DEPREL_parataxis || t->deprel == DEPREL_csubj;
}

void repair_subjects(Doc *doc, const Sentence *sentence, Arena *scratch) {
    uint32_t n = sentence->end - sentence->first;
    Token *at = doc->tokens.at + sentence->first;
    Clause *clauses = arena_array(scratch, Clause, n);
    for (uint32_t i = 0; i < n; i++) {
        clauses[i] = (Clause){.subject = NONE, .inner = NONE};
    }
    bool doubled = false;
    for (uint32_t i = 0; i < n; i++) {
        if (at[i].head == NONE) {
            continue;
        }
        uint32_t head = at[i].head - sentence->first;
        Clause *c = &clauses[head];
        if (is_subject(&at[i])) {
            c->second = c->subject != NONE;
            c->subject = c->subject == NONE ? i : c->subject;
            doubled = doubled || c->second;
        } else if (is_clause(&at[i]) && i < head && c->subject != NONE && c->inner == NONE) {
            c->inner = i;
        }
        c->passive = c->passive || at[i].deprel == DEPREL_aux_pass;
    }
    for (uint32_t i = 0; doubled && i < n; i++) {
        const Clause *c = &clauses[i];
        if (c->second && c->inner != NONE && clauses[c->inner].subject == NONE && c->subject < i) {
            Token *subject = &at[c->subject];
            subject->head = sentence->first + c->inner;
            subject->deprel = clauses[c->inner].passive ? DEPREL_nsubj_pass : DEPREL_nsubj;
        }
    }
}
