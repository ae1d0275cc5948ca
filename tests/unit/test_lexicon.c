/* src/code/lexicon, lexc, role, size: the lexicon language and its engine */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "code/event.h"
#include "code/lexcheck.h"
#include "code/leximport.h"
#include "code/lexload.h"
#include "code/size.h"

static bool compile(Arena *arena, const char *text, Lexicon *lex, Err *err) {
    LexSource source = {STR("mine.txt"), str_of(text)}, *builtin;
    uint32_t n = lexicon_builtin(arena, &builtin);
    Str block;
    return lexc_compile(arena, &source, 1, builtin, n, &block, err) && lexicon_open(lex, block.at, block.n, err);
}

static void mistakes_name_file_and_line(void **state) {
    (void)state;
    static const char *const broken[][2] = {
        {"class small: word\n", "not in capitals"},
        {"rule x: NOTHING 190 frame=strike\n", "no event type"},
        {"frame f\n    v actor: subj\nrule x: ASSAULT/quick 190 frame=f\n", "no mode"},
        {"rule x: ASSAULT 190 frame=nowhere\n", "no frame"},
        {"frame f\n    v actor: subj\nrule x: ASSAULT 190 frame=f\n    v hit obj:NOBODY\n", "no class"},
        {"frame f\n    v actor: subj\nrule x: ASSAULT 190 frame=f\n    v hit obj:<nobody>\n", "no test"},
        {"frame f\n    x actor: subj\n", "begins with"},
        {"shift s\n    AID REQUEST\n", "reads TYPE"},
        {"    lost line\n", "outside a section"},
        {"context nowhere: word\n", "no context"},
        {"use something\n", "builtin"},
        {"frame f\n    v actor: a/b/c/d\n", "too long"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        Arena arena = {0};
        Lexicon lex;
        Err err = {{0}};
        assert_false(compile(&arena, broken[i][0], &lex, &err));
        if (strstr(err.text, "\"mine.txt\" line ") == NULL || strstr(err.text, broken[i][1]) == NULL) {
            fail_msg("\"%s\" does not say \"%s\"", err.text, broken[i][1]);
        }
        arena_release(&arena);
    }
}

static void own_rules_join_the_builtin(void **state) {
    (void)state;
    Arena arena = {0};
    Lexicon lex, built;
    Err err;
    assert_true(lexicon_load(&built, &arena, NULL, &err));
    assert_true(compile(&arena,
                        "use builtin\nclass FLAG: flag banner\nrule mine.flag: PROTEST/demo 141 frame=protest\n"
                        "    v hoist|raise obj:FLAG\n    + Students hoisted a banner.\n",
                        &lex, &err));
    assert_int_equal(lex.n_rules, built.n_rules + 1);
    uint32_t word = lexicon_word(&lex, STR("hoist"));
    assert_int_not_equal(word, NONE);
    assert_true(lex.words[word].n_triggers >= 1);
    assert_true(lexicon_in_class(&lex, lexicon_word(&lex, STR("banner")), lexicon_class(&lex, STR("FLAG"))));
    assert_int_equal(lexicon_word(&lex, STR("no such word")), NONE);
    arena_release(&arena);
}

static void broken_blocks_are_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Lexicon lex, built;
    Err err;
    assert_true(lexicon_load(&built, &arena, NULL, &err));
    assert_false(lexicon_open(&lex, "short", 5, &err));
    LexHeader h = *built.header;
    h.version++;
    assert_false(lexicon_open(&lex, &h, sizeof h, &err));
    h = *built.header;
    assert_false(lexicon_open(&lex, &h, sizeof h, &err)); /* tables beyond the end */
    arena_release(&arena);
}

static void dictionaries_are_imported(void **state) {
    (void)state;
    Arena arena = {0};
    StrBuf out, left;
    uint32_t carried, not_carried;
    buf_init(&out, &arena);
    buf_init(&left, &arena);
    lexicon_import(&arena,
                   STR("&ARMS\n+GUN\n+TANKS_AND_GUNS\nHAND [---]\n- * OVER &ARMS [0874]\n- * {OVER|UP} [040]\n"
                       "SLAM {SLAMMED } [111]\nDROP [9999]\n"),
                   STR("verbs.txt"), &out, &left, &carried, &not_carried);
    Str text = buf_take(&out), rest = buf_take(&left);
    Lexicon lex;
    Err err;
    assert_true(compile(&arena, str_dup(&arena, text).at, &lex, &err));
    assert_int_not_equal(lexicon_class(&lex, STR("IMPORT_ARMS")), NONE);
    assert_int_equal(not_carried, 3);
    assert_int_equal(carried, 5);
    assert_non_null(strstr(rest.at, "line 3"));
    assert_non_null(strstr(rest.at, "line 6"));
    assert_non_null(strstr(rest.at, "line 8"));
    arena_release(&arena);
}

static void numbers_are_read(void **state) {
    (void)state;
    assert_int_equal(size_number(STR("26")), 26);
    assert_int_equal(size_number(STR("1,200")), 1200);
    assert_int_equal(size_number(STR("twenty-six")), 26);
    assert_int_equal(size_number(STR("dozens")), -1);
    assert_int_equal(size_number(STR("12th")), -1);
    assert_int_equal(size_number(STR("99999999999")), -1);
    assert_int_equal(size_number(STR("")), -1);
}

/* No lint, and nearly all examples: a new parser may slip on a few. */
static void examples_pass(void **state) {
    (void)state;
    CoderOptions options = {0};
    Err err;
    Coder *coder = coder_open(&options, &err);
    assert_non_null(coder);
    Arena arena = {0};
    StrBuf out;
    buf_init(&out, &arena);
    LexReport report = lexicon_lint(coder_lexicon(coder), &out);
    assert_int_equal(report.lints, 0);
    lexicon_run_examples(coder, &report, &out);
    assert_true(report.examples >= 380);
    if (report.passed * 100 < report.examples * 98) {
        fail_msg("%u of %u examples pass:\n%s", report.passed, report.examples, buf_take(&out).at);
    }
    arena_release(&arena);
    coder_close(coder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_name_file_and_line),
        cmocka_unit_test(own_rules_join_the_builtin),
        cmocka_unit_test(broken_blocks_are_refused),
        cmocka_unit_test(dictionaries_are_imported),
        cmocka_unit_test(numbers_are_read),
        cmocka_unit_test(examples_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
