#include <ctype.h>

#include "code/lexc_parts.h"

static const struct {
    const char *name;
    uint32_t flag;
} flags[] = {
    {"bare", RULE_BARE},
    {"absorb", RULE_ABSORB},
    {"about", RULE_ABOUT},
    {"needs-actor", RULE_NEEDS_ACTOR},
    {"needs-recipient", RULE_NEEDS_RECIPIENT},
    {"reciprocal", RULE_RECIPROCAL},
    {"needs-content", RULE_NEEDS_CONTENT},
    {"denies", RULE_DENIES},
    {"weak", RULE_WEAK},
};

static bool frame_option(Lexc *c, LexRule *rule, Str value) {
    for (rule->frame = 0; rule->frame < c->frames.n; rule->frame++) {
        if (str_is(value, c->text.at + c->frames.at[rule->frame].name)) {
            return true;
        }
    }
    return lexc_fail(c, "there is no frame \"%.*s\"", (int)value.n, value.at);
}

static bool shift_option(Lexc *c, LexRule *rule, Str value) {
    for (rule->shift = 0; rule->shift < c->shifts.n; rule->shift++) {
        if (str_is(value, c->text.at + c->shifts.at[rule->shift].name)) {
            return true;
        }
    }
    return lexc_fail(c, "there is no shift \"%.*s\"", (int)value.n, value.at);
}

static bool context_option(Lexc *c, LexRule *rule, Str value) {
    Str one;
    while (str_split(&value, ',', &one)) {
        int context = name_index(context_names, CONTEXT_COUNT, one);
        if (context < 0) {
            return lexc_fail(c, "there is no context \"%.*s\"", (int)one.n, one.at);
        }
        rule->contexts |= (uint64_t)1 << context;
    }
    return true;
}

/* "112", "frame=hit", "content=of,comp", "bare" */
static bool rule_option(Lexc *c, LexRule *rule, Str option) {
    uint32_t equals;
    if (str_find(option, STR("="), &equals)) {
        Str name = str_sub(option, 0, equals), value = str_sub(option, equals + 1, option.n);
        if (str_is(name, "frame")) {
            return frame_option(c, rule, value);
        }
        if (str_is(name, "shift")) {
            return shift_option(c, rule, value);
        }
        if (str_is(name, "content")) {
            return lexc_paths(c, value, ',', &rule->first_content, &rule->n_content);
        }
        if (str_is(name, "context")) {
            return context_option(c, rule, value);
        }
    }
    for (uint32_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (str_is(option, flags[i].name)) {
            rule->flags |= flags[i].flag;
            return true;
        }
    }
    return lexc_cameo(option, rule->cameo) || lexc_fail(c, "\"%.*s\" is no option of a rule", (int)option.n, option.at);
}

uint32_t lexc_rule_open(Lexc *c, Str head) {
    uint32_t colon;
    if (!str_find(head, STR(":"), &colon) || colon == 0) {
        lexc_fail(c, "a rule reads NAME: EVENT/mode …");
        return NONE;
    }
    Str name = str_trim(str_sub(head, 0, colon)), rest = str_sub(head, colon + 1, head.n), word;
    LexRule rule = {.name = lexc_text(c, name),
                    .file = c->file_text,
                    .line = c->line,
                    .shift = NONE,
                    .frame = NONE,
                    .flags = c->own ? RULE_OWN : 0};
    if (!lexc_token(&rest, &word)) {
        lexc_fail(c, "the rule \"%.*s\" names no event", (int)name.n, name.at);
        return NONE;
    }
    if (!lexc_event(c, word, &rule.event, &rule.mode)) {
        return NONE;
    }
    while (lexc_token(&rest, &word)) {
        if (!rule_option(c, &rule, word)) {
            return NONE;
        }
    }
    if (rule.frame == NONE && rule.event != LEX_EVENT_BLOCK) {
        lexc_fail(c, "the rule \"%.*s\" has no frame", (int)name.n, name.at);
        return NONE;
    }
    return vec_push(c->arena, &c->rules, rule);
}

/* ---- patterns ---- */

static bool named_test(Lexc *c, Str name, LexTest *test) {
    static const struct {
        const char *name;
        LexTestKind kind;
    } plain[] = {{"actor", TEST_ACTOR},
                 {"number", TEST_NUMBER},
                 {"clause", TEST_CLAUSE},
                 {"any", TEST_ANY},
                 {"state", TEST_STATE}};
    for (uint32_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (str_is(name, plain[i].name)) {
            *test = (LexTest){plain[i].kind, 0};
            return true;
        }
    }
    static const struct {
        LexTestKind kind;
        const char *const *names;
        int count;
    } lists[] = {{TEST_ENTITY, entity_type_names, ENTITY_COUNT},
                 {TEST_SECTOR, sector_names, SECTOR_COUNT},
                 {TEST_EVENT, event_names, EVENT_COUNT},
                 {TEST_TAG, xpos_names, XPOS_COUNT}};
    for (uint32_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        int value = name_index(lists[i].names, lists[i].count, name);
        if (value >= 0) {
            *test = (LexTest){lists[i].kind, (uint32_t)value};
            return true;
        }
    }
    return lexc_fail(c, "there is no test \"<%.*s>\"", (int)name.n, name.at);
}

