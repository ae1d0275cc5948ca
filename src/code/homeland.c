#include "code/homeland.h"

enum { WORDS_MAX = 40, LONGEST = 4 };

void homeland_vote(Homeland *h, const Registry *r, const char code[4], uint32_t votes) {
    if (votes == 0 || registry_state(r, code) == NONE) {
        return;
    }
    uint32_t i = 0;
    while (i < h->n && memcmp(h->votes[i].code, code, 3) != 0) {
        i++;
    }
    if (i == HOMELAND_MAX) {
        return;
    }
    if (i == h->n) {
        memcpy(h->votes[h->n++].code, code, 4);
    }
    h->votes[i].n += votes;
    h->total += votes;
}

/* The state that the words [first, end) name, in one of the ways that a state is named; NULL: none. */
static const RegistryEntry *state_of(const Registry *r, const NameWord *words, uint32_t first, uint32_t end) {
    uint64_t hash = NAME_HASH_START;
    for (uint32_t w = first; w < end; w++) {
        hash = name_hash_add(hash, &words[w]);
    }
    uint32_t n;
    const RegistryName *names = registry_find(r, hash, &n);
    for (uint32_t i = 0; i < n; i++) {
        const RegistryEntry *e = registry_entry(r, names[i].entry);
        bool acronym = (names[i].flags & NAME_ALL_UPPER) == 0 || words[first].all_upper;
        if (e->kind == KIND_STATE && words[first].upper && acronym) {
            return e;
        }
    }
    return NULL;
}

void homeland_vote_words(Homeland *h, const Registry *r, Str text, uint32_t votes) {
    NameWord words[WORDS_MAX];
    uint32_t n = 0, at = 0;
    while (n < WORDS_MAX && name_word(text, &at, &words[n], NULL, 0)) {
        n++;
    }
    for (uint32_t first = 0; first < n;) {
        uint32_t end = first + LONGEST < n ? first + LONGEST : n;
        const RegistryEntry *e = NULL;
        for (; end > first && (e = state_of(r, words, first, end)) == NULL; end--) {
        }
        if (e != NULL) {
            homeland_vote(h, r, e->code, votes);
        }
        first = e != NULL ? end : first + 1;
    }
}

void homeland_decide(const Homeland *h, char code[4]) {
    uint32_t best = 0, second = 0;
    for (uint32_t i = 1; i < h->n; i++) {
        best = h->votes[i].n > h->votes[best].n ? i : best;
    }
    for (uint32_t i = 0; i < h->n; i++) {
        second = i != best && h->votes[i].n > second ? h->votes[i].n : second;
    }
    memset(code, 0, 4);
    if (h->n > 0 &&
        (h->votes[best].n * 2 > h->total || (h->votes[best].n * 3 >= h->total && h->votes[best].n * 2 >= second * 3))) {
        memcpy(code, h->votes[best].code, 4);
    }
}
