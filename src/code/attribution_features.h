#ifndef CODE_ATTRIBUTION_FEATURES_H
#define CODE_ATTRIBUTION_FEATURES_H

#include "code/quote.h"
#include "code/stance.h"
#include "doc/doc.h"

/* What the attribution net reads: sparse features, as row numbers of two tables of embeddings.

     token features   of every token by itself and in its tree            → where are the cues?
     pair features    of a token as seen from a cue (path, side, quotes)  → which tokens are its source, its content?

   The trainer reads the same rows from the program (train/attribution_dump.c), so there is one definition. Each field
   has a range of rows of its own; open classes (lemmas) are hashed into theirs. */

/*      field          rows */
#define TOKEN_FIELDS(X)                                                                                                \
    X(LEMMA, 12288) /* of the token */                                                                                 \
    X(SUFFIX, 2048) /* last three bytes of the form, and its shape */                                                  \
    X(XPOS, 64)                                                                                                        \
    X(DEPREL, 64)                                                                                                      \
    X(HEAD_LEMMA, 4096)                                                                                                \
    X(HEAD_TAGS, 2048) /* tag and relation of the head, relation of the token */                                       \
    X(GRAND, 1024)     /* relations of the token, its head and the head's head */                                      \
    X(STANCE, 32)      /* of the lemma in data/stance.txt */                                                           \
    X(HEAD_STANCE, 32)                                                                                                 \
    X(LEFT, 64)     /* relations of children before the token: one row each */                                         \
    X(RIGHT, 64)    /* … after it */                                                                                 \
    X(CHILD, 4096)  /* lemma of an object, a particle, a case word or a mark below the token, with its relation */     \
    X(QUOTE, 64)    /* inside, outside, at which edge; whether one ended just before, begins just after */             \
    X(PLACE, 64)    /* first, second … last token of the sentence, and of its paragraph; heading */                  \
    X(EDGES, 64)    /* how many subtrees begin and end here */                                                         \
    X(SIZE, 32)     /* depth, and words below */                                                                       \
    X(BIGRAM, 8192) /* lemma and next lemma */

#define PAIR_FIELDS(X)                                                                                                 \
    X(PATH, 2048)    /* steps up from the cue's head, and the branch that leads down to the token */                   \
    X(DEPTH, 4096)   /* … and how far down, by which relation */                                                     \
    X(CUE, 12288)    /* … and the cue's lemma */                                                                     \
    X(EDGE, 4096)    /* … and whether the token is at the branch's edge or beside the cue */                         \
    X(WAY, 2048)     /* … and the cue head's own relation */                                                         \
    X(DISTANCE, 256) /* words to the cue, side */                                                                      \
    X(SENTENCE, 64)  /* sentences to the cue; a new paragraph */                                                       \
    X(SPEECH, 512)   /* the token's quotation and where it stands to the cue */                                        \
    X(BETWEEN, 256)  /* commas, verbs and quotation marks between */                                                   \
    X(TAG, 2048)     /* tag of the token, branch */

#define ENUM_TOKEN_FIELD(name, rows) TOKEN_FIELD_##name,
#define ENUM_PAIR_FIELD(name, rows)  PAIR_FIELD_##name,
#define SUM_ROWS(name, rows)         +rows
typedef enum TokenField { TOKEN_FIELDS(ENUM_TOKEN_FIELD) TOKEN_FIELD_COUNT } TokenField;
typedef enum PairField { PAIR_FIELDS(ENUM_PAIR_FIELD) PAIR_FIELD_COUNT } PairField;
enum { TOKEN_ROWS = 0 TOKEN_FIELDS(SUM_ROWS), PAIR_ROWS = 0 PAIR_FIELDS(SUM_ROWS) };

/* Rows of the things 0 … n−1: those of i are rows[off[i]] … rows[off[i + 1] − 1]. */
typedef struct Bag {
    uint32_t n;
    uint32_t *off;
    uint32_t *rows;
} Bag;

/* The document, with what features need to look up quickly: by token. */
typedef struct View {
    const Doc *doc;
    const Stances *stances;
    Quotations quotes;
    uint32_t *low, *high; /* first and last token of the subtree */
    uint32_t *quote;      /* outermost quotation around, or NONE */
    uint8_t *depth;       /* steps to the root */
    uint8_t *stance;      /* STANCE_… + 1, 0 none */
} View;

View view_make(const Doc *doc, const Stances *stances, Quotations quotes, Arena *arena);

/* Features of the tokens [first, end): those of the first are thing 0. */
Bag features_tokens(const View *view, uint32_t first, uint32_t end, Arena *arena);

/* A cue and the tokens that may belong to its source and content: its sentence and the two beside it in the paragraph,
   further ones as long as they carry on a quotation, and the next paragraph after a colon. */
typedef struct CueWindow {
    uint32_t first, end, head; /* the cue: tokens [first, end), its syntactic head */
    uint32_t from, to;         /* the window: tokens [from, to) */
} CueWindow;

/* Cut to the tokens [low, high), which hold the cue. */
CueWindow cue_window(const View *view, uint32_t first, uint32_t end, uint32_t low, uint32_t high);

/* Features of the tokens of the windows, one window after another, each as seen from its cue. */
Bag features_pairs(const View *view, const CueWindow *windows, uint32_t n, Arena *arena);

/* The first token that ends behind this byte; doc->tokens.n if none does. */
uint32_t token_at(const Doc *doc, uint32_t byte);

/* The token of [first, end) that governs the others: the one whose head is outside, the first of the highest. */
uint32_t span_head(const Doc *doc, uint32_t first, uint32_t end);

#endif
