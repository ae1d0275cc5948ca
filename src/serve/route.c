#include "serve/route.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/json.h"
#include "base/utf8.h"
#include "store/filter.h"

typedef struct Route {
    const char *method, *path;
    bool (*handle)(Api *api);
    bool store;
} Route;

#define ROUTE_ENTRY(method, path, name, store, summary) {#method, path, api_##name, store},
static const Route routes[] = {ROUTES(ROUTE_ENTRY)};
enum { ROUTE_COUNT = sizeof routes / sizeof *routes };

const RouteParam route_params[] = {
    {"/api/events", "order", "newest (default), oldest or arrival"},
    {"/api/events", "limit", "events of a page, 1 to 5000 (default 50)"},
    {"/api/events", "after", "cursor of the page before: its `after`"},
    {"/api/events", "count", "yes: only the total"},
    {"/api/events", "act", "number of an act: its tellings alone"},
    {"/api/events", "report", "number of a report: its events alone"},
    {"/api/tally", "by",
     "dimensions, joined by commas: day, week, month, year, quad, type, mode, status, actor, "
     "recipient, actor_party, recipient_party, actor_name, recipient_name, place, source, act"},
    {"/api/tally", "order", "key (default) or count"},
    {"/api/tally", "limit", "rows, 1 to 5000 (default 1000)"},
    {"/api/tally", "format", "json (default) or csv"},
    {"/api/places", "limit", "rows, 1 to 5000 (default 1000)"},
    {"/api/places", "format", "json (default) or csv"},
    {"/api/claims", "contested", "yes: only what is asserted as well as denied or doubted"},
    {"/api/claims", "over_all", "statuses over all reports, joined by commas"},
    {"/api/claims", "voices", "up to so many voices of each stance with a claim, 0 to 20 (default 0)"},
    {"/api/claims", "limit", "claims of a page, 1 to 5000 (default 30)"},
    {"/api/claims", "after", "cursor of the page before: its `after`"},
    {"/api/acts/", "limit", "tellings and voices, 1 to 5000 (default 200)"},
    {"/api/reports", "limit", "reports of a page, 1 to 5000 (default 30)"},
    {"/api/reports", "after", "cursor of the page before: its `after`"},
    {"/api/code", "date", "the report's date, YYYY-MM-DD, where its text does not say"},
};
const int route_param_count = sizeof route_params / sizeof *route_params;

