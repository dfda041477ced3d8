/* ledger/store_sqlite.c - a store in one file. See store.h.
 *
 * Write-ahead log, so that readers never wait for the writer; synchronous=FULL, so that what was committed is on the disk before we say so.
 * The library is Debian's, linked in its static form. Its memory is its own; what it gives is copied into the task's region, and a region that
 * runs dry leaves at most a statement that was not reset, which the next use or the closing sees to.
 */
#include "ledger/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

enum {
    APPLICATION = 1145261138, /* "DCLR": whose file it is, as schema.def writes it */
    PAUSE_MS = 20
};

static const char *const texts[STATEMENTS] = {
#define STATEMENT(id, sqlite, postgres) [STATEMENT_##id] = sqlite,
#include "ledger/statements.def"
#undef STATEMENT
};

/* ---- errors ---- */

static const struct {
    int code; /* SQLite's, primary or extended */
    const char *name, *words;
} faults[] = {
    { SQLITE_FULL, "ledger-full", "could not write to the ledger: the disk is full" },
    { SQLITE_READONLY, "ledger-read-only", "could not write to the ledger: the file or its folder is read-only" },
    { SQLITE_PERM, "ledger-read-only", "could not write to the ledger: permission is denied" },
    { SQLITE_NOTADB, "ledger-foreign", "the file is no ledger" },
    { SQLITE_CORRUPT, "ledger-damaged", "the ledger's file is damaged" },
    { SQLITE_CANTOPEN, "ledger-unopenable", "could not open the ledger" },
    { SQLITE_IOERR, "ledger-disk", "could not read or write the ledger: the disk reports a fault" },
    { SQLITE_NOMEM, "ledger-memory", "could not go on with the ledger: there is no memory" },
    { SQLITE_CONSTRAINT, "ledger-refused", "the ledger refuses this" },
    { SQLITE_TOOBIG, "ledger-too-large", "this is larger than the ledger's store takes" },
};

/* SQLite says IOERR when a write fails because the file may not grow; the system's own word is better. */
static int code_of(sqlite3 *handle, int code)
{
    int primary = code & 0xff, system = handle ? sqlite3_system_errno(handle) : 0;
    bool full = system == ENOSPC || system == EFBIG || system == EDQUOT;
    return primary == SQLITE_IOERR && full ? SQLITE_FULL : primary;
}

