/* determination/hits.h - what the rows that fire say: one value, a list, or a sum over one. Inside of the run. */
#ifndef DECLARANT_DETERMINATION_HITS_H
#define DECLARANT_DETERMINATION_HITS_H

#include "determination/match.h"

typedef LIST_OF(Value) ValueList;

/* First: a certain row shuts out all below it. To be done before the rows are noted: a row shut out is no ground of the answer. */
void match_keep_first(Match *match);
/* Unique, any, priority, first: of the last the rows that are kept. *fired is 1 + the row when exactly one fires. */
Value single_value(Run *run, const Decision *decision, const Sheet *sheet, Match *match, Frame *frame, uint32_t *fired);
/* Collect: add what the rows of one sheet say to `all`. UNKNOWN when things cannot be made yet, else null. */
Value collect(Run *run, const Decision *decision, const Sheet *sheet, const Match *match, Frame *frame, ValueList *all);
/* The list, or the sum, count, least or greatest of it. */
Value collected(Run *run, const Decision *decision, const Sheet *sheet, ValueList *all);
bool is_collect(const Sheet *sheet);
/* What two values say alike; unknown, and hanging on `hang`, where they differ. */
Value agree(Run *run, const Decision *decision, Value a, Value b, const Hang *hang);

/* What a table says that no row of it answers on the run's day. */
Value no_row(Run *run, const Sheet *sheet);
/* What one row says; a record from its parts. */
Value row_value(Run *run, const Decision *decision, const Sheet *sheet, const SheetRow *row, Frame *frame);
Value record_value(Run *run, const Decision *decision, const Value *parts);
/* Which rows fired goes into the run's note. */
void note_hit(Run *run, const Match *match);

#endif
