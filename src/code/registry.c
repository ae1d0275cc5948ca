#include "code/registry.h"

#include <sys/stat.h>

#include "base/stream.h"
#include "code/registryblock.h"

struct Registry {
    const RegistryEntry *entries;
    const RegistryOffice *offices;
    const RegistryName *names, *found;
    const RegistrySlot *slots, *firsts, *given;
    const RegistryRole *roles;
    const char *strings;
    uint32_t n[SECTION_COUNT];
    uint32_t *state_of;                /* by code: entry, or NONE */
    uint64_t *role_begins, *role_ends; /* sets of hashed words, ROLE_WORDS bits */
};

static const size_t element[SECTION_COUNT] = {sizeof(RegistryEntry), sizeof(RegistryOffice), sizeof(RegistryName),
                                              sizeof(RegistryName),  sizeof(RegistrySlot),   sizeof(RegistrySlot),
                                              sizeof(RegistryRole),  sizeof(RegistrySlot),   1};

enum { CODES = 26 * 26 * 26 };

static uint32_t code_number(const char code[4]) {
    uint32_t at = 0;
    for (int i = 0; i < 3; i++) {
        if (code[i] < 'A' || code[i] > 'Z') {
            return NONE;
        }
        at = at * 26 + (uint32_t)(code[i] - 'A');
    }
    return at;
}

static void index_states(Registry *r, Arena *arena) {
    r->state_of = arena_alloc(arena, CODES * sizeof *r->state_of);
    for (uint32_t i = 0; i < CODES; i++) {
        r->state_of[i] = NONE;
    }
    for (uint32_t i = r->n[SECTION_ENTRIES]; i-- > 0;) {
        uint32_t at = code_number(r->entries[i].code);
        if (r->entries[i].kind == KIND_STATE && at != NONE) {
            r->state_of[at] = i;
        }
    }
}

enum { ROLE_WORDS = 1 << 16 };

static void put_word(uint64_t *set, uint64_t word) {
    set[word % ROLE_WORDS / 64] |= UINT64_C(1) << word % 64;
}

static bool has_word(const uint64_t *set, uint64_t word) {
    return (set[word % ROLE_WORDS / 64] >> word % 64 & 1) != 0;
}

static void index_roles(Registry *r, Arena *arena) {
    r->role_begins = arena_zero(arena, ROLE_WORDS / 8);
    r->role_ends = arena_zero(arena, ROLE_WORDS / 8);
    for (uint32_t i = 0; i < r->n[SECTION_ROLES]; i++) {
        Str text = registry_str(r, r->roles[i].text);
        NameWord word;
        uint32_t n = 0, at = 0;
        uint64_t last = 0;
        for (; r->roles[i].hash != 0 && name_word(text, &at, &word, NULL, 0); n++) {
            if (n == 0) {
                put_word(r->role_begins, word.hash);
            }
            last = word.hash;
        }
        if (n > 0) {
            put_word(r->role_ends, last);
        }
    }
}

static bool is_power(uint32_t n) {
    return n != 0 && (n & (n - 1)) == 0;
}

/* Every index that a lookup follows is checked here once, so that the lookups need not. */
static bool sound(const Registry *r) {
    const uint32_t *n = r->n;
    if (n[SECTION_STRINGS] == 0 || r->strings[n[SECTION_STRINGS] - 1] != '\0' || !is_power(n[SECTION_SLOTS]) ||
        !is_power(n[SECTION_FIRSTS]) || !is_power(n[SECTION_ROLES]) || !is_power(n[SECTION_GIVEN])) {
        return false;
    }
    for (uint32_t i = 0; i < n[SECTION_ENTRIES]; i++) {
        const RegistryEntry *e = &r->entries[i];
        if (e->name >= n[SECTION_STRINGS] || e->id >= n[SECTION_STRINGS] || e->first_office > n[SECTION_OFFICES] ||
            e->n_offices > n[SECTION_OFFICES] - e->first_office || e->first_name > n[SECTION_NAMES] ||
            e->n_names > n[SECTION_NAMES] - e->first_name || e->kind >= KIND_COUNT || e->sector >= SECTOR_COUNT) {
            return false;
        }
    }
    for (uint32_t i = 0; i < n[SECTION_OFFICES]; i++) {
        const RegistryOffice *o = &r->offices[i];
        if (o->role >= n[SECTION_STRINGS] || o->sectors[0] >= SECTOR_COUNT || o->sectors[1] >= SECTOR_COUNT) {
            return false;
        }
    }
    for (uint32_t i = 0; i < n[SECTION_FOUND]; i++) {
        const RegistryName *a = &r->found[i], *b = &r->names[i];
        if (a->entry >= n[SECTION_ENTRIES] || a->text >= n[SECTION_STRINGS] || b->text >= n[SECTION_STRINGS]) {
            return false;
        }
    }
    uint32_t free_slots = 0;
    for (uint32_t i = 0; i < n[SECTION_SLOTS]; i++) {
        free_slots += r->slots[i].hash == 0;
        if (r->slots[i].first > n[SECTION_FOUND] || r->slots[i].n > n[SECTION_FOUND] - r->slots[i].first) {
            return false;
        }
    }
    uint32_t free_firsts = 0, free_roles = 0;
    for (uint32_t i = 0; i < n[SECTION_FIRSTS]; i++) {
        free_firsts += r->firsts[i].hash == 0;
    }
    for (uint32_t i = 0; i < n[SECTION_ROLES]; i++) {
        free_roles += r->roles[i].hash == 0;
        if (r->roles[i].sector >= SECTOR_COUNT || r->roles[i].modifier >= SECTOR_COUNT ||
            r->roles[i].text >= n[SECTION_STRINGS]) {
            return false;
        }
    }
    uint32_t free_given = 0;
    for (uint32_t i = 0; i < n[SECTION_GIVEN]; i++) {
        free_given += r->given[i].hash == 0;
    }
    return free_slots > 0 && free_firsts > 0 && free_roles > 0 && free_given > 0 &&
           n[SECTION_NAMES] == n[SECTION_FOUND];
}

