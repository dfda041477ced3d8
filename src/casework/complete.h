/* casework/complete.h - is there evidence for each fact that the law, practice or a source wants evidence for?
 *
 *     determination with its list `proofs` ──┐
 *     facts of the case, as told            ─┼─▶ each fact: confirmed, missing, conflicting
 *     evidence of the case                  ─┘
 *
 * Which facts need evidence, by which form of delivery, and which kinds of it will do, are rows of the rulebooks (type `proof`).
 */
#ifndef DECLARANT_CASEWORK_COMPLETE_H
#define DECLARANT_CASEWORK_COMPLETE_H

#include "casework/evidence.h"
#include "determination/determination.h"

/* In order of weight. CONFLICTING: evidence says otherwise than the case, or than other evidence. OPEN: it hangs on a fact that is not told
 * whether evidence is needed at all, or the case does not tell the fact itself. */
typedef enum ProofStanding { PROOF_CONFIRMED, PROOF_OPEN, PROOF_MISSING, PROOF_CONFLICTING, PROOF_STANDINGS } ProofStanding;
const char *proof_standing_name(ProofStanding standing); /* "confirmed" ... */

typedef struct ProofBy {
    const Evidence *evidence;
    Text says;       /* of the fact; empty: nothing told */
    bool other_kind; /* of a kind that does not prove this */
} ProofBy;

typedef struct NeededProof {
    const Entry *entry;  /* of the list `proofs` */
    Text voice;          /* id of the source that alone asks for it; empty: not so */
    Text path;           /* of the fact: "shipments:s1/invoice_lines:1/delivery_form" */
    Text told;           /* what the case says; empty: it is not told */
    ProofStanding standing;
    LIST_OF(ProofBy) by; /* evidence tied to it, content that was erased left out */
} NeededProof;

typedef struct Completeness {
    const Determination *answer;
    LIST_OF(NeededProof) proofs;
    size_t counts[PROOF_STANDINGS]; /* those of a voice alone left out */
    ProofStanding standing;         /* the worst */
    LIST_OF(const Evidence *) loose; /* tied to no fact that needs evidence */
} Completeness;

/* What a case must have been asked for. */
#define COMPLETENESS_LISTS TEXT("proofs")

/* `facts`: the case as JSON, of which `answer` was made. In task's region. */
const Completeness *completeness_make(Task *task, const Determination *answer, const Json *facts, const EvidenceList *evidence);

#endif
