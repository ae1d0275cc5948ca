#include "code/attribution_net.h"

#include <stdio.h>

extern const unsigned char attribution_data[];
extern const uint64_t attribution_size;

static bool table_open(const Net *net, const char *name, uint32_t rows, uint32_t cols, const int8_t **table,
                       float *step, Err *err) {
    char full[40];
    snprintf(full, sizeof full, "%s.step", name);
    const float *s = net_tensor(net, full, NET_F32, 1, 1, err);
    *table = net_tensor(net, name, NET_I8, rows, cols, err);
    if (s == NULL || *table == NULL) {
        return false;
    }
    *step = *s;
    return true;
}

static bool layers_open(AttributionNet *n, Err *err) {
    const NetEntry *token = net_entry(&n->net, "token"), *pair = net_entry(&n->net, "pair");
    if (token == NULL || pair == NULL || token->cols % 64 != 0 || pair->cols % 64 != 0) {
        return err_set(err, "model \"%s\": the tables are absent or of an odd width", n->net.subject);
    }
    uint32_t D = token->cols, P = pair->cols;
    for (n->nsru = 0; n->nsru < NET_MAX_LAYERS; n->nsru++) {
        char name[16];
        snprintf(name, sizeof name, "sru%u.w", n->nsru);
        if (net_entry(&n->net, name) == NULL) {
            break;
        }
        name[strlen(name) - 2] = 0;
        if (!net_sru_open(&n->net, name, D / 2, &n->sru[n->nsru], err)) {
            return false;
        }
    }
    n->cue_move = net_tensor(&n->net, "cue.move", NET_F32, CUE_LABELS + 1, CUE_LABELS, err);
    n->pair_move = net_tensor(&n->net, "pair.move", NET_F32, PAIR_LABELS + 1, PAIR_LABELS, err);
    return n->cue_move != NULL && n->pair_move != NULL &&
           table_open(&n->net, "token", TOKEN_ROWS, D, &n->token, &n->token_step, err) &&
           table_open(&n->net, "pair", PAIR_ROWS, P, &n->pair, &n->pair_step, err) &&
           net_sru_open(&n->net, "window", P / 2, &n->window, err) &&
           net_linear_open(&n->net, "hid", D, &n->hid, err) &&
           net_linear_open(&n->net, "out", n->hid.nout, &n->out, err) &&
           net_linear_open(&n->net, "of_token", D, &n->of_token, err) &&
           net_linear_open(&n->net, "of_cue", D, &n->of_cue, err) &&
           net_linear_open(&n->net, "label", P, &n->label, err);
}

bool attribution_net_open(AttributionNet *n, const char *path, Err *err) {
    *n = (AttributionNet){0};
    if (!net_open(&n->net, path, attribution_data, attribution_size, "attribution", err)) {
        return false;
    }
    bool fits = layers_open(n, err) && n->out.nout == CUE_LABELS && n->label.nout == PAIR_LABELS &&
                n->of_token.nout == n->label.nin && n->of_cue.nout == n->label.nin;
    if (!fits) {
        char why[sizeof err->text];
        snprintf(why, sizeof why, "%s", err != NULL ? err->text : "");
        if (why[0] == 0) {
            err_set(err, "model \"%s\": its layers do not fit each other", n->net.subject);
        }
        attribution_net_close(n);
    }
    return fits;
}

void attribution_net_close(AttributionNet *n) {
    net_close(&n->net);
}

void best_path(const float *scores, uint32_t n, uint32_t stride, uint32_t labels, const float *move, uint8_t *path,
               Arena *arena) {
    enum { MOST = 8 };
    float now[MOST], then[MOST];
    uint8_t *back = arena_alloc(arena, (size_t)n * labels);
    for (uint32_t k = 0; k < labels; k++) {
        now[k] = move[labels * labels + k] + scores[k];
    }
    for (uint32_t t = 1; t < n; t++) {
        for (uint32_t k = 0; k < labels; k++) {
            uint32_t from = 0;
            float top = now[0] + move[k];
            for (uint32_t j = 1; j < labels; j++) {
                float via = now[j] + move[j * labels + k];
                from = via > top ? j : from;
                top = via > top ? via : top;
            }
            then[k] = top + scores[(size_t)t * stride + k];
            back[(size_t)t * labels + k] = (uint8_t)from;
        }
        memcpy(now, then, sizeof now);
    }
    uint32_t best = 0;
    for (uint32_t k = 1; k < labels; k++) {
        best = now[k] > now[best] ? k : best;
    }
    for (uint32_t t = n; t-- > 0;) {
        path[t] = (uint8_t)best;
        best = t > 0 ? back[(size_t)t * labels + best] : 0;
    }
}

