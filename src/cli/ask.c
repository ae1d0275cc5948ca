#include "cli/ask.h"

#include <signal.h>
#include <stdlib.h>

#include "store/hint.h"
#include "store/query.h"

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

/* filter's key by option − ASK_DB */
static const char *const keys[] = {
#define ASK_KEY(key, field, what) [ASK_##field - ASK_DB] = key,
    FILTERS(ASK_KEY)
#undef ASK_KEY
};

bool ask_option(Ask *ask, int option, const char *value, int *status) {
    Err err;
    if (option < ASK_DB || option >= ASK_END) {
        return false;
    }
    if (option == ASK_DB) {
        ask->db = value;
    } else if (!filter_set(&ask->filter, str_of(keys[option - ASK_DB]), str_of(value), &err)) {
        *status = usage_error("--%s: %s", keys[option - ASK_DB], err.text);
    } else {
        ask->given[option - ASK_DB] = value;
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
    if (ask->store == NULL || (mode == STORE_READ && !store_hold(ask->store, &err))) {
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

/* ---- no answer ---- */

static bool count_with(const Ask *ask, const Filter *filter, uint64_t *total) {
    PageEnd end = {0};
    Err err;
    bool ok = query_events(ask->store, filter, &(Page){.limit = 1}, NULL, NULL, &end, &err);
    *total = end.total;
    return ok;
}

bool ask_unknown(const Ask *ask, int option, const char *value) {
    const char *key = keys[option - ASK_DB];
    Filter alone;
    Err err;
    Arena arena = {0};
    Str near = {0};
    uint64_t total;
    filter_init(&alone);
    alone.copies = true;
    if (!filter_set(&alone, str_of(key), str_of(value), &err) || !count_with(ask, &alone, &total) || total > 0) {
        return false;
    }
    hint_near(ask->store, str_of(key), str_of(value), &arena, &near, &err);
    say("no event of the store has %s \"%s\"%s%.*s", key, value, near.n > 0 ? "; nearest: " : "", (int)near.n,
        near.n > 0 ? near.at : "");
    arena_release(&arena);
    return true;
}

void ask_nothing(const Ask *ask) {
    Filter filter = ask->filter;
    uint64_t total;
    bool told = false;
    int given = 0;
    for (int option = ASK_DB + 1; option < ASK_END; option++) {
        const char *value = ask->given[option - ASK_DB];
        given += value != NULL;
        told |= value != NULL && ask_unknown(ask, option, value);
    }
    if (filter.from != DAY_NONE && filter.to != DAY_NONE && filter.from > filter.to) {
        say("--from lies after --to");
        return;
    }
    if (told || !count_with(ask, &filter, &total) || total > 0) {
        return;
    }
    filter.copies = true;
    if (!count_with(ask, &filter, &total)) {
        return;
    }
    if (total > 0) {
        say("%llu events in copies of other reports match: --copies yes shows them", (unsigned long long)total);
    } else if (given > 1) {
        say("each of these filters has matches alone, but not all together");
    } else if (given == 0) {
        say("the store has no events");
    }
}

/* ---- arguments ---- */

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
