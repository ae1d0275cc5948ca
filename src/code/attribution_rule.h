#ifndef CODE_ATTRIBUTION_RULE_H
#define CODE_ATTRIBUTION_RULE_H

#include "code/attribution_features.h"

/* What the net gets wrong and the tree says plainly.  Works on the attributions that the net found, before bare speech
   is looked for (speech.h):

     She said the road was open [and denied that …]     her own next deed is no part of what she said
     they denied a claim by the police that he had fled  the noun is a cue of its own: the police claim it
     the shop was closed, by the account of neighbours   so is what somebody counts, estimates, recounts
     Ten killed in market blast – police                 in a heading, what stands behind the dash is the source
     the district, known as “Little Kabul”               a title in quotation marks is no speech

   `by_head`: by token, 1 + the mention that has it as its head, 0 none. */
void attribution_rules(Doc *doc, const View *view, const uint32_t *by_head, Arena *scratch);

#endif
