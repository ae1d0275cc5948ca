#include "syntax/lemma.h"

#include <utf8proc.h>

#include "syntax/spelling.h"

bool lemma_rule(Str text, LemmaRule *rule, Err *err) {
    uint32_t i = 1;
    *rule = (LemmaRule){.mode = text.n > 2 ? text.at[0] : '?'};
    while (i < text.n && i < 4 && text.at[i] >= '0' && text.at[i] <= '9') {
        rule->cut = rule->cut * 10 + (uint32_t)(text.at[i++] - '0');
    }
    if ((rule->mode != 'L' && rule->mode != 'K' && rule->mode != 'T') || i == 1 || i >= text.n || text.at[i] != ' ') {
        return err_set(err, "lemma rule \"%.*s\" cannot be read", (int)text.n, text.at);
    }
    rule->add = str_sub(text, i + 1, text.n);
    return true;
}

static bool is_lower(Str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.at[i] >= 128 || (s.at[i] >= 'A' && s.at[i] <= 'Z')) {
            return false;
        }
    }
    return true;
}

static bool has_lower(Str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.at[i] >= 'a' && s.at[i] <= 'z') {
            return true;
        }
    }
    return false;
}

/* First letter upper case (mode T) or lower (L), the rest lower. */
static uint32_t recase(char mode, Str form, char *to) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < form.n;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t k =
            utf8proc_iterate((const utf8proc_uint8_t *)form.at + i, (utf8proc_ssize_t)(form.n - i), &c);
        if (k <= 0) {
            to[n++] = form.at[i++];
            continue;
        }
        c = mode == 'T' && i == 0 ? utf8proc_toupper(c) : utf8proc_tolower(c);
        n += (uint32_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)to + n);
        i += (uint32_t)k;
    }
    return n;
}

static uint32_t cut_points(const char *at, uint32_t n, uint32_t cut) {
    for (; cut > 0 && n > 0; cut--) {
        do {
            n--;
        } while (n > 0 && ((unsigned char)at[n] & 0xc0) == 0x80);
    }
    return n;
}

Str lemma_apply(const LemmaRule *rule, Arena *arena, Str form) {
    bool same = rule->mode == 'K' || (rule->mode == 'L' && is_lower(form));
    if (same && rule->add.n == 0) {
        uint32_t n = cut_points(form.at, form.n, rule->cut);
        return (Str){form.at, n > 0 ? n : form.n};
    }
    char *to = arena_alloc(arena, 4 * (size_t)form.n + rule->add.n + 1);
    uint32_t n = form.n;
    if (same) {
        memcpy(to, form.at, n);
    } else {
        n = recase(rule->mode, form, to);
    }
    uint32_t kept = cut_points(to, n, rule->cut);
    if (kept + rule->add.n == 0) {
        kept = n; /* a rule that leaves nothing does not fit this word */
    }
    memcpy(to + kept, rule->add.at, rule->add.n);
    to[kept + rule->add.n] = 0;
    return (Str){to, kept + rule->add.n};
}

LemmaRule lemma_held(LemmaRule rule, Upos upos, Xpos xpos, Str form) {
    bool whole = xpos == XPOS_NN || xpos == XPOS_NNP || xpos == XPOS_JJ;
    if (whole && upos != UPOS_VERB) { /* "the United Nations": treebanks have it from "unite" */
        rule = (LemmaRule){.mode = rule.mode, .add = STR("")};
    }
    if (upos == UPOS_NOUN || (upos == UPOS_VERB && !whole)) {
        rule.mode = 'L';
    } else if (upos == UPOS_PROPN && !is_lower(form) &&
               (rule.mode == 'L' || has_lower(form) || str_ends(form, STR(".")))) {
        rule.mode = 'K'; /* title case is for words in capitals, not for "LTD." */
    }
    return rule;
}

