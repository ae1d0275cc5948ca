#ifndef CODE_TIMEWORD_H
#define CODE_TIMEWORD_H

/* The words of which times are made.  The text of a sentence is cut anew, finer than UD tokens (numbers, clock times
   and hyphens matter here, and results must not hang on a tokeniser's treatment of "mid-1990s"); each word then has the
   readings that the lists of data/time.txt and its own shape give it. */

#include "base/err.h"
#include "doc/doc.h"

/* class: name of its list in data/time.txt, or "" for one that comes from the shape of digits */
#define TIME_CLASSES(X)                                                                                                \
    X(LITERAL, "")                                                                                                     \
    X(MONTH, "month")                                                                                                  \
    X(SURE, "sure")                                                                                                    \
    X(WEEKDAY, "weekday")                                                                                              \
    X(WEEKDAYS, "weekdays")                                                                                            \
    X(UNIT, "unit")                                                                                                    \
    X(UNITS, "units")                                                                                                  \
    X(SPAN, "span")                                                                                                    \
    X(AMOUNT, "count")                                                                                                 \
    X(NUMBER, "number")                                                                                                \
    X(ORDINAL, "ordinal")                                                                                              \
    X(SEASON, "season")                                                                                                \
    X(PART, "part")                                                                                                    \
    X(HOLIDAY, "holiday")                                                                                              \
    X(DIR, "dir")                                                                                                      \
    X(DAYREF, "dayref")                                                                                                \
    X(TONIGHT, "tonight")                                                                                              \
    X(PRESENT, "present")                                                                                              \
    X(PAST, "past")                                                                                                    \
    X(FUTURE, "future")                                                                                                \
    X(FREQ, "freq")                                                                                                    \
    X(LONG, "long")                                                                                                    \
    X(QUARTER, "quarter")                                                                                              \
    X(HALF, "half")                                                                                                    \
    X(ZONE, "zone")                                                                                                    \
    X(AMPM, "ampm")                                                                                                    \
    X(PREP, "prep")                                                                                                    \
    X(NUM, "")       /* in hundredths; -1 not said */                                                                  \
    X(DATE, "")      /* day since 1970-01-01 */                                                                        \
    X(YEAR, "")      /* 1000 … 2199, in digits */                                                                    \
    X(YEARWORDS, "") /* "nineteen ninety-six" */                                                                       \
    X(DOM, "")       /* 1 … 31 */                                                                                    \
    X(DECADE, "")    /* its first year */                                                                              \
    X(CLOCK, "")     /* minutes since midnight */

typedef enum TimeClass {
#define ENUM_TIME_CLASS(name, list) TC_##name,
    TIME_CLASSES(ENUM_TIME_CLASS) TC_COUNT
} TimeClass;

extern const char *const time_class_names[TC_COUNT]; /* as patterns write them: "MONTH" */

typedef struct TimeReading {
    uint8_t class; /* TimeClass */
    uint8_t words; /* how many words it takes, from this one on */
    int32_t value;
} TimeReading;

typedef struct TimeWord {
    Span span;           /* of doc->text */
    uint32_t first, end; /* readings; those of fewer words first */
    bool capital;
} TimeWord;

typedef struct TimeWords {
    TimeWord *at;
    uint32_t n;
    TimeReading *readings;
    uint32_t n_readings, cap_readings;
} TimeWords;

typedef struct TimeDictionary TimeDictionary;

TimeDictionary *timedict_new(Arena *arena);
/* Takes a line of `word=value` items of the list `name` ("month"). */
bool timedict_add_line(TimeDictionary *d, Arena *arena, Str list, Str line, Err *err);
/* A word (or words joined by "_") that a rule spells out; its number. */
uint32_t timedict_literal(TimeDictionary *d, Arena *arena, Str word);

/* The words of the bytes [span) of `text`, with their readings; all of it lives in `arena`. */
TimeWords timeword_split(const TimeDictionary *d, Str text, Span span, Arena *arena);

#endif
