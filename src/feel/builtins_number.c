/* feel/builtins_number.c - functions over numbers. Rows: builtins.def. Rounding is value/decimal.h's, by name. */
#include <stdlib.h>

#include "feel/builtins.h"
#include "feel/operate.h"
#include "value/transcendent.h"

enum { LEAST_SCALE = -6111, MOST_SCALE = 6176 };

static Value rounded(BuiltinCall *call, Rounding mode)
{
    int64_t scale = 0;
    Value fault;
    if (call->count > 1 && !given(call, 1))
        return call_fault(call, "wrong-type", "scale cannot be null");
    if (given(call, 1) && !whole_argument(call, 1, &scale, &fault))
        return fault;
    if (scale < LEAST_SCALE || scale > MOST_SCALE)
        return call_fault(call, "out-of-range", "scale %lld is not in -6111 .. 6176", (long long)scale);
    Value result = number_round(call->vm->region, call->at[0], (int32_t)scale, mode);
    return result.kind == VALUE_NULL ? call_fault(call, "out-of-range", "result is too large") : result;
}

Value number_decimal(BuiltinCall *call) { return rounded(call, ROUND_HALF_EVEN); }
Value number_floor(BuiltinCall *call) { return rounded(call, ROUND_FLOOR); }
Value number_ceiling(BuiltinCall *call) { return rounded(call, ROUND_CEILING); }
Value number_round_up(BuiltinCall *call) { return rounded(call, ROUND_UP); }
Value number_round_down(BuiltinCall *call) { return rounded(call, ROUND_DOWN); }
Value number_round_half_up(BuiltinCall *call) { return rounded(call, ROUND_HALF_UP); }
Value number_round_half_down(BuiltinCall *call) { return rounded(call, ROUND_HALF_DOWN); }

static bool is_negative(Value value)
{
    if (value.kind == VALUE_MONTHS)
        return value.months < 0;
    if (value.kind == VALUE_SECONDS)
        return nanoseconds_of(value.seconds) < 0;
    return number_compare(value, value_small(0, 0)) < 0;
}

Value number_abs(BuiltinCall *call)
{
    Value value = argument(call, 0);
    if (value.kind == VALUE_LIST && value.list->count == 1)
        value = value.list->at[0];
    if (!value_is_number(value) && value.kind != VALUE_MONTHS && value.kind != VALUE_SECONDS)
        return call_fault(call, "wrong-type", "n cannot be %s", value_kind_name(value.kind));
    return is_negative(value) ? operate_negate(call->vm, value, call->span) : value;
}

Value number_modulo(BuiltinCall *call)
{
    Decimal a = decimal_of_value(call->at[0]), b = decimal_of_value(argument(call, 1)), result;
    if (number_is_zero(argument(call, 1)))
        return call_fault(call, "division-by-zero", "divisor is zero");
    if (!decimal_modulo(&result, &a, &b))
        return call_fault(call, "out-of-range", "result is too large");
    return value_decimal(call->vm->region, &result);
}

/* What is left when halved; a number with a fraction is neither odd nor even. */
static Value is_parity(BuiltinCall *call, int64_t rest)
{
    Decimal number = decimal_of_value(call->at[0]), two = decimal_of(2, 0), left;
    int64_t whole;
    if (!decimal_is_whole(&number) || !decimal_modulo(&left, &number, &two) || !decimal_to_int64(&whole, &left))
        return call_fault(call, "wrong-type", "number is not whole");
    return value_boolean(whole == rest);
}

Value number_odd(BuiltinCall *call) { return is_parity(call, 1); }
Value number_even(BuiltinCall *call) { return is_parity(call, 0); }

typedef bool RealFunction(Decimal *out, const Decimal *number);

static Value real_function(BuiltinCall *call, RealFunction *function)
{
    enum { REAL_ITEMS = 512 }; /* as many items of a list cost as much */
    Decimal number = decimal_of_value(call->at[0]), result;
    if (!vm_spend(call->vm, REAL_ITEMS, call->span))
        return VALUE_NOTHING;
    if (!function(&result, &number))
        return call_fault(call, "out-of-range", "there is no such result in the range of numbers");
    return value_decimal(call->vm->region, &result);
}

Value number_sqrt(BuiltinCall *call) { return real_function(call, decimal_square_root); }
Value number_exp(BuiltinCall *call) { return real_function(call, decimal_exponential); }
Value number_log(BuiltinCall *call) { return real_function(call, decimal_logarithm); }

/* ---- over lists ---- */

/* The first item that is no number, or SIZE_MAX. */
static size_t first_other(const List *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!value_is_number(list->at[i]))
            return i;
    return SIZE_MAX;
}

