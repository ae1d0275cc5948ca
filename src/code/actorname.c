#include "code/actorname.h"

#include "base/utf8.h"

static void cut_words(NameMap *map, const Doc *doc, Arena *arena) {
    uint32_t cap = doc->tokens.n * 2 + 16, n = 0;
    map->words = arena_alloc(arena, cap * sizeof *map->words);
    map->word_at = arena_alloc(arena, (doc->tokens.n + 1) * sizeof *map->word_at);
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        map->word_at[t] = n;
        Str form = token_form(doc, t);
        NameWord word;
        for (uint32_t at = 0; name_word(form, &at, &word, NULL, 0);) {
            if (n == cap) {
                map->words = arena_grow(arena, map->words, cap * sizeof *map->words, cap * 2 * sizeof *map->words);
                cap *= 2;
            }
            map->words[n++] = word;
        }
    }
    map->word_at[doc->tokens.n] = n;
}

static bool case_fits(const NameMap *map, const RegistryName *name, uint32_t word, bool any_case) {
    const NameWord *w = &map->words[word];
    if (any_case) {
        return (name->flags & NAME_ALL_UPPER) == 0 || name->words > 1 || w->letters > 2;
    }
    if ((name->flags & NAME_ALL_UPPER) != 0) {
        return w->all_upper;
    }
    bool the = name->words > 1 && (name->flags & NAME_CAPITAL) != 0 && !w->upper && w->letters == 3;
    return (name->flags & NAME_CAPITAL) == 0 || w->upper || (the && map->words[word + 1].upper);
}

/* The longest name that begins at token t. */
static bool match_at(NameMap *map, const Doc *doc, uint32_t t, uint32_t sentence_end, bool any_case, NameMatch *match) {
    uint32_t w = map->word_at[t], last = map->word_at[sentence_end];
    if (map->word_at[t + 1] == w) {
        return false;
    }
    uint32_t longest = registry_longest(map->registry, map->words[w].hash), found = 0;
    uint64_t hash = NAME_HASH_START;
    uint32_t token = t;
    for (uint32_t k = 0; k < longest && w + k < last; k++) {
        hash = name_hash_add(hash, &map->words[w + k]);
        while (map->word_at[token + 1] <= w + k) {
            token++;
            if (map->word_at[token + 1] == map->word_at[token] && doc->tokens.at[token].upos == UPOS_PUNCT &&
                doc->tokens.at[token].xpos != XPOS_HYPH && token_form(doc, token).at[0] != '-') {
                return found > 0; /* no name runs over a comma or a bracket */
            }
        }
        if (map->word_at[token + 1] != w + k + 1) {
            continue; /* inside a token */
        }
        uint32_t n;
        const RegistryName *names = registry_find(map->registry, hash, &n);
        bool fits = false;
        for (uint32_t i = 0; i < n; i++) {
            fits = fits || (names[i].kind != NAMED_SURNAME && case_fits(map, &names[i], w, any_case));
        }
        if (n > 0 && !fits && k == 0) {
            for (uint32_t i = 0; i < n; i++) {
                fits = fits || (names[i].kind == NAMED_SURNAME && case_fits(map, &names[i], w, any_case));
            }
        }
        if (fits) {
            *match = (NameMatch){.first = t, .end = token + 1, .names = names, .n = n};
            found = k + 1;
        }
    }
    return found > 0;
}

