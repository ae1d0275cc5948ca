#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* One file per command.  COMMANDS is the one list: it makes the dispatch, the help and the manual page. */

#include <popt.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"

/* Exit statuses of the contract. */
enum { EXIT_DONE = 0, EXIT_SOME_FAILED = 1, EXIT_USAGE = 2, EXIT_OUTPUT = 3 };

/* name, arguments, what it does (one line).  Each NAME.c holds NAME_options, NAME_text and NAME_run(). */
#define COMMANDS(X)                                                                                                    \
    X(code, "[INPUT…]", "read reports, write who did or said what to whom; in input order, no database")               \
    X(parse, "[INPUT…]", "read reports, write their sentences, words, tags and trees as CoNLL-U")                      \
    X(train, "CORPORA", "train the syntax model and the sentence splitter from corpora")                               \
    X(actor, "[PHRASE …]", "who is meant by a phrase on a day: country, sector, name")                                 \
    X(actors, "learn|import|export|check …",                                                                           \
      "keep the registry of actors: propose entries, read and write dictionaries")                                     \
    X(explain, "[INPUT…]", "say why: for each sentence its tree, for each event its rule and evidence")                \
    X(time, "--date DATE", "one sentence a line in, the JSON list of its times out")                                   \
    X(lexicon, "check|stats|import [FILE]", "check, count or import the event lexicon")                                \
    X(ingest, "--db FILE [INPUT…]", "read and code reports into a store; resumable, the same report once")             \
    X(rebuild, "--db FILE", "code the reports of a store anew, and show what changed")                                 \
    X(query, "--db FILE", "events of a store that match filters")                                                      \
    X(timeline, "--db FILE A B", "how two sides treat each other, month by month")                                     \
    X(network, "--db FILE", "who acts on whom, how often and how")                                                     \
    X(claims, "--db FILE", "what is contested, or rests on somebody's word")                                           \
    X(show, "--db FILE EVENT", "one event: all reports, evidence and voices side by side")                             \
    X(export, "--db FILE --into FOLDER", "a data set to publish, with a codebook and hashes")                          \
    X(stats, "--db FILE", "what is in a store; --check: whether it is sound")                                          \
    X(serve, "--db FILE", "show a store in the browser, with an API")

typedef struct Command {
    const char *name, *arguments, *summary;
    const char *text;                 /* paragraphs for the help and the manual page; a blank line between two */
    const struct poptOption *options; /* val != 0 and arg NULL: run() sees them as they come */
    int (*run)(poptContext arguments);
} Command;

#define COMMAND_DECLARE(name, takes, does)                                                                             \
    extern const struct poptOption name##_options[];                                                                   \
    extern const char name##_text[];                                                                                   \
    int name##_run(poptContext arguments);
COMMANDS(COMMAND_DECLARE)
#undef COMMAND_DECLARE

/* The option --model of all commands that open a coder; its argument is one for syntax_open(). */
#define MODEL_OPTION                                                                                                   \
    { "model", 0, POPT_ARG_STRING, NULL, 'm', "syntax model: accurate (default), fast or a file", "MODEL" }

/* "demarche: MESSAGE" on standard error. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Says what is wrong with the usage and gives EXIT_USAGE. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The next option's val; 0 after the last one, −1 after a wrong one, which it has told of.  *value: its argument, owned
   by the caller's arena, or NULL. */
int next_option(poptContext arguments, Arena *arena, const char **value);

#endif
