#ifndef CODE_ATTRIBUTION_H
#define CODE_ATTRIBUTION_H

/* On whose word: source, cue and content of what is said, thought, hoped or feared in a report.

   Cues and, from each cue, its source and content are found by a small net over our trees (attribution_net.h); what
   nets are not needed for is done by rule: marks are paired (quote.h), speech that no cue introduces goes to the
   speaker whom the sentences around it name (speech.h), the cue's stance is looked up (stance.h). */

#include "base/err.h"
#include "doc/doc.h"

typedef struct Attributor Attributor;

/* Opens the net (a file, or the embedded one where `model` is NULL) and the cue words; lives in `arena` until
   attributor_close().  NULL with `err` filled on failure.  Threads may share it. */
const Attributor *attributor_open(Arena *arena, const char *model, Err *err);
void attributor_close(const Attributor *attributor);

/* Appends to doc->attributions in the order of the text.  Reads trees, mentions and entities (which may be absent). */
void attribution_find(const Attributor *attributor, Doc *doc);
/* Do these words stand in one of its contents? */
bool attribution_holds(const Doc *doc, const Attribution *a, Span words);
/* The first attribution of a sentence or of a later one. */
uint32_t attribution_from(const Doc *doc, uint32_t sentence);

#endif