static StoreOutcome tell(Task *task, Store *store, int code)
{
    sqlite3 *handle = store->handle;
    int primary = code_of(handle, code);
    if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
        return STORE_AGAIN;
    Text detail = text_copy(task->region, text_of(handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (faults[i].code == primary) {
            store_fault(task, store, faults[i].name, faults[i].words, primary == SQLITE_CONSTRAINT || primary == SQLITE_CANTOPEN || primary == SQLITE_CORRUPT ? detail : TEXT_NONE);
            return STORE_FAILED;
        }
    store_fault(task, store, "ledger-failed", "the ledger's store failed", detail);
    return STORE_FAILED;
}

/* ---- statements ---- */

static int bind(sqlite3_stmt *statement, int at, const StoreValue *value)
{
    static const char nothing[] = "";
    const char *bytes = value->text.at ? value->text.at : nothing;
    switch (value->kind) {
    case STORE_NULL:
        return sqlite3_bind_null(statement, at);
    case STORE_INTEGER:
        return sqlite3_bind_int64(statement, at, value->integer);
    case STORE_TEXT:
        return sqlite3_bind_text64(statement, at, bytes, value->text.length, SQLITE_STATIC, SQLITE_UTF8);
    case STORE_BYTES:
        return sqlite3_bind_blob64(statement, at, bytes, value->text.length, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

/* "$3" is found by its name: SQLite numbers names in the order in which they stand. */
static int bind_all(sqlite3_stmt *statement, const StoreValue *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char name[24];
        sqlite3_snprintf(sizeof name, name, "$%d", (int)i + 1);
        int at = sqlite3_bind_parameter_index(statement, name);
        int code = at ? bind(statement, at, &values[i]) : SQLITE_OK;
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

static StoreValue column(Region *region, sqlite3_stmt *statement, int at)
{
    int type = sqlite3_column_type(statement, at);
    if (type == SQLITE_NULL)
        return (StoreValue){ .kind = STORE_NULL };
    if (type == SQLITE_INTEGER)
        return STORE_INT(sqlite3_column_int64(statement, at));
    const char *bytes = type == SQLITE_BLOB ? sqlite3_column_blob(statement, at) : (const char *)sqlite3_column_text(statement, at);
    Text text = text_copy(region, (Text){ bytes, (size_t)sqlite3_column_bytes(statement, at) });
    return (StoreValue){ .kind = type == SQLITE_BLOB ? STORE_BYTES : STORE_TEXT, .text = text };
}

static int step_all(Task *task, sqlite3_stmt *statement, StoreRows *rows)
{
    LIST_OF(StoreValue) found = { 0 };
    int code, columns = sqlite3_column_count(statement);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        for (int i = 0; rows && i < columns; i++)
            *LIST_ADD(task->region, found) = column(task->region, statement, i);
    if (rows && columns)
        *rows = (StoreRows){ found.at, (uint32_t)columns, found.count / (size_t)columns };
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int prepared(Store *store, Statement id, sqlite3_stmt **statement)
{
    int code = SQLITE_OK;
    if (!store->prepared[id]) {
        code = sqlite3_prepare_v3(store->handle, texts[id], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
        store->prepared[id] = *statement;
    }
    *statement = store->prepared[id];
    return code;
}

static StoreOutcome run(Task *task, Store *store, Statement id, const StoreValue *values, size_t count, StoreRows *rows)
{
    sqlite3_stmt *statement = NULL;
    int code = prepared(store, id, &statement);
    if (code != SQLITE_OK)
        return tell(task, store, code);
    sqlite3_reset(statement); /* a run that was broken off may have left it in its midst */
    code = bind_all(statement, values, count);
    if (code == SQLITE_OK)
        code = step_all(task, statement, rows);
    StoreOutcome outcome = code == SQLITE_OK ? STORE_DONE : tell(task, store, code);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return outcome;
}

static StoreOutcome script(Task *task, Store *store, const char *text)
{
    int code = sqlite3_exec(store->handle, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? STORE_DONE : tell(task, store, code);
}

/* ---- opening ---- */

/* A ledger holds a house's business: a new file is its owner's alone, and SQLite makes the files beside it alike. */
static void make_private(const char *path)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0)
        close(file);
}

static int integer_of(sqlite3 *handle, const char *text)
{
    sqlite3_stmt *statement = NULL;
    int value = -1;
    if (sqlite3_prepare_v2(handle, text, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        value = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

/* Another program's database is left alone. */
static bool is_ours(Task *task, Store *store)
{
    int application = integer_of(store->handle, "PRAGMA application_id");
    int tables = integer_of(store->handle, "SELECT count(*) FROM sqlite_master");
    if (application == APPLICATION || tables == 0)
        return true;
    if (tables < 0)
        tell(task, store, sqlite3_errcode(store->handle));
    else
        store_fault(task, store, "ledger-foreign", "the file is no ledger", TEXT("it is another program's database"));
    return false;
}

static StoreOutcome settle(Task *task, Store *store)
{
    sqlite3 *handle = store->handle;
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_extended_result_codes(handle, 1);
    store->read_only = sqlite3_db_readonly(handle, "main") == 1;
    return script(task, store, store->read_only ? "PRAGMA cell_size_check = ON" :
                                                  "PRAGMA cell_size_check = ON; PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
}

static bool opened(Task *task, Store *store, const StoreOptions *options)
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(store->place.at, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    store->handle = handle;
    if (code != SQLITE_OK) {
        tell(task, store, code);
        return false;
    }
    sqlite3_busy_timeout(handle, options->wait_ms);
    if (!is_ours(task, store))
        return false;
    StoreOutcome outcome = settle(task, store);
    for (int waited = 0; outcome == STORE_AGAIN && waited < options->wait_ms; waited += PAUSE_MS) { /* a change of journal waits for nobody by itself */
        sqlite3_sleep(PAUSE_MS);
        outcome = settle(task, store);
    }
    if (outcome == STORE_AGAIN)
        store_tell_busy(task, store);
    return outcome == STORE_DONE;
}

static bool open_file(Task *task, Store *store, const StoreOptions *options)
{
    if (options->make)
        make_private(store->place.at);
    if (access(store->place.at, F_OK) != 0 && errno == ENOENT) {
        Problem *problem = store_fault(task, store, options->make ? "ledger-unopenable" : "no-ledger", options->make ? "could not make the ledger here" : "there is no ledger here", TEXT_NONE);
        if (!options->make)
            problem_hint(task->report, problem, "\"declarant case new FILE\" makes one when it keeps the first case.");
        return false;
    }
    return opened(task, store, options);
}

static void close_file(Store *store)
{
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(store->prepared[i]);
    sqlite3_close(store->handle);
    store->handle = NULL;
}

const StoreDriver store_sqlite = { false, open_file, close_file, run, script };
