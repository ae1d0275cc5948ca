#include <dirent.h>
#include <stdlib.h>

#include "base/stream.h"
#include "code/registryblock.h"

typedef VEC(RegistryEntry) Entries;
typedef VEC(RegistryOffice) Offices;
typedef VEC(RegistryName) Names;
typedef VEC(RegistryRole) Roles;
typedef VEC(uint64_t) Hashes;
typedef VEC(RegistrySlot) Slots;

typedef struct Alias {
    Str from, to;
} Alias;

/* What a heading and the lines above it say for the lines below. */
typedef struct Scope {
    RegistryKind kind;
    char code[4];
    uint8_t sector;
    bool family_first, each;
    uint8_t given; /* lines are given names: 1 he, 2 she */
    Alias alias[32];
    uint32_t n_alias;
} Scope;

typedef struct Builder {
    Arena *arena;
    Entries entries;
    Offices offices;
    Names names;
    Hashes hashes; /* of names */
    Hashes first_words;
    Roles roles;
    Slots given;
    StrBuf strings;
    Scope scope;
    uint8_t role_kind; /* of the list in sectors.txt */
    Err *err;
    const char *file;
    uint32_t line;
} Builder;

static const char *const kind_names[KIND_COUNT] = {"state",  "person", "organization", "group",
                                                   "people", "place",  "region",       "discard"};
static const char *const role_names[WORD_COUNT] = {"agent", "weak", "body", "weakbody", "modifier", "former", "title"};

static bool bad(Builder *b, const char *what, Str where) {
    return err_set(b->err, "%s:%u: %s: \"%.*s\"", b->file, b->line, what, (int)where.n, where.at);
}

static uint32_t keep(Builder *b, Str s) {
    uint32_t at = (uint32_t)b->strings.n;
    buf_str(&b->strings, s);
    buf_char(&b->strings, '\0');
    return at;
}

/* ---- sectors.txt ---- */

static RegistryRole *role_slot(Builder *b, uint64_t hash) {
    for (uint32_t i = 0; i < b->roles.n; i++) {
        if (b->roles.at[i].hash == hash) {
            return &b->roles.at[i];
        }
    }
    vec_push(b->arena, &b->roles, ((RegistryRole){.hash = hash}));
    return &b->roles.at[b->roles.n - 1];
}

static bool sectors_line(Builder *b, Str line) {
    if (line.at[0] == '[') {
        Str inside = str_trim(str_sub(line, 1, line.n - (str_ends(line, STR("]")) ? 1 : 0))), kind = {0};
        str_split(&inside, ' ', &kind);
        int k = name_index(role_names, WORD_COUNT, kind);
        int sector = inside.n > 0 ? name_index(sector_names, SECTOR_COUNT, inside) : 0;
        if (k < 0 || sector < 0 || (k <= WORD_MODIFIER && sector == 0)) {
            return bad(b, "not a kind of words and a sector", line);
        }
        b->role_kind = (uint8_t)k;
        b->scope.sector = (uint8_t)sector;
        return true;
    }
    Str piece;
    while (str_split(&line, ';', &piece)) {
        piece = str_trim(piece);
        if (str_ends(piece, STR("?"))) {
            continue; /* kept for the reader of the list: known, but too often something else */
        }
        uint32_t words;
        uint64_t hash = name_hash(piece, &words);
        if (words == 0) {
            continue;
        }
        RegistryRole *role = role_slot(b, hash);
        role->text = role->text == 0 ? keep(b, piece) : role->text;
        role->words = (uint8_t)words;
        role->kinds |= (uint8_t)(1u << b->role_kind);
        if (b->role_kind == WORD_MODIFIER) {
            role->modifier = b->scope.sector;
        } else if (b->role_kind < WORD_MODIFIER) {
            role->kinds &= (uint8_t) ~((1u << WORD_MODIFIER) - 1u);
            role->kinds |= (uint8_t)(1u << b->role_kind);
            role->sector = b->scope.sector;
        } else if (b->role_kind == WORD_TITLE && role->sector == SECTOR_NONE) {
            role->sector = b->scope.sector; /* only before a name: "Captain Smith" */
        }
    }
    return true;
}

