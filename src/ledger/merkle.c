/* ledger/merkle.c - see merkle.h.
 *
 * A proof is read off the way from the root down to the part. At each fork the part lies to the left, to the right, or across it (then
 * it begins at the left edge, and only its right end is followed further). Each fork gives the proof one hash, that of the other side;
 * the lowest comes first. `Way` is that way; checking folds the hashes back up along it, proving collects what they stand over.
 */
#include "ledger/merkle.h"

typedef enum Side { SIDE_LEFT, SIDE_RIGHT, SIDE_ACROSS } Side;

typedef struct Way {
    size_t forks;                  /* how many */
    Side sides[MERKLE_LEVELS];     /* at each, from the root: where the part lies */
    MerkleSpan others[MERKLE_LEVELS]; /* at each: the leaves of the other side */
    MerkleSpan rest;               /* the leaves under the last fork; the whole part unless it lay across one */
    bool across;                   /* it did: the proof begins with the hash of `rest` */
} Way;

/* ---- hashes ---- */

Sha256 merkle_leaf(Text entry)
{
    return sha256_of((const Text[]){ { "\0", 1 }, entry }, 2);
}

static Text hash_bytes(const Sha256 *hash)
{
    return (Text){ (const char *)hash->at, sizeof hash->at };
}

Sha256 merkle_node(const Sha256 *left, const Sha256 *right)
{
    return sha256_of((const Text[]){ { "\1", 1 }, hash_bytes(left), hash_bytes(right) }, 3);
}

/* ---- the way down ---- */

/* The largest power of two below n, which is above 1. */
static uint64_t split_of(uint64_t n)
{
    return (uint64_t)1 << (63 - __builtin_clzll(n - 1));
}

/* Does a node of some tree stand over just these leaves? A part to the left of all others may have any size; another begins at a
 * multiple of the power of two that holds it. */
static bool is_subtree(MerkleSpan part)
{
    if (part.from > part.to)
        return false;
    uint64_t count = part.to - part.from;
    if (part.from == 0 || count < 2)
        return true;
    return count <= (uint64_t)1 << 63 && !(part.from & (2 * split_of(count) - 1));
}

static Side side_of(MerkleSpan part, uint64_t middle)
{
    return part.to <= middle ? SIDE_LEFT : part.from >= middle ? SIDE_RIGHT : SIDE_ACROSS;
}

/* `part` is a subtree with a leaf at least, within `size`. */
static Way way_to(MerkleSpan part, uint64_t size)
{
    Way way = { .rest = { 0, size } };
    while (way.rest.from != part.from || way.rest.to != part.to) {
        uint64_t middle = way.rest.from + split_of(way.rest.to - way.rest.from);
        Side side = side_of(part, middle);
        MerkleSpan left = { way.rest.from, middle }, right = { middle, way.rest.to };
        way.sides[way.forks] = side;
        way.others[way.forks++] = side == SIDE_LEFT ? right : left;
        way.rest = side == SIDE_LEFT ? left : right;
        if (side == SIDE_ACROSS) {
            part.from = middle;
            way.across = true;
        }
    }
    return way;
}

static size_t proof_length(const Way *way)
{
    return way->forks + way->across;
}

static MerkleSpan proof_span(const Way *way, size_t at)
{
    if (way->across && at == 0)
        return way->rest;
    return way->others[way->forks - 1 - (at - way->across)];
}

/* ---- checking ---- */

static bool as_hash(Text bytes, Sha256 *hash)
{
    if (bytes.length != sizeof hash->at)
        return false;
    memcpy(hash->at, bytes.at, sizeof hash->at);
    return true;
}

static bool same(const Sha256 *hash, Text bytes)
{
    return text_equal(hash_bytes(hash), bytes);
}

static bool all_hashes(const Text *proof, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (proof[i].length != sizeof(Sha256))
            return false;
    return true;
}

/* Back up: `lower` grows to the hash of the part, `upper` to the root. */
static MerkleVerdict fold(const Way *way, Sha256 first, Text part_root, Text root, const Text *proof)
{
    Sha256 lower = first, upper = first, other;
    for (size_t i = 0; i < way->forks; i++) {
        Side side = way->sides[way->forks - 1 - i];
        (void)as_hash(proof[i + way->across], &other);
        upper = side == SIDE_LEFT ? merkle_node(&upper, &other) : merkle_node(&other, &upper);
        if (side == SIDE_ACROSS)
            lower = merkle_node(&other, &lower);
    }
    if (!same(&lower, part_root))
        return MERKLE_PART_DIFFERS;
    return same(&upper, root) ? MERKLE_HOLDS : MERKLE_ROOT_DIFFERS;
}

/* No leaves are in any tree that reaches so far; its root says nothing to it and is not looked at. */
static MerkleVerdict check_no_leaves(Text part_root, size_t count)
{
    Sha256 nothing = sha256_of(NULL, 0);
    if (count)
        return MERKLE_PROOF_LENGTH;
    return same(&nothing, part_root) ? MERKLE_HOLDS : MERKLE_PART_DIFFERS;
}

/* One tree is itself whatever its root: nothing is hashed, and the two roots are compared as they stand. */
static MerkleVerdict check_whole(Text part_root, Text root, size_t count)
{
    if (count)
        return MERKLE_PROOF_LENGTH;
    return text_equal(part_root, root) ? MERKLE_HOLDS : MERKLE_ROOT_DIFFERS;
}

