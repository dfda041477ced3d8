/* faces/cli/evidence.h - the parts of `declarant evidence`, one function each, and what they share. */
#ifndef DECLARANT_FACES_CLI_EVIDENCE_H
#define DECLARANT_FACES_CLI_EVIDENCE_H

#include "base/csv.h"
#include "casework/evidence.h"
#include "faces/cli/cli.h"

/* Each takes its operands from the second on: the first is the word that chose it. */
Exit evidence_check_proof(Cli *cli);
Exit evidence_key(Cli *cli);
Exit evidence_complete(Cli *cli);

/* Those that need a ledger: it is open, and closed behind them. */
typedef Exit EvidenceWork(Cli *cli, Ledger *ledger);
Exit evidence_add(Cli *cli, Ledger *ledger);
Exit evidence_show_all(Cli *cli, Ledger *ledger);
Exit evidence_show(Cli *cli, Ledger *ledger);
Exit evidence_take(Cli *cli, Ledger *ledger);
Exit evidence_check(Cli *cli, Ledger *ledger);
Exit evidence_prove_one(Cli *cli, Ledger *ledger);
Exit evidence_head(Cli *cli, Ledger *ledger);
Exit evidence_stamp(Cli *cli, Ledger *ledger);
Exit evidence_bundle(Cli *cli, Ledger *ledger);
Exit evidence_remove(Cli *cli, Ledger *ledger);

/* data/evidence.csv; NULL where it is not there. */
const Csv *evidence_types(Cli *cli);
/* --key as a secret key. EXIT_DONE, misuse where it is not given, EXIT_ERROR. */
Exit evidence_secret_key(Cli *cli, SecretKey *key);
/* What stands in `out` goes to --output, or to standard output. */
Exit evidence_out(Cli *cli);

#endif
