/* demarche lexicon: check, count, and import the event lexicon. */

#include "cli/command.h"
#include "code/lexcheck.h"
#include "code/leximport.h"
#include "code/lexload.h"
#include "code/pipeline.h"

const char lexicon_text[] =
    "check [FILE] compiles the lexicon that the binary carries, or FILE, and runs the examples and counter-examples "
    "of\n"
    "its rules; it names rules that collide or lack a pattern, an example or a counter-example, modes that no rule\n"
    "gives, and examples that fail.\n\n"
    "stats [FILE] counts rules, triggers and words for each event type.\n\n"
    "import FILE reads a verb dictionary of the PETRARCH or TABARI kind and writes it as a lexicon on standard "
    "output;\n"
    "each line that cannot be carried over is named on standard error.";
const struct poptOption lexicon_options[] = {POPT_TABLEEND};

static int check(const char *file, Arena *arena) {
    CoderOptions options = {.lexicon = file};
    Err err;
    Coder *coder = coder_open(&options, &err);
    if (coder == NULL) {
        say("%s", err.text);
        return EXIT_SOME_FAILED;
    }
    StrBuf out;
    buf_init(&out, arena);
    LexReport report = lexicon_lint(coder_lexicon(coder), &out);
    lexicon_run_examples(coder, &report, &out);
    Str text = buf_take(&out);
    fwrite(text.at, 1, text.n, stdout);
    printf("%u rules, %u lints, %u of %u examples pass\n", report.rules, report.lints, report.passed, report.examples);
    coder_close(coder);
    return report.passed == report.examples ? EXIT_DONE : EXIT_SOME_FAILED;
}

static int stats(const char *file, Arena *arena) {
    Lexicon lex;
    Err err;
    if (!lexicon_load(&lex, arena, file, &err)) {
        say("%s", err.text);
        return EXIT_SOME_FAILED;
    }
    StrBuf out;
    buf_init(&out, arena);
    lexicon_count(&lex, &out);
    Str text = buf_take(&out);
    fwrite(text.at, 1, text.n, stdout);
    return EXIT_DONE;
}

static int import(const char *file, Arena *arena) {
    FILE *f = file != NULL ? fopen(file, "rb") : NULL;
    if (f == NULL) {
        return file == NULL ? usage_error("\"lexicon import\" needs a file")
                            : (say("cannot open \"%s\"", file), EXIT_SOME_FAILED);
    }
    StrBuf in, out, left;
    char block[65536];
    size_t n;
    buf_init(&in, arena);
    buf_init(&out, arena);
    buf_init(&left, arena);
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_add(&in, block, n);
    }
    fclose(f);
    uint32_t carried, not_carried;
    lexicon_import(arena, buf_take(&in), str_of(file), &out, &left, &carried, &not_carried);
    Str text = buf_take(&out), rest = buf_take(&left);
    fwrite(text.at, 1, text.n, stdout);
    fwrite(rest.at, 1, rest.n, stderr);
    say("%u lines carried over, %u not", carried, not_carried);
    return EXIT_DONE;
}

int lexicon_run(poptContext arguments) {
    Arena arena = {0};
    const char *value;
    if (next_option(arguments, &arena, &value) != 0) {
        return EXIT_USAGE;
    }
    const char *what = poptGetArg(arguments), *file = poptGetArg(arguments);
    int status = what == NULL                  ? usage_error("\"lexicon\" needs check, stats or import")
                 : strcmp(what, "check") == 0  ? check(file, &arena)
                 : strcmp(what, "stats") == 0  ? stats(file, &arena)
                 : strcmp(what, "import") == 0 ? import(file, &arena)
                                               : usage_error("there is no \"lexicon %s\"", what);
    arena_release(&arena);
    return status;
}
