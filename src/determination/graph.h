/* determination/graph.h - decisions form a graph over names; a circle in it is reported whole. */
#ifndef DECLARANT_DETERMINATION_GRAPH_H
#define DECLARANT_DETERMINATION_GRAPH_H

#include "determination/program.h"

/* Calls `visit` for each program (code) that the decision is made of: headers, outputs, clock, formula, rounding. */
void decision_each_code(const Decision *decision, void (*visit)(void *context, const FeelCode *code), void *context);

/* Reports each circle of decisions and facts' conditions once, with all its members. In *place of each decision (by its index): when it
 * was left, so that what others rest on has the lower number. */
void graph_check(Task *task, const Program *program, uint32_t *place);

#endif
