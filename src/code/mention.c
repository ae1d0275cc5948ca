#include "code/mention.h"

#include "code/mentionnest.h"

typedef struct Finder {
    const NameMap *map;
    Doc *doc;
    Arena *arena;
    const Sentence *sentence;
    NameRuns runs;
    uint32_t *run_of; /* token → run, or NONE */
    VEC(MentionNote) notes;
} Finder;

static const Token *tok(const Doc *doc, uint32_t t) {
    return &doc->tokens.at[t];
}

static bool form_is(const Doc *doc, uint32_t t, const char *word) {
    return str_eq_nocase(token_form(doc, t), str_of(word));
}

/* ---- role phrases ---- */

static uint64_t lemma_hash(uint64_t hash, Str lemma) {
    NameWord word;
    for (uint32_t at = 0; name_word(lemma, &at, &word, NULL, 0);) {
        hash = name_hash_add(hash, &word);
    }
    return hash;
}

static uint64_t words_hash(const NameMap *map, uint64_t hash, uint32_t first, uint32_t end) {
    for (uint32_t w = map->word_at[first]; w < map->word_at[end]; w++) {
        hash = name_hash_add(hash, &map->words[w]);
    }
    return hash;
}

enum { NOUN_ROLES = 1u << WORD_AGENT | 1u << WORD_WEAK | 1u << WORD_BODY | 1u << WORD_WEAKBODY };

/* "minister of defence", "member of parliament": the head first. */
static const RegistryRole *of_role(const NameMap *map, const Doc *doc, uint32_t t, uint32_t *end) {
    uint32_t stop = doc->sentences.at[tok(doc, t)->sentence].end;
    if (t + 2 >= stop || !(form_is(doc, t + 1, "of") || form_is(doc, t + 1, "for"))) {
        return NULL;
    }
    uint64_t head = lemma_hash(NAME_HASH_START, tok(doc, t)->lemma);
    for (uint32_t e = stop < t + 7 ? stop : t + 7; e > t + 2; e--) {
        const RegistryRole *role = registry_role(map->registry, words_hash(map, head, t + 1, e));
        if (role != NULL && (role->kinds & NOUN_ROLES) != 0) {
            *end = e;
            return role;
        }
    }
    return NULL;
}

const RegistryRole *mention_role(const NameMap *map, const Doc *doc, uint32_t t, uint32_t *first, uint32_t *end) {
    const Sentence *s = &doc->sentences.at[tok(doc, t)->sentence];
    *first = t;
    *end = t + 1;
    const RegistryRole *role = of_role(map, doc, t, end);
    if (role != NULL) {
        return role;
    }
    uint32_t from = t >= s->first + 6 ? t - 6 : s->first;
    for (; from <= t; from++) {
        bool possessor = from < t && tok(doc, from)->upos == UPOS_PART;
        if (possessor || (from < t && tok(doc, from)->upos == UPOS_PUNCT)) {
            continue;
        }
        role = actorname_role(map, doc, from, t + 1);
        if (role != NULL && (role->kinds & NOUN_ROLES) != 0) {
            *first = from;
            return role;
        }
    }
    return NULL;
}

bool mention_former(const NameMap *map, const Doc *doc, uint32_t t) {
    (void)doc;
    if (map->word_at[t] == map->word_at[t + 1]) {
        return false;
    }
    const RegistryRole *role = registry_role(map->registry, actorname_hash(map, t, t + 1));
    return role != NULL && (role->kinds & 1u << WORD_FORMER) != 0;
}

/* ---- the phrase around a head ---- */

static bool is_hyphen(const Doc *doc, uint32_t t) {
    return tok(doc, t)->upos == UPOS_PUNCT && (tok(doc, t)->xpos == XPOS_HYPH || str_is(token_form(doc, t), "-"));
}