/* Does an adjective without its -er or -est want its -e back?  After one vowel English doubles the consonant of a short
   word ("hottest"), so that one alone had an -e ("widest"); in a longer word it depends ("polite", "mature", but
   "clever", "quiet"). */
static bool wants_e(const char *at, uint32_t n) {
    char last = at[n - 1], before = at[n - 2], third = n > 2 ? at[n - 3] : 0;
    if (is_vowel(last) || strchr("wxy", last) != NULL) {
        return last == 'u' || last == 'e';
    }
    if (!is_vowel(before)) {
        return strchr("vzc", last) != NULL || (last == 'l' && strchr("lrw", before) == NULL) ||
               (last == 's' && strchr("nrl", before) != NULL) || (last == 'g' && strchr("rd", before) != NULL);
    }
    bool single = third == 0 || !is_vowel(third), brief = true;
    for (uint32_t i = 0; i + 2 < n; i++) {
        brief = brief && !is_vowel(at[i]) && at[i] != 'y';
    }
    return strchr("vzcsg", last) != NULL || (single && (brief || (before != 'e' && strchr("rtm", last) != NULL)));
}

bool lemma_degree(Arena *arena, Str form, Str *lemma) {
    char *to = arena_alloc(arena, form.n + 2);
    if (!spell_low(form, to)) {
        return false;
    }
    Str low = {to, form.n};
    uint32_t ending = str_ends(low, STR("est")) ? 3 : str_ends(low, STR("er")) ? 2 : 0, n = form.n - ending;
    if (ending == 0 || n < 3) {
        return false;
    }
    if (to[n - 1] == 'i') {
        to[n - 1] = 'y';
    } else if (to[n - 1] == to[n - 2] && strchr("bdgmnpt", to[n - 1]) != NULL) {
        n--;
    } else if (wants_e(to, n)) {
        to[n++] = 'e';
    }
    *lemma = (Str){to, n};
    return true;
}

bool lemma_number(Arena *arena, Str form, Str *lemma) {
    uint32_t digits = 0, marks = 0, whole = 0;
    while (whole < form.n && (form.at[whole] == ',' || (form.at[whole] >= '0' && form.at[whole] <= '9'))) {
        bool mark = form.at[whole++] == ',';
        if (mark && (digits == 0 || digits > 3 || (marks > 0 && digits != 3))) {
            return false;
        }
        digits = mark ? 0 : digits + 1;
        marks += mark;
    }
    if (marks == 0 || digits != 3 || (whole < form.n && form.at[whole] != '.')) {
        return false;
    }
    char *to = arena_alloc(arena, form.n + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < form.n; i++) {
        to[n] = form.at[i];
        n += form.at[i] != ',';
    }
    to[n] = 0;
    *lemma = (Str){to, n};
    return true;
}

enum { SEED_EXACT = 6, SEED_LOWER = 7, LONGEST = 64 };

static uint32_t hash(uint32_t seed, const char *xpos, const char *at, uint32_t n) {
    uint32_t h = 2166136261u ^ seed;
    for (; *xpos != 0; xpos++) {
        h = (h ^ (unsigned char)*xpos) * 16777619u;
    }
    h = (h ^ '\t') * 16777619u;
    for (uint32_t i = 0; i < n; i++) {
        h = (h ^ (unsigned char)at[i]) * 16777619u;
    }
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 12;
    return h != 0 ? h : 1;
}

static const LemmaRule *look(const Lexicon *lexicon, uint32_t key) {
    for (uint32_t j = key & (lexicon->slots - 1); lexicon->hash[j] != 0; j = (j + 1) & (lexicon->slots - 1)) {
        if (lexicon->hash[j] == key) {
            return &lexicon->rules[lexicon->rule[j]];
        }
    }
    return NULL;
}

