/* ledger/log.h - the ledger as an append-only log: record n is leaf n - 1 of a tree, and its entry are the 32 bytes of the record's hash.
 *
 * Because an erasure leaves every hash where it was, the tree stays as it is whatever content goes.
 */
#ifndef DECLARANT_LEDGER_LOG_H
#define DECLARANT_LEDGER_LOG_H

#include "ledger/ledger.h"
#include "ledger/merkle.h"

/* The leaf of a record, by its hash ("sha256:..."). False when that is none. */
bool log_leaf(Text hash, Sha256 *leaf);
/* All leaves, in the task's region. False with an error. */
bool log_leaves(Task *task, Ledger *ledger, Sha256 **leaves, uint64_t *size);
/* The same as a tree, for proofs. */
bool log_tree(Task *task, Ledger *ledger, MerkleTree *tree);

#endif
