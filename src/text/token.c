#include "text/token.h"

#include <utf8proc.h>

/* ---- tables ---- */

/* Abbreviations by how their stop behaves. */
typedef enum Abbr {
    ABBR_TITLE = 1, /* a name or number follows: never the end of a sentence */
    ABBR_ANY,       /* may end a sentence too */
    ABBR_NUMBER,    /* an abbreviation only before a number: "No. 5", "Art. 3" */
} Abbr;

typedef struct AbbrEntry {
    const char *word;
    Abbr kind;
} AbbrEntry;

/* lower case, sorted */
static const AbbrEntry abbreviations[] = {
    {"adj", ABBR_TITLE},    {"adm", ABBR_TITLE},    {"al", ABBR_NUMBER},  {"amb", ABBR_TITLE},   {"apr", ABBR_NUMBER},
    {"approx", ABBR_TITLE}, {"apt", ABBR_NUMBER},   {"art", ABBR_NUMBER}, {"assn", ABBR_ANY},    {"asst", ABBR_TITLE},
    {"attn", ABBR_TITLE},   {"aug", ABBR_NUMBER},   {"ave", ABBR_ANY},    {"bde", ABBR_TITLE},   {"blvd", ABBR_ANY},
    {"brig", ABBR_TITLE},   {"bros", ABBR_ANY},     {"bt", ABBR_TITLE},   {"ca", ABBR_NUMBER},   {"capt", ABBR_TITLE},
    {"cf", ABBR_TITLE},     {"cmdr", ABBR_TITLE},   {"co", ABBR_ANY},     {"col", ABBR_TITLE},   {"cmdt", ABBR_TITLE},
    {"conf", ABBR_TITLE},   {"corp", ABBR_ANY},     {"cpl", ABBR_TITLE},  {"dec", ABBR_NUMBER},  {"dept", ABBR_TITLE},
    {"dist", ABBR_TITLE},   {"dr", ABBR_TITLE},     {"ed", ABBR_NUMBER},  {"eds", ABBR_TITLE},   {"eg", ABBR_TITLE},
    {"esp", ABBR_TITLE},    {"esq", ABBR_ANY},      {"est", ABBR_NUMBER}, {"et", ABBR_NUMBER},   {"etc", ABBR_ANY},
    {"ext", ABBR_NUMBER},   {"feb", ABBR_NUMBER},   {"fig", ABBR_NUMBER}, {"figs", ABBR_NUMBER}, {"fr", ABBR_TITLE},
    {"ft", ABBR_TITLE},     {"gen", ABBR_TITLE},    {"gov", ABBR_TITLE},  {"govt", ABBR_TITLE},  {"hon", ABBR_TITLE},
    {"hr", ABBR_NUMBER},    {"ie", ABBR_TITLE},     {"inc", ABBR_ANY},    {"insp", ABBR_TITLE},  {"int", ABBR_NUMBER},
    {"jan", ABBR_NUMBER},   {"jr", ABBR_ANY},       {"lt", ABBR_TITLE},   {"ltd", ABBR_ANY},     {"maj", ABBR_TITLE},
    {"mar", ABBR_NUMBER},   {"messrs", ABBR_TITLE}, {"mgr", ABBR_TITLE},  {"mlle", ABBR_TITLE},  {"mme", ABBR_TITLE},
    {"mr", ABBR_TITLE},     {"mrs", ABBR_TITLE},    {"ms", ABBR_TITLE},   {"msgr", ABBR_TITLE},  {"mt", ABBR_TITLE},
    {"no", ABBR_NUMBER},    {"nos", ABBR_NUMBER},   {"nov", ABBR_NUMBER}, {"oct", ABBR_NUMBER},  {"ord", ABBR_NUMBER},
    {"para", ABBR_NUMBER},  {"ph", ABBR_TITLE},     {"pp", ABBR_NUMBER},  {"pres", ABBR_TITLE},  {"prof", ABBR_TITLE},
    {"prop", ABBR_NUMBER},  {"pte", ABBR_TITLE},    {"pvt", ABBR_TITLE},  {"rd", ABBR_ANY},      {"rear", 0},
    {"rep", ABBR_TITLE},    {"reps", ABBR_TITLE},   {"rev", ABBR_TITLE},  {"rt", ABBR_TITLE},    {"sec", ABBR_NUMBER},
    {"sen", ABBR_TITLE},    {"sens", ABBR_TITLE},   {"sep", ABBR_NUMBER}, {"sept", ABBR_NUMBER}, {"sgt", ABBR_TITLE},
    {"sq", ABBR_TITLE},     {"sr", ABBR_ANY},       {"st", ABBR_TITLE},   {"supt", ABBR_TITLE},  {"tel", ABBR_NUMBER},
    {"univ", ABBR_TITLE},   {"viz", ABBR_TITLE},    {"vol", ABBR_NUMBER}, {"vs", ABBR_TITLE},
};

