#ifndef DOC_ROW_H
#define DOC_ROW_H

/* One event with everything that stands about it in its report, as words instead of indices: what the writers of
   events (csv, plover, cameo, table) need.  A coded document fills it (row_of_event), and so does a query of the store;
   a writer does not know which.

     Doc ──row_of_event()──┐
                           ├──► EventRow ──► out/csv, out/plover, out/cameo …
     store ──query_events()┘

   Strings and lists belong to the arena or the document that the row was made from. */

#include "base/point.h"
#include "doc/doc.h"

/* Somebody who acts, is acted upon, or speaks. */
typedef struct RowParty {
    Str name;
    char code[4];       /* "" none */
    uint8_t sectors[4]; /* Sector, primary first; 0 ends the list */
    uint8_t type;       /* EntityType */
    uint8_t basis;      /* Basis */
    Str role;           /* absent: none */
    Str registry_id;    /* absent: none */
    uint32_t entity;    /* index in the report's entities ("e1" is 0); NONE: a source that is no entity */
} RowParty;

/* An attribution that an event rests on, is denied by or doubted in. */
typedef struct RowVoice {
    RowParty who;         /* name absent: the source is not named */
    uint8_t kind;         /* AttributionKind */
    uint8_t stance;       /* Stance */
    Str cue;              /* "said"; absent for a bare quotation */
    Str content;          /* the first piece of what was said, verbatim */
    uint32_t attribution; /* index in the report's attributions */
} RowVoice;

typedef struct RowParties {
    RowParty *at;
    uint32_t n;
} RowParties;
typedef struct RowVoices {
    RowVoice *at;
    uint32_t n;
} RowVoices;

typedef struct EventRow {
    /* the report */
    Str report, report_date, title, source, url; /* report: its id */
    /* the event; see Event of doc.h */
    Str id, about; /* about: id of the content event, or absent */
    uint8_t type, mode, status, date_basis;
    uint64_t contexts;
    char cameo[5];
    Str date, enddate; /* date is never absent where the report has one: a date that is not stated is the report's */
    RowParties actors, recipients;
    RowVoices asserted_by, denied_by, hedged_by;
    Str place, country, admin1; /* absent: no place */
    uint32_t geonameid;         /* 0 unknown */
    double lat, lon;            /* NAN unknown */
    Str trigger, span, sentence;
    uint32_t trigger_at[2], span_at[2], sentence_at[2]; /* code points of the report's text */
    uint32_t sentence_index;
    int32_t dead, injured, arrested; /* −1 not said */
    Str rule;
    double confidence;
} EventRow;

/* Row of event `index` of a coded document; lists go to `arena`. */
void row_of_event(const Doc *doc, const PointMap *points, uint32_t index, Arena *arena, EventRow *row);

#endif
