#ifndef CODE_EVENT_OPINION_H
#define CODE_EVENT_OPINION_H

/* The learned second opinion: what kind of event a word tells, or none, by a linear model over hashed features of the
   word, what stands around it in the tree, and what the lexicon says of it.  It filters the rules' false matches,
   changes their type where it is sure, and finds events whose words no rule has.

   Trained by train/events.py; the features are computed here and written out by tools/event_features.c, so that both
   sides agree.  Weights are int8, the sums integers: the same answer on every machine. */

#include "code/event.h"
#include "code/genre.h"

enum {
    OPINION_MAGIC = 0x504f4d44,
    OPINION_VERSION = 1,
    OPINION_CLASSES = EVENT_COUNT + 1, /* the event types, then none */
    OPINION_NONE = EVENT_COUNT,
    OPINION_MAX_FEATURES = 256,
};

struct OpinionModel {
    uint32_t bits;            /* 1 << bits rows */
    float scale;              /* of one unit of weight */
    const int8_t *weights;    /* [1 << bits][OPINION_CLASSES] */
    float keep, change, find; /* thresholds, see opinion_apply() */
};

/* Opens a model in place; size 0 gives a model that has no opinion (weights NULL). */
bool opinion_open(OpinionModel *model, const void *bytes, size_t size, Err *err);

/* A word that may tell an event: a verb, or a noun or adjective that the lexicon knows as a trigger. */
bool opinion_candidate(const Tree *tree, uint32_t t);
/* Hashes of the features of token t; `match`: what the rules say of it, or NULL.  Gives their number. */
uint32_t opinion_features(const Tree *tree, uint32_t t, const Match *match, uint8_t genre,
                          uint32_t features[OPINION_MAX_FEATURES]);
/* Judges all matches of a sentence from `first` on: drops those that are none with fair certainty (below `keep`),
   changes the type of those that are surely another (`change`), adds matches for words that no rule has (`find`). */
void opinion_apply(const OpinionModel *model, const Tree *tree, uint32_t sentence, uint8_t genre, Arena *scratch,
                   Matches *matches, uint32_t first);
/* Probabilities of the classes. */
void opinion_judge(const OpinionModel *model, const uint32_t *features, uint32_t n, float p[OPINION_CLASSES]);

#endif
