/* The loops of kernel.h in vectors of LANES floats; each kernel_*.c defines LANES, includes this and adds its product.
   Vector extensions of gcc and clang: an operation on vectors is the operation on each lane, with no fusing.  Changes
   of width may be defined too: gcc 12 makes of __builtin_convertvector() between bytes and words a copy of every lane.
 */

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

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
#ifndef LOWER /* of two vectors, lane by lane, the second where they do not differ; HIGHER alike */
#define LOWER(a, b)  pick((a) < (b), a, b)
#define HIGHER(a, b) pick((a) > (b), a, b)
#endif
#ifndef BYTES /* stores the lowest byte of each lane */
#define BYTES(v, to)                                                                                                   \
    do {                                                                                                               \
        uint8_t __attribute__((vector_size(LANES))) bytes = __builtin_convertvector(v, __typeof__(bytes));             \
        memcpy(to, &bytes, sizeof bytes);                                                                              \
    } while (0)
#define INTS(shorts) __builtin_convertvector(shorts, Vi)
#endif
static inline Vf cut(Vf x, float low, float high) {
    x = HIGHER(all(low), x);
    return LOWER(all(high), x);
}

/* x × quant, cut at `low` and 127, rounded, + 128: the magic number leaves the byte in the lowest bits. */
static inline void round_to(Vf x, float quant, float low, uint8_t *q) {
    Vi steps = (Vi)(cut(x * quant, low, 127.0f) + (12582912.0f + 128.0f));
    BYTES(steps, q);
}

/* Vectors that are worked off together, operation by operation: each waits for none of the others. */
enum { SIDE = 6 };
#define EACH(i, n) _Pragma("GCC unroll 6") for (uint32_t i = 0; i < (n); i++)

/* x = exp(-x) + 1 for |x| cut at 20: 2^k times a polynomial on [-0.5, 0.5]; relative error below 3e-6. */
INLINE void exp_neg_1(Vf x[SIDE], uint32_t n) {
    static const float c[] = {0.0096181291f, 0.0555041087f, 0.2402265069f, 0.6931471806f, 1.0f};
    Vf k[SIDE], p[SIDE];
    EACH(i, n) x[i] = cut(x[i], -20.0f, 20.0f) * -1.44269504f;
    EACH(i, n) k[i] = x[i] + 12582912.0f; /* its lowest bits are the nearest whole number */
    EACH(i, n) x[i] = x[i] - (k[i] - 12582912.0f);
    EACH(i, n) p[i] = x[i] * 0.0013333558f + c[0];
    EACH(j, 4) EACH(i, n) p[i] = p[i] * x[i] + c[j + 1];
    EACH(i, n) x[i] = (Vf)((Vi)p[i] + ((Vi)k[i] << 23)) + 1.0f;
}

/* Columns k … k + side × LANES − 1 of all words. */
INLINE void scan_side(Scan s, uint32_t n, uint32_t k, uint32_t side, bool round) {
    Vf c[SIDE], vf[SIDE], vr[SIDE]; /* the states, and their weights in both gates */
    EACH(i, side) {
        c[i] = all(0);
        vf[i] = load(s.v + k + i * LANES);
        vr[i] = load(s.v + s.H + k + i * LANES);
    }
    for (uint32_t w = 0; w < n; w++) {
        size_t t = s.back ? n - 1 - w : w, at = t * 2 * s.H + k;
        const float *u[SIDE];
        Vf f[SIDE], r[SIDE], both[SIDE];
        EACH(i, side) u[i] = s.u + (k + i * LANES) / 16 * s.block + t * 16 + (k + i * LANES) % 16;
        EACH(i, side) f[i] = load(u[i] + s.gate) + vf[i] * c[i];
        EACH(i, side) r[i] = load(u[i] + 2 * s.gate) + vr[i] * c[i];
        exp_neg_1(f, side);
        exp_neg_1(r, side);
        EACH(i, side) both[i] = 1.0f / (f[i] * r[i]); /* both gates for one division: f is 1 / f, r both of it */
        EACH(i, side) c[i] = load(u[i]) + r[i] * both[i] * (c[i] - load(u[i]));
        EACH(i, side) {
            Vf skip = load(s.x + at + i * LANES), h = skip + f[i] * both[i] * (c[i] - skip);
            store(s.h + at + i * LANES, h);
            if (round) {
                round_to(h, s.quant, -127.0f, s.q + at + i * LANES);
            }
        }
    }
}

