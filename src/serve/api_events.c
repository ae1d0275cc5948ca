/* /api/events, /api/events/…, /api/tally, /api/download/… */
#include <stdlib.h>

#include "base/json.h"
#include "out/stored.h"
#include "out/writer.h"
#include "serve/api.h"

bool api_filter(Api *api, Filter *filter) {
    Err err;
    filter_init(filter);
    for (uint32_t i = 0; i < api->request->n_params; i++) {
        const Param *p = &api->request->params[i];
        for (int k = 0; k < filter_key_count; k++) {
            if (str_is(p->key, filter_keys[k].key) && !filter_set(filter, p->key, p->value, &err)) {
                return reply_error(api->request, api->reply, 400, "%s", err.text);
            }
        }
    }
    return true;
}

/* What the store could not do: cancelled questions are told apart by their status. */
bool api_failed(Api *api, const Err *err) {
    bool cancelled = strstr(err->text, "cancel") != NULL;
    return reply_error(api->request, api->reply,
                       cancelled                   ? 503
                       : strstr(err->text, "text") ? 400
                                                   : 500,
                       "%s", err->text);
}

bool api_choice(Api *api, const char *key, const char *const *names, int count, int *choice) {
    Str s = request_param(api->request, key);
    *choice = s.at != NULL ? name_index(names, count, s) : 0;
    return *choice >= 0 ||
           reply_error(api->request, api->reply, 400, "\"%s\" is %s, not \"%.*s\"", key,
                       count == 2 ? "one of two words" : "one of a few words", (int)(s.n < 60 ? s.n : 60), s.at);
}

/* ---- events ---- */

static bool add_event(void *data, const StoredEvent *event) {
    StrBuf *b = data;
    if (b->at[b->n - 1] != '[') {
        buf_char(b, ',');
    }
    stored_event(event, b);
    return true;
}

static bool skip_event(void *data, const StoredEvent *event) {
    (void)data;
    (void)event;
    return false;
}

static bool read_page(Api *api, Filter *filter, Page *page, bool *count_only) {
    static const char *const orders[] = {"newest", "oldest", "arrival"};
    static const char *const counts[] = {"no", "yes"};
    int order, count;
    uint32_t act, report;
    Str after = request_param(api->request, "after");
    *page = (Page){0};
    if (!api_filter(api, filter) || !api_choice(api, "order", orders, 3, &order) ||
        !api_choice(api, "count", counts, 2, &count) ||
        !request_number(api->request, api->reply, "limit", 50, REPLY_ROWS_MAX, &page->limit) ||
        !request_number(api->request, api->reply, "act", 0, INT32_MAX, &act) ||
        !request_number(api->request, api->reply, "report", 0, INT32_MAX, &report)) {
        return false;
    }
    if (after.at != NULL && !cursor_read(after, &page->after)) {
        return reply_error(api->request, api->reply, 400, "\"after\" is no cursor of a page");
    }
    page->limit = page->limit > 0 ? page->limit : 1;
    page->order = (Order)order;
    filter->act = act;
    filter->report = report;
    *count_only = count == 1;
    return true;
}

bool api_events(Api *api) {
    Filter filter;
    Page page;
    PageEnd end;
    Err err;
    StrBuf b;
    bool count = false;
    char cursor[32];
    if (!read_page(api, &filter, &page, &count)) {
        return false;
    }
    buf_init(&b, api->request->arena);
    buf_str(&b, STR("{\"events\":["));
    if (!query_events(api->store, &filter, &page, count ? skip_event : add_event, &b, &end, &err)) {
        return api_failed(api, &err);
    }
    buf_printf(&b, "],\"total\":%llu", (unsigned long long)end.total);
    if (end.more && !count) {
        cursor_write(end.last, cursor);
        buf_printf(&b, ",\"after\":\"%s\"", cursor);
    }
    buf_char(&b, '}');
    reply_json(api->reply, &b);
    return true;
}

bool api_event(Api *api) {
    StoredEvent event;
    bool found;
    Err err;
    StrBuf b;
    if (!query_event(api->store, api->rest, api->request->arena, &event, &found, &err)) {
        return api_failed(api, &err);
    }
    if (!found) {
        return reply_error(api->request, api->reply, 404, "there is no event \"%.*s\"", (int)api->rest.n, api->rest.at);
    }
    buf_init(&b, api->request->arena);
    stored_event(&event, &b);
    reply_json(api->reply, &b);
    return true;
}

/* ---- counts ---- */

static bool read_dimensions(Api *api, Dimension by[TALLY_DIMENSIONS], uint32_t *n) {
    Str list = request_param(api->request, "by"), name;
    *n = 0;
    while (str_split(&list, ',', &name)) {
        int d = name_index(dimension_names, DIMENSION_COUNT, name);
        if (d < 0 || *n == TALLY_DIMENSIONS) {
            return reply_error(api->request, api->reply, 400,
                               d < 0 ? "there is no dimension \"%.*s\"" : "more than three dimensions: \"%.*s\"",
                               (int)(name.n < 60 ? name.n : 60), name.at);
        }
        by[(*n)++] = (Dimension)d;
    }
    return *n > 0 || reply_error(api->request, api->reply, 400, "\"by\" is missing: what to count by");
}

