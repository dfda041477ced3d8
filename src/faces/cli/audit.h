/* faces/cli/audit.h - the words of `declarant audit`: report ... */
#ifndef DECLARANT_FACES_CLI_AUDIT_H
#define DECLARANT_FACES_CLI_AUDIT_H

#include "faces/cli/cli.h"

/* Each with its word still as the first operand. */
Exit audit_report(Cli *cli);
Exit audit_list(Cli *cli);
Exit audit_sample(Cli *cli);
Exit audit_prove(Cli *cli);

#endif
