#include "code/registrylint.h"

#include <stdlib.h>

/* Offices that one person holds at a time; the first `LEADERS` of them lead a state. */
static const char *const single[] = {"president",
                                     "prime minister",
                                     "king",
                                     "queen",
                                     "emir",
                                     "sultan",
                                     "chancellor",
                                     "supreme leader",
                                     "pope",
                                     "prince",
                                     "interim president",
                                     "military leader",
                                     "transitional president",
                                     "head of state",
                                     "chief adviser",
                                     "presidency member",
                                     "leader",
                                     "foreign minister",
                                     "defense minister",
                                     "interior minister",
                                     "finance minister"};
enum { SINGLE = sizeof single / sizeof *single, LEADERS = 17 };

/* Dates are known to the month at best, and who is suspended or fled keeps an office for some months.  Of two terms
   that meet in one year, each may have no more than the year. */
enum { BORDER_DAYS = 200, BORDER_YEAR = 366 };

/* Words shorter than this are other names when one letter differs: "Yong" and "Jong". */
enum { LEAST_SPELLED = 5 };

typedef struct Term {
    int32_t from, to;
    uint32_t entry, role; /* role: index of `single` */
    char code[4];
} Term;

typedef VEC(Term) Terms;

static int by_office(const void *left, const void *right) {
    const Term *a = left, *b = right;
    int code = memcmp(a->code, b->code, 3);
    int role = code != 0 ? code : (int)a->role - (int)b->role;
    int from = role != 0 ? role : (a->from > b->from) - (a->from < b->from);
    return from != 0 ? from : (a->entry > b->entry) - (a->entry < b->entry);
}

static int32_t open_end(int32_t day, int32_t open) {
    return day == DAY_NONE ? open : day;
}

/* A rebel president leads no state. */
static uint32_t single_of(uint8_t sector) {
    return sector == SECTOR_GOV ? SINGLE : sector == SECTOR_MIL || sector == SECTOR_REL ? LEADERS : 0;
}

static Terms terms_of(const Registry *r, Arena *arena) {
    Terms terms = {0};
    for (uint32_t i = 0; i < registry_count(r); i++) {
        const RegistryEntry *e = registry_entry(r, i);
        const RegistryOffice *offices = registry_offices(r, e);
        for (uint32_t k = 0; e->kind == KIND_PERSON && k < e->n_offices; k++) {
            const RegistryOffice *o = &offices[k];
            for (uint32_t s = 0; s < single_of(o->sectors[0]); s++) {
                if (str_is(registry_str(r, o->role), single[s])) {
                    Term t = {open_end(o->from, INT32_MIN), open_end(o->to, INT32_MAX), i, s, {0}};
                    memcpy(t.code, o->code, 4);
                    vec_push(arena, &terms, t);
                }
            }
        }
    }
    if (terms.n > 0) {
        qsort(terms.at, terms.n, sizeof *terms.at, by_office);
    }
    return terms;
}

static void put_term(const Registry *r, StrBuf *out, const Term *t) {
    Str name = registry_str(r, registry_entry(r, t->entry)->name);
    buf_printf(out, "%.*s (", (int)name.n, name.at);
    for (int side = 0; side < 2; side++) {
        int32_t day = side == 0 ? t->from : t->to;
        int y, m, d;
        if (day != INT32_MIN && day != INT32_MAX) {
            day_to(day, &y, &m, &d);
            buf_printf(out, "%04d-%02d", y, m);
        }
        buf_str(out, side == 0 ? STR("..") : STR(")"));
    }
}

/* A word for whoever leads, a seat among several, a title of many sons. */
static bool may_be_several(const char *role) {
    return strcmp(role, "leader") == 0 || strcmp(role, "presidency member") == 0 || strcmp(role, "prince") == 0;
}

