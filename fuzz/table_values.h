/* fuzz/table_values.h - all values of a table that was read, by fields of every kind; and its failed rows, which read as a table again. */
#ifndef DECLARANT_FUZZ_TABLE_VALUES_H
#define DECLARANT_FUZZ_TABLE_VALUES_H

#include <stdlib.h>

#include "casework/columns.h"

static const char fuzz_names[] = "field,kind,width,en,zh\na,text,,a,甲\nday,day,,d;day,日期\nvalue,number,,v;value,价值\ncode,code,8;10,c;code,编码\nnumber,code,,n;number,号\nyes,yes,,y;yes,是\n";

static inline void read_value(Task *task, Columns *columns, ColumnHolds kind, uint32_t row, uint32_t field)
{
    Text text;
    int64_t days;
    bool yes;
    CellNumber number;
    CellRead read = kind == COLUMN_DAY      ? columns_day(task, columns, row, field, &days)
                    : kind == COLUMN_NUMBER ? columns_number(task, columns, row, field, &number)
                    : kind == COLUMN_CODE   ? columns_code(task, columns, row, field, &text)
                    : kind == COLUMN_YES    ? columns_yes(task, columns, row, field, &yes)
                                            : columns_text(task, columns, row, field, &text);
    if (read == CELL_WRONG && !task->report->errors && !task->report->warnings)
        abort(); /* a cell that is wrong is told */
}

static inline void read_values(Task *task, Table *table)
{
    Source source = { TEXT("names"), text_of(fuzz_names) };
    const ColumnNames *names = column_names_read(task, &source);
    if (!names)
        abort();
    Columns *columns = columns_map(task, names, table, &(ColumnsOptions){ .accept_zeros = TEXT("code") });
    for (uint32_t row = 0; columns && row < table_rows(table); row++)
        for (uint32_t field = 0; field < column_names_count(names); field++)
            read_value(task, columns, column_names_at(names, field)->kind, row, field);
}

/* What comes back must be readable, with no row more or less. */
static inline void read_failed(Task *task, Table *table)
{
    uint32_t failures = table_failures(table);
    Table *again = table_of(task, TEXT("failed"), table_failed_csv(task, table), &(TableOptions){ 0 });
    if (!again || table_rows(again) != failures)
        abort();
}

static inline void use_table(Task *task, Table *table)
{
    for (uint32_t row = 0; row < table_rows(table); row++)
        for (uint32_t column = 0; column < table_columns(table); column++) {
            Text told = table_cell(table, row, column).text;
            if (told.length > span_text(table_span(task->region, table, row, column)).length)
                abort(); /* a value is never longer than what stands there */
            table_place(task->region, table, row, column);
        }
    read_values(task, table);
    read_failed(task, table);
    Builder out = builder_on(task->region);
    report_print(&out, task->report, false);
}

#endif
