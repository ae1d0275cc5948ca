#include "code/entity.h"

#include "code/actor.h"
#include "code/coref.h"
#include "code/homeland.h"

typedef struct Maker {
    const NameMap *map;
    const Registry *registry;
    const MentionNote *notes;
    Doc *doc;
    Arena *arena;
    bool phrase;
    Drafts drafts;
    ActorScene scene;
    uint32_t *mention_at; /* head token → mention, or NONE */
    uint32_t *state_of;   /* registry entry → entity of that state, or NONE */
    char (*codes)[4];     /* entity → code */
    uint8_t *sectors;     /* entity → first sector */
    uint32_t cap;
    Coref coref;
} Maker;

static const Token *tok(const Doc *doc, uint32_t t) {
    return &doc->tokens.at[t];
}

/* ---- one entity ---- */

static uint32_t create(Maker *k, EntityType type) {
    Doc *doc = k->doc;
    uint32_t i = vec_push(doc->arena, &doc->entities, ((Entity){.type = (uint8_t)type, .basis = BASIS_descriptor}));
    vec_push(k->arena, &k->drafts,
             ((Draft){.type = (uint8_t)type, .registry = NONE, .role_head = NONE, .owner = NONE, .last = NONE}));
    if (i >= k->cap) {
        uint32_t more = k->cap == 0 ? 64 : k->cap * 2;
        k->codes = arena_grow(k->arena, k->codes, k->cap * sizeof *k->codes, more * sizeof *k->codes);
        k->sectors = arena_grow(k->arena, k->sectors, k->cap, more);
        k->cap = more;
        k->scene.code_of = (const char(*)[4])k->codes;
        k->scene.sector_of = k->sectors;
    }
    memset(k->codes[i], 0, sizeof k->codes[i]);
    k->sectors[i] = SECTOR_NONE;
    return i;
}

static void set_code(Maker *k, uint32_t entity, const char *code, Basis basis) {
    if (code[0] == '\0' || code[0] == '-') {
        return;
    }
    memcpy(k->doc->entities.at[entity].code, code, 4);
    memcpy(k->codes[entity], code, 4);
    memcpy(k->drafts.at[entity].code, code, 4);
    k->doc->entities.at[entity].basis = (uint8_t)basis;
}

static void set_sector(Maker *k, uint32_t entity, uint8_t sector) {
    k->doc->entities.at[entity].sectors[0] = sector;
    k->sectors[entity] = sector;
    k->drafts.at[entity].sector = sector;
}

static void set_role(Maker *k, uint32_t entity, Span role, const RegistryRole *words) {
    if (span_is(role)) {
        Entity *e = &k->doc->entities.at[entity];
        Str text = doc_str(k->doc, role);
        if (text.n > e->role.n) {
            e->role = text;
        }
        k->drafts.at[entity].role = words;
    }
}

static void join(Maker *k, uint32_t mention, uint32_t entity) {
    Doc *doc = k->doc;
    Mention *m = &doc->mentions.at[mention];
    Draft *d = &k->drafts.at[entity];
    m->entity = entity;
    if (m->form != MENTION_PRONOUN) {
        m->type = d->type;
    }
    d->last = mention;
    d->last_sentence = tok(doc, m->head)->sentence;
    d->count++;
    bool subject = tok(doc, m->head)->deprel == DEPREL_nsubj || tok(doc, m->head)->deprel == DEPREL_nsubj_pass;
    d->subjects += subject;
    d->led = subject ? d->last_sentence + 1 : d->led;
    d->gender = d->gender == 0 ? coref_gender(&k->coref, mention) : d->gender;
    k->scene.entity_at[m->head] = entity;
    const MentionNote *note = &k->notes[mention];
    uint64_t side = coref_side(&k->coref, mention);
    d->side = side != 0 ? side : d->side;
    bool longer = note->name_end - note->name_first > d->name_end - d->name_first;
    if (m->form == MENTION_NAME && (!d->named || longer)) {
        d->name_first = note->name_first;
        d->name_end = note->name_end;
        d->named = true;
    }
}

/* ---- what the words and the registry say ---- */

static bool same_role(Str a, Str b) {
    Str longer = a.n >= b.n ? a : b, shorter = a.n >= b.n ? b : a;
    if (shorter.n > 8 && str_eq_nocase(str_sub(longer, 0, shorter.n), shorter)) {
        return true; /* "Deputy Secretary" of a deputy secretary of defense */
    }
    return a.n >= b.n ? str_eq_nocase(str_sub(a, a.n - b.n, a.n), b) : str_eq_nocase(str_sub(b, b.n - a.n, b.n), a);
}

/* Whether the registry knows somebody by an office that the words name. */
static bool held(const Maker *k, uint32_t entry, Str role) {
    const RegistryEntry *e = registry_entry(k->registry, entry);
    const RegistryOffice *offices = registry_offices(k->registry, e);
    for (uint32_t i = 0; i < e->n_offices; i++) {
        Str office = registry_str(k->registry, offices[i].role);
        if (office.n > 0 && role.n > 0 && same_role(office, role)) {
            return true;
        }
    }
    return false;
}

static void settle(Maker *k, uint32_t entity, const Descriptor *d, uint32_t entry, Basis fallback) {
    Standing s = {0};
    if (entry != NONE) {
        s = registry_standing(k->registry, entry, k->doc->day);
        k->drafts.at[entity].registry = entry;
        k->doc->entities.at[entity].registry_id = registry_str(k->registry, registry_entry(k->registry, entry)->id);
    }
    bool person = entry != NONE && registry_entry(k->registry, entry)->kind == KIND_PERSON;
    bool told_code = d->code[0] != '\0' && (entry == NONE || !person || s.code[0] == '\0' || s.code[0] == '-');
    if (k->codes[entity][0] == '\0') {
        if (told_code && (entry == NONE || s.code[0] == '\0' || s.code[0] == '-')) {
            set_code(k, entity, d->code, BASIS_descriptor);
        } else if (s.code[0] != '\0') {
            bool both = d->code[0] != '\0' && memcmp(d->code, s.code, 3) == 0;
            set_code(k, entity, s.code, both ? BASIS_descriptor : fallback);
        } else {
            set_code(k, entity, d->code, BASIS_descriptor);
        }
    }
    bool body = k->drafts.at[entity].type == ENTITY_organization || k->drafts.at[entity].type == ENTITY_group;
    bool known_body = body && k->drafts.at[entity].registry != NONE && k->sectors[entity] != SECTOR_NONE;
    bool told = d->sector != SECTOR_NONE && d->strong && !known_body &&
                (entry == NONE || person || s.sectors[0] == SECTOR_NONE);
    bool old_title =
        entry != NONE && s.former && !d->former && span_is(d->role) && held(k, entry, doc_str(k->doc, d->role));
    uint8_t known = s.sectors[0];
    if (told && !old_title && (k->sectors[entity] == SECTOR_NONE || entry == NONE || span_is(d->role))) {
        bool active = k->sectors[entity] != SECTOR_NONE ||
                      (entry != NONE && !s.former && known != SECTOR_NONE && k->doc->day != DAY_NONE);
        bool keeps =
            (k->sectors[entity] != SECTOR_NONE && (d->sector == SECTOR_CVL || k->sectors[entity] == SECTOR_ELI)) ||
            (d->former && active && person); /* a former general who is a minister now */
        if (!keeps) {
            set_sector(k, entity, d->sector);
        } else if (k->sectors[entity] == SECTOR_NONE) {
            set_sector(k, entity, known);
        }
    } else if (k->sectors[entity] == SECTOR_NONE) {
        set_sector(k, entity, known != SECTOR_NONE ? known : d->sector);
        if (s.sectors[1] != SECTOR_NONE) {
            k->doc->entities.at[entity].sectors[1] = s.sectors[1];
        }
    }
    if (k->codes[entity][0] == '\0' && known != SECTOR_NONE) {
        k->doc->entities.at[entity].basis = (uint8_t)fallback;
    }
}

