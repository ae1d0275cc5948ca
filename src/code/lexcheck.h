#ifndef CODE_LEXCHECK_H
#define CODE_LEXCHECK_H

/* What `demarche lexicon check` and the tests ask of a lexicon. */

#include "code/lexicon.h"
#include "code/pipeline.h"

typedef struct LexReport {
    uint32_t rules, lints, examples, passed;
} LexReport;

/* One line for each rule that nothing reaches, that has no example, or whose pattern stands in another rule as well. */
LexReport lexicon_lint(const Lexicon *lex, StrBuf *out);
/* Runs `+` (the rule must match) and `-` (it must not) through the coder; a line for each that fails. */
void lexicon_run_examples(const Coder *coder, LexReport *report, StrBuf *out);
/* A table: rules, triggers and words by event type. */
void lexicon_count(const Lexicon *lex, StrBuf *out);

#endif
