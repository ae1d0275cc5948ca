/* src/code/time*: every example and counter-example of data/time.txt, and what they cannot show */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "code/time.h"
#include "code/timerule.h"

static Arena lexicon_arena, arena, scratch;
static const TimeLexicon *lexicon;

/* A report of one sentence without tokens: what the rules alone make of it. */
static Doc times_of(Str text, int32_t day) {
    Doc doc;
    arena_reset(&arena);
    arena_reset(&scratch);
    doc_init(&doc, &arena, &scratch);
    doc.text = str_dup(&arena, text);
    doc.day = day;
    vec_push(&arena, &doc.sentences, (Sentence){.span = {0, text.n}, .root = NONE});
    time_find(lexicon, &doc);
    char what[256];
    assert_true(doc_check(&doc, what));
    return doc;
}

static int open_lexicon(void **state) {
    (void)state;
    Err err;
    lexicon = time_open(&lexicon_arena, (Str){0}, &err);
    if (lexicon == NULL) {
        print_error("%s\n", err.text);
    }
    return lexicon == NULL;
}

static void examples_hold(void **state) {
    (void)state;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < lexicon->examples.n; i++) {
        const TimeExample *e = &lexicon->examples.at[i];
        Doc doc = times_of(e->sentence, day_of(2023, 6, 14));
        bool found = false;
        for (uint32_t k = 0; k < doc.times.n; k++) {
            const Time *t = &doc.times.at[k];
            if (str_eq(doc_str(&doc, t->span), e->words)) {
                found = true;
                if (e->must && !str_eq(t->value, e->value)) {
                    print_error("line %u: \"%s\" is %s, expected %s\n", e->line, e->words.at, t->value.at, e->value.at);
                    wrong++;
                }
            }
        }
        if (found != e->must) {
            print_error("line %u: \"%s\" in \"%s\": %s\n", e->line, e->words.at, e->sentence.at,
                        found ? "found" : "not found");
            for (uint32_t k = 0; k < doc.times.n; k++) {
                Str s = doc_str(&doc, doc.times.at[k].span);
                print_error("   found \"%.*s\" %s\n", (int)s.n, s.at, doc.times.at[k].value.at);
            }
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void days_of_a_date(void **state) {
    (void)state;
    Doc doc = times_of(STR("Early in 2019 he left."), day_of(2023, 6, 14));
    assert_int_equal(doc.times.n, 1);
    assert_int_equal(doc.times.at[0].from, day_of(2019, 1, 1));
    assert_true(doc.times.at[0].to < day_of(2019, 5, 5));
    doc = times_of(STR("Votes were cast on March 12-14, 2018."), day_of(2023, 6, 14));
    assert_int_equal(doc.times.at[0].to, day_of(2018, 3, 14));
    doc = times_of(STR("Last month it rained."), day_of(2023, 1, 31));
    assert_int_equal(doc.times.at[0].from, day_of(2022, 12, 1));
    assert_int_equal(doc.times.at[0].to, day_of(2022, 12, 31));
}

static void reports_without_a_date(void **state) {
    (void)state;
    Doc doc = times_of(STR("On Friday, and on March 3, 2020, and last week."), DAY_NONE);
    assert_int_equal(doc.times.n, 3);
    assert_string_equal(doc.times.at[0].value.at, "XXXX-WXX-5");
    assert_string_equal(doc.times.at[1].value.at, "2020-03-03");
    assert_string_equal(doc.times.at[2].value.at, "XXXX");
}

static void odd_input_is_no_crash(void **state) {
    (void)state;
    static const char *const odd[] = {"",
                                      "0",
                                      "31/31/31",
                                      "\xE2\x80\x99s",
                                      "February 31, 2021",
                                      "99999999999999999999 years ago",
                                      "the 99th century",
                                      "1000000 centuries from now",
                                      "twenty million million years later",
                                      "24:61 GMT",
                                      "January January January 1 1 1 1"};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        times_of(str_of(odd[i]), day_of(2023, 6, 14));
        times_of(str_of(odd[i]), DAY_NONE);
    }
}

static void broken_rules_are_named(void **state) {
    (void)state;
    Err err;
    assert_null(time_open(&lexicon_arena, STR("## rules\nx | NOCLASS | DATE | calendar\n"), &err));
    assert_non_null(strstr(err.text, "line 2"));
    assert_null(time_open(&lexicon_arena, STR(":nolist\na=1\n"), &err));
}

int main(void) {
    arena_init(&lexicon_arena);
    arena_init(&arena);
    arena_init(&scratch);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples_hold),          cmocka_unit_test(days_of_a_date),
        cmocka_unit_test(reports_without_a_date), cmocka_unit_test(odd_input_is_no_crash),
        cmocka_unit_test(broken_rules_are_named),
    };
    int failed = cmocka_run_group_tests(tests, open_lexicon, NULL);
    arena_release(&lexicon_arena);
    arena_release(&arena);
    arena_release(&scratch);
    return failed;
}
