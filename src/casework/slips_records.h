/* casework/slips_records.h - lists of records in XML or JSON as a table: entitlements (ISO/IEC 19770-3) and what else is written so.
 *
 * An element or object with two plain values or more is a record; each plain value is a cell under its name ("startDate" is "start date").
 * What lies around or in a record is none of its cells. No schema is asked: names of columns decide what a value means, as in any table.
 */
#ifndef DECLARANT_CASEWORK_SLIPS_RECORDS_H
#define DECLARANT_CASEWORK_SLIPS_RECORDS_H

#include "base/task.h"

typedef struct RecordTable {
    Text csv;        /* as a table has it: a header, a row for each record */
    uint32_t *lines; /* of each record, in its file */
    uint32_t count;
} RecordTable;

/* Do these first bytes begin XML or JSON? */
bool looks_like_records(Text start);
/* False with errors: what xml_read or json_read finds; [reconcile-records] no record is there. */
bool records_read(Task *task, Text name, Text bytes, RecordTable *out);

#endif
