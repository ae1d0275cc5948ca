#include "code/genre.h"

#include "code/size.h"

#define GENRE_NAME(name) #name,
const char *const genre_names[GENRE_COUNT] = {GENRES(GENRE_NAME)};

static const LexRole role_of[GENRE_COUNT] = {
    [GENRE_sport] = ROLE_GENRE_SPORT,       [GENRE_culture] = ROLE_GENRE_CULTURE,
    [GENRE_business] = ROLE_GENRE_BUSINESS, [GENRE_weather] = ROLE_GENRE_WEATHER,
    [GENRE_obituary] = ROLE_GENRE_OBITUARY, [GENRE_accident] = ROLE_GENRE_ACCIDENT,
    [GENRE_history] = ROLE_GENRE_HISTORY,
};

typedef struct Count {
    uint32_t genre[GENRE_COUNT], politics, words;
    uint32_t named;    /* officials and offices by name */
    uint32_t violence; /* words of violence */
    uint32_t labour;   /* words of workers and unions */
    uint32_t armed;    /* words of violence, and whoever bears arms */
} Count;

/* Armies, courts, parties, police: officials and their like, but not states, which play football as well. */
static bool political(const Tree *tree, uint32_t t) {
    const Mention *m = tree->mention[t] == NONE ? NULL : &tree->doc->mentions.at[tree->mention[t]];
    if (m == NULL || m->entity == NONE || m->head != t) {
        return false;
    }
    const Entity *e = &tree->doc->entities.at[m->entity];
    switch ((Sector)e->sectors[0]) {
    case SECTOR_GOV: return e->type == ENTITY_person || e->type == ENTITY_organization || e->type == ENTITY_unnamed;
    case SECTOR_COP:
    case SECTOR_JUD:
    case SECTOR_LEG:
    case SECTOR_MIL:
    case SECTOR_PRM:
    case SECTOR_PTY:
    case SECTOR_REB:
    case SECTOR_SPY:
    case SECTOR_UAF:
    case SECTOR_OPP: return true;
    default: return false;
    }
}

/* A word of violence, or one that names a force, rebels, police, gunmen; not "killed", which accidents do as well. */
static bool is_armed(const Tree *tree, uint32_t t) {
    if (tree_is(tree, t, ROLE_ARMED)) {
        return true;
    }
    const Mention *m = tree->mention[t] == NONE ? NULL : &tree->doc->mentions.at[tree->mention[t]];
    if (m == NULL || m->entity == NONE || m->head != t) {
        return false;
    }
    switch ((Sector)tree->doc->entities.at[m->entity].sectors[0]) {
    case SECTOR_COP:
    case SECTOR_MIL:
    case SECTOR_PRM:
    case SECTOR_REB:
    case SECTOR_UAF: return true;
    default: return false;
    }
}

/* A storm and what is overturned, but not who storms a post, fires a shot or overturns a verdict. */
static bool befalls(const Tree *tree, uint32_t t) {
    return tree_token(tree, t)->upos != UPOS_VERB || tree_child(tree, t, DEPREL_obj) == NONE;
}

static void count_word(const Tree *tree, uint32_t t, Count *c) {
    c->words++;
    c->armed += is_armed(tree, t);
    bool official = political(tree, t);
    c->politics += official;
    c->named += official && tree->doc->mentions.at[tree->mention[t]].form == MENTION_NAME;
    if (tree->word[t] == NONE || tree->lex->words[tree->word[t]].n_classes == 0) {
        return;
    }
    for (int g = 1; g < GENRE_COUNT; g++) {
        bool misfortune = g == GENRE_weather || g == GENRE_accident;
        c->genre[g] += tree_is(tree, t, role_of[g]) && (!misfortune || befalls(tree, t));
    }
    c->genre[GENRE_sport] += 2 * tree_is(tree, t, ROLE_GENRE_SPORT_SURE);
    c->genre[GENRE_culture] += 2 * tree_is(tree, t, ROLE_GENRE_CULTURE_SURE);
    c->politics += tree_is(tree, t, ROLE_GENRE_POLITICS);
    c->violence += tree_is(tree, t, ROLE_VIOLENCE);
    c->labour += tree_is(tree, t, ROLE_GENRE_LABOUR);
}

static Genre strongest(const Count *c, uint32_t least) {
    Genre best = GENRE_none;
    for (int g = 1; g < GENRE_COUNT; g++) {
        if (c->genre[g] >= least && c->genre[g] > c->politics && c->genre[g] > c->genre[best]) {
            best = (Genre)g;
        }
    }
    return best;
}

/* What a section's name says ("Sport / Football"). */
static Genre section_genre(Str section) {
    static const struct {
        const char *word;
        Genre genre;
    } words[] = {
        {"sport", GENRE_sport},        {"sports", GENRE_sport},
        {"football", GENRE_sport},     {"soccer", GENRE_sport},
        {"cricket", GENRE_sport},      {"tennis", GENRE_sport},
        {"rugby", GENRE_sport},        {"golf", GENRE_sport},
        {"athletics", GENRE_sport},    {"cycling", GENRE_sport},
        {"olympics", GENRE_sport},     {"film", GENRE_culture},
        {"films", GENRE_culture},      {"cinema", GENRE_culture},
        {"culture", GENRE_culture},    {"arts", GENRE_culture},
        {"books", GENRE_culture},      {"theatre", GENRE_culture},
        {"music", GENRE_culture},      {"stage", GENRE_culture},
        {"review", GENRE_culture},     {"reviews", GENRE_culture},
        {"tv", GENRE_culture},         {"games", GENRE_culture},
        {"television", GENRE_culture}, {"entertainment", GENRE_culture},
        {"feuilleton", GENRE_culture},
    };
    for (uint32_t from = 0, to; from < section.n; from = to + 1) {
        for (to = from; to < section.n && (section.at[to] | 32) >= 'a' && (section.at[to] | 32) <= 'z'; to++) {
        }
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (str_eq_nocase(str_sub(section, from, to), str_of(words[i].word))) {
                return words[i].genre;
            }
        }
    }
    return GENRE_none;
}

