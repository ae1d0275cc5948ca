/* tests/chains: names and nouns that mean the same.  The format stands in tests/chains/README.md. */
#include "cases.h"

enum { MARKS = 64 };

typedef struct Mark {
    Span span;
    char id;
    uint32_t entity; /* NONE: no mention of ours */
} Mark;

typedef struct Pairs {
    unsigned right, wrong, missed;
} Pairs;

/* The text without its marks. -> marks, *n of them */
static Str take_marks(Cases *c, Str text, Mark *marks, uint32_t *n) {
    StrBuf out;
    buf_init(&out, &c->arena);
    *n = 0;
    for (uint32_t i = 0; i < text.n; i++) {
        if (text.at[i] == '[' && i + 2 < text.n && text.at[i + 2] == ' ') {
            assert_true(*n < MARKS);
            marks[*n] = (Mark){.span = {(uint32_t)out.n, 0}, .id = text.at[i + 1], .entity = NONE};
            i += 2;
        } else if (text.at[i] == ']') {
            marks[(*n)++].span.end = (uint32_t)out.n;
        } else {
            buf_char(&out, text.at[i] == '\n' ? ' ' : text.at[i]);
        }
    }
    return buf_take(&out);
}

/* The entity of the mention that shares most with a stretch of text. */
static uint32_t entity_at(const Doc *doc, Span gold) {
    double best = 0.25;
    uint32_t entity = NONE;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const Mention *m = &doc->mentions.at[i];
        uint32_t from = m->span.start > gold.start ? m->span.start : gold.start;
        uint32_t to = m->span.end < gold.end ? m->span.end : gold.end;
        uint32_t low = m->span.start < gold.start ? m->span.start : gold.start;
        uint32_t high = m->span.end > gold.end ? m->span.end : gold.end;
        double share = from < to ? (double)(to - from) / (high - low) : 0;
        if (m->entity != NONE && share > best) {
            best = share;
            entity = m->entity;
        }
    }
    return entity;
}

static void count(Cases *c, Str name, const Doc *doc, const Mark *marks, uint32_t n, bool show, Pairs *pairs) {
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n; j++) {
            bool gold = marks[i].id == marks[j].id,
                 ours = marks[i].entity != NONE && marks[i].entity == marks[j].entity;
            pairs->right += gold && ours;
            pairs->wrong += !gold && ours;
            pairs->missed += gold && !ours;
            if (gold != ours && show && c->show) {
                Str a = doc_str(doc, marks[i].span), b = doc_str(doc, marks[j].span);
                printf("%s %.*s: %.*s%s, %.*s%s\n", gold ? "missed" : "wrong ", (int)name.n, name.at, (int)a.n, a.at,
                       marks[i].entity == NONE ? " (nobody)" : "", (int)b.n, b.at,
                       marks[j].entity == NONE ? " (nobody)" : "");
            }
        }
    }
}

static void run_file(Cases *c, const char *path, bool show, Pairs *pairs) {
    Str rest = cases_read(c, path);
    uint32_t at;
    while (rest.n > 4 && str_starts(rest, STR("=== "))) {
        bool more = str_find(rest, STR("\n=== "), &at);
        Str block = str_sub(rest, 4, more ? at : rest.n), name;
        str_split(&block, '\n', &name);
        Mark marks[MARKS];
        uint32_t n;
        Doc doc;
        cases_run(c, &doc, take_marks(c, str_trim(block), marks, &n), STAGE_ACTORS);
        for (uint32_t i = 0; i < n; i++) {
            marks[i].entity = entity_at(&doc, marks[i].span);
        }
        count(c, name, &doc, marks, n, show, pairs);
        rest = more ? str_sub(rest, at + 1, rest.n) : (Str){0};
    }
}

static void the_same_are_merged(void **state) {
    Cases *c = *state;
    Pairs p = {0}, blind = {0};
    run_file(c, "tests/chains/people.txt", true, &p);
    run_file(c, "tests/chains/bodies.txt", true, &p);
    run_file(c, "tests/chains/traps.txt", true, &p);
    run_file(c, "tests/chains/blind.txt", false, &blind);
    cases_result(c, "chains.precision", p.right, p.right + p.wrong);
    cases_result(c, "chains.recall", p.right, p.right + p.missed);
    cases_result(c, "chains.blind.precision", blind.right, blind.right + blind.wrong);
    cases_result(c, "chains.blind.recall", blind.right, blind.right + blind.missed);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_are_merged)};
    return cmocka_run_group_tests(tests, cases_setup, cases_teardown);
}
