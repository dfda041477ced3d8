/* ledger/law.c - see law.h. */
#include "ledger/law.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/inside.h"
#include "rulebook/reader.h"
#include "value/canonical.h"

/* ---- reading ---- */

static const char *const parts[] = { "data", "house", "rulebooks" }; /* in the order of their names: the manifest is sorted */

static const char *folder_of(const LawFolders *folders, size_t part)
{
    const char *const all[] = { folders->data, folders->house, folders->rulebooks };
    return all[part];
}

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const Text *)a, *(const Text *)b);
}

/* Pages and tables of one folder, sorted together. */
static FileList files_of(Task *task, const char *folder)
{
    FileList pages = files_below(task, folder, TEXT(".md")), tables = files_below(task, folder, TEXT(".csv"));
    Text *all = REGION_ARRAY(task->region, Text, pages.count + tables.count + 1);
    for (size_t i = 0; i < pages.count + tables.count; i++)
        all[i] = i < pages.count ? pages.at[i] : tables.at[i - pages.count];
    qsort(all, pages.count + tables.count, sizeof *all, compare_texts);
    return (FileList){ all, pages.count + tables.count };
}

static bool read_part(Task *task, const char *folder, const char *part, LawText *text, Builder *manifest)
{
    FileList files = files_of(task, folder);
    for (size_t i = 0; i < files.count; i++) {
        const Source *source = file_read(task, path_join(task->region, text_of(folder), files.at[i]), 0);
        if (!source)
            return false;
        build_byte(manifest, manifest->length ? ',' : '[');
        build_byte(manifest, '[');
        canonical_string(manifest, text_format(task->region, "%s/" TEXT_FMT, part, TEXT_ARG(files.at[i])));
        build_byte(manifest, ',');
        canonical_string(manifest, text_sha256(task->region, source->bytes));
        build_byte(manifest, ']');
        *LIST_ADD(task->region, text->files) = source;
    }
    return true;
}

bool law_read(Task *task, const LawFolders *folders, LawText *text)
{
    Builder manifest = builder_on(task->region);
    *text = (LawText){ 0 };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (folder_of(folders, i) && !read_part(task, folder_of(folders, i), parts[i], text, &manifest))
            return false;
    build_text(&manifest, manifest.length ? TEXT("]") : TEXT("[]"));
    text->manifest = builder_text(&manifest);
    text->hash = text_sha256(task->region, text->manifest);
    return !task->report->errors;
}

/* ---- keeping ---- */

Text law_keep(Task *task, Ledger *ledger, const LawText *text)
{
    Records found;
    if (!ledger_find(task, ledger, &(LedgerQuery){ .entry = "manifest", .key = text->hash }, &found))
        return TEXT_NONE;
    if (found.count)
        return found.at[0].hash;
    for (size_t i = 0; i < text->files.count; i++)
        if (!blob_put(task, ledger, text->files.at[i]->bytes).length)
            return TEXT_NONE;
    Text body = text_format(task->region, "{\"manifest\":\"" TEXT_FMT "\",\"files\":" TEXT_FMT "}", TEXT_ARG(text->hash), TEXT_ARG(text->manifest));
    const Record *record = ledger_put(task, ledger, &(NewRecord){ .kind = KIND_LAW, .body = body });
    return record ? record->hash : TEXT_NONE;
}

/* ---- laying out ---- */

static bool write_plain(Task *task, const char *path, Text bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    size_t done = 0;
    for (ssize_t wrote = 0; file >= 0 && done < bytes.length && wrote >= 0; done += wrote > 0 ? (size_t)wrote : 0)
        wrote = write(file, bytes.at + done, bytes.length - done);
    if (file >= 0 && close(file) == 0 && done == bytes.length)
        return true;
    Problem *problem = report_error(task->report, "law-unwritable", SPAN_NONE, "could not lay out the law's pages: %s", strerror(errno));
    problem_where(task->report, problem, "%s", path);
    return false;
}

