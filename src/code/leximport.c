#include "code/leximport.h"

#include <ctype.h>

#include "doc/ontology.h"

/* CAMEO to PLOVER (Open Event Data Alliance, CC BY-SA 4.0), modes of today's ontology; a longer code that is missing
   takes the row of its beginning. */
static const struct {
    const char *code, *event;
} cameo[] = {
    {"03", "AGREE"},
    {"030", "AGREE"},
    {"031", "AGREE"},
    {"0311", "AGREE"},
    {"0312", "AGREE"},
    {"0313", "AGREE"},
    {"0314", "AGREE"},
    {"032", "AGREE"},
    {"033", "AGREE"},
    {"0331", "AGREE"},
    {"0332", "AGREE"},
    {"0333", "AGREE"},
    {"0334", "AGREE"},
    {"034", "AGREE"},
    {"0341", "AGREE"},
    {"0342", "AGREE"},
    {"0343", "AGREE"},
    {"0344", "AGREE"},
    {"035", "AGREE"},
    {"0351", "AGREE"},
    {"0352", "AGREE"},
    {"0353", "AGREE"},
    {"0354", "AGREE"},
    {"0355", "AGREE"},
    {"0356", "AGREE"},
    {"036", "AGREE"},
    {"037", "AGREE"},
    {"038", "AGREE"},
    {"039", "AGREE"},
    {"04", "CONSULT"},
    {"040", "CONSULT"},
    {"041", "CONSULT/phone"},
    {"042", "CONSULT/visit"},
    {"043", "CONSULT/visit"},
    {"044", "CONSULT/third-party"},
    {"045", "CONSULT"},
    {"046", "CONSULT"},
    {"05", "SUPPORT"},
    {"050", "SUPPORT"},
    {"051", "SUPPORT"},
    {"052", "SUPPORT"},
    {"053", "SUPPORT"},
    {"054", "SUPPORT"},
    {"055", "CONCEDE"},
    {"056", "SUPPORT"},
    {"057", "SUPPORT"},
    {"06", "COOPERATE"},
    {"060", "COOPERATE"},
    {"061", "COOPERATE"},
    {"062", "COOPERATE"},
    {"063", "COOPERATE"},
    {"064", "COOPERATE"},
    {"07", "AID"},
    {"070", "AID"},
    {"071", "AID"},
    {"072", "AID"},
    {"073", "AID"},
    {"074", "AID"},
    {"075", "AID"},
    {"08", "CONCEDE"},
    {"080", "CONCEDE"},
    {"081", "CONCEDE"},
    {"0811", "CONCEDE"},
    {"0812", "CONCEDE"},
    {"082", "CONCEDE"},
    {"083", "CONCEDE"},
    {"0831", "CONCEDE"},
    {"0832", "CONCEDE"},
    {"0833", "CONCEDE"},
    {"0834", "CONCEDE"},
    {"084", "RETREAT"},
    {"0841", "RETREAT/release"},
    {"0842", "RETREAT/release"},
    {"085", "RETREAT"},
    {"086", "RETREAT/access"},
    {"0861", "RETREAT/access"},
    {"0862", "RETREAT/access"},
    {"0863", "RETREAT/access"},
    {"087", "RETREAT/disarm"},
    {"0871", "RETREAT/ceasefire"},
    {"0872", "RETREAT/withdraw"},
    {"0873", "RETREAT/disarm"},
    {"0874", "RETREAT/disarm"},
    {"0813", "RETREAT"},
    {"0814", "RETREAT"},
    {"09", "ACCUSE"},
    {"090", "ACCUSE/investigate"},
    {"091", "ACCUSE/investigate"},
    {"092", "ACCUSE/investigate"},
    {"093", "ACCUSE/investigate"},
    {"094", "ACCUSE/investigate"},
    {"10", "REQUEST"},
    {"100", "REQUEST"},
    {"101", "REQUEST/assist"},
    {"1011", "REQUEST/assist"},
    {"1012", "REQUEST/assist"},
    {"1013", "REQUEST/assist"},
    {"1014", "REQUEST/assist"},
    {"102", "REQUEST/assist"},
    {"103", "REQUEST/assist"},
    {"1031", "REQUEST/assist"},
    {"1032", "REQUEST/assist"},
    {"1033", "REQUEST/assist"},
    {"1034", "REQUEST/assist"},
    {"104", "REQUEST/change"},
    {"1041", "REQUEST/change"},
    {"1042", "REQUEST/change"},
    {"1043", "REQUEST/change"},
    {"1044", "REQUEST/change"},
    {"105", "REQUEST/change"},
    {"1051", "REQUEST/yield"},
    {"1052", "REQUEST/yield"},
    {"1053", "REQUEST/yield"},
    {"1054", "REQUEST/yield"},
    {"1055", "REQUEST/yield"},
    {"1056", "REQUEST/yield"},
    {"106", "REQUEST/meet"},
    {"107", "REQUEST/meet"},
    {"108", "REQUEST/meet"},
    {"11", "ACCUSE"},
    {"110", "ACCUSE/disapprove"},
    {"111", "ACCUSE/disapprove"},
    {"112", "ACCUSE/disapprove"},
    {"1121", "ACCUSE/allege"},
    {"1122", "ACCUSE/allege"},
    {"1123", "ACCUSE/allege"},
    {"1124", "ACCUSE/allege"},
    {"1125", "ACCUSE/allege"},
    {"113", "ACCUSE/disapprove"},
    {"114", "ACCUSE/allege"},
    {"115", "ACCUSE/allege"},
    {"116", "ACCUSE/disapprove"},
    {"12", "REJECT"},
    {"120", "REJECT"},
    {"121", "REJECT/assist"},
    {"1211", "REJECT/assist"},
    {"1212", "REJECT/assist"},
    {"1213", "REJECT/assist"},
    {"1214", "REJECT/assist"},
    {"122", "REJECT/assist"},
    {"1221", "REJECT/assist"},
    {"1222", "REJECT/assist"},
    {"1223", "REJECT/assist"},
    {"1224", "REJECT/assist"},
    {"123", "REJECT/change"},
    {"1231", "REJECT/change"},
    {"1232", "REJECT/change"},
    {"1233", "REJECT/change"},
    {"1234", "REJECT/change"},
    {"124", "REJECT/change"},
    {"1241", "REJECT/change"},
    {"1242", "REJECT/change"},
    {"1243", "REJECT/yield"},
    {"1244", "REJECT/yield"},
    {"1245", "REJECT/yield"},
    {"1246", "REJECT/yield"},
    {"125", "REJECT/meet"},
    {"126", "REJECT/meet"},
    {"127", "REJECT/meet"},
    {"128", "REJECT/yield"},
    {"129", "REJECT/yield"},
    {"13", "THREATEN"},
    {"130", "THREATEN"},
    {"131", "THREATEN"},
    {"1311", "THREATEN/relations"},
    {"1312", "THREATEN/restrict"},
    {"1313", "THREATEN/relations"},
    {"132", "THREATEN/restrict"},
    {"1321", "THREATEN/restrict"},
    {"1322", "THREATEN/restrict"},
    {"1323", "THREATEN/restrict"},
    {"1324", "THREATEN/restrict"},
    {"133", "THREATEN/relations"},
    {"134", "THREATEN/relations"},
    {"135", "THREATEN/relations"},
    {"136", "THREATEN/expel"},
    {"137", "THREATEN/violence"},
    {"138", "THREATEN/violence"},
    {"1381", "THREATEN/restrict"},
    {"1382", "THREATEN/territory"},
    {"1383", "THREATEN/violence"},
    {"1384", "THREATEN/violence"},
    {"1385", "THREATEN/violence"},
    {"139", "THREATEN/relations"},
    {"14", "PROTEST"},
    {"140", "PROTEST"},
    {"141", "PROTEST/demo"},
    {"1411", "PROTEST/demo"},
    {"1412", "PROTEST/demo"},
    {"1413", "PROTEST/demo"},
    {"1414", "PROTEST/demo"},
    {"142", "PROTEST/hunger"},
    {"1421", "PROTEST/hunger"},
    {"1422", "PROTEST/hunger"},
    {"1423", "PROTEST/hunger"},
    {"1424", "PROTEST/hunger"},
    {"143", "PROTEST/boycott"},
    {"1431", "PROTEST/boycott"},
    {"1432", "PROTEST/boycott"},
    {"1433", "PROTEST/boycott"},
    {"1434", "PROTEST/boycott"},
    {"144", "PROTEST/obstruct"},
    {"1441", "PROTEST/obstruct"},
    {"1442", "PROTEST/obstruct"},
    {"1443", "PROTEST/obstruct"},
    {"1444", "PROTEST/obstruct"},
    {"145", "PROTEST/riot"},
    {"1451", "PROTEST/riot"},
    {"1452", "PROTEST/riot"},
    {"1453", "PROTEST/riot"},
    {"1454", "PROTEST/riot"},
    {"15", "MOBILIZE"},
    {"150", "MOBILIZE"},
    {"151", "MOBILIZE/police"},
    {"152", "MOBILIZE/troops"},
    {"153", "MOBILIZE/police"},
    {"154", "MOBILIZE/troops"},
    {"16", "SANCTION"},
    {"160", "SANCTION"},
    {"161", "SANCTION/withdraw"},
    {"162", "SANCTION/discontinue"},
    {"1621", "SANCTION/discontinue"},
    {"1622", "SANCTION/discontinue"},
    {"1623", "SANCTION/discontinue"},
    {"163", "SANCTION/discontinue"},
    {"164", "SANCTION/withdraw"},
    {"165", "SANCTION/withdraw"},
    {"166", "SANCTION/expel"},
    {"1661", "SANCTION/expel"},
    {"1662", "SANCTION/expel"},
    {"1663", "SANCTION/expel"},
    {"17", "COERCE"},
    {"170", "COERCE"},
    {"171", "COERCE/seize"},
    {"1711", "COERCE/seize"},
    {"1712", "ASSAULT/destroy"},
    {"172", "COERCE/restrict"},
    {"1721", "COERCE/restrict"},
    {"1722", "COERCE/restrict"},
    {"1723", "COERCE/curfew"},
    {"1724", "COERCE/martial-law"},
    {"173", "COERCE/arrest"},
    {"174", "COERCE/deport"},
    {"191", "COERCE/restrict"},
    {"192", "COERCE/seize"},
    {"18", "ASSAULT"},
    {"180", "ASSAULT"},
    {"181", "ASSAULT/abduct"},
    {"182", "ASSAULT/beat"},
    {"1821", "ASSAULT/sexual"},
    {"1822", "ASSAULT/torture"},
    {"1823", "ASSAULT"},
    {"183", "ASSAULT/suicide-attack"},
    {"1831", "ASSAULT/suicide-attack"},
    {"1832", "ASSAULT/explosives"},
    {"1833", "ASSAULT/explosives"},
    {"184", "ASSAULT/abduct"},
    {"185", "ASSAULT/targeted"},
    {"186", "ASSAULT/targeted"},
    {"175", "ASSAULT"},
    {"201", "ASSAULT"},
    {"19", "ASSAULT"},
    {"190", "ASSAULT"},
    {"193", "ASSAULT/firearms"},
    {"194", "ASSAULT/heavy-weapons"},
    {"195", "ASSAULT/aerial"},
    {"196", "ASSAULT"},
    {"20", "ASSAULT"},
    {"200", "ASSAULT"},
    {"202", "ASSAULT"},
    {"203", "ASSAULT"},
    {"204", "ASSAULT/unconventional"},
    {"2041", "ASSAULT/unconventional"},
    {"2042", "ASSAULT/unconventional"},
};

