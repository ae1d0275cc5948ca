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

static void scan(uint32_t n, uint32_t H, const float *u, uint32_t ustride, const float *v, const float *x, float *h,
                 int step, float *c) {
    ptrdiff_t first = step > 0 ? 0 : (ptrdiff_t)n - 1;
    memset(c, 0, H * sizeof *c);
    for (uint32_t k = 0; k < n; k++) {
        ptrdiff_t t = first + (ptrdiff_t)k * step;
        const float *ut = u + t * (ptrdiff_t)ustride, *xt = x + t * 2 * (ptrdiff_t)H;
        float *ht = h + t * 2 * (ptrdiff_t)H;
        for (uint32_t i = 0; i < H; i += LANES) {
            Vf before = load(c + i);
            Vf ef = exp_neg(load(ut + H + i) + load(v + i) * before) + 1.0f;
            Vf er = exp_neg(load(ut + 2 * H + i) + load(v + H + i) * before) + 1.0f;
            Vf both = 1.0f / (ef * er); /* both gates for one division */
            Vf f = er * both, r = ef * both;
            Vf candidate = load(ut + i);
            Vf now = candidate + f * (before - candidate);
            Vf skip = load(xt + i);
            store(c + i, now);
            store(ht + i, skip + r * (now - skip));
        }
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

/* One row of sums becomes floats; 16 at a time. */
static inline void finish16(const Linear *lin, uint32_t o, const int32_t *acc, float *y) {
    for (uint32_t i = 0; i < 16; i += LANES) {
        Vi a, fix;
        memcpy(&a, acc + i, sizeof a);
        memcpy(&fix, lin->fix + o + i, sizeof fix);
        store(y + i, __builtin_convertvector(a + fix, Vf) * load(lin->scale + o + i) + load(lin->bias + o + i));
    }
}
