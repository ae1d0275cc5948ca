#ifndef STORE_QUERY_H
#define STORE_QUERY_H

/* Questions over events.  A filter (filter.h) picks events by one pass over the facts (facts.h), whatever it asks for;
   the rows to be shown are then fetched one by one.

     query_events()   page after page, newest or oldest first, or all in order of arrival
     query_tally()    counts and mean scores by up to three dimensions: the time line, the network, the busiest dyads
     query_event()    one event

   All of them run in the calling thread, and end with "cancelled" soon after store_cancel().  What they hand out lies
   in the arena given. */

#include "doc/row.h"
#include "store/filter.h"

/* An event of the store: the row, and what is known of it beyond its report. */
typedef struct StoredEvent {
    EventRow row;                   /* row.source is the publisher's name */
    int64_t id, report, act, about; /* about: event.id or 0 */
    int64_t original;               /* report.id of which its report is a copy; 0 none */
    int32_t day;                    /* DAY_NONE unknown */
    uint8_t act_status;             /* Status over all reports */
    int64_t act_reports, act_publishers;
} StoredEvent;

/* Called for each event in order; false stops, which is no failure.  The event is valid during the call. */
typedef bool EventSee(void *data, const StoredEvent *event);

typedef enum Order { ORDER_NEWEST, ORDER_OLDEST, ORDER_ARRIVAL } Order;

/* Where a page ended, so that the next one begins behind it however many events arrive in between. */
typedef struct Cursor {
    int32_t day;
    uint32_t event; /* 0: at the beginning */
} Cursor;

typedef struct Page {
    Order order;
    uint32_t limit; /* events of a page; 0 all */
    Cursor after;
} Page;

typedef struct PageEnd {
    uint64_t total; /* events that match, on all pages */
    bool more;
    Cursor last; /* for the next page's `after` */
} PageEnd;

/* Memory: 8 bytes an event of the page; a page without limit is what exports read. */
/* `see` may be NULL: only the total is wanted. */
bool query_events(Store *store, const Filter *filter, const Page *page, EventSee *see, void *data, PageEnd *end,
                  Err *err);

/* A cursor as text ("19520.815"), for addresses and options; false if it is none. */
void cursor_write(Cursor cursor, char text[32]);
bool cursor_read(Str text, Cursor *cursor);

/* event.id ("815"), or the id of the document record; *found false: there is none. */
bool query_event(Store *store, Str id, Arena *arena, StoredEvent *event, bool *found, Err *err);

/* ---- counting ---- */

/* name, what */
#define DIMENSIONS(X)                                                                                                  \
    X(day, "2023-06-12")                                                                                               \
    X(week, "its Monday")                                                                                              \
    X(month, "2023-06")                                                                                                \
    X(year, "2023")                                                                                                    \
    X(quad, "1 … 4")                                                                                                   \
    X(type, "PLOVER type")                                                                                             \
    X(mode, "TYPE/mode")                                                                                               \
    X(status, "status of the telling")                                                                                 \
    X(actor, "code of who acts")                                                                                       \
    X(recipient, "code of who is acted upon")                                                                          \
    X(actor_party, "code and primary sector: RUS/MIL")                                                                 \
    X(recipient_party, "likewise")                                                                                     \
    X(actor_name, "name")                                                                                              \
    X(recipient_name, "name")                                                                                          \
    X(place, "name of the place")                                                                                      \
    X(source, "publisher")                                                                                             \
    X(act, "id of the act")

#define DIMENSION_ENUM(name, what) DIMENSION_##name,
typedef enum Dimension { DIMENSIONS(DIMENSION_ENUM) DIMENSION_COUNT } Dimension;
#undef DIMENSION_ENUM
extern const char *const dimension_names[DIMENSION_COUNT];

enum { TALLY_DIMENSIONS = 3 };

typedef struct TallyRow {
    Str key[TALLY_DIMENSIONS];    /* as shown; absent: none (no recipient, no place, no date) */
    int64_t id[TALLY_DIMENSIONS]; /* day, place.id, publisher.id, actor.id, act.id, enum value …; codes: 0 */
    uint64_t events, quad[4];     /* an event counts once in a row, however many participants it has there */
    double score;                 /* mean */
} TallyRow;

typedef struct Tally {
    TallyRow *rows;
    uint32_t n;
    uint64_t events, total_rows; /* events that match; rows before the limit */
} Tally;

typedef enum TallyOrder { TALLY_BY_KEY, TALLY_BY_COUNT } TallyOrder;

/* limit 0: all rows. */
bool query_tally(Store *store, const Filter *filter, const Dimension *by, uint32_t n_by, TallyOrder order,
                 uint32_t limit, Arena *arena, Tally *tally, Err *err);

#endif
