/* casework/assign.h - the assignment of rows to columns that costs least, exactly.
 *
 * Shortest augmenting paths with potentials (Kuhn, Munkres; in the form of Jonker and Volgenant), which add, subtract and compare costs and
 * do nothing else with them: so a cost may be a row of whole numbers, compared word by word. Columns that cost a row nothing are given out
 * first; each row that is left takes one search of rows times columns.
 */
#ifndef DECLARANT_CASEWORK_ASSIGN_H
#define DECLARANT_CASEWORK_ASSIGN_H

#include "base/region.h"

#include <stdint.h>
#include <string.h>

typedef struct PairCost { /* never less than zero; compared in this order */
    int64_t first;        /* PAIR_REFUSED, else mismatches by their weight */
    __int128 amount;
    int64_t quantity;
    int64_t days;
} PairCost;

#define PAIR_REFUSED ((int64_t)1 << 40) /* more than all mismatches of a component together */

/* costs[row * columns + column]. to[row] becomes 1 + its column, or 0: none is left for it, or only one that is refused. */
void pairs_assign(Region *region, const PairCost *costs, uint32_t rows, uint32_t columns, uint32_t *to);

int pair_cost_compare(const PairCost *a, const PairCost *b);

#endif