/* "Hours earlier | Russian forces": when it was is no part of a phrase; "an earlier minister" is one. */
static bool tells_when(const Doc *doc, uint32_t t) {
    bool when = form_is(doc, t, "earlier") || form_is(doc, t, "later") || form_is(doc, t, "ago");
    return when && t > 0 && (tok(doc, t)->upos == UPOS_ADV || tok(doc, t - 1)->upos == UPOS_NOUN);
}

/* Whether a token before `first` belongs to the phrase that ends at `end`. */
static bool modifies(const Doc *doc, uint32_t t, uint32_t end) {
    const Token *token = tok(doc, t);
    bool inside = !mentionrun_calendar(doc, t) && !tells_when(doc, t) && token->head != NONE && token->head + 1 >= t &&
                  token->head < end && token->head != t;
    switch ((Upos)token->upos) {
    case UPOS_ADJ:
    case UPOS_NOUN:
    case UPOS_PROPN:
    case UPOS_NUM:
    case UPOS_X: return inside;
    case UPOS_PART: return token->xpos == XPOS_POS;
    case UPOS_VERB: return inside && token->deprel == DEPREL_amod;
    case UPOS_PUNCT: return is_hyphen(doc, t);
    case UPOS_ADV: return inside && token->deprel == DEPREL_advmod && tok(doc, token->head)->upos != UPOS_VERB;
    default: return false;
    }
}

static uint32_t extend_left(const Finder *f, uint32_t first, uint32_t end) {
    const Doc *doc = f->doc;
    while (first > f->sentence->first && modifies(doc, first - 1, end)) {
        first--;
    }
    while (first + 1 < end &&
           (is_hyphen(doc, first) || tok(doc, first)->upos == UPOS_PART || tok(doc, first)->upos == UPOS_ADV ||
            form_is(doc, first, "least") || form_is(doc, first, "most"))) { /* "at least | 41 people" */
        first++;
    }
    return first;
}

static uint32_t head_of(const Doc *doc, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        uint32_t head = tok(doc, t)->head;
        if ((head == NONE || head < first || head >= end) && tok(doc, t)->upos != UPOS_PUNCT &&
            tok(doc, t)->upos != UPOS_PART) {
            return t;
        }
    }
    return first;
}

/* Articles and possessors to the left tell whether the phrase is definite. */
static bool is_definite(const Doc *doc, uint32_t first, uint32_t sentence_first) {
    if (first == sentence_first) {
        return false;
    }
    const Token *before = tok(doc, first - 1);
    Str form = token_form(doc, first - 1);
    return (before->upos == UPOS_DET || before->upos == UPOS_PRON) &&
           (str_eq_nocase(form, STR("the")) || str_eq_nocase(form, STR("this")) || str_eq_nocase(form, STR("that")) ||
            str_eq_nocase(form, STR("these")) || str_eq_nocase(form, STR("those")) || str_eq_nocase(form, STR("both")));
}

static void push(Finder *f, uint32_t first, uint32_t end, uint32_t head, MentionForm form, EntityType type,
                 MentionNote note) {
    Doc *doc = f->doc;
    note.np_first = first;
    note.definite = note.definite || is_definite(doc, first, f->sentence->first);
    for (uint32_t t = first; t < end && !note.former; t++) {
        note.former = (t < note.name_first || note.name_first == note.name_end) && mention_former(f->map, doc, t);
    }
    vec_push(doc->arena, &doc->mentions,
             ((Mention){.span = {tok(doc, first)->span.start, tok(doc, end - 1)->span.end},
                        .first = first,
                        .end = end,
                        .head = head,
                        .entity = NONE,
                        .form = (uint8_t)form,
                        .type = (uint8_t)type}));
    vec_push(f->arena, &f->notes, note);
}

static uint32_t run_at(const Finder *f, uint32_t t) {
    return t >= f->sentence->first && t < f->sentence->end ? f->run_of[t] : NONE;
}

/* ---- names ---- */

