#ifndef CODE_GAZETTEER_H
#define CODE_GAZETTEER_H

/* The world's places by name: the files of data/places/ (format: states.txt), read once.

   A name is looked up by its words: runs of letters and digits, so that "Deir ez-Zor", "St. Petersburg" and
   "N'Djamena" meet whatever marks stand between their parts. */

#include "base/err.h"
#include "doc/doc.h"

typedef enum PlaceKind {
    PLACE_STATE,
    PLACE_DIVISION,
    PLACE_TOWN,
    PLACE_CAPITAL,
    PLACE_REGION,
    PLACE_WATER,
    PLACE_MOUNTAIN,
    PLACE_ISLAND,
    PLACE_FACILITY,
    PLACE_CONTINENT
} PlaceKind;

typedef struct GazPlace {
    Str name;   /* as it is written out */
    Str admin1; /* first-order division; absent: none, or not said */
    double lat, lon;
    uint32_t geonameid; /* 0: not known */
    char country[4];    /* "" none */
    uint8_t kind;       /* PlaceKind */
    uint8_t rank;       /* 1 … 9: the higher, the likelier meant when nothing else tells */
} GazPlace;

/* A spelling of a place. */
typedef struct GazName {
    uint32_t next;     /* another of the same key; NONE: the last */
    uint32_t place;    /* index of gazetteer's places */
    Str key;           /* words in lower case, joined by one space */
    Str form;          /* words as written, joined by one space */
    bool demonym;      /* "Turkish", "Turks" */
    bool abbreviation; /* "Ill.": only after a town's name */
} GazName;

typedef VEC(GazPlace) GazPlaces;
typedef VEC(GazName) GazNames;

typedef struct Gazetteer {
    Arena *arena;
    GazPlaces places;
    GazNames names;
    uint32_t *buckets, n_buckets;
    VEC(Str) beginnings; /* keys with which a longer key begins */
    uint32_t *begin_buckets;
} Gazetteer;

enum { GAZ_WORDS_MAX = 7, GAZ_KEY_MAX = 96 };

/* Reads the built-in files; all lives in `arena`. */
bool gazetteer_open(Gazetteer *g, Arena *arena, Err *err);
/* Reads one more file's text into it; `file` for messages. */
bool gazetteer_read(Gazetteer *g, const char *file, Str text, Err *err);
/* Makes names findable; after the last gazetteer_read(). */
void gazetteer_index(Gazetteer *g);

/* First name of that key (follow .next), or NONE.  *more: longer keys begin with these words. */
uint32_t gazetteer_find(const Gazetteer *g, Str key, bool *more);

#endif
