#ifndef OUT_WRITER_H
#define OUT_WRITER_H

/* The formats in which what was found is written.  Each is one line of FORMATS; a writer appends the bytes of one
   document to a buffer, so that documents may be written by several threads and put out in order. */

#include "doc/doc.h"

typedef struct Look {
    bool colour; /* escape sequences for a terminal */
    int width;   /* columns of the terminal; 0: unlimited */
} Look;

/* name, what it is (for the help); each has write_NAME() */
#define FORMATS(X)                                                                                                     \
    X(table, "one event a line with its evidence, for reading (the default on a terminal)")                            \
    X(doc, "one record a document, JSON Lines: everything that was found (the default elsewhere)")                     \
    X(plover, "one event a line, JSON Lines with the field names of PLOVER 2.0")                                       \
    X(csv, "one event a row, with a header")                                                                           \
    X(cameo, "date, source, target, CAMEO code, id; tab-separated, actors as dyads")

typedef struct Format {
    const char *name, *what;
    const char *header; /* written once, before the first document; NULL none */
    void (*write)(const Doc *doc, const Look *look, StrBuf *out);
} Format;

#define FORMAT_PROTOTYPE(name, what) void write_##name(const Doc *doc, const Look *look, StrBuf *out);
FORMATS(FORMAT_PROTOTYPE)
#undef FORMAT_PROTOTYPE

extern const Format out_formats[];
extern const int out_format_count;
const Format *out_format(Str name); /* NULL: no such format */

#endif
