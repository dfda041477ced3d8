/* ledger/store.h - the seam between the ledger and a database: SQLite in a file, or a PostgreSQL server.
 *
 * A store is named by its place: "postgresql://...", "postgres://..." or "host=..." is a server, anything else a file. It knows no records:
 * it runs the statements of statements.def, whose text it has in its own dialect, and gives rows. Values go in as parameters, never as text.
 *
 * What a store cannot do is told in the report, with a name that is the same for both ([ledger-full], [ledger-read-only] ...). STORE_AGAIN alone is
 * told by whoever gives up: the store is busy, or two transactions met, and the whole transaction may be tried once more (ledger_transact).
 */
#ifndef DECLARANT_LEDGER_STORE_H
#define DECLARANT_LEDGER_STORE_H

#include "base/task.h"

typedef enum Statement {
#define STATEMENT(id, sqlite, postgres) STATEMENT_##id,
#include "ledger/statements.def"
#undef STATEMENT
    STATEMENTS
} Statement;

typedef enum StoreOutcome { STORE_FAILED = -1, STORE_DONE, STORE_AGAIN } StoreOutcome;
typedef enum StoreKind { STORE_NULL, STORE_INTEGER, STORE_TEXT, STORE_BYTES } StoreKind;

typedef struct StoreValue {
    StoreKind kind;
    int64_t integer; /* INTEGER */
    Text text;       /* TEXT, BYTES */
} StoreValue;
#define STORE_INT(value) ((StoreValue){ .kind = STORE_INTEGER, .integer = (value) })
#define STORE_STR(value) ((StoreValue){ .kind = STORE_TEXT, .text = (value) })
#define STORE_RAW(value) ((StoreValue){ .kind = STORE_BYTES, .text = (value) })

typedef struct StoreRows { /* in the task's region */
    StoreValue *at;   /* row after row */
    uint32_t columns;
    size_t count;     /* rows */
} StoreRows;
static inline const StoreValue *store_row(const StoreRows *rows, size_t row) { return rows->at + row * rows->columns; }

typedef struct Store Store;

typedef struct StoreOptions {
    Text place;
    bool make;        /* a file that is not there is made; a server's database is always there */
    int wait_ms;      /* how long to wait for another writer */
} StoreOptions;

/* What a store must be able to do; one table of functions for each. */
typedef struct StoreDriver {
    bool server;
    /* Opens; false with an error. On true the store holds something outside that close gives back. */
    bool (*open)(Task *task, Store *store, const StoreOptions *options);
    void (*close)(Store *store);
    StoreOutcome (*run)(Task *task, Store *store, Statement statement, const StoreValue *values, size_t count, StoreRows *rows);
    /* Several statements of ours, without values: the steps of the schema. */
    StoreOutcome (*script)(Task *task, Store *store, const char *text);
} StoreDriver;
extern const StoreDriver store_sqlite, store_postgres;

struct Store {
    const StoreDriver *driver;
    Text place;             /* as told; a password in it is never shown: store_shown */
    bool read_only;         /* the file cannot be written */
    void *handle;           /* sqlite3 *, PGconn * */
    void *library;          /* libpq, loaded late; NULL for SQLite */
    void *extra;            /* of the driver */
    void *prepared[STATEMENTS]; /* SQLite: sqlite3_stmt *; PostgreSQL: anything, once it is prepared */
};

/* NULL with an error. The store lives in the task's region until it is closed. */
Store *store_open(Task *task, const StoreOptions *options);
void store_close(Store **store);
/* The place without a password. */
Text store_shown(Region *region, Text place);
bool store_is_server(Text place);

/* `rows` NULL: none are wanted. */
StoreOutcome store_run(Task *task, Store *store, Statement statement, const StoreValue *values, size_t count, StoreRows *rows);
#define STORE_RUN(task, store, statement, rows, ...) \
    store_run((task), (store), (statement), (const StoreValue[]){ __VA_ARGS__ }, sizeof((const StoreValue[]){ __VA_ARGS__ }) / sizeof(StoreValue), (rows))

/* [ledger-busy], for who gives up on STORE_AGAIN. */
void store_tell_busy(Task *task, const Store *store);

/* For drivers: the error `name` at the store's place. */
Problem *store_fault(Task *task, const Store *store, const char *name, const char *words, Text detail);

#endif
