/* src/text: sentences and words, by tests/text/sentences.txt, tests/text/words.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "text/sentence.h"

/* The cases: lines that are not empty and begin with no #. */
static bool next_case(FILE *file, char *line, size_t size) {
    while (fgets(line, (int)size, file) != NULL) {
        line[strcspn(line, "\n")] = 0;
        if (line[0] != 0 && line[0] != '#') {
            return true;
        }
    }
    return false;
}

static Doc split(Arena *arena, Str text) {
    Doc doc;
    Err err;
    char what[256];
    arena_reset(arena);
    doc_init(&doc, arena, arena);
    doc.text = str_dup(arena, text);
    assert_true(text_split(&doc, &err));
    if (!doc_check(&doc, what)) {
        fail_msg("%s", what);
    }
    return doc;
}

/* The paragraph again, with | behind each sentence but the last. */
static Str marked(const Doc *doc) {
    StrBuf out;
    buf_init(&out, doc->arena);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const Sentence *s = &doc->sentences.at[i];
        uint32_t next = i + 1 < doc->sentences.n ? doc->sentences.at[i + 1].span.start : s->span.end;
        buf_str(&out, doc_str(doc, s->span));
        if (i + 1 < doc->sentences.n) {
            buf_char(&out, '|');
        }
        buf_str(&out, str_sub(doc->text, s->span.end, next));
    }
    return buf_take(&out);
}

static void sentence_cases(void **state) {
    (void)state;
    Arena arena = {0};
    char line[512], plain[512];
    FILE *file = fopen(SOURCE_DIR "/tests/text/sentences.txt", "r");
    int n = 0, wrong = 0;
    assert_non_null(file);
    for (; next_case(file, line, sizeof line); n++) {
        size_t k = 0;
        for (const char *c = line; *c != 0; c++) {
            if (*c != '|') {
                plain[k++] = *c;
            }
        }
        Doc doc = split(&arena, (Str){plain, (uint32_t)k});
        Str got = marked(&doc);
        if (!str_is(got, line)) {
            print_error("expected %s\n     got %.*s\n", line, (int)got.n, got.at);
            wrong++;
        }
    }
    fclose(file);
    arena_release(&arena);
    assert_true(n >= 60);
    assert_int_equal(wrong, 0);
}

/* The words with a space between them; a word that continues a multiword token is marked by + before it. */
static void word_cases(void **state) {
    (void)state;
    Arena arena = {0};
    char line[512];
    FILE *file = fopen(SOURCE_DIR "/tests/text/words.txt", "r");
    int wrong = 0;
    assert_non_null(file);
    while (next_case(file, line, sizeof line)) {
        char *tab = strchr(line, '\t');
        assert_non_null(tab);
        *tab = 0;
        Doc doc = split(&arena, str_of(line));
        StrBuf out;
        buf_init(&out, &arena);
        for (uint32_t t = 0; t < doc.tokens.n; t++) {
            buf_str(&out, t > 0 ? STR(" ") : STR(""));
            buf_str(&out, doc.tokens.at[t].flags & TOKEN_JOINED ? STR("+") : STR(""));
            buf_str(&out, token_form(&doc, t));
        }
        Str got = buf_take(&out);
        if (!str_is(got, tab + 1)) {
            print_error("expected %s\n     got %.*s\n", tab + 1, (int)got.n, got.at);
            wrong++;
        }
    }
    fclose(file);
    arena_release(&arena);
    assert_int_equal(wrong, 0);
}

static void paragraphs(void **state) {
    (void)state;
    Arena arena = {0};
    Doc doc = split(&arena, STR("Rebels take port\n\nThey came at dawn. Nobody fled.\nA boat sank.\n"));
    assert_int_equal(doc.sentences.n, 4);
    assert_int_equal(doc.sentences.at[0].kind, SENTENCE_HEADING);
    assert_int_equal(doc.sentences.at[1].kind, SENTENCE_BODY);
    assert_int_equal(doc.sentences.at[2].paragraph, 1);
    assert_int_equal(doc.sentences.at[3].paragraph, 2);
    /* lines broken at a fixed width are one paragraph */
    doc = split(&arena, STR("The ministers of the four countries met again in the capital on\n"
                            "Tuesday, and after long talks in a guarded hotel near the river they\n"
                            "agreed to open the border, to exchange all prisoners and to let the\n"
                            "aid convoys pass. Nobody was told how the agreement would be kept or\n"
                            "who would watch it.\n"));
    assert_int_equal(doc.sentences.n, 2);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentence_cases),
        cmocka_unit_test(word_cases),
        cmocka_unit_test(paragraphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
