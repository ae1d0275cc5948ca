#include "code/mentionrun.h"

#include "base/hashes.h"
#include "base/utf8.h"

static bool upper(const Doc *doc, uint32_t t) {
    Str form = token_form(doc, t);
    int32_t code = 0;
    if (form.n > 0) {
        utf8_decode(form, 0, &code);
    }
    return utf8_is_upper(code);
}

static bool lower_is(const Doc *doc, uint32_t t, const char *word) {
    return str_eq_nocase(token_form(doc, t), str_of(word));
}

static bool is_hyphen(const Doc *doc, uint32_t t) {
    Str form = token_form(doc, t);
    return str_is(form, "-") || str_is(form, "\u2010") || str_is(form, "\u2011");
}

bool mentionrun_particle(const Doc *doc, uint32_t t) {
    enum { LONGEST = 4 };
    static const char *const words[] = {"de",  "la",  "del", "da",   "das", "dos", "do",   "di",  "du",
                                        "van", "von", "der", "den",  "ter", "bin", "bint", "ibn", "al",
                                        "el",  "ul",  "ur",  "ould", "abu", "e",   "y"};
    Str form = token_form(doc, t);
    return form.n <= LONGEST && STR_IN_NOCASE(form, words);
}

static bool is_particle(const Doc *doc, uint32_t t) {
    return !upper(doc, t) && mentionrun_particle(doc, t);
}

/* Particles up to the capital that they lead to: "van den | Hoek", "al- | Harthi"; the token of that capital, or NONE.
 */
static uint32_t behind_particles(const Doc *doc, uint32_t t, uint32_t end) {
    uint32_t at = t;
    if (!(t + 1 < end && upper(doc, t + 1)) && !(t + 2 < end && upper(doc, t + 2)) &&
        !(t + 3 < end && upper(doc, t + 3))) {
        return NONE;
    }
    while (at < end && (is_particle(doc, at) || (at > t && is_hyphen(doc, at)))) {
        at++;
    }
    return at > t && at < end && upper(doc, at) ? at : NONE;
}

static bool is_quote(const Doc *doc, uint32_t t) {
    static const char *const marks[] = {"\"", "'", "\u201C", "\u201D", "\u2018", "\u2019"};
    return STR_IN(token_form(doc, t), marks);
}

/* The opening quotation mark of a nickname inside a name: William "Billy" Traske. */
static bool opens_nickname(const Doc *doc, uint32_t t, uint32_t end) {
    return t + 3 < end && is_quote(doc, t) && is_quote(doc, t + 2) &&
           (doc->tokens.at[t].flags & TOKEN_SPACE_AFTER) == 0 && upper(doc, t + 1) && upper(doc, t + 3) &&
           doc->tokens.at[t + 1].upos == UPOS_PROPN && doc->tokens.at[t + 3].upos == UPOS_PROPN;
}

/* "4th" of the 4th Brigade. */
static bool is_ordinal(const Doc *doc, uint32_t t) {
    Str form = token_form(doc, t);
    char c = form.n > 2 ? form.at[0] : ' ';
    return c >= '0' && c <= '9' &&
           (str_ends(form, STR("st")) || str_ends(form, STR("nd")) || str_ends(form, STR("rd")) ||
            str_ends(form, STR("th")));
}

/* A sentence whose every noun and verb has a capital says nothing by capitals. */
static bool title_case(const Doc *doc, const Sentence *s) {
    uint32_t words = 0, small = 0;
    for (uint32_t t = s->first; t < s->end; t++) {
        Str form = token_form(doc, t);
        Upos upos = (Upos)doc->tokens.at[t].upos;
        bool content = upos == UPOS_NOUN || upos == UPOS_VERB || upos == UPOS_ADJ || upos == UPOS_ADV;
        if (form.n > 3 && form.at[0] != '\'') {
            words++;
            small += upper(doc, t) ? 0 : content ? 3 : 1;
        }
    }
    return words >= 4 && small * 10 <= words * 3;
}

