#include "code/context.h"

#include "doc/ontology.h"

Contexts context_read(const Tree *tree, Arena *scratch) {
    const Doc *doc = tree->doc;
    Contexts c = {arena_array(scratch, uint64_t, doc->sentences.n + 1), 0};
    uint32_t hits[CONTEXT_COUNT] = {0};
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        for (uint32_t t = doc->sentences.at[s].first; t < doc->sentences.at[s].end; t++) {
            uint64_t of = tree->word[t] == NONE ? 0 : tree->lex->words[tree->word[t]].contexts;
            c.sentence[s] |= of;
            for (; of != 0; of &= of - 1) {
                hits[__builtin_ctzll(of)]++;
            }
        }
    }
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        if (hits[i] >= 4 && hits[i] * 100 >= doc->tokens.n) {
            c.document |= (uint64_t)1 << i;
        }
    }
    return c;
}

uint64_t context_of(const Contexts *contexts, uint32_t sentence) {
    uint64_t own = contexts->sentence[sentence];
    uint64_t before = sentence > 0 ? contexts->sentence[sentence - 1] : 0;
    return own | (before & contexts->document);
}
