/* faces/cli/tables.h - how tables of business data are to be read: the words of a command line for casework/table.h and columns.h. */
#ifndef DECLARANT_FACES_CLI_TABLES_H
#define DECLARANT_FACES_CLI_TABLES_H

#include "casework/columns.h"
#include "faces/cli/cli.h"

/* What a command that reads tables takes, in commands.def. With FAILED, where the command puts rows aside, too. */
#define TABLE_OPTIONS (TAKES(ENCODING) | TAKES(SHEET) | TAKES(DAY_ORDER) | TAKES(DECIMAL) | TAKES(ACCEPT_ZEROS))

typedef struct TableReading {
    TableOptions table;
    ColumnsOptions columns;
} TableReading;

/* EXIT_DONE, or misuse. */
Exit table_reading(Cli *cli, TableReading *reading);
/* Writes the rows that failed to the file of --failed, and says how many; without the option, or without such rows, nothing is done.
 * Several tables go one below the other, each with its header. EXIT_DONE, or EXIT_ERROR with its problem in the report. */
Exit table_failed_rows(Cli *cli, const Table *const *tables, size_t count);

#endif
