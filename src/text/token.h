#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "doc/doc.h"

/* Cuts a stretch of text into syntactic words as the English UD treebanks do (EWT, GUM): contractions and possessives
   apart ("did|n't", "Iran|'s", "can|not", marked TOKEN_JOINED), hyphenated words apart ("US|-|led") but for prefixes
   ("anti-war", "co-founder"), dates, times, numbers, abbreviations, addresses and runs of one punctuation mark whole.
   Every word is a span of the text; nothing but white space is left out. */
void token_scan(Doc *doc, uint32_t from, uint32_t to);

/* "Gen", "a.m", "Inc": a full stop after it belongs to it. */
bool token_is_abbreviation(Str word);
/* Of these, a title or the like that never ends a sentence: "Gen", "Mr", "vs". */
bool token_is_title(Str word);

#endif
