#include "out/writer.h"

#define document_FUNCTIONS(name)               name##_document, NULL
#define row_FUNCTIONS(name)                    NULL, name##_row
#define FORMAT_ENTRY(name, kind, header, what) {#name, header, kind##_FUNCTIONS(name), what},

const Format out_formats[] = {FORMATS(FORMAT_ENTRY)};
const int out_format_count = sizeof out_formats / sizeof *out_formats;

const Format *out_format(Str name) {
    for (int i = 0; i < out_format_count; i++) {
        if (str_is(name, out_formats[i].name)) {
            return &out_formats[i];
        }
    }
    return NULL;
}

void out_document(const Format *format, const Doc *doc, const Look *look, StrBuf *out) {
    if (format->document != NULL) {
        format->document(doc, look, out);
        return;
    }
    PointMap points = point_map(doc->scratch, doc->text);
    for (uint32_t i = 0; i < doc->events.n; i++) {
        EventRow row;
        row_of_event(doc, &points, i, doc->scratch, &row);
        format->row(&row, out);
    }
}

void out_sectors(StrBuf *out, const uint8_t sectors[4], char joint) {
    for (int i = 0; i < 4 && sectors[i] != SECTOR_NONE; i++) {
        if (i > 0) {
            buf_char(out, joint);
        }
        buf_str(out, str_of(sector_names[sectors[i]]));
    }
}

void out_contexts(StrBuf *out, uint64_t contexts, char joint) {
    bool any = false;
    for (int i = 0; i < CONTEXT_COUNT; i++) {
        if (contexts >> i & 1) {
            if (any) {
                buf_char(out, joint);
            }
            buf_str(out, str_of(context_names[i]));
            any = true;
        }
    }
}
