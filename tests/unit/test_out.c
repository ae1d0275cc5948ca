/* src/out: one coded document, made by hand, in every format */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <jansson.h>

#include "base/json.h"
#include "base/utf8.h"
#include "out/paint.h"
#include "out/writer.h"

static const char TEXT[] = "Türkiye said \"Utopia, Ltd\" shelled Örtakoy.";
/*                          0       8    13                 33     */

typedef struct Fixture {
    Arena arena, scratch;
    Doc doc;
} Fixture;

static Span find(const Doc *doc, const char *words) {
    uint32_t at = 0;
    assert_true(str_find(doc->text, str_of(words), &at));
    return (Span){at, at + (uint32_t)strlen(words)};
}

static uint32_t entity(Doc *doc, const char *name, const char *code, uint8_t sector) {
    Mention m = {.span = find(doc, name), .first = 0, .end = 1, .entity = doc->entities.n};
    uint32_t mention = vec_push(doc->arena, &doc->mentions, m);
    Entity e = {.type = ENTITY_state, .basis = BASIS_gazetteer, .sectors = {sector}, .name = str_of(name)};
    memcpy(e.code, code, strlen(code) + 1);
    e.mentions = doc_refs(doc, &mention, 1);
    return vec_push(doc->arena, &doc->entities, e);
}

static int setup(void **state) {
    Fixture *f = calloc(1, sizeof *f);
    Doc *d = &f->doc;
    doc_init(d, &f->arena, &f->scratch);
    d->id = STR("x-1");
    d->date = STR("2024-02-29");
    d->title = STR("A title, with comma");
    d->text = str_of(TEXT);
    vec_push(d->arena, &d->sentences, (Sentence){.span = {0, d->text.n}, .root = NONE});
    vec_push(d->arena, &d->tokens, (Token){.span = find(d, "said"), .head = NONE});
    uint32_t who = entity(d, "Utopia, Ltd", "TUR", SECTOR_MIL), whom = entity(d, "Örtakoy", "", SECTOR_CVL);
    uint32_t speaker = entity(d, "Türkiye", "TUR", SECTOR_GOV);
    Span content = find(d, "\"Utopia, Ltd\" shelled Örtakoy");
    Attribution a = {.kind = ATTRIBUTION_indirect,
                     .source = find(d, "Türkiye"),
                     .entity = speaker,
                     .cue = find(d, "said"),
                     .parent = NONE};
    a.contents = doc_spans(d, &content, 1);
    uint32_t said = vec_push(d->arena, &d->attributions, a);
    vec_push(d->arena, &d->places,
             (Place){.span = find(d, "Örtakoy"), .name = STR("Ortaköy"), .lat = 41.05, .lon = NAN, .country = "TUR"});
    Event e = {.type = EVENT_ASSAULT,
               .mode = MODE_ASSAULT_heavy_weapons,
               .status = STATUS_claimed,
               .cameo = "194",
               .contexts = 1u << CONTEXT_military | 1u << CONTEXT_territory,
               .date = STR("2024-02-28"),
               .date_basis = DATE_BASIS_stated,
               .trigger = find(d, "shelled"),
               .span = content,
               .dead = -1,
               .injured = 3,
               .arrested = -1,
               .rule = STR("shell.v"),
               .confidence = 0.75f,
               .about = NONE,
               .id = STR("x-1.1")};
    e.actors = doc_refs(d, &who, 1);
    e.recipients = doc_refs(d, &whom, 1);
    e.asserted_by = doc_refs(d, &said, 1);
    vec_push(d->arena, &d->events, e);
    *state = f;
    return 0;
}

static int teardown(void **state) {
    Fixture *f = *state;
    arena_release(&f->arena);
    arena_release(&f->scratch);
    free(f);
    return 0;
}

static Str written(Fixture *f, const char *format, Look look) {
    StrBuf out;
    buf_init(&out, &f->arena);
    out_document(out_format(str_of(format)), &f->doc, &look, &out);
    return buf_take(&out);
}

static void doc_counts_code_points(void **state) {
    Fixture *f = *state;
    Str line = written(f, "doc", (Look){0});
    json_error_t why;
    json_t *o = json_loadb(line.at, line.n, 0, &why);
    assert_non_null(o);
    json_t *event = json_array_get(json_object_get(o, "events"), 0), *span = json_object_get(event, "trigger");
    assert_int_equal(json_integer_value(json_array_get(span, 0)), 27);
    assert_int_equal(json_integer_value(json_array_get(span, 1)), 34);
    assert_string_equal(json_string_value(json_object_get(event, "mode")), "heavy-weapons");
    assert_string_equal(json_string_value(json_array_get(json_object_get(event, "asserted_by"), 0)), "a1");
    assert_int_equal(json_object_size(json_object_get(event, "size")), 1);
    json_t *place = json_array_get(json_object_get(o, "places"), 0);
    assert_true(json_is_null(json_object_get(place, "lon")));
    assert_int_equal(json_integer_value(json_object_get(place, "start")), 35);
    assert_int_equal(json_integer_value(json_object_get(place, "end")), 42);
    json_t *last = json_array_get(json_object_get(o, "entities"), 2);
    assert_string_equal(json_string_value(json_object_get(last, "name")), "Türkiye");
    json_decref(o);
}

