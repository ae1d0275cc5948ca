#ifndef STORE_PAGE_H
#define STORE_PAGE_H

/* The little that the page asks for beyond query.h and board.h. */

#include "store/query.h"

typedef struct PagePlace {
    Str name, country;
    double lat, lon; /* never NAN: a place without a point is not found */
} PagePlace;

/* place.id → where it lies. */
bool page_place(Store *store, int64_t id, Arena *arena, PagePlace *place, bool *found, Err *err);

typedef struct PageReport {
    int64_t id, events;
    Str doc, date, title, publisher, url, begin; /* begin: the text's first characters */
} PageReport;

typedef bool PageReportSee(void *data, const PageReport *report);

/* Reports, the one that came last first, from the one before `before` on (0: the last). */
bool page_reports(Store *store, int64_t before, uint32_t limit, PageReportSee *see, void *data, int64_t *last,
                  bool *more, Err *err);

#endif
