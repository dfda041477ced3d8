/* casework/traits.h - what the components of a bill say of machine learning and of cryptography: models, algorithms with their keys,
 * protocols, libraries that are known to carry either.
 *
 *     components + data/crypto/ ──▶ traits, which two releases can be compared by
 *
 * A name says what it says: "AES-128-GCM" is the family AES with a symmetric key of 128 bits. Families, libraries and curves whose size is
 * not in their name are data, each with where it is known from. What a bill does not tell is not guessed: bits that nobody tells are 0.
 */
#ifndef DECLARANT_CASEWORK_TRAITS_H
#define DECLARANT_CASEWORK_TRAITS_H

#include "base/csv.h"
#include "casework/sbom.h"

typedef enum TraitKind {
    TRAIT_MODEL,          /* a machine-learning model */
    TRAIT_DATASET,
    TRAIT_ALGORITHM,
    TRAIT_KEY,            /* related material: a key, a secret */
    TRAIT_PROTOCOL,
    TRAIT_CERTIFICATE,
    TRAIT_CRYPTO_LIBRARY, /* known to carry cryptography */
    TRAIT_MODEL_LIBRARY,  /* known to run models */
    TRAIT_KINDS
} TraitKind;
const char *trait_kind_name(TraitKind kind); /* "algorithm", "cryptography library" */

typedef enum KeyClass { KEY_NONE, KEY_SYMMETRIC, KEY_FACTORISATION, KEY_DISCRETE, KEY_CURVE, KEY_CLASSES } KeyClass;
const char *key_class_name(KeyClass key); /* "symmetric"; KEY_NONE: "" */

typedef struct Trait {
    TraitKind kind;
    Text name;      /* as it is shown: "AES", "TLS 1.3", a library's identity */
    Text same;      /* equal in two releases when it is the same trait: "AES", "TLS", a library's key */
    Text family;    /* of a library: equal where one took another's place; or empty */
    KeyClass key;
    uint32_t bits;  /* length of the key; 0: not told */
    bool encrypts;  /* it makes data unreadable or agrees on keys for that; not a hash, a signature alone */
    const SbomComponent *from;
} Trait;

typedef struct TraitList {
    LIST_OF(Trait) list;
} TraitList;

typedef struct KnownLibrary { /* one row of libraries.csv */
    Text type, path; /* of its package URL; type "system": a package of any operating system */
    bool prefix;     /* every path that begins so */
    Text name;       /* as a bill without package URLs calls it, in small letters; or empty: the name alone tells too little */
    Text family;     /* what it is a fork or another packaging of; or empty */
    bool model;      /* it runs, trains or calls models; else it carries cryptography */
    bool encrypts;   /* of cryptography: it encrypts; else it signs or hashes */
} KnownLibrary;

typedef struct TraitTables {
    const Csv *algorithms;  /* family, word, encrypts (yes, no, never: nor does what stands beside it), key, bits, source */
    const Csv *curves;      /* curve, bits, source */
    const Csv *model_files; /* ending, source */
    uint32_t library_count;
    const KnownLibrary *libraries;       /* those without prefix, by type and path */
    uint32_t prefix_count;
    const KnownLibrary *prefixes;        /* those with it */
    const KnownLibrary *const *by_name;  /* those that have a name, by it; as many as named_count */
    uint32_t named_count;
} TraitTables;

/* From DATA/crypto/. False with errors: a file or a column is missing. */
bool trait_tables_read(Task *task, const char *data_folder, TraitTables *out);

/* All traits of a bill, in the order of its components. */
TraitList traits_of(Region *region, const TraitTables *tables, const Sbom *sbom);

#endif
