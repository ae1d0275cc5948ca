#ifndef SYNTAX_ENHANCED_H
#define SYNTAX_ENHANCED_H

#include "doc/doc.h"
#include "syntax/syntax.h"

/* Enhanced dependencies (universaldependencies.org/u/overview/enhanced-syntax.html), read off the tree: what a conjunct
   shares with the first one, the subject of an open complement, the noun that a relative clause is about, and relations
   that name their preposition or conjunction.  No words are added where some were left out. */

typedef struct Edge {
    uint32_t head; /* token of the document, NONE for the root */
    uint8_t rel;
    bool controlled; /* ":xsubj" is put behind it */
    bool referent;   /* "ref", whatever rel is */
    uint32_t mark;   /* the word whose lemma is put behind it, or NONE */
} Edge;

enum { EDGES_MOST = 8 };

typedef struct Edges {
    Edge at[EDGES_MOST];
    uint32_t n;
} Edges;

/* For each token of the sentence its edges, [end − first] in `scratch`. */
Edges *enhanced_edges(const Syntax *syntax, const Doc *doc, const Sentence *sentence, Arena *scratch);
/* "4:nsubj|7:nsubj:xsubj" */
void enhanced_write(const Doc *doc, const Sentence *sentence, const Edges *edges, StrBuf *out);

#endif
