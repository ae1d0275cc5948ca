#include "syntax/syntax.h"

#include <stdlib.h>
#include <string.h>

#include "syntax/kernel.h"
#include "syntax/lemma.h"
#include "syntax/look.h"
#include "syntax/repair.h"
#include "syntax/tree.h"
#include "syntax/verb.h"

enum { BLOCK = 768, DIST = 30 }; /* words encoded together; farthest distance with a bias of its own */

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
    float *arc_bias;   /* of a distance d: arc_bias[SYNTAX_MAX + d] */
    uint32_t arc, rel; /* widths of the halves of arc_hid and rel_hid */
    uint32_t ntag, nlemma, nrel, root;
    Tag *tags;
    uint16_t *by_upos; /* tags, part of speech by part of speech: upos_from[u] … upos_from[u + 1] − 1 */
    uint32_t upos_from[UPOS_COUNT + 1];
    LemmaRule *lemmas;
    Look look;
    Lexicon lexicon;
    const Verbs *verbs;
    Arena verb_arena;
    uint8_t *rels;
};

#define DECLARE(name, symbol)                                                                                          \
    extern const unsigned char symbol##_data[];                                                                        \
    extern const uint64_t symbol##_size;
SYNTAX_MODELS(DECLARE)

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

static bool sort_tags(Syntax *s) {
    uint32_t n = 0;
    s->by_upos = calloc(s->ntag + 1, sizeof *s->by_upos);
    for (uint32_t u = 0; s->by_upos != NULL && u < UPOS_COUNT; u++) {
        for (uint32_t i = 0; i < s->ntag; i++) {
            if (s->tags[i].upos == u) {
                s->by_upos[n++] = (uint16_t)i;
            }
        }
        s->upos_from[u + 1] = n;
    }
    return s->by_upos != NULL;
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
    return ok && s->tags != NULL && sort_tags(s);
}

static bool open_rules(const Syntax *s, const char *name, LemmaRule **rules, uint32_t *n, Err *err) {
    Str *names;
    if (!net_strings(&s->net, name, &names, n, err)) {
        return false;
    }
    bool ok = true;
    *rules = calloc(*n + 1, sizeof **rules);
    for (uint32_t i = 0; ok && *rules != NULL && i < *n; i++) {
        ok = lemma_rule(names[i], &(*rules)[i], err) || err_prefix(err, "model \"%s\"", s->net.subject);
    }
    free(names);
    return ok && *rules != NULL;
}

static bool open_lemmas(Syntax *s, Err *err) {
    Lexicon *l = &s->lexicon;
    if (!open_rules(s, "lemmas", &s->lemmas, &s->nlemma, err) ||
        !open_rules(s, "lexicon.rules", &l->rules, &l->nrule, err)) {
        return false;
    }
    const NetEntry *e = net_entry(&s->net, "lexicon.hash");
    l->slots = e != NULL ? e->rows : 0;
    l->hash = net_tensor(&s->net, "lexicon.hash", NET_U32, 0, 1, err);
    l->rule = net_tensor(&s->net, "lexicon.rule", NET_U32, l->slots, 1, err);
    if (l->hash == NULL || l->rule == NULL) {
        return false;
    }
    bool room = false;
    for (uint32_t i = 0; i < l->slots; i++) {
        room |= l->hash[i] == 0;
        if (l->hash[i] != 0 && l->rule[i] >= l->nrule) {
            return err_set(err, "model \"%s\": a lemma has no rule", s->net.subject);
        }
    }
    return (room && (l->slots & (l->slots - 1)) == 0) ||
           err_set(err, "model \"%s\": the lexicon's table is damaged", s->net.subject);
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

/* The bias of each distance, so that a row of scores needs no look-up. */
static bool spread(Syntax *s, Err *err) {
    s->arc_bias = calloc(2 * SYNTAX_MAX + 32, sizeof *s->arc_bias);
    if (s->arc_bias == NULL) {
        return err_set(err, "out of memory while the syntax model was opened");
    }
    for (int d = -SYNTAX_MAX; d <= SYNTAX_MAX; d++) {
        int near = d < -DIST ? -DIST : d > DIST ? DIST : d;
        s->arc_bias[SYNTAX_MAX + d] = s->arc_dist[DIST + near];
    }
    return true;
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
    if (s->tag_out.nout != s->ntag + s->nlemma || s->nrel > LOOK_RELS || s->rel_out.nout != s->nrel ||
        s->arc_dep.nout != s->arc || s->arc_hid.quant != s->tag_hid.quant || s->rel_hid.quant != s->tag_hid.quant ||
        s->arc % 16 != 0 || s->rel % 16 != 0 || s->tag_hid.nout % 16 != 0 || s->ntag == 0 || s->ntag > UINT16_MAX ||
        s->nlemma == 0) {
        return err_set(err, "model \"%s\": its layers do not fit its labels", net->subject);
    }
    s->arc_root = net_tensor(net, "arc.root", NET_I8, s->arc, 1, err);
    s->arc_quant = net_tensor(net, "arc.quant", NET_F32, 3, 1, err);
    s->arc_dist = net_tensor(net, "arc.dist", NET_F32, 2 * DIST + 1, 1, err);
    s->rel_root = net_tensor(net, "rel.root", NET_F32, s->rel, 1, err);
    return s->arc_root != NULL && s->arc_quant != NULL && s->arc_dist != NULL && s->rel_root != NULL &&
           look_open(net, &s->look, err) && spread(s, err);
}

bool syntax_model_find(const char *name, SyntaxModel *model) {
#define MODEL(name, symbol) {#name, symbol##_data, symbol##_size},
    const SyntaxModel models[] = {SYNTAX_MODELS(MODEL)};
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        if (name == NULL || strcmp(name, models[i].name) == 0) {
            *model = models[i];
            return true;
        }
    }
    return false;
}

