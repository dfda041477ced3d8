/* determination/cover.h - is every combination of pieces taken by some row? The arithmetic of the verifier, without law.
 *
 *     sheet ──grid_of──▶ Grid: cells as spans of pieces ──cover_search──▶ boxes ──▶ verify.c: can they be asked?
 *
 * A column's cells cut its values into pieces (sheet.h); a cell is a set of them. A box is a set of pieces for each column. The
 * search finds the boxes that certain rows take and certain others do not: with no row that takes them it finds gaps, with two it
 * finds overlaps, with one against those before it where that one can fire.
 *
 * To decide this is as hard as any puzzle of yes and no, so the work is counted and ends at a limit that the caller tells. What
 * helps: the column to split next is one of the row that has fewest left, rows that a choice cannot tell apart share a box, and
 * what was found complete once is remembered.
 */
#ifndef DECLARANT_DETERMINATION_COVER_H
#define DECLARANT_DETERMINATION_COVER_H

#include "determination/program.h"

typedef struct PieceSpan { /* both ends are of it */
    uint32_t first, last;
} PieceSpan;

typedef struct PieceSet { /* ascending, none touching the next */
    uint32_t count;
    const PieceSpan *at;
} PieceSet;

bool pieces_have(PieceSet set, uint32_t piece);
/* What both have; in the region. */
PieceSet pieces_both(Region *region, PieceSet a, PieceSet b);
/* The spans of the pieces marked. */
PieceSet pieces_marked(Region *region, const bool *marks, uint32_t count);

typedef struct Grid {
    uint32_t columns, rows;
    PieceSet *allowed; /* per column: what it can hold; the caller's */
    uint64_t *written; /* per row: bit c, something other than "-" stands in column c */
    PieceSet *cells;   /* row by row: one per column. The piece past the last (column_pieces) stands for a value that is not there */
} Grid;

/* The cells of a sheet, and of `spare` rows more that are empty; `allowed` is left empty. */
Grid grid_of(Region *region, const Sheet *sheet, uint32_t spare);
/* Is there a box that both rows take? What each has must not be empty. */
bool rows_meet(const Grid *grid, uint32_t a, uint32_t b);

typedef struct Effort { /* what one table may cost */
    uint64_t work;      /* rows looked at, box by box */
    uint64_t boxes;     /* boxes tried out in the engine */
    const char *spent;  /* the name of the limit that was reached; NULL: none */
    uint64_t limit;     /* and what it is */
} Effort;

/* False when that is more than a table may cost. */
bool effort_work(Effort *effort, uint64_t rows);
bool effort_box(Effort *effort);

typedef struct Box {
    PieceSet *at;     /* per column */
    uint64_t chosen;  /* bit c: the column was looked at; the others may hold anything allowed */
} Box;

typedef struct Memo Memo;
/* For tables of so many rows; a longer one is settled too, only more slowly. */
Memo *memo_new(Region *region, uint32_t rows);

typedef struct Search {
    Region *region;
    const Grid *grid;
    Memo *memo;
    Effort *effort;
    /* Can some part of the box be asked? False prunes all below it. */
    bool (*possible)(void *context, const Box *box);
    /* A box that the firing rows take and the silent ones do not: true ends the search. */
    bool (*found)(void *context, const Box *box);
    void *context;
} Search;

typedef struct RowList { /* ascending */
    uint32_t count;
    const uint32_t *at;
} RowList;

/* True when `found` said so; what was taken from the region then stays. False: there is no such box that `found` would have, or the effort is spent. */
bool cover_search(const Search *search, RowList firing, RowList silent);

#endif
