#include "syntax/conllu.h"

#include "syntax/enhanced.h"

enum { COLUMNS = 10 };

/* ---- reading ---- */

typedef struct Reader {
    Doc *doc;
    StrBuf text;
    uint32_t line, first, paragraph; /* first: token of the open sentence */
    uint32_t range_end, range_at;    /* last word number of the open multiword token; words of it so far */
    bool range_space;
    Err *err;
} Reader;

static bool bad(Reader *r, const char *what) {
    return err_set(r->err, "line %u: %s", r->line, what);
}

static bool whole_number(Str s, uint32_t *n) {
    *n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.at[i] < '0' || s.at[i] > '9' || i > 8) {
            return false;
        }
        *n = *n * 10 + (uint32_t)(s.at[i] - '0');
    }
    return s.n > 0;
}

static bool columns(Str line, Str column[COLUMNS]) {
    for (int i = 0; i < COLUMNS; i++) {
        if (!str_split(&line, '\t', &column[i])) {
            return false;
        }
    }
    return line.n == 0 && column[COLUMNS - 1].at != NULL;
}

static void end_sentence(Reader *r) {
    Doc *doc = r->doc;
    if (doc->tokens.n == r->first) {
        return;
    }
    Sentence s = {.span = {doc->tokens.at[r->first].span.start, doc->tokens.at[doc->tokens.n - 1].span.end},
                  .first = r->first,
                  .end = doc->tokens.n,
                  .paragraph = r->paragraph,
                  .root = NONE};
    vec_push(doc->arena, &doc->sentences, s);
    r->first = doc->tokens.n;
    r->range_end = r->range_at = 0;
}

static void add_word(Reader *r, Str form, bool space, bool joined) {
    Token t = {.span = {(uint32_t)r->text.n, (uint32_t)r->text.n + form.n},
               .sentence = r->doc->sentences.n,
               .head = NONE,
               .flags = (uint8_t)((space ? TOKEN_SPACE_AFTER : 0) | (joined ? TOKEN_JOINED : 0))};
    buf_str(&r->text, form);
    if (space) {
        buf_char(&r->text, ' ');
    }
    vec_push(r->doc->arena, &r->doc->tokens, t);
}

static bool read_word(Reader *r, Str line) {
    Str c[COLUMNS], id, rest;
    uint32_t n, end, at;
    if (!columns(line, c) || c[1].n == 0) {
        return bad(r, "not ten columns parted by tabs");
    }
    bool space = true;
    Str misc = c[9], piece;
    while (str_split(&misc, '|', &piece)) {
        space = space && !str_is(piece, "SpaceAfter=No");
    }
    if (whole_number(c[0], &n)) {
        bool inside = n <= r->range_end;
        if (n != r->doc->tokens.n - r->first + 1) {
            return bad(r, "the words are not numbered from 1 in order");
        }
        add_word(r, c[1], inside ? n == r->range_end && r->range_space : space, inside && r->range_at++ > 0);
        return true;
    }
    rest = c[0];
    if (str_find(c[0], STR("-"), &at) && str_split(&rest, '-', &id) && whole_number(id, &n) &&
        whole_number(rest, &end) && end >= n) {
        r->range_end = end;
        r->range_at = 0;
        r->range_space = space;
        return true;
    }
    return str_find(c[0], STR("."), &at) || bad(r, "the first column is no word number");
}

static bool read_line(Reader *r, Str line) {
    if (line.n > 0 && line.at[line.n - 1] == '\r') {
        line.n--;
    }
    if (line.n == 0) {
        end_sentence(r);
        return true;
    }
    if (line.at[0] != '#') {
        return read_word(r, line);
    }
    if (str_starts(line, STR("# newpar")) || str_starts(line, STR("# newdoc"))) {
        r->paragraph += r->doc->tokens.n > 0;
        if (r->text.n > 0 && r->text.at[r->text.n - 1] != '\n') {
            buf_str(&r->text, STR("\n\n"));
        }
    }
    return true;
}

bool conllu_read(Str bytes, Doc *doc, Err *err) {
    Reader r = {.doc = doc, .err = err};
    buf_init(&r.text, doc->arena);
    Str rest = bytes;
    while (rest.n > 0) {
        const char *nl = memchr(rest.at, '\n', rest.n);
        uint32_t n = nl != NULL ? (uint32_t)(nl - rest.at) : rest.n;
        r.line++;
        if (!read_line(&r, str_sub(rest, 0, n))) {
            return false;
        }
        rest = str_sub(rest, n < rest.n ? n + 1 : n, rest.n);
    }
    end_sentence(&r);
    doc->text = buf_take(&r.text);
    return true;
}