static uint8_t role_sector(Builder *b, Str role) {
    uint32_t words;
    for (Str rest = role, piece; rest.n > 0; str_split(&rest, ' ', &piece)) {
        uint64_t hash = name_hash(rest, &words);
        for (uint32_t i = 0; i < b->roles.n; i++) {
            if (b->roles.at[i].hash == hash && b->roles.at[i].sector != 0) {
                return b->roles.at[i].sector;
            }
        }
    }
    return 0;
}

/* ---- dates and offices ---- */

/* YYYY, YYYY-MM or YYYY-MM-DD: its first day, or its last. */
static bool parse_day(Str s, bool last, int32_t *day) {
    int part[3] = {0, 0, 0}, n = 0;
    Str piece;
    while (n < 3 && str_split(&s, '-', &piece)) {
        for (uint32_t i = 0; i < piece.n; i++) {
            if (piece.at[i] < '0' || piece.at[i] > '9') {
                return false;
            }
            part[n] = part[n] * 10 + (piece.at[i] - '0');
        }
        n++;
    }
    if (n == 0 || part[0] < 1000 || part[0] > 2999 || part[1] > 12 || part[2] > 31) {
        return false;
    }
    if (n == 3) {
        *day = day_of(part[0], part[1], part[2]);
    } else if (n == 2) {
        int month = part[1] + last;
        *day = day_of(part[0] + (month == 13), month == 13 ? 1 : month, 1) - last;
    } else {
        *day = last ? day_of(part[0] + 1, 1, 1) - 1 : day_of(part[0], 1, 1);
    }
    return true;
}

static bool parse_years(Builder *b, Str s, RegistryOffice *office) {
    uint32_t dots;
    if (!str_find(s, STR(".."), &dots)) {
        return bad(b, "not from..to", s);
    }
    Str from = str_sub(s, 0, dots), to = str_sub(s, dots + 2, s.n);
    if ((from.n > 0 && !parse_day(from, false, &office->from)) || (to.n > 0 && !parse_day(to, true, &office->to))) {
        return bad(b, "not a date", s);
    }
    if (office->from != DAY_NONE && office->to != DAY_NONE && office->to < office->from) {
        return bad(b, "ends before it begins", s);
    }
    return true;
}

static Str expand(const Scope *scope, Str role) {
    for (uint32_t i = 0; i < scope->n_alias; i++) {
        if (str_eq(scope->alias[i].from, role)) {
            return scope->alias[i].to;
        }
    }
    return role;
}

static bool is_code(Str s) {
    if (s.n != 3) {
        return false;
    }
    for (uint32_t i = 0; i < 3; i++) {
        if (s.at[i] < 'A' || s.at[i] > 'Z') {
            return false;
        }
    }
    return true;
}

/* [CODE:][SECTOR] [role words] [from..to] */
static bool parse_office(Builder *b, Str s) {
    RegistryOffice office = {.from = DAY_NONE, .to = DAY_NONE};
    memcpy(office.code, b->scope.code, 4);
    Str rest = s, piece;
    if (rest.n > 4 && rest.at[3] == ':' && is_code(str_sub(rest, 0, 3))) {
        memcpy(office.code, rest.at, 3);
        rest = str_sub(rest, 4, rest.n);
    }
    Str after = rest;
    if (str_split(&after, ' ', &piece)) {
        int sector = name_index(sector_names, SECTOR_COUNT, piece);
        if (sector > 0) {
            office.sectors[0] = (uint8_t)sector;
            rest = str_trim(after);
        }
    }
    uint32_t dots;
    if (str_find(rest, STR(".."), &dots)) {
        uint32_t start = dots;
        while (start > 0 && rest.at[start - 1] != ' ') {
            start--;
        }
        if (!parse_years(b, str_trim(str_sub(rest, start, rest.n)), &office)) {
            return false;
        }
        rest = str_trim(str_sub(rest, 0, start));
    }
    Str role = expand(&b->scope, rest);
    if (office.sectors[0] == 0) {
        office.sectors[0] = role.n > 0 ? role_sector(b, role) : b->scope.sector;
    }
    if (office.sectors[0] == 0 && role.n > 0) {
        return bad(b, "a role that data/sectors.txt does not have; write its sector before it", role);
    }
    office.role = role.n > 0 ? keep(b, role) : 0;
    vec_push(b->arena, &b->offices, office);
    return true;
}

