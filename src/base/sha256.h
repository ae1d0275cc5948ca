#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* SHA-256 (FIPS 180-4). */
enum { SHA256_BYTES = 32 };

typedef struct Sha256 {
    uint32_t state[8];
    uint64_t bytes;
    unsigned char block[64];
} Sha256;

void sha256_init(Sha256 *h);
void sha256_add(Sha256 *h, const void *data, size_t n);
void sha256_end(Sha256 *h, unsigned char digest[SHA256_BYTES]);
/* Lower-case hexadecimal, terminated. */
void sha256_hex(const unsigned char digest[SHA256_BYTES], char hex[2 * SHA256_BYTES + 1]);

#endif
