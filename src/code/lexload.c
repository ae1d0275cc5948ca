#include "code/lexload.h"

#include <errno.h>
#include <stdio.h>

extern const unsigned char lexicon_data[], lexicon_text_data[];
extern const uint64_t lexicon_size, lexicon_text_size;

enum { MAX_FILE = 64 * 1024 * 1024 };

static bool read_file(Arena *arena, const char *path, Str *text, Err *err) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) {
        return err_set(err, "cannot open the lexicon \"%s\": %s", path, strerror(errno));
    }
    StrBuf b;
    char block[65536];
    size_t n;
    buf_init(&b, arena);
    while ((n = fread(block, 1, sizeof block, f)) > 0 && b.n <= MAX_FILE) {
        buf_add(&b, block, n);
    }
    bool failed = ferror(f) != 0;
    fclose(f);
    if (failed || b.n > MAX_FILE) {
        return err_set(err, failed ? "cannot read the lexicon \"%s\"" : "the lexicon \"%s\" is too large", path);
    }
    *text = buf_take(&b);
    return true;
}

uint32_t lexicon_builtin(Arena *arena, LexSource **sources) {
    return lexc_split(arena, (Str){(const char *)lexicon_text_data, (uint32_t)lexicon_text_size}, sources);
}

bool lexicon_load(Lexicon *lex, Arena *arena, const char *file, Err *err) {
    if (file == NULL) {
        return lexicon_open(lex, lexicon_data, lexicon_size, err);
    }
    LexSource own = {str_of(file), {0}}, *builtin;
    Str block;
    if (!read_file(arena, file, &own.text, err)) {
        return false;
    }
    uint32_t n = lexicon_builtin(arena, &builtin);
    return lexc_compile(arena, &own, 1, builtin, n, &block, err) && lexicon_open(lex, block.at, block.n, err);
}
