#ifndef CODE_LEXLOAD_H
#define CODE_LEXLOAD_H

#include "code/lexc.h"
#include "code/lexicon.h"

/* Opens the lexicon that the binary carries or, if `file` is not NULL, compiles that file (which may `use builtin`).
   What it allocates lives in the arena. */
bool lexicon_load(Lexicon *lex, Arena *arena, const char *file, Err *err);
/* The sources that the binary carries. */
uint32_t lexicon_builtin(Arena *arena, LexSource **sources);

#endif
