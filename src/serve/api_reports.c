/* /api/about, /api/claims, /api/acts/…, /api/reports, /api/reports/…, /api/code, /api/cancel */
#include <time.h>

#include "base/json.h"
#include "out/stored.h"
#include "out/writer.h"
#include "serve/api.h"
#include "store/page.h"
#include "store/record.h"
#include "text/reader.h"

/* ---- about ---- */

static void names(StrBuf *b, const char *key, const char *const *list, int first, int count) {
    buf_printf(b, ",\"%s\":[", key);
    for (int i = first; i < count; i++) {
        buf_str(b, i > first ? STR(",") : STR(""));
        json_quote(b, str_of(list[i]));
    }
    buf_char(b, ']');
}

static void types(StrBuf *b) {
    static const struct {
        EventType type;
        const char *name;
    } modes[] = {
#define ABOUT_MODE(type, name, text, score) {EVENT_##type, text},
        MODES(ABOUT_MODE)};
    buf_str(b, STR(",\"types\":["));
    for (int t = 0; t < EVENT_COUNT; t++) {
        buf_printf(b, "%s{\"name\":\"%s\",\"quad\":%d,\"modes\":[", t > 0 ? "," : "", event_names[t],
                   event_quad((EventType)t));
        bool first = true;
        for (size_t m = 0; m < sizeof modes / sizeof *modes; m++) {
            if (modes[m].type == (EventType)t) {
                buf_printf(b, "%s\"%s\"", first ? "" : ",", modes[m].name);
                first = false;
            }
        }
        buf_str(b, STR("]}"));
    }
    buf_char(b, ']');
}

/* States by their codes. */
static void codes(StrBuf *b, const Registry *registry) {
    bool first = true;
    buf_str(b, STR(",\"codes\":{"));
    for (uint32_t i = 0, n = registry_count(registry); i < n; i++) {
        const RegistryEntry *e = registry_entry(registry, i);
        if (e->kind == KIND_STATE) {
            buf_printf(b, "%s\"%.3s\":", first ? "" : ",", e->code);
            json_quote(b, registry_str(registry, e->name));
            first = false;
        }
    }
    buf_char(b, '}');
}

static void day(StrBuf *b, const char *key, int32_t day) {
    int y, m, d;
    if (day != DAY_NONE) {
        day_to(day, &y, &m, &d);
        buf_printf(b, ",\"%s\":\"%04d-%02d-%02d\"", key, y, m, d);
    }
}

static bool about_store(Api *api, StrBuf *b) {
    Err err;
    StoreSize size;
    Store *store = stores_take(api->site->stores, (Str){0}, api->request->socket, &err);
    bool ok = store != NULL && store_size(store, &size, &err);
    if (store != NULL) {
        stores_give(api->site->stores, store);
    }
    if (!ok) {
        return api_failed(api, &err);
    }
    buf_printf(b,
               ",\"store\":{\"reports\":%lld,\"copies\":%lld,\"events\":%lld,\"acts\":%lld,\"claims\":%lld,\"actors\":%"
               "lld,\"publishers\":%lld,\"bytes\":%lld",
               (long long)size.reports, (long long)size.copies, (long long)size.events, (long long)size.acts,
               (long long)size.claims, (long long)size.actors, (long long)size.publishers, (long long)size.bytes);
    day(b, "from", size.day_min);
    day(b, "to", size.day_max);
    buf_char(b, '}');
    return true;
}

bool api_about(Api *api) {
    StrBuf b;
    buf_init(&b, api->request->arena);
    buf_printf(&b, "{\"version\":\"%s\",\"can_code\":%s", DEMARCHE_VERSION,
               api->site->coder != NULL ? "true" : "false");
    if (api->site->stores != NULL && !about_store(api, &b)) {
        return false;
    }
    types(&b);
    if (api->site->coder != NULL) {
        codes(&b, coder_registry(api->site->coder));
    }
    names(&b, "sectors", sector_names, 1, SECTOR_COUNT);
    names(&b, "statuses", status_names, 0, STATUS_COUNT);
    names(&b, "contexts", context_names, 0, CONTEXT_COUNT);
    names(&b, "dimensions", dimension_names, 0, DIMENSION_COUNT);
    buf_str(&b, STR(",\"filters\":["));
    for (int i = 0; i < filter_key_count; i++) {
        buf_printf(&b, "%s{\"key\":\"%s\",\"what\":", i > 0 ? "," : "", filter_keys[i].key);
        json_quote(&b, str_of(filter_keys[i].what));
        buf_char(&b, '}');
    }
    buf_str(&b, STR("]}"));
    reply_json(api->reply, &b);
    return true;
}

