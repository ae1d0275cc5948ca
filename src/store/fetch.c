#include "store/fetch.h"

#include <math.h>
#include <stdlib.h>

/* ---- text ---- */

static uint32_t byte_of(Str text, int64_t point) {
    uint32_t at = 0;
    while (at < text.n && point > 0) {
        at++;
        while (at < text.n && ((unsigned char)text.at[at] & 0xC0) == 0x80) {
            at++;
        }
        point--;
    }
    return at;
}

Str text_slice(Str text, int64_t start, int64_t end) {
    if (text.at == NULL || start < 0 || end < start) {
        return (Str){0};
    }
    uint32_t from = byte_of(text, start);
    Str rest = str_sub(text, from, text.n);
    return str_sub(text, from, from + byte_of(rest, end - start));
}

bool spans_next(Str *rest, int64_t span[2]) {
    const char *p = rest->at, *end = rest->at + rest->n;
    while (p < end && !(*p == '[' && p + 1 < end && p[1] != '[')) {
        p++;
    }
    if (p == end) {
        return false;
    }
    int n = 0;
    span[0] = span[1] = 0;
    for (p++; p < end && *p != ']'; p++) {
        if (*p == ',') {
            n++;
        } else if (*p >= '0' && *p <= '9' && n < 2) {
            span[n] = span[n] * 10 + (*p - '0');
        }
    }
    *rest = (Str){p, (uint32_t)(end - p)};
    return n >= 1;
}

static Str first_span(Str text, Str list) {
    int64_t span[2];
    return spans_next(&list, span) ? text_slice(text, span[0], span[1]) : (Str){0};
}

/* ---- names of enums back to their numbers ---- */

static uint8_t index_of(const char *const *names, int count, Str name) {
    int i = name_index(names, count, name);
    return (uint8_t)(i > 0 ? i : 0);
}
#define COLUMN_INDEX(q, column, names, count) index_of(names, count, db_str(q, column))

static void copy_code(char *to, size_t size, Str code) {
    memset(to, 0, size);
    if (code.n > 0 && code.n < size) {
        memcpy(to, code.at, code.n);
    }
}

static void read_sectors(uint8_t sectors[4], Str list) {
    int n = 0;
    memset(sectors, 0, 4);
    for (Str one; n < 4 && str_split(&list, ';', &one);) {
        sectors[n++] = index_of(sector_names, SECTOR_COUNT, one);
    }
}

static uint64_t read_contexts(Str list) {
    uint64_t bits = 0;
    for (Str one; str_split(&list, ';', &one);) {
        int i = name_index(context_names, CONTEXT_COUNT, one);
        bits |= i >= 0 ? (uint64_t)1 << i : 0;
    }
    return bits;
}

static int32_t count_or_unsaid(sqlite3_stmt *q, int column) {
    return sqlite3_column_type(q, column) == SQLITE_NULL ? -1 : sqlite3_column_int(q, column);
}

static double real_or_nan(sqlite3_stmt *q, int column) {
    return sqlite3_column_type(q, column) == SQLITE_NULL ? (double)NAN : sqlite3_column_double(q, column);
}

/* ---- participants and voices ---- */

/* The order of columns is that of PARTY_COLUMNS, from `column` on. */
static RowParty read_party(sqlite3_stmt *q, int column, Arena *arena) {
    RowParty p = {.name = db_dup(q, column, arena), .entity = NONE};
    copy_code(p.code, sizeof p.code, db_str(q, column + 1));
    read_sectors(p.sectors, db_str(q, column + 2));
    p.type = COLUMN_INDEX(q, column + 3, entity_type_names, ENTITY_COUNT);
    p.registry_id = db_dup(q, column + 4, arena);
    p.role = db_dup(q, column + 5, arena);
    p.basis = COLUMN_INDEX(q, column + 6, basis_names, BASIS_COUNT);
    if (sqlite3_column_type(q, column + 7) != SQLITE_NULL) {
        p.entity = (uint32_t)sqlite3_column_int64(q, column + 7);
    }
    return p;
}

static bool read_parties(Store *store, int64_t id, const char *role, Arena *arena, RowParties *list) {
    VEC(RowParty) found = {0};
    sqlite3_stmt *q = db_ask(store,
                             "SELECT " PARTY_COLUMNS " FROM event_party p JOIN entity n ON n.id = p.entity "
                             "JOIN actor a ON a.id = p.actor WHERE p.event = ?1 AND p.role = ?2 ORDER BY p.seq",
                             "is", id, str_of(role));
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        vec_push(arena, &found, read_party(q, 0, arena));
    }
    *list = (RowParties){found.at, found.n};
    return code == SQLITE_DONE;
}

