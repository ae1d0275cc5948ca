#include "code/registrytabari.h"

/* CAMEO's roles and what PLOVER calls them; the first of a sector is the one that is written out. */
static const struct {
    const char *cameo;
    Sector sector;
} roles[] = {{"GOV", SECTOR_GOV}, {"MIL", SECTOR_MIL}, {"REB", SECTOR_REB}, {"OPP", SECTOR_OPP}, {"PTY", SECTOR_PTY},
             {"COP", SECTOR_COP}, {"JUD", SECTOR_JUD}, {"SPY", SECTOR_SPY}, {"LEG", SECTOR_LEG}, {"MED", SECTOR_JRN},
             {"JRN", SECTOR_JRN}, {"HLH", SECTOR_MED}, {"EDU", SECTOR_EDU}, {"BUS", SECTOR_BUS}, {"CVL", SECTOR_CVL},
             {"ELI", SECTOR_ELI}, {"LAB", SECTOR_LAB}, {"AGR", SECTOR_AGR}, {"REF", SECTOR_REF}, {"REL", SECTOR_REL},
             {"CRM", SECTOR_CRM}, {"UAF", SECTOR_UAF}, {"SOC", SECTOR_SOC}, {"PRM", SECTOR_PRM}, {"PRE", SECTOR_PRE},
             {"UNK", SECTOR_UNK}, {"SEP", SECTOR_REB}, {"INS", SECTOR_REB}, {"NGO", SECTOR_SOC}, {"HRI", SECTOR_SOC},
             {"ENV", SECTOR_SOC}, {"SET", SECTOR_CVL}, {"STU", SECTOR_EDU}, {"NGM", SECTOR_SOC}, {"TOP", SECTOR_GOV},
             {"MID", SECTOR_GOV}, {"IND", SECTOR_CVL}, {"MNC", SECTOR_BUS}};

typedef struct Code {
    char code[4];
    Sector sector;
    int32_t from, to; /* DAY_NONE: open */
} Code;

typedef VEC(Str) Strs;
typedef VEC(Code) Codes;

typedef struct Reader {
    Arena *arena;
    Str file;
    uint32_t line;
    Err *err;
    TabariResult *result;
    StrBuf actors, sectors, discards, notes;
    Strs names; /* of the actor that is being read */
    Codes codes;
    bool discard;
    Strs class_names, class_words; /* !PERSON! and its words, separated by commas */
    char last_heading[64];
    Sector last_sector;
    char last_kind;
} Reader;

static bool bad(Reader *r, const char *what, Str where) {
    return err_set(r->err, "%.*s:%u: %s: \"%.*s\"", (int)r->file.n, r->file.at, r->line, what, (int)where.n, where.at);
}

static void note(Reader *r, const char *what, Str where) {
    buf_printf(&r->notes, "%.*s:%u: %s: \"%.*s\"\n", (int)r->file.n, r->file.at, r->line, what, (int)where.n, where.at);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* "BARACK_OBAMA_" → "Barack Obama"; short single words stay in capitals: they are acronyms. */
static Str spoken(Arena *arena, Str phrase) {
    StrBuf b;
    buf_init(&b, arena);
    phrase = str_trim(phrase);
    bool acronym = phrase.n <= 5 && memchr(phrase.at, '_', phrase.n - (phrase.n > 0)) == NULL;
    bool first = true;
    for (uint32_t i = 0; i < phrase.n; i++) {
        char c = phrase.at[i];
        if (c == '_' || c == ' ') {
            if (i + 1 < phrase.n) {
                buf_char(&b, ' ');
            }
            first = true;
            continue;
        }
        bool capital = c >= 'A' && c <= 'Z';
        buf_char(&b, capital && !first && !acronym   ? (char)(c + 32)
                     : first && c >= 'a' && c <= 'z' ? (char)(c - 32)
                                                     : c);
        first = c == '-' || c == '.';
    }
    return buf_take(&b);
}

/* YYMMDD or YYYYMMDD; two-digit years from 30 on are of the last century. */
static bool parse_date(Str s, int32_t *day) {
    if (s.n != 6 && s.n != 8) {
        return false;
    }
    int part[3] = {0, 0, 0};
    uint32_t year = s.n - 4;
    for (uint32_t i = 0; i < s.n; i++) {
        if (!is_digit(s.at[i])) {
            return false;
        }
        int at = i < year ? 0 : i < year + 2 ? 1 : 2;
        part[at] = part[at] * 10 + (s.at[i] - '0');
    }
    if (s.n == 6) {
        part[0] += part[0] < 30 ? 2000 : 1900;
    }
    if (part[1] < 1 || part[1] > 12 || part[2] < 1 || part[2] > 31) {
        return false;
    }
    *day = day_of(part[0], part[1], part[2]);
    return true;
}

/* "<960120", ">010120", "960120-010120" */
static bool parse_limits(Reader *r, Str s, Code *code) {
    uint32_t dash;
    bool ok = false;
    if (s.n > 1 && s.at[0] == '<') {
        ok = parse_date(str_trim(str_sub(s, 1, s.n)), &code->to);
        code->to -= ok;
    } else if (s.n > 1 && s.at[0] == '>') {
        ok = parse_date(str_trim(str_sub(s, 1, s.n)), &code->from);
        code->from += ok; /* neither day of "<" and ">" is in it */
    } else if (str_find(s, STR("-"), &dash)) {
        ok = parse_date(str_trim(str_sub(s, 0, dash)), &code->from) &&
             parse_date(str_trim(str_sub(s, dash + 1, s.n)), &code->to) && code->from <= code->to;
    }
    return ok || bad(r, "not a date restriction", s);
}

static bool is_capitals(Str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.at[i] < 'A' || s.at[i] > 'Z') {
            return false;
        }
    }
    return s.n > 0;
}

