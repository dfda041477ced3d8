/* base/csv.h - CSV as RFC 4180 has it, strict: a header row, every row as many cells as the header. */
#ifndef DECLARANT_BASE_CSV_H
#define DECLARANT_BASE_CSV_H

#include "base/task.h"

typedef struct CsvCell {
    Text text; /* quotes resolved */
    Span span; /* as it stands in the file */
} CsvCell;

typedef struct Csv {
    uint32_t columns;
    uint32_t rows;  /* without the header */
    CsvCell *header; /* columns cells */
    CsvCell *cells;  /* rows * columns cells, row by row */
} Csv;

/* NULL with errors that name line and column: unclosed quote, text after a quote, wrong number of cells, no header,
 * header name twice. CRLF and LF both end a row; a last row without an end is fine; an empty line is an error. */
const Csv *csv_read(Task *task, const Source *source);
/* Index of a column by name, or -1. */
int csv_column(const Csv *csv, Text name);
static inline const CsvCell *csv_cell(const Csv *csv, uint32_t row, uint32_t column)
{
    return &csv->cells[(size_t)row * csv->columns + column];
}

#endif
