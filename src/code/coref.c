#include "code/coref.h"

static const Token *tok(const Doc *doc, uint32_t t) {
    return &doc->tokens.at[t];
}

static bool form_is(const Doc *doc, uint32_t t, const char *word) {
    return str_eq_nocase(token_form(doc, t), str_of(word));
}

/* ---- names ---- */

static uint8_t gender_of_given(const Coref *c, uint32_t mention) {
    const MentionNote *note = &c->notes[mention];
    const Mention *m = &c->doc->mentions.at[mention];
    if (m->form != MENTION_NAME || m->type != ENTITY_person || note->name_end < note->name_first + 2) {
        return 0;
    }
    uint8_t given = registry_given(c->map->registry, actorname_hash(c->map, note->name_first, note->name_first + 1));
    return given == 3 ? 0 : given;
}

uint8_t coref_gender(const Coref *c, uint32_t mention) {
    static const struct {
        const char *word;
        uint8_t gender;
    } table[] = {
        {"mr", 1},          {"mr.", 1},       {"sir", 1},  {"king", 1},    {"prince", 1},     {"mrs", 2},
        {"mrs.", 2},        {"ms", 2},        {"ms.", 2},  {"queen", 2},   {"lady", 2},       {"princess", 2},
        {"spokeswoman", 2}, {"spokesman", 1}, {"man", 1},  {"woman", 2},   {"chairwoman", 2}, {"congresswoman", 2},
        {"father", 1},      {"mother", 2},    {"wife", 2}, {"husband", 1}, {"son", 1},        {"daughter", 2},
        {"brother", 1},     {"sister", 2}};
    const Mention *m = &c->doc->mentions.at[mention];
    for (uint32_t t = m->first; t < m->end; t++) {
        for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
            if (form_is(c->doc, t, table[i].word)) {
                return table[i].gender;
            }
        }
    }
    return gender_of_given(c, mention);
}

typedef struct Words {
    const NameWord *at;
    uint32_t n;
} Words;

static bool is_junior(const NameWord *w) {
    static const char *const words[] = {"jr", "sr", "ii", "iii"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        NameWord other;
        uint32_t at = 0;
        if (name_word(str_of(words[i]), &at, &other, NULL, 0) && other.hash == w->hash) {
            return true;
        }
    }
    return false;
}

static Words words_of(const Coref *c, uint32_t first, uint32_t end) {
    Words w = {c->map->words + c->map->word_at[first], c->map->word_at[end] - c->map->word_at[first]};
    return w;
}

static bool same_words(Words a, Words b) {
    if (a.n != b.n || a.n == 0) {
        return false;
    }
    for (uint32_t i = 0; i < a.n; i++) {
        if (a.at[i].hash != b.at[i].hash) {
            return false;
        }
    }
    return true;
}

static bool has_word(Words w, uint64_t hash) {
    for (uint32_t i = 0; i < w.n; i++) {
        if (w.at[i].hash == hash) {
            return true;
        }
    }
    return false;
}

/* Every word of `a` stands in `b`, in order. */
static bool inside(Words a, Words b) {
    uint32_t k = 0;
    for (uint32_t i = 0; i < b.n && k < a.n; i++) {
        k += b.at[i].hash == a.at[k].hash;
    }
    return a.n > 0 && k == a.n;
}

/* The name without a "Jr." or "III" at its end; *junior is the hash of that, or 0. */
static Words without_junior(Words w, uint64_t *junior) {
    *junior = w.n > 1 && is_junior(&w.at[w.n - 1]) ? w.at[w.n - 1].hash : 0;
    w.n -= *junior != 0;
    return w;
}

/* How well two names of persons agree: 0 not at all. */
static int person_agrees(Words a, Words b) {
    uint64_t junior_a, junior_b;
    a = without_junior(a, &junior_a);
    b = without_junior(b, &junior_b);
    if (a.n == 0 || b.n == 0 || (junior_a != junior_b && a.n > 1 && b.n > 1)) {
        return 0;
    }
    if (same_words(a, b)) {
        return 5;
    }
    Words longer = a.n >= b.n ? a : b, shorter = a.n >= b.n ? b : a;
    uint64_t last_long = longer.at[longer.n - 1].hash, last_short = shorter.at[shorter.n - 1].hash;
    if (shorter.n == 1 && shorter.at[0].letters >= 2) {
        return last_short == last_long ? 4 : longer.at[0].hash == last_short ? 3 : has_word(longer, last_short) ? 2 : 0;
    }
    return last_long == last_short && (inside(shorter, longer) || shorter.at[0].hash == longer.at[0].hash) ? 4
           : longer.n > shorter.n && inside(shorter, longer)                                               ? 3
                                                                                                           : 0;
}

