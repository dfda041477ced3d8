/* ledger/ledger.c - a ledger opened: its schema, its transactions. Records: records.c; blobs: blobs.c; keeping it whole: whole.c. */
#include "ledger/inside.h"

#include <time.h>

#include "ledger/instant.h"

/* ---- the schema ---- */

static const struct {
    int64_t version;
    const char *sqlite, *postgres;
} steps[] = {
#define SCHEMA(version, sqlite, postgres) { version, sqlite, postgres },
#include "ledger/schema.def"
#undef SCHEMA
};
enum { STEPS = sizeof steps / sizeof *steps };

static bool ask_integer(Task *task, Ledger *ledger, Statement statement, int64_t *value)
{
    StoreRows rows;
    StoreOutcome outcome = store_run(task, ledger->store, statement, NULL, 0, &rows);
    if (outcome == STORE_AGAIN)
        store_tell_busy(task, ledger->store);
    *value = outcome == STORE_DONE && rows.count ? store_row(&rows, 0)->integer : 0;
    return outcome == STORE_DONE;
}

/* 0: there is none yet. */
static bool schema_version(Task *task, Ledger *ledger, int64_t *version)
{
    int64_t there;
    *version = 0;
    return ask_integer(task, ledger, STATEMENT_HAS_SCHEMA, &there) && (!there || ask_integer(task, ledger, STATEMENT_VERSION, version));
}

static StoreOutcome take_step(Task *task, Ledger *ledger, int step)
{
    Store *store = ledger->store;
    StoreOutcome outcome = store->driver->script(task, store, store->driver->server ? steps[step].postgres : steps[step].sqlite);
    Text now = instant_now(task->region, ledger->now);
    if (outcome != STORE_DONE)
        return outcome;
    return STORE_RUN(task, store, STATEMENT_VERSION_PUT, NULL, STORE_INT(steps[step].version), STORE_STR(now), STORE_STR(TEXT(DECLARANT_VERSION)));
}

Text ledger_schema_text(Region *region, const Store *store)
{
    Builder out = builder_on(region);
    for (int step = 0; step < STEPS; step++)
        build_text(&out, text_of(store->driver->server ? steps[step].postgres : steps[step].sqlite));
    return builder_text(&out);
}

/* Under the lock, since another may be at it: all steps that are still to come, or none. */
static StoreOutcome migrate_locked(Task *task, Ledger *ledger)
{
    int64_t version;
    StoreOutcome outcome = STORE_DONE;
    if (!schema_version(task, ledger, &version))
        return STORE_FAILED;
    for (int step = 0; step < STEPS && outcome == STORE_DONE; step++)
        if (steps[step].version > version)
            outcome = take_step(task, ledger, step);
    return outcome;
}

static bool migrate(Task *task, Ledger *ledger)
{
    Store *store = ledger->store;
    StoreOutcome outcome = store_run(task, store, STATEMENT_BEGIN_WRITE, NULL, 0, NULL);
    if (outcome == STORE_DONE)
        outcome = store_run(task, store, STATEMENT_LOCK_SCHEMA, NULL, 0, NULL);
    if (outcome == STORE_DONE)
        outcome = migrate_locked(task, ledger);
    if (outcome == STORE_DONE)
        outcome = store_run(task, store, STATEMENT_COMMIT, NULL, 0, NULL);
    if (outcome == STORE_AGAIN)
        store_tell_busy(task, store);
    if (outcome != STORE_DONE)
        store_run(&(Task){ task->region, &(Report){ .region = task->region }, NULL }, store, STATEMENT_ROLLBACK, NULL, 0, NULL);
    return outcome == STORE_DONE;
}

static bool refuse_newer(Task *task, Ledger *ledger, int64_t version)
{
    Text detail = text_format(task->region, "its schema is %lld, this program knows %lld", (long long)version, (long long)steps[STEPS - 1].version);
    Problem *problem = store_fault(task, ledger->store, "ledger-newer", "the ledger was written by a newer version", detail);
    problem_hint(task->report, problem, "Use the version of declarant that wrote it, or a newer one.");
    return false;
}

static bool refuse_absent(Task *task, Ledger *ledger)
{
    Problem *problem = store_fault(task, ledger->store, "no-ledger", "there is no ledger here", TEXT_NONE);
    problem_hint(task->report, problem, "\"declarant case new FILE\" makes one when it keeps the first case.");
    return false;
}

static bool settle_schema(Task *task, Ledger *ledger, bool make)
{
    int64_t version, newest = steps[STEPS - 1].version;
    if (!schema_version(task, ledger, &version))
        return false;
    if (version > newest)
        return refuse_newer(task, ledger, version);
    if (version == newest)
        return true;
    return version || make ? migrate(task, ledger) : refuse_absent(task, ledger);
}

/* ---- opening ---- */