static Sector sector_of(Str triple) {
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (str_is(triple, roles[i].cameo)) {
            return roles[i].sector;
        }
    }
    return SECTOR_NONE;
}

/* Country first, then roles; a role that PLOVER does not have is told of, not lost in silence. */
static bool parse_code(Reader *r, Str s, bool agent, Code *code) {
    if (!is_capitals(s) || s.n % 3 != 0) {
        return bad(r, "not a code of three-letter parts", s);
    }
    uint32_t at = 0;
    if (!agent) {
        memcpy(code->code, s.at, 3);
        at = 3;
        bool own = s.n >= 6 && (str_is(str_sub(s, 3, 6), "UNO") || str_is(str_sub(s, 3, 6), "EUR"));
        if (str_is(str_sub(s, 0, 3), "IGO") && own) {
            memcpy(code->code, s.at + 3, 3); /* organisations with a code of their own */
            at = 6;
        }
    }
    for (; at < s.n; at += 3) {
        Sector sector = sector_of(str_sub(s, at, at + 3));
        if (sector == SECTOR_NONE) {
            note(r, "a role that PLOVER does not have is left out", str_sub(s, at, at + 3));
        } else if (code->sector == SECTOR_NONE) {
            code->sector = sector;
        }
    }
    return true;
}

/* ---- writing the registry's text ---- */

static void put_day(StrBuf *b, int32_t day) {
    int y, m, d;
    day_to(day, &y, &m, &d);
    buf_printf(b, "%04d-%02d-%02d", y, m, d);
}

static void put_code(StrBuf *b, const Code *c, const char *heading) {
    if (memcmp(c->code, heading, 3) != 0) {
        buf_printf(b, "%s:", c->code);
    }
    buf_str(b, str_of(c->sector == SECTOR_NONE ? "UNK" : sector_names[c->sector]));
    if (c->from != DAY_NONE || c->to != DAY_NONE) {
        buf_char(b, ' ');
        if (c->from != DAY_NONE) {
            put_day(b, c->from);
        }
        buf_str(b, STR(".."));
        if (c->to != DAY_NONE) {
            put_day(b, c->to);
        }
    }
}

/* CAMEO's codes for what is no country: international and supranational bodies, regions of the world. */
static bool is_country(const char code[4]) {
    static const char *const others[] = {"IGO", "IMG", "INT", "MNC", "NGM", "NGO", "UIS", "UNO", "EUR", "AFR", "ASA",
                                         "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "LAM", "MEA",
                                         "MDT", "NAF", "NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "SAF", "WAF", "WST"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (memcmp(code, others[i], 3) == 0) {
            return false;
        }
    }
    return true;
}

typedef enum Kind { KIND_NAMED_STATE = 's', KIND_DATED = 'p', KIND_UNDATED = 'o' } Kind;

static void put_heading(Reader *r, StrBuf *out, Kind kind, const char *code) {
    if ((char)kind != r->last_kind) {
        buf_printf(out, "@kind %s\n",
                   kind == KIND_DATED         ? "person"
                   : kind == KIND_NAMED_STATE ? "state"
                                              : "organization");
        memset(r->last_heading, 0, sizeof r->last_heading);
        r->last_kind = (char)kind;
    }
    if (kind == KIND_NAMED_STATE) {
        buf_printf(out, "%s | ", code); /* a bare country: its name, its people's, its capital's */
    } else if (memcmp(code, r->last_heading, 4) != 0) {
        buf_printf(out, "[%s]\n", code);
        memcpy(r->last_heading, code, 4);
    }
}

