/* base/archive.c - see archive.h. libzip reads the directory and inflates; it is loaded with the archive that needs it first.
 *
 * Between two calls nothing of libzip's is held: each reading opens the bytes anew, which costs no more than the directory, so that memory
 * that runs out in a caller leaves nothing open.
 */
#include <zip.h>

#include "base/archive.h"
#include "base/late.h"
#include "base/utf8.h"

enum { PIECE = 32 * 1024 };

#define FUNCTIONS(DO)                                                                                                              \
    DO(zip_source_buffer_create) DO(zip_source_free) DO(zip_open_from_source) DO(zip_discard) DO(zip_get_num_entries) DO(zip_get_name) \
    DO(zip_stat_index) DO(zip_fopen_index) DO(zip_fread) DO(zip_fclose) DO(zip_file_strerror) DO(zip_strerror) DO(zip_error_init)   \
    DO(zip_error_strerror) DO(zip_error_fini)

typedef struct Library { /* libzip's functions, by their own names */
    void *handle;
#define POINTER(name) __typeof__(&name) name;
    FUNCTIONS(POINTER)
#undef POINTER
} Library;

struct Archive {
    Library library;
    Text name;       /* as messages call it */
    Text bytes;      /* the ZIP */
    uint32_t count;  /* entries */
    Text *names;     /* of the entries */
    uint64_t inflated; /* bytes that came out of all readings so far */
};

static bool load(Task *task, Library *library)
{
#define SYMBOL(name) { #name, &library->name },
    library->handle = LATE_OPEN(task, "libzip.so.4", "libzip4", FUNCTIONS(SYMBOL));
#undef SYMBOL
    return library->handle != NULL;
}

static Problem *complain(Task *task, const Archive *archive, const char *name, const char *format, ...) __attribute__((format(printf, 4, 5)));
static Problem *complain(Task *task, const Archive *archive, const char *name, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    Text why = text_format_list(task->region, format, list);
    va_end(list);
    Problem *problem = report_error(task->report, name, SPAN_NONE, TEXT_FMT, TEXT_ARG(why));
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(archive->name));
    return problem;
}

/* libzip over the bytes, or NULL with an error. */
static zip_t *open_zip(Task *task, const Archive *archive)
{
    const Library *library = &archive->library;
    zip_error_t error;
    library->zip_error_init(&error);
    zip_source_t *source = library->zip_source_buffer_create(archive->bytes.at, archive->bytes.length, 0, &error);
    zip_t *zip = source ? library->zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!zip && source)
        library->zip_source_free(source);
    if (!zip)
        complain(task, archive, "archive-broken", "the archive cannot be read: %s", library->zip_error_strerror(&error));
    library->zip_error_fini(&error);
    return zip;
}

/* ---- the directory ---- */

typedef struct Listing {
    Region *region;
    Archive *archive;
    zip_t *zip;
} Listing;

static void list_names(void *argument)
{
    Listing *listing = argument;
    Archive *archive = listing->archive;
    archive->names = REGION_ARRAY(listing->region, Text, archive->count);
    for (uint32_t i = 0; i < archive->count; i++) {
        const char *name = archive->library.zip_get_name(listing->zip, i, ZIP_FL_ENC_GUESS);
        archive->names[i] = name ? utf8_sound(listing->region, text_copy(listing->region, text_of(name))) : TEXT_NONE;
    }
}

static bool list_entries(Task *task, Archive *archive)
{
    zip_t *zip = open_zip(task, archive);
    if (!zip)
        return false;
    zip_int64_t count = archive->library.zip_get_num_entries(zip, 0);
    bool fits = count >= 0 && count <= LIMIT_ARCHIVE_ENTRIES;
    archive->count = fits ? (uint32_t)count : 0;
    bool lived = region_guard(task->region, list_names, &(Listing){ task->region, archive, zip });
    archive->library.zip_discard(zip);
    if (!lived) {
        late_close(&archive->library.handle);
        region_give_up(task->region);
    }
    if (!fits)
        complain(task, archive, "archive-entries", "the archive has %lld entries, more than the limit of %d (LIMIT_ARCHIVE_ENTRIES)", (long long)count, LIMIT_ARCHIVE_ENTRIES);
    return fits;
}

Archive *archive_open(Task *task, Text name, Text bytes)
{
    Archive *archive = REGION_NEW(task->region, Archive);
    *archive = (Archive){ .name = name, .bytes = bytes };
    if (!bytes.length) { /* which libzip takes for an archive of nothing */
        complain(task, archive, "archive-broken", "the archive cannot be read: it is empty");
        return NULL;
    }
    if (!load(task, &archive->library))
        return NULL;
    if (!list_entries(task, archive))
        archive_close(&archive);
    return archive;
}

void archive_close(Archive **archive)
{
    if (*archive)
        late_close(&(*archive)->library.handle);
    *archive = NULL;
}

uint32_t archive_count(const Archive *archive)
{
    return archive->count;
}

Text archive_name(const Archive *archive, uint32_t entry)
{
    return archive->names[entry];
}

static uint32_t times_there(const Archive *archive, Text entry, uint32_t *last)
{
    uint32_t times = 0;
    for (uint32_t i = 0; i < archive->count; i++)
        if (text_equal(archive->names[i], entry)) {
            *last = i;
            times++;
        }
    return times;
}