Ledger *ledger_open(Task *task, const LedgerOptions *options)
{
    int wait = options->wait_ms ? options->wait_ms : LIMIT_LEDGER_WAIT_MS;
    Store *store = store_open(task, &(StoreOptions){ options->place, options->make, wait });
    if (!store)
        return NULL;
    Ledger *ledger = REGION_NEW(task->region, Ledger);
    *ledger = (Ledger){ .store = store, .by = text_copy(task->region, options->by.length ? options->by : TEXT("unknown")), .now = text_copy(task->region, options->now) };
    region_init(&ledger->region, NULL);
    if (!settle_schema(task, ledger, options->make))
        ledger_close(&ledger);
    return ledger;
}

void ledger_close(Ledger **ledger)
{
    if (!*ledger)
        return;
    store_close(&(*ledger)->store); /* either store undoes what was not committed */
    region_close(&(*ledger)->region);
    *ledger = NULL;
}

/* ---- transactions ---- */

static void remember(Ledger *ledger, int64_t sequence, Text hash, Text at)
{
    ledger->last = sequence;
    ledger->last_hash = text_copy(&ledger->region, hash);
    ledger->last_at = text_copy(&ledger->region, at);
}

void ledger_remember(Ledger *ledger, const Record *record)
{
    remember(ledger, record->sequence, record->hash, record->made_at);
}

static StoreOutcome find_last(Task *task, Ledger *ledger)
{
    StoreRows rows;
    StoreOutcome outcome = store_run(task, ledger->store, STATEMENT_RECORD_LAST, NULL, 0, &rows);
    region_reset(&ledger->region);
    remember(ledger, 0, TEXT_NONE, TEXT_NONE);
    if (outcome == STORE_DONE && rows.count)
        remember(ledger, store_row(&rows, 0)[0].integer, store_row(&rows, 0)[1].text, store_row(&rows, 0)[2].text);
    return outcome;
}

static StoreOutcome begin(Task *task, Ledger *ledger)
{
    static const Statement first[] = { STATEMENT_BEGIN_WRITE, STATEMENT_LOCK_RECORDS };
    StoreOutcome outcome = STORE_DONE;
    for (size_t i = 0; i < 2 && outcome == STORE_DONE; i++) {
        outcome = store_run(task, ledger->store, first[i], NULL, 0, NULL);
        ledger->writing = ledger->writing || outcome == STORE_DONE;
    }
    if (outcome == STORE_DONE)
        outcome = find_last(task, ledger);
    if (outcome != STORE_DONE)
        ledger_rollback(task, ledger);
    return outcome;
}

static StoreOutcome commit(Task *task, Ledger *ledger)
{
    StoreOutcome outcome = store_run(task, ledger->store, STATEMENT_COMMIT, NULL, 0, NULL);
    if (outcome == STORE_DONE)
        ledger->writing = false;
    else
        ledger_rollback(task, ledger);
    return outcome;
}

static bool done(Task *task, Ledger *ledger, StoreOutcome outcome)
{
    if (outcome == STORE_AGAIN)
        store_tell_busy(task, ledger->store);
    return outcome == STORE_DONE;
}

bool ledger_begin(Task *task, Ledger *ledger)
{
    return done(task, ledger, begin(task, ledger));
}

bool ledger_commit(Task *task, Ledger *ledger)
{
    return done(task, ledger, commit(task, ledger));
}

/* What a rollback has to say is of no use to anybody: what led to it was told. */
void ledger_rollback(Task *task, Ledger *ledger)
{
    Report unheard;
    report_init(&unheard, task->region);
    if (ledger->writing || ledger->reading)
        store_run(&(Task){ task->region, &unheard, NULL }, ledger->store, STATEMENT_ROLLBACK, NULL, 0, NULL);
    ledger->writing = ledger->reading = false;
}

bool ledger_snapshot(Task *task, Ledger *ledger)
{
    ledger->reading = done(task, ledger, store_run(task, ledger->store, STATEMENT_BEGIN_READ, NULL, 0, NULL));
    return ledger->reading;
}

static void pause_before(int attempt)
{
    struct timespec pause = { 0, 10L * 1000 * 1000 << attempt };
    nanosleep(&pause, NULL);
}

bool ledger_transact(Task *task, Ledger *ledger, LedgerWork *work, void *argument)
{
    for (int attempt = 0;; attempt++) {
        StoreOutcome outcome = begin(task, ledger);
        if (outcome == STORE_DONE && !work(task, ledger, argument)) {
            ledger_rollback(task, ledger);
            return false;
        }
        if (outcome == STORE_DONE)
            outcome = commit(task, ledger);
        if (outcome != STORE_AGAIN || attempt + 1 == LIMIT_LEDGER_TRIES)
            return done(task, ledger, outcome);
        pause_before(attempt);
    }
}
