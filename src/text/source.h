#ifndef TEXT_SOURCE_H
#define TEXT_SOURCE_H

/* Inputs become records: the bytes of one report each, cut out of their file but not yet understood, so that one thread
   can cut and many can read.

     files, folders, "-" ──► source_next() ──► Record ──► report_read() (reader.h) ──► Doc */

#include <signal.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

typedef enum Form { FORM_TEXT, FORM_JSONL, FORM_CSV, FORM_HTML, FORM_WARC, FORM_CONLLU, FORM_COUNT } Form;

enum {
    RECORD_MAX_BYTES = 64 * 1024 * 1024, /* of one line of JSON Lines, or one row of CSV; a longer one is skipped */
    FOLDER_MAX_DEPTH = 64,
};

typedef struct Record {
    Form form;
    Str file;         /* name for messages: the path as given or found, or "standard input" */
    Str name;         /* path below the folder given, or the file's name, without ".txt", ".json", ".gz" …: ids */
    uint64_t line;    /* where it begins in its file, from 1; 0: the whole file is one record */
    const char *unit; /* what `line` counts: "line", or "item" of a JSON array */
    Str bytes;        /* of a CSV row: the header row comes before it */
} Record;

typedef struct Source Source;

/* Told of each input, or part of one, that cannot be read: one complete sentence that names it. */
typedef void Complaint(void *context, const char *message);

/* `inputs` are paths, "-" for standard input; they must outlive the source.  `stop` (may be NULL) ends the reading when
   it becomes nonzero. */
Source *source_open(const char *const *inputs, size_t n, Complaint *complain, void *context,
                    const volatile sig_atomic_t *stop);
/* The next record, with its bytes in `arena`; false when there are no more.  Order: as given; folders in order of their
   paths' bytes, whole tree. */
bool source_next(Source *s, Arena *arena, Record *record);
/* How far it has come: bytes on disk that were read, of those known so far (folders count when their turn comes). */
void source_progress(const Source *s, uint64_t *done, uint64_t *total);
void source_close(Source *s);

#endif
