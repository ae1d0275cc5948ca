#include "syntax/verb.h"

#include <stdlib.h>

#include "syntax/spelling.h"

extern const unsigned char verbs_data[];
extern const uint64_t verbs_size;

enum { LONGEST = 40 };

/* A word and the verb it is a form of: of itself, for a base form. */
typedef struct Form {
    Str word, base;
} Form;

struct Verbs {
    Form *slots; /* open addressing; word.n 0: free */
    uint32_t mask;
};

static const Form *find(const Verbs *v, Str word) {
    for (uint32_t i = (uint32_t)str_hash(word) & v->mask; v->slots[i].word.n > 0; i = (i + 1) & v->mask) {
        if (str_eq(v->slots[i].word, word)) {
            return &v->slots[i];
        }
    }
    return NULL;
}

/* The first line that tells of a word counts. */
static void add(Verbs *v, Str word, Str base) {
    uint32_t i = (uint32_t)str_hash(word) & v->mask;
    for (; v->slots[i].word.n > 0; i = (i + 1) & v->mask) {
        if (str_eq(v->slots[i].word, word)) {
            return;
        }
    }
    v->slots[i] = (Form){word, base};
}

static bool read_line(Verbs *v, Str line, Err *err) {
    uint32_t colon;
    Str base = {0}, word;
    if (str_find(line, STR(":"), &colon)) {
        base = str_trim(str_sub(line, 0, colon));
        line = str_trim(str_sub(line, colon + 1, line.n));
        if (base.n == 0 || line.n == 0) {
            return err_set(err, "verbs: \"%.*s\" reads BASE: FORM …", (int)line.n, line.at);
        }
    }
    while (str_split(&line, ' ', &word)) {
        if (word.n > 0) {
            add(v, word, base.n > 0 ? base : word);
        }
    }
    return true;
}

const Verbs *verbs_open(Arena *arena, Err *err) {
    Str text = {(const char *)verbs_data, (uint32_t)verbs_size}, line;
    uint32_t words = 0;
    for (uint32_t i = 0; i < text.n; i++) {
        words += text.at[i] == ' ' || text.at[i] == '\n';
    }
    Verbs *v = arena_new(arena, Verbs);
    for (v->mask = 1; v->mask < words * 2; v->mask *= 2) {
    }
    v->slots = arena_array(arena, Form, v->mask);
    v->mask--;
    while (str_split(&text, '\n', &line)) {
        line = str_trim(line);
        if (line.n > 0 && line.at[0] != '#' && !read_line(v, line, err)) {
            return NULL;
        }
    }
    return v;
}

/* ---- spelling ---- */

static bool is_one_of(char c, const char *set) {
    return c != 0 && strchr(set, c) != NULL;
}

/* A form under work: `stem` letters of `at`, with room for one more. */
typedef struct Stem {
    char at[LONGEST + 2];
    uint32_t n;
} Stem;

static Str stem_str(const Stem *s) {
    return (Str){s->at, s->n};
}

/* A base form that stands in the table as such. */
static bool is_base(const Verbs *v, Str word) {
    const Form *form = find(v, word);
    return form != NULL && str_eq(form->base, word);
}

static bool is_base_with_e(const Verbs *v, Stem s) {
    s.at[s.n++] = 'e';
    return is_base(v, stem_str(&s));
}

/* Does a stem that is in no list want its -e back?  Stems end so that English would write them otherwise ("mov",
   "cours"), or as verbs of Latin descent do ("negotiat", "execut", "admir"). */
static bool wants_e(const Stem *s) {
    char last = s->at[s->n - 1], before = s->at[s->n - 2], third = s->n > 2 ? s->at[s->n - 3] : 0;
    switch (last) {
    case 'v':
    case 'z':
    case 'c':
    case 'u': return true;
    case 's': return is_vowel(before) || is_one_of(before, "nrpl");
    case 'g': return is_vowel(before) || is_one_of(before, "rdl") || (before == 'n' && !is_one_of(third, "aiou"));
    case 'l': return !is_vowel(before) && !is_one_of(before, "lrw");
    case 't':
        if (before == 'a') {
            return !is_one_of(third, "eo");
        }
        return before == 'u' && third != 0 && !is_vowel(third);
    default: break;
    }
    static const char *const endings[] = {"ir", "ur", "ud", "ad", "id", "ak", "ok", "ik", "ib", "am", "op", "ap"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (before == endings[i][0] && last == endings[i][1]) {
            return third != 0 && !is_vowel(third);
        }
    }
    return false;
}

