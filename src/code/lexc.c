#include "code/lexc.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

#include "code/lexc_parts.h"

bool lexc_fail(Lexc *c, const char *format, ...) {
    char what[400];
    va_list ap;
    va_start(ap, format);
    vsnprintf(what, sizeof what, format, ap);
    va_end(ap);
    return err_set(c->err, "\"%.*s\" line %u: %s", (int)c->file.n, c->file.at, c->line, what);
}

uint32_t lexc_text(Lexc *c, Str s) {
    uint32_t at = (uint32_t)c->text.n;
    buf_str(&c->text, s);
    buf_char(&c->text, '\0');
    return at;
}

static void rehash(Lexc *c, uint32_t n) {
    c->slots.at = arena_alloc(c->arena, n * sizeof *c->slots.at);
    c->slots.n = n;
    memset(c->slots.at, 0xff, n * sizeof *c->slots.at);
    for (uint32_t w = 0; w < c->words.n; w++) {
        Str s = {c->text.at + c->words.at[w].text, c->words.at[w].length};
        uint32_t i = (uint32_t)str_hash(s) & (n - 1);
        while (c->slots.at[i] != NONE) {
            i = (i + 1) & (n - 1);
        }
        c->slots.at[i] = w;
    }
}

uint32_t lexc_word(Lexc *c, Str lower) {
    if (c->words.n * 2 >= c->slots.n) {
        rehash(c, c->slots.n * 2);
    }
    uint32_t mask = c->slots.n - 1, i = (uint32_t)str_hash(lower) & mask;
    for (; c->slots.at[i] != NONE; i = (i + 1) & mask) {
        const LexWord *w = &c->words.at[c->slots.at[i]];
        if (w->length == lower.n && memcmp(c->text.at + w->text, lower.at, lower.n) == 0) {
            return c->slots.at[i];
        }
    }
    LexWord word = {.text = lexc_text(c, lower), .length = lower.n, .alias = c->words.n};
    c->slots.at[i] = vec_push(c->arena, &c->words, word);
    return c->slots.at[i];
}

uint32_t lexc_find_class(const Lexc *c, Str name) {
    for (uint32_t i = 0; i < c->classes.n; i++) {
        if (str_is(name, c->text.at + c->classes.at[i].name)) {
            return i;
        }
    }
    return NONE;
}

bool lexc_is_class_name(Str s) {
    bool letter = false;
    for (uint32_t i = 0; i < s.n; i++) {
        if (!(isupper((unsigned char)s.at[i]) || s.at[i] == '_' || isdigit((unsigned char)s.at[i]))) {
            return false;
        }
        letter |= isupper((unsigned char)s.at[i]) != 0;
    }
    return letter && s.n > 1;
}

bool lexc_token(Str *rest, Str *token) {
    *rest = str_trim(*rest);
    if (rest->n == 0) {
        return false;
    }
    uint32_t n = 0;
    while (n < rest->n && !isspace((unsigned char)rest->at[n])) {
        n++;
    }
    *token = str_sub(*rest, 0, n);
    *rest = str_sub(*rest, n, rest->n);
    return true;
}

bool lexc_path(Lexc *c, Str text, LexPath *path) {
    Str rest = text, step;
    *path = (LexPath){0};
    while (str_split(&rest, '/', &step)) {
        if (step.n == 0 || path->n == LEX_STEPS) {
            return lexc_fail(c, "the path \"%.*s\" is empty or too long", (int)text.n, text.at);
        }
        uint32_t s = 1;
        while (s < STEP_COUNT && !str_is(step, lex_step_names[s])) {
            s++;
        }
        path->step[path->n++] = s < STEP_COUNT ? s : LEX_PREP + lexc_word(c, step);
    }
    return path->n > 0 || lexc_fail(c, "an empty path");
}

bool lexc_paths(Lexc *c, Str text, char between, uint32_t *first, uint32_t *n) {
    Str rest = text, one;
    *first = c->paths.n;
    while (str_split(&rest, between, &one)) {
        LexPath path;
        one = str_trim(one);
        if (one.n == 0) {
            continue;
        }
        if (!lexc_path(c, one, &path)) {
            return false;
        }
        vec_push(c->arena, &c->paths, path);
    }
    *n = c->paths.n - *first;
    return true;
}

