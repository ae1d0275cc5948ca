#include "code/nerfeature.h"

#include <stdlib.h>

#include "base/utf8.h"

/* Kinds of features: append, the model knows them by number. */
enum {
    F_BIAS = 1,
    F_WORD,
    F_FIRST,
    F_LAST,
    F_WHOLE,
    F_SUFFIX,
    F_PREFIX,
    F_SHAPE,
    F_LENGTH,
    F_MATCH,
    F_INNER_FIRST,
    F_INNER_LAST,
    F_LAST_ROLE,
    F_FIRST_ROLE,
    F_BEFORE,
    F_BEFORE2,
    F_AFTER,
    F_AFTER2,
    F_TITLE,
    F_NEXT_ROLE,
    F_DEPREL,
    F_GOVERNOR,
    F_CASE,
    F_TAG,
    F_START,
    F_COUNT,
    F_LONGER,
    F_LONGER_FIRST,
    F_DESCRIBED,
    F_PIECE,
    F_SHAPE_DEPREL,
    F_LAST_CASE,
    F_APPOS_ROLE,
    F_BEGINS,
    F_BEGINS_SHAPE,
    F_SURNAME,
    F_BEFORE_AFTER,
    F_PLACE,
    F_PLACE_SHAPE,
    F_NOUN_FIRST,
    F_NOUN_LAST,
    F_NOUN_INSIDE,
    F_NOUN_BEFORE,
    F_NOUN_AFTER,
    F_NOUN_GOVERNOR,
    F_NOUN_APPOS,
    F_ROLE_GOVERNOR,
    F_CASE_GOVERNOR,
    F_CASE_NOUN,
    F_BESIDE,
    F_BESIDE_PLACE,
    F_BESIDE_NOUN,
    F_GROUP_FIRST,
    F_GROUP_LAST,
    F_GROUP_BEFORE,
    F_GROUP_BEFORE2,
    F_GROUP_AFTER,
    F_GROUP_AFTER2,
    F_GROUP_GOVERNOR,
    F_GROUP_CASE,
    F_GROUP_APPOS,
    F_GROUP_BESIDE,
    F_GROUPS_BOTH,
    F_GROUP_SHAPE_BEFORE,
    F_GROUP_SHAPE_AFTER,
    F_GROUP_THE,
    F_LONGER_NOUN,
};

static void add(NerFeatures *f, uint64_t kind, uint64_t value) {
    if (f->n < NER_FEATURES_MAX) {
        f->kind[f->n] = (uint8_t)kind;
        f->row[f->n++] = (uint32_t)(hash_mix(kind * UINT64_C(0x9E3779B97F4A7C15), value) >> 20) & (NER_ROWS - 1);
    }
}

static const Token *tok(const Doc *doc, uint32_t t) {
    return &doc->tokens.at[t];
}

static uint64_t lower_hash(const NameMap *map, const Doc *doc, uint32_t t) {
    uint32_t w = map->word_at[t];
    return w < map->word_at[t + 1] ? map->words[w].hash : str_hash(token_form(doc, t));
}

uint32_t ner_head(const Doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        uint32_t head = tok(doc, t)->head;
        if ((head == NONE || head < first || head >= end) && tok(doc, t)->upos != UPOS_PUNCT) {
            return t;
        }
    }
    return first;
}

static uint64_t shape_of(const NameMap *map, uint32_t first, uint32_t end) {
    uint64_t shape = 0;
    uint32_t words = map->word_at[end] - map->word_at[first];
    for (uint32_t w = map->word_at[first]; w < map->word_at[end] && w < map->word_at[first] + 5; w++) {
        uint64_t one = map->words[w].all_upper ? (map->words[w].letters == 1 ? 1 : 2) : map->words[w].upper ? 3 : 4;
        shape = shape * 5 + one;
    }
    return shape * 8 + (words > 6 ? 6 : words);
}

