/* casework/table.h - one table of business data, from CSV of any dialect, XLSX or ODS: a header and rows of cells, each with its place.
 *
 *     file ──by its first bytes──┬─ CSV: base/encoding.h, comma, semicolon or tab ─┐
 *                                └─ XLSX, ODS: base/archive.h, streamed ───────────┴──▶ Table ──columns.h──▶ values
 *
 * Cells are 16 bytes each and point into what was read: a million rows stay small. Rows in which nothing stands are left out. What was
 * decided on the way (the mark between cells, the sheet, cached values of formulas, merged and hidden cells) is told as notes.
 */
#ifndef DECLARANT_CASEWORK_TABLE_H
#define DECLARANT_CASEWORK_TABLE_H

#include "base/task.h"

typedef enum TableCellKind {
    CELL_TEXT,   /* any text; all cells of CSV */
    CELL_NUMBER, /* of a spreadsheet: `text` is plain decimal digits with point and sign, no exponent */
    CELL_DAY,    /* of a spreadsheet: `text` is YYYY-MM-DD, or YYYY-MM-DDThh:mm:ss */
    CELL_YES     /* of a spreadsheet: `text` is "true" or "false" */
} TableCellKind;

typedef struct TableCell {
    Text text;  /* its value; quotes resolved; blanks around it as they stand; empty: nothing there */
    Text shown; /* as people see it where that is more than the value: a number in the form "00000" with its zeros; else as text */
    TableCellKind kind;
} TableCell;

typedef struct TableOptions { /* zeros are the defaults */
    Text encoding;   /* of CSV: what --encoding says; empty: UTF-8, or what a mark says */
    Text sheet;      /* of a spreadsheet: what --sheet says, its name or its number from 1; empty: the first that is not hidden */
    bool keep_wrong; /* rows of the wrong length do not spoil the table: they go among the failed (table_fail), told as warnings */
} TableOptions;

typedef struct Table Table;

/* The whole table. NULL with errors, each with its place. `path` "-" is standard input. LIMIT_DATA_BYTES, LIMIT_DATA_ROWS,
 * LIMIT_DATA_COLUMNS, LIMIT_DATA_CELLS. */
Table *table_read(Task *task, const char *path, const TableOptions *options);
/* The same of bytes, which must live as long as the table; `name` as messages call it. */
Table *table_of(Task *task, Text name, Text bytes, const TableOptions *options);

uint32_t table_rows(const Table *table); /* without the header */
uint32_t table_columns(const Table *table);
const char *table_form(const Table *table); /* "CSV", "XLSX", "ODS" */
Text table_name(const Table *table);        /* "book.xlsx:Sheet1", or the file's name */
Text table_header(const Table *table, uint32_t column);
/* Row and column from 0; fast, takes no memory. */
TableCell table_cell(const Table *table, uint32_t row, uint32_t column);

/* Where a cell stands, for report_error and what else takes a span: of CSV a stretch of the file; of a spreadsheet all of a source named
 * "book.xlsx:Sheet1!C5", which messages show without line and column. Takes memory of `region` in the second case. */
Span table_span(Region *region, const Table *table, uint32_t row, uint32_t column);
Span table_header_span(Region *region, const Table *table, uint32_t column);
/* "Sheet1!C5", "line 12, column 3" as people look it up; the row alone: "Sheet1!5", "line 12". */
Text table_place(Region *region, const Table *table, uint32_t row, uint32_t column);
Text table_row_place(Region *region, const Table *table, uint32_t row);

/* ---- rows that could not be used (--failed FILE) ---- */

/* Notes why a row is not used; several reasons of one row are joined. */
void table_fail(Task *task, Table *table, uint32_t row, Text reason);
bool table_keeps_wrong(const Table *table); /* TableOptions.keep_wrong: what is wrong with one row is a warning */
bool table_failed(const Table *table, uint32_t row);
uint32_t table_failures(const Table *table); /* rows that failed, those of the wrong length among them */
/* CSV of these rows: the header and "reason", the cells as they were (of a spreadsheet: as shown). Reads as a table again. */
Text table_failed_csv(Task *task, const Table *table);

#endif
