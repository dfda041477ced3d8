/* papers/newer_paper.h - recorded answers under newer law, as a paper. language: 0 en, 1 zh, 2 vi. */
#ifndef DECLARANT_PAPERS_NEWER_PAPER_H
#define DECLARANT_PAPERS_NEWER_PAPER_H

#include "casework/newer.h"
#include "papers/paper.h"

typedef struct NewerPaperOptions {
    const Phrases *phrases;
    int language;
    bool changed;     /* those that say what they said are left out */
    uint64_t tasks;   /* made now */
    bool with_tasks;  /* and that is told */
} NewerPaperOptions;

Paper *newer_paper(Region *region, const Newer *newer, const NewerPaperOptions *options);

#endif