bool route_takes_filters(const char *path) {
    static const char *const with[] = {"/api/events", "/api/tally", "/api/places", "/api/claims", "/api/download/"};
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        if (strcmp(with[i], path) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- replies ---- */

bool reply_error(const Request *request, Reply *reply, int status, const char *format, ...) {
    char text[512];
    va_list args;
    StrBuf b;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    buf_init(&b, request->arena);
    /* What is quoted from a request may be cut inside a character, or no UTF-8 at all. */
    Str whole = str_of(text);
    for (uint32_t valid; (valid = utf8_valid(whole)) < whole.n;) {
        text[valid] = '?';
    }
    buf_str(&b, STR("{\"error\":"));
    json_quote(&b, whole);
    buf_char(&b, '}');
    *reply = (Reply){.status = status, .type = "application/json", .body = buf_take(&b)};
    return false;
}

void reply_json(Reply *reply, StrBuf *body) {
    *reply = (Reply){.status = 200, .type = "application/json", .body = buf_take(body)};
}

Str request_param(const Request *request, const char *key) {
    for (uint32_t i = 0; i < request->n_params; i++) {
        if (str_is(request->params[i].key, key)) {
            return request->params[i].value;
        }
    }
    return (Str){0};
}

bool request_number(const Request *request, Reply *reply, const char *key, uint32_t none, uint32_t max,
                    uint32_t *number) {
    Str s = request_param(request, key);
    uint64_t value = 0;
    bool digits = s.n > 0 && s.n < 12;
    for (uint32_t i = 0; i < s.n && digits; i++) {
        digits = s.at[i] >= '0' && s.at[i] <= '9';
        value = value * 10 + (uint64_t)(s.at[i] - '0');
    }
    *number = none;
    if (s.at == NULL) {
        return true;
    }
    if (!digits || value > max) {
        return reply_error(request, reply, 400, "\"%s\" is a whole number from 0 to %u", key, max);
    }
    *number = (uint32_t)value;
    return true;
}

/* ---- routing ---- */

/* A name behind the path: one step, nothing that climbs. */
static bool path_matches(const Route *r, Str path, Str *rest) {
    Str p = str_of(r->path);
    *rest = (Str){0};
    if (p.at[p.n - 1] != '/') {
        return str_eq(p, path);
    }
    if (!str_starts(path, p) || path.n == p.n || path.n - p.n > 200 ||
        memchr(path.at + p.n, '/', path.n - p.n) != NULL) {
        return false;
    }
    *rest = str_sub(path, p.n, path.n);
    return true;
}

static bool known_param(const Route *r, Str key) {
    for (int i = 0; i < route_param_count; i++) {
        if (strcmp(route_params[i].route, r->path) == 0 && str_is(key, route_params[i].key)) {
            return true;
        }
    }
    for (int i = 0; i < filter_key_count && route_takes_filters(r->path); i++) {
        if (str_is(key, filter_keys[i].key)) {
            return true;
        }
    }
    return str_is(key, "request");
}

/* A mistyped parameter would silently widen what is asked: it is an error. */
static bool check_params(const Route *r, const Request *request, Reply *reply) {
    for (uint32_t i = 0; i < request->n_params; i++) {
        const Param *p = &request->params[i];
        if (!known_param(r, p->key)) {
            return reply_error(request, reply, 400, "%s takes no parameter \"%.*s\"", r->path,
                               (int)(p->key.n < 60 ? p->key.n : 60), p->key.at);
        }
        if (utf8_valid(p->value) < p->value.n) {
            return reply_error(request, reply, 400, "the parameter \"%.*s\" is no UTF-8", (int)p->key.n, p->key.at);
        }
        if (p->value.n > REQUEST_VALUE_MAX) {
            return reply_error(request, reply, 400, "the parameter \"%.*s\" has more than %d bytes", (int)p->key.n,
                               p->key.at, REQUEST_VALUE_MAX);
        }
    }
    return true;
}

static void call(const Site *site, const Route *r, const Request *request, Str rest, Reply *reply) {
    Api api = {.site = site, .request = request, .reply = reply, .rest = rest};
    Err err;
    if (!check_params(r, request, reply)) {
        return;
    }
    if (r->store && site->stores == NULL) {
        reply_error(request, reply, 404, "no store is open; start \"demarche serve\" with --db FILE");
        return;
    }
    if (r->store) {
        api.store = stores_take(site->stores, request_param(request, "request"), request->socket, &err);
        if (api.store == NULL) {
            reply_error(request, reply, 503, "%s", err.text);
            return;
        }
    }
    r->handle(&api);
    if (api.store != NULL) {
        stores_give(site->stores, api.store);
    }
}

void route(const Site *site, const Request *request, Reply *reply) {
    Str rest, method = str_is(request->method, "HEAD") ? STR("GET") : request->method;
    bool path_known = false;
    *reply = (Reply){0};
    for (int i = 0; i < ROUTE_COUNT; i++) {
        if (path_matches(&routes[i], request->path, &rest)) {
            path_known = true;
            if (str_is(method, routes[i].method)) {
                call(site, &routes[i], request, rest, reply);
                return;
            }
        }
    }
    const Asset *asset = path_known ? NULL : asset_find(site->assets, request->path);
    if (asset == NULL && !path_known) {
        reply_error(request, reply, 404, "there is nothing at this address");
    } else if (asset == NULL || !str_is(method, "GET")) {
        reply_error(request, reply, 405, "this address takes no %.*s", (int)(method.n < 20 ? method.n : 20), method.at);
    } else {
        *reply = (Reply){.status = 200, .type = asset->type, .asset = asset};
    }
}
