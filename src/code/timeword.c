#include "code/timeword.h"

#include <stdlib.h>

const char *const time_class_names[TC_COUNT] = {
#define NAME_TIME_CLASS(name, list) #name,
    TIME_CLASSES(NAME_TIME_CLASS)};

static const char *const list_names[TC_COUNT] = {
#define LIST_TIME_CLASS(name, list) list,
    TIME_CLASSES(LIST_TIME_CLASS)};

enum { JOINED_MAX = 6, KEY_MAX = 96, BUCKETS = 4096 };

typedef struct Item {
    struct Item *next;
    uint8_t class;
    bool capital; /* the text must have a capital, too */
    int32_t value;
} Item;

typedef struct Entry {
    struct Entry *next;
    Str key; /* lower case, words joined by "_" */
    Item *items;
    bool more; /* a longer entry begins with these words */
} Entry;

struct TimeDictionary {
    Entry *buckets[BUCKETS];
    uint32_t n_literals;
};

/* ---- cutting ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static bool is_letter(char c) {
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

/* Length of a typographic apostrophe (U+2018, U+2019) or dash (U+2010 … U+2015) at `at`; what it stands for in *as. */
static uint32_t fancy(Str t, uint32_t at, char *as) {
    if (at + 3 <= t.n && (unsigned char)t.at[at] == 0xE2 && (unsigned char)t.at[at + 1] == 0x80) {
        unsigned char c = (unsigned char)t.at[at + 2];
        if (c == 0x98 || c == 0x99) {
            *as = '\'';
            return 3;
        }
        if (c >= 0x90 && c <= 0x95) {
            *as = '-';
            return 3;
        }
    }
    return 0;
}

/* Length of a character of Unicode's punctuation and space blocks (U+00A0 … U+00BF, U+2000 … U+207F), else 0. */
static uint32_t mark(Str t, uint32_t at) {
    unsigned char a = (unsigned char)t.at[at], b = at + 1 < t.n ? (unsigned char)t.at[at + 1] : 0;
    if (a == 0xC2 && b >= 0xA0) {
        return 2;
    }
    return a == 0xE2 && (b == 0x80 || b == 0x81) && at + 3 <= t.n ? 3 : 0;
}

static uint32_t digits_at(Str t, uint32_t at) {
    uint32_t n = 0;
    while (at + n < t.n && is_digit(t.at[at + n])) {
        n++;
    }
    return n;
}

/* A run of digits with what may belong to it: 1,200  2.5  10:35  2023-06-12  7/22/94  3rd  1990s. */
static uint32_t number_end(Str t, uint32_t i) {
    uint32_t n = digits_at(t, i), at = i + n;
    for (;;) {
        uint32_t more = at + 1 < t.n && strchr(",.:/-", t.at[at]) ? digits_at(t, at + 1) : 0;
        if (more == 0 || (t.at[at] == ',' && (more != 3 || n > 3)) ||
            (t.at[at] == '-' && !(n == 4 && more == 2) && at != i + 7)) {
            break;
        }
        at += 1 + more;
    }
    if (at + 1 < t.n && at == i + n) {
        bool end2 = at + 2 >= t.n || !is_letter(t.at[at + 2]);
        if (end2 && (memcmp(t.at + at, "st", 2) == 0 || memcmp(t.at + at, "nd", 2) == 0 ||
                     memcmp(t.at + at, "rd", 2) == 0 || memcmp(t.at + at, "th", 2) == 0)) {
            return at + 2;
        }
    }
    if (at < t.n && at == i + n && t.at[at] == 's' && (at + 1 >= t.n || !is_letter(t.at[at + 1]))) {
        return at + 1;
    }
    return at;
}

/* The end of the word that begins at `i` (no white space): letters and digits after them; a number; "'s"; or one
   character. */
