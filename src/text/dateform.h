#ifndef TEXT_DATEFORM_H
#define TEXT_DATEFORM_H

#include "base/str.h"

/* A calendar date as newspapers print it: "2023-06-12", "12 June 2023", "Tuesday, June 12th, 2023", "Sept 24",
   "14.05.2024", "24/09/2025".  Day and month in figures are read only where one order is possible (one of them is over
   12, both are equal, or points part them: day first). */
typedef struct DateForm {
    uint32_t start, end; /* bytes of the line; with the weekday before it and the time of day after it */
    int year;            /* 0: not said */
    int month, day;
} DateForm;

/* The first date in the line.  With `from` the search begins there. */
bool dateform_find(Str line, uint32_t from, DateForm *found);
/* "2023-06-12"; NULL where the year is not said. */
const char *dateform_iso(Arena *arena, const DateForm *date);

#endif
