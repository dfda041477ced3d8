/* papers/payments_paper.h - payments of a case or a contract as a paper. */
#ifndef DECLARANT_PAPERS_PAYMENTS_PAPER_H
#define DECLARANT_PAPERS_PAYMENTS_PAPER_H

#include "casework/payments.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

/* `payments` has an answer. language: 0 en, 1 zh, 2 vi; `phrases` of the pages in it. */
Paper *payments_paper(Region *region, const Payments *payments, const Phrases *phrases, int language);

#endif
