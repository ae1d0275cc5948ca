#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include <stdint.h>

#include "base/arena.h"

/* The best tree over arc scores: score[i × stride + j] for head j of word i, j = n the root; score[i][i] is
   TREE_NEVER.  head[i] in 0 … n, exactly one word has head n, every word reaches it.

   Each word's best head where that already is a tree (most sentences).  Else the maximum spanning tree (Chu and Liu
   1965, Edmonds 1967) for the most promising root, and for others while an upper bound says that they could be better,
   TREE_ROOTS at most.  For more than TREE_EXACT words, where that could take cubic time, a tree grown from the best
   root by its best arc each time (Prim 1957), quadratic. */
enum { TREE_EXACT = 160, TREE_ROOTS = 8 };
#define TREE_NEVER (-1e30f)

/* The first of the largest of x[0..n), n > 0: Kernels.argmax. */
typedef uint32_t TreeArgmax(const float *x, uint32_t n);

void tree_best(Arena *scratch, TreeArgmax *argmax, uint32_t n, const float *score, uint32_t stride, uint32_t *head);

#endif
