/* fuzz/guarded.h - a fuzz target that runs in a region of its own, under a guard: running out of memory is no finding. */
#ifndef DECLARANT_FUZZ_GUARDED_H
#define DECLARANT_FUZZ_GUARDED_H

#include "base/task.h"

enum { FUZZ_MEMORY = 256 * 1024 * 1024 };

typedef struct Input {
    Task *task;
    Text bytes;
} Input;

/* `work` takes an Input. */
static inline int run_guarded(void (*work)(void *), const uint8_t *bytes, size_t length)
{
    Region region;
    Report report;
    region_init(&region, NULL);
    region.limit = FUZZ_MEMORY;
    report_init(&report, &region);
    Task task = { &region, &report, NULL };
    Input input = { &task, { (const char *)bytes, length } };
    region_guard(&region, work, &input);
    region_close(&region);
    return 0;
}

#endif
