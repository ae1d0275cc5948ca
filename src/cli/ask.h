#ifndef CLI_ASK_H
#define CLI_ASK_H

/* What the commands that read the store have in common: --db, the filters of store/filter.h as options, opening, an
   interrupt that cancels. */

#include "cli/command.h"
#include "store/filter.h"

enum {
    ASK_DB = 1000,
#define ASK_ENUM(key, field, what) ASK_##field,
    FILTERS(ASK_ENUM)
#undef ASK_ENUM
        ASK_END
};

#define ASK_OPTION(key, field, what) {key, '\0', POPT_ARG_STRING, NULL, ASK_##field, what, "…"},
#define ASK_DB_OPTION                                                                                                  \
    { "db", 'd', POPT_ARG_STRING, NULL, ASK_DB, "the store (or set DEMARCHE_DB)", "FILE" }
/* all filters and --db, as entries of an option table */
/* (the list ends with a comma) */
#define ASK_OPTIONS ASK_DB_OPTION, FILTERS(ASK_OPTION)

typedef struct Ask {
    Arena arena; /* of the options' values */
    const char *db;
    Filter filter;
    const char *given[ASK_END - ASK_DB]; /* values of the filters as they were given, by option − ASK_DB; NULL: not */
    Store *store;
} Ask;

void ask_begin(Ask *ask);
/* Takes the option if it is --db or a filter; *status becomes EXIT_USAGE for a wrong value.  False: some other option.
 */
bool ask_option(Ask *ask, int option, const char *value, int *status);
/* Opens the store; false with the exit status, the reason told.  From then on an interrupt cancels the question.  What
   reads sees the store as it is now until the end, whatever is written meanwhile. */
bool ask_open(Ask *ask, StoreMode mode, int *status);
int ask_end(Ask *ask, int status);
/* Tells why nothing matches the filters: the one that nothing matches even alone, and what is near to it; or that each
   has matches, but not all together; or that copies would match. */
void ask_nothing(const Ask *ask);
/* Whether no event has that value of the filter (ASK_party …); tells so, and what is near. */
bool ask_unknown(const Ask *ask, int option, const char *value);

/* A whole number of at least `least`; tells what is wrong. */
bool ask_number(const char *option, const char *value, long least, long *number);
/* The n arguments behind the options, no more, no less; tells what is wrong. */
bool ask_arguments(poptContext arguments, const char *const what[], size_t n, const char *values[]);

#endif