/* "kill" of "killed", "roll": one vowel before the two l. */
static bool short_with_ll(const Stem *s) {
    for (uint32_t i = 0; i + 3 < s->n; i++) {
        if (is_vowel(s->at[i])) {
            return false;
        }
    }
    return s->n > 2 && is_vowel(s->at[s->n - 3]);
}

/* What is left of a form without its -ed or -ing, made a base form. */
static void restore(const Verbs *v, Stem *s) {
    if (s->n < 2 || is_base(v, stem_str(s))) {
        return;
    }
    if (is_base_with_e(v, *s)) {
        s->at[s->n++] = 'e';
        return;
    }
    char last = s->at[s->n - 1];
    if (last == s->at[s->n - 2] && !is_vowel(last)) {
        bool single = is_base(v, str_sub(stem_str(s), 0, s->n - 1));
        s->n -= single || (last == 'l' ? !short_with_ll(s) : !is_one_of(last, "szf"));
        return;
    }
    if (wants_e(s)) {
        s->at[s->n++] = 'e';
    }
}

static bool ends(const Stem *s, const char *ending) {
    return str_ends(stem_str(s), str_of(ending));
}

static bool undo_s(const Verbs *v, Stem *s) {
    if (!ends(s, "s") || ends(s, "ss")) {
        return false;
    }
    if (ends(s, "ies") && s->n > 4) {
        s->n -= 2;
        s->at[s->n - 1] = 'y';
        return true;
    }
    bool es =
        ends(s, "sses") || ends(s, "shes") || ends(s, "ches") || ends(s, "xes") || ends(s, "zzes") || ends(s, "oes");
    s->n -= es && !is_base(v, str_sub(stem_str(s), 0, s->n - 1)) ? 2 : 1;
    return true;
}

static bool undo_ed(const Verbs *v, Stem *s) {
    if (!ends(s, "ed")) {
        return false;
    }
    if (ends(s, "ied") && s->n > 4) {
        s->n -= 2;
        s->at[s->n - 1] = 'y';
    } else if (ends(s, "eed")) {
        s->n--;
    } else {
        s->n -= 2;
        restore(v, s);
    }
    return true;
}

static bool undo_ing(const Verbs *v, Stem *s) {
    if (!ends(s, "ing") || s->n < 5) {
        return false;
    }
    s->n -= 3;
    if (ends(s, "y")) { /* "tying" */
        Stem tie = *s;
        tie.at[tie.n - 1] = 'i';
        if (is_base_with_e(v, tie)) {
            tie.at[tie.n++] = 'e';
            *s = tie;
            return true;
        }
    }
    restore(v, s);
    return true;
}

/* The word in lower case; false if it is no word or no inflected form. */
static bool stem_of(Xpos xpos, Str form, Stem *s) {
    if ((xpos != XPOS_VBD && xpos != XPOS_VBN && xpos != XPOS_VBG && xpos != XPOS_VBZ) || form.n > LONGEST) {
        return false;
    }
    s->n = form.n;
    return spell_low(form, s->at);
}

bool verb_irregular(const Verbs *verbs, Xpos xpos, Str form, Str *base) {
    Stem s;
    const Form *known = stem_of(xpos, form, &s) ? find(verbs, stem_str(&s)) : NULL;
    if (known == NULL || str_eq(known->base, known->word)) {
        return false;
    }
    *base = known->base;
    return true;
}

bool verb_base(const Verbs *verbs, Xpos xpos, Str form, Arena *arena, Str *base) {
    Stem s;
    if (verb_irregular(verbs, xpos, form, base)) {
        return true;
    }
    if (!stem_of(xpos, form, &s)) {
        return false;
    }
    bool known = find(verbs, stem_str(&s)) != NULL;
    bool done = xpos == XPOS_VBZ ? undo_s(verbs, &s) : xpos == XPOS_VBG ? undo_ing(verbs, &s) : undo_ed(verbs, &s);
    if (!done && !known) {
        return false;
    }
    *base = str_dup(arena, stem_str(&s)); /* "put", "hit": the form is the base */
    return true;
}
