#ifndef TEXT_META_H
#define TEXT_META_H

#include "doc/doc.h"

/* Splits a plain-text report in UTF-8 into what is about it and its body, by the form of its lines alone:

      date 2025-03-04 Home page world        ─► date, section
     From: Jane Roe                          ─► byline
     Ministers meet in Geneva                ─► title   (a line without stop before the first paragraph that has one)
     Ministers in Geneva. © DPX via a.example─► captions
     GENEVA (DPX) - The ministers …          ─► dateline (also in extra), source; the body begins behind the dash
     … said on Tuesday. (JR)                 ─► the tag goes to extra "signature"

   doc->text becomes the body: one paragraph a block, hard-wrapped lines joined, an empty line between two blocks;
   headings between paragraphs stay in it (the sentence stage marks them).  Fields that are set already stay.  A text
   in which no form is recognised is all body. */
void meta_split(Doc *doc, Str text);

/* Finds the dateline of a text whose body stays as it is (JSON Lines, CSV), and from it the date if there is none. */
void meta_dateline(Doc *doc);

#endif
