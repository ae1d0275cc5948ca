#ifndef TEXT_SENTENCE_H
#define TEXT_SENTENCE_H

#include "base/err.h"
#include "doc/doc.h"

/* Fills doc->tokens and doc->sentences from doc->text.

   Paragraphs end at a blank line, and at any line's end unless the text is wrapped at a fixed width (most lines that
   have a successor are 50 to 100 bytes long and end without a stop).  A paragraph's end ends the sentence.
   Inside, a linear classifier decides over hashed features of the gap between two words: the words and shapes around,
   the marks that close before it, the length so far, and what rules for stops and abbreviations make of it (trained on
   EWT and GUM by train/sentence.py; the weights are models/sentence.bin).  A paragraph without a stop among others with
   one is a SENTENCE_HEADING.  No sentence has more than SENTENCE_MAX tokens: a longer run is cut at its last comma or
   semicolon, or where it reaches the limit. */
enum { SENTENCE_MAX = 1000 };

bool text_split(Doc *doc, Err *err);

/* For training: of every word its form, whether white space follows (0, 1), and what the rules think of the gap behind
   it, parted by tabs; "# newpar" before each paragraph. */
void sentence_gaps(const Doc *doc, StrBuf *out);

#endif