static bool lay_out_file(Task *task, Ledger *ledger, const LawLaidOut *out, const Json *file)
{
    Text bytes, path = file->first ? file->first->text : TEXT_NONE, hash = file->count == 2 ? file->first->next->text : TEXT_NONE;
    BlobOutcome outcome = path_leaves(path) ? BLOB_ABSENT : blob_get(task, ledger, hash, &bytes);
    if (outcome != BLOB_HERE) {
        if (outcome != BLOB_FAILED)
            report_error(task->report, "law-missing", SPAN_NONE, "the ledger does not hold the page \"" TEXT_FMT "\" of this law", TEXT_ARG(path));
        return false;
    }
    char *whole = path_join(task->region, text_of(out->folder), path), *slash = strrchr(whole, '/');
    *slash = '\0';
    bool made = directory_make(task, whole);
    *slash = '/';
    return made && write_plain(task, whole, bytes);
}

static bool lay_out_all(Task *task, Ledger *ledger, const LawLaidOut *out, const Json *files)
{
    for (const Json *file = files->first; file; file = file->next) {
        RegionMark mark = region_mark(task->region);
        if (!lay_out_file(task, ledger, out, file))
            return false;
        region_drop(task->region, mark);
    }
    return true;
}

static const char *below(Task *task, const LawLaidOut *out, const char *part)
{
    const char *path = path_join(task->region, text_of(out->folder), text_of(part));
    return directory_exists(path) ? path : NULL;
}

static bool make_folder(Task *task, LawLaidOut *out)
{
    const char *told = getenv("TMPDIR");
    out->folder = path_join(task->region, text_of(told && *told ? told : "/tmp"), TEXT("declarant-law-XXXXXX"));
    if (mkdtemp(out->folder))
        return true;
    Problem *problem = report_error(task->report, "law-unwritable", SPAN_NONE, "could not lay out the law's pages: %s", strerror(errno));
    problem_where(task->report, problem, "%s", out->folder);
    out->folder = NULL;
    return false;
}

typedef struct LayingOut { /* under a guard: the folder must go when memory runs out */
    Task *task;
    Ledger *ledger;
    Text record;
    LawLaidOut *out;
    bool done;
} LayingOut;

static void lay_out_work(void *argument)
{
    LayingOut *work = argument;
    const Source *source;
    const Record *record = ledger_get(work->task, work->ledger, work->record);
    const Json *body = record ? record_body(work->task, record, &source) : NULL, *files = body ? json_get(body, TEXT("files")) : NULL;
    work->done = files && lay_out_all(work->task, work->ledger, work->out, files);
    work->out->folders = (LawFolders){ below(work->task, work->out, "rulebooks"), below(work->task, work->out, "data"), below(work->task, work->out, "house") };
}

bool law_lay_out(Task *task, Ledger *ledger, Text record, LawLaidOut *out)
{
    *out = (LawLaidOut){ 0 };
    if (!make_folder(task, out))
        return false;
    LayingOut work = { task, ledger, record, out, false };
    bool enough = region_guard(task->region, lay_out_work, &work);
    if (!enough || !work.done || !out->folders.rulebooks)
        law_clear(task, out);
    if (!enough)
        region_give_up(task->region);
    return out->folder != NULL;
}

/* What lies in a folder of ours, and the folder. It holds plain files and folders alone, since we made it. */
static void remove_below(int at, const char *name, int depth)
{
    enum { MOST_DEPTH = 32 };
    int inner = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = inner >= 0 && depth < MOST_DEPTH ? fdopendir(inner) : NULL;
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (unlinkat(inner, entry->d_name, 0) != 0)
            remove_below(inner, entry->d_name, depth + 1);
    }
    if (folder)
        closedir(folder);
    else if (inner >= 0)
        close(inner);
    unlinkat(at, name, AT_REMOVEDIR);
}

void law_clear(Task *task, LawLaidOut *out)
{
    (void)task;
    if (out->folder)
        remove_below(AT_FDCWD, out->folder, 0);
    out->folder = NULL;
}
