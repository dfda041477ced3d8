/* ledger/whole.c - is the ledger what it was? Every hash reckoned again; and what is derived made anew. See ledger.h. */
#include "ledger/inside.h"

enum { PAGE = 1000 }; /* records read at a time */

/* ---- looking ---- */

typedef struct Look {
    Task *task;
    Ledger *ledger;
    LedgerCheck *check;
    Task page;          /* memory of the records at hand */
    int64_t sequence;   /* of the record before */
    int64_t entries;    /* that are derived from all so far */
    Text hash, made_at; /* of the same */
} Look;

static void fault(Look *look, int64_t sequence, Text hash, const char *what)
{
    if (look->check->faults.count < LIMIT_PROBLEMS)
        *LIST_ADD(look->task->region, look->check->faults) = (LedgerFault){ sequence, text_copy(look->task->region, hash), what };
}

/* What is derived from it is there; that there is no more is seen by the number of all. A body that cannot be read is a fault that was named; its
 * places are in memory that goes, so nothing of it is told. */
static bool entries_are_there(Look *look, const Record *record)
{
    Entries entries = { 0 };
    Report unheard;
    report_init(&unheard, look->page.region);
    bool good = entries_of(&(Task){ look->page.region, &unheard, look->page.cancel }, record, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        StoreRows rows;
        StoreOutcome outcome = STORE_RUN(&look->page, look->ledger->store, STATEMENT_ENTRY_HAS, &rows, STORE_STR(text_of(entries.at[i].name)), STORE_STR(entries.at[i].key), STORE_INT(record->sequence));
        good = ledger_ran(look->task, look->ledger, outcome) && store_row(&rows, 0)->integer && good;
    }
    look->entries += (int64_t)entries.count;
    return good;
}

static bool look_at_lists(Look *look)
{
    StoreRows rows;
    if (!ledger_ran(look->task, look->ledger, store_run(&look->page, look->ledger->store, STATEMENT_ENTRY_TOTAL, NULL, 0, &rows)))
        return false;
    if (!look->check->faults.count && store_row(&rows, 0)->integer != look->entries)
        fault(look, 0, TEXT_NONE, "entries");
    return true;
}

static void look_at_body(Look *look, const Record *record)
{
    StoreRows rows;
    if (record->body.length) {
        if (!text_equal(text_sha256(look->page.region, record->body), record->body_hash))
            fault(look, record->sequence, record->hash, "body");
        return;
    }
    look->check->erased++;
    StoreOutcome outcome = STORE_RUN(&look->page, look->ledger->store, STATEMENT_ENTRY_COUNT, &rows, STORE_STR(TEXT("erases")), STORE_STR(record->hash));
    if (!ledger_ran(look->task, look->ledger, outcome) || !store_row(&rows, 0)->integer)
        fault(look, record->sequence, record->hash, "body");
}

/* A file or text that is named and not kept was taken away, row and all. */
static void look_at_named(Look *look, const Record *record)
{
    bool there;
    Report unheard;
    report_init(&unheard, look->page.region);
    bool ran = record_blobs(&(Task){ look->page.region, &unheard, look->page.cancel }, look->ledger, record, &there);
    if (!ran || !there)
        fault(look, record->sequence, record->hash, "blob");
}

/* The bytes are those that the hash names; none at all are right where an erasure names it. */
static bool blob_is_right(Look *look, const StoreValue *row)
{
    StoreRows rows;
    if (row[2].kind != STORE_NULL)
        return (size_t)row[1].integer == row[2].text.length && text_equal(text_sha256(look->page.region, row[2].text), row[0].text);
    StoreOutcome outcome = STORE_RUN(&look->page, look->ledger->store, STATEMENT_ENTRY_COUNT, &rows, STORE_STR(TEXT("erases")), row[0]);
    return ledger_ran(look->task, look->ledger, outcome) && store_row(&rows, 0)->integer;
}

static void look_at_record(Look *look, const Record *record)
{
    Record chained = *record;
    chained.previous = look->hash;
    if (record->sequence != look->sequence + 1)
        fault(look, record->sequence, record->hash, "sequence");
    if (!text_equal(text_sha256(look->page.region, record_envelope(look->page.region, record)), record->hash))
        fault(look, record->sequence, record->hash, "hash");
    else if (!text_equal(record->previous, chained.previous))
        fault(look, record->sequence, record->hash, "chain");
    look_at_body(look, record);
    look_at_named(look, record);
    if (!entries_are_there(look, record))
        fault(look, record->sequence, record->hash, "entries");
    if (look->sequence && text_compare(record->made_at, look->made_at) < 0 && look->check->clocks.count < LIMIT_PROBLEMS)
        *LIST_ADD(look->task->region, look->check->clocks) = (LedgerFault){ record->sequence, text_copy(look->task->region, record->hash), "clock" };
    look->sequence = record->sequence;
    look->hash = text_copy(look->task->region, record->hash);
    look->made_at = text_copy(look->task->region, record->made_at);
    look->check->records++;
}

