#include "text/dateline.h"

#include "base/utf8.h"
#include "text/dateform.h"

enum { PLACE_WORDS = 4, LONGEST = 120 };

/* Small words inside names of places. */
static const char *const PARTICLES[] = {"of", "de", "la", "le", "el", "al", "the", "and", "del", "des", "sur", "am"};

static uint32_t dash_at(Str s, uint32_t at) {
    static const char *const dashes[] = {"–", "—", "‒", "―", "--", "-"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
        Str dash = str_of(dashes[i]);
        if (at + dash.n <= s.n && memcmp(s.at + at, dash.at, dash.n) == 0) {
            return dash.n;
        }
    }
    return 0;
}

static uint32_t skip_spaces(Str s, uint32_t at) {
    while (at < s.n && (s.at[at] == ' ' || s.at[at] == '\n')) {
        at++;
    }
    return at;
}

/* A word of letters, apostrophes, points and inner hyphens; its end. */
static uint32_t word_end(Str s, uint32_t at) {
    int32_t c;
    while (at < s.n) {
        uint32_t n = utf8_decode(s, at, &c);
        bool inner = (c == '-' || c == '\'' || c == 0x2019 || c == '.') && at + n < s.n && s.at[at + n] != ' ' &&
                     s.at[at + n] != '\n' && dash_at(s, at + n) == 0;
        bool initial = c == '.' && at >= 2 && s.at[at - 2] == '.'; /* "D.C." */
        if (!utf8_is_letter(c) && !inner && !initial) {
            break;
        }
        at += n;
    }
    return at;
}

static bool is_particle(Str word) {
    return STR_IN_NOCASE(word, PARTICLES);
}

static bool starts_upper(Str s, uint32_t at) {
    int32_t c;
    return at < s.n && (utf8_decode(s, at, &c), utf8_is_upper(c));
}

static bool is_all_upper(Str s) {
    int32_t c;
    uint32_t letters = 0;
    for (uint32_t at = 0; at < s.n;) {
        at += utf8_decode(s, at, &c);
        if (utf8_is_letter(c)) {
            letters++;
            if (!utf8_is_upper(c)) {
                return false;
            }
        }
    }
    return letters > 1;
}

/* One place: up to four words that begin with capitals. */
static uint32_t place_end(Str s, uint32_t at) {
    uint32_t end = at;
    for (int words = 0; words < PLACE_WORDS; words++) {
        uint32_t next = word_end(s, at);
        if (next == at) {
            break;
        }
        bool upper = starts_upper(s, at);
        if (!upper && !(words > 0 && is_particle(str_sub(s, at, next)))) {
            break;
        }
        end = upper ? next : end;
        if (next >= s.n || s.at[next] != ' ') {
            break;
        }
        at = next + 1;
    }
    return end;
}

/* "BRUSSELS/MINSK", "Tbilisi, Georgia", "Kyiv and Moscow" */
static uint32_t places_end(Str s, uint32_t *count) {
    uint32_t end = place_end(s, 0);
    *count = end > 0;
    while (end > 0 && end < s.n && end < LONGEST && *count < 4) {
        uint32_t next = end;
        if (s.at[end] == '/') {
            next = place_end(s, skip_spaces(s, end + 1));
            next = next > end + 1 ? next : end;
            *count += next > end;
        } else if (s.at[end] == ',' && end + 1 < s.n && s.at[end + 1] == ' ') {
            DateForm date;
            Str rest = str_sub(s, end + 2, s.n);
            uint32_t n = place_end(s, end + 2);
            bool dated = dateform_find(str_sub(rest, 0, utf8_border(rest, 40)), 0, &date) && date.start == 0;
            next = n > end + 2 && !dated ? n : end;
        }
        if (next == end) {
            break;
        }
        end = next;
    }
    return end;
}

/* "(Reuters)" or, without brackets behind a date, nothing. */
static uint32_t agency_at(Str s, uint32_t at, Str *agency) {
    if (at >= s.n || s.at[at] != '(') {
        return at;
    }
    uint32_t end = at + 1;
    while (end < s.n && s.at[end] != ')' && s.at[end] != '\n' && end - at < 60) {
        end++;
    }
    if (end >= s.n || s.at[end] != ')' || end == at + 1) {
        return at;
    }
    *agency = str_sub(s, at + 1, end);
    return end + 1;
}