MerkleVerdict merkle_check(MerkleSpan part, uint64_t size, Text part_root, Text root, const Text *proof, size_t count)
{
    Sha256 first;
    if (!is_subtree(part))
        return MERKLE_NO_SUBTREE;
    if (part.to > size)
        return MERKLE_BEYOND;
    if (part.from == part.to)
        return check_no_leaves(part_root, count);
    if (part.from == 0 && part.to == size)
        return check_whole(part_root, root, count);
    Way way = way_to(part, size);
    if (count != proof_length(&way))
        return MERKLE_PROOF_LENGTH;
    if (!all_hashes(proof, count) || root.length != sizeof first || !as_hash(part_root, &first))
        return MERKLE_HASH_LENGTH;
    if (way.across)
        (void)as_hash(proof[0], &first);
    return fold(&way, first, part_root, root, proof);
}

MerkleVerdict merkle_check_leaf(uint64_t leaf, uint64_t size, Text leaf_hash, Text root, const Text *proof, size_t count)
{
    if (leaf >= size)
        return MERKLE_BEYOND;
    if (leaf_hash.length != sizeof(Sha256))
        return MERKLE_HASH_LENGTH;
    return merkle_check((MerkleSpan){ leaf, leaf + 1 }, size, leaf_hash, root, proof, count);
}

MerkleVerdict merkle_check_older(uint64_t older, uint64_t size, Text older_root, Text root, const Text *proof, size_t count)
{
    if (older > size)
        return MERKLE_BEYOND;
    if (older == 0)
        return MERKLE_EMPTY;
    return merkle_check((MerkleSpan){ 0, older }, size, older_root, root, proof, count);
}

MerkleVerdict merkle_check_in_part(uint64_t leaf, MerkleSpan part, Text leaf_hash, Text part_root, const Text *proof, size_t count)
{
    if (!is_subtree(part))
        return MERKLE_NO_SUBTREE;
    if (leaf < part.from || leaf >= part.to)
        return MERKLE_OUTSIDE;
    return merkle_check_leaf(leaf - part.from, part.to - part.from, leaf_hash, part_root, proof, count);
}

/* ---- growing ---- */

void merkle_add(MerkleEdge *edge, const Sha256 *leaf)
{
    Sha256 hash = *leaf;
    size_t level = 0;
    for (; edge->size >> level & 1; level++)
        hash = merkle_node(&edge->full[level], &hash);
    edge->full[level] = hash;
    edge->size++;
}

Sha256 merkle_root(const MerkleEdge *edge)
{
    if (!edge->size)
        return sha256_of(NULL, 0);
    size_t level = (size_t)__builtin_ctzll(edge->size);
    Sha256 root = edge->full[level];
    for (level++; level < MERKLE_LEVELS; level++)
        if (edge->size >> level & 1)
            root = merkle_node(&edge->full[level], &root);
    return root;
}

/* ---- proving ---- */

static bool is_provable(MerkleSpan part, uint64_t size)
{
    return is_subtree(part) && part.from < part.to && part.to <= size;
}

static void sort_by_leaves(MerkleProver *prover)
{
    for (size_t i = 0; i < prover->count; i++) {
        size_t at = i;
        for (; at && prover->spans[prover->order[at - 1]].from > prover->spans[i].from; at--)
            prover->order[at] = prover->order[at - 1];
        prover->order[at] = i;
    }
}

bool merkle_prover(Region *region, MerkleProver *prover, MerkleSpan part, uint64_t size)
{
    if (!is_provable(part, size))
        return false;
    Way way = way_to(part, size);
    *prover = (MerkleProver){ .count = proof_length(&way) };
    for (size_t i = 0; i < prover->count; i++)
        prover->spans[i] = proof_span(&way, i);
    prover->edges = REGION_ARRAY(region, MerkleEdge, prover->count);
    sort_by_leaves(prover);
    return true;
}

void merkle_prove_leaf(MerkleProver *prover, const Sha256 *leaf)
{
    uint64_t at = prover->at++;
    while (prover->next < prover->count && prover->spans[prover->order[prover->next]].to <= at)
        prover->next++;
    if (prover->next == prover->count)
        return;
    size_t mine = prover->order[prover->next];
    if (at >= prover->spans[mine].from)
        merkle_add(&prover->edges[mine], leaf);
}

Sha256 merkle_proof(const MerkleProver *prover, size_t at)
{
    return merkle_root(&prover->edges[at]);
}

MerkleTree merkle_tree(Region *region, const Sha256 *leaves, uint64_t size)
{
    MerkleTree tree = { .size = size };
    tree.level[0] = REGION_ARRAY(region, Sha256, size);
    if (size)
        memcpy(tree.level[0], leaves, size * sizeof *leaves);
    for (size_t level = 1; size >> level; level++) {
        tree.level[level] = REGION_ARRAY(region, Sha256, size >> level);
        for (uint64_t i = 0; i < size >> level; i++)
            tree.level[level][i] = merkle_node(&tree.level[level - 1][2 * i], &tree.level[level - 1][2 * i + 1]);
    }
    return tree;
}

/* A subtree is a row of full ones, each smaller than the one before it. */
Sha256 merkle_over(const MerkleTree *tree, MerkleSpan part)
{
    MerkleEdge edge = { .size = part.to - part.from };
    uint64_t at = part.from;
    for (size_t level = MERKLE_LEVELS; level-- > 0;)
        if (edge.size >> level & 1) {
            edge.full[level] = tree->level[level][at >> level];
            at += (uint64_t)1 << level;
        }
    return merkle_root(&edge);
}

size_t merkle_prove(const MerkleTree *tree, MerkleSpan part, uint64_t size, Sha256 proof[MERKLE_PROOF])
{
    if (size > tree->size || !is_provable(part, size))
        return SIZE_MAX;
    Way way = way_to(part, size);
    for (size_t i = 0; i < proof_length(&way); i++)
        proof[i] = merkle_over(tree, proof_span(&way, i));
    return proof_length(&way);
}
