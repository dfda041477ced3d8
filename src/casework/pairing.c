/* casework/pairing.c - components, the search for sums, and pairing by order alone. See pairing.h; the assignment is in assign.c. */
#define _GNU_SOURCE /* qsort_r */
#include "casework/pairing.h"

#include <stdlib.h>

#include "casework/assign.h"

typedef struct Side {
    Unit *at;
    uint32_t count;
} Side;

typedef struct Pairer {
    Task *task;
    const PairingRules *rules;
    Pairing *out;
} Pairer;

/* ---- the order of all units ---- */

static int order_of(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

int unit_compare(const void *a, const void *b)
{
    const Unit *left = a, *right = b;
    const int64_t pairs[][2] = { { left->class, right->class },       { left->contract, right->contract }, { left->product, right->product },
                                 { left->version, right->version },   { left->currency, right->currency }, { left->told, right->told },
                                 { left->amount, right->amount },     { left->quantity, right->quantity }, { left->code, right->code },
                                 { left->day, right->day } };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] != pairs[i][1])
            return order_of(pairs[i][0], pairs[i][1]);
    return left->order < right->order ? -1 : left->order > right->order;
}

/* ---- what is off ---- */

static int64_t away(int64_t a, int64_t b) { return a > b ? a - b : b - a; }

static bool amount_off(const Tolerances *tolerances, uint32_t currency, int64_t base, int64_t by)
{
    if (!by || (tolerances->amount && tolerances->currency == currency && by <= tolerances->amount))
        return false;
    return (__int128)by * 1000000 > (__int128)(base < 0 ? -base : base) * tolerances->share;
}

static void amounts_off(UnitsOff *off, const Unit *whole, const Unit *part, const PairingRules *rules)
{
    int64_t expected = whole->amount, found = part->amount;
    bool both = whole->told & part->told & UNIT_AMOUNT, same = whole->currency == part->currency;
    bool named = whole->currency && part->currency;
    off->compared_in = whole->currency ? whole->currency : part->currency;
    if (both && named && !same && rules->rate && rules->rate(rules->context, whole, part, &expected, &found, &off->compared_in))
        off->converted = same = true;
    off->currency = named && !same;
    off->amount_open = !both || !same;
    if (off->amount_open)
        return;
    off->amount_by = found - expected;
    off->amount = amount_off(&rules->tolerances, off->compared_in, rules->part_is_base ? found : expected, away(found, expected));
}

UnitsOff units_off(const Unit *whole, const Unit *part, const PairingRules *rules)
{
    UnitsOff off = { 0 };
    const PairingWeights *weights = &rules->weights;
    if (weights->amount)
        amounts_off(&off, whole, part, rules);
    if (weights->quantity) {
        off.quantity_open = (whole->told ^ part->told) & UNIT_QUANTITY;
        off.quantity_by = whole->told & part->told & UNIT_QUANTITY ? part->quantity - whole->quantity : 0;
        off.quantity = away(off.quantity_by, 0) > rules->tolerances.quantity;
    }
    off.version_open = weights->version && !whole->version != !part->version;
    off.version = weights->version && whole->version && part->version && whole->version != part->version;
    off.code_open = weights->code && !whole->code != !part->code;
    off.code = weights->code && whole->code && part->code && whole->code != part->code;
    off.day_open = weights->day && (whole->day == UNIT_NO_DAY) != (part->day == UNIT_NO_DAY);
    if (weights->day && whole->day != UNIT_NO_DAY && part->day != UNIT_NO_DAY)
        off.days_by = part->day - whole->day;
    off.day = away(off.days_by, 0) > rules->tolerances.days;
    return off;
}

static bool may_meet(const Unit *whole, const Unit *part)
{
    if (whole->product && part->product)
        return whole->product == part->product;
    return whole->contract != 0;
}