/* The order of columns is that of VOICE_COLUMNS. */
RowVoice fetch_voice(sqlite3_stmt *q, int column, Str text, Arena *arena) {
    RowVoice v = {.who = read_party(q, column, arena),
                  .kind = COLUMN_INDEX(q, column + 8, attribution_kind_names, ATTRIBUTION_KIND_COUNT),
                  .stance = COLUMN_INDEX(q, column + 9, stance_names, STANCE_COUNT),
                  .attribution = (uint32_t)sqlite3_column_int64(q, column + 10)};
    if (v.who.name.at == NULL && sqlite3_column_type(q, column + 11) != SQLITE_NULL) {
        v.who.name = text_slice(text, sqlite3_column_int64(q, column + 11), sqlite3_column_int64(q, column + 12));
    }
    if (sqlite3_column_type(q, column + 13) != SQLITE_NULL) {
        v.cue = text_slice(text, sqlite3_column_int64(q, column + 13), sqlite3_column_int64(q, column + 14));
    }
    v.content = first_span(text, db_str(q, column + 15));
    return v;
}

static bool read_voices(Store *store, int64_t id, const char *stance, Str text, Arena *arena, RowVoices *list) {
    VEC(RowVoice) found = {0};
    sqlite3_stmt *q = db_ask(store,
                             "SELECT " VOICE_COLUMNS " FROM event_voice v " VOICE_JOINS
                             " WHERE v.event = ?1 AND v.stance = ?2 ORDER BY v.seq",
                             "is", id, str_of(stance));
    int code = SQLITE_ERROR;
    while (q != NULL && (code = db_step(q)) == SQLITE_ROW) {
        vec_push(arena, &found, fetch_voice(q, 0, text, arena));
    }
    *list = (RowVoices){found.at, found.n};
    return code == SQLITE_DONE;
}

/* ---- the event itself ---- */

/* the order of columns is that of the enum */
static const char EVENT_SQL[] =
    "SELECT e.eid, e.report, e.act, e.about, e.type, e.mode, e.cameo, e.contexts, e.status, e.date, e.enddate, e.day, "
    "e.date_basis, e.sentence, e.trigger_start, e.trigger_end, e.span_start, e.span_end, e.dead, e.injured, "
    "e.arrested, e.rule, e.confidence, r.doc, r.date, r.title, r.url, r.text, c.original, c.sentences, pb.name, "
    "pl.name, pl.country, pl.admin1, pl.geonameid, pl.lat, pl.lon, k.status, k.reports, k.publishers, b.eid "
    "FROM event e JOIN report r ON r.id = e.report JOIN coding c ON c.report = e.report JOIN act k ON k.id = e.act "
    "LEFT JOIN publisher pb ON pb.id = c.publisher LEFT JOIN place pl ON pl.id = e.place "
    "LEFT JOIN event b ON b.id = e.about WHERE e.id = ?1";
enum {
    E_EID,
    E_REPORT,
    E_ACT,
    E_ABOUT,
    E_TYPE,
    E_MODE,
    E_CAMEO,
    E_CONTEXTS,
    E_STATUS,
    E_DATE,
    E_ENDDATE,
    E_DAY,
    E_BASIS,
    E_SENTENCE,
    E_TRIGGER,
    E_TRIGGER_END,
    E_SPAN,
    E_SPAN_END,
    E_DEAD,
    E_INJURED,
    E_ARRESTED,
    E_RULE,
    E_CONFIDENCE,
    R_DOC,
    R_DATE,
    R_TITLE,
    R_URL,
    R_TEXT,
    C_ORIGINAL,
    C_SENTENCES,
    PB_NAME,
    PL_NAME,
    PL_COUNTRY,
    PL_ADMIN1,
    PL_GEONAMEID,
    PL_LAT,
    PL_LON,
    K_STATUS,
    K_REPORTS,
    K_PUBLISHERS,
    B_EID,
};

static Str quote(Str text, sqlite3_stmt *q, int column, uint32_t at[2]) {
    at[0] = (uint32_t)sqlite3_column_int64(q, column);
    at[1] = (uint32_t)sqlite3_column_int64(q, column + 1);
    return text_slice(text, at[0], at[1]);
}

