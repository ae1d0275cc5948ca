/* reports/ and tests/reports: the whole way from the file to the events, against what a careful reader codes.  The
   format of NAME.expect stands in tests/reports/README.md. */
#include "cases.h"

#include "text/reader.h"

enum { MAX_EXPECTED = 128, MAX_FIELDS = 7 };

/* One line of NAME.expect; every list of alternatives as it stands there. */
typedef struct Expected {
    bool optional, found;
    Str types, mode, actors, recipients, statuses, asserters, deniers;
    Span trigger;
    uint32_t sentence;
} Expected;

typedef struct Score {
    unsigned gold, coded, typed, dyads, statuses, asserters, denials, deniers, facts, facts_right;
} Score;

typedef struct Report {
    Cases *cases;
    const Doc *doc;
    Expected expected[MAX_EXPECTED];
    unsigned n;
    Score *score;
} Report;

static bool among(Str alternatives, Str name) {
    for (Str piece; str_split(&alternatives, '/', &piece);) {
        if (str_is(piece, "*") || str_eq(piece, name)) {
            return true;
        }
    }
    return false;
}

static uint32_t sentence_of(const Doc *doc, Span span) {
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        if (span_meets(doc->sentences.at[i].span, span)) {
            return i;
        }
    }
    return NONE;
}

/* The trigger of "context with [trigger]", which occurs exactly once in the text. */
static Span find_trigger(const Report *r, Str context) {
    uint32_t open = 0, close = 0, at = 0, again;
    StrBuf plain;
    buf_init(&plain, &r->cases->arena);
    for (uint32_t i = 0; i < context.n; i++) {
        if (context.at[i] == '[') {
            open = i;
        } else if (context.at[i] == ']') {
            close = i - 1;
        } else {
            buf_char(&plain, context.at[i]);
        }
    }
    Str words = buf_take(&plain), text = r->doc->text;
    if (close <= open || !str_find(text, words, &at) || str_find(str_sub(text, at + 1, text.n), words, &again)) {
        fail_msg("%.*s: \"%.*s\" does not occur exactly once", (int)r->doc->id.n, r->doc->id.at, (int)words.n,
                 words.at);
    }
    return (Span){at + open, at + close};
}

static void parse_event(Report *r, Str line) {
    assert_true(r->n < MAX_EXPECTED);
    Expected *e = &r->expected[r->n++];
    *e = (Expected){0};
    Str field[MAX_FIELDS], piece;
    int n = 0;
    for (Str rest = line; n < MAX_FIELDS && str_split(&rest, '|', &piece);) {
        field[n++] = str_trim(piece);
    }
    if (n != MAX_FIELDS) {
        fail_msg("malformed: \"%.*s\"", (int)line.n, line.at);
    }
    if (str_starts(field[0], STR("? "))) {
        e->optional = true;
        field[0] = str_sub(field[0], 2, field[0].n);
    }
    str_split(&field[0], ' ', &e->types);
    for (Str types = e->types; str_split(&types, '/', &piece);) {
        if (name_index(event_names, EVENT_COUNT, piece) < 0) {
            fail_msg("unknown event: \"%.*s\"", (int)line.n, line.at);
        }
    }
    e->mode = str_trim(field[0]);
    e->trigger = find_trigger(r, field[1]);
    e->sentence = sentence_of(r->doc, e->trigger);
    e->actors = field[2];
    e->recipients = field[3];
    e->statuses = field[4];
    e->asserters = field[5];
    e->deniers = field[6];
}

/* "= key value": what the reader should have found around the text. */
static void check_fact(Report *r, Str line) {
    const Doc *d = r->doc;
    const struct {
        const char *key;
        Str value;
    } facts[] = {
        {"date", d->date}, {"title", d->title}, {"byline", d->byline}, {"section", d->section}, {"source", d->source}};
    Str key, value = str_trim(str_sub(line, 2, line.n));
    str_split(&value, ' ', &key);
    value = str_trim(value);
    bool right = str_is(key, "captions") && str_is(value, arena_printf(&r->cases->arena, "%u", d->captions.n));
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        right |= str_is(key, facts[i].key) && str_eq(value, facts[i].value);
    }
    r->score->facts++;
    r->score->facts_right += right;
    if (!right && r->cases->show) {
        printf("- %.*s: %.*s\n", (int)d->id.n, d->id.at, (int)line.n, line.at);
    }
}

