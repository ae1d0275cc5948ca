#ifndef CODE_SOURCE_H
#define CODE_SOURCE_H

#include "doc/doc.h"

/* By token: 1 + the smallest mention with an entity that has it as its head, 0 none. */
uint32_t *source_mentions(const Doc *doc, Arena *arena);

/* The entity that a source names: that of a name in it ("his neighbour, Odette Ilunga"), of the mention at its head, of
   one around the head or, for papers and the like, of one inside ("the statement by the ministry").  "The statement"
   alone and "this" are those who were the subject of a sentence before in the paragraph.  Whoever has no entity yet
   ("the constitution", "somebody") becomes an unnamed one, with a mention; a pronoun that nobody could resolve stays
   NONE. `by_head` learns of the new mention. */
uint32_t source_entity(Doc *doc, uint32_t *by_head, Span source, uint32_t head);

#endif
