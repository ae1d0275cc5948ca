/* build_lexicon OUT.bin OUT.txt FILE…: compiles the lexicon at build time.  OUT.bin is the compiled block, OUT.txt the
   sources in one text; the binary carries both. */

#include <stdio.h>
#include <stdlib.h>

#include "code/lexc.h"

static Str read_file(Arena *arena, const char *path) {
    FILE *f = fopen(path, "rb");
    StrBuf b;
    char block[65536];
    size_t n;
    if (f == NULL) {
        perror(path);
        exit(1);
    }
    buf_init(&b, arena);
    while ((n = fread(block, 1, sizeof block, f)) > 0) {
        buf_add(&b, block, n);
    }
    fclose(f);
    return buf_take(&b);
}

static void write_file(const char *path, Str s) {
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(s.at, 1, s.n, f) != s.n || fclose(f) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv) {
    Arena arena;
    Err err;
    Str block;
    if (argc < 4) {
        fprintf(stderr, "usage: build_lexicon OUT.bin OUT.txt FILE…\n");
        return 2;
    }
    arena_init(&arena);
    uint32_t n = (uint32_t)argc - 3;
    LexSource *sources = arena_array(&arena, LexSource, n);
    for (uint32_t i = 0; i < n; i++) {
        const char *path = argv[i + 3], *slash = strrchr(path, '/');
        sources[i].name = str_of(slash != NULL ? slash + 1 : path);
        sources[i].text = read_file(&arena, path);
    }
    if (!lexc_compile(&arena, sources, n, NULL, 0, &block, &err)) {
        fprintf(stderr, "build_lexicon: %s\n", err.text);
        return 1;
    }
    write_file(argv[1], block);
    write_file(argv[2], lexc_join(&arena, sources, n));
    arena_release(&arena);
    return 0;
}
