#include "text/dateform.h"

#include "doc/doc.h"

static const char *const MONTHS[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};
static const char *const WEEKDAYS[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static bool is_digit(Str s, uint32_t at) {
    return at < s.n && s.at[at] >= '0' && s.at[at] <= '9';
}
static bool is_alpha(Str s, uint32_t at) {
    return at < s.n && ((s.at[at] | 32) >= 'a' && (s.at[at] | 32) <= 'z');
}
static bool is_wordly(Str s, uint32_t at) {
    return is_digit(s, at) || is_alpha(s, at) || (at < s.n && (unsigned char)s.at[at] >= 0x80);
}

/* Reads up to `most` digits; their count, the value in *value. */
static uint32_t digits(Str s, uint32_t at, uint32_t most, int *value) {
    uint32_t n = 0;
    *value = 0;
    while (n < most && is_digit(s, at + n)) {
        *value = *value * 10 + (s.at[at + n] - '0');
        n++;
    }
    return is_digit(s, at + n) ? 0 : n;
}

static uint32_t spaces(Str s, uint32_t at) {
    uint32_t n = 0;
    while (at + n < s.n && s.at[at + n] == ' ') {
        n++;
    }
    return n;
}

/* The name of a month or weekday, whole or cut to three or four letters ("Sept."): its length, with the point. */
static uint32_t name_at(Str s, uint32_t at, const char *const *names, int count, int *which) {
    uint32_t n = 0;
    while (is_alpha(s, at + n)) {
        n++;
    }
    Str word = {s.at + at, n};
    for (int i = 0; n >= 3 && i < count; i++) {
        if ((word.at[0] | 32) != names[i][0]) {
            continue; /* most words are no name */
        }
        Str name = str_of(names[i]);
        bool whole = str_eq_nocase(word, name);
        if (whole || (n >= 3 && n <= 5 && n < name.n && str_eq_nocase(word, str_sub(name, 0, n)))) {
            *which = i;
            return n + (!whole && at + n < s.n && s.at[at + n] == '.');
        }
    }
    return 0;
}

/* "th" of "12th". */
static uint32_t ordinal(Str s, uint32_t at) {
    static const char *const ends[] = {"st", "nd", "rd", "th"};
    for (int i = 0; i < 4 && at + 2 <= s.n; i++) {
        if (str_eq_nocase(str_sub(s, at, at + 2), str_of(ends[i])) && !is_wordly(s, at + 2)) {
            return 2;
        }
    }
    return 0;
}

/* A year of four digits behind a comma or space; 0 where there is none. */
static uint32_t year_after(Str s, uint32_t at, int *year) {
    uint32_t n = at < s.n && s.at[at] == ',' ? 1 : 0, gap = spaces(s, at + n), d;
    d = n + gap > 0 ? digits(s, at + n + gap, 4, year) : 0;
    return d == 4 && *year >= 1800 && *year <= 2199 && !is_alpha(s, at + n + gap + 4) ? n + gap + d : (*year = 0, 0);
}

/* 2023-06-12, 14.05.2024, 24/09/2025 … */
static uint32_t figures(Str s, uint32_t at, DateForm *d) {
    int v[3];
    uint32_t n = 0, widths[3];
    char mark = 0;
    for (int i = 0; i < 3; i++) {
        widths[i] = digits(s, at + n, 4, &v[i]);
        n += widths[i];
        if (widths[i] == 0 || widths[i] == 3) {
            return 0;
        }
        if (i < 2) {
            if (at + n >= s.n || strchr("-/.", s.at[at + n]) == NULL || (mark != 0 && s.at[at + n] != mark)) {
                return 0;
            }
            mark = s.at[at + n++];
        }
    }
    if (widths[0] == 4 && widths[1] <= 2 && widths[2] <= 2) {
        *d = (DateForm){.year = v[0], .month = v[1], .day = v[2]};
    } else if (widths[2] == 4 && widths[0] <= 2 && widths[1] <= 2) {
        bool day_first = mark == '.' || v[0] > 12 || v[0] == v[1];
        if (!day_first && v[1] <= 12) {
            return 0;
        }
        *d = (DateForm){.year = v[2], .month = day_first ? v[1] : v[0], .day = day_first ? v[0] : v[1]};
    } else {
        return 0;
    }
    return n;
}

/* 12 June 2023, 12th of June, 2023 */
static uint32_t day_month(Str s, uint32_t at, DateForm *d) {
    uint32_t n = digits(s, at, 2, &d->day), m;
    if (n == 0) {
        return 0;
    }
    n += ordinal(s, at + n);
    n += at + n < s.n && s.at[at + n] == '.';
    n += at + n < s.n && s.at[at + n] == '-' ? 1 : spaces(s, at + n);
    if (at + n + 3 <= s.n && str_eq_nocase(str_sub(s, at + n, at + n + 3), STR("of "))) {
        n += 3;
    }
    m = name_at(s, at + n, MONTHS, 12, &d->month);
    if (m == 0) {
        return 0;
    }
    d->month++;
    n += m;
    if (at + n < s.n && s.at[at + n] == '-' && digits(s, at + n + 1, 4, &d->year) == 4) {
        return n + 5;
    }
    return n + year_after(s, at + n, &d->year);
}

/* June 12, 2023 */
static uint32_t month_day(Str s, uint32_t at, DateForm *d) {
    uint32_t n = name_at(s, at, MONTHS, 12, &d->month), gap, k;
    if (n == 0) {
        return 0;
    }
    d->month++;
    gap = spaces(s, at + n);
    k = gap > 0 ? digits(s, at + n + gap, 2, &d->day) : 0;
    if (k == 0) {
        return 0;
    }
    n += gap + k;
    n += ordinal(s, at + n);
    return is_alpha(s, at + n) ? 0 : n + year_after(s, at + n, &d->year);
}

static bool is_real(const DateForm *d) {
    static const int longest[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d->month < 1 || d->month > 12 || d->day < 1 || d->day > longest[d->month - 1]) {
        return false;
    }
    int y, m, day;
    if (d->year != 0) {
        day_to(day_of(d->year, d->month, d->day), &y, &m, &day);
        return d->year >= 1800 && d->year <= 2199 && m == d->month;
    }
    return true;
}

/* ", at 6:12 PM GMT+4", "T08:41:00Z": the end of a time of day that begins behind commas and spaces; `at` if none. */
static uint32_t skip_time(Str s, uint32_t at) {
    uint32_t i = at, n;
    int hour, minute;
    while (i < s.n && (s.at[i] == ',' || s.at[i] == ' ' || s.at[i] == 'T')) {
        i++;
    }
    if (i + 3 <= s.n && str_eq_nocase(str_sub(s, i, i + 3), STR("at "))) {
        i += 3;
    }
    n = digits(s, i, 2, &hour);
    if (n == 0 || i + n >= s.n || (s.at[i + n] != ':' && s.at[i + n] != '.') || hour > 24) {
        return at;
    }
    i += n + 1;
    n = digits(s, i, 2, &minute);
    if (n != 2 || minute > 59) {
        return at;
    }
    i += n;
    while (i < s.n && (is_digit(s, i) || s.at[i] == ':' || (s.at[i] == '.' && is_digit(s, i + 1)))) {
        i++;
    }
    /* "PM GMT+4", "Uhr", "(UTC)" */
    static const char *const zones[] = {"am",  "pm",  "a.m.", "p.m.", "gmt", "utc", "cet", "cest", "est",
                                        "edt", "bst", "ist",  "msk",  "hrs", "h",   "z",   "et",   "pt"};
    for (bool more = true; more;) {
        more = false;
        uint32_t j = i + spaces(s, i);
        for (size_t k = 0; k < sizeof zones / sizeof *zones; k++) {
            Str zone = str_of(zones[k]);
            if (j + zone.n <= s.n && str_eq_nocase(str_sub(s, j, j + zone.n), zone) && !is_wordly(s, j + zone.n)) {
                i = j + zone.n;
                more = true;
            }
        }
    }
    if (i + 1 < s.n && (s.at[i] == '+' || s.at[i] == '-') && is_digit(s, i + 1)) {
        i++;
        while (i < s.n && (is_digit(s, i) || s.at[i] == ':')) {
            i++;
        }
    }
    return i;
}

/* The beginning of a weekday's name that ends, with comma and spaces, at `at`; `at` if none. */
static uint32_t weekday_before(Str s, uint32_t at) {
    uint32_t end = at, start;
    int which;
    while (end > 0 && (s.at[end - 1] == ' ' || s.at[end - 1] == ',' || s.at[end - 1] == '.')) {
        end--;
    }
    start = end;
    while (start > 0 && is_alpha(s, start - 1)) {
        start--;
    }
    return start < end && name_at(s, start, WEEKDAYS, 7, &which) >= end - start ? start : at;
}

/* A digit or the first letter of a month. */
static bool begins_date(char c) {
    const uint32_t letters = 1u << ('j' & 31) | 1u << ('f' & 31) | 1u << ('m' & 31) | 1u << ('a' & 31) |
                             1u << ('s' & 31) | 1u << ('o' & 31) | 1u << ('n' & 31) | 1u << ('d' & 31);
    return (c >= '0' && c <= '9') || (c >= 'A' && (letters >> (c & 31) & 1) != 0);
}

bool dateform_find(Str line, uint32_t from, DateForm *found) {
    static uint32_t (*const forms[])(Str, uint32_t, DateForm *) = {figures, day_month, month_day};
    for (uint32_t at = from; at < line.n; at++) {
        if (!begins_date(line.at[at]) || (at > 0 && is_wordly(line, at - 1))) {
            continue;
        }
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            DateForm d = {0};
            uint32_t n = forms[i](line, at, &d);
            if (n > 0 && !(is_wordly(line, at + n) && line.at[at + n] != 'T') && is_real(&d)) {
                d.start = weekday_before(line, at);
                d.start = d.start < from ? from : d.start;
                d.end = skip_time(line, at + n);
                *found = d;
                return true;
            }
        }
    }
    return false;
}

const char *dateform_iso(Arena *arena, const DateForm *date) {
    return date->year != 0 ? arena_printf(arena, "%04d-%02d-%02d", date->year, date->month, date->day) : NULL;
}