/* The frame that fits a type's verbs most often. */
static const char *const frame_of[EVENT_COUNT] = {
    [EVENT_AGREE] = "agree",    [EVENT_CONSULT] = "meet",       [EVENT_SUPPORT] = "back",
    [EVENT_CONCEDE] = "reject", [EVENT_COOPERATE] = "together", [EVENT_AID] = "give",
    [EVENT_RETREAT] = "free",   [EVENT_REQUEST] = "ask",        [EVENT_ACCUSE] = "accuse",
    [EVENT_REJECT] = "reject",  [EVENT_THREATEN] = "threaten",  [EVENT_PROTEST] = "protest",
    [EVENT_SANCTION] = "cut",   [EVENT_MOBILIZE] = "mobilize",  [EVENT_COERCE] = "restrict",
    [EVENT_ASSAULT] = "strike",
};

static const char *const prepositions[] = {"of", "for",  "on", "with",   "to",    "against", "in",   "from", "over",
                                           "at", "into", "by", "toward", "about", "between", "upon", "under"};

typedef struct Import {
    Arena *arena;
    StrBuf *out, *left;
    Str name, verb;
    uint32_t line, carried, not_carried, rules;
} Import;

static void leave(Import *im, Str line, const char *why) {
    buf_printf(im->left, "%.*s line %u: %s: %.*s\n", (int)im->name.n, im->name.at, im->line, why, (int)line.n, line.at);
    im->not_carried++;
}