uint64_t registry_checksum(const unsigned char *data, size_t size) {
    RegistryHeader h;
    memcpy(&h, data, sizeof h);
    h.checksum = 0;
    return hash_mix(block_checksum(&h, sizeof h), block_checksum(data + sizeof h, size - sizeof h));
}

Registry *registry_open(Arena *arena, const unsigned char *data, size_t size, Err *err) {
    RegistryHeader h;
    if (size < sizeof h) {
        err_set(err, "the actor registry is too short to be one");
        return NULL;
    }
    memcpy(&h, data, sizeof h);
    if (h.magic != REGISTRY_MAGIC || h.bytes != size || size > UINT32_MAX ||
        h.checksum != registry_checksum(data, size)) {
        err_set(err, "the actor registry is damaged, or was built by another version");
        return NULL;
    }
    for (int s = 0; s < SECTION_COUNT; s++) {
        if (h.at[s] > size || h.n[s] > (size - h.at[s]) / element[s] || (s < SECTION_STRINGS && h.at[s] % 8 != 0)) {
            err_set(err, "the actor registry is damaged: section %d lies outside", s);
            return NULL;
        }
    }
    Registry *r = arena_new(arena, Registry);
    r->entries = (const void *)(data + h.at[SECTION_ENTRIES]);
    r->offices = (const void *)(data + h.at[SECTION_OFFICES]);
    r->names = (const void *)(data + h.at[SECTION_NAMES]);
    r->found = (const void *)(data + h.at[SECTION_FOUND]);
    r->slots = (const void *)(data + h.at[SECTION_SLOTS]);
    r->firsts = (const void *)(data + h.at[SECTION_FIRSTS]);
    r->roles = (const void *)(data + h.at[SECTION_ROLES]);
    r->given = (const void *)(data + h.at[SECTION_GIVEN]);
    r->strings = (const void *)(data + h.at[SECTION_STRINGS]);
    memcpy(r->n, h.n, sizeof r->n);
    if (!sound(r)) {
        err_set(err, "the actor registry is damaged: an index points outside");
        return NULL;
    }
    index_states(r, arena);
    index_roles(r, arena);
    return r;
}

Registry *registry_load(Arena *arena, const char *path, bool lenient, Err *err) {
    struct stat st;
    if (stat(path, &st) != 0) {
        err_set(err, "\"%s\" cannot be opened", path);
        return NULL;
    }
    if (S_ISDIR(st.st_mode)) {
        RegistryText sectors, *files;
        uint32_t n, skipped;
        Str block;
        if (!registry_texts(arena, path, &sectors, &files, &n, err) ||
            !registry_build(arena, sectors, files, n, lenient, &block, &skipped, err)) {
            return NULL;
        }
        return registry_open(arena, (const unsigned char *)block.at, block.n, err);
    }
    Stream *stream = stream_open(path, err);
    if (stream == NULL) {
        return NULL;
    }
    StrBuf b;
    buf_init(&b, arena);
    char piece[8192];
    int64_t n;
    while ((n = stream_read(stream, piece, sizeof piece, err)) > 0) {
        buf_add(&b, piece, (size_t)n);
    }
    stream_close(stream);
    if (n < 0) {
        return NULL;
    }
    Str block = buf_take(&b);
    return registry_open(arena, (const unsigned char *)block.at, block.n, err);
}