bool lexc_event(Lexc *c, Str text, uint8_t *event, uint8_t *mode) {
    *mode = MODE_NONE;
    if (str_is(text, "-")) {
        *event = LEX_EVENT_BLOCK;
        return true;
    }
    Str rest = text, type = {0};
    str_split(&rest, '/', &type);
    int e = name_index(event_names, EVENT_COUNT, type);
    if (e < 0) {
        return lexc_fail(c, "there is no event type \"%.*s\"", (int)type.n, type.at);
    }
    *event = (uint8_t)e;
    if (type.n < text.n) {
        *mode = (uint8_t)mode_parse((EventType)e, str_sub(text, type.n + 1, text.n));
        if (*mode == MODE_NONE) {
            return lexc_fail(c, "there is no mode \"%.*s\"", (int)text.n, text.at);
        }
    }
    return true;
}

bool lexc_cameo(Str text, char cameo[6]) {
    if (text.n < 2 || text.n > 4) {
        return false;
    }
    for (uint32_t i = 0; i < text.n; i++) {
        if (!isdigit((unsigned char)text.at[i])) {
            return false;
        }
        cameo[i] = text.at[i];
    }
    cameo[text.n] = '\0';
    return true;
}

/* ---- declarations ---- */

typedef enum Section { IN_NOTHING, IN_CLASS, IN_CONTEXT, IN_FORMS, IN_FRAME, IN_SHIFT, IN_RULE } Section;

static bool add_words(Lexc *c, Section in, uint32_t id, Str line) {
    Str word;
    while (lexc_token(&line, &word)) {
        if (in == IN_CLASS && lexc_is_class_name(word)) {
            uint32_t other = lexc_find_class(c, word);
            if (other == NONE) {
                return lexc_fail(c, "there is no class \"%.*s\" before this line", (int)word.n, word.at);
            }
            for (uint32_t i = 0, n = c->classed.n; i < n; i++) {
                if (c->classed.at[i].value == other) {
                    LexcPair pair = {c->classed.at[i].word, id};
                    vec_push(c->arena, &c->classed, pair);
                    c->classes.at[id].n_words++;
                }
            }
            continue;
        }
        uint32_t equals;
        if (in == IN_FORMS) {
            if (!str_find(word, STR("="), &equals)) {
                return lexc_fail(c, "an irregular form reads FORM=VERB, not \"%.*s\"", (int)word.n, word.at);
            }
            uint32_t verb = lexc_word(c, str_sub(word, equals + 1, word.n));
            c->words.at[lexc_word(c, str_sub(word, 0, equals))].alias = verb;
            continue;
        }
        uint32_t w = lexc_word(c, word);
        if (in == IN_CONTEXT) {
            c->words.at[w].contexts |= (uint64_t)1 << id;
            continue;
        }
        LexcPair pair = {w, id};
        vec_push(c->arena, &c->classed, pair);
        c->classes.at[id].n_words++;
    }
    return true;
}

/* "v actor: subj; recipient: obj on against" */
static bool frame_line(Lexc *c, uint32_t frame, Str line) {
    Str pos, part;
    if (!lexc_token(&line, &pos) || !(str_is(pos, "v") || str_is(pos, "n"))) {
        return lexc_fail(c, "a line of a frame begins with \"v\" or \"n\"");
    }
    int side = str_is(pos, "n");
    while (str_split(&line, ';', &part)) {
        uint32_t colon;
        part = str_trim(part);
        if (!str_find(part, STR(":"), &colon)) {
            return lexc_fail(c, "a slot needs a colon: \"%.*s\"", (int)part.n, part.at);
        }
        Str name = str_trim(str_sub(part, 0, colon));
        int slot = str_is(name, "actor") ? SLOT_ACTOR : str_is(name, "recipient") ? SLOT_RECIPIENT : -1;
        if (slot < 0) {
            return lexc_fail(c, "there is no slot \"%.*s\"", (int)name.n, name.at);
        }
        uint32_t first, n;
        if (!lexc_paths(c, str_sub(part, colon + 1, part.n), ' ', &first, &n)) {
            return false;
        }
        c->frames.at[frame].slot[side][slot].first_path = first;
        c->frames.at[frame].slot[side][slot].n_paths = n;
    }
    return true;
}

