/* tests/ledger/sync_shim.c - loaded before a writer: was every byte written to a file synced when the writer speaks on stdout?
 * At its end it says on stderr how often not. With SYNC_SHIM_DEAF it does not hear syncs: so it can be seen that it sees.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 1024 };
static int dirty[MOST]; /* bytes were written to this file since it was last synced */
static int unsynced;

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

/* The index of a write-ahead log is made anew from it: it need not outlive anything. */
static int is_index(int file)
{
    char path[64], name[4096];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    ssize_t length = readlink(path, name, sizeof name);
    return length > 4 && memcmp(name + length - 4, "-shm", 4) == 0;
}

static void wrote(int file)
{
    if (file > STDERR_FILENO && file < MOST && !is_index(file))
        dirty[file] = 1;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at)
{
    wrote(file);
    return ((ssize_t (*)(int, const void *, size_t, off64_t))next("pwrite64"))(file, bytes, length, at);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t at)
{
    wrote(file);
    return ((ssize_t (*)(int, const void *, size_t, off_t))next("pwrite"))(file, bytes, length, at);
}

ssize_t write(int file, const void *bytes, size_t length)
{
    int any = 0;
    for (int i = 0; file == STDOUT_FILENO && i < MOST; i++)
        any |= dirty[i];
    unsynced += any;
    wrote(file);
    return ((ssize_t (*)(int, const void *, size_t))next("write"))(file, bytes, length);
}

static int synced(const char *name, int file)
{
    if (file < MOST && !getenv("SYNC_SHIM_DEAF"))
        dirty[file] = 0;
    return ((int (*)(int))next(name))(file);
}

int fsync(int file) { return synced("fsync", file); }
int fdatasync(int file) { return synced("fdatasync", file); }

int close(int file)
{
    if (file >= 0 && file < MOST)
        dirty[file] = 0;
    return ((int (*)(int))next("close"))(file);
}

__attribute__((destructor)) static void end(void)
{
    fprintf(stderr, "sync_shim: %d unsynced\n", unsynced);
}
