#include "store/filter.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/near.h"

_Static_assert(MODE_COUNT <= 128, "modes fit into two words");

void filter_init(Filter *filter) {
    *filter = (Filter){.from = DAY_NONE, .to = DAY_NONE};
}

/* "there is no type "ASAULT"; nearest: ASSAULT", or, where nothing is near, what there is. */
static bool wrong(Err *err, const char *what, Str value, const char *const *names, int count) {
    char text[400];
    size_t n = 0;
    near_names(value, names, count, text, sizeof text);
    if (text[0] != '\0') {
        return err_set(err, "there is no %s \"%.*s\"; nearest: %s", what, (int)value.n, value.at, text);
    }
    for (int i = 0; i < count && n + 40 < sizeof text; i++) {
        n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n > 0 ? ", " : "", names[i]);
    }
    return err_set(err, "there is no %s \"%.*s\"; known: %s", what, (int)value.n, value.at, text);
}

static bool same_name(Str a, const char *b) {
    return str_eq_nocase(a, str_of(b));
}

/* Sets the bit of each name in the value. */
static bool set_names(uint64_t *bits, Str value, const char *const *names, int count, const char *what, Err *err) {
    for (Str rest = value, name; str_split(&rest, ',', &name);) {
        name = str_trim(name);
        int found = -1;
        for (int i = 0; i < count && found < 0; i++) {
            found = same_name(name, names[i]) ? i : -1;
        }
        if (found < 0) {
            return wrong(err, what, name, names, count);
        }
        *bits |= (uint64_t)1 << found;
    }
    return true;
}

static bool set_names32(uint32_t *bits, Str value, const char *const *names, int count, const char *what, Err *err) {
    uint64_t wide = 0;
    bool ok = set_names(&wide, value, names, count, what, err);
    *bits |= (uint32_t)wide;
    return ok;
}

static bool set_day(int32_t *day, Str value, bool last, Err *err) {
    char full[11] = "0000-01-01";
    bool shape = value.n == 4 || value.n == 7 || value.n == 10;
    if (shape) {
        memcpy(full, value.at, value.n);
    }
    *day = shape ? date_parse((Str){full, 10}) : DAY_NONE;
    if (*day == DAY_NONE) {
        return err_set(err, "\"%.*s\" is no date: 2023, 2023-06 and 2023-06-12 are", (int)value.n, value.at);
    }
    int y, m, d;
    day_to(*day, &y, &m, &d);
    if (last && value.n == 4) {
        *day = day_of(y, 12, 31);
    } else if (last && value.n == 7) {
        *day = (m == 12 ? day_of(y + 1, 1, 1) : day_of(y, m + 1, 1)) - 1;
    }
    return true;
}

/* The modes of that type, or of all types where none is given, are what is known. */
static bool wrong_mode(Err *err, Str type, Str mode) {
    const char *names[MODE_COUNT];
    int count = 0, first = 0, last = EVENT_COUNT;
    while (type.n > 0 && first < EVENT_COUNT && !same_name(type, event_names[first])) {
        first++;
    }
    if (first == EVENT_COUNT) {
        return wrong(err, "type", type, event_names, EVENT_COUNT);
    }
    last = type.n > 0 ? first + 1 : last;
    for (int m = 1; m < MODE_COUNT; m++) {
        bool known = false, listed = false;
        for (int t = first; t < last && !known; t++) {
            known = mode_parse((EventType)t, str_of(mode_names[m])) == (Mode)m;
        }
        for (int i = 0; i < count && !listed; i++) {
            listed = strcmp(names[i], mode_names[m]) == 0;
        }
        if (known && !listed) {
            names[count++] = mode_names[m];
        }
    }
    return count > 0 ? wrong(err, "mode", mode, names, count) : err_set(err, "%s has no modes", event_names[first]);
}

static bool set_modes(Filter *f, Str value, Err *err) {
    for (Str rest = value, name; str_split(&rest, ',', &name);) {
        Str mode = str_trim(name), type = {0};
        uint32_t slash;
        if (str_find(mode, STR("/"), &slash)) {
            type = str_sub(mode, 0, slash);
            mode = str_sub(mode, slash + 1, mode.n);
        }
        bool found = false;
        for (int t = 0; t < EVENT_COUNT; t++) {
            Mode m = type.n == 0 || same_name(type, event_names[t]) ? mode_parse((EventType)t, mode) : MODE_NONE;
            if (m != MODE_NONE) {
                f->modes[m / 64] |= (uint64_t)1 << m % 64;
                found = true;
            }
        }
        if (!found) {
            return wrong_mode(err, type, mode);
        }
    }
    return true;
}

