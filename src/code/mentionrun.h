#ifndef CODE_MENTIONRUN_H
#define CODE_MENTIONRUN_H

/* Names in a sentence, by capitals: runs of capitalised words, cut into countries, titles and bare names. */

#include "code/actorname.h"
#include "code/noun.h"

typedef enum NamePiece {
    PIECE_NAME,  /* words that the registry does not have, or has as an actor */
    PIECE_STATE, /* the name or adjective of a state, of a part of one, of a people */
    PIECE_ROLE,  /* a title or another role word with a capital */
} NamePiece;

typedef struct NameRun {
    uint32_t first, end; /* tokens */
    uint32_t match;      /* of the map; or NONE */
    uint8_t piece;       /* NamePiece */
    uint8_t type;        /* EntityType; ENTITY_unnamed: no idea */
    bool other;          /* the name of something that is no actor and no place */
} NameRun;

typedef VEC(NameRun) NameRuns;

/* Whether a token has the capital that the calendar asks for. */
bool mentionrun_calendar(const Doc *doc, uint32_t t);
/* Whether a token is a small word inside a person's name ("bin", "de", "al"), whatever its capitals. */
bool mentionrun_particle(const Doc *doc, uint32_t t);

/* All of a report, in the order of the text.  `nouns` may be NULL. */
void mentionrun_find(const NameMap *map, const Nouns *nouns, const Doc *doc, Arena *arena, NameRuns *runs);

#endif
