/* AVX2: products of 16-bit pairs, which cannot overflow. */
#if defined(__x86_64__) && defined(__AVX2__)
#include <immintrin.h>

#include "syntax/kernel.h"

#define LANES 8
#include "syntax/kernel_body.h"

/* sums of 16 outputs for two rows */
static inline void sums(const int8_t *block, uint32_t k64, const uint8_t *row0, const uint8_t *row1, __m256i s[8]) {
    for (int i = 0; i < 8; i++) {
        s[i] = _mm256_setzero_si256();
    }
    for (uint32_t k = 0; k < k64; k += 4, block += 64) {
        int32_t four0, four1;
        memcpy(&four0, row0 + k, 4);
        memcpy(&four1, row1 + k, 4);
        __m256i x0 = _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(four0)));
        __m256i x1 = _mm256_broadcastq_epi64(_mm_cvtepu8_epi16(_mm_cvtsi32_si128(four1)));
        for (int g = 0; g < 4; g++) { /* four outputs, four inputs each */
            __m256i w = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(block + 16 * g)));
            s[g] = _mm256_add_epi32(s[g], _mm256_madd_epi16(x0, w));
            s[4 + g] = _mm256_add_epi32(s[4 + g], _mm256_madd_epi16(x1, w));
        }
    }
}

/* pairs of partial sums → eight outputs in order */
static inline __m256i join(__m256i a, __m256i b) {
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(a, b), 0xd8);
}

static inline void two_rows(const int8_t *block, uint32_t k64, const uint8_t *row0, const uint8_t *row1,
                            int32_t acc[2][16]) {
    __m256i s[8];
    sums(block, k64, row0, row1, s);
    for (int r = 0; r < 2; r++) {
        _mm256_storeu_si256((__m256i *)acc[r], join(s[4 * r], s[4 * r + 1]));
        _mm256_storeu_si256((__m256i *)(acc[r] + 8), join(s[4 * r + 2], s[4 * r + 3]));
    }
}

static void product_int(const int8_t *w, uint32_t n16, uint32_t k64, uint32_t rows, const uint8_t *q, int32_t *out) {
    for (uint32_t o = 0; o < n16; o += 16) {
        for (uint32_t r = 0; r < rows; r += 2) {
            int32_t acc[2][16];
            two_rows(w + (size_t)o * k64, k64, q + (size_t)r * k64, q + (size_t)(r + 1) * k64, acc);
            memcpy(out + (size_t)r * n16 + o, acc[0], sizeof acc[0]);
            memcpy(out + (size_t)(r + 1) * n16 + o, acc[1], sizeof acc[1]);
        }
    }
}

static void product(const Linear *lin, uint32_t rows, const uint8_t *q, float *y, size_t row, size_t block) {
    for (uint32_t o = 0; o < lin->nout16; o += 16) {
        Finish f = finish_of(lin, o);
        for (uint32_t r = 0; r < rows; r += 2) {
            int32_t acc[2][16];
            two_rows(lin->w + (size_t)o * lin->nin64, lin->nin64, q + (size_t)r * lin->nin64,
                     q + (size_t)(r + 1) * lin->nin64, acc);
            finish16(&f, acc[0], y + r * row + o / 16 * block);
            finish16(&f, acc[1], y + (r + 1) * row + o / 16 * block);
        }
    }
}

const Kernels kernels_avx2 = KERNELS("avx2");
#endif
