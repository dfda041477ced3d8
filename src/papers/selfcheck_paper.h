/* papers/selfcheck_paper.h - what a self-check found, as a paper: one sheet for contracts, one for codes, one for reliefs, and below each what
 * it rests on. */
#ifndef DECLARANT_PAPERS_SELFCHECK_PAPER_H
#define DECLARANT_PAPERS_SELFCHECK_PAPER_H

#include "casework/selfcheck.h"
#include "papers/paper.h"

typedef struct SelfcheckPaperOptions {
    Text about;              /* the folder or files, as they were named */
    const char *data_folder; /* phrases */
    int language;            /* 0 en, 1 zh, 2 vi */
    /* Puts what the engine says in English ("medium is "flash", it asks for ...") into the language; NULL: it stays. */
    Text (*reword)(const void *context, Text english);
    const void *context;
} SelfcheckPaperOptions;

Paper *selfcheck_paper(const SelfCheck *check, const SelfcheckPaperOptions *options);

#endif
