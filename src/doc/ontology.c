#include "doc/ontology.h"

#define NAME_EVENT(name, quad, score, needed) #name,
#define NAME_MODE(type, name, text, score)    text,
#define NAME(name)                            #name,

const char *const event_names[EVENT_COUNT] = {EVENT_TYPES(NAME_EVENT)};
const char *const mode_names[MODE_COUNT] = {"", MODES(NAME_MODE)};
const char *const context_names[CONTEXT_COUNT] = {CONTEXTS(NAME)};
const char *const sector_names[SECTOR_COUNT] = {"", SECTORS(NAME)};
const char *const entity_type_names[ENTITY_COUNT] = {ENTITY_TYPES(NAME)};
const char *const basis_names[BASIS_COUNT] = {BASES(NAME)};
const char *const time_type_names[TIME_COUNT] = {TIME_TYPES(NAME)};
const char *const attribution_kind_names[ATTRIBUTION_KIND_COUNT] = {ATTRIBUTION_KINDS(NAME)};
const char *const date_basis_names[DATE_BASIS_COUNT] = {DATE_BASES(NAME)};
const char *const status_names[STATUS_COUNT] = {STATUSES(NAME)};
const char *const stance_names[STANCE_COUNT] = {STANCES(NAME)};

#define ROW_EVENT(name, quad, score, needed) {quad, score, needed},
static const struct {
    int quad;
    double score;
    bool needed;
} events[EVENT_COUNT] = {EVENT_TYPES(ROW_EVENT)};

#define ROW_MODE(type, name, text, score) {EVENT_##type, score},
static const struct {
    EventType type;
    double score;
} modes[MODE_COUNT] = {{EVENT_COUNT, 0}, MODES(ROW_MODE)};

int name_index(const char *const *names, int count, Str name) {
    for (int i = 0; i < count; i++) {
        if (str_is(name, names[i])) {
            return i;
        }
    }
    return -1;
}

Mode mode_parse(EventType type, Str name) {
    for (int i = 1; i < MODE_COUNT; i++) {
        if (modes[i].type == type && str_is(name, mode_names[i])) {
            return (Mode)i;
        }
    }
    return MODE_NONE;
}

int event_quad(EventType type) {
    return events[type].quad;
}

double event_score(EventType type, Mode mode) {
    return mode == MODE_NONE ? events[type].score : modes[mode].score;
}

bool event_needs_recipient(EventType type) {
    return events[type].needed;
}