static bool numbers(BuiltinCall *call, const List **list, Value *fault)
{
    Value all = call->count ? call->at[0] : value_list(call->vm->region, NULL, 0);
    *list = all.list;
    size_t other = first_other(*list);
    *fault = other == SIZE_MAX && !(*list)->count ? call_note(call, "no-values", "of no numbers there is none") : VALUE_NOTHING;
    if (other == SIZE_MAX)
        return (*list)->count > 0;
    *fault = call_fault(call, "wrong-type", "item %zu is %s, not a number", other + 1,
                        value_kind_name((*list)->at[other].kind));
    return false;
}

typedef Value NumberPair(Region *region, Value a, Value b);

static Value fold_numbers(BuiltinCall *call, NumberPair *pair)
{
    const List *list;
    Value fault;
    if (!numbers(call, &list, &fault))
        return fault;
    Value result = list->at[0];
    for (size_t i = 1; i < list->count && result.kind != VALUE_NULL; i++)
        result = pair(call->vm->region, result, list->at[i]);
    return result.kind == VALUE_NULL ? call_fault(call, "out-of-range", "result is too large") : result;
}

Value list_sum(BuiltinCall *call) { return fold_numbers(call, number_add); }
Value list_product(BuiltinCall *call) { return fold_numbers(call, number_multiply); }

Value list_mean(BuiltinCall *call)
{
    Value sum = fold_numbers(call, number_add);
    if (sum.kind == VALUE_NULL)
        return sum;
    return number_divide(call->vm->region, sum, value_small((int64_t)call->at[0].list->count, 0));
}

static int compare_numbers(const void *a, const void *b)
{
    return number_compare(*(const Value *)a, *(const Value *)b);
}

static bool sorted_numbers(BuiltinCall *call, Value *sorted, size_t *count, Value *fault)
{
    const List *list;
    if (!numbers(call, &list, fault))
        return false;
    Value copy = value_list(call->vm->region, list->at, list->count);
    qsort(copy.list->at, list->count, sizeof(Value), compare_numbers);
    *sorted = copy;
    *count = list->count;
    return true;
}

Value list_median(BuiltinCall *call)
{
    Value sorted, fault;
    size_t count;
    Region *region = call->vm->region;
    if (!sorted_numbers(call, &sorted, &count, &fault))
        return fault;
    Value upper = sorted.list->at[count / 2];
    if (count % 2)
        return upper;
    Value sum = number_add(region, sorted.list->at[count / 2 - 1], upper);
    return sum.kind == VALUE_NULL ? call_fault(call, "out-of-range", "result is too large")
                                  : number_divide(region, sum, value_small(2, 0));
}

static size_t run_length(const List *sorted, size_t from)
{
    size_t to = from + 1;
    while (to < sorted->count && number_compare(sorted->at[from], sorted->at[to]) == 0)
        to++;
    return to - from;
}

Value list_mode(BuiltinCall *call)
{
    Value sorted, fault;
    size_t count, most = 0, modes = 0;
    if (!sorted_numbers(call, &sorted, &count, &fault))
        return call->count && call->at[0].list->count ? fault : value_list(call->vm->region, NULL, 0);
    Value *found = REGION_ARRAY(call->vm->region, Value, count);
    for (size_t i = 0, length; i < count; i += length) {
        length = run_length(sorted.list, i);
        if (length > most)
            modes = 0;
        most = length > most ? length : most;
        if (length == most)
            found[modes++] = sorted.list->at[i];
    }
    return value_list(call->vm->region, found, modes);
}

/* Of a sample: one less than the number of values divides, so there must be two. Numbers far apart in size cost more. */
Value list_stddev(BuiltinCall *call)
{
    enum { SPEND_DIGITS = 64 }; /* digits between the exponents that cost as much as one item */
    const List *list;
    Value fault;
    if (!numbers(call, &list, &fault))
        return fault;
    if (list->count < 2)
        return call_fault(call, "wrong-arguments", "a sample of one value has no standard deviation");
    Decimal *all = REGION_ARRAY(call->vm->region, Decimal, list->count), result;
    int32_t least = DECIMAL_MOST_EXPONENT, most = DECIMAL_LEAST_EXPONENT;
    for (size_t i = 0; i < list->count; i++) {
        all[i] = decimal_of_value(list->at[i]);
        least = all[i].exponent < least ? all[i].exponent : least;
        most = all[i].exponent > most ? all[i].exponent : most;
    }
    if (!vm_spend(call->vm, list->count * (size_t)((most - least) / SPEND_DIGITS + 1), call->span))
        return VALUE_NOTHING;
    if (!decimal_standard_deviation(&result, all, list->count))
        return call_fault(call, "out-of-range", "result is too large");
    return value_decimal(call->vm->region, &result);
}