PairCost units_cost(const Unit *whole, const Unit *part, const PairingRules *rules)
{
    if (!may_meet(whole, part))
        return (PairCost){ .first = PAIR_REFUSED };
    UnitsOff off = units_off(whole, part, rules);
    const PairingWeights *weights = &rules->weights;
    int64_t mismatch = (off.currency ? weights->currency : 0) + (off.version ? weights->version : 0) + (off.quantity ? weights->quantity : 0) + (off.amount ? weights->amount : 0) +
                       (off.code ? weights->code : 0) + (off.day ? weights->day : 0);
    bool amount_open = weights->amount && (whole->told ^ part->told) & UNIT_AMOUNT;
    int open = amount_open + off.quantity_open + off.version_open + off.code_open + off.day_open;
    bool product_open = !whole->product != !part->product;
    return (PairCost){ mismatch + (int64_t)(open + product_open) * weights->untold, away(off.amount_by, 0), away(off.quantity_by, 0), away(off.days_by, 0) };
}

/* ---- groups ---- */

static uint32_t add_group(Pairer *pairer, PairHow how)
{
    *LIST_ADD(pairer->task->region, pairer->out->groups) = (PairGroup){ .how = how };
    return (uint32_t)pairer->out->groups.count;
}

static void pair(Pairer *pairer, Unit *whole, Unit *part, PairHow how)
{
    whole->group = part->group = add_group(pairer, how);
}

/* Those that are in no group yet, as numbers into `side`. */
static uint32_t left_over(Side side, uint32_t *at)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < side.count; i++)
        if (!side.at[i].group)
            at[count++] = i;
    return count;
}

/* ---- the assignment ---- */

typedef struct Matching { /* of a component: those that may still be assigned, and to whom they are */
    Side wholes, parts;
    uint32_t *whole_at, *part_at; /* numbers of the units */
    uint32_t whole_count, part_count;
    uint32_t *to;                 /* for each whole_at: 1 + place in part_at; 0: to none */
} Matching;

static bool spend(Pairer *pairer, uint64_t steps)
{
    if (pairer->out->work < steps)
        return false;
    pairer->out->work -= steps;
    return true;
}

static void assign_left(Pairer *pairer, Matching *matching)
{
    Region *region = pairer->task->region;
    matching->whole_count = left_over(matching->wholes, matching->whole_at);
    matching->part_count = left_over(matching->parts, matching->part_at);
    uint32_t rows = matching->whole_count, columns = matching->part_count;
    memset(matching->to, 0, matching->wholes.count * sizeof *matching->to);
    if (!rows || !columns)
        return;
    RegionMark mark = region_mark(region);
    PairCost *costs = region_take(region, (size_t)rows * columns * sizeof *costs);
    for (uint32_t i = 0; i < rows; i++)
        for (uint32_t k = 0; k < columns; k++)
            costs[(size_t)i * columns + k] = units_cost(&matching->wholes.at[matching->whole_at[i]], &matching->parts.at[matching->part_at[k]], pairer->rules);
    pairs_assign(region, costs, rows, columns, matching->to);
    region_drop(region, mark);
}

/* Keeps the pairs of the assignment: all that are left, or only those whose value and quantity are not off. */
static void keep_pairs(Pairer *pairer, Matching *matching, bool all)
{
    for (uint32_t i = 0; i < matching->whole_count; i++) {
        Unit *whole = &matching->wholes.at[matching->whole_at[i]];
        if (!matching->to[i] || whole->group)
            continue;
        Unit *part = &matching->parts.at[matching->part_at[matching->to[i] - 1]];
        UnitsOff off = units_off(whole, part, pairer->rules);
        if (all || !(off.amount || off.quantity || off.currency))
            pair(pairer, whole, part, PAIR_ASSIGNED);
    }
}

/* ---- sums ---- */

typedef struct Summing { /* several units of one side whose sum is one of the other */
    Pairer *pairer;
    const Unit *target;
    Unit **from;          /* those that may be summed, in order */
    uint32_t count;
    bool target_is_whole;
    uint32_t chosen[LIMIT_PAIRING_SUM], found[LIMIT_PAIRING_SUM];
    uint32_t size, ways;  /* how many are chosen; how many sums were found */
} Summing;

/* Value and quantity of both must be told alike, and neither may be off. */
static bool sum_fits(const Summing *summing, const Unit *sum)
{
    const PairingRules *rules = summing->pairer->rules;
    UnitsOff off = summing->target_is_whole ? units_off(summing->target, sum, rules) : units_off(sum, summing->target, rules);
    return !off.amount_open && !off.amount && !off.currency && !off.quantity && (!rules->weights.quantity || !off.quantity_open || !(summing->target->told & UNIT_QUANTITY));
}

