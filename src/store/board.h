#ifndef STORE_BOARD_H
#define STORE_BOARD_H

/* The claims board: what is contested or rests on somebody's word, over all reports.  A claim is an act (acts.h) with
   voices.  What is handed out lies in the arena given, or is valid during the call. */

#include "store/query.h"

typedef struct Voice {
    Str stance; /* asserts denies doubts */
    RowVoice voice;
    int64_t event, report;
    Str eid; /* of the event */
    Str doc, date, title, publisher, url;
    Str words; /* all pieces of what was said, joined by " … " */
    bool copy;
} Voice;

typedef struct Claim {
    int64_t act;
    uint8_t status;                                       /* over all reports */
    int64_t reports, publishers, voices, events, changes; /* changes of status, the first included */
    int64_t asserts, denies, doubts;                      /* voices */
    StoredEvent event;                                    /* the first telling */
    Str last_date;                                        /* of the report that told it last */
    Voice *said;                                          /* as many as the page asks for, by stance */
    uint32_t n_said;
} Claim;

typedef struct ClaimCursor {
    int64_t report, act; /* 0, 0: at the beginning */
} ClaimCursor;

typedef struct ClaimPage {
    uint32_t statuses; /* bits of Status over all reports; 0 any.  filter.statuses asks for a telling's status */
    bool contested;    /* only those that are asserted as well as denied or doubted, by sources or reports */
    uint32_t limit;    /* 0 all */
    uint32_t voices;   /* how many of each stance to hand out with a claim, the first ones */
    ClaimCursor after;
} ClaimPage;

typedef struct ClaimPageEnd {
    bool more;
    ClaimCursor last;
} ClaimPageEnd;

typedef bool ClaimSee(void *data, const Claim *claim);

/* Claims with a telling that matches the filter, the one told last first. */
bool board_claims(Store *store, const Filter *filter, const ClaimPage *page, ClaimSee *see, void *data,
                  ClaimPageEnd *end, Err *err);

/* ---- one act, side by side ---- */

typedef struct StatusChange {
    uint8_t status;
    int64_t report;
    Str doc, date, title, publisher;
} StatusChange;

typedef struct ActView {
    int64_t act;
    uint8_t status;
    int64_t reports, publishers;
    StoredEvent *tellings; /* in order of arrival */
    uint32_t n_tellings;
    Voice *voices; /* by stance, then in order of arrival */
    uint32_t n_voices;
    StatusChange *history; /* oldest first */
    uint32_t n_history;
} ActView;

/* *found false: there is no such act.  At most `limit` tellings, and voices of each stance (0: all). */
bool board_act(Store *store, int64_t act, uint32_t limit, Arena *arena, ActView *view, bool *found, Err *err);

#endif
