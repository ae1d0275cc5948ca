#ifndef CODE_VERSION_H
#define CODE_VERSION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "code/pipeline.h"

/* What coded a report: "0.1.0 (accurate, data 3fa9c1e2b4d50718)", the program's version, the syntax model and a hash
   over that model, the others and the lexicons, embedded or given as files.  The same string, the same events. */
bool coder_version(const CoderOptions *options, Arena *arena, Str *version, Err *err);

#endif
