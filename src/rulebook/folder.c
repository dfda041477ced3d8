/* rulebook/folder.c - where rulebooks lie, and paths below them. See model.h, reader.h.
 *
 * Order: the environment; beside the source tree the program was built in; where it was installed. */
#include "rulebook/reader.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- paths ---- */

char *path_shown(Region *region, Text base, Text name)
{
    while (text_starts(base, TEXT("./")))
        base = text_slice(base, 2, base.length);
    return text_is(base, ".") || !base.length ? text_string(region, name) : path_join(region, base, name);
}

bool path_leaves(Text name)
{
    if (!name.length || name.at[0] == '/' || memchr(name.at, '\0', name.length))
        return true;
    Text rest = name;
    do
        if (text_is(text_cut(rest, '/', &rest), ".."))
            return true;
    while (rest.at);
    return false;
}

/* ---- the folder ---- */

static bool holds_rulebooks(Region *region, const char *folder)
{
    return file_exists(path_join(region, text_of(folder), TEXT("facts.md")));
}

/* "/a/b/c" -> "/a/b"; empty at the root. */
static Text parent_of(Text path)
{
    while (path.length && path.at[path.length - 1] != '/')
        path.length--;
    while (path.length && path.at[path.length - 1] == '/')
        path.length--;
    return path;
}

/* The folder the running program lies in; empty when the system does not tell. */
static Text program_folder(Region *region)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    return length <= 0 ? TEXT_NONE : parent_of(text_copy(region, (Text){ path, (size_t)length }));
}

/* DIR/rulebooks, DIR/../rulebooks, ... */
static const char *beside_source_tree(Region *region, Text folder)
{
    enum { MOST_LEVELS = 8 };
    for (int i = 0; i < MOST_LEVELS && folder.length; i++, folder = parent_of(folder)) {
        const char *path = path_join(region, folder, TEXT("rulebooks"));
        if (holds_rulebooks(region, path))
            return path;
    }
    return NULL;
}

static const char *where_installed(Region *region, Text folder)
{
#ifdef DECLARANT_INSTALLED_RULEBOOKS
    if (holds_rulebooks(region, DECLARANT_INSTALLED_RULEBOOKS))
        return DECLARANT_INSTALLED_RULEBOOKS;
#endif
    const char *path = path_join(region, parent_of(folder), TEXT("share/declarant/rulebooks"));
    return holds_rulebooks(region, path) ? path : NULL;
}

static const char *from_environment(Task *task, const char *told)
{
    if (holds_rulebooks(task->region, told))
        return text_string(task->region, text_of(told));
    Problem *problem = report_error(task->report, "no-rulebooks", SPAN_NONE, "folder \"%s\" holds no rulebooks", told);
    problem_hint(task->report, problem, "DECLARANT_RULEBOOKS names a folder with a file facts.md.");
    return NULL;
}

const char *rulebooks_folder(Task *task)
{
    const char *told = getenv("DECLARANT_RULEBOOKS");
    if (told && *told)
        return from_environment(task, told);
    Text program = program_folder(task->region);
    const char *folder = beside_source_tree(task->region, program);
    if (!folder)
        folder = where_installed(task->region, program);
    if (folder)
        return folder;
    Problem *problem = report_error(task->report, "no-rulebooks", SPAN_NONE, "no folder of rulebooks was found");
    problem_hint(task->report, problem, "Set DECLARANT_RULEBOOKS to a folder with a file facts.md.");
    return NULL;
}
