/* The loops of kernel.h in vectors of LANES floats; each kernel_*.c defines LANES, includes this and adds its product.
   Vector extensions of gcc and clang: an operation on vectors is the operation on each lane, with no fusing. */

#include <string.h>

typedef float Vf __attribute__((vector_size(LANES * 4)));
typedef int32_t Vi __attribute__((vector_size(LANES * 4)));

static inline Vf load(const float *p) {
    Vf v;
    memcpy(&v, p, sizeof v);
    return v;
}
static inline Vi load_int(const int32_t *p) {
    Vi v;
    memcpy(&v, p, sizeof v);
    return v;
}
static inline void store(float *p, Vf v) {
    memcpy(p, &v, sizeof v);
}
static inline Vf all(float x) {
    return x - (Vf){0};
}
static inline Vf pick(Vi mask, Vf a, Vf b) {
    return (Vf)(((Vi)a & mask) | ((Vi)b & ~mask));
}
static inline Vf cut(Vf x, float low, float high) {
    x = pick(x < low, all(low), x);
    return pick(x > high, all(high), x);
}

/* exp(-x) for |x| cut at 20: 2^n times a polynomial on [-0.5, 0.5]; relative error below 3e-6. */
static inline Vf exp_neg(Vf x) {
    Vf t = cut(x, -20.0f, 20.0f) * -1.44269504f;
    Vf n = (t + 12582912.0f) - 12582912.0f; /* nearest whole number */
    Vf f = t - n;
    Vf p = f * 0.0013333558f + 0.0096181291f;
    p = p * f + 0.0555041087f;
    p = p * f + 0.2402265069f;
    p = p * f + 0.6931471806f;
    p = p * f + 1.0f;
    Vi e = __builtin_convertvector(n, Vi) << 23;
    return (Vf)((Vi)p + e);
}

enum { PER = 16 / LANES, SIDE = 4 }; /* vectors of a column; columns that run side by side, to hide latency */

/* Up to SIDE columns of 16 from `k` on. */
static inline void scan_columns(uint32_t n, uint32_t H, const float *u, size_t block, const float *v, const float *x,
                                float *h, int step, const uint32_t k, const uint32_t side) {
    const size_t gate = H / 16 * block;
    Vf c[SIDE * PER], vf[SIDE * PER], vr[SIDE * PER];
    for (uint32_t i = 0; i < side * PER; i++) {
        c[i] = all(0);
        vf[i] = load(v + k + i * LANES);
        vr[i] = load(v + H + k + i * LANES);
    }
    ptrdiff_t t = step > 0 ? 0 : (ptrdiff_t)n - 1;
    for (uint32_t done = 0; done < n; done++, t += step) {
        const float *ut = u + k / 16 * block + t * 16, *xt = x + t * 2 * (ptrdiff_t)H + k;
        float *ht = h + t * 2 * (ptrdiff_t)H + k;
        for (uint32_t i = 0; i < side * PER; i++) {
            const float *at = ut + i / PER * block + i % PER * LANES;
            Vf ef = exp_neg(load(at + gate) + vf[i] * c[i]) + 1.0f;
            Vf er = exp_neg(load(at + 2 * gate) + vr[i] * c[i]) + 1.0f;
            Vf both = 1.0f / (ef * er); /* both gates for one division */
            Vf f = er * both, r = ef * both;
            Vf candidate = load(at), skip = load(xt + i * LANES);
            c[i] = candidate + f * (c[i] - candidate);
            store(ht + i * LANES, skip + r * (c[i] - skip));
        }
    }
}

static void scan(uint32_t n, uint32_t H, const float *u, size_t block, const float *v, const float *x, float *h,
                 int step) {
    uint32_t k = 0;
    for (; k + 16 * SIDE <= H; k += 16 * SIDE) {
        scan_columns(n, H, u, block, v, x, h, step, k, SIDE);
    }
    for (; k < H; k += 16) {
        scan_columns(n, H, u, block, v, x, h, step, k, 1);
    }
}

static void quantize(const float *x, uint32_t n, float quant, uint8_t *q) {
    for (uint32_t i = 0; i < n; i += LANES) {
        Vf v = cut(load(x + i) * quant, -127.0f, 127.0f);
        v = (v + 12582912.0f) - 12582912.0f;
        Vi w = __builtin_convertvector(v, Vi) + 128;
        typedef uint8_t Vb __attribute__((vector_size(LANES)));
        Vb b = __builtin_convertvector(w, Vb);
        memcpy(q + i, &b, sizeof b);
    }
}

