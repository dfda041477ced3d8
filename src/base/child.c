/* base/child.c - see child.h. One loop: poll says which end is ready, so neither side waits for the other for ever.
 *
 * A library may be called in a process with threads and signals of its own: the program is spawned, not forked, and its input is a socket,
 * since a pipe that it closes early would need the process's handling of SIGPIPE changed.
 */
#define _GNU_SOURCE
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ERRORS_KEPT = 2000, PIECE = 64 * 1024, MILLISECONDS = 1000 };

typedef struct Child {
    Task *task;
    const char *const *words;
    const ChildLimits *limits;
    ChildResult *result;
    Text input;        /* still to be written */
    int in, out, err;  /* our ends; -1: closed */
    int theirs[3];     /* its ends */
    pid_t id;
    Builder output, errors;
    bool too_much, not_found;
} Child;

static void shut(int *file)
{
    if (*file >= 0)
        close(*file);
    *file = -1;
}

extern char **environ;

/* Set from here while it is still being loaded: spawning has no way to set them before. */
static void set_limits(const Child *child)
{
    const struct { int what; rlim_t most; } limits[] = { { RLIMIT_CPU, child->limits->seconds }, { RLIMIT_AS, child->limits->memory }, { RLIMIT_FSIZE, 0 }, { RLIMIT_CORE, 0 } };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        prlimit(child->id, limits[i].what, &(struct rlimit){ limits[i].most, limits[i].most }, NULL);
}

static bool open_input(Child *child)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    child->in = ends[0];
    child->theirs[0] = ends[1];
    return fcntl(child->in, F_SETFL, O_NONBLOCK) == 0;
}

static bool open_output(int *ours, int *its)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    *ours = ends[0];
    *its = ends[1];
    return fcntl(*ours, F_SETFL, O_NONBLOCK) == 0;
}

/* In a group of its own, so that what it starts is ended with it, and with a broken pipe ending it whatever the process thinks of those. */
static int spawn_with(Child *child, const posix_spawn_file_actions_t *files)
{
    posix_spawnattr_t how;
    sigset_t broken;
    int fault = posix_spawnattr_init(&how);
    if (fault)
        return fault;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    posix_spawnattr_setsigdefault(&how, &broken);
    posix_spawnattr_setpgroup(&how, 0);
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    fault = posix_spawnp(&child->id, child->words[0], files, &how, (char *const *)child->words, environ);
    posix_spawnattr_destroy(&how);
    return fault;
}

static bool spawn(Child *child)
{
    posix_spawn_file_actions_t files;
    if (posix_spawn_file_actions_init(&files) != 0)
        return false;
    int fault = 0;
    for (int i = 0; i < 3 && !fault; i++)
        fault = posix_spawn_file_actions_adddup2(&files, child->theirs[i], i);
    if (!fault)
        fault = spawn_with(child, &files);
    posix_spawn_file_actions_destroy(&files);
    child->not_found = fault == ENOENT;
    return !fault;
}

static bool start(Child *child)
{
    bool open = open_input(child) && open_output(&child->out, &child->theirs[1]) && open_output(&child->err, &child->theirs[2]);
    bool runs = open && spawn(child);
    for (int i = 0; i < 3; i++)
        shut(&child->theirs[i]);
    if (runs)
        set_limits(child);
    return runs;
}

static void feed(Child *child)
{
    ssize_t put = child->input.length ? send(child->in, child->input.at, child->input.length, MSG_NOSIGNAL) : 0;
    if (put > 0)
        child->input = text_slice(child->input, (size_t)put, child->input.length);
    if (!child->input.length || (put < 0 && errno != EAGAIN && errno != EINTR))
        shut(&child->in);
}

static void drain(Child *child, int *file, Builder *into, size_t most)
{
    char piece[PIECE];
    ssize_t got = read(*file, piece, sizeof piece);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        shut(file);
    if (got <= 0)
        return;
    size_t fits = most - into->length < (size_t)got ? most - into->length : (size_t)got;
    build_text(into, (Text){ piece, fits });
    child->too_much |= file == &child->out && fits < (size_t)got;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Until both its outputs are closed, or it took too much. */
static void talk(void *argument)
{
    Child *child = argument;
    int64_t end = now_ms() + (int64_t)child->limits->seconds * 2 * MILLISECONDS;
    while ((child->out >= 0 || child->err >= 0) && !child->too_much) {
        struct pollfd ready[] = { { child->in, POLLOUT, 0 }, { child->out, POLLIN, 0 }, { child->err, POLLIN, 0 } };
        int64_t left = end - now_ms();
        child->too_much = left <= 0 || task_cancelled(child->task);
        if (child->too_much || (poll(ready, 3, left > 200 ? 200 : (int)left) < 0 && errno != EINTR))
            return;
        if (ready[0].revents)
            feed(child);
        if (ready[1].revents)
            drain(child, &child->out, &child->output, child->limits->output);
        if (ready[2].revents)
            drain(child, &child->err, &child->errors, ERRORS_KEPT);
    }
}

static void reap(Child *child)
{
    int status = 0;
    shut(&child->in);
    shut(&child->out);
    shut(&child->err);
    if (child->too_much)
        kill(-child->id, SIGKILL);
    while (waitpid(child->id, &status, 0) < 0 && errno == EINTR)
        ;
    kill(-child->id, SIGKILL); /* what it left behind */
    ChildResult *result = child->result;
    bool cut = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
    result->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result->end = child->too_much || cut ? CHILD_TOO_MUCH : WIFEXITED(status) ? CHILD_DONE : CHILD_FAILED;
}

void child_run(Task *task, const char *const *words, Text input, const ChildLimits *limits, ChildResult *result)
{
    Child child = { task, words, limits, result, input, -1, -1, -1, { -1, -1, -1 }, -1, builder_on(task->region), builder_on(task->region), false, false };
    *result = (ChildResult){ .end = CHILD_FAILED };
    bool done = true;
    if (start(&child)) {
        done = region_guard(task->region, talk, &child);
        child.too_much |= !done;
        reap(&child);
    } else if (child.not_found)
        result->end = CHILD_NOT_FOUND;
    shut(&child.in);
    shut(&child.out);
    shut(&child.err);
    if (!done)
        region_give_up(task->region);
    result->output = builder_text(&child.output);
    result->errors = builder_text(&child.errors);
}