static void affixes(NerFeatures *f, const Doc *doc, uint32_t t, uint64_t where) {
    Str form = token_form(doc, t);
    for (uint32_t n = 2; n <= 4 && n < form.n; n++) {
        add(f, F_SUFFIX, hash_mix(where + n, str_hash(str_sub(form, form.n - n, form.n))));
        if (n > 2) {
            add(f, F_PREFIX, hash_mix(where + n, str_hash(str_sub(form, 0, n))));
        }
    }
}

/* What the registry knows of a name: the kind of entry, the kind of name, whether it is doubtful. */
static uint64_t match_value(const NameMap *map, uint32_t match) {
    const RegistryName *name = actorname_pick(map, &map->at[match], ~0u);
    return name == NULL ? 0
                        : 1 + actorname_entry(map, name)->kind * 64u + name->kind * 4u + (name->flags & NAME_AMBIGUOUS);
}

static uint64_t role_value(const RegistryRole *role) {
    return role == NULL ? 0 : 1 + role->kinds * 64u + role->sector;
}

static const RegistryRole *role_ending_at(const NameMap *map, const Doc *doc, uint32_t t, uint32_t sentence_first) {
    for (uint32_t from = t >= sentence_first + 2 ? t - 2 : sentence_first; from <= t; from++) {
        const RegistryRole *role = actorname_role(map, doc, from, t + 1);
        if (role != NULL && role->kinds != (uint8_t)(1u << WORD_MODIFIER)) {
            return role;
        }
    }
    return NULL;
}

/* Whether somebody of the registry has the word as a surname. */
static bool is_surname(const NameMap *map, uint32_t word) {
    uint32_t n;
    const RegistryName *names = registry_find(map->registry, name_hash_add(NAME_HASH_START, &map->words[word]), &n);
    for (uint32_t i = 0; i < n; i++) {
        if (names[i].kind == NAMED_SURNAME) {
            return true;
        }
    }
    return false;
}

static void inside(NerFeatures *f, const NameMap *map, const Doc *doc, const NameRun *run) {
    uint32_t first = run->first, end = run->end, w0 = map->word_at[first], w1 = map->word_at[end];
    for (uint32_t w = w0; w < w1 && w < w0 + 8; w++) {
        add(f, F_WORD, map->words[w].hash);
    }
    if (w0 < w1) {
        uint32_t begins = registry_beginnings(map->registry, map->words[w0].hash);
        add(f, F_BEGINS, begins);
        add(f, F_BEGINS_SHAPE, hash_mix(begins, shape_of(map, first, end)));
        add(f, F_SURNAME, is_surname(map, w1 - 1));
        add(f, F_FIRST, map->words[w0].hash);
        add(f, F_LAST, map->words[w1 - 1].hash);
    }
    add(f, F_WHOLE, actorname_hash(map, first, end));
    uint64_t shape = shape_of(map, first, end);
    add(f, F_SHAPE, shape);
    add(f, F_LENGTH, end - first > 6 ? 6 : end - first);
    affixes(f, doc, first, 0);
    affixes(f, doc, end - 1, 100);
    uint32_t m0 = map->of[first], m1 = map->of[end - 1];
    if (m0 != NONE && map->at[m0].first == first && map->at[m0].end == end) {
        add(f, F_MATCH, match_value(map, m0));
    } else {
        add(f, F_INNER_FIRST, m0 != NONE ? match_value(map, m0) : 0);
        add(f, F_INNER_LAST, m1 != NONE ? match_value(map, m1) : 0);
    }
    add(f, F_LAST_ROLE, role_value(actorname_role(map, doc, end - 1, end)));
    add(f, F_FIRST_ROLE, role_value(actorname_role(map, doc, first, first + 1)));
    add(f, F_PIECE, run->piece);
}

