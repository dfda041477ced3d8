/* papers/contract_paper.h - what a review of contracts found, as a paper: an overview, then topic by topic with the lines it rests on, signs of
 * split fees, why it matters, what hangs on it, and wording that would help. */
#ifndef DECLARANT_PAPERS_CONTRACT_PAPER_H
#define DECLARANT_PAPERS_CONTRACT_PAPER_H

#include "casework/contract_review.h"
#include "papers/paper.h"

typedef struct ContractPaperOptions {
    int language; /* 0 en, 1 zh, 2 vi */
    const Phrases *phrases;
} ContractPaperOptions;

Paper *contract_paper(Region *region, const ContractReview *review, const ContractPaperOptions *options);

#endif