static bool set_quads(Filter *f, Str value, Err *err) {
    for (Str rest = value, name; str_split(&rest, ',', &name);) {
        name = str_trim(name);
        if (name.n != 1 || name.at[0] < '1' || name.at[0] > '4') {
            static const char *const names[] = {"1", "2", "3", "4"};
            return wrong(err, "quad", name, names, 4);
        }
        f->quads |= 1u << (name.at[0] - '0');
    }
    return true;
}

static bool set_confidence(Filter *f, Str value, Err *err) {
    char text[32], *end;
    if (value.n > 0 && value.n < sizeof text) {
        memcpy(text, value.at, value.n);
        text[value.n] = '\0';
        f->confidence = strtod(text, &end);
        if (*end == '\0' && f->confidence >= 0 && f->confidence <= 1) {
            return true;
        }
    }
    return err_set(err, "confidence is a number from 0 to 1, not \"%.*s\"", (int)value.n, value.at);
}

static bool set_choice(int *choice, Str value, const char *const *names, int count, const char *what, Err *err) {
    *choice = name_index(names, count, value);
    if (*choice < 0) {
        *choice = 0;
        return wrong(err, what, value, names, count);
    }
    return true;
}

/* ---- one setter a field; the table makes the dispatch ---- */

#define SETTER(field) static bool set_field_##field(Filter *f, Str value, Err *err)
#define STRING_SETTER(field)                                                                                           \
    SETTER(field) {                                                                                                    \
        (void)err;                                                                                                     \
        f->field = value;                                                                                              \
        return true;                                                                                                   \
    }
STRING_SETTER(actor)
STRING_SETTER(recipient)
STRING_SETTER(party)
STRING_SETTER(source)
STRING_SETTER(place)
STRING_SETTER(text)
SETTER(from) {
    return set_day(&f->from, value, false, err);
}
SETTER(to) {
    return set_day(&f->to, value, true, err);
}
SETTER(types) {
    return set_names32(&f->types, value, event_names, EVENT_COUNT, "type", err);
}
SETTER(modes) {
    return set_modes(f, value, err);
}
SETTER(quads) {
    return set_quads(f, value, err);
}
SETTER(statuses) {
    for (Str rest = value, name; str_split(&rest, ',', &name);) {
        if (same_name(str_trim(name), "happened")) {
            f->statuses |= FILTER_HAPPENED;
        } else if (!set_names32(&f->statuses, name, status_names, STATUS_COUNT, "status", err)) {
            return false;
        }
    }
    return true;
}
SETTER(contexts) {
    return set_names(&f->contexts, value, context_names, CONTEXT_COUNT, "context", err);
}
SETTER(confidence) {
    return set_confidence(f, value, err);
}
SETTER(copies) {
    static const char *const names[] = {"no", "yes"};
    int choice;
    bool ok = set_choice(&choice, value, names, 2, "choice for copies", err);
    f->copies = choice == 1;
    return ok;
}
SETTER(once) {
    static const char *const names[] = {"no", "act", "day"};
    int choice;
    bool ok = set_choice(&choice, value, names, 3, "choice for once", err);
    f->once = (Once)choice;
    return ok;
}

#define FILTER_KEY(key, field, what)   {key, what},
#define FILTER_ENTRY(key, field, what) {key, set_field_##field},
const FilterKey filter_keys[] = {FILTERS(FILTER_KEY)};
const int filter_key_count = sizeof filter_keys / sizeof *filter_keys;
static const struct {
    const char *key;
    bool (*set)(Filter *f, Str value, Err *err);
} setters[] = {FILTERS(FILTER_ENTRY)};

bool filter_set(Filter *filter, Str key, Str value, Err *err) {
    for (int i = 0; i < filter_key_count; i++) {
        if (str_is(key, setters[i].key)) {
            value = str_trim(value);
            return value.n == 0 ? err_set(err, "the filter \"%s\" is given without a value", setters[i].key)
                                : setters[i].set(filter, value, err);
        }
    }
    return err_set(err, "there is no filter \"%.*s\"", (int)key.n, key.at);
}