static void around(NerFeatures *f, const NameMap *map, const Doc *doc, const NameRun *run) {
    uint32_t first = run->first, end = run->end, head = ner_head(doc, first, end);
    const Sentence *s = &doc->sentences.at[tok(doc, first)->sentence];
    uint64_t before = first > s->first ? lower_hash(map, doc, first - 1) : 1;
    uint64_t after = end < s->end ? lower_hash(map, doc, end) : 1;
    add(f, F_BEFORE, before);
    add(f, F_BEFORE2, hash_mix(before, first > s->first + 1 ? lower_hash(map, doc, first - 2) : 1));
    add(f, F_AFTER, after);
    add(f, F_BEFORE_AFTER, hash_mix(before, after));
    add(f, F_AFTER2, hash_mix(after, end + 1 < s->end ? lower_hash(map, doc, end + 1) : 1));
    add(f, F_TITLE, first > s->first ? role_value(role_ending_at(map, doc, first - 1, s->first)) : 0);
    add(f, F_NEXT_ROLE, end < s->end ? role_value(actorname_role(map, doc, end, end + 1)) : 0);
    add(f, F_START, (uint64_t)(first == s->first) * 2 + (s->kind == SENTENCE_HEADING));
    const Token *token = tok(doc, head);
    uint64_t governor = token->head == NONE ? 1 : str_hash(tok(doc, token->head)->lemma);
    add(f, F_DEPREL, token->deprel);
    add(f, F_GOVERNOR, hash_mix(token->deprel, governor));
    add(f, F_TAG, token->xpos);
    add(f, F_SHAPE_DEPREL, hash_mix(shape_of(map, first, end), token->deprel));
    for (uint32_t t = first; t-- > s->first && first - t < 5;) {
        if (tok(doc, t)->head == head && tok(doc, t)->deprel == DEPREL_case) {
            add(f, F_CASE, lower_hash(map, doc, t));
            add(f, F_LAST_CASE, hash_mix(lower_hash(map, doc, t), shape_of(map, first, end)));
        }
    }
    for (uint32_t t = end; t < s->end && t < end + 12; t++) {
        if (tok(doc, t)->head == head && tok(doc, t)->deprel == DEPREL_appos) {
            add(f, F_APPOS_ROLE, role_value(role_ending_at(map, doc, t, s->first)));
        }
    }
}

/* What the gazetteer has of a name: kind and rank of its likeliest place; 0 nothing. */
static uint64_t place_value(const Gazetteer *places, const Doc *doc, const NameRun *run, Arena *arena) {
    char key[GAZ_KEY_MAX];
    uint32_t n = 0;
    Str text =
        str_lower(arena, doc_str(doc, (Span){tok(doc, run->first)->span.start, tok(doc, run->end - 1)->span.end}));
    for (uint32_t i = 0, bytes; i < text.n; i += bytes) {
        int32_t code;
        bytes = utf8_decode(text, i, &code);
        bool letter = utf8_is_letter(code) || (code >= '0' && code <= '9');
        if (n + bytes >= sizeof key) {
            return 0;
        }
        if (letter) {
            memcpy(key + n, text.at + i, bytes);
            n += bytes;
        } else if (n > 0 && key[n - 1] != ' ') {
            key[n++] = ' ';
        }
    }
    n -= n > 0 && key[n - 1] == ' ';
    bool more;
    uint64_t best = 0;
    for (uint32_t name = gazetteer_find(places, (Str){key, n}, &more); name != NONE;
         name = places->names.at[name].next) {
        const GazName *x = &places->names.at[name];
        if (!x->demonym && !x->abbreviation && x->place != NONE) {
            const GazPlace *p = &places->places.at[x->place];
            uint64_t value = 1 + p->rank * 16u + p->kind;
            best = value > best ? value : best;
        }
    }
    return best;
}

/* ---- what the nouns in and around a name say ---- */

static NounKind noun_at(const Nouns *nouns, const Doc *doc, uint32_t t) {
    NounKind kind = noun_kind(nouns, token_form(doc, t));
    return kind != NOUN_NONE ? kind : noun_kind(nouns, tok(doc, t)->lemma);
}

