/* casework/intake_inside.h - what the files that read tables of facts share. */
#ifndef DECLARANT_CASEWORK_INTAKE_INSIDE_H
#define DECLARANT_CASEWORK_INTAKE_INSIDE_H

#include "casework/intake_table.h"

typedef struct NamedField { /* of a column */
    const FactEntry *fact;    /* NULL: the id of the thing, or neither */
    const ThingEntry *thing;  /* whose it is; NULL: of the row (its currency) */
    Text key;                 /* "payment_day" */
} NamedField;

struct IntakeNames {
    const Rulebooks *books;
    const Phrases *phrases;
    const Csv *countries;     /* data/codelists/countries.csv */
    ColumnNames *names;
    uint32_t field_count;
    NamedField *fields;       /* by number of the field */
    int case_field, currency_field, amount_field; /* -1: none */
};

/* The cell of a fact as JSON; empty where nothing stands there. CELL_WRONG with an error at the cell. `currency`: of the row, or empty. */
CellRead intake_value(Task *task, const IntakeNames *names, Table *table, Columns *columns, uint32_t row, uint32_t field, Text currency, Text *json);

#endif
