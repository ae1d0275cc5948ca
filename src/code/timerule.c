#include "code/timerule.h"

static const char *const meaning_names[MEANING_COUNT] = {
#define NAME_MEANING(name) #name,
    TIME_MEANINGS(NAME_MEANING)};

static const char *const portion_names[] = {"-", "start", "middle", "end"};

/* ---- reading the file ---- */

/* Cuts a line at " | "; gives the number of fields. */
static uint32_t fields_of(Str line, Str *fields, uint32_t max) {
    uint32_t n = 0, at;
    while (n + 1 < max && str_find(line, STR(" | "), &at)) {
        fields[n++] = str_trim(str_sub(line, 0, at));
        line = str_sub(line, at + 3, line.n);
    }
    fields[n++] = str_trim(line);
    return n;
}

static bool is_class(Str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.at[i] < 'A' || s.at[i] > 'Z') {
            return false;
        }
    }
    return s.n > 1;
}

static bool read_element(TimeLexicon *x, Arena *arena, Str s, TimeElement *e, Err *err) {
    *e = (TimeElement){0};
    if (s.n > 2 && s.at[0] == '(' && s.at[s.n - 1] == ')') {
        e->context = true;
        s = str_sub(s, 1, s.n - 1);
    }
    if (s.n > 1 && s.at[s.n - 1] == '?') {
        e->optional = true;
        s = str_sub(s, 0, s.n - 1);
    }
    if (s.n > 1 && s.at[0] == '~') {
        e->silent = true;
        s = str_sub(s, 1, s.n);
    }
    Str word;
    while (str_split(&s, '|', &word)) {
        if (is_class(word)) {
            int class = name_index(time_class_names, TC_COUNT, word);
            if (class < 0) {
                return err_set(err, "no class of time words is called \"%.*s\"", (int)word.n, word.at);
            }
            e->classes |= UINT64_C(1) << class;
        } else if (e->n_literals == TIME_ALTERNATIVES_MAX) {
            return err_set(err, "more than %d words to choose from", TIME_ALTERNATIVES_MAX);
        } else {
            e->literals[e->n_literals++] = (uint16_t)timedict_literal(x->dictionary, arena, word);
        }
    }
    return true;
}

static bool read_rule(TimeLexicon *x, Arena *arena, Str line, Err *err) {
    Str f[5], word;
    TimeRule rule = {0};
    if (fields_of(line, f, 5) != 4) {
        return err_set(err, "expected NAME | PATTERN | TYPE | MEANING");
    }
    rule.name = str_dup(arena, f[0]);
    while (str_split(&f[1], ' ', &word)) {
        if (word.n == 0) {
            continue;
        }
        if (rule.n == TIME_ELEMENTS_MAX) {
            return err_set(err, "rule \"%.*s\" has more than %d elements", (int)f[0].n, f[0].at, TIME_ELEMENTS_MAX);
        }
        if (!read_element(x, arena, word, &rule.elements[rule.n++], err)) {
            return false;
        }
    }
    int type = str_is(f[2], "-") ? TIME_NOT : name_index(time_type_names, TIME_COUNT, f[2]);
    int meaning = name_index(meaning_names, MEANING_COUNT, f[3]);
    if (type < 0 || meaning < 0 || rule.n == 0) {
        return err_set(err, "rule \"%.*s\": no such type or meaning", (int)f[0].n, f[0].at);
    }
    rule.type = (uint8_t)type;
    rule.meaning = (uint8_t)meaning;
    vec_push(arena, &x->rules, rule);
    return true;
}

static bool read_example(TimeLexicon *x, Arena *arena, Str line, uint32_t number, Err *err) {
    Str f[4];
    bool must = line.at[0] == '+';
    if (x->rules.n == 0 || fields_of(str_sub(line, 2, line.n), f, 4) != (must ? 3U : 2U)) {
        return err_set(err, "expected \"+ SENTENCE | EXPRESSION | VALUE\" or \"- SENTENCE | WORDS\" below a rule");
    }
    TimeExample e = {x->rules.n - 1,
                     number,
                     must,
                     str_dup(arena, f[0]),
                     str_dup(arena, f[1]),
                     must ? str_dup(arena, f[2]) : (Str){0}};
    vec_push(arena, &x->examples, e);
    return true;
}

