#include "cli/command.h"

#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/near.h"
#include "out/writer.h"
#include "syntax/syntax.h"

#define COMMAND_ENTRY(name, takes, does) {#name, takes, does, name##_text, name##_options, name##_run},
static const Command commands[] = {COMMANDS(COMMAND_ENTRY)};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

void say(const char *format, ...) {
    va_list args;
    va_start(args, format);
    flockfile(stderr);
    fputs("demarche: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    funlockfile(stderr);
    va_end(args);
}

int usage_error(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fputs("demarche: ", stderr);
    vfprintf(stderr, format, args);
    fputs("; \"demarche COMMAND --help\" tells more\n", stderr);
    va_end(args);
    return EXIT_USAGE;
}

int next_option(poptContext arguments, Arena *arena, const char **value) {
    int rc = poptGetNextOpt(arguments);
    *value = NULL;
    if (rc < -1) {
        usage_error("%s: %s", poptBadOption(arguments, POPT_BADOPTION_NOALIAS), poptStrerror(rc));
        return -1;
    }
    if (rc == -1) {
        return 0;
    }
    char *argument = poptGetOptArg(arguments);
    if (argument != NULL) {
        *value = arena_strdup(arena, argument);
        free(argument);
    }
    return rc;
}

/* ---- help ---- */

static void print_option(FILE *to, const struct poptOption *o) {
    char left[80];
    snprintf(left, sizeof left, "%s%c%s--%s%s%s", o->shortName != '\0' ? "-" : " ",
             o->shortName != '\0' ? o->shortName : ' ', o->shortName != '\0' ? ", " : "  ", o->longName,
             o->argDescrip != NULL ? " " : "", o->argDescrip != NULL ? o->argDescrip : "");
    fprintf(to, "  %-24s %s\n", left, o->descrip);
}

static void print_help(FILE *to) {
    fputs("usage: demarche COMMAND [OPTION…] [ARGUMENT…]\n\n"
          "Reads news reports and writes, as data, who did or said what to whom, when, where and on whose word.\n\n"
          "Commands:\n",
          to);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        fprintf(to, "  %-10s %s\n", commands[i].name, commands[i].summary);
    }
    fputs("\n\"demarche COMMAND --help\" tells more; \"demarche --version\" the version.\n", to);
}

static void print_command(FILE *to, const Command *c) {
    fprintf(to, "usage: demarche %s [OPTION…] %s\n\n%s\n\nOptions:\n", c->name, c->arguments, c->text);
    for (const struct poptOption *o = c->options; o->longName != NULL; o++) {
        print_option(to, o);
    }
    print_option(to, &(struct poptOption){.longName = "help", .descrip = "this help"});
}

/* ---- the manual page: demarche.1 is this output, and a test compares them ---- */

static void roff(FILE *to, const char *text) {
    for (const char *p = text; *p != '\0'; p++) {
        if ((p == text || p[-1] == '\n') && (*p == '.' || *p == '\'')) {
            fputs("\\&", to);
        }
        if (p[0] == '\n' && p[1] == '\n') {
            fputs("\n.PP\n", to);
            p++;
        } else if (*p == '\\') {
            fputs("\\e", to);
        } else if (*p == '-') {
            fputs("\\-", to);
        } else {
            fputc(*p, to);
        }
    }
}