/* "AID COOPERATE -> REQUEST/assist 103", "* -> …" (any type not yet named), "none -> …" (no coded content) */
static bool shift_line(Lexc *c, uint32_t shift, Str line) {
    Str word;
    LexShiftRow row = {0};
    bool any = false;
    while (lexc_token(&line, &word) && !str_is(word, "->")) {
        uint8_t event, mode;
        any = true;
        if (str_is(word, "*")) {
            row.types = ~(uint32_t)0;
        } else if (!str_is(word, "none")) {
            if (!lexc_event(c, word, &event, &mode) || event == LEX_EVENT_BLOCK) {
                return false;
            }
            row.types |= (uint32_t)1 << event;
        }
    }
    if (!any || !lexc_token(&line, &word)) {
        return lexc_fail(c, "a line of a shift reads TYPE … -> EVENT/mode CAMEO");
    }
    if (!lexc_event(c, word, &row.event, &row.mode)) {
        return false;
    }
    if (lexc_token(&line, &word) && !lexc_cameo(word, row.cameo)) {
        return lexc_fail(c, "\"%.*s\" is no CAMEO code", (int)word.n, word.at);
    }
    vec_push(c->arena, &c->shift_rows, row);
    c->shifts.at[shift].n_rows++;
    return true;
}

typedef struct Cursor {
    Section in;
    uint32_t id;
    bool rules; /* second pass: rules, else everything else */
} Cursor;

/* A line that begins at the margin opens a section. */
static bool open_section(Lexc *c, Cursor *at, Str line) {
    Str word, name;
    lexc_token(&line, &word);
    at->in = IN_NOTHING;
    if (str_is(word, "use")) {
        return str_is(str_trim(line), "builtin") || lexc_fail(c, "only \"builtin\" can be used");
    }
    if (str_is(word, "rule")) {
        at->in = IN_RULE;
        at->id = at->rules ? lexc_rule_open(c, str_trim(line)) : 0;
        return at->id != NONE;
    }
    uint32_t colon = line.n;
    str_find(line, STR(":"), &colon);
    name = str_trim(str_sub(line, 0, colon));
    Str rest = colon < line.n ? str_sub(line, colon + 1, line.n) : (Str){0};
    at->in = str_is(word, "class")     ? IN_CLASS
             : str_is(word, "context") ? IN_CONTEXT
             : str_is(word, "forms")   ? IN_FORMS
             : str_is(word, "frame")   ? IN_FRAME
             : str_is(word, "shift")   ? IN_SHIFT
                                       : IN_NOTHING;
    if (at->in == IN_NOTHING) {
        return lexc_fail(c, "\"%.*s\" opens no section", (int)word.n, word.at);
    }
    if (at->rules) {
        return true;
    }
    if (at->in == IN_CLASS) {
        at->id = lexc_find_class(c, name);
        if (!lexc_is_class_name(name)) {
            return lexc_fail(c, "the class name \"%.*s\" is not in capitals", (int)name.n, name.at);
        }
        if (at->id == NONE) {
            LexClass class = {lexc_text(c, name), 0};
            at->id = vec_push(c->arena, &c->classes, class);
        }
    } else if (at->in == IN_CONTEXT) {
        int context = name_index(context_names, CONTEXT_COUNT, name);
        if (context < 0) {
            return lexc_fail(c, "there is no context \"%.*s\"", (int)name.n, name.at);
        }
        at->id = (uint32_t)context;
    } else if (at->in == IN_FORMS) {
        return add_words(c, at->in, 0, rest);
    } else if (at->in == IN_FRAME) {
        LexFrame frame = {.name = lexc_text(c, name)};
        at->id = vec_push(c->arena, &c->frames, frame);
    } else {
        LexShift shift = {lexc_text(c, name), c->shift_rows.n, 0};
        at->id = vec_push(c->arena, &c->shifts, shift);
    }
    return at->in == IN_CLASS || at->in == IN_CONTEXT ? add_words(c, at->in, at->id, rest) : true;
}

