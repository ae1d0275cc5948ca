#include "syntax/syntax.h"

#include <stdlib.h>

#include "syntax/kernel.h"
#include "syntax/lemma.h"
#include "syntax/tree.h"

enum { BLOCK = 192, DIST = 30 }; /* words encoded together: their states fit the cache; farthest distance with a bias */

typedef struct Tag {
    uint8_t upos, xpos;
    Str feats;
} Tag;

struct Syntax {
    Net net;
    Encoder enc;
    Linear tag_hid, tag_out, arc_hid, arc_dep, rel_hid, rel_out;
    const int8_t *arc_root;
    const float *arc_quant, *arc_dist, *rel_root;
    uint32_t arc, rel; /* widths of the halves of arc_hid and rel_hid */
    uint32_t ntag, nlemma, nrel, root;
    Tag *tags;
    LemmaRule *lemmas;
    uint8_t *rels;
};

extern const unsigned char syntax_model_data[];
extern const uint64_t syntax_model_size;

/* ---- opening ---- */

static bool label_index(const char *const *names, uint32_t n, Str name, uint8_t *index) {
    for (uint32_t i = 0; i < n; i++) {
        if (str_is(name, names[i])) {
            *index = (uint8_t)i;
            return true;
        }
    }
    return false;
}

static bool open_tags(Syntax *s, Err *err) {
    Str *names;
    if (!net_strings(&s->net, "tags", &names, &s->ntag, err)) {
        return false;
    }
    bool ok = true;
    s->tags = calloc(s->ntag + 1, sizeof *s->tags);
    for (uint32_t i = 0; ok && s->tags != NULL && i < s->ntag; i++) {
        Str upos = {0}, xpos = {0};
        s->tags[i].feats = names[i];
        ok = str_split(&s->tags[i].feats, '\t', &upos) && str_split(&s->tags[i].feats, '\t', &xpos) &&
             label_index(upos_names, UPOS_COUNT, upos, &s->tags[i].upos) &&
             label_index(xpos_names, XPOS_COUNT, xpos, &s->tags[i].xpos);
        if (!ok) {
            err_set(err, "model \"%s\": the tag \"%.*s\" is not known", s->net.subject, (int)names[i].n, names[i].at);
        }
    }
    free(names);
    return ok && s->tags != NULL;
}

static bool open_lemmas(Syntax *s, Err *err) {
    Str *names;
    if (!net_strings(&s->net, "lemmas", &names, &s->nlemma, err)) {
        return false;
    }
    bool ok = true;
    s->lemmas = calloc(s->nlemma + 1, sizeof *s->lemmas);
    for (uint32_t i = 0; ok && s->lemmas != NULL && i < s->nlemma; i++) {
        ok = lemma_rule(names[i], &s->lemmas[i], err) || err_prefix(err, "model \"%s\"", s->net.subject);
    }
    free(names);
    return ok && s->lemmas != NULL;
}

static bool open_rels(Syntax *s, Err *err) {
    Str *names;
    if (!net_strings(&s->net, "rels", &names, &s->nrel, err)) {
        return false;
    }
    bool ok = true;
    s->root = NONE;
    s->rels = calloc(s->nrel + 1, 1);
    for (uint32_t i = 0; ok && s->rels != NULL && i < s->nrel; i++) {
        ok = label_index(deprel_names, DEPREL_COUNT, names[i], &s->rels[i]);
        if (!ok) {
            err_set(err, "model \"%s\": the relation \"%.*s\" is not known", s->net.subject, (int)names[i].n,
                    names[i].at);
        } else if (s->rels[i] == DEPREL_root) {
            s->root = i;
        }
    }
    free(names);
    if (ok && (s->root == NONE || s->nrel < 2)) {
        ok = err_set(err, "model \"%s\": it knows no relation \"root\"", s->net.subject);
    }
    return ok && s->rels != NULL;
}