/* ---- names ---- */

static void push_name(Builder *b, uint32_t entry, Str name, NameKind kind, uint8_t flags) {
    uint32_t words, from = 0;
    NameWord first, second;
    uint64_t hash = name_hash(name, &words);
    if (words == 0 || words > NAME_WORDS_MAX || !name_word(name, &from, &first, NULL, 0)) {
        return;
    }
    bool the = words > 1 && first.letters == 3 && (name.at[first.from] | 32) == 't' &&
               str_eq_nocase(str_sub(name, first.from, first.to), STR("the"));
    bool upper = first.upper;
    if (the && name_word(name, &from, &second, NULL, 0)) {
        upper = second.upper;
    }
    bool all_upper = words == 1 && first.all_upper && first.letters <= 5;
    flags |= (uint8_t)((upper ? NAME_CAPITAL : 0) | (all_upper ? NAME_ALL_UPPER : 0));
    vec_push(
        b->arena, &b->names,
        ((RegistryName){
            .text = keep(b, name), .entry = entry, .kind = (uint8_t)kind, .flags = flags, .words = (uint8_t)words}));
    vec_push(b->arena, &b->hashes, hash);
    vec_push(b->arena, &b->first_words, first.hash);
}

/* "?" and "(note)" at the end make a name ambiguous. */
static Str cut_marks(Str name, uint8_t *flags) {
    *flags = 0;
    name = str_trim(name);
    if (str_ends(name, STR("?"))) {
        *flags = NAME_AMBIGUOUS;
        name = str_trim(str_sub(name, 0, name.n - 1));
    }
    uint32_t open;
    if (str_ends(name, STR(")")) && str_find(name, STR(" ("), &open)) {
        *flags = NAME_AMBIGUOUS;
        name = str_trim(str_sub(name, 0, open));
    }
    return name;
}

static bool is_suffix(Str word) {
    return str_is(word, "Jr") || str_is(word, "Jr.") || str_is(word, "Sr") || str_is(word, "Sr.") ||
           str_is(word, "II") || str_is(word, "III") || str_is(word, "IV") || str_is(word, "VI") || str_is(word, "XVI");
}

/* The names that a person's name brings along: the part after "*", and the surname. */
static void person_name(Builder *b, uint32_t entry, Str name, uint8_t flags) {
    uint32_t star;
    Str full = name, part = {0};
    if (str_find(name, STR("*"), &star)) {
        StrBuf buf;
        buf_init(&buf, b->arena);
        buf_str(&buf, str_sub(name, 0, star));
        buf_str(&buf, str_sub(name, star + 1, name.n));
        full = buf_take(&buf);
        part = str_sub(full, star, full.n);
    }
    push_name(b, entry, full, NAMED_FULL, flags);
    Str rest = full, word, first = {0}, last = {0};
    while (str_split(&rest, ' ', &word)) {
        if (first.n == 0) {
            first = word;
        }
        if (!is_suffix(word)) {
            last = word;
        }
    }
    if (first.n == last.n && first.at == last.at) {
        return;
    }
    bool given_first = !(b->scope.family_first || (part.n > 0 && part.n == full.n));
    if (part.n > 0 && part.n < full.n) {
        push_name(b, entry, part, NAMED_SHORT, flags);
        push_name(b, entry, part, NAMED_SURNAME, flags);
        if (last.at >= part.at && part.n != last.n) {
            push_name(b, entry, last, NAMED_SURNAME, flags);
        }
    } else {
        push_name(b, entry, given_first ? last : first, NAMED_SURNAME, flags);
    }
}

