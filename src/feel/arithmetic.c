/* feel/arithmetic.c - the operators + - * / ** on all kinds: one table of pairs, one function a group of pairs.
 *
 * Dates without a time reckon as midnight; a result that does not fit its kind is null with a fault.
 */
#include "feel/operate.h"
#include "value/transcendent.h"

enum { DAY_SECONDS = 86400 };
#define NANOSECONDS ((__int128)1000000000)
#define DAY_NANOSECONDS (DAY_SECONDS * NANOSECONDS)

/* What a pair's function is told. */
typedef struct Pair {
    Vm *vm;
    Operator operator;
    Value a, b;
    Span span;
} Pair;

static Value first_of(const Pair *pair, ValueKind kind) /* the operand of that kind */
{
    return pair->a.kind == kind ? pair->a : pair->b;
}

static Value number_of(const Pair *pair)
{
    return value_is_number(pair->a) ? pair->a : pair->b;
}

/* ---- numbers and texts ---- */

static Value number_pair(const Pair *pair)
{
    Region *region = pair->vm->region;
    switch (pair->operator) {
    case OPERATOR_ADD: return number_add(region, pair->a, pair->b);
    case OPERATOR_SUBTRACT: return number_subtract(region, pair->a, pair->b);
    case OPERATOR_MULTIPLY: return number_multiply(region, pair->a, pair->b);
    default: return number_divide(region, pair->a, pair->b);
    }
}

enum { POWER_ITEMS = 64, REAL_POWER_ITEMS = 1024 }; /* as many items of a list cost as much */
enum { POWER_MOST = 999999999 };                    /* the domain of the exponent: DMN 1.5, table 60 */

static bool whole_power(Decimal *out, const Decimal *base, const Decimal *power)
{
    int64_t whole;
    return decimal_to_int64(&whole, power) && whole >= -POWER_MOST && whole <= POWER_MOST && decimal_power(out, base, whole);
}

static Value number_power(const Pair *pair)
{
    Decimal base = decimal_of_value(pair->a), power = decimal_of_value(pair->b), result;
    bool whole = decimal_is_whole(&power);
    if (!vm_spend(pair->vm, whole ? POWER_ITEMS : REAL_POWER_ITEMS, pair->span))
        return VALUE_NOTHING;
    bool defined = whole ? whole_power(&result, &base, &power) : decimal_real_power(&result, &base, &power);
    return defined ? value_decimal(pair->vm->region, &result) : VALUE_NOTHING;
}

static Value join_texts(const Pair *pair)
{
    Region *region = pair->vm->region;
    if (!vm_spend(pair->vm, ((size_t)pair->a.text->length + pair->b.text->length) / SPEND_BYTES, pair->span))
        return VALUE_NOTHING;
    return vm_text(pair->vm, text_join(region, text_of_value(pair->a), text_of_value(pair->b)));
}

/* ---- dates and durations ---- */

static bool signed_months(const Pair *pair, int64_t *months)
{
    *months = first_of(pair, VALUE_MONTHS).months;
    return pair->operator == OPERATOR_ADD || !__builtin_sub_overflow(0, *months, months);
}

static __int128 signed_nanoseconds(const Pair *pair)
{
    __int128 nanoseconds = nanoseconds_of(first_of(pair, VALUE_SECONDS).seconds);
    return pair->operator == OPERATOR_ADD ? nanoseconds : -nanoseconds;
}

static const __int128 most_days = 366 * (__int128)1000000000;

static bool days_fit(__int128 days)
{
    return days <= most_days && days >= -most_days && ymd_is_real(ymd_of((int64_t)days).year, 1, 1);
}

static __int128 divide_down(__int128 a, __int128 b)
{
    return a / b - (a % b < 0);
}

/* A month count that keeps the year within what a date may have. */
static bool months_fit(int64_t days, int64_t months)
{
    if (months > 24000000000 || months < -24000000000)
        return false;
    Ymd date = ymd_of(days);
    __int128 all = (__int128)date.year * 12 + date.month - 1 + months;
    return ymd_is_real((int64_t)divide_down(all, 12), 1, 1);
}

static Value date_and_months(const Pair *pair)
{
    int64_t months, days = first_of(pair, VALUE_DATE).days;
    if (!signed_months(pair, &months) || !months_fit(days, months))
        return VALUE_NOTHING;
    return value_date(days_add_months(days, months));
}

static Value date_and_seconds(const Pair *pair)
{
    __int128 days = first_of(pair, VALUE_DATE).days + divide_down(signed_nanoseconds(pair), DAY_NANOSECONDS);
    return days_fit(days) ? value_date((int64_t)days) : VALUE_NOTHING;
}

static Value date_time_and_months(const Pair *pair)
{
    int64_t months;
    Clock clock = *first_of(pair, VALUE_DATE_TIME).clock;
    if (!signed_months(pair, &months) || !months_fit(clock.days, months))
        return VALUE_NOTHING;
    clock.days = days_add_months(clock.days, months);
    clock_settle(&clock, true);
    return value_clock(pair->vm->region, VALUE_DATE_TIME, clock);
}