/* "Isreal", "Estnoia": an unknown word is a country or a place whose name has two neighbouring letters swapped. */
static bool swapped_at(const NameMap *map, const Doc *doc, uint32_t t, NameMatch *match) {
    enum { LEAST = 5, ROOM = 40 };
    char letters[ROOM];
    NameWord word;
    uint32_t at = 0, unknown, words;
    Str form = token_form(doc, t);
    if (!name_word(form, &at, &word, letters, sizeof letters) || at < form.n || word.letters < LEAST ||
        word.letters + 1 >= ROOM || !word.upper || strlen(letters) != word.letters) {
        return false;
    }
    registry_find(map->registry, name_hash(form, &words), &unknown);
    for (uint32_t i = 0; i + 1 < word.letters && unknown == 0; i++) {
        char first = letters[i];
        letters[i] = letters[i + 1];
        letters[i + 1] = first;
        uint32_t n;
        const RegistryName *names = registry_find(map->registry, name_hash(str_of(letters), &words), &n);
        letters[i + 1] = letters[i];
        letters[i] = first;
        for (uint32_t k = 0; k < n; k++) {
            RegistryKind kind = (RegistryKind)actorname_entry(map, &names[k])->kind;
            if (kind == KIND_STATE || kind == KIND_PLACE) {
                *match = (NameMatch){.first = t, .end = t + 1, .names = names, .n = n};
                return true;
            }
        }
    }
    return false;
}

static bool has_capital(Str text) {
    int32_t code;
    for (uint32_t i = 0; i < text.n; i += utf8_decode(text, i, &code)) {
        utf8_decode(text, i, &code);
        if (utf8_is_upper(code)) {
            return true;
        }
    }
    return false;
}

static void count_support(NameMap *map, const NameMatch *m) {
    for (uint32_t i = 0; i < m->n; i++) {
        const RegistryEntry *e = actorname_entry(map, &m->names[i]);
        if (m->names[i].kind == NAMED_SURNAME || (m->names[i].flags & NAME_AMBIGUOUS) != 0 || e->code[0] == '\0' ||
            e->kind == KIND_PERSON) {
            continue;
        }
        uint32_t state = registry_state(map->registry, e->code);
        if (state != NONE && map->support[state] < 250) {
            map->support[state] += e->kind == KIND_PLACE ? 3 : 1;
        }
    }
}

NameMap *actorname_find(const Registry *r, const Doc *doc, Arena *arena, bool phrase) {
    bool any_case = phrase && !has_capital(doc->text);
    NameMap *map = arena_new(arena, NameMap);
    map->registry = r;
    map->of = arena_alloc(arena, (doc->tokens.n + 1) * sizeof *map->of);
    map->role_end = arena_zero(arena, (doc->tokens.n + 1) * sizeof *map->role_end);
    map->support = arena_zero(arena, registry_count(r) + 1);
    cut_words(map, doc, arena);
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        const Sentence *sentence = &doc->sentences.at[s];
        for (uint32_t t = sentence->first; t < sentence->end;) {
            NameMatch match;
            map->of[t] = NONE;
            if (!match_at(map, doc, t, sentence->end, any_case, &match) &&
                !(phrase && swapped_at(map, doc, t, &match))) {
                t++;
                continue;
            }
            vec_room(arena, (void **)&map->at, map->n, &map->cap, sizeof *map->at);
            map->at[map->n] = match;
            for (; t < match.end; t++) {
                map->of[t] = map->n;
            }
            count_support(map, &map->at[map->n++]);
        }
    }
    return map;
}

uint64_t actorname_hash(const NameMap *map, uint32_t first, uint32_t end) {
    uint64_t hash = NAME_HASH_START;
    for (uint32_t w = map->word_at[first]; w < map->word_at[end]; w++) {
        hash = name_hash_add(hash, &map->words[w]);
    }
    return hash;
}

static uint64_t add_words(uint64_t hash, Str words) {
    NameWord word;
    for (uint32_t at = 0; name_word(words, &at, &word, NULL, 0);) {
        hash = name_hash_add(hash, &word);
    }
    return hash;
}

/* The singular of a regular plural, where the lemmatiser took the word for something else. */
static Str singular(Str form, char room[64]) {
    static const struct {
        const char *end, *instead;
    } table[] = {{"ives", "ife"}, {"ieves", "ief"}, {"ies", "y"}, {"men", "man"},
                 {"sses", "ss"},  {"ches", "ch"},   {"s", ""}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        Str end = str_of(table[i].end);
        if (form.n > end.n + 1 && form.n < 60 && str_ends(form, end) && !str_ends(form, STR("ss"))) {
            uint32_t keep = form.n - end.n;
            memcpy(room, form.at, keep);
            memcpy(room + keep, table[i].instead, strlen(table[i].instead));
            return (Str){room, keep + (uint32_t)strlen(table[i].instead)};
        }
    }
    return form;
}