/* A surname alone counts beside a title or country that fits. */
static uint32_t pick_surname(const Maker *k, const NameMatch *match, const Descriptor *d) {
    uint32_t best = NONE;
    int best_score = 0;
    for (uint32_t i = 0; i < match->n; i++) {
        if (match->names[i].kind != NAMED_SURNAME) {
            continue;
        }
        uint32_t entry = match->names[i].entry;
        Standing s = registry_standing(k->registry, entry, k->doc->day);
        bool country = d->code[0] != '\0' && memcmp(d->code, s.code, 3) == 0;
        bool role = span_is(d->role) && held(k, entry, doc_str(k->doc, d->role));
        int support = 0;
        uint32_t state = registry_state(k->registry, s.code);
        if (state != NONE && k->map->support[state] > 0) {
            support = 1;
        }
        int score = (country              ? 4
                     : d->code[0] != '\0' ? -8
                                          : 0) +
                    (role ? 4 : 0) + support * 2 + (s.former || s.before ? 0 : 1);
        if (score > best_score && (role || (country && d->sector == s.sectors[0])) &&
            (support || country || k->phrase)) {
            best = entry;
            best_score = score;
        }
    }
    return best;
}

static bool person_with(const Maker *k, const RegistryName *name) {
    return registry_entry(k->registry, name->entry)->kind == KIND_PERSON;
}

/* A name that many have ("David Thompson?"): only where the report speaks of the country, or the words tell the office.
 */
static bool is_doubtful_person(const Maker *k, const RegistryName *name, const Descriptor *d) {
    if ((name->flags & NAME_AMBIGUOUS) == 0 || !person_with(k, name) || k->phrase) {
        return false;
    }
    Standing s = registry_standing(k->registry, name->entry, k->doc->day);
    uint32_t state = registry_state(k->registry, s.code);
    return (state == NONE || k->map->support[state] == 0) &&
           !(span_is(d->role) && held(k, name->entry, doc_str(k->doc, d->role)));
}

/* How well a person fits the day, the report and what is said beside the name. */
static int fitness(const Maker *k, const RegistryName *name, const Descriptor *d) {
    Standing s = registry_standing(k->registry, name->entry, k->doc->day);
    uint32_t state = registry_state(k->registry, s.code);
    int score = (s.former || s.before ? 0 : 6) + (state != NONE && k->map->support[state] > 0 ? 4 : 0);
    score += d->code[0] == '\0' ? 0 : memcmp(d->code, s.code, 3) == 0 ? 8 : -12;
    return score + (span_is(d->role) && held(k, name->entry, doc_str(k->doc, d->role)) ? 8 : 0);
}

/* The registry's entry of a bare name, or NONE. */
static uint32_t entry_of(const Maker *k, uint32_t mention, const Descriptor *d) {
    const MentionNote *note = &k->notes[mention];
    uint32_t m = note->match;
    if (m == NONE) {
        m = k->map->of[note->name_first];
        if (m == NONE || k->map->at[m].first != note->name_first || k->map->at[m].end != note->name_end) {
            return NONE;
        }
    }
    const NameMatch *match = &k->map->at[m];
    const RegistryName *full = actorname_pick(k->map, match, 1u << NAMED_FULL);
    if (full != NULL && person_with(k, full)) {
        for (uint32_t i = 0; i < match->n; i++) { /* of several people of one name the one who fits best */
            const RegistryName *other = &match->names[i];
            bool better =
                other->kind == NAMED_FULL && person_with(k, other) && fitness(k, other, d) > fitness(k, full, d);
            full = better ? other : full;
        }
    }
    if (full != NULL) {
        return is_doubtful_person(k, full, d) ? NONE : full->entry;
    }
    const RegistryName *brief = NULL;
    int best = -100;
    for (uint32_t i = 0; i < match->n; i++) {
        const RegistryName *name = &match->names[i];
        if (name->kind != NAMED_SHORT) {
            continue;
        }
        Standing s = registry_standing(k->registry, name->entry, k->doc->day);
        int score = fitness(k, name, d) + (s.sectors[0] == SECTOR_GOV ? 1 : 0);
        if (score > best) {
            brief = name;
            best = score;
        }
    }
    if (brief != NULL && (best >= 4 || k->phrase)) {
        return brief->entry;
    }
    return pick_surname(k, match, d);
}

/* ---- states ---- */

/* What is addressed "to Beijing" goes to a government, what moves there to a place. */
static bool addresses(Str lemma) {
    static const char *const words[] = {"protest", "complain", "appeal", "apologize",  "apologise", "talk",    "speak",
                                        "write",   "sell",     "supply", "respond",    "reply",     "answer",  "letter",
                                        "message", "envoy",    "threat", "ambassador", "warning",   "apology", "pledge",
                                        "lend",    "loan",     "ally",   "concession"};
    return STR_IN_NOCASE(lemma, words);
}

