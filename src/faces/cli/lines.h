/* faces/cli/lines.h - input of one thing a line: cases, expressions. A line is read when it is asked for, so that a program
 * at the other end of two pipes can ask and listen in turn. */
#ifndef DECLARANT_FACES_CLI_LINES_H
#define DECLARANT_FACES_CLI_LINES_H

#include <stdio.h>

#include "faces/cli/cli.h"

typedef struct Lines {
    FILE *file;
    const char *path; /* "-": standard input */
    char *line;       /* the line at hand, from malloc: it outlives the region in which a line is worked */
    size_t length;    /* its bytes */
    size_t room;      /* bytes that fit */
    uint64_t number;  /* of the line at hand: 1, 2, ... */
    bool too_long;    /* more came than LIMIT_FILE_BYTES; the rest was passed over */
} Lines;

/* False with an error in cli's report. */
bool lines_open(Cli *cli, Lines *lines, const char *path);
/* The next line that is not empty, without blanks around it; false at the end. It holds until the next one is asked for. */
bool lines_next(Lines *lines, Text *line);
/* False with an error when the file could not be read to its end. */
bool lines_close(Cli *cli, Lines *lines);

#endif
