#ifndef CODE_DISPUTE_H
#define CODE_DISPUTE_H

#include "doc/doc.h"

/* Ties a denial that points back ("Pakistan rejected the accusation", "which Baku denies") to the claim that it is
   about: the claim becomes disputed and names the denier, the denial's `about` is set, and where it names nobody as its
   recipient, those who made the claim are.  Runs last: it needs statuses and sources. */
void disputes_find(Doc *doc);

/* Do the two entities speak for the same side?  Authorities of one state do; rebels and their state do not. */
bool same_party(const Doc *doc, uint32_t a, uint32_t b);

#endif
