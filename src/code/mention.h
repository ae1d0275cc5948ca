#ifndef CODE_MENTION_H
#define CODE_MENTION_H

/* The words of a report that denote somebody or somewhere: names, common nouns for people and bodies, pronouns, and
   the adjectives of states.

   A name is a run of proper nouns, cut where the registry or the role words say that a title, a country and a person
   stand side by side ("Iranian | President | Hassan Rouhani"); the tagger of names (ner.h) decides its extent and type
   where it is there.  A common noun counts if data/sectors.txt has it. */

#include "code/ner.h"

/* What stands in and around a mention, for those who resolve it. */
typedef struct MentionNote {
    uint32_t name_first, name_end; /* tokens of the bare name, without titles and countries; equal: none */
    uint32_t match;                /* of the NameMap, where the bare name (or the adjective) is one; or NONE */
    const RegistryRole *role;      /* of a common noun, or of the title before a name; NULL none */
    uint32_t role_first, role_end; /* its tokens */
    uint32_t np_first;             /* first token of the whole phrase, the article and possessor included */
    bool plural, definite, former;
} MentionNote;

/* Appends to doc->mentions; notes[i] belongs to mention i; without `ner` (NULL) the
   types of names are guessed.  All in the order of the text. */
MentionNote *mention_find(const NameMap *map, const Ner *ner, Doc *doc, Arena *arena);

/* The longest role phrase that ends in the noun at token t, or begins there ("minister of defence"). */
const RegistryRole *mention_role(const NameMap *map, const Doc *doc, uint32_t t, uint32_t *first, uint32_t *end);
/* Whether a token says that a role has ended ("former", "ex-", "ousted"). */
bool mention_former(const NameMap *map, const Doc *doc, uint32_t t);
/* "dozens", "hundreds", "thousands", with what they count or alone. */
bool mention_is_number(const Doc *doc, uint32_t t);

#endif
