#include "serve/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/patience.h"

enum { CONNECTIONS_MAX = 300, CONNECTIONS_OF_ONE = 100, HEADER_BYTES = 64 * 1024, PIECE_BYTES = 64 * 1024 };
/* Seconds of silence; to send a header, counted from the reply before; to send a body; to take a reply. */
enum { SILENCE_SECONDS = 15, HEADER_SECONDS = 15, BODY_SECONDS = 60, REPLY_SECONDS = 60 };

struct Http {
    const Site *site;
    HttpOptions options;
    struct MHD_Daemon *daemon;
    Patience *patience;
    bool loopback;
    unsigned port;
    char address[320];
};

/* One request on its way. */
typedef struct Talk {
    Arena arena;
    StrBuf body;
    bool too_much;
} Talk;

/* A reply that comes in pieces. */
typedef struct Pieces {
    ReplyMore *more;
    void *state;
    StrBuf piece;
    size_t given; /* of the piece */
} Pieces;

/* ---- who may ask ---- */

/* Takes the same time wherever the two differ. */
static bool same_secret(const char *a, const char *b) {
    size_t n = strlen(a), m = strlen(b);
    unsigned char difference = n != m;
    for (size_t i = 0; i < n; i++) {
        difference |= (unsigned char)(a[i] ^ b[m > 0 ? i % m : 0]);
    }
    return difference == 0;
}

static bool has_token(const Http *http, struct MHD_Connection *c) {
    const char *bearer = MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
    const char *cookie = MHD_lookup_connection_value(c, MHD_COOKIE_KIND, "demarche");
    return (bearer != NULL && strncmp(bearer, "Bearer ", 7) == 0 && same_secret(bearer + 7, http->options.token)) ||
           (cookie != NULL && same_secret(cookie, http->options.token));
}