/* In a named zone the offset may be another at the end: the duration passes for everybody. */
static Value date_time_and_seconds(const Pair *pair)
{
    Clock clock = *first_of(pair, VALUE_DATE_TIME).clock;
    __int128 all = clock.days * DAY_NANOSECONDS + clock.nanoseconds + signed_nanoseconds(pair);
    if (!days_fit(divide_down(all, DAY_NANOSECONDS)))
        return VALUE_NOTHING;
    if (clock.zone) {
        __int128 instant = all - clock.offset_seconds * NANOSECONDS;
        clock.offset_seconds = zone_offset(clock.zone, (int64_t)divide_down(instant, NANOSECONDS));
        all = instant + clock.offset_seconds * NANOSECONDS;
    }
    __int128 days = divide_down(all, DAY_NANOSECONDS);
    clock.days = (int64_t)days;
    clock.nanoseconds = (int64_t)(all - days * DAY_NANOSECONDS);
    return value_clock(pair->vm->region, VALUE_DATE_TIME, clock);
}

static Value time_and_seconds(const Pair *pair)
{
    Clock clock = *first_of(pair, VALUE_TIME).clock;
    __int128 all = clock.nanoseconds + signed_nanoseconds(pair);
    clock.nanoseconds = (int64_t)(all - divide_down(all, DAY_NANOSECONDS) * DAY_NANOSECONDS);
    return value_clock(pair->vm->region, VALUE_TIME, clock);
}

static bool is_zoned(Value value)
{
    return value.kind == VALUE_DATE || value.clock->zoned;
}

static __int128 instant_of_value(Value value)
{
    return value.kind == VALUE_DATE ? value.days * DAY_NANOSECONDS : instant_of(value.clock);
}

/* Both zoned or both local; a date is midnight UTC. */
static Value difference(const Pair *pair)
{
    bool two_dates = pair->a.kind == VALUE_DATE && pair->b.kind == VALUE_DATE;
    if (!two_dates && is_zoned(pair->a) != is_zoned(pair->b))
        return VALUE_NOTHING;
    return value_seconds(pair->vm->region, instant_of_value(pair->a) - instant_of_value(pair->b));
}

static Value time_difference(const Pair *pair)
{
    const Clock *a = pair->a.clock, *b = pair->b.clock;
    if (a->zoned != b->zoned)
        return VALUE_NOTHING;
    return value_seconds(pair->vm->region, instant_of(a) - instant_of(b));
}

static Value months_pair(const Pair *pair)
{
    int64_t sum, b = pair->b.months;
    bool over = pair->operator == OPERATOR_ADD ? __builtin_add_overflow(pair->a.months, b, &sum)
                                               : __builtin_sub_overflow(pair->a.months, b, &sum);
    return over ? VALUE_NOTHING : value_months(sum);
}

static Value seconds_pair(const Pair *pair)
{
    __int128 a = nanoseconds_of(pair->a.seconds), b = nanoseconds_of(pair->b.seconds);
    return value_seconds(pair->vm->region, pair->operator == OPERATOR_ADD ? a + b : a - b);
}

/* ---- durations and numbers ---- */

static Decimal decimal_of_wide(__int128 number, int32_t exponent)
{
    bool negative = number < 0;
    return (Decimal){ negative ? -(unsigned __int128)number : (unsigned __int128)number, exponent, negative };
}

static bool scale(const Pair *pair, const Decimal *duration, Decimal *result)
{
    Decimal number = decimal_of_value(number_of(pair));
    return pair->operator == OPERATOR_DIVIDE ? decimal_divide(result, duration, &number)
                                             : decimal_multiply(result, duration, &number);
}

/* Cut towards zero to whole months. */
static Value months_and_number(const Pair *pair)
{
    Decimal months = decimal_of(first_of(pair, VALUE_MONTHS).months, 0), result;
    int64_t whole;
    if (!scale(pair, &months, &result) || !decimal_to_int64(&whole, &result))
        return VALUE_NOTHING;
    return value_months(whole);
}

static Value seconds_and_number(const Pair *pair)
{
    Decimal nanoseconds = decimal_of_wide(nanoseconds_of(first_of(pair, VALUE_SECONDS).seconds), 0), result;
    Decimal billion = decimal_of(1, 9), seconds, whole_part, rest;
    int64_t whole, fraction;
    if (!scale(pair, &nanoseconds, &result) || !decimal_divide(&seconds, &result, &billion))
        return VALUE_NOTHING;
    if (!decimal_round(&seconds, &seconds, 9, ROUND_HALF_EVEN) || !decimal_to_int64(&whole, &seconds))
        return VALUE_NOTHING;
    whole_part = decimal_of(whole, 0);
    decimal_subtract(&rest, &seconds, &whole_part);
    decimal_multiply(&rest, &rest, &billion);
    if (!decimal_to_int64(&fraction, &rest))
        return VALUE_NOTHING;
    return value_seconds(pair->vm->region, whole * NANOSECONDS + fraction);
}