static bool may_be_summed(const Summing *summing, const Unit *unit)
{
    const Unit *target = summing->target;
    bool meets = summing->target_is_whole ? may_meet(target, unit) : may_meet(unit, target);
    return meets && (unit->told & UNIT_AMOUNT) && unit->currency == target->currency && unit->amount > 0 && unit->amount < target->amount;
}

static void take_sum(Summing *summing)
{
    if (!summing->ways++)
        memcpy(summing->found, summing->chosen, sizeof summing->found);
}

/* The sum goes on from candidate `next` with `left` more; `slack` is what may be over. False: no steps are left, or two were found. */
static bool sum_on(Summing *summing, Unit *sum, uint32_t next, uint32_t left, int64_t most)
{
    if (!spend(summing->pairer, 1))
        return false;
    if (!left) {
        if (sum_fits(summing, sum))
            take_sum(summing);
        return summing->ways < 2;
    }
    for (uint32_t i = next; i + left <= summing->count; i++) {
        const Unit *unit = summing->from[i];
        if (unit->amount > most - sum->amount)
            continue;
        Unit more = *sum;
        more.amount += unit->amount;
        more.quantity += unit->quantity;
        more.told &= unit->told;
        summing->chosen[summing->size - left] = i;
        if (!sum_on(summing, &more, i + 1, left - 1, most))
            return false;
    }
    return true;
}

/* The largest sum that is still tolerated: the tolerance is at most the whole amount once more. */
static int64_t most_of(const Summing *summing)
{
    const Tolerances *tolerances = &summing->pairer->rules->tolerances;
    __int128 most = summing->target->amount + (__int128)summing->target->amount * tolerances->share / 1000000 + tolerances->amount;
    return most > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)most;
}

/* Fewest first; of as many the first in order. */
static bool find_sum(Summing *summing)
{
    Unit nothing = *summing->target;
    nothing.amount = nothing.quantity = 0;
    nothing.told = UNIT_AMOUNT | UNIT_QUANTITY;
    for (uint32_t size = 2; size <= summing->count && !summing->ways; size++) {
        summing->size = size;
        if (!sum_on(summing, &nothing, 0, size, most_of(summing)) && !summing->ways)
            return false;
    }
    return summing->ways > 0;
}

static bool sum_for(Pairer *pairer, Unit *target, Side side, bool target_is_whole)
{
    Unit *from[LIMIT_PAIRING_SUM];
    Summing summing = { .pairer = pairer, .target = target, .from = from, .target_is_whole = target_is_whole };
    for (uint32_t i = 0; i < side.count; i++) {
        if (side.at[i].group || !may_be_summed(&summing, &side.at[i]))
            continue;
        if (summing.count == LIMIT_PAIRING_SUM)
            return false;
        from[summing.count++] = &side.at[i];
    }
    if (!find_sum(&summing))
        return false;
    target->group = add_group(pairer, PAIR_SUM);
    pairer->out->groups.at[target->group - 1].ambiguous = summing.ways > 1;
    for (uint32_t i = 0; i < summing.size; i++)
        from[summing.found[i]]->group = target->group;
    return true;
}

static bool sums_for(Pairer *pairer, Side targets, Side others, bool targets_are_wholes)
{
    bool any = false;
    for (uint32_t i = 0; i < targets.count; i++)
        if (!targets.at[i].group && (targets.at[i].told & UNIT_AMOUNT) && targets.at[i].amount > 0)
            any |= sum_for(pairer, &targets.at[i], others, targets_are_wholes);
    return any;
}

/* ---- parts that can be of one whole only ---- */

static Unit *only_whole(Side wholes, const Unit *part)
{
    Unit *only = NULL;
    for (uint32_t i = 0; i < wholes.count; i++) {
        if (!may_meet(&wholes.at[i], part))
            continue;
        if (only)
            return NULL;
        only = &wholes.at[i];
    }
    return only;
}