static void each_name(Builder *b, uint32_t entry, Str list, NameKind kind) {
    Str piece;
    uint8_t flags;
    while (str_split(&list, ';', &piece)) {
        piece = cut_marks(piece, &flags);
        if (piece.n > 0 && b->scope.kind == KIND_PERSON) {
            person_name(b, entry, piece, flags);
        } else if (piece.n > 0) {
            push_name(b, entry, piece, kind, flags);
        }
    }
}

/* ---- entries ---- */

static Str make_id(Builder *b, Str name, const char *code) {
    if (b->scope.kind == KIND_STATE) {
        return str_dup(b->arena, str_of(code));
    }
    Str folded = name_fold(b->arena, name);
    for (uint32_t i = 0; i < folded.n; i++) {
        if (folded.at[i] == ' ') {
            ((char *)folded.at)[i] = '-';
        }
    }
    return folded;
}

static uint32_t begin_entry(Builder *b, Str shown) {
    uint8_t flags;
    shown = cut_marks(shown, &flags);
    StrBuf plain;
    buf_init(&plain, b->arena);
    for (uint32_t i = 0; i < shown.n; i++) {
        if (shown.at[i] != '*') {
            buf_char(&plain, shown.at[i]);
        }
    }
    Str name = buf_take(&plain);
    RegistryEntry e = {.name = keep(b, name), .first_office = b->offices.n, .first_name = b->names.n};
    memcpy(e.code, b->scope.code, 4);
    e.id = keep(b, make_id(b, name, b->scope.code));
    e.kind = (uint8_t)b->scope.kind;
    e.sector = b->scope.sector;
    return vec_push(b->arena, &b->entries, e);
}

static void end_entry(Builder *b, uint32_t entry) {
    RegistryEntry *e = &b->entries.at[entry];
    e->n_offices = b->offices.n - e->first_office;
    e->n_names = b->names.n - e->first_name;
}

/* "American" and "Iraqi" are nouns too. */
static void adjective_people(Builder *b, uint32_t entry, Str list) {
    Str piece;
    uint8_t flags;
    while (str_split(&list, ';', &piece)) {
        piece = cut_marks(piece, &flags);
        if (piece.n > 3 && (str_ends(piece, STR("n")) || str_ends(piece, STR("i")))) {
            StrBuf plural;
            buf_init(&plural, b->arena);
            buf_str(&plural, piece);
            buf_char(&plural, 's');
            push_name(b, entry, piece, NAMED_PEOPLE, flags);
            push_name(b, entry, buf_take(&plural), NAMED_PEOPLE, flags);
        }
    }
}

/* CODE | names | adjectives | people | capitals | seats */
static bool state_line(Builder *b, Str line) {
    static const NameKind kinds[] = {NAMED_FULL, NAMED_ADJECTIVE, NAMED_PEOPLE, NAMED_CAPITAL, NAMED_SEAT};
    Str code = {0}, column[5] = {{0}};
    Str rest = line;
    str_split(&rest, '|', &code);
    code = str_trim(code);
    if (!is_code(code)) {
        return bad(b, "not a code of three capitals", code);
    }
    for (int i = 0; i < 5 && str_split(&rest, '|', &column[i]); i++) {
    }
    Str shown = {0}, names = column[0];
    if (rest.n > 0 || !str_split(&names, ';', &shown) || str_trim(shown).n == 0) {
        return bad(b, "a state has a code and five columns, the first with its names", line);
    }
    memcpy(b->scope.code, code.at, 3);
    uint32_t entry = begin_entry(b, shown);
    for (int i = 0; i < 5; i++) {
        each_name(b, entry, column[i], kinds[i]);
    }
    adjective_people(b, entry, column[1]);
    end_entry(b, entry);
    return true;
}