/* Ends the actor that was being read. */
static bool flush(Reader *r) {
    if (r->names.n == 0) {
        return true;
    }
    if (r->codes.n == 0 && !r->discard) {
        return bad(r, "an actor ends here without a code", r->names.at[0]);
    }
    StrBuf *out = r->discard ? &r->discards : &r->actors;
    bool dated = false;
    for (uint32_t i = 0; i < r->codes.n; i++) {
        dated = dated || r->codes.at[i].from != DAY_NONE || r->codes.at[i].to != DAY_NONE;
    }
    if (!r->discard) {
        const Code *first = &r->codes.at[0];
        bool state = !dated && r->codes.n == 1 && first->sector == SECTOR_NONE && is_country(first->code);
        put_heading(r, out, state ? KIND_NAMED_STATE : dated ? KIND_DATED : KIND_UNDATED, first->code);
    }
    for (uint32_t i = 0; i < r->names.n; i++) {
        buf_printf(out, "%s%.*s", i > 0 ? "; " : "", (int)r->names.at[i].n, r->names.at[i].at);
    }
    bool told = false;
    for (uint32_t i = 0; i < r->codes.n && !r->discard; i++) {
        const Code *c = &r->codes.at[i];
        if (c->sector != SECTOR_NONE || dated) {
            buf_str(out, told ? STR("; ") : STR(" | "));
            put_code(out, c, r->codes.at[0].code);
            told = true;
        }
    }
    buf_char(out, '\n');
    r->result->n_actors += !r->discard;
    r->result->n_discards += r->discard;
    r->names.n = r->codes.n = 0;
    r->discard = false;
    return true;
}

/* ---- lines ---- */

/* The codes in brackets of the rest of a line. */
static bool read_codes(Reader *r, Str s) {
    uint32_t open;
    while (str_find(s, STR("["), &open)) {
        uint32_t close;
        s = str_sub(s, open + 1, s.n);
        if (!str_find(s, STR("]"), &close)) {
            return bad(r, "no closing bracket", s);
        }
        Str inside = str_trim(str_sub(s, 0, close)), word = {0};
        s = str_sub(s, close + 1, s.n);
        Code code = {.from = DAY_NONE, .to = DAY_NONE};
        str_split(&inside, ' ', &word);
        inside = str_trim(inside);
        if (inside.n > 1 && inside.at[0] == '(' && inside.at[inside.n - 1] == ')') {
            inside = str_sub(inside, 1, inside.n - 1);
        }
        if (str_is(word, "---") || str_is(word, "###")) {
            r->discard = true;
            continue;
        }
        uint32_t slash;
        if (str_find(word, STR("/"), &slash)) {
            note(r, "of several actors in one code the first is kept", word);
            word.n = slash;
        }
        if (!parse_code(r, word, false, &code) || (inside.n > 0 && !parse_limits(r, inside, &code))) {
            return false;
        }
        vec_push(r->arena, &r->codes, code);
    }
    return true;
}

