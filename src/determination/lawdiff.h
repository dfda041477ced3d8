/* determination/lawdiff.h - what changes between the law of one day and that of another: which decisions, for which facts, and a case that
 * shows it.
 *
 *     rows of both days ──cells as sets of pieces──▶ rows that take each other's place ──▶ a box ──verifier──▶ a case, run under both laws
 */
#ifndef DECLARANT_DETERMINATION_LAWDIFF_H
#define DECLARANT_DETERMINATION_LAWDIFF_H

#include "determination/lawbook.h"

typedef struct LawChange {
    Text jurisdiction;
    Text decision;
    const Page *page;        /* of the row after; of the row before where none is */
    const SheetRow *before;  /* NULL: no row took these facts */
    const SheetRow *after;   /* NULL: none takes them any more */
    Text from, to;           /* what the two write: outputs as the page has them */
    Text facts;              /* for which: "medium: "disc"; delivery: "carrier""; empty: whatever the facts */
    Text witness;            /* a case in one line of JSON; else the values of the columns; empty: none was found */
    bool is_case;            /* `witness` is a case that runs */
    Text value_before, value_after; /* what the decision says of it under both laws; empty where it was not run */
} LawChange;

typedef struct LawDiff {
    int64_t from, to;
    uint32_t count;
    const LawChange *changes;
    uint32_t decisions;      /* tables that were held against each other */
    const char *spent;       /* a limit of the search was reached: some changes have no case; NULL: none */
} LawDiff;

/* All movements of one jurisdiction; `decision` (may be empty): only this one. NULL with errors. */
const LawDiff *lawbook_diff(Task *task, Lawbook *lawbook, Text jurisdiction, int64_t from, int64_t to, Text decision);

void lawdiff_json(Builder *out, const LawDiff *diff, bool compact);

#endif
