#include "text/reader.h"

#include <jansson.h>

#include "base/utf8.h"

/* jansson keeps strings until the object is released, so each is copied. */
static bool field(Doc *doc, const char *key, const json_t *value, Err *err) {
    Str name = str_of(key);
    if (json_is_string(value)) {
        Str text = {json_string_value(value), (uint32_t)json_string_length(value)};
        return report_field(doc, name, text);
    }
    if (str_is(name, "id") && json_is_integer(value)) { /* ids are often numbers */
        return report_field(doc, name, str_of(arena_printf(doc->arena, "%lld", (long long)json_integer_value(value))));
    }
    if (json_is_null(value) && report_field(doc, name, STR(""))) {
        return true;
    }
    (void)err;
    return false;
}

static int collect(const char *bytes, size_t n, void *out) {
    buf_add(out, bytes, n);
    return 0;
}

static bool fill(Doc *doc, json_t *object, Err *err) {
    if (!json_is_object(object)) {
        return err_set(err, "is not a JSON object");
    }
    const json_t *text = json_object_get(object, "text");
    if (text == NULL) {
        return err_set(err, "the object has no \"text\"");
    }
    if (!json_is_string(text)) {
        return err_set(err, "\"text\" is not a string");
    }
    json_t *extra = json_object();
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        if (!field(doc, key, value, err)) {
            json_object_set(extra, key, value);
        }
    }
    if (json_object_size(extra) > 0) {
        StrBuf out;
        buf_init(&out, doc->arena);
        json_dump_callback(extra, collect, &out, JSON_COMPACT);
        doc->extra = buf_take(&out);
    }
    json_decref(extra);
    return true;
}

bool jsonl_read(Str bytes, Doc *doc, Err *err) {
    json_error_t why;
    uint32_t valid = utf8_valid(bytes);
    if (valid < bytes.n) {
        return err_set(err, "is not valid UTF-8: byte %u of the line (0x%02X)", valid + 1,
                       (unsigned char)bytes.at[valid]);
    }
    json_t *object = json_loadb(bytes.at, bytes.n, 0, &why);
    if (object == NULL) {
        return err_set(err, "broken JSON at byte %d of the line: %s", why.position, why.text);
    }
    bool done = fill(doc, object, err);
    json_decref(object);
    return done;
}
