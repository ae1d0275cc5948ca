/* src/syntax/verb: base forms of verbs */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "syntax/verb.h"

static void base_forms(void **state) {
    (void)state;
    static const struct {
        Xpos xpos;
        const char *form, *base;
    } cases[] = {
        {XPOS_VBD, "denied", "deny"},
        {XPOS_VBD, "struck", "strike"},
        {XPOS_VBD, "bombed", "bomb"},
        {XPOS_VBN, "expelled", "expel"},
        {XPOS_VBD, "killed", "kill"},
        {XPOS_VBG, "patrolling", "patrol"},
        {XPOS_VBD, "raided", "raid"},
        {XPOS_VBD, "retreated", "retreat"},
        {XPOS_VBN, "negotiated", "negotiate"},
        {XPOS_VBD, "accused", "accuse"},
        {XPOS_VBG, "firing", "fire"},
        {XPOS_VBD, "agreed", "agree"},
        {XPOS_VBG, "dying", "die"},
        {XPOS_VBZ, "denies", "deny"},
        {XPOS_VBZ, "punishes", "punish"},
        {XPOS_VBZ, "aches", "ache"},
        {XPOS_VBD, "banned", "ban"},
        {XPOS_VBD, "passed", "pass"},
        {XPOS_VBN, "overthrown", "overthrow"},
        {XPOS_VBD, "Withdrew", "withdraw"},
        {XPOS_VBN, "hit", "hit"},
        {XPOS_VBD, "re-established", "re-establish"},
        {XPOS_VBD, "vetoed", "veto"},
        {XPOS_VBG, "lying", "lie"},
        {XPOS_VBD, "kidnapped", "kidnap"},
        {XPOS_VBN, "torpedoed", "torpedo"},
        {XPOS_VBD, "resumed", "resume"},
    };
    Arena arena;
    Err err = {{0}};
    arena_init(&arena);
    const Verbs *verbs = verbs_open(&arena, &err);
    assert_non_null(verbs);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Str base = {0};
        bool known = verb_base(verbs, cases[i].xpos, str_of(cases[i].form), &arena, &base);
        if (!known || !str_is(base, cases[i].base)) {
            fail_msg("%s: \"%.*s\", not \"%s\"", cases[i].form, (int)base.n, base.n > 0 ? base.at : "", cases[i].base);
        }
    }
    Str base;
    assert_false(verb_base(verbs, XPOS_VB, STR("deny"), &arena, &base));
    assert_false(verb_base(verbs, XPOS_VBD, STR("naïve"), &arena, &base));
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
