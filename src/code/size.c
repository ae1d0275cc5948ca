#include "code/size.h"

#include <ctype.h>

static const struct {
    const char *word;
    int32_t value;
} numerals[] = {
    {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},      {"five", 5},        {"six", 6},
    {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},      {"eleven", 11},     {"twelve", 12},
    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16},  {"seventeen", 17},  {"eighteen", 18},
    {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},    {"fifty", 50},      {"sixty", 60},
    {"seventy", 70},  {"eighty", 80},   {"ninety", 90},  {"hundred", 100}, {"thousand", 1000},
};

static int32_t numeral(Str word) {
    for (uint32_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        if (str_eq_nocase(word, str_of(numerals[i].word))) {
            return numerals[i].value;
        }
    }
    return -1;
}

int32_t size_number(Str word) {
    if (word.n == 0) {
        return -1;
    }
    if (isdigit((unsigned char)word.at[0])) {
        int64_t value = 0;
        for (uint32_t i = 0; i < word.n; i++) {
            if (word.at[i] == ',') {
                continue;
            }
            if (!isdigit((unsigned char)word.at[i]) || value > 100000000) {
                return -1;
            }
            value = value * 10 + (word.at[i] - '0');
        }
        return (int32_t)value;
    }
    int32_t sum = 0;
    Str rest = word, part;
    while (str_split(&rest, '-', &part)) {
        int32_t value = numeral(part);
        if (value < 0) {
            return -1;
        }
        sum += value;
    }
    return sum;
}

/* "26", "two hundred", "1.2 million" is left alone. */
static int32_t number_of(const Tree *tree, uint32_t t) {
    int32_t value = size_number(token_form(tree->doc, t));
    for
        EACH_CHILD(tree, c, t) {
            int32_t factor = tree_token(tree, c)->upos == UPOS_NUM ? size_number(token_form(tree->doc, c)) : -1;
            if (factor > 0 && (value == 100 || value == 1000)) {
                value *= factor;
            }
        }
    return value;
}

static int32_t count_at(const Tree *tree, uint32_t t) {
    if (tree_token(tree, t)->upos == UPOS_NUM) {
        return number_of(tree, t);
    }
    uint32_t num = tree_child(tree, t, DEPREL_nummod);
    if (num != NONE) {
        return number_of(tree, num);
    }
    /* "a guard", "his son" */
    uint32_t det = tree_child(tree, t, DEPREL_det);
    bool one = det != NONE && (tree_lemma_is(tree, det, "a") || tree_lemma_is(tree, det, "an"));
    bool whose = tree_child(tree, t, DEPREL_nmod_poss) != NONE && tree->mention[t] != NONE;
    return (one || whose) && tree_token(tree, t)->xpos == XPOS_NN && !tree_is(tree, t, ROLE_QUANTITY) ? 1 : -1;
}

/* Without a word of its own before it: the number of "90 men and boys" is that of both. */
static bool is_bare(const Tree *tree, uint32_t t) {
    bool bare = tree_token(tree, t)->xpos == XPOS_NNS;
    for
        EACH_CHILD(tree, c, t) {
            Deprel rel = (Deprel)tree_token(tree, c)->deprel;
            bare = bare && rel != DEPREL_det && rel != DEPREL_nmod_poss && rel != DEPREL_nummod &&
                   !tree_is(tree, c, ROLE_QUANTITY);
        }
    return bare;
}

/* "a woman and her two children": three; of a list whose parts are not all counted nothing is known. */
static int32_t count_all(const Tree *tree, uint32_t t) {
    int32_t sum = count_at(tree, t);
    for
        EACH_CHILD(tree, c, t) {
            bool counts = tree_token(tree, c)->deprel == DEPREL_conj && tree->mention[c] != NONE && !is_bare(tree, c);
            if (counts && sum >= 0) {
                int32_t value = count_at(tree, c);
                sum = value < 0 ? -1 : sum + value;
            }
        }
    return sum;
}

static void put(int32_t *slot, int32_t value) {
    if (value > *slot) {
        *slot = value;
    }
}

Size size_read(const Tree *tree, uint32_t sentence) {
    const Sentence *s = &tree->doc->sentences.at[sentence];
    Size size = {-1, -1, -1};
    for (uint32_t t = s->first; t < s->end; t++) {
        if (tree->word[t] == NONE) {
            continue;
        }
        int32_t *slot = tree_is(tree, t, ROLE_KILL)     ? &size.dead
                        : tree_is(tree, t, ROLE_WOUND)  ? &size.injured
                        : tree_is(tree, t, ROLE_DETAIN) ? &size.arrested
                                                        : NULL;
        if (slot == NULL) {
            continue;
        }
        uint32_t who = tree_is_nominal(tree, t) ? t : role_object(tree, t);
        if (who == NONE && !tree_is_nominal(tree, t)) {
            who = role_surface(tree, t); /* "26 died", "26 people are dead" */
        }
        int32_t value = who == NONE ? -1 : count_all(tree, who);
        if (value < 0 && tree_token(tree, t)->upos == UPOS_ADJ && tree_token(tree, t)->head != NONE) {
            uint32_t head = tree_token(tree, t)->head, left = role_object(tree, head);
            value = left == NONE ? count_all(tree, head) : count_all(tree, left); /* "left 26 dead", "26 dead" */
        }
        put(slot, value);
    }
    return size;
}
