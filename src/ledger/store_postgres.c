/* ledger/store_postgres.c - a store on a PostgreSQL server. See store.h.
 *
 * libpq is loaded when a place names a server, never before. Results come in binary form: 8 bytes of an integer, the bytes of a text or a
 * bytea as they are. A result is given back before control leaves here, also when the region runs dry.
 */
#include "ledger/store.h"

#include <libpq-fe.h>

#include "base/late.h"

/* Each function of libpq that is used, once. */
#define LIBRARY(use)                                                                                                                 \
    use(PQconnectdb) use(PQfinish) use(PQstatus) use(PQerrorMessage) use(PQexec) use(PQprepare) use(PQexecPrepared) use(PQclear)      \
        use(PQresultStatus) use(PQresultErrorField) use(PQresultErrorMessage) use(PQntuples) use(PQnfields) use(PQftype)               \
            use(PQgetvalue) use(PQgetlength) use(PQgetisnull) use(PQsetNoticeProcessor) use(PQparameterStatus) use(PQtransactionStatus)

typedef struct Pq {
#define POINTER(name) __typeof__(&name) name;
    LIBRARY(POINTER)
#undef POINTER
} Pq;

enum { MOST_VALUES = 16, OID_INT8 = 20, OID_BYTEA = 17 };

static const char *const texts[STATEMENTS][2] = { /* for any store, for this one */
#define STATEMENT(id, sqlite, postgres) [STATEMENT_##id] = { sqlite, postgres },
#include "ledger/statements.def"
#undef STATEMENT
};

static const Pq *pq_of(const Store *store)
{
    return store->extra;
}

/* ---- errors ---- */

static const struct {
    const char *state; /* SQLSTATE, or its class */
    const char *name, *words;
} faults[] = {
    { "53100", "ledger-full", "could not write to the ledger: the server's disk is full" },
    { "53200", "ledger-memory", "could not go on with the ledger: the server has no memory" },
    { "53", "ledger-unopenable", "the ledger's server takes no more work" },
    { "25006", "ledger-read-only", "could not write to the ledger: the server takes no writing" },
    { "42501", "ledger-read-only", "could not write to the ledger: permission is denied" },
    { "57", "ledger-unreachable", "the ledger's server broke off" },
    { "58", "ledger-disk", "could not read or write the ledger: the server's disk reports a fault" },
    { "P0001", "ledger-refused", "the ledger refuses this" },
    { "23", "ledger-refused", "the ledger refuses this" },
    { "54", "ledger-too-large", "this is larger than the ledger's store takes" },
    { "XX", "ledger-damaged", "the ledger's store is damaged" },
};

/* Two transactions met, or a lock did not come in time. */
static bool is_again(Text state)
{
    return text_is(state, "40001") || text_is(state, "40P01") || text_is(state, "55P03");
}

static Text first_line(Region *region, const char *words)
{
    return text_copy(region, text_trim(text_cut(text_of(words), '\n', &(Text){ 0 })));
}

static StoreOutcome tell(Task *task, Store *store, Text state, Text detail)
{
    if (is_again(state))
        return STORE_AGAIN;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (text_starts(state, text_of(faults[i].state))) {
            store_fault(task, store, faults[i].name, faults[i].words, detail);
            return STORE_FAILED;
        }
    bool lost = pq_of(store)->PQstatus(store->handle) != CONNECTION_OK;
    store_fault(task, store, lost ? "ledger-unreachable" : "ledger-failed", lost ? "the ledger's server does not answer" : "the ledger's store failed", detail);
    return STORE_FAILED;
}

/* ---- results ---- */

typedef struct Copying { /* a result into the region, under a guard */
    const Pq *pq;
    PGresult *result;
    Region *region;
    StoreRows *rows; /* NULL: none are wanted */
    Text state, detail;
} Copying;

static StoreValue value_at(const Copying *copying, int row, int column)
{
    const Pq *pq = copying->pq;
    if (pq->PQgetisnull(copying->result, row, column))
        return (StoreValue){ .kind = STORE_NULL };
    Text bytes = { pq->PQgetvalue(copying->result, row, column), (size_t)pq->PQgetlength(copying->result, row, column) };
    Oid type = pq->PQftype(copying->result, column);
    if (type != OID_INT8)
        return (StoreValue){ .kind = type == OID_BYTEA ? STORE_BYTES : STORE_TEXT, .text = text_copy(copying->region, bytes) };
    uint64_t number = 0;
    for (size_t i = 0; i < bytes.length; i++)
        number = number << 8 | (unsigned char)bytes.at[i];
    return STORE_INT((int64_t)number);
}

static void copy_rows(void *argument)
{
    Copying *copying = argument;
    int count = copying->pq->PQntuples(copying->result), columns = copying->pq->PQnfields(copying->result);
    StoreValue *at = REGION_ARRAY(copying->region, StoreValue, (size_t)count * (size_t)columns);
    for (int row = 0; row < count; row++)
        for (int column = 0; column < columns; column++)
            at[row * columns + column] = value_at(copying, row, column);
    *copying->rows = (StoreRows){ at, (uint32_t)columns, (size_t)count };
}

