/* src/serve/route: requests and their replies, without sockets */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "serve/route.h"
#include "store/ledger.h"

static Arena arena, assets_arena;
static Assets assets;
static Site site;
static char path[64];

static Reply ask(const char *method, const char *where, const char *const *params, const char *body) {
    static Param list[REQUEST_PARAMS_MAX];
    Request request = {.method = str_of(method), .path = str_of(where), .params = list, .arena = &arena};
    for (uint32_t i = 0; params != NULL && params[i] != NULL; i += 2) {
        list[request.n_params++] = (Param){str_of(params[i]), str_of(params[i + 1])};
    }
    if (body != NULL) {
        request.body = str_of(body);
    }
    Reply reply;
    arena_reset(&arena);
    route(&site, &request, &reply);
    return reply;
}

/* Every reply in JSON must be JSON, and an error must say what is wrong. */
static json_t *parsed(const Reply *reply) {
    json_error_t error;
    assert_string_equal(reply->type, "application/json");
    json_t *j = json_loadb(reply->body.at, reply->body.n, 0, &error);
    if (j == NULL) {
        fail_msg("%s", error.text);
    }
    assert_int_equal(json_object_get(j, "error") != NULL, reply->status != 200);
    return j;
}

static int status_of(const char *method, const char *where, const char *const *params) {
    Reply r = ask(method, where, params, NULL);
    if (r.asset == NULL && r.more == NULL && strcmp(r.type, "application/json") == 0) {
        json_decref(parsed(&r));
    }
    return r.status;
}

static int open_site(void **state) {
    (void)state;
    Err err;
    snprintf(path, sizeof path, "/tmp/demarche-route-%d.db", (int)getpid());
    Store *store = store_open(path, STORE_CREATE, &err);
    if (store == NULL) {
        print_error("%s\n", err.text);
        return 1;
    }
    store_close(store);
    site.coder = coder_open(&(CoderOptions){0}, &err);
    site.stores = stores_open(path, &err);
    site.assets = &assets;
    return site.coder == NULL || site.stores == NULL || !assets_open(&assets, &assets_arena, &err);
}

static int close_site(void **state) {
    (void)state;
    char extra[80];
    stores_close(site.stores);
    coder_close((Coder *)(uintptr_t)site.coder);
    unlink(path);
    for (int i = 0; i < 2; i++) {
        snprintf(extra, sizeof extra, "%s%s", path, i == 0 ? "-wal" : "-shm");
        unlink(extra);
    }
    arena_release(&arena);
    arena_release(&assets_arena);
    return 0;
}

static void an_empty_store_answers(void **state) {
    (void)state;
    static const char *const by[] = {"by", "month,quad", NULL};
    assert_int_equal(status_of("GET", "/api/about", NULL), 200);
    assert_int_equal(status_of("GET", "/api/events", NULL), 200);
    assert_int_equal(status_of("GET", "/api/tally", by), 200);
    assert_int_equal(status_of("GET", "/api/places", NULL), 200);
    assert_int_equal(status_of("GET", "/api/claims", NULL), 200);
    assert_int_equal(status_of("GET", "/api/reports", NULL), 200);
    assert_int_equal(status_of("GET", "/api/openapi.json", NULL), 200);
    assert_int_equal(status_of("POST", "/api/cancel", NULL), 200);
    assert_int_equal(status_of("GET", "/", NULL), 200);
    assert_int_equal(status_of("HEAD", "/app.js", NULL), 200);
}

