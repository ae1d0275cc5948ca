#ifndef CODE_SPEECH_H
#define CODE_SPEECH_H

#include "code/attribution_features.h"

/* Speech in quotation marks that no cue introduces, or whose content was found in part only.

     “We slept in the woods,” she said. “They burned the house. [They took the goats.]”      the content grows
     The judge was angry. “This court will not be mocked.”                                    the subject before
     “It protects nobody.” With these words the senator left.                                 the subject after
     “From now on we are alone” – the prime minister after the vote.                          behind the dash

   Appends to doc->attributions and lets contents grow; both without order.  Quotation marks around a name, a title or
   a single word are no speech: it begins a sentence (or follows a colon), holds a verb and ends like a sentence.
   `by_head`: by token, 1 + the mention that has it as its head, 0 none. */
void speech_find(Doc *doc, const View *view, const uint32_t *by_head, Arena *scratch);

#endif
