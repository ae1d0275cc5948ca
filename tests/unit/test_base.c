/* src/base: arenas, strings, vectors, errors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/exp.h"
#include "base/near.h"
#include "base/str.h"
#include "base/vec.h"

static void arena_keeps_what_it_gave(void **state) {
    (void)state;
    Arena a;
    arena_init(&a);
    char *blocks[200];
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < 200; i++) {
            blocks[i] = arena_alloc(&a, i * 997 + 1);
            assert_int_equal((uintptr_t)blocks[i] % 16, 0);
            memset(blocks[i], (int)i, i * 997 + 1);
        }
        for (size_t i = 0; i < 200; i++) {
            for (size_t k = 0; k < i * 997 + 1; k += 500) {
                assert_int_equal((unsigned char)blocks[i][k], i);
            }
        }
        arena_reset(&a);
        assert_int_equal(a.used, 0);
    }
    arena_release(&a);
}

static void vectors_grow_beside_each_other(void **state) {
    (void)state;
    Arena a;
    arena_init(&a);
    VEC(uint32_t) v = {0}, w = {0};
    for (uint32_t i = 0; i < 10000; i++) {
        assert_int_equal(vec_push(&a, &v, i), i);
        vec_push(&a, &w, i * 2);
    }
    for (uint32_t i = 0; i < 10000; i++) {
        assert_int_equal(v.at[i], i);
        assert_int_equal(w.at[i], i * 2);
    }
    arena_release(&a);
}

static void strings(void **state) {
    (void)state;
    Arena a;
    arena_init(&a);
    static const char *const words[] = {"of", "de", "la"};
    assert_true(STR_IN(STR("de"), words) && STR_IN_NOCASE(STR("La"), words));
    assert_false(STR_IN(STR("La"), words) || STR_IN(STR("d"), words) || STR_IN_NOCASE(STR(""), words));
    assert_true(str_is(str_trim(STR(" \t a b\r\n")), "a b"));
    assert_true(str_is(str_lower(&a, STR("ÉLYSÉE Palace İ")), "élysée palace i̇") ||
                str_is(str_lower(&a, STR("ÉLYSÉE Palace")), "élysée palace"));
    Str plain = STR("plain");
    assert_ptr_equal(str_lower(&a, plain).at, plain.at);
    Str rest = STR("a,,b"), piece;
    assert_true(str_split(&rest, ',', &piece) && str_is(piece, "a"));
    assert_true(str_split(&rest, ',', &piece) && piece.n == 0);
    assert_true(str_split(&rest, ',', &piece) && str_is(piece, "b"));
    assert_false(str_split(&rest, ',', &piece));
    uint32_t at = 0;
    assert_true(str_find(STR("in the Kremlin"), STR("the"), &at) && at == 3);
    assert_true(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0);
    assert_true(str_eq_nocase(STR("Kyiv"), STR("KYIV")));
    assert_true(str_hash(STR("")) != str_hash(STR("a")));
    arena_release(&a);
}

static void buffers(void **state) {
    (void)state;
    Arena a;
    arena_init(&a);
    StrBuf b;
    buf_init(&b, &a);
    for (int i = 0; i < 1000; i++) {
        buf_printf(&b, "%d ", i);
        arena_alloc(&a, 8);
    }
    Str s = buf_take(&b);
    assert_int_equal(s.n, 3890);
    assert_int_equal(s.at[s.n], '\0');
    assert_int_equal(buf_take(&b).n, 0);
    arena_release(&a);
}

static void errors_are_cut_never_overrun(void **state) {
    (void)state;
    Err err;
    assert_false(err_set(&err, "\"%s\": no such file", "x.txt"));
    assert_false(err_prefix(&err, "line %d", 7));
    assert_string_equal(err.text, "line 7: \"x.txt\": no such file");
    char longer[2000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    err_set(&err, "%s", longer);
    err_prefix(&err, "%s", longer);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
    assert_false(err_set(NULL, "nobody listens"));
}

/* Known values, and the very bits: no machine may differ. */
static void powers_of_e(void **state) {
    (void)state;
    assert_true(exp_same(0) == 1.0f);
    assert_true(exp_same(1) == 2.71828175f);
    assert_true(exp_same(-2.5f) == 0.0820849985f);
    assert_true(exp_same(-30) == 9.35762281e-14f);
    assert_true(exp_same(-1000) == exp_same(-80) && exp_same(-80) > 0);
}

static void near_words_are_found(void **state) {
    (void)state;
    static const char *const names[] = {"alpha", "beta", "gamma", "gammas", "delta", "beta", "the river Iota"};
    static const struct {
        const char *word, *near;
    } cases[] = {
        {"alhpa", "alpha"}, {"BET", "beta"}, {"gama", "gamma"},          {"delta-four", "delta"},     {"x", ""},
        {"", ""},           {"omega", ""},   {"ioat", "the river Iota"}, {"gamm", "gamma or gammas"}, {"eta", "beta"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        near_names(str_of(cases[i].word), names, 7, text, sizeof text);
        assert_string_equal(text, cases[i].near);
    }
    assert_int_equal(near_slips(STR("ca"), STR("abc")), 3); /* no letter moves twice */
    assert_int_equal(near_slips(STR("RSU"), STR("rus")), 1);
    char text[6];
    near_names(STR("gam"), names, 7, text, sizeof text);
    assert_string_equal(text, "gamma");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_keeps_what_it_gave),
        cmocka_unit_test(vectors_grow_beside_each_other),
        cmocka_unit_test(strings),
        cmocka_unit_test(buffers),
        cmocka_unit_test(errors_are_cut_never_overrun),
        cmocka_unit_test(powers_of_e),
        cmocka_unit_test(near_words_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
