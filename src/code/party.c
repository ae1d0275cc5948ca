#include "code/party.h"

enum { STATES = 1000 }; /* entities among which a state is looked for: those named first */

const Entity *party_at(const Tree *tree, uint32_t t) {
    uint32_t e = tree->mention[t] == NONE ? NONE : tree->doc->mentions.at[tree->mention[t]].entity;
    return e == NONE ? NULL : &tree->doc->entities.at[e];
}

/* Organs of a state act for it; everybody else for his own kind. */
static Sector kind_of(const Entity *e) {
    switch ((Sector)e->sectors[0]) {
    case SECTOR_COP:
    case SECTOR_GOV:
    case SECTOR_JUD:
    case SECTOR_LEG:
    case SECTOR_MIL:
    case SECTOR_SPY: return SECTOR_NONE;
    default: return (Sector)e->sectors[0];
    }
}

bool party_same_code(const Entity *a, const Entity *b) {
    return a->code[0] != '\0' && memcmp(a->code, b->code, sizeof a->code) == 0;
}

bool party_same_side(const Entity *a, const Entity *b) {
    return a == b || (party_same_code(a, b) && kind_of(a) == kind_of(b));
}

bool party_takes_part(const Doc *doc, Range range, const Entity *who) {
    for (uint32_t i = 0; i < range.n; i++) {
        if (party_same_side(party(doc, range, i), who)) {
            return true;
        }
    }
    return false;
}

bool party_code_among(const Doc *doc, const Entity *who, Range range) {
    for (uint32_t i = 0; i < range.n; i++) {
        if (memcmp(party(doc, range, i)->code, who->code, sizeof who->code) == 0) {
            return true;
        }
    }
    return false;
}

Range party_others(Doc *doc, Range range, const Entity *who) {
    uint32_t ids[16], n = 0;
    for (uint32_t i = 0; i < range.n && n < 16; i++) {
        const Entity *e = party(doc, range, i);
        if (e->code[0] != '\0' && !party_same_side(e, who)) {
            ids[n++] = doc->refs.at[range.first + i];
        }
    }
    return doc_refs(doc, ids, n);
}

uint32_t party_state(const Doc *doc, const char code[4]) {
    for (uint32_t i = 0; code[0] != '\0' && i < doc->entities.n && i < STATES; i++) {
        const Entity *e = &doc->entities.at[i];
        if (e->type == ENTITY_state && memcmp(e->code, code, sizeof e->code) == 0) {
            return i;
        }
    }
    return NONE;
}

bool party_near(const Event *old, const Event *now) {
    enum { SENTENCES = 8 };
    return now - old <= PARTY_EVENTS && now->sentence >= old->sentence && now->sentence - old->sentence <= SENTENCES;
}

bool party_told(const Event *e) {
    return e->status != STATUS_negated && e->status != STATUS_hypothetical && e->status != STATUS_planned;
}
