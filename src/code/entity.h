#ifndef CODE_ENTITY_H
#define CODE_ENTITY_H

/* Mentions become entities: one per person, body, state or group, with the code and sectors that the report and the
   registry give.  Who is the same is coref.h's question; who is on which side is decided in this order, and `basis`
   tells what decided it:

     descriptor    the words around a name or in the noun phrase ("Pyongyang's ambassador to Moscow")
     coreference   the words around another mention of the same
     registry      what the name is known for on the day of the report
     gazetteer     a capital, a seat of government, an adjective of a state
     affiliation   the country that the report is about, for its police, courts, protesters … */

#include "code/mention.h"

void entity_find(const NameMap *map, const MentionNote *notes, Doc *doc, Arena *arena, bool phrase);

#endif
