#ifndef STORE_ACTS_H
#define STORE_ACTS_H

/* The same event over all reports: an act.  Each event that arrives joins the act that it resembles most, or founds
   one; what it is compared by (its Mark): participants by name and by code, the trigger's lemma, the content words of
   its clause, place, day, mode, number of dead.  Candidates have the same type and world (fact, plan, hypothesis), a
   participant in common, and a day within ACT_DAYS; so the cost of an event does not grow with the store.  What comes
   out depends on the order of arrival alone.

   An act keeps its status over all reports:
     planned, hypothetical   such worlds stay apart from fact
     disputed                somebody asserts it (or a report does) and somebody denies it (or a report does)
     denied, negated         only somebody, only a report says that it is not so
     reported, claimed       a report says so on its own word; only sources say so
   and each change of it, with the report that brought it. */

#include "doc/doc.h"
#include "store/store.h"

enum { ACT_DAYS = 3, MARK_PARTIES = 5, MARK_WORDS = 24, MARK_TRIGGERS = 3 };

typedef struct MarkParty {
    uint32_t name, code; /* hashes; 0 none */
} MarkParty;

typedef struct Mark {
    uint8_t mode, n_actors, n_recipients, n_triggers;
    uint32_t n_words;
    int32_t dead;   /* −1 not said */
    uint32_t place; /* place.id; 0 none */
    MarkParty actors[MARK_PARTIES], recipients[MARK_PARTIES];
    uint32_t triggers[MARK_TRIGGERS], words[MARK_WORDS]; /* hashes of lemmas */
} Mark;

typedef struct ActEvent {
    int64_t event, report, publisher; /* publisher 0: none */
    bool copy;                        /* its report is a copy: it corroborates nothing */
    uint8_t type, status;
    int32_t day;                      /* DAY_NONE unknown */
    int32_t days;                     /* how many days its date may span beyond the first */
    uint32_t asserts, denies, doubts; /* attributions */
    Mark mark;
} ActEvent;

void mark_of_event(const Doc *doc, uint32_t event, Mark *mark);
/* 0 … 1; ACT_SAME and more is the same event.  Both of one type. */
#define ACT_SAME 0.5
double mark_alike(const Mark *a, const Mark *b);

/* Finds or founds the event's act, and brings the act up to date.  event.act must be set to *act by the caller. */
bool acts_join(Store *store, const ActEvent *e, int64_t *act, bool *first);

#endif