static void put_agent(Reader *r, Str phrase, Sector sector) {
    if (sector != r->last_sector) {
        buf_printf(&r->sectors, "[agent %s]\n", sector_names[sector]);
        r->last_sector = sector;
    }
    for (uint32_t i = 0; i < phrase.n; i++) {
        char c = phrase.at[i];
        if (!(c == '_' && i + 1 == phrase.n)) {
            buf_char(&r->sectors, c == '_' ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
        }
    }
    buf_char(&r->sectors, '\n');
    r->result->n_agents++;
}

/* The phrase, or one for each word that a !CLASS! in it stands for, and so for the next class. */
static bool expand(Reader *r, Str phrase, Strs *out) {
    enum { MOST = 4096 }; /* a class that holds itself has no end */
    uint32_t open, close, from = out->n, steps = 0;
    vec_push(r->arena, out, phrase);
    for (uint32_t i = from; i < out->n;) {
        Str one = out->at[i], rest, name, words = {0}, word;
        if (!str_find(one, STR("!"), &open)) {
            i++;
            continue;
        }
        rest = str_sub(one, open + 1, one.n);
        if (!str_find(rest, STR("!"), &close)) {
            return bad(r, "no closing \"!\"", phrase);
        }
        name = str_sub(rest, 0, close);
        for (uint32_t k = 0; k < r->class_names.n; k++) {
            words = str_eq(r->class_names.at[k], name) ? r->class_words.at[k] : words;
        }
        if (words.n == 0 || ++steps > MOST || out->n > MOST || one.n > MOST) {
            return bad(r, words.n == 0 ? "a word class that was not told before" : "a word class without end", phrase);
        }
        for (bool first = true; str_split(&words, ',', &word); first = false) {
            StrBuf b;
            buf_init(&b, r->arena);
            buf_str(&b, str_sub(one, 0, open));
            buf_str(&b, str_trim(word));
            buf_str(&b, str_sub(rest, close + 1, rest.n));
            if (first) {
                out->at[i] = buf_take(&b);
            } else {
                vec_push(r->arena, out, buf_take(&b));
            }
        }
    }
    return true;
}

static bool expand_agent(Reader *r, Str phrase, Sector sector) {
    Strs all = {0};
    if (!expand(r, phrase, &all)) {
        return false;
    }
    for (uint32_t i = 0; i < all.n; i++) {
        put_agent(r, all.at[i], sector);
    }
    return true;
}

/* A line of a .discards file: "+" before it discards a whole story there, here the phrase alone. */
static bool read_discard(Reader *r, Str line) {
    uint32_t at;
    Strs all = {0};
    line.n = str_find(line, STR("["), &at) ? at : line.n;
    line = str_trim(line.n > 0 && line.at[0] == '+' ? str_sub(line, 1, line.n) : line);
    if (line.n == 0) {
        return bad(r, "no words to discard", line);
    }
    if (!expand(r, line, &all)) {
        return false;
    }
    for (uint32_t i = 0; i < all.n; i++) {
        vec_push(r->arena, &r->names, spoken(r->arena, all.at[i]));
        r->discard = true;
        if (!flush(r)) {
            return false;
        }
    }
    return true;
}

static bool read_agent(Reader *r, Str line, uint32_t bracket) {
    Str phrase = str_trim(str_sub(line, 0, bracket)), plural = {0};
    Str inside = str_sub(line, bracket + 2, line.n);
    uint32_t close, open;
    if (!str_find(inside, STR("]"), &close)) {
        return bad(r, "no closing bracket", line);
    }
    Code code = {0};
    if (!parse_code(r, str_trim(str_sub(inside, 0, close)), true, &code)) {
        return false;
    }
    if (str_find(phrase, STR("{"), &open)) {
        plural = str_sub(phrase, open + 1, phrase.n);
        phrase = str_trim(str_sub(phrase, 0, open));
        if (!str_find(plural, STR("}"), &close)) {
            return bad(r, "no closing brace", line);
        }
        plural = str_trim(str_sub(plural, 0, close));
    }
    if (phrase.n == 0) {
        return bad(r, "no words before the code", line);
    }
    if (code.sector == SECTOR_NONE) {
        return true; /* told in the notes */
    }
    return expand_agent(r, phrase, code.sector) && (plural.n == 0 || expand_agent(r, plural, code.sector));
}

static bool read_line(Reader *r, Str line) {
    uint32_t at;
    if (str_find(line, STR("[~"), &at)) {
        return flush(r) && read_agent(r, line, at);
    }
    if (line.at[0] == '!') {
        Str rest = line, name = {0};
        str_split(&rest, '=', &name);
        name = str_trim(name);
        if (rest.n == 0 || name.n < 3 || name.at[name.n - 1] != '!') {
            return bad(r, "not a word class", line);
        }
        vec_push(r->arena, &r->class_names, str_sub(name, 1, name.n - 1));
        vec_push(r->arena, &r->class_words, rest);
        return true;
    }
    if (str_ends(r->file, STR(".discards"))) {
        return read_discard(r, line);
    }
    bool bracket = str_find(line, STR("["), &at);
    Str name = str_trim(bracket ? str_sub(line, 0, at) : line);
    if (name.n > 0 && name.at[0] == '+') {
        if (r->names.n == 0) {
            return bad(r, "a synonym without an actor above", line);
        }
        vec_push(r->arena, &r->names, spoken(r->arena, str_sub(name, 1, name.n)));
    } else if (name.n > 0) {
        if (!flush(r)) {
            return false;
        }
        vec_push(r->arena, &r->names, spoken(r->arena, name));
    } else if (r->names.n == 0) {
        return bad(r, "a code without an actor above", line);
    }
    return !bracket || read_codes(r, str_sub(line, at, line.n));
}

bool tabari_read(Arena *arena, Str file, Str text, TabariResult *result, Err *err) {
    *result = (TabariResult){0};
    Reader r = {.arena = arena, .file = file, .err = err, .result = result};
    buf_init(&r.actors, arena);
    buf_init(&r.sectors, arena);
    buf_init(&r.discards, arena);
    buf_init(&r.notes, arena);
    Str line;
    while (str_split(&text, '\n', &line)) {
        r.line++;
        uint32_t comment;
        line = str_trim(line);
        if (line.n > 0 && line.at[0] == '#') {
            continue;
        }
        static const char *const marks[] = {";", " #", "\t#", "<!--"};
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            line.n = str_find(line, str_of(marks[i]), &comment) ? comment : line.n;
        }
        line = str_trim(line);
        if (line.n > 0 && !read_line(&r, line)) {
            return false;
        }
    }
    if (!flush(&r)) {
        return false;
    }
    if (r.discards.n > 0) {
        buf_str(&r.actors, STR("@kind discard\n[-]\n"));
        buf_add(&r.actors, r.discards.at, r.discards.n);
    }
    result->actors = buf_take(&r.actors);
    result->sectors = buf_take(&r.sectors);
    result->notes = buf_take(&r.notes);
    return true;
}

