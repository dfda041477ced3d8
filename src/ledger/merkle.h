/* ledger/merkle.h - tree hashes of an append-only log, and proofs about them (RFC 6962, part 2; RFC 9162, part 2.1).
 *
 *     leaf = SHA-256(0x00, entry)      node = SHA-256(0x01, left, right)      root of no leaves = SHA-256()
 *
 *              root                a tree of n > 1 leaves parts at k, the largest power of two below n
 *             /    \               proof that leaf 2 is among 5:  d, ab, e
 *          abcd     e              proof that the tree of 3 became that of 5:  c, d, ab, e
 *         /    \
 *       ab      cd
 *      a  b    c  d
 *
 * All proofs are one: that the hash of some leaves [from, to) and the root of a tree belong together (the "subtree consistency proof" of
 * draft-ietf-plants-merkle-tree-certs, part 4.4). With to = from + 1 it is the inclusion proof of a leaf, with from = 0 the consistency
 * proof of an older tree.
 */
#ifndef DECLARANT_LEDGER_MERKLE_H
#define DECLARANT_LEDGER_MERKLE_H

#include "base/hash.h"

enum { MERKLE_LEVELS = 64, MERKLE_PROOF = MERKLE_LEVELS + 1 }; /* levels of the largest tree; hashes of the longest proof */

typedef struct MerkleSpan { /* leaves [from, to) */
    uint64_t from, to;
} MerkleSpan;

typedef enum MerkleVerdict {
    MERKLE_HOLDS,
    MERKLE_NO_SUBTREE,    /* from > to, or no node of any tree stands over just these leaves */
    MERKLE_BEYOND,        /* the leaves reach beyond the tree */
    MERKLE_OUTSIDE,       /* the leaf is not among those of the subtree */
    MERKLE_EMPTY,         /* from the empty tree nothing can be shown */
    MERKLE_HASH_LENGTH,   /* a hash is not 32 bytes long */
    MERKLE_PROOF_LENGTH,  /* more hashes, or fewer, than a proof for these numbers has */
    MERKLE_PART_DIFFERS,  /* the proof leads to another hash of the leaves */
    MERKLE_ROOT_DIFFERS,  /* the proof leads to another root */
    MERKLE_VERDICTS
} MerkleVerdict;

Sha256 merkle_leaf(Text entry);
Sha256 merkle_node(const Sha256 *left, const Sha256 *right);

/* ---- what others say ---- */

/* Do `part_root` over `part` and `root` over `size` leaves belong together? Nothing given is taken for sound: hashes may have any length. */
MerkleVerdict merkle_check(MerkleSpan part, uint64_t size, Text part_root, Text root, const Text *proof, size_t count);
/* The same, said as RFC 6962 does. */
MerkleVerdict merkle_check_leaf(uint64_t leaf, uint64_t size, Text leaf_hash, Text root, const Text *proof, size_t count);
MerkleVerdict merkle_check_older(uint64_t older, uint64_t size, Text older_root, Text root, const Text *proof, size_t count);
/* A leaf in a subtree that stands anywhere in a tree. */
MerkleVerdict merkle_check_in_part(uint64_t leaf, MerkleSpan part, Text leaf_hash, Text part_root, const Text *proof, size_t count);

/* ---- a tree that grows, in the memory of one hash a level ---- */

typedef struct MerkleEdge {
    uint64_t size;              /* leaves so far */
    Sha256 full[MERKLE_LEVELS]; /* at each bit set in `size`: the full subtree of that many leaves, larger ones to the left */
} MerkleEdge;

void merkle_add(MerkleEdge *edge, const Sha256 *leaf);
Sha256 merkle_root(const MerkleEdge *edge);

/* ---- proofs made in one pass over the leaves ---- */

typedef struct MerkleProver {
    size_t count;                     /* hashes of the proof */
    MerkleSpan spans[MERKLE_PROOF];   /* of each: the leaves it stands over; apart from one another */
    MerkleEdge *edges;                /* of each: its tree so far */
    uint64_t at;                      /* leaves seen */
    size_t order[MERKLE_PROOF];       /* the same by their leaves */
    size_t next;                      /* in `order`: the first that is not complete */
} MerkleProver;

/* To prove `part` in a tree of `size` leaves. False when there is no such proof. */
bool merkle_prover(Region *region, MerkleProver *prover, MerkleSpan part, uint64_t size);
/* All leaves of the tree in turn, from the first. */
void merkle_prove_leaf(MerkleProver *prover, const Sha256 *leaf);
Sha256 merkle_proof(const MerkleProver *prover, size_t at);

/* ---- a tree in memory, for many proofs ---- */

typedef struct MerkleTree {
    uint64_t size;
    Sha256 *level[MERKLE_LEVELS]; /* full subtrees of 2^n leaves, from the left */
} MerkleTree;

MerkleTree merkle_tree(Region *region, const Sha256 *leaves, uint64_t size);
/* Root of [from, to), where that is a subtree. */
Sha256 merkle_over(const MerkleTree *tree, MerkleSpan part);
/* Its hashes into `proof`; how many they are, or SIZE_MAX when there is no such proof. */
size_t merkle_prove(const MerkleTree *tree, MerkleSpan part, uint64_t size, Sha256 proof[MERKLE_PROOF]);

#endif