/* Reads the lines of NAME.expect that belong to the document: all of them, or those after "@ ID". */
static void parse_expected(Report *r, Str file) {
    bool mine = !str_starts(file, STR("@ ")) && !str_find(file, STR("\n@ "), &(uint32_t){0});
    for (Str line; str_split(&file, '\n', &line);) {
        if (str_starts(line, STR("@ "))) {
            mine = str_eq(str_trim(str_sub(line, 2, line.n)), r->doc->id);
        } else if (mine && str_starts(line, STR("= "))) {
            check_fact(r, line);
        } else if (mine && line.n > 0 && line.at[0] != '#') {
            parse_event(r, line);
        }
    }
}

/* Do the entities' codes answer the items "words = CODE SECTOR ; …", each side to the other? */
static bool codes_fit(const Doc *doc, const uint32_t *entities, uint32_t n, Str items) {
    if (str_is(items, "*")) {
        return true;
    }
    if (str_is(items, "-")) {
        return n == 0;
    }
    uint64_t used = 0;
    for (Str item; str_split(&items, ';', &item);) {
        uint32_t at;
        assert_true(str_find(item, STR(" = "), &at));
        Str codes, rest = str_trim(str_sub(item, at + 3, item.n));
        str_split(&rest, ' ', &codes);
        bool found = str_is(codes, "*");
        for (uint32_t i = 0; i < n && i < 64; i++) {
            const char *code = doc->entities.at[entities[i]].code;
            if (among(codes, str_of(code[0] != 0 ? code : "-"))) {
                found = true;
                used |= UINT64_C(1) << i;
            }
        }
        if (!found) {
            return false;
        }
    }
    return n < 64 && used == (UINT64_C(1) << n) - 1;
}

static bool participants_fit(const Doc *doc, Range range, Str items) {
    return codes_fit(doc, range.n > 0 ? &doc->refs.at[range.first] : NULL, range.n, items);
}

/* The entities of the attributions' sources. */
static bool sources_fit(Cases *c, const Doc *doc, Range attributions, Str items) {
    uint32_t *entities = arena_array(&c->arena, uint32_t, attributions.n + 1), n = 0;
    for (uint32_t i = 0; i < attributions.n; i++) {
        uint32_t entity = doc->attributions.at[doc->refs.at[attributions.first + i]].entity;
        if (entity != NONE) {
            entities[n++] = entity;
        }
    }
    return str_is(items, "-") ? attributions.n == 0 : codes_fit(doc, entities, n, items);
}

/* How well an event answers what is expected: 0 not at all. */
static unsigned fit(const Doc *doc, const Expected *x, const Event *e) {
    if (x->found || x->sentence != e->sentence || !among(x->types, str_of(event_names[e->type]))) {
        return 0;
    }
    return 1 + 16 * span_meets(x->trigger, e->trigger) + 8 * !x->optional +
           2 * participants_fit(doc, e->actors, x->actors) + 2 * participants_fit(doc, e->recipients, x->recipients) +
           among(x->statuses, str_of(status_names[e->status]));
}

static void print_event(const Doc *doc, const Event *e, const char *mark) {
    Str words = doc_str(doc, e->trigger);
    printf("%s %.*s: %s %s [%.*s]", mark, (int)doc->id.n, doc->id.at, event_names[e->type], mode_names[e->mode],
           (int)words.n, words.at);
    Range sides[2] = {e->actors, e->recipients};
    for (int k = 0; k < 2; k++) {
        printf(k == 0 ? " |" : " ->");
        for (uint32_t i = 0; i < sides[k].n; i++) {
            const Entity *x = &doc->entities.at[doc->refs.at[sides[k].first + i]];
            printf(" %.*s (%s %s)", (int)x->name.n, x->name.at, x->code, sector_names[x->sectors[0]]);
        }
    }
    printf(" | %s | by %u, denied by %u  {%.*s}\n", status_names[e->status], e->asserted_by.n, e->denied_by.n,
           (int)e->rule.n, e->rule.at);
}

