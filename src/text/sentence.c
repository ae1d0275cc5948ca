#include "text/sentence.h"

#include <utf8proc.h>

#include "text/dateline.h"
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
        if (strchr(".!?", w.at[i]) == NULL) {
            return str_is(w, "\xe2\x80\xa6");
        }
    }
    return true;
}

static bool is_closer(Str w) {
    static const char *const closers[] = {"\"", "'", "''", ")", "]", "\xe2\x80\x9d", "\xe2\x80\x99", "\xc2\xbb"};
    for (size_t i = 0; i < sizeof closers / sizeof *closers; i++) {
        if (str_is(w, closers[i])) {
            return true;
        }
    }
    return false;
}

static bool is_opener(Str w) {
    static const char *const openers[] = {"\"",           "'",           "``", "(",  "[", "\xe2\x80\x9c",
                                          "\xe2\x80\x98", "\xc2\xab",    "-",  "--", "*", "\xe2\x80\x93",
                                          "\xe2\x80\x94", "\xe2\x80\xa2"};
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
        if (str_is(w, openers[i])) {
            return true;
        }
    }
    return false;
}

static bool is_upper(Str w) {
    utf8proc_int32_t c;
    return w.n > 0 && utf8proc_iterate((const utf8proc_uint8_t *)w.at, (utf8proc_ssize_t)w.n, &c) > 0 &&
           (utf8proc_category(c) == UTF8PROC_CATEGORY_LU || utf8proc_category(c) == UTF8PROC_CATEGORY_LT);
}

/* Can a sentence begin at t? */
static bool begins(const Split *s, uint32_t t) {
    while (t < s->end && is_opener(form(s, t)) && t + 1 < s->end) {
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
    for (size_t i = 0; i < sizeof starters / sizeof *starters; i++) {
        if (str_is(w, starters[i])) {
            return true;
        }
    }
    return false;
}

/* Does the sentence end with token t (a stop or an abbreviation with one)? */
static bool ends_at(const Split *s, uint32_t t, uint32_t next) {
    Str w = form(s, t);
    if (next >= s->end) {
        return true;
    }
    if (is_stop(w)) {
        bool gap = spaced(s, next - 1);
        if (w.n > 1 && w.at[0] == '.') { /* an ellipsis may stand inside */
            return gap && begins(s, next);
        }
        return begins(s, next) && (gap || (is_upper(form(s, next)) && w.at[0] != '.'));
    }
    if (w.n > 1 && w.at[w.n - 1] == '.') { /* "Inc.", "U.S.", "a.m." */
        Str bare = str_sub(w, 0, w.n - 1);
        if (token_is_title(bare) || (w.n == 2 && is_upper(w)) || !spaced(s, next - 1)) {
            return false;
        }
        uint32_t at = next;
        while (at + 1 < s->end && is_opener(form(s, at))) {
            at++;
        }
        return is_starter(form(s, at));
    }
    return false;
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
    uint32_t first = s->first, t = first;
    while (t < s->end) {
        uint32_t next = t + 1;
        if (is_stop(form(s, t)) || (form(s, t).n > 1 && form(s, t).at[form(s, t).n - 1] == '.')) {
            while (next < s->end && is_closer(form(s, next)) && !spaced(s, next - 1)) {
                next++;
            }
            if (ends_at(s, t, next)) {
                add_sentence(s, first, next, paragraph);
                first = next;
            }
        }
        t = next;
        if (t - first >= SENTENCE_MAX) {
            uint32_t cut = cut_long(s, first);
            add_sentence(s, first, cut, paragraph);
            first = cut;
        }
    }
    if (first < s->end) {
        add_sentence(s, first, s->end, paragraph);
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
            bool stop = ends_in_stop(doc_str(doc, s->span));
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
