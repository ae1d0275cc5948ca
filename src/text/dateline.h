#ifndef TEXT_DATELINE_H
#define TEXT_DATELINE_H

#include "base/str.h"

/* The place (date, agency) that a report, or an item of a digest, begins with:

     MOSCOW, June 3 (Reuters) - …      Moscow – …      TBILISI, Georgia (Crossroads Wire) — …      NEW DELHI: …
   Kyiv/Moscow. …

   Known by its form alone: one to four capitalised words, perhaps a second place, a date and an agency in brackets,
   then a dash (or, behind capitals or several places, a colon or a stop), then the beginning of a sentence. */
typedef struct Dateline {
    uint32_t n; /* bytes before the sentence proper, with the white space */
    Str place;  /* "MOSCOW", "Kyiv/Moscow", "TBILISI, Georgia" */
    Str agency; /* absent: none */
    Str date;   /* as written; absent: none */
} Dateline;

bool dateline_match(Str paragraph, Dateline *found);
/* The same where nothing follows the dash: a line of its own. */
bool dateline_alone(Str line, Dateline *found);

#endif
