/* AVX2: products of 16-bit pairs, which cannot overflow. */
#if defined(__x86_64__) && defined(__AVX2__)
#include <immintrin.h>

#include "syntax/kernel.h"

#define LANES         8
#define LOWER(a, b)   _mm256_min_ps(a, b)
#define HIGHER(a, b)  _mm256_max_ps(a, b)
#define BYTES(v, to)  _mm_storel_epi64((__m128i *)(to), lowest((__m256i)(v)))
#define INTS(shorts)  _mm256_cvtepi16_epi32((__m128i)(shorts))
#define SHORTS(bytes) _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(bytes)))
#define LOW(v)        _mm256_castsi256_si128((__m256i)(v))
#define HIGH(v)       _mm256_extracti128_si256((__m256i)(v), 1)

/* The lowest byte of each of eight numbers. */
static inline __m128i lowest(__m256i v) {
    const __m256i pick = _mm256_set1_epi32(0x0c080400);
    v = _mm256_shuffle_epi8(v, pick);
    return _mm_unpacklo_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
}

#include "syntax/kernel_body.h"

enum { ROWS = 4 };

/* Four rows' bytes in 16 bits each: what a step reads of a row is one 64-bit load for all outputs. */
static void widen(const uint8_t *q, uint32_t k64, int16_t *to) {
    for (uint32_t i = 0; i < ROWS * k64; i += 16) {
        __m256i x = _mm256_cvtepu8_epi16(_mm_loadu_si128((const __m128i *)(q + i)));
        _mm256_storeu_si256((__m256i *)(to + i), x);
    }
}

/* pairs of partial sums → eight outputs in order */
static inline __m256i join(__m256i a, __m256i b) {
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(a, b), 0xd8);
}

/* s += x.  Written with an intrinsic, gcc 12 copies sums and spills one of them each step. */
#define ADD(s, x) __asm__("vpaddd %1, %0, %0" : "+x"(s) : "x"(x))

/* sums of eight outputs for four rows */
static inline void tile(const int8_t *w, uint32_t k64, const int16_t *x, __m256i sum[ROWS]) {
    __m256i low[ROWS], high[ROWS]; /* four outputs each, two partial sums of every one */
    for (int i = 0; i < ROWS; i++) {
        low[i] = high[i] = _mm256_setzero_si256();
    }
    const int16_t *end = x + k64;
    do {
        __m256i wl = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)w)),
                wh = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(w + 16)));
        for (int i = 0; i < ROWS; i++) {
            int64_t four;
            memcpy(&four, x + (size_t)i * k64, 8);
            __m256i v = _mm256_set1_epi64x(four);
            ADD(low[i], _mm256_madd_epi16(v, wl));
            ADD(high[i], _mm256_madd_epi16(v, wh));
        }
        x += 4;
        w += 64;
    } while (x < end);
    for (int i = 0; i < ROWS; i++) {
        sum[i] = join(low[i], high[i]);
    }
}

static void product_int(const int8_t *w, uint32_t n16, uint32_t k64, uint32_t rows, const uint8_t *q, int32_t *out) {
    int16_t x[ROWS * NET_MAX_IN];
    for (uint32_t r = 0; r < rows; r += ROWS) {
        widen(q + (size_t)r * k64, k64, x);
        for (uint32_t o = 0; o < n16; o += 8) {
            __m256i sum[ROWS];
            tile(w + (size_t)(o / 16) * 16 * k64 + o % 16 * 4, k64, x, sum);
            for (uint32_t i = 0; i < ROWS; i++) {
                _mm256_storeu_si256((__m256i *)(out + (size_t)(r + i) * n16 + o), sum[i]);
            }
        }
    }
}

static void product(const Linear *lin, uint32_t rows, const uint8_t *q, float *y, size_t row, size_t block) {
    int16_t x[ROWS * NET_MAX_IN];
    uint32_t k64 = lin->nin64;
    for (uint32_t r = 0; r < rows; r += ROWS) {
        widen(q + (size_t)r * k64, k64, x);
        for (uint32_t o = 0; o < lin->nout16; o += 8) {
            __m256i sum[ROWS];
            Vi fix = load_int(lin->fix + o);
            tile(lin->w + (size_t)(o / 16) * 16 * k64 + o % 16 * 4, k64, x, sum);
            for (uint32_t i = 0; i < ROWS; i++) {
                store(y + (r + i) * row + o / 16 * block + o % 16, finish(lin, o, (Vi)sum[i] + fix));
            }
        }
    }
}

const Kernels kernels_avx2 = KERNELS("avx2", 8);
#endif
