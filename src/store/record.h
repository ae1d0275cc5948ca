#ifndef STORE_RECORD_H
#define STORE_RECORD_H

/* Reports out of the store, as Docs. */

#include "doc/doc.h"
#include "store/store.h"

/* What was read: id, date, title, text … , as the reader left it, ready for the coder.  Strings lie in doc->arena;
 *found false: there is no such report. */
bool record_read(Store *store, int64_t report, Doc *doc, bool *found, Err *err);

/* The same with all that was coded (sentences, entities with their mentions, times, places, attributions, events), but
   without words and trees: enough for the writer of document records.  `ids`, if not NULL, gets event.id of each event,
   in the document's arena. */
bool record_read_coded(Store *store, int64_t report, Doc *doc, int64_t **ids, bool *found, Err *err);

/* One line for each report, in order of arrival; valid during the call, which returns false to stop. */
typedef struct RecordLine {
    int64_t id;
    const unsigned char *hash;                            /* SHA256_BYTES */
    Str doc, date, publisher, title, url, copy_of, coder; /* copy_of: id of a document, or absent */
} RecordLine;
typedef bool RecordSee(void *data, const RecordLine *line);
bool record_lines(Store *store, RecordSee *see, void *data, Err *err);

/* report.id by its number or by the id of its document; 0 there is none. */
bool record_find(Store *store, Str id, int64_t *report, Err *err);

#endif