static bool ends_role(const NameMap *map, Str words) {
    NameWord word;
    uint64_t last = 0;
    for (uint32_t at = 0; name_word(words, &at, &word, NULL, 0);) {
        last = word.hash;
    }
    return registry_ends_role(map->registry, last);
}

static const RoleEnd *role_end(const NameMap *map, const Doc *doc, uint32_t t) {
    RoleEnd *e = &map->role_end[t];
    if (e->known) {
        return e;
    }
    const Token *token = &doc->tokens.at[t];
    NameWord word = {0};
    char room[64];
    uint32_t at = 0;
    e->known = true;
    e->one = name_word(token->lemma, &at, &word, NULL, 0) && at >= token->lemma.n;
    e->lemma = word.hash;
    e->may = (e->one ? registry_ends_role(map->registry, e->lemma) : ends_role(map, token->lemma)) ||
             (map->word_at[t] < map->word_at[t + 1] &&
              registry_ends_role(map->registry, map->words[map->word_at[t + 1] - 1].hash)) ||
             (token->upos != UPOS_NOUN && ends_role(map, singular(token_form(doc, t), room)));
    return e;
}

const RegistryRole *actorname_role(const NameMap *map, const Doc *doc, uint32_t first, uint32_t end) {
    const Token *last = &doc->tokens.at[end - 1];
    const RoleEnd *e = role_end(map, doc, end - 1);
    uint32_t from = map->word_at[first], to = map->word_at[end - 1];
    if (!e->may || (from < to && !registry_begins_role(map->registry, map->words[from].hash))) {
        return NULL;
    }
    uint64_t before = NAME_HASH_START;
    for (uint32_t w = from; w < to; w++) {
        before = name_hash_add(before, &map->words[w]);
    }
    const RegistryRole *role =
        registry_role(map->registry, e->one ? hash_mix(before, e->lemma) : add_words(before, last->lemma));
    if (role == NULL) {
        role = registry_role(map->registry, actorname_hash(map, first, end));
    }
    if (role == NULL && last->upos != UPOS_NOUN) {
        char room[64];
        role = registry_role(map->registry, add_words(before, singular(token_form(doc, end - 1), room)));
    }
    return role;
}

/* A clear name before a doubtful one, then what the report speaks of, then the order of the registry. */
static int worth(const NameMap *map, const RegistryName *name) {
    static const int by_kind[NAMED_COUNT] = {
        [NAMED_FULL] = 40, [NAMED_ADJECTIVE] = 40, [NAMED_PEOPLE] = 40, [NAMED_CAPITAL] = 30,
        [NAMED_SEAT] = 35, [NAMED_SHORT] = 20,     [NAMED_SURNAME] = 0};
    const RegistryEntry *e = actorname_entry(map, name);
    int score = by_kind[name->kind] - ((name->flags & NAME_AMBIGUOUS) != 0 ? 4 : 0);
    score += e->kind == KIND_STATE ? 2 : 0;
    uint32_t state = e->code[0] == '\0' ? NONE : registry_state(map->registry, e->code);
    if (state != NONE) {
        int support = map->support[state];
        score += e->kind == KIND_PLACE ? (support >= 3 ? 3 : 0) : (support > 6 ? 6 : support);
    }
    return score;
}

const RegistryName *actorname_pick(const NameMap *map, const NameMatch *match, unsigned kinds) {
    const RegistryName *best = NULL;
    int best_score = 0;
    for (uint32_t i = 0; i < match->n; i++) {
        const RegistryName *name = &match->names[i];
        if ((kinds >> name->kind & 1u) == 0) {
            continue;
        }
        int score = worth(map, name);
        if (best == NULL || score > best_score) {
            best = name;
            best_score = score;
        }
    }
    return best;
}
