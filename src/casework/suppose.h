/* casework/suppose.h - the corrections that a case would need if a costlier reading of it held.
 *
 *     alternatives of a determination ──▶ the line's highest value among them less its own ──▶ a case of corrections ──▶ exposure.h
 *
 * A line whose customs value is higher under a reading or a voice has that much left out. Where a law reckons from the tax instead, the
 * highest difference of the totals is what was paid short. The day is that of the value, at which the goods count as cleared, too; what
 * else a correction asks for is not supposed. Names: data/audit.csv.
 */
#ifndef DECLARANT_CASEWORK_SUPPOSE_H
#define DECLARANT_CASEWORK_SUPPOSE_H

#include "casework/exposure.h"

typedef struct Supposed {
    Text thing;                     /* path of the declaration line; empty: the case as a whole */
    const Alternative *alternative; /* under which it is costlier */
    Decimal omitted;                /* value left out, or tax paid short */
    const Entry *value;             /* its value under the main reading; NULL: tax paid short */
} Supposed;

typedef struct SupposedList {
    LIST_OF(Supposed) at;           /* the id of a correction is its place here, from 1 on */
    const Source *source;           /* the case of these corrections */
    const Json *json;               /* NULL: there are none */
} SupposedList;

/* In task's memory. */
void suppose(SupposedList *list, Task *task, const AuditNames *names, const Source *source, const Json *json, const Determination *answer);

#endif