static bool is_locative(const Doc *doc, uint32_t head) {
    static const char *const words[] = {"in",     "at",         "to",     "from",    "near",   "outside",
                                        "around", "into",       "across", "through", "toward", "towards",
                                        "inside", "throughout", "via",    "of",      "over",   "on"};
    const Sentence *s = &doc->sentences.at[tok(doc, head)->sentence];
    uint32_t up = head;
    for (int hops = 0; hops < 3 && tok(doc, up)->deprel == DEPREL_conj && tok(doc, up)->head != NONE; hops++) {
        up = tok(doc, up)->head;
    }
    Deprel deprel = (Deprel)tok(doc, up)->deprel;
    if (deprel == DEPREL_appos) {
        return true; /* "Kharkiv, Ukraine" */
    }
    if (deprel != DEPREL_obl && deprel != DEPREL_nmod && deprel != DEPREL_root && deprel != DEPREL_obl_unmarked) {
        return deprel != DEPREL_nsubj && deprel != DEPREL_nsubj_pass && deprel != DEPREL_obj && deprel != DEPREL_iobj &&
               deprel != DEPREL_nmod_poss && deprel != DEPREL_compound && deprel != DEPREL_amod &&
               deprel != DEPREL_obl_agent;
    }
    for (uint32_t t = s->first; t < up; t++) {
        if (tok(doc, t)->head == up && tok(doc, t)->deprel == DEPREL_case) {
            uint32_t governor = tok(doc, up)->head;
            if (governor != NONE && str_eq_nocase(token_form(doc, t), STR("to")) &&
                addresses(tok(doc, governor)->lemma)) {
                return false;
            }
            for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
                if (str_eq_nocase(token_form(doc, t), str_of(words[i]))) {
                    return true;
                }
            }
        }
    }
    return false;
}

static uint32_t state_entity(Maker *k, uint32_t entry) {
    uint32_t first = registry_state(k->registry, registry_entry(k->registry, entry)->code);
    entry = first != NONE ? first : entry; /* further names of one state */
    const RegistryEntry *e = registry_entry(k->registry, entry);
    if (k->state_of[entry] != NONE) {
        return k->state_of[entry];
    }
    uint32_t i = k->state_of[entry] = create(k, ENTITY_state);
    k->drafts.at[i].registry = entry;
    k->drafts.at[i].named = true;
    k->doc->entities.at[i].registry_id = registry_str(k->registry, e->id);
    set_code(k, i, e->code, BASIS_registry);
    return i;
}

static NameQuery query(EntityType type, uint32_t entry) {
    return (NameQuery){.type = type, .registry = entry, .owner = NONE, .code = ""};
}

static uint32_t place_entity(Maker *k, uint32_t mention, uint32_t entry, EntityType type) {
    uint32_t i = coref_name(&k->coref, mention, query(type, entry));
    if (i != NONE) {
        return i;
    }
    i = create(k, type);
    const RegistryEntry *e = registry_entry(k->registry, entry);
    k->drafts.at[i].registry = entry;
    k->drafts.at[i].named = true;
    k->doc->entities.at[i].registry_id = registry_str(k->registry, e->id);
    set_code(k, i, e->code, BASIS_gazetteer);
    if (e->sector != SECTOR_NONE) {
        set_sector(k, i, e->sector);
    }
    return i;
}

/* Two states of one adjective or name ("Congolese", "Korea"): the one that the report names otherwise. */
static bool undecided(const Maker *k, const NameMatch *match, const RegistryName *name) {
    if ((name->flags & NAME_AMBIGUOUS) == 0) {
        return false;
    }
    for (uint32_t i = 0; i < match->n; i++) {
        const RegistryName *other = &match->names[i];
        bool rival = other->entry != name->entry && registry_entry(k->registry, other->entry)->kind == KIND_STATE &&
                     (other->flags & NAME_AMBIGUOUS) != 0;
        if (rival && k->map->support[other->entry] == k->map->support[name->entry]) {
            return true;
        }
    }
    return false;
}

static uint32_t resolve_state(Maker *k, uint32_t mention) {
    const Mention *m = &k->doc->mentions.at[mention];
    const NameMatch *match = &k->map->at[k->notes[mention].match];
    const RegistryName *name = actorname_pick(k->map, match, ~(1u << NAMED_SURNAME | 1u << NAMED_SHORT));
    if (name == NULL) {
        return NONE;
    }
    const RegistryEntry *e = registry_entry(k->registry, name->entry);
    if (e->kind == KIND_REGION) {
        return place_entity(k, mention, name->entry, ENTITY_place);
    }
    if (e->kind == KIND_PEOPLE && m->form == MENTION_ADJECTIVE) {
        return NONE; /* "Muslim leaders": tells about them, and is nobody by itself */
    }
    if (e->kind == KIND_PLACE || e->kind == KIND_PEOPLE) {
        return place_entity(k, mention, name->entry, e->kind == KIND_PLACE ? ENTITY_place : ENTITY_group);
    }
    if (undecided(k, match, name)) {
        return create(k, ENTITY_state);
    }
    bool capital = name->kind == NAMED_CAPITAL;
    if (capital && !k->phrase && m->form != MENTION_ADJECTIVE && is_locative(k->doc, m->head)) {
        uint32_t i = coref_name(&k->coref, mention, query(ENTITY_place, NONE));
        if (i == NONE) {
            i = create(k, ENTITY_place);
            k->drafts.at[i].named = true;
            set_code(k, i, e->code, BASIS_gazetteer);
        }
        return i;
    }
    uint32_t i = state_entity(k, name->entry);
    if (capital || name->kind == NAMED_SEAT) {
        set_sector(k, i, SECTOR_GOV);
        if (k->drafts.at[i].count == 0) {
            k->doc->entities.at[i].basis = BASIS_gazetteer;
        }
    }
    return i;
}

/* ---- the kinds of mentions ---- */

static void resolve_people(Maker *k, uint32_t mention) {
    const NameMatch *match = &k->map->at[k->notes[mention].match];
    const RegistryName *name = actorname_pick(k->map, match, ~(1u << NAMED_SURNAME | 1u << NAMED_SHORT));
    uint32_t entity = NONE;
    uint32_t low = k->drafts.n > COREF_REACH ? k->drafts.n - COREF_REACH : 0;
    for (uint32_t i = k->drafts.n; i-- > low && entity == NONE;) {
        const Draft *d = &k->drafts.at[i];
        bool same = d->type == ENTITY_unnamed && d->registry == name->entry && d->plural == k->notes[mention].plural;
        entity = same && k->notes[mention].plural ? i : NONE;
    }
    if (entity == NONE) {
        const RegistryEntry *e = registry_entry(k->registry, name->entry);
        entity = create(k, ENTITY_unnamed);
        k->drafts.at[entity].registry = name->entry;
        k->drafts.at[entity].plural = k->notes[mention].plural;
        if (!undecided(k, match, name)) {
            set_code(k, entity, e->code, BASIS_gazetteer);
        }
        if (k->codes[entity][0] == '\0') {
            Descriptor d = actor_describe_before(&k->scene, mention);
            set_code(k, entity, d.code, BASIS_descriptor);
        }
        if (e->sector != SECTOR_NONE) {
            set_sector(k, entity, e->sector);
        }
    }
    join(k, mention, entity);
}