bool mentionrun_calendar(const Doc *doc, uint32_t t) {
    static const char *const words[] = {
        "January",   "February", "March",     "April",    "May",    "June",     "July",  "August",
        "September", "October",  "November",  "December", "Jan.",   "Feb.",     "Mar.",  "Apr.",
        "Jun.",      "Jul.",     "Aug.",      "Sep.",     "Sept.",  "Oct.",     "Nov.",  "Dec.",
        "Monday",    "Tuesday",  "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    if (!upper(doc, t)) {
        return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_is(token_form(doc, t), words[i])) {
            return !str_is(token_form(doc, t), "May") || doc->tokens.at[t].deprel == DEPREL_obl ||
                   doc->tokens.at[t].deprel == DEPREL_nmod_unmarked || doc->tokens.at[t].deprel == DEPREL_obl_unmarked;
        }
    }
    return false;
}

typedef struct Run {
    const NameMap *map;
    const Nouns *nouns; /* or NULL */
    const Doc *doc;
    const Hashes *surnames; /* of persons named in full */
    const Sentence *sentence;
    bool titled;
} Run;

static bool is_proper(const Token *t) {
    return t->upos == UPOS_PROPN || t->xpos == XPOS_NNP || t->xpos == XPOS_NNPS;
}

static uint32_t match_first(const Run *r, uint32_t t) {
    uint32_t m = r->map->of[t];
    return m != NONE && r->map->at[m].first == t ? m : NONE;
}

/* Names that need not be capitals in the run: a match of the registry that is no doubtful single word. */
static bool sure_match(const Run *r, uint32_t t) {
    uint32_t m = r->map->of[t];
    if (m == NONE) {
        return false;
    }
    const NameMatch *match = &r->map->at[m];
    for (uint32_t i = 0; i < match->n; i++) {
        if ((match->names[i].flags & NAME_AMBIGUOUS) == 0 && match->names[i].kind != NAMED_SURNAME) {
            bool acronym = (match->names[i].flags & NAME_ALL_UPPER) != 0 && !r->titled; /* "WHO", whatever its tag */
            return acronym || match->end - match->first > 1 || r->doc->tokens.at[t].upos == UPOS_PROPN ||
                   r->doc->tokens.at[t].upos == UPOS_ADJ || r->doc->tokens.at[t].upos == UPOS_NOUN;
        }
    }
    return false;
}

static bool body_word(const Run *r, uint32_t t) {
    const RegistryRole *role = actorname_role(r->map, r->doc, t, t + 1);
    return role != NULL && (role->kinds & (1u << WORD_BODY | 1u << WORD_WEAKBODY)) != 0;
}

/* The end of the words with capitals from token t on. */
static uint32_t capitals_end(const Run *r, uint32_t t) {
    while (t < r->sentence->end && upper(r->doc, t)) {
        t++;
    }
    return t;
}

static bool names_body(const Run *r, uint32_t t) {
    uint32_t end = capitals_end(r, t);
    return end > t && body_word(r, end - 1);
}

/* "Indian", whatever else an Indian may be. */
static bool is_adjective_of_state(const Run *r, uint32_t t) {
    uint32_t m = match_first(r, t);
    return m != NONE && r->doc->tokens.at[t].upos == UPOS_ADJ && upper(r->doc, t) &&
           actorname_pick(r->map, &r->map->at[m], 1u << NAMED_ADJECTIVE) != NULL;
}

/* "Riot | police": the capital is the sentence's, the word one of a common noun's. */
static bool begins_role(const Run *r, uint32_t t) {
    if (t != r->sentence->first || t + 1 >= r->sentence->end || upper(r->doc, t + 1) || r->map->of[t] != NONE) {
        return false;
    }
    const RegistryRole *role = actorname_role(r->map, r->doc, t, t + 2);
    return role != NULL && (role->kinds & (1u << WORD_AGENT | 1u << WORD_WEAK | 1u << WORD_BODY)) != 0;
}

