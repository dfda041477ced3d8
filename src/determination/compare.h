/* determination/compare.h - one case told in several ways, side by side: only what differs, and why.
 *
 *     case + axes ──▶ variants (one determination each) ──▶ entries that differ, with the rules at which they part
 *
 * Each way is a whole determination. The first stands for the others to be held against.
 */
#ifndef DECLARANT_DETERMINATION_COMPARE_H
#define DECLARANT_DETERMINATION_COMPARE_H

#include "determination/cause.h"
#include "determination/lawbook.h"

typedef struct Axis { /* what is varied, and its values */
    Text name;        /* a fact, "delivery form" or "delivery form@s1/1"; or "jurisdiction", "movement", "layer", "as of", "known on" */
    uint32_t value_count;
    const Text *values;
} Axis;

/* "delivery_form=carrier,download; known_on=..." False with errors. */
bool axes_read(Task *task, Text written, const Axis **axes, uint32_t *count);

typedef struct Variant {
    const Text *values;       /* one per axis */
    LawbookOutcome outcome;   /* DETERMINED, NOT_COVERED, UNTOLD */
    CaseHead head;
    const Determination *answer; /* DETERMINED */
    Status status;
    Value border, beside;     /* against the first: UNKNOWN where one of the two is open or in another currency */
    bool both_ways;           /* some charge rises and another falls */
} Variant;

typedef struct ComparedEntry {
    Text list;                /* name of the list */
    const Entry **at;         /* per variant; NULL: not there */
    const Causes *causes;     /* per variant, against the first */
} ComparedEntry;

typedef struct Comparison {
    uint32_t axis_count;
    const Axis *axes;
    uint32_t variant_count;
    const Variant *variants;
    uint32_t entry_count;
    const ComparedEntry *entries; /* that are not alike in all variants; charges first, as answers.md has the lists */
    uint32_t alike_count;         /* entries that are alike in all */
} Comparison;

/* NULL with errors. All combinations of the axes' values, LIMIT_VARIANTS at most. */
const Comparison *lawbook_compare(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options, const Axis *axes, uint32_t axis_count);

/* Do two ways say the same; a charge that the law does not ask for is like one that is not there (NULL). */
bool compared_alike(const Entry *a, const Entry *b);
/* The amount of a charge of one variant; NULL value: it is no charge, or not there. */
Value compared_amount(const Entry *entry);

void comparison_json(Builder *out, const Comparison *comparison, int language, bool compact);

#endif
