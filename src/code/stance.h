#ifndef CODE_STANCE_H
#define CODE_STANCE_H

#include "base/err.h"
#include "doc/doc.h"

/* The cue words of data/stance.txt (its head explains the form): lemma and class → stance, plain and negated. */
typedef struct Stances Stances;

typedef enum CueClass { CUE_VERB, CUE_NOUN, CUE_ADJ, CUE_ADV, CUE_ADP, CUE_CLASS_COUNT } CueClass;

typedef struct StanceEntry {
    uint8_t stance, negated; /* Stance */
} StanceEntry;

/* Reads the table (absent: the one that the binary carries) into `arena`; `name` stands in messages.  NULL with `err`
   filled where a line is wrong.  Threads may share it. */
const Stances *stances_open(Arena *arena, Str table, const char *name, Err *err);

/* The entry for a lemma, NULL if it is no cue word. */
const StanceEntry *stance_lookup(const Stances *stances, Str lemma, CueClass class);
/* The class of a token by its tag; CUE_CLASS_COUNT: a kind of word that is never a cue. */
CueClass cue_class(const Token *token);
/* The entry of a token by itself, NULL if it is no cue word. */
const StanceEntry *stance_of_token(const Doc *doc, const Stances *stances, uint32_t token);
/* The stance of the cue whose words are the tokens [first, end) with syntactic head `head`: the longest entry of the
   head and a word that follows it, else the head's, else that of the first cue word; turned where the head is
   negated. */
Stance stance_of_cue(const Doc *doc, const Stances *stances, uint32_t first, uint32_t end, uint32_t head);

#endif
