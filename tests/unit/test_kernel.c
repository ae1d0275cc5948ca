/* The inner loops of the net, on every path of this machine: the sums are exact, and no path gives other bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "syntax/kernel.h"

enum { ROWS = 96 };

typedef struct Layer {
    Linear lin;
    uint8_t *q;
    float *y;
    int32_t *acc;
} Layer;

static uint32_t dice(uint32_t n) {
    static uint32_t seed = 7;
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* Weights, inputs and constants at random; every third of them as large as can be. */
static Layer layer_of(Arena *arena, uint32_t nin, uint32_t nout) {
    uint32_t k64 = (nin + 63) / 64 * 64, n16 = (nout + 15) / 16 * 16;
    int8_t *w = arena_zero(arena, (size_t)n16 * k64);
    float *scale = arena_array(arena, float, n16), *bias = arena_array(arena, float, n16);
    int32_t *fix = arena_array(arena, int32_t, n16);
    Layer l = {.q = arena_alloc(arena, (size_t)ROWS * k64),
               .y = arena_alloc(arena, sizeof(float) * ROWS * n16),
               .acc = arena_alloc(arena, sizeof(int32_t) * ROWS * n16)};
    for (uint32_t i = 0; i < n16 * k64; i++) {
        w[i] = (int8_t)(dice(3) == 0 ? 127 : (int)dice(255) - 127);
    }
    for (uint32_t i = 0; i < ROWS * k64; i++) {
        l.q[i] = (uint8_t)(dice(3) == 0 ? 255 : 1 + dice(255));
    }
    for (uint32_t i = 0; i < n16; i++) {
        scale[i] = (float)(1 + dice(1000)) / 7e5f;
        bias[i] = (float)dice(1000) / 321.0f;
        fix[i] = (int32_t)dice(100000) - 50000;
    }
    l.lin = (Linear){w, scale, bias, fix, 1, nin, nout, k64, n16};
    return l;
}

static int32_t sum_of(const Layer *l, uint32_t row, uint32_t o) {
    int32_t sum = 0;
    for (uint32_t k = 0; k < l->lin.nin64; k++) {
        sum += l->q[(size_t)row * l->lin.nin64 + k] *
               l->lin.w[(size_t)(o / 16) * 16 * l->lin.nin64 + k / 4 * 64 + o % 16 * 4 + k % 4];
    }
    return sum;
}

static void check(const Layer *l, const Kernels *kernels, uint32_t rows) {
    const Linear *lin = &l->lin;
    uint32_t n16 = lin->nout16;
    memset(l->y, 1, sizeof(float) * ROWS * n16);
    kernels->product(lin, rows, l->q, l->y, 16, 16 * (size_t)rows);
    kernels->product_int(lin->w, n16, lin->nin64, rows, l->q, l->acc);
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t o = 0; o < n16; o++) {
            int32_t sum = sum_of(l, r, o);
            float want = (float)(sum + lin->fix[o]) * lin->scale[o];
            want += lin->bias[o];
            assert_int_equal(l->acc[(size_t)r * n16 + o], sum);
            assert_memory_equal(&l->y[(size_t)(o / 16 * rows + r) * 16 + o % 16], &want, sizeof want);
        }
    }
}

static void products(void **state) {
    (void)state;
    static const uint32_t widths[][2] = {{4, 1}, {64, 16}, {70, 40}, {128, 54}, {192, 96}, {384, 112}, {512, 48}};
    Net net = {0};
    Arena arena = {0};
    for (NetPath path = NET_PORTABLE; path < NET_BEST; path++) {
        for (size_t i = 0; net_use(&net, path) && i < sizeof widths / sizeof *widths; i++) {
            Layer l = layer_of(&arena, widths[i][0], widths[i][1]);
            check(&l, net.kernels, 32);
            check(&l, net.kernels, ROWS);
        }
    }
    arena_release(&arena);
}

static float *floats(Arena *arena, uint32_t n) {
    float *x = arena_alloc(arena, n * sizeof *x);
    for (uint32_t i = 0; i < n; i++) {
        x[i] = (float)((int)dice(2000) - 1000) / 150.0f;
    }
    return x;
}

/* Columns of one direction of a sentence, on every path: floats and what they are rounded to, bit by bit. */
static void scans(void **state) {
    (void)state;
    enum { H = 96, WORDS = 23, CELLS = WORDS * 2 * H, BLOCK = 16 * WORDS };
    Net net = {0};
    Arena arena = {0};
    Scan scan = {.u = floats(&arena, 3 * H / 16 * BLOCK), .block = BLOCK, .gate = H / 16 * BLOCK, .quant = 20, .H = H};
    scan.v = floats(&arena, 2 * H);
    scan.x = floats(&arena, CELLS);
    for (uint32_t columns = 32; columns <= H; columns += 32) {
        for (int back = 0; back < 2; back++) {
            float first[CELLS], h[CELLS] = {0};
            uint8_t first_q[CELLS], q[CELLS] = {0};
            for (NetPath path = NET_PORTABLE; path < NET_BEST; path++) {
                if (net_use(&net, path)) {
                    scan.h = h;
                    scan.q = q;
                    scan.back = back;
                    net.kernels->scan(&scan, WORDS, columns);
                    if (path == NET_PORTABLE) {
                        memcpy(first, h, sizeof h);
                        memcpy(first_q, q, sizeof q);
                    }
                    assert_memory_equal(h, first, sizeof h);
                    assert_memory_equal(q, first_q, sizeof q);
                }
            }
        }
    }
    arena_release(&arena);
}

/* The first of the largest, among many that are equal, and sums of rows. */
static void largest_and_sums(void **state) {
    (void)state;
    enum { MOST = 80, ROW = 96, ROWS_OF = 20 };
    Net net = {0};
    float x[MOST];
    int8_t table[ROWS_OF * ROW];
    uint32_t rows[9];
    for (int round = 0; round < 400; round++) {
        uint32_t n = 1 + (uint32_t)round % MOST, best = 0, k = dice(9);
        for (uint32_t i = 0; i < n; i++) {
            x[i] = (float)dice(6) - 3;
            best = x[i] > x[best] ? i : best;
        }
        for (size_t i = 0; i < sizeof table; i++) {
            table[i] = (int8_t)((int)dice(255) - 127);
        }
        for (uint32_t i = 0; i < k; i++) {
            rows[i] = dice(ROWS_OF);
        }
        for (NetPath path = NET_PORTABLE; net_use(&net, path) && path < NET_BEST; path++) {
            int16_t sum[ROW];
            assert_int_equal(net.kernels->argmax(x, n), best);
            net.kernels->add_rows(table, ROW, rows, k, sum);
            for (uint32_t i = 0; i < ROW; i++) {
                for (uint32_t j = 0; j < k; j++) {
                    sum[i] = (int16_t)(sum[i] - table[rows[j] * ROW + i]);
                }
                assert_int_equal(sum[i], 0);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(products), cmocka_unit_test(scans),
                                       cmocka_unit_test(largest_and_sums)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
