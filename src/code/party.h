#ifndef CODE_PARTY_H
#define CODE_PARTY_H

/* Who stands on whose side: what the stages that look at events once they are found ask of their participants. */

#include "code/role.h"

static inline const Entity *party(const Doc *doc, Range range, uint32_t i) {
    return &doc->entities.at[doc->refs.at[range.first + i]];
}

/* Whom the mention at a token denotes, or NULL. */
const Entity *party_at(const Tree *tree, uint32_t t);

bool party_same_code(const Entity *a, const Entity *b);
/* One and the same, or organs of one state, or of one country and of one kind ("its rebels"). */
bool party_same_side(const Entity *a, const Entity *b);
/* Whether somebody of the side of `who` is among the participants; whether somebody of his country is. */
bool party_takes_part(const Doc *doc, Range range, const Entity *who);
bool party_code_among(const Doc *doc, const Entity *who, Range range);
/* The participants who can be told apart from `who`. */
Range party_others(Doc *doc, Range range, const Entity *who);
/* The entity of the state with that code, if the report names it; else NONE. */
uint32_t party_state(const Doc *doc, const char code[4]);

enum { PARTY_EVENTS = 64 }; /* events that are looked back */
/* Whether the event stands before another, few events and sentences up, or in its sentence. */
bool party_near(const Event *old, const Event *now);
/* Whether the event is told as done: neither denied by the report itself nor only wished or planned. */
bool party_told(const Event *e);

#endif
