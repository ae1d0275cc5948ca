#ifndef CODE_NER_H
#define CODE_NER_H

/* What kind of thing a name is: a person, a body, a place, or none of these (a battle, a law, a product, a holiday).

   A softmax over hashed features of a name (its words, its surroundings, the tree, the registry, the gazetteer, the
   report's other uses of the same words, the kinds of nouns and groups of words around it); what all uses of a name in
   a report say weighs more than the one at hand.  Trained by train/ner.py.
 */

#include "code/nerfeature.h"

typedef enum NerClass { NER_PER, NER_ORG, NER_LOC, NER_OTHER, NER_CLASSES } NerClass;

typedef struct Ner Ner;

/* The model that the program carries; `places` must outlive it.  NULL with `err` filled where it is damaged. */
Ner *ner_open(Arena *arena, const Gazetteer *places, Err *err);
void ner_close(Ner *ner);
const NerLists *ner_lists(const Ner *ner);

/* Sets type and `other` of the runs that the registry does not settle. */
void ner_classify(const Ner *ner, const NameMap *map, const Doc *doc, NameRuns *runs, Arena *arena);

#endif
