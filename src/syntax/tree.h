#ifndef SYNTAX_TREE_H
#define SYNTAX_TREE_H

#include <stdint.h>

#include "base/arena.h"

/* The best tree over arc scores: score [n][n + 1], score[i][j] for head j of word i, j = n the root; score[i][i] is not
   read.  head[i] in 0 … n, exactly one word has head n, every word reaches it.

   Each word's best head where that already is a tree (most sentences).  Else the maximum spanning tree (Chu and Liu
   1965, Edmonds 1967), tried for the three best roots; for more than TREE_EXACT words, where that could take cubic
   time, a tree grown from the best root by its best arc each time (Prim 1957), quadratic. */
enum { TREE_EXACT = 160 };

void tree_best(Arena *scratch, uint32_t n, const float *score, uint32_t *head);

#endif
