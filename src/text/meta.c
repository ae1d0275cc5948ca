#include "text/meta.h"

#include "base/utf8.h"

void meta_split(Doc *doc, Str text) {
    Str normal = utf8_nfc(doc->arena, text);
    doc->text = normal.at == text.at ? str_dup(doc->arena, text) : normal;
}
