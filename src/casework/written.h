/* casework/written.h - days and numbers as people write them, and all that they may mean.
 *
 *     "03/04/2026"  dmy 2026-04-03, mdy 2026-03-04          two meanings: somebody has to say which
 *     "25/03/2026"  dmy 2026-03-25                          one
 *     "1,234"       point 1234, comma 1.234                 two
 *     "1.234,50"    comma 1234.50                           one
 *
 * Nothing is chosen here. A year has four digits; marks between thousands stand where they belong, or the text is no number.
 */
#ifndef DECLARANT_CASEWORK_WRITTEN_H
#define DECLARANT_CASEWORK_WRITTEN_H

#include "casework/columns.h"

typedef struct WrittenDay {
    bool can[DAY_ORDER_YMD + 1]; /* by DayOrder; ASK is not used */
    int64_t days[DAY_ORDER_YMD + 1];
    bool short_year;             /* it would be a day, had the year four digits */
} WrittenDay;
WrittenDay written_day(Text text);

typedef struct WrittenNumber {
    bool can[DECIMAL_COMMA + 1]; /* by DecimalSign; ASK is not used */
    Decimal numbers[DECIMAL_COMMA + 1];
    Text currency;               /* as it stands there; empty: none */
    bool percent;
} WrittenNumber;
/* `scratch` holds what is put together on the way. */
WrittenNumber written_number(Region *scratch, Text text);

/* Without blanks of any width at both ends. */
Text written_trim(Text text);

#endif
