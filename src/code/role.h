#ifndef CODE_ROLE_H
#define CODE_ROLE_H

/* Who stands where around a predicate, whatever form the sentence gives it: active or passive, relative or participial
   clause, control and raising, coordination, a noun with its possessor, adjective, by- or of-phrase, a light verb.

   The Tree is an index over the document's trees, in scratch memory: children in order, the lexicon's word of each
   token, the mention that each token heads.  Everything here is one walk of bounded depth. */

#include "code/lexicon.h"

enum {
    KIND_PLAIN,
    KIND_VERB,    /* tagged a noun, but it has a subject or an object: "Police shot nine protesters" */
    KIND_REVERSED /* a finite verb hung on its object as if it were a participle: "Britain halted arms sales" */
};

typedef struct Told {
    uint32_t attribution, next; /* of the same sentence, in order of text; or NONE */
} Told;
typedef VEC(Told) ToldList;

typedef struct Tree {
    const Doc *doc;
    const Lexicon *lex;
    uint32_t *word;    /* per token: the lexicon's word, or NONE */
    uint32_t *child;   /* first child, or NONE */
    uint32_t *sibling; /* next child of the same head, or NONE */
    uint32_t *mention; /* the longest mention with this head, or NONE */
    uint32_t *told_of; /* per sentence: the first in `told` whose contents touch it, or NONE */
    ToldList told;
    uint8_t *speaker; /* per token: whether it heads the source of an attribution */
    uint8_t *kind;    /* TreeKind: what a word is by what hangs on it, where the tagger says otherwise */
} Tree;

void tree_build(Tree *tree, const Doc *doc, const Lexicon *lex, Arena *scratch);

static inline const Token *tree_token(const Tree *tree, uint32_t t) {
    return &tree->doc->tokens.at[t];
}
static inline bool tree_is(const Tree *tree, uint32_t t, LexRole role) {
    return lexicon_is(tree->lex, tree->word[t], role);
}
#define EACH_CHILD(tree, c, t) (uint32_t c = (tree)->child[t]; c != NONE; c = (tree)->sibling[c])

bool tree_lemma_is(const Tree *tree, uint32_t t, const char *lemma);
/* A child with that relation (subtypes count apart), or NONE. */
uint32_t tree_child(const Tree *tree, uint32_t t, Deprel rel);
bool tree_is_passive(const Tree *tree, uint32_t verb);
bool tree_is_nominal(const Tree *tree, uint32_t t);
/* The preposition (or marker) word of a phrase is `word` of the lexicon. */
bool tree_has_case(const Tree *tree, uint32_t phrase, uint32_t word);
/* `t` lies in the subtree of `top`. */
bool tree_under(const Tree *tree, uint32_t t, uint32_t top);

/* The one who does it, the one it is done to; NONE where the sentence does not say. */
uint32_t role_subject(const Tree *tree, uint32_t predicate);
uint32_t role_object(const Tree *tree, uint32_t predicate);
/* The grammatical subject, also through control, coordination and relative clauses. */
uint32_t role_surface(const Tree *tree, uint32_t predicate);
/* "accused each other": what they do to one another. */
bool role_reciprocal(const Tree *tree, uint32_t predicate);
/* The verb that carries a noun ("launch" of "launched an attack"), or NONE. */
uint32_t role_light(const Tree *tree, uint32_t noun);

typedef struct TokenList {
    uint32_t n, at[16];
} TokenList;

/* Walks one path from a predicate; `also` are further tokens whose prepositional phrases count as the predicate's
   (words that its pattern consumed).  Appends to `out` what it finds, at most 16. */
void role_walk(const Tree *tree, uint32_t predicate, const TokenList *also, const LexPath *path, TokenList *out);

enum { RESOLVE_DIRECT = 0, RESOLVE_THROUGH = 1 };
/* The mentions that a phrase with head `t` stands for: its own, those coordinated with it, what a quantity is of; with
   RESOLVE_THROUGH, if there is none, the one whose thing it is ("Israel's decision").  At most 16 in all. */
void role_mentions(const Tree *tree, uint32_t t, int how, TokenList *mentions);

#endif
