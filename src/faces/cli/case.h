/* faces/cli/case.h - the parts of `declarant case`. */
#ifndef DECLARANT_FACES_CLI_CASE_H
#define DECLARANT_FACES_CLI_CASE_H

#include "faces/cli/ledger_open.h"

Exit case_new(Cli *cli);
Exit case_from(Cli *cli); /* new --from, --from-case */
Exit case_list(Cli *cli);
Exit case_show(Cli *cli);
Exit case_file(Cli *cli);
Exit case_record(Cli *cli);
Exit case_fact(Cli *cli);
Exit case_add(Cli *cli);
Exit case_payments(Cli *cli);
Exit case_status(Cli *cli);
Exit case_advance(Cli *cli);
Exit case_assign(Cli *cli);
Exit case_approve(Cli *cli);
Exit case_export(Cli *cli);

/* "kept: case vn-w11, record 3f21a0c4d5e6 (12)" */
Exit tell_kept(Cli *cli, const Record *record);

/* Operands after the word that names the part. */
static inline Text case_operand(const Cli *cli, size_t at) { return cli_operand(cli, at + 1); }
static inline size_t case_operands(const Cli *cli) { return cli->operand_count - 1; }

#endif
