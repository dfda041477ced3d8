/* feel/builtins_list.c - functions over lists. Rows: builtins.def. Lists never change: each result is a new one. */
#include "feel/builtins.h"
#include "feel/function.h"
#include "feel/operate.h"

static Value list_of(BuiltinCall *call, const Value *at, size_t count)
{
    return value_list(call->vm->region, at, count);
}

static const List *list_at(const BuiltinCall *call, uint32_t at)
{
    return call->at[at].list;
}

/* ---- asking ---- */

static bool is_list(Value value)
{
    return value.kind == VALUE_LIST;
}

/* True when it is surely in it; open when an unknown item, or the unknown element, may be it. */
Value list_contains(BuiltinCall *call)
{
    Value answer = value_boolean(false), met;
    if (absence_met(call->vm, call->at, call->count, call->span, &met))
        return met;
    for (size_t i = 0; i < list_at(call, 0)->count; i++) {
        Value pair[2] = { list_at(call, 0)->at[i], argument(call, 1) };
        Value one = absence_met(call->vm, pair, 2, call->span, &met) ? met : value_boolean(values_equal_spent(call->vm, pair[0], pair[1], call->span) == 1);
        answer = operate_or(call->vm, answer, one, call->span);
        if (answer.kind == VALUE_BOOLEAN && answer.boolean)
            break;
    }
    return answer;
}

Value list_count(BuiltinCall *call)
{
    return value_small((int64_t)list_at(call, 0)->count, 0);
}

/* The one that comes first by `sign` times the order; null of none, and where two have no order. */
static Value extreme(BuiltinCall *call, int sign)
{
    if (!call->count || !list_at(call, 0)->count)
        return call_note(call, "no-values", "of no values there is none");
    const List *list = list_at(call, 0);
    Value best = list->at[0];
    int order;
    for (size_t i = 0; i < list->count; i++) {
        texts_spent(call->vm, list->at[i], best, call->span);
        if (!values_order(&order, list->at[i], best))
            return call_fault(call, "not-comparable", "%s and %s have no order", value_kind_name(list->at[i].kind),
                              value_kind_name(best.kind));
        if (order * sign < 0)
            best = list->at[i];
    }
    return best;
}

Value list_min(BuiltinCall *call) { return extreme(call, 1); }
Value list_max(BuiltinCall *call) { return extreme(call, -1); }

static Value quantify(BuiltinCall *call, bool decisive)
{
    Value answer = value_boolean(!decisive), met;
    if (!call->count)
        return answer;
    if (absence_met(call->vm, call->at, 1, call->span, &met))
        return met;
    for (size_t i = 0; i < list_at(call, 0)->count; i++) {
        Value item = list_at(call, 0)->at[i];
        answer = decisive ? operate_or(call->vm, answer, item, call->span)
                          : operate_and(call->vm, answer, item, call->span);
        if (answer.kind == VALUE_BOOLEAN && answer.boolean == decisive)
            break;
    }
    return answer.kind == VALUE_NULL && !answer.problem ? call_note(call, "wrong-type", "an item is null") : answer;
}

Value list_all(BuiltinCall *call) { return quantify(call, false); }
Value list_any(BuiltinCall *call) { return quantify(call, true); }

Value list_index_of(BuiltinCall *call)
{
    const List *list = list_at(call, 0);
    Value *found = REGION_ARRAY(call->vm->region, Value, list->count);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++)
        if (values_equal_spent(call->vm, list->at[i], argument(call, 1), call->span) == 1)
            found[count++] = value_small((int64_t)i + 1, 0);
    return list_of(call, found, count);
}

/* ---- taking parts and putting together ---- */

/* The index from 0 of a position from 1, or from the end when negative; false with a fault when there is none. */
static bool position(BuiltinCall *call, uint32_t at, size_t count, size_t *index, Value *fault)
{
    int64_t number;
    if (!whole_argument(call, at, &number, fault))
        return false;
    int64_t from = number > 0 ? number - 1 : number + (int64_t)count;
    *index = (size_t)from;
    if (number != 0 && from >= 0 && from < (int64_t)count)
        return true;
    *fault = call_fault(call, "out-of-range", "position %lld is outside a list of %zu", (long long)number, count);
    return false;
}

Value list_sublist(BuiltinCall *call)
{
    const List *list = list_at(call, 0);
    size_t from;
    int64_t length = INT64_MAX;
    Value fault;
    if (!position(call, 1, list->count, &from, &fault) || (given(call, 2) && !whole_argument(call, 2, &length, &fault)))
        return fault;
    if (length < 1)
        return call_fault(call, "out-of-range", "length %lld is less than 1", (long long)length);
    if (given(call, 2) && length > (int64_t)(list->count - from))
        return call_fault(call, "out-of-range", "length %lld goes past the end of the list", (long long)length);
    size_t rest = list->count - from;
    return list_of(call, list->at + from, length < (int64_t)rest ? (size_t)length : rest);
}

