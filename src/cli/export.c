/* demarche export: a data set to publish: tables, and a datapackage.json that says what they hold. */
#include <errno.h>
#include <sys/stat.h>

#include "cli/ask.h"
#include "out/package.h"

const char export_text[] =
    "Writes the events that match the filters into a folder, in every format asked for, with a datapackage.json\n"
    "(Frictionless Data) that holds the codebook, the versions of program and coder, the filters, and the SHA-256 of\n"
    "each file: what a paper cites, and what a second run over the same store makes again byte by byte.\n"
    "\n"
    "Parts: events (CSV), plover (JSON Lines), cameo (classic tab-separated dyads), dyads (a panel: month, actor,\n"
    "recipient, counts by kind, mean score), claims (acts on somebody's word, their status over all reports), voices\n"
    "(who asserts, denies and doubts each claim, in which words), reports (the sources with their hashes).\n"
    "\n"
    "For the classic one-a-day filter: --once day; for one row for each event of the world, not of each report:\n"
    "--once act; for a panel of what is told to have happened: --status happened.\n"
    "\n"
    "Examples: --into data-set --name my-data --once day;  --into panel --parts dyads --status happened --from 2020.";

const struct poptOption export_options[] = {
    ASK_OPTIONS{"into", 'i', POPT_ARG_STRING, NULL, 'i', "the folder to write, made if need be", "FOLDER"},
    {"parts", 'p', POPT_ARG_STRING, NULL, 'p', "events,plover,cameo,dyads,claims,voices,reports (default: all)",
     "PARTS"},
    {"name", 'n', POPT_ARG_STRING, NULL, 'n', "name of the data set (default: demarche-events)", "NAME"},
    POPT_TABLEEND};

static bool parse_parts(const char *value, uint32_t *parts) {
    *parts = 0;
    for (Str rest = str_of(value), one; str_split(&rest, ',', &one);) {
        int i = name_index(package_parts, PACKAGE_PARTS, str_trim(one));
        if (i < 0) {
            usage_error("there is no part \"%.*s\"; known: events, plover, cameo, dyads, claims, voices, reports",
                        (int)one.n, one.at);
            return false;
        }
        *parts |= 1U << i;
    }
    return true;
}

static int answer(Ask *ask, PackageOrder *order) {
    Err err;
    int status;
    if (!ask_open(ask, STORE_READ, &status)) {
        return status;
    }
    if (mkdir(order->folder, 0777) != 0 && errno != EEXIST) {
        say("\"%s\": the folder cannot be made: %s", order->folder, strerror(errno));
        return EXIT_OUTPUT;
    }
    order->filter = ask->filter;
    if (!package_write(ask->store, order, &err)) {
        say("%s", err.text);
        return EXIT_OUTPUT;
    }
    return EXIT_DONE;
}

int export_run(poptContext arguments) {
    Ask ask;
    PackageOrder order = {.parts = (1U << PACKAGE_PARTS) - 1, .name = "demarche-events"};
    VEC(Str) given = {0};
    const char *value;
    int option, status = EXIT_DONE;
    ask_begin(&ask);
    while (status == EXIT_DONE && (option = next_option(arguments, &ask.arena, &value)) != 0) {
        if (ask_option(&ask, option, value, &status)) {
            if (option != ASK_DB && status == EXIT_DONE) { /* written into the package as it was given */
                const char *key = filter_keys[option - ASK_DB - 1].key;
                vec_push(&ask.arena, &given, str_of(arena_printf(&ask.arena, "%s=%s", key, value)));
            }
            continue;
        }
        switch (option) {
        case 'i': order.folder = value; break;
        case 'n': order.name = value; break;
        case 'p': status = parse_parts(value, &order.parts) ? EXIT_DONE : EXIT_USAGE; break;
        default: status = EXIT_USAGE;
        }
    }
    if (status == EXIT_DONE && order.folder == NULL) {
        status = usage_error("into which folder? --into FOLDER names it");
    }
    if (status == EXIT_DONE) {
        order.filters = given.at;
        order.n_filters = given.n;
        status = ask_arguments(arguments, NULL, 0, NULL) ? answer(&ask, &order) : EXIT_USAGE;
    }
    return ask_end(&ask, status);
}
