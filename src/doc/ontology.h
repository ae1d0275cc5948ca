#ifndef DOC_ONTOLOGY_H
#define DOC_ONTOLOGY_H

/* PLOVER 2.0 (Open Event Data Alliance, CC BY-SA 4.0), its facts as tables, and our own lists: status, basis, stance.
   Each list stands once and makes the enum, the names, and the parser: NAME_names[], NAME_parse(). */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/*        name       quad  score   recipient needed */
#define EVENT_TYPES(X)                                                                                                 \
    X(AGREE, 1, 2.5, false)                                                                                            \
    X(CONSULT, 1, 2.5, false)                                                                                          \
    X(SUPPORT, 1, 5, false)                                                                                            \
    X(CONCEDE, 1, 4.5, false)                                                                                          \
    X(COOPERATE, 2, 9.5, true)                                                                                         \
    X(AID, 2, 10, true)                                                                                                \
    X(RETREAT, 2, 6.5, false)                                                                                          \
    X(REQUEST, 3, 0, false)                                                                                            \
    X(ACCUSE, 3, -3, false)                                                                                            \
    X(REJECT, 3, -2, false)                                                                                            \
    X(THREATEN, 3, -3.5, false)                                                                                        \
    X(PROTEST, 4, -5, false)                                                                                           \
    X(SANCTION, 4, -6, true)                                                                                           \
    X(MOBILIZE, 4, -5.5, false)                                                                                        \
    X(COERCE, 4, -7, false)                                                                                            \
    X(ASSAULT, 4, -9, false)

/* event type, mode, score.  A mode belongs to its type: "assist" of REQUEST is not "assist" of REJECT. */
#define MODES(X)                                                                                                       \
    X(CONSULT, visit, "visit", 4)                                                                                      \
    X(CONSULT, third_party, "third-party", 1)                                                                          \
    X(CONSULT, multilateral, "multilateral", 4)                                                                        \
    X(CONSULT, phone, "phone", 1.5)                                                                                    \
    X(RETREAT, withdraw, "withdraw", 8)                                                                                \
    X(RETREAT, release, "release", 6.5)                                                                                \
    X(RETREAT, disarm, "disarm", 10)                                                                                   \
    X(RETREAT, ceasefire, "ceasefire", 7.5)                                                                            \
    X(RETREAT, access, "access", 6.5)                                                                                  \
    X(RETREAT, resign, "resign", 4.5)                                                                                  \
    X(REQUEST, assist, "assist", 0.5)                                                                                  \
    X(REQUEST, change, "change", -1)                                                                                   \
    X(REQUEST, yield, "yield", -1)                                                                                     \
    X(REQUEST, meet, "meet", 0)                                                                                        \
    X(ACCUSE, disapprove, "disapprove", -2)                                                                            \
    X(ACCUSE, investigate, "investigate", -3.5)                                                                        \
    X(ACCUSE, allege, "allege", -3.5)                                                                                  \
    X(REJECT, assist, "assist", -1.5)                                                                                  \
    X(REJECT, change, "change", -2)                                                                                    \
    X(REJECT, yield, "yield", -2)                                                                                      \
    X(REJECT, meet, "meet", -2)                                                                                        \
    X(THREATEN, restrict, "restrict", -3)                                                                              \
    X(THREATEN, arrest, "arrest", -3.5)                                                                                \
    X(THREATEN, relations, "relations", -3.5)                                                                          \
    X(THREATEN, expel, "expel", -3.5)                                                                                  \
    X(THREATEN, territory, "territory", -4)                                                                            \
    X(THREATEN, violence, "violence", -3.5)                                                                            \
    X(PROTEST, demo, "demo", -5)                                                                                       \
    X(PROTEST, riot, "riot", -7)                                                                                       \
    X(PROTEST, strike, "strike", -5)                                                                                   \
    X(PROTEST, hunger, "hunger", -4.5)                                                                                 \
    X(PROTEST, boycott, "boycott", -4.5)                                                                               \
    X(PROTEST, obstruct, "obstruct", -4.5)                                                                             \
    X(PROTEST, vandalize, "vandalize", -5)                                                                             \
    X(SANCTION, convict, "convict", -6)                                                                                \
    X(SANCTION, expel, "expel", -5.5)                                                                                  \
    X(SANCTION, withdraw, "withdraw", -6)                                                                              \
    X(SANCTION, discontinue, "discontinue", -6)                                                                        \
    X(MOBILIZE, troops, "troops", -6.5)                                                                                \
    X(MOBILIZE, weapons, "weapons", -6.5)                                                                              \
    X(MOBILIZE, police, "police", -5.5)                                                                                \
    X(MOBILIZE, militia, "militia", -6)                                                                                \
    X(COERCE, seize, "seize", -7)                                                                                      \
    X(COERCE, restrict, "restrict", -7)                                                                                \
    X(COERCE, censor, "censor", -6.5)                                                                                  \
    X(COERCE, curfew, "curfew", -6.5)                                                                                  \
    X(COERCE, martial_law, "martial-law", -7.5)                                                                        \
    X(COERCE, arrest, "arrest", -7)                                                                                    \
    X(COERCE, deport, "deport", -7)                                                                                    \
    X(COERCE, withhold, "withhold", -7)                                                                                \
    X(COERCE, misinformation, "misinformation", -6.5)                                                                  \
    X(COERCE, cyber, "cyber", -7)                                                                                      \
    X(ASSAULT, abduct, "abduct", -8.5)                                                                                 \
    X(ASSAULT, beat, "beat", -7.5)                                                                                     \
    X(ASSAULT, torture, "torture", -8.5)                                                                               \
    X(ASSAULT, sexual, "sexual", -8.5)                                                                                 \
    X(ASSAULT, targeted, "targeted", -9.5)                                                                             \
    X(ASSAULT, destroy, "destroy", -8.5)                                                                               \
    X(ASSAULT, primitive, "primitive", -8)                                                                             \
    X(ASSAULT, firearms, "firearms", -9)                                                                               \
    X(ASSAULT, explosives, "explosives", -9)                                                                           \
    X(ASSAULT, suicide_attack, "suicide-attack", -9.5)                                                                 \
    X(ASSAULT, aerial, "aerial", -9.5)                                                                                 \
    X(ASSAULT, drone, "drone", -9.5)                                                                                   \
    X(ASSAULT, heavy_weapons, "heavy-weapons", -9.5)                                                                   \
    X(ASSAULT, crowd_control, "crowd-control", -7.5)                                                                   \
    X(ASSAULT, unconventional, "unconventional", -10)