/* names | offices */
static bool actor_line(Builder *b, Str line) {
    Str rest = line, names = {0}, piece;
    str_split(&rest, '|', &names);
    if (b->scope.code[0] == '\0') {
        return bad(b, "no [CODE] stands above", line);
    }
    Names kept_names = b->names;
    Offices kept_offices = b->offices;
    if (b->scope.each) {
        while (str_split(&names, ';', &piece)) {
            if (str_trim(piece).n > 0) {
                uint32_t entry = begin_entry(b, piece);
                each_name(b, entry, piece, NAMED_FULL);
                end_entry(b, entry);
            }
        }
        return true;
    }
    Str shown = names, all = names;
    if (!str_split(&all, ';', &shown) || str_trim(shown).n == 0) {
        return bad(b, "no name", line);
    }
    uint32_t entry = begin_entry(b, shown);
    each_name(b, entry, names, NAMED_FULL);
    while (str_split(&rest, ';', &piece)) {
        piece = str_trim(piece);
        if (piece.n > 0 && (memchr(piece.at, '|', piece.n) != NULL || !parse_office(b, piece))) {
            if (memchr(piece.at, '|', piece.n) != NULL) {
                bad(b, "more than two columns", line);
            }
            b->names.n = b->hashes.n = b->first_words.n = kept_names.n;
            b->offices.n = kept_offices.n;
            b->entries.n = entry;
            return false;
        }
    }
    end_entry(b, entry);
    return true;
}

static bool heading(Builder *b, Str line) {
    Scope *scope = &b->scope;
    memset(scope->code, 0, sizeof scope->code);
    scope->sector = 0;
    scope->family_first = false;
    Str inside = str_trim(str_sub(line, 1, line.n - (str_ends(line, STR("]")) ? 1 : 0))), piece = {0};
    str_split(&inside, ' ', &piece);
    if (is_code(piece)) {
        memcpy(scope->code, piece.at, 3);
    } else if (str_is(piece, "-")) {
        scope->code[0] = '-';
    } else {
        return bad(b, "not a code of three capitals or \"-\"", line);
    }
    while (str_split(&inside, ' ', &piece)) {
        int sector = name_index(sector_names, SECTOR_COUNT, piece);
        if (str_is(piece, "family-first")) {
            scope->family_first = true;
        } else if (sector > 0) {
            scope->sector = (uint8_t)sector;
        } else {
            return bad(b, "not a sector", piece);
        }
    }
    return true;
}

static bool directive(Builder *b, Str line) {
    Str rest = str_sub(line, 1, line.n), word = {0};
    str_split(&rest, ' ', &word);
    rest = str_trim(rest);
    if (str_is(word, "kind")) {
        int kind = name_index(kind_names, KIND_COUNT, rest);
        if (kind < 0) {
            return bad(b, "not a kind of actor", rest);
        }
        b->scope.kind = (RegistryKind)kind;
        b->scope.each = kind == KIND_REGION || kind == KIND_PEOPLE;
        b->scope.given = 0;
        return true;
    }
    if (str_is(word, "given")) {
        b->scope.given = str_is(rest, "he") ? 1 : str_is(rest, "she") ? 2 : 0;
        return b->scope.given != 0 || bad(b, "neither \"he\" nor \"she\"", rest);
    }
    if (str_is(word, "each")) {
        b->scope.each = true;
        return true;
    }
    Str from = {0};
    if (str_is(word, "role") && str_split(&rest, '=', &from) && rest.n > 0 && b->scope.n_alias < 32) {
        b->scope.alias[b->scope.n_alias++] = (Alias){str_trim(from), str_trim(rest)};
        return true;
    }
    return bad(b, "not a directive", line);
}

static bool given_line(Builder *b, Str line) {
    Str name;
    while (str_split(&line, ' ', &name)) {
        uint32_t words;
        uint64_t hash = name_hash(name, &words);
        if (words > 0) {
            vec_push(b->arena, &b->given, ((RegistrySlot){hash, b->scope.given, 1}));
        }
    }
    return true;
}

static bool actors_line(Builder *b, Str line) {
    switch (line.at[0]) {
    case '[': return heading(b, line);
    case '@': return directive(b, line);
    default:
        return b->scope.given != 0           ? given_line(b, line)
               : b->scope.kind == KIND_STATE ? state_line(b, line)
                                             : actor_line(b, line);
    }
}

