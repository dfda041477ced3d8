/* determination/sheet.h - how the index of a table is read: by the run, the verifier and the explanation. */
#ifndef DECLARANT_DETERMINATION_SHEET_H
#define DECLARANT_DETERMINATION_SHEET_H

#include "determination/program.h"

/* In Sheet.parts: the column writes the value itself, not a part of it. */
#define PART_WHOLE UINT32_MAX

/* Into how many pieces the cells of a column cut its values, and in which piece a value lies. The value is of the
 * column's type; a text is a symbol of the program or lies in the last piece. */
uint32_t column_pieces(const ColumnIndex *column);
uint32_t column_piece(const ColumnIndex *column, Value value);
/* The pieces of one test, when they stand together; false when that takes cell_pieces to say. */
bool column_span(const ColumnIndex *column, const FeelTest *test, uint32_t *first, uint32_t *last);
/* For each piece: does the cell take it? */
void cell_pieces(const ColumnIndex *column, const FeelTests *tests, bool *pieces);
/* May the type's domain reach the piece? */
bool column_piece_allowed(const ColumnIndex *column, uint32_t piece);
/* A value in the piece, for counter-examples. */
bool column_piece_value(Region *region, const ColumnIndex *column, uint32_t piece, Value *value);

/* "*not covered*" and the like. */
bool mark_read(Text text, Mark *mark);
Text mark_text(Mark mark); /* "not covered" */

#endif
