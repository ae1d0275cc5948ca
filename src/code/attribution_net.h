#ifndef CODE_ATTRIBUTION_NET_H
#define CODE_ATTRIBUTION_NET_H

#include "code/attribution_features.h"
#include "syntax/net.h"

/* The net that finds attributions, in two steps over one set of states:

     token rows ──sum──► x [T, 2H] ──SRU × L──► states ──► hid ──► B, I, O of cues ──best path──► cues
     states of the token + states of the cue's head + pair rows ──relu──► SRU ──► B, I of source, of content, O
                                                                     ──best path──► source and content of each cue

   The first SRU runs over passages (a paragraph, or a piece of a very long one), the second over the cue's window.
   Layers are those of syntax/net.h.  Best paths: Viterbi over scores and learnt scores of moves (conditional random
   fields, Lafferty et al. 2001).  Looking at words once more from each predicate is how semantic roles are labelled
   (He et al. 2017).  Trained by train/attribution.py. */
typedef struct AttributionNet {
    Net net;
    const int8_t *token, *pair; /* [TOKEN_ROWS, 2H], [PAIR_ROWS, 2P] */
    float token_step, pair_step;
    uint32_t nsru;
    Sru sru[NET_MAX_LAYERS], window;
    Linear hid, out;         /* 2H → hidden → 3 */
    Linear of_token, of_cue; /* 2H → 2P */
    Linear label;            /* 2P → 5 */
    const float *cue_move;   /* [4, 3]: from a label (row 3: from the start) to a label */
    const float *pair_move;  /* [6, 5] */
} AttributionNet;

enum { CUE_NOT, CUE_BEGINS, CUE_GOES_ON, CUE_LABELS };
enum { PAIR_NEITHER, PAIR_SOURCE, PAIR_SOURCE_ON, PAIR_CONTENT, PAIR_CONTENT_ON, PAIR_LABELS };

bool attribution_net_open(AttributionNet *net, const char *path, Err *err);
void attribution_net_close(AttributionNet *net);

/* Tokens [first, end) of the view, cut into passages by off[0 … n] (relative to first; off[n] = end − first).
   → states [net_rows(end − first), 2H] and a CUE_… label for each token, both in `arena`. */
typedef struct States {
    uint32_t first, end;
    float *x;
    uint8_t *cue;
} States;
States attribution_states(const AttributionNet *net, const View *view, uint32_t first, uint32_t end,
                          const uint32_t *off, uint32_t n, Arena *arena);

/* PAIR_… labels of the tokens of all windows, one window after another. */
uint8_t *attribution_pairs(const AttributionNet *net, const View *view, const States *states, const CueWindow *windows,
                           uint32_t n, Arena *arena);

/* The best sequence of labels: scores [n rows of `stride`], move [labels + 1, labels]; at most 8 labels. */
void best_path(const float *scores, uint32_t n, uint32_t stride, uint32_t labels, const float *move, uint8_t *path,
               Arena *arena);

#endif
