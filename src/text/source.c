#include "text/source.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/stream.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "text/jsonfile.h"
#include "text/reader.h"

/* What a file's name says about its form. */
static const struct {
    const char *end;
    Form form;
} FORMS[] = {
    {".txt", FORM_TEXT},   {".text", FORM_TEXT},     {".jsonl", FORM_JSONL}, {".ndjson", FORM_JSONL},
    {".json", FORM_JSONL}, {".csv", FORM_CSV},       {".html", FORM_HTML},   {".htm", FORM_HTML},
    {".warc", FORM_WARC},  {".conllu", FORM_CONLLU},
};

typedef VEC(Str) Paths;

struct Source {
    const char *const *inputs;
    size_t n, next;
    Complaint *complain;
    void *context;
    const volatile sig_atomic_t *stop;
    Arena arena; /* of the input in hand: paths below a folder */
    Paths files; /* of the folder in hand, sorted */
    uint32_t next_file;
    uint64_t bytes, bytes_done; /* on disk: of all files known so far; of those finished */
    uint32_t below;             /* bytes of a file's path that belong to the folder given */

    Stream *stream; /* the file in hand, when it holds several records */
    Form form;
    Str file, name;
    uint64_t line;
    bool any; /* a record was found in it */

    JsonFile *json; /* JSON that is not one object a line */

    char *header; /* CSV: the header row */
    size_t header_n;
    char *window; /* CSV: bytes read and not yet cut */
    size_t window_at, window_n, window_cap;
    bool window_end;
};

static void complain(Source *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void complain(Source *s, const char *format, ...) {
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    s->complain(s->context, text);
}

static bool stopped(const Source *s) {
    return s->stop != NULL && *s->stop;
}

/* Cuts ".gz" or ".zst", then the form's own ending off the name; false where the ending tells no form. */
static bool form_by_name(Str path, Form *form, Str *bare) {
    static const char *const packed[] = {".gz", ".zst"};
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++) {
        if (path.n > 4 && str_ends(path, str_of(packed[i]))) {
            path.n -= (uint32_t)strlen(packed[i]);
            break;
        }
    }
    *bare = path;
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++) {
        Str end = str_of(FORMS[i].end);
        if (path.n > end.n && str_eq_nocase(str_sub(path, path.n - end.n, path.n), end)) {
            *form = FORMS[i].form;
            *bare = str_sub(path, 0, path.n - end.n);
            return true;
        }
    }
    return false;
}

/* What the first bytes say, where the name says nothing. */
static Form form_by_content(Str start) {
    static const struct {
        const char *mark;
        Form form;
    } marks[] = {{"WARC/1.", FORM_WARC}, {"<!doctype html", FORM_HTML}, {"<html", FORM_HTML}, {"{\"", FORM_JSONL},
                 {"<head", FORM_HTML},   {"<?xml", FORM_HTML},          {"<body", FORM_HTML}, {"{ \"", FORM_JSONL}};
    start = str_trim(start);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        Str mark = str_of(marks[i].mark);
        if (start.n >= mark.n && str_eq_nocase(str_sub(start, 0, mark.n), mark)) {
            return marks[i].form;
        }
    }
    return FORM_TEXT;
}

/* ---- folders ---- */

typedef struct Ancestor {
    const struct Ancestor *up;
    dev_t device;
    ino_t number;
    int depth;
} Ancestor;

static bool is_above(const Ancestor *a, const struct stat *st) {
    for (; a != NULL; a = a->up) {
        if (a->device == st->st_dev && a->number == st->st_ino) {
            return true;
        }
    }
    return false;
}

