/* demarche serve: the page and its API. */
#include "cli/command.h"

#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "serve/http.h"

const char serve_text[] =
    "Shows a store in the browser: open the address that is printed.  The page needs nothing from elsewhere, and "
    "reads\n"
    "only; a report pasted under \"Try it\" is coded and forgotten.  Without --db there is only \"Try it\".\n"
    "\n"
    "Other machines can reach it only where --listen says so, and then only with a token (--token, at least 16 "
    "letters\n"
    "or digits) or, where everybody may read, with --read-only-public.  /api/openapi.json describes the API.";

const struct poptOption serve_options[] = {
    {"db", 'd', POPT_ARG_STRING, NULL, 'd', "the store (or set DEMARCHE_DB)", "FILE"},
    {"listen", 'l', POPT_ARG_STRING, NULL, 'l', "address and port (default: 127.0.0.1:8642); port 0: any", "HOST:PORT"},
    {"token", 't', POPT_ARG_STRING, NULL, 't', "only who has this token may ask", "TOKEN"},
    {"read-only-public", 'p', POPT_ARG_NONE, NULL, 'p', "everybody who reaches the address may read", NULL},
    MODEL_OPTION,
    POPT_TABLEEND};

typedef struct Serving {
    const char *db;
    HttpOptions http;
    CoderOptions coder;
} Serving;

/* Until SIGINT or SIGTERM, which the whole process has blocked. */
static void wait_for_end(const sigset_t *ends) {
    int number;
    sigwait(ends, &number);
}

static int serve(const Serving *s) {
    Arena arena = {0};
    Assets assets;
    Site site = {0};
    Err err;
    sigset_t ends;
    sem_t coding;
    int status = EXIT_SOME_FAILED;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
    Coder *coder = coder_open(&s->coder, &err);
    bool ok = coder != NULL && assets_open(&assets, &arena, &err);
    if (ok && s->db != NULL) {
        site.stores = stores_open(s->db, &err);
        ok = site.stores != NULL;
    }
    sem_init(&coding, 0, (unsigned)sysconf(_SC_NPROCESSORS_ONLN));
    site.coder = coder;
    site.coding = &coding;
    site.assets = &assets;
    Http *http = ok ? http_start(&site, &s->http, &err) : NULL;
    if (http != NULL) {
        printf("demarche: open %s\n", http_address(http));
        fflush(stdout);
        wait_for_end(&ends);
        http_stop(http);
        status = EXIT_DONE;
    } else {
        say("%s", err.text);
    }
    stores_close(site.stores);
    sem_destroy(&coding);
    coder_close(coder);
    arena_release(&arena);
    return status;
}

int serve_run(poptContext arguments) {
    Arena arena = {0};
    Serving s = {.db = getenv("DEMARCHE_DB"), .http = {.listen = "127.0.0.1:8642"}};
    const char *value;
    int option, status = EXIT_DONE;
    while (status == EXIT_DONE && (option = next_option(arguments, &arena, &value)) != 0) {
        switch (option) {
        case 'd': s.db = value; break;
        case 'l': s.http.listen = value; break;
        case 't': s.http.token = value; break;
        case 'p': s.http.public = true; break;
        case 'm': s.coder.model = value; break;
        default: status = EXIT_USAGE; break;
        }
    }
    if (status == EXIT_DONE && poptPeekArg(arguments) != NULL) {
        status = usage_error("\"%s\" is one argument too many", poptPeekArg(arguments));
    }
    status = status == EXIT_DONE ? serve(&s) : status;
    arena_release(&arena);
    return status;
}
