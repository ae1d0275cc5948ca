/* src/code/attribution.c, attribution_net.c, speech.c */
#include "cases.h"

#include "code/attribution_net.h"

static const Attribution *by_cue(const Doc *doc, const char *cue) {
    for (uint32_t i = 0; i < doc->attributions.n; i++) {
        const Attribution *a = &doc->attributions.at[i];
        if (span_is(a->cue) && str_is(doc_str(doc, a->cue), cue)) {
            return a;
        }
    }
    return NULL;
}

static void assert_text(const Doc *doc, Span span, const char *text) {
    assert_true(span_is(span));
    Str s = doc_str(doc, span);
    if (!str_is(s, text)) {
        fail_msg("\"%.*s\", not \"%s\"", (int)s.n, s.at, text);
    }
}

static void parts_are_found(void **state) {
    Cases *c = *state;
    Doc doc;
    cases_run(c, &doc, STR("The mayor said that the bridge was closed."), STAGE_ATTRIBUTIONS);
    const Attribution *a = by_cue(&doc, "said");
    assert_non_null(a);
    assert_text(&doc, a->source, "The mayor");
    assert_true(str_is(token_form(&doc, a->source_head), "mayor"));
    assert_true(str_is(token_form(&doc, a->cue_head), "said"));
    assert_int_equal(a->contents.n, 1);
    assert_text(&doc, doc.spans.at[a->contents.first], "that the bridge was closed");
    assert_int_equal(a->kind, ATTRIBUTION_indirect);
    assert_int_equal(a->stance, STANCE_asserts);
    assert_int_equal(a->parent, NONE);
}

static void kinds(void **state) {
    Cases *c = *state;
    Doc doc;
    cases_run(c, &doc, STR("“The bridge is closed,” said the mayor."), STAGE_ATTRIBUTIONS);
    assert_int_equal(by_cue(&doc, "said")->kind, ATTRIBUTION_direct);
    cases_run(c, &doc, STR("The mayor said that the bridge was “closed for good”."), STAGE_ATTRIBUTIONS);
    assert_int_equal(by_cue(&doc, "said")->kind, ATTRIBUTION_mixed);
}

static void chains_have_parents(void **state) {
    Cases *c = *state;
    Doc doc;
    cases_run(c, &doc, STR("The mayor said that the general had warned that the bridge would collapse."),
              STAGE_ATTRIBUTIONS);
    const Attribution *outer = by_cue(&doc, "said"), *inner = by_cue(&doc, "had warned");
    assert_non_null(outer);
    assert_non_null(inner);
    assert_int_equal(inner->parent, outer - doc.attributions.at);
    assert_int_equal(outer->parent, NONE);
    assert_text(&doc, inner->source, "the general");
}

/* A quotation without a cue goes to the one whom the sentence before it tells of; one that carries on, to its
   speaker; a title in quotation marks to nobody. */
static void bare_speech(void **state) {
    Cases *c = *state;
    Doc doc;
    cases_run(c, &doc, STR("The judge was furious. “This house is not a market.”"), STAGE_ATTRIBUTIONS);
    assert_int_equal(doc.attributions.n, 1);
    const Attribution *a = &doc.attributions.at[0];
    assert_false(span_is(a->cue));
    assert_int_equal(a->cue_head, NONE);
    assert_true(str_is(token_form(&doc, a->source_head), "judge"));
    assert_int_equal(a->kind, ATTRIBUTION_direct);
    cases_run(c, &doc, STR("“We slept in the woods,” said the widow. “Nobody came. It rained.”"), STAGE_ATTRIBUTIONS);
    assert_int_equal(doc.attributions.n, 1);
    assert_int_equal(doc.attributions.at[0].contents.n, 2);
    cases_run(c, &doc, STR("The play “The Stone Guest” opened in Lyon on Friday."), STAGE_ATTRIBUTIONS);
    for (uint32_t i = 0; i < doc.attributions.n; i++) {
        assert_int_not_equal(doc.attributions.at[i].kind, ATTRIBUTION_direct);
    }
}

/* A source that is no actor gets an entity of its own; "the statement" is the word of whoever was told of before. */
static void sources_have_entities(void **state) {
    Cases *c = *state;
    Doc doc;
    cases_run(c, &doc, STR("The constitution says that all citizens are equal."), STAGE_ATTRIBUTIONS);
    const Attribution *a = by_cue(&doc, "says");
    assert_non_null(a);
    assert_int_not_equal(a->entity, NONE);
    assert_true(str_is(doc.entities.at[a->entity].name, "constitution"));
    assert_int_equal(doc.entities.at[a->entity].type, ENTITY_unnamed);
    cases_run(c, &doc, STR("Amnesty International condemned the raid. “Nobody was warned,” the statement said."),
              STAGE_ATTRIBUTIONS);
    a = by_cue(&doc, "said");
    assert_non_null(a);
    assert_int_not_equal(a->entity, NONE);
    assert_true(str_is(doc.entities.at[a->entity].name, "Amnesty International"));
}

