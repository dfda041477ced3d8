/* faces/cli/reconcile_tables.c - see reconcile.h. */
#include "faces/cli/reconcile.h"

#include "faces/cli/tables.h"

Exit reconcile_reading(Cli *cli, SlipReading *reading)
{
    TableReading tables;
    Exit exit = table_reading(cli, &tables);
    *reading = (SlipReading){ .encoding = tables.table.encoding, .sheet = tables.table.sheet, .accept_zeros = tables.columns.accept_zeros, .day_order = (int)tables.columns.day_order,
                              .decimal = (int)tables.columns.decimal, .failed = cli_on(cli, OPTION_FAILED) };
    return exit;
}

Exit reconcile_failed(Cli *cli, const Books *books)
{
    const Table **tables = REGION_ARRAY(&cli->region, const Table *, books->files.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < books->files.count; i++)
        if (books->files.at[i].table)
            tables[count++] = books->files.at[i].table;
    return table_failed_rows(cli, tables, count);
}