static uint32_t word_end(Str t, uint32_t i) {
    char as = t.at[i];
    uint32_t n = fancy(t, i, &as);
    n = n > 0 ? n : mark(t, i);
    n = n > 0 ? n : 1;
    if (as == '\'') {
        bool s = i + n < t.n && (t.at[i + n] == 's' || t.at[i + n] == 'S');
        return s && (i + n + 1 >= t.n || !is_letter(t.at[i + n + 1])) ? i + n + 1 : i + n;
    }
    if (is_digit(as)) {
        return number_end(t, i);
    }
    if (n == 1 && (is_letter(as) || (unsigned char)as >= 0x80)) {
        uint32_t at = i + 1;
        while (at < t.n &&
               (is_letter(t.at[at]) || is_digit(t.at[at]) || ((unsigned char)t.at[at] >= 0x80 && mark(t, at) == 0))) {
            at++;
        }
        return at;
    }
    return i + n;
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The word in lower case with plain apostrophe and dash; at most KEY_MAX bytes with what is in `key` already. */
static uint32_t key_add(char key[KEY_MAX], uint32_t n, Str word) {
    for (uint32_t i = 0; i < word.n && n + 1 < KEY_MAX;) {
        char as;
        uint32_t f = fancy(word, i, &as);
        key[n] = f > 0 ? as : word.at[i];
        if (is_upper(key[n])) {
            key[n] = (char)(key[n] + 32);
        }
        n++;
        i += f > 0 ? f : 1;
    }
    return n;
}

/* ---- the dictionary ---- */

TimeDictionary *timedict_new(Arena *arena) {
    return arena_new(arena, TimeDictionary);
}

static Entry *find(const TimeDictionary *d, Str key) {
    for (Entry *e = d->buckets[str_hash(key) % BUCKETS]; e != NULL; e = e->next) {
        if (str_eq(e->key, key)) {
            return e;
        }
    }
    return NULL;
}

static Entry *entry(TimeDictionary *d, Arena *arena, Str key) {
    Entry *e = find(d, key);
    if (e == NULL) {
        Entry **bucket = &d->buckets[str_hash(key) % BUCKETS];
        e = arena_new(arena, Entry);
        e->key = str_dup(arena, key);
        e->next = *bucket;
        *bucket = e;
    }
    return e;
}

/* `word` is cut as a text would be, its beginnings are entered as such, and the item hangs from the whole. */
static Entry *add(TimeDictionary *d, Arena *arena, Str word, Item item) {
    char key[KEY_MAX];
    uint32_t n = 0;
    Entry *e = NULL;
    for (uint32_t i = 0; i < word.n;) {
        if (word.at[i] == '_') {
            i++;
            continue;
        }
        Str rest = {word.at, i};
        while (rest.n < word.n && word.at[rest.n] != '_') {
            rest.n++;
        }
        uint32_t end = word_end(rest, i);
        if (e != NULL) {
            e->more = true;
            key[n++] = '_';
        }
        n = key_add(key, n, str_sub(word, i, end));
        e = entry(d, arena, (Str){key, n});
        i = end;
    }
    if (e != NULL) {
        Item *copy = arena_new(arena, Item);
        *copy = item;
        copy->next = e->items;
        e->items = copy;
    }
    return e;
}

bool timedict_add_line(TimeDictionary *d, Arena *arena, Str list, Str line, Err *err) {
    int class = -1;
    for (int c = 0; c < TC_COUNT; c++) {
        if (list_names[c][0] != '\0' && str_is(list, list_names[c])) {
            class = c;
        }
    }
    if (class < 0) {
        return err_set(err, "no list of time words is called \"%.*s\"", (int)list.n, list.at);
    }
    Str item;
    while (str_split(&line, ' ', &item)) {
        uint32_t at;
        if (item.n == 0) {
            continue;
        }
        if (!str_find(item, STR("="), &at) || at == 0) {
            return err_set(err, "time word \"%.*s\": expected WORD=VALUE", (int)item.n, item.at);
        }
        Str word = str_sub(item, 0, at);
        char value[16] = "";
        memcpy(value, item.at + at + 1, item.n - at - 1 < sizeof value ? item.n - at - 1 : sizeof value - 1);
        add(d, arena, word, (Item){NULL, (uint8_t) class, is_upper(word.at[0]), (int32_t)strtol(value, NULL, 10)});
    }
    return true;
}

uint32_t timedict_literal(TimeDictionary *d, Arena *arena, Str word) {
    char key[KEY_MAX];
    Entry *e = find(d, (Str){key, key_add(key, 0, word)});
    for (Item *i = e != NULL ? e->items : NULL; i != NULL; i = i->next) {
        if (i->class == TC_LITERAL) {
            return (uint32_t)i->value;
        }
    }
    uint32_t number = d->n_literals++;
    add(d, arena, word, (Item){NULL, TC_LITERAL, false, (int32_t)number});
    return number;
}

/* ---- readings ---- */

static void reading(TimeWords *w, Arena *arena, TimeClass class, uint32_t words, int32_t value) {
    if (w->n_readings == w->cap_readings) {
        uint32_t more = w->cap_readings * 2 + 64;
        w->readings = arena_grow(arena, w->readings, sizeof(TimeReading) * w->n_readings, sizeof(TimeReading) * more);
        w->cap_readings = more;
    }
    w->readings[w->n_readings++] = (TimeReading){(uint8_t) class, (uint8_t)words, value};
}

static int32_t decimal(Str s, uint32_t from, uint32_t n) {
    int32_t v = 0;
    for (uint32_t i = from; i < from + n && v < 100000000; i++) {
        v = v * 10 + (s.at[i] - '0');
    }
    return v;
}

/* 2023-06-12, 7/22/94, 22/7/1994: month first as the American press has it, unless it cannot be one. */
static int32_t slashed(Str s) {
    uint32_t a = digits_at(s, 0), b = a < s.n ? digits_at(s, a + 1) : 0,
             c = a + b + 1 < s.n ? digits_at(s, a + b + 2) : 0;
    if (a == 0 || b == 0 || c == 0 || a + b + c + 2 != s.n || s.at[a] != s.at[a + b + 1]) {
        return DAY_NONE;
    }
    int32_t x = decimal(s, 0, a), y = decimal(s, a + 1, b), z = decimal(s, a + b + 2, c);
    int year, month, day;
    if (a == 4) {
        year = x, month = y, day = z;
    } else if (s.at[a] == '/' && (c == 2 || c == 4)) {
        year = c == 2 ? (z < 40 ? 2000 + z : 1900 + z) : z;
        month = x <= 12 ? x : y, day = x <= 12 ? y : x;
    } else {
        return DAY_NONE;
    }
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return DAY_NONE;
    }
    return day_of(year, month, day);
}