static EntityType type_of_entry(const Maker *k, uint32_t entry, EntityType guess) {
    switch (registry_entry(k->registry, entry)->kind) {
    case KIND_PERSON: return ENTITY_person;
    case KIND_ORGANIZATION: return ENTITY_organization;
    case KIND_GROUP: return ENTITY_group;
    default: return guess;
    }
}

/* "Seoul Metropolitan Police" is not the one of London: the country in the text against the registry's. */
static bool other_country(const Maker *k, uint32_t entry, const Descriptor *d) {
    Standing s = registry_standing(k->registry, entry, k->doc->day);
    return registry_state(k->registry, d->code) != NONE && registry_state(k->registry, s.code) != NONE &&
           memcmp(d->code, s.code, 3) != 0 && registry_entry(k->registry, entry)->kind == KIND_ORGANIZATION;
}

/* The entity that possesses a name: "Peru" of "Peru's Defence Ministry"; or NONE. */
static uint32_t owner_of(const Maker *k, uint32_t mention) {
    const Mention *m = &k->doc->mentions.at[mention];
    for (uint32_t t = m->first; t < m->head; t++) {
        if (tok(k->doc, t)->deprel == DEPREL_nmod_poss && tok(k->doc, t)->head == m->head) {
            return k->scene.entity_at[t];
        }
    }
    return NONE;
}

/* A place named after where it is: "Baghdad International Airport". */
static void place_by_name(Maker *k, uint32_t mention, uint32_t entity) {
    const MentionNote *note = &k->notes[mention];
    for (uint32_t t = note->name_first; t < note->name_end && k->codes[entity][0] == '\0'; t++) {
        uint32_t m = k->map->of[t];
        const RegistryName *name =
            m == NONE ? NULL : actorname_pick(k->map, &k->map->at[m], ~(1u << NAMED_SURNAME | 1u << NAMED_SHORT));
        const RegistryEntry *e = name != NULL ? registry_entry(k->registry, name->entry) : NULL;
        if (e != NULL && (name->flags & NAME_AMBIGUOUS) == 0 && (e->kind == KIND_STATE || e->kind == KIND_PLACE)) {
            set_code(k, entity, e->code, BASIS_gazetteer);
        }
    }
}

/* "Al-Quds television": the noun behind a name tells that it is one that reports. */
static bool is_station(const Doc *doc, const Mention *m) {
    static const char *const words[] = {"television", "tv", "radio", "newspaper", "channel", "daily", "broadcaster"};
    return m->end < doc->tokens.n && STR_IN_NOCASE(token_form(doc, m->end), words);
}

/* What bears a name that is given to a common noun. */
static EntityType type_of_noun(const Maker *k, uint32_t mention) {
    const MentionNote *note = &k->notes[mention];
    return note->plural ? ENTITY_group : role_is_person(note->role) ? ENTITY_person : ENTITY_organization;
}

/* "the militia, the Dune Hawks": a common noun that can mean the body named, of its country as far as that is known. */
static bool is_body_there(const Maker *k, uint32_t name, uint32_t mention, uint32_t entry) {
    const Token *head = tok(k->doc, k->doc->mentions.at[name].head);
    bool beside = head->deprel == DEPREL_appos && head->head == k->doc->mentions.at[mention].head;
    Standing s = entry != NONE ? registry_standing(k->registry, entry, k->doc->day) : (Standing){0};
    const char *code = k->codes[k->doc->mentions.at[mention].entity];
    bool fits = code[0] == '\0' || s.code[0] == '\0' || memcmp(code, s.code, 3) == 0;
    bool counted = false; /* "two groups, the Hawks and the Owls": each is one of them */
    for (uint32_t t = k->doc->mentions.at[mention].first; t < k->notes[mention].role_first; t++) {
        counted |= tok(k->doc, t)->upos == UPOS_NUM;
    }
    return beside && fits && !counted && type_of_noun(k, mention) != ENTITY_person;
}

static void resolve_name(Maker *k, uint32_t mention) {
    const MentionNote *note = &k->notes[mention];
    Descriptor d = actor_describe(&k->scene, mention);
    if (d.sector == SECTOR_NONE && is_station(k->doc, &k->doc->mentions.at[mention])) {
        d.sector = SECTOR_JRN;
    }
    EntityType type = (EntityType)k->doc->mentions.at[mention].type;
    uint32_t entry = entry_of(k, mention, &d);
    if (entry != NONE && type != ENTITY_person && other_country(k, entry, &d)) {
        entry = NONE;
    }
    if (entry != NONE) {
        type = type_of_entry(k, entry, type);
    }
    if (type == ENTITY_unnamed) {
        type = ENTITY_person;
    }
    uint32_t called = coref_naming(&k->coref, mention);
    type = called != NONE && entry == NONE ? type_of_noun(k, called) : type;
    NameQuery q = {type, entry, owner_of(k, mention), d.state ? d.code : "", note->role};
    uint32_t entity = coref_name(&k->coref, mention, q);
    uint32_t beside = called != NONE ? called : coref_apposition(&k->coref, mention, k->mention_at);
    if (entity != NONE && entry != NONE && k->drafts.at[entity].registry == NONE &&
        note->name_end - note->name_first == 1) {
        entry = NONE; /* a surname goes back to who bears it in this report, not to the famous one */
    }
    bool descriptor =
        beside != NONE && (called != NONE || type == ENTITY_person || is_body_there(k, mention, beside, entry));
    if (entity == NONE && descriptor && !k->drafts.at[k->doc->mentions.at[beside].entity].named) {
        entity = k->doc->mentions.at[beside].entity;
        k->drafts.at[entity].type = (uint8_t)type;
        k->doc->entities.at[entity].type = (uint8_t)type;
        for (uint32_t i = 0; i < mention; i++) {
            if (k->doc->mentions.at[i].entity == entity && k->doc->mentions.at[i].form != MENTION_PRONOUN) {
                k->doc->mentions.at[i].type = (uint8_t)type;
            }
        }
    }
    if (entity == NONE) {
        entity = create(k, type);
        k->drafts.at[entity].owner = q.owner;
        if (type == ENTITY_place && entry == NONE) {
            place_by_name(k, mention, entity);
        }
    }
    settle(k, entity, &d, entry, entry != NONE ? BASIS_registry : BASIS_descriptor);
    set_role(k, entity, d.role, note->role);
    join(k, mention, entity);
}

