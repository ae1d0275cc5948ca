#include "text/sentence.h"

#include <utf8proc.h>

#include "text/dateline.h"
#include "text/phrase.h"
#include "text/token.h"

/* ---- paragraphs ---- */

static uint32_t line_end(Str text, uint32_t i) {
    const char *nl = i < text.n ? memchr(text.at + i, '\n', text.n - i) : NULL;
    return nl != NULL ? (uint32_t)(nl - text.at) : text.n;
}

static bool blank(Str line) {
    return str_trim(line).n == 0;
}

static bool ends_in_stop(Str line) {
    line = str_trim(line);
    return line.n > 0 && (strchr(".!?:\"')]", line.at[line.n - 1]) != NULL || str_ends(line, STR("\xe2\x80\x9d")) ||
                          str_ends(line, STR("\xe2\x80\x99")));
}

/* Are its lines broken at a fixed width? */
static bool is_wrapped(Str text) {
    uint32_t broken = 0, like = 0;
    for (uint32_t i = 0; i < text.n;) {
        uint32_t end = line_end(text, i), next = end + 1;
        if (next < text.n && !blank(str_sub(text, i, end)) && !blank(str_sub(text, next, line_end(text, next)))) {
            broken++;
            like += end - i >= 50 && end - i <= 100 && !ends_in_stop(str_sub(text, i, end));
        }
        i = next;
    }
    return broken >= 3 && like * 10 >= broken * 6;
}

static uint32_t paragraph_end(Str text, uint32_t i, bool wrapped) {
    uint32_t end = line_end(text, i);
    while (wrapped && end < text.n && !blank(str_sub(text, end + 1, line_end(text, end + 1)))) {
        end = line_end(text, end + 1);
    }
    return end;
}

/* ---- boundaries ---- */

typedef struct Split {
    Doc *doc;
    uint32_t first, end; /* tokens of the paragraph */
} Split;

static Str form(const Split *s, uint32_t t) {
    return t < s->end ? token_form(s->doc, t) : (Str){0};
}

static bool spaced(const Split *s, uint32_t t) {
    return (s->doc->tokens.at[t].flags & TOKEN_SPACE_AFTER) != 0;
}

static bool is_stop(Str w) {
    if (w.n == 0) {
        return false;
    }
    for (uint32_t i = 0; i < w.n; i++) {
        if (w.at[i] != '.' && w.at[i] != '!' && w.at[i] != '?') {
            return str_is(w, "\xe2\x80\xa6");
        }
    }
    return true;
}

