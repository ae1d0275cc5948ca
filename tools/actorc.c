/* usage: actorc FOLDER OUT    compiles FOLDER/sectors.txt and FOLDER/actors/?*.txt to the block that the program
 * carries */
#include <stdio.h>
#include <stdlib.h>

#include "code/registryblock.h"

int main(int argc, char **argv) {
    if (argc != 3) {
        fputs("usage: actorc FOLDER OUT\n", stderr);
        return 2;
    }
    Arena arena;
    arena_init(&arena);
    RegistryText sectors, *files;
    uint32_t n, skipped;
    Str block;
    Err err;
    if (!registry_texts(&arena, argv[1], &sectors, &files, &n, &err) ||
        !registry_build(&arena, sectors, files, n, false, &block, &skipped, &err) ||
        registry_open(&arena, (const unsigned char *)block.at, block.n, &err) == NULL) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    FILE *out = fopen(argv[2], "wb");
    if (out == NULL || fwrite(block.at, 1, block.n, out) != block.n || fclose(out) != 0) {
        fprintf(stderr, "\"%s\" cannot be written\n", argv[2]);
        return 1;
    }
    arena_release(&arena);
    return 0;
}
