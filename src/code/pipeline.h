#ifndef CODE_PIPELINE_H
#define CODE_PIPELINE_H

#include "doc/doc.h"

#include "base/err.h"
#include "code/gazetteer.h"
#include "code/ner.h"
#include "syntax/syntax.h"

/* What the coder needs besides the report: loaded once, read by all threads, changed by none. */
typedef struct Coder Coder;

typedef struct CoderOptions {
    const char *model;   /* a name of SYNTAX_MODELS or a file; NULL: the default */
    const char *lexicon; /* files that replace what the binary carries; NULL: the embedded ones */
    const char *registry;
    bool lenient; /* broken lines of that registry are left out */
} CoderOptions;

/* Opens models, lexicon and registry.  The caller closes the coder after the last document; NULL with `err` filled on
 * failure. */
Coder *coder_open(const CoderOptions *options, Err *err);
void coder_close(Coder *coder);
/* The syntax model, for those who want to name features or write trees. */
const Syntax *coder_syntax(const Coder *coder);
/* The registry of actors and the classifier of names, for a phrase by itself (actor_find). */
const Registry *coder_registry(const Coder *coder);
const Ner *coder_ner(const Coder *coder);
const Gazetteer *coder_places(const Coder *coder);

typedef struct Lexicon Lexicon;
/* The coder's event lexicon, for those who check it; lives as long as the coder. */
const Lexicon *coder_lexicon(const Coder *coder);

/* How far to go: each stage needs those before it. */
typedef enum Stage { STAGE_TEXT, STAGE_SYNTAX, STAGE_ACTORS, STAGE_ATTRIBUTIONS, STAGE_EVENTS } Stage;

/* Runs the pipeline over a document whose text and metadata are set, up to and with stage `last`.  Finding nothing is
   no error.  Fails only for a document over the caps of doc.h. */
bool coder_run(const Coder *coder, Doc *doc, Stage last, Err *err);

#endif
