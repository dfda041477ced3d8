/* ledger/ledger.h - what was known, determined and done, for years: immutable records, each named by its hash.
 *
 *     body (canonical JSON) --sha256--> body_hash -+
 *     kind, case, made_at, made_by, corrects ------+-- canonical JSON --sha256--> hash, the record's name
 *     sequence, hash of the record before ---------+
 *
 * Records stand in one row, 1, 2, 3 ..., each naming the one before: nothing can be changed, left out or put between without the chain showing
 * it (ledger_check). A correction is a new record that names the old one. `blob` holds bytes by hash: files as they came, the text of the law,
 * answers. Everything else (`entry`: records by party, contract, number, day ...) is derived and can be made anew (ledger_rebuild).
 *
 * Where the body of a record or a blob was erased, its hash is still there, and so the chain holds (docs/decisions/0024-ledger.md).
 *
 * Writing:  ledger_transact(task, ledger, work, argument) - or ledger_begin, ledger_put ..., ledger_commit.
 */
#ifndef DECLARANT_LEDGER_LEDGER_H
#define DECLARANT_LEDGER_LEDGER_H

#include "base/hash.h"
#include "ledger/kinds.h"
#include "ledger/store.h"

typedef struct LedgerOptions {
    Text place;       /* of the store */
    bool make;        /* make it where there is none */
    Text by;          /* who works: `made_by` of each record; empty: "unknown" */
    Text now;         /* an instant, for tests and for work that is to be repeated; empty: the system's clock */
    int wait_ms;      /* for another writer; 0: LIMIT_LEDGER_WAIT_MS */
} LedgerOptions;

typedef struct Ledger {
    Store *store;
    Text by, now;
    bool writing;     /* between begin and commit */
    bool reading;     /* in a snapshot */
    int64_t last;     /* while writing: sequence of the newest record, 0: none */
    Text last_hash;   /* its hash */
    Text last_at;     /* when it was made */
    Region region;    /* of these texts */
    bool clock_told;  /* a clock that runs back was told once */
} Ledger;

/* An older schema is brought to today's in one transaction, a newer one is refused [ledger-newer]. NULL with an error. Lives in the task's region until it is closed; whoever opens it sees to the closing, also after a guard. */
Ledger *ledger_open(Task *task, const LedgerOptions *options);
void ledger_close(Ledger **ledger); /* what was not committed is undone */

/* ---- transactions ---- */

/* One writer at a time; waits for another. False with an error, [ledger-busy] among them. */
bool ledger_begin(Task *task, Ledger *ledger);
bool ledger_commit(Task *task, Ledger *ledger); /* true: it is on the disk; false: nothing of it is */
void ledger_rollback(Task *task, Ledger *ledger);
/* Many readings of one moment, ended by ledger_rollback. */
bool ledger_snapshot(Task *task, Ledger *ledger);

/* begin, work, commit; all once more where another transaction came between. `work` false: rolled back, and false is returned. */
typedef bool LedgerWork(Task *task, Ledger *ledger, void *argument);
bool ledger_transact(Task *task, Ledger *ledger, LedgerWork *work, void *argument);

/* ---- records ---- */

typedef struct Record {
    Text hash;         /* its name */
    Text kind;
    Text case_id;      /* empty: of no case */
    int64_t sequence;
    Text made_at;      /* 2026-11-22T09:30:00.000000Z */
    Text made_by;
    Text corrects;     /* hash of the record in whose place it stands; or empty */
    Text body;         /* canonical JSON; empty where it was erased */
    Text body_hash;
    Text previous;     /* hash of the record before; empty for the first */
    Text corrected_by; /* hash of a record that stands in its place; or empty */
} Record;

typedef struct NewRecord {
    RecordKind kind;
    Text case_id;
    Text corrects;
    Text made_by;      /* empty: the ledger's `by` */
    Text body;         /* JSON; is checked and made canonical */
} NewRecord;

