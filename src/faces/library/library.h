/* faces/library/library.h - inside of the library face: how a public call is run. */
#ifndef DECLARANT_FACES_LIBRARY_LIBRARY_H
#define DECLARANT_FACES_LIBRARY_LIBRARY_H

#include "declarant.h"

#include "determination/lawbook.h"

struct declarant_law {
    Allocator allocator; /* the caller's, or the default */
    Lawbook *lawbook;
};

typedef struct Call {
    const Allocator *allocator;
    Task task;                 /* its region is the call's, its report is handed out when the call fails */
    void *arguments;
    declarant_result result;   /* FAULT until the work says otherwise */
    void (*work)(struct Call *call);
} Call;

/* Run `call->work` with a task in `region`, under a guard. *report (may be NULL) is closed first, and set when the result is
 * DECLARANT_FAULT. */
declarant_result call_run(Call *call, Region *region, declarant_report **report);
/* A day of the options by its name; true where none is given, false with an error where it is none. */
bool call_day(Call *call, const char *name, const char *text, bool *has, int64_t *day);

#endif