/* Words that a hyphen does not cut from what follows. */
static const char *const prefixes[] = {"anti",  "arch",   "bi",     "co",    "counter", "cross", "e",     "ex",
                                       "extra", "hyper",  "inter",  "intra", "macro",   "meta",  "micro", "mid",
                                       "mini",  "multi",  "neo",    "non",   "pan",     "para",  "post",  "pre",
                                       "pro",   "pseudo", "psycho", "re",    "semi",    "socio", "sub",   "super",
                                       "trans", "tri",    "ultra",  "un",    "uni",     "vice"};

/* Units and words that are cut from a number before them. */
static const char *const number_joins[] = {"th", "st", "nd", "rd", "s"};

/* What may follow a dot inside a name on the net or of a file. */
static const char *const endings[] = {"com", "org",  "net", "edu", "gov", "mil", "info", "int", "uk", "us",  "ca",
                                      "au",  "de",   "fr",  "ru",  "cn",  "in",  "io",   "tv",  "co", "doc", "xls",
                                      "pdf", "html", "htm", "txt", "jpg", "ppt", "eu",   "me",  "za", "ir",  "ua"};

typedef struct Contraction {
    const char *word;
    uint8_t cut; /* bytes of the first part */
} Contraction;

/* without an apostrophe; sorted */
static const Contraction contractions[] = {
    {"aint", 2},   {"arent", 3}, {"cannot", 3}, {"cant", 2},     {"couldnt", 5}, {"didnt", 3},
    {"doesnt", 4}, {"dont", 2},  {"gonna", 3},  {"gotta", 3},    {"hadnt", 3},   {"hasnt", 3},
    {"havent", 4}, {"isnt", 2},  {"outta", 3},  {"shouldnt", 6}, {"thats", 4},   {"theyre", 4},
    {"wanna", 3},  {"wasnt", 3}, {"werent", 4}, {"wont", 2},     {"wouldnt", 5}, {"youre", 3},
};

static const char *const clitics[] = {"s", "m", "d", "ll", "re", "ve"};

static const char *const emoticons[] = {":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(",
                                        ";)",  ":D",  ":P",  "=)",  "=(",  "<3",  ":'("};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The tables' words are in lower case: most are ruled out by their first letter. */
static bool may_be(Str w, const char *word) {
    return w.n > 0 && (w.at[0] | 32) == word[0];
}

static bool in_list(const char *const *list, size_t n, Str w) {
    for (size_t i = 0; i < n; i++) {
        if (may_be(w, list[i]) && str_eq_nocase(w, str_of(list[i]))) {
            return true;
        }
    }
    return false;
}
#define IN(list, w) in_list(list, COUNT(list), w)

static Abbr abbreviation(Str w) {
    if (w.n < 2 || w.n > 6) {
        return 0;
    }
    for (size_t i = 0; i < COUNT(abbreviations); i++) {
        if (may_be(w, abbreviations[i].word) && str_eq_nocase(w, str_of(abbreviations[i].word))) {
            return abbreviations[i].kind;
        }
    }
    return 0;
}

bool token_is_abbreviation(Str word) {
    return abbreviation(word) != 0;
}

bool token_is_title(Str word) {
    return abbreviation(word) == ABBR_TITLE;
}

/* ---- characters ---- */

typedef struct Scan {
    Doc *doc;
    const char *at; /* the text */
    uint32_t i, to;
    uint32_t n0; /* tokens before this stretch */
} Scan;

static bool digit(char c) {
    return c >= '0' && c <= '9';
}
static bool ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool upper(char c) {
    return c >= 'A' && c <= 'Z';
}

/* Bytes of the code point at i; its value in *c. */
static uint32_t point(const Scan *s, uint32_t i, int32_t *c) {
    unsigned char b = (unsigned char)s->at[i];
    *c = b;
    if (b < 128) {
        return 1;
    }
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s->at + i, (utf8proc_ssize_t)(s->to - i), c);
    return n > 0 ? (uint32_t)n : 1;
}

