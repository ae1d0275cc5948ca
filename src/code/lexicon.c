#include "code/lexicon.h"

const char *const lex_step_names[STEP_COUNT] = {
    "",    "subj", "obj", "iobj",  "comp", "xcomp", "ccomp", "advcl", "prt", "adv",  "amod", "compound", "mod", "poss",
    "det", "num",  "gov", "light", "aux",  "conj",  "appos", "prep",  "any", "next", "prev", "pred",     "acl"};

#define ROLE_NAME(name) #name,
static const char *const role_names[ROLE_COUNT] = {LEX_ROLES(ROLE_NAME)};

static bool table_fits(const LexHeader *h, int table, size_t size, size_t record) {
    uint64_t offset = h->table[table].offset, n = h->table[table].n;
    return offset % 8 == 0 && offset <= size && n <= (size - offset) / record && n < NONE;
}

bool lexicon_open(Lexicon *lex, const void *bytes, size_t size, Err *err) {
    const LexHeader *h = bytes;
    if (size < sizeof *h || h->magic != LEX_MAGIC) {
        return err_set(err, "the lexicon is no compiled lexicon");
    }
    if (h->version != LEX_VERSION) {
        return err_set(err, "the lexicon has version %u, this program reads %d", h->version, LEX_VERSION);
    }
    lex->header = h;
#define OPEN_TABLE(name, Type)                                                                                         \
    if (!table_fits(h, LEX_TABLE_##name, size, sizeof(Type))) {                                                        \
        return err_set(err, "the lexicon's table \"" #name "\" is broken");                                            \
    }                                                                                                                  \
    lex->name = (const Type *)(const void *)((const char *)bytes + h->table[LEX_TABLE_##name].offset);                 \
    lex->n_##name = (uint32_t)h->table[LEX_TABLE_##name].n;
    LEX_TABLES(OPEN_TABLE)
    if (lex->n_slots == 0 || (lex->n_slots & (lex->n_slots - 1)) != 0) {
        return err_set(err, "the lexicon's table \"slots\" is broken");
    }
    for (int r = 0; r < ROLE_COUNT; r++) {
        lex->role[r] = lexicon_class(lex, str_of(role_names[r]));
    }
    return true;
}

uint32_t lexicon_word(const Lexicon *lex, Str lower) {
    uint32_t mask = lex->n_slots - 1;
    for (uint32_t i = (uint32_t)str_hash(lower) & mask; lex->slots[i] != NONE; i = (i + 1) & mask) {
        const LexWord *w = &lex->words[lex->slots[i]];
        if (w->length == lower.n && memcmp(lex->text + w->text, lower.at, lower.n) == 0) {
            return lex->slots[i];
        }
    }
    return NONE;
}

uint32_t lexicon_class(const Lexicon *lex, Str name) {
    for (uint32_t i = 0; i < lex->n_classes; i++) {
        if (str_is(name, lexicon_string(lex, lex->classes[i].name))) {
            return i;
        }
    }
    return NONE;
}

bool lexicon_in_class(const Lexicon *lex, uint32_t word, uint32_t class) {
    const LexWord *w = &lex->words[word];
    for (uint32_t i = 0; i < w->n_classes; i++) {
        if (lex->class_refs[w->first_class + i] == class) {
            return true;
        }
    }
    return false;
}
