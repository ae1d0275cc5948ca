#ifndef CODE_EVENT_GATE_H
#define CODE_EVENT_GATE_H

/* The gate: a match stands only where its report or sentence may tell such an event, and those who take part can do it.
   Firms take firms over, dealers fight over prices and boards dismiss their managers in the words of force and
   sanctions; only who has power sanctions and seizes, and violence does not stand alone in a long report. */

#include "code/context.h"
#include "code/event.h"
#include "code/genre.h"

/* What is stopped keeps its match, with a fate that says why. */
void gate_matches(const Tree *tree, const Genres *genres, uint32_t sentence, Matches *matches, uint32_t first);
/* A strike without weapons in a report about workers, an attack without them in one about hackers: theirs. */
void gate_retype(const Tree *tree, const Genres *genres, const Contexts *contexts, Matches *matches, uint32_t first);

#endif
