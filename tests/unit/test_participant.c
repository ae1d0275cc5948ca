/* code/participant: the learned choice of actor and recipient */
#include "cases.h"

#include "code/participant.h"

static void a_broken_model_is_refused(void **state) {
    (void)state;
    ParticipantModel model;
    Err err = {{0}};
    assert_true(participant_open(&model, NULL, 0, &err));
    assert_null(model.weights);
    unsigned char bytes[64] = {0};
    assert_false(participant_open(&model, bytes, 8, &err));
    assert_non_null(strstr(err.text, "cut short"));
    assert_false(participant_open(&model, bytes, sizeof bytes, &err));
    assert_non_null(strstr(err.text, "broken"));
}

static bool names(const Doc *doc, Range entities, const char *code) {
    for (uint32_t i = 0; i < entities.n; i++) {
        if (strcmp(doc->entities.at[doc->refs.at[entities.first + i]].code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* No frame looks into the relative clause of a phrase; the model does, and says so. */
static void a_recipient_that_no_frame_names(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Germany has granted 40 million euros for those who lost their homes in Nepal."),
              STAGE_EVENTS);
    assert_int_equal(doc.events.n, 1);
    assert_true(names(&doc, doc.events.at[0].actors, "DEU"));
    assert_true(names(&doc, doc.events.at[0].recipients, "NPL"));
    assert_true(doc.events.at[0].learned & LEARNED_RECIPIENT);
}

static void nobody_stands_on_both_sides(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Egypt's president met Ethiopia's prime minister in Nairobi. Chad promised Libya more trade."),
              STAGE_EVENTS);
    assert_true(doc.events.n >= 2);
    for (uint32_t e = 0; e < doc.events.n; e++) {
        Range a = doc.events.at[e].actors, r = doc.events.at[e].recipients;
        for (uint32_t i = 0; i < a.n * r.n; i++) {
            assert_int_not_equal(doc.refs.at[a.first + i / r.n], doc.refs.at[r.first + i % r.n]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_broken_model_is_refused),
        cmocka_unit_test(a_recipient_that_no_frame_names),
        cmocka_unit_test(nobody_stands_on_both_sides),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