static void tally_row(StrBuf *b, const TallyRow *r, uint32_t n) {
    buf_str(b, STR("{\"key\":["));
    for (uint32_t k = 0; k < n; k++) {
        if (k > 0) {
            buf_char(b, ',');
        }
        if (r->key[k].at != NULL) {
            json_quote(b, r->key[k]);
        } else {
            buf_str(b, STR("null"));
        }
    }
    buf_printf(b, "],\"id\":[");
    for (uint32_t k = 0; k < n; k++) {
        buf_printf(b, "%s%lld", k > 0 ? "," : "", (long long)r->id[k]);
    }
    buf_printf(b, "],\"events\":%llu,\"score\":", (unsigned long long)r->events);
    json_number(b, r->score, 3);
    buf_printf(b, ",\"quad\":[%llu,%llu,%llu,%llu]}", (unsigned long long)r->quad[0], (unsigned long long)r->quad[1],
               (unsigned long long)r->quad[2], (unsigned long long)r->quad[3]);
}

static void tally_csv(Api *api, const Tally *tally, const Dimension *by, uint32_t n) {
    StrBuf b;
    buf_init(&b, api->request->arena);
    for (uint32_t k = 0; k < n; k++) {
        stored_cell(&b, str_of(dimension_names[by[k]]), k == 0);
    }
    buf_str(&b, STR(",events,score,verbal_cooperation,material_cooperation,verbal_conflict,material_conflict\r\n"));
    for (uint32_t i = 0; i < tally->n; i++) {
        const TallyRow *r = &tally->rows[i];
        for (uint32_t k = 0; k < n; k++) {
            stored_cell(&b, r->key[k], k == 0);
        }
        buf_printf(&b, ",%llu,%.3f,%llu,%llu,%llu,%llu\r\n", (unsigned long long)r->events, r->score,
                   (unsigned long long)r->quad[0], (unsigned long long)r->quad[1], (unsigned long long)r->quad[2],
                   (unsigned long long)r->quad[3]);
    }
    *api->reply = (Reply){.status = 200, .type = "text/csv; charset=utf-8", .body = buf_take(&b), .file = "counts.csv"};
}

bool api_tally(Api *api) {
    static const char *const orders[] = {"key", "count"}, *const formats[] = {"json", "csv"};
    Filter filter;
    Dimension by[TALLY_DIMENSIONS];
    Tally tally;
    Err err;
    StrBuf b;
    uint32_t n, limit;
    int order, format;
    if (!api_filter(api, &filter) || !read_dimensions(api, by, &n) || !api_choice(api, "order", orders, 2, &order) ||
        !api_choice(api, "format", formats, 2, &format) ||
        !request_number(api->request, api->reply, "limit", 1000, REPLY_ROWS_MAX, &limit)) {
        return false;
    }
    if (!query_tally(api->store, &filter, by, n, order == 1 ? TALLY_BY_COUNT : TALLY_BY_KEY, limit > 0 ? limit : 1,
                     api->request->arena, &tally, &err)) {
        return api_failed(api, &err);
    }
    if (format == 1) {
        tally_csv(api, &tally, by, n);
        return true;
    }
    buf_init(&b, api->request->arena);
    buf_printf(&b, "{\"events\":%llu,\"total_rows\":%llu,\"rows\":[", (unsigned long long)tally.events,
               (unsigned long long)tally.total_rows);
    for (uint32_t i = 0; i < tally.n; i++) {
        buf_str(&b, i > 0 ? STR(",") : STR(""));
        tally_row(&b, &tally.rows[i], n);
    }
    buf_str(&b, STR("]}"));
    reply_json(api->reply, &b);
    return true;
}

/* ---- downloads: page after page, so that a million rows take no more memory than one page ---- */

enum { DOWNLOAD_ROWS = 8000 };

typedef struct Download {
    Stores *stores;
    Filter filter;
    Page page;
    const Format *format; /* NULL: JSON Lines of everything that is known */
    int socket;
    bool started, ended;
    StrBuf *piece;
} Download;

static bool write_row(void *data, const StoredEvent *event) {
    Download *d = data;
    if (d->format != NULL) {
        d->format->row(&event->row, d->piece);
    } else {
        stored_event(event, d->piece);
        buf_char(d->piece, '\n');
    }
    return true;
}

static More download_more(void *state, StrBuf *piece) {
    Download *d = state;
    PageEnd end;
    Err err;
    if (d->ended) {
        return MORE_ENDED;
    }
    if (!d->started && d->format != NULL && d->format->header != NULL) {
        buf_str(piece, str_of(d->format->header));
    }
    d->started = true;
    d->piece = piece;
    Store *store = stores_take(d->stores, (Str){0}, d->socket, &err);
    bool ok = store != NULL && query_events(store, &d->filter, &d->page, write_row, d, &end, &err);
    if (store != NULL) {
        stores_give(d->stores, store);
    }
    d->ended = !ok || !end.more;
    d->page.after = ok ? end.last : d->page.after;
    return ok ? MORE : MORE_FAILED;
}

bool api_download(Api *api) {
    static const struct {
        const char *name, *format, *type;
    } files[] = {{"events.csv", "csv", "text/csv; charset=utf-8"},
                 {"events.jsonl", NULL, "application/x-ndjson"},
                 {"events.plover", "plover", "application/x-ndjson"},
                 {"events.cameo", "cameo", "text/tab-separated-values; charset=utf-8"}};
    Download *d = arena_new(api->request->arena, Download);
    if (!api_filter(api, &d->filter)) {
        return false;
    }
    d->stores = api->site->stores;
    d->socket = api->request->socket;
    d->page = (Page){.limit = DOWNLOAD_ROWS};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        if (str_is(api->rest, files[i].name)) {
            d->format = files[i].format != NULL ? out_format(str_of(files[i].format)) : NULL;
            *api->reply =
                (Reply){.status = 200, .type = files[i].type, .file = files[i].name, .more = download_more, .state = d};
            return true;
        }
    }
    return reply_error(api->request, api->reply, 404,
                       "downloads are events.csv, events.jsonl, events.plover and events.cameo");
}