/* Page by page, each in memory that is given back. */
static bool look_at_records(Look *look)
{
    for (;;) {
        Records records;
        region_reset(look->page.region);
        if (!ledger_find(&look->page, look->ledger, &(LedgerQuery){ .after = look->sequence, .most = PAGE }, &records))
            return false;
        for (size_t i = 0; i < records.count; i++)
            look_at_record(look, &records.at[i]);
        if (records.count < PAGE)
            return true;
        if (task_cancelled(look->task))
            return false;
    }
}

static bool look_at_blobs(Look *look)
{
    Text after = TEXT("");
    for (;;) {
        StoreRows rows;
        region_reset(look->page.region);
        if (!ledger_ran(look->task, look->ledger, STORE_RUN(&look->page, look->ledger->store, STATEMENT_BLOB_AFTER, &rows, STORE_STR(after))))
            return false;
        if (!rows.count)
            return true;
        const StoreValue *row = store_row(&rows, 0);
        after = text_copy(look->task->region, row[0].text);
        look->check->blobs++;
        look->check->erased += row[2].kind == STORE_NULL;
        look->check->bytes += row[1].integer;
        if (!blob_is_right(look, row))
            fault(look, 0, after, "blob");
    }
}

typedef struct Guarded { /* the page's memory has to be given back, whatever happens */
    Look *look;
    bool done;
} Guarded;

/* Does the database agree with itself? SQLite may read a column from an index: what stands in the row is then seen by nobody else. */
static bool look_at_store(Look *look)
{
    StoreRows rows;
    StoreOutcome outcome = store_run(&look->page, look->ledger->store, STATEMENT_SOUND, NULL, 0, &rows);
    if (!ledger_ran(look->task, look->ledger, outcome))
        return false;
    if (rows.count != 1 || !text_is(store_row(&rows, 0)->text, "ok"))
        fault(look, 0, TEXT_NONE, "store");
    return true;
}

static bool look_at_guards(Look *look)
{
    GuardFaults names = { 0 };
    if (!guards_look(&look->page, look->ledger, &names))
        return false;
    for (size_t i = 0; i < names.count; i++)
        fault(look, 0, names.at[i], "guard");
    return true;
}

static void look_at_all(void *argument)
{
    Guarded *guarded = argument;
    guarded->look->page.region->on_empty = guarded->look->task->region->on_empty; /* the guard around this */
    guarded->done = look_at_store(guarded->look) && look_at_guards(guarded->look) && look_at_records(guarded->look) && look_at_lists(guarded->look) && look_at_blobs(guarded->look);
}

bool ledger_check(Task *task, Ledger *ledger, LedgerCheck *check)
{
    Region region;
    *check = (LedgerCheck){ 0 };
    region_init(&region, NULL);
    Look look = { .task = task, .ledger = ledger, .check = check, .page = { &region, task->report, task->cancel } };
    Guarded guarded = { &look, false };
    bool ran = ledger_snapshot(task, ledger);
    bool enough = !ran || region_guard(task->region, look_at_all, &guarded);
    ledger_rollback(task, ledger);
    region_close(&region);
    if (!enough)
        region_give_up(task->region);
    return guarded.done;
}

/* ---- making anew ---- */

static bool rebuild(Task *task, Ledger *ledger, void *argument)
{
    (void)argument;
    if (!ledger_ran(task, ledger, store_run(task, ledger->store, STATEMENT_ENTRY_CLEAR, NULL, 0, NULL)))
        return false;
    for (int64_t after = 0;;) {
        Records records;
        RegionMark mark = region_mark(task->region);
        if (!ledger_find(task, ledger, &(LedgerQuery){ .after = after, .most = PAGE }, &records))
            return false;
        for (size_t i = 0; i < records.count; i++)
            if (!entries_put(task, ledger, &records.at[i]))
                return false;
        if (records.count < PAGE)
            return true;
        after = records.at[records.count - 1].sequence;
        region_drop(task->region, mark);
    }
}

bool ledger_rebuild(Task *task, Ledger *ledger)
{
    return ledger_transact(task, ledger, rebuild, NULL);
}