/* "127.0.0.1:8642", "localhost:8642", "[::1]:8642": names that only this machine has. */
static bool local_host(const Http *http, struct MHD_Connection *c) {
    static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]"};
    const char *given = MHD_lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
    char with_port[64];
    for (size_t i = 0; given != NULL && i < sizeof hosts / sizeof *hosts; i++) {
        snprintf(with_port, sizeof with_port, "%s:%u", hosts[i], http->port);
        if (strcmp(given, with_port) == 0 || strcmp(given, hosts[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A request that another site's page sends, with a body or a cookie, says so. */
static bool foreign(struct MHD_Connection *c) {
    const char *site = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-Fetch-Site");
    const char *mode = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Sec-Fetch-Mode");
    bool navigation = mode != NULL && strcmp(mode, "navigate") == 0;
    return site != NULL && !navigation && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0;
}

/* ---- replies ---- */

static void common_headers(struct MHD_Response *r, bool page) {
    static const char *const headers[][2] = {{"X-Content-Type-Options", "nosniff"},
                                             {"Referrer-Policy", "no-referrer"},
                                             {"Cross-Origin-Opener-Policy", "same-origin"},
                                             {"Cross-Origin-Resource-Policy", "same-origin"},
                                             {"X-Frame-Options", "DENY"},
                                             {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
                                             {"Content-Security-Policy",
                                              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' "
                                              "data: blob:; connect-src 'self'; base-uri 'none'; "
                                              "form-action 'none'; frame-ancestors 'none'"}};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        MHD_add_response_header(r, headers[i][0], headers[i][1]);
    }
    MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, page ? "no-cache" : "no-store");
}

static enum MHD_Result queue(struct MHD_Connection *c, unsigned status, struct MHD_Response *r) {
    if (r == NULL) {
        return MHD_NO;
    }
    enum MHD_Result result = MHD_queue_response(c, status, r);
    MHD_destroy_response(r);
    return result;
}

static ssize_t give_piece(void *data, uint64_t at, char *out, size_t max) {
    Pieces *p = data;
    (void)at;
    while (p->given == p->piece.n) {
        p->piece.n = p->given = 0;
        switch (p->more(p->state, &p->piece)) {
        case MORE: break;
        case MORE_ENDED: return MHD_CONTENT_READER_END_OF_STREAM;
        case MORE_FAILED: return MHD_CONTENT_READER_END_WITH_ERROR; /* a download cut short must not look whole */
        }
    }
    size_t n = p->piece.n - p->given < max ? p->piece.n - p->given : max;
    memcpy(out, p->piece.at + p->given, n);
    p->given += n;
    return (ssize_t)n;
}

static struct MHD_Response *pieces(Talk *talk, const Reply *reply) {
    Pieces *p = arena_new(&talk->arena, Pieces);
    p->more = reply->more;
    p->state = reply->state;
    buf_init(&p->piece, &talk->arena);
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_BYTES, give_piece, p, NULL);
}

static struct MHD_Response *bytes(Str s) {
    return MHD_create_response_from_buffer(s.n, (void *)(uintptr_t)(s.n > 0 ? s.at : ""), MHD_RESPMEM_PERSISTENT);
}

static bool header_has(struct MHD_Connection *c, const char *header, const char *what) {
    const char *value = MHD_lookup_connection_value(c, MHD_HEADER_KIND, header);
    return value != NULL && strstr(value, what) != NULL;
}

static enum MHD_Result send_asset(struct MHD_Connection *c, const Asset *asset) {
    bool gzip = header_has(c, MHD_HTTP_HEADER_ACCEPT_ENCODING, "gzip");
    bool known = header_has(c, MHD_HTTP_HEADER_IF_NONE_MATCH, asset->etag);
    struct MHD_Response *r = bytes(known ? (Str){0} : gzip ? asset->body : asset->plain);
    if (r == NULL) {
        return MHD_NO;
    }
    common_headers(r, true);
    MHD_add_response_header(r, MHD_HTTP_HEADER_ETAG, asset->etag);
    MHD_add_response_header(r, MHD_HTTP_HEADER_VARY, "Accept-Encoding");
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, asset->type);
    if (gzip && !known) {
        MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
    }
    return queue(c, known ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK, r);
}

static enum MHD_Result send_reply(struct MHD_Connection *c, Talk *talk, const Reply *reply) {
    char disposition[80];
    if (reply->asset != NULL) {
        return send_asset(c, reply->asset);
    }
    struct MHD_Response *r = reply->more != NULL ? pieces(talk, reply) : bytes(reply->body);
    if (r == NULL) {
        return MHD_NO;
    }
    common_headers(r, false);
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, reply->type);
    if (reply->file != NULL) {
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s\"", reply->file);
        MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_DISPOSITION, disposition);
    }
    if (reply->status == MHD_HTTP_METHOD_NOT_ALLOWED) {
        MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST");
    }
    return queue(c, (unsigned)reply->status, r);
}

static enum MHD_Result refuse(struct MHD_Connection *c, Talk *talk, int status, const char *why) {
    Request request = {.arena = &talk->arena};
    Reply reply;
    reply_error(&request, &reply, status, "%s", why);
    return send_reply(c, talk, &reply);
}

/* /?token=TOKEN: the token becomes a cookie and leaves the address. */
static enum MHD_Result set_cookie(const Http *http, struct MHD_Connection *c) {
    char cookie[400];
    struct MHD_Response *r = bytes((Str){0});
    if (r == NULL) {
        return MHD_NO;
    }
    snprintf(cookie, sizeof cookie, "demarche=%s; Path=/; HttpOnly; SameSite=Strict", http->options.token);
    common_headers(r, false);
    MHD_add_response_header(r, MHD_HTTP_HEADER_SET_COOKIE, cookie);
    MHD_add_response_header(r, MHD_HTTP_HEADER_LOCATION, "/");
    return queue(c, MHD_HTTP_SEE_OTHER, r);
}

/* ---- connections ---- */

static int socket_of(struct MHD_Connection *c) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info != NULL ? info->connect_fd : -1;
}

static void connection(void *data, struct MHD_Connection *c, void **visit, enum MHD_ConnectionNotificationCode what) {
    Http *http = data;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *visit = patience_begin(http->patience, socket_of(c));
        patience_allow(http->patience, *visit, HEADER_SECONDS);
    } else {
        patience_end(http->patience, *visit);
        *visit = NULL;
    }
}

static void allow(const Http *http, struct MHD_Connection *c, int seconds) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    patience_allow(http->patience, info != NULL ? info->socket_context : NULL, seconds);
}

