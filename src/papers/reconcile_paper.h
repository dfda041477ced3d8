/* papers/reconcile_paper.h - a quarter held against itself as a paper: the verdict, counts and money by kind, the list, what could not be compared. */
#ifndef DECLARANT_PAPERS_RECONCILE_PAPER_H
#define DECLARANT_PAPERS_RECONCILE_PAPER_H

#include "casework/reconcile.h"
#include "papers/paper.h"

typedef struct ReconcilePaperOptions {
    int language;           /* 0 en, 1 zh, 2 vi */
    const Phrases *phrases; /* what the pages say, in other languages; NULL: English */
    bool pairs;             /* with the list of all that belongs together, which only the machine forms and spreadsheets show */
} ReconcilePaperOptions;

Paper *reconcile_paper(Region *region, const Reconciliation *work, const ReconcilePaperOptions *options);

#endif