Syntax *syntax_open(const char *name, Err *err) {
    SyntaxModel model = {0};
    const char *path = syntax_model_find(name, &model) ? NULL : name;
    Syntax *s = calloc(1, sizeof *s);
    if (s == NULL) {
        err_set(err, "out of memory while the syntax model was opened");
        return NULL;
    }
    if (!net_open(&s->net, path, model.data, model.size, "syntax", err) || !net_encoder_open(&s->net, &s->enc, err) ||
        !open_tags(s, err) || !open_lemmas(s, err) || !open_rels(s, err) || !open_heads(s, err) ||
        (s->verbs = verbs_open(&s->verb_arena, err)) == NULL) {
        syntax_close(s);
        return NULL;
    }
    return s;
}

void syntax_close(Syntax *s) {
    if (s != NULL) {
        net_close(&s->net);
        free(s->tags);
        free(s->by_upos);
        free(s->lemmas);
        free(s->lexicon.rules);
        free(s->rels);
        free(s->arc_bias);
        arena_release(&s->verb_arena);
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

/* Sentences, or pieces of them, that are worked off together. */
typedef struct Block {
    const Syntax *syntax;
    Doc *doc;
    Arena *work;
    uint32_t first;      /* token of the document */
    const uint32_t *off; /* [nsent + 1], from `first` */
    uint32_t nsent;
    uint32_t T;
    const uint8_t *q; /* what the encoder says of the words, rounded for the three hidden layers */
} Block;

static float *hidden(const Block *b, const Linear *lin) {
    return net_product(&b->syntax->net, lin, b->work, b->T, b->q);
}

/* "'s" of "she's been" and "it's always got" is "has": no passive's, before a past participle. */
static bool is_has(const Doc *doc, uint32_t t, uint32_t end) {
    const Token *k = &doc->tokens.at[t];
    Str form = doc_str(doc, k->span);
    if (k->xpos != XPOS_VBZ || k->deprel != DEPREL_aux || (!str_is(form, "'s") && !str_is(form, "\xe2\x80\x99s"))) {
        return false;
    }
    do {
        t++;
    } while (t < end && doc->tokens.at[t].xpos == XPOS_RB);
    return t < end && doc->tokens.at[t].xpos == XPOS_VBN;
}

static bool is_degree(Xpos xpos) {
    return xpos == XPOS_JJR || xpos == XPOS_JJS || xpos == XPOS_RBR || xpos == XPOS_RBS;
}

/* The lemma of a token by the table, the list of verbs or its spelling; false if neither knows it.  `end`: of what was
   parsed with it. */
static bool known_lemma(const Syntax *s, Doc *doc, uint32_t t, uint32_t end) {
    Token *k = &doc->tokens.at[t];
    Str form = doc_str(doc, k->span);
    if (k->xpos == XPOS_ADD) { /* an address is its own lemma */
        k->lemma = form;
        return true;
    }
    if (k->upos == UPOS_NUM && lemma_number(doc->arena, form, &k->lemma)) {
        return true;
    }
    if (is_has(doc, t, end)) {
        k->lemma = STR("have");
        return true;
    }
    if (k->upos == UPOS_VERB && verb_irregular(s->verbs, k->xpos, form, &k->lemma)) {
        return true;
    }
    const LemmaRule *rule = lemma_look(&s->lexicon, xpos_names[k->xpos], form);
    if (rule != NULL) {
        k->lemma = lemma_apply(rule, doc->arena, form);
    }
    return rule != NULL || (k->upos == UPOS_VERB && verb_base(s->verbs, k->xpos, form, doc->arena, &k->lemma)) ||
           lemma_abbreviation(k->xpos, form, &k->lemma) ||
           (is_degree(k->xpos) && lemma_degree(doc->arena, form, &k->lemma)) ||
           (k->xpos == XPOS_NNS && lemma_singular(&s->lexicon, doc->arena, form, &k->lemma));
}

/* The lemmas of the words `unknown` by the net's own rules, whose scores nobody else needs. */
static void lemmas(const Block *b, const uint8_t *q, const uint32_t *unknown, uint32_t n) {
    const Syntax *s = b->syntax;
    uint32_t from = s->ntag / 16 * 16, wide = s->tag_out.nin64;
    Linear lin = net_part(&s->tag_out, from, s->ntag + s->nlemma - from);
    uint8_t *rows = arena_alloc(b->work, (size_t)net_rows(n) * wide);
    for (uint32_t i = 0; i < n; i++) {
        memcpy(rows + (size_t)i * wide, q + (size_t)unknown[i] * wide, wide);
    }
    const float *out = net_product(&s->net, &lin, b->work, n, rows) + (s->ntag - from);
    for (uint32_t i = 0; i < n; i++, out += lin.nout16) {
        Token *k = &b->doc->tokens.at[b->first + unknown[i]];
        Str form = doc_str(b->doc, k->span);
        LemmaRule rule = lemma_held(s->lemmas[net_argmax(&s->net, out, s->nlemma)], k->upos, k->xpos, form);
        k->lemma = lemma_apply(&rule, b->doc->arena, form);
    }
}

/* What the words of a group are thought to be. */
typedef struct Guess {
    const uint8_t *q;   /* rounded for tag_out */
    const float *score; /* [T, stride] of the tags */
    uint32_t stride;
    uint32_t *tag; /* [T] */
} Guess;

static Guess tags(const Block *b) {
    const Syntax *s = b->syntax;
    Linear lin = net_part(&s->tag_out, 0, s->ntag);
    uint8_t *q = arena_alloc(b->work, (size_t)net_rows(b->T) * lin.nin64);
    net_quantize(&s->net, &lin, NET_RELU, b->T, hidden(b, &s->tag_hid), s->tag_hid.nout16, q);
    Guess g = {q, net_product(&s->net, &lin, b->work, b->T, q), lin.nout16, NULL};
    g.tag = arena_alloc(b->work, b->T * sizeof *g.tag);
    for (uint32_t t = 0; t < b->T; t++) {
        g.tag[t] = net_argmax(&s->net, g.score + (size_t)t * g.stride, s->ntag);
    }
    return g;
}

/* The tag of a word once the tree has voted: only parts of speech that got more votes can beat the first one. */
static uint32_t second_tag(const Syntax *s, uint32_t first, const float *score, const int16_t *votes) {
    int16_t own = votes[s->tags[first].upos];
    uint32_t best = first;
    float top = score[first] + s->look.step * own;
    for (uint32_t u = 0; u < UPOS_COUNT; u++) {
        for (uint32_t i = votes[u] > own ? s->upos_from[u] : s->upos_from[u + 1]; i < s->upos_from[u + 1]; i++) {
            float sum = score[s->by_upos[i]] + s->look.step * votes[u];
            if (sum > top) {
                top = sum;
                best = s->by_upos[i];
            }
        }
    }
    return best;
}

/* The likeliest tag of a common noun in the plural, for what has no capital and so is no plural name; else `tag`. */
static uint32_t no_name(const Syntax *s, uint32_t tag, Str form, const float *score) {
    if (s->tags[tag].xpos != XPOS_NNPS || form.n == 0 || form.at[0] < 'a' || form.at[0] > 'z') {
        return tag;
    }
    uint32_t best = tag;
    for (uint32_t i = s->upos_from[UPOS_NOUN]; i < s->upos_from[UPOS_NOUN + 1]; i++) {
        uint32_t other = s->by_upos[i];
        if (s->tags[other].xpos == XPOS_NNS && (best == tag || score[other] > score[best])) {
            best = other;
        }
    }
    return best;
}

/* Tags, and the lemmas that depend on them; rel: the relations' numbers in the model. */
static void finish_tags(const Block *b, const Guess *g, const uint32_t *at, const uint8_t *rel) {
    const Syntax *s = b->syntax;
    uint32_t *unknown = arena_alloc(b->work, b->T * sizeof *unknown), n = 0;
    LookWord *words = arena_alloc(b->work, b->T * sizeof *words);
    LookVotes *votes = arena_alloc(b->work, b->T * sizeof *votes);
    for (uint32_t t = 0; t < b->T; t++) {
        Str form = doc_str(b->doc, b->doc->tokens.at[b->first + t].span);
        words[t] = (LookWord){form, at[t], s->tags[g->tag[t]].upos, rel[t], s->rels[rel[t]]};
    }
    for (uint32_t k = 0; k < b->nsent; k++) {
        uint32_t from = b->off[k];
        look_votes(&s->net, &s->look, b->work, words + from, b->off[k + 1] - from, votes + from);
    }
    for (uint32_t t = 0; t < b->T; t++) {
        Token *k = &b->doc->tokens.at[b->first + t];
        const float *score = g->score + (size_t)t * g->stride;
        k->feats = no_name(s, second_tag(s, g->tag[t], score, votes[t]), words[t].form, score);
        k->upos = s->tags[k->feats].upos;
        k->xpos = s->tags[k->feats].xpos;
    }
    for (uint32_t k = 0; k < b->nsent; k++) {
        for (uint32_t t = b->off[k]; t < b->off[k + 1]; t++) {
            if (!known_lemma(s, b->doc, b->first + t, b->first + b->off[k + 1])) {
                unknown[n++] = t;
            }
        }
    }
    lemmas(b, g->q, unknown, n);
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
        const uint8_t *from = head + (size_t)j * A;
        int32_t sum = 0;
        for (uint32_t k = 0; k < A; k += 4) {
            uint32_t four;
            memcpy(&four, j == n ? (const void *)(s->arc_root + k) : from + k, 4);
            four ^= j == n ? 0 : 0x80808080u; /* shifted to 0 … 255 by quantize() */
            memcpy(to + k / 4 * 64, &four, 4);
        }
        for (uint32_t k = 0; k < A; k++) {
            sum += j == n ? s->arc_root[k] : from[k] - 128;
        }
        h.fix[j] = -128 * sum;
    }
    return h;
}

static void sentence_heads(const Block *b, uint32_t k, const uint8_t *dep, const uint8_t *head, uint32_t *at) {
    const Syntax *s = b->syntax;
    Arena *scratch = b->work;
    uint32_t from = b->off[k], n = b->off[k + 1] - from;
    Heads h = pack_heads(s, scratch, head + (size_t)from * s->arc, n);
    uint32_t rows = net_round(&s->net, n);
    int32_t *acc = arena_alloc(scratch, (size_t)rows * h.n16 * sizeof *acc);
    float *score = arena_alloc(scratch, (size_t)n * h.n16 * sizeof *score);
    s->net.kernels->product_int(h.w, h.n16, h.k64, rows, dep + (size_t)from * h.k64, acc);
    for (uint32_t i = 0; i < n; i++) {
        float *row = score + (size_t)i * h.n16;
        s->net.kernels->score(acc + (size_t)i * h.n16, h.fix, s->arc_quant[2], s->arc_bias + SYNTAX_MAX - i, h.n16,
                              row);
        row[n] = (float)(acc[(size_t)i * h.n16 + n] + h.fix[n]) * s->arc_quant[2]; /* the root stands nowhere */
        row[i] = TREE_NEVER;
    }
    tree_best(scratch, s->net.kernels->argmax, n, score, h.n16, at + from);
}

/* head[t]: within the block's sentence; the sentence's length for the root */
static uint32_t *arcs(const Block *b) {
    const Syntax *s = b->syntax;
    Arena *scratch = b->work;
    uint32_t A = s->arc, wide = s->arc_hid.nout16, k64 = s->arc_dep.nin64, T = b->T;
    const float *hid = hidden(b, &s->arc_hid), *d = net_linear(&s->net, &s->arc_dep, NET_RELU, scratch, T, hid, wide);
    uint8_t *dep = arena_alloc(scratch, (size_t)(net_rows(T) + 32) * k64), *head = arena_alloc(scratch, (size_t)T * A);
    memset(dep, 128, (size_t)(net_rows(T) + 32) * k64);
    for (uint32_t t = 0; t < T; t++) {
        s->net.kernels->quantize(d + (size_t)t * s->arc_dep.nout16, A, s->arc_quant[0], -127, dep + (size_t)t * k64);
        s->net.kernels->quantize(hid + (size_t)t * wide + A, A, s->arc_quant[1], 0, head + (size_t)t * A);
    }
    uint32_t *at = arena_array(scratch, uint32_t, T);
    for (uint32_t k = 0; k < b->nsent; k++) {
        sentence_heads(b, k, dep, head, at);
    }
    return at;
}

/* rel[t]: the model's number of the relation to the head at[t] */
static uint8_t *relations(const Block *b, const uint32_t *at) {
    const Syntax *s = b->syntax;
    Arena *scratch = b->work;
    uint32_t R = s->rel, wide = s->rel_hid.nout16, k64 = s->rel_out.nin64;
    const float *hid = hidden(b, &s->rel_hid);
    uint8_t *pair = arena_alloc(scratch, (size_t)net_rows(b->T) * k64);
    memset(pair, 128, (size_t)b->T * k64);
    for (uint32_t k = 0; k < b->nsent; k++) {
        for (uint32_t t = b->off[k]; t < b->off[k + 1]; t++) {
            uint32_t h = b->off[k] + at[t];
            const float *head = h == b->off[k + 1] ? s->rel_root : hid + (size_t)h * wide + R;
            s->net.kernels->add_round(hid + (size_t)t * wide, head, R, s->rel_out.quant, pair + (size_t)t * k64);
        }
    }
    float *out = net_product(&s->net, &s->rel_out, scratch, b->T, pair);
    uint8_t *rel = arena_alloc(scratch, b->T);
    for (uint32_t k = 0; k < b->nsent; k++) {
        for (uint32_t t = b->off[k]; t < b->off[k + 1]; t++) {
            float *row = out + (size_t)t * s->rel_out.nout16;
            Token *token = &b->doc->tokens.at[b->first + t];
            bool root = b->off[k] + at[t] == b->off[k + 1];
            row[s->root] = -1e30f;
            token->head = root ? NONE : b->first + b->off[k] + at[t];
            rel[t] = (uint8_t)(root ? s->root : net_argmax(&s->net, row, s->nrel));
            token->deprel = s->rels[rel[t]];
        }
    }
    return rel;
}

static void parse_group(const Block *b, uint32_t from, uint32_t to) {
    uint32_t *off = arena_array(b->work, uint32_t, to - from + 1), first = b->off[from];
    for (uint32_t k = from; k <= to; k++) {
        off[k - from] = b->off[k] - first;
    }
    Block group = *b;
    group.first += first;
    group.off = off;
    group.nsent = to - from;
    group.T = off[to - from];
    group.q = b->q + (size_t)first * 2 * b->syntax->enc.H;
    Guess guess = tags(&group);
    const uint32_t *at = arcs(&group);
    finish_tags(&group, &guess, at, relations(&group, at));
    arena_reset(b->work);
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
    b->q = net_encode(&b->syntax->net, &b->syntax->enc, doc->scratch, words, b->off, b->nsent, &b->syntax->tag_hid);
    for (uint32_t from = 0, to; from < b->nsent; from = to) {
        to = net_group(b->off, b->nsent, from);
        parse_group(b, from, to);
    }
}

/* A sentence that was parsed in pieces: the other pieces' roots hang on the first one's behind the dateline. */
static void finish_sentence(Doc *doc, Sentence *sentence) {
    uint32_t root = sentence_proper(doc, sentence);
    while (root < sentence->end && doc->tokens.at[root].head != NONE) {
        root++;
    }
    sentence->root = root < sentence->end ? root : NONE;
    for (uint32_t t = sentence->first; t < sentence->end; t++) {
        Token *token = &doc->tokens.at[t];
        if (token->head == NONE && t != root) {
            token->head = sentence->root;
            token->deprel = DEPREL_parataxis;
        }
    }
    repair_subjects(doc, sentence, doc->scratch);
}

bool syntax_parse(const Syntax *syntax, Doc *doc, Err *err) {
    (void)err;
    uint32_t off[BLOCK + 1], s = 0, t = 0; /* next sentence, its next token */
    Arena work = {0};
    while (s < doc->sentences.n) {
        Block b = {.syntax = syntax, .doc = doc, .work = &work, .off = off};
        off[0] = 0;
        t = t > doc->sentences.at[s].first ? t : doc->sentences.at[s].first;
        b.first = t;
        while (s < doc->sentences.n && b.nsent < BLOCK) {
            uint32_t end = doc->sentences.at[s].end, proper = sentence_proper(doc, &doc->sentences.at[s]);
            uint32_t stop = t < proper && proper < end ? proper : end; /* a dateline is a piece of its own */
            uint32_t n = stop - t < SYNTAX_MAX ? stop - t : SYNTAX_MAX;
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
    arena_release(&work);
    for (uint32_t i = 0; i < doc->sentences.n; i++) {
        finish_sentence(doc, &doc->sentences.at[i]);
        arena_reset(doc->scratch);
    }
    return true;
}