static void list_folder(Source *s, const char *path, const Ancestor *above) {
    DIR *folder = opendir(path);
    if (folder == NULL) {
        complain(s, "\"%s\": %s", path, strerror(errno));
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(folder)) != NULL && !stopped(s)) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        size_t n = strlen(path);
        char *child = arena_printf(&s->arena, "%s%s%s", path, path[n - 1] == '/' ? "" : "/", entry->d_name);
        struct stat st;
        Form form;
        Str bare;
        if (stat(child, &st) != 0) {
            complain(s, "\"%s\": %s", child, strerror(errno));
        } else if (S_ISDIR(st.st_mode)) {
            Ancestor here = {above, st.st_dev, st.st_ino, above->depth + 1};
            if (here.depth > FOLDER_MAX_DEPTH) {
                complain(s, "\"%s\": folders are nested more than %d deep", child, FOLDER_MAX_DEPTH);
            } else if (!is_above(above, &st)) {
                list_folder(s, child, &here);
            }
        } else if (S_ISREG(st.st_mode) && form_by_name(str_of(child), &form, &bare)) {
            vec_push(&s->arena, &s->files, str_of(child));
            s->bytes += (uint64_t)st.st_size;
        }
    }
    closedir(folder);
}

static int by_path(const void *a, const void *b) {
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static void open_folder(Source *s, const char *path, const struct stat *st) {
    Ancestor here = {NULL, st->st_dev, st->st_ino, 0};
    list_folder(s, path, &here);
    if (s->files.n == 0) {
        complain(s,
                 "\"%s\": the folder holds no reports (files named .txt, .jsonl, .ndjson, .json, .csv, .html, .warc, "
                 "maybe with .gz or .zst)",
                 path);
        return;
    }
    qsort(s->files.at, s->files.n, sizeof(Str), by_path);
    s->below = (uint32_t)strlen(path) + (path[strlen(path) - 1] != '/');
}

/* ---- one file ---- */

static void close_file(Source *s) {
    s->bytes_done += s->stream != NULL ? stream_position(s->stream) : 0;
    stream_close(s->stream);
    s->stream = NULL;
    jsonfile_close(s->json);
    s->json = NULL;
    s->header_n = s->window_at = s->window_n = 0;
    s->window_end = false;
}

/* Opens the file and learns its form.  False, with the complaint made, if it cannot be read. */
static bool open_file(Source *s, const char *path, uint32_t below) {
    Err err;
    struct stat st;
    if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode) &&
        !S_ISCHR(st.st_mode)) {
        complain(s, "\"%s\": is neither a file nor a folder", path);
        return false;
    }
    s->stream = stream_open(path, &err);
    Str start;
    if (s->stream == NULL || !stream_peek(s->stream, &start, &err)) {
        complain(s, "%s", err.text);
        close_file(s);
        return false;
    }
    bool standard = strcmp(path, "-") == 0;
    s->file = standard ? STR("standard input") : str_of(path);
    const char *slash = strrchr(path, '/');
    uint32_t from = below > 0 ? below : slash != NULL ? (uint32_t)(slash - path) + 1 : 0;
    Str base = standard ? STR("stdin") : str_of(path + from);
    if (!form_by_name(base, &s->form, &s->name)) {
        s->form = form_by_content(start);
    }
    s->line = 0;
    s->any = false;
    static const char *const later[FORM_COUNT] = {[FORM_HTML] = "HTML", [FORM_WARC] = "WARC"};
    if (later[s->form] != NULL) {
        complain(s, "\"%.*s\": is %s, which this version does not read as reports", (int)s->file.n, s->file.at,
                 later[s->form]);
        close_file(s);
        return false;
    }
    return true;
}

static void refuse_file(Source *s, const char *why) {
    complain(s, "\"%.*s\": %s", (int)s->file.n, s->file.at, why);
}

static bool is_blank(Str s) {
    return str_trim(s).n == 0;
}

