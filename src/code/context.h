#ifndef CODE_CONTEXT_H
#define CODE_CONTEXT_H

/* PLOVER contexts by key words of the lexicon: of the sentence, of the one before it where two words agree, and of the
   whole document where a context recurs throughout. */

#include "code/role.h"

typedef struct Contexts {
    uint64_t *sentence; /* per sentence: what its words speak of */
    uint64_t document;  /* what at least one word in a hundred of the document speaks of */
} Contexts;

Contexts context_read(const Tree *tree, Arena *scratch);
uint64_t context_of(const Contexts *contexts, uint32_t sentence);

#endif