/* What stands in the whole's group so far, and the part besides. */
static bool has_room(Side parts, const Unit *whole, const Unit *part)
{
    int64_t amount = part->amount;
    if (!(whole->told & part->told & UNIT_AMOUNT) || whole->currency != part->currency)
        return false;
    for (uint32_t i = 0; i < parts.count; i++)
        if (parts.at[i].group == whole->group)
            amount += parts.at[i].currency == whole->currency ? parts.at[i].amount : INT32_MAX;
    return amount <= whole->amount;
}

static void join_left(Pairer *pairer, Side wholes, Side parts)
{
    for (uint32_t i = 0; i < parts.count; i++) {
        Unit *part = &parts.at[i], *whole = part->group ? NULL : only_whole(wholes, part);
        if (!whole || !whole->group || !has_room(parts, whole, part))
            continue;
        part->group = whole->group;
        pairer->out->groups.at[whole->group - 1].how = PAIR_JOINED;
    }
}

/* ---- a component ---- */

static void pair_exactly(Pairer *pairer, Side wholes, Side parts)
{
    Region *region = pairer->task->region;
    RegionMark mark = region_mark(region);
    Matching matching = { .wholes = wholes, .parts = parts };
    matching.whole_at = REGION_ARRAY(region, uint32_t, wholes.count);
    matching.part_at = REGION_ARRAY(region, uint32_t, parts.count);
    matching.to = REGION_ARRAY(region, uint32_t, wholes.count);
    assign_left(pairer, &matching);
    keep_pairs(pairer, &matching, false);
    bool sums = sums_for(pairer, wholes, parts, true);
    sums |= sums_for(pairer, parts, wholes, false);
    if (sums)
        assign_left(pairer, &matching);
    keep_pairs(pairer, &matching, true);
    join_left(pairer, wholes, parts);
    region_drop(region, mark);
}

/* ---- by order alone ---- */

typedef struct Layer { /* what must be the same */
    bool product, version, currency, amount, quantity, code, day;
} Layer;

static const Layer LAYERS[] = { { true, true, true, true, true, true, true }, { true, true, true, true, true, true, false },  { true, false, true, true, false, false, false },
                                { true, true, false, false, true, false, false }, { true, false, false, false, false, false, false } };

static int layer_compare(const Layer *layer, const Unit *a, const Unit *b)
{
    const struct { bool counts; int64_t left, right; } words[] = {
        { layer->product, a->product, b->product },    { layer->version, a->version, b->version },    { layer->currency, a->currency, b->currency }, { layer->amount, a->told & UNIT_AMOUNT, b->told & UNIT_AMOUNT },
        { layer->amount, a->amount, b->amount },       { layer->quantity, a->quantity, b->quantity }, { layer->code, a->code, b->code },             { layer->day, a->day, b->day } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].counts && words[i].left != words[i].right)
            return order_of(words[i].left, words[i].right);
    return 0;
}

typedef struct Sorting { /* what a comparison of numbers needs */
    const Layer *layer;
    const Unit *at;
} Sorting;

static int layer_order(const void *a, const void *b, void *context)
{
    const Sorting *sorting = context;
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    int order = layer_compare(sorting->layer, &sorting->at[left], &sorting->at[right]);
    return order ? order : order_of(left, right);
}

static uint32_t sorted_left_over(const Layer *layer, Side side, uint32_t *at)
{
    uint32_t count = left_over(side, at);
    qsort_r(at, count, sizeof *at, layer_order, &(Sorting){ layer, side.at });
    return count;
}

static void pair_layer(Pairer *pairer, const Layer *layer, Side wholes, Side parts, uint32_t *whole_at, uint32_t *part_at)
{
    uint32_t whole_count = sorted_left_over(layer, wholes, whole_at), part_count = sorted_left_over(layer, parts, part_at);
    for (uint32_t i = 0, k = 0; i < whole_count && k < part_count;) {
        Unit *whole = &wholes.at[whole_at[i]], *part = &parts.at[part_at[k]];
        int order = layer_compare(layer, whole, part);
        if (!order && may_meet(whole, part))
            pair(pairer, whole, part, PAIR_ORDERED);
        i += order <= 0;
        k += order >= 0;
    }
}