const LemmaRule *lemma_look(const Lexicon *lexicon, const char *xpos, Str form) {
    if (form.n > LONGEST) {
        return NULL;
    }
    const LemmaRule *rule = look(lexicon, hash(SEED_EXACT, xpos, form.at, form.n));
    if (rule == NULL && strncmp(xpos, "NNP", 3) != 0) {
        char low[4 * LONGEST];
        uint32_t n = form.n;
        if (is_lower(form)) {
            memcpy(low, form.at, n);
        } else {
            n = recase('L', form, low);
        }
        rule = look(lexicon, hash(SEED_LOWER, xpos, low, n));
    }
    return rule;
}

/* Nouns that have no singular, or not of that meaning. */
static bool only_plural(Str low) {
    static const char *const words[] = {
        "amends",       "arrears", "belongings", "clothes",   "earnings",   "faeces",     "feces",
        "headquarters", "jeans",   "outskirts",  "panties",   "pants",      "premises",   "proceeds",
        "remains",      "riches",  "savings",    "scissors",  "shorts",     "statistics", "surroundings",
        "tenterhooks",  "thanks",  "trousers",   "valuables", "whereabouts"};
    return STR_IN(low, words);
}

bool lemma_singular(const Lexicon *lexicon, Arena *arena, Str form, Str *lemma) {
    static const struct {
        const char *ending, *add;
        bool sure; /* whether or not the lexicon knows the singular */
    } plurals[] = {{"men", "man", true}, {"'s", "", true},  {"ies", "y", false}, {"ves", "f", false},
                   {"ves", "fe", false}, {"es", "", false}, {"s", "", false}};
    if (form.n > LONGEST) {
        return false;
    }
    Str low = str_lower(arena, form);
    if (only_plural(low)) {
        *lemma = low;
        return true;
    }
    for (size_t i = 0; i < sizeof plurals / sizeof *plurals; i++) {
        Str ending = str_of(plurals[i].ending);
        if (low.n <= ending.n || !str_ends(low, ending)) {
            continue;
        }
        LemmaRule rule = {.mode = 'K', .cut = ending.n, .add = str_of(plurals[i].add)};
        *lemma = lemma_apply(&rule, arena, low);
        if (plurals[i].sure || lemma_look(lexicon, "NN", *lemma) != NULL) {
            return true;
        }
    }
    return false;
}

bool lemma_abbreviation(Xpos xpos, Str form, Str *lemma) {
    static const struct {
        Xpos xpos;
        const char *brief, *word;
    } words[] = {
        {XPOS_NNP, "Feb", "February"},     {XPOS_NNP, "Apr", "April"},       {XPOS_NNP, "Aug", "August"},
        {XPOS_NNP, "Sep", "September"},    {XPOS_NNP, "Sept", "September"},  {XPOS_NNP, "Oct", "October"},
        {XPOS_NNP, "Nov", "November"},     {XPOS_NNP, "Dec", "December"},    {XPOS_NNP, "Mon", "Monday"},
        {XPOS_NNP, "Tue", "Tuesday"},      {XPOS_NNP, "Tues", "Tuesday"},    {XPOS_NNP, "Wed", "Wednesday"},
        {XPOS_NNP, "Thu", "Thursday"},     {XPOS_NNP, "Thurs", "Thursday"},  {XPOS_NNP, "Fri", "Friday"},
        {XPOS_NN, "amt", "amount"},        {XPOS_NN, "attn", "attention"},   {XPOS_NN, "dept", "department"},
        {XPOS_NN, "govt", "government"},   {XPOS_NN, "gov't", "government"}, {XPOS_NN, "hr", "hour"},
        {XPOS_NN, "mgmt", "management"},   {XPOS_NN, "yr", "year"},          {XPOS_NNS, "depts", "department"},
        {XPOS_NNS, "govts", "government"}, {XPOS_NNS, "hrs", "hour"},        {XPOS_NNS, "yrs", "year"},
    };
    uint32_t n = str_ends(form, STR(".")) ? form.n - 1 : form.n;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].xpos == xpos && str_is((Str){form.at, n}, words[i].brief)) {
            *lemma = str_of(words[i].word);
            return true;
        }
    }
    return false;
}
