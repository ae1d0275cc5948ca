/* src/code/homeland: which country a report is at home in */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "code/homeland.h"

static void votes_are_counted(void **state) {
    (void)state;
    Arena arena;
    Err err = {{0}};
    char code[4];
    arena_init(&arena);
    Registry *r = registry_embedded(&arena, &err);
    assert_non_null(r);
    Homeland h = {0};
    homeland_decide(&h, code);
    assert_string_equal(code, "");
    homeland_vote_words(&h, r, STR("N'DJAMENA"), 4);
    homeland_vote_words(&h, r, STR("French troops leave; officers in Chad rejoice"), 3);
    homeland_vote(&h, r, "IGO", 9); /* no state */
    homeland_decide(&h, code);
    assert_string_equal(code, "TCD");
    homeland_vote(&h, r, "FRA", 3);
    homeland_vote(&h, r, "MLI", 3);
    homeland_decide(&h, code); /* 7, 6, 3 */
    assert_string_equal(code, "");
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(votes_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
