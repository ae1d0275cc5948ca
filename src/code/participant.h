#ifndef CODE_PARTICIPANT_H
#define CODE_PARTICIPANT_H

/* The learned second opinion on who takes part: for each mention near a trigger, how likely it is the event's actor and
   how likely its recipient, by a linear model over hashed features of the way through the tree from the trigger, of who
   the mention denotes, and of what the lexicon's frame chose.

   A recipient is judged again once the actors are chosen: whether he is of their country says much for some events.

   Trained by train/participants.py; the features are computed here and written out by train/participant_dump.c, so that
   both sides agree.  Weights are int8, sums and thresholds integers: the same answer on every machine. */

#include "code/event.h"

enum {
    PARTICIPANT_MAGIC = 0x4f484d44,
    PARTICIPANT_VERSION = 3,
    PARTICIPANT_MAX_FEATURES = 64,
    PARTICIPANT_WINDOW = 60, /* tokens left and right of the trigger that are looked at */
    PARTICIPANT_CANDIDATES = 32,
};

/* How a candidate stands to the chosen actors. */
typedef enum Kinship {
    KIN_ALONE,   /* there is no actor */
    KIN_UNKNOWN, /* of no country, or they are */
    KIN_OTHER,   /* of another country */
    KIN_SAME,    /* of theirs */
    KIN_STATE,   /* their state itself */
    KIN_COUNT
} Kinship;

struct ParticipantModel {
    uint32_t bits;               /* 1 << bits rows */
    const int8_t *weights;       /* [1 << bits][2]: actor, recipient */
    const int8_t *kin;           /* [EVENT_COUNT][KIN_COUNT], for recipients */
    int32_t keep, find[2], join; /* thresholds of a sum of weights, see participant_apply() */
};

/* Opens a model in place; size 0 gives a model that has no opinion (weights NULL). */
bool participant_open(ParticipantModel *model, const void *bytes, size_t size, Err *err);

typedef struct Candidates {
    uint32_t n, at[PARTICIPANT_CANDIDATES]; /* topmost tokens of mentions, in order of text */
} Candidates;
/* The mentions around a match's trigger, the trigger's own words left out. */
void participant_candidates(const Tree *tree, const Match *match, Candidates *out);
/* Hashes of the features of the candidate with index `k`.  Gives their number. */
uint32_t participant_features(const Tree *tree, const Match *match, const Candidates *candidates, uint32_t k,
                              uint32_t features[PARTICIPANT_MAX_FEATURES]);

/* Reviews the participants of a match: drops whom the frame chose where it believes less than `keep`, fills an empty
   side with the likeliest mention above `find` (of a verb, of a noun: a noun's doer is more often left unsaid), and
   adds to a filled side those above `join`. */
void participant_apply(const ParticipantModel *model, const Tree *tree, Match *match);

#endif
