/* demarche time: the times of one sentence a line. */
#include "cli/command.h"

#include <errno.h>

#include "base/json.h"
#include "base/point.h"
#include "base/stream.h"
#include "code/pipeline.h"

const char time_text[] =
    "Reads one sentence a line from standard input and writes, one line for each, the JSON list of the times in it:\n"
    "start and end (code points), text, TIMEX3 type and value, and the first and last day where it is on the "
    "calendar.\n"
    "Relative ones (\"last Tuesday\") count from the date given.";

const struct poptOption time_options[] = {
    {"date", 'd', POPT_ARG_STRING, NULL, 'd', "date from which to count, YYYY-MM-DD (default: none)", "DATE"},
    MODEL_OPTION,
    POPT_TABLEEND};

enum { LINE_MAX_BYTES = 1024 * 1024 };

static void write_day(StrBuf *b, const char *key, int32_t day) {
    int y, m, d;
    if (day != DAY_NONE) {
        day_to(day, &y, &m, &d);
        buf_printf(b, ",\"%s\":\"%04d-%02d-%02d\"", key, y, m, d);
    }
}

static void write_times(const Doc *doc, StrBuf *b) {
    PointMap points = point_map(doc->arena, doc->text);
    buf_char(b, '[');
    for (uint32_t i = 0; i < doc->times.n; i++) {
        const Time *t = &doc->times.at[i];
        buf_printf(b, "%s{\"start\":%u,\"end\":%u,\"text\":", i > 0 ? "," : "", point_at(&points, t->span.start),
                   point_at(&points, t->span.end));
        json_quote(b, doc_str(doc, t->span));
        buf_printf(b, ",\"type\":\"%s\",\"value\":", time_type_names[t->type]);
        json_quote(b, t->value);
        write_day(b, "from", t->from);
        write_day(b, "to", t->to);
        buf_char(b, '}');
    }
    buf_str(b, STR("]\n"));
}

static bool write_line(const Coder *coder, Str line, Str date, Arena *arena, Arena *scratch, Err *err) {
    Doc doc;
    StrBuf out;
    arena_reset(arena);
    arena_reset(scratch);
    doc_init(&doc, arena, scratch);
    doc.id = STR("sentence");
    doc.text = str_dup(arena, line);
    doc.date = date;
    doc.day = date_parse(date);
    if (!coder_run(coder, &doc, STAGE_ACTORS, err)) {
        return false;
    }
    buf_init(&out, arena);
    write_times(&doc, &out);
    return fwrite(out.at, 1, out.n, stdout) == out.n;
}

static int read_lines(const Coder *coder, Str date) {
    Arena arena = {0}, scratch = {0};
    Err err;
    Str line;
    int status = EXIT_DONE;
    uint64_t number = 0;
    Stream *in = stream_open("-", &err);
    if (in == NULL) {
        say("%s", err.text);
        return EXIT_SOME_FAILED;
    }
    for (StreamLine got; (got = stream_line(in, LINE_MAX_BYTES, &line, &err)) != STREAM_END && status != EXIT_OUTPUT;) {
        number++;
        if (got == STREAM_FAILED) {
            say("%s", err.text);
            status = EXIT_SOME_FAILED;
            break;
        }
        if (got == STREAM_TOO_LONG) {
            say("standard input, line %llu: longer than %d bytes", (unsigned long long)number, LINE_MAX_BYTES);
            status = EXIT_SOME_FAILED;
        } else if (!write_line(coder, line, date, &arena, &scratch, &err)) {
            status = ferror(stdout) ? EXIT_OUTPUT : EXIT_SOME_FAILED;
            if (status == EXIT_SOME_FAILED) {
                say("standard input, line %llu: %s", (unsigned long long)number, err.text);
            }
        }
    }
    stream_close(in);
    arena_release(&arena);
    arena_release(&scratch);
    return status;
}

int time_run(poptContext arguments) {
    Arena arena = {0};
    CoderOptions options = {0};
    Err err;
    Str date = {0};
    const char *value;
    int option, status = EXIT_DONE;
    while (status == EXIT_DONE && (option = next_option(arguments, &arena, &value)) != 0) {
        switch (option) {
        case 'd':
            date = str_of(value);
            status =
                date_parse(date) == DAY_NONE ? usage_error("\"%s\" is no date; expected YYYY-MM-DD", value) : EXIT_DONE;
            break;
        case 'm': options.model = value; break;
        default: status = EXIT_USAGE; break;
        }
    }
    Coder *coder = status == EXIT_DONE ? coder_open(&options, &err) : NULL;
    if (status == EXIT_DONE && coder == NULL) {
        say("%s", err.text);
        status = EXIT_SOME_FAILED;
    }
    if (coder != NULL) {
        status = read_lines(coder, date);
        if (fflush(stdout) != 0 && errno != EPIPE) {
            say("the output cannot be written");
            status = EXIT_OUTPUT;
        }
        coder_close(coder);
    }
    arena_release(&arena);
    return status;
}