static bool is_country_noun(const Doc *doc, uint32_t t) {
    static const char *const words[] = {"country", "nation",     "state",  "republic",
                                        "kingdom", "government", "regime", "administration"};
    return STR_IN_NOCASE(tok(doc, t)->lemma, words);
}

/* Officers without a word beside them are of the police where it was the last force spoken of. */
static bool are_policemen(const Maker *k, uint32_t mention) {
    enum { REACH = 3 };
    const Mention *m = &k->doc->mentions.at[mention];
    const MentionNote *note = &k->notes[mention];
    if (!str_is(tok(k->doc, m->head)->lemma, "officer") || note->role_end - note->role_first != 1) {
        return false;
    }
    uint32_t last = NONE;
    for (uint32_t i = k->drafts.n; i-- > 0 && k->drafts.n - i < COREF_REACH;) {
        const Draft *d = &k->drafts.at[i];
        bool force = d->sector == SECTOR_COP || d->sector == SECTOR_MIL;
        last = force && (last == NONE || d->last > k->drafts.at[last].last) ? i : last;
    }
    return last != NONE && k->drafts.at[last].sector == SECTOR_COP &&
           tok(k->doc, m->head)->sentence - k->drafts.at[last].last_sentence <= REACH;
}

/* A commander without a word beside him is of the group that was named last, where it is one of rebels. */
static void follow_group(const Maker *k, uint32_t mention, Descriptor *d) {
    enum { REACH = 2 };
    const Mention *m = &k->doc->mentions.at[mention];
    bool bare = d->sector == SECTOR_MIL && !d->strong && d->code[0] == '\0' && !k->notes[mention].plural;
    uint32_t last = NONE, sentence = tok(k->doc, m->head)->sentence;
    for (uint32_t i = k->drafts.n; bare && i-- > 0 && k->drafts.n - i < COREF_REACH;) {
        const Draft *g = &k->drafts.at[i];
        bool armed = g->sector == SECTOR_REB || g->sector == SECTOR_PRM || g->sector == SECTOR_MIL;
        bool group = (g->type == ENTITY_organization || g->type == ENTITY_group) && armed;
        last = group && sentence - g->last_sentence <= REACH && (last == NONE || g->last > k->drafts.at[last].last)
                   ? i
                   : last;
    }
    if (last != NONE && k->drafts.at[last].sector != SECTOR_MIL) {
        d->sector = k->drafts.at[last].sector;
        memcpy(d->code, k->drafts.at[last].code, sizeof d->code);
    }
}

/* "Hundreds marched", "dozens died": people. */
static bool is_crowd(const Doc *doc, uint32_t t) {
    return mention_is_number(doc, t) && tok(doc, t)->xpos == XPOS_NNS &&
           !(t + 1 < doc->tokens.n && str_eq_nocase(token_form(doc, t + 1), STR("of")));
}

static void resolve_noun(Maker *k, uint32_t mention) {
    const Mention *m = &k->doc->mentions.at[mention];
    const MentionNote *note = &k->notes[mention];
    Descriptor d = actor_describe(&k->scene, mention);
    follow_group(k, mention, &d);
    if (d.sector == SECTOR_UNK && is_crowd(k->doc, m->head)) {
        d.sector = SECTOR_CVL;
    }
    if (d.sector == SECTOR_MIL && are_policemen(k, mention)) {
        d.sector = SECTOR_COP;
    }
    uint32_t entity = NONE, beside = coref_apposition(&k->coref, mention, k->mention_at);
    if (beside != NONE && !note->plural) {
        uint32_t other = k->doc->mentions.at[beside].entity;
        bool person = role_is_person(note->role);
        uint8_t type = other != NONE ? k->drafts.at[other].type : ENTITY_place;
        if (person ? type == ENTITY_person : type == ENTITY_organization || type == ENTITY_group) {
            entity = other;
        }
    }
    if (entity == NONE && d.state && is_country_noun(k->doc, m->head) && !note->plural &&
        note->role->sector == SECTOR_GOV) {
        uint32_t state = registry_state(k->registry, d.code); /* "the Russian government" is Russia, acting */
        entity = state != NONE ? state_entity(k, state) : NONE;
        if (entity != NONE) {
            set_sector(k, entity, SECTOR_GOV);
        }
    }
    if (entity == NONE) {
        entity = coref_noun(&k->coref, mention, d.code, d.sector);
    }
    if (entity == NONE) {
        entity = create(k, ENTITY_unnamed);
        k->drafts.at[entity].plural = note->plural;
    }
    if (k->drafts.at[entity].type != ENTITY_state) {
        settle(k, entity, &d, NONE, BASIS_descriptor);
        set_role(k, entity, d.role, note->role);
    }
    k->drafts.at[entity].role_head = m->head;
    join(k, mention, entity);
}

static void resolve(Maker *k, uint32_t mention) {
    const Mention *m = &k->doc->mentions.at[mention];
    const MentionNote *note = &k->notes[mention];
    bool state = false;
    if (note->match != NONE) {
        const RegistryName *name =
            actorname_pick(k->map, &k->map->at[note->match], ~(1u << NAMED_SURNAME | 1u << NAMED_SHORT));
        RegistryKind kind = name != NULL ? (RegistryKind)registry_entry(k->registry, name->entry)->kind : KIND_PERSON;
        state = kind == KIND_STATE || kind == KIND_PLACE || kind == KIND_REGION || kind == KIND_PEOPLE;
    }
    if (m->form == MENTION_PRONOUN) {
        uint32_t entity = coref_pronoun(&k->coref, mention);
        if (entity != NONE) {
            if (k->drafts.at[entity].gender == 0 && !note->plural) {
                bool she = str_eq_nocase(token_form(k->doc, m->head), STR("she")) ||
                           str_eq_nocase(token_form(k->doc, m->head), STR("her"));
                bool he = str_eq_nocase(token_form(k->doc, m->head), STR("he")) ||
                          str_eq_nocase(token_form(k->doc, m->head), STR("his")) ||
                          str_eq_nocase(token_form(k->doc, m->head), STR("him"));
                k->drafts.at[entity].gender = she ? 2 : he ? 1 : 0;
            }
            join(k, mention, entity);
        }
    } else if (state && m->form == MENTION_NOMINAL) {
        resolve_people(k, mention);
    } else if (state) {
        bool word = m->form == MENTION_NAME && note->name_end - note->name_first == 1;
        uint32_t bearer =
            word && !is_locative(k->doc, m->head) ? coref_name(&k->coref, mention, query(ENTITY_person, NONE)) : NONE;
        bool person = bearer != NONE && k->drafts.at[bearer].type == ENTITY_person; /* Jordan, after Michael Jordan */
        uint32_t entity = person ? bearer : resolve_state(k, mention);
        if (entity != NONE) {
            join(k, mention, entity);
        }
    } else if (m->form == MENTION_NAME || m->form == MENTION_ADJECTIVE) {
        resolve_name(k, mention);
    } else {
        resolve_noun(k, mention);
    }
}