/* ---- requests ---- */

typedef struct Collect {
    Talk *talk;
    Param *params;
    uint32_t n;
    bool too_many;
} Collect;

static enum MHD_Result collect(void *data, enum MHD_ValueKind kind, const char *key, size_t key_n, const char *value,
                               size_t value_n) {
    Collect *x = data;
    (void)kind;
    if (x->n == REQUEST_PARAMS_MAX) {
        x->too_many = true;
        return MHD_NO;
    }
    x->params[x->n++] = (Param){str_dup(&x->talk->arena, (Str){key, (uint32_t)key_n}),
                                str_dup(&x->talk->arena, (Str){value != NULL ? value : "", (uint32_t)value_n})};
    return MHD_YES;
}

static enum MHD_Result answer(Http *http, struct MHD_Connection *c, const char *method, const char *url, Talk *talk) {
    const char *given = MHD_lookup_connection_value(c, MHD_GET_ARGUMENT_KIND, "token");
    if (http->loopback && !local_host(http, c)) {
        return refuse(c, talk, MHD_HTTP_FORBIDDEN, "this address answers to its own name only");
    }
    if (http->options.token != NULL && given != NULL && strcmp(url, "/") == 0 &&
        same_secret(given, http->options.token)) {
        return set_cookie(http, c);
    }
    if (http->options.token != NULL && !has_token(http, c)) {
        return refuse(c, talk, MHD_HTTP_UNAUTHORIZED,
                      "the token is missing; open the address that \"demarche serve\" printed");
    }
    if (foreign(c)) {
        return refuse(c, talk, MHD_HTTP_FORBIDDEN, "requests of other sites are not answered");
    }
    if (talk->too_much) {
        return refuse(c, talk, MHD_HTTP_CONTENT_TOO_LARGE, "the report has more than 1 MiB");
    }
    Collect x = {.talk = talk, .params = arena_array(&talk->arena, Param, REQUEST_PARAMS_MAX)};
    MHD_get_connection_values_n(c, MHD_GET_ARGUMENT_KIND, collect, &x);
    if (x.too_many) {
        return refuse(c, talk, MHD_HTTP_BAD_REQUEST, "too many parameters");
    }
    Request request = {.method = str_of(method),
                       .path = str_of(url),
                       .params = x.params,
                       .n_params = x.n,
                       .body = {talk->body.at, (uint32_t)talk->body.n},
                       .socket = socket_of(c),
                       .arena = &talk->arena};
    Reply reply;
    route(http->site, &request, &reply);
    allow(http, c, reply.more != NULL ? 0 : REPLY_SECONDS);
    return send_reply(c, talk, &reply);
}

/* Called first with the header alone, then with pieces of the body, then with nothing more. */
static enum MHD_Result handle(void *data, struct MHD_Connection *c, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_n, void **state) {
    (void)version;
    Talk *talk = *state;
    if (talk == NULL) {
        talk = calloc(1, sizeof *talk);
        if (talk == NULL) {
            return MHD_NO;
        }
        buf_init(&talk->body, &talk->arena);
        *state = talk;
        allow(data, c, BODY_SECONDS);
        return MHD_YES;
    }
    if (*upload_n > 0) {
        talk->too_much |= talk->body.n + *upload_n > REQUEST_BODY_MAX;
        if (!talk->too_much) {
            buf_add(&talk->body, upload, *upload_n);
        }
        *upload_n = 0;
        return MHD_YES;
    }
    allow(data, c, 0);
    return answer(data, c, method, url, talk);
}

static void completed(void *data, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode why) {
    (void)why;
    Talk *talk = *state;
    allow(data, c, HEADER_SECONDS);
    if (talk != NULL) {
        arena_release(&talk->arena);
        free(talk);
        *state = NULL;
    }
}

/* A zero byte would end the path early, for whoever reads it as a string; no path or parameter has 0xFF. */
static size_t unescape(void *data, struct MHD_Connection *c, char *s) {
    (void)data;
    (void)c;
    size_t n = MHD_http_unescape(s);
    for (size_t i = 0; i < n; i++) {
        s[i] = s[i] == '\0' ? '\xFF' : s[i];
    }
    return n;
}

