#ifndef SYNTAX_SYNTAX_H
#define SYNTAX_SYNTAX_H

#include "doc/doc.h"
#include "syntax/net.h"

#include "base/err.h"

/* Tags, lemmas and dependency trees (UD v2) for a document's sentences and tokens.

   One encoder reads each sentence from both sides; on its states stand a softmax over whole tags (part of speech, Penn
   tag, features), one over lemma edits, arc scores between all pairs of words (biaffine, Dozat and Manning 2017), the
   best tree over them, and a softmax over relations of the chosen arcs.  How it is trained: train/README.md. */
typedef struct Syntax Syntax;

enum { SYNTAX_MAX = 1024 }; /* words of a sentence that are parsed together; longer ones in pieces of that length */

/* The models that the program carries: what --model calls them, and their bytes.  The first is the default. */
#define SYNTAX_MODELS(X) X(accurate, syntax_model) X(fast, syntax_fast)

typedef struct SyntaxModel {
    const char *name;
    const unsigned char *data;
    size_t size;
} SyntaxModel;

/* The model called `name`, the default where it is NULL; false if there is none of that name. */
bool syntax_model_find(const char *name, SyntaxModel *model);

/* Opens one of the models, or the file of that name.  NULL with `err` filled on failure.  Shared by all threads. */
Syntax *syntax_open(const char *name, Err *err);
void syntax_close(Syntax *syntax);

/* Fills upos, xpos, feats, lemma, head and deprel of every token, and the root of every sentence.  Each sentence's tree
   depends on its own tokens only, not on its neighbours, the thread or the arithmetic path. */
bool syntax_parse(const Syntax *syntax, Doc *doc, Err *err);

/* The features of Token.feats as CoNLL-U writes them ("Number=Sing|Person=3"; "_" for none). */
Str syntax_feats(const Syntax *syntax, uint32_t feats);
/* The value of one feature ("Tense" → "Past"), absent if the token has none. */
Str syntax_feat(const Syntax *syntax, const Token *token, const char *name);

/* The net, for tests of the arithmetic paths. */
Net *syntax_net(Syntax *syntax);

#endif
