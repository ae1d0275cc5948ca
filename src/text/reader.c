#include "text/reader.h"

#include "base/json.h"
#include "base/utf8.h"
#include "text/dateform.h"
#include "text/encoding.h"
#include "text/meta.h"

/* The fields of a report by the keys of JSON Lines and the columns of CSV. */
static Str *field_of(Doc *doc, Str key) {
    struct {
        const char *key;
        Str *field;
    } fields[] = {{"id", &doc->id},       {"text", &doc->text},     {"date", &doc->date},
                  {"title", &doc->title}, {"url", &doc->url},       {"source", &doc->source},
                  {"lang", &doc->lang},   {"byline", &doc->byline}, {"section", &doc->section}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (str_is(key, fields[i].key)) {
            return fields[i].field;
        }
    }
    return NULL;
}

bool report_field(Doc *doc, Str key, Str value) {
    Str *field = field_of(doc, key);
    if (field == NULL) {
        return false;
    }
    Str normal = utf8_nfc(doc->arena, value);
    *field = normal.at == value.at ? str_dup(doc->arena, value) : normal;
    return true;
}

static bool read_text(const Record *record, Doc *doc, Err *err) {
    Str text;
    if (!encoding_to_utf8(doc->arena, record->bytes, &text, err)) {
        return false;
    }
    meta_split(doc, text);
    return true;
}

/* "2023", "2023-06" and what begins so */
static bool is_cut_iso(Str s) {
    for (uint32_t i = 0; i < s.n; i++) {
        bool dash = i == 4;
        if (dash ? s.at[i] != '-' : s.at[i] < '0' || s.at[i] > '9') {
            return false;
        }
    }
    return s.n == 4 || s.n == 7;
}

/* Adds a key to doc->extra. */
static void add_extra(Doc *doc, const char *key, Str value) {
    StrBuf b;
    buf_init(&b, doc->arena);
    if (doc->extra.n > 2) {
        buf_str(&b, str_sub(doc->extra, 0, doc->extra.n - 1));
    }
    buf_printf(&b, "%c\"%s\":", b.n > 0 ? ',' : '{', key);
    json_quote(&b, value);
    buf_char(&b, '}');
    doc->extra = buf_take(&b);
}

/* A date in another form than ISO 8601 ("June 12, 2023") becomes ISO; without one the file's name may tell it
   ("report-2023-06-12.txt").  What is no date at all goes to extra: later stages count on the form. */
static void set_date(const Record *record, Doc *doc) {
    DateForm date;
    Str from = doc->date.n > 0 ? doc->date : record->line == 0 ? record->name : (Str){0};
    if (date_parse(doc->date) != DAY_NONE || is_cut_iso(doc->date)) {
        return;
    }
    if (dateform_find(from, 0, &date) && date.year != 0) {
        doc->date = str_of(dateform_iso(doc->arena, &date));
    } else if (doc->date.n > 0) {
        add_extra(doc, "date", doc->date);
        doc->date = (Str){0};
    }
}

/* A treebank is no report: `demarche parse` and `demarche train` read it themselves. */
static bool refuse_conllu(Str bytes, Doc *doc, Err *err) {
    (void)bytes;
    (void)doc;
    return err_set(err, "is CoNLL-U, which only \"demarche parse\" reads");
}

bool report_read(const Record *record, Doc *doc, Err *err) {
    static bool (*const parse[FORM_COUNT])(Str, Doc *, Err *) = {
        [FORM_JSONL] = jsonl_read, [FORM_CSV] = csv_read, [FORM_CONLLU] = refuse_conllu};
    doc->file = str_dup(doc->arena, record->file);
    doc->line = record->line;
    bool done =
        parse[record->form] != NULL ? parse[record->form](record->bytes, doc, err) : read_text(record, doc, err);
    if (done && doc->text.n > DOC_MAX_BYTES) {
        done = err_set(err, "the text has more than %d MiB", DOC_MAX_BYTES / 1024 / 1024);
    }
    if (done && str_trim(doc->text).n == 0) {
        done = err_set(err, "the text is empty");
    }
    if (!done) {
        return record->line > 0 ? err_prefix(err, "\"%.*s\", %s %llu", (int)record->file.n, record->file.at,
                                             record->unit, (unsigned long long)record->line)
                                : err_prefix(err, "\"%.*s\"", (int)record->file.n, record->file.at);
    }
    if (doc->id.n == 0) {
        doc->id = record->line > 0 ? str_of(arena_printf(doc->arena, "%.*s:%llu", (int)record->name.n, record->name.at,
                                                         (unsigned long long)record->line))
                                   : str_dup(doc->arena, record->name);
    }
    meta_dateline(doc);
    set_date(record, doc);
    doc->day = date_parse(doc->date);
    return true;
}