/* "Karl | Odd" */
static Hashes surnames_of(const NameMap *map, const Doc *doc, Arena *arena) {
    Hashes found = {0};
    for (uint32_t t = 1; t < doc->tokens.n; t++) {
        const Token *token = &doc->tokens.at[t];
        bool last = t + 1 == doc->tokens.n || doc->tokens.at[t + 1].deprel != DEPREL_flat;
        if (token->deprel == DEPREL_flat && token->head < t && last && is_proper(&doc->tokens.at[token->head]) &&
            upper(doc, t)) {
            vec_push(arena, &found, actorname_hash(map, t, t + 1));
        }
    }
    hashes_sort(&found);
    return found;
}

/* "Odd | gave …": the surname of somebody whom the report names in full, where a sentence begins, whatever the tagger
   takes it for.  What follows tells it from "Odd numbers". */
static bool is_surname(const Run *r, uint32_t t) {
    if (t + 1 >= r->sentence->end || !hashes_have(r->surnames, actorname_hash(r->map, t, t + 1))) {
        return false;
    }
    const Token *next = &r->doc->tokens.at[t + 1];
    return next->upos == UPOS_VERB || next->upos == UPOS_AUX || next->upos == UPOS_ADV || next->xpos == XPOS_POS ||
           str_is(token_form(r->doc, t + 1), ",");
}

static bool begins(const Run *r, uint32_t t) {
    const Token *token = &r->doc->tokens.at[t];
    if (mentionrun_calendar(r->doc, t) || begins_role(r, t)) {
        return false;
    }
    if (sure_match(r, t) || is_adjective_of_state(r, t)) {
        return true;
    }
    if (is_ordinal(r->doc, t)) {
        return names_body(r, t + 1);
    }
    uint32_t capital = upper(r->doc, t) ? NONE : behind_particles(r->doc, t, r->sentence->end);
    if (capital != NONE) {
        return token->upos == UPOS_PROPN || is_hyphen(r->doc, t + 1);
    }
    if (!upper(r->doc, t) || token->upos == UPOS_PRON || token->upos == UPOS_DET || token->upos == UPOS_AUX ||
        token->upos == UPOS_PUNCT || token->upos == UPOS_NUM) {
        return false;
    }
    bool first = t == r->sentence->first || r->doc->tokens.at[t - 1].upos == UPOS_PUNCT;
    if (first || r->titled) {
        return is_proper(token) || is_surname(r, t);
    }
    return is_proper(token) || (token->upos != UPOS_ADP && token->upos != UPOS_CCONJ && token->upos != UPOS_SCONJ &&
                                token->upos != UPOS_ADV && token->upos != UPOS_INTJ);
}

/* Whether "Ministry of" stands before token t in the run. */
static bool body_of(const Run *r, uint32_t first, uint32_t t) {
    for (uint32_t i = first + 1; i + 1 < t; i++) {
        if ((lower_is(r->doc, i, "of") || lower_is(r->doc, i, "for")) && body_word(r, i - 1)) {
            return true;
        }
    }
    return false;
}

/* "Food | and | Drug Administration", "Security | and | Intelligence Service": both nouns hang on a body's word behind
   them, or the first is one that only modifies. */
static bool shares_body(const Run *r, uint32_t t) {
    uint32_t end = capitals_end(r, t + 1);
    const Token *noun = &r->doc->tokens.at[t - 1];
    const RegistryRole *role = actorname_role(r->map, r->doc, t - 1, t);
    bool starts = t > r->sentence->first + 1 && r->doc->tokens.at[t - 2].upos == UPOS_DET; /* "the Water | and | …" */
    bool hangs = starts || (noun->head == end - 1 && noun->deprel == DEPREL_compound);
    return (hangs || (role != NULL && role->kinds == 1u << WORD_MODIFIER)) && end > t + 2 && body_word(r, end - 1);
}

/* Whether the registry has the word as the name or adjective of a country or a place. */
static bool is_country(const Run *r, uint32_t t) {
    uint32_t m = r->map->of[t];
    const RegistryName *name =
        m == NONE ? NULL : actorname_pick(r->map, &r->map->at[m], ~(1u << NAMED_SURNAME | 1u << NAMED_SHORT));
    return name != NULL && actorname_entry(r->map, name)->kind != KIND_PERSON;
}

