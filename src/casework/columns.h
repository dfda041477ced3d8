/* casework/columns.h - what the columns of a table mean, and the values in them.
 *
 *     data/X-columns.csv ──▶ ColumnNames ─┐
 *     Table ──────────────────────────────┴─columns_map──▶ Columns ──columns_day, _number, _code ...──▶ values
 *
 * Names of columns are forgiven capitals, blanks, underscores, full-width forms, the marks of Vietnamese letters, and what stands in
 * brackets ("Value (USD)"). Values are forgiven nothing that could be read in two ways: a day or number that could mean two things is an
 * error that is a question, with its place and the option that answers it. Where one cell of the column can be read in one way only, it
 * decides for the column, and that is told as a note. A code that may have lost zeros is shown with them, and never changed unasked.
 */
#ifndef DECLARANT_CASEWORK_COLUMNS_H
#define DECLARANT_CASEWORK_COLUMNS_H

#include "casework/table.h"
#include "value/decimal.h"

/* ---- names, from data ---- */

typedef enum ColumnHolds { COLUMN_TEXT, COLUMN_DAY, COLUMN_NUMBER, COLUMN_CODE, COLUMN_YES } ColumnHolds;

typedef struct ColumnField {
    Text key;        /* "contract", as the data file has it */
    ColumnHolds kind; /* column "kind" of the data file: text (default), day, number, code, yes */
    Text widths;     /* column "width": digits that a code has, "8;10"; empty: not told */
} ColumnField;

typedef struct ColumnNames ColumnNames;
/* CSV with columns field, en, zh, vi and, if told, kind and width; several names in a cell parted by ";". NULL with errors: a name
 * that means two fields, a kind that is none. */
const ColumnNames *column_names_read(Task *task, const Source *source);
/* The same from the folder of the data: "reconcile-columns.csv". */
const ColumnNames *column_names_open(Task *task, const char *data_folder, const char *file);
/* For names that come from elsewhere (facts.md): an empty set, and one more name of a field, which is added when it is new.
 * False where the name means another field already; nothing is told. */
ColumnNames *column_names_new(Region *region);
bool column_names_add(Task *task, ColumnNames *names, Text key, ColumnHolds kind, Text name);
/* "6;8;10": the digits that a code of this field has. */
void column_names_widths(ColumnNames *names, Text key, Text widths);
uint32_t column_names_count(const ColumnNames *names);
const ColumnField *column_names_at(const ColumnNames *names, uint32_t field);
int column_field(const ColumnNames *names, Text key);  /* number of the field, or -1 */
int column_meant(Region *scratch, const ColumnNames *names, Text header); /* number of the field a header means, or -1 */

/* ---- the columns of one table ---- */

typedef enum DayOrder { DAY_ORDER_ASK, DAY_ORDER_DMY, DAY_ORDER_MDY, DAY_ORDER_YMD } DayOrder;
typedef enum DecimalSign { DECIMAL_ASK, DECIMAL_POINT, DECIMAL_COMMA } DecimalSign;

typedef struct ColumnsOptions { /* zeros are the defaults */
    DayOrder day_order;  /* --day-order */
    DecimalSign decimal; /* --decimal */
    Text accept_zeros;   /* --accept-zeros: names or keys of columns, parted by commas, whose lost zeros are put back */
    bool quiet;          /* columns that nobody knows are not told */
} ColumnsOptions;

typedef struct Columns Columns;
/* NULL with an error [column-twice]: two columns mean one field. A column nobody knows is a warning [column-unknown]. */
Columns *columns_map(Task *task, const ColumnNames *names, Table *table, const ColumnsOptions *options);
/* How many fields of `names` the table has, and how many columns none of them means: to tell which kind of file it is. */
typedef struct ColumnsFit { uint32_t known, unknown; } ColumnsFit;
ColumnsFit columns_fit(Region *scratch, const ColumnNames *names, const Table *table);

int columns_column(const Columns *columns, uint32_t field);      /* of the table, or -1 */
int columns_meaning(const Columns *columns, uint32_t column);    /* number of the field, or -1 */

/* The rest of the table says that the column means another field than its name alone; -1: none. The field has no column yet. */
void columns_settle(Columns *columns, uint32_t column, int field);

/* ---- values: `field` is the number of the field; CELL_NONE where the table has no such column, or nothing stands there ---- */

typedef enum CellRead { CELL_WRONG = -1, CELL_NONE, CELL_READ } CellRead;

/* CELL_WRONG with an error at the cell; the error is also the reason of the row (table_fail). */
CellRead columns_text(Task *task, Columns *columns, uint32_t row, uint32_t field, Text *out);   /* without blanks around it */
CellRead columns_day(Task *task, Columns *columns, uint32_t row, uint32_t field, int64_t *days); /* since 1970-01-01 */
typedef struct CellNumber {
    Decimal number;
    Text currency; /* "USD" where it stands in the cell, or in brackets in the header; empty: not told */
    bool percent;  /* a "%" stood behind it; the number is as it is written */
} CellNumber;
CellRead columns_number(Task *task, Columns *columns, uint32_t row, uint32_t field, CellNumber *out);
CellRead columns_code(Task *task, Columns *columns, uint32_t row, uint32_t field, Text *out);
CellRead columns_yes(Task *task, Columns *columns, uint32_t row, uint32_t field, bool *out);
/* Where the field's cell stands; of a field without a column, the row's first cell. */
Span columns_span(Region *region, const Columns *columns, uint32_t row, uint32_t field);

#endif
