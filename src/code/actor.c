#include "code/actor.h"

#include "code/entity.h"

static const Token *tok(const Doc *doc, uint32_t t) {
    return &doc->tokens.at[t];
}

static bool form_is(const Doc *doc, uint32_t t, const char *word) {
    return str_eq_nocase(token_form(doc, t), str_of(word));
}

bool actor_is_official(Sector sector) {
    switch (sector) {
    case SECTOR_GOV:
    case SECTOR_MIL:
    case SECTOR_LEG:
    case SECTOR_JUD:
    case SECTOR_SPY:
    case SECTOR_COP:
    case SECTOR_PTY:
    case SECTOR_UNK:
    case SECTOR_ELI:
    case SECTOR_NONE: return true;
    default: return false;
    }
}

/* "Somalia-based" tells the side, "Russian-backed" does not. */
static bool in_compound(const Doc *doc, uint32_t end, bool *based) {
    uint32_t stop = doc->sentences.at[tok(doc, end - 1)->sentence].end;
    *based = end + 1 < stop && str_is(token_form(doc, end), "-") &&
             (form_is(doc, end + 1, "based") || form_is(doc, end + 1, "held") || form_is(doc, end + 1, "run") ||
              form_is(doc, end + 1, "controlled"));
    return end + 1 < stop && str_is(token_form(doc, end), "-") && tok(doc, end + 1)->upos != UPOS_PROPN;
}

static void take_code(Descriptor *d, const char *code) {
    if (d->code[0] == '\0' && code[0] != '\0' && code[0] != '-') {
        memcpy(d->code, code, 4);
    }
}

/* A body or a person of the registry before the noun. */
static void take_entry(const ActorScene *scene, Descriptor *d, uint32_t entry) {
    Standing s = registry_standing(scene->map->registry, entry, scene->day);
    take_code(d, s.code);
    if (!d->strong && s.sectors[0] != SECTOR_NONE) {
        d->sector = s.sectors[0];
        d->strong = true;
        d->registry = entry;
    }
}

/* Countries and bodies among the tokens [first, end), the nearest to the noun first for the sector. */
static void take_modifiers(const ActorScene *scene, Descriptor *d, uint32_t first, uint32_t end, bool bodies) {
    const NameMap *map = scene->map;
    for (uint32_t t = end; t-- > first;) {
        uint32_t m = map->of[t];
        if (m == NONE || map->at[m].end != t + 1 || map->at[m].first < first) {
            continue;
        }
        bool based, compound = in_compound(scene->doc, t + 1, &based);
        const RegistryName *name = actorname_pick(map, &map->at[m], ~(1u << NAMED_SURNAME));
        if ((compound && !based) || name == NULL) {
            continue;
        }
        const RegistryEntry *e = actorname_entry(map, name);
        if (e->kind == KIND_ORGANIZATION || e->kind == KIND_GROUP || e->kind == KIND_PERSON) {
            if (bodies) {
                take_entry(scene, d, name->entry);
            }
        } else if (name->kind == NAMED_SEAT) {
            take_code(d, e->code);
        } else {
            d->state = d->state || (d->code[0] == '\0' && e->kind == KIND_STATE);
            take_code(d, e->code);
            if (!d->strong && e->sector != SECTOR_NONE && e->sector != SECTOR_CVL) {
                d->sector = e->sector;
                d->strong = true;
            }
        }
    }
}

/* "police" of "police spokesman", "human rights" of "human rights group": the longest phrase nearest to the noun. */
static void take_side_words(const ActorScene *scene, Descriptor *d, uint32_t first, uint32_t end) {
    const NameMap *map = scene->map;
    for (uint32_t stop = end; stop > first && !d->strong; stop--) {
        for (uint32_t from = first; from < stop && !d->strong; from++) {
            const RegistryRole *role = registry_role(map->registry, actorname_hash(map, from, stop));
            if (role != NULL && map->word_at[from] < map->word_at[stop] && (role->kinds & (1u << WORD_MODIFIER)) != 0) {
                d->sector = role->modifier;
                d->strong = true;
            } else if (role != NULL && role->sector != 0 && stop - from > 1 &&
                       (role->kinds & (1u << WORD_BODY | 1u << WORD_AGENT)) != 0) {
                d->sector = role->sector;
                d->strong = true;
            }
        }
    }
}