INLINE void scan_all(const Scan *s, uint32_t n, uint32_t columns, bool round) {
    uint32_t k = 0;
    for (; k + 6 * LANES <= columns; k += 6 * LANES) {
        scan_side(*s, n, k, 6, round);
    }
    for (; k + 4 * LANES <= columns; k += 4 * LANES) {
        scan_side(*s, n, k, 4, round);
    }
    for (; k < columns; k += 2 * LANES) {
        scan_side(*s, n, k, 2, round);
    }
}

static void scan(const Scan *s, uint32_t n, uint32_t columns) {
    if (s->q != NULL) {
        scan_all(s, n, columns, true);
    } else {
        scan_all(s, n, columns, false);
    }
}

static void quantize(const float *x, uint32_t n, float quant, float low, uint8_t *q) {
    for (uint32_t i = 0; i < n; i += LANES) {
        round_to(load(x + i), quant, low, q + i);
    }
}

typedef float Four __attribute__((vector_size(16)));
typedef int32_t FourInts __attribute__((vector_size(16)));

static inline float largest(Vf v) {
    Four part[LANES / 4];
    memcpy(part, &v, sizeof v);
    for (int i = 1; i < LANES / 4; i++) {
        FourInts more = part[i] > part[0];
        part[0] = (Four)(((FourInts)part[i] & more) | ((FourInts)part[0] & ~more));
    }
    float best = part[0][0];
    for (int k = 1; k < 4; k++) {
        best = part[0][k] > best ? part[0][k] : best;
    }
    return best;
}

static inline int32_t smallest(Vi v) {
    FourInts part[LANES / 4];
    memcpy(part, &v, sizeof v);
    for (int i = 1; i < LANES / 4; i++) {
        FourInts less = part[i] < part[0];
        part[0] = (part[i] & less) | (part[0] & ~less);
    }
    int32_t best = part[0][0];
    for (int k = 1; k < 4; k++) {
        best = part[0][k] < best ? part[0][k] : best;
    }
    return best;
}

static uint32_t argmax(const float *x, uint32_t n) {
    uint32_t best = 0;
    if (n < LANES) {
        for (uint32_t i = 1; i < n; i++) {
            best = x[i] > x[best] ? i : best;
        }
        return best;
    }
    Vf top = load(x);
    Vi at, first;
    for (int k = 0; k < LANES; k++) {
        first[k] = k;
    }
    at = first;
    for (uint32_t i = LANES; i < n; i += LANES) {
        uint32_t from = i + LANES <= n ? i : n - LANES; /* the last ones are looked at twice */
        Vf v = load(x + from);
        Vi more = v > top, now = first + (int32_t)from;
        top = HIGHER(v, top);
        at = (now & more) | (at & ~more);
    }
    Vi is = top == all(largest(top));
    return (uint32_t)smallest((at & is) | (~is & INT32_MAX));
}

static void add_round(const float *a, const float *b, uint32_t n, float quant, uint8_t *q) {
    for (uint32_t i = 0; i < n; i += LANES) {
        round_to(load(a + i) + load(b + i), quant, 0.0f, q + i);
    }
}

static void score(const int32_t *acc, const int32_t *fix, float unit, const float *bias, uint32_t n, float *row) {
    for (uint32_t i = 0; i < n; i += LANES) {
        store(row + i, __builtin_convertvector(load_int(acc + i) + load_int(fix + i), Vf) * unit + load(bias + i));
    }
}

