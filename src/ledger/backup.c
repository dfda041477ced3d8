/* ledger/backup.c - see backup.h.
 *
 * A copy goes through records and blobs, not through pages of a file: so it is the same for both stores and from one to the other, is a snapshot without holding up a
 * writer, and proves every hash on its way. Derived tables are made anew from the records.
 */
#include "ledger/backup.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/inside.h"

enum { PAGE = 1000 };

typedef struct Copy {
    Ledger *from, *to;
    CopyCount *count;
    Text last; /* hash of the record before */
} Copy;

static bool damaged(Task *task, const Ledger *ledger, Text hash)
{
    store_fault(task, ledger->store, "ledger-damaged", "a hash is not that of what it names: nothing was copied", hash);
    return false;
}

static bool is_whole(Task *task, const Copy *copy, const Record *record, int64_t sequence)
{
    bool body = !record->body.length || text_equal(text_sha256(task->region, record->body), record->body_hash);
    return body && record->sequence == sequence && text_equal(record->previous, copy->last) && text_equal(text_sha256(task->region, record_envelope(task->region, record)), record->hash);
}

static bool copy_record(Task *task, Copy *copy, const Record *record)
{
    StoreValue body = record->body.length ? STORE_STR(record->body) : (StoreValue){ .kind = STORE_NULL };
    bool there;
    if (!record_blobs(task, copy->from, record, &there))
        return false;
    if (!there || !is_whole(task, copy, record, copy->count->records + 1))
        return damaged(task, copy->from, record->hash);
    StoreOutcome outcome = STORE_RUN(task, copy->to->store, STATEMENT_RECORD_PUT, NULL, STORE_STR(record->hash), STORE_STR(record->kind), STORE_STR(record->case_id), STORE_INT(record->sequence),
                                     STORE_STR(record->made_at), STORE_STR(record->made_by), STORE_STR(record->corrects), body, STORE_STR(record->body_hash));
    if (!ledger_ran(task, copy->to, outcome) || !entries_put(task, copy->to, record))
        return false;
    copy->last = text_copy(&copy->to->region, record->hash);
    copy->count->records++;
    return true;
}

static bool copy_records(Task *task, Copy *copy)
{
    for (;;) {
        Records page;
        RegionMark mark = region_mark(task->region);
        if (!ledger_find(task, copy->from, &(LedgerQuery){ .after = copy->count->records, .most = PAGE }, &page))
            return false;
        for (size_t i = 0; i < page.count; i++)
            if (!copy_record(task, copy, &page.at[i]))
                return false;
        if (page.count < PAGE)
            return true;
        region_drop(task->region, mark);
    }
}

static bool copy_blob(Task *task, Copy *copy, const StoreValue *row)
{
    if (row[2].kind != STORE_NULL && ((size_t)row[1].integer != row[2].text.length || !text_equal(text_sha256(task->region, row[2].text), row[0].text)))
        return damaged(task, copy->from, row[0].text);
    copy->count->blobs++;
    copy->count->bytes += row[1].integer;
    return ledger_ran(task, copy->to, STORE_RUN(task, copy->to->store, STATEMENT_BLOB_PUT, NULL, row[0], row[1], row[2]));
}

static bool copy_blobs(Task *task, Copy *copy)
{
    Text after = TEXT("");
    for (;;) {
        StoreRows rows;
        RegionMark mark = region_mark(task->region);
        if (!ledger_ran(task, copy->from, STORE_RUN(task, copy->from->store, STATEMENT_BLOB_AFTER, &rows, STORE_STR(after))))
            return false;
        if (!rows.count)
            return true;
        if (!copy_blob(task, copy, store_row(&rows, 0)))
            return false;
        after = text_copy(&copy->to->region, store_row(&rows, 0)->text);
        region_drop(task->region, mark);
    }
}

static bool copy_work(Task *task, Ledger *to, void *argument)
{
    Copy *copy = argument;
    *copy->count = (CopyCount){ 0 };
    copy->last = TEXT_NONE;
    if (to->last) {
        store_fault(task, to->store, "ledger-not-empty", "the ledger to be written holds records already", TEXT_NONE);
        return false;
    }
    return copy_records(task, copy) && copy_blobs(task, copy);
}

bool ledger_copy(Task *task, Ledger *from, Ledger *to, CopyCount *count)
{
    Copy copy = { from, to, count, TEXT_NONE };
    bool done = ledger_snapshot(task, from) && ledger_transact(task, to, copy_work, &copy);
    ledger_rollback(task, from);
    return done;
}

/* ---- to a file ---- */

static void remove_all(Task *task, const char *path)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        unlink(text_string(task->region, text_format(task->region, "%s%s", path, endings[i])));
}

static bool copy_to(Task *task, Ledger *from, const char *path, CopyCount *count)
{
    Ledger *to = ledger_open(task, &(LedgerOptions){ .place = text_of(path), .make = true });
    bool done = to && ledger_copy(task, from, to, count);
    ledger_close(&to);
    return done;
}

/* A file that came there meanwhile is not replaced. Where the file system knows no second name for a file, the look before has to do. */
static bool give_name(const char *part, const char *path)
{
    if (link(part, path) == 0)
        return unlink(part) == 0;
    return (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS) && rename(part, path) == 0;
}

bool ledger_backup(Task *task, Ledger *from, const char *path, CopyCount *count)
{
    const char *part = text_string(task->region, text_format(task->region, "%s.%ld.part", path, (long)getpid())); /* another's, at the same time, is left alone */
    if (file_exists(path) || directory_exists(path)) {
        Problem *problem = report_error(task->report, "backup-exists", SPAN_NONE, "there is something at \"%s\" already", path);
        problem_hint(task->report, problem, "Name a new file: a backup never takes another's place.");
        return false;
    }
    remove_all(task, part); /* of one that was broken off, of the same number */
    if (copy_to(task, from, part, count) && give_name(part, path))
        return true;
    if (!task->report->errors)
        report_error(task->report, "ledger-unopenable", SPAN_NONE, "could not give the backup its name: %s", strerror(errno));
    remove_all(task, part);
    return false;
}