static uint32_t case_of(const Doc *doc, uint32_t t) {
    const Sentence *s = &doc->sentences.at[tok(doc, t)->sentence];
    for (uint32_t i = t; i-- > s->first && t - i < 6;) {
        if (tok(doc, i)->head == t && tok(doc, i)->deprel == DEPREL_case) {
            return i;
        }
    }
    return NONE;
}

/* A body of the report before the noun, which the registry need not know: "State Department | spokesperson". */
static void take_bodies(const ActorScene *scene, Descriptor *d, uint32_t first, uint32_t end, bool weak) {
    for (uint32_t t = first; t < end; t++) {
        uint32_t entity = scene->entity_at[t];
        if (entity == NONE || (scene->doc->entities.at[entity].type != ENTITY_organization &&
                               scene->doc->entities.at[entity].type != ENTITY_group)) {
            continue;
        }
        take_code(d, scene->code_of[entity]);
        if (weak && !d->strong && scene->sector_of[entity] != SECTOR_NONE) {
            d->sector = scene->sector_of[entity];
            d->strong = true;
        }
    }
}

/* "Oman, whose sultan had died": whom the relative clause is about; NONE if the token is no "whose". */
static uint32_t whose(const ActorScene *scene, uint32_t t) {
    const Doc *doc = scene->doc;
    uint32_t up = form_is(doc, t, "whose") ? tok(doc, t)->head : NONE;
    for (int i = 0; i < 6 && up != NONE; i++, up = tok(doc, up)->head) {
        if (tok(doc, up)->deprel == DEPREL_acl_relcl) {
            return tok(doc, up)->head == NONE ? NONE : scene->entity_at[tok(doc, up)->head];
        }
    }
    return NONE;
}

/* "Pyongyang's ambassador", "his spokesman": the possessor stands before the noun and is resolved already. */
static void take_possessor(const ActorScene *scene, Descriptor *d, uint32_t head, bool weak) {
    const Doc *doc = scene->doc;
    const Sentence *s = &doc->sentences.at[tok(doc, head)->sentence];
    for (uint32_t t = s->first; t < head; t++) {
        uint32_t entity = scene->entity_at[t] != NONE ? scene->entity_at[t] : whose(scene, t);
        if (tok(doc, t)->head != head || entity == NONE || tok(doc, t)->deprel != DEPREL_nmod_poss) {
            continue;
        }
        uint8_t type = doc->entities.at[entity].type;
        d->state = d->state || (d->code[0] == '\0' && type == ENTITY_state);
        take_code(d, scene->code_of[entity]);
        if (weak && !d->strong && scene->sector_of[entity] != SECTOR_NONE && type != ENTITY_state &&
            type != ENTITY_place) {
            d->sector = scene->sector_of[entity];
            d->strong = true;
        }
    }
}

/* The phrase behind a preposition, with its own "of" phrases: "the residence of | the President of the United States".
 */
static uint32_t phrase_end(const NameMap *map, const Doc *doc, uint32_t t) {
    uint32_t end = doc->sentences.at[tok(doc, t)->sentence].end, e = t + 1, last = t + 1;
    for (; e < end && e < t + 8; e++) {
        Upos upos = (Upos)tok(doc, e)->upos;
        if (upos == UPOS_PROPN || upos == UPOS_NOUN || map->of[e] != NONE) {
            last = e + 1;
        } else if (!(upos == UPOS_ADP && form_is(doc, e, "of")) && upos != UPOS_DET && upos != UPOS_ADJ) {
            break;
        }
    }
    return e > t + 1 && tok(doc, t + 1)->upos == UPOS_ADP ? last : t + 1;
}