static void what_is_wrong_is_told(void **state) {
    (void)state;
    static const struct {
        const char *method, *where, *key, *value;
        int status;
    } cases[] = {
        {"GET", "/nothing", NULL, NULL, 404},
        {"GET", "/api/", NULL, NULL, 404},
        {"GET", "/api/events/", NULL, NULL, 404},
        {"GET", "/../../etc/passwd", NULL, NULL, 404},
        {"GET", "/api/reports/../about", NULL, NULL, 404},
        {"GET", "/api/events/999", NULL, NULL, 404},
        {"GET", "/api/acts/x", NULL, NULL, 404},
        {"GET", "/api/acts/99999999999999999999", NULL, NULL, 404},
        {"GET", "/api/download/events.exe", NULL, NULL, 404},
        {"POST", "/api/events", NULL, NULL, 405},
        {"DELETE", "/", NULL, NULL, 405},
        {"GET", "/api/events", "actr", "RUS", 400},
        {"GET", "/api/events", "type", "NONSENSE", 400},
        {"GET", "/api/events", "limit", "-1", 400},
        {"GET", "/api/events", "limit", "999999", 400},
        {"GET", "/api/events", "after", "zzz", 400},
        {"GET", "/api/events", "from", "yesterday", 400},
        {"GET", "/api/tally", "by", "colour", 400},
        {"GET", "/api/tally", "by", "month,\x8B\xF1", 400},
        {"GET", "/api/\xFF", NULL, NULL, 404},
        {"GET", "/api/events/\xFF\xFE", NULL, NULL, 404},
        {"GET", "/api/tally", NULL, NULL, 400},
        {"GET", "/api/claims", "over_all", "perhaps", 400},
        {"GET", "/api/claims", "after", "1", 400},
        {"POST", "/api/code", NULL, NULL, 400},
        {"POST", "/api/code", "date", "2023-02-30", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const params[] = {cases[i].key, cases[i].value, NULL};
        int status = status_of(cases[i].method, cases[i].where, params);
        if (status != cases[i].status) {
            fail_msg("%s %s: %d, expected %d", cases[i].method, cases[i].where, status, cases[i].status);
        }
    }
}

static void a_pasted_report_is_coded(void **state) {
    (void)state;
    static const char *const date[] = {"date", "2023-06-14", NULL};
    Reply r = ask("POST", "/api/code", date,
                  "Russian troops attacked Kharkiv on Monday. <script>alert(1)</script> \xE2\x80\xAE");
    assert_int_equal(r.status, 200);
    json_t *j = parsed(&r);
    json_t *record = json_object_get(j, "record");
    assert_string_equal(json_string_value(json_object_get(record, "date")), "2023-06-14");
    assert_non_null(strstr(json_string_value(json_object_get(record, "text")), "<script>"));
    json_decref(j);
}

/* The description names every route, and what it names is there: each operation answers with each of its parameters. */
static void what_is_described_answers(void **state) {
    (void)state;
    static const struct {
        const char *key, *value;
    } examples[] = {{"by", "month"},       {"from", "2023"},      {"to", "2024"},         {"type", "ASSAULT"},
                    {"mode", "drone"},     {"quad", "4"},         {"status", "denied"},   {"context", "military"},
                    {"confidence", "0.5"}, {"once", "day"},       {"copies", "yes"},      {"order", ""},
                    {"limit", "5"},        {"after", "0.1"},      {"count", "yes"},       {"act", "1"},
                    {"report", "1"},       {"contested", "yes"},  {"over_all", "denied"}, {"voices", "3"},
                    {"format", "csv"},     {"date", "2023-06-14"}};
#define ROUTE_ONE(method, path, name, store, summary) +1
    enum { ROUTES_N = 0 ROUTES(ROUTE_ONE) };
    Reply r = ask("GET", "/api/openapi.json", NULL, NULL);
    json_t *description = parsed(&r), *paths = json_object_get(description, "paths"), *operations, *operation,
           *parameter;
    const char *where, *method;
    size_t i;
    assert_int_equal(json_object_size(paths), ROUTES_N);
    json_object_foreach(paths, where, operations) {
        json_object_foreach(operations, method, operation) {
            const char *brace = strchr(where, '{');
            bool post = strcmp(method, "post") == 0, code = strcmp(where, "/api/code") == 0;
            char address[80];
            snprintf(address, sizeof address, "%.*s%s", (int)(brace != NULL ? brace - where : (long)strlen(where)),
                     where,
                     brace == NULL                       ? ""
                     : strstr(where, "download") != NULL ? "events.plover"
                     : strstr(where, "rules") != NULL    ? "assault.beat"
                                                         : "1");
            bool found = brace == NULL || strstr(where, "download") != NULL || strstr(where, "rules") != NULL;
            json_array_foreach(json_object_get(operation, "parameters"), i, parameter) {
                const char *key = json_string_value(json_object_get(parameter, "name")), *value = "x";
                if (strcmp(json_string_value(json_object_get(parameter, "in")), "query") != 0) {
                    continue;
                }
                for (size_t k = 0; k < sizeof examples / sizeof *examples; k++) {
                    value = strcmp(key, examples[k].key) == 0 ? examples[k].value : value;
                }
                value = strcmp(key, "order") == 0 ? (strcmp(where, "/api/tally") == 0 ? "count" : "oldest") : value;
                bool by = strcmp(where, "/api/tally") == 0 && strcmp(key, "by") != 0;
                const char *const params[] = {key, value, by ? "by" : NULL, "month", NULL};
                Reply reply = ask(post ? "POST" : "GET", address, params, code ? "Troops attacked the town." : NULL);
                if (reply.status != (found ? 200 : 404)) {
                    fail_msg("%s %s?%s=%s: %d", method, address, key, value, reply.status);
                }
            }
        }
    }
    json_decref(description);
}

static void a_rule_is_shown_as_it_is_written(void **state) {
    (void)state;
    Reply r = ask("GET", "/api/rules/assault.beat", NULL, NULL);
    assert_int_equal(r.status, 200);
    json_t *j = parsed(&r);
    const char *text = json_string_value(json_object_get(j, "text"));
    assert_memory_equal(text, "rule assault.beat:", 18);
    assert_non_null(strstr(text, "\n    + "));
    assert_null(strstr(text, "\nrule "));
    json_decref(j);
    assert_int_equal(status_of("GET", "/api/rules/assault.bea", NULL), 404);
    assert_int_equal(status_of("GET", "/api/rules/", NULL), 404);
}

/* Without a store there is still "Try it"; without anything there is still an answer. */
static void less_than_everything(void **state) {
    (void)state;
    Site whole = site;
    site.stores = NULL;
    assert_int_equal(status_of("GET", "/api/about", NULL), 200);
    assert_int_equal(status_of("GET", "/api/events", NULL), 404);
    site.coder = NULL;
    site.assets = NULL;
    assert_int_equal(status_of("POST", "/api/code", NULL), 404);
    assert_int_equal(status_of("GET", "/", NULL), 404);
    site = whole;
}

static void downloads_begin_with_their_header(void **state) {
    (void)state;
    Reply r = ask("GET", "/api/download/events.csv", NULL, NULL);
    StrBuf piece;
    buf_init(&piece, &arena);
    assert_non_null(r.more);
    assert_int_equal(r.more(r.state, &piece), MORE);
    assert_memory_equal(piece.at, "id,", 3);
    assert_int_equal(r.more(r.state, &piece), MORE_ENDED);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_store_answers),
        cmocka_unit_test(what_is_wrong_is_told),
        cmocka_unit_test(a_pasted_report_is_coded),
        cmocka_unit_test(what_is_described_answers),
        cmocka_unit_test(a_rule_is_shown_as_it_is_written),
        cmocka_unit_test(less_than_everything),
        cmocka_unit_test(downloads_begin_with_their_header),
    };
    return cmocka_run_group_tests(tests, open_site, close_site);
}
