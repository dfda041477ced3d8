/* determination/classify.h - which codes the law could give the goods of a case, why it gives one and not the others, and what that says of
 * a code that somebody else gives them.
 *
 *     code of an entry ──explain──▶ rows that lost ─┐
 *     alternatives of the answer ───────────────────┴─▶ candidates ──▶ verdict on a code
 */
#ifndef DECLARANT_DETERMINATION_CLASSIFY_H
#define DECLARANT_DETERMINATION_CLASSIFY_H

#include "determination/determination.h"
#include "value/nomenclature.h"

typedef enum CodeStanding {
    CODE_GIVEN,    /* the law gives it */
    CODE_POSSIBLE, /* it hangs on a fact that is missing */
    CODE_READING,  /* it is given under another reading, or by a guidance voice */
    CODE_REJECTED  /* its row lost */
} CodeStanding;

typedef struct CodeCandidate {
    CodeStanding standing;
    Text number;                    /* as the law writes it */
    const SheetRow *row;            /* NULL for a reading */
    Text why;                       /* REJECTED: why the row lost; POSSIBLE: empty */
    const Alternative *alternative; /* READING */
    Confidence confidence;          /* of the row, or of the entry under the reading */
} CodeCandidate;

typedef struct Candidates {
    const Entry *entry;     /* of the list of codes */
    const Step *step;       /* how its code came about; what it read are the tests. NULL: it is not known which goods there are */
    Text number;            /* GIVEN; empty when none is */
    Text edition;           /* "HS 2022"; empty when it is not known */
    uint32_t count;
    const CodeCandidate *at; /* in the order of CodeStanding, then of the table */
} Candidates;

/* Is it an entry of the list of codes? */
bool is_code_entry(const Entry *entry);
/* Rows out of force that day are left out, and rows that write no code. Of an answer with alternatives. */
void candidates_of(Task *task, const Determination *answer, const Entry *entry, Candidates *out);

typedef enum CodeVerdict { VERDICT_REASONABLE, VERDICT_DOUBTFUL, VERDICT_WRONG } CodeVerdict;

/* Why; each is one sentence for people. */
typedef enum VerdictGround {
    GROUND_SAME,        /* REASONABLE: the law gives it */
    GROUND_SHORTER,     /* REASONABLE: the law's code begins with it */
    GROUND_LONGER,      /* REASONABLE: it begins with the law's code; what follows is not judged */
    GROUND_READING,     /* DOUBTFUL: only under another reading of an open question */
    GROUND_POSSIBLE,    /* DOUBTFUL: it hangs on a fact that is missing */
    GROUND_NO_CODE,     /* DOUBTFUL: the rulebook names no code here */
    GROUND_UNSURE,      /* DOUBTFUL: the law's code differs, but is itself only inferred or unverified */
    GROUND_REJECTED,    /* WRONG: its row lost */
    GROUND_NO_ROW,      /* WRONG: no row gives it to such goods */
    GROUND_NOT_IN_HS    /* WRONG: it does not stand in that edition */
} VerdictGround;

typedef struct Assessment {
    CodeVerdict verdict;
    VerdictGround ground;
    const CodeCandidate *candidate; /* that has the code; NULL: none has */
    uint32_t agrees;                /* leading digits in common with the law's code: 0, 2, 4, 6 or more */
    HsSet editions;                 /* NOT_IN_HS: where its six digits stand instead */
} Assessment;

/* `digits` is the code without dots, 4 to 12 digits. `hs` may be NULL: then it is not asked whether it stands in the edition. */
Assessment code_assess(const Candidates *candidates, Text digits, const Nomenclature *hs);
/* The digits of a code as it is written, without dots and blanks; empty when it is none of 4 to 12 digits. */
Text code_digits(Region *region, Text written);

#endif
