/* determination/lanes.h - many cases at once through the plain decisions of a program.
 *
 *     facts, column by column ──▶ decision after decision, each for all lanes ──▶ values and fired rows, column by column
 *
 * For programs whose wanted decisions are small tables and formulas of one thing of each kind. A lane where anything is out of the
 * ordinary (a value not told, two rows, a mark) is odd, and is for the run to decide; the others say what the run would say.
 */
#ifndef DECLARANT_DETERMINATION_LANES_H
#define DECLARANT_DETERMINATION_LANES_H

#include "determination/program.h"
#include "feel/lanes.h"

typedef struct LaneColumn { /* a slot of all lanes */
    const ThingType *thing;
    uint16_t slot;
    const Fact *fact;     /* that is told here; NULL: of a decision */
    Value at[LANES];
    uint32_t rows[LANES]; /* decisions: 1 + the row that fired; 0: it has no rows */
} LaneColumn;

typedef struct Lanes Lanes;

/* NULL when a decision asks for more than lanes can do. Lives in `region`. */
Lanes *lanes_open(Region *region, const Program *program, const Decision *const *decisions, size_t count);
/* Every column that is told, to be filled before deciding. */
size_t lanes_facts(const Lanes *lanes, LaneColumn *const **facts);
/* Decide the first `count` lanes; returns the odd ones. Long numbers that are made live in `region`. */
uint64_t lanes_decide(Lanes *lanes, Region *region, uint32_t count);
/* The column of the decision wanted, by its place in the list given. */
const LaneColumn *lanes_result(const Lanes *lanes, size_t decision);

#endif
