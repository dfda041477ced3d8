/* faces/cli/decide.h - `declarant determine --lines --decide NAMES`: a few decisions for many cases, as fast as they come. */
#ifndef DECLARANT_FACES_CLI_DECIDE_H
#define DECLARANT_FACES_CLI_DECIDE_H

#include "determination/determination.h"
#include "faces/cli/cli.h"

/* One JSON case a line in, one JSON object with the named decisions a line out, in the same order. A line that is no good case gives
 * {"status": "error", ...} and its report on stderr; the exit is then EXIT_ERROR. Under the law of the options' moment, with their rates. */
Exit decide_lines(Cli *cli, Text names, const DetermineOptions *options);

#endif
