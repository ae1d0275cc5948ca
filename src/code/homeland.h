#ifndef CODE_HOMELAND_H
#define CODE_HOMELAND_H

#include "code/registry.h"

/* Which country a report is at home in: votes of its dateline, its title, its first sentence and of all mentions with a
   code.  Those whom a report leaves without a country ("police", "the minister") belong there. */

enum { HOMELAND_MAX = 64 };

typedef struct HomelandVote {
    char code[4];
    uint32_t n;
} HomelandVote;

typedef struct Homeland {
    HomelandVote votes[HOMELAND_MAX];
    uint32_t n, total;
} Homeland;

/* A code that is no state's does not count. */
void homeland_vote(Homeland *h, const Registry *r, const char code[4], uint32_t votes);
/* The states, capitals and peoples that the words name ("N'DJAMENA", "Nepal quake: foreign rescuers arrive"), each
   with so many votes. */
void homeland_vote_words(Homeland *h, const Registry *r, Str words, uint32_t votes);
/* The country with more than half of the votes, or with a third of them and half as many again as the next; "" if there
   is none: a report on two states is at home in neither. */
void homeland_decide(const Homeland *h, char code[4]);

#endif
