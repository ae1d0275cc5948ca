#ifndef CODE_PAIR_H
#define CODE_PAIR_H

/* Words that stand for two whom the report names: "both sides", "the two leaders", "they", "both"; "the guest" and "his
   host", of whom one visits the other. */

#include "code/role.h"

/* Puts the two, or the one meant, in the place of such a word among the participants of an event. */
void pair_spread(const Tree *tree, Doc *doc, Event *e);

/* Whether a phrase means two whom the report names ("the two countries", "both sides") rather than further ones. */
bool pair_is_meant(const Tree *tree, uint32_t mention);

/* The two who faced each other last before the event: in a conflict or, with `any`, in whatever was between two. */
bool pair_facing(const Doc *doc, const Event *event, bool any, uint32_t pair[2]);

#endif