/* The longest title that ends with token t. */
static const RegistryRole *title_at(const Finder *f, uint32_t t, uint32_t *first) {
    const Doc *doc = f->doc;
    uint32_t from = t >= f->sentence->first + 5 ? t - 5 : f->sentence->first;
    for (; from <= t; from++) {
        if (from < t && (tok(doc, from)->upos == UPOS_PUNCT || tok(doc, from)->upos == UPOS_PART)) {
            continue;
        }
        const RegistryRole *role = actorname_role(f->map, doc, from, t + 1);
        if (role != NULL && (role->kinds & (1u << WORD_AGENT | 1u << WORD_WEAK | 1u << WORD_TITLE)) != 0) {
            *first = from;
            return role;
        }
    }
    return NULL;
}

/* The title right before a name: capitals or not, "Foreign Minister Kim", "spokesman Dmitry Peskov".  Of an office and
   a rank, the office: "Deputy Minister of Defence General Kim". */
static const RegistryRole *title_before(const Finder *f, uint32_t name_first, uint32_t *first, uint32_t *end) {
    const Doc *doc = f->doc;
    if (name_first == f->sentence->first) {
        return NULL;
    }
    uint32_t t = name_first - 1;
    if (tok(doc, t)->upos == UPOS_PUNCT || tok(doc, t)->upos == UPOS_VERB || tok(doc, t)->upos == UPOS_ADP ||
        (tok(doc, t)->upos == UPOS_ADJ && tok(doc, t)->xpos == XPOS_JJ && run_at(f, t) == NONE)) {
        return NULL; /* "a major Warhol show" */
    }
    const RegistryRole *role = title_at(f, t, first);
    *end = t + 1;
    for (int ranks = 0; role != NULL && role->sector == SECTOR_MIL && ranks < 2 && *first > f->sentence->first;
         ranks++) {
        uint32_t before = *first - 1, from;
        before -= before > f->sentence->first && is_hyphen(doc, before);
        const RegistryRole *office = title_at(f, before, &from);
        for (uint32_t i = before; office == NULL && i-- > f->sentence->first && before - i < 4;) {
            uint32_t stop = 0;
            const RegistryRole *of = of_role(f->map, doc, i, &stop);
            if (of != NULL && stop == before + 1) {
                office = of;
                from = i;
            }
        }
        if (office == NULL || office->sector == SECTOR_NONE) {
            break;
        }
        *end = before + 1;
        *first = from;
        role = office;
    }
    return role;
}

static bool locative(const Doc *doc, uint32_t head, uint32_t first) {
    static const char *const words[] = {"in",      "at",      "near",   "from",       "to",
                                        "outside", "around",  "into",   "across",     "through",
                                        "toward",  "towards", "inside", "throughout", "via"};
    for (uint32_t t = first; t-- > 0 && tok(doc, t)->sentence == tok(doc, head)->sentence && first - t <= 3;) {
        if (tok(doc, t)->upos == UPOS_ADP) {
            return STR_IN_NOCASE(token_form(doc, t), words);
        }
        if (tok(doc, t)->upos != UPOS_DET && tok(doc, t)->upos != UPOS_ADJ) {
            return false;
        }
    }
    return false;
}

static bool all_capitals(const NameMap *map, uint32_t first, uint32_t end) {
    uint32_t w = map->word_at[first];
    return map->word_at[end] == w + 1 && map->words[w].all_upper && map->words[w].letters >= 2;
}

static EntityType guess_type(const Finder *f, const NameRun *run, bool titled) {
    const Doc *doc = f->doc;
    if (titled) {
        return ENTITY_person;
    }
    if (run->type != ENTITY_unnamed) {
        return (EntityType)run->type;
    }
    if (all_capitals(f->map, run->first, run->end)) {
        return ENTITY_organization;
    }
    uint32_t head = head_of(doc, run->first, run->end);
    if (locative(doc, head, run->first)) {
        return ENTITY_place;
    }
    bool the = run->first > f->sentence->first && form_is(doc, run->first - 1, "the");
    return the ? ENTITY_organization : ENTITY_person;
}

