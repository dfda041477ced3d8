/* determination/reasons.h - survivors.tsv: why no example can or need notice a change of the law, row by row.
 *
 *     page, row, column, change, reason      parted by tabs; * for a page, a row or a change stands for any
 *
 * Inside of the mutations: mutate.c.
 */
#ifndef DECLARANT_DETERMINATION_REASONS_H
#define DECLARANT_DETERMINATION_REASONS_H

#include "determination/mutants.h"

typedef struct Reason {
    Text page;   /* path below the folder; "*": any */
    Text row;    /* id, or the decision's name for a formula; "*": any */
    Text column; /* header, or "row" */
    Text change; /* what stands there instead; "*": whatever does */
    Text why;
    Span span;
    bool used;   /* a mutant survived that it is for */
} Reason;

typedef struct Reasons {
    size_t count;
    Reason *at;
} Reasons;

/* FOLDER/survivors.tsv, where there is one. False with errors in the report. */
bool reasons_read(Task *task, const char *folder, Reasons *reasons);
/* Is a reason written for it? It is then used. */
bool reasons_have(Reasons *reasons, Text page, const Mutant *mutant);
/* A warning for each that no survivor needs any more. */
void reasons_warn(Task *task, const Reasons *reasons);

#endif
