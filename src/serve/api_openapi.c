/* /api/openapi.json: the description of the API, made from the same tables that route and check. */
#include "serve/api.h"
#include "base/json.h"

static void parameter(StrBuf *b, bool *first, const char *in, const char *key, const char *what) {
    buf_printf(b, "%s{\"name\":\"%s\",\"in\":\"%s\",\"required\":%s,\"schema\":{\"type\":\"string\"},\"description\":",
               *first ? "" : ",", key, in, strcmp(in, "path") == 0 ? "true" : "false");
    json_quote(b, str_of(what));
    buf_char(b, '}');
    *first = false;
}

static void operation(StrBuf *b, const char *method, const char *path, const char *name, const char *summary) {
    bool first = true, step = path[strlen(path) - 1] == '/';
    buf_printf(b, "\"%s%s\":{\"%s\":{\"operationId\":\"%s\",\"summary\":", path, step ? "{id}" : "",
               strcmp(method, "GET") == 0 ? "get" : "post", name);
    json_quote(b, str_of(summary));
    buf_str(b, STR(",\"parameters\":["));
    if (step) {
        parameter(b, &first, "path", "id",
                  strcmp(path, "/api/download/") == 0 ? "events.csv, events.jsonl, events.plover or events.cameo"
                                                      : "its number, or the id of its record");
    }
    for (int i = 0; i < route_param_count; i++) {
        if (strcmp(route_params[i].route, path) == 0) {
            parameter(b, &first, "query", route_params[i].key, route_params[i].what);
        }
    }
    for (int i = 0; i < filter_key_count && route_takes_filters(path); i++) {
        parameter(b, &first, "query", filter_keys[i].key, filter_keys[i].what);
    }
    parameter(b, &first, "query", "request", "a name of the caller's choice; /api/cancel ends the question by it");
    buf_char(b, ']');
    if (strcmp(path, "/api/code") == 0) {
        buf_str(b, STR(",\"requestBody\":{\"required\":true,\"content\":{\"text/"
                       "plain\":{\"schema\":{\"type\":\"string\",\"maxLength\":1048576}}}}"));
    }
    buf_str(b, STR(",\"responses\":{\"200\":{\"description\":\"what was asked for\"},\"default\":{\"description\":\"an "
                   "error\",\"content\":{\"application/"
                   "json\":{\"schema\":{\"type\":\"object\",\"properties\":{\"error\":{\"type\":\"string\"}}}}}}}}}"));
}

bool api_openapi(Api *api) {
    static const struct {
        const char *method, *path, *name, *summary;
    } list[] = {
#define OPENAPI_ROUTE(method, path, name, store, summary) {#method, path, #name, summary},
        ROUTES(OPENAPI_ROUTE)};
    StrBuf b;
    buf_init(&b, api->request->arena);
    buf_printf(&b,
               "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"demarche\",\"version\":\"%s\",\"description\":"
               "\"Who did or said what to whom, when, where, on whose word, and who denies it. Reads only; what is "
               "sent to /api/code is not kept.\","
               "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},\"servers\":[{\"url\":\"/"
               "\"}],\"paths\":{",
               DEMARCHE_VERSION);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        buf_str(&b, i > 0 ? STR(",") : STR(""));
        operation(&b, list[i].method, list[i].path, list[i].name, list[i].summary);
    }
    buf_str(&b, STR("}}"));
    reply_json(api->reply, &b);
    return true;
}
