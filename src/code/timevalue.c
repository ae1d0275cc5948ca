#include "code/timevalue.h"

#include <stdio.h>

typedef struct Ymd {
    int y, m, d;
} Ymd;

static Ymd ymd(int32_t day) {
    Ymd r;
    day_to(day, &r.y, &r.m, &r.d);
    return r;
}

static const char *const part_names[] = {"", "MO", "MI", "AF", "EV", "NI", "DT"};
static const char *const season_names[] = {"", "SP", "SU", "FA", "WI"};
static const int season_months[] = {0, 3, 6, 9, 12};

/* ---- the calendar ---- */

static int weekday_of(int32_t day) { /* 1 Monday … 7 Sunday */
    int w = (int)((day + 3) % 7);
    return (w < 0 ? w + 7 : w) + 1;
}

static int month_days(int y, int m) {
    return (int)(day_of(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) - day_of(y, m, 1));
}

static void iso_week(int32_t day, int *year, int *week) {
    int32_t thursday = day - weekday_of(day) + 4;
    *year = ymd(thursday).y;
    *week = (int)(thursday - day_of(*year, 1, 1)) / 7 + 1;
}

static Str date_str(Arena *a, int32_t day) {
    Ymd t = ymd(day);
    return str_of(arena_printf(a, "%04d-%02d-%02d", t.y, t.m, t.d));
}

/* Western Easter (Meeus, Jones, Butcher). */
static int32_t easter(int y) {
    int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return day_of(y, n / 31, n % 31 + 1);
}

/* The nth weekday of a month; n = -1 the last. */
static int32_t nth_weekday(int y, int m, int weekday, int n) {
    if (n < 0) {
        int32_t last = day_of(y, m, month_days(y, m));
        return last - (weekday_of(last) - weekday + 7) % 7;
    }
    int32_t first = day_of(y, m, 1);
    return first + (weekday - weekday_of(first) + 7) % 7 + 7 * (n - 1);
}

/* Numbers over 2000 of the list :holiday. */
static int32_t holiday_day(int y, int code) {
    switch (code) {
    case 2001: return easter(y);
    case 2002: return easter(y) - 2;
    case 2003: return easter(y) + 1;
    case 2004: return nth_weekday(y, 11, 4, 4);
    case 2005: return nth_weekday(y, 10, 1, 2);
    case 2006: return nth_weekday(y, 9, 1, 1);
    case 2007: return nth_weekday(y, 5, 1, -1);
    case 2008: return nth_weekday(y, 1, 1, 3);
    case 2009: return nth_weekday(y, 2, 1, 3);
    case 2010: return easter(y) - 7;
    case 2011: return easter(y) + 49;
    case 2012: return easter(y) + 39;
    case 2013: return easter(y) - 46;
    case 2014: return nth_weekday(y, 11, 1, 1) + 1;
    case 2015: return nth_weekday(y, 5, 7, 2);
    case 2016: return easter(y) - 3;
    default: return day_of(y, code / 100, code % 100);
    }
}

/* ---- stretches of the calendar ---- */