static bool body_line(Lexc *c, Cursor *at, Str line) {
    if (at->in == IN_RULE) {
        return !at->rules || lexc_rule_line(c, at->id, line);
    }
    if (at->rules) {
        return true;
    }
    switch (at->in) {
    case IN_CLASS:
    case IN_FORMS:
    case IN_CONTEXT: return add_words(c, at->in, at->id, line);
    case IN_FRAME: return frame_line(c, at->id, line);
    case IN_SHIFT: return shift_line(c, at->id, line);
    default: return lexc_fail(c, "an indented line outside a section");
    }
}

static Str without_comment(Str line) {
    for (uint32_t i = 0; i < line.n; i++) {
        if (line.at[i] == '#' && (i == 0 || isspace((unsigned char)line.at[i - 1]))) {
            return str_sub(line, 0, i);
        }
    }
    return line;
}

static bool read_source(Lexc *c, const LexSource *source, bool rules) {
    Str rest = source->text, line;
    Cursor at = {IN_NOTHING, 0, rules};
    c->file = source->name;
    c->file_text = lexc_text(c, source->name);
    for (c->line = 1; str_split(&rest, '\n', &line); c->line++) {
        line = without_comment(line);
        if (str_trim(line).n == 0) {
            continue;
        }
        bool margin = !isspace((unsigned char)line.at[0]);
        line = str_trim(line);
        if (!(margin ? open_section(c, &at, line) : body_line(c, &at, line))) {
            return false;
        }
    }
    return true;
}

static bool uses_builtin(const LexSource *source) {
    uint32_t at;
    return str_starts(source->text, STR("use builtin")) || str_find(source->text, STR("\nuse builtin"), &at);
}

bool lexc_compile(Arena *arena, const LexSource *sources, uint32_t n, const LexSource *builtin, uint32_t n_builtin,
                  Str *block, Err *err) {
    Lexc *c = arena_new(arena, Lexc);
    c->arena = arena;
    c->err = err;
    buf_init(&c->text, arena);
    lexc_text(c, (Str){0}); /* offset 0 is the empty text */
    rehash(c, 4096);
    bool used = false;
    for (uint32_t i = 0; i < n; i++) {
        used |= uses_builtin(&sources[i]);
    }
    for (int rules = 0; rules < 2; rules++) {
        c->own = false;
        for (uint32_t i = 0; used && i < n_builtin; i++) {
            if (!read_source(c, &builtin[i], rules)) {
                return false;
            }
        }
        c->own = used;
        for (uint32_t i = 0; i < n; i++) {
            if (!read_source(c, &sources[i], rules)) {
                return false;
            }
        }
    }
    *block = lexc_write(c);
    return true;
}

/* ---- several sources in one text ---- */

Str lexc_join(Arena *arena, const LexSource *sources, uint32_t n) {
    StrBuf b;
    buf_init(&b, arena);
    for (uint32_t i = 0; i < n; i++) {
        buf_printf(&b, "==== %.*s\n", (int)sources[i].name.n, sources[i].name.at);
        buf_str(&b, sources[i].text);
        if (!str_ends(sources[i].text, STR("\n"))) {
            buf_char(&b, '\n');
        }
    }
    return buf_take(&b);
}

uint32_t lexc_split(Arena *arena, Str joined, LexSource **sources) {
    VEC(LexSource) list = {0};
    Str rest = joined, line;
    while (str_split(&rest, '\n', &line)) {
        if (str_starts(line, STR("==== "))) {
            LexSource s = {str_sub(line, 5, line.n), {line.at + line.n + 1, 0}};
            vec_push(arena, &list, s);
        } else if (list.n > 0) {
            Str *text = &list.at[list.n - 1].text;
            const char *end = line.at + line.n + (line.at + line.n < joined.at + joined.n); /* with its line's end */
            text->n = (uint32_t)(end - text->at);
        }
    }
    *sources = list.at;
    return list.n;
}
