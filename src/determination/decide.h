/* determination/decide.h - one decision of one thing, worked out. Inside of the run: called by run.c. */
#ifndef DECLARANT_DETERMINATION_DECIDE_H
#define DECLARANT_DETERMINATION_DECIDE_H

#include "determination/run.h"

/* The value of `decision` for `frame`: a value, UNKNOWN, or ABSENT with its Absence. Writes the frame's record. */
Value decide(Run *run, const Decision *decision, Frame *frame, uint16_t slot);

/* What the engine makes of the parts a rule wrote (finish.c): exact and amount of a charge, the day of a term.
 * `parts` are the values of decision->record's entries; changed in place. */
void finish_charge(Run *run, const Decision *decision, Value *parts);
void finish_term(Run *run, const Decision *decision, Value *parts);
/* "working days" and the like. */
bool term_unit_named(Text written, TermUnit *unit);

#endif
