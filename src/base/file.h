/* base/file.h - reading and writing files whole. */
#ifndef DECLARANT_BASE_FILE_H
#define DECLARANT_BASE_FILE_H

#include "base/task.h"

/* The whole file as a source, or NULL with an error that names the path: cannot open, is a directory, larger than
 * `limit` bytes (0: LIMIT_FILE_BYTES). "-" is standard input, named "-". Checks UTF-8: the first bad byte is an error
 * with its place; a byte-order mark too. */
const Source *file_read(Task *task, const char *path, size_t limit);
/* The same of what a spreadsheet program wrote: a byte-order mark before it is left out. */
const Source *file_read_marked(Task *task, const char *path, size_t limit);
/* The same of any bytes, which need not be text: a mail, a scan. False with an error; "-" is standard input. */
bool file_bytes(Task *task, const char *path, size_t limit, Text *bytes);
/* The first bytes of a file, as many as fit; how many came, 0 where it cannot be read. Tells nothing. */
size_t file_peek(const char *path, char *at, size_t room);
/* A source over bytes in memory; `name` as shown in messages. Same UTF-8 check. */
const Source *source_from(Task *task, Text name, Text bytes);

bool file_exists(const char *path);
bool directory_exists(const char *path);
/* Names of all files below `directory` that end in `ending`, sorted by bytes, relative to it. Follows no links out. */
typedef struct FileList {
    Text *at;
    size_t count;
} FileList;
FileList files_below(Task *task, const char *directory, Text ending);
/* "a/b" + "c" -> "a/b/c", ending in NUL. */
char *path_join(Region *region, Text directory, Text name);
/* All of `bytes` into a new file that takes `path`'s place only when complete (write, fsync, rename). */
bool file_write(Task *task, const char *path, Text bytes);

/* The folder, and those around it, unless they are there. */
bool directory_make(Task *task, const char *path);

#endif
