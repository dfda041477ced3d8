/* casework/audit.h - a book of cases as an auditor asks for it: figures, what they rest on, what is open, what it may cost.
 *
 *     cases, one by one ──audit_case──▶ rows of the report ──audit_close──▶ totals, and the cases of the sample with all their trees
 *
 * No case is dropped: one that cannot be read is a fault, one that cannot be determined says why. A case is in the sample when the hash
 * of the seed and its text is among the N smallest: whoever has book and seed finds the same ones, and a case that is added later takes
 * the place of one at most.
 */
#ifndef DECLARANT_CASEWORK_AUDIT_H
#define DECLARANT_CASEWORK_AUDIT_H

#include "base/hash.h"
#include "casework/suppose.h"

typedef struct AuditAmount {
    bool known;
    Decimal number;
} AuditAmount;

typedef struct AuditCase {
    Text place;               /* file, or file and line */
    Text id;                  /* as told; else the name of its file, and its line there */
    const Program *program;   /* NULL: no page of the law is for it */
    Text jurisdiction, movement, currency;
    Status status;
    AuditAmount border, beside;
    AuditAmount lowest, highest; /* of both together, over readings, voices and open facts */
    Confidence confidence;
    Grade rank;
    Text why;                 /* not determined: the questions that are open, as names of facts; or what has no rule */
    uint32_t readings, papers; /* that matter; that are missing */
    AuditAmount least, most;  /* exposure: the lowest and highest total over all ways and days */
    bool exposed;             /* it has a correction */
    bool exposure_open;       /* on some day a part of it has no figure: it may be more */
    Text law;                 /* hash of the law's pages; empty: no page is for it */
} AuditCase;

typedef struct AuditReading { /* an open reading, or a voice, under which the money is another */
    uint32_t of;              /* index of its case */
    const Decision *question; /* NULL: a voice */
    const Reading *reading;
    const LawSource *voice;   /* NULL: the law itself, or a question */
    Text voice_id;
    AuditAmount border, beside; /* what it adds, or takes when negative */
} AuditReading;

typedef struct AuditPaper { /* a paper the law asks for that is not in the file */
    uint32_t of;
    Text document, needed_by, thing; /* names of catalogues; path of the thing */
    bool told;                /* the case says which papers are held, and this one is not among them */
    CitedList cited;
} AuditPaper;

typedef struct AuditFault {
    Text place, message;
} AuditFault;

typedef struct AuditTotal { /* of one country in one currency */
    Text jurisdiction, currency;
    uint64_t cases, determined, known; /* known: whose figures are in the sums */
    Decimal border, beside, lowest, highest;
    uint64_t exposed;
    Decimal least, most;
    bool exposure_open;
    Text law;                 /* hash of the law its first case was determined by; empty: none was */
} AuditTotal;

typedef struct AuditWay { /* one way of one correction */
    uint32_t of;
    ExposureWay way;
    const Decision *question; /* supposed: the open question under one of whose readings it is costlier; NULL: a voice, or it was told */
    const Reading *reading;
    const LawSource *voice;   /* supposed: the voice; NULL: the law itself, or a question */
    Text voice_id;
} AuditWay;

typedef struct AuditTree { /* a figure of a case of the sample */
    uint32_t of;
    const Step *step;
    struct AuditTree *next;
} AuditTree;

typedef struct AuditPick { /* a case of the sample */
    Sha256 hash;
    uint32_t of;
    Text text;                /* the case */
    const Determination *answer; /* when the trees are made; NULL: it has none */
} AuditPick;

typedef struct AuditOptions {
    DetermineOptions options;
    const char *data_folder;
    uint32_t sample;          /* how many cases with their trees */
    Text seed;
    uint32_t days;            /* how many days of each correction are reckoned */
} AuditOptions;

typedef struct Audit {
    Task *task;               /* what is kept lives in its region */
    Lawbook *lawbook;
    AuditOptions options;
    const AuditNames *names;
    uint64_t open;            /* cases that are not determined */
    uint64_t no_start;        /* corrections' cases without the day from which to count */
    LIST_OF(AuditCase) cases;
    LIST_OF(AuditReading) readings;
    LIST_OF(AuditPaper) papers;
    LIST_OF(AuditWay) ways;   /* of corrections that cases tell */
    LIST_OF(AuditWay) supposed; /* of those that they would need if a costlier reading held; `correction` is the line */
    LIST_OF(AuditFault) faults;
    LIST_OF(AuditTotal) totals;
    LIST_OF(AuditPick) picks; /* smallest hash first */
    LIST_OF(AuditTree) trees;
} Audit;

/* False with an error. */
bool audit_open(Audit *audit, Task *task, Lawbook *lawbook, const AuditOptions *options);
/* One case, named by its `place`; `task`'s region may be emptied afterwards. False with errors in its report; it is then among the faults. */
bool audit_case(Audit *audit, Task *task, const Source *source, Text place);
/* Totals and trees. Once, when all cases are in. False with errors. */
bool audit_close(Audit *audit);

#endif