/* Is this byte a letter or digit of ASCII, with which no mark begins? */
static bool is_plain(Str w) {
    char c = w.n > 0 ? w.at[0] : 0;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_closer(Str w) {
    static const char *const closers[] = {"\"", "'", "''", ")", "]", "\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb"};
    return !is_plain(w) && STR_IN(w, closers);
}

static bool is_opener(Str w) {
    static const char *const openers[] = {"\"",           "'",           "``", "(",  "[", "\xe2\x80\x9c",
                                          "\xe2\x80\x98", "\xc2\xab",    "-",  "--", "*", "\xe2\x80\x93",
                                          "\xe2\x80\x94", "\xe2\x80\xa2"};
    return !is_plain(w) && STR_IN(w, openers);
}

static bool is_upper(Str w) {
    utf8proc_int32_t c;
    return w.n > 0 && utf8proc_iterate((const utf8proc_uint8_t *)w.at, (utf8proc_ssize_t)w.n, &c) > 0 &&
           (utf8proc_category(c) == UTF8PROC_CATEGORY_LU || utf8proc_category(c) == UTF8PROC_CATEGORY_LT);
}

/* Marks in a row that are looked through; more are no writing, and would cost their number squared. */
enum { MARKS_MAX = 16 };

/* Can a sentence begin at t? */
static bool begins(const Split *s, uint32_t t) {
    for (int most = MARKS_MAX; most > 0 && t < s->end && is_opener(form(s, t)) && t + 1 < s->end; most--) {
        t++;
    }
    Str w = form(s, t);
    return w.n > 0 &&
           (is_upper(w) || (w.at[0] >= '0' && w.at[0] <= '9') || w.at[0] == '@' || w.at[0] == '#' || w.at[0] == '$');
}

/* Words that begin sentences and are capitalised only there: after an abbreviation they decide. */
static bool is_starter(Str w) {
    static const char *const starters[] = {
        "The",     "A",        "An",        "He",      "She",   "It",     "They", "We",      "I",    "You",
        "This",    "That",     "These",     "Those",   "There", "In",     "On",   "At",      "But",  "And",
        "However", "His",      "Her",       "Its",     "Their", "Our",    "My",   "If",      "When", "While",
        "As",      "After",    "Before",    "For",     "From",  "With",   "By",   "To",      "Some", "Many",
        "Most",    "All",      "No",        "Not",     "One",   "What",   "Who",  "Why",     "How",  "Where",
        "Since",   "Although", "Though",    "Because", "Under", "During", "Both", "Several", "Mr.",  "Mrs.",
        "Ms.",     "Dr.",      "Meanwhile", "Then",    "Now",   "So",     "Also", "Earlier", "Last", "Another"};
    return STR_IN(w, starters);
}

/* ---- the classifier ---- */

/* What the rules think of a gap: it is the classifier's strongest feature.  Part of the model: never reorder. */
typedef enum Rule {
    RULE_NONE,     /* no stop before the gap, or the quotation marks that close go on */
    RULE_END,      /* a stop, white space, and something that can begin a sentence */
    RULE_LOWER,    /* a stop, but what follows cannot begin a sentence */
    RULE_GLUED,    /* a stop, but no white space */
    RULE_ELLIPSIS, /* three dots before something that can begin a sentence */
    RULE_STARTER,  /* an abbreviation before a capitalised word that is so only where a sentence begins */
    RULE_ABBR,     /* an abbreviation before something else */
    RULE_TITLE,    /* an abbreviation or an initial that a name follows */
} Rule;

/* The token whose stop the marks that close up to t belong to. */
static uint32_t core_of(const Split *s, uint32_t start, uint32_t t) {
    for (int most = MARKS_MAX; most > 0 && t > start && is_closer(form(s, t)) && !spaced(s, t - 1); most--) {
        t--;
    }
    return t;
}

static uint32_t skip_openers(const Split *s, uint32_t t) {
    for (int most = MARKS_MAX; most > 0 && t + 1 < s->end && is_opener(form(s, t)); most--) {
        t++;
    }
    return t;
}

static Rule rule_of(const Split *s, uint32_t start, uint32_t t) {
    uint32_t core = core_of(s, start, t), next = t + 1;
    Str w = form(s, core);
    if (is_closer(form(s, next)) && !spaced(s, t)) {
        return RULE_NONE;
    }
    if (is_stop(w)) {
        if (!begins(s, next)) {
            return RULE_LOWER;
        }
        if (!spaced(s, t)) {
            return RULE_GLUED;
        }
        return (w.n > 1 && w.at[0] == '.') || w.at[0] == '\xe2' ? RULE_ELLIPSIS : RULE_END;
    }
    if (w.n > 1 && w.at[w.n - 1] == '.') { /* "Inc.", "U.S.", "a.m." */
        if (token_is_title(str_sub(w, 0, w.n - 1)) || (w.n == 2 && is_upper(w))) {
            return RULE_TITLE;
        }
        return is_starter(form(s, skip_openers(s, next))) ? RULE_STARTER : RULE_ABBR;
    }
    return RULE_NONE;
}

enum { BITS = 15, PIECE = 24, FEATURES = 19 };
extern const int8_t sentence_model_data[1 << BITS]; /* weights of hashed features; train/sentence.py */

/* A piece of a feature, as train/sentence.py puts it. */
typedef struct Piece {
    uint8_t at[PIECE];
    uint32_t n;
} Piece;

/* lower case, digits to 0 */
static Piece low_of(Str w) {
    Piece p = {.n = w.n < PIECE ? w.n : PIECE};
    for (uint32_t i = 0; i < p.n; i++) {
        uint8_t c = (uint8_t)w.at[i];
        p.at[i] = c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c >= '0' && c <= '9' ? '0' : c;
    }
    return p;
}

/* X, x, 0 and marks; runs cut at two */
static Piece shape_of(Str w) {
    Piece p = {.n = 0};
    for (uint32_t i = 0; i < w.n && i < PIECE; i++) {
        uint8_t c = (uint8_t)w.at[i];
        c = c >= 'A' && c <= 'Z' ? 'X' : (c >= 'a' && c <= 'z') || c >= 128 ? 'x' : c >= '0' && c <= '9' ? '0' : c;
        if (p.n < 2 || p.at[p.n - 1] != c || p.at[p.n - 2] != c) {
            p.at[p.n++] = c;
        }
    }
    return p;
}

static Piece letters(const uint8_t *at, uint32_t n) {
    Piece p = {.n = n};
    memcpy(p.at, at, n);
    return p;
}

static uint8_t bucket(uint32_t n) {
    return (uint8_t)('0' + (n < 4 ? n : n < 7 ? 4 : n < 12 ? 5 : n < 25 ? 6 : 7));
}

static Str inside(const Split *s, uint32_t start, uint32_t t) {
    return t >= start && t < s->end ? form(s, t) : (Str){0};
}

/* What the features of a gap are made of: each piece once, though several features have it. */
enum { PARTS = 20 };
static const uint8_t part_number[128] = {
    ['\t'] = 1, ['c'] = 2,  ['n'] = 3,  ['m'] = 4,  ['p'] = 5,  ['o'] = 6,  ['w'] = 7,
    ['a'] = 8,  ['C'] = 9,  ['P'] = 10, ['O'] = 11, ['W'] = 12, ['A'] = 13, ['f'] = 14,
    ['g'] = 15, ['s'] = 16, ['l'] = 17, ['r'] = 18, ['q'] = 19};

/* One letter a part; a tab is put as it stands:
   c cur, n next, m three bytes of next, p prev, o core, w word, a after (lower case); C P O W A their shapes; f flags,
   g its first two, s its second; l left, r right, q quotes. */
static const char *const templates[FEATURES] = {"f",       "o\tf",    "c\tW", "w",    "w\tg", "p\to", "p\tW",
                                                "P\tO\tW", "W\tA",    "a\tW", "lf",   "rf",   "lrW",  "n\to",
                                                "qc\tm",   "C\tW\tl", "c\ts", "o\tw", "P\tf"};

static void gap_parts(const Split *s, uint32_t start, uint32_t t, Rule rule, uint32_t quotes, Piece parts[PARTS]) {
    uint32_t core_at = core_of(s, start, t), word_at = skip_openers(s, t + 1); /* word: opens no quotation or bracket */
    uint32_t closers = t - core_at < 3 ? t - core_at : 3;
    Str cur = form(s, t), next = form(s, t + 1), prev = core_at > start ? form(s, core_at - 1) : (Str){0};
    Str core = form(s, core_at), word = inside(s, start, word_at), after = inside(s, start, word_at + 1);
    const uint8_t flags[] = {(uint8_t)('0' + rule), spaced(s, t) ? '1' : '0', (uint8_t)('0' + closers)};
    const uint8_t marks[] = {'\t', bucket(t + 1 - start), bucket(s->end - t - 1), (uint8_t)('0' + (quotes & 1))};
    Piece *part = parts;
    *++part = letters(marks, 1);
    *++part = low_of(cur);
    *++part = low_of(next);
    *++part = low_of(str_sub(next, 0, next.n < 3 ? next.n : 3));
    *++part = low_of(prev);
    *++part = low_of(core);
    *++part = low_of(word);
    *++part = low_of(after);
    *++part = shape_of(cur);
    *++part = shape_of(prev);
    *++part = shape_of(core);
    *++part = shape_of(word);
    *++part = shape_of(after);
    *++part = letters(flags, 3);
    *++part = letters(flags, 2);
    *++part = letters(flags + 1, 1);
    *++part = letters(marks + 1, 1);
    *++part = letters(marks + 2, 1);
    *++part = letters(marks + 3, 1);
}

static int weight(uint32_t feature, const Piece parts[PARTS]) {
    uint32_t h = 2166136261u ^ (40 + feature);
    for (const char *name = templates[feature]; *name != 0; name++) {
        const Piece *part = &parts[part_number[(unsigned char)*name]];
        for (uint32_t i = 0; i < part->n; i++) {
            h = (h ^ part->at[i]) * 16777619u;
        }
    }
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 12;
    return sentence_model_data[h >> (32 - BITS)];
}

static bool classify(const Piece parts[PARTS]) {
    int sum = 0;
    for (uint32_t i = 0; i < FEATURES; i++) {
        sum += weight(i, parts);
    }
    return sum > 0;
}

static bool word_byte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 128;
}