/* How long the earlier term may go on in the later one. */
static int32_t border(const Term *a, const Term *b) {
    int y, m, d, m_from, d_from;
    if (a->to == INT32_MAX || b->from == INT32_MIN) {
        return BORDER_DAYS;
    }
    day_to(b->from, &y, &m_from, &d_from);
    day_to(a->to, &y, &m, &d);
    return (m == 12 && d == 31) || (m_from == 1 && d_from == 1) ? BORDER_YEAR : BORDER_DAYS;
}

static uint32_t two_in_office(const Registry *r, const Terms *terms, StrBuf *out) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < terms->n; i++) {
        for (uint32_t j = i + 1; j < terms->n; j++) {
            const Term *a = &terms->at[i], *b = &terms->at[j];
            if (memcmp(a->code, b->code, 3) != 0 || a->role != b->role) {
                break;
            }
            int64_t both = (int64_t)(a->to < b->to ? a->to : b->to) - b->from;
            if (both > border(a, b) && registry_state(r, a->code) != NONE && !may_be_several(single[a->role])) {
                buf_printf(out, "%s, two at once as %s: ", a->code, single[a->role]);
                put_term(r, out, a);
                buf_str(out, STR(", "));
                put_term(r, out, b);
                buf_char(out, '\n');
                found++;
            }
        }
    }
    return found;
}

/* Whether two held offices at one time: father and son of one name did not. */
static bool together(const Registry *r, const RegistryEntry *a, const RegistryEntry *b) {
    const RegistryOffice *x = registry_offices(r, a), *y = registry_offices(r, b);
    for (uint32_t i = 0; i < a->n_offices; i++) {
        for (uint32_t k = 0; k < b->n_offices; k++) {
            if (open_end(x[i].from, INT32_MIN) <= open_end(y[k].to, INT32_MAX) &&
                open_end(y[k].from, INT32_MIN) <= open_end(x[i].to, INT32_MAX)) {
                return true;
            }
        }
    }
    return false;
}

/* Of two states, a name that is said to be often something else may be two people's. */
static bool two_people(const RegistryEntry *a, const RegistryName *x, const RegistryEntry *b, const RegistryName *y) {
    return memcmp(a->code, b->code, 3) != 0 && ((x->flags | y->flags) & NAME_AMBIGUOUS) != 0;
}

static uint32_t two_of_a_name(const Registry *r, StrBuf *out) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < registry_count(r); i++) {
        const RegistryEntry *e = registry_entry(r, i);
        const RegistryName *names = registry_names(r, e);
        for (uint32_t k = 0; k < e->n_names && e->kind == KIND_PERSON; k++) {
            uint32_t n, words;
            Str text = registry_str(r, names[k].text);
            const RegistryName *same = registry_find(r, name_hash(text, &words), &n);
            for (uint32_t s = 0; s < n && names[k].kind == NAMED_FULL; s++) {
                const RegistryEntry *other = registry_entry(r, same[s].entry);
                if (same[s].entry > i && same[s].kind == NAMED_FULL && other->kind == KIND_PERSON &&
                    !two_people(e, &names[k], other, &same[s]) && together(r, e, other)) {
                    bool one_state = memcmp(other->code, e->code, 3) == 0;
                    buf_printf(out, "%s%s%s, two entries of one name: %.*s\n", e->code, one_state ? "" : " and ",
                               one_state ? "" : other->code, (int)text.n, text.at);
                    found++;
                }
            }
        }
    }
    return found;
}

typedef struct Spelled {
    Str folded;
    uint32_t entry;
} Spelled;

typedef VEC(Spelled) Spellings;

/* The same but for one letter that is another, or is missing in one of them. */
static bool one_letter_off(Str a, Str b) {
    if (a.n > b.n) {
        return one_letter_off(b, a);
    }
    if (a.n < LEAST_SPELLED || b.n > a.n + 1) {
        return false;
    }
    uint32_t i = 0;
    while (i < a.n && a.at[i] == b.at[i]) {
        i++;
    }
    uint32_t rest = i + (a.n == b.n && i < a.n);
    return memcmp(a.at + rest, b.at + i + (i < b.n), a.n - rest) == 0;
}