Value list_append(BuiltinCall *call)
{
    Value met;
    if (absence_met(call->vm, call->at, 1, call->span, &met))
        return met;
    size_t count = list_at(call, 0)->count, more = call->count - 1;
    Value *all = REGION_ARRAY(call->vm->region, Value, count + more);
    if (count) /* an empty list may have no items to point at */
        memcpy(all, list_at(call, 0)->at, count * sizeof *all);
    memcpy(all + count, call->at + 1, more * sizeof *all);
    return list_of(call, all, count + more);
}

/* Items of the values in order; a value that is no list stands for itself. */
typedef struct Joined {
    Value *at;
    size_t count, room;
} Joined;

static void join(BuiltinCall *call, Joined *joined, Value value)
{
    const Value *items = is_list(value) ? value.list->at : &value;
    size_t count = is_list(value) ? value.list->count : 1;
    for (size_t i = 0; i < count; i++)
        *LIST_ADD(call->vm->region, *joined) = items[i];
}

/* All lists one after another; false with a fault where one is null. */
static bool join_all(BuiltinCall *call, Joined *joined, Value *fault)
{
    for (uint32_t i = 0; i < call->count; i++) {
        if (call->at[i].kind == VALUE_NULL) {
            *fault = call_fault(call, "wrong-type", "list %u cannot be null", i + 1);
            return false;
        }
        join(call, joined, call->at[i]);
    }
    return true;
}

Value list_concatenate(BuiltinCall *call)
{
    Joined joined = { 0 };
    Value fault;
    if (!join_all(call, &joined, &fault))
        return fault;
    return list_of(call, joined.at, joined.count);
}

Value list_insert(BuiltinCall *call)
{
    const List *list = list_at(call, 0);
    size_t at;
    Value fault;
    if (!value_is_number(argument(call, 1)))
        return call_fault(call, "wrong-type", "position cannot be %s", value_kind_name(argument(call, 1).kind));
    if (!position(call, 1, list->count, &at, &fault))
        return fault;
    Value *all = REGION_ARRAY(call->vm->region, Value, list->count + 1);
    memcpy(all, list->at, at * sizeof *all);
    all[at] = argument(call, 2);
    memcpy(all + at + 1, list->at + at, (list->count - at) * sizeof *all);
    return list_of(call, all, list->count + 1);
}

Value list_remove(BuiltinCall *call)
{
    const List *list = list_at(call, 0);
    size_t at;
    Value fault;
    if (!position(call, 1, list->count, &at, &fault))
        return fault;
    Value *all = REGION_ARRAY(call->vm->region, Value, list->count);
    memcpy(all, list->at, at * sizeof *all);
    memcpy(all + at, list->at + at + 1, (list->count - at - 1) * sizeof *all);
    return list_of(call, all, list->count - 1);
}

/* Each item for which match(item, newItem) is true becomes the new one. */
Value list_replace_match(BuiltinCall *call)
{
    Value match = argument(call, 1);
    if (match.kind != VALUE_FUNCTION || function_parameters(match.function) != 2)
        return call_fault(call, "wrong-type", "match must be a function of two parameters");
    Value copy = list_of(call, list_at(call, 0)->at, list_at(call, 0)->count);
    for (size_t i = 0; i < copy.list->count; i++) {
        Value pair[2] = { copy.list->at[i], argument(call, 2) };
        Value hit = function_call(call->vm, match.function, pair, 2, call->span);
        if (hit.kind != VALUE_BOOLEAN)
            return value_is_absence(hit) ? hit : call_fault(call, "wrong-type", "match gives %s, not true or false",
                                                            value_kind_name(hit.kind));
        if (hit.boolean)
            copy.list->at[i] = pair[1];
    }
    return copy;
}

Value list_replace_at(BuiltinCall *call)
{
    size_t at;
    Value fault;
    if (!value_is_number(argument(call, 1)))
        return call_fault(call, "wrong-type", "position cannot be %s", value_kind_name(argument(call, 1).kind));
    if (!position(call, 1, list_at(call, 0)->count, &at, &fault))
        return fault;
    Value copy = list_of(call, list_at(call, 0)->at, list_at(call, 0)->count);
    copy.list->at[at] = argument(call, 2);
    return copy;
}

