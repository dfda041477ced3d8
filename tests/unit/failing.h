/* tests/unit/failing.h - an allocator that fails on its n-th call, and a walk over every n.
 *
 * What a work takes from its region is refused once at each place in turn. It must come back through the guard, leave
 * no memory (AddressSanitizer looks) and no open file; at last it runs to its end.
 */
#ifndef DECLARANT_TESTS_FAILING_H
#define DECLARANT_TESTS_FAILING_H

#include <dirent.h>
#include <stdlib.h>

#include "base/task.h"

typedef struct Failing {
    size_t calls; /* so far */
    size_t fails; /* the call that gets nothing */
} Failing;

static void *failing_allocate(void *context, size_t bytes)
{
    Failing *failing = context;
    return ++failing->calls == failing->fails ? NULL : malloc(bytes);
}

static void failing_release(void *context, void *memory)
{
    (void)context;
    free(memory);
}

static inline int open_files(void)
{
    int count = 0;
    DIR *directory = opendir("/proc/self/fd");
    while (directory && readdir(directory))
        count++;
    if (directory)
        closedir(directory);
    return count;
}

typedef struct FailingRun {
    void (*work)(Task *task);
    Task *task;
} FailingRun;

static void failing_work(void *argument)
{
    FailingRun *run = argument;
    run->work(run->task);
}

/* How many places there were to fail at; -1 when a file stayed open. */
static inline int fail_everywhere(void (*work)(Task *task))
{
    for (size_t n = 1;; n++) {
        Failing failing = { 0, n };
        Allocator allocator = { failing_allocate, failing_release, &failing };
        Region region;
        region_init(&region, &allocator);
        Report report;
        report_init(&report, &region);
        Task task = { &region, &report, NULL };
        FailingRun run = { work, &task };
        int files = open_files();
        bool done = region_guard(&region, failing_work, &run);
        region_close(&region);
        if (open_files() != files)
            return -1;
        if (done)
            return (int)n - 1;
    }
}

#endif
