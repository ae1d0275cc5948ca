#ifndef BASE_STREAM_H
#define BASE_STREAM_H

/* The bytes of a file or of standard input, read forward.

     file ── gzip and zstd by their magic bytes ──► byte order mark: UTF-16 and UTF-32 become UTF-8 ──► stream_read()
                                                                                                          stream_line()
   A Stream belongs to one thread.  The caller closes it. */

#include "base/err.h"
#include "base/str.h"

typedef struct Stream Stream;

/* "-" is standard input.  NULL with `err` filled where the file cannot be opened. */
Stream *stream_open(const char *path, Err *err);
void stream_close(Stream *s);

/* Up to n bytes; fewer only at the end.  −1 on failure: a read error, broken or truncated compressed data. */
int64_t stream_read(Stream *s, void *bytes, size_t n, Err *err);

/* What comes next, without taking it: up to 4096 bytes, valid until the next call. */
bool stream_peek(Stream *s, Str *bytes, Err *err);

/* Bytes of the file (as on disk) that were read so far. */
uint64_t stream_position(const Stream *s);

typedef enum StreamLine { STREAM_LINE, STREAM_TOO_LONG, STREAM_END, STREAM_FAILED } StreamLine;

/* The next line without its line feed (and carriage return), valid until the next call.  A line over `max` bytes is
   skipped: STREAM_TOO_LONG. */
StreamLine stream_line(Stream *s, size_t max, Str *line, Err *err);

#endif
