#ifndef CODE_TIME_H
#define CODE_TIME_H

/* When: TIMEX3 expressions of a report's sentences, with values as of its date.  Rules: data/time.txt.
   Reads sentences and tokens; trees, where there are any, decide between the last and the next Friday.  Appends to
   doc->times in the order of the text.  Linear in the length of the text. */

#include "base/err.h"
#include "doc/doc.h"

typedef struct TimeLexicon TimeLexicon;

/* Reads the rules (text of a rule file; absent: the one that the binary carries).  The lexicon lives in `arena`,
   threads may share it. */
const TimeLexicon *time_open(Arena *arena, Str rules, Err *err);
void time_find(const TimeLexicon *lexicon, Doc *doc);

#endif
