#ifndef CODE_PLACE_H
#define CODE_PLACE_H

#include "code/gazetteer.h"

/* Where: the toponyms of a report and the points on the map that they mean.

   Found: the longest names of the gazetteer, written as names; towns that it lacks, where their state follows ("Ozark,
   Ala."); counties.  The people of a state and its adjective ("Turkish") are toponyms, too: their place bears the
   state's name.  Persons that share a place's name are left out (tree, titles, mentions).
   Resolved: by the state or division that follows, by the states, divisions and towns that the rest of the report
   names, by the dateline, and by rank; one sense a report (Leidner 2007, "Toponym Resolution in Text"). What only its
   division or state is known of lies at that one's middle; lat and lon are NAN when not even that is. Reads sentences,
   trees and mentions; appends to doc->places in order of the text. */
void place_find(const Gazetteer *gazetteer, Doc *doc);

#endif