/* Names of as many words, two or more, none of which is off by more than a letter. */
static bool spelled_alike(Str a, Str b) {
    Str x, y;
    uint32_t words = 0;
    while (str_split(&a, ' ', &x)) {
        if (!str_split(&b, ' ', &y) || (!str_eq(x, y) && !one_letter_off(x, y))) {
            return false;
        }
        words++;
    }
    return words > 1 && b.n == 0;
}

/* What the persons of a state are called. */
static Spellings spellings_of(const Registry *r, Arena *arena, const char *code) {
    Spellings all = {0};
    for (uint32_t i = 0; i < registry_count(r); i++) {
        const RegistryEntry *e = registry_entry(r, i);
        if (e->kind != KIND_PERSON || memcmp(e->code, code, 3) != 0) {
            continue;
        }
        for (uint32_t k = 0; k < e->n_names; k++) {
            const RegistryName *n = &registry_names(r, e)[k];
            if (n->kind == NAMED_FULL && n->words > 1) {
                vec_push(arena, &all, ((Spelled){name_fold(arena, registry_str(r, n->text)), i}));
            }
        }
    }
    return all;
}

static uint32_t spelled_twice_in(const Registry *r, const Spellings *all, StrBuf *out) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        for (uint32_t k = i + 1; k < all->n; k++) {
            const Spelled *a = &all->at[i], *b = &all->at[k];
            const RegistryEntry *x = registry_entry(r, a->entry), *y = registry_entry(r, b->entry);
            if (a->entry != b->entry && !str_eq(a->folded, b->folded) && spelled_alike(a->folded, b->folded) &&
                together(r, x, y)) {
                Str one = registry_str(r, x->name), other = registry_str(r, y->name);
                buf_printf(out, "%s, perhaps one person: %.*s, %.*s\n", x->code, (int)one.n, one.at, (int)other.n,
                           other.at);
                found++;
            }
        }
    }
    return found;
}

/* A person whose name is written in two ways must not be two. */
static uint32_t spelled_twice(const Registry *r, Arena *arena, StrBuf *out) {
    uint32_t found = 0;
    for (uint32_t i = 0; i < registry_count(r); i++) {
        const RegistryEntry *e = registry_entry(r, i);
        if (e->kind == KIND_STATE) {
            Spellings all = spellings_of(r, arena, e->code);
            found += spelled_twice_in(r, &all, out);
        }
    }
    return found;
}

uint32_t registry_lint(const Registry *r, Arena *arena, StrBuf *out) {
    Terms terms = terms_of(r, arena);
    return two_in_office(r, &terms, out) + two_of_a_name(r, out) + spelled_twice(r, arena, out);
}

static bool led(const Terms *terms, const char code[4], int32_t day) {
    for (uint32_t i = 0; i < terms->n; i++) {
        const Term *t = &terms->at[i];
        if (memcmp(t->code, code, 3) == 0 && t->role < LEADERS && t->from <= day && day <= t->to) {
            return true;
        }
    }
    return false;
}

uint32_t registry_gaps(const Registry *r, Arena *arena, int first, int last, StrBuf *out) {
    Terms terms = terms_of(r, arena);
    uint32_t lines = 0;
    for (uint32_t i = 0; i < registry_count(r); i++) {
        const RegistryEntry *e = registry_entry(r, i);
        if (e->kind != KIND_STATE || registry_state(r, e->code) != i) {
            continue;
        }
        Str name = registry_str(r, e->name);
        bool open = false, any = false;
        int since = first;
        for (int year = first; year <= last + 1; year++) {
            bool missing = year <= last && !led(&terms, e->code, day_of(year, 7, 1));
            if (missing && !any) {
                buf_printf(out, "%s %.*s:", e->code, (int)name.n, name.at);
            }
            if (missing && !open) {
                buf_printf(out, " %d", year);
                since = year;
            } else if (!missing && open && since < year - 1) {
                buf_printf(out, "-%d", year - 1);
            }
            open = missing;
            any = any || missing;
        }
        if (any) {
            buf_char(out, '\n');
            lines++;
        }
    }
    return lines;
}
