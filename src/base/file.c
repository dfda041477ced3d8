/* base/file.c - the only door to the file system.
 *
 * A region that runs dry jumps back to its guard, past any open file. So whatever reads into a region
 * here does so under a guard of its own, closes what it opened, and only then gives up.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"

enum { FIRST_READ = 64 * 1024, TEMPORARY_NAMES = 100 };

/* ---- errors ---- */

/* Why the system refused, in our words. */
static const char *reason(int error)
{
    static const struct {
        int error;
        const char *words;
    } reasons[] = {
        { ENOENT, "there is no such file or directory" },
        { EACCES, "permission is denied" },
        { EPERM, "the system does not allow it" },
        { ENOTDIR, "a part of the path is no directory" },
        { EISDIR, "it is a directory" },
        { ENAMETOOLONG, "the path is too long" },
        { ELOOP, "links lead in a circle" },
        { ENOSPC, "the disk is full" },
        { EDQUOT, "the disk quota is used up" },
        { EFBIG, "the file would be too large" },
        { EROFS, "the file system is read-only" },
        { EIO, "the disk reports a fault" },
        { EMFILE, "too many files are open" },
        { ENFILE, "too many files are open" },
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].error == error)
            return reasons[i].words;
    return NULL;
}

static void report_system(Task *task, const char *name, const char *path, const char *what, int error)
{
    const char *words = reason(error);
    Problem *problem;
    if (words)
        problem = report_error(task->report, name, SPAN_NONE, "could not %s: %s", what, words);
    else
        problem = report_error(task->report, name, SPAN_NONE, "could not %s: system error %d", what, error);
    problem_where(task->report, problem, "%s", path);
}

static void report_directory(Task *task, const char *path)
{
    Problem *problem = report_error(task->report, "file-is-directory", SPAN_NONE,
                                    "\"%s\" is a directory, a file is needed", path);
    problem_where(task->report, problem, "%s", path);
}

static void report_too_large(Task *task, const char *path, size_t limit)
{
    Problem *problem = report_error(task->report, "file-too-large", SPAN_NONE,
                                    "the file is larger than the limit of %zu bytes", limit);
    problem_where(task->report, problem, "%s", path);
}

/* ---- reading ---- */

typedef struct Reading {
    Region *region; /* the bytes live here */
    int file;       /* open for reading */
    size_t limit;   /* most bytes */
    size_t expected; /* bytes, as the system says; 0 when it does not */
    char *at;       /* what was read */
    size_t length;  /* how much */
    size_t room;    /* bytes that fit */
    int error;      /* 0, or why the system stopped */
    bool too_large; /* more than `limit` came */
} Reading;

/* One byte of room more than needed is kept, so that the end is seen without growing. */
static void make_room(Reading *reading)
{
    size_t wanted = reading->room ? reading->room * 2 : reading->expected ? reading->expected + 1 : FIRST_READ;
    if (wanted > reading->limit)
        wanted = reading->limit + 1;
    char *grown = region_take(reading->region, wanted);
    if (reading->length)
        memcpy(grown, reading->at, reading->length);
    reading->at = grown;
    reading->room = wanted;
}

/* Reads to the end, whatever size was promised: a file may grow meanwhile, and a pipe has none. */
static void read_all(void *argument)
{
    Reading *reading = argument;
    for (;;) {
        if (reading->length > reading->limit) {
            reading->too_large = true;
            return;
        }
        if (reading->length == reading->room)
            make_room(reading);
        ssize_t got = read(reading->file, reading->at + reading->length, reading->room - reading->length);
        if (got == 0)
            return;
        if (got > 0)
            reading->length += (size_t)got;
        else if (errno != EINTR) {
            reading->error = errno;
            return;
        }
    }
}

/* Opens and looks at the file; false with an error. Standard input is not opened. */
static bool open_reading(Task *task, Reading *reading, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    struct stat status;
    reading->file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (reading->file < 0 || fstat(reading->file, &status) != 0) {
        int error = errno;
        if (reading->file > STDIN_FILENO)
            close(reading->file);
        report_system(task, error == ENOENT ? "no-file" : "file-unreadable", path, "open the file", error);
        return false;
    }
    if (S_ISREG(status.st_mode) && status.st_size > 0)
        reading->expected = (size_t)status.st_size;
    if (!S_ISDIR(status.st_mode))
        return true;
    if (!standard)
        close(reading->file);
    report_directory(task, path);
    return false;
}

static bool read_file(Task *task, Reading *reading, const char *path)
{
    if (!open_reading(task, reading, path))
        return false;
    bool done = reading->expected > reading->limit || region_guard(reading->region, read_all, reading);
    if (reading->file != STDIN_FILENO)
        close(reading->file);
    if (!done)
        region_give_up(reading->region);
    if (reading->error == EISDIR)
        report_directory(task, path);
    else if (reading->error)
        report_system(task, "file-unreadable", path, "read the file", reading->error);
    else if (reading->too_large || reading->expected > reading->limit)
        report_too_large(task, path, reading->limit);
    else
        return true;
    return false;
}