/* Words used alike share a group: 1 …, or 0.  All numbers do. */
static uint64_t group_at(const NerLists *lists, const Doc *doc, uint32_t t) {
    char lower[32];
    Str word = token_form(doc, t);
    if (word.n > sizeof lower) {
        return 0;
    }
    for (uint32_t i = 0; i < word.n; i++) {
        lower[i] = word.at[i] >= 'A' && word.at[i] <= 'Z' ? (char)(word.at[i] + 32) : word.at[i];
    }
    bool number = word.n > 0 && lower[0] >= '0' && lower[0] <= '9';
    uint32_t hash = (uint32_t)str_hash(number ? STR("0") : (Str){lower, word.n}), low = 0;
    for (uint32_t n = lists->groups; n > 0;) {
        uint32_t half = n / 2;
        if (lists->group_hash[low + half] < hash) {
            low += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return low < lists->groups && lists->group_hash[low] == hash ? lists->group_of[low] : 0;
}

static void groups_around(NerFeatures *f, const NameMap *map, const NerLists *lists, const Doc *doc,
                          const NameRun *run) {
    uint32_t first = run->first, end = run->end, head = ner_head(doc, first, end);
    const Sentence *s = &doc->sentences.at[tok(doc, first)->sentence];
    uint64_t many = end - first > 1 ? 256 : 0;
    add(f, F_GROUP_FIRST, group_at(lists, doc, first) + many);
    add(f, F_GROUP_LAST, group_at(lists, doc, end - 1) + many);
    uint64_t before = first > s->first ? group_at(lists, doc, first - 1) : 256;
    uint64_t after = end < s->end ? group_at(lists, doc, end) : 256;
    add(f, F_GROUP_BEFORE, before);
    add(f, F_GROUP_BEFORE2, before * 512 + (first > s->first + 1 ? group_at(lists, doc, first - 2) : 256));
    add(f, F_GROUP_AFTER, after);
    uint64_t shape = shape_of(map, first, end);
    add(f, F_GROUPS_BOTH, before * 512 + after);
    add(f, F_GROUP_SHAPE_BEFORE, hash_mix(shape, before));
    add(f, F_GROUP_SHAPE_AFTER, hash_mix(shape, after));
    add(f, F_GROUP_AFTER2, after * 512 + (end + 1 < s->end ? group_at(lists, doc, end + 1) : 256));
    const Token *token = tok(doc, head);
    if (token->head != NONE) {
        uint64_t governor = group_at(lists, doc, token->head);
        uint64_t the = first > s->first && tok(doc, first - 1)->upos == UPOS_DET;
        add(f, F_GROUP_GOVERNOR, token->deprel * 512u + governor);
        add(f, F_GROUP_THE, (token->deprel * 512u + governor) * 2 + the);
        for (uint32_t t = first; t-- > s->first && first - t < 5;) {
            if (tok(doc, t)->head == head && tok(doc, t)->deprel == DEPREL_case) {
                add(f, F_GROUP_CASE, hash_mix(lower_hash(map, doc, t), governor));
            }
        }
    }
    for (uint32_t t = end; t < s->end && t < end + 12; t++) {
        if (tok(doc, t)->head == head && tok(doc, t)->deprel == DEPREL_appos) {
            add(f, F_GROUP_APPOS, group_at(lists, doc, t));
        }
    }
}

static void nouns_around(NerFeatures *f, const NameMap *map, const Nouns *nouns, const Doc *doc, const NameRun *run) {
    uint32_t first = run->first, end = run->end, head = ner_head(doc, first, end);
    const Sentence *s = &doc->sentences.at[tok(doc, first)->sentence];
    uint64_t many = end - first > 1;
    add(f, F_NOUN_FIRST, noun_at(nouns, doc, first) * 2 + many);
    add(f, F_NOUN_LAST, noun_at(nouns, doc, end - 1) * 2 + many);
    for (uint32_t t = first + 1; t + 1 < end && t < first + 6; t++) {
        NounKind kind = noun_at(nouns, doc, t);
        if (kind != NOUN_NONE) {
            add(f, F_NOUN_INSIDE, kind);
        }
    }
    uint32_t before = first; /* quotation marks and brackets are passed over */
    while (before > s->first && tok(doc, before - 1)->upos == UPOS_PUNCT && first - before < 2) {
        before--;
    }
    add(f, F_NOUN_BEFORE, before > s->first ? noun_at(nouns, doc, before - 1) * 2 + (before < first) : 1);
    uint32_t after = end;
    after += after < s->end && tok(doc, after)->xpos == XPOS_POS;
    add(f, F_NOUN_AFTER, after < s->end ? noun_at(nouns, doc, after) * 2 + (after > end) : 1);
    const Token *token = tok(doc, head);
    uint64_t preposition = 0;
    for (uint32_t t = first; t-- > s->first && first - t < 5;) {
        if (tok(doc, t)->head == head && tok(doc, t)->deprel == DEPREL_case) {
            preposition = lower_hash(map, doc, t);
        }
    }
    if (token->head != NONE) {
        NounKind kind = noun_at(nouns, doc, token->head);
        add(f, F_NOUN_GOVERNOR, token->deprel * 16u + kind);
        add(f, F_ROLE_GOVERNOR, hash_mix(token->deprel, role_value(role_ending_at(map, doc, token->head, s->first))));
        add(f, F_CASE_GOVERNOR, hash_mix(preposition, str_hash(tok(doc, token->head)->lemma)));
        add(f, F_CASE_NOUN, hash_mix(preposition, kind));
    }
    for (uint32_t t = end; t < s->end && t < end + 12; t++) {
        if (tok(doc, t)->head == head && tok(doc, t)->deprel == DEPREL_appos) {
            add(f, F_NOUN_APPOS, noun_at(nouns, doc, t));
        }
    }
}

/* Names that stand in a row with this one: "Tarn, Velland and Kessin". */
static void beside(NerFeatures *f, const NameMap *map, const NerLists *lists, const Doc *doc, const NameRuns *runs,
                   uint32_t i, Arena *arena) {
    const NameRun *run = &runs->at[i];
    for (int side = 0; side < 2; side++) {
        if (side == 0 ? i == 0 : i + 1 == runs->n) {
            continue;
        }
        const NameRun *other = &runs->at[side == 0 ? i - 1 : i + 1];
        uint32_t from = side == 0 ? other->end : run->end, to = side == 0 ? run->first : other->first;
        bool row = to > from && to - from <= 2 && tok(doc, from)->sentence == tok(doc, to)->sentence;
        for (uint32_t t = from; row && t < to; t++) {
            row = tok(doc, t)->upos == UPOS_CCONJ || str_is(token_form(doc, t), ",");
        }
        if (row) {
            uint64_t shape = shape_of(map, other->first, other->end);
            add(f, F_BESIDE,
                hash_mix(shape, registry_beginnings(map->registry, map->words[map->word_at[other->first]].hash)));
            add(f, F_BESIDE_PLACE, place_value(lists->places, doc, other, arena));
            add(f, F_GROUP_BESIDE, group_at(lists, doc, other->end - 1));
            add(f, F_BESIDE_NOUN, noun_at(lists->nouns, doc, other->end - 1) * 2 + (other->end - other->first > 1));
        }
    }
}

/* ---- the report's other uses of the same words ---- */

static int by_hash(const void *left, const void *right) {
    const NerUse *a = left, *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return (a->run > b->run) - (a->run < b->run);
}

NerUse *ner_uses(const NameMap *map, const NameRuns *runs, Arena *arena, NerUseKey key) {
    NerUse *uses = arena_alloc(arena, (runs->n + 1) * sizeof *uses);
    for (uint32_t i = 0; i < runs->n; i++) {
        const NameRun *run = &runs->at[i];
        uint32_t first = map->word_at[run->first], end = map->word_at[run->end];
        bool longer = first + 1 < end;
        uses[i] = (NerUse){key == BY_WHOLE ? actorname_hash(map, run->first, run->end)
                           : longer        ? map->words[key == BY_FIRST ? first : end - 1].hash
                                           : 0,
                           i};
    }
    if (runs->n > 0) {
        qsort(uses, runs->n, sizeof *uses, by_hash);
    }
    return uses;
}

uint32_t ner_uses_from(const NerUse *uses, uint32_t n, uint64_t hash) {
    uint32_t low = 0;
    while (n > 0) {
        uint32_t half = n / 2;
        if (uses[low + half].hash < hash) {
            low += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return low;
}

/* What the longer names that begin with this word end in: "Suna" and "Suna River". */
static void longer_nouns(NerFeatures *f, const NameMap *map, const Nouns *nouns, const Doc *doc, const NameRuns *runs,
                         const NerUse *begins, uint32_t i) {
    const NameRun *run = &runs->at[i];
    if (map->word_at[run->end] - map->word_at[run->first] != 1) {
        return;
    }
    uint64_t word = map->words[map->word_at[run->first]].hash;
    uint32_t n = 0;
    for (uint32_t k = ner_uses_from(begins, runs->n, word); k < runs->n && begins[k].hash == word && n < 4; k++, n++) {
        add(f, F_LONGER_NOUN, noun_at(nouns, doc, runs->at[begins[k].run].end - 1));
    }
}

static void elsewhere(NerFeatures *f, const NameMap *map, const NameRuns *runs, const NerUse *same,
                      const NerUse *longer, uint32_t i) {
    const NameRun *run = &runs->at[i];
    uint64_t hash = actorname_hash(map, run->first, run->end);
    uint32_t count = 0;
    for (uint32_t k = ner_uses_from(same, runs->n, hash); k < runs->n && same[k].hash == hash && count < 6; k++) {
        count++;
    }
    add(f, F_COUNT, count);
    if (map->word_at[run->end] - map->word_at[run->first] == 1) {
        uint64_t word = map->words[map->word_at[run->first]].hash;
        uint32_t k = ner_uses_from(longer, runs->n, word);
        bool found = k < runs->n && longer[k].hash == word;
        add(f, F_LONGER, found ? 1 : 0);
        if (found) {
            const NameRun *other = &runs->at[longer[k].run];
            add(f, F_LONGER_FIRST, map->words[map->word_at[other->first]].hash);
            add(f, F_DESCRIBED, shape_of(map, other->first, other->end));
        }
    }
}

NerFeatures *ner_features(const NameMap *map, const NerLists *lists, const Doc *doc, const NameRuns *runs,
                          Arena *arena) {
    NerFeatures *all = arena_alloc(arena, (runs->n + 1) * sizeof *all);
    NerUse *same = ner_uses(map, runs, arena, BY_WHOLE), *longer = ner_uses(map, runs, arena, BY_LAST);
    NerUse *begins = ner_uses(map, runs, arena, BY_FIRST);
    for (uint32_t i = 0; i < runs->n; i++) {
        NerFeatures *f = &all[i];
        f->n = 0;
        add(f, F_BIAS, 0);
        inside(f, map, doc, &runs->at[i]);
        around(f, map, doc, &runs->at[i]);
        elsewhere(f, map, runs, same, longer, i);
        longer_nouns(f, map, lists->nouns, doc, runs, begins, i);
        nouns_around(f, map, lists->nouns, doc, &runs->at[i]);
        groups_around(f, map, lists, doc, &runs->at[i]);
        uint64_t place = place_value(lists->places, doc, &runs->at[i], arena);
        add(f, F_PLACE, place);
        add(f, F_PLACE_SHAPE, hash_mix(place, shape_of(map, runs->at[i].first, runs->at[i].end)));
        beside(f, map, lists, doc, runs, i, arena);
    }
    return all;
}
