#include "code/noun.h"

#include "doc/ontology.h"

extern const unsigned char nouns_data[];
extern const uint64_t nouns_size;

enum { SLOTS = 4096, MAX_WORDS = SLOTS / 2, LONGEST = 24 };

struct Nouns {
    uint32_t n;
    Str word[SLOTS]; /* open addressing; into the text; n 0: free */
    uint8_t kind[SLOTS];
};

static const char *const kind_names[NOUN_KINDS] = {"",      "area", "land",   "way",   "site",  "firm",
                                                   "press", "body", "person", "thing", "office"};

static uint32_t slot_of(const Nouns *nouns, Str word) {
    uint32_t i = (uint32_t)str_hash(word) % SLOTS;
    while (nouns->word[i].n > 0 && !str_eq(nouns->word[i], word)) {
        i = (i + 1) % SLOTS;
    }
    return i;
}

static bool words_read(Nouns *nouns, uint8_t kind, Str line, Err *err) {
    Str word;
    while (str_split(&line, ' ', &word)) {
        if (word.n == 0) {
            continue;
        }
        uint32_t slot = slot_of(nouns, word);
        if (word.n > LONGEST || nouns->n == MAX_WORDS) {
            return err_set(err, word.n > LONGEST ? "a word is too long" : "there are too many words");
        }
        if (kind == NOUN_NONE || nouns->word[slot].n > 0) {
            return err_set(err, "\"%.*s\" %s", (int)word.n, word.at,
                           kind == NOUN_NONE ? "stands under no kind" : "has a kind already");
        }
        nouns->word[slot] = word;
        nouns->kind[slot] = kind;
        nouns->n++;
    }
    return true;
}

const Nouns *nouns_open(Arena *arena, Str table, const char *name, Err *err) {
    Nouns *nouns = arena_new(arena, Nouns);
    Str rest = table.at != NULL ? table : (Str){(const char *)nouns_data, (uint32_t)nouns_size}, line;
    uint8_t kind = NOUN_NONE;
    for (uint32_t number = 1; str_split(&rest, '\n', &line); number++) {
        if (line.n == 0 || line.at[0] == '#') {
            continue;
        }
        bool good = true;
        if (line.at[0] != ' ') {
            int found =
                str_ends(line, STR(":")) ? name_index(kind_names, NOUN_KINDS, str_sub(line, 0, line.n - 1)) : -1;
            kind = found > 0 ? (uint8_t)found : NOUN_NONE;
            good = found > 0 || err_set(err, "no kind is called \"%.*s\"", (int)line.n, line.at);
        } else {
            good = words_read(nouns, kind, line, err);
        }
        if (!good) {
            err_prefix(err, "%s:%u", name, number);
            return NULL;
        }
    }
    return nouns;
}

NounKind noun_kind(const Nouns *nouns, Str word) {
    char lower[LONGEST + 1];
    word.n -= word.n > 2 && word.at[word.n - 1] == '.';
    if (word.n > LONGEST) {
        return NOUN_NONE;
    }
    for (uint32_t i = 0; i < word.n; i++) {
        lower[i] = word.at[i] >= 'A' && word.at[i] <= 'Z' ? (char)(word.at[i] + 32) : word.at[i];
    }
    uint32_t slot = slot_of(nouns, (Str){lower, word.n});
    if (nouns->word[slot].n == 0 && word.n > 3 && lower[word.n - 1] == 's') {
        slot = slot_of(nouns, (Str){lower, word.n - 1});
    }
    return (NounKind)nouns->kind[slot];
}
