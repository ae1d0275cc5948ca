#ifndef SYNTAX_LOOK_H
#define SYNTAX_LOOK_H

#include "base/err.h"
#include "doc/doc.h"
#include "syntax/net.h"

/* The second look at the tags: what the tree around a word says of its part of speech.  The first tags are chosen
   before there is a tree; then hashed features of it (the relations to the head and from the children, the tags of both
   and of the neighbours, capitals) vote for parts of speech.  train/look.py trains the weights and computes the same.
 */
enum { LOOK_COLUMNS = 32, LOOK_RELS = 64 /* relations, at most */ };

typedef struct Look {
    const int8_t *rows; /* [1 << 14, LOOK_COLUMNS], a column for each part of speech */
    float step;         /* the value of one vote */
} Look;

typedef struct LookWord {
    Str form;
    uint32_t head;  /* within the sentence; its length for the root */
    uint8_t upos;   /* as first tagged */
    uint8_t rel;    /* the model's number of the relation … */
    uint8_t deprel; /* … and the program's */
} LookWord;

typedef int16_t LookVotes[LOOK_COLUMNS];

bool look_open(const Net *net, Look *look, Err *err);
/* votes [n] for the n > 0 words of a sentence; the first one gets none */
void look_votes(const Net *net, const Look *look, Arena *scratch, const LookWord *words, uint32_t n, LookVotes *votes);

#endif