static void plover_is_json(void **state) {
    Fixture *f = *state;
    Str line = written(f, "plover", (Look){0});
    json_error_t why;
    json_t *o = json_loadb(line.at, line.n, 0, &why);
    assert_non_null(o);
    assert_string_equal(json_string_value(json_object_get(o, "event")), "ASSAULT");
    assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(o, "actor"), 0), "code")),
                        "TUR");
    assert_int_equal(json_integer_value(json_object_get(json_object_get(o, "size"), "injured")), 3);
    assert_string_equal(
        json_string_value(json_object_get(json_array_get(json_object_get(o, "asserted_by"), 0), "text")), "Türkiye");
    json_decref(o);
}

static void csv_has_as_many_cells_as_its_header(void **state) {
    Fixture *f = *state;
    Str row = written(f, "csv", (Look){0});
    uint32_t cells[2] = {1, 1};
    const Str both[2] = {str_of(csv_header), row};
    for (int k = 0; k < 2; k++) {
        bool quoted = false;
        for (uint32_t i = 0; i < both[k].n; i++) {
            quoted ^= both[k].at[i] == '"';
            cells[k] += both[k].at[i] == ',' && !quoted;
        }
    }
    assert_int_equal(cells[0], cells[1]);
    assert_true(str_find(row, STR(",\"Utopia, Ltd\",TUR,MIL,"), NULL));
    assert_true(str_find(row, STR("\"\"\"Utopia, Ltd\"\" shelled Örtakoy\""), NULL));
    assert_true(str_ends(row, STR("\r\n")));
}

static void cameo_is_tab_separated(void **state) {
    Str row = written(*state, "cameo", (Look){0});
    assert_true(str_is(row, "2024-02-28\tTURMIL\t---CVL\t194\tx-1.1\n"));
}

static void table_fits_the_terminal(void **state) {
    for (int width = 72; width < 200; width += 16) {
        Str text = written(*state, "table", (Look){.width = width}), line;
        while (str_split(&text, '\n', &line)) {
            assert_true(utf8_width(line) <= (uint32_t)width);
        }
    }
    Str coloured = written(*state, "table", (Look){.colour = true, .width = 100});
    assert_true(str_find(coloured, STR("\033[1mshelled\033[0m"), NULL));
    Str plain = written(*state, "table", (Look){0});
    assert_false(str_find(plain, STR("\033"), NULL));
    assert_true(str_find(plain, STR("Utopia, Ltd [TUR MIL] → Örtakoy [CVL]"), NULL));
    assert_true(str_find(plain, STR("ASSAULT heavy-weapons"), NULL));
    assert_true(str_find(plain, STR("claimed  Türkiye\n"), NULL));
}

static void json_strings_and_numbers(void **state) {
    (void)state;
    Arena arena = {0};
    StrBuf b;
    buf_init(&b, &arena);
    json_quote(&b, STR("a\"\\\n\x01\x7F é"));
    assert_true(str_is(buf_take(&b), "\"a\\\"\\\\\\n\\u0001\\u007f é\""));
    static const struct {
        double value;
        const char *text;
    } numbers[] = {{2.5, "2.5"}, {-0.001, "0"}, {10, "10"},        {-3.50, "-3.5"},
                   {0, "0"},     {100, "100"},  {INFINITY, "null"}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        json_number(&b, numbers[i].value, 2);
        assert_string_equal(buf_take(&b).at, numbers[i].text);
    }
    json_number(&b, 100, 0);
    assert_string_equal(buf_take(&b).at, "100");
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(doc_counts_code_points, setup, teardown),
        cmocka_unit_test_setup_teardown(plover_is_json, setup, teardown),
        cmocka_unit_test_setup_teardown(csv_has_as_many_cells_as_its_header, setup, teardown),
        cmocka_unit_test_setup_teardown(cameo_is_tab_separated, setup, teardown),
        cmocka_unit_test_setup_teardown(table_fits_the_terminal, setup, teardown),
        cmocka_unit_test(json_strings_and_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
