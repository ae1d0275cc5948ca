#ifndef BASE_EXP_H
#define BASE_EXP_H

/* e^x from sums and products alone, which every machine rounds alike (libm's last bits differ): scores of models that
   decide by a threshold use it.  Relative error below 1e-7 for |x| < 80; beyond, x is cut there. */

static inline float exp_same(float x) {
    double v = x < -80 ? -80 : x > 80 ? 80 : x;
    /* e^v = (e^(v/256))^256: what is left for the series is below 0.32 */
    double f = v / 256, p = 1, power = 1;
    for (int i = 1; i <= 8; i++) {
        power *= f / i;
        p += power;
    }
    for (int i = 0; i < 8; i++) {
        p *= p;
    }
    return (float)p;
}

#endif