/* ---- when all mentions are known ---- */

static bool acts(const Doc *doc, const Mention *m) {
    Deprel d = (Deprel)tok(doc, m->head)->deprel;
    return d == DEPREL_nsubj || d == DEPREL_nsubj_pass || d == DEPREL_obj || d == DEPREL_iobj ||
           d == DEPREL_nmod_poss || d == DEPREL_obl_agent || d == DEPREL_obl || d == DEPREL_conj || d == DEPREL_nmod ||
           d == DEPREL_compound || d == DEPREL_amod;
}

enum {
    VOTES_DATELINE = 8,
    VOTES_TITLE = 3,
    VOTERS_MAX = 600, /* a very long report: its beginning tells */
    HERE_SHARE = 5    /* a dateline with a fifth of the votes decides */
};

/* The country that the report is about. */
static void main_country(const Maker *k, char code[4]) {
    const Doc *doc = k->doc;
    Homeland h = {0};
    homeland_vote_words(&h, k->registry, doc->dateline, VOTES_DATELINE);
    bool at_dateline = h.n > 0;
    homeland_vote_words(&h, k->registry, doc->title, VOTES_TITLE);
    for (uint32_t i = 0; i < k->drafts.n && i < VOTERS_MAX; i++) {
        homeland_vote(&h, k->registry, k->codes[i], k->drafts.at[i].count);
    }
    uint32_t opening = 0;
    while (opening + 1 < doc->sentences.n && doc->sentences.at[opening].kind != SENTENCE_BODY) {
        opening++;
    }
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (m->entity != NONE && tok(doc, m->head)->sentence == opening) {
            homeland_vote(&h, k->registry, k->codes[m->entity], 1);
        }
    }
    homeland_decide(&h, code);
    if (at_dateline && h.votes[0].n * HERE_SHARE >= h.total) {
        memcpy(code, h.votes[0].code, 4); /* the neighbour is named more often than the own country */
    }
}

/* "The two armies", "both governments": of two sides, and of neither alone. */
static bool of_two_sides(const Doc *doc, const Draft *d) {
    static const char *const words[] = {"army",    "government", "force",    "military", "navy",     "side",
                                        "capital", "leader",     "minister", "diplomat", "president"};
    if (d->role_head == NONE || !d->plural) {
        return false;
    }
    const Sentence *s = &doc->sentences.at[tok(doc, d->role_head)->sentence];
    bool both = false, noun = false;
    for (uint32_t t = d->role_head; t-- > s->first && d->role_head - t < 4;) {
        both = both || str_eq_nocase(token_form(doc, t), STR("two")) || str_eq_nocase(token_form(doc, t), STR("both"));
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        noun = noun || str_eq_nocase(tok(doc, d->role_head)->lemma, str_of(words[i]));
    }
    return both && noun;
}

/* Several who speak for states are of several: "foreign ministers", "ambassadors". */
static bool of_many_states(const Maker *k, const Draft *d) {
    static const char *const words[] = {
        "ambassador",       "diplomat",        "envoy",      "head of state", "leader",   "president",
        "foreign minister", "prime minister",  "government", "embassy",       "mediator", "negotiator",
        "defence minister", "finance minister"};
    Str role = d->role != NULL && d->plural ? registry_str(k->registry, d->role->text) : (Str){0};
    return STR_IN(role, words);
}

static bool role_holds(const Maker *k, const Draft *d, const char *word) {
    Str role = d->role != NULL ? registry_str(k->registry, d->role->text) : (Str){0};
    return str_find(role, str_of(word), NULL);
}

/* "unspecified foreign forces", "unidentified men": of a country that nobody tells. */
static bool is_stranger(const Maker *k, uint32_t mention) {
    static const char *const words[] = {"foreign", "unidentified", "unknown", "unspecified", "international"};
    const Mention *m = &k->doc->mentions.at[mention];
    const MentionNote *note = &k->notes[mention];
    for (uint32_t t = m->first; note->role != NULL && t < note->role_first; t++) {
        if (STR_IN_NOCASE(token_form(k->doc, t), words)) {
            return true;
        }
    }
    return false;
}

/* Those whom a report leaves without a country belong where it happens; but for prisoners of war, who are the other
   side's, and drones, whose side is for somebody to find out. */
static bool takes_affiliation(const Maker *k, uint32_t entity) {
    const Draft *d = &k->drafts.at[entity];
    if (d->code[0] != '\0' || d->registry != NONE || d->sector == SECTOR_NONE || d->sector == SECTOR_UAF ||
        role_holds(k, d, "prisoner of war") || role_holds(k, d, "drone") || of_two_sides(k->doc, d) ||
        of_many_states(k, d)) {
        return false;
    }
    switch (d->type) {
    case ENTITY_person: return d->sector != SECTOR_UNK;
    case ENTITY_organization:
        return d->sector == SECTOR_GOV || d->sector == SECTOR_COP || d->sector == SECTOR_LEG ||
               d->sector == SECTOR_JUD || d->sector == SECTOR_MIL || d->sector == SECTOR_OPP ||
               d->sector == SECTOR_MED || d->sector == SECTOR_EDU ||
               (d->role_head != NONE && (d->sector == SECTOR_PRM || d->sector == SECTOR_REB));
    case ENTITY_unnamed:
        return d->sector != SECTOR_UNK && d->role != NULL &&
               (d->role_head == NONE || !d->plural || !is_country_noun(k->doc, d->role_head)) &&
               (d->role_head == NONE || !actor_is_relation(k->doc, d->role_head));
    default: return false;
    }
}

/* The state of the dateline that an item of a digest begins with ("SUVA - "), or NONE. */
static bool item_state(const Maker *k, uint32_t sentence, char code[4]) {
    const Doc *doc = k->doc;
    uint32_t first = sentence;
    while (first > 0 && doc->sentences.at[first - 1].paragraph == doc->sentences.at[sentence].paragraph) {
        first--;
    }
    const Sentence *s = &doc->sentences.at[first];
    Homeland h = {0};
    homeland_vote_words(&h, k->registry, (Str){doc->text.at + s->span.start, s->lead}, 1);
    homeland_decide(&h, code);
    return code[0] != '\0';
}

/* The verb that governs a token. */
static uint32_t clause_of(const Doc *doc, uint32_t t) {
    for (uint32_t up = tok(doc, t)->head; up != NONE && tok(doc, t)->upos != UPOS_VERB; up = tok(doc, t)->head) {
        t = up;
    }
    return t;
}

