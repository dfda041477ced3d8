/* faces/cli/evidence.h - the parts of `declarant evidence`, one function each. */
#ifndef DECLARANT_FACES_CLI_EVIDENCE_H
#define DECLARANT_FACES_CLI_EVIDENCE_H

#include "faces/cli/cli.h"

/* Each takes its operands from the second on: the first is the word that chose it. */
Exit evidence_check_proof(Cli *cli);

#endif