/* ---- export ---- */

static void put_name(StrBuf *out, Str name) {
    for (uint32_t i = 0; i < name.n; i++) {
        char c = name.at[i];
        if (c == ' ') {
            c = '_';
        }
        buf_char(out, c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
    buf_char(out, '_');
}

static const char *cameo_of(uint8_t sector) {
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (roles[i].sector == (Sector)sector) {
            return roles[i].cameo;
        }
    }
    return "";
}

static void put_cameo_date(StrBuf *out, int32_t day) {
    int y, m, d;
    day_to(day, &y, &m, &d);
    buf_printf(out, "%04d%02d%02d", y, m, d);
}

static void put_office(StrBuf *out, const RegistryOffice *o) {
    if (o->code[0] == '-') {
        return;
    }
    buf_printf(out, "    [%s%s", o->code, cameo_of(o->sectors[0]));
    if (o->from != DAY_NONE && o->to != DAY_NONE) {
        buf_char(out, ' ');
        put_cameo_date(out, o->from);
        buf_char(out, '-');
        put_cameo_date(out, o->to);
    } else if (o->from != DAY_NONE) {
        buf_str(out, STR(" >"));
        put_cameo_date(out, o->from - 1);
    } else if (o->to != DAY_NONE) {
        buf_str(out, STR(" <"));
        put_cameo_date(out, o->to + 1);
    }
    buf_str(out, STR("]\n"));
}

void tabari_write_actors(const Registry *r, StrBuf *out) {
    for (uint32_t i = 0; i < registry_count(r); i++) {
        const RegistryEntry *e = registry_entry(r, i);
        const RegistryName *names = registry_names(r, e);
        const RegistryOffice *offices = registry_offices(r, e);
        bool discard = e->kind == KIND_DISCARD, sayable = discard || e->code[0] != '-';
        for (uint32_t k = 0; k < e->n_offices; k++) {
            sayable = sayable || offices[k].code[0] != '-';
        }
        if (!sayable) {
            continue; /* no code, nothing to say in that format */
        }
        uint32_t written = 0;
        for (uint32_t k = 0; k < e->n_names; k++) {
            if (names[k].kind != NAMED_SURNAME) {
                buf_str(out, written++ > 0 ? STR("+") : STR(""));
                put_name(out, registry_str(r, names[k].text));
                buf_char(out, '\n');
            }
        }
        for (uint32_t k = 0; k < e->n_offices && !discard; k++) {
            put_office(out, &offices[k]);
        }
        const RegistryOffice *last = e->n_offices > 0 ? &offices[e->n_offices - 1] : NULL;
        if (last == NULL) {
            buf_printf(out, "    [%s%s]\n", discard ? "---" : e->code, discard ? "" : cameo_of(e->sector));
        } else if (e->kind == KIND_PERSON && last->to != DAY_NONE) {
            put_office(out, &(RegistryOffice){.from = last->to + 1,
                                              .to = DAY_NONE,
                                              .code = {e->code[0], e->code[1], e->code[2]},
                                              .sectors = {SECTOR_ELI}});
        }
    }
}

void tabari_write_agents(const Registry *r, StrBuf *out) {
    uint32_t n;
    const RegistryRole *all = registry_roles(r, &n);
    for (uint32_t i = 0; i < n; i++) {
        if (all[i].hash != 0 && role_is_person(&all[i]) && all[i].sector != SECTOR_NONE) {
            put_name(out, registry_str(r, all[i].text));
            out->n--; /* agents stand without the underscore that ends a name */
            buf_printf(out, " [~%s]\n", cameo_of(all[i].sector));
        }
    }
}
