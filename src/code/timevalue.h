#ifndef CODE_TIMEVALUE_H
#define CODE_TIMEVALUE_H

/* From a matched rule to a TIMEX3 value and its days.
   Values: TimeML 1.2.1 as TempEval-3 has it; weeks are ISO 8601 weeks, a weekend is "-WE" of its week, seasons SP SU FA
   WI, parts of a day TMO TMI TAF TEV TNI TDT. A relative expression has the grain of its unit ("two years ago" is a
   year). */

#include "code/timerule.h"

typedef enum TimeTense { TENSE_UNKNOWN, TENSE_PAST, TENSE_FUTURE } TimeTense;

/* 1 … 13, as data/time.txt numbers them */
typedef enum TimeUnit {
    UNIT_NONE,
    UNIT_SECOND,
    UNIT_MINUTE,
    UNIT_HOUR,
    UNIT_DAY,
    UNIT_WEEKEND,
    UNIT_WEEK,
    UNIT_FORTNIGHT,
    UNIT_MONTH,
    UNIT_QUARTER,
    UNIT_YEAR,
    UNIT_DECADE,
    UNIT_CENTURY,
    UNIT_MILLENNIUM
} TimeUnit;

/* From where a time is seen. */
typedef struct TimeFrame {
    Arena *arena;
    int32_t day;     /* the report's date; DAY_NONE unknown */
    int32_t anchor;  /* first day of the date that was named last; the report's before any was */
    int32_t quarter; /* first day of the quarter that was named last; DAY_NONE none was */
    TimeUnit grain;  /* of the date named last in this sentence; UNIT_NONE none was */
    TimeTense tense;
} TimeFrame;

/* False when the words are no time after all.  Otherwise type, value, from and to of `out` are set. */
bool timevalue_resolve(const TimeRule *rule, const TimeMatch *match, const TimeFrame *frame, TimePortion portion,
                       Time *out);

/* Moves a TIME of day onto another day: "8 p.m." and "on Sunday". */
void timevalue_set_day(Arena *arena, Time *clock, int32_t day);

#endif
