/* base/late.c - see late.h. */
#include "base/late.h"

#include <dlfcn.h>

static void *missing(Task *task, const char *file, const char *package)
{
    const char *why = dlerror();
    Problem *problem = report_error(task->report, "no-library", SPAN_NONE, "could not load the library %s: %s", file, why ? why : "no reason told");
    problem_hint(task->report, problem, "Install Debian's package %s.", package);
    return NULL;
}

void *late_open(Task *task, const char *file, const char *package, const LateSymbol *symbols, size_t count)
{
    void *handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return missing(task, file, package);
    for (size_t i = 0; i < count; i++) {
        void *symbol = dlsym(handle, symbols[i].name);
        if (!symbol) {
            missing(task, file, package);
            dlclose(handle);
            return NULL;
        }
        memcpy(symbols[i].at, &symbol, sizeof symbol); /* POSIX: a pointer to a function fits into void * */
    }
    return handle;
}

void late_close(void **handle)
{
    if (*handle)
        dlclose(*handle);
    *handle = NULL;
}
