#ifndef OUT_WRITER_H
#define OUT_WRITER_H

/* The formats in which what was found is written: one list.  A format appends the bytes of one document, or of one
   event, to a buffer, so that documents may be written by several threads and put out in order.

     Doc ──────────────► document()   doc, table
     Doc ─► EventRow ──► row()        plover, csv, cameo; a query of the store makes the same rows (doc/row.h) */

#include "doc/row.h"

typedef struct Look {
    bool colour; /* escape sequences for a terminal */
    int width;   /* columns of the terminal; 0: as wide as need be */
} Look;

typedef void WriteDocument(const Doc *doc, const Look *look, StrBuf *out);
typedef void WriteRow(const EventRow *row, StrBuf *out);

/* name, kind (document or row), header, what it is */
#define FORMATS(X)                                                                                                     \
    X(table, document, NULL, "one event a line with its evidence, for reading; the default on a terminal")             \
    X(doc, document, NULL, "one record a report, JSON Lines: everything that was found; the default elsewhere")        \
    X(plover, row, NULL, "one event a line, JSON Lines with the field names of PLOVER 2.0")                            \
    X(csv, row, csv_header, "one event a row, with a header (RFC 4180)")                                               \
    X(cameo, row, NULL, "date, source, target, CAMEO code, id; tab-separated, lists of actors as dyads")

typedef struct Format {
    const char *name;
    const char *header;      /* written once, first; NULL none */
    WriteDocument *document; /* one of the two is set */
    WriteRow *row;
    const char *what;
} Format;

extern const Format out_formats[];
extern const int out_format_count;
const Format *out_format(Str name); /* NULL: no such format */

/* Writes a coded document in a format of either kind. */
void out_document(const Format *format, const Doc *doc, const Look *look, StrBuf *out);

WriteDocument doc_document, table_document;
WriteRow plover_row, csv_row, cameo_row;
extern const char csv_header[];
/* One event as the table shows it: the line and its evidence. */
void table_event(const EventRow *row, const Look *look, StrBuf *out);

/* "GOV", "MIL;REB": sectors joined; and the names of contexts joined. */
void out_sectors(StrBuf *out, const uint8_t sectors[4], char joint);
void out_contexts(StrBuf *out, uint64_t contexts, char joint);

#endif
