/* feel/lanes.h - one program run for many cases at once, instruction by instruction.
 *
 * A lane is the place of one case in columns of values. Sums, products and roundings of numbers are done lane after lane, so that what
 * an instruction costs besides is paid once for all. A lane whose values ask for more is set down as odd: it is left to the vm, which says
 * what is the case there.
 */
#ifndef DECLARANT_FEEL_LANES_H
#define DECLARANT_FEEL_LANES_H

#include "feel/feel.h"

enum { LANES = 64 };

typedef struct LaneSet { /* some of the lanes, ascending */
    uint32_t count;
    uint8_t at[LANES];
} LaneSet;

/* How many instructions the program has, when lanes can run it: it only reads slots and adds, subtracts, multiplies and rounds; else 0. */
uint32_t feel_lanes_steps(const FeelCode *code);
/* The slot that an instruction reads; false when it reads none. */
bool feel_lanes_slot(const FeelCode *code, uint32_t step, uint8_t *up, uint16_t *slot);
/* Run for some lanes: columns[step] is the column of the slot that the instruction reads. out[lane] is written, and *odd gets the lanes
 * that are left to the vm. */
void feel_lanes_run(Region *region, const FeelCode *code, const Value *const *columns, const LaneSet *lanes, Value *out, uint64_t *odd);

#endif
