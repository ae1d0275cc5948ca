#ifndef CODE_QUOTE_H
#define CODE_QUOTE_H

#include "doc/doc.h"

/* Quotation marks, paired.

   Marks are tokens (“ ” " '' `` « » „ ‟ and single ones); the space around a straight mark tells whether it opens or
   closes.  A paragraph that leaves a quotation open and is followed by one that begins with an opening mark continues
   it, as newspapers do; otherwise an unclosed quotation ends with its paragraph, or before the sentence in which the
   next one of its kind opens.  An apostrophe is no mark: a single mark opens only where a closing one follows in the
   same paragraph. */
typedef struct Quotation {
    Span span;           /* with its marks */
    uint32_t first, end; /* tokens [first, end), with the marks */
    uint32_t parent;     /* quotation around it, or NONE */
    uint32_t continues;  /* quotation of the paragraph before that it carries on, or NONE */
    bool closed;         /* its own closing mark was found */
    bool single;         /* ‘…’ */
} Quotation;

typedef VEC(Quotation) Quotations;

enum { QUOTE_MAX_DEPTH = 4 }; /* deeper marks are taken as text */

/* All quotations of the document in order of their opening marks, in `arena`.  Reads sentences and tokens (tags are
   used where they are set), sets TOKEN_QUOTED on the tokens inside closed and continued ones, marks excluded. */
Quotations quote_find(Doc *doc, Arena *arena);

#endif
