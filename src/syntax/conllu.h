#ifndef SYNTAX_CONLLU_H
#define SYNTAX_CONLLU_H

#include "doc/doc.h"
#include "syntax/syntax.h"

#include "base/err.h"

/* CoNLL-U (universaldependencies.org/format.html) in and out. */

/* Reads a file's sentences and words as a document: forms joined by the spaces that SpaceAfter tells, "# newpar" and
   "# newdoc" as empty lines.  Multiword ranges are kept; empty nodes (1.1) are skipped; tags and trees in the file are
   ignored, for syntax_parse() makes them.  The words of a multiword token stand in the text one after another.  Fails,
   naming the line, on a file that is not CoNLL-U. */
bool conllu_read(Str bytes, Doc *doc, Err *err);

/* Appends the document's sentences with their trees; without a tree ("_") if it has not been parsed. */
void conllu_write(const Syntax *syntax, const Doc *doc, StrBuf *out);

#endif
