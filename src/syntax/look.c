#include "syntax/look.h"

#include <string.h>

#include "syntax/kernel.h"

enum { BITS = 14, OWN = 9, CHILD = 2 }; /* rows of a word itself at most, and for each child */

bool look_open(const Net *net, Look *look, Err *err) {
    const float *step = net_tensor(net, "look.step", NET_F32, 1, 1, err);
    look->rows = net_tensor(net, "look.rows", NET_I8, 1 << BITS, LOOK_COLUMNS, err);
    if (step == NULL || look->rows == NULL) {
        return false;
    }
    look->step = *step;
    return true;
}

/* What a feature is made of: relation, parts of speech, casings, small numbers. */
typedef struct Feature {
    uint32_t kind, rel, upos, casing, casing2, small, upos2;
} Feature;

static uint32_t row(Feature f) {
    uint32_t key =
        f.kind | f.rel << 4 | f.upos << 10 | f.casing << 15 | f.casing2 << 17 | f.small << 19 | f.upos2 << 20;
    return key * 0x9e3779b1u >> (32 - BITS);
}

/* 3 all capitals, 1 a capital first, 2 small letters only, 0 else; letters of ASCII count. */
static uint32_t casing(Str form) {
    bool upper = false, lower = false;
    for (uint32_t i = 0; i < form.n; i++) {
        upper |= form.at[i] >= 'A' && form.at[i] <= 'Z';
        lower |= form.at[i] >= 'a' && form.at[i] <= 'z';
    }
    if (upper && !lower && form.n > 1) {
        return 3;
    }
    return form.n > 0 && form.at[0] >= 'A' && form.at[0] <= 'Z' ? 1 : lower && !upper ? 2 : 0;
}

/* What is gathered of a word before its rows are. */
typedef struct Around {
    uint32_t casing, marks; /* 1: a case marker hangs on it, 2: a determiner */
    uint32_t children;
    uint32_t *rows, *end;
} Around;

/* The rows of a word itself, not the first one, `to` … their end. */
static uint32_t *own_rows(const LookWord *words, const Around *around, uint32_t n, uint32_t i, uint32_t *to) {
    const LookWord *w = &words[i];
    uint32_t h = w->head, r = w->rel, c = around[i].casing;
    uint32_t above = h < n ? words[h].upos : UPOS_COUNT, above_casing = h < n ? around[h].casing : 0;
    uint32_t after = i + 1 < n ? words[i + 1].upos : UPOS_COUNT;
    *to++ = row((Feature){.kind = 0, .rel = r, .small = h < n && h > i});
    *to++ = row((Feature){.kind = 1, .rel = r, .upos = above});
    *to++ = row((Feature){.kind = 2, .rel = r, .upos = above, .casing = c, .casing2 = above_casing});
    *to++ = row((Feature){.kind = 3, .upos = after, .casing = c});
    *to++ = row((Feature){.kind = 4, .rel = r, .upos = above, .upos2 = w->upos});
    *to++ = row((Feature){.kind = 5, .rel = r, .casing = c, .casing2 = around[i].marks});
    *to++ = row((Feature){.kind = 6, .upos = words[i - 1].upos, .casing = c});
    *to++ = row((Feature){.kind = 7, .upos = words[i - 1].upos, .upos2 = after});
    if (around[i].children == 0) {
        *to++ = row((Feature){.kind = 8, .rel = r, .casing = c});
    }
    return to;
}

/* Are there capitals and small letters?  Where all letters are alike, as in some headings, casing tells nothing, and
   the weights, which were learnt where it does, would mislead. */
static bool is_cased(const LookWord *words, uint32_t n) {
    bool upper = false, lower = false;
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < words[i].form.n; k++) {
            upper |= words[i].form.at[k] >= 'A' && words[i].form.at[k] <= 'Z';
            lower |= words[i].form.at[k] >= 'a' && words[i].form.at[k] <= 'z';
        }
    }
    return upper && lower;
}

void look_votes(const Net *net, const Look *look, Arena *scratch, const LookWord *words, uint32_t n, LookVotes *votes) {
    memset(votes, 0, n * sizeof *votes);
    if (!is_cased(words, n)) {
        return;
    }
    Around *around = arena_array(scratch, Around, n);
    uint32_t *rows = arena_alloc(scratch, (size_t)n * (OWN + CHILD) * sizeof *rows), *at = rows;
    for (uint32_t i = 0; i < n; i++) {
        around[i].casing = i > 0 ? casing(words[i].form) : 0; /* a first word's capital says nothing */
        if (words[i].head < n) {
            Around *above = &around[words[i].head];
            above->children++;
            above->marks |= words[i].deprel == DEPREL_case ? 1 : words[i].deprel == DEPREL_det ? 2 : 0;
        }
    }
    for (uint32_t i = 1; i < n; i++) { /* names begin sentences of the news, but seldom those of the treebanks */
        around[i].rows = at;
        around[i].end = own_rows(words, around, n, i, at);
        at = around[i].end + CHILD * around[i].children;
    }
    for (uint32_t i = 0; i < n; i++) {
        const LookWord *w = &words[i];
        if (w->head < n && w->head > 0) {
            Around *above = &around[w->head];
            *above->end++ = row((Feature){.kind = 9, .rel = w->rel, .small = i > w->head});
            *above->end++ = row((Feature){.kind = 10, .rel = w->rel, .upos = w->upos, .casing = above->casing});
        }
    }
    for (uint32_t i = 1; i < n; i++) {
        uint32_t k = (uint32_t)(around[i].end - around[i].rows);
        net->kernels->add_rows(look->rows, LOOK_COLUMNS, around[i].rows, k, votes[i]);
    }
}
