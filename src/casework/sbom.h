/* casework/sbom.h - a software bill of materials: what a release is made of.
 *
 *     CycloneDX 1.2 to 1.7 as JSON or XML, SPDX 2.2 and 2.3 as JSON ──▶ components, each with an identity that stays when its version moves
 *
 * All forms come to one list: components inside components stand in it, too. Cryptography told of a component (cryptoProperties) is kept
 * as it is told; what it means is read in traits.h. Nothing told here is believed beyond what it says: a bill without models does not
 * prove that there are none. What a bill says of how the product was built (formulation) is no part of the product.
 *
 * A bill may be much larger than the memory its tree would take: its lists are read one item at a time, and only the components stay.
 *
 * Source: CycloneDX 1.7 (bom-1.7.schema.json, bom-1.6.xsd), SPDX 2.3 clauses 6 to 8, the package-url specification (types and their rules).
 */
#ifndef DECLARANT_CASEWORK_SBOM_H
#define DECLARANT_CASEWORK_SBOM_H

#include "base/task.h"
#include "base/xml.h"
#include "casework/purl.h"
#include "value/json.h"

typedef struct SbomCrypto { /* cryptoProperties of a component */
    Text asset;             /* "algorithm", "certificate", "protocol", "related-crypto-material" */
    Text primitive;         /* "ae", "block-cipher" ...; or empty */
    Text family;            /* algorithmFamily (1.7): "AES"; or empty */
    Text parameter;         /* parameterSetIdentifier: "128" */
    Text curve, mode;       /* "curve25519", "gcm"; or empty */
    Text protocol, version; /* "tls", "1.3"; or empty */
    Text material;          /* type of related material: "private-key"; or empty */
    Text size;              /* of it, in bits, as written; or empty */
    Text algorithm;         /* bom-ref of the algorithm of it; or empty */
    uint32_t suite_count;
    const Text *suites;     /* names of a protocol's cipher suites, and of the ciphers of IKE */
} SbomCrypto;

typedef struct SbomHash {
    Text algorithm; /* as written: "SHA-256", "SHA256" */
    Text content;
} SbomHash;

typedef struct SbomComponent {
    Text type;     /* CycloneDX's word: "library", "machine-learning-model" ...; SPDX's purpose in the same words; or empty */
    Text group, name;
    Text version;  /* where only the package URL has one, that */
    Text purl;     /* package URL as it is written; or empty */
    Text identity; /* as it is shown: the purl without version and qualifiers, else type, group and name */
    Text key;      /* the same as it compares, from release to release and from tool to tool */
    Purl package;  /* of the purl; no type: none, or none that can be read */
    Text ref;      /* bom-ref or SPDXID; or empty */
    Text licence;  /* SPDX expression or name; several joined by " AND "; or empty */
    uint32_t hash_count;
    const SbomHash *hashes;
    bool has_model_card, is_dataset;
    bool is_product;  /* what the bill is of */
    bool is_part;     /* a file of another component: it may tell of a model, and is no component of a difference */
    const SbomCrypto *crypto; /* NULL: none is told */
    Span span;     /* where it begins */
} SbomComponent;

typedef struct Sbom {
    const Source *source;
    Text form;     /* "CycloneDX 1.6" */
    Text name, version; /* of the product; or empty */
    uint32_t count;
    SbomComponent *components; /* in the order of the file, outer ones before those inside */
    uint32_t ref_count;
    const SbomComponent *const *by_ref; /* those that have a reference, in its order */
} Sbom;

/* The file as a source of at most LIMIT_SBOM_BYTES; NULL with an error. */
const Source *sbom_file(Task *task, const char *path);

/* NULL with errors that name the place: none of the forms, a version of it that is not known, a component without a name, a member
 * of another kind than the form has, more components than LIMIT_SBOM_COMPONENTS. One bom-ref for two components is a warning. A document
 * that holds the bill as its member "sbom" is read, too. */
Sbom *sbom_read(Task *task, const Source *source);

/* The component with this bom-ref, or NULL. */
const SbomComponent *sbom_component(const Sbom *sbom, Text ref);

/* Components without a package URL get the key of the one package of their name in the other bill, so that two tools, one of which tells no
 * package URLs, speak of the same components. */
void sbom_align(Region *region, Sbom *sbom, const Sbom *other);

/* One of the hashes of both is of one algorithm, and differs. */
bool sbom_hashes_differ(const SbomComponent *left, const SbomComponent *right);

/* ---- the forms, inside of sbom*.c ---- */

typedef struct SbomReader {
    Task *task;
    Task hand;     /* the same, with memory for the one item that is read */
    Region region; /* of it */
    const Source *source;
    Sbom *out;      /* what is told of the whole goes there as it is read */
    LIST_OF(SbomComponent) components;
    bool failed;
} SbomReader;

typedef void SbomItem(SbomReader *reader, const Json *item);

/* A member that is a text; empty when it is not there; an error when it is something else. */
Text sbom_text(SbomReader *reader, const Json *object, const char *key);
/* A member of this kind, or NULL; an error when it is of another. */
const Json *sbom_member(SbomReader *reader, const Json *object, const char *key, JsonKind kind);
/* Each item of a list near the root, which must be an object; the memory of one goes before the next is read. */
void sbom_each(SbomReader *reader, const Json *object, const char *key, SbomItem *item);
/* Each item of a list that was read with what stands around it. */
void sbom_each_inside(SbomReader *reader, const Json *object, const char *key, SbomItem *item);
/* A text that outlives the item it was read from. */
Text sbom_kept(SbomReader *reader, Text text);
void sbom_keep_crypto(SbomReader *reader, SbomCrypto *crypto);
/* Its hashes: a list of objects with these two members. */
void sbom_read_hashes(SbomReader *reader, const Json *json, const char *list, const char *algorithm, const char *content, SbomComponent *component);
/* Where an item begins. */
static inline Span sbom_span(const SbomReader *reader, const Json *json) { return (Span){ reader->source, json->from, json->from + 1 }; }
/* Takes it into the list, with its identity; what it points at is kept. */
void sbom_add(SbomReader *reader, SbomComponent component, Span span);
/* This one is what the bill is of. */
void sbom_name_product(SbomReader *reader, SbomComponent *component);
/* The form of CycloneDX; an error where it is not known. */
void sbom_take_version(SbomReader *reader, Text version, Span span);
void sbom_read_cyclonedx(SbomReader *reader, const Json *root);
void sbom_read_cyclonedx_xml(SbomReader *reader, const XmlElement *root);
void sbom_read_spdx(SbomReader *reader, const Json *root);

#endif
