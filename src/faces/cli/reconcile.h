/* faces/cli/reconcile.h - how the tables of `declarant reconcile` are read, apart from what asks the law: both sides have types of one name. */
#ifndef DECLARANT_FACES_CLI_RECONCILE_H
#define DECLARANT_FACES_CLI_RECONCILE_H

#include "casework/slips.h"
#include "faces/cli/cli.h"

/* From the options; EXIT_DONE, or misuse. */
Exit reconcile_reading(Cli *cli, SlipReading *reading);
/* Rows that were put aside, into the file of --failed. */
Exit reconcile_failed(Cli *cli, const Books *books);

#endif
