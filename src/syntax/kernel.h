#ifndef SYNTAX_KERNEL_H
#define SYNTAX_KERNEL_H

/* The inner loops of net.c, once for each instruction set; chosen when a net is opened.  Every set gives the same bits:
   integer sums are exact, float operations are lane by lane in one order. */

#include <stdint.h>

#include "syntax/net.h"

/* One direction of one sentence of a layer, or some columns of it. */
typedef struct Scan {
    const float *u;     /* the candidates, as product() writes columns of `block` floats … */
    size_t block, gate; /* … with the forget gates `gate` floats behind them, and the output gates once more */
    const float *v;     /* [2][H]: forget, output */
    const float *x;     /* what goes in, rows of 2H */
    float *h;           /* what comes out, rows of 2H */
    uint8_t *q;         /* h × quant rounded, rows of 2H, or NULL */
    float quant;
    uint32_t H;
    bool back; /* from the last word to the first */
} Scan;

struct Kernels {
    const char *name;
    uint32_t rows; /* products are made for this many rows at a time, a divisor of 32 */
    /* y = scale (q W' + fix) + bias; rows is a multiple of Kernels.rows.  Output o of row r goes to
       y[r × row + o / 16 × block + o % 16]: row nout16 and block 16 give rows, row 16 and block 16 × rows give columns.
     */
    void (*product)(const Linear *lin, uint32_t rows, const uint8_t *q, float *y, size_t row, size_t block);
    /* acc [rows, n16] = q [rows, k64] W', W packed as Linear.w */
    void (*product_int)(const int8_t *w, uint32_t n16, uint32_t k64, uint32_t rows, const uint8_t *q, int32_t *acc);
    /* q = round(x quant) + 128, cut at `low` and 127 steps; low is −127, or 0 for max(x, 0); n a multiple of 16 */
    void (*quantize)(const float *x, uint32_t n, float quant, float low, uint8_t *q);
    /* the first of the largest of x[0..n) */
    uint32_t (*argmax)(const float *x, uint32_t n);
    /* sum [H] of n of the table's rows, H a multiple of 32 */
    void (*add_rows)(const int8_t *table, uint32_t H, const uint32_t *rows, uint32_t n, int16_t *sum);
    /* x [2H] = word × its step, (sum + glue) × its step; q: x rounded */
    void (*embed)(const int8_t *word, float word_step, const int16_t *sum, const int8_t *glue, float sub_step,
                  uint32_t H, float quant, float *x, uint8_t *q);
    /* max(a + b, 0), rounded; n a multiple of 16 */
    void (*add_round)(const float *a, const float *b, uint32_t n, float quant, uint8_t *q);
    /* row = (acc + fix) × unit + bias; n a multiple of 16 */
    void (*score)(const int32_t *acc, const int32_t *fix, float unit, const float *bias, uint32_t n, float *row);
    /* Runs n words through `columns` columns, a multiple of 32. */
    void (*scan)(const Scan *scan, uint32_t n, uint32_t columns);
    /* y [n, width]: row i is the sum of the table's rows rows[off[i]] … rows[off[i + 1] − 1], times `step`. */
    void (*bag)(const int8_t *table, uint32_t width, float step, uint32_t n, const uint32_t *off, const uint32_t *rows,
                float *y);
};

extern const Kernels kernels_portable;
#if defined(__x86_64__)
extern const Kernels kernels_avx2;
extern const Kernels kernels_avx512;
extern const Kernels kernels_amx;
#endif

#endif
