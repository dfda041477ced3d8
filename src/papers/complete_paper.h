/* papers/complete_paper.h - what casework/complete.h found, as a paper. */
#ifndef DECLARANT_PAPERS_COMPLETE_PAPER_H
#define DECLARANT_PAPERS_COMPLETE_PAPER_H

#include "base/csv.h"
#include "casework/complete.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

typedef struct CompletePaperOptions {
    int language;
    Text about;            /* the case */
    const Csv *types;      /* data/evidence.csv; may be NULL */
    const Phrases *phrases; /* texts of pages in the reader's language; may be NULL */
} CompletePaperOptions;

Paper *complete_paper(Region *region, const Completeness *complete, const CompletePaperOptions *options);

#endif