static bool open_heads(Syntax *s, Err *err) {
    const Net *net = &s->net;
    uint32_t D = 2 * s->enc.H;
    if (!net_linear_open(net, "tag_hid", D, &s->tag_hid, err) ||
        !net_linear_open(net, "tag_out", s->tag_hid.nout, &s->tag_out, err) ||
        !net_linear_open(net, "arc_hid", D, &s->arc_hid, err) ||
        !net_linear_open(net, "rel_hid", D, &s->rel_hid, err)) {
        return false;
    }
    s->arc = s->arc_hid.nout / 2;
    s->rel = s->rel_hid.nout / 2;
    if (!net_linear_open(net, "arc_dep", s->arc, &s->arc_dep, err) ||
        !net_linear_open(net, "rel_out", s->rel, &s->rel_out, err)) {
        return false;
    }
    if (s->tag_out.nout != s->ntag + s->nlemma || s->rel_out.nout != s->nrel || s->arc_dep.nout != s->arc ||
        s->arc % 16 != 0 || s->rel % 16 != 0 || s->tag_hid.nout % 16 != 0 || s->ntag == 0 || s->nlemma == 0) {
        return err_set(err, "model \"%s\": its layers do not fit its labels", net->subject);
    }
    s->arc_root = net_tensor(net, "arc.root", NET_I8, s->arc, 1, err);
    s->arc_quant = net_tensor(net, "arc.quant", NET_F32, 3, 1, err);
    s->arc_dist = net_tensor(net, "arc.dist", NET_F32, 2 * DIST + 1, 1, err);
    s->rel_root = net_tensor(net, "rel.root", NET_F32, s->rel, 1, err);
    return s->arc_root != NULL && s->arc_quant != NULL && s->arc_dist != NULL && s->rel_root != NULL;
}

Syntax *syntax_open(const char *path, Err *err) {
    Syntax *s = calloc(1, sizeof *s);
    if (s == NULL) {
        err_set(err, "out of memory while the syntax model was opened");
        return NULL;
    }
    if (!net_open(&s->net, path, syntax_model_data, syntax_model_size, "syntax", err) ||
        !net_encoder_open(&s->net, &s->enc, err) || !open_tags(s, err) || !open_lemmas(s, err) || !open_rels(s, err) ||
        !open_heads(s, err)) {
        syntax_close(s);
        return NULL;
    }
    return s;
}

void syntax_close(Syntax *s) {
    if (s != NULL) {
        net_close(&s->net);
        free(s->tags);
        free(s->lemmas);
        free(s->rels);
        free(s);
    }
}

Net *syntax_net(Syntax *syntax) {
    return &syntax->net;
}

Str syntax_feats(const Syntax *syntax, uint32_t feats) {
    return feats < syntax->ntag ? syntax->tags[feats].feats : STR("_");
}

Str syntax_feat(const Syntax *syntax, const Token *token, const char *name) {
    Str rest = syntax_feats(syntax, token->feats), piece, key;
    while (str_split(&rest, '|', &piece)) {
        if (str_split(&piece, '=', &key) && str_is(key, name)) {
            return piece;
        }
    }
    return (Str){0};
}

/* ---- parsing ---- */

/* The sentences, or pieces of them, that are encoded together. */
typedef struct Block {
    const Syntax *syntax;
    Doc *doc;
    uint32_t first;      /* token of the document */
    const uint32_t *off; /* [nsent + 1], from `first` */
    uint32_t nsent;
    uint32_t T;
    const float *x;
} Block;

static void tag(const Block *b) {
    const Syntax *s = b->syntax;
    Arena *scratch = b->doc->scratch;
    float *hid = net_linear(&s->net, &s->tag_hid, scratch, b->T, b->x, 2 * s->enc.H);
    net_relu(&s->net, hid, b->T * s->tag_hid.nout16);
    float *out = net_linear(&s->net, &s->tag_out, scratch, b->T, hid, s->tag_hid.nout16);
    for (uint32_t t = 0; t < b->T; t++, out += s->tag_out.nout16) {
        Token *k = &b->doc->tokens.at[b->first + t];
        k->feats = net_argmax(&s->net, out, s->ntag);
        k->upos = s->tags[k->feats].upos;
        k->xpos = s->tags[k->feats].xpos;
        const LemmaRule *rule = &s->lemmas[net_argmax(&s->net, out + s->ntag, s->nlemma)];
        k->lemma = lemma_apply(rule, b->doc->arena, doc_str(b->doc, k->span));
    }
}

