#ifndef TEXT_PHRASE_H
#define TEXT_PHRASE_H

#include "base/str.h"

/* What the form of a few words tells, for the files that part a report's metadata from its body. */

bool phrase_starts(Str s, const char *prefix); /* ASCII case does not matter */
/* Whether s begins with one of the n prefixes; *rest is what follows, trimmed. */
bool phrase_starts_any(Str s, const char *const *list, size_t n, Str *rest);
#define STARTS_ANY(s, list, rest) phrase_starts_any(s, list, sizeof(list) / sizeof *(list), rest)

uint32_t phrase_words(Str s);   /* parted by spaces */
bool phrase_has_letters(Str s); /* or figures */
bool phrase_upper_at(Str s, uint32_t at);
/* Ends with a stop or colon, perhaps inside quotation marks or brackets, perhaps followed by an author's tag. */
bool phrase_ends_sentence(Str s);
/* "LP", "ol/mk", "P. G.": initials or short names, none longer than `longest` letters. */
bool phrase_is_tag(Str s, uint32_t longest);
/* Parts "… said on Tuesday. (JR)" into the sentence and the tag of its author. */
bool phrase_part_tag(Str s, Str *before, Str *tag);

#endif
