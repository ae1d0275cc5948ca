#include "out/writer.h"

void write_table(const Doc *doc, const Look *look, StrBuf *out) {
    (void)look;
    buf_printf(out, "%.*s\n", (int)doc->id.n, doc->id.at);
}