/* ---- claims and acts ---- */

static bool add_claim(void *data, const Claim *claim) {
    StrBuf *b = data;
    if (b->at[b->n - 1] != '[') {
        buf_char(b, ',');
    }
    stored_claim(claim, b);
    return true;
}

/* "815.12" */
static bool read_pair(Str s, int64_t *a, int64_t *b) {
    int64_t v[2] = {0, 0};
    int k = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.at[i] == '.' && k == 0 && i > 0) {
            k = 1;
        } else if (s.at[i] >= '0' && s.at[i] <= '9' && v[k] < INT32_MAX) {
            v[k] = v[k] * 10 + (s.at[i] - '0');
        } else {
            return false;
        }
    }
    *a = v[0];
    *b = v[1];
    return k == 1;
}

static bool read_statuses(Api *api, uint32_t *bits) {
    Str list = request_param(api->request, "over_all"), name;
    while (str_split(&list, ',', &name)) {
        int i = name_index(status_names, STATUS_COUNT, name);
        if (i < 0) {
            return reply_error(api->request, api->reply, 400, "there is no status \"%.*s\"",
                               (int)(name.n < 60 ? name.n : 60), name.at);
        }
        *bits |= 1u << i;
    }
    return true;
}

bool api_claims(Api *api) {
    static const char *const choices[] = {"no", "yes"};
    Filter filter;
    ClaimPage page = {0};
    ClaimPageEnd end;
    Err err;
    StrBuf b;
    int contested;
    Str after = request_param(api->request, "after");
    if (!api_filter(api, &filter) || !api_choice(api, "contested", choices, 2, &contested) ||
        !read_statuses(api, &page.statuses) ||
        !request_number(api->request, api->reply, "voices", 0, 20, &page.voices) ||
        !request_number(api->request, api->reply, "limit", 30, REPLY_ROWS_MAX, &page.limit)) {
        return false;
    }
    if (after.at != NULL && !read_pair(after, &page.after.report, &page.after.act)) {
        return reply_error(api->request, api->reply, 400, "\"after\" is no cursor of a page");
    }
    page.contested = contested == 1;
    page.limit = page.limit > 0 ? page.limit : 1;
    buf_init(&b, api->request->arena);
    buf_str(&b, STR("{\"claims\":["));
    if (!board_claims(api->store, &filter, &page, add_claim, &b, &end, &err)) {
        return api_failed(api, &err);
    }
    buf_char(&b, ']');
    if (end.more) {
        buf_printf(&b, ",\"after\":\"%lld.%lld\"", (long long)end.last.report, (long long)end.last.act);
    }
    buf_char(&b, '}');
    reply_json(api->reply, &b);
    return true;
}

static bool read_id(Str s, int64_t *id) {
    *id = 0;
    for (uint32_t i = 0; i < s.n && *id < INT32_MAX; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') {
            return false;
        }
        *id = *id * 10 + (s.at[i] - '0');
    }
    return s.n > 0 && s.n < 11;
}

bool api_act(Api *api) {
    int64_t id;
    uint32_t limit;
    ActView view;
    bool found = false;
    Err err;
    StrBuf b;
    if (!request_number(api->request, api->reply, "limit", 200, REPLY_ROWS_MAX, &limit)) {
        return false;
    }
    if (read_id(api->rest, &id) &&
        !board_act(api->store, id, limit > 0 ? limit : 1, api->request->arena, &view, &found, &err)) {
        return api_failed(api, &err);
    }
    if (!found) {
        return reply_error(api->request, api->reply, 404, "there is no act \"%.*s\"", (int)api->rest.n, api->rest.at);
    }
    buf_init(&b, api->request->arena);
    stored_act(&view, &b);
    reply_json(api->reply, &b);
    return true;
}

/* ---- reports ---- */

static bool add_report(void *data, const PageReport *r) {
    StrBuf *b = data;
    if (b->at[b->n - 1] != '[') {
        buf_char(b, ',');
    }
    buf_printf(b, "{\"report_id\":%lld,\"document\":", (long long)r->id);
    json_quote(b, r->doc);
    const struct {
        const char *key;
        Str value;
    } texts[] = {{"document_date", r->date}, {"title", r->title}, {"source", r->publisher}, {"url", r->url}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].value.n > 0) {
            buf_printf(b, ",\"%s\":", texts[i].key);
            json_quote(b, texts[i].value);
        }
    }
    buf_str(b, STR(",\"begin\":"));
    json_quote(b, r->begin);
    buf_printf(b, ",\"events\":%lld}", (long long)r->events);
    return true;
}