static const char *plover_of(Str code) {
    for (uint32_t n = code.n; n >= 2; n--) {
        for (uint32_t i = 0; i < sizeof cameo / sizeof *cameo; i++) {
            if (str_is(str_sub(code, 0, n), cameo[i].code)) {
                return cameo[i].event;
            }
        }
    }
    return NULL;
}

/* The code in brackets at the end: "[1121]"; PETRARCH's "[023:112]" gives the second. */
static Str code_of(Str line) {
    uint32_t open, close;
    if (!str_find(line, STR("["), &open) || !str_find(line, STR("]"), &close) || close < open) {
        return (Str){0};
    }
    Str code = str_trim(str_sub(line, open + 1, close)), piece = {0};
    while (str_split(&code, ':', &piece)) {
    }
    return piece;
}

static bool is_preposition(Str word) {
    return STR_IN(word, prepositions);
}

static bool plain(Str word) {
    for (uint32_t i = 0; i < word.n; i++) {
        if (!isalpha((unsigned char)word.at[i]) && word.at[i] != '-') {
            return false;
        }
    }
    return word.n > 0;
}

static Str test_of(Import *im, Str word) {
    if (word.at[0] != '&') {
        return str_lower(im->arena, word);
    }
    StrBuf b;
    buf_init(&b, im->arena);
    buf_printf(&b, "IMPORT_%.*s", (int)word.n - 1, word.at + 1);
    return buf_take(&b);
}