/* Those who speak for a state wherever they stand, unlike its governors and mayors. */
static bool speaks_for_state(const Maker *k, uint32_t entity) {
    static const char *const local[] = {"governor",  "mayor",      "prefect", "official",
                                        "authority", "councillor", "officer"};
    const Draft *d = &k->drafts.at[entity];
    Str role = d->role != NULL ? registry_str(k->registry, d->role->text) : (Str){0};
    bool speaks = d->sector == SECTOR_GOV;
    for (size_t i = 0; i < sizeof local / sizeof *local; i++) {
        speaks = speaks && !str_ends(role, str_of(local[i]));
    }
    return speaks;
}

/* A place named as where it happens in a sentence, one of whose mentions is `near`; with `clause`, in that clause. */
static uint32_t place_in(const Maker *k, uint32_t near, uint32_t clause) {
    static const char *const words[] = {"in", "at", "on", "near", "across", "outside", "around", "inside", "through"};
    const Doc *doc = k->doc;
    uint32_t sentence = tok(doc, doc->mentions.at[near].head)->sentence, i = near;
    while (i > 0 && tok(doc, doc->mentions.at[i - 1].head)->sentence == sentence) {
        i--;
    }
    for (; i < doc->mentions.n && tok(doc, doc->mentions.at[i].head)->sentence == sentence; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (m->entity == NONE || m->form != MENTION_NAME || m->first == 0 ||
            (clause != NONE && clause_of(doc, m->head) != clause)) {
            continue;
        }
        uint8_t type = k->drafts.at[m->entity].type;
        if ((type != ENTITY_place && type != ENTITY_state) ||
            registry_state(k->registry, k->codes[m->entity]) == NONE) {
            continue;
        }
        if (STR_IN_NOCASE(token_form(doc, m->first - 1), words)) {
            return m->entity;
        }
    }
    return NONE;
}

/* "The Israeli army said so.  Defence Minister X warned …": the organ of a state that the sentence before, in the same
   paragraph, has as its subject. */
static uint32_t before(const Maker *k, uint32_t mention) {
    const Doc *doc = k->doc;
    uint32_t sentence = tok(doc, doc->mentions.at[mention].head)->sentence;
    for (uint32_t i = mention; i-- > 0;) {
        const Mention *m = &doc->mentions.at[i];
        const Token *head = tok(doc, m->head);
        if (head->sentence + 1 < sentence ||
            doc->sentences.at[head->sentence].paragraph != doc->sentences.at[sentence].paragraph) {
            return NONE;
        }
        if (head->sentence == sentence && m->entity != NONE &&
            registry_state(k->registry, k->codes[m->entity]) != NONE && k->drafts.at[m->entity].type == ENTITY_state) {
            return NONE; /* another state has the word by now */
        }
        bool main = head->deprel == DEPREL_nsubj && head->head != NONE && tok(doc, head->head)->deprel == DEPREL_root;
        if (main && head->sentence < sentence && m->entity != NONE && m->form != MENTION_PRONOUN) {
            bool organ = k->sectors[m->entity] == SECTOR_MIL || k->sectors[m->entity] == SECTOR_GOV;
            uint8_t type = k->drafts.at[m->entity].type;
            bool named = k->drafts.at[doc->mentions.at[mention].entity].type == ENTITY_person;
            bool body = type == ENTITY_state ? named : type != ENTITY_person;
            return (organ || type == ENTITY_state) && body && registry_state(k->registry, k->codes[m->entity]) != NONE
                       ? m->entity
                       : NONE;
        }
    }
    return NONE;
}

/* Where it happens, in the sentence that brings them in, of the police and the people there or else in the one before
   it in the paragraph; for those who hold an office, in their clause. */
static uint32_t local_state(const Maker *k, uint32_t first_mention) {
    const Doc *doc = k->doc;
    uint32_t head = doc->mentions.at[first_mention].head, sentence = tok(doc, head)->sentence, i = first_mention;
    if (speaks_for_state(k, doc->mentions.at[first_mention].entity)) {
        uint32_t place = place_in(k, first_mention, clause_of(doc, head));
        return place != NONE ? place : before(k, first_mention);
    }
    uint8_t sector = k->drafts.at[doc->mentions.at[first_mention].entity].sector;
    uint32_t here = place_in(k, first_mention, clause_of(doc, head));
    here = here != NONE ? here : place_in(k, first_mention, NONE);
    while (i > 0 && tok(doc, doc->mentions.at[i].head)->sentence == sentence) {
        i--;
    }
    uint32_t last = tok(doc, doc->mentions.at[i].head)->sentence;
    bool same = (sector == SECTOR_COP || sector == SECTOR_CVL) && last + 1 == sentence &&
                doc->sentences.at[last].paragraph == doc->sentences.at[sentence].paragraph;
    return here != NONE || !same ? here : place_in(k, i, NONE);
}

/* Whose ally or neighbour somebody is, by a possessor: an entity, or NONE. */
static uint32_t related_to(const Maker *k, uint32_t mention) {
    const Doc *doc = k->doc;
    const Mention *m = &doc->mentions.at[mention];
    const Sentence *s = &doc->sentences.at[tok(doc, m->head)->sentence];
    for (uint32_t t = s->first; t < m->head; t++) {
        if (tok(doc, t)->head == m->head && tok(doc, t)->deprel == DEPREL_nmod_poss) {
            return k->scene.entity_at[t];
        }
    }
    return NONE;
}

/* "Sweden and Norway praised their neighbour": of several, who are no one entity. */
static bool possessed_by_pronoun(const Maker *k, uint32_t mention) {
    const Mention *m = &k->doc->mentions.at[mention];
    return m->first > 0 && str_eq_nocase(token_form(k->doc, m->first - 1), STR("their"));
}

/* "its ally", "its neighbour" of a state: the country that the report is about; if that is itself, the neighbour, rival
   or enemy is the other state named last, in this sentence or the two before it. */