/* clang-format off */
#define CONTEXTS(X)                                                                                                    \
    X(military)                                                                                                        \
    X(intelligence) X(executive) X(legislative) X(election) X(political_institutions) X(pro_democracy)                 \
    X(pro_autocracy) X(economic) X(legal) X(reparations) X(human_rights) X(rights_freedoms) X(repression)              \
    X(human_security) X(gender) X(lgbt) X(religion_ethnicity) X(inequality) X(diplomatic) X(territory)                 \
    X(peacekeeping) X(health) X(asylum) X(migration) X(disasters) X(natural_resource) X(environment)                   \
    X(technology) X(terrorism) X(cbrn) X(cyber) X(misinformation) X(crime) X(corruption)                               \
    X(illegal_drugs) X(trafficking)
/* clang-format on */

/* Sectors of actors; the first ten are PLOVER's primary ones. */
/* clang-format off */
#define SECTORS(X)                                                                                                     \
    X(COP)                                                                                                             \
    X(GOV) X(JUD) X(LEG) X(MIL) X(PRM) X(PTY) X(REB) X(SPY) X(UAF) X(UNK) X(AGR) X(BUS) X(CRM) X(CVL) X(EDU) X(ELI)    \
    X(JRN) X(LAB) X(MED) X(OPP) X(PRE) X(REF) X(REL) X(SOC)
/* clang-format on */

