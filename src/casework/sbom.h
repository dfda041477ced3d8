/* casework/sbom.h - a software bill of materials: what a release is made of.
 *
 *     CycloneDX 1.2 to 1.6 or SPDX 2.2, 2.3, as JSON ──▶ components, each with an identity that stays when its version moves
 *
 * Both forms come to one list: components inside components stand in it, too. Cryptography told of a component (CycloneDX 1.6
 * cryptoProperties) is kept as it is told; what it means is read in crypto.h. Nothing told here is believed beyond what it says: a bill
 * without models does not prove that there are none.
 *
 * Source: CycloneDX 1.6 (bom-1.6.schema.json), SPDX 2.3 clauses 6 to 8.
 */
#ifndef DECLARANT_CASEWORK_SBOM_H
#define DECLARANT_CASEWORK_SBOM_H

#include "base/task.h"
#include "value/json.h"

typedef struct SbomCrypto { /* cryptoProperties of a component */
    Text asset;             /* "algorithm", "certificate", "protocol", "related-crypto-material" */
    Text primitive;         /* "ae", "block-cipher" ...; or empty */
    Text parameter;         /* parameterSetIdentifier: "128" */
    Text curve, mode;       /* "curve25519", "gcm"; or empty */
    Text protocol, version; /* "tls", "1.3"; or empty */
    Text material;          /* type of related material: "private-key"; or empty */
    Text size;              /* of it, in bits, as written; or empty */
    Text algorithm;         /* bom-ref of the algorithm of it; or empty */
    const Json *suites;     /* cipherSuites of a protocol; NULL: none */
} SbomCrypto;

typedef struct SbomComponent {
    Text type;     /* CycloneDX's word: "library", "machine-learning-model" ...; SPDX's purpose in the same words; or empty */
    Text group, name, version;
    Text purl;     /* package URL; or empty */
    Text identity; /* the same from release to release: the purl without version and qualifiers, else type, group and name */
    Text ref;      /* bom-ref or SPDXID; or empty */
    Text hash;     /* "SHA-256:...": the hash that is told last; or empty */
    Text licence;  /* SPDX expression or name; several joined by " AND "; or empty */
    bool has_model_card, is_dataset;
    bool is_product;  /* what the bill is of */
    const SbomCrypto *crypto; /* NULL: none is told */
    Span span;     /* where it begins */
} SbomComponent;

typedef struct Sbom {
    const Source *source;
    Text form;     /* "CycloneDX 1.6" */
    Text name, version; /* of the product; or empty */
    uint32_t count;
    const SbomComponent *components; /* in the order of the file, outer ones before those inside */
    uint32_t ref_count;
    const SbomComponent *const *by_ref; /* those that have a reference, in its order */
} Sbom;

/* NULL with errors that name the place: neither of the two forms, a version of it that is not known, a component without a name, a member
 * of another kind than the form has, more components than LIMIT_SBOM_COMPONENTS. One bom-ref for two components is a warning. A document
 * that holds the bill as its member "sbom" is read, too. */
const Sbom *sbom_read(Task *task, const Source *source);

/* The component with this bom-ref, or NULL. */
const SbomComponent *sbom_component(const Sbom *sbom, Text ref);

/* ---- the two forms, inside of sbom*.c ---- */

typedef struct SbomReader {
    Task *task;
    const Source *source;
    Text form;
    LIST_OF(SbomComponent) components;
    bool failed;
} SbomReader;

/* A member that is a text; empty when it is not there; an error when it is something else. */
Text sbom_text(SbomReader *reader, const Json *object, const char *key);
/* A member of this kind, or NULL; an error when it is of another. */
const Json *sbom_member(SbomReader *reader, const Json *object, const char *key, JsonKind kind);
/* Takes it into the list, with its identity. */
void sbom_add(SbomReader *reader, SbomComponent component, const Json *json);
void sbom_read_cyclonedx(SbomReader *reader, const Json *root, Sbom *out);
void sbom_read_spdx(SbomReader *reader, const Json *root, Sbom *out);

#endif