/* "Iranian President Hassan Rouhani", and "of Iran" behind it. */
static uint32_t with_of(const Finder *f, uint32_t end) {
    const Doc *doc = f->doc;
    if (end + 1 >= f->sentence->end || !form_is(doc, end, "of")) {
        return end;
    }
    uint32_t next = end + 1;
    next += form_is(doc, next, "the") && next + 1 < f->sentence->end;
    uint32_t run = run_at(f, next), head = NONE;
    if (run != NONE) {
        head = tok(doc, f->runs.at[run].end - 1)->head; /* "of the Swedish | embassy": that noun is another's */
    }
    bool state = run != NONE && f->runs.at[run].first == next && f->runs.at[run].piece == PIECE_STATE;
    return state && (head == NONE || head < f->runs.at[run].end) ? f->runs.at[run].end : end;
}

static void take_name(Finder *f, const NameRun *run) {
    const Doc *doc = f->doc;
    MentionNote note = {.name_first = run->first, .name_end = run->end, .match = run->match};
    bool person = run->piece == PIECE_NAME && (run->type == ENTITY_unnamed || run->type == ENTITY_person);
    if (person) {
        note.role = title_before(f, run->first, &note.role_first, &note.role_end);
    }
    if (run->other && note.role == NULL) {
        return;
    }
    EntityType type = run->piece == PIECE_ROLE ? ENTITY_organization : guess_type(f, run, note.role != NULL);
    uint32_t core = note.role != NULL ? note.role_first : run->first;
    uint32_t first = extend_left(f, core, run->end);
    if (note.role == NULL && type == ENTITY_person) {
        first = core; /* what stands before a bare person is no part of the name */
    }
    note.plural = false;
    push(f, first, run->end, head_of(doc, run->first, run->end), MENTION_NAME, type, note);
}

static void take_state(Finder *f, const NameRun *run) {
    const Doc *doc = f->doc;
    uint32_t head = head_of(doc, run->first, run->end);
    const Token *token = tok(doc, head);
    const NameMatch *match = &f->map->at[run->match];
    bool people = actorname_pick(f->map, match, 1u << NAMED_PEOPLE) != NULL ||
                  actorname_entry(f->map, &match->names[0])->kind == KIND_PEOPLE;
    bool adjective = actorname_pick(f->map, match, 1u << NAMED_ADJECTIVE) != NULL || people;
    bool modifier =
        token->deprel == DEPREL_amod || token->deprel == DEPREL_compound || token->deprel == DEPREL_nmod_desc;
    bool plain_name = actorname_pick(f->map, match, 1u << NAMED_FULL | 1u << NAMED_CAPITAL | 1u << NAMED_SEAT) != NULL;
    MentionNote note = {.name_first = run->first, .name_end = run->end, .match = run->match};
    if (people && !modifier && (token->upos == UPOS_NOUN || token->upos == UPOS_PROPN)) {
        note.plural = token->xpos == XPOS_NNS || token->xpos == XPOS_NNPS;
        push(f, extend_left(f, run->first, run->end), run->end, head, MENTION_NOMINAL, ENTITY_unnamed, note);
    } else if (modifier || (adjective && !plain_name)) {
        push(f, run->first, run->end, head, MENTION_ADJECTIVE, (EntityType)run->type, note);
    } else {
        push(f, run->first, run->end, head, MENTION_NAME, (EntityType)run->type, note);
    }
}

/* ---- common nouns and pronouns ---- */

/* A plural in small letters that hangs flat on a name before it ("Mumbai | fishermen") is none: the tree errs there. */
static bool is_modifier(const Token *t) {
    return t->deprel == DEPREL_compound || t->deprel == DEPREL_nmod_desc ||
           (t->deprel == DEPREL_flat && t->xpos != XPOS_NNS) || t->deprel == DEPREL_amod || t->deprel == DEPREL_fixed ||
           t->deprel == DEPREL_goeswith || t->deprel == DEPREL_case || t->deprel == DEPREL_nmod_unmarked ||
           t->deprel == DEPREL_obl_unmarked;
}

