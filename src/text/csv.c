/* CSV as RFC 4180 has it: fields with commas, quotation marks or line ends stand in quotation marks, a mark inside is
   doubled.  Line ends may be LF, CRLF or CR. */
#include "text/reader.h"

#include "base/json.h"
#include "base/vec.h"
#include "text/encoding.h"

/* The end of the field at `at`, just behind it; *quoted tells whether it stood in marks.  s.n + 1 if a mark stays open.
 */
static uint32_t field_end(Str s, uint32_t at, bool *quoted) {
    *quoted = at < s.n && s.at[at] == '"';
    if (*quoted) {
        for (at++;; at++) {
            if (at >= s.n) {
                return s.n + 1;
            }
            if (s.at[at] == '"') {
                if (at + 1 < s.n && s.at[at + 1] == '"') {
                    at++;
                } else {
                    at++;
                    break;
                }
            }
        }
    }
    while (at < s.n && s.at[at] != ',' && s.at[at] != '\n' && s.at[at] != '\r') {
        at++;
    }
    return at;
}

size_t csv_cut(Str s, bool whole) {
    bool quoted;
    for (uint32_t at = 0;;) {
        at = field_end(s, at, &quoted);
        if (at >= s.n) {
            return whole ? s.n : 0;
        }
        if (s.at[at] == ',') {
            at++;
        } else if (s.at[at] == '\n') {
            return at + 1;
        } else { /* carriage return: its line feed may not be here yet */
            return at + 1 < s.n ? at + 1 + (s.at[at + 1] == '\n') : whole ? s.n : 0;
        }
    }
}

/* The field without its marks. */
static Str field_value(Arena *arena, Str field, bool quoted) {
    if (!quoted) {
        return field;
    }
    char *out = arena_alloc(arena, (size_t)field.n + 1);
    uint32_t n = 0;
    bool inside = true;
    for (uint32_t i = 1; i < field.n; i++) {
        if (inside && field.at[i] == '"') {
            if (i + 1 < field.n && field.at[i + 1] == '"') {
                i++;
            } else {
                inside = false;
                continue;
            }
        }
        out[n++] = field.at[i];
    }
    out[n] = '\0';
    return (Str){out, n};
}

typedef VEC(Str) Fields;

static bool split(Arena *arena, Str row, Fields *fields, Err *err) {
    for (uint32_t at = 0;;) {
        bool quoted;
        uint32_t end = field_end(row, at, &quoted);
        if (end > row.n) {
            return err_set(err, "a quotation mark is opened and never closed");
        }
        vec_push(arena, fields, field_value(arena, str_sub(row, at, end), quoted));
        if (end == row.n || row.at[end] != ',') {
            return true;
        }
        at = end + 1;
    }
}

static void add_extra(StrBuf *extra, Str key, Str value) {
    buf_str(extra, extra->n == 0 ? STR("{") : STR(","));
    json_quote(extra, key);
    buf_char(extra, ':');
    json_quote(extra, value);
}

bool csv_read(Str bytes, Doc *doc, Err *err) {
    Str text;
    if (!encoding_to_utf8(doc->arena, bytes, &text, err)) {
        return false;
    }
    uint32_t cut = (uint32_t)csv_cut(text, true);
    Fields names = {0}, values = {0};
    if (!split(doc->arena, str_sub(text, 0, cut), &names, err)) {
        return err_prefix(err, "the header");
    }
    if (!split(doc->arena, str_sub(text, cut, text.n), &values, err)) {
        return false;
    }
    if (values.n > names.n) {
        return err_set(err, "the row has %u fields, the header %u", values.n, names.n);
    }
    StrBuf extra;
    buf_init(&extra, doc->arena);
    bool has_text = false;
    for (uint32_t i = 0; i < names.n; i++) {
        Str name = str_lower(doc->arena, str_trim(names.at[i]));
        Str value = i < values.n ? values.at[i] : STR("");
        has_text |= str_is(name, "text");
        if (!report_field(doc, name, value) && value.n > 0 && name.n > 0) {
            add_extra(&extra, names.at[i], value);
        }
    }
    if (extra.n > 0) {
        buf_char(&extra, '}');
        doc->extra = buf_take(&extra);
    }
    return has_text || err_set(err, "the header names no column \"text\"");
}
