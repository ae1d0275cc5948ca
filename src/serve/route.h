#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H

/* From a request to its reply, without a word about sockets: http.c brings the requests, tests and the fuzzer bring
   others.

     Request ──route()──► one of ROUTES ──► Reply      JSON, or pieces of a download
                     └──► asset (asset.h)               the page

   Every failure is a reply {"error": "…"} with a status: 400 wrong parameter, 404 nothing there, 405 wrong method, 413
   too much, 503 cancelled, or too busy. */

#include <semaphore.h>

#include "code/pipeline.h"
#include "serve/asset.h"
#include "serve/stores.h"

enum {
    REQUEST_PARAMS_MAX = 48,
    REQUEST_VALUE_MAX = 2048,       /* bytes of a parameter */
    REQUEST_BODY_MAX = 1024 * 1024, /* bytes of a pasted report */
    REPLY_ROWS_MAX = 5000,          /* rows of one page of JSON */
};

typedef struct Param {
    Str key, value;
} Param;

typedef struct Request {
    Str method; /* GET, POST; HEAD counts as GET */
    Str path;   /* decoded */
    const Param *params;
    uint32_t n_params;
    Str body;
    int socket;   /* when its other end goes, nobody wants the answer any more; 0 none */
    Arena *arena; /* the reply lies there; lives as long as the request */
} Request;

/* Adds the next piece of a long reply. */
typedef enum More { MORE, MORE_ENDED, MORE_FAILED } More;
typedef More ReplyMore(void *state, StrBuf *piece);

typedef struct Reply {
    int status;
    const char *type; /* media type */
    Str body;
    const char *file;   /* NULL, or the name under which a browser keeps it */
    const Asset *asset; /* NULL: body is all; else the file of the page, instead of body */
    ReplyMore *more;    /* NULL: body is all */
    void *state;
} Reply;

/* What the server works with. */
typedef struct Site {
    Stores *stores;       /* NULL: no store */
    const Coder *coder;   /* NULL: nothing can be coded */
    sem_t *coding;        /* how many reports may be coded at a time; NULL: any number */
    const Assets *assets; /* NULL: no page */
} Site;

void route(const Site *site, const Request *request, Reply *reply);

/* ---- for the handlers ---- */

/* Always false, so that `return reply_error(…)` reads well. */
bool reply_error(const Request *request, Reply *reply, int status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void reply_json(Reply *reply, StrBuf *body);
/* The value of a parameter; absent where it is not given. */
Str request_param(const Request *request, const char *key);
/* A whole number from 0 to max; `none` where it is not given.  False with a reply. */
bool request_number(const Request *request, Reply *reply, const char *key, uint32_t none, uint32_t max,
                    uint32_t *number);

typedef struct Api {
    const Site *site;
    const Request *request;
    Reply *reply;
    Str rest; /* of the path, behind the route's */
    Store *store;
} Api;

/*  method, path (one that ends in "/" takes a name behind it), handler, whether it needs the store, summary */
#define ROUTES(X)                                                                                                      \
    X(GET, "/api/about", about, false, "version, size of the store, the ontology, the filters")                        \
    X(GET, "/api/openapi.json", openapi, false, "this description")                                                    \
    X(GET, "/api/events", events, true, "events that match, a page at a time")                                         \
    X(GET, "/api/events/", event, true, "one event, by its number or the id of its record")                            \
    X(GET, "/api/tally", tally, true, "counts and mean scores by up to three dimensions")                              \
    X(GET, "/api/places", places, true, "counts by place, with coordinates")                                           \
    X(GET, "/api/claims", claims, true, "acts that rest on somebody's word, the one told last first")                  \
    X(GET, "/api/acts/", act, true, "one act over all reports: tellings, voices, history of its status")               \
    X(GET, "/api/reports", reports, true, "reports, the newest first")                                                 \
    X(GET, "/api/reports/", report, true, "one report as a document record, with the numbers of its events")           \
    X(GET, "/api/download/", download, true, "all events that match: events.csv, .jsonl, .plover or .cameo")           \
    X(GET, "/api/rules/", rule, false, "a rule of the lexicon as it was written, with its examples")                   \
    X(POST, "/api/code", code, false, "the record of a report that is sent along; nothing is kept")                    \
    X(POST, "/api/cancel", cancel, false, "ends the question that runs under the name `request`")

#define ROUTE_DECLARE(method, path, name, store, summary) bool api_##name(Api *api);
ROUTES(ROUTE_DECLARE)
#undef ROUTE_DECLARE

/* Parameters that a route takes beside the filters and `request`; for checks and the description. */
typedef struct RouteParam {
    const char *route, *key, *what;
} RouteParam;
extern const RouteParam route_params[];
extern const int route_param_count;
bool route_takes_filters(const char *path);

#endif
