/* code/implied: participants that the sentence leaves out and the report has made clear */
#include "cases.h"

static const Event *event_of(const Doc *doc, EventType type) {
    for (uint32_t i = doc->events.n; i-- > 0;) {
        if (doc->events.at[i].type == type) {
            return &doc->events.at[i];
        }
    }
    fail_msg("no %s", event_names[type]);
    return NULL;
}

/* The codes of one side, in order of text, joined by a space. */
static const char *codes(Cases *c, const Doc *doc, Range side) {
    const char *all = "";
    for (uint32_t i = 0; i < side.n; i++) {
        all = arena_printf(&c->arena, "%s%s%s", all, i > 0 ? " " : "",
                           doc->entities.at[doc->refs.at[side.first + i]].code);
    }
    return all;
}

static void a_refusal_answers_the_one_who_asked(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Serbia demanded that Kosovo withdraw its police from four towns. Pristina refused on Thursday."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_REJECT);
    assert_string_equal(codes(*state, &doc, e->actors), "KOS");
    assert_string_equal(codes(*state, &doc, e->recipients), "SRB");
}

static void a_third_one_judges_the_deed(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Rwandan troops shelled two villages in Congo on Monday. Kenya condemned the attack."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_ACCUSE);
    assert_string_equal(codes(*state, &doc, e->actors), "KEN");
    assert_string_equal(codes(*state, &doc, e->recipients), "RWA");
}

static void both_sides_are_the_two_who_fight(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Armenia accused Azerbaijan of shelling a village. Georgia urged both sides to show restraint."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_REQUEST);
    assert_string_equal(codes(*state, &doc, e->actors), "GEO");
    assert_string_equal(codes(*state, &doc, e->recipients), "ARM AZE");
}

static void a_refused_request_is_the_one_named(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Peru asked the World Bank to pay for the road. Bolivia praised Chile. Ecuador opposed the request."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_REJECT)->recipients), "PER");
}

static void both_in_one_breath_are_for_the_same(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Norway denounced the government of Mali and recalled its ambassador."), STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_SANCTION)->recipients), "MLI");
}

static void both_sides_of_a_civil_war(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("The army of Sudan attacked the rebels of the Darfur Front. Kenya urged both sides to stop."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_REQUEST)->recipients), "SDN SDN");
}

static void they_are_those_of_the_sentence_before(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Egypt and Kenya held talks in Lusaka. They condemned the rebels of Chad."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_ACCUSE)->actors), "EGY KEN");
}

/* Who merely stands nearby is nobody's recipient. */
static void a_neighbour_is_no_recipient(void **state) {
    Doc doc;
    const Str none[] = {
        STR("Chilean officers met the dockers of Iquique on Monday. The mayor denied that the port would close."),
        STR("Kenya expelled two Sudanese diplomats. Doctors appealed for blood."),
        STR("Rwandan troops shelled two villages in Congo. The president of Ghana promised cheaper fertiliser.")};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        cases_run(*state, &doc, none[i], STAGE_EVENTS);
        assert_true(doc.events.n > 1);
        assert_int_equal(doc.events.at[doc.events.n - 1].recipients.n, 0);
    }
}

/* Two children are no two sides, and a first sentence has no one to point back to. */
static void what_is_thanked_both(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Sweden pledged two generators, and Japan promised Moldova a loan. Moldova thanked both."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_SUPPORT);
    assert_string_equal(codes(*state, &doc, e->actors), "MDA");
    assert_string_equal(codes(*state, &doc, e->recipients), "SWE JPN");
}

static void a_guest_is_the_one_who_came(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("The president of Ghana arrived in Oslo on Monday and was received by the king of Norway. The guest "
                  "praised Chile."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_SUPPORT);
    assert_string_equal(codes(*state, &doc, e->actors), "GHA");
    assert_string_equal(codes(*state, &doc, e->recipients), "CHL");
}

