/* faces/cli/load.h - from the words of a command line to rulebooks, a lawbook, a determination. */
#ifndef DECLARANT_FACES_CLI_LOAD_H
#define DECLARANT_FACES_CLI_LOAD_H

#include "determination/lawbook.h"
#include "faces/cli/cli.h"
#include "rulebook/phrases.h"

/* --rulebooks, DECLARANT_RULEBOOKS, beside the source tree, or installed. NULL with an error. */
const char *load_folder(Cli *cli);
/* The folder of the data for who needs no rulebooks: that there are none is no error then. NULL when there is none. */
const char *load_data_folder(Cli *cli);
/* The phrases of the data, and of the house, read once; what is at fault in them is left out. Never NULL. */
const Phrases *cli_phrases(Cli *cli);
/* A text of a page in the language of the run; the text itself in English, and where nobody has translated it. */
Text phrase(Cli *cli, Text english);
/* Pages of one jurisdiction, or of all when it is empty; no figure is worked out with them. NULL with errors. */
const Rulebooks *load_books(Cli *cli, Text jurisdiction);
/* --jurisdiction in capitals; empty when it is not given. */
Text cli_jurisdiction(Cli *cli);
/* Whether the books have a page of --jurisdiction; says so on standard error when none is. */
bool has_jurisdiction(Cli *cli, const Rulebooks *books);
/* The folder, opened once; main.c closes it. NULL with an error. */
Lawbook *load_lawbook(Cli *cli);
/* The same with its examples; to be asked for first. */
Lawbook *load_whole_lawbook(Cli *cli);

typedef struct Opened {
    LawbookOutcome outcome;
    CaseHead head;
    const Determination *answer; /* DETERMINED */
} Opened;

/* Read a case and determine it. The answer lives in `task`'s region. */
Opened case_open(Cli *cli, Task *task, const Source *source, const DetermineOptions *options);
/* The table of --rates; NULL where none is given, and with errors where it cannot be read. */
const RateTable *cli_rates(Cli *cli);
/* --as-of, --rates and --layer. EXIT_DONE, or misuse. */
Exit determine_options(Cli *cli, DetermineOptions *options);
/* An ISO day of the command line; false when it is none. */
bool day_given(Text text, int64_t *day);

#endif