/* Does the phrase that ends before t+1 go on as a title of a name? */
static bool is_title(const Finder *f, uint32_t end) {
    uint32_t run = run_at(f, end);
    while (run != NONE && f->runs.at[run].first == end && f->runs.at[run].piece == PIECE_ROLE) {
        end = f->runs.at[run].end; /* "Deputy Minister of Defence | Colonel-General | …" */
        end += end < f->sentence->end && is_hyphen(f->doc, end);
        run = run_at(f, end);
    }
    if (run == NONE || f->runs.at[run].first != end || f->runs.at[run].piece != PIECE_NAME) {
        return false;
    }
    EntityType type = (EntityType)f->runs.at[run].type;
    return type == ENTITY_unnamed || type == ENTITY_person;
}

/* "Attorney | general": the noun after t makes one role with it, and stands for both. */
static bool is_part_of_role(const Finder *f, uint32_t first, uint32_t t) {
    const Doc *doc = f->doc;
    if (t + 1 >= f->sentence->end || is_modifier(tok(doc, t + 1)) ||
        (tok(doc, t + 1)->upos != UPOS_NOUN && tok(doc, t + 1)->upos != UPOS_PROPN)) {
        return false;
    }
    const RegistryRole *role = actorname_role(f->map, doc, first, t + 2);
    return role != NULL && (role->kinds & NOUN_ROLES) != 0;
}

/* "Ordered to use force", "gave up its resistance": no body of soldiers, no rebels. */
static bool is_mass(const Finder *f, uint32_t t) {
    const Token *token = tok(f->doc, t);
    Upos before = t > f->sentence->first ? (Upos)tok(f->doc, t - 1)->upos : UPOS_PUNCT;
    if (token->xpos != XPOS_NN) {
        return false;
    }
    if (str_is(token->lemma, "resistance") || str_is(token->lemma, "opposition")) {
        return before == UPOS_PRON;
    }
    return str_is(token->lemma, "force") && before != UPOS_DET && before != UPOS_ADJ && before != UPOS_NOUN &&
           before != UPOS_PROPN && before != UPOS_PART && before != UPOS_NUM && before != UPOS_PRON;
}

bool mention_is_number(const Doc *doc, uint32_t t) {
    static const char *const words[] = {"dozen", "hundred", "thousand"};
    return STR_IN_NOCASE(tok(doc, t)->lemma, words);
}

/* "dozens of rockets" */
static bool counts_things(const Finder *f, uint32_t t) {
    const Doc *doc = f->doc;
    if (!mention_is_number(doc, t)) {
        return false;
    }
    for (uint32_t c = t + 1; c < f->sentence->end; c++) {
        if (tok(doc, c)->head == t && tok(doc, c)->deprel == DEPREL_nmod) {
            uint32_t first, end;
            const RegistryRole *role = mention_role(f->map, doc, c, &first, &end);
            return run_at(f, c) == NONE && !role_is_person(role);
        }
    }
    return false;
}

/* "took two sailors prisoner": what they were made is nobody else. */
static bool is_made(const Finder *f, uint32_t t) {
    const Doc *doc = f->doc;
    bool word = str_eq_nocase(tok(doc, t)->lemma, STR("prisoner")) ||
                str_eq_nocase(tok(doc, t)->lemma, STR("hostage")) || str_eq_nocase(tok(doc, t)->lemma, STR("captive"));
    Upos before = t > f->sentence->first ? (Upos)tok(doc, t - 1)->upos : UPOS_PUNCT;
    bool end = t + 1 == f->sentence->end || tok(doc, t + 1)->upos != UPOS_NOUN;
    return word && end && tok(doc, t)->xpos == XPOS_NN &&
           (before == UPOS_NOUN || before == UPOS_PROPN || before == UPOS_PRON);
}

