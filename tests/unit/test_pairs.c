/* tests/pairs: minimal pairs for status and roles, and sentences that tell no event.  The format stands at the head of
   tests/pairs/status.txt. */
#include "cases.h"

typedef struct Pair {
    Str sentence, events, mode, roles, statuses;
} Pair;

/* Cuts a line at " | "; false for blank lines and comments.  Fails the test on a malformed line. */
static bool pair_parse(Cases *c, Str line, Pair *pair) {
    *pair = (Pair){0};
    line = str_trim(line);
    if (line.n == 0 || line.at[0] == '#') {
        return false;
    }
    Str field[4] = {{0}}, piece;
    int n = 0;
    for (Str rest = line; n < 4 && str_split(&rest, '|', &piece);) {
        field[n++] = str_trim(piece);
    }
    pair->sentence = field[0];
    if (n == 1) { /* no event */
        return true;
    }
    Str rest = field[1];
    if (n != 4 || !str_split(&rest, ' ', &pair->events)) {
        fail_msg("malformed: \"%.*s\"", (int)line.n, line.at);
    }
    pair->mode = str_trim(rest);
    pair->roles = str_dup(&c->arena, field[2]);
    pair->statuses = field[3];
    for (Str types = pair->events; str_split(&types, '/', &piece);) {
        if (name_index(event_names, EVENT_COUNT, piece) < 0) {
            fail_msg("unknown event: \"%.*s\"", (int)line.n, line.at);
        }
    }
    for (Str names = pair->statuses; str_split(&names, '/', &piece);) {
        if (!str_is(piece, "*") && name_index(status_names, STATUS_COUNT, piece) < 0) {
            fail_msg("unknown status: \"%.*s\"", (int)line.n, line.at);
        }
    }
    return true;
}

static unsigned alternatives(Str list) {
    unsigned n = 0;
    for (Str piece; str_split(&list, '/', &piece);) {
        n++;
    }
    return n;
}

/* Is the name among the alternatives, at place `only` if that is not negative?  Gives its place, or -1. */
static int place_of(Str list, const char *name, int only) {
    Str piece;
    for (int i = 0; str_split(&list, '/', &piece); i++) {
        if ((only < 0 || only == i) && (str_is(piece, name) || str_is(piece, "*"))) {
            return i;
        }
    }
    return -1;
}

static bool type_fits(const Pair *p, const Event *e) {
    return place_of(p->events, event_names[e->type], -1) >= 0 &&
           (p->mode.n == 0 || str_is(p->mode, mode_names[e->mode]));
}

static bool status_fits(const Pair *p, const Event *e) {
    unsigned types = alternatives(p->events);
    bool paired = types > 1 && types == alternatives(p->statuses);
    int only = paired ? place_of(p->events, event_names[e->type], -1) : -1;
    return place_of(p->statuses, status_names[e->status], only) >= 0;
}

/* Does a mention of the entity touch an occurrence of the words? */
static bool entity_touches(const Doc *doc, uint32_t entity, Str words) {
    Range mentions = doc->entities.at[entity].mentions;
    for (uint32_t from = 0, at; str_find(str_sub(doc->text, from, doc->text.n), words, &at); from += at + 1) {
        Span span = {from + at, from + at + words.n};
        for (uint32_t i = 0; i < mentions.n; i++) {
            if (span_meets(doc->mentions.at[doc->refs.at[mentions.first + i]].span, span)) {
                return true;
            }
        }
    }
    return false;
}

/* Every item finds a participant, and every participant an item. */
static bool participants_fit(const Doc *doc, Range entities, Str items) {
    if (str_is(items, "*")) {
        return true;
    }
    if (str_is(items, "-")) {
        return entities.n == 0;
    }
    uint64_t used = 0;
    for (Str rest = items, item; str_split(&rest, ';', &item);) {
        bool found = false;
        for (uint32_t i = 0; i < entities.n && i < 64; i++) {
            if (entity_touches(doc, doc->refs.at[entities.first + i], str_trim(item))) {
                found = true;
                used |= UINT64_C(1) << i;
            }
        }
        if (!found) {
            return false;
        }
    }
    return entities.n < 64 && used == (UINT64_C(1) << entities.n) - 1;
}