/* The heads' side of a sentence's arc products, packed like weights; the root is column n. */
typedef struct Heads {
    int8_t *w;
    int32_t *fix;
    uint32_t n16, k64;
} Heads;

static Heads pack_heads(const Syntax *s, Arena *scratch, const uint8_t *head, uint32_t n) {
    uint32_t A = s->arc;
    Heads h = {.n16 = (n + 1 + 15) / 16 * 16, .k64 = s->arc_dep.nin64};
    h.w = arena_zero(scratch, (size_t)h.n16 * h.k64);
    h.fix = arena_array(scratch, int32_t, h.n16);
    for (uint32_t j = 0; j <= n; j++) {
        int8_t *to = h.w + (size_t)(j / 16) * 16 * h.k64 + j % 16 * 4;
        int32_t sum = 0;
        for (uint32_t k = 0; k < A; k++) {
            int8_t v = j == n ? s->arc_root[k] : (int8_t)(head[(size_t)j * A + k] - 128);
            to[k / 4 * 64 + k % 4] = v;
            sum += v;
        }
        h.fix[j] = -128 * sum;
    }
    return h;
}

static void sentence_heads(const Block *b, uint32_t k, const uint8_t *dep, const uint8_t *head, uint32_t *at) {
    const Syntax *s = b->syntax;
    Arena *scratch = b->doc->scratch;
    uint32_t from = b->off[k], n = b->off[k + 1] - from;
    Heads h = pack_heads(s, scratch, head + (size_t)from * s->arc, n);
    uint32_t rows = net_rows(n);
    int32_t *acc = arena_alloc(scratch, (size_t)rows * h.n16 * sizeof *acc);
    float *score = arena_alloc(scratch, (size_t)n * (n + 1) * sizeof *score), unit = s->arc_quant[2];
    s->net.kernels->product_int(h.w, h.n16, h.k64, rows, dep + (size_t)from * h.k64, acc);
    for (uint32_t i = 0; i < n; i++) {
        float *row = score + (size_t)i * (n + 1);
        const int32_t *sum = acc + (size_t)i * h.n16;
        for (uint32_t j = 0; j <= n; j++) {
            row[j] = (float)(sum[j] + h.fix[j]) * unit;
        }
        for (uint32_t j = 0; j < n; j++) {
            int d = (int)j - (int)i;
            d = d < -DIST ? -DIST : d > DIST ? DIST : d;
            row[j] += s->arc_dist[d + DIST];
        }
    }
    tree_best(scratch, n, score, at + from);
}

/* head[t]: within the block's sentence; the sentence's length for the root */
static uint32_t *arcs(const Block *b) {
    const Syntax *s = b->syntax;
    Arena *scratch = b->doc->scratch;
    uint32_t A = s->arc, wide = s->arc_hid.nout16, k64 = s->arc_dep.nin64, T = b->T;
    float *hid = net_linear(&s->net, &s->arc_hid, scratch, T, b->x, 2 * s->enc.H);
    net_relu(&s->net, hid, T * wide);
    float *d = net_linear(&s->net, &s->arc_dep, scratch, T, hid, wide);
    uint8_t *dep = arena_alloc(scratch, (size_t)(net_rows(T) + 32) * k64), *head = arena_alloc(scratch, (size_t)T * A);
    memset(dep, 128, (size_t)(net_rows(T) + 32) * k64);
    for (uint32_t t = 0; t < T; t++) {
        s->net.kernels->quantize(d + (size_t)t * s->arc_dep.nout16, A, s->arc_quant[0], dep + (size_t)t * k64);
        s->net.kernels->quantize(hid + (size_t)t * wide + A, A, s->arc_quant[1], head + (size_t)t * A);
    }
    uint32_t *at = arena_array(scratch, uint32_t, T);
    for (uint32_t k = 0; k < b->nsent; k++) {
        sentence_heads(b, k, dep, head, at);
    }
    return at;
}

