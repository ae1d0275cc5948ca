#ifndef CODE_LEXIMPORT_H
#define CODE_LEXIMPORT_H

#include "base/str.h"

/* Reads a verb dictionary as TABARI and PETRARCH have it:
     &SYNSET, then +WORD lines             a class
     VERB {FORMS} [CODE]                   a verb and its CAMEO code; `---` for none
     - word * word_word $ + (…) [CODE]     a pattern around the verb, `*`
   and writes a lexicon that uses the built-in one's frames.  A pattern becomes conditions on object, prepositional
   phrases and nearby words; what stands before the verb becomes "nearby".  Lines with alternatives, gaps or codes that
   PLOVER has not are named in `left` with their number and the reason. */
void lexicon_import(Arena *arena, Str text, Str name, StrBuf *out, StrBuf *left, uint32_t *carried,
                    uint32_t *not_carried);

#endif