static bool next_text(Source *s, Arena *arena, Record *record) {
    Err err;
    size_t cap = 64 * 1024, n = 0;
    char *bytes = arena_alloc(arena, cap);
    for (;;) {
        int64_t got = stream_read(s->stream, bytes + n, cap - n, &err);
        if (got < 0) {
            complain(s, "%s", err.text);
            return false;
        }
        n += (size_t)got;
        if (n < cap && n <= DOC_MAX_BYTES) {
            break;
        }
        if (n > DOC_MAX_BYTES) {
            complain(s, "\"%.*s\": the report has more than %d MiB", (int)s->file.n, s->file.at,
                     DOC_MAX_BYTES / 1024 / 1024);
            return false;
        }
        bytes = arena_grow(arena, bytes, cap, cap * 4);
        cap *= 4;
    }
    record->bytes = (Str){bytes, (uint32_t)n};
    if (is_blank(record->bytes)) {
        refuse_file(s, "the file is empty");
        return false;
    }
    return true;
}

static bool next_item(Source *s, Arena *arena, Record *record) {
    if (!jsonfile_next(s->json, arena, &record->bytes)) {
        if (!s->any) {
            refuse_file(s, "the array is empty");
        }
        return false;
    }
    s->any = true;
    record->line = ++s->line;
    record->unit = "item";
    return true;
}

static bool next_json(Source *s, Arena *arena, Record *record) {
    Err err;
    Str line;
    if (s->json != NULL) {
        return next_item(s, arena, record);
    }
    if (s->line == 0 && stream_peek(s->stream, &line, &err) && jsonfile_is(line)) {
        s->json = jsonfile_open(s->stream, RECORD_MAX_BYTES, &err);
        if (s->json == NULL) {
            refuse_file(s, err.text);
            return false;
        }
        return next_item(s, arena, record);
    }
    for (;;) {
        StreamLine kind = stream_line(s->stream, RECORD_MAX_BYTES, &line, &err);
        s->line += kind == STREAM_LINE || kind == STREAM_TOO_LONG;
        if (kind == STREAM_LINE && !is_blank(line)) {
            break;
        }
        if (kind == STREAM_END) {
            if (!s->any) {
                refuse_file(s, "the file is empty");
            }
            return false;
        }
        if (kind == STREAM_FAILED) {
            complain(s, "%s (after line %llu)", err.text, (unsigned long long)s->line);
            return false;
        }
        if (kind == STREAM_TOO_LONG) {
            s->any = true;
            complain(s, "\"%.*s\", line %llu: the line is longer than %d MiB", (int)s->file.n, s->file.at,
                     (unsigned long long)s->line, RECORD_MAX_BYTES / 1024 / 1024);
        }
    }
    s->any = true;
    record->bytes = str_dup(arena, line);
    record->line = s->line;
    return true;
}

/* ---- CSV: rows may hold line ends, so a window slides over the file ---- */

static uint64_t count_lines(Str s) {
    uint64_t n = 0;
    for (uint32_t i = 0; i < s.n; i++) {
        n += s.at[i] == '\n';
    }
    return n;
}

/* Reads more into the window; false at a failure. */
static bool widen(Source *s, Err *err) {
    if (s->window_at > 0) {
        memmove(s->window, s->window + s->window_at, s->window_n - s->window_at);
        s->window_n -= s->window_at;
        s->window_at = 0;
    }
    if (s->window_n == s->window_cap) {
        size_t cap = s->window_cap > 0 ? s->window_cap * 2 : 256 * 1024;
        char *p = realloc(s->window, cap);
        if (p == NULL) {
            abort();
        }
        s->window = p;
        s->window_cap = cap;
    }
    int64_t got = stream_read(s->stream, s->window + s->window_n, s->window_cap - s->window_n, err);
    if (got < 0) {
        return false;
    }
    s->window_end = s->window_n + (size_t)got < s->window_cap;
    s->window_n += (size_t)got;
    return true;
}

