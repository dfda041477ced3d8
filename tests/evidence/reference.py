"""Tree hashes and proofs as the standards define them, word for word and without a thought to speed: the oracle of tests/evidence.

RFC 9162: 2.1.1 (hash of a list), 2.1.3.1 and 2.1.3.2 (inclusion), 2.1.4.1 and 2.1.4.2 (consistency);
draft-ietf-plants-merkle-tree-certs: 4.1 (subtrees), 4.4.1 (proofs of subtrees).
"""
import hashlib


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    """MTH of a list of leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def path(m, leaves):
    """PATH(m, D_n)"""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return path(m, leaves[:k]) + [root(leaves[k:])] if m < k else path(m - k, leaves[k:]) + [root(leaves[:k])]


def subproof(m, leaves, known):
    """SUBPROOF(m, D_n, b)"""
    if m == len(leaves):
        return [] if known else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], known) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


def is_subtree(start, end):
    ceiling = 1
    while ceiling < end - start:
        ceiling *= 2
    return start < end and (start % ceiling == 0)


def subtree_proof(start, end, leaves, known=True):
    """SUBTREE_SUBPROOF(start, end, D_n, b)"""
    n = len(leaves)
    if start == 0 and end == n:
        return [] if known else [root(leaves)]
    k = split(n)
    if end <= k:
        return subtree_proof(start, end, leaves[:k], known) + [root(leaves[k:])]
    if k <= start:
        return subtree_proof(start - k, end - k, leaves[k:], known) + [root(leaves[:k])]
    return subtree_proof(0, end - k, leaves[k:], False) + [root(leaves[:k])]


def inclusion_root(index, size, hashed, proof):
    """The root that an inclusion proof leads to, by 2.1.3.2; None where its steps fail."""
    if index >= size:
        return None
    fn, sn, r = index, size - 1, hashed
    for p in proof:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def consistent(first, second, first_hash, second_hash, proof):
    """2.1.4.2; equal sizes: an empty proof and equal hashes."""
    if first == second:
        return first > 0 and not proof and first_hash == second_hash
    if first == 0 or first > second or not proof:
        return False
    proof = list(proof)
    if first & (first - 1) == 0:
        proof.insert(0, first_hash)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for c in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == first_hash and sr == second_hash and sn == 0
