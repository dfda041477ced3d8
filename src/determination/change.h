/* determination/change.h - one cell of a linked sheet changed in place, and put back. Inside of the mutations: mutate.c. */
#ifndef DECLARANT_DETERMINATION_CHANGE_H
#define DECLARANT_DETERMINATION_CHANGE_H

#include "determination/mutants.h"

typedef struct Change { /* what stood there before */
    BlockPlace place;
    const Mutant *mutant;
    uint32_t row;           /* of the sheet */
    uint32_t input;         /* INPUT: which of the sheet's columns */
    Sheet sheet;
    SheetRow sheet_row;
    ColumnIndex column;
    const FeelCode *formula; /* of the decision */
} Change;

/* Before the first change of a block: the sets of rows of all pieces, in memory that lives as long as the program. */
void change_prepare(Region *region, const BlockPlace *place);
/* The mutant in the program of `place`, which no other thread may use. False with errors in the linker's report: the rulebooks
 * would be refused. In either case change_undo puts all back; what was made lives in the linker's region. */
bool change_make(Change *change, Linker *linker, const BlockPlace *place, const Mutant *mutant);
void change_undo(const Change *change);

/* Does the changed row take the piece of the changed column otherwise than before? */
bool change_tells(const Change *change, uint32_t piece);

/* tells.c: false when it is proved that no case that can be told shows the change. */
bool change_matters(Task *task, const Change *change);

#endif
