#include "store/names.h"

void names_forget(Names *names) {
    memset(names->known, 0, sizeof names->known);
}

/* The id of the row with that key; `find` takes the key alone. */
static bool shared_id(Names *names, const char *find, Str key, int64_t *id, bool *missing) {
    uint64_t hash = str_hash(key);
    size_t slot = hash % (sizeof names->known / sizeof names->known[0]);
    *missing = false;
    if (names->known[slot].hash == hash && names->known[slot].id != 0) {
        *id = names->known[slot].id;
        return true;
    }
    if (!db_int(names->store, id, 0, find, "s", key)) {
        return false;
    }
    *missing = *id == 0;
    if (*id != 0) {
        names->known[slot].hash = hash;
        names->known[slot].id = *id;
    }
    return true;
}

static Str host_of(Str url) {
    uint32_t at;
    if (!str_find(url, STR("://"), &at)) {
        return (Str){0};
    }
    Str rest = str_sub(url, at + 3, url.n), host;
    str_split(&rest, '/', &host);
    return str_starts(host, STR("www.")) ? str_sub(host, 4, host.n) : host;
}

bool names_publisher(Names *names, const Doc *doc, int64_t *id) {
    Str name = str_trim(doc->source);
    name = name.n > 0 ? name : host_of(doc->url);
    *id = 0;
    if (name.n == 0) {
        return true;
    }
    /* keys of different tables share the slots: a leading byte keeps them apart */
    Str key = str_of(arena_printf(names->scratch, "\x01%.*s", (int)name.n, name.at));
    bool missing;
    if (!shared_id(names, "SELECT id FROM publisher WHERE name = substr(?1, 2)", key, id, &missing)) {
        return false;
    }
    if (missing) {
        if (!db_run(names->store, "INSERT INTO publisher (name) VALUES (?1)", "s", name)) {
            return false;
        }
        *id = db_id(names->store);
    }
    return true;
}

static bool party_id(Names *names, const Entity *e, int64_t *id) {
    Str code = str_of(e->code), sector = str_of(sector_names[e->sectors[0]]);
    Str key = str_of(arena_printf(names->scratch, "\x02%s\x1f%s", e->code, sector_names[e->sectors[0]]));
    bool missing;
    if (!shared_id(names,
                   "SELECT id FROM party WHERE code = substr(?1, 2, instr(?1, char(31)) - 2) "
                   "AND sector = substr(?1, instr(?1, char(31)) + 1)",
                   key, id, &missing)) {
        return false;
    }
    if (missing) {
        if (!db_run(names->store, "INSERT INTO party (code, sector) VALUES (?1, ?2)", "tt", code, sector)) {
            return false;
        }
        *id = db_id(names->store);
    }
    return true;
}

Str names_sectors(Arena *arena, const uint8_t sectors[4]) {
    StrBuf b;
    buf_init(&b, arena);
    for (int i = 0; i < 4 && sectors[i] != SECTOR_NONE; i++) {
        buf_printf(&b, "%s%s", i > 0 ? ";" : "", sector_names[sectors[i]]);
    }
    return b.n > 0 ? buf_take(&b) : (Str){0};
}

bool names_actor(Names *names, const Entity *e, ActorIds *ids) {
    Str sectors = names_sectors(names->scratch, e->sectors);
    Str key = str_of(arena_printf(names->scratch, "%.*s\x1f%s\x1f%.*s\x1f%s\x1f%.*s", (int)e->name.n, e->name.at,
                                  e->code, (int)sectors.n, sectors.n > 0 ? sectors.at : "", entity_type_names[e->type],
                                  (int)e->registry_id.n, e->registry_id.n > 0 ? e->registry_id.at : ""));
    bool missing;
    if (!party_id(names, e, &ids->party) ||
        !shared_id(names, "SELECT id FROM actor WHERE key = ?1", key, &ids->actor, &missing)) {
        return false;
    }
    if (missing) {
        if (!db_run(names->store,
                    "INSERT INTO actor (name, code, sectors, type, registry_id, party, key) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    "tsstsit", e->name, e->code[0] != '\0' ? str_of(e->code) : (Str){0}, sectors,
                    str_of(entity_type_names[e->type]), e->registry_id, ids->party, key)) {
            return false;
        }
        ids->actor = db_id(names->store);
    }
    return true;
}

bool names_place(Names *names, const Place *p, int64_t *id) {
    Str key = str_of(arena_printf(names->scratch, "\x03%.*s\x1f%s\x1f%.*s\x1f%u\x1f%.4f\x1f%.4f", (int)p->name.n,
                                  p->name.at, p->country, (int)p->admin1.n, p->admin1.n > 0 ? p->admin1.at : "",
                                  p->geonameid, p->lat, p->lon));
    bool missing;
    if (!shared_id(names, "SELECT id FROM place WHERE key = substr(?1, 2)", key, id, &missing)) {
        return false;
    }
    if (missing) {
        if (!db_run(names->store,
                    "INSERT INTO place (name, country, admin1, geonameid, lat, lon, key) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, substr(?7, 2))",
                    "tssndds", p->name, p->country[0] != '\0' ? str_of(p->country) : (Str){0}, p->admin1,
                    p->geonameid != 0 ? (int64_t)p->geonameid : DB_NULL, p->lat, p->lon, key)) {
            return false;
        }
        *id = db_id(names->store);
    }
    return true;
}