/* Gaps at which no sentence ends in the treebanks are not looked at: a word before a word in lower case or a mark. */
static bool is_candidate(Str cur, Str next) {
    if (!word_byte(cur.at[cur.n - 1])) {
        return true;
    }
    char c = next.at[0];
    if (c == 0 || strchr("'\"(", c) != NULL || !is_opener(next)) {
        return !((c >= 'a' && c <= 'z') || (c != 0 && strchr(",.;:!?)'\"", c) != NULL));
    }
    return true;
}

static bool is_dash(Str w) {
    return str_is(w, "-") || str_is(w, "--") || str_is(w, "\xe2\x80\x93") || str_is(w, "\xe2\x80\x94");
}

static bool is_company(Str w) {
    return str_is(w, "Inc.") || str_is(w, "Co.") || str_is(w, "Corp.") || str_is(w, "Ltd.");
}

static bool is_capital(Str w) {
    return w.at[0] >= 'A' && w.at[0] <= 'Z' && word_byte(w.at[w.n - 1]);
}

/* No sentence ends inside a name of three words that goes on with a small letter: "Kim Jong | Un left". */
static bool inside_name(const Split *s, uint32_t start, uint32_t t) {
    if (t == start || t + 2 >= s->end || !is_capital(form(s, t - 1)) || !is_capital(form(s, t)) ||
        !is_capital(form(s, t + 1)) || form(s, t + 2).at[0] < 'a' || form(s, t + 2).at[0] > 'z') {
        return false;
    }
    Str gap = doc_str(s->doc, (Span){s->doc->tokens.at[t].span.end, s->doc->tokens.at[t + 1].span.start});
    return memchr(gap.at, '\n', gap.n) == NULL;
}