/* What digits may mean, by their shape alone; `quoted`: after an apostrophe. */
static void read_digits(TimeWords *w, Arena *arena, Str s, bool quoted) {
    uint32_t n = digits_at(s, 0);
    int32_t v = decimal(s, 0, n), day = slashed(s);
    if (n == s.n) {
        reading(w, arena, TC_NUM, 1, v < 10000000 ? v * 100 : -1);
        if (v >= 1 && v <= 31 && n <= 2) {
            reading(w, arena, TC_DOM, 1, v);
        }
        if (n == 4 && v >= 1000 && v < 2200) {
            reading(w, arena, TC_YEAR, 1, v);
        }
    } else if (day != DAY_NONE) {
        reading(w, arena, TC_DATE, 1, day);
    } else if (s.at[s.n - 1] == 's' && (n == 4 || (n == 2 && quoted)) && n + 1 == s.n && v % 10 == 0) {
        reading(w, arena, TC_DECADE, 1, n == 4 ? v : 1900 + v);
    } else if (is_letter(s.at[s.n - 1]) && n + 2 == s.n) {
        reading(w, arena, TC_ORDINAL, 1, v);
    } else if (s.at[n] == ':' && s.n >= n + 3 && digits_at(s, n + 1) == 2 && v < 24) {
        int32_t m = decimal(s, n + 1, 2);
        if (m < 60) {
            reading(w, arena, TC_CLOCK, 1, v * 60 + m);
        }
    } else if (s.at[n] == '.' && n + 1 + digits_at(s, n + 1) == s.n) {
        uint32_t d = s.n - n - 1;
        reading(w, arena, TC_NUM, 1, v < 1000000 ? v * 100 + decimal(s, n + 1, d < 2 ? d : 2) * (d == 1 ? 10 : 1) : -1);
    } else if (s.at[n] == ',' && s.n == n + 4) {
        reading(w, arena, TC_NUM, 1, v * 100000 + decimal(s, n + 1, 3) * 100);
    } else if (s.at[n] == '/' && s.n == n + 2 && v == 1 && s.at[n + 1] == '2') {
        reading(w, arena, TC_NUM, 1, 50);
    }
}

/* Readings from the lists: of this word, and of it together with those after it. */
static void read_lists(TimeWords *w, const TimeDictionary *d, Arena *arena, Str text, uint32_t i) {
    char key[KEY_MAX];
    uint32_t n = 0;
    for (uint32_t k = 0; k < JOINED_MAX && i + k < w->n; k++) {
        if (k > 0) {
            key[n++] = '_';
        }
        n = key_add(key, n, doc_str(&(Doc){.text = text}, w->at[i + k].span));
        if (n + 2 >= KEY_MAX) {
            return;
        }
        const Entry *e = find(d, (Str){key, n});
        if (e == NULL) {
            return;
        }
        for (const Item *item = e->items; item != NULL; item = item->next) {
            if (!item->capital || w->at[i].capital) {
                reading(w, arena, item->class, k + 1, item->value);
            }
        }
        if (!e->more) {
            return;
        }
    }
}

static const TimeReading *reading_of(const TimeWords *w, uint32_t i, TimeClass class) {
    const TimeReading *best = NULL;
    for (uint32_t r = w->at[i].first; r < w->at[i].end; r++) {
        if (w->readings[r].class == class) {
            best = &w->readings[r];
        }
    }
    return best;
}