/* "People|'s Congress", "Workers|' Party": whose a body is, in its name. */
static bool owns_body(const Run *r, uint32_t t) {
    static const char *const words[] = {"People", "Peoples", "Women", "Men", "Children"};
    if (r->doc->tokens.at[t].xpos != XPOS_POS || r->map->of[t - 1] != NONE || !names_body(r, t + 1)) {
        return false;
    }
    Str mark = token_form(r->doc, t);
    bool many = str_is(mark, "'") || str_is(mark, "\u2019");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        many = many || str_is(token_form(r->doc, t - 1), words[i]);
    }
    return many && upper(r->doc, t - 1);
}

/* "Tarn-|like", "Velland-|wide": no part of the name. */
static bool makes_adjective(const Doc *doc, uint32_t t) {
    static const char *const words[] = {"like",  "style", "era",  "wide", "free",
                                        "bound", "only",  "size", "wise", "esque"};
    return STR_IN(token_form(doc, t), words);
}

/* Whether the run goes on with token t (which is not its first). */
static bool goes_on(const Run *r, uint32_t first, uint32_t t) {
    const Doc *doc = r->doc;
    if (t >= r->sentence->end) {
        return false;
    }
    const Token *token = &doc->tokens.at[t];
    if (r->map->of[t] != NONE && r->map->of[t] == r->map->of[t - 1]) {
        return true; /* inside a name of the registry */
    }
    if (is_hyphen(doc, t)) {
        bool tight = (doc->tokens.at[t - 1].flags & TOKEN_SPACE_AFTER) == 0 && (token->flags & TOKEN_SPACE_AFTER) == 0;
        return tight && t + 1 < r->sentence->end && goes_on(r, first, t + 1);
    }
    if (is_hyphen(doc, t - 1) && t > first) {
        if (upper(doc, t)) {
            return true;
        }
        bool verbal = makes_adjective(doc, t) || token->upos == UPOS_VERB || token->upos == UPOS_ADV ||
                      token->xpos == XPOS_VBN || token->xpos == XPOS_VBG || token->upos == UPOS_ADP;
        return !verbal && t >= 2 && !is_country(r, t - 2) &&
               (token->deprel == DEPREL_flat || is_proper(token) || token_form(doc, t).n <= 5);
    }
    if (opens_nickname(doc, t, r->sentence->end) || (t >= first + 3 && opens_nickname(doc, t - 2, r->sentence->end)) ||
        owns_body(r, t)) {
        return true;
    }
    if (behind_particles(doc, t, r->sentence->end) != NONE) {
        return token->upos == UPOS_PROPN || token->upos == UPOS_X || !lower_is(doc, t, "e");
    }
    if (lower_is(doc, t, "of") || lower_is(doc, t, "for")) {
        uint32_t next = t + 1;
        next += next < r->sentence->end && lower_is(doc, next, "the");
        return next < r->sentence->end && upper(doc, next) && upper(doc, t - 1) &&
               ((body_word(r, t - 1) && r->map->of[t - 1] == NONE) ||
                (body_of(r, first, t) && !is_country(r, next))); /* "Front for the Freedom | of | Carran" */
    }
    if (lower_is(doc, t, "the")) {
        return t > first + 1 && (lower_is(doc, t - 1, "of") || lower_is(doc, t - 1, "for")) && goes_on(r, first, t + 1);
    }
    if (lower_is(doc, t, "and") || str_is(token_form(doc, t), "&")) {
        bool ampersand = token_form(doc, t).at[0] == '&';
        return t + 2 < r->sentence->end && upper(doc, t + 1) &&
               (ampersand || (r->map->of[t - 1] == NONE && (body_of(r, first, t) || shares_body(r, t))));
    }
    if (!upper(doc, t) || token->upos == UPOS_PRON || token->upos == UPOS_DET || token->upos == UPOS_AUX ||
        mentionrun_calendar(doc, t)) {
        return false;
    }
    return !r->titled || is_proper(token);
}

