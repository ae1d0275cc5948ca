#ifndef CODE_TIMERULE_H
#define CODE_TIMERULE_H

/* The rules of data/time.txt, read once, and their matching against the words of a sentence. */

#include "code/timeword.h"

enum {
    TIME_ELEMENTS_MAX = 12,
    TIME_ALTERNATIVES_MAX = 12,
    TIME_NOT = 255 /* type of a rule whose words are no time */
};

/* How the meaning of a match is worked out: functions of timevalue.c */
/* clang-format off */
#define TIME_MEANINGS(X)                                                                                               \
    X(none)                                                                                                            \
    X(calendar)                                                                                                        \
    X(year)                                                                                                            \
    X(yeardir)                                                                                                         \
    X(yearend) X(weekdaydir) X(decade) X(century) X(quarter) X(thatquarter) X(half) X(season) X(holiday) X(dayref)     \
    X(daypart) X(nextpart) X(tonight) X(clock) X(midnight) X(noon) X(shift) X(weekof) X(anaphor) X(weekend)            \
    X(daybefore) X(ago) X(yearago) X(earlier) X(later) X(fromnow) X(duration) X(lastfor) X(half_more) X(long)          \
    X(vague) X(sometime) X(every) X(everyweekday) X(freq) X(presentref) X(pastref) X(futureref)
/* clang-format on */

typedef enum TimeMeaning {
#define ENUM_MEANING(name) MEANING_##name,
    TIME_MEANINGS(ENUM_MEANING) MEANING_COUNT
} TimeMeaning;

typedef enum TimePortion { PORTION_ALL, PORTION_START, PORTION_MIDDLE, PORTION_END } TimePortion;

typedef struct TimeElement {
    uint64_t classes; /* bit 1 << TimeClass */
    uint16_t literals[TIME_ALTERNATIVES_MAX];
    uint8_t n_literals;
    bool optional, context, silent;
} TimeElement;

typedef struct TimeRule {
    Str name;
    uint8_t type; /* TimeType, or TIME_NOT */
    uint8_t meaning;
    uint8_t n;
    TimeElement elements[TIME_ELEMENTS_MAX];
} TimeRule;

typedef struct TimePrefix {
    uint8_t types; /* bit 1 << TimeType */
    uint8_t n;
    uint8_t portion; /* TimePortion */
    Str words[4];
} TimePrefix;

/* A sentence of the rule file and what must, or must not, come out of it. */
typedef struct TimeExample {
    uint32_t rule, line;
    bool must;
    Str sentence, words, value;
} TimeExample;

typedef struct TimeLexicon {
    TimeDictionary *dictionary;
    VEC(TimeRule) rules;
    VEC(TimePrefix) prefixes;
    VEC(TimeExample) examples;
    uint32_t set_words, n_literals; /* words of 64 bits in a set of rules */
    uint64_t *by_class;             /* [TC_COUNT] sets: the rules that a reading of the class can begin */
    uint64_t *by_literal;           /* [n_literals] sets: and the literal word */
} TimeLexicon;

/* Reads the rule file; the lexicon and its strings live in `arena`. */
bool timelexicon_read(TimeLexicon *lexicon, Arena *arena, Str file, Err *err);

/* What the classes of a match stand for: the first and second reading of each. */
typedef struct TimeMatch {
    uint32_t rule, first, end; /* words [first, end) */
    uint8_t n[TC_COUNT];
    int32_t value[TC_COUNT][2];
} TimeMatch;

/* All rules that match from word `i` on, one match each; at most `max`. */
uint32_t timerule_match(const TimeLexicon *lexicon, const TimeWords *words, uint32_t i, TimeMatch *out, uint32_t max);

#endif