static Decimal decimal_of_duration(Value value)
{
    return value.kind == VALUE_MONTHS ? decimal_of(value.months, 0)
                                      : decimal_of_wide(nanoseconds_of(value.seconds), 0);
}

static Value duration_ratio(const Pair *pair)
{
    Decimal a = decimal_of_duration(pair->a), b = decimal_of_duration(pair->b), ratio;
    if (!decimal_divide(&ratio, &a, &b))
        return VALUE_NOTHING;
    return value_decimal(pair->vm->region, &ratio);
}

/* ---- the table ---- */

static const struct {
    Operator operator;
    TypeKind a, b, result;
    Value (*run)(const Pair *pair);
} pairs[] = {
#define PAIR(operator, a, b, result, run) { OPERATOR_##operator, TYPE_##a, TYPE_##b, TYPE_##result, run },
#include "feel/arithmetic.def"
#undef PAIR
};

enum { PAIRS = sizeof pairs / sizeof *pairs };

static TypeKind plain(TypeKind kind)
{
    return kind == TYPE_MONEY ? TYPE_NUMBER : kind;
}

/* Could a pair with the open side left open work, and if so with which one result? */
static bool open_type(Operator operator, TypeKind a, TypeKind b, TypeKind *result)
{
    bool found = false;
    for (size_t i = 0; i < PAIRS; i++) {
        bool fits = pairs[i].operator == operator && (a == TYPE_ANY || a == TYPE_NULL || a == pairs[i].a) &&
                    (b == TYPE_ANY || b == TYPE_NULL || b == pairs[i].b);
        if (fits)
            *result = found && *result != pairs[i].result ? TYPE_ANY : pairs[i].result;
        found = found || fits;
    }
    return found;
}

bool arithmetic_type(Operator operator, TypeKind a, TypeKind b, TypeKind *result)
{
    return open_type(operator, plain(a), plain(b), result);
}

static bool is_nothing(Value value)
{
    if (value.kind == VALUE_MONTHS)
        return value.months == 0;
    if (value.kind == VALUE_SECONDS)
        return nanoseconds_of(value.seconds) == 0;
    return value_is_number(value) && number_is_zero(value);
}

static bool is_clock(Value value)
{
    return value.kind == VALUE_TIME || value.kind == VALUE_DATE_TIME;
}

static Value no_result(Vm *vm, Operator operator, Value a, Value b, Span span)
{
    if (is_clock(a) && is_clock(b) && a.clock->zoned != b.clock->zoned)
        return vm_fault(vm, "not-comparable", span, "one %s has a zone, the other none", value_kind_name(a.kind));
    if (operator == OPERATOR_DIVIDE && is_nothing(b))
        return vm_fault(vm, "division-by-zero", span, "division by zero");
    if (operator == OPERATOR_POWER)
        return vm_fault(vm, "out-of-range", span, "the power is not defined, not below 10 ** 6145, or its exponent is not in -%d .. %d", POWER_MOST, POWER_MOST);
    return vm_fault(vm, "out-of-range", span, "%s %s %s has no result", value_kind_name(a.kind),
                    operator_signs[operator], value_kind_name(b.kind));
}

Value operate_arithmetic(Vm *vm, Operator operator, Value a, Value b, Span span)
{
    Value both[2] = { value_settled(vm, a), value_settled(vm, b) }, met;
    if (absence_met(vm, both, 2, span, &met))
        return met;
    Pair pair = { vm, operator, both[0], both[1], span };
    TypeKind left = type_kind_of(both[0].kind), right = type_kind_of(both[1].kind);
    for (size_t i = 0; i < PAIRS; i++) {
        if (pairs[i].operator != operator || pairs[i].a != left || pairs[i].b != right)
            continue;
        Value result = pairs[i].run(&pair);
        return result.kind == VALUE_NULL ? no_result(vm, operator, both[0], both[1], span) : result;
    }
    return vm_fault(vm, "wrong-type", span, "%s %s %s has no meaning", value_kind_name(both[0].kind),
                    operator_signs[operator], value_kind_name(both[1].kind));
}

/* The exponent stays, so that not even the zeros at the end of what is reckoned with it change. */
static Value number_negated(Region *region, Value a)
{
    Decimal number = decimal_of_value(a);
    number.negative = !number.negative && number.coefficient;
    return value_decimal(region, &number);
}

Value operate_negate(Vm *vm, Value a, Span span)
{
    Value met;
    int64_t months;
    a = value_settled(vm, a);
    if (absence_met(vm, &a, 1, span, &met))
        return met;
    if (value_is_number(a))
        return number_negated(vm->region, a);
    if (a.kind == VALUE_MONTHS && !__builtin_sub_overflow(0, a.months, &months))
        return value_months(months);
    if (a.kind == VALUE_SECONDS)
        return value_seconds(vm->region, -nanoseconds_of(a.seconds));
    return vm_fault(vm, "wrong-type", span, "%s has no negative", value_kind_name(a.kind));
}
