#ifndef CODE_ACTOR_H
#define CODE_ACTOR_H

/* Whose side somebody is on, as the words of the phrase itself tell it: title and country, possessor, "of" and "in"
   phrases, the body that somebody works for. */

#include "code/mention.h"

/* What the report's entities are so far, for possessors and complements: by head token, NONE where nothing is. */
typedef struct ActorScene {
    const NameMap *map;
    Doc *doc;
    const MentionNote *notes;
    uint32_t *entity_at;      /* token → entity, or NONE */
    const char (*code_of)[4]; /* entity → code */
    const uint8_t *sector_of; /* entity → first sector */
    int32_t day;
} ActorScene;

typedef struct Descriptor {
    char code[4];   /* "" untold */
    uint8_t sector; /* SECTOR_NONE untold */
    bool strong;    /* the sector comes from a word that means it, not from a weak noun's default */
    bool former;
    bool state;        /* the code is that of a state named before the noun, or possessing it */
    Span role;         /* NONE_SPAN: no role words */
    uint32_t registry; /* entry of the body before the noun ("CIA director"), or NONE */
} Descriptor;

Descriptor actor_describe(const ActorScene *scene, uint32_t mention);

/* What stands before a noun for a people ("Rakhine Buddhists"). */
Descriptor actor_describe_before(const ActorScene *scene, uint32_t mention);

/* Sectors whose people become ELI when they leave. */
bool actor_is_official(Sector sector);

/* "Ally", "rival", "neighbour": not of the possessor's side, and not of the report's country. */
bool actor_is_relation(const Doc *doc, uint32_t t);

/* Finds mentions and entities: the whole stage. `phrase`: the text is a bare phrase, not a report. */
void actor_find(const Registry *registry, const Ner *ner, Doc *doc, bool phrase);
/* After the places: places and bodies without a country take that of the town in their name ("Oxford University"). */
void actor_locate(Doc *doc);

#endif