static void take_noun(Finder *f, uint32_t t) {
    const Doc *doc = f->doc;
    const Token *token = tok(doc, t);
    MentionNote note = {.match = NONE};
    const RegistryRole *role = mention_role(f->map, doc, t, &note.role_first, &note.role_end);
    if (role == NULL || (is_modifier(token) && note.role_end == t + 1) || is_title(f, note.role_end) ||
        is_part_of_role(f, note.role_first, t) || is_mass(f, t) || is_made(f, t) || counts_things(f, t)) {
        return;
    }
    for (uint32_t i = note.role_first; i < t; i++) {
        if (tok(doc, i)->upos == UPOS_ADP) {
            return; /* "minister of | health": its first noun has it */
        }
        if (run_at(f, i) != NONE && f->runs.at[run_at(f, i)].piece == PIECE_NAME &&
            f->runs.at[run_at(f, i)].match != NONE) {
            note.role_first = i + 1; /* a registered name is no part of a role phrase */
        }
    }
    if (t + 2 < f->sentence->end && is_hyphen(doc, t + 1) && run_at(f, t + 2) == NONE &&
        (token->flags & TOKEN_SPACE_AFTER) == 0) {
        return; /* "government-run" */
    }
    note.role = role;
    /* "as Prime Minister's …", "Parliament will vote" */
    note.definite = run_at(f, t) != NONE && (note.role_first > f->sentence->first ||
                                             (token->upos == UPOS_PROPN && (role->kinds & 1u << WORD_BODY) != 0));
    note.name_first = note.name_end = t;
    note.plural = token->xpos == XPOS_NNS || token->xpos == XPOS_NNPS;
    uint32_t first = extend_left(f, note.role_first, note.role_end);
    uint32_t body = note.role_first > f->sentence->first ? run_at(f, note.role_first - 1) : NONE;
    if (body != NONE && f->runs.at[body].end == note.role_first && f->runs.at[body].first < first) {
        first = f->runs.at[body].first; /* "Department of State | spokesperson" */
    }
    push(f, first, with_of(f, note.role_end), t, MENTION_NOMINAL, ENTITY_unnamed, note);
}

static void take_pronoun(Finder *f, uint32_t t) {
    const Token *token = tok(f->doc, t);
    if ((token->xpos != XPOS_PRP && token->xpos != XPOS_PRPS) || token->deprel == DEPREL_expl) {
        return;
    }
    static const char *const plurals[] = {"they", "them", "their", "theirs",   "themselves",
                                          "we",   "us",   "our",   "ourselves"};
    MentionNote note = {.match = NONE, .name_first = t, .name_end = t, .role_first = t, .role_end = t};
    for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++) {
        note.plural = note.plural || form_is(f->doc, t, plurals[i]);
    }
    push(f, t, t + 1, t, MENTION_PRONOUN, ENTITY_unnamed, note);
}

/* "Parliament", "the Commission": a capital inside a sentence makes a common noun for a body its name. */
static bool is_named_body(const Finder *f, const NameRun *run) {
    const RegistryRole *role = actorname_role(f->map, f->doc, run->first, run->end);
    bool body = role != NULL && (role->kinds & (1u << WORD_BODY | 1u << WORD_WEAKBODY)) != 0;
    bool inside = run->first > f->sentence->first && tok(f->doc, run->first - 1)->upos != UPOS_PUNCT;
    return body && inside && run->end == run->first + 1 && tok(f->doc, run->first)->xpos == XPOS_NNP &&
           tok(f->doc, run->first)->deprel != DEPREL_compound && f->sentence->kind == SENTENCE_BODY;
}

static bool has_subject(const Finder *f, uint32_t head) {
    for (uint32_t t = f->sentence->first; t < f->sentence->end; t++) {
        const Token *token = tok(f->doc, t);
        bool subject =
            token->deprel == DEPREL_nsubj || token->deprel == DEPREL_nsubj_pass || token->deprel == DEPREL_csubj;
        if (token->head == head &&
            ((subject && token->upos != UPOS_NOUN) || token->deprel == DEPREL_obj || token->deprel == DEPREL_aux ||
             token->deprel == DEPREL_cop || token->deprel == DEPREL_punct)) {
            return true;
        }
    }
    return false;
}