uint32_t registry_count(const Registry *r) {
    return r->n[SECTION_ENTRIES];
}
const RegistryEntry *registry_entry(const Registry *r, uint32_t entry) {
    return &r->entries[entry];
}
Str registry_str(const Registry *r, uint32_t string) {
    return str_of(r->strings + string);
}
const RegistryOffice *registry_offices(const Registry *r, const RegistryEntry *e) {
    return r->offices + e->first_office;
}
const RegistryName *registry_names(const Registry *r, const RegistryEntry *e) {
    return r->names + e->first_name;
}

static const RegistrySlot *slot_at(const RegistrySlot *slots, uint32_t n, uint64_t hash) {
    uint32_t i = (uint32_t)hash & (n - 1);
    while (slots[i].hash != 0 && slots[i].hash != hash) {
        i = (i + 1) & (n - 1);
    }
    return &slots[i];
}

const RegistryName *registry_find(const Registry *r, uint64_t hash, uint32_t *n) {
    const RegistrySlot *slot = slot_at(r->slots, r->n[SECTION_SLOTS], hash);
    *n = slot->hash == 0 ? 0 : slot->n;
    return r->found + slot->first;
}

uint32_t registry_longest(const Registry *r, uint64_t first_word) {
    const RegistrySlot *slot = slot_at(r->firsts, r->n[SECTION_FIRSTS], first_word);
    return slot->hash == 0 ? 0 : slot->n;
}

uint32_t registry_beginnings(const Registry *r, uint64_t first_word) {
    const RegistrySlot *slot = slot_at(r->firsts, r->n[SECTION_FIRSTS], first_word);
    return slot->hash == 0 ? 0 : slot->first;
}

const RegistryRole *registry_role(const Registry *r, uint64_t hash) {
    uint32_t n = r->n[SECTION_ROLES], i = (uint32_t)hash & (n - 1);
    while (r->roles[i].hash != 0 && r->roles[i].hash != hash) {
        i = (i + 1) & (n - 1);
    }
    return r->roles[i].hash == 0 ? NULL : &r->roles[i];
}

bool registry_begins_role(const Registry *r, uint64_t word) {
    return has_word(r->role_begins, word);
}

bool registry_ends_role(const Registry *r, uint64_t word) {
    return has_word(r->role_ends, word);
}

const RegistryRole *registry_roles(const Registry *r, uint32_t *n) {
    *n = r->n[SECTION_ROLES];
    return r->roles;
}

uint8_t registry_given(const Registry *r, uint64_t hash) {
    return (uint8_t)slot_at(r->given, r->n[SECTION_GIVEN], hash)->first;
}

uint32_t registry_state(const Registry *r, const char code[4]) {
    uint32_t at = code_number(code);
    return at == NONE ? NONE : r->state_of[at];
}

uint32_t registry_by_id(const Registry *r, Str id) {
    for (uint32_t i = 0; i < r->n[SECTION_ENTRIES]; i++) {
        if (str_eq(registry_str(r, r->entries[i].id), id)) {
            return i;
        }
    }
    return NONE;
}

Standing registry_standing(const Registry *r, uint32_t entry, int32_t day) {
    const RegistryEntry *e = &r->entries[entry];
    const RegistryOffice *offices = registry_offices(r, e);
    Standing s = {0};
    memcpy(s.code, e->code, 4);
    s.sectors[0] = e->sector;
    if (e->n_offices == 0) {
        return s;
    }
    const RegistryOffice *best = NULL, *last = &offices[0];
    bool begun = false, future = false;
    for (uint32_t i = 0; i < e->n_offices; i++) {
        const RegistryOffice *o = &offices[i];
        last = last->from == DAY_NONE || (o->from != DAY_NONE && o->from >= last->from) ? o : last;
        if (day == DAY_NONE) {
            continue;
        }
        begun = begun || o->from == DAY_NONE || o->from <= day;
        future = future || (o->from != DAY_NONE && o->from > day);
        bool holds = (o->from == DAY_NONE || o->from <= day) && (o->to == DAY_NONE || day <= o->to);
        if (holds && (best == NULL || best->from == DAY_NONE || (o->from != DAY_NONE && o->from > best->from))) {
            best = o;
        }
    }
    if (day == DAY_NONE) {
        best = last;
    }
    if (best != NULL) {
        memcpy(s.code, best->code, 4);
        memcpy(s.sectors, best->sectors, 2);
        s.role = best->role;
    } else if (begun) {
        s.former = true;
        s.sectors[0] = e->kind == KIND_PERSON ? SECTOR_ELI : SECTOR_NONE;
    } else {
        s.before = future;
        s.sectors[0] = SECTOR_NONE;
    }
    return s;
}