static const Text BYTE_ORDER_MARK = { "\xef\xbb\xbf", 3 };

/* NULL with an error when the bytes are not UTF-8, or begin with a byte-order mark. */
static const Source *checked(Task *task, const Source *source)
{
    if (text_starts(source->bytes, BYTE_ORDER_MARK)) {
        Problem *problem = report_error(task->report, "byte-order-mark", (Span){ source, 0, 3 },
                                        "the text begins with a byte-order mark");
        problem_hint(task->report, problem, "Save the file as UTF-8 without a byte-order mark.");
        return NULL;
    }
    size_t fault = utf8_first_fault(source->bytes);
    if (fault == SIZE_MAX)
        return source;
    Problem *problem =
        report_error(task->report, "not-utf8", (Span){ source, (uint32_t)fault, (uint32_t)fault + 1 },
                     "byte 0x%02X at offset %zu is not UTF-8", (unsigned char)source->bytes.at[fault], fault);
    problem_hint(task->report, problem, "Save the file as UTF-8.");
    return NULL;
}

static const Source *new_source(Task *task, Text name, Text bytes)
{
    Source *source = REGION_NEW(task->region, Source);
    *source = (Source){ name, bytes };
    return checked(task, source);
}

const Source *file_read(Task *task, const char *path, size_t limit)
{
    Reading reading = { .region = task->region, .limit = limit ? limit : LIMIT_FILE_BYTES };
    if (reading.limit >= UINT32_MAX) /* places are 32 bits */
        reading.limit = UINT32_MAX - 1;
    if (!read_file(task, &reading, path))
        return NULL;
    Text bytes = { reading.length ? reading.at : "", reading.length };
    return new_source(task, text_copy(task->region, text_of(path)), bytes);
}

bool file_bytes(Task *task, const char *path, size_t limit, Text *bytes)
{
    Reading reading = { .region = task->region, .limit = limit };
    if (!read_file(task, &reading, path))
        return false;
    *bytes = (Text){ reading.length ? reading.at : "", reading.length };
    return true;
}

const Source *file_read_marked(Task *task, const char *path, size_t limit)
{
    Text bytes;
    if (!file_bytes(task, path, limit ? limit : LIMIT_FILE_BYTES, &bytes))
        return NULL;
    if (text_starts(bytes, BYTE_ORDER_MARK))
        bytes = text_slice(bytes, BYTE_ORDER_MARK.length, bytes.length);
    return source_from(task, text_copy(task->region, text_of(path)), bytes);
}

size_t file_peek(const char *path, char *at, size_t room)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return 0;
    ssize_t length = read(file, at, room);
    close(file);
    return length > 0 ? (size_t)length : 0;
}

const Source *source_from(Task *task, Text name, Text bytes)
{
    if (bytes.length < UINT32_MAX)
        return new_source(task, name, bytes);
    Problem *problem = report_error(task->report, "file-too-large", SPAN_NONE,
                                    "the text is larger than the limit of %zu bytes", (size_t)UINT32_MAX - 1);
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(name));
    return NULL;
}

/* ---- looking around ---- */

bool file_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

bool directory_exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

char *path_join(Region *region, Text directory, Text name)
{
    Builder path = builder_on(region);
    build_text(&path, directory);
    if (directory.length && !text_ends(directory, TEXT("/")))
        build_byte(&path, '/');
    build_text(&path, name);
    build_byte(&path, '\0');
    return path.at;
}

typedef LIST_OF(Text) Texts;

/* A walk over a directory and those below it, one directory open at a time. */
typedef struct Walk {
    Region *region;
    const char *root; /* where the walk began */
    Text ending;      /* which files are wanted */
    Texts found;      /* wanted files, relative to the root */
    Texts waiting;    /* directories still to read, relative to the root; "" is the root */
    Text here;        /* the one being read */
    DIR *open;        /* its handle */
    int error;        /* 0, or why the system stopped */
} Walk;

