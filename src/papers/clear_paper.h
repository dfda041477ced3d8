/* papers/clear_paper.h - a clearance as a paper: the verdict, then what waits, its gates, and what is still to be had. */
#ifndef DECLARANT_PAPERS_CLEAR_PAPER_H
#define DECLARANT_PAPERS_CLEAR_PAPER_H

#include "casework/clear.h"
#include "papers/paper.h"
#include "rulebook/phrases.h"

typedef struct ClearPaperOptions {
    int language;           /* 0 en, 1 zh, 2 vi */
    Text about;             /* the file of the case */
    const Phrases *phrases; /* what the pages say, in other languages; NULL: English */
} ClearPaperOptions;

/* Many cases: a line for each shipment and payment that waits, those that are shut first. */
Paper *cleared_cases_paper(Region *region, const ClearedCases *cases, const ClearPaperOptions *options);
/* One case, gate by gate. */
Paper *clear_paper(Region *region, const Clearance *clearance, const ClearPaperOptions *options);

#endif
