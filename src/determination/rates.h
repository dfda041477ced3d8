/* determination/rates.h - a table of exchange rates beside the case: those that customs or a bank published, from a CSV file.
 *
 *     from,to,units,rate,valid from,valid to,source
 *     JPY,EUR,100,0.6123,FIRST DAY,LAST DAY,"who published it, and when"
 *
 * `units` of the first currency (1 where the column is not there) cost `rate` of the second, from the first to the last day, both
 * inclusive. Nothing is carried on beyond the last day.
 */
#ifndef DECLARANT_DETERMINATION_RATES_H
#define DECLARANT_DETERMINATION_RATES_H

#include "base/task.h"
#include "value/json.h"
#include "value/value.h"

typedef struct Rate {
    Text from, to; /* ISO 4217 */
    Value rate;    /* units of `to` for one of `from`, exact */
    int64_t first, last;
    Text source;   /* who published it, and when */
    Span place;    /* of its row */
    uint32_t line; /* of the file */
} Rate;

typedef struct RateTable RateTable;

/* NULL with errors, each with its place: a column is missing, a cell is not what it must be, a rate without a source, two rates of one
 * pair of currencies that differ on the same day. Lives in task's region; read-only after, for many threads. */
const RateTable *rates_read(Task *task, const Source *source);
/* The rate of that day, or NULL. */
const Rate *rates_find(const RateTable *table, Text from, Text to, int64_t day);
/* Of those that begin by that day, the one that ends last, be it before the day or not; NULL: none begins by then. */
const Rate *rates_find_last(const RateTable *table, Text from, Text to, int64_t day);
/* All of them as a case tells them: the list "exchange_rates". */
void rates_json(JsonWriter *json, Region *region, const RateTable *table);

#endif