/* "a group of tourists", "trade unions in Denmark": what stands behind the noun is not resolved yet; its words tell. */
static void take_complements(const ActorScene *scene, Descriptor *d, uint32_t head, bool weak) {
    static const char *const belongs[] = {"of", "for", "at"};
    static const char *const where[] = {"in", "from", "across", "on", "within"};
    const Doc *doc = scene->doc;
    const Sentence *s = &doc->sentences.at[tok(doc, head)->sentence];
    for (uint32_t t = head + 1; t < s->end; t++) {
        const Token *token = tok(doc, t);
        bool mine = token->head == head || (token->head != NONE && tok(doc, token->head)->deprel == DEPREL_conj &&
                                            tok(doc, token->head)->head == head && token->head < t);
        uint32_t mark = mine && (token->deprel == DEPREL_nmod || token->deprel == DEPREL_obl) ? case_of(doc, t) : NONE;
        if (mark == NONE || mark < head ||
            !(STR_IN_NOCASE(token_form(doc, mark), belongs) || STR_IN_NOCASE(token_form(doc, mark), where))) {
            continue;
        }
        uint32_t first, end;
        const RegistryRole *role = mention_role(scene->map, doc, t, &first, &end);
        bool heads = d->strong && d->sector == SECTOR_GOV && form_is(doc, mark, "of") && role != NULL &&
                     (role->kinds & 1u << WORD_BODY) != 0; /* "president of the human rights league" */
        if (((weak && !d->strong && STR_IN_NOCASE(token_form(doc, mark), belongs)) || heads) && role != NULL &&
            role->sector != SECTOR_NONE) {
            d->sector = role->sector;
            d->strong = (role->kinds & (1u << WORD_AGENT | 1u << WORD_BODY)) != 0;
        }
        Descriptor behind = {.strong = true};
        take_modifiers(scene, weak && STR_IN_NOCASE(token_form(doc, mark), belongs) ? d : &behind, mark + 1,
                       phrase_end(scene->map, doc, t), true);
        take_code(d, behind.code);
    }
}

/* What the name of a body says itself: "Iranian Foreign Ministry", "Supreme Court of Pakistan". */
static void take_body_name(const ActorScene *scene, Descriptor *d, uint32_t first, uint32_t end) {
    const NameMap *map = scene->map;
    const Doc *doc = scene->doc;
    for (uint32_t from = first; from < end && d->sector == SECTOR_NONE; from++) {
        for (uint32_t stop = end; stop > from && d->sector == SECTOR_NONE; stop--) {
            bool at_border = stop == end || form_is(doc, stop, "of") || form_is(doc, stop, "for");
            const RegistryRole *role = at_border ? registry_role(map->registry, actorname_hash(map, from, stop)) : NULL;
            if (role != NULL && (role->kinds & (1u << WORD_BODY)) != 0) {
                d->sector = role->sector;
                d->strong = true;
            }
        }
    }
    take_side_words(scene, d, first, end);
    Descriptor country = {.strong = true};
    take_modifiers(scene, &country, first, end, false); /* the side is in its own words, not in other names inside */
    d->state = d->state || (d->code[0] == '\0' && country.state);
    take_code(d, country.code);
}

static Span span_of(const Doc *doc, uint32_t first, uint32_t end) {
    return (Span){tok(doc, first)->span.start, tok(doc, end - 1)->span.end};
}

bool actor_is_relation(const Doc *doc, uint32_t t) {
    static const char *const words[] = {"ally",     "neighbour",   "neighbor", "rival",  "enemy",
                                        "opponent", "counterpart", "partner",  "critic", "friend",
                                        "foe",      "adversary",   "victim",   "host",   "guest"};
    return STR_IN_NOCASE(tok(doc, t)->lemma, words);
}

/* "The mayor's deputy" is of the mayor's office, and no member of parliament. */
static bool is_deputy_of(const ActorScene *scene, uint32_t mention) {
    const Doc *doc = scene->doc;
    const Mention *m = &doc->mentions.at[mention];
    uint32_t role = scene->notes[mention].role_end - 1;
    bool deputy = role < doc->tokens.n && str_eq_nocase(tok(doc, role)->lemma, STR("deputy"));
    for (uint32_t t = m->first; t < m->end && deputy; t++) {
        if (tok(doc, t)->deprel == DEPREL_nmod_poss && scene->entity_at[t] != NONE) {
            return true;
        }
    }
    return false;
}

