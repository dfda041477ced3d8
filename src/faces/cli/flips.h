/* faces/cli/flips.h - `declarant explain --flip`: which change of facts would change the outcome, and what it is worth. */
#ifndef DECLARANT_FACES_CLI_FLIPS_H
#define DECLARANT_FACES_CLI_FLIPS_H

#include "faces/cli/load.h"

/* `decision` and `place` may be empty: then any entry counts. */
Exit flips_show(Cli *cli, const Source *source, const DetermineOptions *options, Text decision, Text place);

#endif
