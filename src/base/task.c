/* base/task.c - see task.h. */
#include "base/task.h"

bool region_guard(Region *region, void (*work)(void *argument), void *argument)
{
    jmp_buf *volatile former = region->on_empty;
    jmp_buf here;
    volatile bool done = false;
    if (setjmp(here) == 0) {
        region->on_empty = &here;
        work(argument);
        done = true;
    }
    region->on_empty = former;
    return done;
}