/* ---- cutting a run ---- */

static unsigned role_kinds(const Run *r, uint32_t first, uint32_t end) {
    const RegistryRole *role = actorname_role(r->map, r->doc, first, end);
    return role != NULL ? role->kinds : 0;
}

/* The longest role phrase for a person that begins at t. */
static uint32_t role_end(const Run *r, uint32_t t, uint32_t end) {
    for (uint32_t e = end < t + 6 ? end : t + 6; e > t; e--) {
        if ((role_kinds(r, t, e) & (1u << WORD_AGENT | 1u << WORD_WEAK | 1u << WORD_TITLE)) != 0) {
            return e;
        }
    }
    return t;
}

static bool is_place_kind(const RegistryEntry *e) {
    return e->kind == KIND_STATE || e->kind == KIND_PLACE || e->kind == KIND_REGION || e->kind == KIND_PEOPLE;
}

static EntityType type_of_kind(const RegistryEntry *e, const RegistryName *name) {
    switch (e->kind) {
    case KIND_STATE: return name->kind == NAMED_CAPITAL ? ENTITY_place : ENTITY_state;
    case KIND_PERSON: return ENTITY_person;
    case KIND_ORGANIZATION: return ENTITY_organization;
    case KIND_GROUP: return ENTITY_group;
    case KIND_PEOPLE: return ENTITY_unnamed;
    default: return ENTITY_place;
    }
}

static void push(const Run *r, Arena *arena, NameRuns *runs, NameRun run) {
    while (run.end > run.first &&
           (is_hyphen(r->doc, run.end - 1) || lower_is(r->doc, run.end - 1, "of") ||
            lower_is(r->doc, run.end - 1, "for") || r->doc->tokens.at[run.end - 1].upos == UPOS_PUNCT) &&
           run.match == NONE) {
        run.end--;
    }
    if (run.end > run.first) {
        vec_push(arena, runs, run);
    }
}

/* A body's name ends in a body word: "Iranian Foreign Ministry", "Federal Aviation Authority". */
static bool ends_in_body(const Run *r, uint32_t first, uint32_t end) {
    if (end - first < 2 && r->map->of[first] != NONE) {
        return false;
    }
    for (uint32_t t = first; t < end; t++) {
        if ((role_kinds(r, t, end) & (1u << WORD_BODY | 1u << WORD_WEAKBODY)) != 0) {
            return true;
        }
        if (t > first && (lower_is(r->doc, t, "of") || lower_is(r->doc, t, "for")) && body_word(r, t - 1)) {
            return true;
        }
    }
    return false;
}

static NounKind noun_at(const Run *r, uint32_t t) {
    return r->nouns != NULL ? noun_kind(r->nouns, token_form(r->doc, t)) : NOUN_NONE;
}

static bool is_adjective(const Run *r, const NameRun *p) {
    return p->match != NONE &&
           actorname_pick(r->map, &r->map->at[p->match], 1u << NAMED_ADJECTIVE | 1u << NAMED_PEOPLE) != NULL;
}

/* "Northern | Kenya" is in Kenya. */
static bool is_direction(const Doc *doc, uint32_t t) {
    static const char *const words[] = {"North",        "South",       "East",     "West",         "Northern",
                                        "Southern",     "Eastern",     "Western",  "Central",      "Upper",
                                        "Lower",        "Greater",     "Mainland", "Northeastern", "Northwestern",
                                        "Southeastern", "Southwestern"};
    return STR_IN(token_form(doc, t), words);
}

/* A known name that goes on: "Lagos | State" is Lagos, "Velt | Holdings" is Velt; "Congo | River", "Kenya | Airways",
   "Velt | Heavy Industries" are names of their own. */
