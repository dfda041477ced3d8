/* determination/eras.h - into which spans of days a proof falls: within each, no row and no rule that the table rests on begins or ends. */
#ifndef DECLARANT_DETERMINATION_ERAS_H
#define DECLARANT_DETERMINATION_ERAS_H

#include "determination/program.h"

typedef struct EraPart {
    DaySpan days;
    uint32_t era;   /* of the sheet */
    bool promised;  /* the pages say that the table is complete on these days */
} EraPart;

typedef struct EraParts {
    size_t count;
    EraPart *at;
} EraParts;

/* The eras of the sheet, cut at the days that its pages promise and at the bounds of a column that is its own clock. */
EraParts era_parts(Region *region, const Sheet *sheet);
/* Days on which something that the columns read begins, by the same clock, ascending. *reckoned: some formula there reads the clock's day
 * itself, so that days between them may differ, too. */
typedef LIST_OF(int64_t) DayList;
DayList days_below(Region *region, const Program *program, const Decision *decision, const Sheet *sheet, bool *reckoned);
/* `days` cut at them. */
DaySpans days_cut(Region *region, DaySpan days, const DayList *at);

#endif
