#ifndef CODE_ACTORNAME_H
#define CODE_ACTORNAME_H

/* Names of the registry in the words of a report: the longest that fit, left to right, none inside another. */

#include "code/registry.h"

typedef struct NameMatch {
    uint32_t first, end; /* tokens [first, end) */
    const RegistryName *names;
    uint32_t n;
} NameMatch;

/* The last words that a role phrase ending in a token may have. */
typedef struct RoleEnd {
    bool known, may; /* filled in; whether a phrase ends so at all */
    bool one;        /* the lemma is one word, of this hash */
    uint64_t lemma;
} RoleEnd;

typedef struct NameMap {
    const Registry *registry;
    NameMatch *at;
    uint32_t n, cap;
    uint32_t *of;      /* for each token its match, or NONE */
    NameWord *words;   /* folded words of all tokens */
    uint32_t *word_at; /* for each token its first word; [tokens] the end */
    RoleEnd *role_end; /* for each token, filled in when asked for */
    uint8_t *support;  /* for each entry that is a state: how often it is named without doubt, up to 255 */
} NameMap;

/* `phrase`: typed by hand. All in small letters it is matched without regard to capitals, and of a country or place two
   neighbouring letters may be swapped. */
NameMap *actorname_find(const Registry *r, const Doc *doc, Arena *arena, bool phrase);

/* The hash of the words of tokens [first, end), and of a phrase whose last word is the lemma. */
uint64_t actorname_hash(const NameMap *map, uint32_t first, uint32_t end);

/* The role phrase that is exactly the tokens [first, end), in the singular or the plural; NULL: none. */
const RegistryRole *actorname_role(const NameMap *map, const Doc *doc, uint32_t first, uint32_t end);

/* The name among a match's that fits best: the kinds wanted as bits 1 << NameKind; NULL where none does.  Of several
   entries the one whose country the report speaks of. */
const RegistryName *actorname_pick(const NameMap *map, const NameMatch *match, unsigned kinds);

/* Names of an entry of the kind of place words stand for: state, place, capital; NULL for others. */
static inline const RegistryEntry *actorname_entry(const NameMap *map, const RegistryName *name) {
    return registry_entry(map->registry, name->entry);
}

#endif
