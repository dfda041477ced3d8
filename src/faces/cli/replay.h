/* faces/cli/replay.h - the two halves of `declarant replay`: the same law, and newer law. */
#ifndef DECLARANT_FACES_CLI_REPLAY_H
#define DECLARANT_FACES_CLI_REPLAY_H

#include "faces/cli/ledger_open.h"

/* Determinations of the cases that are named, or of all, in the order they were kept. False with an error. */
bool replay_find(Cli *cli, Ledger *ledger, Records *records);
Exit replay_newer(Cli *cli);

#endif
