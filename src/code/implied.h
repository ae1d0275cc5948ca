#ifndef CODE_IMPLIED_H
#define CODE_IMPLIED_H

/* Participants that the sentence leaves out because the report has made them clear: whom the denial answers, whose deed
   is condemned, who the two sides are (code/pair), for which country the help is.  Only entities that the report names;
   only sides that are empty or that a word for two fills ("both governments"). */

#include "code/role.h"

/* Runs once over doc->events, after all are found and merged, in order of text. */
void implied_find(const Tree *tree, Doc *doc);

#endif