/* The words of a pattern, one condition each; false: something that has no counterpart. */
static bool add_conditions(Import *im, Str pattern, StrBuf *to) {
    bool behind = false, object = false;
    Str preposition = {0};
    pattern = str_trim(pattern);
    while (pattern.n > 0) {
        uint32_t n = 0;
        while (n < pattern.n && pattern.at[n] != ' ' && pattern.at[n] != '_') {
            n++;
        }
        Str word = str_sub(pattern, 0, n);
        pattern = str_trim(str_sub(pattern, n < pattern.n ? n + 1 : n, pattern.n));
        if (word.n == 0 || str_is(word, "$") || str_is(word, "+") || str_is(word, "%") || str_is(word, "^")) {
            continue;
        }
        if (str_is(word, "*")) {
            behind = true;
            continue;
        }
        Str test = test_of(im, word);
        if (!plain(word.at[0] == '&' ? str_sub(word, 1, word.n) : word)) {
            return false;
        }
        if (behind && is_preposition(test)) {
            preposition = test;
        } else if (preposition.n > 0) {
            buf_printf(to, " %.*s:%.*s", (int)preposition.n, preposition.at, (int)test.n, test.at);
            preposition = (Str){0};
        } else {
            buf_printf(to, " %s:%.*s", !behind ? "any" : object ? "any" : "obj|prt|xcomp", (int)test.n, test.at);
            object = behind;
        }
    }
    if (preposition.n > 0) {
        buf_printf(to, " %.*s", (int)preposition.n, preposition.at);
    }
    return true;
}

