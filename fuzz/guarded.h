/* fuzz/guarded.h - a fuzz target that runs in a region of its own, under a guard: running out of memory is no finding. */
#ifndef DECLARANT_FUZZ_GUARDED_H
#define DECLARANT_FUZZ_GUARDED_H

#include "base/task.h"

enum { FUZZ_MEMORY = 512 * 1024 * 1024 };

typedef struct Input {
    Task *task;
    Text bytes;
    void *beside; /* what outlives this input, such as the law; or NULL */
} Input;

/* `work` takes the Input, whose task is made for it and gone afterwards. */
static inline void guarded(void (*work)(void *), Input *input)
{
    Region region;
    Report report;
    region_init(&region, NULL);
    region.limit = FUZZ_MEMORY;
    report_init(&report, &region);
    input->task = &(Task){ &region, &report, NULL };
    region_guard(&region, work, input);
    region_close(&region);
}

static inline int run_guarded(void (*work)(void *), const uint8_t *bytes, size_t length)
{
    guarded(work, &(Input){ .bytes = { (const char *)bytes, length } });
    return 0;
}

#endif
