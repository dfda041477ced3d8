/* determination/endings.h - what the figures of a run rest on, with the last day of each. Inside of the room: validity.c. */
#ifndef DECLARANT_DETERMINATION_ENDINGS_H
#define DECLARANT_DETERMINATION_ENDINGS_H

#include "determination/validity.h"

/* From the charges, codes and values of the answer downward; the soonest first. Followers are left empty. */
void endings_find(Task *task, const Determination *answer, const Ending **endings, uint32_t *count);

/* Days from now on which some row, reading or rate that this case could meet begins or has ended: ascending, each once. */
void endings_days(Task *task, const Determination *answer, const int64_t **days, uint32_t *count);

/* The name of the day by which a note was looked at, and its fact where it is one. */
Text note_clock(const Note *note, const Fact **fact);

#endif
