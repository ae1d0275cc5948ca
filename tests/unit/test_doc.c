/* src/doc: the calendar, the ontology's tables, the checker */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "doc/doc.h"

static void calendar_round_trip(void **state) {
    (void)state;
    assert_int_equal(day_of(1970, 1, 1), 0);
    assert_int_equal(day_of(2023, 6, 12), 19520);
    for (int32_t d = -800000; d < 800000; d += 97) {
        int y, m, dd;
        day_to(d, &y, &m, &dd);
        assert_int_equal(day_of(y, m, dd), d);
    }
}

static void dates_are_read(void **state) {
    (void)state;
    assert_int_equal(date_parse(STR("2023-06-12T10:00:00Z")), 19520);
    assert_int_equal(date_parse(STR("2023-02-29")), DAY_NONE);
    assert_int_equal(date_parse(STR("2024-02-29")), day_of(2024, 2, 29));
    assert_int_equal(date_parse(STR("June 2023")), DAY_NONE);
    assert_int_equal(date_parse(STR("")), DAY_NONE);
}

static void modes_belong_to_their_type(void **state) {
    (void)state;
    assert_int_equal(mode_parse(EVENT_REQUEST, STR("assist")), MODE_REQUEST_assist);
    assert_int_equal(mode_parse(EVENT_REJECT, STR("assist")), MODE_REJECT_assist);
    assert_int_equal(mode_parse(EVENT_AID, STR("assist")), MODE_NONE);
    assert_true(event_score(EVENT_ASSAULT, MODE_ASSAULT_drone) == -9.5);
    assert_string_equal(mode_names[MODE_CONSULT_third_party], "third-party");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calendar_round_trip),
        cmocka_unit_test(dates_are_read),
        cmocka_unit_test(modes_belong_to_their_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