/* One letter more, less or other, or two swapped, in a word of five letters or more; a feminine ending is no slip. */
static bool nearly(Str a, Str b) {
    Str longer = a.n >= b.n ? a : b, shorter = a.n >= b.n ? b : a;
    if (shorter.n < 5 || longer.n - shorter.n > 1 || longer.at[0] != shorter.at[0]) {
        return false;
    }
    uint32_t same = 0, tail = 0;
    while (same < shorter.n && longer.at[same] == shorter.at[same]) {
        same++;
    }
    while (tail < shorter.n - same && longer.at[longer.n - 1 - tail] == shorter.at[shorter.n - 1 - tail]) {
        tail++;
    }
    uint32_t left = shorter.n - same - tail;
    bool swapped = left == 2 && longer.n == shorter.n && longer.at[same] == shorter.at[same + 1] &&
                   longer.at[same + 1] == shorter.at[same];
    bool feminine = longer.n > shorter.n && same == shorter.n && longer.at[same] == 'a';
    return !feminine && (left == 0 || swapped || (left == 1 && longer.n == shorter.n));
}

/* "Maurer" and "Mauer", "Kristin Wilkins" and "Kristen Wilkins": one word spelled otherwise, the others the same. */
static bool spelled_otherwise(const Coref *c, uint32_t first, uint32_t end, const Draft *d) {
    if (end - first == 1) {
        return d->name_end > d->name_first + 1 &&
               nearly(token_form(c->doc, first), token_form(c->doc, d->name_end - 1));
    }
    uint32_t other = 0;
    for (uint32_t i = 0; end - first == d->name_end - d->name_first && i < end - first; i++) {
        Str a = token_form(c->doc, first + i), b = token_form(c->doc, d->name_first + i);
        other += str_eq(a, b) ? 0 : nearly(a, b) ? 1 : 2;
    }
    return other == 1;
}

/* Capitals of the tokens' words: "African National Congress" → the hash of "anc". */
static bool is_acronym_of(const Coref *c, Words acronym, uint32_t first, uint32_t end) {
    if (acronym.n != 1 || !acronym.at[0].all_upper || acronym.at[0].letters < 2) {
        return false;
    }
    char letters[16];
    uint32_t n = 0;
    for (uint32_t t = first; t < end && n < 15; t++) {
        Str form = token_form(c->doc, t);
        if (form.n > 0 && form.at[0] >= 'A' && form.at[0] <= 'Z') {
            letters[n++] = form.at[0];
        }
    }
    NameWord word;
    uint32_t at = 0;
    return n >= 2 && name_word((Str){letters, n}, &at, &word, NULL, 0) && word.hash == acronym.at[0].hash;
}

/* "the Commission" after "the European Commission". */
static bool is_body_word(const Coref *c, Words w) {
    const RegistryRole *role =
        w.n == 1 ? registry_role(c->map->registry, name_hash_add(NAME_HASH_START, &w.at[0])) : NULL;
    return role != NULL && (role->kinds & (1u << WORD_BODY | 1u << WORD_WEAKBODY)) != 0;
}

/* "Scientology" of "Church of Scientology", but not the Oxford of its university: no place, nothing that is known. */
static bool is_of(const Coref *c, uint32_t longer_first, uint32_t longer_end, uint32_t first, uint32_t end) {
    uint32_t of = longer_end - (end - first) - 1;
    return end == first + 1 && longer_end > longer_first + 2 && form_is(c->doc, of, "of") &&
           c->map->of[first] == NONE && same_words(words_of(c, of + 1, longer_end), words_of(c, first, end));
}

static bool is_digit(Str form) {
    return form.n > 0 && form.at[0] >= '0' && form.at[0] <= '9';
}