/* Those whose product is not told may meet any other of the contract. */
static void pair_untold(Pairer *pairer, Side wholes, Side parts, uint32_t *whole_at, uint32_t *part_at)
{
    uint32_t whole_count = left_over(wholes, whole_at), part_count = left_over(parts, part_at);
    for (uint32_t i = 0, k = 0; i < whole_count && k < part_count;) {
        Unit *whole = &wholes.at[whole_at[i]], *part = &parts.at[part_at[k]];
        if (may_meet(whole, part)) {
            pair(pairer, whole, part, PAIR_ORDERED);
            i++, k++;
        } else if (whole->product < part->product)
            i++;
        else
            k++;
    }
}

static void pair_by_order(Pairer *pairer, Side wholes, Side parts)
{
    Region *region = pairer->task->region;
    RegionMark mark = region_mark(region);
    uint32_t *whole_at = region_take(region, wholes.count * sizeof *whole_at), *part_at = region_take(region, parts.count * sizeof *part_at);
    for (size_t i = 0; i < sizeof LAYERS / sizeof *LAYERS; i++)
        pair_layer(pairer, &LAYERS[i], wholes, parts, whole_at, part_at);
    pair_untold(pairer, wholes, parts, whole_at, part_at);
    pairer->out->ordered++;
    region_drop(region, mark);
}

static void pair_component(Pairer *pairer, Side wholes, Side parts)
{
    uint64_t large = wholes.count > parts.count ? wholes.count : parts.count, small = wholes.count + parts.count - large;
    pairer->out->components++;
    if (!small)
        return;
    if (large > pairer->out->largest)
        pairer->out->largest = large;
    if (large > LIMIT_PAIRING_EXACT || !spend(pairer, small * small * large))
        pair_by_order(pairer, wholes, parts);
    else
        pair_exactly(pairer, wholes, parts);
}

/* ---- all components ---- */

static int contract_order(const Unit *a, const Unit *b)
{
    return a->class != b->class ? order_of(a->class, b->class) : order_of(a->contract, b->contract);
}

/* How many from `from` on are of the same contract, or of the same product of it. */
static uint32_t run_of(const Unit *at, uint32_t from, uint32_t count, bool by_product)
{
    uint32_t to = from + 1;
    while (to < count && !contract_order(&at[from], &at[to]) && (!by_product || at[from].product == at[to].product))
        to++;
    return to - from;
}

static void pair_products(Pairer *pairer, Side wholes, Side parts)
{
    for (uint32_t i = 0, k = 0; i < wholes.count && k < parts.count;) {
        Side whole = { &wholes.at[i], run_of(wholes.at, i, wholes.count, true) }, part = { &parts.at[k], run_of(parts.at, k, parts.count, true) };
        int order = order_of(whole.at->product, part.at->product);
        if (!order)
            pair_component(pairer, whole, part);
        i += order <= 0 ? whole.count : 0;
        k += order >= 0 ? part.count : 0;
    }
}

/* One unit without a product (they stand first) makes one component of the whole contract. */
static void pair_contract(Pairer *pairer, Side wholes, Side parts)
{
    if (wholes.at->product && parts.at->product)
        pair_products(pairer, wholes, parts);
    else
        pair_component(pairer, wholes, parts);
}

void units_pair(Task *task, Unit *wholes, size_t whole_count, Unit *parts, size_t part_count, const PairingRules *rules, Pairing *pairing)
{
    Pairer pairer = { task, rules, pairing };
    size_t most = pairing->groups.count + (whole_count < part_count ? whole_count : part_count) + 1;
    PairGroup *room = region_take(task->region, most * sizeof *room);
    if (pairing->groups.count)
        memcpy(room, pairing->groups.at, pairing->groups.count * sizeof *room);
    pairing->groups.at = room;
    pairing->groups.room = most; /* so that no group moves the list while memory of a component is dropped */
    qsort(wholes, whole_count, sizeof *wholes, unit_compare);
    qsort(parts, part_count, sizeof *parts, unit_compare);
    for (uint32_t i = 0, k = 0; i < whole_count && k < part_count;) {
        Side whole = { &wholes[i], run_of(wholes, i, (uint32_t)whole_count, false) }, part = { &parts[k], run_of(parts, k, (uint32_t)part_count, false) };
        int order = contract_order(whole.at, part.at);
        if (!order)
            pair_contract(&pairer, whole, part);
        i += order <= 0 ? whole.count : 0;
        k += order >= 0 ? part.count : 0;
    }
}
