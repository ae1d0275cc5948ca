#ifndef CODE_NERFEATURE_H
#define CODE_NERFEATURE_H

/* What the classifier of names (ner.h) sees of a name: hashed features of its words, of what stands around it and of
   the report's other uses of the same words. */

#include "code/gazetteer.h"
#include "code/mentionrun.h"
#include "code/noun.h"

enum { NER_ROWS = 1 << 17, NER_FEATURES_MAX = 128 };

typedef struct NerFeatures {
    uint32_t n;
    uint32_t row[NER_FEATURES_MAX]; /* 0 … NER_ROWS − 1 */
    uint8_t kind[NER_FEATURES_MAX]; /* what each is about, for the trainer */
} NerFeatures;

/* What the features of a name are looked up in. */
typedef struct NerLists {
    const Gazetteer *places;
    const Nouns *nouns;
    const uint32_t *group_hash; /* [groups], sorted: words by the lower half of str_hash() */
    const uint8_t *group_of;    /* [groups]: words used alike share one; 1 … */
    uint32_t groups;
} NerLists;

/* Features of each run of a report, in `arena`. */
NerFeatures *ner_features(const NameMap *map, const NerLists *lists, const Doc *doc, const NameRuns *runs,
                          Arena *arena);
/* Names of a report by one of their words. */
typedef struct NerUse {
    uint64_t hash;
    uint32_t run;
} NerUse;

typedef enum NerUseKey { BY_WHOLE, BY_FIRST, BY_LAST } NerUseKey; /* first and last words are those of longer names */

/* All runs in the order of that hash (and of the text); the first of a hash or behind it. */
NerUse *ner_uses(const NameMap *map, const NameRuns *runs, Arena *arena, NerUseKey key);
uint32_t ner_uses_from(const NerUse *uses, uint32_t n, uint64_t hash);
/* The token of [first, end) that hangs on none of them. */
uint32_t ner_head(const Doc *doc, uint32_t first, uint32_t end);

#endif
