#ifndef CODE_COREF_H
#define CODE_COREF_H

/* Who is the same.  Mentions come in the order of the text; a mention joins the best of the entities before it. */

#include "code/mention.h"

/* An entity while it grows. */
typedef struct Draft {
    uint8_t type;   /* EntityType */
    uint8_t gender; /* 0 unknown, 1 he, 2 she */
    bool named, plural;
    char code[4];
    uint8_t sector;
    uint32_t registry;             /* entry, or NONE */
    uint32_t name_first, name_end; /* tokens of its longest bare name */
    uint64_t acronym;              /* hash of the one given behind its name; 0 none */
    uint32_t owner;                /* entity whose body it is ("Peru's Defence Ministry"), or NONE */
    const RegistryRole *role;      /* of its last role words */
    uint64_t side;                 /* coref_side() of its last role words with one */
    uint32_t role_head;            /* token of the last common noun that meant it, or NONE */
    uint32_t last, last_sentence;  /* mention, sentence */
    uint32_t subjects;             /* mentions as a subject */
    uint32_t led;                  /* 1 + the sentence of the last of them; 0 none */
    uint32_t count;                /* mentions */
} Draft;

typedef VEC(Draft) Drafts;

typedef struct Coref {
    const NameMap *map;
    const Doc *doc;
    const MentionNote *notes;
    Drafts *drafts;
} Coref;

enum { COREF_REACH = 400 }; /* so many entities back a name is looked for */

/* What is known of a name whose entity is sought. */
typedef struct NameQuery {
    EntityType type;
    uint32_t registry;        /* entry, or NONE */
    uint32_t owner;           /* entity that possesses it, or NONE */
    const char *code;         /* the country that the words around it tell, or "" */
    const RegistryRole *role; /* of the title before it; NULL none */
} NameQuery;

/* The entity that a name belongs to, or NONE. */
uint32_t coref_name(const Coref *c, uint32_t mention, NameQuery q);
/* 1 he, 2 she, 0 untold: by a title or a noun of the mention, or by the given name before a person's surname. */
uint8_t coref_gender(const Coref *c, uint32_t mention);
/* A hash of the names before a role ("Velland" of "the Velland foreign minister"); 0: none. */
uint64_t coref_side(const Coref *c, uint32_t mention);
/* The entity that a definite common noun ("the dictator", "the group") goes back to, or NONE. */
uint32_t coref_noun(const Coref *c, uint32_t mention, const char code[4], uint8_t sector);
/* The earlier mention that this one stands in apposition with, or NONE: "ambassador" of "the ambassador to X, Sin". */
uint32_t coref_apposition(const Coref *c, uint32_t mention, const uint32_t *mention_at);
/* The common noun to which this name is given, or NONE: "militia" of "a militia known as the Hawks". */
uint32_t coref_naming(const Coref *c, uint32_t mention);
/* He, she, it, they. */
uint32_t coref_pronoun(const Coref *c, uint32_t mention);

#endif
