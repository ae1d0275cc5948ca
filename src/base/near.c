#include "base/near.h"

#include <stdio.h>

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static uint32_t least(uint32_t a, uint32_t b) {
    return a < b ? a : b;
}

uint32_t near_slips(Str a, Str b) {
    uint32_t rows[3][NEAR_FAR + 1]; /* two before, before, this */
    if (a.n >= NEAR_FAR || b.n >= NEAR_FAR) {
        return NEAR_FAR;
    }
    for (uint32_t k = 0; k <= b.n; k++) {
        rows[0][k] = k;
    }
    for (uint32_t i = 1; i <= a.n; i++) {
        uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (uint32_t k = 1; k <= b.n; k++) {
            char x = lower(a.at[i - 1]), y = lower(b.at[k - 1]);
            row[k] = least(least(above[k], row[k - 1]) + 1, above[k - 1] + (x != y));
            if (i > 1 && k > 1 && x == lower(b.at[k - 2]) && y == lower(a.at[i - 2])) {
                row[k] = least(row[k], two_above[k - 2] + 1);
            }
        }
    }
    return rows[a.n % 3][b.n];
}

static bool begins(Str word, Str with) {
    return with.n >= 3 && word.n >= with.n && str_eq_nocase(str_sub(word, 0, with.n), with);
}

/* A beginning counts as one slip; a slip and another for every four letters more is near. */
static uint32_t distance(Str word, Str name) {
    if (begins(name, word) || begins(word, name)) {
        return 1;
    }
    uint32_t slips = near_slips(word, name);
    return slips <= 1 + (word.n - 1) / 4 && slips < word.n ? slips : NEAR_FAR;
}

/* To the name or, one farther, to a word of it: a person is asked for by the last name. */
static uint32_t distance_words(Str word, Str name) {
    uint32_t best = distance(word, name);
    for (Str rest = name, one; best > 1 && str_split(&rest, ' ', &one);) {
        best = one.n < name.n && one.n > 0 ? least(best, distance(word, one) + 1) : best;
    }
    return best;
}

void near_offer(Near *near, Str name) {
    uint32_t away = near->word.n > 0 && name.n > 0 ? distance_words(near->word, name) : NEAR_FAR, at = near->n;
    if (away >= NEAR_FAR) {
        return;
    }
    for (uint32_t i = 0; i < near->n; i++) {
        if (str_eq(near->at[i], name)) {
            return;
        }
    }
    while (at > 0 && near->away[at - 1] > away) {
        at--;
    }
    if (at == NEAR_MOST) {
        return;
    }
    near->n = least(near->n + 1, NEAR_MOST);
    for (uint32_t i = near->n - 1; i > at; i--) {
        near->at[i] = near->at[i - 1];
        near->away[i] = near->away[i - 1];
    }
    near->at[at] = name;
    near->away[at] = away;
}

void near_text(const Near *near, char *text, size_t size) {
    size_t n = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < near->n && n < size; i++) {
        n += (size_t)snprintf(text + n, size - n, "%s%.*s",
                              i == 0            ? ""
                              : i + 1 < near->n ? ", "
                                                : " or ",
                              (int)near->at[i].n, near->at[i].at);
    }
}

void near_names(Str word, const char *const *names, int count, char *text, size_t size) {
    Near near = near_begin(word);
    for (int i = 0; i < count; i++) {
        near_offer(&near, str_of(names[i]));
    }
    near_text(&near, text, size);
}
