#include "cli/ask.h"

#include <signal.h>
#include <stdlib.h>

/* A signal handler has no other way to the store than a name that everybody sees. */
static Store *volatile asked;

static void interrupt(int number) {
    (void)number;
    if (asked != NULL) {
        store_cancel(asked);
    }
}

void ask_begin(Ask *ask) {
    *ask = (Ask){.db = getenv("DEMARCHE_DB")};
    filter_init(&ask->filter);
}

bool ask_option(Ask *ask, int option, const char *value, int *status) {
    static const char *const keys[] = {
#define ASK_KEY(key, field, what) [ASK_##field - ASK_DB] = key,
        FILTERS(ASK_KEY)
#undef ASK_KEY
    };
    Err err;
    if (option < ASK_DB || option >= ASK_END) {
        return false;
    }
    if (option == ASK_DB) {
        ask->db = value;
    } else if (!filter_set(&ask->filter, str_of(keys[option - ASK_DB]), str_of(value), &err)) {
        *status = usage_error("--%s: %s", keys[option - ASK_DB], err.text);
    }
    return true;
}

bool ask_open(Ask *ask, StoreMode mode, int *status) {
    Err err;
    if (ask->db == NULL || *ask->db == '\0') {
        *status = usage_error("which store? --db FILE names it");
        return false;
    }
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of the write, not a death */
    ask->store = store_open(ask->db, mode, &err);
    if (ask->store == NULL) {
        say("%s", err.text);
        *status = EXIT_OUTPUT;
        return false;
    }
    asked = ask->store;
    struct sigaction act = {.sa_handler = interrupt};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    return true;
}

int ask_end(Ask *ask, int status) {
    asked = NULL;
    store_close(ask->store);
    arena_release(&ask->arena);
    return status;
}

bool ask_number(const char *option, const char *value, long least, long *number) {
    char *end;
    *number = strtol(value, &end, 10);
    if (end == value || *end != '\0' || *number < least) {
        usage_error("%s takes a whole number from %ld on, not \"%s\"", option, least, value);
        return false;
    }
    return true;
}

bool ask_arguments(poptContext arguments, const char *const what[], size_t n, const char *values[]) {
    const char **given = poptGetArgs(arguments);
    size_t count = 0;
    while (given != NULL && given[count] != NULL) {
        if (count == n) {
            usage_error("\"%s\" is one argument too many", given[count]);
            return false;
        }
        values[count] = given[count];
        count++;
    }
    if (count < n) {
        usage_error("%s is missing", what[count]);
    }
    return count == n;
}