static bool add_test(Lexc *c, Str text) {
    LexTest test;
    if (text.n > 2 && text.at[0] == '<' && text.at[text.n - 1] == '>') {
        if (!named_test(c, str_sub(text, 1, text.n - 1), &test)) {
            return false;
        }
    } else if (lexc_is_class_name(text)) {
        uint32_t class = lexc_find_class(c, text);
        if (class == NONE) {
            return lexc_fail(c, "there is no class \"%.*s\"", (int)text.n, text.at);
        }
        test = (LexTest){TEST_CLASS, class};
    } else if (text.n > 0) {
        test = (LexTest){TEST_WORD, lexc_word(c, text)};
    } else {
        return lexc_fail(c, "an empty test");
    }
    vec_push(c->arena, &c->tests, test);
    return true;
}

/* "!compound:hunger", "*obj:TALK", "for|with:<state>"; adds its weight */
static bool add_condition(Lexc *c, Str text, int32_t *weight) {
    LexCondition cond = {0};
    Str all = text, one;
    bool keep = false;
    for (; text.n > 0 && strchr("!*~", text.at[0]) != NULL; text = str_sub(text, 1, text.n)) {
        cond.negated |= text.at[0] == '!';
        cond.is_head |= text.at[0] == '*';
        keep |= text.at[0] == '~';
    }
    uint32_t colon = text.n;
    str_find(text, STR(":"), &colon);
    if (!lexc_paths(c, str_sub(text, 0, colon), '|', &cond.first_path, &cond.n_paths) || cond.n_paths == 0) {
        return cond.n_paths == 0 ? lexc_fail(c, "the condition \"%.*s\" has no path", (int)all.n, all.at) : false;
    }
    Str tests = colon < text.n ? str_sub(text, colon + 1, text.n) : STR("<any>");
    cond.first_test = c->tests.n;
    while (str_split(&tests, '|', &one)) {
        if (!add_test(c, one)) {
            return false;
        }
    }
    cond.n_tests = c->tests.n - cond.first_test;
    bool words = cond.n_tests > 0 && c->tests.at[cond.first_test].kind <= TEST_CLASS;
    cond.consumes = !cond.negated && !keep && words;
    *weight += cond.negated ? 1 : words ? (c->tests.at[cond.first_test].kind == TEST_WORD ? 10 : 8) : 4;
    vec_push(c->arena, &c->conditions, cond);
    return true;
}

static void add_trigger(Lexc *c, uint32_t word, LexTrigger trigger) {
    LexcPair pair = {word, vec_push(c->arena, &c->triggers, trigger)};
    vec_push(c->arena, &c->triggered, pair);
}

/* "launch|mount obj:OFFENSIVE against:<actor>": heads, then conditions */
static bool add_pattern(Lexc *c, uint32_t rule, uint32_t pos, Str text) {
    Str heads, cond, head;
    if (!lexc_token(&text, &heads)) {
        return true;
    }
    LexTrigger trigger = {.rule = rule, .pos = pos, .first_condition = c->conditions.n, .line = c->line};
    trigger.weight = 10 + (c->rules.at[rule].event == LEX_EVENT_BLOCK ? 15 : 0);
    while (lexc_token(&text, &cond)) {
        if (!add_condition(c, cond, &trigger.weight)) {
            return false;
        }
    }
    trigger.n_conditions = c->conditions.n - trigger.first_condition;
    while (str_split(&heads, '|', &head)) {
        if (!lexc_is_class_name(head)) {
            add_trigger(c, lexc_word(c, head), trigger);
            continue;
        }
        uint32_t class = lexc_find_class(c, head);
        if (class == NONE) {
            return lexc_fail(c, "there is no class \"%.*s\"", (int)head.n, head.at);
        }
        for (uint32_t i = 0; i < c->classed.n; i++) {
            if (c->classed.at[i].value == class) {
                add_trigger(c, c->classed.at[i].word, trigger);
            }
        }
    }
    return true;
}

static bool add_example(Lexc *c, uint32_t rule, bool good, Str line) {
    uint32_t arrow = line.n;
    str_find(line, STR("=>"), &arrow);
    LexExample ex = {.rule = rule, .good = good, .line = c->line};
    ex.text = lexc_text(c, str_trim(str_sub(line, 0, arrow)));
    ex.expect = arrow < line.n ? lexc_text(c, str_trim(str_sub(line, arrow + 2, line.n))) : 0;
    vec_push(c->arena, &c->examples, ex);
    return true;
}

bool lexc_rule_line(Lexc *c, uint32_t rule, Str line) {
    Str kind, pattern;
    lexc_token(&line, &kind);
    if (str_is(kind, "+") || str_is(kind, "-")) {
        return add_example(c, rule, kind.at[0] == '+', line);
    }
    uint32_t pos = 0;
    for (uint32_t i = 0; i < kind.n; i++) {
        switch (kind.at[i]) {
        case 'v': pos |= LEX_VERB; break;
        case 'n': pos |= LEX_NOUN; break;
        case 'a': pos |= LEX_ADJ; break;
        default:
            return lexc_fail(c, "a line of a rule begins with v, n, a, + or -, not \"%.*s\"", (int)kind.n, kind.at);
        }
    }
    while (str_split(&line, ',', &pattern)) {
        if (!add_pattern(c, rule, pos, pattern)) {
            return false;
        }
    }
    return true;
}