static bool word_is(Str text, const TimeWord *w, const char *s) {
    return str_eq_nocase(str_sub(text, w->span.start, w->span.end), str_of(s));
}

/* "twenty-four", "two hundred and ten", "two and a half", "2 1/2": gives the words it takes and its value in
   hundredths. */
static uint32_t read_number(const TimeWords *w, Str text, uint32_t i, int32_t *value) {
    int64_t sum = 0, part = 0;
    uint32_t at = i, end = i;
    while (at < w->n) {
        const TimeReading *r = reading_of(w, at, TC_NUMBER);
        if (r == NULL) {
            bool joins = (word_is(text, &w->at[at], "-") || word_is(text, &w->at[at], "and")) && at > i &&
                         at + 1 < w->n && reading_of(w, at + 1, TC_NUMBER) != NULL && part != 0 && part % 10 == 0;
            if (!joins) {
                break;
            }
            at++;
            continue;
        }
        if (r->value >= 100) {
            part = (part > 0 ? part : 1) * r->value;
            sum = r->value >= 1000 ? sum + part : sum;
            part = r->value >= 1000 ? 0 : part;
        } else if (part % 100 == 0 || (part % 10 == 0 && part % 100 >= 20 && r->value < 10)) {
            part += r->value;
        } else {
            break;
        }
        end = ++at;
        if (sum + part > 10000000) {
            return 0;
        }
    }
    *value = (int32_t)((sum + part) * 100);
    return end - i;
}

static void read_numbers(TimeWords *w, Arena *arena, Str text, uint32_t i) {
    int32_t v = 0;
    const TimeReading *digits = reading_of(w, i, TC_NUM), *count = reading_of(w, i, TC_AMOUNT);
    uint32_t n = read_number(w, text, i, &v);
    if (count != NULL) {
        reading(w, arena, TC_NUM, count->words, count->value);
        return;
    }
    if (digits != NULL) {
        n = 1, v = digits->value;
    } else if (n > 0) {
        reading(w, arena, TC_NUM, n, v);
    }
    if (n > 0 && i + n + 2 < w->n && word_is(text, &w->at[i + n], "and") && word_is(text, &w->at[i + n + 1], "a") &&
        word_is(text, &w->at[i + n + 2], "half")) {
        reading(w, arena, TC_NUM, n + 3, v + 50);
    }
    if (digits != NULL && i + 1 < w->n && word_is(text, &w->at[i + 1], "1/2")) {
        reading(w, arena, TC_NUM, 2, v + 50);
    }
    /* "nineteen ninety-six" */
    const TimeReading *century = reading_of(w, i, TC_NUMBER);
    if (century != NULL && (century->value == 19 || century->value == 20) && i + 1 < w->n) {
        n = read_number(w, text, i + 1, &v);
        if (n > 0 && v >= 1000 && v < 10000) {
            reading(w, arena, TC_YEARWORDS, n + 1, century->value * 100 + v / 100);
        }
    }
}

TimeWords timeword_split(const TimeDictionary *d, Str text, Span span, Arena *arena) {
    TimeWords w = {0};
    Str t = {text.at, span.end};
    uint32_t cap = (span.end - span.start) / 4 + 16;
    w.at = arena_alloc(arena, sizeof(TimeWord) * cap);
    for (uint32_t i = span.start; i < span.end;) {
        if (is_space(t.at[i])) {
            i++;
            continue;
        }
        if (w.n == cap) {
            w.at = arena_grow(arena, w.at, sizeof(TimeWord) * cap, sizeof(TimeWord) * cap * 2);
            cap *= 2;
        }
        uint32_t end = word_end(t, i);
        w.at[w.n++] = (TimeWord){.span = {i, end}, .capital = is_upper(t.at[i])};
        i = end;
    }
    /* Number words look at the readings of words after them, so the lists are read for all words first, from the last
       to the first; numbers are put behind. */
    for (uint32_t i = w.n; i-- > 0;) {
        Str s = str_sub(text, w.at[i].span.start, w.at[i].span.end);
        w.at[i].first = w.n_readings;
        if (is_digit(s.at[0])) {
            char before = i > 0 ? text.at[w.at[i - 1].span.start] : '\0';
            fancy(text, i > 0 ? w.at[i - 1].span.start : 0, &before);
            read_digits(&w, arena, s, i > 0 && before == '\'' && w.at[i - 1].span.end == w.at[i].span.start);
        }
        read_lists(&w, d, arena, text, i);
        w.at[i].end = w.n_readings;
        if (w.at[i].end > w.at[i].first) {
            read_numbers(&w, arena, text, i);
            w.at[i].end = w.n_readings;
        }
    }
    return w;
}
