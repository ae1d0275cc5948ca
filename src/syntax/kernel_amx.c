/* AMX: 16 × 16 sums of 64 products an instruction; the packing of the weights is the tiles' own. */
#if defined(__x86_64__) && (defined(__AMX_INT8__) || defined(__AMXINT8__)) /* gcc, clang */
#include "syntax/kernel_512.h"

typedef struct TileConfig {
    uint8_t palette, start, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
} TileConfig;

static void configure(void) {
    TileConfig c = {.palette = 1};
    for (int i = 0; i < 8; i++) {
        c.bytes[i] = 64;
        c.rows[i] = 16;
    }
    _tile_loadconfig(&c);
}

/* 32 rows × 32 outputs into out[2][2][16][16] */
static inline void tile(const int8_t *w0, const int8_t *w1, uint32_t k64, const uint8_t *q, int32_t (*out)[16 * 16]) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    for (uint32_t k = 0; k < k64; k += 64) {
        _tile_loadd(4, q + k, k64);
        _tile_loadd(6, w0 + (size_t)k * 16, 64);
        _tile_dpbusd(0, 4, 6);
        _tile_loadd(7, w1 + (size_t)k * 16, 64);
        _tile_dpbusd(1, 4, 7);
        _tile_loadd(5, q + (size_t)16 * k64 + k, k64);
        _tile_dpbusd(2, 5, 6);
        _tile_dpbusd(3, 5, 7);
    }
    _tile_stored(0, out[0], 64);
    _tile_stored(1, out[1], 64);
    _tile_stored(2, out[2], 64);
    _tile_stored(3, out[3], 64);
}

static void product_int(const int8_t *w, uint32_t n16, uint32_t k64, uint32_t rows, const uint8_t *q, int32_t *out) {
    configure();
    for (uint32_t o = 0; o < n16; o += 32) {
        const int8_t *w0 = w + (size_t)o * k64;
        bool two = o + 16 < n16;
        for (uint32_t r = 0; r < rows; r += 32) {
            int32_t sum[4][16 * 16];
            tile(w0, two ? w0 + 16 * (size_t)k64 : w0, k64, q + (size_t)r * k64, sum);
            for (uint32_t i = 0; i < 32; i++) {
                int32_t *at = out + (size_t)(r + i) * n16 + o;
                memcpy(at, sum[i / 16 * 2] + i % 16 * 16, 64);
                if (two) {
                    memcpy(at + 16, sum[i / 16 * 2 + 1] + i % 16 * 16, 64);
                }
            }
        }
    }
    _tile_release();
}

static void product(const Linear *lin, uint32_t rows, const uint8_t *q, float *y, size_t row, size_t block) {
    uint32_t n16 = lin->nout16, k64 = lin->nin64;
    configure();
    for (uint32_t o = 0; o < n16; o += 32) {
        const int8_t *w0 = lin->w + (size_t)o * k64;
        bool two = o + 16 < n16;
        Vi f = load_int(lin->fix + o), g = two ? load_int(lin->fix + o + 16) : f;
        for (uint32_t r = 0; r < rows; r += 32) {
            int32_t sum[4][16 * 16];
            tile(w0, two ? w0 + 16 * (size_t)k64 : w0, k64, q + (size_t)r * k64, sum);
            for (uint32_t i = 0; i < 32; i++) {
                float *at = y + (r + i) * row + o / 16 * block;
                const int32_t *left = sum[i / 16 * 2] + i % 16 * 16, *right = left + 16 * 16;
                store(at, finish(lin, o, load_int(left) + f));
                if (two) {
                    store(at + block, finish(lin, o + 16, load_int(right) + g));
                }
            }
        }
    }
    _tile_release();
}

const Kernels kernels_amx = KERNELS("amx", 32);
#endif
