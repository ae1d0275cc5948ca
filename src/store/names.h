#ifndef STORE_NAMES_H
#define STORE_NAMES_H

/* Private to src/store: rows that many reports share (publishers, parties, actors, places), by key; inserted when they
   are new.  A small cache of ids spares most questions; it must be forgotten after a rollback and when another
   connection wrote. */

#include "doc/doc.h"
#include "store/db.h"

typedef struct Names {
    Store *store;
    Arena *scratch; /* keys; the caller resets it */
    struct {
        uint64_t hash;
        int64_t id;
    } known[1 << 17]; /* a name whose slot another one took is asked for again */
} Names;

typedef struct ActorIds {
    int64_t entity, actor, party; /* entity is the caller's */
} ActorIds;

void names_forget(Names *names);
bool names_publisher(Names *names, const Doc *doc, int64_t *id); /* 0: the report names none */
bool names_actor(Names *names, const Entity *entity, ActorIds *ids);
bool names_place(Names *names, const Place *place, int64_t *id);
/* "GOV;MIL"; absent where there is none */
Str names_sectors(Arena *arena, const uint8_t sectors[4]);

#endif
