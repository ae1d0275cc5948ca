/* /api/places */
#include "base/json.h"
#include "out/stored.h"
#include "serve/api.h"
#include "store/page.h"

typedef struct PlaceRow {
    const TallyRow *counts;
    PagePlace place;
} PlaceRow;

typedef struct PlaceList {
    PlaceRow *at;
    uint32_t n;
    uint64_t nowhere; /* events without a place, or at one without a point */
} PlaceList;

static bool find_places(Api *api, const Tally *tally, PlaceList *list, Err *err) {
    *list = (PlaceList){.at = arena_array(api->request->arena, PlaceRow, tally->n)};
    for (uint32_t i = 0; i < tally->n; i++) {
        PlaceRow *row = &list->at[list->n];
        bool found = false;
        row->counts = &tally->rows[i];
        if (row->counts->id[0] != 0 &&
            !page_place(api->store, row->counts->id[0], api->request->arena, &row->place, &found, err)) {
            return false;
        }
        list->n += found;
        list->nowhere += found ? 0 : row->counts->events;
    }
    return true;
}

static void places_csv(Api *api, const PlaceList *list) {
    StrBuf b;
    buf_init(&b, api->request->arena);
    buf_str(&b, STR("place,country,lat,lon,events,score,verbal_cooperation,material_cooperation,verbal_conflict,"
                    "material_conflict\r\n"));
    for (uint32_t i = 0; i < list->n; i++) {
        const PlaceRow *row = &list->at[i];
        const uint64_t *quad = row->counts->quad;
        stored_cell(&b, row->place.name, true);
        stored_cell(&b, row->place.country, false);
        buf_printf(&b, ",%.4f,%.4f,%llu,%.3f,%llu,%llu,%llu,%llu\r\n", row->place.lat, row->place.lon,
                   (unsigned long long)row->counts->events, row->counts->score, (unsigned long long)quad[0],
                   (unsigned long long)quad[1], (unsigned long long)quad[2], (unsigned long long)quad[3]);
    }
    *api->reply = (Reply){.status = 200, .type = "text/csv; charset=utf-8", .body = buf_take(&b), .file = "places.csv"};
}

static void place_json(StrBuf *b, const PlaceRow *row) {
    const uint64_t *quad = row->counts->quad;
    buf_printf(b, "{\"id\":%lld,\"name\":", (long long)row->counts->id[0]);
    json_quote(b, row->place.name);
    buf_str(b, STR(",\"country\":"));
    json_quote(b, row->place.country);
    buf_str(b, STR(",\"lat\":"));
    json_number(b, row->place.lat, 4);
    buf_str(b, STR(",\"lon\":"));
    json_number(b, row->place.lon, 4);
    buf_printf(b, ",\"events\":%llu,\"score\":", (unsigned long long)row->counts->events);
    json_number(b, row->counts->score, 3);
    buf_printf(b, ",\"quad\":[%llu,%llu,%llu,%llu]}", (unsigned long long)quad[0], (unsigned long long)quad[1],
               (unsigned long long)quad[2], (unsigned long long)quad[3]);
}

static void places_json(Api *api, const PlaceList *list, const Tally *tally) {
    StrBuf b;
    buf_init(&b, api->request->arena);
    buf_str(&b, STR("{\"places\":["));
    for (uint32_t i = 0; i < list->n; i++) {
        buf_str(&b, i > 0 ? STR(",") : STR(""));
        place_json(&b, &list->at[i]);
    }
    buf_printf(&b, "],\"events\":%llu,\"nowhere\":%llu,\"total_rows\":%llu}", (unsigned long long)tally->events,
               (unsigned long long)list->nowhere, (unsigned long long)tally->total_rows);
    reply_json(api->reply, &b);
}

bool api_places(Api *api) {
    static const char *const formats[] = {"json", "csv"};
    const Dimension by = DIMENSION_place;
    Filter filter;
    Tally tally;
    PlaceList list;
    Err err;
    uint32_t limit;
    int format;
    if (!api_filter(api, &filter) || !api_choice(api, "format", formats, 2, &format) ||
        !request_number(api->request, api->reply, "limit", 1000, REPLY_ROWS_MAX, &limit)) {
        return false;
    }
    if (!query_tally(api->store, &filter, &by, 1, TALLY_BY_COUNT, limit > 0 ? limit : 1, api->request->arena, &tally,
                     &err) ||
        !find_places(api, &tally, &list, &err)) {
        return api_failed(api, &err);
    }
    if (format == 1) {
        places_csv(api, &list);
    } else {
        places_json(api, &list, &tally);
    }
    return true;
}
