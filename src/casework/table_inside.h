/* casework/table_inside.h - a table as its readers fill it. For table*.c alone.
 *
 *     reader ──a row of PackedCells──▶ table_take_row ──▶ the header, or a place in a block of ROWS_OF_BLOCK rows
 */
#ifndef DECLARANT_CASEWORK_TABLE_INSIDE_H
#define DECLARANT_CASEWORK_TABLE_INSIDE_H

#include "base/archive.h"
#include "casework/table.h"

enum { ROWS_OF_BLOCK = 1024 };

typedef enum PackedForm {
    PACKED_PLAIN,  /* the bytes as they stand in the file, or a copy of a sheet's */
    PACKED_QUOTED, /* the bytes between two quotes of the file */
    PACKED_COPIED, /* a copy with quotes resolved; before it stand two uint32_t: from and to in the file */
    PACKED_TAIL    /* of a sheet: `pad` counts at the end, not before: decimals that only the form shows */
} PackedForm;

typedef struct PackedCell {
    const char *at;
    uint32_t length;
    uint8_t kind;  /* TableCellKind */
    uint8_t form;  /* PackedForm */
    uint16_t pad;  /* bytes before a number that only its form shows, zeros: they are not part of its value */
} PackedCell;

typedef struct TableBlock {
    PackedCell *cells; /* ROWS_OF_BLOCK * columns */
    uint32_t *numbers; /* of the rows: lines of CSV, rows of a sheet, from 1 */
} TableBlock;

typedef struct WrongRow { /* one that is no row of the table */
    PackedCell *cells;
    uint32_t count;
    uint32_t number;
    uint32_t before; /* rows of the table that stand before it */
    Text reason;
} WrongRow;

typedef struct Failure {
    uint32_t row;
    uint32_t order; /* in which it was told */
    Text reason;
} Failure;

struct Table {
    Text file;            /* as messages call it */
    const char *form;     /* "CSV" */
    Text sheet;           /* its name; of CSV empty */
    const Source *source; /* of CSV; NULL: cells have places of their own */
    bool keep_wrong;
    bool begun;           /* the header was taken */
    bool title_rows;      /* the header, and each row so far, has one cell: titles, perhaps */
    bool spoiled;         /* an error was told */
    uint32_t columns, rows, blank;
    uint32_t header_number;
    PackedCell *header;
    LIST_OF(TableBlock) blocks;
    LIST_OF(WrongRow) wrong;
    LIST_OF(Failure) failures; /* in the order told */
    uint8_t *failed;           /* a bit for each row; NULL: none yet */
    uint32_t failed_rows;
    char *pool, *pool_end;     /* room for texts of cells that are not those of a file */
};

/* The first row that is not blank becomes the header. False: the table cannot be read on, which was told. */
bool table_take_row(Task *task, Table *table, const PackedCell *cells, uint32_t count, uint32_t number);
/* A row that is not to be used: an error, or, where the table keeps such rows, a warning. */
void table_wrong_row(Task *task, Table *table, const PackedCell *cells, uint32_t count, uint32_t number, const char *name, Text reason);
/* A problem: an error that spoils the table, or, where it keeps wrong rows and `of_row`, a warning. */
Problem *table_complain(Task *task, Table *table, bool of_row, const char *name, Span span, Text why);
/* Bytes that live as long as the table. */
char *table_room(Region *region, Table *table, size_t bytes);
Text table_keep(Region *region, Table *table, Text text);
/* Where a cell stands that is not yet in the table. */
Span table_span_of(Region *region, const Table *table, const PackedCell *cell, uint32_t number, uint32_t column);
/* "C5" */
Text table_cell_name(Region *region, uint32_t column, uint32_t number);
PackedCell table_packed(const Table *table, uint32_t row, uint32_t column);
uint32_t table_number(const Table *table, uint32_t row);

/* The readers. False with errors. */
bool table_read_csv(Task *task, Table *table);                                                 /* table_csv.c */
bool table_read_xlsx(Task *task, Table *table, Archive *archive, const TableOptions *options);  /* table_xlsx.c */
bool table_is_ods(const Archive *archive);                                                     /* table_ods.c */
bool table_read_ods(Task *task, Table *table, Archive *archive, const TableOptions *options);

#endif
