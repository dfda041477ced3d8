/* determination/groups.h - the quick index of a table of more than 64 rows: which row fires, in about the same time however long it is.
 *
 *     pieces of the columns that ask for single values ──hash──▶ group ──sorted bounds of one column──▶ a few rows ──▶ each asked
 *
 * Columns whose cells take one value or few (a country, a code) make the key: each row stands in the group of every combination that
 * it takes. Within a group the rows are sorted by the ranges of one more column (a heading, an amount), cut where some range begins
 * or ends. The few rows that are left are asked about the day and the other columns. What was measured and why: docs/decisions/0019-table-index.md.
 */
#ifndef DECLARANT_DETERMINATION_GROUPS_H
#define DECLARANT_DETERMINATION_GROUPS_H

#include "determination/run.h"
#include "feel/lanes.h"

typedef struct Groups Groups;

/* After columns, eras and outputs of the sheet are made (wide.h). */
void groups_make(Region *region, Sheet *sheet);

enum { ROW_UNSAID = -1, ROW_NONE = -2 };

/* The only row that fires on a day of that era when every column is known and told by a slot. ROW_NONE: no row does. ROW_UNSAID: it takes
 * the long way to say. *value: what the row says when its one output is constant, else UNSET. */
int64_t groups_row(Run *run, const Sheet *sheet, Frame *frame, uint32_t era, Value *value);

/* The same for many cases, step by step for all of them: `columns` are the values by column and lane, `eras`, `rows` and `values` go by
 * lane. The sheet must have its groups. */
void groups_lanes(const Sheet *sheet, const Value *const *columns, const LaneSet *lanes, const uint32_t *eras, int64_t *rows, Value *values);

#endif
