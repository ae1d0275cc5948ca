#ifndef STORE_MARK_H
#define STORE_MARK_H

/* Private to src/store: what an event is recognised by in other reports: participants by name and by code, the
   trigger's lemma, the content words of its clause, place, mode, number of dead, and the names that its whole report
   speaks of most (who "the gunman" is stands in another sentence).  An act's mark grows with each telling, up to the
   sizes below: first things first. */

#include "doc/doc.h"

enum { MARK_PARTIES = 5, MARK_WORDS = 24, MARK_TRIGGERS = 3, MARK_NAMES = 12, MARK_NAMES_OF_ONE = 6 };

typedef struct MarkParty {
    uint32_t name, code; /* hashes; 0 none */
} MarkParty;

typedef struct Mark {
    uint8_t mode, n_actors, n_recipients, n_triggers, n_names;
    uint32_t n_words;
    int32_t dead;   /* −1 not said */
    uint32_t place; /* place.id; 0 none */
    MarkParty actors[MARK_PARTIES], recipients[MARK_PARTIES];
    uint32_t triggers[MARK_TRIGGERS], words[MARK_WORDS]; /* hashes of lemmas */
    uint32_t names[MARK_NAMES];                          /* hashes, of the report; the most mentioned first */
} Mark;

/* What all events of a report share: `names`.  Once a report, before mark_of_event(). */
void mark_of_report(const Doc *doc, Mark *mark);
/* The rest of the event's mark; `place` is the caller's to fill. */
void mark_of_event(const Doc *doc, uint32_t event, const Mark *report, Mark *mark);
/* 0 … 1, for two events of one type: a weighted mean over what both say. */
double mark_alike(const Mark *a, const Mark *b);
void mark_merge(Mark *into, const Mark *from);

/* As a blob: the used part of each list, in 32-bit words; gives the bytes used.  unpack: false for a broken one. */
enum { MARK_INTS = 4 + 4 * MARK_PARTIES + MARK_TRIGGERS + MARK_WORDS + MARK_NAMES };
int mark_pack(const Mark *mark, uint32_t out[MARK_INTS]);
bool mark_unpack(const void *blob, int bytes, Mark *mark);

#endif