/* "Brenmouth University" and "University of Brenmouth": the same words but for the small ones, turned round. */
static bool turned_round(const Coref *c, uint32_t a_first, uint32_t a_end, uint32_t b_first, uint32_t b_end) {
    uint32_t content = 0;
    bool of = false;
    for (uint32_t side = 0; side < 2; side++) {
        uint32_t first = side == 0 ? a_first : b_first, end = side == 0 ? a_end : b_end;
        Words other = side == 0 ? words_of(c, b_first, b_end) : words_of(c, a_first, a_end);
        for (uint32_t t = first; t < end; t++) {
            Words w = words_of(c, t, t + 1);
            of = of || form_is(c->doc, t, "of") || form_is(c->doc, t, "for");
            if (w.n == 0 || (!w.at[0].upper && !is_digit(token_form(c->doc, t)))) {
                continue;
            }
            if (!has_word(other, w.at[0].hash)) {
                return false;
            }
            content++;
        }
    }
    return of && content >= 4;
}

static int body_agrees(const Coref *c, Words a, uint32_t a_first, uint32_t a_end, const Draft *d) {
    Words b = words_of(c, d->name_first, d->name_end);
    if (same_words(a, b) || (d->acronym != 0 && actorname_hash(c->map, a_first, a_end) == d->acronym)) {
        return 5;
    }
    if (turned_round(c, a_first, a_end, d->name_first, d->name_end)) {
        return 4;
    }
    if (is_acronym_of(c, a, d->name_first, d->name_end) || is_acronym_of(c, b, a_first, a_end)) {
        return 4;
    }
    Words longer = a.n >= b.n ? a : b, shorter = a.n >= b.n ? b : a;
    bool begins = shorter.n > 0 && longer.n > shorter.n && same_words(shorter, (Words){longer.at, shorter.n}) &&
                  (shorter.n == 1 || !is_body_word(c, (Words){longer.at + longer.n - 1, 1}));
    bool ends = (shorter.n > 1 || is_body_word(c, shorter)) && longer.n > shorter.n &&
                same_words(shorter, (Words){longer.at + longer.n - shorter.n, shorter.n});
    bool unit = shorter.n > 1 && inside(shorter, longer) && is_digit(token_form(c->doc, a_first)) &&
                shorter.at[0].hash == longer.at[0].hash &&
                shorter.at[shorter.n - 1].hash == longer.at[longer.n - 1].hash; /* "the 7th Brigade" */
    begins = begins && ((shorter.at[0].letters > 3 && c->map->of[d->name_first] == NONE) || is_body_word(c, shorter));
    return begins || ends || unit || is_of(c, d->name_first, d->name_end, a_first, a_end) ||
                   is_of(c, a_first, a_end, d->name_first, d->name_end)
               ? 3
               : 0;
}

static bool body_type(uint8_t type) {
    return type == ENTITY_organization || type == ENTITY_group;
}

/* Whether two bodies of one kind belong to two owners: "Peru's Defence Ministry", "the Chilean Defence Ministry". */
static bool of_others(const Coref *c, const Draft *d, Words name, uint32_t owner, const char *code) {
    if (code[0] != '\0' && d->code[0] != '\0' && memcmp(code, d->code, 3) != 0) {
        return true;
    }
    if (owner != NONE && d->owner != NONE) {
        return owner != d->owner;
    }
    uint32_t whose = owner != NONE ? owner : d->owner;
    if (whose == NONE || !c->drafts->at[whose].named) {
        return false;
    }
    Words longer = owner != NONE ? words_of(c, d->name_first, d->name_end) : name;
    Words shorter = owner != NONE ? name : words_of(c, d->name_first, d->name_end);
    Words bearer = words_of(c, c->drafts->at[whose].name_first, c->drafts->at[whose].name_end);
    return longer.n > shorter.n && bearer.n > 0 && longer.at[0].hash != bearer.at[0].hash;
}

/* Queen Anne and Prince Anne. */
static bool other_crown(const Coref *c, const RegistryRole *a, const RegistryRole *b) {
    static const char *const words[] = {"king", "queen", "prince", "princess", "emperor", "empress", "pope"};
    bool crown = false;
    for (size_t i = 0; a != NULL && b != NULL && a != b && i < sizeof words / sizeof *words; i++) {
        bool one = str_is(registry_str(c->map->registry, a->text), words[i]);
        bool other = str_is(registry_str(c->map->registry, b->text), words[i]);
        if (one && other) {
            return false;
        }
        if (one || other) {
            if (crown) {
                return true;
            }
            crown = true;
        }
    }
    return false;
}