/* The entry's kind; a link is its own kind, so none is followed. */
static mode_t entry_kind(const Walk *walk, const struct dirent *entry)
{
    struct stat status;
    if (entry->d_type != DT_UNKNOWN)
        return DTTOIF(entry->d_type);
    if (fstatat(dirfd(walk->open), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return 0;
    return status.st_mode & S_IFMT;
}

static void take_entry(Walk *walk, const struct dirent *entry)
{
    Text name = text_of(entry->d_name);
    if (text_is(name, ".") || text_is(name, ".."))
        return;
    mode_t kind = entry_kind(walk, entry);
    if (kind != S_IFDIR && (kind != S_IFREG || !text_ends(name, walk->ending)))
        return;
    Text path = text_of(path_join(walk->region, walk->here, name));
    Texts *list = kind == S_IFDIR ? &walk->waiting : &walk->found;
    *LIST_ADD(walk->region, *list) = path;
}

static void read_entries(void *argument)
{
    Walk *walk = argument;
    struct dirent *entry;
    while (errno = 0, (entry = readdir(walk->open)))
        take_entry(walk, entry);
    walk->error = errno;
}

static void walk_directory(Task *task, Walk *walk)
{
    const char *path = path_join(walk->region, text_of(walk->root), walk->here);
    walk->open = opendir(path);
    walk->error = walk->open ? 0 : errno;
    if (walk->open) {
        bool done = region_guard(walk->region, read_entries, walk);
        closedir(walk->open);
        if (!done)
            region_give_up(walk->region);
    }
    if (walk->error)
        report_system(task, "directory-unreadable", path, "read the directory", walk->error);
}

static int compare_names(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

FileList files_below(Task *task, const char *directory, Text ending)
{
    Walk walk = { .region = task->region, .root = directory, .ending = ending };
    *LIST_ADD(task->region, walk.waiting) = TEXT("");
    while (walk.waiting.count && !task_cancelled(task)) {
        walk.here = walk.waiting.at[--walk.waiting.count];
        walk_directory(task, &walk);
    }
    if (walk.found.count)
        qsort(walk.found.at, walk.found.count, sizeof(Text), compare_names);
    return (FileList){ walk.found.at, walk.found.count };
}

/* ---- writing ---- */

typedef struct Writing {
    const char *path; /* whose place is taken; links resolved, so that a link stays one */
    char *temporary;  /* the new file beside it, until it is renamed */
    int file;         /* open for writing, or -1 */
    bool made;        /* `temporary` exists */
} Writing;

/* False with errno: a new file beside the old one, so that the rename stays inside one file system. */
static bool open_temporary(Region *region, Writing *writing)
{
    for (int i = 0; i < TEMPORARY_NAMES; i++) {
        Text name = text_format(region, "%s.%ld-%d.tmp", writing->path, (long)getpid(), i);
        writing->temporary = text_string(region, name);
        writing->file = open(writing->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        writing->made = writing->file >= 0;
        if (writing->made || errno != EEXIST)
            return writing->made;
    }
    return false;
}

static bool write_all(int file, Text bytes)
{
    while (bytes.length) {
        ssize_t wrote = write(file, bytes.at, bytes.length);
        if (wrote < 0 && errno != EINTR)
            return false;
        if (wrote > 0)
            bytes = (Text){ bytes.at + wrote, bytes.length - (size_t)wrote };
    }
    return true;
}

static bool close_file(Writing *writing)
{
    int file = writing->file;
    writing->file = -1;
    return close(file) == 0;
}

/* The file that is replaced keeps its permissions. */
static bool keep_mode(const Writing *writing)
{
    struct stat status;
    return stat(writing->path, &status) != 0 || fchmod(writing->file, status.st_mode & 0777) == 0;
}

/* So that the new name, too, outlives a loss of power; some file systems cannot, which is no error. */
static void sync_directory(Region *region, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *directory = slash ? text_string(region, (Text){ path, (size_t)(slash - path) + 1 }) : ".";
    int file = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    fsync(file);
    close(file);
}

/* Takes memory first and holds files last: between open and close nothing asks the region. */
static bool replace_file(Writing *writing, Text bytes)
{
    return keep_mode(writing) && write_all(writing->file, bytes) && fsync(writing->file) == 0 && close_file(writing) &&
           rename(writing->temporary, writing->path) == 0;
}

static void undo_writing(Writing *writing)
{
    int error = errno;
    if (writing->file >= 0)
        close(writing->file);
    if (writing->made)
        unlink(writing->temporary);
    errno = error;
}

/* Only a plain file may be replaced: a rename onto a device would remove the device. */
static bool is_writable_place(Task *task, const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0 || S_ISREG(status.st_mode))
        return true;
    if (S_ISDIR(status.st_mode)) {
        report_directory(task, path);
        return false;
    }
    Problem *problem = report_error(task->report, "file-unwritable", SPAN_NONE,
                                    "\"%s\" is a device or a pipe, a file is needed", path);
    problem_where(task->report, problem, "%s", path);
    return false;
}

bool file_write(Task *task, const char *path, Text bytes)
{
    char resolved[PATH_MAX];
    Writing writing = { realpath(path, resolved) ? resolved : path, NULL, -1, false };
    if (!is_writable_place(task, path))
        return false;
    if (open_temporary(task->region, &writing) && replace_file(&writing, bytes)) {
        sync_directory(task->region, writing.path);
        return true;
    }
    undo_writing(&writing);
    report_system(task, "file-unwritable", path, "write the file", errno);
    return false;
}

/* ---- folders ---- */

bool directory_make(Task *task, const char *path)
{
    char *part = text_string(task->region, text_of(path));
    for (char *at = part + 1;; at++) {
        char byte = *at;
        if (byte && byte != '/')
            continue;
        *at = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST && errno != EISDIR) {
            report_system(task, "file-unwritable", part, "make the folder", errno);
            return false;
        }
        if (!byte)
            return true;
        *at = byte;
    }
}
