/* papers/intake_paper.h - what a case was made of: each fact with its place, what is open with its question, what was read and not used. */
#ifndef DECLARANT_PAPERS_INTAKE_PAPER_H
#define DECLARANT_PAPERS_INTAKE_PAPER_H

#include "casework/intake.h"
#include "papers/paper.h"

typedef struct IntakeOpen { /* a fact that the made case does not tell, and on which its answer hangs */
    Text fact;         /* "entry day" */
    Text of;           /* path of its thing, as a determination has it */
    Text question;     /* in the reader's language */
    Text hint;         /* what the papers let one think; or empty */
} IntakeOpen;

typedef struct IntakeMade { /* one case */
    const Intake *intake;
    Text json;         /* the case */
    Text status;       /* "determined", "undetermined" ... */
    Text file;         /* where it was written; empty: nowhere */
    Text record;       /* hash of its record in the ledger; empty: it is in none */
    LIST_OF(IntakeOpen) open;
} IntakeMade;

typedef struct IntakePaperOptions {
    int language;      /* 0 en, 1 zh, 2 vi */
    Text about;        /* the files, as they were named */
    bool kept;         /* the cases were written, or put into a ledger */
} IntakePaperOptions;

Paper *intake_paper(Region *region, const IntakeMade *made, size_t count, const IntakePaperOptions *options);

#endif
