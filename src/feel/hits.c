/* feel/hits.c - see hits.h. One function a policy. */
#include "feel/hits.h"
#include "feel/operate.h"

typedef struct Hits {
    Vm *vm;
    const FeelTable *table;
    const List *list; /* one value a hit: bare, or a context of several outputs */
    Span span;
} Hits;

static Value output_of(const Hits *hits, Value hit, uint32_t output)
{
    return hits->table->shape ? hit.context->at[output] : hit;
}

/* How high the value ranks in the output's list; one that is not in it comes last. */
static size_t rank_of(const List *ranking, Value value)
{
    size_t at = 0;
    while (at < ranking->count && values_equal(ranking->at[at], value) != 1)
        at++;
    return at;
}

/* Column by column from the left; columns without a ranking do not count. */
static bool ranks_before(const Hits *hits, Value a, Value b)
{
    for (uint32_t i = 0; i < hits->table->outputs; i++) {
        const List *ranking = hits->table->ranking[i];
        size_t left = ranking ? rank_of(ranking, output_of(hits, a, i)) : 0;
        size_t right = ranking ? rank_of(ranking, output_of(hits, b, i)) : 0;
        if (left != right)
            return left < right;
    }
    return false;
}

static Value only_hit(const Hits *hits)
{
    if (hits->list->count > 1)
        return vm_fault(hits->vm, "several-rules", hits->span, "%zu rules hit where one may", hits->list->count);
    return hits->list->at[0];
}

static Value common_hit(const Hits *hits)
{
    for (size_t i = 1; i < hits->list->count; i++)
        if (values_equal(hits->list->at[0], hits->list->at[i]) != 1)
            return vm_fault(hits->vm, "several-rules", hits->span, "rules that hit together give different outputs");
    return hits->list->at[0];
}

static Value highest_hit(const Hits *hits)
{
    size_t best = 0;
    for (size_t i = 1; i < hits->list->count; i++)
        if (ranks_before(hits, hits->list->at[i], hits->list->at[best]))
            best = i;
    return hits->list->at[best];
}

static Value all_hits(const Hits *hits)
{
    return value_list(hits->vm->region, hits->list->at, hits->list->count);
}

/* Put each hit before all that rank below it; equal ones stay as they stood. */
static Value ordered_hits(const Hits *hits)
{
    Value all = all_hits(hits);
    Value *at = all.list->at;
    for (size_t i = 1; i < all.list->count; i++) {
        Value hit = at[i];
        size_t place = i;
        for (; place > 0 && ranks_before(hits, hit, at[place - 1]); place--)
            at[place] = at[place - 1];
        at[place] = hit;
    }
    return all;
}

/* C with an aggregation; every hit must be of one kind. */
static Value aggregate(const Hits *hits)
{
    Value result = hits->list->at[0];
    if (hits->table->aggregation == '#')
        return value_small((int64_t)hits->list->count, 0);
    for (size_t i = 1; i < hits->list->count; i++) {
        Value hit = hits->list->at[i];
        int order;
        if (hits->table->aggregation == '+')
            result = operate_arithmetic(hits->vm, OPERATOR_ADD, result, hit, hits->span);
        else if (!values_order(&order, hit, result))
            return vm_fault(hits->vm, "not-comparable", hits->span, "outputs of the rules that hit cannot be compared");
        else if (hits->table->aggregation == '<' ? order < 0 : order > 0)
            result = hit;
    }
    return result;
}

Value table_result(Vm *vm, const FeelTable *table, const List *list, Span span)
{
    Hits hits = { vm, table, list, span };
    if (!list->count)
        return vm_fault(vm, "no-rule", span, "no rule hits and there is no default");
    switch (table->policy) {
    case 'U': return only_hit(&hits);
    case 'A': return common_hit(&hits);
    case 'P': return highest_hit(&hits);
    case 'O': return ordered_hits(&hits);
    case 'F': return list->at[0];
    default: return table->aggregation ? aggregate(&hits) : all_hits(&hits);
    }
}
