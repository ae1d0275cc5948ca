#ifndef SYNTAX_LEMMA_H
#define SYNTAX_LEMMA_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "doc/ud.h"

/* A lemma as an edit of the form: a base (L the lower-case form, K the form as it is, T the form in title case), code
   points cut from its end, bytes put on.  As text: "L2 be". */
typedef struct LemmaRule {
    char mode;
    uint32_t cut;
    Str add;
} LemmaRule;

/* Lemmas seen in training, by Penn tag and form, or lower-case form: hashes of them, each with its rule. */
typedef struct Lexicon {
    const uint32_t *hash, *rule;
    uint32_t slots; /* a power of two; hash 0: free */
    LemmaRule *rules;
    uint32_t nrule;
} Lexicon;

/* NULL if the lexicon does not know the word with this tag. */
const LemmaRule *lemma_look(const Lexicon *lexicon, const char *xpos, Str form);

bool lemma_rule(Str text, LemmaRule *rule, Err *err);
/* The lemma; the form itself where nothing changes, else in the arena. */
Str lemma_apply(const LemmaRule *rule, Arena *arena, Str form);

/* A rule that was guessed, held to what the tag allows: adjectives, common and proper nouns in the singular are their
   own lemmas but for their case, common nouns and verbs have no capitals and proper nouns keep theirs ("Hobbs", not
   "hobb"). */
LemmaRule lemma_held(LemmaRule rule, Upos upos, Xpos xpos, Str form);

/* The adjective or adverb of a comparative or superlative: "wildest" wild, "wealthier" wealthy, "simplest" simple,
   "widest" wide, "hottest" hot; false for words without -er or -est, or of more than ASCII letters and hyphens. */
bool lemma_degree(Arena *arena, Str form, Str *lemma);

/* The singular of a plural, if the lexicon knows it as a common noun: "potatoes" potato, "horsemen" horseman; of "12's"
   what is before the mark, "outskirts" are outskirts. */
bool lemma_singular(const Lexicon *lexicon, Arena *arena, Str form, Str *lemma);

/* "Aug" and "Aug." August, "Thurs" Thursday, "govt" government; not what may be a word of its own ("Jan", "Sun",
   "Mar"). */
bool lemma_abbreviation(Xpos xpos, Str form, Str *lemma);

/* "12,500" → "12500"; false for what is no such number. */
bool lemma_number(Arena *arena, Str form, Str *lemma);

#endif
