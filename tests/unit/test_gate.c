/* code/event_gate: who can do such a deed, and what the report is about */
#include "cases.h"

/* A hundred words on bread: no violence, nobody armed. */
#define BREAD                                                                                                          \
    " The shop opened early and sold bread, milk and eggs to many people. Its owner baked all night. A new oven came " \
    "from Bolton in a van. The lamps were green and the floor was of oak. Children liked the buns with raisins most "  \
    "of all. The street was full of carts and the weather was fine. Nobody went home without a loaf. In the evening "  \
    "the owner counted his coins and swept the floor, and his wife wrote the names of those who owed for flour. They " \
    "slept well and rose at four."

static uint32_t count(void **state, const char *text, EventType type) {
    Doc doc;
    cases_run(*state, &doc, str_of(text), STAGE_EVENTS);
    uint32_t n = 0;
    for (uint32_t i = 0; i < doc.events.n; i++) {
        n += doc.events.at[i].type == type;
    }
    return n;
}

static void violence_does_not_stand_alone(void **state) {
    assert_int_equal(count(state, "The two clans fought a fierce battle in Leeds on Monday.", EVENT_ASSAULT), 1);
    assert_int_equal(count(state, "The two clans fought a fierce battle in Leeds on Monday." BREAD, EVENT_ASSAULT), 0);
    assert_int_equal(count(state,
                           "The two clans fought a fierce battle in Leeds on Monday. Soldiers with rifles searched the "
                           "street for a bomb." BREAD,
                           EVENT_ASSAULT),
                     1);
}

static void firms_neither_seize_nor_sanction(void **state) {
    assert_int_equal(count(state, "Harland Foods took control of Bolton Mills on Monday.", EVENT_COERCE), 0);
    assert_int_equal(count(state, "Rebels took control of Bolton Mills on Monday.", EVENT_COERCE), 1);
    assert_int_equal(count(state, "The board of Lund Steel sacked the finance director on Monday.", EVENT_SANCTION), 0);
    assert_int_equal(count(state, "The president of Peru sacked the finance minister on Monday.", EVENT_SANCTION), 1);
}

/* Thirty words on prices, for a report on trade. */
#define PRICES                                                                                                         \
    " Shares of Harland Foods fell by two per cent and sugar futures rose. Analysts said the bank's profit and its "   \
    "dividend would be lower than a year ago. The company sold bonds worth 40 million dollars to investors."

static void trade_has_courts_and_rules_of_its_own(void **state) {
    const char *fraud = "Three managers of Lund Bank were convicted of fraud on Monday." PRICES;
    assert_int_equal(count(state, fraud, EVENT_SANCTION), 0);
    assert_int_equal(count(state, "Three generals were convicted of treason on Monday.", EVENT_SANCTION), 1);
}

static void mishaps_are_no_assaults(void **state) {
    assert_int_equal(count(state, "A navy ship was hit by shells from a Polish frigate on Monday.", EVENT_ASSAULT), 1);
    assert_int_equal(
        count(state, "A navy ship was accidentally hit by shells from a Polish frigate on Monday.", EVENT_ASSAULT), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(violence_does_not_stand_alone),
        cmocka_unit_test(firms_neither_seize_nor_sanction),
        cmocka_unit_test(trade_has_courts_and_rules_of_its_own),
        cmocka_unit_test(mishaps_are_no_assaults),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
