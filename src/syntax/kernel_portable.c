/* Plain C: four lanes, which every processor has or the compiler takes apart. */
#include "syntax/kernel.h"

#define LANES 4
#include "syntax/kernel_body.h"

typedef int16_t Vh __attribute__((vector_size(LANES * 4)));

/* Four outputs' sums of four products each: bytes are spread to 16 bits (a product of 0 … 255 and ±127 fits), products
   to 32. */
static inline Vi four(Vi w, Vh x02, Vh x13) {
    Vi p = (Vi)(((Vh)w << 8 >> 8) * x02), q = (Vi)(((Vh)w >> 8) * x13);
    return (p << 16 >> 16) + (p >> 16) + (q << 16 >> 16) + (q >> 16);
}

static void product_int(const int8_t *w, uint32_t n16, uint32_t k64, uint32_t rows, const uint8_t *q, int32_t *acc) {
    for (uint32_t r = 0; r < rows; r++) {
        const uint8_t *row = q + (size_t)r * k64;
        for (uint32_t o = 0; o < n16; o += 16) {
            const int8_t *block = w + (size_t)o * k64;
            Vi sum[4] = {{0}};
            for (uint32_t k = 0; k < k64; k += 4, block += 64) {
                Vh x02 = (Vh)((Vi){0} + (row[k] | row[k + 2] << 16)),
                   x13 = (Vh)((Vi){0} + (row[k + 1] | row[k + 3] << 16));
                for (uint32_t j = 0; j < 4; j++) {
                    Vi v;
                    memcpy(&v, block + 16 * j, sizeof v);
                    sum[j] += four(v, x02, x13);
                }
            }
            memcpy(acc + (size_t)r * n16 + o, sum, sizeof sum);
        }
    }
}

static void product(const Linear *lin, uint32_t rows, const uint8_t *q, float *y, size_t row, size_t block) {
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t o = 0; o < lin->nout16; o += 16) {
            int32_t acc[16];
            product_int(lin->w + (size_t)o * lin->nin64, 16, lin->nin64, 1, q + (size_t)r * lin->nin64, acc);
            for (uint32_t i = 0; i < 16; i += LANES) {
                Vi sum = load_int(acc + i) + load_int(lin->fix + o + i);
                store(y + r * row + o / 16 * block + i, finish(lin, o + i, sum));
            }
        }
    }
}

const Kernels kernels_portable = KERNELS("portable", 8);