static void copy_fault(void *argument)
{
    Copying *copying = argument;
    const char *state = copying->result ? copying->pq->PQresultErrorField(copying->result, PG_DIAG_SQLSTATE) : NULL;
    const char *words = copying->result ? copying->pq->PQresultErrorField(copying->result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    copying->state = text_copy(copying->region, text_of(state));
    copying->detail = first_line(copying->region, words ? words : "");
}

/* What came of a statement; the result is given back, whatever happens. */
static StoreOutcome take(Task *task, Store *store, PGresult *result, StoreRows *rows)
{
    const Pq *pq = pq_of(store);
    ExecStatusType status = result ? pq->PQresultStatus(result) : PGRES_FATAL_ERROR;
    bool good = status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
    Copying copying = { pq, result, task->region, rows, TEXT_NONE, TEXT_NONE };
    bool done = good && (!rows || status == PGRES_COMMAND_OK) ? true : region_guard(task->region, good ? copy_rows : copy_fault, &copying);
    pq->PQclear(result);
    if (!done)
        region_give_up(task->region);
    return good ? STORE_DONE : tell(task, store, copying.state, copying.detail);
}

/* ---- statements ---- */

typedef struct Sent { /* values in libpq's form */
    const char *at[MOST_VALUES];
    int lengths[MOST_VALUES], formats[MOST_VALUES];
} Sent;

static void send_value(Region *region, Sent *sent, size_t at, const StoreValue *value)
{
    sent->formats[at] = value->kind == STORE_BYTES;
    if (value->kind == STORE_NULL) {
        sent->at[at] = NULL;
        return;
    }
    Text text = value->kind == STORE_INTEGER ? text_format(region, "%lld", (long long)value->integer) : value->text;
    sent->at[at] = value->kind == STORE_BYTES && text.length ? text.at : text_string(region, text);
    sent->lengths[at] = (int)text.length;
}

/* The text of the server's letters has no byte 0; ours has none either, since JSON writes it as an escape. */
static bool is_sendable(Task *task, const Store *store, const StoreValue *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (values[i].text.length > INT32_MAX || (values[i].kind == STORE_TEXT && values[i].text.length && memchr(values[i].text.at, '\0', values[i].text.length))) {
            store_fault(task, store, "ledger-refused", "the ledger refuses this", TEXT("a text with a byte 0, or one of more than two gigabytes"));
            return false;
        }
    return true;
}

static StoreOutcome prepare(Task *task, Store *store, Statement id, const char *name)
{
    if (store->prepared[id])
        return STORE_DONE;
    StoreOutcome outcome = take(task, store, pq_of(store)->PQprepare(store->handle, name, texts[id][texts[id][1] != NULL], 0, NULL), NULL);
    if (outcome == STORE_DONE)
        store->prepared[id] = store;
    return outcome;
}

static StoreOutcome run(Task *task, Store *store, Statement id, const StoreValue *values, size_t count, StoreRows *rows)
{
    RegionMark mark = region_mark(task->region);
    const char *name = text_string(task->region, text_format(task->region, "s%d", (int)id));
    StoreOutcome outcome = is_sendable(task, store, values, count) ? prepare(task, store, id, name) : STORE_FAILED;
    if (outcome != STORE_DONE)
        return outcome;
    Sent sent;
    for (size_t i = 0; i < count; i++)
        send_value(task->region, &sent, i, &values[i]);
    PGresult *result = pq_of(store)->PQexecPrepared(store->handle, name, (int)count, sent.at, sent.lengths, sent.formats, 1);
    region_drop(task->region, mark);
    return take(task, store, result, rows);
}

static StoreOutcome script(Task *task, Store *store, const char *text)
{
    return take(task, store, pq_of(store)->PQexec(store->handle, text), NULL);
}

/* ---- opening ---- */

/* The library would print notices; ours print nothing. */
static void unheard(void *argument, const char *message)
{
    (void)argument;
    (void)message;
}

static bool load(Task *task, Store *store)
{
    Pq *pq = REGION_NEW(task->region, Pq);
    store->extra = pq;
#define SYMBOL(name) { #name, &pq->name },
    store->library = LATE_OPEN(task, "libpq.so.5", "libpq5", LIBRARY(SYMBOL));
#undef SYMBOL
    return store->library != NULL;
}

/* Whatever the server's own settings are: a commit is on the disk, text is UTF-8, and nobody waits for ever. */
static bool settle(Task *task, Store *store, const StoreOptions *options)
{
    const char *encoding = pq_of(store)->PQparameterStatus(store->handle, "server_encoding");
    if (!text_is(text_of(encoding), "UTF8")) {
        store_fault(task, store, "ledger-encoding", "the server's database is not in UTF-8", text_of(encoding));
        return false;
    }
    Text text = text_format(task->region, "SET synchronous_commit = on; SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; "
                                          "SET client_min_messages = error; SET lock_timeout = %d", options->wait_ms);
    return script(task, store, text_string(task->region, text)) == STORE_DONE;
}

static bool open_server(Task *task, Store *store, const StoreOptions *options)
{
    if (!load(task, store))
        return false;
    const Pq *pq = pq_of(store);
    store->handle = pq->PQconnectdb(store->place.at);
    if (!store->handle || pq->PQstatus(store->handle) != CONNECTION_OK) {
        Text detail = store->handle ? first_line(task->region, pq->PQerrorMessage(store->handle)) : TEXT_NONE;
        store_fault(task, store, "ledger-unreachable", "could not reach the ledger's server", detail);
        return false;
    }
    pq->PQsetNoticeProcessor(store->handle, unheard, NULL);
    return settle(task, store, options);
}

static void close_server(Store *store)
{
    if (store->handle)
        pq_of(store)->PQfinish(store->handle);
    store->handle = NULL;
    late_close(&store->library);
}

const StoreDriver store_postgres = { true, open_server, close_server, run, script };
