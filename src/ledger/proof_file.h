/* ledger/proof_file.h - a proof about a log, as JSON: what it claims, and whether that holds.
 *
 *     { "leafIdx": 2, "treeSize": 5, "root": H, "leafHash": H, "proof": [ H, ... ] }                a leaf is in the tree
 *     { "size1": 3, "size2": 5, "root1": H, "root2": H, "proof": [ ... ] }                          a tree became the other
 *     { "leafIdx": 9, "start": 8, "end": 13, "root": H, "leafHash": H, "proof": [ ... ] }           a leaf is in a subtree
 *     { "start": 8, "end": 13, "size": 14, "root1": H, "root2": H, "proof": [ ... ] }               a subtree is in the tree
 *
 * Numbers are whole, below 2^64; a hash H is base64; null is an empty list or hash. "desc" and "wantErr" may stand there: they belong to
 * test vectors and are not looked at. Any other member is an error.
 */
#ifndef DECLARANT_LEDGER_PROOF_FILE_H
#define DECLARANT_LEDGER_PROOF_FILE_H

#include "ledger/merkle.h"
#include "value/json.h"

typedef enum ProofKind { PROOF_LEAF, PROOF_OLDER, PROOF_LEAF_IN_PART, PROOF_PART, PROOF_KINDS } ProofKind;

typedef struct ProofFile {
    ProofKind kind;
    uint64_t leaf, start, end, size; /* as the kind has them; PROOF_OLDER: `end` is the older size */
    Text part_root, root;            /* bytes of leafHash or root1; of root or root2 */
    Text *proof;                     /* bytes of each hash */
    size_t count;                    /* how many */
} ProofFile;

/* False with errors: not JSON, an unknown member, one missing, a number or a hash that is none. */
bool proof_read(Task *task, const Source *source, ProofFile *proof);
MerkleVerdict proof_verdict(const ProofFile *proof);
/* "inclusion", "consistency", "subtree inclusion", "subtree consistency". */
const char *proof_kind_word(ProofKind kind);
/* "does not lead to the root": in English, lower case. */
const char *merkle_verdict_word(MerkleVerdict verdict);

#endif
