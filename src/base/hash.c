/* base/hash.c - SHA-256 by OpenSSL's old, direct calls.
 *
 * The calls of the EVP family first set up OpenSSL's providers, which costs a process 1.6 ms at its
 * start; these cost nothing, and are deprecated only in favour of those. Linked with the static libcrypto.a,
 * which brings in little more than the hash itself (docs/measurements/cold-start.md).
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hash.h"

#include <openssl/sha.h>

_Static_assert(sizeof(Sha256) == SHA256_DIGEST_LENGTH, "a hash is what OpenSSL writes");

Sha256 sha256_of(const Text *parts, size_t count)
{
    Sha256 hash;
    SHA256_CTX state;
    SHA256_Init(&state);
    for (size_t i = 0; i < count; i++)
        SHA256_Update(&state, parts[i].at, parts[i].length);
    SHA256_Final(hash.at, &state);
    return hash;
}

Text sha256_text(Region *region, const Sha256 *hash)
{
    static const char digits[] = "0123456789abcdef";
    Builder out = builder_on(region);
    build_text(&out, TEXT("sha256:"));
    for (size_t i = 0; i < sizeof hash->at; i++) {
        build_byte(&out, digits[hash->at[i] >> 4]);
        build_byte(&out, digits[hash->at[i] & 15]);
    }
    return builder_text(&out);
}