static void print_expected(const Doc *doc, const Expected *x, const char *mark) {
    Str words = doc_str(doc, x->trigger);
    printf("%s %.*s: %.*s %.*s [%.*s] | %.*s -> %.*s | %.*s | by %.*s, denied by %.*s\n", mark, (int)doc->id.n,
           doc->id.at, (int)x->types.n, x->types.at, (int)x->mode.n, x->mode.at, (int)words.n, words.at,
           (int)x->actors.n, x->actors.at, (int)x->recipients.n, x->recipients.at, (int)x->statuses.n, x->statuses.at,
           (int)x->asserters.n, x->asserters.at, (int)x->deniers.n, x->deniers.at);
}

/* A found event's roles, status and sources. */
static void judge(Report *r, const Expected *x, const Event *e) {
    Score *s = r->score;
    const Doc *doc = r->doc;
    bool dyad = participants_fit(doc, e->actors, x->actors) && participants_fit(doc, e->recipients, x->recipients);
    bool status = among(x->statuses, str_of(status_names[e->status]));
    bool asserters = sources_fit(r->cases, doc, e->asserted_by, x->asserters);
    s->typed++;
    s->dyads += dyad;
    s->statuses += status;
    s->asserters += asserters;
    if (!str_is(x->deniers, "-") && !str_is(x->deniers, "*")) {
        s->denials++;
        s->deniers += sources_fit(r->cases, doc, e->denied_by, x->deniers);
    }
    if (r->cases->show && (!dyad || !status || !asserters)) {
        print_expected(doc, x, "~");
        print_event(doc, e, "    ");
    }
}

/* Pairs events with expectations one to one, the best fit first. */
static void compare(Report *r) {
    const Doc *doc = r->doc;
    bool *used = arena_array(&r->cases->arena, bool, doc->events.n + 1);
    for (;;) {
        unsigned best = 0, value;
        uint32_t event = 0, expected = 0;
        for (uint32_t i = 0; i < doc->events.n; i++) {
            for (unsigned j = 0; j < r->n && !used[i]; j++) {
                value = fit(doc, &r->expected[j], &doc->events.at[i]);
                if (value > best) {
                    best = value, event = i, expected = j;
                }
            }
        }
        if (best == 0) {
            break;
        }
        used[event] = r->expected[expected].found = true;
        if (!r->expected[expected].optional) {
            r->score->coded++;
            judge(r, &r->expected[expected], &doc->events.at[event]);
        }
    }
    for (uint32_t i = 0; i < doc->events.n; i++) {
        r->score->coded += !used[i];
        if (!used[i] && r->cases->show) {
            print_event(doc, &doc->events.at[i], "+");
        }
    }
    for (unsigned j = 0; j < r->n; j++) {
        r->score->gold += !r->expected[j].optional;
        if (!r->expected[j].optional && !r->expected[j].found && r->cases->show) {
            print_expected(doc, &r->expected[j], "-");
        }
    }
}

static void complain(void *context, const char *message) {
    (void)context;
    fail_msg("%s", message);
}

/* Codes all reports of a folder and holds them against EXPECT/NAME.expect. */
static unsigned run_folder(Cases *c, const char *folder, const char *expect, Score *score) {
    const char *input = arena_printf(&c->arena, "%s/%s", SOURCE_DIR, folder);
    Source *source = source_open(&input, 1, complain, NULL, NULL);
    Arena arena;
    arena_init(&arena);
    unsigned documents = 0;
    for (Record record; source_next(source, &arena, &record); arena_reset(&arena)) {
        Doc doc;
        Err err = {{0}};
        char what[256] = "";
        arena_reset(&c->text);
        arena_reset(&c->scratch);
        doc_init(&doc, &c->text, &c->scratch);
        if (!report_read(&record, &doc, &err) || !coder_run(c->coder, &doc, STAGE_EVENTS, &err)) {
            fail_msg("%s", err.text);
        }
        if (!doc_check(&doc, what)) {
            fail_msg("%.*s: %s", (int)doc.id.n, doc.id.at, what);
        }
        Report report = {.cases = c, .doc = &doc, .score = score};
        parse_expected(&report, cases_read(c, arena_printf(&c->arena, "%s/%.*s.expect", expect, (int)record.name.n,
                                                           record.name.at)));
        compare(&report);
        documents++;
    }
    source_close(source);
    arena_release(&arena);
    return documents;
}

