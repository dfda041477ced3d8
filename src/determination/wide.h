/* determination/wide.h - the index of tables of more than 64 rows.
 *
 * A set of rows is then longer than one word, and and-ing whole sets costs what the table is long. So each piece of a column
 * also lists its rows, and each row knows which pieces it takes; from that groups.h makes the index of the quick way. Sets of all
 * pieces would be large where a column has thousands: then they are made when they are asked for.
 */
#ifndef DECLARANT_DETERMINATION_WIDE_H
#define DECLARANT_DETERMINATION_WIDE_H

#include "determination/run.h"

/* Room for what each row takes, in at most so many columns; then the columns one by one, then eras. */
void wide_begin(Region *region, Sheet *sheet, uint32_t columns);
/* Rows by piece and pieces by row, from the cells of a column. */
void wide_column(Region *region, Sheet *sheet, ColumnIndex *column, const FeelTests *tests);
/* Eras by row. */
void wide_eras(Sheet *sheet);

/* Of two limits: does the row take pieces that do not stand together? Then column_takes says which. */
bool wide_scattered(const uint32_t *limits);

/* The rows that accept a piece: the column's own set, or one made in `scratch` (sheet words). */
const uint64_t *column_set(const ColumnIndex *column, uint32_t piece, uint32_t words, uint64_t *scratch);
/* Does the row accept the piece? */
bool column_takes(const ColumnIndex *column, uint32_t piece, uint32_t words, uint32_t row);
/* Make the sets of all pieces, where they are not there: for the proofs. */
void wide_sets(Region *region, Sheet *sheet);

#endif