static uint32_t argmax(const float *x, uint32_t n) {
    uint32_t best = 0, i = 0;
    if (n >= LANES) {
        Vf top = load(x);
        Vi at, now;
        for (int k = 0; k < LANES; k++) {
            now[k] = k;
        }
        at = now;
        for (i = LANES; i + LANES <= n; i += LANES) {
            Vf v = load(x + i);
            Vi more = v > top;
            now += LANES;
            top = pick(more, v, top);
            at = (now & more) | (at & ~more);
        }
        best = (uint32_t)at[0];
        for (int k = 1; k < LANES; k++) {
            if (top[k] > x[best] || (top[k] == x[best] && (uint32_t)at[k] < best)) {
                best = (uint32_t)at[k];
            }
        }
    }
    for (; i < n; i++) {
        best = x[i] > x[best] ? i : best;
    }
    return best;
}

static void relu(float *x, uint32_t n) {
    for (uint32_t i = 0; i < n; i += LANES) {
        Vf v = load(x + i);
        store(x + i, (Vf)((Vi)v & (v > 0.0f)));
    }
}

static void add_relu(const float *a, const float *b, uint32_t n, float *to) {
    for (uint32_t i = 0; i < n; i += LANES) {
        Vf v = load(a + i) + load(b + i);
        store(to + i, (Vf)((Vi)v & (v > 0.0f)));
    }
}

static void score(const int32_t *acc, const int32_t *fix, float unit, const float *bias, uint32_t n, float *row) {
    for (uint32_t i = 0; i < n; i += LANES) {
        store(row + i, __builtin_convertvector(load_int(acc + i) + load_int(fix + i), Vf) * unit + load(bias + i));
    }
}

typedef int8_t Vc __attribute__((vector_size(LANES)));
typedef int16_t Vs __attribute__((vector_size(LANES * 2)));

static void add_row(const int8_t *row, uint32_t H, int16_t *sum) {
    for (uint32_t i = 0; i < H; i += LANES) {
        Vc c;
        Vs s;
        memcpy(&c, row + i, sizeof c);
        memcpy(&s, sum + i, sizeof s);
        s += __builtin_convertvector(c, Vs);
        memcpy(sum + i, &s, sizeof s);
    }
}

static void embed(const int8_t *word, float word_step, const int16_t *sum, const int8_t *glue, float sub_step,
                  uint32_t H, float *x) {
    for (uint32_t i = 0; i < H; i += LANES) {
        Vc w, g;
        Vs s;
        memcpy(&w, word + i, sizeof w);
        memcpy(&g, glue + i, sizeof g);
        memcpy(&s, sum + i, sizeof s);
        s += __builtin_convertvector(g, Vs);
        store(x + i, __builtin_convertvector(w, Vf) * word_step);
        store(x + H + i, __builtin_convertvector(s, Vf) * sub_step);
    }
}

/* Rows of a table of bytes are added up in 16 bits, 4 Vw at a time; the rows of the next thing but one are fetched in
   the meantime. */
typedef int8_t Vd __attribute__((vector_size(LANES * 2)));
typedef int16_t Vw __attribute__((vector_size(LANES * 4)));

static inline void bag_store(Vw sum, float step, float *y) {
    int16_t half[2 * LANES];
    Vs low, high;
    memcpy(half, &sum, sizeof half);
    memcpy(&low, half, sizeof low);
    memcpy(&high, half + LANES, sizeof high);
    store(y, __builtin_convertvector(low, Vf) * step);
    store(y + LANES, __builtin_convertvector(high, Vf) * step);
}

static void bag(const int8_t *table, uint32_t width, float step, uint32_t n, const uint32_t *off, const uint32_t *rows,
                float *y) {
    enum { STRIDE = LANES >= 16 ? 2 : 1, PART = STRIDE * 2 * LANES };
    for (uint32_t t = 0; t < n; t++, y += width) {
        for (uint32_t k = t + 2 < n ? off[t + 2] : off[n]; t + 2 < n && k < off[t + 3]; k++) {
            const int8_t *row = table + (size_t)rows[k] * width;
            for (uint32_t i = 0; i < width; i += 64) {
                __builtin_prefetch(row + i);
            }
        }
        for (uint32_t i = 0; i < width; i += PART) {
            Vw sum[STRIDE] = {{0}};
            for (uint32_t k = off[t]; k < off[t + 1]; k++) {
                const int8_t *row = table + (size_t)rows[k] * width + i;
                for (int j = 0; j < STRIDE; j++) {
                    Vd b;
                    memcpy(&b, row + j * 2 * LANES, sizeof b);
                    sum[j] += __builtin_convertvector(b, Vw);
                }
            }
            for (int j = 0; j < STRIDE; j++) {
                bag_store(sum[j], step, y + i + j * 2 * LANES);
            }
        }
    }
}

#define KERNELS(name)                                                                                                  \
    { name, product, product_int, quantize, argmax, relu, add_row, embed, add_relu, score, scan, bag }

/* Outputs o … o + LANES − 1 from their sums, which begin at `fix`. */
static inline Vf finish(const Linear *lin, uint32_t o, Vi sum) {
    return __builtin_convertvector(sum, Vf) * load(lin->scale + o) + load(lin->bias + o);
}