/* Does the sentence that begins at `start` end with token t? */
static bool ends_at(const Split *s, uint32_t start, uint32_t t, uint32_t quotes) {
    if (t + 1 >= s->end) {
        return true;
    }
    if (!is_candidate(form(s, t), form(s, t + 1))) {
        return false;
    }
    if (inside_name(s, start, t)) {
        return false;
    }
    Rule rule = rule_of(s, start, t);
    if (rule == RULE_TITLE || rule == RULE_STARTER) { /* too rare in the treebanks to be learnt there */
        return rule == RULE_STARTER;
    }
    if (is_dash(form(s, t)) || is_company(form(s, t + 1))) { /* "OSLO (AP) --", "Yahoo! Inc." */
        return false;
    }
    Piece parts[PARTS];
    gap_parts(s, start, t, rule, quotes, parts);
    return classify(parts);
}

static bool is_double_quote(Str w) {
    return str_is(w, "\"") || str_is(w, "''") || str_is(w, "``");
}

static void add_sentence(Split *s, uint32_t first, uint32_t end, uint32_t paragraph) {
    Doc *doc = s->doc;
    Sentence sentence = {.span = {doc->tokens.at[first].span.start, doc->tokens.at[end - 1].span.end},
                         .first = first,
                         .end = end,
                         .paragraph = paragraph,
                         .kind = SENTENCE_BODY,
                         .root = NONE};
    for (uint32_t t = first; t < end; t++) {
        doc->tokens.at[t].sentence = doc->sentences.n;
    }
    vec_push(doc->arena, &doc->sentences, sentence);
}

