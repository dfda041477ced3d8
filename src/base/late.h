/* base/late.h - shared libraries that are loaded when they are first needed.
 *
 * Most runs write no spreadsheet and speak to no database server; loading those libraries would cost each of them more than the run
 * itself (docs/decisions/0001-static-core.md). A user of such a library keeps its functions in a struct of its own, next to the handle:
 *
 *     typedef struct Pq { void *handle; __typeof__(&PQconnectdb) connect; __typeof__(&PQfinish) finish; } Pq;
 *     pq.handle = LATE_OPEN(task, "libpq.so.5", "libpq5", { "PQconnectdb", &pq.connect }, { "PQfinish", &pq.finish });
 */
#ifndef DECLARANT_BASE_LATE_H
#define DECLARANT_BASE_LATE_H

#include "base/task.h"

typedef struct LateSymbol {
    const char *name; /* as the library exports it */
    void *at;         /* where the pointer to it goes: the address of a pointer to a function */
} LateSymbol;

/* The library `file`, all its symbols set. NULL with an error [no-library] that names Debian's `package` when it is not there or lacks one. */
void *late_open(Task *task, const char *file, const char *package, const LateSymbol *symbols, size_t count);
/* Gives the library back and sets *handle to NULL; NULL is fine. */
void late_close(void **handle);
#define LATE_OPEN(task, file, package, ...) \
    late_open((task), (file), (package), (const LateSymbol[]){ __VA_ARGS__ }, sizeof((const LateSymbol[]){ __VA_ARGS__ }) / sizeof(LateSymbol))

#endif