static bool build_text(Builder *b, const RegistryText *text, bool (*take)(Builder *, Str), bool lenient,
                       uint32_t *skipped) {
    Str rest = text->text, line;
    b->file = text->name.at;
    b->line = 0;
    b->scope = (Scope){0};
    while (str_split(&rest, '\n', &line)) {
        b->line++;
        line = str_trim(line);
        if (line.n == 0 || line.at[0] == '#') {
            continue;
        }
        Err first = b->err != NULL ? *b->err : (Err){0};
        if (!take(b, line)) {
            if (!lenient) {
                return false;
            }
            if ((*skipped)++ > 0 && b->err != NULL) {
                *b->err = first;
            }
        }
    }
    return true;
}

/* ---- writing ---- */

static uint32_t power_over(uint32_t n) {
    uint32_t p = 16;
    while (p < n * 2) {
        p *= 2;
    }
    return p;
}

static uint32_t slot_of(const RegistrySlot *slots, uint32_t n, uint64_t hash) {
    uint32_t i = (uint32_t)hash & (n - 1);
    while (slots[i].hash != 0 && slots[i].hash != hash) {
        i = (i + 1) & (n - 1);
    }
    return i;
}

typedef struct Pair {
    uint64_t hash;
    uint32_t name;
} Pair;

static int by_hash(const void *left, const void *right) {
    const Pair *a = left, *b = right;
    if (a->hash != b->hash) {
        return a->hash < b->hash ? -1 : 1;
    }
    return (a->name > b->name) - (a->name < b->name);
}

static void section(StrBuf *out, RegistryHeader *h, RegistrySection s, const void *at, uint32_t n, size_t size) {
    while (out->n % 8 != 0) {
        buf_char(out, '\0');
    }
    h->at[s] = (uint32_t)out->n;
    h->n[s] = n;
    buf_add(out, at, n * size);
}

static Str write_block(Builder *b) {
    uint32_t n = b->names.n, n_slots = power_over(n), n_firsts = power_over(n), n_roles = power_over(b->roles.n);
    Pair *pairs = arena_array(b->arena, Pair, n + 1);
    for (uint32_t i = 0; i < n; i++) {
        pairs[i] = (Pair){b->hashes.at[i], i};
    }
    qsort(pairs, n, sizeof *pairs, by_hash);
    RegistryName *found = arena_array(b->arena, RegistryName, n + 1);
    RegistrySlot *slots = arena_array(b->arena, RegistrySlot, n_slots);
    RegistrySlot *firsts = arena_array(b->arena, RegistrySlot, n_firsts);
    for (uint32_t i = 0; i < n; i++) {
        found[i] = b->names.at[pairs[i].name];
        RegistrySlot *slot = &slots[slot_of(slots, n_slots, pairs[i].hash)];
        slot->first = slot->hash == 0 ? i : slot->first;
        slot->hash = pairs[i].hash;
        slot->n++;
        uint64_t word = b->first_words.at[pairs[i].name];
        slot = &firsts[slot_of(firsts, n_firsts, word)];
        slot->hash = word;
        slot->n = found[i].words > slot->n ? found[i].words : slot->n;
        if (found[i].kind == NAMED_FULL && found[i].words > 1) {
            slot->first |= 1u << b->entries.at[found[i].entry].kind;
        }
    }
    RegistryRole *roles = arena_array(b->arena, RegistryRole, n_roles);
    for (uint32_t i = 0; i < b->roles.n; i++) {
        uint32_t k = (uint32_t)b->roles.at[i].hash & (n_roles - 1);
        while (roles[k].hash != 0) {
            k = (k + 1) & (n_roles - 1);
        }
        roles[k] = b->roles.at[i];
    }
    uint32_t n_given = power_over(b->given.n);
    RegistrySlot *given = arena_array(b->arena, RegistrySlot, n_given);
    for (uint32_t i = 0; i < b->given.n; i++) {
        RegistrySlot *slot = &given[slot_of(given, n_given, b->given.at[i].hash)];
        slot->hash = b->given.at[i].hash;
        slot->first |= b->given.at[i].first;
    }
    RegistryHeader h = {.magic = REGISTRY_MAGIC};
    StrBuf out;
    buf_init(&out, b->arena);
    buf_add(&out, (const char *)&h, sizeof h);
    section(&out, &h, SECTION_ENTRIES, b->entries.at, b->entries.n, sizeof *b->entries.at);
    section(&out, &h, SECTION_OFFICES, b->offices.at, b->offices.n, sizeof *b->offices.at);
    section(&out, &h, SECTION_NAMES, b->names.at, n, sizeof *b->names.at);
    section(&out, &h, SECTION_FOUND, found, n, sizeof *found);
    section(&out, &h, SECTION_SLOTS, slots, n_slots, sizeof *slots);
    section(&out, &h, SECTION_FIRSTS, firsts, n_firsts, sizeof *firsts);
    section(&out, &h, SECTION_ROLES, roles, n_roles, sizeof *roles);
    section(&out, &h, SECTION_GIVEN, given, n_given, sizeof *given);
    section(&out, &h, SECTION_STRINGS, b->strings.at, (uint32_t)b->strings.n, 1);
    h.bytes = out.n;
    memcpy(out.at, &h, sizeof h);
    h.checksum = registry_checksum((const unsigned char *)out.at, out.n);
    memcpy(out.at, &h, sizeof h);
    return buf_take(&out);
}

