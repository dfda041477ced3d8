/* base/child.h - another program, run to its end within limits: bytes in, bytes out.
 *
 * The program is looked for on the PATH and runs without a shell. It reads `input` from a socket and writes to pipes; it inherits no other open file, may
 * not write files, and is ended when it takes more time, memory or output than it may.
 */
#ifndef DECLARANT_BASE_CHILD_H
#define DECLARANT_BASE_CHILD_H

#include "base/task.h"

typedef struct ChildLimits {
    unsigned seconds; /* of processor time, and twice that by the clock */
    size_t memory;    /* bytes of address space */
    size_t output;    /* bytes on its standard output */
} ChildLimits;

typedef enum ChildEnd { CHILD_DONE, CHILD_NOT_FOUND, CHILD_TOO_MUCH, CHILD_FAILED } ChildEnd;

typedef struct ChildResult {
    ChildEnd end;  /* FAILED: a signal ended it, or the system could not run it */
    int code;      /* DONE: its exit code */
    Text output;   /* as much as came; in task's region */
    Text errors;   /* the first few bytes of its standard error */
} ChildResult;

/* `words` ends with NULL; the first is the program's name. */
void child_run(Task *task, const char *const *words, Text input, const ChildLimits *limits, ChildResult *result);

#endif
