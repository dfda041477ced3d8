/* casework/sheet_rows.h - the rows of a sheet as a reader of XLSX or ODS brings them, into a table.
 *
 *     rows_start ─▶ rows_cell ─▶ rows_put ... ─▶ rows_end ─▶ table_take_row
 *
 * No more than one row is held. What is to be said of many cells is counted, and told once with the first place.
 */
#ifndef DECLARANT_CASEWORK_SHEET_ROWS_H
#define DECLARANT_CASEWORK_SHEET_ROWS_H

#include "casework/sheet_values.h"
#include "casework/table_inside.h"

enum { SHEET_COLUMNS = 16384, SHEET_ROWS = 1048576 };

typedef struct Seen { /* what is told once, with its number and the first place */
    uint32_t count, row, column;
} Seen;

typedef struct SheetRows {
    Task *task;
    Table *table;
    uint32_t row;     /* number, from 1; 0 before the first */
    uint32_t column;  /* of the cell, from 0 */
    uint32_t count;   /* cells of the row */
    PackedCell cells[LIMIT_DATA_COLUMNS];
    Text fault;       /* why the row is wrong; empty: it is not */
    bool hidden_row;
    Builder text;     /* of the cell */
    Seen formulas, hidden_rows, digits;
    uint32_t hidden_columns[LIMIT_DATA_COLUMNS / 32];
    uint32_t merges;
} SheetRows;

/* False, here and below: the sheet cannot be read on, which was told. */
bool rows_start(SheetRows *rows, uint64_t number, bool hidden);
/* The next cell stands in `column`; those between are empty. */
void rows_cell(SheetRows *rows, uint32_t column);
bool rows_end(SheetRows *rows);

/* The cell cannot be used: its row is wrong. What stands in it stays, so that nothing is lost. */
bool rows_refuse_cell(SheetRows *rows, const char *name, Text why, const char *hint);
/* The sheet cannot be read on: false. */
bool rows_refuse(SheetRows *rows, const char *name, Text why);
void rows_see(const SheetRows *rows, Seen *seen);

/* The value of the cell; a number as the file writes it, which is refused where it is none. */
bool rows_put(SheetRows *rows, Text text, TableCellKind kind, uint16_t pad);
/* Plain digits in `out` (SHEET_NUMBER_ROOM); *length 0: it was no number, and the cell is refused. */
bool rows_number(SheetRows *rows, char *out, size_t *length);
/* With the zeros that a form as wide as `width` shows before it. */
bool rows_put_zeros(SheetRows *rows, Text number, size_t width);
/* With the decimals that a form shows behind it: 7.1 as 7.10. A number of more decimals stays as it is. */
bool rows_put_decimals(SheetRows *rows, Text number, size_t decimals);
bool rows_put_error(SheetRows *rows);
bool rows_put_iso_day(SheetRows *rows, Text day);
/* "never reckoned" */
bool rows_refuse_formula(SheetRows *rows);
/* Something stands in the cell: has the table room for its column? */
bool rows_reach(SheetRows *rows);

void rows_hide_columns(SheetRows *rows, uint64_t from, uint64_t to); /* from 1 */
/* Cells that are merged, from 0 and 1; `area` as messages call them. */
void rows_merge(SheetRows *rows, uint32_t column, uint32_t row, uint32_t last_row, const char *area);
void rows_tell(const SheetRows *rows);

#endif