static void keep_quiet(void *data, const char *format, va_list args) {
    (void)data;
    (void)format;
    (void)args;
}

/* ---- starting ---- */

/* "HOST:PORT" or "[V6]:PORT". */
static bool resolve(const char *listen, struct addrinfo **found, char host[256], Err *err) {
    const char *colon = strrchr(listen, ':');
    size_t n = colon != NULL ? (size_t)(colon - listen) : 0;
    if (colon == NULL || n == 0 || n >= 256) {
        return err_set(err, "\"%s\" is no address; expected HOST:PORT such as 127.0.0.1:8642", listen);
    }
    bool v6 = listen[0] == '[' && listen[n - 1] == ']';
    memcpy(host, listen + v6, n - 2 * (size_t)v6);
    host[n - 2 * (size_t)v6] = '\0';
    struct addrinfo hints = {
        .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int code = getaddrinfo(host, colon + 1, &hints, found);
    return code == 0 || err_set(err, "\"%s\" is no address: %s", listen, gai_strerror(code));
}

static bool is_loopback(const struct sockaddr *a) {
    if (a->sa_family == AF_INET) {
        return ntohl(((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr) >> 24 == 127;
    }
    return a->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)a)->sin6_addr);
}

static bool good_token(const char *token) {
    size_t n = strlen(token);
    return n >= 16 && n <= 128 &&
           strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == n;
}

static bool start(Http *http, const struct addrinfo *at, const char *host, Err *err) {
    http->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ERROR_LOG |
            (at->ai_family == AF_INET6 ? MHD_USE_IPv6 : 0),
        0, NULL, NULL, handle, http, MHD_OPTION_EXTERNAL_LOGGER, keep_quiet, NULL, MHD_OPTION_UNESCAPE_CALLBACK,
        unescape, NULL, MHD_OPTION_SOCK_ADDR, at->ai_addr, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS_MAX,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENCE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEADER_BYTES, MHD_OPTION_PER_IP_CONNECTION_LIMIT, http->loopback ? 0U : CONNECTIONS_OF_ONE,
        MHD_OPTION_NOTIFY_COMPLETED, completed, http, MHD_OPTION_NOTIFY_CONNECTION, connection, http,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)(2 * 1024 * 1024), MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U, MHD_OPTION_END);
    if (http->daemon == NULL) {
        return err_set(err, "\"%s\" cannot be listened on: it is taken, or not this machine's", http->options.listen);
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    http->port = info != NULL ? info->port : 0;
    bool v6 = at->ai_family == AF_INET6;
    int n = snprintf(http->address, sizeof http->address, "http://%s%s%s:%u/", v6 ? "[" : "", host, v6 ? "]" : "",
                     http->port);
    if (http->options.token != NULL) {
        snprintf(http->address + n, sizeof http->address - (size_t)n, "?token=%s", http->options.token);
    }
    return true;
}

Http *http_start(const Site *site, const HttpOptions *options, Err *err) {
    struct addrinfo *at = NULL;
    char host[256];
    Http *http = calloc(1, sizeof *http);
    if (http == NULL) {
        err_set(err, "out of memory while the server was started");
        return NULL;
    }
    http->site = site;
    http->options = *options;
    bool ok = resolve(options->listen, &at, host, err);
    if (ok && options->token != NULL && !good_token(options->token)) {
        ok = err_set(err, "a token has 16 to 128 letters, digits, \"-\" or \"_\"");
    }
    http->loopback = ok && is_loopback(at->ai_addr);
    if (ok && !http->loopback && options->token == NULL && !options->public) {
        ok = err_set(
            err, "\"%s\" is open to other machines: give --token TOKEN, or --read-only-public if everybody may read",
            options->listen);
    }
    http->patience = ok ? patience_open(CONNECTIONS_MAX, err) : NULL;
    ok = http->patience != NULL && start(http, at, host, err);
    if (at != NULL) {
        freeaddrinfo(at);
    }
    if (!ok) {
        patience_close(http->patience);
        free(http);
        return NULL;
    }
    return http;
}

const char *http_address(const Http *http) {
    return http->address;
}

void http_stop(Http *http) {
    if (http != NULL) {
        MHD_stop_daemon(http->daemon);
        patience_close(http->patience);
        free(http);
    }
}
