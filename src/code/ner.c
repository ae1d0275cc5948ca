#include "code/ner.h"

#include "syntax/net.h"

extern const unsigned char ner_model_data[];
extern const uint64_t ner_model_size;

struct Ner {
    Net net;
    const int8_t *weight; /* [NER_ROWS][NER_CLASSES] */
    float step;
    NerLists lists;
};

Ner *ner_open(Arena *arena, const Gazetteer *places, Err *err) {
    Ner *ner = arena_new(arena, Ner);
    ner->lists = (NerLists){.places = places, .nouns = nouns_open(arena, (Str){0}, "nouns.txt", err)};
    if (ner->lists.nouns == NULL || !net_open(&ner->net, NULL, ner_model_data, ner_model_size, "ner", err)) {
        return NULL;
    }
    const float *step = net_tensor(&ner->net, "step", NET_F32, 1, 1, err);
    ner->weight = step != NULL ? net_tensor(&ner->net, "weight", NET_I8, NER_ROWS, NER_CLASSES, err) : NULL;
    const NetEntry *groups = net_entry(&ner->net, "group.hash");
    ner->lists.groups = groups != NULL ? groups->rows : 0;
    ner->lists.group_hash = net_tensor(&ner->net, "group.hash", NET_U32, ner->lists.groups, 1, err);
    ner->lists.group_of = net_tensor(&ner->net, "group.of", NET_U8, ner->lists.groups, 1, err);
    if (ner->weight == NULL || ner->lists.group_hash == NULL || ner->lists.group_of == NULL) {
        net_close(&ner->net);
        return NULL;
    }
    ner->step = *step;
    return ner;
}

const NerLists *ner_lists(const Ner *ner) {
    return &ner->lists;
}

void ner_close(Ner *ner) {
    if (ner != NULL) {
        net_close(&ner->net);
    }
}

static const Token *tok(const Doc *doc, uint32_t t) {
    return &doc->tokens.at[t];
}

/* ---- classes ---- */

#ifndef OTHER_MARGIN
#define OTHER_MARGIN 0.75 /* of log odds: an actor lost costs more than a name too many */
#endif

enum { AGREEMENT = 3 }; /* what all uses of a name in a report say weighs so many times as much as the one at hand */

/* "Brigades of the Black Mountain": whatever stands behind it, a body. */
static bool is_body_of(const NameMap *map, const Doc *doc, const NameRun *run) {
    if (run->end - run->first < 3 || !str_is(token_form(doc, run->first + 1), "of")) {
        return false;
    }
    const RegistryRole *role = actorname_role(map, doc, run->first, run->first + 1);
    return role != NULL && (role->kinds & 1u << WORD_BODY) != 0;
}

/* "Tarn Prints": the tree makes a plural its head, so it is nobody's name. */
static bool is_plural(const Doc *doc, const NameRun *run) {
    uint8_t xpos = tok(doc, run->end - 1)->xpos;
    return run->end - run->first > 1 && (xpos == XPOS_NNPS || xpos == XPOS_NNS) &&
           ner_head(doc, run->first, run->end) == run->end - 1;
}

static void settle(const NameMap *map, const Doc *doc, NameRun *run, const int32_t *score) {
    static const EntityType types[NER_CLASSES] = {ENTITY_person, ENTITY_organization, ENTITY_place, ENTITY_unnamed};
    int best = is_plural(doc, run) ? NER_ORG : NER_PER;
    for (int c = best + 1; c < NER_CLASSES; c++) {
        best = score[c] > score[best] ? c : best;
    }
    if (run->match != NONE) {
        const RegistryName *name = actorname_pick(map, &map->at[run->match], ~(1u << NAMED_SURNAME));
        bool doubt = name == NULL || (name->flags & NAME_AMBIGUOUS) != 0;
        bool state = name != NULL && actorname_entry(map, name)->kind == KIND_STATE && name->kind != NAMED_CAPITAL;
        if (!doubt || run->piece != PIECE_STATE || best != NER_PER || state) {
            return;
        }
        run->piece = PIECE_NAME; /* Victoria, a person */
        run->match = NONE;
    }
    bool body = run->type == ENTITY_organization && run->match == NONE; /* its words say so */
    if (body && (best == NER_OTHER || best == NER_PER || is_body_of(map, doc, run))) {
        return;
    }
    run->type = (uint8_t)types[best];
    run->other = best == NER_OTHER;
}

