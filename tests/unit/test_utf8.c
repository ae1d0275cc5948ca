/* src/base/utf8: what is valid, how wide it is, NFC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/utf8.h"

static void valid(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        uint32_t good; /* bytes before the first fault */
    } cases[] = {
        {"plain", 5},
        {"é – 😀", 11},
        {"a\xC3", 1},
        {"\xC0\x80", 0},
        {"a\xED\xA0\x80", 1}, /* a surrogate */
        {"\xF4\x90\x80\x80", 0} /* beyond U+10FFFF */,
        {"a\x80", 1},
        {"\xE2\x80", 0},
        {"\xF0\x9F\x98", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(utf8_valid(str_of(cases[i].bytes)), cases[i].good);
    }
}

static void decode_and_encode_agree(void **state) {
    (void)state;
    for (int32_t code = 1; code < 0x110000; code += code < 0x3000 ? 1 : 97) {
        char bytes[4];
        int32_t back;
        if (code >= 0xD800 && code < 0xE000) {
            continue;
        }
        uint32_t n = utf8_encode(code, bytes);
        assert_int_equal(utf8_decode((Str){bytes, n}, 0, &back), n);
        assert_int_equal(back, code);
    }
    int32_t code;
    assert_int_equal(utf8_decode(STR("\xFF"), 0, &code), 1);
    assert_int_equal(code, 0xFFFD);
}

static void widths_and_borders(void **state) {
    (void)state;
    assert_int_equal(utf8_width(STR("Türkiye")), 7);
    assert_int_equal(utf8_width(STR("東京")), 4);
    assert_int_equal(utf8_width(STR("e\xCC\x81")), 1);
    assert_int_equal(utf8_count(STR("東京")), 2);
    assert_int_equal(utf8_border(STR("a東"), 3), 1);
    assert_int_equal(utf8_border(STR("a東"), 4), 4);
    assert_int_equal(utf8_border(STR("a"), 9), 1);
}

static void composes(void **state) {
    (void)state;
    Arena arena = {0};
    Str plain = STR("“plain – text”");
    assert_ptr_equal(utf8_nfc(&arena, plain).at, plain.at);
    assert_true(str_is(utf8_nfc(&arena, STR("Cafe\xCC\x81")), "Café"));
    assert_true(str_is(utf8_nfc(&arena, STR("\xE2\x84\xAB")), "Å")); /* the sign for Ångström is the letter */
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid),
        cmocka_unit_test(decode_and_encode_agree),
        cmocka_unit_test(widths_and_borders),
        cmocka_unit_test(composes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
