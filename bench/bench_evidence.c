/* bench/bench_evidence.c - proofs in a log of a million leaves: bench_evidence [LEAVES]
 *
 *     hashes per second alone (what any log must spend), growing the log by its edge, building the tree, a proof from the tree, one in a single
 *     pass over all leaves, and checking one
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "ledger/merkle.h"

enum { PROOFS = 10000 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void tell(const char *what, double seconds, uint64_t count)
{
    printf("%-34s %10.3f s %12.3f us each\n", what, seconds, seconds * 1e6 / (double)count);
}

static MerkleSpan leaf_at(uint64_t i, uint64_t size)
{
    uint64_t at = i * 7919 % size;
    return (MerkleSpan){ at, at + 1 };
}

static void prove_all(const MerkleTree *tree)
{
    Sha256 hashes[MERKLE_PROOF], root = merkle_over(tree, (MerkleSpan){ 0, tree->size });
    double proving = 0, checking = 0;
    for (uint64_t i = 0; i < PROOFS; i++) {
        MerkleSpan part = leaf_at(i, tree->size);
        double start = now();
        size_t count = merkle_prove(tree, part, tree->size, hashes);
        proving += now() - start;
        Text proof[MERKLE_PROOF];
        for (size_t k = 0; k < count; k++)
            proof[k] = (Text){ (const char *)hashes[k].at, sizeof hashes[k].at };
        start = now();
        Text leaf = { (const char *)tree->level[0][part.from].at, 32 };
        if (merkle_check(part, tree->size, leaf, (Text){ (const char *)root.at, 32 }, proof, count) != MERKLE_HOLDS)
            abort();
        checking += now() - start;
    }
    tell("a proof from the tree", proving, PROOFS);
    tell("checking one", checking, PROOFS);
}

int main(int count, char **words)
{
    uint64_t size = count > 1 ? strtoull(words[1], NULL, 10) : 1000000;
    Region region;
    MerkleEdge edge = { 0 };
    MerkleProver prover;
    region_init(&region, NULL);
    Sha256 *leaves = REGION_ARRAY(&region, Sha256, size);
    double start = now();
    for (uint64_t i = 0; i < size; i++)
        leaves[i] = merkle_leaf((Text){ (const char *)&i, sizeof i });
    tell("a hash of a leaf", now() - start, size);
    start = now();
    for (uint64_t i = 0; i < size; i++)
        merkle_add(&edge, &leaves[i]);
    tell("growing the log by a leaf", now() - start, size);
    start = now();
    MerkleTree tree = merkle_tree(&region, leaves, size);
    tell("building the whole tree", now() - start, 1);
    prove_all(&tree);
    start = now();
    merkle_prover(&region, &prover, leaf_at(3, size), size);
    for (uint64_t i = 0; i < size; i++)
        merkle_prove_leaf(&prover, &leaves[i]);
    tell("a proof in one pass", now() - start, 1);
    region_close(&region);
    return 0;
}