static bool is_word(const NameMap *map, const NameRun *run) {
    return map->word_at[run->end] - map->word_at[run->first] == 1;
}

/* A surname: a word, or one with its particles ("al-Masri", "van den Hoek"). */
static bool is_last_name(const NameMap *map, const Doc *doc, const NameRun *run) {
    uint32_t t = run->first;
    while (t + 1 < run->end &&
           (mentionrun_particle(doc, t) || (t > run->first && doc->tokens.at[t].upos == UPOS_PUNCT))) {
        t++;
    }
    return map->word_at[run->end] - map->word_at[t] == 1;
}

/* "Setalvad" after "Teesta Setalvad" is the same person, whatever its own words look like. */
static void follow_longer(const NameMap *map, const Doc *doc, NameRuns *runs, const NerUse *longer) {
    for (uint32_t i = 0; i < runs->n; i++) {
        NameRun *run = &runs->at[i];
        if (run->piece != PIECE_NAME || (!run->other && run->type == ENTITY_person) || run->match != NONE ||
            !is_last_name(map, doc, run)) {
            continue;
        }
        uint64_t word = map->words[map->word_at[run->end] - 1].hash;
        for (uint32_t k = ner_uses_from(longer, runs->n, word); k < runs->n && longer[k].hash == word; k++) {
            const NameRun *other = &runs->at[longer[k].run];
            if (other->type == ENTITY_person && !other->other && other->piece == PIECE_NAME) {
                run->type = ENTITY_person;
                run->other = false;
            }
        }
    }
}

/* "Kestrel" after "Kestrel Minerals Ltd." is that body, unless it is somebody's last word ("Kestrel" of Ann Kestrel);
   what was taken for nothing is who else begins so ("Duncan", with Duncan McTavish); and "Duncan McTavish" is a person
   where "McTavish" is one. */
static void follow_parts(const NameMap *map, NameRuns *runs, const NerUse *first, const NerUse *longer,
                         const NerUse *same) {
    for (uint32_t i = 0; i < runs->n; i++) {
        NameRun *run = &runs->at[i];
        if (run->piece != PIECE_NAME || run->match != NONE || map->word_at[run->first] == map->word_at[run->end]) {
            continue;
        }
        uint64_t word = map->words[map->word_at[run->end] - 1].hash;
        uint32_t bearer = ner_uses_from(longer, runs->n, word), k;
        if (is_word(map, run) && (run->other || run->type == ENTITY_person) &&
            !(bearer < runs->n && longer[bearer].hash == word)) {
            k = ner_uses_from(first, runs->n, word);
            bool body = k < runs->n && first[k].hash == word, person = body && run->other;
            for (; k < runs->n && first[k].hash == word; k++) {
                const NameRun *other = &runs->at[first[k].run];
                body = body && other->type == ENTITY_organization && !other->other && other->match == NONE;
                person = person && other->type == ENTITY_person && !other->other && other->piece == PIECE_NAME;
            }
            run->type = body ? ENTITY_organization : person ? ENTITY_person : run->type;
            run->other = run->other && !body && !person;
        } else if ((run->other || run->type == ENTITY_place) &&
                   map->word_at[run->end] - map->word_at[run->first] <= 3 && !is_word(map, run)) {
            uint64_t hash = hash_mix(NAME_HASH_START, word);
            k = ner_uses_from(same, runs->n, hash);
            const NameRun *other = k < runs->n && same[k].hash == hash ? &runs->at[same[k].run] : NULL;
            if (other != NULL && other->piece == PIECE_NAME && other->type == ENTITY_person && !other->other) {
                run->type = ENTITY_person;
                run->other = false;
            }
        }
    }
}

/* Capitals of a name's words: "African National Congress" → the hash of "anc". */
static uint64_t initials(const NameMap *map, const Doc *doc, const NameRun *run) {
    char letters[8];
    uint32_t n = 0, at = 0;
    for (uint32_t t = run->first; t < run->end && n < sizeof letters; t++) {
        char c = map->word_at[t] < map->word_at[t + 1] ? token_form(doc, t).at[0] : ' ';
        if (c >= 'A' && c <= 'Z') {
            letters[n++] = c;
        }
    }
    NameWord word = {0};
    return n >= 2 && name_word((Str){letters, n}, &at, &word, NULL, 0) ? word.hash : 0;
}