/* What a passage holds does not depend on what stands far before it, in another block. */
static void blocks_do_not_matter(void **state) {
    Cases *c = *state;
    static const char paragraph[] = "The mayor said that the bridge was closed. The army denied it. Envoys from both "
                                    "sides will meet the governor on Monday in the old town hall.\n\n";
    enum { TIMES = 60 };
    StrBuf buf;
    buf_init(&buf, &c->arena);
    for (int i = 0; i < TIMES; i++) {
        buf_add(&buf, paragraph, sizeof paragraph - 1);
    }
    Doc doc;
    cases_run(c, &doc, STR(paragraph), STAGE_ATTRIBUTIONS);
    uint32_t once = doc.attributions.n;
    assert_true(once > 0);
    cases_run(c, &doc, buf_take(&buf), STAGE_ATTRIBUTIONS);
    assert_int_equal(doc.attributions.n, TIMES * once);
}

static void a_deed_is_no_cue(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("The parade in Lome was called off because of rain."), STAGE_ATTRIBUTIONS);
    assert_int_equal(doc.attributions.n, 0);
    cases_run(*state, &doc, STR("The judge called the parade a farce."), STAGE_ATTRIBUTIONS);
    assert_int_equal(doc.attributions.n, 1);
}

/* Texts that are none: nothing to find, nothing to fall over. */
static void odd_texts(void **state) {
    Cases *c = *state;
    Doc doc;
    static const char *const texts[] = {"x",
                                        "“",
                                        "” ” ” “ “ “",
                                        ":",
                                        "said said said said",
                                        "“” “” “”",
                                        "'''''''''",
                                        "“““““““““a”””””””””",
                                        "said:\n\n\n\n“",
                                        "– “a.” – –"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cases_run(c, &doc, str_of(texts[i]), STAGE_ATTRIBUTIONS);
    }
    StrBuf buf;
    buf_init(&buf, &c->arena);
    for (int i = 0; i < 5000; i++) {
        buf_str(&buf, i % 7 == 0 ? STR("“he said ") : i % 5 == 0 ? STR("’ ' ") : STR("words and "));
    }
    cases_run(c, &doc, buf_take(&buf), STAGE_ATTRIBUTIONS);
}

/* Best paths by hand: label 1 is dear alone, but moving from it to itself is free. */
static void best_paths(void **state) {
    Cases *c = *state;
    const float scores[] = {0, 1, 0, 0, 2, 0}, stay[] = {0, -9, -9, 0, 0, -9};
    uint8_t path[3];
    best_path(scores, 3, 2, 2, stay, path, &c->arena);
    assert_int_equal(path[0], 0);
    assert_int_equal(path[1], 0);
    assert_int_equal(path[2], 0);
    const float free[] = {0, 0, 0, 0, 0, 0};
    best_path(scores, 3, 2, 2, free, path, &c->arena);
    assert_int_equal(path[0], 1);
    assert_int_equal(path[1], 0);
    assert_int_equal(path[2], 0);
}

/* Every arithmetic path finds the same states and labels. */
static void paths_agree(void **state) {
    Cases *c = *state;
    Doc doc;
    Err err = {{0}};
    AttributionNet net;
    assert_true(attribution_net_open(&net, NULL, &err));
    const Stances *stances = stances_open(&c->arena, (Str){0}, "data/stance.txt", &err);
    cases_run(c, &doc, STR("The mayor of the town, who lost a son, said that the bridge was “closed for good”."),
              STAGE_SYNTAX);
    View view = view_make(&doc, stances, quote_find(&doc, &c->arena), &c->arena);
    uint32_t off[2] = {0, doc.tokens.n};
    States want = {0};
    for (int p = NET_PORTABLE; p <= NET_AMX; p++) {
        if (!net_use(&net.net, (NetPath)p)) {
            print_message("this machine has no path %d\n", p);
            continue;
        }
        States got = attribution_states(&net, &view, 0, doc.tokens.n, off, 1, &c->arena);
        if (p == NET_PORTABLE) {
            want = got;
        }
        assert_memory_equal(got.x, want.x, sizeof *got.x * doc.tokens.n * net.hid.nin);
        assert_memory_equal(got.cue, want.cue, doc.tokens.n);
    }
    attribution_net_close(&net);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(kinds),
        cmocka_unit_test(chains_have_parents),
        cmocka_unit_test(bare_speech),
        cmocka_unit_test(sources_have_entities),
        cmocka_unit_test(odd_texts),
        cmocka_unit_test(a_deed_is_no_cue),
        cmocka_unit_test(blocks_do_not_matter),
        cmocka_unit_test(best_paths),
        cmocka_unit_test(paths_agree),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
