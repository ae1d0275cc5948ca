#include "code/stance.h"

extern const unsigned char stance_data[];
extern const uint64_t stance_size;

typedef struct Slot {
    Str word; /* into the text; n 0: free */
    uint8_t class;
    StanceEntry entry;
} Slot;

enum { SLOTS = 4096, MAX_WORDS = SLOTS / 2, MAX_ENTRY = 64 };

struct Stances {
    uint32_t n;
    Slot slots[SLOTS]; /* open addressing */
};

static const char *const class_names[CUE_CLASS_COUNT] = {"verb", "noun", "adj", "adv", "adp"};

static uint32_t slot_of(const Stances *s, Str word, CueClass class) {
    uint32_t i = (uint32_t)hash_mix(str_hash(word), class) % SLOTS;
    while (s->slots[i].word.n > 0 && !(s->slots[i].class == class && str_eq(s->slots[i].word, word))) {
        i = (i + 1) % SLOTS;
    }
    return i;
}

/* The next word of *rest, spaces around it skipped. */
static bool next_word(Str *rest, Str *word) {
    *rest = str_trim(*rest);
    if (rest->n == 0) {
        return false;
    }
    uint32_t n = 0;
    while (n < rest->n && rest->at[n] != ' ' && rest->at[n] != '\t') {
        n++;
    }
    *word = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

typedef struct Group {
    CueClass class;
    StanceEntry entry;
    bool open;
} Group;

/* "STANCE CLASS, not STANCE" */
static bool group_read(Group *g, Str line, Err *err) {
    Str plain, class, not, negated, more;
    if (!next_word(&line, &plain) || !next_word(&line, &class) || !next_word(&line, &not ) ||
        !next_word(&line, &negated) || next_word(&line, &more) || !str_ends(class, STR(",")) || !str_is(not, "not")) {
        return err_set(err, "a group is written \"STANCE CLASS, not STANCE\"");
    }
    class.n--;
    int s = name_index(stance_names, STANCE_COUNT, plain), n = name_index(stance_names, STANCE_COUNT, negated);
    int c = name_index(class_names, CUE_CLASS_COUNT, class);
    if (s < 0 || n < 0) {
        Str bad = s < 0 ? plain : negated;
        return err_set(err, "no stance is called \"%.*s\"", (int)bad.n, bad.at);
    }
    if (c < 0) {
        return err_set(err, "no class of words is called \"%.*s\"", (int)class.n, class.at);
    }
    *g = (Group){(CueClass)c, {(uint8_t)s, (uint8_t)n}, true};
    return true;
}

static bool words_read(Stances *s, const Group *g, Str line, Err *err) {
    Str word;
    if (!g->open) {
        return err_set(err, "words stand before the first group");
    }
    while (next_word(&line, &word)) {
        uint32_t i = slot_of(s, word, g->class);
        if (word.n >= MAX_ENTRY || s->n == MAX_WORDS) {
            return err_set(err, "\"%.*s\" is too long, or is one word too many", (int)word.n, word.at);
        }
        if (s->slots[i].word.n > 0) {
            return err_set(err, "the %s \"%.*s\" has a stance already", class_names[g->class], (int)word.n, word.at);
        }
        s->slots[i] = (Slot){word, (uint8_t)g->class, g->entry};
        s->n++;
    }
    return true;
}

const Stances *stances_open(Arena *arena, Str table, const char *name, Err *err) {
    Stances *s = arena_new(arena, Stances);
    Str rest = table.at != NULL ? table : (Str){(const char *)stance_data, (uint32_t)stance_size};
    Group group = {.open = false};
    Str line;
    for (uint32_t number = 1; str_split(&rest, '\n', &line); number++) {
        for (uint32_t i = 0; i < line.n; i++) {
            if (line.at[i] == '#') {
                line.n = i;
            }
        }
        if (str_trim(line).n == 0) {
            continue;
        }
        bool margin = line.at[0] != ' ' && line.at[0] != '\t';
        if (!(margin ? group_read(&group, line, err) : words_read(s, &group, line, err))) {
            err_prefix(err, "%s:%u", name, number);
            return NULL;
        }
    }
    return s;
}

const StanceEntry *stance_lookup(const Stances *s, Str lemma, CueClass class) {
    if (class == CUE_CLASS_COUNT || lemma.n == 0) {
        return NULL;
    }
    const Slot *slot = &s->slots[slot_of(s, lemma, class)];
    return slot->word.n > 0 ? &slot->entry : NULL;
}

CueClass cue_class(const Token *t) {
    switch (t->upos) {
    case UPOS_VERB:
    case UPOS_AUX: return CUE_VERB;
    case UPOS_NOUN:
    case UPOS_PROPN: return CUE_NOUN;
    case UPOS_ADJ: return CUE_ADJ;
    case UPOS_ADV: return CUE_ADV;
    case UPOS_ADP:
    case UPOS_SCONJ: return CUE_ADP;
    default: return CUE_CLASS_COUNT;
    }
}

const StanceEntry *stance_of_token(const Doc *doc, const Stances *s, uint32_t token) {
    const Token *t = &doc->tokens.at[token];
    return stance_lookup(s, t->lemma, cue_class(t));
}

/* The entry "head_word" for a word that follows the head within the cue or right after it. */
static const StanceEntry *entry_of_pair(const Doc *doc, const Stances *s, uint32_t head, uint32_t end) {
    const Token *h = &doc->tokens.at[head];
    uint32_t last = doc->sentences.at[h->sentence].end;
    for (uint32_t t = head + 1; t <= end && t < last; t++) {
        Str word = doc->tokens.at[t].lemma;
        char pair[MAX_ENTRY];
        if (h->lemma.n + word.n + 1 >= MAX_ENTRY || word.n == 0) {
            continue;
        }
        memcpy(pair, h->lemma.at, h->lemma.n);
        pair[h->lemma.n] = '_';
        memcpy(pair + h->lemma.n + 1, word.at, word.n);
        const StanceEntry *e = stance_lookup(s, (Str){pair, h->lemma.n + 1 + word.n}, cue_class(h));
        if (e != NULL) {
            return e;
        }
    }
    return NULL;
}

static bool is_negation(Str lemma) {
    static const char *const words[] = {"not", "n't", "never", "no", "neither", "nor", "hardly", "without"};
    return STR_IN(lemma, words);
}

/* A negation that hangs on the head, or stands in the cue before it ("never said", "no indication"). */
static bool is_negated(const Doc *doc, uint32_t first, uint32_t head) {
    const Sentence *s = &doc->sentences.at[doc->tokens.at[head].sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        bool near = doc->tokens.at[t].head == head && t < head;
        if ((near || (t >= first && t < head)) && is_negation(doc->tokens.at[t].lemma)) {
            return true;
        }
    }
    return false;
}

Stance stance_of_cue(const Doc *doc, const Stances *s, uint32_t first, uint32_t end, uint32_t head) {
    const StanceEntry *e = entry_of_pair(doc, s, head, end);
    uint32_t word = head;
    if (e == NULL) {
        e = stance_of_token(doc, s, head);
    }
    for (uint32_t t = first; t < end && e == NULL; t++) {
        e = stance_of_token(doc, s, t);
        word = t;
    }
    if (e == NULL) {
        return STANCE_asserts;
    }
    return is_negated(doc, first, word) ? e->negated : e->stance;
}