static void result(Cases *c, const char *suite, const char *what, unsigned passed, unsigned all) {
    cases_result(c, arena_printf(&c->arena, "%s.%s", suite, what), passed, all);
}

static void results(Cases *c, const char *suite, const Score *s) {
    result(c, suite, "type", 2 * s->typed, s->gold + s->coded);
    result(c, suite, "precision", s->typed, s->coded);
    result(c, suite, "recall", s->typed, s->gold);
    result(c, suite, "dyad", 2 * s->dyads, s->gold + s->coded);
    result(c, suite, "status", s->statuses, s->typed);
    result(c, suite, "asserters", s->asserters, s->typed);
    result(c, suite, "deniers", s->deniers, s->denials);
}

static void bundled_reports(void **state) {
    Score score = {0};
    assert_true(run_folder(*state, "reports", "tests/reports", &score) >= 12);
    result(*state, "reports", "metadata", score.facts_right, score.facts);
    results(*state, "reports", &score);
}

/* Reports that nobody tunes on: their failures are not to be read while the coder is improved. */
static void blind_reports(void **state) {
    Cases *c = *state;
    Score score = {0};
    bool show = c->show;
    c->show = getenv("CASES_SHOW_BLIND") != NULL;
    assert_true(run_folder(c, "tests/reports/blind", "tests/reports/blind", &score) >= 8);
    c->show = show;
    results(c, "blind", &score);
}

/* ---- the acceptance report ---- */

/* What its table must show, by number of sentence; nothing of its words stands here. */
static const struct Shown {
    uint32_t sentence;
    EventType event;
    const char *actor, *recipient;
    Status status;
} SHOWN[] = {
    {5, EVENT_SUPPORT, "PRK", "RUS", STATUS_hypothetical},  {6, EVENT_SUPPORT, "PRK", "RUS", STATUS_reported},
    {8, EVENT_COOPERATE, "RUS", "BLR", STATUS_reported},    {14, EVENT_SUPPORT, "PRK", "RUS", STATUS_reported},
    {17, EVENT_SUPPORT, "PRK", "RUS", STATUS_hypothetical}, {18, EVENT_ACCUSE, "USA", "PRK", STATUS_reported},
    {18, EVENT_AID, "PRK", "RUS", STATUS_disputed},         {19, EVENT_REJECT, "PRK", "USA", STATUS_reported},
};

static bool alone(const Doc *doc, Range side, const char *code) {
    return side.n == 1 && strcmp(doc->entities.at[doc->refs.at[side.first]].code, code) == 0;
}

static bool shows(const Doc *doc, const struct Shown *want) {
    for (uint32_t i = 0; i < doc->events.n; i++) {
        const Event *e = &doc->events.at[i];
        if (e->sentence == want->sentence && e->type == want->event && e->status == want->status &&
            alone(doc, e->actors, want->actor) && alone(doc, e->recipients, want->recipient)) {
            return true;
        }
    }
    return false;
}

static void the_acceptance_report(void **state) {
    Cases *c = *state;
    cases_need_acceptance();
    Doc doc;
    Record record;
    Err err = {{0}};
    Arena arena;
    const char *input = SOURCE_DIR "/" ACCEPTANCE;
    arena_init(&arena);
    Source *source = source_open(&input, 1, complain, NULL, NULL);
    doc_init(&doc, &c->text, &c->scratch);
    assert_true(source_next(source, &arena, &record));
    assert_true(report_read(&record, &doc, &err) && coder_run(c->coder, &doc, STAGE_EVENTS, &err));
    for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++) {
        if (!shows(&doc, &SHOWN[i])) {
            fail_msg("sentence %u: no %s of %s on %s, %s", SHOWN[i].sentence, event_names[SHOWN[i].event],
                     SHOWN[i].actor, SHOWN[i].recipient, status_names[SHOWN[i].status]);
        }
    }
    source_close(source);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bundled_reports),
        cmocka_unit_test(blind_reports),
        cmocka_unit_test(the_acceptance_report),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