static bool read_prefix(TimeLexicon *x, Arena *arena, Str line, Err *err) {
    Str f[4], word;
    TimePrefix p = {0};
    if (fields_of(line, f, 4) != 3) {
        return err_set(err, "expected TYPES | WORDS | PORTION");
    }
    while (str_split(&f[0], ' ', &word)) {
        int type = name_index(time_type_names, TIME_COUNT, word);
        if (type < 0) {
            return err_set(err, "no type of time is called \"%.*s\"", (int)word.n, word.at);
        }
        p.types |= (uint8_t)(1 << type);
    }
    while (str_split(&f[1], ' ', &word)) {
        if (p.n == 4) {
            return err_set(err, "a prefix has at most four words");
        }
        p.words[p.n++] = str_dup(arena, word);
    }
    int portion = name_index(portion_names, 4, f[2]);
    if (portion < 0 || p.n == 0) {
        return err_set(err, "no portion of a date is called \"%.*s\"", (int)f[2].n, f[2].at);
    }
    p.portion = (uint8_t)portion;
    vec_push(arena, &x->prefixes, p);
    return true;
}

static void begin(uint64_t *set, uint32_t rule) {
    set[rule / 64] |= UINT64_C(1) << rule % 64;
}

/* Which rules a word can begin: with an element up to the first that is not optional, a context left out. */
static void index_rules(TimeLexicon *x, Arena *arena) {
    for (uint32_t r = 0; r < x->rules.n; r++) {
        for (uint32_t e = 0; e < x->rules.at[r].n; e++) {
            const TimeElement *element = &x->rules.at[r].elements[e];
            for (uint32_t k = 0; k < element->n_literals; k++) {
                x->n_literals = element->literals[k] >= x->n_literals ? element->literals[k] + 1u : x->n_literals;
            }
        }
    }
    x->set_words = (x->rules.n + 63) / 64;
    x->by_class = arena_array(arena, uint64_t, TC_COUNT * x->set_words + 1);
    x->by_literal = arena_array(arena, uint64_t, x->n_literals * x->set_words + 1);
    for (uint32_t r = 0; r < x->rules.n; r++) {
        const TimeRule *rule = &x->rules.at[r];
        for (uint32_t e = rule->elements[0].context ? 1 : 0; e < rule->n; e++) {
            const TimeElement *element = &rule->elements[e];
            for (uint32_t class = 0; class < TC_COUNT; class ++) {
                if (element->classes >> class & 1) {
                    begin(x->by_class + class * x->set_words, r);
                }
            }
            for (uint32_t k = 0; k < element->n_literals; k++) {
                begin(x->by_literal + element->literals[k] * x->set_words, r);
            }
            if (!element->optional) {
                break;
            }
        }
    }
}

bool timelexicon_read(TimeLexicon *x, Arena *arena, Str file, Err *err) {
    enum { WORDS, PREFIX, RULES } part = WORDS;
    Str line, list = {0};
    *x = (TimeLexicon){.dictionary = timedict_new(arena)};
    for (uint32_t number = 1; str_split(&file, '\n', &line); number++) {
        bool ok = true;
        line = str_trim(line);
        if (line.n == 0 || (line.at[0] == '#' && line.n > 1 && line.at[1] != '#')) {
            continue;
        }
        if (line.at[0] == '#') {
            part = str_is(line, "## rules") ? RULES : str_is(line, "## prefix") ? PREFIX : WORDS;
        } else if (part == WORDS && line.at[0] == ':') {
            list = str_sub(line, 1, line.n);
        } else if (part == WORDS) {
            ok = timedict_add_line(x->dictionary, arena, list, line, err);
        } else if (part == PREFIX) {
            ok = read_prefix(x, arena, line, err);
        } else if (str_starts(line, STR("+ ")) || str_starts(line, STR("- "))) {
            ok = read_example(x, arena, line, number, err);
        } else {
            ok = read_rule(x, arena, line, err);
        }
        if (!ok) {
            return err_prefix(err, "time rules, line %u", number);
        }
    }
    index_rules(x, arena);
    return true;
}