/* "actors -> recipients", or several of these joined by " or "; "*": not judged. */
static bool roles_fit(const Doc *doc, const Event *e, Str roles) {
    uint32_t at, arrow;
    while (!str_is(roles, "*")) {
        bool more = str_find(roles, STR(" or "), &at);
        Str one = more ? str_sub(roles, 0, at) : roles;
        if (!str_find(one, STR("->"), &arrow)) {
            fail_msg("no \"->\": \"%.*s\"", (int)one.n, one.at);
        }
        if (participants_fit(doc, e->actors, str_trim(str_sub(one, 0, arrow))) &&
            participants_fit(doc, e->recipients, str_trim(str_sub(one, arrow + 2, one.n)))) {
            return true;
        }
        if (!more) {
            return false;
        }
        roles = str_sub(roles, at + 4, roles.n);
    }
    return true;
}

static void show_entities(const Doc *doc, Range entities) {
    for (uint32_t i = 0; i < entities.n; i++) {
        Str name = doc->entities.at[doc->refs.at[entities.first + i]].name;
        printf("%s%.*s", i > 0 ? "; " : " ", (int)name.n, name.at);
    }
}

static void show(const Cases *c, const Doc *doc, Str line) {
    if (!c->show) {
        return;
    }
    printf("- %.*s\n", (int)line.n, line.at);
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const Event *e = &doc->events.at[i];
        printf("    %s %s |", event_names[e->type], mode_names[e->mode]);
        show_entities(doc, e->actors);
        printf(" ->");
        show_entities(doc, e->recipients);
        printf(" | %s   (%.*s)\n", status_names[e->status], (int)e->rule.n, e->rule.at);
    }
}

/* Runs a file.  Counts the lines where an event of the type was found, and where it has roles and status too. */
static unsigned run(Cases *c, const char *path, unsigned *typed, unsigned *passed) {
    unsigned all = *typed = *passed = 0;
    Str rest = cases_read(c, path), line;
    while (str_split(&rest, '\n', &line)) {
        Pair pair;
        if (!pair_parse(c, line, &pair)) {
            continue;
        }
        Doc doc;
        cases_run(c, &doc, pair.sentence, STAGE_EVENTS);
        bool type = false, pass = pair.events.n == 0 && doc.events.n == 0;
        for (uint32_t i = 0; i < doc.events.n && pair.events.n > 0; i++) {
            const Event *e = &doc.events.at[i];
            if (type_fits(&pair, e)) {
                type = true;
                pass |= status_fits(&pair, e) && roles_fit(&doc, e, pair.roles);
            }
        }
        all++;
        *typed += type;
        *passed += pass;
        if (!pass) {
            show(c, &doc, line);
        }
    }
    return all;
}

static void status_pairs(void **state) {
    unsigned typed, passed, all = run(*state, "tests/pairs/status.txt", &typed, &passed);
    assert_true(all >= 300);
    cases_result(*state, "pairs.status.type", typed, all);
    cases_result(*state, "pairs.status", passed, all);
}

static void role_pairs(void **state) {
    unsigned typed, passed, all = run(*state, "tests/pairs/roles.txt", &typed, &passed);
    assert_true(all >= 150);
    cases_result(*state, "pairs.roles", passed, all);
}

static void sentences_without_events(void **state) {
    unsigned typed, passed, all = run(*state, "tests/pairs/notevents.txt", &typed, &passed);
    assert_true(all >= 150);
    cases_result(*state, "pairs.notevents", passed, all);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_pairs),
        cmocka_unit_test(role_pairs),
        cmocka_unit_test(sentences_without_events),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