#define ENTITY_TYPES(X)      X(person) X(organization) X(state) X(group) X(place) X(unnamed)
#define BASES(X)             X(registry) X(descriptor) X(gazetteer) X(coreference) X(affiliation)
#define TIME_TYPES(X)        X(DATE) X(TIME) X(DURATION) X(SET)
#define ATTRIBUTION_KINDS(X) X(direct) X(indirect) X(mixed)
#define DATE_BASES(X)        X(document) X(stated)
#define STATUSES(X)          X(reported) X(claimed) X(disputed) X(denied) X(negated) X(planned) X(hypothetical) X(historical)
/* What a source does with a content.  asserts: says it is so; hopes … offers: leaves open whether it is or will be. */
/* clang-format off */
#define STANCES(X)                                                                                                     \
    X(asserts)                                                                                                         \
    X(denies) X(doubts) X(asks) X(orders) X(promises) X(threatens) X(fears) X(hopes) X(believes) X(accuses) X(offers)  \
    X(plans)
/* clang-format on */

#define ENUM_EVENT(name, quad, score, needed) EVENT_##name,
#define ENUM_MODE(type, name, text, score)    MODE_##type##_##name,
#define ENUM_CONTEXT(name)                    CONTEXT_##name,
#define ENUM_SECTOR(name)                     SECTOR_##name,
#define ENUM_ENTITY(name)                     ENTITY_##name,
#define ENUM_BASIS(name)                      BASIS_##name,
#define ENUM_TIME(name)                       TIME_##name,
#define ENUM_KIND(name)                       ATTRIBUTION_##name,
#define ENUM_DATE_BASIS(name)                 DATE_BASIS_##name,
#define ENUM_STATUS(name)                     STATUS_##name,
#define ENUM_STANCE(name)                     STANCE_##name,

typedef enum EventType { EVENT_TYPES(ENUM_EVENT) EVENT_COUNT } EventType;
typedef enum Mode { MODE_NONE, MODES(ENUM_MODE) MODE_COUNT } Mode;
typedef enum Context { CONTEXTS(ENUM_CONTEXT) CONTEXT_COUNT } Context;
typedef enum Sector { SECTOR_NONE, SECTORS(ENUM_SECTOR) SECTOR_COUNT } Sector;
typedef enum EntityType { ENTITY_TYPES(ENUM_ENTITY) ENTITY_COUNT } EntityType;
typedef enum Basis { BASES(ENUM_BASIS) BASIS_COUNT } Basis;
typedef enum TimeType { TIME_TYPES(ENUM_TIME) TIME_COUNT } TimeType;
typedef enum AttributionKind { ATTRIBUTION_KINDS(ENUM_KIND) ATTRIBUTION_KIND_COUNT } AttributionKind;
typedef enum DateBasis { DATE_BASES(ENUM_DATE_BASIS) DATE_BASIS_COUNT } DateBasis;
typedef enum Status { STATUSES(ENUM_STATUS) STATUS_COUNT } Status;
typedef enum Stance { STANCES(ENUM_STANCE) STANCE_COUNT } Stance;

/* Names as they are written out ("AGREE", "third-party", "martial-law"); [0] of mode and sector is "". */
extern const char *const event_names[EVENT_COUNT];
extern const char *const mode_names[MODE_COUNT];
extern const char *const context_names[CONTEXT_COUNT];
extern const char *const sector_names[SECTOR_COUNT];
extern const char *const entity_type_names[ENTITY_COUNT];
extern const char *const basis_names[BASIS_COUNT];
extern const char *const time_type_names[TIME_COUNT];
extern const char *const attribution_kind_names[ATTRIBUTION_KIND_COUNT];
extern const char *const date_basis_names[DATE_BASIS_COUNT];
extern const char *const status_names[STATUS_COUNT];
extern const char *const stance_names[STANCE_COUNT];

/* Position of `name` in names[count], or -1. */
int name_index(const char *const *names, int count, Str name);
/* The mode of that name among those of `type`; MODE_NONE when the type has no such mode. */
Mode mode_parse(EventType type, Str name);
int event_quad(EventType type);                /* 1 … 4 */
double event_score(EventType type, Mode mode); /* −10 … 10 */
bool event_needs_recipient(EventType type);

#endif
