/* The second look at the tags sees the same of a tree as train/look.py does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "syntax/look.h"

enum { ROWS = 1 << 14, WORDS = 5 };

/* Weights that tell the rows apart; the sums are what rows() of train/look.py gives for the same sentence. */
static void as_in_training(void **state) {
    (void)state;
    Net net = {0};
    Arena arena = {0};
    int8_t *rows = arena_zero(&arena, ROWS * LOOK_COLUMNS);
    for (int r = 0; r < ROWS; r++) {
        rows[r * LOOK_COLUMNS] = (int8_t)(r % 251 - 125);
        rows[r * LOOK_COLUMNS + 1] = (int8_t)(r / 251 % 200 - 100);
    }
    const Look look = {rows, 1};
    const LookWord words[WORDS] = {{STR("The"), 1, UPOS_DET, 5, DEPREL_det},
                                   {STR("envoy"), 2, UPOS_NOUN, 3, DEPREL_nsubj},
                                   {STR("left"), WORDS, UPOS_VERB, 0, DEPREL_root},
                                   {STR("KYIV"), 2, UPOS_PROPN, 7, DEPREL_obj},
                                   {STR("."), 2, UPOS_PUNCT, 9, DEPREL_punct}};
    static const int sums[WORDS][2] = {{0, 0}, {149, -819}, {-139, -997}, {-116, -624}, {-94, -679}};
    for (NetPath path = NET_PORTABLE; path < NET_BEST; path++) {
        LookVotes votes[WORDS];
        if (net_use(&net, path)) {
            look_votes(&net, &look, &arena, words, WORDS, votes);
            for (int i = 0; i < WORDS; i++) {
                assert_int_equal(votes[i][0], sums[i][0]);
                assert_int_equal(votes[i][1], sums[i][1]);
            }
        }
    }
    const LookWord heading[] = {{STR("ENVOY"), 1, UPOS_NOUN, 3, DEPREL_nsubj},
                                {STR("LEAVES"), 2, UPOS_VERB, 0, DEPREL_root}};
    LookVotes votes[2];
    look_votes(&net, &look, &arena, heading, 2, votes);
    assert_int_equal(votes[1][0], 0); /* all capitals: no votes */
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_in_training)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