/* "Defence Ministry" of one country and of another; Mr and Mrs Clinton; a king and a prince of one name. */
static bool apart(const Coref *c, const Draft *d, Words name, const NameQuery *q, uint8_t gender) {
    bool office = name.n > 0 && is_body_word(c, (Words){name.at + name.n - 1, 1});
    if (office && body_type(d->type) && of_others(c, d, name, q->owner, q->code)) {
        return true;
    }
    return d->type == ENTITY_person &&
           ((gender != 0 && d->gender != 0 && gender != d->gender) || other_crown(c, q->role, d->role));
}

/* The first token of "(", "known as", "known by its French initials", "or" before an acronym; `first` itself: none. */
static uint32_t introduced(const Coref *c, uint32_t first, uint32_t end, const Sentence *s) {
    enum { REACH = 6 };
    if (first > s->first && end < s->end && form_is(c->doc, first - 1, "(") && form_is(c->doc, end, ")")) {
        return first - 1;
    }
    for (uint32_t t = first; t-- > s->first && first - t <= REACH;) {
        if (form_is(c->doc, t, "known") || form_is(c->doc, t, "abbreviated")) {
            return t - (t > s->first && form_is(c->doc, t - 1, ","));
        }
        if (tok(c->doc, t)->upos == UPOS_PUNCT || tok(c->doc, t)->upos == UPOS_PROPN) {
            break;
        }
    }
    return first;
}

/* The body that an acronym was given to right behind its name, or NONE. */
static uint32_t bracketed(const Coref *c, uint32_t mention, Words a) {
    const Mention *m = &c->doc->mentions.at[mention];
    const Sentence *s = &c->doc->sentences.at[tok(c->doc, m->head)->sentence];
    if (a.n == 0 || a.n > 2 || !a.at[0].all_upper || a.at[0].letters < 2) {
        return NONE;
    }
    uint32_t from = introduced(c, m->first, m->end, s);
    for (uint32_t i = mention; from < m->first && i-- > 0 && c->doc->mentions.at[i].first >= s->first;) {
        const Mention *before = &c->doc->mentions.at[i];
        if (before->end == from && before->entity != NONE && before->form == MENTION_NAME) {
            bool body = body_type(c->drafts->at[before->entity].type) && before->end > before->first + 1;
            return body ? before->entity : NONE;
        }
    }
    return NONE;
}

/* "Vice president" is no president. */
static bool other_rank(Str longer, Str shorter) {
    static const char *const ranks[] = {"vice", "deputy", "prime", "first", "assistant", "under", "co-"};
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++) {
        if (str_starts(longer, str_of(ranks[i])) && !str_starts(shorter, str_of(ranks[i]))) {
            return true;
        }
    }
    return false;
}

/* Whether both were called by one title: "Minister Baek" after the unification minister of that name. */
static bool same_title(const Coref *c, const RegistryRole *a, const RegistryRole *b) {
    if (a == NULL || b == NULL) {
        return false;
    }
    Str x = registry_str(c->map->registry, a->text), y = registry_str(c->map->registry, b->text);
    return a == b || (str_ends(x, y) && !other_rank(x, y)) || (str_ends(y, x) && !other_rank(y, x));
}

/* "Queen's | College": its one word is not all of its name. */
static bool is_possessed(const Coref *c, uint32_t mention) {
    const Mention *m = &c->doc->mentions.at[mention];
    uint32_t name = c->notes[mention].name_first;
    return name > m->first && tok(c->doc, name - 1)->xpos == XPOS_POS;
}

