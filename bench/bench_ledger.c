/* bench/bench_ledger.c - a writer of records, for the bench and for the test that kills it.
 *
 *     bench_ledger write PLACE COUNT [PER]   COUNT commits (0: without end) of PER records each, with a blob now and then; after each commit
 *                                            a line "SEQUENCE HASH" on stdout, which nobody may lose any more
 *     bench_ledger bare FILE COUNT [PER]     as many rows of the same size into a bare table of SQLite, with the same care
 *     bench_ledger read PLACE COUNT          COUNT records read by name
 *
 * Each but the endless one ends with the seconds it took, on stderr.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ledger/ledger.h"

typedef struct Work {
    Region region; /* emptied after each commit */
    Report report;
    Task task;
    Ledger *ledger;
    const char *place;
    long count, per;
} Work;

static double now(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (double)at.tv_sec + 1e-9 * (double)at.tv_nsec;
}

static int fail(Work *work)
{
    Builder out = builder_on(&work->region);
    report_print(&out, &work->report, false);
    fprintf(stderr, "%.*s", TEXT_ARG(builder_text(&out)));
    return 1;
}

/* About 500 bytes, as a record of the ledger has. */
static const char filling[] = "a decision of the house about goods that were declared with their carrier alone, since the price of the software stands apart on the invoice and the contract names the "
                              "delivery by its number, so that the customs value is that of the disc; the file holds the contract, the invoice, the letter of the tax office and the note of the broker";

static bool put_some(Task *task, Ledger *ledger, void *argument)
{
    const Work *work = argument;
    Text body = text_format(task->region, "{\"decides\": \"%s\", \"because\": \"%ld\"}", filling, (long)ledger->last);
    for (long i = 0; i < work->per; i++)
        if (!ledger_put(task, ledger, &(NewRecord){ .kind = KIND_DECISION, .case_id = TEXT("bench"), .body = body }))
            return false;
    return ledger->last % 7 != 0 || blob_put(task, ledger, body).length;
}

static int write_records(Work *work)
{
    for (long i = 0; i < work->count || !work->count; i++) {
        RegionMark mark = region_mark(&work->region);
        if (!ledger_transact(&work->task, work->ledger, put_some, work))
            return fail(work);
        char line[96];
        int length = snprintf(line, sizeof line, "%lld %.*s\n", (long long)work->ledger->last, TEXT_ARG(work->ledger->last_hash));
        if (write(STDOUT_FILENO, line, (size_t)length) != length)
            return 1;
        region_drop(&work->region, mark);
    }
    return 0;
}

static int read_records(Work *work)
{
    int64_t size = ledger_size(&work->task, work->ledger);
    for (long i = 0; i < work->count; i++) {
        RegionMark mark = region_mark(&work->region);
        const Record *record = ledger_at(&work->task, work->ledger, 1 + i % size);
        if (!record || !ledger_get(&work->task, work->ledger, record->hash))
            return fail(work);
        region_drop(&work->region, mark);
    }
    return 0;
}

static int bare(const Work *work)
{
    sqlite3 *handle;
    sqlite3_stmt *put;
    if (sqlite3_open(work->place, &handle) != SQLITE_OK)
        return 1;
    sqlite3_exec(handle, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (id INTEGER PRIMARY KEY, name TEXT, body TEXT) STRICT", NULL, NULL, NULL);
    sqlite3_prepare_v2(handle, "INSERT INTO bare (name, body) VALUES (?, ?)", -1, &put, NULL);
    for (long i = 0; i < work->count; i++) {
        sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        for (long k = 0; k < work->per; k++) {
            sqlite3_bind_int64(put, 1, i);
            sqlite3_bind_text(put, 2, filling, -1, SQLITE_STATIC);
            sqlite3_step(put);
            sqlite3_reset(put);
        }
        if (sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
            return 1;
    }
    sqlite3_finalize(put);
    return sqlite3_close(handle) != SQLITE_OK;
}

static bool open_ledger(Work *work)
{
    work->ledger = ledger_open(&work->task, &(LedgerOptions){ .place = text_of(work->place), .make = true, .by = TEXT("bench") });
    return work->ledger != NULL;
}

int main(int count, char **words)
{
    Work work = { .place = count > 2 ? words[2] : "", .count = count > 3 ? atol(words[3]) : 0, .per = count > 4 ? atol(words[4]) : 1 };
    if (count < 4 || work.per < 1) {
        fprintf(stderr, "usage: bench_ledger write|bare|read PLACE COUNT [PER]\n");
        return 2;
    }
    region_init(&work.region, NULL);
    report_init(&work.report, &work.region);
    work.task = (Task){ &work.region, &work.report, NULL };
    bool is_bare = strcmp(words[1], "bare") == 0;
    if (!is_bare && !open_ledger(&work))
        return fail(&work);
    double from = now();
    int exit = is_bare ? bare(&work) : strcmp(words[1], "read") == 0 ? read_records(&work) : write_records(&work);
    fprintf(stderr, "%.6f\n", now() - from);
    ledger_close(&work.ledger);
    region_close(&work.region);
    return exit;
}
