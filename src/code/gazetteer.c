#include "code/gazetteer.h"

#include <math.h>
#include <stdlib.h>

#define FILES(X) X(states) X(africa) X(americas) X(asia) X(europe) X(former_soviet) X(middle_east) X(usa)

#define DECLARE_FILE(name)                                                                                             \
    extern const unsigned char places_##name##_data[];                                                                 \
    extern const uint64_t places_##name##_size;
FILES(DECLARE_FILE)

static const char kind_letters[] = "npcCrwmifk"; /* in the order of PlaceKind */

/* ---- lines ---- */

typedef struct Reader {
    Gazetteer *g;
    char country[4];
    Str admin1;
} Reader;

static Str spaced(Arena *arena, Str s) {
    Str copy = str_dup(arena, s);
    for (uint32_t i = 0; i < copy.n; i++) {
        if (copy.at[i] == '_') {
            ((char *)copy.at)[i] = ' ';
        }
    }
    return copy;
}

static bool is_word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* The words of a spelling, joined by one space. */
static Str words_of(Arena *arena, Str s) {
    StrBuf b;
    bool gap = false;
    buf_init(&b, arena);
    for (uint32_t i = 0; i < s.n; i++) {
        if (is_word_byte(s.at[i])) {
            if (gap && b.n > 0) {
                buf_char(&b, ' ');
            }
            buf_char(&b, s.at[i]);
            gap = false;
        } else {
            gap = true;
        }
    }
    return buf_take(&b);
}

/* "Washington , D.C." as a reader would write it out. */
static Str tidy(Arena *arena, Str s) {
    Str t = spaced(arena, s);
    char *p = (char *)t.at;
    uint32_t n = 0;
    for (uint32_t i = 0; i < t.n; i++) {
        bool drop = p[i] == ' ' && i + 1 < t.n && (p[i + 1] == ',' || p[i + 1] == '\'' || (i > 0 && p[i - 1] == '\''));
        if (!drop) {
            p[n++] = p[i];
        }
    }
    p[n] = '\0';
    return (Str){p, n};
}

static void add_name(Gazetteer *g, uint32_t place, Str spelling, bool demonym) {
    GazName name = {.place = place, .demonym = demonym};
    name.form = words_of(g->arena, spaced(g->arena, spelling));
    name.key = str_lower(g->arena, name.form);
    name.abbreviation = g->places.at[place].kind == PLACE_DIVISION && str_ends(spelling, STR("."));
    vec_push(g->arena, &g->names, name);
}

static bool number_of(Str s, double *value) {
    char text[24], *end;
    if (s.n == 0 || s.n >= sizeof text) {
        return false;
    }
    memcpy(text, s.at, s.n);
    text[s.n] = '\0';
    *value = strtod(text, &end);
    return *end == '\0';
}

/* NAME/ALIAS LAT LON KIND+RANK [GEONAMEID] [| DEMONYM…] */
static bool read_place(Reader *r, Str line, Err *err) {
    Gazetteer *g = r->g;
    Str demonyms = {0}, fields[5] = {{0}}, word, names;
    uint32_t n = 0, at;
    if (str_find(line, STR(" | "), &at)) {
        demonyms = str_sub(line, at + 3, line.n);
        line = str_sub(line, 0, at);
    }
    while (str_split(&line, ' ', &word) && n < 5) {
        fields[n++] = word;
    }
    GazPlace p = {.admin1 = r->admin1};
    double id = 0;
    const char *kind = n >= 4 && fields[3].n == 2 ? strchr(kind_letters, fields[3].at[0]) : NULL;
    if (kind == NULL || !number_of(fields[1], &p.lat) || !number_of(fields[2], &p.lon) || fabs(p.lat) > 90 ||
        fabs(p.lon) > 180 || fields[3].at[1] < '1' || fields[3].at[1] > '9' || (n == 5 && !number_of(fields[4], &id))) {
        return err_set(err, "\"%.*s\": expected NAME LAT LON KIND+RANK", (int)fields[0].n, fields[0].at);
    }
    p.kind = (uint8_t)(kind - kind_letters);
    p.rank = (uint8_t)(fields[3].at[1] - '0');
    p.geonameid = (uint32_t)id;
    memcpy(p.country, r->country, sizeof p.country);
    names = fields[0];
    for (bool first = true; str_split(&names, '/', &word); first = false) {
        if (first) {
            p.name = tidy(g->arena, word);
            vec_push(g->arena, &g->places, p);
        }
        add_name(g, g->places.n - 1, word, false);
    }
    while (str_split(&demonyms, ' ', &word)) {
        if (word.n > 0) {
            add_name(g, g->places.n - 1, word, true);
        }
    }
    return true;
}