static void with_noun(const Run *r, NameRun *p, const RegistryEntry *e, uint32_t end) {
    NounKind kind = p->end < end && !is_adjective(r, p) ? noun_at(r, end - 1) : NOUN_NONE;
    bool one = p->end + 1 == end, firm = kind == NOUN_FIRM, same = firm, other = firm;
    if (p->piece == PIECE_STATE) {
        bool ground = kind == NOUN_AREA || kind == NOUN_LAND;
        same = ground && e->kind != KIND_STATE;
        other = ground ? one : firm || kind == NOUN_WAY || kind == NOUN_SITE || kind == NOUN_PRESS;
    } else if (e->kind != KIND_ORGANIZATION) {
        return;
    }
    if (same && one) {
        p->end = end;
    } else if (other) {
        *p = (NameRun){.first = p->first, .end = end, .match = NONE, .piece = PIECE_NAME, .type = ENTITY_unnamed};
    }
}

/* The piece that begins at t. */
static NameRun piece_at(const Run *r, uint32_t t, uint32_t end) {
    NameRun run = {.first = t, .end = t + 1, .match = NONE, .piece = PIECE_NAME, .type = ENTITY_unnamed};
    uint32_t m = match_first(r, t), role = role_end(r, t, end);
    if (m != NONE && r->map->at[m].end <= end && r->map->at[m].end >= role) {
        const NameMatch *match = &r->map->at[m];
        const RegistryName *name = actorname_pick(r->map, match, ~(1u << NAMED_SURNAME));
        if (name != NULL) {
            const RegistryEntry *e = actorname_entry(r->map, name);
            run.end = match->end;
            run.match = m;
            run.piece = is_place_kind(e) ? PIECE_STATE : PIECE_NAME;
            run.type = type_of_kind(e, name);
            run.other = e->kind == KIND_DISCARD;
            with_noun(r, &run, e, end);
            return run;
        }
    }
    if (role > t) {
        run.end = role;
        run.piece = PIECE_ROLE;
    } else if (m == NONE && t + 1 < end && is_direction(r->doc, t) && match_first(r, t + 1) != NONE) {
        NameRun place = piece_at(r, t + 1, end);
        if (place.piece == PIECE_STATE && !is_adjective(r, &place)) {
            place.first = t;
            return place;
        }
    }
    return run;
}

static bool doubtful(const Run *r, const NameRun *p) {
    if (p->match == NONE) {
        return true;
    }
    const RegistryName *name = actorname_pick(r->map, &r->map->at[p->match], ~(1u << NAMED_SURNAME));
    return (name->flags & NAME_AMBIGUOUS) != 0 || name->kind == NAMED_SHORT;
}

/* "Jorge | Lagos": a given name before what else is a place. */
static bool only_given(const Run *r, const NameRun *name) {
    for (uint32_t t = name->first; t < name->end; t++) {
        if (registry_given(r->map->registry, actorname_hash(r->map, t, t + 1)) == 0) {
            return false;
        }
    }
    return true;
}

/* "Telecom | Namibia": the tree makes one name of both. */
static bool makes_one(const Run *r, const NameRun *name, const NameRun *state) {
    const Token *tokens = r->doc->tokens.at;
    uint32_t up = tokens[state->end - 1].head;
    bool tied = (up != NONE && up >= name->first && up < name->end) || tokens[name->end - 1].head == state->end - 1;
    const RegistryName *full = actorname_pick(r->map, &r->map->at[state->match], 1u << NAMED_FULL);
    return tied && !r->titled && full != NULL && actorname_entry(r->map, full)->kind == KIND_STATE &&
           is_proper(&tokens[name->end - 1]);
}

