/* casework/master.h - what an auditor asks the ledger: which codes were decided, by whom, under what; some of them by lot; a proof of one.
 *
 *     newest determination of each case ──▶ a line for each code it found ──▶ all of them, or N by lot
 *     a record ──▶ its path to the root of the newest signed head
 *
 * Whoever looks leaves a record of kind reading behind: who, what, which records.
 */
#ifndef DECLARANT_CASEWORK_MASTER_H
#define DECLARANT_CASEWORK_MASTER_H

#include "casework/evidence.h"

typedef struct MasterItem {
    const Record *record; /* the determination */
    Text item;            /* "s1/1/1"; empty: the determination found no code, or its content was erased */
    Text code, edition;
    Text status;          /* of the code, else of the determination */
    Text as_of;           /* ISO day that was told; or empty */
    Text approved_by;     /* who, joined by ", "; empty: nobody yet */
    Text told_by_hand;    /* of whom it is only written down that they approved it: these do not count */
    Text engine, law;     /* its version; the record of the law it rests on */
    Sha256 lot;           /* place in the drawing of lots: master_draw */
} MasterItem;
typedef LIST_OF(MasterItem) MasterList;

/* In order of cases. False with an error. */
bool master_list(Task *task, Ledger *ledger, MasterList *list);
/* Leaves `count` of them, whose SHA-256 of seed, case, item and record is smallest, smallest first. Whoever has seed and ledger draws the same. */
void master_draw(MasterList *list, Text seed, size_t count);

typedef struct MasterProof {
    const Record *record;
    Head head;            /* the newest */
    PublicKey key;        /* that it names itself */
    EvidenceProof path;   /* in the log as the head has it */
} MasterProof;

typedef enum MasterOutcome { MASTER_FAILED = -1, MASTER_PROVED, MASTER_UNSIGNED, MASTER_BROKEN } MasterOutcome;
/* UNSIGNED: the newest head is older than the record. BROKEN: record, head or signature do not hold. FAILED with an error. */
MasterOutcome master_prove(Task *task, Ledger *ledger, Text hash, MasterProof *proof);

/* Inside a transaction: that somebody looked at these. NULL with an error. */
const Record *master_log(Task *task, Ledger *ledger, Text what, const Text *records, size_t count);

#endif
