#include "text/jsonfile.h"

#include <stdlib.h>

#include <jansson.h>

struct JsonFile {
    json_t *root;
    size_t next;
};

bool jsonfile_is(Str start) {
    start = str_trim(start);
    if (start.n == 0 || start.at[0] == '[') {
        return start.n > 0;
    }
    const char *feed = memchr(start.at, '\n', start.n);
    if (start.at[0] != '{' || feed == NULL) {
        return false;
    }
    Str line = str_trim((Str){start.at, (uint32_t)(feed - start.at)});
    return line.at[line.n - 1] != '}' && memchr(line.at, ':', line.n) == NULL;
}

typedef struct Bounded {
    Stream *stream;
    size_t left;
    bool failed, too_long;
    Err *err;
} Bounded;

static size_t more(void *buffer, size_t n, void *data) {
    Bounded *b = data;
    int64_t got = stream_read(b->stream, buffer, n, b->err);
    b->failed = got < 0;
    b->too_long = got > 0 && (size_t)got > b->left;
    if (b->failed || b->too_long) {
        return (size_t)-1;
    }
    b->left -= (size_t)got;
    return (size_t)got;
}

JsonFile *jsonfile_open(Stream *stream, size_t max, Err *err) {
    Bounded b = {.stream = stream, .left = max, .err = err};
    json_error_t why;
    json_t *root = json_load_callback(more, &b, JSON_DECODE_ANY, &why);
    JsonFile *file = root != NULL ? calloc(1, sizeof *file) : NULL;
    if (file == NULL) {
        json_decref(root);
        if (b.too_long) {
            err_set(err, "the file is longer than %zu MiB; write such data as JSON Lines, one object a line",
                    max / 1024 / 1024);
        } else if (!b.failed) {
            err_set(err, "broken JSON in line %d, column %d: %s", why.line, why.column, why.text);
        }
        return NULL;
    }
    file->root = root;
    return file;
}

static int collect(const char *bytes, size_t n, void *out) {
    buf_add(out, bytes, n);
    return 0;
}

bool jsonfile_next(JsonFile *file, Arena *arena, Str *bytes) {
    bool list = json_is_array(file->root);
    if (file->next >= (list ? json_array_size(file->root) : 1)) {
        return false;
    }
    StrBuf out;
    buf_init(&out, arena);
    json_dump_callback(list ? json_array_get(file->root, file->next) : file->root, collect, &out,
                       JSON_COMPACT | JSON_ENCODE_ANY);
    file->next++;
    *bytes = buf_take(&out);
    return true;
}

void jsonfile_close(JsonFile *file) {
    if (file != NULL) {
        json_decref(file->root);
        free(file);
    }
}
