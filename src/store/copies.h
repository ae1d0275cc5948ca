#ifndef STORE_COPIES_H
#define STORE_COPIES_H

/* Which report is a copy of which: agency copies under another headline, cut at the end, with corrections.

   A report that holds an earlier one and more than COPY_LONGER times as much is no copy of it: it has news of its own.

   A text is the set of its runs of four words (shingles; lower case, letters and digits only).  Two texts are copies
   when they share at least COPY_SHARE of the shorter one's runs (containment), the shorter one having at least COPY_MIN
   runs.  Candidates come from an index of fingerprints: the runs whose hash ends in enough zero bits (Broder 1997,
   "On the resemblance and containment of documents", mod-p sampling: the same runs are picked in every text, so a cut
   copy keeps its share).  Long texts are sampled more thinly; thin samples are part of the dense ones.  A candidate is
   then compared in full.  Memory: one text's runs and a bounded list of candidates. */

#include "base/arena.h"
#include "base/str.h"
#include "store/store.h"

#define COPY_SHARE 0.6
#define COPY_SURE  0.8 /* no further candidate is looked at, and the copy need not be findable itself */

enum { COPY_RUN = 4, COPY_MIN = 12, COPY_LONGER = 3 };

typedef struct Shingles {
    uint64_t *at; /* sorted, each once */
    uint32_t n;
} Shingles;

Shingles shingles_of(Str text, Arena *arena);
/* Share of the smaller set that is in both; 0 for an empty set. */
double shingles_share(const Shingles *a, const Shingles *b);

/* Looks among the reports of the store for the one that `text` shares most with.  *original = 0: none; else the first
   report of that family. */
bool copies_find(Store *store, const Shingles *text, Arena *scratch, int64_t *original, double *share);
/* Makes report findable. */
bool copies_add(Store *store, int64_t report, const Shingles *text);

#endif
