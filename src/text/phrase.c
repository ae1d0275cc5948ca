#include "text/phrase.h"

#include "base/utf8.h"

bool phrase_starts(Str s, const char *prefix) {
    Str p = str_of(prefix);
    return s.n >= p.n && str_eq_nocase(str_sub(s, 0, p.n), p);
}

bool phrase_starts_any(Str s, const char *const *list, size_t n, Str *rest) {
    for (size_t i = 0; i < n; i++) {
        if (phrase_starts(s, list[i])) {
            *rest = str_trim(str_sub(s, (uint32_t)strlen(list[i]), s.n));
            return true;
        }
    }
    return false;
}

uint32_t phrase_words(Str s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        n += s.at[i] != ' ' && (i == 0 || s.at[i - 1] == ' ');
    }
    return n;
}

bool phrase_has_letters(Str s) {
    int32_t c;
    for (uint32_t at = 0; at < s.n;) {
        at += utf8_decode(s, at, &c);
        if (utf8_is_letter(c) || (c >= '0' && c <= '9')) {
            return true;
        }
    }
    return false;
}

/* Closing quotation marks and brackets after the stop do not count. */
static bool ends_in_stop(Str s) {
    static const char *const closers[] = {"\"", "'", ")", "]", "”", "’", "»", "“"};
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
            if (s.n > 1 && str_ends(s, str_of(closers[i]))) {
                s.n -= (uint32_t)strlen(closers[i]);
                more = true;
            }
        }
    }
    return s.n > 0 && (strchr(".!?:;", s.at[s.n - 1]) != NULL || str_ends(s, STR("…")));
}

/* "LP", "ol/mk", "P. G.": initials or short names, nothing longer than `longest` letters. */
bool phrase_is_tag(Str s, uint32_t longest) {
    uint32_t run = 0, letters = 0;
    int32_t c;
    for (uint32_t at = 0; at < s.n;) {
        at += utf8_decode(s, at, &c);
        if (utf8_is_letter(c)) {
            run++;
            letters++;
        } else if (strchr("/., &+-", c) == NULL || c > 0x7F) {
            return false;
        } else {
            run = 0;
        }
        if (run > longest) {
            return false;
        }
    }
    return letters >= 2 && letters <= 16;
}

/* Parts "… said on Tuesday. (JR)" into the sentence and the tag of its author. */
bool phrase_part_tag(Str s, Str *before, Str *tag) {
    uint32_t at = s.n;
    if (s.n < 4 || s.at[s.n - 1] != ')') {
        return false;
    }
    while (at > 0 && s.at[at - 1] != '(') {
        at--;
    }
    if (at < 2) {
        return false;
    }
    *before = str_trim(str_sub(s, 0, at - 1));
    *tag = str_sub(s, at, s.n - 1);
    return phrase_is_tag(*tag, 5) && ends_in_stop(*before);
}

bool phrase_ends_sentence(Str s) {
    Str before, tag;
    return ends_in_stop(s) || phrase_part_tag(s, &before, &tag);
}

bool phrase_upper_at(Str s, uint32_t at) {
    int32_t c;
    return at < s.n && (utf8_decode(s, at, &c), utf8_is_upper(c));
}
