/* base/child.c - see child.h. Three pipes and one loop: poll says which of them is ready, so neither side waits for the other for ever. */
#define _GNU_SOURCE
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ERRORS_KEPT = 2000, PIECE = 64 * 1024, MILLISECONDS = 1000, NOT_FOUND = 127 };

typedef struct Child {
    Task *task;
    const char *const *words;
    const ChildLimits *limits;
    ChildResult *result;
    Text input;        /* still to be written */
    int in, out, err;  /* our ends of the pipes; -1: closed */
    int theirs[3];     /* its ends */
    pid_t id;
    Builder output, errors;
    bool too_much;
} Child;

static void shut(int *file)
{
    if (*file >= 0)
        close(*file);
    *file = -1;
}

static void limit_to(int what, rlim_t most)
{
    struct rlimit limit = { most, most };
    setrlimit(what, &limit);
}

/* In the child: never comes back. Only calls that a child of fork may make. */
static _Noreturn void become(const Child *child)
{
    for (int i = 0; i < 3; i++)
        dup2(child->theirs[i], i);
    limit_to(RLIMIT_CPU, child->limits->seconds);
    limit_to(RLIMIT_AS, child->limits->memory);
    limit_to(RLIMIT_FSIZE, 0);
    limit_to(RLIMIT_CORE, 0);
    execvp(child->words[0], (char *const *)child->words);
    _exit(NOT_FOUND);
}

static bool pipe_to(int *ours, int *its, bool we_write)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    *ours = ends[we_write];
    *its = ends[!we_write];
    return fcntl(*ours, F_SETFL, O_NONBLOCK) == 0;
}

static bool start(Child *child)
{
    bool open = pipe_to(&child->in, &child->theirs[0], true) && pipe_to(&child->out, &child->theirs[1], false) && pipe_to(&child->err, &child->theirs[2], false);
    child->id = open ? fork() : -1;
    if (child->id == 0)
        become(child);
    for (int i = 0; i < 3; i++)
        shut(&child->theirs[i]);
    return child->id > 0;
}

static void feed(Child *child)
{
    ssize_t put = child->input.length ? write(child->in, child->input.at, child->input.length) : 0;
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
        kill(child->id, SIGKILL);
    while (waitpid(child->id, &status, 0) < 0 && errno == EINTR)
        ;
    ChildResult *result = child->result;
    bool cut = WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
    result->code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    result->end = child->too_much || cut ? CHILD_TOO_MUCH : !WIFEXITED(status) ? CHILD_FAILED : result->code == NOT_FOUND ? CHILD_NOT_FOUND : CHILD_DONE;
}

/* A pipe that the child has closed must not end us. */
static void ignore_broken_pipes(struct sigaction *former)
{
    struct sigaction ignored = { .sa_handler = SIG_IGN };
    sigaction(SIGPIPE, &ignored, former);
}

void child_run(Task *task, const char *const *words, Text input, const ChildLimits *limits, ChildResult *result)
{
    Child child = { task, words, limits, result, input, -1, -1, -1, { -1, -1, -1 }, -1, builder_on(task->region), builder_on(task->region), false };
    struct sigaction former;
    *result = (ChildResult){ .end = CHILD_FAILED };
    ignore_broken_pipes(&former);
    bool done = true;
    if (start(&child)) {
        done = region_guard(task->region, talk, &child);
        child.too_much |= !done;
        reap(&child);
    }
    shut(&child.in);
    shut(&child.out);
    shut(&child.err);
    sigaction(SIGPIPE, &former, NULL);
    if (!done)
        region_give_up(task->region);
    result->output = builder_text(&child.output);
    result->errors = builder_text(&child.errors);
}
