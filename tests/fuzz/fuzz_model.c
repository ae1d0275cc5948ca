/* A syntax model file as it may come from a broken disk or a stranger: refused with a message, or it parses something.

   The model has a checksum, and megabytes, so random bytes would never get past the header.  The input is therefore a
   list of edits to the built-in model, six bytes each: where (4), how (1), what (1).  The checksum is made right again
   unless the first byte says otherwise. */
#include "fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "syntax/syntax.h"
#include "text/sentence.h"

extern const unsigned char syntax_model_data[];
extern const uint64_t syntax_model_size;

enum { HEADER = 64, ENTRY = 64, SIZE_AT = 24, SUM_AT = 32 }; /* of the file: see src/syntax/net.c */

static void parse(const Syntax *syntax) {
    Arena arena = {0}, scratch = {0};
    Doc doc;
    Err err;
    doc_init(&doc, &arena, &scratch);
    doc.id = STR("fuzz");
    doc.text = STR("The ministers met in Geneva on Monday, and a spokesman said they hadn't agreed.");
    if (text_split(&doc, &err) && syntax_parse(syntax, &doc, &err)) {
        fuzz_checked(&doc, "parsing");
    }
    arena_release(&arena);
    arena_release(&scratch);
}

/* Gives the size of the edited file. */
static size_t edit(unsigned char *file, size_t size, const uint8_t *data, size_t n) {
    uint32_t directory = HEADER + 64 * ENTRY;
    for (size_t i = 1; i + 6 <= n; i += 6) {
        uint32_t at;
        memcpy(&at, data + i, sizeof at);
        at %= data[i + 4] & 1 ? (uint32_t)size : directory;
        switch (data[i + 4] >> 1 & 3) {
        case 0: file[at] = data[i + 5]; break;
        case 1: file[at] ^= (unsigned char)(1u << (data[i + 5] & 7)); break;
        case 2: file[at] = (unsigned char)(file[at] + (data[i + 5] & 1 ? 1 : 255)); break;
        default: size = at > HEADER ? at : size;
        }
    }
    if (n > 0 && data[0] % 8 != 0) {
        uint64_t whole = size, sum;
        memcpy(file + SIZE_AT, &whole, sizeof whole);
        sum = block_checksum(file + HEADER, size - HEADER);
        memcpy(file + SUM_AT, &sum, sizeof sum);
    }
    return size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    char path[64];
    Err err;
    unsigned char *file = malloc(syntax_model_size);
    if (file == NULL) {
        return 0;
    }
    memcpy(file, syntax_model_data, syntax_model_size);
    size_t size = edit(file, syntax_model_size, data, n);
    int fd = memfd_create("model", 0);
    if (fd < 0 || write(fd, file, size) != (ssize_t)size) {
        abort();
    }
    free(file);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    Syntax *syntax = syntax_open(path, &err);
    if (syntax != NULL) {
        parse(syntax);
        syntax_close(syntax);
    }
    close(fd);
    return 0;
}