uint32_t coref_name(const Coref *c, uint32_t mention, NameQuery q) {
    uint32_t registry = q.registry;
    EntityType type = q.type;
    const MentionNote *note = &c->notes[mention];
    Words a = words_of(c, note->name_first, note->name_end);
    uint32_t best = NONE, low = c->drafts->n > COREF_REACH ? c->drafts->n - COREF_REACH : 0;
    uint8_t gender = coref_gender(c, mention);
    int best_score = 0;
    uint32_t body = bracketed(c, mention, a);
    if (body != NONE) {
        c->drafts->at[body].acronym = actorname_hash(c->map, note->name_first, note->name_end);
        return body;
    }
    for (uint32_t i = c->drafts->n; i-- > low;) {
        const Draft *d = &c->drafts->at[i];
        int score = 0;
        if (!d->named || apart(c, d, a, &q, gender)) {
            continue;
        }
        if (registry != NONE && d->registry == registry) {
            return i;
        }
        bool two = registry != NONE && d->registry != NONE;
        if (type == ENTITY_person && d->type == ENTITY_person && !two) {
            score = person_agrees(a, words_of(c, d->name_first, d->name_end));
            score = score == 0 && spelled_otherwise(c, note->name_first, note->name_end, d) ? 1 : score;
        } else if (type == ENTITY_person && d->type == ENTITY_person && a.n == 1) {
            Words b = words_of(c, d->name_first, d->name_end);
            score =
                b.n > 1 && has_word(b, a.at[0].hash) ? 4 : 0; /* "Sharif" after another Sharif than the famous one */
        } else if (body_type((uint8_t)type) && body_type(d->type) && !two) {
            score = body_agrees(c, a, note->name_first, note->name_end, d);
            score = a.n == 1 && score == 3 && is_possessed(c, mention) ? 0 : score;
        } else if (type == ENTITY_place && d->type == ENTITY_place && !two) {
            score = same_words(a, words_of(c, d->name_first, d->name_end)) ? 5 : 0;
        } else if (!two && a.n > 0 && same_words(a, words_of(c, d->name_first, d->name_end)) &&
                   d->type != ENTITY_state) {
            score = 3; /* the same words, once taken for another type */
        }
        /* of two bearers the one spoken of, rather the one of that title */
        score = score == 0 ? 0 : score * 8 + (d->count > 7 ? 7 : (int)d->count);
        score += score > 0 && type == ENTITY_person && same_title(c, note->role, d->role) ? 7 : 0;
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

/* ---- apposition ---- */

/* The person whom a further office is joined to, without an article: "Sin, director of the institute, and | chairman
   of the board". */
static uint32_t joined_office(const Coref *c, uint32_t mention, const uint32_t *mention_at) {
    const Mention *m = &c->doc->mentions.at[mention];
    const Token *head = tok(c->doc, m->head);
    bool bare = m->first > 0 && tok(c->doc, m->first - 1)->upos == UPOS_CCONJ;
    if (!bare || head->deprel != DEPREL_conj || m->form != MENTION_NOMINAL || c->notes[mention].plural ||
        head->head == NONE) {
        return NONE;
    }
    uint32_t other = mention_at[head->head];
    bool person = other != NONE && other < mention && c->doc->mentions.at[other].entity != NONE &&
                  !c->notes[other].plural && c->drafts->at[c->doc->mentions.at[other].entity].type == ENTITY_person;
    bool office =
        person && (c->doc->mentions.at[other].form == MENTION_NAME || tok(c->doc, head->head)->deprel == DEPREL_appos);
    return office ? other : NONE;
}

/* Walks left from the comma before token `first` over one noun phrase; gives the entity of its head noun. */
uint32_t coref_apposition(const Coref *c, uint32_t mention, const uint32_t *mention_at) {
    const Doc *doc = c->doc;
    const Mention *m = &doc->mentions.at[mention];
    const Token *head = tok(doc, m->head);
    const Sentence *s = &doc->sentences.at[head->sentence];
    if (head->deprel == DEPREL_appos && head->head != NONE && mention_at[head->head] != NONE &&
        mention_at[head->head] < mention && doc->mentions.at[mention_at[head->head]].entity != NONE) {
        uint32_t other = mention_at[head->head];
        bool person = m->form == MENTION_NAME && m->type == ENTITY_person;
        bool named = doc->mentions.at[other].form == MENTION_NAME && doc->mentions.at[other].type != ENTITY_person;
        if (!(person && named)) {
            return other;
        }
    }
    uint32_t office = joined_office(c, mention, mention_at);
    if (office != NONE) {
        return office;
    }
    uint32_t t = m->first;
    t -= t > s->first && tok(doc, t - 1)->upos == UPOS_DET;
    if (t < s->first + 2 || !form_is(doc, t - 1, ",")) {
        return NONE;
    }
    uint32_t found = NONE;
    for (uint32_t i = t - 1; i-- > s->first && t - i < 14;) {
        const Token *token = tok(doc, i);
        if (token->upos == UPOS_VERB || token->upos == UPOS_AUX || token->upos == UPOS_CCONJ ||
            token->upos == UPOS_SCONJ || (token->upos == UPOS_PUNCT && token->xpos != XPOS_HYPH) ||
            token->upos == UPOS_PRON) {
            break;
        }
        if (mention_at[i] != NONE) {
            const Mention *other = &doc->mentions.at[mention_at[i]];
            bool fits = m->form == MENTION_NAME ? other->form == MENTION_NOMINAL
                                                : other->form == MENTION_NAME && other->type == ENTITY_person;
            if (fits && !c->notes[mention_at[i]].plural) {
                found = mention_at[i];
            }
            if (m->form == MENTION_NOMINAL) {
                break; /* "X, the minister": the name stands right before the comma */
            }
        }
    }
    return found;
}

/* The token at which the words that give a name begin, left of token `t`: "known as", "who calls himself", "named";
   NONE.  The last kind is sure only behind the noun itself: "the group called Chad …". */
static uint32_t naming_words(const Doc *doc, uint32_t first, uint32_t t, bool *sure) {
    static const char *const self[] = {"himself", "herself", "itself", "themselves"};
    static const char *const naming[] = {"name", "call", "nickname", "dub", "title", "codename"};
    static const char *const relative[] = {"who", "that", "which"};
    static const char *const how[] = {"also", "better", "widely", "locally", "formerly", "commonly", ","};
    if (t < first + 2) {
        return NONE;
    }
    Str last = token_form(doc, t - 1);
    bool own = STR_IN_NOCASE(last, self);
    *sure = own || (str_eq_nocase(last, STR("as")) && form_is(doc, t - 2, "known"));
    t -= *sure ? 2 : 1;
    if (!*sure || own) {
        Str lemma = tok(doc, t)->lemma;
        if (tok(doc, t)->upos != UPOS_VERB || !STR_IN_NOCASE(lemma, naming)) {
            return NONE;
        }
    }
    while (t > first &&
           (STR_IN_NOCASE(token_form(doc, t - 1), how) || (own && STR_IN_NOCASE(token_form(doc, t - 1), relative)))) {
        t--;
    }
    return t;
}

uint32_t coref_naming(const Coref *c, uint32_t mention) {
    const Doc *doc = c->doc;
    const Mention *m = &doc->mentions.at[mention];
    uint32_t first = doc->sentences.at[tok(doc, m->head)->sentence].first, t = m->first;
    while (t > first && m->first - t < 2 &&
           (tok(doc, t - 1)->upos == UPOS_DET || tok(doc, t - 1)->upos == UPOS_PUNCT)) {
        t--;
    }
    bool sure = false;
    uint32_t from = naming_words(doc, first, t, &sure);
    for (uint32_t i = mention; from != NONE && i-- > 0 && doc->mentions.at[i].first >= first;) {
        const Mention *noun = &doc->mentions.at[i];
        if (noun->end == from && noun->form == MENTION_NOMINAL && noun->entity != NONE) {
            bool one = sure || (!c->notes[i].definite && !c->notes[i].plural);
            return one ? i : NONE;
        }
    }
    return NONE;
}

/* ---- common nouns ---- */

static bool compatible(const char a[4], const char b[4]) {
    return a[0] == '\0' || b[0] == '\0' || memcmp(a, b, 3) == 0;
}

/* Nouns that mean any body: not those that mean where it is. */
static bool is_any_body(const RegistryRole *role, Str lemma) {
    static const char *const places[] = {"region",       "province", "district", "city", "town",
                                         "area",         "island",   "base",     "camp", "post",
                                         "headquarters", "convoy",   "peninsula"};
    return (role->kinds & (1u << WORD_WEAKBODY)) != 0 && !STR_IN_NOCASE(lemma, places);
}

static bool leads(Str lemma) {
    static const char *const words[] = {"leader",  "dictator", "ruler",  "strongman", "president",
                                        "premier", "autocrat", "despot", "monarch"};
    return STR_IN_NOCASE(lemma, words);
}

/* Whether the registry knows the entity by a role that ends in this noun, or as a head of state for a word that means
 * one. */
static bool known_as(const Coref *c, const Draft *d, uint32_t t) {
    if (d->registry == NONE) {
        return false;
    }
    Standing s = registry_standing(c->map->registry, d->registry, c->doc->day);
    Str role = registry_str(c->map->registry, s.role), lemma = tok(c->doc, t)->lemma;
    if (role.n == 0) {
        return false;
    }
    bool ends = role.n >= lemma.n && str_eq_nocase(str_sub(role, role.n - lemma.n, role.n), lemma);
    bool head = str_ends(role, STR("president")) || str_ends(role, STR("leader")) || str_is(role, "prime minister") ||
                str_is(role, "king") || str_is(role, "emir") || str_is(role, "chancellor") || str_is(role, "sultan");
    return ends || (head && leads(lemma));
}

/* "The ministry" after the Ministry of Justice: the noun is the head of the name. */
static bool heads_name(const Coref *c, const Draft *d, Str lemma) {
    for (uint32_t t = d->name_first; d->named && t < d->name_end; t++) {
        bool head = t + 1 == d->name_end || form_is(c->doc, t + 1, "of") || form_is(c->doc, t + 1, "for");
        if (head) {
            return str_eq_nocase(token_form(c->doc, t), lemma);
        }
    }
    return false;
}

/* Whether a noun for a body may mean one of which no more is known: "the company", not "the monarchy". */
static bool may_be(const RegistryRole *role, const Draft *d) {
    if (role->sector == SECTOR_GOV) {
        return false; /* "the ministry" goes back to the name that it heads, and to no other */
    }
    if (d->sector != SECTOR_NONE) {
        return d->sector == role->sector;
    }
    switch ((Sector)role->sector) {
    case SECTOR_BUS:
    case SECTOR_PTY:
    case SECTOR_LAB:
    case SECTOR_SOC:
    case SECTOR_JRN: return d->registry == NONE && d->named;
    default: return false;
    }
}

uint64_t coref_side(const Coref *c, uint32_t mention) {
    const Mention *m = &c->doc->mentions.at[mention];
    const MentionNote *note = &c->notes[mention];
    uint64_t side = 0;
    for (uint32_t t = m->first; note->role != NULL && t < note->role_first; t++) {
        Words w = words_of(c, t, t + 1);
        bool name = w.n > 0 && (tok(c->doc, t)->upos == UPOS_PROPN || (w.at[0].all_upper && w.at[0].letters > 1));
        side = name ? hash_mix(side + 1, w.at[0].hash) : side;
    }
    return side;
}

uint32_t coref_noun(const Coref *c, uint32_t mention, const char code[4], uint8_t sector) {
    const Doc *doc = c->doc;
    const Mention *m = &doc->mentions.at[mention];
    const MentionNote *note = &c->notes[mention];
    uint32_t sentence = tok(doc, m->head)->sentence, best = NONE;
    uint32_t low = c->drafts->n > COREF_REACH ? c->drafts->n - COREF_REACH : 0;
    int best_score = 0;
    uint64_t side = coref_side(c, mention);
    bool person_noun = role_is_person(note->role);
    Str lemma = tok(doc, m->head)->lemma;
    for (uint32_t i = low; i < c->drafts->n; i++) {
        const Draft *d = &c->drafts->at[i];
        if (d->plural != note->plural || !compatible(code, d->code) || d->last == mention ||
            (side != 0 && (d->side != 0 ? side != d->side : code[0] == '\0' && d->code[0] != '\0'))) {
            continue;
        }
        uint32_t far = sentence - d->last_sentence;
        int score = 0;
        bool same_noun = d->role_head != NONE && str_eq_nocase(tok(doc, d->role_head)->lemma, lemma) &&
                         (d->role == NULL || same_title(c, note->role, d->role)) &&
                         (d->sector == sector || d->sector == 0 || sector == 0 || d->named ||
                          (side == 0 && d->role != NULL)); /* "a police spokesman … the spokesman" */
        if (same_noun && note->definite) {
            score = 60;
        } else if (!note->definite && !(same_noun && code[0] != '\0')) {
            continue;
        } else if (person_noun && d->type == ENTITY_person && (side == 0 || sector == d->sector) &&
                   (known_as(c, d, m->head) || (d->role == note->role && d->role != NULL))) {
            score = 50;
        } else if (!person_noun && body_type(d->type) && !note->plural && m->end - m->first == 1) {
            bool reports = d->sector == SECTOR_JRN && note->role->sector != SECTOR_JRN; /* a station is no "group" */
            bool may = far <= 3 && !reports && (is_any_body(note->role, lemma) || may_be(note->role, d));
            bool fits = d->sector == SECTOR_NONE || d->sector == note->role->sector ||
                        (note->role->kinds & 1u << WORD_WEAKBODY) != 0; /* no army of rebels */
            score = fits && heads_name(c, d, lemma) ? 55 : may ? 30 : 0;
        }
        if (score > 0) {
            score += d->named ? 5 : 0;
            score += far < 20 ? 20 - (int)far : 0;
            if (score >= best_score) {
                best = i;
                best_score = score;
            }
        }
    }
    return best;
}

/* ---- pronouns ---- */

typedef enum PronounKind { PRONOUN_HE, PRONOUN_SHE, PRONOUN_IT, PRONOUN_THEY, PRONOUN_OTHER } PronounKind;

static PronounKind pronoun_kind(const Doc *doc, uint32_t t) {
    static const struct {
        const char *form;
        PronounKind kind;
    } table[] = {
        {"he", PRONOUN_HE},     {"him", PRONOUN_HE},     {"his", PRONOUN_HE},      {"himself", PRONOUN_HE},
        {"she", PRONOUN_SHE},   {"her", PRONOUN_SHE},    {"hers", PRONOUN_SHE},    {"herself", PRONOUN_SHE},
        {"it", PRONOUN_IT},     {"its", PRONOUN_IT},     {"itself", PRONOUN_IT},   {"they", PRONOUN_THEY},
        {"them", PRONOUN_THEY}, {"their", PRONOUN_THEY}, {"theirs", PRONOUN_THEY}, {"themselves", PRONOUN_THEY}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (form_is(doc, t, table[i].form)) {
            return table[i].kind;
        }
    }
    return PRONOUN_OTHER;
}

static bool is_subject(const Token *t) {
    return t->deprel == DEPREL_nsubj || t->deprel == DEPREL_nsubj_pass;
}

static bool singular_person(const Draft *d) {
    return !d->plural && (d->type == ENTITY_person || (d->type == ENTITY_unnamed && role_is_person(d->role)));
}

static int fits_pronoun(const Draft *d, PronounKind kind) {
    switch (kind) {
    case PRONOUN_HE:
    case PRONOUN_SHE:
        if (!singular_person(d) || (d->gender != 0 && d->gender != (kind == PRONOUN_HE ? 1 : 2))) {
            return 0;
        }
        return d->named ? 12 : 6;
    case PRONOUN_IT:
        return d->plural || d->type == ENTITY_person || d->type == ENTITY_place || singular_person(d) ? 0
               : d->named                                                                             ? 8
                                                                                                      : 6;
    case PRONOUN_THEY: return d->plural ? 10 : body_type(d->type) ? 5 : 0;
    default: return 0;
    }
}

uint32_t coref_pronoun(const Coref *c, uint32_t mention) {
    const Doc *doc = c->doc;
    const Mention *m = &doc->mentions.at[mention];
    PronounKind kind = pronoun_kind(doc, m->head);
    uint32_t sentence = tok(doc, m->head)->sentence, best = NONE;
    uint32_t low = c->drafts->n > COREF_REACH ? c->drafts->n - COREF_REACH : 0;
    int best_score = 0;
    for (uint32_t i = low; i < c->drafts->n && kind != PRONOUN_OTHER; i++) {
        const Draft *d = &c->drafts->at[i];
        int score = fits_pronoun(d, kind);
        uint32_t far = sentence - d->last_sentence;
        if (score == 0 || far > 3) {
            continue;
        }
        const Token *last = tok(doc, doc->mentions.at[d->last].head);
        score += 30 - 10 * (int)far;
        bool leads = is_subject(last) || d->led == d->last_sentence + 1; /* "it recalled its envoy, accusing its …" */
        score += leads ? 10 : last->deprel == DEPREL_nmod || last->deprel == DEPREL_compound ? -6 : 0;
        score += is_subject(tok(doc, m->head)) && is_subject(last) ? 3 : 0;
        score -= d->sector == SECTOR_JRN && !leads ? 15 : 0; /* a station carries what others said */
        score += d->count > 4 ? 4 : (int)d->count;
        uint32_t governor =
            last->deprel == DEPREL_appos && last->head != NONE ? tok(doc, last->head)->head : last->head;
        bool argument_of_same =
            far == 0 && governor == tok(doc, m->head)->head && tok(doc, m->head)->deprel != DEPREL_nmod_poss;
        score -= argument_of_same && !form_is(doc, m->head, "himself") ? 25 : 0;
        if (score >= best_score && score > 0) {
            best = i;
            best_score = score;
        }
    }
    return best;
}
