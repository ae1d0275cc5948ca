#ifndef TEXT_SENTENCE_H
#define TEXT_SENTENCE_H

#include "base/err.h"
#include "doc/doc.h"

/* Fills doc->tokens and doc->sentences from doc->text.

   Paragraphs end at a blank line, and at any line's end unless the text is wrapped at a fixed width (most lines that
   have a successor are 50 to 100 bytes long and end without a stop).  A paragraph's end ends the sentence.  Inside, a
   sentence ends after . ! ? … and the quotation marks and brackets that close there, if what follows can begin a
   sentence; not after initials, titles ("Gen. Dostum") and other abbreviations unless a capitalised word that begins
   sentences follows.  A paragraph without a stop among others with one is a SENTENCE_HEADING.  No sentence has more
   than SENTENCE_MAX tokens: a longer run is cut at its last comma or semicolon, or where it reaches the limit. */
enum { SENTENCE_MAX = 1000 };

bool text_split(Doc *doc, Err *err);

#endif
