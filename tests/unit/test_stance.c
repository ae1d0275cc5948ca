/* src/code/stance.c and data/stance.txt: its examples, and what it refuses */
#include "cases.h"

#include "code/stance.h"

static void lines_are_checked(void **state) {
    Cases *c = *state;
    static const struct {
        const char *table, *message;
    } wrong[] = {
        {"  say tell\n", "t:1: words stand before the first group"},
        {"asserts verb\n", "t:1: a group is written \"STANCE CLASS, not STANCE\""},
        {"\nasserts verb, not maybe\n", "t:2: no stance is called \"maybe\""},
        {"asserts prefix, not doubts\n", "t:1: no class of words is called \"prefix\""},
        {"asserts verb, not doubts\n say\n  tell say\n", "t:3: the verb \"say\" has a stance already"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Err err = {{0}};
        assert_null(stances_open(&c->arena, str_of(wrong[i].table), "t", &err));
        assert_string_equal(err.text, wrong[i].message);
    }
}

static void words_are_found(void **state) {
    Cases *c = *state;
    Err err = {{0}};
    const Stances *s = stances_open(&c->arena, (Str){0}, "data/stance.txt", &err);
    assert_non_null(s);
    assert_int_equal(stance_lookup(s, STR("deny"), CUE_VERB)->stance, STANCE_denies);
    assert_int_equal(stance_lookup(s, STR("say"), CUE_VERB)->negated, STANCE_doubts);
    assert_int_equal(stance_lookup(s, STR("call_for"), CUE_VERB)->stance, STANCE_asks);
    assert_null(stance_lookup(s, STR("say"), CUE_NOUN));
    assert_null(stance_lookup(s, STR("table"), CUE_VERB));
}

/* "#   + STANCE: sentence": some attribution of the sentence has the stance; "-": none has. */
static bool example_holds(Cases *c, Str line) {
    Str stance, text = str_sub(line, 1, line.n);
    assert_true(str_split(&text, ':', &stance));
    int want = name_index(stance_names, STANCE_COUNT, str_trim(stance));
    assert_true(want >= 0);
    Doc doc;
    bool found = false;
    cases_run(c, &doc, str_trim(text), STAGE_ATTRIBUTIONS);
    for (uint32_t i = 0; i < doc.attributions.n; i++) {
        found |= doc.attributions.at[i].stance == want;
    }
    bool holds = found == (line.at[0] == '+');
    if (!holds && c->show) {
        printf("%.*s\n", (int)line.n, line.at);
    }
    return holds;
}

static void examples_hold(void **state) {
    Cases *c = *state;
    unsigned n = 0, held = 0;
    Str rest = cases_read(c, "data/stance.txt"), line;
    while (str_split(&rest, '\n', &line)) {
        line = line.n > 0 && line.at[0] == '#' ? str_trim(str_sub(line, 1, line.n)) : (Str){0};
        if (line.n > 1 && (line.at[0] == '+' || line.at[0] == '-') && line.at[1] == ' ') {
            n++;
            held += example_holds(c, line);
        }
    }
    assert_true(n >= 20);
    cases_result(c, "stance.examples", held, n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_checked),
        cmocka_unit_test(words_are_found),
        cmocka_unit_test(examples_hold),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