/* Bytes of white space at i, 0 if there is none. */
static uint32_t space_at(const Scan *s, uint32_t i) {
    unsigned char b = (unsigned char)s->at[i];
    if (b < 128) {
        return b == ' ' || (b >= '\t' && b <= '\r') || b == 0x1c || b == 0x1d || b == 0x1e || b == 0x1f || b == 0;
    }
    int32_t c;
    uint32_t n = point(s, i, &c);
    bool space = c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 || c == 0x2029 ||
                 c == 0x202f || c == 0x205f || c == 0x3000 || c == 0x85 || c == 0xfeff;
    return space ? n : 0;
}

/* Bytes of a letter, digit or combining mark at i, 0 if there is none. */
static uint32_t word_at(const Scan *s, uint32_t i) {
    if (i >= s->to) {
        return 0;
    }
    char b = s->at[i];
    if ((unsigned char)b < 128) {
        return ascii_letter(b) || digit(b) || b == '_';
    }
    int32_t c;
    uint32_t n = point(s, i, &c);
    utf8proc_category_t k = utf8proc_category(c);
    return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_NO ? n : 0;
}

static uint32_t word_end(const Scan *s, uint32_t i) {
    for (uint32_t n; (n = word_at(s, i)) != 0;) {
        i += n;
    }
    return i;
}

