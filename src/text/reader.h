#ifndef TEXT_READER_H
#define TEXT_READER_H

#include "doc/doc.h"
#include "text/source.h"

/* Fills the reader's part of a Doc (text and what is known about it) from a record:

     plain text   encoding detected and converted; control characters dropped; metadata lines split from the body
   (meta.h) JSON Lines   fields by their keys; the text as given, but NFC CSV          likewise, by the names of the
   header's columns

   Everything is copied into doc->arena.  On failure the message names file and line. */
bool report_read(const Record *record, Doc *doc, Err *err);

/* Fills from one JSON object (jsonl.c), or from a header row and a row (csv.c).  `bytes` need not be terminated. */
bool jsonl_read(Str bytes, Doc *doc, Err *err);
bool csv_read(Str bytes, Doc *doc, Err *err);

/* The first CSV record of s: how many bytes it takes with its line end, 0 if it needs more than s has.  A line end
   inside quotation marks is part of the record. */
size_t csv_cut(Str s, bool whole);

/* Sets one of the fields that a report may have ("text", "date" …) and says whether there is such a field. */
bool report_field(Doc *doc, Str key, Str value);

#endif