/* ---- matching ---- */

static bool allows(const TimeElement *e, const TimeReading *r) {
    if (r->class != TC_LITERAL) {
        return e->classes >> r->class & 1;
    }
    for (uint32_t i = 0; i < e->n_literals; i++) {
        if (e->literals[i] == (uint32_t)r->value) {
            return true;
        }
    }
    return false;
}

/* Longer readings first, the optional taken before it is left out; so the first way through is the longest but for odd
   patterns.  The last word that belongs to the expression ends it. */
static bool match_from(const TimeRule *rule, const TimeWords *w, uint32_t e, uint32_t i, TimeMatch *m) {
    if (e == rule->n) {
        return m->end > m->first;
    }
    const TimeElement *element = &rule->elements[e];
    uint32_t end = m->end;
    for (uint32_t r = i < w->n ? w->at[i].end : 0; r-- > (i < w->n ? w->at[i].first : 0);) {
        const TimeReading *x = &w->readings[r];
        if (!allows(element, x) || i + x->words > w->n) {
            continue;
        }
        bool takes = !element->silent && m->n[x->class] < 2;
        if (takes) {
            m->value[x->class][m->n[x->class]++] = x->value;
        }
        m->end = element->context ? end : i + x->words;
        if (match_from(rule, w, e + 1, i + x->words, m)) {
            return true;
        }
        m->n[x->class] -= takes;
        m->end = end;
    }
    return element->optional && match_from(rule, w, e + 1, i, m);
}

static bool stands_before(const TimeElement *e, const TimeWords *w, uint32_t i) {
    if (i == 0) {
        return false;
    }
    for (uint32_t r = w->at[i - 1].first; r < w->at[i - 1].end; r++) {
        if (w->readings[r].words == 1 && allows(e, &w->readings[r])) {
            return true;
        }
    }
    return false;
}

/* The rules of 64 that a reading of word `i` can begin. */
static uint64_t may_begin(const TimeLexicon *x, const TimeWords *w, uint32_t i, uint32_t sixty_four) {
    uint64_t set = 0;
    for (uint32_t r = w->at[i].first; r < w->at[i].end; r++) {
        const TimeReading *reading = &w->readings[r];
        if (reading->class != TC_LITERAL) {
            set |= x->by_class[reading->class * x->set_words + sixty_four];
        } else if ((uint32_t)reading->value < x->n_literals) {
            set |= x->by_literal[(uint32_t)reading->value * x->set_words + sixty_four];
        }
    }
    return set;
}

uint32_t timerule_match(const TimeLexicon *x, const TimeWords *w, uint32_t i, TimeMatch *out, uint32_t max) {
    uint32_t n = 0;
    for (uint32_t s = 0; s < x->set_words && n < max; s++) {
        for (uint64_t set = may_begin(x, w, i, s); set != 0 && n < max; set &= set - 1) {
            uint32_t r = s * 64 + (uint32_t)__builtin_ctzll(set);
            const TimeRule *rule = &x->rules.at[r];
            uint32_t e = rule->elements[0].context ? 1 : 0;
            if (e == 1 && !stands_before(&rule->elements[0], w, i)) {
                continue;
            }
            TimeMatch *m = &out[n];
            memset(m, 0, sizeof *m);
            m->rule = r;
            m->first = m->end = i;
            n += match_from(rule, w, e, i, m);
        }
    }
    return n;
}