bool api_reports(Api *api) {
    uint32_t limit;
    int64_t day_after = 0, id_after = 0;
    bool more;
    Err err;
    StrBuf b;
    Str after = request_param(api->request, "after");
    if (!request_number(api->request, api->reply, "limit", 30, REPLY_ROWS_MAX, &limit)) {
        return false;
    }
    if (after.at != NULL && !read_pair(after, &day_after, &id_after)) {
        return reply_error(api->request, api->reply, 400, "\"after\" is no cursor of a page");
    }
    buf_init(&b, api->request->arena);
    buf_str(&b, STR("{\"reports\":["));
    if (!page_reports(api->store, id_after, limit > 0 ? limit : 1, add_report, &b, &id_after, &more, &err)) {
        return api_failed(api, &err);
    }
    buf_char(&b, ']');
    if (more) {
        buf_printf(&b, ",\"after\":\"0.%lld\"", (long long)id_after);
    }
    buf_char(&b, '}');
    reply_json(api->reply, &b);
    return true;
}

/* {"record": …, "event_ids": […]} */
static void record(StrBuf *b, const Doc *doc, const int64_t *ids) {
    Look look = {0};
    buf_str(b, STR("{\"record\":"));
    doc_document(doc, &look, b);
    while (b->n > 0 && b->at[b->n - 1] == '\n') {
        b->n--;
    }
    if (ids != NULL) {
        buf_str(b, STR(",\"event_ids\":["));
        for (uint32_t i = 0; i < doc->events.n; i++) {
            buf_printf(b, "%s%lld", i > 0 ? "," : "", (long long)ids[i]);
        }
        buf_char(b, ']');
    }
    buf_char(b, '}');
}

bool api_report(Api *api) {
    int64_t id = 0, *ids = NULL;
    bool found = false;
    Doc doc;
    Err err;
    StrBuf b;
    doc_init(&doc, api->request->arena, api->request->arena);
    if (!record_find(api->store, api->rest, &id, &err) ||
        (id != 0 && !record_read_coded(api->store, id, &doc, &ids, &found, &err))) {
        return api_failed(api, &err);
    }
    if (!found) {
        return reply_error(api->request, api->reply, 404, "there is no report \"%.*s\"", (int)api->rest.n,
                           api->rest.at);
    }
    buf_init(&b, api->request->arena);
    record(&b, &doc, ids);
    reply_json(api->reply, &b);
    return true;
}

/* ---- Try it ---- */

/* A long report takes much memory while it is coded: those that many send wait for each other. */
static bool take_turn(Api *api) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STORES_SECONDS;
    return api->site->coding == NULL || sem_timedwait(api->site->coding, &until) == 0 ||
           reply_error(api->request, api->reply, 503, "too many reports are coded at once; try again in a moment");
}

static void give_turn(Api *api) {
    if (api->site->coding != NULL) {
        sem_post(api->site->coding);
    }
}

bool api_code(Api *api) {
    const Request *q = api->request;
    Arena scratch = {0};
    Doc doc;
    Err err;
    StrBuf b;
    Str date = request_param(q, "date");
    Record pasted = {.form = FORM_TEXT, .file = STR("the report"), .name = STR("pasted"), .bytes = q->body};
    if (api->site->coder == NULL) {
        return reply_error(q, api->reply, 404, "nothing is coded here");
    }
    if (date.at != NULL && date_parse(date) == DAY_NONE) {
        return reply_error(q, api->reply, 400, "\"date\" is YYYY-MM-DD");
    }
    if (str_trim(q->body).n == 0) {
        return reply_error(q, api->reply, 400, "the report is empty");
    }
    if (!take_turn(api)) {
        return false;
    }
    doc_init(&doc, q->arena, &scratch);
    bool ok = report_read(&pasted, &doc, &err);
    if (ok && doc.day == DAY_NONE && date.at != NULL) {
        doc.date = date;
        doc.day = date_parse(date);
    }
    ok = ok && coder_run(api->site->coder, &doc, STAGE_EVENTS, &err);
    if (ok) {
        buf_init(&b, q->arena);
        record(&b, &doc, NULL);
        reply_json(api->reply, &b);
    } else {
        reply_error(q, api->reply, 400, "%s", err.text);
    }
    arena_release(&scratch);
    give_turn(api);
    return ok;
}

bool api_cancel(Api *api) {
    StrBuf b;
    buf_init(&b, api->request->arena);
    buf_printf(&b, "{\"cancelled\":%d}",
               api->site->stores != NULL ? stores_cancel(api->site->stores, request_param(api->request, "request"))
                                         : 0);
    reply_json(api->reply, &b);
    return true;
}
