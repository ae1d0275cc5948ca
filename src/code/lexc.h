#ifndef CODE_LEXC_H
#define CODE_LEXC_H

/* The lexicon's compiler: text in (data/lexicon/README.md has the grammar), the block of bytes of code/lexicon.h out.
   The build runs it over data/lexicon; `--lexicon FILE` runs it when the program starts. */

#include "base/err.h"
#include "base/str.h"

typedef struct LexSource {
    Str name; /* for messages */
    Str text;
} LexSource;

/* Compiles the sources, in order, into a block in the arena (aligned to 16 bytes).  A source that has the line `use
   builtin` takes in `builtin` (n_builtin sources) first.  Fails with file and line at the first mistake. */
bool lexc_compile(Arena *arena, const LexSource *sources, uint32_t n, const LexSource *builtin, uint32_t n_builtin,
                  Str *block, Err *err);

/* Several sources in one text, as the binary carries them: each under a line "==== NAME". */
Str lexc_join(Arena *arena, const LexSource *sources, uint32_t n);
uint32_t lexc_split(Arena *arena, Str joined, LexSource **sources);

#endif
