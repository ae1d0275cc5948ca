/* src/code/gazetteer and place: the files read, the lookups, and what a report's places resolve to */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "code/pipeline.h"
#include "code/place.h"

static Arena gazetteer_arena, arena, scratch;
static Gazetteer gazetteer;
static Coder *coder;

static int open_all(void **state) {
    (void)state;
    Err err;
    if (!gazetteer_open(&gazetteer, &gazetteer_arena, &err)) {
        print_error("%s\n", err.text);
        return 1;
    }
    coder = coder_open(&(CoderOptions){0}, &err);
    return coder == NULL;
}

static int close_all(void **state) {
    (void)state;
    coder_close(coder);
    arena_release(&gazetteer_arena);
    arena_release(&arena);
    arena_release(&scratch);
    return 0;
}

static Doc places_of(const char *text) {
    Doc doc;
    Err err;
    char what[256];
    arena_reset(&arena);
    arena_reset(&scratch);
    doc_init(&doc, &arena, &scratch);
    doc.id = STR("test");
    doc.text = str_dup(&arena, str_of(text));
    assert_true(coder_run(coder, &doc, STAGE_ACTORS, &err));
    assert_true(doc_check(&doc, what));
    return doc;
}

/* The place of the nth occurrence's words, or NULL. */
static const Place *place(const Doc *doc, const char *words) {
    for (uint32_t i = 0; i < doc->places.n; i++) {
        if (str_is(doc_str(doc, doc->places.at[i].span), words)) {
            return &doc->places.at[i];
        }
    }
    return NULL;
}

/* No place twice in one state under one name, every point inside its ranges, every state a code. */
static void gazetteer_is_sound(void **state) {
    (void)state;
    assert_true(gazetteer.places.n > 2500);
    for (uint32_t i = 0; i < gazetteer.names.n; i++) {
        const GazName *a = &gazetteer.names.at[i];
        const GazPlace *p = &gazetteer.places.at[a->place];
        assert_true(a->key.n > 1 && a->key.n < GAZ_KEY_MAX);
        for (uint32_t k = a->next; k != NONE; k = gazetteer.names.at[k].next) {
            const GazName *b = &gazetteer.names.at[k];
            const GazPlace *q = &gazetteer.places.at[b->place];
            if (str_eq(a->form, b->form) && strcmp(p->country, q->country) == 0 && str_eq(p->admin1, q->admin1) &&
                p->kind == q->kind && p->country[0] != '\0') {
                fail_msg("\"%s\" stands twice in %s", a->form.at, p->country);
            }
        }
    }
}

static void names_are_found_whatever_marks(void **state) {
    (void)state;
    bool more;
    assert_int_not_equal(gazetteer_find(&gazetteer, STR("deir ez zor"), &more), NONE);
    assert_int_not_equal(gazetteer_find(&gazetteer, STR("st petersburg"), &more), NONE);
    assert_int_equal(gazetteer_find(&gazetteer, STR("deir ez"), &more), NONE);
    assert_true(more);
    assert_int_equal(gazetteer_find(&gazetteer, STR("no such place"), &more), NONE);
    assert_false(more);
}

static void what_follows_decides(void **state) {
    (void)state;
    Doc doc = places_of("A court in Paris, Texas, sentenced the man. He had lived in Paris for years.");
    assert_string_equal(place(&doc, "Paris")->country, "USA");
    assert_true(str_is(place(&doc, "Paris")->admin1, "Texas"));
    for (uint32_t i = 0; i < doc.places.n; i++) {
        assert_string_equal(doc.places.at[i].country, "USA");
    }
    doc = places_of("The president flew to Paris on Monday.");
    assert_string_equal(place(&doc, "Paris")->country, "FRA");
}

static void the_report_decides(void **state) {
    (void)state;
    Doc doc = places_of("Militants shelled Tripoli. Forces from Misrata and Benghazi, in Libya, joined the fight.");
    assert_string_equal(place(&doc, "Tripoli")->country, "LBY");
    doc = places_of("Gunmen clashed in Tripoli. Soldiers from Beirut and Sidon, in Lebanon, came to the city.");
    assert_string_equal(place(&doc, "Tripoli")->country, "LBN");
}

static void towns_that_the_gazetteer_lacks(void **state) {
    (void)state;
    Doc doc = places_of("Police in Quillburg, Ohio, closed the road.");
    assert_non_null(place(&doc, "Quillburg"));
    assert_string_equal(place(&doc, "Quillburg")->country, "USA");
    assert_true(str_is(place(&doc, "Quillburg")->admin1, "Ohio"));
    assert_int_equal(place(&doc, "Quillburg")->geonameid, 0);
}

static void persons_are_no_places(void **state) {
    (void)state;
    Doc doc = places_of("Mr. Lincoln met the envoy. Troops shelled Deir ez-Zor and Khan Younis.");
    assert_null(place(&doc, "Lincoln"));
    assert_non_null(place(&doc, "Deir ez-Zor"));
    assert_non_null(place(&doc, "Khan Younis"));
}

static void peoples_are_their_states(void **state) {
    (void)state;
    Doc doc = places_of("Turkish planes bombed a village.");
    assert_true(str_is(place(&doc, "Turkish")->name, "Turkey"));
    assert_string_equal(place(&doc, "Turkish")->country, "TUR");
}

static void broken_files_are_named(void **state) {
    (void)state;
    Gazetteer g = {.arena = &gazetteer_arena};
    Err err;
    assert_false(gazetteer_read(&g, "x", STR("@FRA\nNowhere 12.0 c5\n"), &err));
    assert_non_null(strstr(err.text, "line 2"));
    assert_false(gazetteer_read(&g, "x", STR("Nowhere 92.0 10.0 c5\n"), &err));
    assert_false(gazetteer_read(&g, "x", STR("Nowhere 12.0 10.0 z5\n"), &err));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gazetteer_is_sound),
        cmocka_unit_test(names_are_found_whatever_marks),
        cmocka_unit_test(what_follows_decides),
        cmocka_unit_test(the_report_decides),
        cmocka_unit_test(towns_that_the_gazetteer_lacks),
        cmocka_unit_test(persons_are_no_places),
        cmocka_unit_test(peoples_are_their_states),
        cmocka_unit_test(broken_files_are_named),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