/* Inside a transaction. NULL with an error; the body against its kind [record-form], what it corrects against the ledger [no-record]. */
const Record *ledger_put(Task *task, Ledger *ledger, const NewRecord *record);
/* By hash, or by how it begins (8 digits or more, with or without "sha256:"). NULL with an error [no-record], [which-record]. */
const Record *ledger_get(Task *task, Ledger *ledger, Text hash);
/* NULL without an error where there is none; NULL with an error. */
const Record *ledger_at(Task *task, Ledger *ledger, int64_t sequence);

typedef struct LedgerQuery {
    Text kind;         /* empty: all */
    Text case_id;      /* empty: all */
    const char *entry; /* "party", "number" ...: a derived list; NULL: none. Kind and case are then looked at afterwards */
    Text key;          /* with `entry` */
    int64_t after;     /* only behind this sequence */
    size_t most;       /* at most so many; 0: LIMIT_LEDGER_RECORDS */
    bool current;      /* without those that another record corrects */
} LedgerQuery;
typedef LIST_OF(Record) Records;
/* Is it an id that every store takes: one line of UTF-8, not too long. False with an error [record-form]. */
bool case_id_check(Task *task, Text id);

/* In order of sequence. False with an error. */
bool ledger_find(Task *task, Ledger *ledger, const LedgerQuery *query, Records *found);

/* The body as a tree; NULL where it was erased, or with an error. `*source` is set, for places. */
const Json *record_body(Task *task, const Record *record, const Source **source);
/* What the hash is made of, canonical. */
Text record_envelope(Region *region, const Record *record);

/* Hashes of records behind `after`, in order, at most LIMIT_LEDGER_RECORDS; what the tree of an append-only log is made of. */
typedef LIST_OF(Text) Hashes;
bool ledger_hashes(Task *task, Ledger *ledger, int64_t after, Hashes *found);
/* How many records there are. -1 with an error. */
int64_t ledger_size(Task *task, Ledger *ledger);

/* Keys of a derived list with how many records each has: cases are in "case". False with an error. */
typedef struct LedgerKey {
    Text key;
    int64_t count, last; /* records; sequence of the newest */
} LedgerKey;
typedef LIST_OF(LedgerKey) LedgerKeys;
bool ledger_keys(Task *task, Ledger *ledger, const char *entry, LedgerKeys *found);

/* ---- blobs ---- */

/* Inside a transaction; bytes that are there already are not kept twice. Empty with an error. */
Text blob_put(Task *task, Ledger *ledger, Text bytes);
typedef enum BlobOutcome { BLOB_FAILED = -1, BLOB_HERE, BLOB_ABSENT, BLOB_ERASED } BlobOutcome;
/* Checks the hash: bytes that are not those that were kept are an error [ledger-damaged]. */
BlobOutcome blob_get(Task *task, Ledger *ledger, Text hash, Text *bytes);

/* ---- erasure ---- */

/* Inside a transaction, after a record of kind erasure was put: content of what it names goes, all else stays. */
bool ledger_erase(Task *task, Ledger *ledger, const Record *erasure);

/* ---- keeping it whole ---- */

/* Derived tables made anew from the records. */
bool ledger_rebuild(Task *task, Ledger *ledger);

typedef struct LedgerFault {
    int64_t sequence; /* of the record; 0: a blob, or none */
    Text hash;        /* of "guard": the name of the trigger */
    const char *what; /* "hash", "chain", "body", "blob", "sequence", "clock", "entries", "store", "guard" */
} LedgerFault;
typedef struct LedgerCheck {
    int64_t records, blobs, erased, bytes; /* looked at */
    LIST_OF(LedgerFault) faults;           /* at most LIMIT_PROBLEMS */
    LIST_OF(LedgerFault) clocks;           /* records made before their predecessor: kept, the sequence decides */
} LedgerCheck;
/* Every hash of every record and blob reckoned again, the chain followed, derived tables compared. False with an error of the store. */
bool ledger_check(Task *task, Ledger *ledger, LedgerCheck *check);

#endif