enum { ACRONYM_REACH = 200 }; /* so many names back its long form stands */

static bool is_body(const NameRun *run) {
    return (run->type == ENTITY_organization || run->type == ENTITY_group) && !run->other;
}

/* "National Union of Porters | (BNQP)", "…, known by its French initials | BNQP": given right behind the name. */
static bool is_given(const Doc *doc, const NameRun *long_form, const NameRun *run) {
    enum { REACH = 8 };
    if (long_form->end >= run->first || run->first - long_form->end > REACH ||
        tok(doc, long_form->first)->sentence != tok(doc, run->first)->sentence) {
        return false;
    }
    for (uint32_t t = long_form->end; t < run->first; t++) {
        if (str_is(token_form(doc, t), "known") || str_is(token_form(doc, t), "abbreviated")) {
            return true;
        }
    }
    return long_form->end + 1 == run->first && str_is(token_form(doc, run->first - 1), "(") &&
           run->end < doc->tokens.n && str_is(token_form(doc, run->end), ")");
}

/* An acronym of a body that was named in full is that body. */
static void follow_acronym(const NameMap *map, const Doc *doc, NameRuns *runs, const NerUse *same) {
    for (uint32_t i = 1; i < runs->n; i++) {
        NameRun *run = &runs->at[i];
        uint32_t w = map->word_at[run->first], words = map->word_at[run->end] - w;
        if (words == 0 || words > 2 || !map->words[w].all_upper || map->words[w].letters < 2 ||
            run->piece != PIECE_NAME || run->match != NONE || is_body(run)) {
            continue;
        }
        for (uint32_t k = i; k-- > (i > ACRONYM_REACH ? i - ACRONYM_REACH : 0);) {
            const NameRun *other = &runs->at[k];
            bool given = i - k <= 2 && is_given(doc, other, run);
            if (!is_body(other) || other->end - other->first == 1 ||
                !(given || (words == 1 && initials(map, doc, other) == map->words[w].hash))) {
                continue;
            }
            uint64_t hash = actorname_hash(map, run->first, run->end);
            uint32_t u = given ? ner_uses_from(same, runs->n, hash) : runs->n;
            for (; u < runs->n && same[u].hash == hash; u++) {
                runs->at[same[u].run].type = other->type;
                runs->at[same[u].run].other = false;
            }
            run->type = other->type;
            run->other = false;
            break;
        }
    }
}

void ner_classify(const Ner *ner, const NameMap *map, const Doc *doc, NameRuns *runs, Arena *arena) {
    NerFeatures *features = ner_features(map, &ner->lists, doc, runs, arena);
    int32_t(*score)[NER_CLASSES] = arena_zero(arena, (runs->n + 1) * sizeof *score);
    for (uint32_t i = 0; i < runs->n; i++) {
        for (uint32_t k = 0; k < features[i].n; k++) {
            const int8_t *w = ner->weight + (size_t)features[i].row[k] * NER_CLASSES;
            for (int c = 0; c < NER_CLASSES; c++) {
                score[i][c] += w[c];
            }
        }
    }
    NerUse *same = ner_uses(map, runs, arena, BY_WHOLE), *longer = ner_uses(map, runs, arena, BY_LAST);
    for (uint32_t from = 0, to; from < runs->n; from = to) {
        int32_t sum[NER_CLASSES] = {0};
        for (to = from; to < runs->n && same[to].hash == same[from].hash; to++) {
            for (int c = 0; c < NER_CLASSES; c++) {
                sum[c] += score[same[to].run][c];
            }
        }
        for (uint32_t k = from; k < to; k++) {
            NameRun *run = &runs->at[same[k].run];
            int32_t mixed[NER_CLASSES];
            int32_t margin = (int32_t)(OTHER_MARGIN / ner->step) * (1 + AGREEMENT) * (int32_t)(to - from);
            for (int c = 0; c < NER_CLASSES; c++) {
                mixed[c] = score[same[k].run][c] * (int32_t)(to - from) + AGREEMENT * sum[c];
            }
            mixed[NER_OTHER] -= margin;
            if (run->piece != PIECE_ROLE) {
                settle(map, doc, run, mixed);
            }
        }
    }
    follow_longer(map, doc, runs, longer);
    follow_parts(map, runs, ner_uses(map, runs, arena, BY_FIRST), longer, same);
    follow_acronym(map, doc, runs, same);
}
