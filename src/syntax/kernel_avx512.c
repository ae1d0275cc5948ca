/* AVX512-VNNI: 64 products of bytes an instruction. */
#if defined(__x86_64__) && defined(__AVX512VNNI__)
#include "syntax/kernel_512.h"

enum { ROWS = 8, WIDE = 3 }; /* a tile's rows and blocks of 16 outputs: 24 sums, which registers hold */

/* s += x w, four bytes a lane.  The compiler's own name for it makes gcc 12 copy each sum twice a step. */
#define DOT(s, x, w) __asm__("vpdpbusd %2, %1, %0" : "+v"(s) : "v"(x), "v"(w))

/* Adds the products of ROWS rows and `wide` blocks to s; the compiler sees each `wide` as a constant. */
INLINE void tile(const int8_t *w, uint32_t k64, const uint8_t *q, uint32_t wide, __m512i s[ROWS][WIDE]) {
    const uint8_t *end = q + k64;
    do {
        __m512i b[WIDE];
        for (uint32_t j = 0; j < wide; j++) {
            b[j] = _mm512_loadu_si512(w + (size_t)j * 16 * k64);
        }
        for (uint32_t i = 0; i < ROWS; i++) {
            int32_t four;
            memcpy(&four, q + (size_t)i * k64, 4);
            __m512i x = _mm512_set1_epi32(four);
            for (uint32_t j = 0; j < wide; j++) {
                DOT(s[i][j], x, b[j]);
            }
        }
        q += 4;
        w += 64;
    } while (q < end);
}

/* The sums begin at `from`, 16 for each block. */
INLINE void begin(const int32_t *from, uint32_t wide, __m512i s[ROWS][WIDE]) {
    for (uint32_t j = 0; j < wide; j++) {
        __m512i first = _mm512_loadu_si512(from + 16 * j);
        for (uint32_t i = 0; i < ROWS; i++) {
            s[i][j] = first;
        }
    }
}

INLINE void ints(const int8_t *w, uint32_t k64, uint32_t rows, const uint8_t *q, uint32_t wide, int32_t *out,
                 size_t n16) {
    static const int32_t zero[16 * WIDE];
    for (uint32_t r = 0; r < rows; r += ROWS) {
        __m512i s[ROWS][WIDE];
        begin(zero, wide, s);
        tile(w, k64, q + (size_t)r * k64, wide, s);
        for (uint32_t i = 0; i < ROWS; i++) {
            for (uint32_t j = 0; j < wide; j++) {
                _mm512_storeu_si512(out + (r + i) * n16 + j * 16, s[i][j]);
            }
        }
    }
}

static void product_int(const int8_t *w, uint32_t n16, uint32_t k64, uint32_t rows, const uint8_t *q, int32_t *out) {
    for (uint32_t o = 0; o < n16; o += 16 * WIDE) {
        const int8_t *at = w + (size_t)o * k64;
        switch (n16 - o) {
        case 16: ints(at, k64, rows, q, 1, out + o, n16); break;
        case 32: ints(at, k64, rows, q, 2, out + o, n16); break;
        default: ints(at, k64, rows, q, 3, out + o, n16);
        }
    }
}

INLINE void floats(const Linear *lin, uint32_t o, uint32_t rows, const uint8_t *q, uint32_t wide, float *y, size_t row,
                   size_t block) {
    for (uint32_t r = 0; r < rows; r += ROWS) {
        __m512i s[ROWS][WIDE];
        begin(lin->fix + o, wide, s);
        tile(lin->w + (size_t)o * lin->nin64, lin->nin64, q + (size_t)r * lin->nin64, wide, s);
        for (uint32_t j = 0; j < wide; j++) {
            Vf scale = load(lin->scale + o + 16 * j), bias = load(lin->bias + o + 16 * j);
            for (uint32_t i = 0; i < ROWS; i++) {
                Vf x = __builtin_convertvector((Vi)s[i][j], Vf) * scale + bias;
                store(y + (r + i) * row + (o / 16 + j) * block, x);
            }
        }
    }
}

static void product(const Linear *lin, uint32_t rows, const uint8_t *q, float *y, size_t row, size_t block) {
    for (uint32_t o = 0; o < lin->nout16; o += 16 * WIDE) {
        switch (lin->nout16 - o) {
        case 16: floats(lin, o, rows, q, 1, y, row, block); break;
        case 32: floats(lin, o, rows, q, 2, y, row, block); break;
        default: floats(lin, o, rows, q, 3, y, row, block);
        }
    }
}

const Kernels kernels_avx512 = KERNELS("avx512", ROWS);
#endif