static uint32_t related_state(const Maker *k, uint32_t mention) {
    static const char *const others[] = {"neighbour", "neighbor", "rival", "enemy", "foe", "adversary"};
    enum { BACK = 2 };
    const Doc *doc = k->doc;
    const Mention *m = &doc->mentions.at[mention];
    uint32_t whose = related_to(k, mention), home = registry_state(k->registry, doc->home);
    bool other_side = STR_IN_NOCASE(tok(doc, m->head)->lemma, others);
    if (!other_side && !str_eq_nocase(tok(doc, m->head)->lemma, STR("ally"))) {
        return NONE;
    }
    if (whose == NONE && home != NONE && possessed_by_pronoun(k, mention)) {
        return k->state_of[home];
    }
    if (whose == NONE || k->notes[mention].plural || registry_state(k->registry, k->codes[whose]) == NONE ||
        (k->drafts.at[whose].type != ENTITY_state && k->sectors[whose] != SECTOR_GOV)) {
        return NONE;
    }
    if (home != NONE && memcmp(doc->home, k->codes[whose], 4) != 0) {
        return k->state_of[home];
    }
    for (uint32_t i = mention;
         other_side && i-- > 0 && tok(doc, doc->mentions.at[i].head)->sentence + BACK >= tok(doc, m->head)->sentence;) {
        uint32_t other = doc->mentions.at[i].entity;
        if (other != NONE && k->drafts.at[other].type == ENTITY_state && k->codes[other][0] != '\0' &&
            memcmp(k->codes[other], k->codes[whose], 4) != 0) {
            return other;
        }
    }
    return NONE;
}

/* Neighbours and allies of a state are states. */
static void relate(Maker *k) {
    for (uint32_t i = 0; i < k->doc->mentions.n; i++) {
        const Mention *m = &k->doc->mentions.at[i];
        bool open = m->entity != NONE && m->form == MENTION_NOMINAL && k->drafts.at[m->entity].type == ENTITY_unnamed &&
                    k->codes[m->entity][0] == '\0' && actor_is_relation(k->doc, m->head);
        uint32_t state = open ? related_state(k, i) : NONE;
        if (state != NONE) {
            set_code(k, m->entity, k->codes[state], BASIS_coreference);
            set_sector(k, m->entity, SECTOR_GOV);
        }
    }
}

static void affiliate(Maker *k) {
    main_country(k, k->doc->home);
    uint32_t *first = arena_alloc(k->arena, (k->drafts.n + 1) * sizeof *first);
    memset(first, 0xFF, (k->drafts.n + 1) * sizeof *first);
    for (uint32_t i = k->doc->mentions.n; i-- > 0;) {
        if (k->doc->mentions.at[i].entity != NONE) {
            first[k->doc->mentions.at[i].entity] = i;
        }
    }
    for (uint32_t i = 0; i < k->drafts.n; i++) {
        if (first[i] != NONE && takes_affiliation(k, i) && !is_stranger(k, first[i])) {
            uint32_t local = local_state(k, first[i]);
            char item[4];
            bool digest = item_state(k, tok(k->doc, k->doc->mentions.at[first[i]].head)->sentence, item);
            bool envoys =
                role_holds(k, &k->drafts.at[i], "peacekeep") || role_holds(k, &k->drafts.at[i], "blue helmet");
            set_code(k, i,
                     envoys          ? "IGO"
                     : local != NONE ? k->codes[local]
                     : digest        ? item
                                     : k->doc->home,
                     BASIS_affiliation);
        }
    }
}

/* A state that acts is its government, a people that acts its civilians. */
static void fill_sectors(Maker *k) {
    const Doc *doc = k->doc;
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        const Mention *m = &doc->mentions.at[i];
        if (m->entity == NONE || k->sectors[m->entity] != SECTOR_NONE || !acts(doc, m)) {
            continue;
        }
        const Draft *d = &k->drafts.at[m->entity];
        if (d->type == ENTITY_state && d->code[0] != '\0') {
            set_sector(k, m->entity, SECTOR_GOV);
        } else if (d->type == ENTITY_unnamed && d->role == NULL && d->registry != NONE && m->form == MENTION_NOMINAL) {
            set_sector(k, m->entity, SECTOR_CVL);
        }
    }
}

static Str longest_name(const Maker *k, uint32_t entity) {
    const Doc *doc = k->doc;
    const Draft *d = &k->drafts.at[entity];
    if (d->type == ENTITY_state && d->registry != NONE) {
        return registry_str(k->registry, registry_entry(k->registry, d->registry)->name);
    }
    if (d->named && d->name_end > d->name_first) {
        return doc_str(doc, (Span){tok(doc, d->name_first)->span.start, tok(doc, d->name_end - 1)->span.end});
    }
    return (Str){0};
}

static void finish(Maker *k) {
    Doc *doc = k->doc;
    uint32_t *count = arena_zero(k->arena, (k->drafts.n + 1) * sizeof *count);
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        if (doc->mentions.at[i].entity != NONE) {
            count[doc->mentions.at[i].entity]++;
        }
    }
    uint32_t **lists = arena_zero(k->arena, (k->drafts.n + 1) * sizeof *lists);
    for (uint32_t i = 0; i < k->drafts.n; i++) {
        lists[i] = arena_alloc(k->arena, (count[i] + 1) * sizeof **lists);
        count[i] = 0;
    }
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        uint32_t entity = doc->mentions.at[i].entity;
        if (entity != NONE) {
            lists[entity][count[entity]++] = i;
        }
    }
    for (uint32_t i = 0; i < k->drafts.n; i++) {
        Entity *e = &doc->entities.at[i];
        e->mentions = doc_refs(doc, lists[i], count[i]);
        e->name = longest_name(k, i);
        if (e->name.n == 0 && count[i] > 0) {
            e->name = doc_str(doc, doc->mentions.at[lists[i][0]].span);
        }
    }
}

void entity_find(const NameMap *map, const MentionNote *notes, Doc *doc, Arena *arena, bool phrase) {
    Maker k = {.map = map, .registry = map->registry, .notes = notes, .doc = doc, .arena = arena, .phrase = phrase};
    k.mention_at = arena_alloc(arena, (doc->tokens.n + 1) * sizeof *k.mention_at);
    k.state_of = arena_alloc(arena, (registry_count(map->registry) + 1) * sizeof *k.state_of);
    memset(k.state_of, 0xFF, (registry_count(map->registry) + 1) * sizeof *k.state_of);
    uint32_t *entity_at = arena_alloc(arena, (doc->tokens.n + 1) * sizeof *entity_at);
    for (uint32_t t = 0; t <= doc->tokens.n; t++) {
        k.mention_at[t] = entity_at[t] = NONE;
    }
    k.scene = (ActorScene){.map = map, .doc = doc, .notes = notes, .entity_at = entity_at, .day = doc->day};
    k.coref = (Coref){.map = map, .doc = doc, .notes = notes, .drafts = &k.drafts};
    for (uint32_t i = 0; i < doc->mentions.n; i++) {
        resolve(&k, i);
        k.mention_at[doc->mentions.at[i].head] = i;
    }
    if (!phrase) {
        affiliate(&k);
        relate(&k);
        fill_sectors(&k);
    }
    finish(&k);
}
