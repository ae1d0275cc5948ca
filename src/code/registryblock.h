#ifndef CODE_REGISTRYBLOCK_H
#define CODE_REGISTRYBLOCK_H

/* The block that registry_build() writes and registry_open() reads: a header, then sections on 8 bytes.

     entries   RegistryEntry[]     in the order of the files; entry 0 … n − 1
     offices   RegistryOffice[]    an entry's one after another, in order of time
     names     RegistryName[]      an entry's one after another
     found     RegistryName[]      the same, grouped by hash
     slots     RegistrySlot[2^k]   open addressing: hash → range of found
     firsts    RegistrySlot[2^k]   open addressing: first word → n = most words of a name, first = kinds of
                                 the entries whose names of several words begin with it, as bits
     roles     RegistryRole[2^k]   open addressing
     given     RegistrySlot[2^k]   open addressing: a given name, alone or of several words → first = 1 he | 2 she
     strings   zero-terminated     string 0 is "" */

#include "code/registry.h"

#define REGISTRY_MAGIC UINT64_C(0x3230524F54434144) /* "DACTOR02" */

typedef enum RegistrySection {
    SECTION_ENTRIES,
    SECTION_OFFICES,
    SECTION_NAMES,
    SECTION_FOUND,
    SECTION_SLOTS,
    SECTION_FIRSTS,
    SECTION_ROLES,
    SECTION_GIVEN,
    SECTION_STRINGS,
    SECTION_COUNT
} RegistrySection;

typedef struct RegistryHeader {
    uint64_t magic;
    uint64_t bytes;                               /* of the whole block */
    uint64_t checksum;                            /* registry_checksum() of the whole block */
    uint32_t at[SECTION_COUNT], n[SECTION_COUNT]; /* byte offset, elements */
} RegistryHeader;

typedef struct RegistrySlot {
    uint64_t hash; /* 0: free */
    uint32_t first, n;
} RegistrySlot;

/* One text to build from; `name` for messages. */
typedef struct RegistryText {
    Str name, text;
} RegistryText;

/* Compiles the sector words and the actor files.  A broken line is refused with its file and line; with `lenient` it is
   left out, counted in *skipped, and the first one is told in `err`.  The block is in the arena. */
bool registry_build(Arena *arena, RegistryText sectors, const RegistryText *files, uint32_t n_files, bool lenient,
                    Str *block, uint32_t *skipped, Err *err);

/* Of a block, by words of eight bytes, its own place in the header left out. */
uint64_t registry_checksum(const unsigned char *data, size_t size);

/* The texts of FOLDER/sectors.txt and FOLDER/actors/?*.txt, in the order of their names. */
bool registry_texts(Arena *arena, const char *folder, RegistryText *sectors, RegistryText **files, uint32_t *n_files,
                    Err *err);

#endif