typedef int8_t Vc __attribute__((vector_size(LANES)));
typedef int16_t Vs __attribute__((vector_size(LANES * 2)));

static inline Vf floats_of(Vs shorts) {
    return __builtin_convertvector((Vi)INTS(shorts), Vf);
}

static void embed(const int8_t *word, float word_step, const int16_t *sum, const int8_t *glue, float sub_step,
                  uint32_t H, float quant, float *x, uint8_t *q) {
    for (uint32_t i = 0; i < H; i += LANES) {
        Vc w, g;
        Vs s;
        memcpy(&w, word + i, sizeof w);
        memcpy(&g, glue + i, sizeof g);
        memcpy(&s, sum + i, sizeof s);
        s += __builtin_convertvector(g, Vs);
        Vs wide = __builtin_convertvector(w, Vs);
        Vf left = floats_of(wide) * word_step, right = floats_of(s) * sub_step;
        store(x + i, left);
        store(x + H + i, right);
        round_to(left, quant, -127.0f, q + i);
        round_to(right, quant, -127.0f, q + H + i);
    }
}

/* Rows of a table of bytes are added up in 16 bits, two Vw at a time; the rows of the next thing but one are fetched in
   the meantime. */
typedef int16_t Vw __attribute__((vector_size(LANES * 4)));
#ifndef SHORTS /* of 2 × LANES bytes; a Vw's halves */
static inline Vw widened(const int8_t *bytes) {
    int8_t __attribute__((vector_size(LANES * 2))) b;
    memcpy(&b, bytes, sizeof b);
    return __builtin_convertvector(b, Vw);
}
static inline Vs half(Vw v, int which) {
    Vs part;
    memcpy(&part, (const char *)&v + which * sizeof part, sizeof part);
    return part;
}
#define SHORTS(bytes) widened(bytes)
#define LOW(v)        half(v, 0)
#define HIGH(v)       half(v, 1)
#endif

static void add_rows(const int8_t *table, uint32_t H, const uint32_t *rows, uint32_t n, int16_t *sum) {
    for (uint32_t i = 0; i < H; i += 2 * LANES) {
        Vw v = {0};
        for (uint32_t k = 0; k < n; k++) {
            v += (Vw)SHORTS(table + (size_t)rows[k] * H + i);
        }
        memcpy(sum + i, &v, sizeof v);
    }
}

static inline void bag_store(Vw sum, float step, float *y) {
    store(y, floats_of((Vs)LOW(sum)) * step);
    store(y + LANES, floats_of((Vs)HIGH(sum)) * step);
}

static void bag(const int8_t *table, uint32_t width, float step, uint32_t n, const uint32_t *off, const uint32_t *rows,
                float *y) {
    for (uint32_t t = 0; t < n; t++, y += width) {
        for (uint32_t k = t + 2 < n ? off[t + 2] : off[n]; t + 2 < n && k < off[t + 3]; k++) {
            const int8_t *row = table + (size_t)rows[k] * width;
            for (uint32_t i = 0; i < width; i += 64) {
                __builtin_prefetch(row + i);
            }
        }
        for (uint32_t i = 0; i < width; i += 4 * LANES) {
            Vw a = {0}, b = {0};
            for (uint32_t k = off[t]; k < off[t + 1]; k++) {
                const int8_t *row = table + (size_t)rows[k] * width + i;
                a += (Vw)SHORTS(row);
                b += (Vw)SHORTS(row + 2 * LANES);
            }
            bag_store(a, step, y + i);
            bag_store(b, step, y + i + 2 * LANES);
        }
    }
}

#define KERNELS(name, rows)                                                                                            \
    { name, rows, product, product_int, quantize, argmax, add_rows, embed, add_round, score, scan, bag }

/* Outputs o … o + LANES − 1 from their sums, which begin at `fix`. */
static inline Vf finish(const Linear *lin, uint32_t o, Vi sum) {
    return __builtin_convertvector(sum, Vf) * load(lin->scale + o) + load(lin->bias + o);
}
