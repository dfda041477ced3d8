/* determination/mutate.h - does every figure of the law have an example that guards it?
 *
 * Each cell, bound, day, rate, mark and row is changed in turn (mutants.h). A change is refused when the check itself would refuse the
 * page, killed when an example then fails, equal when no case that can be told shows it; all others survive: nobody would notice.
 */
#ifndef DECLARANT_DETERMINATION_MUTATE_H
#define DECLARANT_DETERMINATION_MUTATE_H

#include "determination/check.h"
#include "determination/mutants.h"

typedef enum Fate { FATE_REFUSED, FATE_KILLED, FATE_EQUAL, FATE_SURVIVED, FATE_EXPLAINED, FATES } Fate;

typedef struct MutateOptions {
    CheckOptions check;
    Text page;        /* name of its source: only mutants of this page; empty: of all */
    Text name;        /* only mutants of this decision or this row; empty: of all */
    unsigned threads; /* 0: as many as there are processors */
} MutateOptions;

typedef struct PageFates {
    const Page *page;
    uint32_t count[FATES];
} PageFates;

typedef struct Survivor {
    const Page *page;
    Mutant mutant;    /* its place and change; its cell is gone */
} Survivor;

typedef struct MutateResult {
    uint32_t page_count;
    PageFates *pages; /* those with mutants, in the order of the rulebooks */
    size_t survivor_count;
    Survivor *survivors;
    uint32_t total[FATES];
} MutateResult;

/* "tariff line", "in force", or "row" and "formula" for the whole: what a mutant changes, in words of the page. */
Text mutant_column(const Mutant *mutant);
/* The row's id; empty for a formula. */
Text mutant_row(const Mutant *mutant);
/* What stood there: empty when something is added. */
Text mutant_before(const Mutant *mutant);

/* The rulebooks were checked and are without errors. False when they could not be read or linked, with errors in the report.
 * Reasons are read from survivors.tsv in the folder. */
bool mutate_rulebooks(Task *task, const MutateOptions *options, MutateResult *result);

#endif