/* Does the sentence name a year long past ("in July 1943")? */
static bool past_year(const Doc *doc, uint32_t sentence) {
    const Sentence *s = &doc->sentences.at[sentence];
    for (uint32_t t = s->first; t < s->end; t++) {
        Str form = token_form(doc, t);
        int y, m, d;
        day_to(doc->day == DAY_NONE ? 0 : doc->day, &y, &m, &d);
        int32_t year = form.n == 4 && doc->tokens.at[t].upos == UPOS_NUM ? size_number(form) : 0;
        if (year >= 1500 && doc->day != DAY_NONE && year < y - 1) {
            return true;
        }
    }
    return false;
}

/* A sentence in the present whose subject, or whose place ("in the final scene"), is a work of fiction. */
static bool is_fiction(const Tree *tree, uint32_t sentence) {
    uint32_t root = tree->doc->sentences.at[sentence].root;
    Xpos tag = root == NONE ? XPOS_NONE : tree_token(tree, root)->xpos;
    if (tag != XPOS_VBZ && tag != XPOS_VBP) {
        return false;
    }
    for
        EACH_CHILD(tree, c, root) {
            uint8_t rel = tree_token(tree, c)->deprel;
            if ((rel == DEPREL_nsubj || rel == DEPREL_nsubj_pass || (rel == DEPREL_obl && c < root)) &&
                tree_is(tree, c, ROLE_GENRE_FICTION)) {
                return true;
            }
        }
    return false;
}

Genres genre_read(const Tree *tree, Arena *scratch) {
    const Doc *doc = tree->doc;
    Genres g = {.sentence = arena_zero(scratch, doc->sentences.n + 1),
                .politics = arena_array(scratch, bool, doc->sentences.n + 1),
                .accident = arena_array(scratch, bool, doc->sentences.n + 1),
                .fiction = arena_array(scratch, bool, doc->sentences.n + 1),
                .armed = arena_array(scratch, uint32_t, doc->sentences.n + 1)};
    Count all = {0};
    bool history = false;
    for (uint32_t s = 0; s < doc->sentences.n; s++) {
        Count own = {0};
        for (uint32_t t = doc->sentences.at[s].first; t < doc->sentences.at[s].end; t++) {
            count_word(tree, t, &own);
            count_word(tree, t, &all);
        }
        g.sentence[s] = (uint8_t)strongest(&own, 2);
        g.armed[s] = own.armed;
        /* what names officials is told of them, but not where a review goes on about the war of its film */
        bool past = past_year(doc, s);
        g.politics[s] = own.named > 0 && !past && !history;
        history = past;
        g.fiction[s] = own.named == 0 && is_fiction(tree, s);
        g.accident[s] = own.genre[GENRE_accident] > 0 && own.genre[GENRE_accident] >= own.violence;
    }
    g.labour = all.labour >= 3 && all.labour * 2 >= all.armed;
    uint32_t nature = all.genre[GENRE_weather] + all.genre[GENRE_accident];
    g.disaster = nature >= 3 && nature > all.armed;
    g.trade = all.genre[GENRE_business] >= 3 && all.genre[GENRE_business] * 40 >= all.words;
    g.all_armed = all.armed;
    g.words = all.words;
    g.accidents = all.genre[GENRE_accident] >= 2 && all.genre[GENRE_accident] > all.violence;
    Genre whole = strongest(&all, 5);
    if (whole != GENRE_none && all.genre[whole] * 60 >= all.words && all.genre[whole] >= 2 * all.politics) {
        g.document = (uint8_t)whole;
    }
    Genre section = section_genre(doc->section);
    if (section != GENRE_none) {
        g.document = (uint8_t)section;
        g.section = true;
    }
    return g;
}

static bool closing(uint8_t genre) {
    return genre == GENRE_sport || genre == GENRE_culture || genre == GENRE_history;
}

bool genre_closes(const Genres *genres, uint32_t sentence) {
    return closing(genres->sentence[sentence]) || genres->fiction[sentence] ||
           (closing(genres->document) &&
            (genres->sentence[sentence] != GENRE_none || (genres->section && !genres->politics[sentence])));
}

bool genre_accident(const Genres *genres, uint32_t sentence) {
    return genres->accident[sentence] || genres->accidents;
}

bool genre_unarmed(const Genres *genres, uint32_t sentence, const Tree *tree, uint32_t token, uint32_t trigger) {
    enum { LONG = 80, RARE = 200 }; /* words of a long report; words for each one of violence, where it is rare */
    uint32_t own = genres->armed[sentence] - is_armed(tree, trigger);
    own -= token != trigger && is_armed(tree, token);
    uint32_t elsewhere = genres->all_armed - genres->armed[sentence];
    return genres->words >= LONG && own == 0 && elsewhere * RARE < genres->words;
}

bool genre_trades(const Genres *genres, uint32_t sentence, bool politics) {
    uint8_t own = genres->sentence[sentence];
    return !politics && (own == GENRE_business || own == GENRE_weather || genres->document == GENRE_business);
}
