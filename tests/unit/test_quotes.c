/* tests/quotes: who is being quoted.  The format stands in tests/quotes/README.md. */
#include "cases.h"

static const char *const files[] = {"tests/quotes/cues.txt", "tests/quotes/paragraphs.txt", "tests/quotes/nested.txt",
                                    "tests/quotes/forms.txt"};

typedef struct Counts {
    unsigned cases, contents, speakers, quotes, calm, scares;
} Counts;

static bool holds_nocase(Cases *c, Str haystack, Str needle) {
    uint32_t at;
    return str_find(str_lower(&c->arena, haystack), str_lower(&c->arena, needle), &at);
}

/* Is one of the alternatives ("A / B") in the entity's name or in one of its mentions? */
static bool entity_is_called(Cases *c, const Doc *doc, uint32_t entity, Str speakers) {
    const Entity *e = entity != NONE ? &doc->entities.at[entity] : NULL;
    for (Str rest = speakers, name; str_split(&rest, '/', &name);) {
        name = str_trim(name);
        if (e == NULL || str_is(name, "-")) {
            if (e == NULL && str_is(name, "-")) {
                return true;
            }
            continue;
        }
        if (holds_nocase(c, e->name, name)) {
            return true;
        }
        for (uint32_t i = 0; i < e->mentions.n; i++) {
            if (holds_nocase(c, doc_str(doc, doc->mentions.at[doc->refs.at[e->mentions.first + i]].span), name)) {
                return true;
            }
        }
    }
    return false;
}

/* Marks the bytes of `quote` that are content of attributions: of any, or of those to that speaker. */
static unsigned covered(Cases *c, const Doc *doc, Span quote, const Str *speakers) {
    unsigned char *mark = arena_array(&c->arena, unsigned char, quote.end - quote.start);
    unsigned n = 0;
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        if (speakers != NULL && !entity_is_called(c, doc, a->entity, *speakers)) {
            continue;
        }
        for (uint32_t j = 0; j < a->contents.n; j++) {
            Span s = doc->spans.at[a->contents.first + j];
            for (uint32_t b = s.start > quote.start ? s.start : quote.start; b < s.end && b < quote.end; b++) {
                n += mark[b - quote.start] == 0;
                mark[b - quote.start] = 1;
            }
        }
    }
    return n;
}

/* A direct attribution whose content is not much more than these words. */
static bool taken_for_speech(const Doc *doc, Span words) {
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        for (uint32_t j = 0; j < a->contents.n && a->kind == ATTRIBUTION_direct; j++) {
            Span s = doc->spans.at[a->contents.first + j];
            if (span_meets(s, words) && s.end - s.start <= words.end - words.start + 8) {
                return true;
            }
        }
    }
    return false;
}

static void show(const Cases *c, const Doc *doc, Str name, Str gold) {
    if (!c->show) {
        return;
    }
    printf("- %.*s: %.*s\n", (int)name.n, name.at, (int)gold.n, gold.at);
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        Str who = a->entity != NONE ? doc->entities.at[a->entity].name : STR("?");
        Str cue = span_is(a->cue) ? doc_str(doc, a->cue) : STR("");
        printf("    %s [%.*s] (%.*s):", attribution_kind_names[a->kind], (int)who.n, who.at, (int)cue.n, cue.at);
        for (uint32_t j = 0; j < a->contents.n; j++) {
            Str s = doc_str(doc, doc->spans.at[a->contents.first + j]);
            printf(" <%.*s>", (int)s.n, s.at);
        }
        printf("\n");
    }
}

static void judge(Cases *c, const Doc *doc, Str name, Str gold, Counts *n) {
    bool scare = str_starts(gold, STR("! "));
    uint32_t at, arrow = 0;
    Str words = scare ? str_sub(gold, 2, gold.n) : gold, speakers = {0};
    if (!scare) {
        if (!str_find(gold, STR(" => "), &arrow)) {
            fail_msg("%.*s: no \" => \" in \"%.*s\"", (int)name.n, name.at, (int)gold.n, gold.at);
        }
        words = str_sub(gold, 0, arrow);
        speakers = str_trim(str_sub(gold, arrow + 4, gold.n));
    }
    if (!str_find(doc->text, words, &at)) {
        fail_msg("%.*s: the text does not hold \"%.*s\"", (int)name.n, name.at, (int)words.n, words.at);
    }
    Span span = {at, at + words.n};
    bool pass;
    if (scare) {
        n->scares++;
        n->calm += pass = !taken_for_speech(doc, span);
    } else {
        n->quotes++;
        n->contents += covered(c, doc, span, NULL) * 10 >= words.n * 9;
        n->speakers += pass = covered(c, doc, span, &speakers) * 10 >= words.n * 9;
    }
    if (!pass) {
        show(c, doc, name, gold);
    }
}

/* One case: name, text, "---", what to find. */
static void run_case(Cases *c, Str block, Counts *n) {
    Str name, gold;
    uint32_t end;
    str_split(&block, '\n', &name);
    if (!str_find(block, STR("\n---\n"), &end)) {
        fail_msg("%.*s: no line \"---\"", (int)name.n, name.at);
    }
    Doc doc;
    cases_run(c, &doc, str_trim(str_sub(block, 0, end)), STAGE_ATTRIBUTIONS);
    n->cases++;
    for (Str rest = str_trim(str_sub(block, end + 5, block.n)); str_split(&rest, '\n', &gold);) {
        judge(c, &doc, name, gold, n);
    }
}

static void quotations(void **state) {
    Cases *c = *state;
    Counts n = {0};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        Str rest = cases_read(c, files[i]);
        uint32_t at;
        while (rest.n > 4 && str_starts(rest, STR("=== "))) {
            rest = str_sub(rest, 4, rest.n);
            bool more = str_find(rest, STR("\n=== "), &at);
            run_case(c, more ? str_sub(rest, 0, at) : rest, &n);
            rest = more ? str_sub(rest, at + 1, rest.n) : (Str){0};
        }
    }
    assert_true(n.cases >= 150);
    cases_result(c, "quotes.content", n.contents, n.quotes);
    cases_result(c, "quotes.speaker", n.speakers, n.quotes);
    cases_result(c, "quotes.notspeech", n.calm, n.scares);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotations),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
