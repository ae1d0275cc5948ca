#ifndef SYNTAX_FEATURE_H
#define SYNTAX_FEATURE_H

#include "syntax/net.h"

/* What the net sees of a word: the row of its folded form (lower case, digits to 0, plain quotes and dashes), and the
   sum of hashed rows for the folded form, its shape ("Aa0"), its first 1 … 4 and last 1 … 5 bytes, and whether its
   neighbours touch it.  train/net.py computes the same: any change here is a new model version. */

enum { FEATURE_MAX = 16, FEATURE_FORM = 96 /* bytes of a form that are looked at */ };

typedef struct Feature {
    uint32_t word;             /* row of the word table; 0 unknown */
    uint32_t sub[FEATURE_MAX]; /* rows of the hashed table, without the neighbours' */
    uint32_t nsub;
} Feature;

void feature_of(const Encoder *enc, Str form, Feature *f);

/* A word with its rows looked up and summed. */
typedef struct FeatureWord {
    const int8_t *word, *glue; /* [H] */
    const int16_t *sum;        /* [H] */
} FeatureWord;

/* [T], in `scratch`; equal forms are looked up once. */
const FeatureWord *feature_look(const Net *net, const Encoder *enc, Arena *scratch, const NetWord *words, uint32_t T);
/* x [T, 2H] = rows of the words; q: x × quant rounded. */
void feature_embed(const Net *net, const Encoder *enc, const FeatureWord *words, uint32_t T, float quant, float *x,
                   uint8_t *q);

/* Writes the folded form, at most FEATURE_FORM bytes; gives its length. */
uint32_t feature_fold(Str form, char folded[FEATURE_FORM]);

#endif
