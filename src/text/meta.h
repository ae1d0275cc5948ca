#ifndef TEXT_META_H
#define TEXT_META_H

#include "doc/doc.h"

/* Splits a plain-text report in UTF-8 into what is about it (date, section, byline, title, captions, dateline, closing
   author tag) and its body, which becomes doc->text: one paragraph a block, with an empty line between blocks. */
void meta_split(Doc *doc, Str text);

#endif