static void help_is_for_the_country_of_the_report(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("A storm destroyed hundreds of houses in Fiji on Sunday. Fiji asked for help. Australia donated five "
                  "million dollars."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_AID)->recipients), "FJI");
}

static void what_is_exchanged_receives_nothing(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Armenia and Azerbaijan exchanged thirty prisoners of war on Friday."), STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_RETREAT);
    assert_string_equal(codes(*state, &doc, e->actors), "ARM AZE");
    assert_int_equal(e->recipients.n, 0);
}

static void a_wish_for_calm_is_for_those_who_fight(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Thai troops shelled two villages in Cambodia on Monday. Malaysia appealed for restraint."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_REQUEST)->recipients), "THA KHM");
}

static void they_are_all_who_met(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Austria's chancellor discussed the border with the presidents of Serbia and Hungary. They agreed to "
                  "send more officers."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_AGREE);
    assert_string_equal(codes(*state, &doc, e->actors), "AUT SRB HUN");
    assert_int_equal(e->recipients.n, 0);
}

static void a_mediator_is_none_of_the_two(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Armenia accused Azerbaijan of shelling a village. Georgia called on both to stop. Last week the two "
                  "countries exchanged thirty prisoners."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_REQUEST)->recipients), "ARM AZE");
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_RETREAT)->actors), "ARM AZE");
}

static void the_opposition_blames_its_government(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Chile raised a tax on Monday. The opposition criticised the rate as too high."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_ACCUSE)->recipients), "CHL");
}

static void both_are_those_the_report_is_about(void **state) {
    Doc doc;
    cases_run(
        *state, &doc,
        STR("Chile accused Peru of spying. Peru expelled three diplomats of Chile. Brazil urged Mexico to be quiet. "
            "The pope called on both sides to talk."),
        STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_REQUEST)->recipients), "PER CHL");
}

static void a_council_is_no_culprit(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Guyana complained to the United Nations that soldiers of Suriname had burned a mill."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_ACCUSE)->recipients), "SUR");
}

static void a_release_is_asked_of_the_captor(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Police in Peru arrested a Chilean reporter on Monday. Chile demanded her release."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_REQUEST);
    assert_string_equal(codes(*state, &doc, e->actors), "CHL");
    assert_string_equal(codes(*state, &doc, e->recipients), "PER");
}

static void a_president_may_praise_a_court(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("A court in Lima convicted a general of murder. The president of Peru praised the verdict."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_SUPPORT);
    assert_int_equal(e->recipients.n, 1);
    assert_int_equal(doc.entities.at[doc.refs.at[e->recipients.first]].sectors[0], SECTOR_JUD);
}

static void a_promise_is_not_made_to_the_accused(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Kenya condemned Sudan and promised to raise the matter."), STAGE_EVENTS);
    assert_int_equal(event_of(&doc, EVENT_AGREE)->recipients.n, 0);
}

static void nothing_is_made_up(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("Armenia accused Azerbaijan of shelling a village. A bomb killed the two children of a farmer."),
              STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_ACCUSE)->recipients), "AZE");
    const Event *kill = event_of(&doc, EVENT_ASSAULT);
    for (uint32_t i = 0; i < kill->recipients.n; i++) {
        assert_int_not_equal(doc.entities.at[doc.refs.at[kill->recipients.first + i]].type, ENTITY_state);
    }
    cases_run(*state, &doc, STR("Kenya rejected the proposal."), STAGE_EVENTS);
    assert_int_equal(event_of(&doc, EVENT_REJECT)->recipients.n, 0);
}

static void either_side_is_both(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Armenia accused Azerbaijan of shelling a village. Georgia did not blame either side."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_ACCUSE);
    assert_string_equal(codes(*state, &doc, e->actors), "GEO");
    assert_string_equal(codes(*state, &doc, e->recipients), "ARM AZE");
}

static void a_mediator_offers_it_to_the_two(void **state) {
    Doc doc;
    cases_run(
        *state, &doc,
        STR("The African Union urged Eritrea and Ethiopia to keep the peace and offered to mediate between them."),
        STAGE_EVENTS);
    assert_string_equal(codes(*state, &doc, event_of(&doc, EVENT_AGREE)->recipients), "ERI ETH");
}