/* Pieces of [first, end) in a row; unknown words that touch make one name, and swallow a doubtful name beside them. */
static void cut(const Run *r, uint32_t first, uint32_t end, Arena *arena, NameRuns *runs) {
    NameRun last = {.match = NONE};
    bool open = false; /* last is an unknown name that may grow */
    for (uint32_t t = first; t < end;) {
        NameRun p = piece_at(r, t, end);
        bool unknown = p.piece == PIECE_NAME && p.match == NONE;
        bool more = p.end < end;
        if (open && (unknown ||
                     (p.match != NONE && p.piece == PIECE_STATE && !is_adjective(r, &p) &&
                      (doubtful(r, &p) || (!more && (only_given(r, &last) || makes_one(r, &last, &p))))) ||
                     (p.match != NONE && p.piece == PIECE_NAME && doubtful(r, &p)) || is_hyphen(r->doc, p.first))) {
            last.end = p.end;
            last.match = NONE;
            last.piece = PIECE_NAME;
            last.type = ENTITY_unnamed;
        } else {
            if (last.end > last.first) {
                push(r, arena, runs, last);
            }
            last = p;
            open = false;
        }
        if (unknown) {
            open = true;
        } else if (p.match != NONE && more && doubtful(r, &p)) {
            NameRun next = piece_at(r, p.end, end);
            open = next.piece == PIECE_NAME && doubtful(r, &next) && !is_hyphen(r->doc, next.first);
        } else if (p.match != NONE && p.piece == PIECE_NAME && more) {
            open = false;
        }
        t = p.end;
    }
    if (last.end > last.first) {
        push(r, arena, runs, last);
    }
}

static bool is_field(const Run *r, uint32_t t) {
    return noun_at(r, t) == NOUN_OFFICE || noun_at(r, t) == NOUN_FIRM; /* "Energy" may be either's */
}

/* The end of what an office is for, where the run begins with it: "Minister of | Transport | Kamel Darro". */
static uint32_t office_end(const Run *r, uint32_t first, uint32_t end) {
    uint32_t of = first, stop = first;
    while (of > r->sentence->first + 1 && first - of < 8 &&
           (is_field(r, of - 1) || lower_is(r->doc, of - 1, "and") || lower_is(r->doc, of - 1, ","))) {
        of--;
    }
    if (of < r->sentence->first + 2 || !(lower_is(r->doc, of - 1, "of") || lower_is(r->doc, of - 1, "for")) ||
        (role_kinds(r, of - 2, of - 1) & (1u << WORD_AGENT | 1u << WORD_WEAK)) == 0) {
        return first;
    }
    while (stop < end && (is_field(r, stop) || (stop > first && lower_is(r->doc, stop, "and")))) {
        stop++;
    }
    return stop;
}

static void take_run(const Run *r, uint32_t first, uint32_t end, Arena *arena, NameRuns *runs) {
    while (end > first + 1 && (is_hyphen(r->doc, end - 1) || lower_is(r->doc, end - 1, "of"))) {
        end--;
    }
    uint32_t office = office_end(r, first, end);
    if (office > first) {
        vec_push(arena, runs, ((NameRun){.first = first, .end = office, .match = NONE, .piece = PIECE_ROLE}));
        first = office;
    }
    if (first == end) {
        return;
    }
    NameRun whole = piece_at(r, first, end);
    if (whole.end < end && ends_in_body(r, first, end)) {
        /* titles before it stand alone: "President" of "President Parliament" is no part of a body */
        vec_push(
            arena, runs,
            ((NameRun){.first = first, .end = end, .match = NONE, .piece = PIECE_NAME, .type = ENTITY_organization}));
        return;
    }
    if (end - first == 1 && whole.match == NONE && body_word(r, first)) {
        whole.piece = PIECE_ROLE; /* "the Parliament" */
        vec_push(arena, runs, whole);
        return;
    }
    cut(r, first, end, arena, runs);
}

void mentionrun_find(const NameMap *map, const Nouns *nouns, const Doc *doc, Arena *arena, NameRuns *runs) {
    Hashes surnames = surnames_of(map, doc, arena);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const Sentence *s = &doc->sentences.at[i];
        Run r = {map, nouns, doc, &surnames, s, title_case(doc, s)};
        for (uint32_t t = s->first; t < s->end;) {
            uint32_t first = t++;
            if (begins(&r, first)) {
                while (goes_on(&r, first, t)) {
                    t++;
                }
                take_run(&r, first, t, arena, runs);
            }
        }
    }
}
