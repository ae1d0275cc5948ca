#ifndef CODE_REGISTRY_H
#define CODE_REGISTRY_H

/* What is known about actors before the report is read: the files of data/actors, and data/sectors.txt.

     text files ──registry_build()──► one block of bytes ──registry_open()──► Registry ──► lookups by name
                 (while building the program, or at run time)      (embedded, or read from a file)

   The block has no pointers: offsets only, little-endian, checked when it is opened.  A name is found by the hash of
   its folded words (registryname.h); several entries may share a name, and it is for the reader to choose. */

#include "code/registryname.h"
#include "doc/doc.h"

#include "base/err.h"

typedef struct Registry Registry;

typedef enum RegistryKind {
    KIND_STATE,
    KIND_PERSON,
    KIND_ORGANIZATION,
    KIND_GROUP,
    KIND_PEOPLE,  /* nationality, ethnic group, religion */
    KIND_PLACE,   /* part of a state */
    KIND_REGION,  /* of the world: names no actor */
    KIND_DISCARD, /* looks like an actor and is none */
    KIND_COUNT
} RegistryKind;

/* What a name of an entry is. */
typedef enum NameKind {
    NAMED_FULL,      /* its name */
    NAMED_ADJECTIVE, /* of a state: "French" */
    NAMED_PEOPLE,    /* people of a state: "Frenchmen" */
    NAMED_CAPITAL,
    NAMED_SEAT,
    NAMED_SHORT,   /* part of a person's name that stands alone in the news of the world: "Putin" */
    NAMED_SURNAME, /* counts only beside a fitting title or country */
    NAMED_COUNT
} NameKind;

enum {
    NAME_AMBIGUOUS = 1, /* is often something else */
    NAME_CAPITAL = 2,   /* must begin with a capital in the text */
    NAME_ALL_UPPER = 4, /* an acronym: must be in capitals */
};

typedef struct RegistryEntry {
    uint32_t name, id; /* strings */
    uint32_t first_office, n_offices;
    uint32_t first_name, n_names; /* its names, as they were written */
    char code[4];
    uint8_t kind;
    uint8_t sector; /* where no office says otherwise */
    uint16_t pad;
} RegistryEntry;

typedef struct RegistryOffice {
    int32_t from, to; /* days, both included; DAY_NONE: open */
    uint32_t role;    /* string */
    char code[4];
    uint8_t sectors[2];
    uint16_t pad;
} RegistryOffice;

typedef struct RegistryName {
    uint32_t text; /* string */
    uint32_t entry;
    uint8_t kind;  /* NameKind */
    uint8_t flags; /* NAME_… */
    uint8_t words;
    uint8_t pad;
} RegistryName;

/* Words for people and bodies (data/sectors.txt). */
typedef enum RoleKind {
    WORD_AGENT,
    WORD_WEAK,
    WORD_BODY,
    WORD_WEAKBODY,
    WORD_MODIFIER,
    WORD_FORMER,
    WORD_TITLE,
    WORD_COUNT
} RoleKind;

typedef struct RegistryRole {
    uint64_t hash;
    uint8_t sector;
    uint8_t kinds; /* bits 1 << RoleKind */
    uint8_t words;
    uint8_t modifier; /* its sector as a modifier */
    uint32_t text;    /* string */
} RegistryRole;

/* "soldier", "officials": a word for people, not for a body of them. */
static inline bool role_is_person(const RegistryRole *role) {
    return role != NULL && (role->kinds & (1u << WORD_AGENT | 1u << WORD_WEAK)) != 0;
}

/* Opens a block; `data` must outlive the registry and be 8-byte aligned.  NULL with `err` where it is damaged. */
Registry *registry_open(Arena *arena, const unsigned char *data, size_t size, Err *err);
/* The one that the program carries. */
Registry *registry_embedded(Arena *arena, Err *err);
/* Built anew from a folder that holds sectors.txt and actors/, or read from a file that registry_build() made. */
Registry *registry_load(Arena *arena, const char *path, bool lenient, Err *err);

uint32_t registry_count(const Registry *r);
const RegistryEntry *registry_entry(const Registry *r, uint32_t entry);
Str registry_str(const Registry *r, uint32_t string);
const RegistryOffice *registry_offices(const Registry *r, const RegistryEntry *e);
const RegistryName *registry_names(const Registry *r, const RegistryEntry *e);

/* The names with that hash: an array of *n. */
const RegistryName *registry_find(const Registry *r, uint64_t hash, uint32_t *n);
/* The most words that a name beginning with this word has; 0: none does. */
uint32_t registry_longest(const Registry *r, uint64_t first_word);
/* Kinds of entries with names of several words that begin with this one, as bits 1 << RegistryKind. */
uint32_t registry_beginnings(const Registry *r, uint64_t first_word);
/* A role phrase by the hash of its words; NULL: none. */
const RegistryRole *registry_role(const Registry *r, uint64_t hash);
/* Whether a role phrase of several words may begin, and any may end, with a word of that hash: seldom said in vain. */
bool registry_begins_role(const Registry *r, uint64_t word);
bool registry_ends_role(const Registry *r, uint64_t word);
/* All role phrases in their table's order: an array of *n, those with hash 0 are no phrases. */
const RegistryRole *registry_roles(const Registry *r, uint32_t *n);
/* Who bears this given name: 1 he, 2 she, 3 both, 0 untold. */
uint8_t registry_given(const Registry *r, uint64_t hash);
/* The state of a code, or NONE. */
uint32_t registry_state(const Registry *r, const char code[4]);
/* By id, or NONE. */
uint32_t registry_by_id(const Registry *r, Str id);

/* What an entry is on a day (DAY_NONE: in its last office). */
typedef struct Standing {
    char code[4];
    uint8_t sectors[2];
    uint32_t role; /* string; 0 none */
    bool former;   /* its last office has ended: ELI */
    bool before;   /* its first has not begun */
} Standing;
Standing registry_standing(const Registry *r, uint32_t entry, int32_t day);

#endif
