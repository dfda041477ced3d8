/* casework/columns_inside.h - the columns of a table as columns.c finds them and column_values.c reads them. For these two alone. */
#ifndef DECLARANT_CASEWORK_COLUMNS_INSIDE_H
#define DECLARANT_CASEWORK_COLUMNS_INSIDE_H

#include "casework/columns.h"

typedef struct ColumnState { /* what is known of a field's column; what must be looked up in all of it is found when it is first needed */
    int column;              /* -1: none */
    bool days_seen, numbers_seen, codes_seen;
    bool days_mixed, numbers_mixed; /* cells that can be read in one way only disagree */
    DayOrder order;          /* ASK: no cell decides */
    DecimalSign sign;
    uint32_t doubtful_days, doubtful_numbers; /* cells that can be read in two ways */
    bool days_told, numbers_told, zeros_told; /* so that a column is told once */
    bool accepts_zeros;
    uint32_t width;          /* digits that nearly all codes of the column have; 0: they differ */
    Text currency;           /* in brackets in the header: "Value (USD)" */
} ColumnState;

struct Columns {
    const ColumnNames *names;
    Table *table;
    ColumnsOptions options;
    ColumnState *of; /* by field */
    int *meaning;    /* by column of the table */
};

/* Is one of the names in a list, parted by commas, a name of the field? */
bool column_is_listed(Region *scratch, const ColumnNames *names, uint32_t field, Text header, Text list);

#endif