Value list_replace(BuiltinCall *call)
{
    return argument(call, 1).kind == VALUE_FUNCTION ? list_replace_match(call) : list_replace_at(call);
}

Value list_reverse(BuiltinCall *call)
{
    size_t count = list_at(call, 0)->count;
    Value copy = list_of(call, list_at(call, 0)->at, count);
    for (size_t i = 0; i < count; i++)
        copy.list->at[i] = list_at(call, 0)->at[count - 1 - i];
    return copy;
}

/* Each value once, the first kept. Counted against the turns of iteration, since it compares each with each. */
static Value once_each(BuiltinCall *call, const Value *at, size_t count)
{
    Value *kept = REGION_ARRAY(call->vm->region, Value, count);
    size_t keeps = 0;
    for (size_t i = 0; i < count; i++) {
        size_t j = 0;
        while (j < keeps && call->vm->iterations >= 0 && values_equal_spent(call->vm, kept[j], at[i], call->span) != 1)
            j++;
        if (!vm_spend(call->vm, j, call->span))
            return VALUE_NOTHING;
        if (j == keeps)
            kept[keeps++] = at[i];
    }
    return list_of(call, kept, keeps);
}

Value list_union(BuiltinCall *call)
{
    Joined joined = { 0 };
    Value fault;
    if (!join_all(call, &joined, &fault))
        return fault;
    return once_each(call, joined.at, joined.count);
}

Value list_distinct(BuiltinCall *call)
{
    return once_each(call, list_at(call, 0)->at, list_at(call, 0)->count);
}

/* False when it is too much: a list may hold another many times over. */
static bool flatten(BuiltinCall *call, Joined *joined, const List *list, int depth)
{
    if (depth > LIMIT_VALUE_DEPTH || !vm_spend(call->vm, list->count + 16, call->span))
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (!is_list(list->at[i]))
            *LIST_ADD(call->vm->region, *joined) = list->at[i];
        else if (!flatten(call, joined, list->at[i].list, depth + 1))
            return false;
    return true;
}

Value list_flatten(BuiltinCall *call)
{
    Joined joined = { 0 };
    if (!flatten(call, &joined, list_at(call, 0), 0))
        return call_fault(call, "out-of-range", "result is too large");
    return list_of(call, joined.at, joined.count);
}

/* ---- sorting ---- */

typedef struct Sorting {
    BuiltinCall *call;
    const Function *precedes; /* NULL: by the values' own order */
    Value trouble;            /* what stands in the way: null with a fault, or an absence; UNSET: nothing */
} Sorting;

/* Must b stand before a? */
static bool comes_before(Sorting *sorting, Value b, Value a)
{
    int order;
    Vm *vm = sorting->call->vm;
    if (!sorting->precedes) {
        if (!values_order(&order, b, a))
            sorting->trouble = call_fault(sorting->call, "not-comparable", "%s and %s have no order",
                                          value_kind_name(b.kind), value_kind_name(a.kind));
        return sorting->trouble.kind == VALUE_UNSET && order < 0;
    }
    Value pair[2] = { b, a };
    Value answer = function_call(vm, sorting->precedes, pair, 2, sorting->call->span);
    if (answer.kind != VALUE_BOOLEAN)
        sorting->trouble = value_is_absence(answer)
                               ? answer
                               : call_fault(sorting->call, "wrong-type", "precedes gives %s, not true or false",
                                            value_kind_name(answer.kind));
    return answer.kind == VALUE_BOOLEAN && answer.boolean;
}

static void merge(Sorting *sorting, const Value *from, Value *to, size_t low, size_t middle, size_t high)
{
    size_t i = low, j = middle;
    for (size_t at = low; at < high; at++) {
        bool right = i == middle || (j < high && sorting->trouble.kind == VALUE_UNSET &&
                                     comes_before(sorting, from[j], from[i]));
        to[at] = right && j < high ? from[j++] : from[i++];
    }
}

/* Merge sort upward from runs of one: stable. */
Value list_sort(BuiltinCall *call)
{
    Sorting sorting = { .call = call, .precedes = given(call, 1) ? call->at[1].function : NULL };
    size_t count = list_at(call, 0)->count;
    Value from = list_of(call, list_at(call, 0)->at, count), to = list_of(call, list_at(call, 0)->at, count);
    for (size_t width = 1; width < count && sorting.trouble.kind == VALUE_UNSET; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count;
            size_t high = low + 2 * width < count ? low + 2 * width : count;
            merge(&sorting, from.list->at, to.list->at, low, middle, high);
        }
        Value swap = from;
        from = to;
        to = swap;
    }
    return sorting.trouble.kind == VALUE_UNSET ? from : sorting.trouble;
}
