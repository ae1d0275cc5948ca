/* The elementwise recurrence of a bidirectional SRU layer, forward and backward, for the trainer only.
 *
 * Tokens of all sentences of a batch stand one after another, without padding; off[0..nsent] bounds the sentences.
 * U [T, 2, 3, H] holds the products (candidate, forget gate, output gate) of both directions; x, h, c, f, r [T, 2, H];
 * v [2, 2, H] the recurrent weights of both gates; biases are part of U.
 *
 *   f = sigmoid(Uf + vf c'),  r = sigmoid(Ur + vr c'),  c = f c' + (1 - f) Uc,  h = r c + (1 - r) x
 *
 * Lei et al. 2018, "Simple Recurrent Units for Highly Parallelizable Recurrence". */
#include <math.h>
#include <stdlib.h>
#include <string.h>

static inline float sigmoid(float x) { return 1.0f / (1.0f + expf(-x)); }

void scan_forward(int nsent, const int *off, int H, const float *restrict U, const float *restrict v,
                  const float *restrict x, float *restrict h, float *restrict c, float *restrict f,
                  float *restrict r)
{
#pragma omp parallel for schedule(dynamic, 4) collapse(2)
    for (int s = 0; s < nsent; s++) {
        for (int d = 0; d < 2; d++) {
            const float *vf = v + d * 2 * H, *vr = vf + H;
            int a = off[s], b = off[s + 1];
            for (int k = 0; k < b - a; k++) {
                int t = d ? b - 1 - k : a + k, p = d ? t + 1 : t - 1;
                const float *u = U + ((size_t)t * 2 + d) * 3 * H;
                size_t o = ((size_t)t * 2 + d) * H, q = ((size_t)p * 2 + d) * H;
                for (int i = 0; i < H; i++) {
                    float cp = k ? c[q + i] : 0;
                    float ff = sigmoid(u[H + i] + vf[i] * cp), rr = sigmoid(u[2 * H + i] + vr[i] * cp);
                    float cc = ff * cp + (1 - ff) * u[i];
                    f[o + i] = ff;
                    r[o + i] = rr;
                    c[o + i] = cc;
                    h[o + i] = rr * cc + (1 - rr) * x[o + i];
                }
            }
        }
    }
}

/* gh: gradient of h; out: gU, gx, gv (gv is added up). */
void scan_backward(int nsent, const int *off, int H, const float *restrict U, const float *restrict v,
                   const float *restrict x, const float *restrict c, const float *restrict f,
                   const float *restrict r, const float *restrict gh, float *restrict gU, float *restrict gx,
                   float *restrict gv)
{
#pragma omp parallel
    {
        float *lv = calloc(4 * H, sizeof(float)), *gc = calloc(H, sizeof(float));
#pragma omp for schedule(dynamic, 4) collapse(2)
        for (int s = 0; s < nsent; s++) {
            for (int d = 0; d < 2; d++) {
                const float *vf = v + d * 2 * H, *vr = vf + H;
                float *lf = lv + d * 2 * H, *lr = lf + H;
                int a = off[s], b = off[s + 1];
                memset(gc, 0, H * sizeof(float));
                for (int k = b - a - 1; k >= 0; k--) {
                    int t = d ? b - 1 - k : a + k, p = d ? t + 1 : t - 1;
                    const float *u = U + ((size_t)t * 2 + d) * 3 * H;
                    float *g = gU + ((size_t)t * 2 + d) * 3 * H;
                    size_t o = ((size_t)t * 2 + d) * H, q = ((size_t)p * 2 + d) * H;
                    for (int i = 0; i < H; i++) {
                        float cp = k ? c[q + i] : 0, ff = f[o + i], rr = r[o + i], y = gh[o + i];
                        float gr = y * (c[o + i] - x[o + i]) * rr * (1 - rr);
                        float gcc = gc[i] + y * rr;
                        float gf = gcc * (cp - u[i]) * ff * (1 - ff);
                        gx[o + i] = y * (1 - rr);
                        g[i] = gcc * (1 - ff);
                        g[H + i] = gf;
                        g[2 * H + i] = gr;
                        lf[i] += gf * cp;
                        lr[i] += gr * cp;
                        gc[i] = gcc * ff + gf * vf[i] + gr * vr[i];
                    }
                }
            }
        }
#pragma omp critical
        for (int i = 0; i < 4 * H; i++) gv[i] += lv[i];
        free(lv);
        free(gc);
    }
}

/* Sum of embedding rows: out[t] += table[id] for ids[off[t] .. off[t+1]); and its gradient, scattered to rows. */
void bag_forward(int T, const int *off, const int *ids, int D, const float *restrict table, float *restrict out)
{
#pragma omp parallel for schedule(static)
    for (int t = 0; t < T; t++)
        for (int k = off[t]; k < off[t + 1]; k++)
            for (int i = 0; i < D; i++) out[(size_t)t * D + i] += table[(size_t)ids[k] * D + i];
}

void bag_backward(int T, const int *off, const int *ids, int D, const float *restrict g, float *restrict gtable)
{
    for (int t = 0; t < T; t++)
        for (int k = off[t]; k < off[t + 1]; k++)
            for (int i = 0; i < D; i++) gtable[(size_t)ids[k] * D + i] += g[(size_t)t * D + i];
}

/* One Adam step on the rows of a table that this batch touched (lazy Adam). */
void adam_rows(int nrow, const int *rows, int D, float *restrict w, float *restrict g, float *restrict m,
               float *restrict s, float lr, float b1, float b2, float c1, float c2, float eps, float decay)
{
#pragma omp parallel for schedule(static)
    for (int k = 0; k < nrow; k++) {
        size_t o = (size_t)rows[k] * D;
        for (int i = 0; i < D; i++) {
            float gg = g[o + i];
            m[o + i] = b1 * m[o + i] + (1 - b1) * gg;
            s[o + i] = b2 * s[o + i] + (1 - b2) * gg * gg;
            w[o + i] -= lr * (m[o + i] / c1 / (sqrtf(s[o + i] / c2) + eps) + decay * w[o + i]);
            g[o + i] = 0;
        }
    }
}