static void print_manual(FILE *to) {
    fputs(".\\\" made by \"demarche manual\" from the table of commands\n"
          ".TH DEMARCHE 1 \"\" \"demarche " DEMARCHE_VERSION "\" \"User Commands\"\n"
          ".SH NAME\ndemarche \\- news reports in, event data out\n"
          ".SH SYNOPSIS\n.B demarche\n.I COMMAND\n[\\fIOPTION\\fR\\&...] [\\fIARGUMENT\\fR\\&...]\n"
          ".SH DESCRIPTION\n"
          "Reads news reports and writes, as data, who did or said what to whom, when, where and on whose word,\n"
          "each field with the characters of the report that prove it.\nIt needs no network.\n"
          ".SH COMMANDS\n",
          to);
    for (int i = 0; i < COMMAND_COUNT; i++) {
        const Command *c = &commands[i];
        fprintf(to, ".SS \"demarche %s [OPTION...] ", c->name);
        roff(to, c->arguments);
        fputs("\"\n", to);
        roff(to, c->text);
        fputc('\n', to);
        for (const struct poptOption *o = c->options; o->longName != NULL; o++) {
            fputs(".TP\n.B ", to);
            if (o->shortName != '\0') {
                fprintf(to, "\\-%c, ", o->shortName);
            }
            fputs("\\-\\-", to);
            roff(to, o->longName);
            fprintf(to, "%s%s\n", o->argDescrip != NULL ? " " : "", o->argDescrip != NULL ? o->argDescrip : "");
            roff(to, o->descrip);
            fputc('\n', to);
        }
    }
    fputs(".SH FORMATS\n", to);
    for (int i = 0; i < out_format_count; i++) {
        fprintf(to, ".TP\n.B %s\n", out_formats[i].name);
        roff(to, out_formats[i].what);
        fputc('\n', to);
    }
    fputs(".SH \"EXIT STATUS\"\n"
          ".TP\n.B 0\ndone\n"
          ".TP\n.B 1\nsome inputs failed; each is named on standard error, and the rest is done\n"
          ".TP\n.B 2\nwrong usage\n"
          ".TP\n.B 3\nthe output or the store could not be written\n"
          ".SH ENVIRONMENT\n"
          ".TP\n.B NO_COLOR\nset and not empty: the table is written without colours, on a terminal too\n",
          to);
}

/* ---- dispatch ---- */

static int run(const Command *c, int argc, const char **argv) {
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            print_command(stdout, c);
            return EXIT_DONE;
        }
    }
    poptContext arguments = poptGetContext(NULL, argc, argv, c->options, 0);
    int status = c->run(arguments);
    poptFreeContext(arguments);
    return status;
}

static int unknown_command(Str name) {
    Near near = near_begin(name);
    char text[64];
    for (int i = 0; i < COMMAND_COUNT; i++) {
        near_offer(&near, str_of(commands[i].name));
    }
    near_text(&near, text, sizeof text);
    say("there is no command \"%.*s\"%s%s; \"demarche --help\" lists them", (int)name.n, name.at,
        near.n > 0 ? "; nearest: " : "", text);
    return EXIT_USAGE;
}

static int finish(int status) {
    return fflush(stdout) == 0 && !ferror(stdout) ? status : EXIT_OUTPUT;
}

int main(int argc, char **argv) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 16 << 20); /* what a report gave back is kept for the next one, not cleared anew */
    mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
    setlocale(LC_CTYPE, "C.UTF-8"); /* numbers stay those of "C" */
    signal(SIGPIPE, SIG_IGN);       /* a closed pipe is seen where the output is written */
    Str name = argc > 1 ? str_of(argv[1]) : STR("");
    if (str_is(name, "--help") || str_is(name, "-h") || str_is(name, "help")) {
        print_help(stdout);
        return finish(EXIT_DONE);
    }
    if (str_is(name, "--version") || str_is(name, "-V")) {
#define MODEL_NAME(name, symbol) " " #name
        printf("demarche %s (syntax models:" SYNTAX_MODELS(MODEL_NAME) ")\n", DEMARCHE_VERSION);
        return finish(EXIT_DONE);
    }
    if (str_is(name, "manual")) {
        print_manual(stdout);
        return finish(EXIT_DONE);
    }
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (str_is(name, commands[i].name)) {
            return finish(run(&commands[i], argc - 1, (const char **)argv + 1));
        }
    }
    if (name.n == 0) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    return unknown_command(name);
}
