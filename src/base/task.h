/* base/task.h - what every call needs: memory, a report, a way to be stopped. */
#ifndef DECLARANT_BASE_TASK_H
#define DECLARANT_BASE_TASK_H

#include "base/limits.h"
#include "base/report.h"

typedef struct Task {
    Region *region;            /* results live here */
    Report *report;            /* faults are told here */
    const volatile int *cancel; /* when it becomes other than 0, long work stops; NULL: never */
} Task;

static inline bool task_cancelled(const Task *task)
{
    return task->cancel && __atomic_load_n(task->cancel, __ATOMIC_RELAXED); /* another thread may raise it */
}

/* Run `work(argument)` so that a region without memory leads back here instead of to abort().
 * True when the work ran to its end; false when memory ran out: what it put into the region is
 * then lost, and the caller says so. Guards nest; the region's former guard is put back. */
bool region_guard(Region *region, void (*work)(void *argument), void *argument);

#endif
