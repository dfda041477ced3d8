/* faces/cli/ledger_open.h - the ledger a command works with: --ledger, else DECLARANT_LEDGER. */
#ifndef DECLARANT_FACES_CLI_LEDGER_OPEN_H
#define DECLARANT_FACES_CLI_LEDGER_OPEN_H

#include "faces/cli/load.h"
#include "ledger/ledger.h"

/* What a command that works with a ledger takes, in commands.def. */
#define LEDGER_OPTIONS (TAKES(LEDGER) | TAKES(BY))

/* Opened once; main.c closes it. `make`: it is made where there is none. NULL with an error, [no-ledger-named] where no place is told. */
Ledger *load_ledger(Cli *cli, bool make);
/* "-" on standard input too. The bytes as a blob inside a transaction; empty with an error. */
Text keep_file(Cli *cli, Ledger *ledger, const char *path);
/* Who works: --by, DECLARANT_USER, or the user of the system. */
Text cli_user(Cli *cli);
/* Today as the ledger's clock has it: DECLARANT_NOW, else the system's. An ISO day. */
Text cli_today(Cli *cli);

#endif