bool archive_has(const Archive *archive, Text entry)
{
    uint32_t at;
    return times_there(archive, entry, &at) > 0;
}

/* ---- reading an entry ---- */

typedef struct Reading {
    Task *task;
    Archive *archive;
    Text entry;
    size_t limit;       /* of this entry */
    size_t length;      /* bytes that came out of it */
    zip_file_t *file;
    ArchiveTake *take;
    void *context;      /* of take */
    bool stopped;       /* take wants no more */
    bool failed;        /* an error was told */
} Reading;

static bool too_large(Reading *reading, const char *limit, size_t bytes)
{
    Problem *problem = complain(reading->task, reading->archive, "archive-large", "\"" TEXT_FMT "\" in the archive inflates to more than %zu bytes (limit %s)", TEXT_ARG(reading->entry), bytes, limit);
    problem_hint(reading->task->report, problem, "A file that grows so much when it is unpacked is refused: it may have been made to fill the memory of who opens it.");
    reading->failed = true;
    return false;
}

/* Counts what really came; what a directory says of sizes is not asked. */
static bool within_limits(Reading *reading, size_t more)
{
    Archive *archive = reading->archive;
    reading->length += more;
    archive->inflated += more;
    uint64_t ratio = (uint64_t)archive->bytes.length * LIMIT_ARCHIVE_RATIO;
    if (reading->length > reading->limit)
        return too_large(reading, "of what is read", reading->limit);
    if (archive->inflated > LIMIT_ARCHIVE_BYTES)
        return too_large(reading, "LIMIT_ARCHIVE_BYTES, all entries together", LIMIT_ARCHIVE_BYTES);
    if (archive->inflated > LIMIT_ARCHIVE_FREE && archive->inflated > ratio)
        return too_large(reading, "LIMIT_ARCHIVE_RATIO, 200 to 1", ratio > LIMIT_ARCHIVE_FREE ? ratio : LIMIT_ARCHIVE_FREE);
    return true;
}

static void take_pieces(void *argument)
{
    Reading *reading = argument;
    const Library *library = &reading->archive->library;
    char piece[PIECE];
    for (;;) {
        zip_int64_t got = library->zip_fread(reading->file, piece, sizeof piece);
        if (got < 0) {
            reading->failed = true;
            complain(reading->task, reading->archive, "archive-broken", "\"" TEXT_FMT "\" in the archive cannot be read: %s", TEXT_ARG(reading->entry), library->zip_file_strerror(reading->file));
        }
        if (got <= 0 || !within_limits(reading, (size_t)got))
            return;
        reading->stopped = !reading->take(reading->context, (Text){ piece, (size_t)got });
        if (reading->stopped || task_cancelled(reading->task))
            return;
    }
}

/* The entry's file, or NULL with an error. */
static zip_file_t *open_entry(Reading *reading, zip_t *zip, uint32_t at)
{
    const Library *library = &reading->archive->library;
    zip_stat_t stat = { 0 };
    bool known = library->zip_stat_index(zip, at, 0, &stat) == 0;
    if (known && (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE) {
        complain(reading->task, reading->archive, "archive-encrypted", "\"" TEXT_FMT "\" in the archive is encrypted: it cannot be read without its password", TEXT_ARG(reading->entry));
        return NULL;
    }
    zip_file_t *file = known ? library->zip_fopen_index(zip, at, 0) : NULL;
    if (!file)
        complain(reading->task, reading->archive, "archive-broken", "\"" TEXT_FMT "\" in the archive cannot be read: %s", TEXT_ARG(reading->entry), library->zip_strerror(zip));
    return file;
}

static bool read_entry(Reading *reading, uint32_t at)
{
    const Library *library = &reading->archive->library;
    zip_t *zip = open_zip(reading->task, reading->archive);
    if (!zip)
        return false;
    reading->file = open_entry(reading, zip, at);
    bool lived = !reading->file || region_guard(reading->task->region, take_pieces, reading);
    bool done = reading->file && lived && !reading->failed && !reading->stopped;
    if (reading->file)
        library->zip_fclose(reading->file);
    library->zip_discard(zip);
    if (!lived)
        region_give_up(reading->task->region);
    return done;
}

bool archive_stream(Task *task, Archive *archive, Text entry, size_t limit, ArchiveTake *take, void *context)
{
    uint32_t at = 0, times = times_there(archive, entry, &at);
    if (times == 0)
        complain(task, archive, "no-entry", "\"" TEXT_FMT "\" in the archive is not there", TEXT_ARG(entry));
    if (times > 1)
        complain(task, archive, "archive-twice", "\"" TEXT_FMT "\" in the archive is there more than once, and programs differ on which counts", TEXT_ARG(entry));
    if (times != 1)
        return false;
    Reading reading = { .task = task, .archive = archive, .entry = entry, .limit = limit, .take = take, .context = context };
    return read_entry(&reading, at);
}

static bool append(void *context, Text piece)
{
    build_text(context, piece);
    return true;
}

bool archive_read(Task *task, Archive *archive, Text entry, size_t limit, Text *bytes)
{
    Builder all = builder_on(task->region);
    build_text(&all, TEXT_NONE);
    if (!archive_stream(task, archive, entry, limit, append, &all))
        return false;
    *bytes = builder_text(&all);
    return true;
}
