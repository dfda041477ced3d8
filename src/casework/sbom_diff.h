/* casework/sbom_diff.h - what came, went and moved between two bills, and what of it tells of machine learning and cryptography. */
#ifndef DECLARANT_CASEWORK_SBOM_DIFF_H
#define DECLARANT_CASEWORK_SBOM_DIFF_H

#include "casework/traits.h"

typedef enum SbomChangeKind {
    SBOM_CAME,
    SBOM_GONE,
    SBOM_MOVED,   /* another version */
    SBOM_ALTERED  /* the same version with another hash */
} SbomChangeKind;
const char *sbom_change_name(SbomChangeKind kind); /* "came" */

typedef struct SbomChange {
    SbomChangeKind kind;
    const SbomComponent *before, *after; /* NULL: not there */
    const Trait *trait;                  /* what library it is known to be; NULL: none */
} SbomChange;

typedef enum TraitChangeKind {
    TRAIT_CAME,
    TRAIT_GONE,
    TRAIT_LONGER,    /* the same algorithm with a key that was not used before, longer than all before */
    TRAIT_OTHER_KEY, /* with one that was not used before, not longer than all before */
    TRAIT_SHORTER,   /* its longest key is shorter than the longest before */
    TRAIT_MOVED,     /* a library, a model or a protocol of it has another version */
    TRAIT_RENAMED,   /* a library of the same family under another name: a fork, a next major version */
    TRAIT_JOINED     /* told with the change of another; none is left in a difference */
} TraitChangeKind;
const char *trait_change_name(TraitChangeKind kind); /* "came" */

typedef struct TraitChange {
    TraitChangeKind kind;
    const Trait *before, *after; /* NULL: not there */
} TraitChange;

typedef struct SbomDiff {
    LIST_OF(SbomChange) components; /* by identity, then by kind */
    LIST_OF(TraitChange) traits;    /* by kind of trait, then by name */
    TraitList before, after;
    uint32_t same;                  /* components that are in both as they are */
} SbomDiff;

/* Each component counts once, at however many places it is told. Components of one identity are paired by version first; what is left of
 * them has moved, in the order of versions. The result does not depend on the order of either file. The product itself is no component of
 * the difference; its traits count. */
const SbomDiff *sbom_diff(Region *region, const TraitTables *tables, const Sbom *before, const Sbom *after);

#endif
