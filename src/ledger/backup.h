/* ledger/backup.h - a ledger copied whole, into either kind of store, while others work with it. */
#ifndef DECLARANT_LEDGER_BACKUP_H
#define DECLARANT_LEDGER_BACKUP_H

#include "ledger/ledger.h"

typedef struct CopyCount {
    int64_t records, blobs, bytes;
} CopyCount;

/* All records and blobs of one moment of `from` into `to`, which must hold none [ledger-not-empty]. Every hash is reckoned and the chain followed on the way: what is not
 * whole is not copied [ledger-damaged]. One transaction: `to` has all of it, or nothing. False with an error. */
bool ledger_copy(Task *task, Ledger *from, Ledger *to, CopyCount *count);
/* Into a new file, which is there only when it is whole. */
bool ledger_backup(Task *task, Ledger *from, const char *path, CopyCount *count);

#endif
