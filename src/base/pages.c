#include "base/pages.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static const size_t LARGE = 2 << 20;

static size_t round_up(size_t bytes, size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

/* A large page begins at a multiple of its size: take one more and give back what stands before and behind. */
static void *take_aligned(size_t bytes) {
    char *p = mmap(NULL, bytes + LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) {
        return p;
    }
    size_t before = round_up((uintptr_t)p, LARGE) - (uintptr_t)p;
    if (before > 0) {
        munmap(p, before);
    }
    munmap(p + before + bytes, LARGE - before);
    madvise(p + before, bytes, MADV_HUGEPAGE); /* a wish: without it all is the same but slower */
    return p + before;
}

/* Small tables keep to small pages. */
static size_t whole(size_t bytes) {
    return bytes < LARGE ? round_up(bytes, 4096) : round_up(bytes, LARGE);
}

void *pages_take(size_t bytes) {
    void *p = MAP_FAILED;
    if (bytes > 0 && bytes < SIZE_MAX / 2) {
        p = bytes < LARGE ? mmap(NULL, whole(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                          : take_aligned(whole(bytes));
    }
    if (p == MAP_FAILED) {
        fprintf(stderr, "demarche: out of memory (%zu bytes asked for)\n", bytes);
        abort();
    }
    return p;
}

void pages_give(void *p, size_t bytes) {
    if (p != NULL) {
        munmap(p, whole(bytes));
    }
}