static void put_rule(Import *im, Str code, Str conditions, Str line) {
    const char *event = plover_of(code);
    if (event == NULL) {
        leave(im, line, code.n == 0 ? "no code" : "no PLOVER type for this code");
        return;
    }
    Str type = str_of(event), head;
    str_split(&type, '/', &head);
    int e = name_index(event_names, EVENT_COUNT, head);
    buf_printf(im->out, "rule import.%.*s.%u: %s %.*s frame=%s\n    v %.*s%.*s\n", (int)im->verb.n, im->verb.at,
               im->rules++, event, (int)(code.n > 4 ? 4 : code.n), code.at, frame_of[e], (int)im->verb.n, im->verb.at,
               (int)conditions.n, conditions.at);
    im->carried++;
}

static void read_pattern(Import *im, Str line) {
    uint32_t end = line.n;
    StrBuf conditions;
    buf_init(&conditions, im->arena);
    str_find(line, STR("["), &end);
    if (im->verb.n == 0) {
        leave(im, line, "a pattern without a verb");
    } else if (!add_conditions(im, str_sub(line, 1, end), &conditions)) {
        leave(im, line, "a pattern with alternatives, phrases or gaps");
    } else {
        put_rule(im, code_of(line), buf_take(&conditions), line);
    }
}

static void read_verb(Import *im, Str line) {
    uint32_t n = 0;
    while (n < line.n && (isalpha((unsigned char)line.at[n]) || line.at[n] == '-')) {
        n++;
    }
    Str verb = str_sub(line, 0, n), code = code_of(line);
    bool joined = n < line.n && line.at[n] == '_' && n + 1 < line.n && line.at[n + 1] != ' ';
    im->verb = joined ? (Str){0} : str_lower(im->arena, verb);
    if (n == 0 || joined) {
        leave(im, line, "a verb of several words");
        im->verb = (Str){0};
    } else if (code.n > 0 && !str_is(code, "---")) {
        put_rule(im, code, (Str){0}, line);
    } else {
        im->carried++;
    }
}

static void read_synset(Import *im, Str line, Str *class) {
    if (line.at[0] == '&') {
        *class = str_trim(str_sub(line, 1, line.n));
        buf_printf(im->out, "class IMPORT_%.*s:\n", (int)class->n, class->at);
        im->carried++;
        return;
    }
    Str word = str_trim(str_sub(line, 1, line.n));
    word = str_ends(word, STR("_")) ? str_sub(word, 0, word.n - 1) : word;
    if (class->n == 0 || !plain(word)) {
        leave(im, line, class->n == 0 ? "a word outside a synonym set" : "a synonym of several words");
        return;
    }
    word = str_lower(im->arena, word);
    buf_printf(im->out, "    %.*s\n", (int)word.n, word.at);
    im->carried++;
}

void lexicon_import(Arena *arena, Str text, Str name, StrBuf *out, StrBuf *left, uint32_t *carried,
                    uint32_t *not_carried) {
    Import im = {.arena = arena, .out = out, .left = left, .name = name};
    Str line, class = {0};
    buf_printf(out, "# Imported from %.*s.\nuse builtin\n", (int)name.n, name.at);
    for (im.line = 1; str_split(&text, '\n', &line); im.line++) {
        uint32_t hash = line.n;
        str_find(line, STR("#"), &hash);
        line = str_trim(str_sub(line, 0, hash));
        if (line.n == 0 || str_starts(line, STR("---")) || line.at[0] == '<' || line.at[0] == '~') {
            continue;
        }
        if (line.at[0] == '&' || line.at[0] == '+') {
            read_synset(&im, line, &class);
        } else if (line.at[0] == '-') {
            read_pattern(&im, line);
        } else {
            class = (Str){0};
            read_verb(&im, line);
        }
    }
    *carried = im.carried;
    *not_carried = im.not_carried;
}
