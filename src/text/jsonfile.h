#ifndef TEXT_JSONFILE_H
#define TEXT_JSONFILE_H

/* A .json file that is no JSON Lines after all: one array of objects, or one object over several lines.  It is read
   whole and handed on object by object, as if each stood in a line of its own. */

#include "base/arena.h"
#include "base/err.h"
#include "base/stream.h"

typedef struct JsonFile JsonFile;

/* Whether the beginning of a file looks so: '[', or '{' in a line that does not end with its '}'. */
bool jsonfile_is(Str start);
/* Reads the rest of the stream, up to `max` bytes.  NULL with `err` filled (without the file's name) if it is longer,
   broken or no JSON. */
JsonFile *jsonfile_open(Stream *stream, size_t max, Err *err);
/* The next object (or whatever stands there) in one line; false when there are no more. */
bool jsonfile_next(JsonFile *file, Arena *arena, Str *bytes);
void jsonfile_close(JsonFile *file);

#endif
