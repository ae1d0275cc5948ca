/* src/code/noun.c and data/nouns.txt */
#include "cases.h"

#include "code/noun.h"

static void lines_are_checked(void **state) {
    Cases *c = *state;
    static const struct {
        const char *table, *message;
    } wrong[] = {
        {"    river\n", "t:1: \"river\" stands under no kind"},
        {"\nlands:\n    river\n", "t:2: no kind is called \"lands:\""},
        {"land\n", "t:1: no kind is called \"land\""},
        {"land:\n    river lake\n    river\n", "t:3: \"river\" has a kind already"},
        {"land:\n    abcdefghijklmnopqrstuvwxyz\n", "t:2: a word is too long"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        Err err = {{0}};
        assert_null(nouns_open(&c->arena, str_of(wrong[i].table), "t", &err));
        assert_string_equal(err.text, wrong[i].message);
    }
}

static void words_are_found(void **state) {
    Cases *c = *state;
    Err err = {{0}};
    const Nouns *nouns = nouns_open(&c->arena, (Str){0}, "data/nouns.txt", &err);
    static const struct {
        const char *word;
        NounKind kind;
    } cases[] = {{"River", NOUN_LAND}, {"rivers", NOUN_LAND},     {"LTD.", NOUN_FIRM},
                 {"Street", NOUN_WAY}, {"newspaper", NOUN_PRESS}, {"transport", NOUN_OFFICE},
                 {"", NOUN_NONE},      {"Kessin", NOUN_NONE},     {"abcdefghijklmnopqrstuvwxyzs", NOUN_NONE}};
    assert_non_null(nouns);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(noun_kind(nouns, str_of(cases[i].word)), cases[i].kind);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lines_are_checked), cmocka_unit_test(words_are_found)};
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