/* ---- writing ---- */

/* The text of a comment stands on one line. */
static void put_line(StrBuf *out, Str s) {
    bool space = false;
    for (uint32_t i = 0; i < s.n; i++) {
        bool white = s.at[i] == ' ' || (s.at[i] >= '\t' && s.at[i] <= '\r');
        if (!white) {
            buf_char(out, s.at[i]);
        } else if (!space) {
            buf_char(out, ' ');
        }
        space = white;
    }
}

static void put_number(StrBuf *out, uint32_t n) {
    char digits[12];
    int k = 0;
    do {
        digits[k++] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    while (k > 0) {
        buf_char(out, digits[--k]);
    }
}

static void put_range(const Doc *doc, const Sentence *s, uint32_t t, StrBuf *out) {
    uint32_t end = t + 1;
    while (end < s->end && (doc->tokens.at[end].flags & TOKEN_JOINED)) {
        end++;
    }
    if (end == t + 1 || (doc->tokens.at[t].flags & TOKEN_JOINED)) {
        return;
    }
    put_number(out, t - s->first + 1);
    buf_char(out, '-');
    put_number(out, end - s->first);
    buf_char(out, '\t');
    for (uint32_t k = t; k < end; k++) {
        put_line(out, token_form(doc, k));
    }
    bool space = (doc->tokens.at[end - 1].flags & TOKEN_SPACE_AFTER) != 0;
    buf_str(out, space ? STR("\t_\t_\t_\t_\t_\t_\t_\t_\n") : STR("\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"));
}

static void put_word(const Syntax *syntax, const Doc *doc, const Sentence *s, const Edges *edges, uint32_t t,
                     StrBuf *out) {
    const Token *token = &doc->tokens.at[t];
    bool parsed = s->root != NONE;
    put_range(doc, s, t, out);
    put_number(out, t - s->first + 1);
    buf_char(out, '\t');
    put_line(out, token_form(doc, t));
    if (parsed) {
        buf_char(out, '\t');
        put_line(out, token->lemma);
        buf_char(out, '\t');
        buf_str(out, str_of(upos_names[token->upos]));
        buf_char(out, '\t');
        buf_str(out, str_of(xpos_names[token->xpos]));
        buf_char(out, '\t');
        buf_str(out, syntax_feats(syntax, token->feats));
        buf_char(out, '\t');
        put_number(out, token->head == NONE ? 0 : token->head - s->first + 1);
        buf_char(out, '\t');
        buf_str(out, str_of(deprel_names[token->deprel]));
        buf_char(out, '\t');
        enhanced_write(doc, s, &edges[t - s->first], out);
        buf_char(out, '\t');
    } else {
        buf_str(out, STR("\t_\t_\t_\t_\t_\t_\t_\t"));
    }
    bool last = t + 1 == s->end || !(doc->tokens.at[t + 1].flags & TOKEN_JOINED);
    bool space = (token->flags & TOKEN_SPACE_AFTER) != 0, inside = (token->flags & TOKEN_JOINED) || !last;
    buf_str(out, space || inside ? STR("_\n") : STR("SpaceAfter=No\n"));
}

void conllu_write(const Syntax *syntax, const Doc *doc, StrBuf *out) {
    buf_str(out, STR("# newdoc id = "));
    put_line(out, doc->id);
    buf_char(out, '\n');
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        const Sentence *s = &doc->sentences.at[i];
        if (i == 0 || doc->sentences.at[i - 1].paragraph != s->paragraph) {
            buf_str(out, STR("# newpar\n"));
        }
        buf_str(out, STR("# sent_id = "));
        put_line(out, doc->id);
        buf_char(out, '-');
        put_number(out, i + 1);
        buf_str(out, STR("\n# text = "));
        put_line(out, doc_str(doc, s->span));
        buf_char(out, '\n');
        const Edges *edges = s->root != NONE ? enhanced_edges(syntax, doc, s, doc->scratch) : NULL;
        for (uint32_t t = s->first; t < s->end; t++) {
            put_word(syntax, doc, s, edges, t, out);
        }
        arena_reset(doc->scratch);
        buf_char(out, '\n');
    }
}
