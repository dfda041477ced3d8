/* ledger/inside.h - what the files of this room share. */
#ifndef DECLARANT_LEDGER_INSIDE_H
#define DECLARANT_LEDGER_INSIDE_H

#include "ledger/ledger.h"

/* Was it done? Busy is told. */
bool ledger_ran(Task *task, Ledger *ledger, StoreOutcome outcome);
/* While writing: it is the newest now. */
void ledger_remember(Ledger *ledger, const Record *record);
Record record_of_row(const StoreValue *row);
/* "sha256:..." of bytes. */
Text text_sha256(Region *region, Text text);
/* What is derived from a record: entry by entry. */
typedef LIST_OF(struct { const char *name; Text key; }) Entries;
bool entries_of(Task *task, const Record *record, Entries *entries);
/* Are all files and texts kept that the record names as such? One whose content was erased is. `there` is told; false with an error of the store. */
bool record_blobs(Task *task, Ledger *ledger, const Record *record, bool *there);
/* The text from which today's schema was made, all steps. */
Text ledger_schema_text(Region *region, const Store *store);
/* Names of triggers that are not as they were made, or are not there. False with an error of the store. */
typedef LIST_OF(Text) GuardFaults;
bool guards_look(Task *task, Ledger *ledger, GuardFaults *faults);
bool entries_put(Task *task, Ledger *ledger, const Record *record);

#endif