static void read_sentence(sqlite3_stmt *q, Str text, EventRow *row) {
    Str list = db_str(q, C_SENTENCES);
    int64_t span[2];
    row->sentence_index = (uint32_t)sqlite3_column_int64(q, E_SENTENCE);
    for (uint32_t i = 0; spans_next(&list, span); i++) {
        if (i == row->sentence_index) {
            row->sentence_at[0] = (uint32_t)span[0];
            row->sentence_at[1] = (uint32_t)span[1];
            row->sentence = text_slice(text, span[0], span[1]);
            return;
        }
    }
}

static void read_row(sqlite3_stmt *q, Str text, Arena *arena, EventRow *row) {
    *row = (EventRow){.report = db_dup(q, R_DOC, arena),
                      .report_date = db_dup(q, R_DATE, arena),
                      .title = db_dup(q, R_TITLE, arena),
                      .source = db_dup(q, PB_NAME, arena),
                      .url = db_dup(q, R_URL, arena),
                      .id = db_dup(q, E_EID, arena),
                      .about = db_dup(q, B_EID, arena),
                      .type = COLUMN_INDEX(q, E_TYPE, event_names, EVENT_COUNT),
                      .status = COLUMN_INDEX(q, E_STATUS, status_names, STATUS_COUNT),
                      .date_basis = COLUMN_INDEX(q, E_BASIS, date_basis_names, DATE_BASIS_COUNT),
                      .contexts = read_contexts(db_str(q, E_CONTEXTS)),
                      .date = db_dup(q, E_DATE, arena),
                      .enddate = db_dup(q, E_ENDDATE, arena),
                      .place = db_dup(q, PL_NAME, arena),
                      .country = db_dup(q, PL_COUNTRY, arena),
                      .admin1 = db_dup(q, PL_ADMIN1, arena),
                      .geonameid = (uint32_t)sqlite3_column_int64(q, PL_GEONAMEID),
                      .lat = real_or_nan(q, PL_LAT),
                      .lon = real_or_nan(q, PL_LON),
                      .dead = count_or_unsaid(q, E_DEAD),
                      .injured = count_or_unsaid(q, E_INJURED),
                      .arrested = count_or_unsaid(q, E_ARRESTED),
                      .rule = db_dup(q, E_RULE, arena),
                      .confidence = sqlite3_column_double(q, E_CONFIDENCE)};
    row->mode = (uint8_t)mode_parse((EventType)row->type, db_str(q, E_MODE));
    copy_code(row->cameo, sizeof row->cameo, db_str(q, E_CAMEO));
    row->trigger = quote(text, q, E_TRIGGER, row->trigger_at);
    row->span = quote(text, q, E_SPAN, row->span_at);
    read_sentence(q, text, row);
}

bool fetch_event(Store *store, int64_t id, Arena *arena, StoredEvent *event, bool *found) {
    sqlite3_stmt *q = db_ask(store, EVENT_SQL, "i", id);
    int code = q != NULL ? db_step(q) : SQLITE_ERROR;
    *found = code == SQLITE_ROW;
    if (code != SQLITE_ROW) {
        return code == SQLITE_DONE;
    }
    Str text = db_dup(q, R_TEXT, arena);
    *event = (StoredEvent){.id = id,
                           .report = sqlite3_column_int64(q, E_REPORT),
                           .act = sqlite3_column_int64(q, E_ACT),
                           .about = sqlite3_column_int64(q, E_ABOUT),
                           .original = sqlite3_column_int64(q, C_ORIGINAL),
                           .day = DAY_NONE,
                           .act_status = COLUMN_INDEX(q, K_STATUS, status_names, STATUS_COUNT),
                           .act_reports = sqlite3_column_int64(q, K_REPORTS),
                           .act_publishers = sqlite3_column_int64(q, K_PUBLISHERS)};
    if (sqlite3_column_type(q, E_DAY) != SQLITE_NULL) {
        event->day = sqlite3_column_int(q, E_DAY);
    }
    read_row(q, text, arena, &event->row);
    sqlite3_reset(q);
    return read_parties(store, id, "actor", arena, &event->row.actors) &&
           read_parties(store, id, "recipient", arena, &event->row.recipients) &&
           read_voices(store, id, "asserts", text, arena, &event->row.asserted_by) &&
           read_voices(store, id, "denies", text, arena, &event->row.denied_by) &&
           read_voices(store, id, "doubts", text, arena, &event->row.hedged_by);
}
