#ifndef OUT_EXPLAIN_H
#define OUT_EXPLAIN_H

#include "out/writer.h"

/* Writes, sentence by sentence, what the stages made of a document: the tree with the entities its words denote, times
   and places, attributions, events with their rule and the words behind each field.  Without `all` only sentences with
   an event or an attribution. */
void explain_document(const Doc *doc, const Look *look, bool all, StrBuf *out);

#endif
