/* faces/cli/dmn_files.h - rulebooks as DMN models, and back. */
#ifndef DECLARANT_FACES_CLI_DMN_FILES_H
#define DECLARANT_FACES_CLI_DMN_FILES_H

#include "faces/cli/cli.h"

Exit dmn_export_command(Cli *cli);
Exit dmn_import_command(Cli *cli);

#endif
