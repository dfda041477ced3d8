/* faces/cli/tables.h - how tables of business data are to be read: the words of a command line for casework/table.h and columns.h. */
#ifndef DECLARANT_FACES_CLI_TABLES_H
#define DECLARANT_FACES_CLI_TABLES_H

#include "casework/columns.h"
#include "faces/cli/cli.h"

/* What a command that reads tables takes, in commands.def. Rows put aside (--failed) are a matter of each command. */
#define TABLE_OPTIONS (TAKES(ENCODING) | TAKES(SHEET) | TAKES(DAY_ORDER) | TAKES(DECIMAL) | TAKES(ACCEPT_ZEROS))

typedef struct TableReading {
    TableOptions table;
    ColumnsOptions columns;
} TableReading;

/* EXIT_DONE, or misuse. */
Exit table_reading(Cli *cli, TableReading *reading);

#endif
