/* Linear-chain conditional random field over ragged sequences: loss, its gradient, and the best path; for the trainer
 * only.
 *
 * e [T, K] scores of labels, off[0..n] bounds the sequences, tr [K + 1, K] scores of moving from a label to a label
 * (row K: of starting), gold [T].  ge, gtr: gradients of the loss, added up.
 *
 * Lafferty et al. 2001. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

static float lse(const float *x, int n)
{
    float m = x[0], s = 0;
    for (int i = 1; i < n; i++) m = x[i] > m ? x[i] : m;
    for (int i = 0; i < n; i++) s += expf(x[i] - m);
    return m + logf(s);
}

double crf_loss(int n, const int *off, int K, const float *e, const float *tr, const int *gold, float *ge, float *gtr)
{
    double loss = 0;
#pragma omp parallel reduction(+ : loss)
    {
        float *lt = calloc((K + 1) * K, sizeof(float));
#pragma omp for schedule(dynamic, 8)
        for (int s = 0; s < n; s++) {
            int a = off[s], L = off[s + 1] - a;
            if (L == 0) continue;
            const float *E = e + (size_t)a * K;
            float *A = malloc(2 * (size_t)L * K * sizeof(float)), *B = A + (size_t)L * K, x[16];
            for (int k = 0; k < K; k++) A[k] = tr[K * K + k] + E[k];
            for (int t = 1; t < L; t++)
                for (int k = 0; k < K; k++) {
                    for (int j = 0; j < K; j++) x[j] = A[(t - 1) * K + j] + tr[j * K + k];
                    A[t * K + k] = lse(x, K) + E[t * K + k];
                }
            for (int k = 0; k < K; k++) B[(L - 1) * K + k] = 0;
            for (int t = L - 2; t >= 0; t--)
                for (int j = 0; j < K; j++) {
                    for (int k = 0; k < K; k++) x[k] = tr[j * K + k] + E[(t + 1) * K + k] + B[(t + 1) * K + k];
                    B[t * K + j] = lse(x, K);
                }
            float Z = lse(A + (size_t)(L - 1) * K, K);
            double score = 0;
            for (int t = 0; t < L; t++) {
                int g = gold[a + t], p = t ? gold[a + t - 1] : K;
                score += E[t * K + g] + tr[p * K + g];
                for (int k = 0; k < K; k++)
                    ge[(size_t)(a + t) * K + k] = expf(A[t * K + k] + B[t * K + k] - Z) - (k == g);
                lt[p * K + g] -= 1;
                if (t == 0)
                    for (int k = 0; k < K; k++) lt[K * K + k] += expf(A[k] + B[k] - Z);
                else
                    for (int j = 0; j < K; j++)
                        for (int k = 0; k < K; k++)
                            lt[j * K + k] +=
                                expf(A[(t - 1) * K + j] + tr[j * K + k] + E[t * K + k] + B[t * K + k] - Z);
            }
            loss += Z - score;
            free(A);
        }
#pragma omp critical
        for (int i = 0; i < (K + 1) * K; i++) gtr[i] += lt[i];
        free(lt);
    }
    return loss;
}

void crf_best(int n, const int *off, int K, const float *e, const float *tr, int *best)
{
    for (int s = 0; s < n; s++) {
        int a = off[s], L = off[s + 1] - a;
        if (L == 0) continue;
        const float *E = e + (size_t)a * K;
        float now[16], next[16];
        unsigned char *back = malloc((size_t)L * K);
        for (int k = 0; k < K; k++) now[k] = tr[K * K + k] + E[k];
        for (int t = 1; t < L; t++) {
            for (int k = 0; k < K; k++) {
                int b = 0;
                for (int j = 1; j < K; j++)
                    if (now[j] + tr[j * K + k] > now[b] + tr[b * K + k]) b = j;
                next[k] = now[b] + tr[b * K + k] + E[t * K + k];
                back[(size_t)t * K + k] = (unsigned char)b;
            }
            memcpy(now, next, sizeof now);
        }
        int b = 0;
        for (int k = 1; k < K; k++)
            if (now[k] > now[b]) b = k;
        for (int t = L - 1; t >= 0; t--) {
            best[a + t] = b;
            b = back[(size_t)t * K + b];
        }
        free(back);
    }
}
