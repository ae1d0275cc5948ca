#ifndef CODE_STATUS_H
#define CODE_STATUS_H

/* Did it happen, and on whose word?  Scope is read off the tree: one climbs from the trigger, and each word on the way
   up (negation, modal, condition, verbs and nouns of failing, asking, fearing, planning) adds to it.  Order of decision
   and meaning: the contract's `status`. */

#include "code/role.h"

typedef struct Scope {
    bool negated;
    bool open;    /* if, may, could; a call, a fear, an offer of it */
    bool planned; /* will, plans to, agreed to */
    bool hearsay; /* reportedly, alleged, is said to have */
    bool goal;    /* an infinitive of purpose */
    bool denied;  /* what a denial denies */
    bool alleged; /* what an accusation alleges */
    bool known;   /* what somebody knows or regrets */
} Scope;

/* The scope over the event that token `trigger` names; `stop` (or NONE) is an operator whose own part of the scope is
   already an event's type (threaten, promise …): the climb ends below it. */
Scope status_scope(const Tree *tree, uint32_t trigger, uint32_t stop);

/* The verb whose clause `t` belongs to (t itself if it is one), or the topmost noun. */
uint32_t status_clause(const Tree *tree, uint32_t t);

/* Fills status, asserted_by, denied_by and hedged_by of all events from scope, attributions and dates. */
void status_decide(const Tree *tree, Doc *doc, uint32_t event, Scope scope);

#endif
