/* casework/pairing.h - which things of one book belong to which of another: an optimal assignment, sums, and what is left.
 *
 *     wholes ─┐                     ┌─▶ one to one, of the least cost
 *             ├─ by contract and ───┼─▶ one to several whose sum it is
 *     parts  ─┘  product            └─▶ parts that join the only whole they can be of
 *
 * Within a component every whole may be paired with every part whose product is the same, or not told. Of all assignments that of the least
 * cost is taken; costs are compared word by word: pairs that could not be made, mismatches by their weight, value off, quantity off, days
 * off. All are whole numbers, so nothing is rounded. Both books are first put into an order of their contents, so that the outcome does not
 * depend on the order in which they came. What is left without a match, or off in value or quantity, is then looked at for sums; where some
 * are found, the rest is assigned anew.
 *
 * A component with more than LIMIT_PAIRING_EXACT units on a side, and all that come after LIMIT_PAIRING_WORK steps, are paired by the
 * total order alone, layer by layer: all alike; all but the day; product, currency and value; product, version and quantity; product.
 */
#ifndef DECLARANT_CASEWORK_PAIRING_H
#define DECLARANT_CASEWORK_PAIRING_H

#include "base/task.h"
#include "casework/assign.h"

enum { UNIT_NO_DAY = INT32_MIN };

typedef enum UnitTold { UNIT_AMOUNT = 1, UNIT_QUANTITY = 2 } UnitTold;

/* Numbers of names stand for their place in the order of all names; 0: not told. */
typedef struct Unit {
    uint64_t order;    /* among units that are otherwise alike: made of its number */
    uint32_t class;    /* only units of one class meet */
    uint32_t contract;
    uint32_t product;
    uint32_t version;
    uint32_t currency;
    uint32_t code;
    int64_t amount;    /* in ten-thousandths */
    int64_t quantity;  /* in ten-thousandths */
    int32_t day;       /* since 1970; UNIT_NO_DAY: not told */
    uint32_t told;     /* UNIT_AMOUNT, UNIT_QUANTITY */
    uint32_t of;       /* the caller's */
    uint32_t group;    /* OUT: 1 + the group it is in; 0: none. A unit that comes with one is left alone */
} Unit;

typedef struct PairingWeights { /* of what differs; 0: not compared in this leg */
    uint32_t currency, version, quantity, amount, code, day;
    uint32_t untold;   /* one side tells it, the other does not */
} PairingWeights;

typedef struct Tolerances {
    int64_t share;      /* of the whole's amount, in millionths: 0.5% is 5000 */
    int64_t amount;     /* in ten-thousandths, */
    uint32_t currency;  /* of this currency alone */
    int64_t quantity;   /* in ten-thousandths */
    int32_t days;
} Tolerances;

/* Turns one of two amounts into the currency of the other, and says which that is; false: no rate is told. NULL: never. */
typedef bool PairingRate(void *context, const Unit *whole, const Unit *part, int64_t *whole_amount, int64_t *part_amount, uint32_t *currency);

typedef struct PairingRules {
    PairingWeights weights;
    Tolerances tolerances;
    PairingRate *rate;
    void *context;
    bool part_is_base;  /* shares are of the part's amount */
} PairingRules;

typedef enum PairHow {
    PAIR_ASSIGNED,      /* one to one, by the least cost */
    PAIR_REFERRED,      /* one names the other */
    PAIR_SUM,           /* one is the sum of several */
    PAIR_JOINED,        /* parts that can be of no other whole */
    PAIR_ORDERED        /* by the total order alone: the component is too large */
} PairHow;

typedef struct PairGroup {
    PairHow how;
    bool ambiguous;     /* other members have the same sum */
} PairGroup;

typedef struct Pairing {
    LIST_OF(PairGroup) groups;
    uint64_t work;      /* steps that are left */
    size_t components, ordered; /* how many there were; how many were paired by order alone */
    size_t largest;     /* units on the larger side of the largest component */
} Pairing;

/* Sorts both arrays and sets `group` of each unit; adds to `pairing`, whose work the caller sets once. */
void units_pair(Task *task, Unit *wholes, size_t whole_count, Unit *parts, size_t part_count, const PairingRules *rules, Pairing *pairing);

/* ---- what is off between two; also between sums ---- */

typedef struct UnitsOff {
    bool currency, version, code; /* told on both sides, and not the same */
    bool amount, quantity, day;   /* off by more than is tolerated */
    bool amount_open;  /* not compared: not told on one side, or another currency without a rate */
    bool quantity_open, version_open, code_open, day_open; /* told on one side alone */
    bool converted;    /* compared at a rate */
    int64_t amount_by; /* part less whole, in the currency it was compared in */
    int64_t quantity_by;
    int32_t days_by;
    uint32_t compared_in; /* currency of amount_by */
} UnitsOff;

/* What it costs to pair them; refused where their products are told and differ, or neither contract nor product is told. */
PairCost units_cost(const Unit *whole, const Unit *part, const PairingRules *rules);
UnitsOff units_off(const Unit *whole, const Unit *part, const PairingRules *rules);

/* The order of all units: contract, product, version, currency, amount, quantity, code, day, number. */
int unit_compare(const void *a, const void *b);

#endif
