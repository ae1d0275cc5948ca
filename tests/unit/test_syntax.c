/* The net, the model file and the parser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "syntax/conllu.h"
#include "syntax/enhanced.h"
#include "syntax/feature.h"
#include "syntax/kernel.h"
#include "syntax/lemma.h"
#include "syntax/syntax.h"
#include "syntax/tree.h"
#include "text/sentence.h"

extern const unsigned char syntax_model_data[];
extern const uint64_t syntax_model_size;

typedef struct Bench {
    Arena arena, scratch;
    Doc doc;
    Syntax *syntax;
} Bench;

static int set_up(void **state) {
    Bench *b = calloc(1, sizeof *b);
    Err err;
    b->syntax = syntax_open(NULL, &err);
    if (b->syntax == NULL) {
        fprintf(stderr, "%s\n", err.text);
    }
    doc_init(&b->doc, &b->arena, &b->scratch);
    *state = b;
    return b->syntax == NULL;
}

static int tear_down(void **state) {
    Bench *b = *state;
    syntax_close(b->syntax);
    arena_release(&b->arena);
    arena_release(&b->scratch);
    free(b);
    return 0;
}

static void parse(Bench *b, Str text) {
    Err err;
    char what[256] = "";
    arena_reset(&b->arena);
    arena_reset(&b->scratch);
    doc_init(&b->doc, &b->arena, &b->scratch);
    b->doc.text = str_dup(&b->arena, text);
    assert_true(text_split(&b->doc, &err));
    assert_true(syntax_parse(b->syntax, &b->doc, &err));
    if (!doc_check(&b->doc, what)) {
        fail_msg("%s", what);
    }
}

static uint32_t find(const Bench *b, const char *form) {
    for (uint32_t t = 0; t < b->doc.tokens.n; t++) {
        if (str_is(token_form(&b->doc, t), form)) {
            return t;
        }
    }
    fail_msg("no word \"%s\"", form);
    return 0;
}

static const Token *word(const Bench *b, const char *form) {
    return &b->doc.tokens.at[find(b, form)];
}

static const char report[] =
    "Tallinn (Reuters) - The foreign minister of Estonia met his Latvian colleague on Tuesday.\n\n"
    "\"We won't leave,\" said Gen. Kask, who commands the brigade. Two soldiers were killed near the border, and "
    "12 others were wounded, the ministry's spokeswoman said.\n\n"
    "NO TALKS THIS WEEK\n\n"
    "The U.S. has accused Moscow of sending tanks.";

static void plain_clauses(void **state) {
    Bench *b = *state;
    parse(b, STR("The minister met his colleague in Riga yesterday. Two soldiers were killed by rebels."));
    assert_int_equal(b->doc.sentences.n, 2);
    assert_int_equal(word(b, "met")->head, NONE);
    assert_int_equal(word(b, "met")->upos, UPOS_VERB);
    assert_true(str_is(word(b, "met")->lemma, "meet"));
    assert_int_equal(word(b, "minister")->head, find(b, "met"));
    assert_int_equal(word(b, "minister")->deprel, DEPREL_nsubj);
    assert_int_equal(word(b, "colleague")->deprel, DEPREL_obj);
    assert_int_equal(word(b, "Riga")->upos, UPOS_PROPN);
    assert_int_equal(word(b, "soldiers")->deprel, DEPREL_nsubj_pass);
    assert_true(str_is(word(b, "soldiers")->lemma, "soldier"));
    assert_true(str_is(syntax_feat(b->syntax, word(b, "soldiers"), "Number"), "Plur"));
    assert_int_equal(b->doc.sentences.at[1].root, find(b, "killed"));
}

/* A contraction's lemma by what follows, a common noun's without its capital. */
static void lemmas_in_context(void **state) {
    Bench *b = *state;
    parse(b, STR("She's already been there."));
    assert_true(str_is(word(b, "'s")->lemma, "have"));
    parse(b, STR("She's leaving the city today."));
    assert_true(str_is(word(b, "'s")->lemma, "be"));
    parse(b, STR("The bridge was mended by the Quortleman of the village."));
    assert_true(word(b, "Quortleman")->upos == UPOS_PROPN || str_is(word(b, "Quortleman")->lemma, "quortleman"));
    parse(b, STR("Rebels kept the town on tenterhooks, and the fishermen stayed at home."));
    assert_true(str_is(word(b, "tenterhooks")->lemma, "tenterhooks"));
    assert_true(str_is(word(b, "fishermen")->lemma, "fisherman"));
}