/* An article before it and no noun behind it: a participle used as a noun. */
static bool stands_alone(const Finder *f, uint32_t t) {
    if (t == f->sentence->first || tok(f->doc, t - 1)->upos != UPOS_DET) {
        return false;
    }
    Upos next = t + 1 < f->sentence->end ? (Upos)tok(f->doc, t + 1)->upos : UPOS_PUNCT;
    return next != UPOS_NOUN && next != UPOS_PROPN && next != UPOS_ADJ && next != UPOS_NUM;
}

static void take_token(Finder *f, uint32_t t) {
    uint32_t run = run_at(f, t);
    const Token *token = tok(f->doc, t);
    if (run != NONE) {
        const NameRun *r = &f->runs.at[run];
        bool at_end = t + 1 == r->end, at_first = t == r->first;
        if (r->piece == PIECE_NAME && at_first) {
            take_name(f, r);
        } else if (r->piece == PIECE_STATE && at_first) {
            take_state(f, r);
        } else if (r->piece == PIECE_ROLE && at_end && is_named_body(f, r)) {
            take_name(f, r);
        } else if (r->piece == PIECE_ROLE && at_end) {
            take_noun(f, t);
        }
    } else if (token->upos == UPOS_NOUN || token->upos == UPOS_PROPN) {
        take_noun(f, t);
    } else if (token->upos == UPOS_ADJ && (token->deprel == DEPREL_nsubj || token->deprel == DEPREL_nsubj_pass ||
                                           token->deprel == DEPREL_obj || token->deprel == DEPREL_nmod)) {
        take_noun(f, t); /* "the wounded", "the displaced" */
    } else if (token->deprel == DEPREL_root && (token->upos == UPOS_ADJ || token->upos == UPOS_VERB) &&
               !has_subject(f, t)) {
        take_noun(f, t); /* a bare phrase: its last noun may be taken for something else */
    } else if ((token->upos == UPOS_ADJ || token->upos == UPOS_VERB) && stands_alone(f, t)) {
        take_noun(f, t); /* "the accused" */
    } else if (token->upos == UPOS_PRON) {
        take_pronoun(f, t);
    }
}

MentionNote *mention_find(const NameMap *map, const Ner *ner, Doc *doc, Arena *arena) {
    Finder f = {.map = map, .doc = doc, .arena = arena};
    mentionrun_find(map, ner != NULL ? ner_lists(ner)->nouns : NULL, doc, arena, &f.runs);
    if (ner != NULL) {
        ner_classify(ner, map, doc, &f.runs, arena);
    }
    NameRuns inner = {0};
    mentionnest_find(map, &f.runs, arena, &inner);
    uint32_t nested = 0;
    f.run_of = arena_alloc(arena, (doc->tokens.n + 1) * sizeof *f.run_of);
    for (uint32_t t = 0; t < doc->tokens.n; t++) {
        f.run_of[t] = NONE;
    }
    for (uint32_t i = 0; i < f.runs.n; i++) {
        for (uint32_t t = f.runs.at[i].first; t < f.runs.at[i].end; t++) {
            f.run_of[t] = i;
        }
    }
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        Sentence proper = doc->sentences.at[s];
        proper.first = sentence_proper(doc, &proper); /* a dateline names no actor, and is no part of one */
        f.sentence = &proper;
        for (uint32_t t = proper.first; t < proper.end; t++) {
            while (nested < inner.n && inner.at[nested].first < t) {
                nested++;
            }
            take_token(&f, t);
            if (nested < inner.n && inner.at[nested].first == t) {
                take_name(&f, &inner.at[nested++]);
            }
        }
    }
    return f.notes.at;
}