static uint32_t date_at(Str s, uint32_t at, Str *date) {
    uint32_t from = at < s.n && s.at[at] == ',' ? skip_spaces(s, at + 1) : at;
    Str near = str_sub(s, 0, s.n < LONGEST ? s.n : utf8_border(s, LONGEST));
    DateForm found;
    if (from < near.n && dateform_find(near, from, &found) && found.start == from) {
        *date = str_sub(s, found.start, found.end);
        return found.end;
    }
    return at;
}

/* Everything before the dash. */
static uint32_t head(Str s, Dateline *d, uint32_t *places) {
    *d = (Dateline){0};
    uint32_t at = places_end(s, places);
    if (at == 0) {
        return 0;
    }
    d->place = str_sub(s, 0, at);
    at = date_at(s, at, &d->date);
    at = at < s.n && s.at[at] == ' ' ? date_at(s, at + 1, &d->date) > at + 1 ? date_at(s, at + 1, &d->date) : at : at;
    at = agency_at(s, skip_spaces(s, at), &d->agency);
    uint32_t date = skip_spaces(s, at), behind = date_at(s, date, &d->date);
    return behind > date ? behind : at;
}

/* A sentence begins here: a capital, a figure (but no date) or an opening quotation mark. */
static bool begins(Str s, uint32_t at) {
    int32_t c;
    Str date;
    if (at >= s.n || date_at(s, at, &date) > at) {
        return false;
    }
    utf8_decode(s, at, &c);
    return utf8_is_upper(c) || (c >= '0' && c <= '9') || c == '"' || c == '\'' || c == 0x201C || c == 0x2018 ||
           c == 0xAB || c == 0x201E;
}

bool dateline_match(Str paragraph, Dateline *found) {
    uint32_t places, at = head(paragraph, found, &places), dash, next;
    if (at == 0 || at > LONGEST) {
        return false;
    }
    bool upper = is_all_upper(found->place), sure = found->agency.n > 0 || found->date.n > 0;
    next = skip_spaces(paragraph, at);
    dash = dash_at(paragraph, next);
    bool spaced =
        next > 0 && paragraph.at[next - 1] == ' '; /* a hyphen with blanks around it, behind capitals: "SUVA - " */
    if (dash > 0 && (found->agency.n > 0 || dash > 1 || next > at || (spaced && upper))) {
        next += dash;
        if (next < paragraph.n && paragraph.at[next] != ' ' && !upper) {
            return false;
        }
    } else if (at < paragraph.n && paragraph.at[at] == ':' && upper) {
        next = at + 1;
    } else if (at < paragraph.n && paragraph.at[at] == '.' && (upper || places > 1 || sure)) {
        next = at + 1;
    } else {
        return false;
    }
    if (next >= paragraph.n || (paragraph.at[next] != ' ' && paragraph.at[next] != '\n' && dash == 0)) {
        return false;
    }
    next = skip_spaces(paragraph, next);
    found->n = next;
    return begins(paragraph, next);
}

/* "Tuesday, 14 October 2025" names a day. */
static bool is_weekday(Str place) {
    return str_ends(place, STR("day")) || str_ends(place, STR("DAY"));
}

bool dateline_alone(Str line, Dateline *found) {
    uint32_t places, at = head(line, found, &places), words = 0;
    bool dated = found->date.n > 0 && line.at[found->place.n] == ',';
    if (at == 0 || (found->agency.n == 0 && !dated) || is_weekday(found->place)) {
        return false;
    }
    at += at < line.n && (line.at[at] == '.' || line.at[at] == ',');
    at = skip_spaces(line, at);
    at = skip_spaces(line, at + dash_at(line, at));
    found->n = line.n;
    Str rest = str_sub(line, at, line.n); /* the agency, unbracketed */
    for (uint32_t i = 0; i < rest.n; i++) {
        words += rest.at[i] != ' ' && (i == 0 || rest.at[i - 1] == ' ');
    }
    if (rest.n > 0 && found->agency.n == 0) {
        found->agency = rest;
    }
    return rest.n == 0 ||
           (words <= 6 && rest.at[rest.n - 1] != '.' && starts_upper(rest, 0) && found->agency.at == rest.at);
}
