#ifndef STORE_ACTS_H
#define STORE_ACTS_H

/* The same event over all reports: an act.  Each event that arrives joins the act that it resembles most, or founds
   one; mark.h says by what.  Candidates have the same type and world (fact, plan, hypothesis), a
   participant or a main name of their reports in common, and a day within ACT_DAYS; so the cost of an event does not
   grow with the store.  What comes out depends on the order of arrival alone.  A report that comes back to what it told
   tells one act twice, and corroborates nothing by it.

   An act keeps its status over all reports:
     planned, hypothetical   such worlds stay apart from fact
     disputed                somebody asserts it (or a report does) and somebody denies it (or a report does)
     denied, negated         only somebody, only a report says that it is not so
     reported, claimed       a report says so on its own word; only sources say so
   and each change of it, with the report that brought it. */

#include "store/mark.h"
#include "store/store.h"

#define ACT_SURE  0.85 /* … and no other act is looked at */
#define ACT_AGAIN 0.7  /* … of one report, of one day: it tells the act a second time */
#define ACT_SAME  0.5  /* likeness from which on two tellings are one act */
enum { ACT_DAYS = 3 };

typedef struct ActEvent {
    int64_t event, report, publisher; /* publisher 0: none */
    int64_t original;                 /* the report that its report is a copy of; 0 none */
    bool copy;                        /* its report is a copy: it corroborates nothing */
    uint8_t type, status;
    int32_t day;                      /* DAY_NONE unknown */
    int32_t days;                     /* how many days its date may span beyond the first */
    uint32_t asserts, denies, doubts; /* attributions */
    Mark mark;
} ActEvent;

/* Marks of acts seen lately; they spare most questions to the store.  To be forgotten after a rollback and when another
   connection wrote. */
typedef struct Acts {
    Store *store;
    struct {
        int64_t act;
        Mark mark;
    } seen[1 << 14];
} Acts;

void acts_forget(Acts *acts);

/* Finds or founds the event's act, and brings the act up to date.  event.act must be set to *act by the caller. */
bool acts_join(Acts *acts, const ActEvent *e, int64_t *act, bool *first);

#endif
