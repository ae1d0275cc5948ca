/* AVX512-VNNI: 64 products of bytes an instruction. */
#if defined(__x86_64__) && defined(__AVX512VNNI__)
#include <immintrin.h>

#include "syntax/kernel.h"

#define LANES 16
#include "syntax/kernel_body.h"

enum { ROWS = 8 };

/* sums of 32 outputs (w0, w1: 16 each) for eight rows */
static inline void tile(const int8_t *w0, const int8_t *w1, uint32_t k64, const uint8_t *q, __m512i s[2 * ROWS]) {
    for (int i = 0; i < 2 * ROWS; i++) {
        s[i] = _mm512_setzero_si512();
    }
    for (uint32_t k = 0; k < k64; k += 4) {
        __m512i a = _mm512_loadu_si512(w0 + (size_t)k * 16), b = _mm512_loadu_si512(w1 + (size_t)k * 16);
        for (int r = 0; r < ROWS; r++) {
            int32_t four;
            memcpy(&four, q + (size_t)r * k64 + k, 4);
            __m512i x = _mm512_set1_epi32(four);
            s[2 * r] = _mm512_dpbusd_epi32(s[2 * r], x, a);
            s[2 * r + 1] = _mm512_dpbusd_epi32(s[2 * r + 1], x, b);
        }
    }
}

static void product_int(const int8_t *w, uint32_t n16, uint32_t k64, uint32_t rows, const uint8_t *q, int32_t *out) {
    for (uint32_t r = 0; r < rows; r += ROWS) {
        for (uint32_t o = 0; o < n16; o += 32) {
            __m512i s[2 * ROWS];
            const int8_t *w0 = w + (size_t)o * k64;
            bool two = o + 16 < n16;
            tile(w0, two ? w0 + 16 * (size_t)k64 : w0, k64, q + (size_t)r * k64, s);
            for (uint32_t i = 0; i < ROWS; i++) {
                int32_t *at = out + (size_t)(r + i) * n16 + o;
                _mm512_storeu_si512(at, s[2 * i]);
                if (two) {
                    _mm512_storeu_si512(at + 16, s[2 * i + 1]);
                }
            }
        }
    }
}

static void product(const Linear *lin, uint32_t rows, const uint8_t *q, float *y, size_t row, size_t block) {
    uint32_t n16 = lin->nout16, k64 = lin->nin64;
    for (uint32_t o = 0; o < n16; o += 32) {
        const int8_t *w0 = lin->w + (size_t)o * k64;
        bool two = o + 16 < n16;
        Finish f = finish_of(lin, o), g = two ? finish_of(lin, o + 16) : f;
        for (uint32_t r = 0; r < rows; r += ROWS) {
            __m512i s[2 * ROWS];
            tile(w0, two ? w0 + 16 * (size_t)k64 : w0, k64, q + (size_t)r * k64, s);
            for (uint32_t i = 0; i < ROWS; i++) {
                float *at = y + (r + i) * row + o / 16 * block;
                finish16(&f, (const int32_t *)&s[2 * i], at);
                if (two) {
                    finish16(&g, (const int32_t *)&s[2 * i + 1], at + block);
                }
            }
        }
    }
}

const Kernels kernels_avx512 = KERNELS("avx512");
#endif