static int floor_div(int a, int b) {
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static int32_t month_start(int32_t months) { /* months since year 0 */
    int y = floor_div(months, 12);
    return day_of(y, months - y * 12 + 1, 1);
}

/* The days of the `by`th unit after the one that holds `day`, and its value. */
static void stretch(Arena *a, TimeUnit unit, int32_t day, int32_t by, Time *out) {
    Ymd t = ymd(day);
    int year, week, years = unit == UNIT_YEAR ? 1 : unit == UNIT_DECADE ? 10 : unit == UNIT_CENTURY ? 100 : 1000;
    int32_t months = t.y * 12 + t.m - 1;
    switch (unit) {
    case UNIT_WEEKEND:
    case UNIT_WEEK:
    case UNIT_FORTNIGHT:
        out->from = day - weekday_of(day) + 1 + by * (unit == UNIT_FORTNIGHT ? 14 : 7);
        out->to = out->from + 6;
        iso_week(out->from, &year, &week);
        out->value = str_of(arena_printf(a, "%04d-W%02d%s", year, week, unit == UNIT_WEEKEND ? "-WE" : ""));
        out->from += unit == UNIT_WEEKEND ? 5 : 0;
        break;
    case UNIT_MONTH:
        out->from = month_start(months + by);
        out->to = month_start(months + by + 1) - 1;
        t = ymd(out->from);
        out->value = str_of(arena_printf(a, "%04d-%02d", t.y, t.m));
        break;
    case UNIT_QUARTER:
        months = floor_div(months, 3) + by;
        out->from = month_start(months * 3);
        out->to = month_start(months * 3 + 3) - 1;
        t = ymd(out->from);
        out->value = str_of(arena_printf(a, "%04d-Q%d", t.y, t.m / 3 + 1));
        break;
    case UNIT_YEAR:
    case UNIT_DECADE:
    case UNIT_CENTURY:
    case UNIT_MILLENNIUM:
        year = floor_div(t.y, years) + by;
        out->from = day_of(year * years, 1, 1);
        out->to = day_of((year + 1) * years, 1, 1) - 1;
        out->value = str_of(arena_printf(a, "%0*d",
                                         unit == UNIT_YEAR      ? 4
                                         : unit == UNIT_DECADE  ? 3
                                         : unit == UNIT_CENTURY ? 2
                                                                : 1,
                                         year));
        break;
    default:
        out->from = out->to = day + (unit == UNIT_DAY ? by : 0);
        out->value = date_str(a, out->from);
        break;
    }
}

static void one_day(Arena *a, int32_t day, Time *out) {
    out->from = out->to = day;
    out->value = date_str(a, day);
}

/* Of the stretches [day(year)] of three years, the one that fits the tense: the last that has begun, the next that has
   not ended, or the nearest. */
static int fitting_year(const TimeFrame *f, int month, int dom) {
    int y = ymd(f->day).y;
    int32_t here = day_of(y, month, dom > 0 ? dom : 1), end = dom > 0 ? here : day_of(y, month, month_days(y, month));
    if (f->tense == TENSE_PAST) {
        return here > f->day ? y - 1 : y;
    }
    if (f->tense == TENSE_FUTURE) {
        return end < f->day ? y + 1 : y;
    }
    return here - f->day > 182 ? y - 1 : f->day - here > 182 ? y + 1 : y;
}

static int directed_year(const TimeFrame *f, int dir, int month, int dom) {
    Ymd t = ymd(dir == -2 || dir == 2 ? f->anchor : f->day);
    if (dir < 0) {
        return month < t.m || (month == t.m && dom > 0 && dom < t.d) ? t.y : t.y - 1;
    }
    return dir == 0 || dir == 3 ? t.y : month > t.m || (month == t.m && dom > t.d) ? t.y : t.y + 1;
}

/* ---- meanings ---- */

typedef struct Meaning {
    const TimeMatch *m;
    const TimeFrame *f;
    Time *out;
} Meaning;

static bool has(const Meaning *x, TimeClass c) {
    return x->m->n[c] > 0;
}
static int32_t get(const Meaning *x, TimeClass c) {
    return x->m->n[c] > 0 ? x->m->value[c][0] : 0;
}
static int month_named(const Meaning *x) {
    return has(x, TC_MONTH) ? get(x, TC_MONTH) : get(x, TC_SURE);
}
static int year_named(const Meaning *x) {
    return has(x, TC_YEAR) ? get(x, TC_YEAR) : get(x, TC_YEARWORDS);
}
static int day_named(const Meaning *x) {
    return has(x, TC_DOM) ? get(x, TC_DOM) : month_named(x) ? get(x, TC_ORDINAL) : 0;
}

static void add_part(const Meaning *x) {
    if (has(x, TC_PART)) {
        Str v = x->out->value;
        x->out->value = str_of(arena_printf(x->f->arena, "%.*sT%s", (int)v.n, v.at, part_names[get(x, TC_PART)]));
    }
}

static bool month_day(const Meaning *x, int year) {
    int month = month_named(x), dom = day_named(x);
    if (dom > 0 && (dom > month_days(year, month) || dom > 31)) {
        return false;
    }
    if (dom == 0) {
        stretch(x->f->arena, UNIT_MONTH, day_of(year, month, 1), 0, x->out);
        return true;
    }
    one_day(x->f->arena, day_of(year, month, dom), x->out);
    if (x->m->n[TC_DOM] == 2 && x->m->value[TC_DOM][1] > dom && x->m->value[TC_DOM][1] <= month_days(year, month)) {
        x->out->to = day_of(year, month, x->m->value[TC_DOM][1]);
    }
    add_part(x);
    return true;
}

/* The day of that weekday, seen from the report or, for "the following Friday", from the date named last. */
static int32_t weekday_day(const TimeFrame *f, int weekday, bool directed, int dir) {
    int32_t base = dir == 2 || dir == -2 || dir == 3 ? f->anchor : f->day;
    int back = (weekday_of(base) - weekday + 7) % 7, ahead = (7 - back) % 7;
    if (directed && dir < 0) {
        return base - (back == 0 ? 7 : back);
    }
    if (directed && (dir == 1 || dir == 2)) {
        return base + (ahead == 0 ? 7 : ahead);
    }
    return f->tense == TENSE_FUTURE ? base + ahead : base - back;
}

static bool mean_calendar(const Meaning *x) {
    int month = month_named(x), year = year_named(x), dom = day_named(x), dir = get(x, TC_DIR);
    if (has(x, TC_DATE)) {
        one_day(x->f->arena, get(x, TC_DATE), x->out);
        return true;
    }
    if (month > 0) {
        if (dom > month_days(2024, month)) {
            return false;
        }
        if (year == 0 && x->f->day == DAY_NONE) {
            x->out->value = str_of(dom > 0 ? arena_printf(x->f->arena, "XXXX-%02d-%02d", month, dom)
                                           : arena_printf(x->f->arena, "XXXX-%02d", month));
            return true;
        }
        year = year > 0 ? year : has(x, TC_DIR) ? directed_year(x->f, dir, month, dom) : fitting_year(x->f, month, dom);
        return month_day(x, year);
    }
    if (year > 0) {
        stretch(x->f->arena, UNIT_YEAR, day_of(year, 1, 1), 0, x->out);
        return true;
    }
    if (x->f->day == DAY_NONE) {
        x->out->value = str_of(arena_printf(x->f->arena, "XXXX-WXX-%d", get(x, TC_WEEKDAY)));
        return true;
    }
    one_day(x->f->arena, weekday_day(x->f, get(x, TC_WEEKDAY), has(x, TC_DIR), dir), x->out);
    add_part(x);
    return true;
}

static bool mean_year(const Meaning *x) {
    return mean_calendar(x);
}

/* "March 3 last year" */
static bool mean_yeardir(const Meaning *x) {
    int dir = get(x, TC_DIR), y = ymd(dir == 2 || dir == -2 ? x->f->anchor : x->f->day).y;
    return month_day(x, y + (dir < 0 ? -1 : dir == 1 || dir == 2));
}

static bool mean_yearend(const Meaning *x) {
    stretch(x->f->arena, UNIT_YEAR, x->f->day, 0, x->out);
    x->out->from = x->out->to;
    return true;
}

static bool mean_weekdaydir(const Meaning *x) {
    int dir = get(x, TC_DIR);
    int32_t monday = x->f->day - weekday_of(x->f->day) + 1;
    one_day(x->f->arena, monday + 7 * (dir < 0 ? -1 : dir == 1 || dir == 2) + get(x, TC_WEEKDAY) - 1, x->out);
    return true;
}

static bool mean_decade(const Meaning *x) {
    stretch(x->f->arena, UNIT_DECADE, day_of(get(x, TC_DECADE), 1, 1), 0, x->out);
    return true;
}

static bool mean_century(const Meaning *x) {
    int n = get(x, TC_ORDINAL);
    if (n < 1 || n > 30) {
        return false;
    }
    stretch(x->f->arena, UNIT_CENTURY, day_of((n - 1) * 100, 1, 1), 0, x->out);
    return true;
}

/* A quarter, half or season without a year: the one of this year, or, unless the tense is future, of the year before
   when this year's has not begun. */
static int year_of_part(const Meaning *x, int first_month) {
    if (year_named(x) > 0) {
        return year_named(x);
    }
    Ymd t = ymd(x->f->day);
    if (has(x, TC_DIR)) {
        int dir = get(x, TC_DIR);
        if (x->m->n[TC_SEASON] == 0) {
            return t.y + (dir < 0 ? -1 : dir == 1 || dir == 2);
        }
        int32_t start = day_of(t.y, first_month, 1);
        return dir < 0 ? (start + 90 < x->f->day ? t.y : t.y - 1) : dir == 0 ? t.y : start > x->f->day ? t.y : t.y + 1;
    }
    if (x->f->tense == TENSE_FUTURE) {
        return day_of(t.y, first_month, 1) + 90 < x->f->day ? t.y + 1 : t.y;
    }
    return first_month > t.m && (x->f->tense == TENSE_PAST || first_month > t.m + 3) ? t.y - 1 : t.y;
}

static bool mean_quarter(const Meaning *x) {
    int q = has(x, TC_QUARTER) ? get(x, TC_QUARTER) : get(x, TC_ORDINAL);
    if (q == 0 && x->f->quarter != DAY_NONE) { /* "the 1988 quarter" */
        q = (ymd(x->f->quarter).m + 2) / 3;
    }
    if (q < 1 || q > 4) {
        return false;
    }
    stretch(x->f->arena, UNIT_QUARTER, day_of(year_of_part(x, q * 3 - 2), q * 3, 1), 0, x->out);
    return true;
}

/* The quarter in question: the one named last, or else the last that is over. */
static bool mean_thatquarter(const Meaning *x) {
    bool named = x->f->quarter != DAY_NONE;
    stretch(x->f->arena, UNIT_QUARTER, named ? x->f->quarter : x->f->day, named ? 0 : -1, x->out);
    return true;
}

static bool mean_half(const Meaning *x) {
    int h = get(x, TC_HALF), y = year_of_part(x, h * 6 - 5);
    x->out->from = day_of(y, h * 6 - 5, 1);
    x->out->to = day_of(y, h * 6, month_days(y, h * 6));
    x->out->value = str_of(arena_printf(x->f->arena, "%04d-H%d", y, h));
    return true;
}

static bool mean_season(const Meaning *x) {
    int s = get(x, TC_SEASON), y = year_of_part(x, season_months[s]);
    x->out->from = day_of(y, season_months[s], 1);
    x->out->to = s == 4 ? day_of(y + 1, 3, 1) - 1 : day_of(y, season_months[s] + 3, 1) - 1;
    x->out->value = str_of(arena_printf(x->f->arena, "%04d-%s", y, season_names[s]));
    return true;
}

static bool mean_holiday(const Meaning *x) {
    int code = get(x, TC_HOLIDAY), year = year_named(x);
    if (year == 0) {
        Ymd t = ymd(holiday_day(ymd(x->f->day).y, code));
        year = has(x, TC_DIR) ? directed_year(x->f, get(x, TC_DIR), t.m, t.d) : fitting_year(x->f, t.m, t.d);
    }
    one_day(x->f->arena, holiday_day(year, code), x->out);
    return true;
}

static bool mean_dayref(const Meaning *x) {
    one_day(x->f->arena, x->f->day + get(x, TC_DAYREF), x->out);
    add_part(x);
    return true;
}

/* "this morning", "last night" */
static bool mean_daypart(const Meaning *x) {
    int dir = get(x, TC_DIR);
    int32_t base = dir == 2 || dir == -2 || dir == 3 ? x->f->anchor : x->f->day;
    one_day(x->f->arena, base + (dir < 0 ? -1 : dir == 1 || dir == 2), x->out);
    add_part(x);
    return true;
}

static bool mean_nextpart(const Meaning *x) {
    one_day(x->f->arena, x->f->anchor + (get(x, TC_DIR) == 3 ? 0 : 1), x->out);
    add_part(x);
    return true;
}

static bool mean_tonight(const Meaning *x) {
    one_day(x->f->arena, x->f->day + get(x, TC_TONIGHT), x->out);
    x->out->value = str_of(arena_printf(x->f->arena, "%.*sTNI", (int)x->out->value.n, x->out->value.at));
    return true;
}

static bool at_clock(const Meaning *x, int minutes) {
    one_day(x->f->arena, x->f->day, x->out);
    x->out->value = str_of(arena_printf(x->f->arena, "%.*sT%02d:%02d", (int)x->out->value.n, x->out->value.at,
                                        minutes / 60, minutes % 60));
    return true;
}

static bool mean_clock(const Meaning *x) {
    int minutes = has(x, TC_CLOCK) ? get(x, TC_CLOCK) : get(x, TC_DOM) * 60, hour = minutes / 60;
    if (has(x, TC_AMPM)) {
        int ampm = get(x, TC_AMPM);
        if (hour > 12 || hour == 0) {
            return false;
        }
        minutes += ampm == 1 && hour < 12 ? 720 : ampm == 0 && hour == 12 ? -720 : 0;
    }
    return at_clock(x, minutes);
}

static bool mean_midnight(const Meaning *x) {
    return at_clock(x, 1440);
}
static bool mean_noon(const Meaning *x) {
    return at_clock(x, 720);
}

static TimeUnit unit_named(const Meaning *x) {
    TimeClass c = has(x, TC_UNIT) ? TC_UNIT : has(x, TC_SPAN) ? TC_SPAN : has(x, TC_UNITS) ? TC_UNITS : TC_LONG;
    return (TimeUnit)get(x, c);
}

static bool mean_shift(const Meaning *x) {
    int dir = get(x, TC_DIR);
    TimeUnit unit = unit_named(x);
    if (unit < UNIT_DAY) {
        return false;
    }
    int32_t base = dir == 2 || dir == -2 || dir == 3 ? x->f->anchor : x->f->day;
    stretch(x->f->arena, unit, base, dir < 0 ? -1 : dir == 1 || dir == 2, x->out);
    return true;
}

static bool mean_weekof(const Meaning *x) {
    int month = month_named(x), dom = day_named(x);
    if (dom > month_days(2024, month)) {
        return false;
    }
    stretch(x->f->arena, UNIT_WEEK, day_of(fitting_year(x->f, month, dom), month, dom), 0, x->out);
    return true;
}

static bool mean_anaphor(const Meaning *x) {
    if (has(x, TC_PART)) {
        one_day(x->f->arena, x->f->anchor, x->out);
        add_part(x);
        x->out->type = TIME_TIME;
        return true;
    }
    stretch(x->f->arena, unit_named(x), x->f->anchor, 0, x->out);
    return true;
}

/* The weekend that is on or lies behind; with the future, the one ahead. */
static bool mean_weekend(const Meaning *x) {
    bool behind = weekday_of(x->f->day) < 6 && x->f->tense != TENSE_FUTURE;
    stretch(x->f->arena, UNIT_WEEKEND, x->f->day, behind ? -1 : 0, x->out);
    return true;
}

static bool mean_daybefore(const Meaning *x) {
    one_day(x->f->arena, x->f->anchor - 1, x->out);
    return true;
}

/* n hundredths of the unit away from `base`, at the unit's grain; part of a year counts in months, of others in days.
 */
static bool away(const Meaning *x, int32_t base, int sign) {
    TimeUnit unit = unit_named(x);
    int32_t n = has(x, TC_NUM) ? get(x, TC_NUM) : 100;
    if (n < 0 || n > 100000 || unit < UNIT_DAY) {
        x->out->value =
            n < 0 || unit >= UNIT_DAY ? str_of(sign < 0 ? "PAST_REF" : "FUTURE_REF") : date_str(x->f->arena, base);
        return true;
    }
    if (n % 100 == 0 && unit == UNIT_YEAR && x->f->grain == UNIT_QUARTER) {
        stretch(x->f->arena, UNIT_QUARTER, x->f->quarter, sign * 4 * n / 100, x->out);
    } else if (n % 100 == 0) {
        stretch(x->f->arena, unit, base, sign * n / 100, x->out);
    } else if (unit == UNIT_YEAR) {
        stretch(x->f->arena, UNIT_MONTH, base, sign * n * 12 / 100, x->out);
    } else {
        int days = unit == UNIT_MONTH ? 30 : unit == UNIT_WEEK ? 7 : unit == UNIT_QUARTER ? 91 : 1;
        one_day(x->f->arena, base + sign * n * days / 100, x->out);
    }
    return true;
}

static bool mean_ago(const Meaning *x) {
    return away(x, x->f->day, -1);
}
/* "the year-earlier quarter" */
static bool mean_yearago(const Meaning *x) {
    if (x->f->quarter != DAY_NONE) {
        stretch(x->f->arena, UNIT_QUARTER, x->f->quarter, -4, x->out);
    } else {
        stretch(x->f->arena, UNIT_YEAR, x->f->day, -1, x->out);
    }
    return true;
}
static bool mean_earlier(const Meaning *x) {
    return away(x, x->f->anchor, -1);
}
static bool mean_later(const Meaning *x) {
    return away(x, x->f->anchor, 1);
}
static bool mean_fromnow(const Meaning *x) {
    return away(x, x->f->day, 1);
}

/* ---- durations and sets ---- */

/* Letter, whether after "T", how many of the letter's units, the smaller unit and how many of it make a half. */
static const struct UnitValue {
    char letter;
    bool clock;
    int times;
    const char *half;
} unit_values[] = {{0, 0, 0, ""},        {'S', 1, 1, ""},       {'M', 1, 1, "30S"}, {'H', 1, 1, "30M"},
                   {'D', 0, 1, "T12H"},  {'D', 0, 2, "1D"},     {'W', 0, 1, "3D"},  {'W', 0, 2, "1W"},
                   {'M', 0, 1, "15D"},   {'Q', 0, 1, ""},       {'Y', 0, 1, "6M"},  {'Y', 0, 10, "5Y"},
                   {'Y', 0, 100, "50Y"}, {'Y', 0, 1000, "500Y"}};

static Str lasting(Arena *a, TimeUnit unit, int32_t n) {
    const struct UnitValue *u = &unit_values[unit];
    const char *p = u->clock ? "PT" : "P";
    if (n < 0) {
        return unit == UNIT_CENTURY ? STR("PXC") : str_of(arena_printf(a, "%sX%c", p, u->letter));
    }
    if (n % 100 == 0) {
        return str_of(arena_printf(a, "%s%d%c", p, n / 100 * u->times, u->letter));
    }
    if (u->times > 1) {
        return str_of(arena_printf(a, "%s%d%c", p, n * u->times / 100, u->letter));
    }
    if (n == 50) {
        return str_of(arena_printf(a, "%s%s", p, u->half));
    }
    if (n % 100 == 50 && u->half[0] != '\0') {
        return str_of(arena_printf(a, "%s%d%c%s", p, n / 100, u->letter, u->half));
    }
    return str_of(arena_printf(a, "%s%g%c", p, n / 100.0, u->letter));
}

static bool mean_duration(const Meaning *x) {
    x->out->value = lasting(x->f->arena, unit_named(x), has(x, TC_NUM) ? get(x, TC_NUM) : 100);
    return true;
}

/* "the past three months": a duration whose place on the calendar is known. */
static bool mean_lastfor(const Meaning *x) {
    int32_t n = get(x, TC_NUM);
    TimeUnit unit = unit_named(x);
    int dir = get(x, TC_DIR);
    mean_duration(x);
    if (n > 0 && n < 100000 && unit >= UNIT_DAY && x->f->day != DAY_NONE && (dir == 1 || dir == -1)) {
        static const int days[] = {0, 0, 0, 0, 1, 2, 7, 14, 30, 91, 365, 3652, 36524, 365242};
        int32_t length = n / 100 * days[unit];
        x->out->from = dir < 0 ? x->f->day - length : x->f->day;
        x->out->to = dir < 0 ? x->f->day : x->f->day + length;
    }
    return true;
}

static bool mean_half_more(const Meaning *x) {
    x->out->value = lasting(x->f->arena, unit_named(x), (has(x, TC_NUM) ? get(x, TC_NUM) : 100) + 50);
    return true;
}
static bool mean_long(const Meaning *x) {
    return mean_duration(x);
}
static bool mean_vague(const Meaning *x) {
    x->out->value = lasting(x->f->arena, unit_named(x), -1);
    return true;
}
static bool mean_sometime(const Meaning *x) {
    x->out->value = STR("PXX");
    return true;
}
static bool mean_every(const Meaning *x) {
    TimeUnit unit = unit_named(x);
    x->out->value =
        unit == UNIT_QUARTER ? STR("P3M") : lasting(x->f->arena, unit, has(x, TC_NUM) ? get(x, TC_NUM) : 100);
    return true;
}
static bool mean_everyweekday(const Meaning *x) {
    x->out->value =
        str_of(arena_printf(x->f->arena, "XXXX-WXX-%d", has(x, TC_WEEKDAY) ? get(x, TC_WEEKDAY) : get(x, TC_WEEKDAYS)));
    return true;
}
static bool mean_freq(const Meaning *x) {
    TimeUnit unit = (TimeUnit)get(x, TC_FREQ);
    x->out->value = unit == UNIT_QUARTER ? STR("P3M") : lasting(x->f->arena, unit, 100);
    return true;
}

static bool mean_presentref(const Meaning *x) {
    x->out->value = STR("PRESENT_REF");
    x->out->from = x->out->to = x->f->day;
    return true;
}
static bool mean_pastref(const Meaning *x) {
    x->out->value = STR("PAST_REF");
    return true;
}
static bool mean_futureref(const Meaning *x) {
    x->out->value = STR("FUTURE_REF");
    return true;
}
static bool mean_none(const Meaning *x) {
    (void)x;
    return false;
}

/* Meanings that need no report date. */
static const bool dateless[MEANING_COUNT] = {
    [MEANING_calendar] = true, [MEANING_year] = true,       [MEANING_decade] = true,    [MEANING_century] = true,
    [MEANING_duration] = true, [MEANING_lastfor] = true,    [MEANING_half_more] = true, [MEANING_long] = true,
    [MEANING_vague] = true,    [MEANING_sometime] = true,   [MEANING_every] = true,     [MEANING_everyweekday] = true,
    [MEANING_freq] = true,     [MEANING_presentref] = true, [MEANING_pastref] = true,   [MEANING_futureref] = true,
    [MEANING_none] = true};

static bool (*const meanings[MEANING_COUNT])(const Meaning *) = {
#define CALL_MEANING(name) mean_##name,
    TIME_MEANINGS(CALL_MEANING)};

static void cut(TimePortion portion, Time *out) {
    int32_t third = (out->to - out->from + 1) / 3;
    if (portion == PORTION_START) {
        out->to = out->from + (third > 0 ? third : 0);
    } else if (portion == PORTION_END) {
        out->from = out->to - third;
    } else if (portion == PORTION_MIDDLE) {
        out->from += third;
        out->to -= third;
    }
}

bool timevalue_resolve(const TimeRule *rule, const TimeMatch *match, const TimeFrame *frame, TimePortion portion,
                       Time *out) {
    Meaning x = {match, frame, out};
    out->type = rule->type;
    out->value = (Str){0};
    out->from = out->to = DAY_NONE;
    if (frame->day == DAY_NONE && !dateless[rule->meaning] && match->n[TC_YEAR] == 0) {
        out->value = STR("XXXX");
        return true;
    }
    if (!meanings[rule->meaning](&x)) {
        return false;
    }
    if (out->from != DAY_NONE && out->to > out->from) {
        cut(portion, out);
    }
    return true;
}

void timevalue_set_day(Arena *arena, Time *clock, int32_t day) {
    uint32_t t;
    if (str_find(clock->value, STR("T"), &t)) {
        Str date = date_str(arena, day), rest = str_sub(clock->value, t, clock->value.n);
        clock->value = str_of(arena_printf(arena, "%.*s%.*s", (int)date.n, date.at, (int)rest.n, rest.at));
        clock->from = clock->to = day;
    }
}
