#ifndef CODE_NER_H
#define CODE_NER_H

/* What kind of thing a name is: a person, a body, a place, or none of these (a battle, a law, a product, a holiday).

   A softmax over hashed features of a name (its words, its surroundings, the tree, the registry, the gazetteer, the
   report's other uses of the same words, the kinds of nouns and groups of words around it); what all uses of a name in
   a report say weighs more than the one at hand.  Trained by train/ner.py.
 */

#include "code/gazetteer.h"
#include "code/mentionrun.h"
#include "code/noun.h"

#include "base/err.h"

typedef enum NerClass { NER_PER, NER_ORG, NER_LOC, NER_OTHER, NER_CLASSES } NerClass;

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

typedef struct Ner Ner;

/* The model that the program carries; `places` must outlive it.  NULL with `err` filled where it is damaged. */
Ner *ner_open(Arena *arena, const Gazetteer *places, Err *err);
void ner_close(Ner *ner);
const NerLists *ner_lists(const Ner *ner);

/* Features of each run of a report, in `arena`. */
NerFeatures *ner_features(const NameMap *map, const NerLists *lists, const Doc *doc, const NameRuns *runs,
                          Arena *arena);
/* Sets type and `other` of the runs that the registry does not settle. */
void ner_classify(const Ner *ner, const NameMap *map, const Doc *doc, NameRuns *runs, Arena *arena);

#endif
