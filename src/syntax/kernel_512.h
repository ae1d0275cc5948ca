/* What both sets of 512 bits share: the loops of kernel_body.h, sixteen lanes wide. */
#include <immintrin.h>

#include "syntax/kernel.h"

#define LANES         16
#define LOWER(a, b)   _mm512_min_ps(a, b)
#define HIGHER(a, b)  _mm512_max_ps(a, b)
#define BYTES(v, to)  _mm_storeu_si128((__m128i *)(to), _mm512_cvtepi32_epi8((__m512i)(v)))
#define INTS(shorts)  _mm512_cvtepi16_epi32((__m256i)(shorts))
#define SHORTS(bytes) _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(bytes)))
#define LOW(v)        _mm512_castsi512_si256((__m512i)(v))
#define HIGH(v)       _mm512_extracti64x4_epi64((__m512i)(v), 1)
#include "syntax/kernel_body.h"
