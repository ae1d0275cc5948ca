#ifndef SYNTAX_NET_H
#define SYNTAX_NET_H

/* The small network that every model of the program shares, and the file it is read from.

     forms ──feature──► word id, hashed rows ──net_embed──► x [T, 2H] ──net_sru × L──► x [T, 2H] ──net_linear──► heads

   T tokens of all sentences of a block stand one after another, without padding; off[0..nsent] bounds the sentences.
   Weights are int8 with one scale for each output; what a layer reads is rounded to 8 bits with one static step; sums
   are int32 and thus exact.  Elementwise float arithmetic is the same on every path (no fused multiply-add, no
   reordered sums), so AMX, AVX512-VNNI, AVX2 and portable C give the same bits.

   Sources: simple recurrent units, Lei et al. 2018; hashed sub-word rows, Bojanowski et al. 2017; training with fake
   quantisation, Jacob et al. 2018.  train/net.py defines the same net for training and writes the file.

   The file: a header of 64 bytes, a directory, tensors; every tensor begins on 64 bytes; little-endian; no pointers, so
   that it can be embedded or mapped anywhere. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef enum NetKind { NET_I8 = 1, NET_I32, NET_F32, NET_U8, NET_U32 } NetKind;
typedef enum NetPath { NET_PORTABLE, NET_AVX2, NET_AVX512, NET_AMX, NET_BEST } NetPath;

typedef struct NetEntry {
    char name[32];
    uint32_t kind, rows, cols, pad;
    uint64_t offset, bytes;
} NetEntry;

typedef struct Kernels Kernels;

/* An opened model file: read-only, shared by all threads. */
typedef struct Net {
    const unsigned char *at;
    size_t size;
    bool mapped; /* net_close() unmaps */
    const NetEntry *entries;
    uint32_t n;
    const Kernels *kernels;
    char subject[256]; /* the file's name, for messages */
} Net;

/* Opens `path`, or the `size` bytes at `data` where path is NULL (they must outlive the net and be 64-byte aligned).
   `kind` names what the model is for ("syntax", "ner" …).  Refuses a file that is short, foreign, of another version or
   kind, or damaged (checksum), with a message that says which. */
bool net_open(Net *net, const char *path, const unsigned char *data, size_t size, const char *kind, Err *err);
void net_close(Net *net);
/* Chooses the arithmetic path: NET_BEST is what net_open() chose.  False if this machine cannot. For tests. */
bool net_use(Net *net, NetPath path);
const char *net_path_name(const Net *net);

/* A tensor by name; NULL with `err` filled if it is absent, of another kind, or not rows × cols (0: any). */
const void *net_tensor(const Net *net, const char *name, NetKind kind, uint32_t rows, uint32_t cols, Err *err);
/* The zero-terminated strings of a tensor, in order, as an array from malloc(); the strings stay in the net. */
bool net_strings(const Net *net, const char *name, Str **strings, uint32_t *n, Err *err);
const NetEntry *net_entry(const Net *net, const char *name);

/* ---- layers: views into the net, no memory of their own ---- */

typedef struct Linear {
    const int8_t *w;        /* [nout16/16][nin64/4][16][4] */
    const float *scale;     /* [nout16] */
    const float *bias;      /* [nout16] */
    const int32_t *fix;     /* [nout16]: −128 × sum of the row, for inputs shifted to 0 … 255 */
    float quant;            /* input × quant is what is rounded */
    uint32_t nin, nout;     /* true widths */
    uint32_t nin64, nout16; /* padded to multiples of 64 and 16 */
} Linear;

typedef struct Sru {
    Linear lin;     /* 2H → [direction][candidate, forget, output][H] */
    const float *v; /* [direction][forget, output][H] */
    uint32_t H;
} Sru;

enum { NET_MAX_LAYERS = 8, NET_MAX_IN = 2048 /* inputs of a layer */ };

/* Words and hashed rows → 2H → SRU layers. */
typedef struct Encoder {
    const uint32_t *word_hash, *word_id; /* open addressing, `slots` a power of two; hash 0: free */
    uint32_t slots;
    const int8_t *word, *sub; /* [nword, H], [nsub, H] */
    float word_step, sub_step;
    uint32_t nword, nsub, H, nlayer;
    Sru layer[NET_MAX_LAYERS];
} Encoder;

bool net_linear_open(const Net *net, const char *name, uint32_t nin, Linear *lin, Err *err);
/* The layer NAME of 2H → 2H. */
bool net_sru_open(const Net *net, const char *name, uint32_t H, Sru *sru, Err *err);
bool net_encoder_open(const Net *net, Encoder *enc, Err *err);

/* Rows a buffer for `T` tokens must have: products are made for up to 32 rows at a time. */
static inline uint32_t net_rows(uint32_t T) {
    return (T + 31) / 32 * 32;
}

/* Rows that a product for T tokens works off. */
uint32_t net_round(const Net *net, uint32_t T);
/* What a layer reads is x as it is, or max(x, 0). */
typedef enum NetRelu { NET_PLAIN, NET_RELU } NetRelu;
/* q [net_rows(T), n64] = x [T, n] rounded for lin (n = lin->nin). */
void net_quantize(const Net *net, const Linear *lin, NetRelu relu, uint32_t T, const float *x, uint32_t stride,
                  uint8_t *q);
/* The outputs from … from + n − 1 of `lin` as a layer of their own; `from` is a multiple of 16. */
Linear net_part(const Linear *lin, uint32_t from, uint32_t n);
/* y [net_rows(T), lin->nout16] = W q + b, in `scratch` */
float *net_product(const Net *net, const Linear *lin, Arena *scratch, uint32_t T, const uint8_t *q);
/* Rounds and multiplies. */
float *net_linear(const Net *net, const Linear *lin, NetRelu relu, Arena *scratch, uint32_t T, const float *x,
                  uint32_t stride);
/* h [net_rows(T), 2H] in `scratch` from x of the same shape; off [n + 1] bounds the sequences, T = off[n]. */
float *net_sru(const Net *net, const Sru *sru, Arena *scratch, const float *x, const uint32_t *off, uint32_t n);
/* y [n, width]: row i is `step` times the sum of the table's rows rows[off[i]] … rows[off[i + 1] − 1]; width is a
   multiple of 64. */
void net_bag(const Net *net, const int8_t *table, uint32_t width, float step, uint32_t n, const uint32_t *off,
             const uint32_t *rows, float *y);
/* argmax of x[0..n), the first of equals. */
uint32_t net_argmax(const Net *net, const float *x, uint32_t n);

/* A token as the encoder sees it: its form, and whether a neighbour touches it (1: the word before, 2: the one after).
 */
typedef struct NetWord {
    Str form;
    uint32_t glue;
} NetWord;

/* Sentences are worked off in groups of NET_GROUP words or one longer sentence, whose states then stay in the
   processor's second-level cache.  The end of the group that begins with sentence `from`. */
enum { NET_GROUP = 96 };
uint32_t net_group(const uint32_t *off, uint32_t nsent, uint32_t from);

/* The top layer's states of T = off[nsent] words, rounded for `reader`: [net_rows(T + 32), 2H], in `scratch`.  off
   [nsent + 1] bounds the sentences.  Equal forms are looked up once, so some hundreds of words at once run fastest. */
uint8_t *net_encode(const Net *net, const Encoder *enc, Arena *scratch, const NetWord *words, const uint32_t *off,
                    uint32_t nsent, const Linear *reader);

#endif
