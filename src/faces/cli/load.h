/* faces/cli/load.h - from a folder and a file to rulebooks, a program, a determination. */
#ifndef DECLARANT_FACES_CLI_LOAD_H
#define DECLARANT_FACES_CLI_LOAD_H

#include "determination/determination.h"
#include "faces/cli/cli.h"

typedef struct Loaded { /* one jurisdiction and movement, read once */
    Text jurisdiction, movement;
    const Rulebooks *books;
    const Program *program; /* NULL: it could not be linked, which was told */
    struct Loaded *next;
} Loaded;

/* --rulebooks, DECLARANT_RULEBOOKS, beside the source tree, or installed. NULL with an error. */
const char *load_folder(Cli *cli);
/* DECLARANT_DATA, else data/ in or beside the rulebooks, else installed; NULL when there is none. */
const char *load_data_folder(Cli *cli, const char *rulebooks);
/* The same for who needs no rulebooks: that there are none is no error then. */
const char *load_data_alone(Cli *cli);
/* Pages of one jurisdiction, or of all when it is empty. NULL with errors. */
const Rulebooks *load_books(Cli *cli, Text jurisdiction);
/* The law of a jurisdiction and movement, linked; kept for the next case. Never NULL; its program may be. */
const Loaded *load_law(Cli *cli, Text jurisdiction, Text movement);

typedef enum OpenedKind {
    OPENED_FAILED,      /* told in the task's report */
    OPENED_UNTOLD,      /* jurisdiction or movement is not told: nothing can be asked */
    OPENED_NOT_COVERED, /* no page of the law is for this jurisdiction and movement */
    OPENED_DETERMINED   /* `answer` */
} OpenedKind;

typedef struct Opened {
    OpenedKind kind;
    CaseHead head;
    const Loaded *law;           /* NULL when untold */
    const Determination *answer; /* DETERMINED; also NOT_COVERED, where it says nothing */
} Opened;

/* Read a case and determine it. Results live in `task`'s region, the law in the process's. */
Opened case_open(Cli *cli, Task *task, const Source *source, const DetermineOptions *options);
/* --as-of and --layer. EXIT_DONE, or misuse. */
Exit determine_options(Cli *cli, DetermineOptions *options);
/* An ISO day of the command line; false when it is none. */
bool day_given(Text text, int64_t *day);

#endif
