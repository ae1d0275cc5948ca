/* src/text: what is read and how a report's metadata is told from its body */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "text/caption.h"
#include "text/clean.h"
#include "text/dateform.h"
#include "text/dateline.h"
#include "text/encoding.h"
#include "text/meta.h"
#include "text/reader.h"

static Arena arena, scratch;

static int setup(void **state) {
    (void)state;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_release(&arena);
    arena_release(&scratch);
    return 0;
}

#define assert_str(a, b) assert_string_equal(str_dup(&arena, (a)).at, (b))

static Doc split(const char *text) {
    Doc doc;
    doc_init(&doc, &arena, &scratch);
    meta_split(&doc, str_of(text));
    return doc;
}

static void dates(void **state) {
    (void)state;
    static const struct {
        const char *line, *iso, *rest;
    } cases[] = {
        {"date 2023-06-12 Home page", "2023-06-12", " Home page"},
        {"Tuesday, June 13th, 2023 at 6:12 PM GMT+4", "2023-06-13", ""},
        {"13 June 2023, 08:41", "2023-06-13", ""},
        {"13. 6. 2023", NULL, NULL},
        {"14.05.2024 | Maghreb", "2024-05-14", " | Maghreb"},
        {"24/09/2025", "2025-09-24", ""},
        {"09/24/2025", "2025-09-24", ""},
        {"04/05/2025", NULL, NULL}, /* April or May? */
        {"05/05/2025", "2025-05-05", ""},
        {"Sept. 3 2021", "2021-09-03", ""},
        {"3 Mar 2021", "2021-03-03", ""},
        {"12th of May 1999.", "1999-05-12", "."},
        {"2024-02-30", NULL, NULL},
        {"2023-02-29T10:00:00Z", NULL, NULL},
        {"2024-02-29T10:00:00Z x", "2024-02-29", " x"},
        {"Mayor 12, 2020", NULL, NULL},
        {"room 2020-10-101", NULL, NULL},
        {"3-Mar-2021", "2021-03-03", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        DateForm d;
        Str line = str_of(cases[i].line);
        bool found = dateform_find(line, 0, &d);
        const char *iso = found ? dateform_iso(&arena, &d) : NULL;
        if (cases[i].iso == NULL) {
            assert_true(!found || iso == NULL);
        } else {
            assert_non_null(iso);
            assert_string_equal(iso, cases[i].iso);
            assert_str(str_sub(line, d.end, line.n), cases[i].rest);
        }
    }
    DateForm d;
    assert_true(dateform_find(STR("LILONGWE, Sept 24 - Police"), 0, &d));
    assert_int_equal(d.year, 0);
    assert_int_equal(d.month, 9);
}

static void datelines(void **state) {
    (void)state;
    static const struct {
        const char *text, *place, *agency, *rest;
    } cases[] = {
        {"MOSCOW, June 3 (Reuters) - The minister left.", "MOSCOW", "Reuters", "The minister left."},
        {"Moscow – Since the vote nothing has happened.", "Moscow", "", "Since the vote nothing has happened."},
        {"GENEVA (AP) — \"No,\" he said.", "GENEVA", "AP", "\"No,\" he said."},
        {"TBILISI, Georgia (Wire) — Police came.", "TBILISI, Georgia", "Wire", "Police came."},
        {"NEW DELHI: India said no.", "NEW DELHI", "", "India said no."},
        {"Kyiv/Moscow. Drones flew.", "Kyiv/Moscow", "", "Drones flew."},
        {"ANKARA, 9 March 2026 — The guests\ncame.", "ANKARA", "", "The guests\ncame."},
        {"WASHINGTON, D.C. (AP) - Congress met.", "WASHINGTON, D.C.", "AP", "Congress met."},
        {"N'DJAMENA – A man said so.", "N'DJAMENA", "", "A man said so."},
        {"São Paulo (dpa) – The court met.", "São Paulo", "dpa", "The court met."},
        {"MANILA (Wire) 9 August 2024 -- A ship sank.", "MANILA", "Wire", "A ship sank."},
        {"SUVA - A minister resigned.", "SUVA", "", "A minister resigned."},
        /* none of these is one */
        {"Ukraine - Russia's neighbour - voted.", NULL, NULL, NULL},
        {"The minister – a friend of his – left.", NULL, NULL, NULL},
        {"Moscow said no.", NULL, NULL, NULL},
        {"Putin: no talks.", NULL, NULL, NULL},
        {"Officials said: No.", NULL, NULL, NULL},
        {"Two-thirds - more than ever - left.", NULL, NULL, NULL},
        {"", NULL, NULL, NULL},
        {"–", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Dateline d;
        Str text = str_of(cases[i].text);
        bool found = dateline_match(text, &d);
        if (found != (cases[i].place != NULL)) {
            fail_msg("\"%s\" is %sa dateline", cases[i].text, found ? "" : "not ");
        }
        if (found) {
            assert_str(d.place, cases[i].place);
            assert_str(d.agency, cases[i].agency);
            assert_str(str_sub(text, d.n, text.n), cases[i].rest);
        }
    }
    Dateline d;
    assert_true(dateline_alone(STR("BRUSSELS/MINSK, Mar 18 2025 (Continental) –"), &d));
    assert_true(dateline_alone(STR("Bogotá, August 19, 2024. Andes Press Agency"), &d));
    assert_str(d.agency, "Andes Press Agency");
    assert_false(dateline_alone(STR("Tuesday, 14 October 2025"), &d));
    assert_false(dateline_alone(STR("REGIONAL NEWS 17 July 2025"), &d));
}

static void captions(void **state) {
    (void)state;
    static const struct {
        const char *line, *text, *credit;
    } cases[] = {
        {"Smoke over the port. © DPX via pictures.example", "Smoke over the port.", "DPX via pictures.example"},
        {"Smoke over the port. Photograph: J. Roe/Estuary", "Smoke over the port.", "J. Roe/Estuary"},
        {"Caption: Smoke over the port. (Wire/J. Roe)", "Smoke over the port.", "Wire/J. Roe"},
        {"Photo: Smoke over the port", "Smoke over the port", ""},
        {"Photo credit: J. Roe", "", "J. Roe"},
        {"Smoke over the port. (Wire Photo/J. Roe)", "Smoke over the port.", "Wire Photo/J. Roe"},
        {"© 2024 The Harbour Courier", NULL, NULL},
        {"The photo shows smoke over the port.", NULL, NULL},
        {"He joined the party (PRM).", NULL, NULL},
        {"He was hit by a car. (Warning: the video has graphic images.)", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Caption c = {{0}, {0}};
        bool found = caption_split(str_of(cases[i].line), &c);
        if (found != (cases[i].text != NULL)) {
            fail_msg("\"%s\" is %sa caption", cases[i].line, found ? "" : "not ");
        }
        if (found) {
            assert_str(c.text, cases[i].text);
            assert_str(c.credit, cases[i].credit);
        }
    }
}

static void head_and_tail(void **state) {
    (void)state;
    Doc d = split(" date 2024-03-04 Home page world\n\nFrom: Jane Roe\n\nShips in the bay. © DPX via a.example\n\n"
                  "Two navies met. Nobody was hurt.\n\nHalifax – Ships of both navies met on Monday.\n\n"
                  "What comes next: “more talks”\n\nTalks go on. (JR)");
    assert_str(d.date, "2024-03-04");
    assert_str(d.section, "Home page world");
    assert_str(d.byline, "Jane Roe");
    assert_str(d.dateline, "Halifax");
    assert_int_equal(d.captions.n, 1);
    assert_str(d.text, "Two navies met. Nobody was hurt.\n\nShips of both navies met on Monday.\n\n"
                       "What comes next: “more talks”\n\nTalks go on.");
    assert_str(d.extra, "{\"dateline\":\"Halifax\",\"signature\":\"JR\"}");

    d = split(
        "World / Asia\nTuesday, 14 October 2025\n\nNavies meet in the bay\nBoth sides speak of calm\n\nBy Jane Roe\n\n"
        "HALIFAX (DPX) - Ships met.\n\nThey left again.\n\nReporting by Jane Roe; Editing by John Doe\n"
        "Copyright 2025 DPX\n");
    assert_str(d.section, "World / Asia");
    assert_str(d.title, "Navies meet in the bay");
    assert_str(d.byline, "Jane Roe");
    assert_str(d.source, "DPX");
    assert_str(d.text, "Ships met.\n\nThey left again.");
}

static void wrapped_lines_are_joined(void **state) {
    (void)state;
    Doc d = split("Navies meet in the bay\n======================\n\n"
                  "Ships of both navies met on Monday in the bay, which lies between\n"
                  "the two countries and has been in dispute for a long time, and a\n"
                  "spokesman called it a well-\nknown habit.\n\nThey left again on Tuesday, the harbour master told a "
                  "reporter of\nthis newspaper.\n");
    assert_str(d.title, "Navies meet in the bay");
    assert_str(d.text,
               "Ships of both navies met on Monday in the bay, which lies between the two countries and has been in "
               "dispute for a long time, and a spokesman called it a well-known habit.\n\nThey left again on Tuesday, "
               "the harbour master told a reporter of this newspaper.");
    /* one paragraph a line: nothing to join */
    d = split("The first paragraph of a report that is rather long, but ends with its line.\nThe second one.\nThe "
              "third one.");
    assert_str(d.text, "The first paragraph of a report that is rather long, but ends with its line.\n\nThe second "
                       "one.\n\nThe third one.");
}

static void bare_text_is_body(void **state) {
    (void)state;
    assert_str(split("One line without a stop").text, "One line without a stop");
    assert_str(split("It ended. (LP)").text, "It ended.");
    assert_str(split("By Jane Roe").text, "By Jane Roe");
    assert_str(split("By Monday the troops had left the town.").text, "By Monday the troops had left the town.");
    assert_str(split("In 2014 he left. He came back on 3 May 2019.").text,
               "In 2014 he left. He came back on 3 May 2019.");
    assert_str(split("\xEF\xBB\xBF"
                     "A\xC2\xA0zero\xE2\x80\x8B-width space.\r\nA\tnew line.\x01")
                   .text,
               "A zero-width space.\n\nA new line.");
}

static void encodings(void **state) {
    (void)state;
    Err err;
    Str text;
    static const char wide[] = "T\0h\0e\0y\0 \0m\0e\0t\0.\0";
    assert_true(encoding_to_utf8(&arena, (Str){wide, sizeof wide - 1}, &text, &err));
    assert_str(text, "They met.");
    assert_true(encoding_to_utf8(&arena, STR("a caf\xE9 in K\xF6ln, and more words in plain ASCII"), &text, &err));
    assert_str(text, "a café in Köln, and more words in plain ASCII");
    assert_false(encoding_to_utf8(&arena, STR("ein K\xC3\xB6nig, ein \xC3 Fehler, Z\xC3\xBCrich"), &text, &err));
    assert_string_equal(err.text, "is not valid UTF-8: byte 17 (0xC3)");
    assert_false(encoding_to_utf8(&arena, (Str){"PK\3\4\0\0\0\0 and so on", 18}, &text, &err));
}

static void csv_rows(void **state) {
    (void)state;
    assert_int_equal(csv_cut(STR("a,\"b\nc\"\nd"), false), 8);
    assert_int_equal(csv_cut(STR("a,\"b\nc"), false), 0);
    assert_int_equal(csv_cut(STR("a,b\r\nc"), false), 5);
    assert_int_equal(csv_cut(STR("a,b\r"), false), 0);
    assert_int_equal(csv_cut(STR("a,b\r"), true), 4);
    Doc doc;
    Err err;
    doc_init(&doc, &arena, &scratch);
    assert_true(csv_read(STR("Id,TEXT,note\n7,\"say \"\"no\"\"\",x"), &doc, &err));
    assert_str(doc.id, "7");
    assert_str(doc.text, "say \"no\"");
    assert_str(doc.extra, "{\"note\":\"x\"}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),     cmocka_unit_test(datelines),
        cmocka_unit_test(captions),  cmocka_unit_test(head_and_tail),
        cmocka_unit_test(csv_rows),  cmocka_unit_test(wrapped_lines_are_joined),
        cmocka_unit_test(encodings), cmocka_unit_test(bare_text_is_body),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