/* The next row with its line end, inside the window. */
static bool next_row(Source *s, Str *row) {
    Err err;
    for (;;) {
        Str have = {s->window + s->window_at, (uint32_t)(s->window_n - s->window_at)};
        if (have.n == 0 && s->window_end) {
            return false;
        }
        size_t n = have.n > 0 ? csv_cut(have, s->window_end) : 0;
        if (n > 0) {
            *row = str_sub(have, 0, (uint32_t)n);
            s->window_at += n;
            return true;
        }
        if (have.n > RECORD_MAX_BYTES) {
            complain(s,
                     "\"%.*s\", line %llu: the row is longer than %d MiB (a quotation mark that is never closed?); "
                     "the rest of the file is skipped",
                     (int)s->file.n, s->file.at, (unsigned long long)s->line + 1, RECORD_MAX_BYTES / 1024 / 1024);
            return false;
        }
        if (!widen(s, &err)) {
            complain(s, "%s (after line %llu)", err.text, (unsigned long long)s->line);
            return false;
        }
    }
}

static bool next_csv(Source *s, Arena *arena, Record *record) {
    Str row;
    if (s->header_n == 0) {
        if (!next_row(s, &row)) {
            refuse_file(s, "the file is empty");
            return false;
        }
        char *p = realloc(s->header, row.n);
        if (p == NULL) {
            abort();
        }
        s->header = memcpy(p, row.at, row.n);
        s->header_n = row.n;
        s->line = count_lines(row);
    }
    do {
        if (!next_row(s, &row)) {
            if (!s->any) {
                refuse_file(s, "the file has a header but no rows");
            }
            return false;
        }
        record->line = s->line + 1;
        s->line += count_lines(row);
    } while (is_blank(row));
    s->any = true;
    char *bytes = arena_alloc(arena, s->header_n + row.n + 1);
    memcpy(bytes, s->header, s->header_n);
    memcpy(bytes + s->header_n, row.at, row.n);
    record->bytes = (Str){bytes, (uint32_t)s->header_n + row.n};
    return true;
}

static bool next_of_file(Source *s, Arena *arena, Record *record) {
    *record =
        (Record){.form = s->form, .file = str_dup(arena, s->file), .name = str_dup(arena, s->name), .unit = "line"};
    switch (s->form) {
    case FORM_JSONL: return next_json(s, arena, record);
    case FORM_CSV: return next_csv(s, arena, record);
    default: return !s->any && (s->any = true) && next_text(s, arena, record);
    }
}

/* ---- all inputs ---- */

Source *source_open(const char *const *inputs, size_t n, Complaint *complaint, void *context,
                    const volatile sig_atomic_t *stop) {
    Source *s = calloc(1, sizeof *s);
    if (s == NULL) {
        abort();
    }
    s->inputs = inputs;
    s->n = n;
    s->complain = complaint;
    s->context = context;
    s->stop = stop;
    for (size_t i = 0; i < n; i++) {
        struct stat st;
        s->bytes += stat(inputs[i], &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
    }
    return s;
}

/* Opens the next file there is, of the folder in hand or of the inputs. */
static bool next_file(Source *s) {
    while (!stopped(s)) {
        if (s->next_file < s->files.n) {
            if (open_file(s, s->files.at[s->next_file++].at, s->below)) {
                return true;
            }
            continue;
        }
        if (s->next == s->n) {
            return false;
        }
        arena_reset(&s->arena);
        s->files = (Paths){0};
        s->next_file = 0;
        const char *path = s->inputs[s->next++];
        struct stat st;
        if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
            open_folder(s, path, &st);
        } else if (open_file(s, path, 0)) {
            return true;
        }
    }
    return false;
}

bool source_next(Source *s, Arena *arena, Record *record) {
    while (!stopped(s)) {
        if (s->stream == NULL && !next_file(s)) {
            return false;
        }
        if (next_of_file(s, arena, record)) {
            return true;
        }
        close_file(s);
    }
    return false;
}

void source_progress(const Source *s, uint64_t *done, uint64_t *total) {
    *done = s->bytes_done + (s->stream != NULL ? stream_position(s->stream) : 0);
    *total = s->bytes > *done ? s->bytes : *done;
}

void source_close(Source *s) {
    if (s != NULL) {
        close_file(s);
        arena_release(&s->arena);
        free(s->header);
        free(s->window);
        free(s);
    }
}
