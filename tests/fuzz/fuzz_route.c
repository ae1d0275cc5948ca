/* The router and its parameters: the input is lines "METHOD PATH", "KEY=VALUE" …, an empty line, the body.  The store
   is an empty one in memory-like /tmp; what is asked must be answered, and in JSON where it is said to be JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jansson.h>

#include "serve/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Stores *open_stores(void) {
    char path[64];
    Err err;
    snprintf(path, sizeof path, "/tmp/demarche-fuzz-%d.db", (int)getpid());
    store_close(store_open(path, STORE_CREATE, &err));
    return stores_open(strdup(path), &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Site site;
    static Arena arena;
    static Param params[REQUEST_PARAMS_MAX];
    if (site.stores == NULL && (site.stores = open_stores()) == NULL) {
        abort();
    }
    arena_reset(&arena);
    Str rest = str_dup(&arena, (Str){(const char *)data, (uint32_t)size}), line;
    Request request = {.params = params, .arena = &arena};
    if (!str_split(&rest, '\n', &line) || !str_split(&line, ' ', &request.method) || line.at == NULL) {
        return 0;
    }
    request.path = line;
    while (str_split(&rest, '\n', &line) && line.n > 0 && request.n_params < REQUEST_PARAMS_MAX) {
        Param p = {0};
        str_split(&line, '=', &p.key);
        p.value = line.at != NULL ? line : STR("");
        params[request.n_params++] = p;
    }
    request.body = rest;
    Reply reply;
    route(&site, &request, &reply);
    if (reply.status < 200 || (reply.more == NULL && reply.asset == NULL && reply.type == NULL)) {
        abort();
    }
    if (reply.more == NULL && strcmp(reply.type, "application/json") == 0) {
        json_t *j = json_loadb(reply.body.at, reply.body.n, JSON_DECODE_ANY, NULL);
        if (j == NULL) {
            fprintf(stderr, "no JSON: %.*s\n", (int)reply.body.n, reply.body.at);
            abort();
        }
        json_decref(j);
    }
    return 0;
}
