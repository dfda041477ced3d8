/* determination/mutants.h - which small changes of the law are tried: one cell, one operator, one day, one row at a time.
 *
 *     Sheet ──mutants.c──▶ Mutants (text) ──change.c──▶ the sheet changed in place ──mutate.c──▶ does anybody notice?
 *
 * A mutant is a change of text, as a person might mistype it; it is read by the very functions that read the page.
 */
#ifndef DECLARANT_DETERMINATION_MUTANTS_H
#define DECLARANT_DETERMINATION_MUTANTS_H

#include "determination/link.h"

typedef enum MutantKind { MUTANT_INPUT, MUTANT_OUTPUT, MUTANT_DAYS, MUTANT_DELETED, MUTANT_FORMULA } MutantKind;

typedef struct Mutant {
    MutantKind kind;
    const DecisionBlock *block;
    uint32_t row;    /* in the block's table; all but FORMULA */
    uint32_t column; /* in the block's table; INPUT, OUTPUT, DAYS */
    Span place;      /* what is changed; where something is added: no bytes */
    Text changed;    /* what stands there instead; empty: it is left out */
    Span cell;       /* the whole cell or formula as it then reads, in a source of its own; not of DELETED */
} Mutant;

typedef LIST_OF(Mutant) MutantList;

/* Where a block of a page came to stand in one program. */
typedef struct BlockPlace {
    const Program *program;
    Decision *decision;
    Sheet *sheet;
    uint32_t first_row; /* of the block's rows among the sheet's */
} BlockPlace;

/* False when the program does not have the page. */
bool block_find(const Program *program, const DecisionBlock *block, BlockPlace *place);

/* Every mutant of a table or formula, row by row; open questions have none. Cells are read again with `linker`. */
void mutants_of_block(Linker *linker, Region *keep, const BlockPlace *place, const DecisionBlock *block, MutantList *all);

#endif
