/* determination/cause.h - why two determinations of one case differ: the rules at which they part. Inside of the room.
 *
 * Both main runs were traced. From an entry that differs the search goes down, in both at once, along what the decisions read and
 * do not say alike, to the first rule that another rule takes the place of.
 */
#ifndef DECLARANT_DETERMINATION_CAUSE_H
#define DECLARANT_DETERMINATION_CAUSE_H

#include "determination/determination.h"

typedef struct Cause {
    Text decision;     /* "customs value" */
    Text of;           /* path of its thing */
    Text before, after; /* rows that fired, joined by blanks; empty: none did, or the decision is not there; alike: the pages differ, and these rows say otherwise */
    Text fact;         /* what it read that is told otherwise; empty: nothing, the law is another */
    Text from, to;     /* values of that fact */
    CitedList cited;   /* the sources of the rows after; before, where none fired after */
} Cause;

typedef struct Causes {
    uint32_t count;
    const Cause *at;
} Causes;

enum { CAUSES_MOST = 4 }; /* of one entry */

typedef struct CauseFinder CauseFinder;
CauseFinder *cause_finder(Task *task, const Determination *before, const Determination *after);
/* The same of one case told for two days: that its days are other is no cause. */
CauseFinder *cause_finder_of_days(Task *task, const Determination *before, const Determination *after);
/* Of an entry that differs; either may be NULL. */
Causes causes_of(CauseFinder *finder, const Entry *before, const Entry *after);

/* The rows that fire after in a decision of the thing at `path`, joined by blanks; empty: none, or it was not asked. */
Text cause_rows_after(CauseFinder *finder, const Decision *decision, Text path);

void cause_json(JsonWriter *json, const Cause *cause);

#endif