static void relations(const Block *b, const uint32_t *at) {
    const Syntax *s = b->syntax;
    Arena *scratch = b->doc->scratch;
    uint32_t R = s->rel, wide = s->rel_hid.nout16;
    float *hid = net_linear(&s->net, &s->rel_hid, scratch, b->T, b->x, 2 * s->enc.H);
    float *pair = arena_alloc(scratch, (size_t)b->T * R * sizeof *pair);
    for (uint32_t k = 0; k < b->nsent; k++) {
        for (uint32_t t = b->off[k]; t < b->off[k + 1]; t++) {
            uint32_t h = b->off[k] + at[t];
            const float *head = h == b->off[k + 1] ? s->rel_root : hid + (size_t)h * wide + R;
            for (uint32_t i = 0; i < R; i++) {
                float v = hid[(size_t)t * wide + i] + head[i];
                pair[(size_t)t * R + i] = v > 0 ? v : 0;
            }
        }
    }
    float *out = net_linear(&s->net, &s->rel_out, scratch, b->T, pair, R);
    for (uint32_t k = 0; k < b->nsent; k++) {
        for (uint32_t t = b->off[k]; t < b->off[k + 1]; t++) {
            float *row = out + (size_t)t * s->rel_out.nout16;
            Token *token = &b->doc->tokens.at[b->first + t];
            bool root = b->off[k] + at[t] == b->off[k + 1];
            row[s->root] = -1e30f;
            token->head = root ? NONE : b->first + b->off[k] + at[t];
            token->deprel = root ? DEPREL_root : s->rels[net_argmax(&s->net, row, s->nrel)];
        }
    }
}

static void parse_block(Block *b) {
    Doc *doc = b->doc;
    NetWord *words = arena_array(doc->scratch, NetWord, b->T);
    for (uint32_t k = 0; k < b->nsent; k++) {
        bool glued = false;
        for (uint32_t t = b->off[k]; t < b->off[k + 1]; t++) {
            const Token *token = &doc->tokens.at[b->first + t];
            bool space = (token->flags & TOKEN_SPACE_AFTER) != 0;
            words[t] = (NetWord){doc_str(doc, token->span), (glued ? 1u : 0) + (space ? 0 : 2u)};
            glued = !space;
        }
    }
    b->x = net_encode(&b->syntax->net, &b->syntax->enc, doc->scratch, words, b->off, b->nsent);
    tag(b);
    relations(b, arcs(b));
}

/* A sentence that was parsed in pieces: the later pieces' roots hang on the first one's. */
static void finish_sentence(Doc *doc, Sentence *sentence) {
    sentence->root = NONE;
    for (uint32_t t = sentence->first; t < sentence->end; t++) {
        Token *token = &doc->tokens.at[t];
        if (token->head == NONE && sentence->root == NONE) {
            sentence->root = t;
        } else if (token->head == NONE) {
            token->head = sentence->root;
            token->deprel = DEPREL_parataxis;
        }
    }
}

bool syntax_parse(const Syntax *syntax, Doc *doc, Err *err) {
    (void)err;
    uint32_t off[BLOCK + 1], s = 0, t = 0; /* next sentence, its next token */
    while (s < doc->sentences.n) {
        Block b = {.syntax = syntax, .doc = doc, .off = off};
        off[0] = 0;
        t = t > doc->sentences.at[s].first ? t : doc->sentences.at[s].first;
        b.first = t;
        while (s < doc->sentences.n && b.nsent < BLOCK) {
            uint32_t end = doc->sentences.at[s].end, n = end - t < SYNTAX_MAX ? end - t : SYNTAX_MAX;
            if (b.nsent > 0 && b.T + n > BLOCK) {
                break;
            }
            if (n > 0) {
                b.T += n;
                off[++b.nsent] = b.T;
                t += n;
            }
            if (t == end) {
                s++;
            }
        }
        if (b.T > 0) {
            parse_block(&b);
        }
        arena_reset(doc->scratch);
    }
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        finish_sentence(doc, &doc->sentences.at[i]);
    }
    return true;
}
