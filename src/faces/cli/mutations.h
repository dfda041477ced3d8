/* faces/cli/mutations.h - `declarant check --mutate`: which changes of the law nobody would notice. */
#ifndef DECLARANT_FACES_CLI_MUTATIONS_H
#define DECLARANT_FACES_CLI_MUTATIONS_H

#include "determination/mutate.h"
#include "faces/cli/cli.h"

/* The rulebooks are without errors. Survivors and counts into `cli->out`. */
Exit mutations_show(Cli *cli, const MutateOptions *options);

#endif