/* Where a sentence that is too long is cut: behind its last comma or semicolon in the second half, or at the limit. */
static uint32_t cut_long(const Split *s, uint32_t first) {
    for (uint32_t t = first + SENTENCE_MAX; t > first + SENTENCE_MAX / 2; t--) {
        Str w = form(s, t - 1);
        if (str_is(w, ",") || str_is(w, ";") || str_is(w, "\xe2\x80\x94")) {
            return t;
        }
    }
    return first + SENTENCE_MAX;
}

static void split_paragraph(Split *s, uint32_t paragraph) {
    uint32_t first = s->first, quotes = 0;
    for (uint32_t t = first; t < s->end; t++) {
        quotes += is_double_quote(form(s, t));
        if (ends_at(s, first, t, quotes)) {
            add_sentence(s, first, t + 1, paragraph);
            first = t + 1;
            quotes = 0;
        } else if (t + 1 - first >= SENTENCE_MAX) {
            uint32_t cut = cut_long(s, first);
            add_sentence(s, first, cut, paragraph);
            first = cut;
            quotes = 0;
        }
    }
}

void sentence_gaps(const Doc *doc, StrBuf *out) {
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const Sentence *from = &doc->sentences.at[i];
        if (i > 0 && doc->sentences.at[i - 1].paragraph == from->paragraph) {
            continue;
        }
        uint32_t end = i;
        while (end + 1 < doc->sentences.n && doc->sentences.at[end + 1].paragraph == from->paragraph) {
            end++;
        }
        Doc copy = *doc;
        Split s = {.doc = &copy, .first = from->first, .end = doc->sentences.at[end].end};
        buf_str(out, STR("# newpar\n"));
        for (uint32_t t = s.first; t < s.end; t++) {
            Str w = form(&s, t);
            buf_printf(out, "%.*s\t%d\t%d\n", (int)w.n, w.at, spaced(&s, t), rule_of(&s, s.first, t));
        }
    }
}

/* A paragraph of one sentence without a stop, in a text where most paragraphs have one. */
static void mark_headings(Doc *doc) {
    uint32_t stopped = 0, open = 0;
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < doc->sentences.n; i++) {
            Sentence *s = &doc->sentences.at[i];
            bool alone = (i == 0 || doc->sentences.at[i - 1].paragraph != s->paragraph) &&
                         (i + 1 == doc->sentences.n || doc->sentences.at[i + 1].paragraph != s->paragraph);
            bool stop = phrase_ends_sentence(str_trim(doc_str(doc, s->span)));
            if (pass == 0) {
                stopped += stop;
                open += !stop;
            } else if (alone && !stop && s->end - s->first <= 25) {
                s->kind = SENTENCE_HEADING;
            }
        }
        if (stopped <= open) {
            return;
        }
    }
}

/* A dateline stands where a paragraph begins. */
static void mark_leads(Doc *doc) {
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        Sentence *s = &doc->sentences.at[i];
        Dateline found;
        if ((i == 0 || s[-1].paragraph != s->paragraph) && dateline_match(doc_str(doc, s->span), &found)) {
            s->lead = found.n;
        }
    }
}

bool text_split(Doc *doc, Err *err) {
    Str text = doc->text;
    if (text.n > DOC_MAX_BYTES) {
        return err_set(err, "\"%.*s\": the text has more than %d bytes", (int)doc->id.n, doc->id.at, DOC_MAX_BYTES);
    }
    bool wrapped = is_wrapped(text);
    uint32_t paragraph = 0;
    for (uint32_t i = 0; i < text.n;) {
        uint32_t end = paragraph_end(text, i, wrapped);
        Split s = {.doc = doc, .first = doc->tokens.n};
        token_scan(doc, i, end);
        s.end = doc->tokens.n;
        if (s.end > s.first) {
            split_paragraph(&s, paragraph++);
        }
        i = end + 1;
    }
    mark_headings(doc);
    mark_leads(doc);
    return true;
}
