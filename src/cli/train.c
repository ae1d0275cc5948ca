/* demarche train: the trainers of train/, run with one command.  They are Python and no part of the program. */
#include "cli/command.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

const char train_text[] =
    "Trains both syntax models and the sentence splitter from the corpora in FOLDER (ud/, the raw news beside it), "
    "and\n"
    "writes syntax.bin, syntax-fast.bin and sentence.bin into the folder of --out.  It runs train/train.sh of the\n"
    "source tree, with a fixed seed; it needs python3 with numpy and torch, a C compiler, some hours of two "
    "processors.\n"
    "With TRAIN_FEW=200 in the environment it tries all steps in minutes, with so many sentences of each file.";

const struct poptOption train_options[] = {
    {"out", 'o', POPT_ARG_STRING, NULL, 'o', "folder for the trained models (default: models)", "FOLDER"},
    {"scripts", 0, POPT_ARG_STRING, NULL, 's', "where the trainers are (default: train)", "FOLDER"},
    POPT_TABLEEND};

/* The path of this program, for the trainers run it to cut raw text into words. */
static bool own_path(char path[4096]) {
    ssize_t n = readlink("/proc/self/exe", path, 4095);
    path[n > 0 ? n : 0] = 0;
    return n > 0;
}

int train_run(poptContext arguments) {
    Arena arena = {0};
    const char *value, *out = "models", *scripts = "train";
    int option, status = EXIT_DONE;
    while (status == EXIT_DONE && (option = next_option(arguments, &arena, &value)) != 0) {
        switch (option) {
        case 'o': out = value; break;
        case 's': scripts = value; break;
        default: status = EXIT_USAGE;
        }
    }
    const char *corpora = status == EXIT_DONE ? poptGetArg(arguments) : NULL;
    if (status == EXIT_DONE && (corpora == NULL || poptPeekArg(arguments) != NULL)) {
        status = usage_error("train takes one folder of corpora");
    }
    if (status == EXIT_DONE) {
        char program[4096], *script = arena_printf(&arena, "%s/train.sh", scripts);
        if (access(script, R_OK) != 0) {
            say("\"%s\": %s; run it in the source tree, or name the folder with --scripts", script, strerror(errno));
            status = EXIT_SOME_FAILED;
        } else if (!own_path(program)) {
            say("the program cannot find its own file: %s", strerror(errno));
            status = EXIT_SOME_FAILED;
        } else {
            execlp("sh", "sh", script, program, corpora, out, (char *)NULL);
            say("\"sh\": %s", strerror(errno));
            status = EXIT_SOME_FAILED;
        }
    }
    arena_release(&arena);
    return status;
}
