/* base/archive.h - ZIP files, which spreadsheets (XLSX, ODS) and texts (DOCX) are, from bytes in memory.
 *
 *     bytes ──libzip (base/late.h)──▶ entries ──inflated piece by piece──▶ bytes, or a reader of one's own
 *
 * What the directory of a ZIP says about sizes is never believed: every byte that comes out is counted, of one entry against the
 * caller's limit, of all entries read against LIMIT_ARCHIVE_BYTES, and against what went in (LIMIT_ARCHIVE_RATIO). Entries that lie
 * in one another, or inflate to each other, meet the same counts. Nothing is unpacked onto a disk, and no ZIP inside a ZIP is opened.
 */
#ifndef DECLARANT_BASE_ARCHIVE_H
#define DECLARANT_BASE_ARCHIVE_H

#include "base/task.h"

typedef struct Archive Archive;

/* NULL with an error: [archive-broken] it is no ZIP or its directory cannot be read, [archive-entries] more than LIMIT_ARCHIVE_ENTRIES,
 * [no-library]. `name` as messages call it; `bytes` must live as long as the archive. */
Archive *archive_open(Task *task, Text name, Text bytes);
/* Sets *archive to NULL; NULL is fine. The archive itself is memory of its region. */
void archive_close(Archive **archive);

uint32_t archive_count(const Archive *archive);
Text archive_name(const Archive *archive, uint32_t entry); /* with "/" between folders; UTF-8, or signs in place of what is not */
bool archive_has(const Archive *archive, Text entry);

/* The whole of an entry. False with an error that names it: [no-entry], [archive-twice] two entries of that name, [archive-encrypted],
 * [archive-large] that names the limit that was passed, [archive-broken] cut short, wrong checksum, a method nobody knows. */
bool archive_read(Task *task, Archive *archive, Text entry, size_t limit, Text *bytes);

/* The same piece by piece: `take` gets each piece as it comes, and ends the reading with false, which is no error by itself.
 * False with an error as above, or when `take` said so. Pieces handed out before a fault was met have been handed out. */
typedef bool ArchiveTake(void *context, Text piece);
bool archive_stream(Task *task, Archive *archive, Text entry, size_t limit, ArchiveTake *take, void *context);

#endif