/* Bytes of an apostrophe at i. */
static uint32_t apostrophe(const Scan *s, uint32_t i) {
    if (i < s->to && s->at[i] == '\'') {
        return 1;
    }
    return i + 3 <= s->to && memcmp(s->at + i, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

static char at(const Scan *s, uint32_t i) {
    return i < s->to ? s->at[i] : 0;
}

static void emit(Scan *s, uint32_t end, uint8_t flags) {
    Token t = {.span = {s->i, end}, .head = NONE, .flags = flags};
    vec_push(s->doc->arena, &s->doc->tokens, t);
    s->i = end;
}

static Str piece(const Scan *s, uint32_t from, uint32_t to) {
    return (Str){s->at + from, to - from};
}

/* ---- addresses ---- */

static uint32_t chunk_end(const Scan *s, uint32_t i) {
    while (i < s->to && space_at(s, i) == 0) {
        i++;
    }
    return i;
}

static bool starts(const Scan *s, const char *prefix) {
    size_t n = strlen(prefix);
    return s->i + n <= s->to && (s->at[s->i] | 32) == prefix[0] &&
           str_eq_nocase(piece(s, s->i, s->i + (uint32_t)n), (Str){prefix, (uint32_t)n});
}

/* The end of an address on the net or of a mail that begins here; 0 if none does. */
static uint32_t address(const Scan *s) {
    bool url = starts(s, "http://") || starts(s, "https://") || starts(s, "www.") || starts(s, "ftp://") ||
               starts(s, "mailto:");
    uint32_t end = chunk_end(s, s->i), i = s->i, mark = 0;
    if (!url) {
        /* name@host.tld */
        while (i < end && (word_at(s, i) != 0 || strchr(".-+%", s->at[i]) != NULL)) {
            i += word_at(s, i) != 0 ? word_at(s, i) : 1;
        }
        if (i == s->i || at(s, i) != '@' || word_at(s, i + 1) == 0) {
            return 0;
        }
        for (i++; i < end && (word_at(s, i) != 0 || s->at[i] == '.' || s->at[i] == '-');) {
            i += word_at(s, i) != 0 ? word_at(s, i) : 1;
            mark = i;
        }
        end = mark;
    }
    while (end > s->i && strchr(".,;:!?)]}>\"'", s->at[end - 1]) != NULL) {
        end--;
    }
    const char *cut = memchr(s->at + s->i, '<', end - s->i);
    end = cut != NULL && cut > s->at + s->i ? (uint32_t)(cut - s->at) : end;
    return end > s->i + 3 ? end : 0;
}

/* ---- numbers ---- */

/* Digits with separators inside: 1,000  3.5  10:30  11/28/2000  713-853-3989. */
static uint32_t number(const Scan *s) {
    uint32_t i = s->i, group = 0, dashes = 0, from = s->i;
    while (digit(at(s, i))) {
        i++;
    }
    for (;;) {
        char c = at(s, i);
        uint32_t j = i + 1;
        while (digit(at(s, j))) {
            j++;
        }
        uint32_t n = j - i - 1;
        if (n == 0 || (c != '.' && c != ',' && c != ':' && c != '/' && c != '-')) {
            break;
        }
        if (c == ',' && (n < 3 || word_at(s, j) != 0)) {
            break;
        }
        if (c == '-') {
            /* a telephone number or a date, but not a range: 345-9945, 02-05-02; 3-4, 1969-1970 */
            bool phone = i - from == 3 && n == 4;
            uint32_t k = j + 1;
            while (digit(at(s, k))) {
                k++;
            }
            bool third = at(s, j) == '-' && k > j + 1;
            if (!phone && !third && dashes == 0) {
                break;
            }
            dashes++;
            from = i + 1;
        }
        group++;
        i = j;
    }
    return i;
}

/* ---- words ---- */

/* Single letters with stops between them: U.S.  a.m.  D.C  J.  Gives the end, or 0. */
static uint32_t initials(const Scan *s) {
    uint32_t i = s->i, n = 0;
    while (ascii_letter(at(s, i)) && at(s, i + 1) == '.' && word_at(s, i + 2) <= 1 &&
           (i == s->i || ascii_letter(at(s, i)))) {
        if (word_at(s, i + 2) != 0 && (!ascii_letter(at(s, i + 2)) || at(s, i + 3) == 0)) {
            break;
        }
        n++;
        i += 2;
        if (word_at(s, i) != 0 && word_at(s, i + 1) != 0) {
            /* "U.S.government", "Ph.D": the next piece is a word */
            return n >= 2 ? i : 0;
        }
    }
    if (n >= 2 || (n == 1 && ascii_letter(at(s, i)) && word_at(s, i + 1) == 0)) {
        return ascii_letter(at(s, i)) ? i + 1 : i;
    }
    /* one initial: "J. Smith", not "plan B." */
    if (n == 1 && upper(at(s, s->i)) && at(s, s->i) != 'I' && at(s, i) == ' ' && (upper(at(s, i + 1)))) {
        return i;
    }
    return 0;
}

/* The word's end when a dot inside it belongs to it: "Ph.D.", "Compaq.com", "20.doc". */
static uint32_t dotted(const Scan *s, uint32_t end) {
    while (at(s, end) == '.' && word_at(s, end + 1) != 0) {
        uint32_t next = word_end(s, end + 1);
        Str tail = piece(s, end + 1, next);
        bool code = digit(tail.at[0]) && digit(at(s, end - 1));
        if (!IN(endings, tail) && !code) {
            bool more = at(s, next) == '.' && word_at(s, next + 1) != 0 &&
                        IN(endings, piece(s, next + 1, word_end(s, next + 1)));
            if (!more) {
                break;
            }
        }
        end = next;
    }
    if (at(s, end) == '/' && end > s->i && memchr(s->at + s->i, '.', end - s->i) != NULL && word_at(s, end + 1) != 0) {
        end = chunk_end(s, end); /* a path on a host */
        while (strchr(".,;:!?)]}>\"'", s->at[end - 1]) != NULL) {
            end--;
        }
    }
    return end;
}

static bool is_number(Str w) {
    bool any = false;
    for (uint32_t i = 0; i < w.n; i++) {
        if (!digit(w.at[i]) && w.at[i] != '.' && w.at[i] != ',') {
            return false;
        }
        any |= digit(w.at[i]);
    }
    return any;
}

static uint32_t next_word(const Scan *s, uint32_t i) {
    while (i < s->to && space_at(s, i) != 0) {
        i += space_at(s, i);
    }
    return i;
}

/* Does the stop at `end` belong to the word before it? */
static bool keeps_stop(const Scan *s, uint32_t end) {
    Str w = piece(s, s->i, end);
    Abbr kind = abbreviation(w);
    if (kind == 0 || at(s, end + 1) == '.') {
        return false;
    }
    uint32_t next = next_word(s, end + 1);
    char c = at(s, next);
    if (kind == ABBR_NUMBER) {
        bool month = w.n >= 3 && upper(w.at[0]);
        return digit(c) || c == '#' || (month && (c == ',' || (c >= 'a' && c <= 'z')) && w.n <= 4 && !str_is(w, "Art"));
    }
    if (kind == ABBR_TITLE && w.at[0] >= 'a' && w.at[0] <= 'z') {
        return next > end + 1 && c != 0; /* "vs. them", but not the last word of a text */
    }
    return true;
}

/* Cuts the word [s->i, end) where it is a contraction, and emits it. */
static void emit_word(Scan *s, uint32_t end, uint8_t flags) {
    Str w = piece(s, s->i, end);
    for (size_t k = 0; w.n >= 4 && w.n <= 8 && k < COUNT(contractions); k++) {
        if (may_be(w, contractions[k].word) && str_eq_nocase(w, str_of(contractions[k].word))) {
            emit(s, s->i + contractions[k].cut, flags);
            emit(s, end, TOKEN_JOINED);
            return;
        }
    }
    emit(s, end, flags);
}

/* An apostrophe follows at `end`: contraction, possessive, or part of the name.  True if the word was emitted. */
static bool clitic(Scan *s, uint32_t *end, uint32_t apos) {
    uint32_t stop = *end + apos, last = word_end(s, stop);
    Str tail = piece(s, stop, last);
    char before = at(s, *end - 1);
    bool whole = is_number(piece(s, s->i, *end)) && tail.n == 1 && tail.at[0] == 's';
    if (tail.n == 1 && (tail.at[0] == 't' || tail.at[0] == 'T') && (before == 'n' || before == 'N') &&
        *end - s->i >= 2) {
        uint32_t cut = *end - 1;
        emit(s, cut, 0);
        emit(s, last, TOKEN_JOINED);
        return true;
    }
    if (!whole && IN(clitics, tail)) {
        emit(s, *end, 0);
        emit(s, last, TOKEN_JOINED);
        return true;
    }
    if (tail.n > 0) {
        *end = last; /* o'clock, O'Connell, Sha'lan, 1990's */
    }
    return false;
}

/* A hyphen at `end`: does the word go on behind it? */
static bool keeps_hyphen(const Scan *s, uint32_t end) {
    Str w = piece(s, s->i, end);
    if (word_at(s, end + 1) == 0) {
        return false;
    }
    if (IN(prefixes, w) && !digit(at(s, end + 1))) {
        return true;
    }
    return str_eq_nocase(w, STR("mid")) && digit(at(s, end + 1));
}

/* "and/or" is cut, "w/o" and "I/C" are not. */
static bool keeps_slash(const Scan *s, uint32_t end) {
    uint32_t next = word_end(s, end + 1);
    return end - s->i == 1 && next - end == 2 && ascii_letter(at(s, s->i)) && ascii_letter(at(s, end + 1));
}

static bool keeps_ampersand(const Scan *s, uint32_t end) {
    return upper(at(s, end - 1)) && upper(at(s, end + 1)) && end - s->i <= 3;
}

static bool possessive_follows(const Scan *s, uint32_t end) {
    uint32_t apos = apostrophe(s, end);
    return apos != 0 && word_end(s, end + apos) > end + apos;
}

static void word(Scan *s) {
    uint32_t end = initials(s);
    if (end != 0) {
        if (possessive_follows(s, end) && clitic(s, &end, apostrophe(s, end))) {
            return;
        }
        emit(s, end, 0);
        return;
    }
    end = word_end(s, s->i);
    if (digit(at(s, s->i))) {
        uint32_t num = number(s);
        uint32_t tail = word_end(s, num);
        Str unit = piece(s, num, tail);
        if (unit.n == 0 || (!IN(number_joins, unit) && !upper(unit.at[0]) && at(s, tail) != '.')) {
            end = num; /* 5|pm, 10|km */
        } else {
            end = tail;
        }
        if (end == s->i) {
            end = tail;
        }
        if (at(s, end) == '.' && IN(endings, piece(s, end + 1, word_end(s, end + 1)))) {
            end = dotted(s, end);
        }
    } else {
        end = dotted(s, end);
    }
    for (;;) {
        uint32_t apos = apostrophe(s, end);
        if (apos != 0 && word_at(s, end + apos) != 0) {
            uint32_t before = end;
            if (clitic(s, &end, apos)) {
                return;
            }
            if (end == before) {
                break;
            }
        } else if (at(s, end) == '-' && keeps_hyphen(s, end)) {
            end = word_end(s, end + 1);
        } else if (at(s, end) == '/' && keeps_slash(s, end)) {
            end = word_end(s, end + 1);
        } else if (at(s, end) == '&' && keeps_ampersand(s, end)) {
            end = word_end(s, end + 1);
        } else {
            break;
        }
    }
    if (at(s, end) == '.' && keeps_stop(s, end)) {
        end++;
    }
    if (at(s, end) == '$' && end - s->i <= 2 && upper(at(s, s->i))) {
        end++; /* US$ */
    }
    emit_word(s, end, 0);
}

/* ---- marks ---- */

static uint32_t run_of(const Scan *s, const char *set) {
    uint32_t i = s->i;
    while (i < s->to && s->at[i] != 0 && strchr(set, s->at[i]) != NULL) {
        i++;
    }
    return i;
}

static bool emoticon(Scan *s) {
    for (size_t k = 0; k < COUNT(emoticons); k++) {
        uint32_t end = s->i + (uint32_t)strlen(emoticons[k]);
        if (starts(s, emoticons[k]) && word_at(s, end) == 0) {
            emit(s, end, 0);
            return true;
        }
    }
    return false;
}

/* A bare apostrophe after an s: the plural's genitive ("workers' party"), unless it closes a quotation. */
static bool genitive(const Scan *s) {
    const Tokens *t = &s->doc->tokens;
    char before = at(s, s->i - 1);
    if (before != 's' && before != 'S') {
        return false;
    }
    for (uint32_t k = t->n; k > s->n0 && k + 40 > t->n; k--) {
        const Token *token = &t->at[k - 1];
        if (apostrophe(s, token->span.start) == token->span.end - token->span.start ||
            str_is(piece(s, token->span.start, token->span.end), "\xe2\x80\x98")) {
            return (token->flags & TOKEN_SPACE_AFTER) != 0; /* an opening mark touches the word after it */
        }
    }
    return true;
}

static void mark(Scan *s) {
    char c = at(s, s->i);
    bool fresh = s->doc->tokens.n == s->n0 || s->doc->tokens.at[s->doc->tokens.n - 1].span.end < s->i;
    uint32_t apos = apostrophe(s, s->i);
    if (apos != 0 && word_at(s, s->i + apos) != 0) {
        uint32_t end = word_end(s, s->i + apos);
        Str tail = piece(s, s->i + apos, end);
        bool years =
            tail.n >= 2 && tail.n <= 3 && digit(tail.at[0]) && digit(tail.at[1]) && (tail.n == 2 || tail.at[2] == 's');
        if (IN(clitics, tail) || (fresh && (years || str_eq_nocase(tail, STR("em")) || str_eq_nocase(tail, STR("n")) ||
                                            str_eq_nocase(tail, STR("til"))))) {
            emit(s, end, fresh ? 0 : TOKEN_JOINED);
            return;
        }
    }
    if (apos != 0 && !fresh && genitive(s)) {
        emit(s, s->i + apos, TOKEN_JOINED);
        return;
    }
    if (c == '.' && fresh && digit(at(s, s->i + 1))) {
        uint32_t end = s->i + 1;
        while (digit(at(s, end))) {
            end++;
        }
        emit(s, end, 0);
        return;
    }
    if ((c == ':' || c == ';' || c == '=' || c == '<') && emoticon(s)) {
        return;
    }
    if ((c == '@' || c == '#') && ascii_letter(at(s, s->i + 1)) && fresh) {
        emit(s, word_end(s, s->i + 1), 0);
        return;
    }
    uint32_t end = s->i;
    if (c == '.' || c == '!' || c == '?') {
        end = run_of(s, ".!?");
    } else if (c != 0 && strchr("-*=_~+<>|`", c) != NULL) {
        const char one[] = {c, 0};
        end = run_of(s, one);
    } else if (c == '\'' && at(s, s->i + 1) == '\'') {
        end = s->i + 2;
    }
    if (end == s->i) {
        int32_t p;
        end += point(s, s->i, &p);
        while (p == 0x2026 && end + 3 <= s->to && memcmp(s->at + end, "\xe2\x80\xa6", 3) == 0) {
            end += 3;
        }
    }
    emit(s, end, 0);
}

void token_scan(Doc *doc, uint32_t from, uint32_t to) {
    Scan s = {.doc = doc, .at = doc->text.at, .i = from, .to = to, .n0 = doc->tokens.n};
    while (s.i < to) {
        uint32_t n = space_at(&s, s.i);
        if (n != 0) {
            if (doc->tokens.n > s.n0) {
                doc->tokens.at[doc->tokens.n - 1].flags |= TOKEN_SPACE_AFTER;
            }
            s.i += n;
            continue;
        }
        uint32_t end = word_at(&s, s.i) != 0 || s.at[s.i] == '<' ? address(&s) : 0;
        if (end != 0) {
            emit(&s, end, 0);
        } else if (word_at(&s, s.i) != 0 && s.at[s.i] != '_') {
            word(&s);
        } else {
            mark(&s);
        }
    }
    if (doc->tokens.n > s.n0) {
        doc->tokens.at[doc->tokens.n - 1].flags |= TOKEN_SPACE_AFTER;
    }
}
