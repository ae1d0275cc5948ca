#ifndef CODE_NER_H
#define CODE_NER_H

/* What kind of thing a name is: a person, a body, a place, or none of these (a battle, a law, a product, a holiday).

   A softmax over hashed features of a name (its words, its surroundings, the tree, the registry, the gazetteer, the
   report's other uses of the same words); the scores of equal names in a report are averaged.  Trained by train/ner.py.
 */

#include "code/gazetteer.h"
#include "code/mentionrun.h"

#include "base/err.h"

typedef enum NerClass { NER_PER, NER_ORG, NER_LOC, NER_OTHER, NER_CLASSES } NerClass;

enum { NER_ROWS = 1 << 17, NER_FEATURES_MAX = 96 };

typedef struct NerFeatures {
    uint32_t n;
    uint32_t row[NER_FEATURES_MAX]; /* 0 … NER_ROWS − 1 */
} NerFeatures;

typedef struct Ner Ner;

/* The model that the program carries; `places` must outlive it.  NULL with `err` filled where it is damaged. */
Ner *ner_open(Arena *arena, const Gazetteer *places, Err *err);
void ner_close(Ner *ner);

/* Features of each run of a report, in `arena`. */
NerFeatures *ner_features(const NameMap *map, const Gazetteer *places, const Doc *doc, const NameRuns *runs,
                          Arena *arena);
/* Sets type and `other` of the runs that the registry does not settle. */
void ner_classify(const Ner *ner, const NameMap *map, const Doc *doc, NameRuns *runs, Arena *arena);

#endif
