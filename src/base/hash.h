/* base/hash.h - SHA-256, by OpenSSL. */
#ifndef DECLARANT_BASE_HASH_H
#define DECLARANT_BASE_HASH_H

#include "base/text.h"

typedef struct Sha256 {
    unsigned char at[32];
} Sha256;

/* Of the parts one after another. */
Sha256 sha256_of(const Text *parts, size_t count);
/* "sha256:" and 64 hex digits. */
Text sha256_text(Region *region, const Sha256 *hash);

#endif
