/* casework/evidence.h - files that prove facts of a case, the log they stand in, and whether all of it is still what it was.
 *
 *     file ──▶ blob (by its hash) ◀── record "evidence": case, type, which facts it proves
 *                                         │
 *     all records of the ledger ──▶ tree (ledger/log.h) ──▶ signed head, itself a record ──▶ time stamp on it, a record too
 *
 * Nothing here is believed because it stands in the database: every hash, root, signature and stamp is reckoned again when it is looked at.
 */
#ifndef DECLARANT_CASEWORK_EVIDENCE_H
#define DECLARANT_CASEWORK_EVIDENCE_H

#include "ledger/head.h"
#include "ledger/log.h"
#include "ledger/stamp.h"

/* ---- putting in ---- */

typedef struct NewEvidence {
    Text case_id;
    Text name;          /* of the file */
    Text bytes;
    Text type;          /* of data/evidence.csv; the caller looks at it */
    const Text *proves; /* paths of facts: "shipments:s1/entry_day" */
    const Text *says;   /* of each: what the file says; empty: not told */
    size_t count;       /* one at least */
} NewEvidence;

/* Inside a transaction. NULL with an error. */
const Record *evidence_put(Task *task, Ledger *ledger, const NewEvidence *evidence);

/* ---- looking ---- */

typedef struct Evidence {
    const Record *record;
    const Json *body;  /* NULL where the record's content was erased */
    Text file, name, type;
    BlobOutcome state; /* of the file's bytes: BLOB_HERE, BLOB_ERASED, BLOB_ABSENT; BLOB_FAILED where they are not those that were put in */
    Text bytes;        /* where they are here */
} Evidence;
typedef LIST_OF(Evidence) EvidenceList;

/* Of a case; of all where `case_id` is empty. False with an error of the store. */
bool evidence_list(Task *task, Ledger *ledger, Text case_id, EvidenceList *found);
/* One by its record's hash; false with an error, also when that record is no evidence. */
bool evidence_get(Task *task, Ledger *ledger, Text hash, Evidence *found);

/* ---- the log ---- */

/* Signs what the log is now and keeps it as a record. Inside a transaction. NULL with an error. */
const Record *evidence_head_put(Task *task, Ledger *ledger, const SecretKey *key, Head *head);
/* The newest head. False with an error, [no-head] when there is none. */
bool evidence_head_last(Task *task, Ledger *ledger, const Record **record, Head *head, PublicKey *key);

typedef struct EvidenceProof { /* what ledger/proof_file.h reads */
    MerkleSpan part; /* a leaf, or the leaves of an older log */
    uint64_t size;
    Sha256 part_root, root;
    Sha256 hashes[MERKLE_PROOF];
    size_t count;
} EvidenceProof;

/* In the log of `size` records; 0: all there are. False with an error. */
bool evidence_prove(Task *task, Ledger *ledger, MerkleSpan part, uint64_t size, EvidenceProof *proof);
void evidence_proof_json(JsonWriter *writer, Region *region, const EvidenceProof *proof, bool leaf);

/* ---- time stamps ---- */

/* Checks the reply against the newest head and keeps it as a record. Inside a transaction. *record is NULL unless the verdict is STAMP_HOLDS. */
StampVerdict evidence_stamp_put(Task *task, Ledger *ledger, Text reply, Text certificates, Stamp *stamp, const Record **record);

/* ---- is it whole? ---- */

typedef struct EvidenceFault {
    int64_t sequence; /* of the record; 0: of none */
    Text hash;        /* of the record or blob; or empty */
    const char *what; /* a word of LedgerFault; "file", "head", "root", "signature", "key", "stamp", "outside" */
} EvidenceFault;

typedef struct EvidenceVerify {
    LedgerCheck ledger;
    int64_t evidence, files_erased, heads, stamps; /* looked at */
    int64_t signed_size;      /* of the newest head that holds; 0: there is none */
    int64_t unsigned_records; /* behind the newest head that holds, that head's own record left out */
    LIST_OF(EvidenceFault) faults;
} EvidenceVerify;

typedef struct EvidenceTrust {
    const PublicKey *key; /* every head must be of this key; NULL: of the key it names */
    const Head *head;     /* kept outside: the log must have grown from it; NULL: none */
} EvidenceTrust;

/* False with an error of the store. */
bool evidence_verify(Task *task, Ledger *ledger, const EvidenceTrust *trust, EvidenceVerify *verify);

/* ---- erasure ---- */

typedef struct NewErasure {
    Text hash; /* of a record of evidence */
    Text because, rule, who;
} NewErasure;

/* Inside a transaction: the bytes of the file go, and what the record says of them; hashes and proofs stay. The bytes stay where another
 * record rests on them. NULL with an error. */
const Record *evidence_erase(Task *task, Ledger *ledger, const NewErasure *erasure, bool *file_kept);

#endif