bool gazetteer_read(Gazetteer *g, const char *file, Str text, Err *err) {
    Reader r = {.g = g};
    Str line;
    for (uint32_t number = 1; str_split(&text, '\n', &line); number++) {
        line = str_trim(line);
        if (line.n == 0 || line.at[0] == '#') {
            continue;
        }
        if (line.at[0] == '@') {
            memset(r.country, 0, sizeof r.country);
            if (line.n == 4) {
                memcpy(r.country, line.at + 1, 3);
            }
            r.admin1 = (Str){0};
        } else if (line.at[0] == '%') {
            r.admin1 = line.n > 1 ? str_dup(g->arena, str_sub(line, 1, line.n)) : (Str){0};
        } else if (!read_place(&r, line, err)) {
            return err_prefix(err, "places \"%s\", line %u", file, number);
        }
    }
    return true;
}

/* ---- the index ---- */

static uint32_t *new_buckets(Gazetteer *g) {
    uint32_t *b = arena_alloc(g->arena, sizeof(uint32_t) * g->n_buckets);
    memset(b, 0xFF, sizeof(uint32_t) * g->n_buckets);
    return b;
}

static bool begins_one(const Gazetteer *g, Str key, uint32_t *slot) {
    uint32_t at = (uint32_t)(str_hash(key) & (g->n_buckets - 1));
    while (g->begin_buckets[at] != NONE && !str_eq(g->beginnings.at[g->begin_buckets[at]], key)) {
        at = (at + 1) & (g->n_buckets - 1);
    }
    *slot = at;
    return g->begin_buckets[at] != NONE;
}

static uint32_t slot_of(const Gazetteer *g, Str key) {
    uint32_t at = (uint32_t)(str_hash(key) & (g->n_buckets - 1));
    while (g->buckets[at] != NONE && !str_eq(g->names.at[g->buckets[at]].key, key)) {
        at = (at + 1) & (g->n_buckets - 1);
    }
    return at;
}

void gazetteer_index(Gazetteer *g) {
    g->n_buckets = 1024;
    while (g->n_buckets < g->names.n * 3) {
        g->n_buckets *= 2;
    }
    g->buckets = new_buckets(g);
    g->begin_buckets = new_buckets(g);
    for (uint32_t i = 0; i < g->names.n; i++) {
        GazName *name = &g->names.at[i];
        uint32_t slot = slot_of(g, name->key);
        name->next = g->buckets[slot];
        g->buckets[slot] = i;
        for (uint32_t k = 1; k < name->key.n; k++) {
            if (name->key.at[k] == ' ' && !begins_one(g, str_sub(name->key, 0, k), &slot)) {
                g->begin_buckets[slot] = vec_push(g->arena, &g->beginnings, str_sub(name->key, 0, k));
            }
        }
    }
}

uint32_t gazetteer_find(const Gazetteer *g, Str key, bool *more) {
    uint32_t slot;
    *more = begins_one(g, key, &slot);
    return g->buckets[slot_of(g, key)];
}

bool gazetteer_open(Gazetteer *g, Arena *arena, Err *err) {
    *g = (Gazetteer){.arena = arena};
#define READ_FILE(name)                                                                                                \
    if (!gazetteer_read(g, #name, (Str){(const char *)places_##name##_data, (uint32_t)places_##name##_size}, err)) {   \
        return false;                                                                                                  \
    }
    FILES(READ_FILE)
    gazetteer_index(g);
    return true;
}
