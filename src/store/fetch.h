#ifndef STORE_FETCH_H
#define STORE_FETCH_H

/* Private to src/store: an event's row, put together from its tables. */

#include "store/db.h"
#include "store/query.h"

/* *found false: there is no such event. */
bool fetch_event(Store *store, int64_t id, Arena *arena, StoredEvent *event, bool *found);

#define PARTY_COLUMNS "a.name, a.code, a.sectors, a.type, a.registry_id, n.role, n.basis, n.seq"
/* Of a voice `v` (event_voice); its pieces of what was said stand in the last column. */
#define VOICE_COLUMNS                                                                                                  \
    PARTY_COLUMNS ", t.kind, t.stance, t.seq, t.source_start, t.source_end, t.cue_start, t.cue_end, t.contents"
#define VOICE_JOINS                                                                                                    \
    "JOIN attribution t ON t.id = v.attribution LEFT JOIN entity n ON n.id = t.entity LEFT JOIN actor a ON a.id = "    \
    "n.actor"
enum { VOICE_CONTENTS = 15, VOICE_END };
/* `text` is that of the report; without a name, the words that stand for the speaker are the name. */
RowVoice fetch_voice(sqlite3_stmt *q, int column, Str text, Arena *arena);

/* The piece of a text between two code points. */
Str text_slice(Str text, int64_t start, int64_t end);
/* The next "[a,b…]" of a JSON list of lists of numbers: its first two; false at the end. */
bool spans_next(Str *rest, int64_t span[2]);

#endif