static void who_is_asked_is_to_do_it(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Mali arrested two French engineers on Sunday. France demanded their release."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_RETREAT);
    assert_string_equal(codes(*state, &doc, e->actors), "MLI");
}

static void a_time_may_stand_in_the_complement(void **state) {
    Doc doc;
    cases_run(*state, &doc, STR("Peru and Chile last agreed to reopen the border in March 2021."), STAGE_EVENTS);
    assert_true(str_is(event_of(&doc, EVENT_AGREE)->date, "2021-03"));
    cases_run(*state, &doc, STR("The dockers said that they would join a strike on Friday."), STAGE_EVENTS);
    assert_true(str_is(event_of(&doc, EVENT_PROTEST)->date, "2025-06-20"));
}

static void of_two_nations_the_forces_act(void **state) {
    Doc doc;
    cases_run(*state, &doc,
              STR("The Indian army was on alert. Indian and Pakistani soldiers exchanged fire for three hours."),
              STAGE_EVENTS);
    const Event *e = event_of(&doc, EVENT_ASSAULT);
    assert_int_equal(e->actors.n, 2);
    for (uint32_t i = 0; i < e->actors.n; i++) {
        assert_int_equal(doc.entities.at[doc.refs.at[e->actors.first + i]].sectors[0], SECTOR_MIL);
    }
}

static void the_dead_are_counted(void **state) {
    static const struct {
        const char *text;
        int32_t dead;
    } cases[] = {{"Mortars killed a woman and her two children in Kotli.", 3},
                 {"A bomb killed four soldiers and a nurse in Mopti.", 5},
                 {"Gunmen killed 21 soldiers and policemen in Mopti.", 21},
                 {"Gunmen killed two guards and several drivers in Mopti.", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Doc doc;
        cases_run(*state, &doc, str_of(cases[i].text), STAGE_EVENTS);
        assert_int_equal(event_of(&doc, EVENT_ASSAULT)->dead, cases[i].dead);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_answers_the_one_who_asked),
        cmocka_unit_test(a_third_one_judges_the_deed),
        cmocka_unit_test(both_sides_are_the_two_who_fight),
        cmocka_unit_test(a_refused_request_is_the_one_named),
        cmocka_unit_test(both_in_one_breath_are_for_the_same),
        cmocka_unit_test(both_sides_of_a_civil_war),
        cmocka_unit_test(they_are_those_of_the_sentence_before),
        cmocka_unit_test(a_neighbour_is_no_recipient),
        cmocka_unit_test(what_is_thanked_both),
        cmocka_unit_test(a_guest_is_the_one_who_came),
        cmocka_unit_test(help_is_for_the_country_of_the_report),
        cmocka_unit_test(what_is_exchanged_receives_nothing),
        cmocka_unit_test(a_wish_for_calm_is_for_those_who_fight),
        cmocka_unit_test(they_are_all_who_met),
        cmocka_unit_test(a_mediator_is_none_of_the_two),
        cmocka_unit_test(the_opposition_blames_its_government),
        cmocka_unit_test(both_are_those_the_report_is_about),
        cmocka_unit_test(a_council_is_no_culprit),
        cmocka_unit_test(a_release_is_asked_of_the_captor),
        cmocka_unit_test(a_president_may_praise_a_court),
        cmocka_unit_test(a_promise_is_not_made_to_the_accused),
        cmocka_unit_test(either_side_is_both),
        cmocka_unit_test(a_mediator_offers_it_to_the_two),
        cmocka_unit_test(who_is_asked_is_to_do_it),
        cmocka_unit_test(a_time_may_stand_in_the_complement),
        cmocka_unit_test(of_two_nations_the_forces_act),
        cmocka_unit_test(the_dead_are_counted),
        cmocka_unit_test(nothing_is_made_up),
    };
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