bool registry_build(Arena *arena, RegistryText sectors, const RegistryText *files, uint32_t n_files, bool lenient,
                    Str *block, uint32_t *skipped, Err *err) {
    Builder b = {.arena = arena, .err = err};
    buf_init(&b.strings, arena);
    keep(&b, STR(""));
    *skipped = 0;
    if (!build_text(&b, &sectors, sectors_line, lenient, skipped)) {
        return false;
    }
    for (uint32_t i = 0; i < n_files; i++) {
        if (!build_text(&b, &files[i], actors_line, lenient, skipped)) {
            return false;
        }
    }
    *block = write_block(&b);
    return true;
}

/* ---- reading the files ---- */

static bool read_whole(Arena *arena, const char *path, RegistryText *text, Err *err) {
    Stream *stream = stream_open(path, err);
    if (stream == NULL) {
        return false;
    }
    StrBuf b;
    buf_init(&b, arena);
    char piece[8192];
    int64_t n;
    while ((n = stream_read(stream, piece, sizeof piece, err)) > 0) {
        buf_add(&b, piece, (size_t)n);
    }
    stream_close(stream);
    text->name = str_of(arena_strdup(arena, path));
    text->text = buf_take(&b);
    return n == 0;
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
}

bool registry_texts(Arena *arena, const char *folder, RegistryText *sectors, RegistryText **files, uint32_t *n_files,
                    Err *err) {
    if (!read_whole(arena, arena_printf(arena, "%s/sectors.txt", folder), sectors, err)) {
        return false;
    }
    char *actors = arena_printf(arena, "%s/actors", folder);
    DIR *dir = opendir(actors);
    if (dir == NULL) {
        return err_set(err, "\"%s\" cannot be opened as a folder of actor files", actors);
    }
    VEC(char *) paths = {0};
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.' && str_ends(str_of(entry->d_name), STR(".txt"))) {
            vec_push(arena, &paths, arena_printf(arena, "%s/%s", actors, entry->d_name));
        }
    }
    closedir(dir);
    if (paths.n > 0) {
        qsort(paths.at, paths.n, sizeof *paths.at, by_name);
    }
    *files = arena_array(arena, RegistryText, paths.n + 1);
    *n_files = paths.n;
    for (uint32_t i = 0; i < paths.n; i++) {
        if (!read_whole(arena, paths.at[i], &(*files)[i], err)) {
            return false;
        }
    }
    return true;
}
