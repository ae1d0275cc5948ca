#include "syntax/feature.h"

#include <string.h>
#include <utf8proc.h>

#include "syntax/kernel.h"

enum { SEED_PREFIX = 1, SEED_SUFFIX, SEED_SHAPE, SEED_WORD, SEED_VOCABULARY, GLUE_ROWS = 4 };

static uint32_t hash(uint32_t seed, const char *at, uint32_t n) {
    uint32_t h = 2166136261u ^ seed;
    for (uint32_t i = 0; i < n; i++) {
        h = (h ^ (unsigned char)at[i]) * 16777619u;
    }
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    return h ^ h >> 12;
}

/* One code point's folded form and its class in a shape: X upper, x other letter, 0 digit, else itself or o. */
typedef struct Folded {
    char bytes[4];
    uint8_t n;
    char class;
} Folded;

static Folded plain(const char *bytes) {
    Folded f = {.n = (uint8_t)strlen(bytes), .class = bytes[0]};
    memcpy(f.bytes, bytes, f.n);
    return f;
}

static Folded fold_wide(int32_t c) {
    switch (c) {
    case 0x2018:
    case 0x2019: return plain("'");
    case 0x201c:
    case 0x201d: return plain("\"");
    case 0x2013:
    case 0x2014: return plain("-");
    case 0x2026: return plain("...");
    default: break;
    }
    Folded f = {0};
    int32_t low = utf8proc_tolower(c);
    f.n = (uint8_t)utf8proc_encode_char(low, (utf8proc_uint8_t *)f.bytes);
    utf8proc_category_t cat = utf8proc_category(c);
    bool letter = cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_LO;
    f.class = !letter ? 'o' : low != c ? 'X' : 'x';
    return f;
}

static Folded fold_one(Str form, uint32_t *i) {
    unsigned char c = (unsigned char)form.at[*i];
    Folded f = {.n = 1, .class = (char)c};
    if (c < 128) {
        ++*i;
        f.bytes[0] = (char)c;
        if (c >= '0' && c <= '9') {
            f.bytes[0] = f.class = '0';
        } else if (c >= 'a' && c <= 'z') {
            f.class = 'x';
        } else if (c >= 'A' && c <= 'Z') {
            f.bytes[0] = (char)(c + 32);
            f.class = 'X';
        } else if (c == '`') {
            f.bytes[0] = f.class = '\'';
        }
        return f;
    }
    utf8proc_int32_t point;
    utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)form.at + *i, (utf8proc_ssize_t)(form.n - *i), &point);
    if (n <= 0) {
        ++*i;
        f.bytes[0] = (char)c;
        f.class = 'o';
        return f;
    }
    *i += (uint32_t)n;
    return fold_wide(point);
}

/* folded form and shape in one pass */
static uint32_t fold(Str form, char folded[FEATURE_FORM], char shape[FEATURE_FORM], uint32_t *nshape) {
    uint32_t n = 0, s = 0;
    for (uint32_t i = 0; i < form.n;) {
        Folded f = fold_one(form, &i);
        if (n + f.n > FEATURE_FORM) {
            break;
        }
        memcpy(folded + n, f.bytes, f.n);
        n += f.n;
        if (s < 2 || shape[s - 1] != f.class || shape[s - 2] != f.class) {
            shape[s++] = f.class;
        }
    }
    *nshape = s;
    return n;
}

uint32_t feature_fold(Str form, char folded[FEATURE_FORM]) {
    char shape[FEATURE_FORM];
    uint32_t n;
    return fold(form, folded, shape, &n);
}

static uint32_t word_row(const Encoder *enc, const char *folded, uint32_t n) {
    uint32_t h = hash(SEED_VOCABULARY, folded, n);
    h = h != 0 ? h : 1;
    uint32_t j = h & (enc->slots - 1);
    while (enc->word_hash[j] != 0) {
        if (enc->word_hash[j] == h) {
            return enc->word_id[j];
        }
        j = (j + 1) & (enc->slots - 1);
    }
    return 0;
}

void feature_of(const Encoder *enc, Str form, Feature *f) {
    char w[FEATURE_FORM], shape[FEATURE_FORM];
    uint32_t nshape, n = fold(form, w, shape, &nshape), rows = enc->nsub - GLUE_ROWS, k = 0;
    f->word = word_row(enc, w, n);
    f->sub[k++] = GLUE_ROWS + hash(SEED_WORD, w, n) % rows;
    f->sub[k++] = GLUE_ROWS + hash(SEED_SHAPE, shape, nshape) % rows;
    for (uint32_t i = 1; i <= 4 && i < n; i++) {
        f->sub[k++] = GLUE_ROWS + hash(SEED_PREFIX, w, i) % rows;
    }
    for (uint32_t i = 1; i <= 5 && i < n; i++) {
        f->sub[k++] = GLUE_ROWS + hash(SEED_SUFFIX, w + n - i, i) % rows;
    }
    f->nsub = k;
}

/* A form met in this block: its rows summed, so that the next time costs a look. */
typedef struct Seen {
    Str form;
    uint32_t word;
    int16_t *sum;
} Seen;

static const Seen *look(const Net *net, const Encoder *enc, Arena *scratch, Seen *seen, uint32_t slots, Str form) {
    uint32_t j = hash(0, form.at, form.n) & (slots - 1);
    while (seen[j].sum != NULL && !str_eq(seen[j].form, form)) {
        j = (j + 1) & (slots - 1);
    }
    Seen *s = &seen[j];
    if (s->sum == NULL) {
        Feature f;
        feature_of(enc, form, &f);
        s->form = form;
        s->word = f.word;
        s->sum = arena_alloc(scratch, enc->H * sizeof *s->sum);
        net->kernels->add_rows(enc->sub, enc->H, f.sub, f.nsub, s->sum);
    }
    return s;
}

const FeatureWord *feature_look(const Net *net, const Encoder *enc, Arena *scratch, const NetWord *words, uint32_t T) {
    uint32_t slots = 16;
    size_t H = enc->H;
    while (slots < 2 * T) {
        slots *= 2;
    }
    Seen *seen = arena_array(scratch, Seen, slots);
    FeatureWord *known = arena_alloc(scratch, T * sizeof *known);
    for (uint32_t t = 0; t < T; t++) {
        const Seen *s = look(net, enc, scratch, seen, slots, words[t].form);
        known[t] = (FeatureWord){enc->word + s->word * H, enc->sub + words[t].glue % GLUE_ROWS * H, s->sum};
    }
    return known;
}

void feature_embed(const Net *net, const Encoder *enc, const FeatureWord *words, uint32_t T, float quant, float *x,
                   uint8_t *q) {
    for (uint32_t t = 0; t < T; t++, x += 2 * enc->H, q += 2 * enc->H) {
        const FeatureWord *w = &words[t];
        net->kernels->embed(w->word, enc->word_step, w->sum, w->glue, enc->sub_step, enc->H, quant, x, q);
    }
}