States attribution_states(const AttributionNet *n, const View *view, uint32_t first, uint32_t end, const uint32_t *off,
                          uint32_t passages, Arena *arena) {
    uint32_t T = end - first, D = n->hid.nin;
    States s = {first, end, NULL, arena_alloc(arena, T)};
    Bag bag = features_tokens(view, first, end, arena);
    s.x = arena_alloc(arena, (size_t)net_rows(T) * D * sizeof *s.x);
    net_bag(&n->net, n->token, D, n->token_step, T, bag.off, bag.rows, s.x);
    for (uint32_t i = 0; i < n->nsru; i++) {
        s.x = net_sru(&n->net, &n->sru[i], arena, s.x, off, passages);
    }
    float *hidden = net_linear(&n->net, &n->hid, NET_PLAIN, arena, T, s.x, D);
    float *scores = net_linear(&n->net, &n->out, NET_RELU, arena, T, hidden, n->hid.nout16);
    for (uint32_t i = 0; i < passages; i++) {
        best_path(scores + (size_t)off[i] * n->out.nout16, off[i + 1] - off[i], n->out.nout16, CUE_LABELS, n->cue_move,
                  s.cue + off[i], arena);
    }
    return s;
}

/* z = max(z + (a + b), 0), four at a time; n is a multiple of 4. */
static void add_relu(const float *a, const float *b, uint32_t n, float *z) {
    typedef float Four __attribute__((vector_size(16)));
    typedef int32_t Mask __attribute__((vector_size(16)));
    for (uint32_t i = 0; i < n; i += 4) {
        Four x, y, sum;
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        memcpy(&sum, z + i, sizeof sum);
        sum += x + y;
        sum = (Four)((Mask)sum & (sum > 0.0f));
        memcpy(z + i, &sum, sizeof sum);
    }
}

/* z [rows, P] = relu(token part + cue part + sum of pair rows); the pair rows are in z already. */
static void join(const AttributionNet *n, const States *states, const CueWindow *windows, uint32_t count, float *z,
                 Arena *arena) {
    uint32_t T = states->end - states->first, D = n->hid.nin, P = n->label.nin;
    float *heads = arena_alloc(arena, (size_t)net_rows(count) * D * sizeof *heads);
    for (uint32_t i = 0; i < count; i++) {
        memcpy(heads + (size_t)i * D, states->x + (size_t)(windows[i].head - states->first) * D, D * sizeof *heads);
    }
    const float *token = net_linear(&n->net, &n->of_token, NET_PLAIN, arena, T, states->x, D);
    const float *cue = net_linear(&n->net, &n->of_cue, NET_PLAIN, arena, count, heads, D);
    for (uint32_t i = 0; i < count; i++) {
        const float *c = cue + (size_t)i * n->of_cue.nout16;
        for (uint32_t t = windows[i].from; t < windows[i].to; t++, z += P) {
            add_relu(token + (size_t)(t - states->first) * n->of_token.nout16, c, P, z);
        }
    }
}

uint8_t *attribution_pairs(const AttributionNet *n, const View *view, const States *states, const CueWindow *windows,
                           uint32_t count, Arena *arena) {
    uint32_t P = n->label.nin, *off = arena_array(arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        off[i + 1] = off[i] + (windows[i].to - windows[i].from);
    }
    uint32_t rows = off[count];
    uint8_t *path = arena_alloc(arena, rows);
    Bag bag = features_pairs(view, windows, count, arena);
    float *z = arena_alloc(arena, (size_t)net_rows(rows) * P * sizeof *z);
    net_bag(&n->net, n->pair, P, n->pair_step, rows, bag.off, bag.rows, z);
    join(n, states, windows, count, z, arena);
    z = net_sru(&n->net, &n->window, arena, z, off, count);
    float *scores = net_linear(&n->net, &n->label, NET_PLAIN, arena, rows, z, P);
    for (uint32_t i = 0; i < count; i++) {
        best_path(scores + (size_t)off[i] * n->label.nout16, off[i + 1] - off[i], n->label.nout16, PAIR_LABELS,
                  n->pair_move, path + off[i], arena);
    }
    return path;
}