Descriptor actor_describe(const ActorScene *scene, uint32_t mention) {
    const Doc *doc = scene->doc;
    const Mention *m = &doc->mentions.at[mention];
    const MentionNote *note = &scene->notes[mention];
    Descriptor d = {.role = NONE_SPAN, .registry = NONE, .former = note->former};
    bool weak = true;
    if (note->role != NULL) {
        const RegistryRole *role = note->role;
        weak = (role->kinds & (1u << WORD_WEAK | 1u << WORD_WEAKBODY)) != 0 || role->sector == 0 ||
               is_deputy_of(scene, mention);
        d.role = span_of(doc, note->role_first, note->role_end);
        if (!weak) {
            d.sector = role->sector;
            d.strong = true;
        }
        take_side_words(scene, &d, m->first, note->role_first);
        take_modifiers(scene, &d, m->first, note->role_first, true);
        take_bodies(scene, &d, m->first, note->role_first, weak);
        take_modifiers(scene, &d, note->role_first, note->role_end,
                       false); /* "Senate candidate": which senate is open */
        bool relation = actor_is_relation(doc, m->head);
        if (!relation) {
            take_possessor(scene, &d, m->head, weak);
        }
        take_modifiers(scene, &d, note->role_end, m->form == MENTION_NOMINAL ? m->end : note->role_end, true);
        if (!relation) {
            take_complements(scene, &d, m->head, weak);
        }
        bool armed = role->sector == SECTOR_MIL || role->sector == SECTOR_COP;
        if (d.sector == SECTOR_NONE || (armed && d.sector == SECTOR_GOV)) {
            d.sector = role->sector; /* a ministry's officers remain officers */
        }
    } else if (m->form == MENTION_NAME && (m->type == ENTITY_organization || m->type == ENTITY_group)) {
        take_body_name(scene, &d, m->first, m->end);
        take_possessor(scene, &d, m->head, true);
        take_complements(scene, &d, m->head, false);
    }
    if (note->role == NULL && m->form == MENTION_NAME && m->type == ENTITY_person) {
        take_complements(scene, &d, m->head, true); /* "Hotak, of the provincial council" */
    }
    if (d.former && actor_is_official((Sector)d.sector)) {
        d.sector = SECTOR_ELI;
        d.strong = true;
    } else {
        d.former = false;
    }
    return d;
}

Descriptor actor_describe_before(const ActorScene *scene, uint32_t mention) {
    Descriptor d = {.role = NONE_SPAN, .registry = NONE};
    take_modifiers(scene, &d, scene->doc->mentions.at[mention].first, scene->notes[mention].name_first, false);
    return d;
}

/* A phrase that is one role from end to end ("Senate hopeful") is nothing else. */
static MentionNote *whole_role(const NameMap *map, Doc *doc, MentionNote *notes) {
    uint32_t n = doc->tokens.n;
    const RegistryRole *role = n > 1 ? actorname_role(map, doc, 0, n) : NULL;
    if (role == NULL || (role->kinds & (1u << WORD_AGENT | 1u << WORD_BODY)) == 0 || map->of[0] == map->of[n - 1]) {
        return notes;
    }
    doc->mentions.n = 0;
    vec_push(doc->arena, &doc->mentions,
             ((Mention){.span = {0, doc->text.n},
                        .first = 0,
                        .end = n,
                        .head = n - 1,
                        .entity = NONE,
                        .form = MENTION_NOMINAL,
                        .type = ENTITY_unnamed}));
    MentionNote *only = arena_new(doc->scratch, MentionNote);
    *only = (MentionNote){.match = NONE, .role = role, .role_end = n, .name_first = n, .name_end = n};
    return only;
}

void actor_find(const Registry *registry, const Ner *ner, Doc *doc, bool phrase) {
    Arena *scratch = doc->scratch;
    NameMap *map = actorname_find(registry, doc, scratch, phrase);
    MentionNote *notes = mention_find(map, ner, doc, scratch);
    if (phrase) {
        notes = whole_role(map, doc, notes);
    }
    entity_find(map, notes, doc, scratch, phrase);
}

void actor_locate(Doc *doc) {
    uint32_t from = 0; /* mentions before it end before the place begins; both are in the order of the text */
    for (uint32_t i = 0; i < doc->places.n; i++) {
        const Place *p = &doc->places.at[i];
        uint32_t sentence = doc->tokens.at[p->token].sentence;
        while (from < doc->mentions.n && doc->tokens.at[doc->mentions.at[from].head].sentence < sentence) {
            from++;
        }
        for (uint32_t m = from; m < doc->mentions.n && p->country[0] != '\0'; m++) {
            const Mention *mention = &doc->mentions.at[m];
            if (doc->tokens.at[mention->head].sentence != sentence) {
                break;
            }
            Entity *e = mention->entity != NONE ? &doc->entities.at[mention->entity] : NULL;
            bool kind =
                e != NULL && (e->type == ENTITY_place || e->type == ENTITY_organization || e->type == ENTITY_unnamed);
            bool whole =
                e != NULL && (e->type != ENTITY_place || p->span.end == mention->span.end); /* no American highway */
            if (kind && whole && e->code[0] == '\0' && e->registry_id.n == 0 && span_holds(mention->span, p->span)) {
                memcpy(e->code, p->country, 4);
                e->basis = BASIS_gazetteer;
            }
        }
    }
}