/* What the relative pronoun, the infinitive and the second verb share with the noun. */
static void enhanced_graph(void **state) {
    Bench *b = *state;
    parse(b, STR("The envoy who met the rebels left the city and signed the pact. Ministers promised to leave."));
    static const char *const cases[][2] = {{"who", "2:ref"},
                                           {"envoy", "7:nsubj|4:nsubj|11:nsubj"},
                                           {"signed", "7:conj:and"},
                                           {"Ministers", "2:nsubj|4:nsubj:xsubj"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t t = find(b, cases[i][0]);
        const Sentence *s = &b->doc.sentences.at[b->doc.tokens.at[t].sentence];
        StrBuf out;
        buf_init(&out, &b->arena);
        enhanced_write(&b->doc, s, &enhanced_edges(b->syntax, &b->doc, s, &b->scratch)[t - s->first], &out);
        if (!str_is(buf_take(&out), cases[i][1])) {
            fail_msg("%s is not %s", cases[i][0], cases[i][1]);
        }
    }
}

/* The trees of `report` by the model `name`, the same on every path. */
static void check_paths(Bench *b, const char *name) {
    Err err;
    StrBuf first = {0}, other = {0};
    Arena keep = {0};
    Syntax *given = b->syntax, *s = syntax_open(name, &err);
    assert_non_null(s);
    b->syntax = s;
    parse(b, STR(report));
    buf_init(&first, &keep);
    conllu_write(s, &b->doc, &first);
    for (NetPath path = NET_PORTABLE; path < NET_BEST; path++) {
        if (!net_use(syntax_net(s), path)) {
            print_message("this machine cannot run path %d\n", path);
            continue;
        }
        parse(b, STR(report));
        buf_init(&other, &keep);
        conllu_write(s, &b->doc, &other);
        assert_int_equal(first.n, other.n);
        assert_memory_equal(first.at, other.at, first.n);
    }
    b->syntax = given;
    syntax_close(s);
    arena_release(&keep);
}

static void same_on_every_path(void **state) {
#define CHECK(name, symbol) check_paths(*state, #name);
    SYNTAX_MODELS(CHECK)
}

/* What the encoder gives is the same on every path. */
static void same_bits(void **state) {
    Bench *b = *state;
    Encoder enc;
    Err err;
    Net *net = syntax_net(b->syntax);
    assert_true(net_encoder_open(net, &enc, &err));
    const NetWord words[] = {{STR("Troops"), 0},       {STR("did"), 2}, {STR("n't"), 1},   {STR("enter"), 0},
                             {STR("Zaporizhzhia"), 2}, {STR("."), 1},   {STR("Xyzzyx"), 0}};
    const uint32_t off[] = {0, 6, 7};
    Arena keep = {0};
    uint8_t *first = NULL;
    for (NetPath path = NET_PORTABLE; path < NET_BEST; path++) {
        if (net_use(net, path)) {
            Linear reader = {.quant = 1000};
            uint8_t *q = net_encode(net, &enc, &keep, words, off, 2, &reader);
            if (first != NULL) {
                assert_memory_equal(first, q, 7 * 2 * enc.H);
            }
            first = q;
        }
    }
    net_use(net, NET_BEST);
    arena_release(&keep);
}

static void neighbours_do_not_matter(void **state) {
    Bench *b = *state;
    static const char sentence[] = "Rebels shelled the port on Monday.";
    parse(b, STR(sentence));
    Token alone[16];
    uint32_t n = b->doc.tokens.n;
    memcpy(alone, b->doc.tokens.at, n * sizeof *alone);
    StrBuf many;
    buf_init(&many, &b->scratch);
    Arena keep = {0};
    buf_init(&many, &keep);
    for (int i = 0; i < 300; i++) {
        buf_printf(&many, "%s%s", i % 7 == 0 ? "A man left. " : "", sentence);
        buf_str(&many, STR(" "));
    }
    parse(b, buf_take(&many));
    for (uint32_t i = 0; i < b->doc.sentences.n; i++) {
        const Sentence *s = &b->doc.sentences.at[i];
        for (uint32_t t = s->first; s->end - s->first == n && t < s->end; t++) {
            const Token *x = &b->doc.tokens.at[t], *y = &alone[t - s->first];
            assert_int_equal(x->feats, y->feats);
            assert_int_equal(x->deprel, y->deprel);
            assert_int_equal(x->head == NONE ? NONE : x->head - s->first, y->head);
        }
    }
    arena_release(&keep);
}

/* A long sentence, a text without a stop, a page of addresses. */
static void long_input(void **state) {
    Bench *b = *state;
    Arena keep = {0};
    StrBuf text;
    buf_init(&text, &keep);
    for (int i = 0; i < 20000; i++) {
        buf_str(&text, i % 3 == 0 ? STR("tanks ") : i % 3 == 1 ? STR("and ") : STR("guns "));
    }
    parse(b, buf_take(&text));
    assert_true(b->doc.sentences.n >= 20);
    buf_init(&text, &keep);
    for (int i = 0; i < 3000; i++) {
        buf_printf(&text, "https://example.org/%d/a-b?c=%d\n", i, i * i);
    }
    parse(b, buf_take(&text));
    assert_int_equal(b->doc.tokens.n, 3000);
    parse(b, STR(""));
    assert_int_equal(b->doc.tokens.n, 0);
    parse(b, STR("!"));
    parse(b, STR("\xef\xbb\xbf \xc2\xa0\n\n\t"));
    arena_release(&keep);
}

/* Processor time of the best of three runs over n pieces of text. */
static double time_of(Bench *b, const char *piece, int n) {
    Arena keep = {0};
    StrBuf text;
    double best = 1e9;
    buf_init(&text, &keep);
    for (int i = 0; i < n; i++) {
        buf_str(&text, str_of(piece));
    }
    Str whole = buf_take(&text);
    for (int run = 0; run < 3; run++) {
        clock_t start = clock();
        parse(b, whole);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        best = seconds < best ? seconds : best;
    }
    arena_release(&keep);
    return best;
}

/* Four times the text takes about four times as long, and not sixteen times. */
static void time_is_linear(void **state) {
    static const char *const pieces[] = {
        "tanks and guns, ",                                /* a document without a full stop */
        "https://example.org/news/2014-05-12/a-b?c=1234 ", /* a page of addresses, not even a line's end */
        "(\"' ",                                           /* marks that open and never close */
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        double one = time_of(*state, pieces[i], 1000), four = time_of(*state, pieces[i], 4000);
        print_message("%.10s…: %.0f ms, four times as much %.0f ms\n", pieces[i], 1000 * one, 1000 * four);
        assert_true(four < 9 * one + 0.02);
    }
}

static void gold_words_are_kept(void **state) {
    Bench *b = *state;
    Err err;
    static const char gold[] =
        "# newpar\n1-2\tCan't\t_\t_\t_\t_\t_\t_\t_\t_\n1\tCa\tcan\tAUX\tMD\t_\t3\taux\t_\t_\n"
        "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_\n3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t"
        "SpaceAfter=No\n3.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n4\t!\t!\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n";
    arena_reset(&b->arena);
    doc_init(&b->doc, &b->arena, &b->scratch);
    assert_true(conllu_read(str_of(gold), &b->doc, &err));
    assert_true(str_is(b->doc.text, "Can't go! "));
    assert_int_equal(b->doc.tokens.n, 4);
    assert_true(syntax_parse(b->syntax, &b->doc, &err));
    assert_false(conllu_read(STR("1\tx\n"), &b->doc, &err));
    assert_non_null(strstr(err.text, "line 1"));
    assert_false(conllu_read(STR("2\tx\t_\t_\t_\t_\t_\t_\t_\t_\n"), &b->doc, &err));
}

/* What of a file of trees a model gets right. */
typedef struct Marks {
    uint32_t words, arcs, lemmas;
} Marks;

/* The text of a file, packed or not; empty if there is none. */
static Str unpacked(const char *path, Arena *arena) {
    StrBuf buf;
    char part[4096];
    buf_init(&buf, arena);
    gzFile file = access(path, R_OK) == 0 ? gzopen(path, "rb") : NULL;
    for (int n; file != NULL && (n = gzread(file, part, sizeof part)) > 0;) {
        buf_add(&buf, part, (size_t)n);
    }
    if (file != NULL) {
        gzclose(file);
    }
    return buf_take(&buf);
}

static void mark(const Doc *doc, const Str c[8], Marks *m) {
    const Token *token = &doc->tokens.at[m->words++];
    uint32_t first = doc->sentences.at[token->sentence].first, head = (uint32_t)atoi(c[6].at);
    Str gold = c[7], main = {0}, rel = str_of(deprel_names[token->deprel]), ours = {0};
    str_split(&gold, ':', &main);
    str_split(&rel, ':', &ours);
    m->arcs += str_eq(main, ours) && (head == 0 ? token->head == NONE : token->head == first + head - 1);
    m->lemmas += str_eq(c[2], token->lemma) || str_is(c[2], "_");
}

/* Parses the words of a file of trees; relations count without their subtypes. */
static Marks marks_of(Bench *b, const Syntax *syntax, Str gold) {
    Err err;
    Marks m = {0};
    arena_reset(&b->arena);
    doc_init(&b->doc, &b->arena, &b->scratch);
    assert_true(conllu_read(gold, &b->doc, &err));
    assert_true(syntax_parse(syntax, &b->doc, &err));
    Str line, c[8];
    while (str_split(&gold, '\n', &line)) {
        for (int i = 0; i < 8; i++) {
            c[i] = (Str){0};
            str_split(&line, '\t', &c[i]);
        }
        if (c[7].n > 0 && memchr(c[0].at, '-', c[0].n) == NULL && memchr(c[0].at, '.', c[0].n) == NULL) {
            mark(&b->doc, c, &m);
        }
    }
    assert_int_equal(m.words, b->doc.tokens.n);
    return m;
}

/* What a model must reach to ship, in per cent: on our own sentences, and on the development sets of the treebanks
   where the workshop has them beside the tree. */
static void trees_of_both_models(void **state) {
    static const struct {
        const char *trees;
        uint32_t arcs, lemmas, fast_arcs, fast_lemmas;
    } floors[] = {
        {SOURCE_DIR "/tests/text/trees.conllu", 88, 97, 88, 97},
        {SOURCE_DIR "/../shared/corpora/ud/ewt-dev.conllu.gz", 85, 97, 84, 97},
        {SOURCE_DIR "/../shared/corpora/ud/gum-dev.conllu.gz", 86, 98, 85, 98},
    };
    Bench *b = *state;
    Err err;
    Arena arena = {0};
    Syntax *fast = syntax_open("fast", &err);
    assert_non_null(fast);
    for (size_t i = 0; i < sizeof floors / sizeof *floors; i++) {
        Str gold = unpacked(floors[i].trees, &arena);
        for (int quick = 0; gold.n > 0 && quick < 2; quick++) {
            Marks m = marks_of(b, quick ? fast : b->syntax, gold);
            print_message("%s, %s: %.1f%% of arcs, %.1f%% of lemmas\n", strrchr(floors[i].trees, '/') + 1,
                          quick ? "fast" : "accurate", 100.0 * m.arcs / m.words, 100.0 * m.lemmas / m.words);
            assert_true(m.arcs * 100 >= m.words * (quick ? floors[i].fast_arcs : floors[i].arcs));
            assert_true(m.lemmas * 100 >= m.words * (quick ? floors[i].fast_lemmas : floors[i].lemmas));
        }
    }
    syntax_close(fast);
    arena_release(&arena);
}

static void refuse(const unsigned char *bytes, size_t n, const char *why) {
    Err err;
    char path[] = "/tmp/demarche-model-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    close(fd);
    assert_null(syntax_open(path, &err));
    unlink(path);
    if (strstr(err.text, why) == NULL || strstr(err.text, path) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", err.text, why);
    }
}

static void damaged_model(void **state) {
    (void)state;
    size_t n = syntax_model_size;
    unsigned char *copy = malloc(n);
    memcpy(copy, syntax_model_data, n);
    refuse(copy, n - 1000, "bytes");
    refuse(copy, 10, "not a model file");
    copy[n / 2] ^= 1;
    refuse(copy, n, "checksum");
    copy[n / 2] ^= 1;
    copy[8]++;
    refuse(copy, n, "version");
    copy[8]--;
    copy[12] ^= 1;
    refuse(copy, n, "not for");
    copy[0] = 'X';
    refuse(copy, n, "not a model file");
    free(copy);
    Err err;
    assert_null(syntax_open("/nonexistent/model", &err));
    assert_non_null(strstr(err.text, "/nonexistent/model"));
}

static void lemma_edits(void **state) {
    (void)state;
    Arena arena = {0};
    static const struct {
        const char *rule, *form, *lemma;
    } cases[] = {{"L1 ", "Talks", "talk"},      {"L0 ", "the", "the"},
                 {"K0 ", "Estonia", "Estonia"}, {"T0 ", "MOSCOW", "Moscow"},
                 {"L3 y", "Parties", "party"},  {"L3 be", "was", "be"},
                 {"L9 x", "at", "x"},           {"L1 ", "\xc3\x89t\xc3\xa9", "\xc3\xa9t"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        LemmaRule rule;
        Err err;
        assert_true(lemma_rule(str_of(cases[i].rule), &rule, &err));
        Str got = lemma_apply(&rule, &arena, str_of(cases[i].form));
        if (!str_is(got, cases[i].lemma)) {
            fail_msg("%s of %s: %.*s", cases[i].rule, cases[i].form, (int)got.n, got.at);
        }
    }
    static const char *const numbers[][2] = {{"1,100", "1100"}, {"12,500,000.5", "12500000.5"},
                                             {"12,50", NULL},   {"1234,567", NULL},
                                             {",500", NULL},    {"1,500th", NULL}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        Str got;
        bool is = lemma_number(&arena, str_of(numbers[i][0]), &got);
        assert_true(numbers[i][1] != NULL ? is && str_is(got, numbers[i][1]) : !is);
    }
    static const char *const degrees[][2] = {
        {"wildest", "wild"},       {"Kindest", "kind"},    {"simplest", "simple"}, {"wealthiest", "wealthy"},
        {"hottest", "hot"},        {"smallest", "small"},  {"widest", "wide"},     {"largest", "large"},
        {"bravest", "brave"},      {"cooler", "cool"},     {"politer", "polite"},  {"cleverer", "clever"},
        {"deeper-seated", NULL},   {"narrower", "narrow"}, {"truest", "true"},     {"freer", "free"},
        {"well-heeled-er3", NULL}, {"er", NULL},           {"densest", "dense"},   {"bleakest", "bleak"},
    };
    for (size_t i = 0; i < sizeof degrees / sizeof *degrees; i++) {
        Str got;
        bool is = lemma_degree(&arena, str_of(degrees[i][0]), &got);
        if (degrees[i][1] == NULL ? is : !is || !str_is(got, degrees[i][1])) {
            fail_msg("%s: %.*s", degrees[i][0], is ? (int)got.n : 0, got.at);
        }
    }
    static const struct {
        Xpos xpos;
        const char *form, *lemma;
    } brief[] = {{XPOS_NNP, "Aug", "August"}, {XPOS_NNP, "Sept.", "September"}, {XPOS_NNP, "Jan", NULL},
                 {XPOS_NNP, "Mayor", NULL},   {XPOS_NN, "gov't", "government"}, {XPOS_NNS, "hrs.", "hour"},
                 {XPOS_NN, "Aug", NULL}};
    for (size_t i = 0; i < sizeof brief / sizeof *brief; i++) {
        Str got;
        bool is = lemma_abbreviation(brief[i].xpos, str_of(brief[i].form), &got);
        assert_true(brief[i].lemma != NULL ? is && str_is(got, brief[i].lemma) : !is);
    }
    static const struct {
        const char *rule, *form, *lemma;
        Upos upos;
        Xpos xpos;
    } held[] = {
        {"L1 ", "Hobbs", "Hobbs", UPOS_PROPN, XPOS_NNP},         {"T0 ", "NiMo", "NiMo", UPOS_PROPN, XPOS_NNP},
        {"T0 ", "PRESIDENT", "President", UPOS_PROPN, XPOS_NNP}, {"L1 ", "Appeals", "Appeal", UPOS_PROPN, XPOS_NNPS},
        {"K0 ", "chicago", "chicago", UPOS_PROPN, XPOS_NNP},     {"K3 ", "Screening", "screening", UPOS_NOUN, XPOS_NN},
        {"K0 ", "Strike", "strike", UPOS_VERB, XPOS_VB},         {"L1 ", "Talks", "talk", UPOS_NOUN, XPOS_NNS},
        {"L2 ", "browned", "browned", UPOS_ADJ, XPOS_JJ}};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        LemmaRule guess;
        Err err;
        assert_true(lemma_rule(str_of(held[i].rule), &guess, &err));
        guess = lemma_held(guess, held[i].upos, held[i].xpos, str_of(held[i].form));
        Str got = lemma_apply(&guess, &arena, str_of(held[i].form));
        if (!str_is(got, held[i].lemma)) {
            fail_msg("%s of %s: %.*s", held[i].rule, held[i].form, (int)got.n, got.at);
        }
    }
    LemmaRule rule;
    Err err;
    assert_false(lemma_rule(STR("Q0 "), &rule, &err));
    assert_false(lemma_rule(STR("L"), &rule, &err));
    arena_release(&arena);
}

static uint32_t next_random(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* The best of all trees, by trying them all. */
static float best_of_all(uint32_t n, const float *score) {
    uint32_t head[6] = {0}, total = 1;
    float best = -1e30f;
    for (uint32_t i = 0; i < n; i++) {
        total *= n + 1;
    }
    for (uint32_t code = 0; code < total; code++) {
        uint32_t c = code, roots = 0;
        float sum = 0;
        bool ok = true;
        for (uint32_t i = 0; i < n; i++, c /= n + 1) {
            head[i] = c % (n + 1);
            roots += head[i] == n;
            sum += score[i * (n + 1) + head[i]];
            ok = ok && head[i] != i;
        }
        for (uint32_t i = 0; ok && i < n; i++) {
            uint32_t j = i, steps = 0;
            while (j != n && steps++ <= n) {
                j = head[j];
            }
            ok = j == n;
        }
        if (ok && roots == 1 && sum > best) {
            best = sum;
        }
    }
    return best;
}

static void best_trees(void **state) {
    (void)state;
    Arena arena = {0};
    uint32_t seed = 7;
    for (int round = 0; round < 300; round++) {
        uint32_t n = 1 + (uint32_t)round % 5, head[6];
        float score[30], sum = 0;
        for (uint32_t i = 0; i < n * (n + 1); i++) {
            score[i] = (float)(next_random(&seed) % 1000);
        }
        for (uint32_t i = 0; i < n; i++) {
            score[i * (n + 1) + i] = TREE_NEVER;
        }
        tree_best(&arena, kernels_portable.argmax, n, score, n + 1, head);
        for (uint32_t i = 0; i < n; i++) {
            sum += score[i * (n + 1) + head[i]];
        }
        assert_true(sum == best_of_all(n, score));
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void folded_forms(void **state) {
    (void)state;
    static const char *const cases[][2] = {{"Moscow", "moscow"},
                                           {"1,250", "0,000"},
                                           {"don\xe2\x80\x99t", "don't"},
                                           {"\xc3\x89T\xc3\x89", "\xc3\xa9t\xc3\xa9"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char folded[FEATURE_FORM];
        uint32_t n = feature_fold(str_of(cases[i][0]), folded);
        assert_true(str_is((Str){folded, n}, cases[i][1]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_clauses),
        cmocka_unit_test(lemmas_in_context),
        cmocka_unit_test(enhanced_graph),
        cmocka_unit_test(same_on_every_path),
        cmocka_unit_test(same_bits),
        cmocka_unit_test(neighbours_do_not_matter),
        cmocka_unit_test(long_input),
        cmocka_unit_test(time_is_linear),
        cmocka_unit_test(trees_of_both_models),
        cmocka_unit_test(gold_words_are_kept),
        cmocka_unit_test(damaged_model),
        cmocka_unit_test(lemma_edits),
        cmocka_unit_test(best_trees),
        cmocka_unit_test(folded_forms),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
