/* src/code/quote.c: which marks belong together.  Expected quotations are written between ⟦ and ⟧ in the text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "code/quote.h"
#include "text/sentence.h"

static const char *const cases[] = {
    "⟦“We will go,”⟧ he said. ⟦“Tomorrow.”⟧",
    "⟦\"We will go,\"⟧ he said. ⟦\"Tomorrow.\"⟧",
    "⟦''We will go,''⟧ he said.",
    "⟦``We will go,''⟧ he said.",
    "⟦«We will go»⟧, he said.",
    "⟦„We will go“⟧, he said.",
    "⟦‘It’s the farmers’ land, and they’ll keep it,’⟧ said Luis.",
    "⟦'It's the farmers' land, and they'll keep it,'⟧ said Luis.",
    "The farmers’ land and the workers’ pay were not discussed.",
    "The farmers' land and the workers' pay were not discussed.",
    "In the '90s the party's leaders' wives didn't speak.",
    "⟦“He said ⟦‘never again’⟧ and left,”⟧ she said.",
    "⟦“They shouted ⟦“out, out”⟧ at us,”⟧ she said.",
    "⟦\"They shouted ⟦'out, out'⟧ and threw stones,\"⟧ said the driver.",
    "A so-called ⟦“republic”⟧ (⟦“the zone”⟧) was declared.",
    /* a paragraph that is not closed is continued by one that opens again */
    "He said: ⟦“The drought is our enemy.⟧\n\n⟦“We shall beat it together.”⟧",
    /* or the mark was forgotten: it ends with the paragraph, or where the next quotation begins */
    "He said: ⟦“The rest is gossip.⟧\n\nThe opposition walked out.",
    "He said: ⟦“The rest is gossip. We know it.⟧ ⟦“Silence!”⟧ the house cried.",
    "The end” of a quotation that never began.",
    "The screen measures 15 inches ⟦\"across\"⟧.",
};

enum { MOST = 16 };

/* Takes the brackets out; the spans that they marked, in order of their beginnings. */
static uint32_t unmark(const char *marked, char *text, Span *spans) {
    uint32_t n = 0, open[MOST], depth = 0, at = 0;
    while (*marked != 0) {
        if (strncmp(marked, "⟦", strlen("⟦")) == 0) {
            spans[n].start = at;
            open[depth++] = n++;
            marked += strlen("⟦");
        } else if (strncmp(marked, "⟧", strlen("⟧")) == 0) {
            spans[open[--depth]].end = at;
            marked += strlen("⟧");
        } else {
            text[at++] = *marked++;
        }
    }
    text[at] = 0;
    return n;
}

static void marks_are_paired(void **state) {
    (void)state;
    Arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Span want[MOST];
        char *text = arena_alloc(&arena, strlen(cases[i]) + 1);
        uint32_t n = unmark(cases[i], text, want);
        Doc doc;
        Err err;
        doc_init(&doc, &arena, &scratch);
        doc.text = str_of(text);
        assert_true(text_split(&doc, &err));
        Quotations got = quote_find(&doc, &arena);
        for (uint32_t k = 0; k < got.n || k < n; k++) {
            if (k >= got.n || k >= n || !span_eq(got.at[k].span, want[k])) {
                Span s = k < got.n ? got.at[k].span : (Span){0, 0};
                fail_msg("%s\nfound \"%.*s\"", cases[i], (int)(s.end - s.start), text + s.start);
            }
        }
    }
    arena_release(&arena);
    arena_release(&scratch);
}

static void what_continues_what(void **state) {
    (void)state;
    Arena arena, scratch;
    arena_init(&arena);
    arena_init(&scratch);
    Doc doc;
    Err err;
    doc_init(&doc, &arena, &scratch);
    doc.text = STR("He said: “The drought is our enemy.\n\n“It knows no tribe.\n\n“We shall beat it.” So he said.");
    assert_true(text_split(&doc, &err));
    Quotations q = quote_find(&doc, &arena);
    assert_int_equal(q.n, 3);
    assert_int_equal(q.at[0].continues, NONE);
    assert_int_equal(q.at[1].continues, 0);
    assert_int_equal(q.at[2].continues, 1);
    assert_true(q.at[2].closed && !q.at[0].closed);
    /* the words of all three are quoted, "So" is not */
    assert_true(doc.tokens.at[q.at[0].first + 1].flags & TOKEN_QUOTED);
    assert_true(doc.tokens.at[q.at[2].first + 1].flags & TOKEN_QUOTED);
    assert_false(doc.tokens.at[q.at[2].end].flags & TOKEN_QUOTED);
    arena_release(&arena);
    arena_release(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_paired),
        cmocka_unit_test(what_continues_what),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
