/* feel/builtins_date.c - functions over dates, times and durations. Rows: builtins.def. */
#include "feel/builtins.h"
#include "feel/operate.h"

#define NANOSECONDS 1000000000

static Value bad_text(BuiltinCall *call, const char *what)
{
    return call_fault(call, "bad-literal", "\"" TEXT_FMT "\" is not %s", TEXT_ARG(text_of_value(call->at[0])), what);
}

static Value clock_result(BuiltinCall *call, ValueKind kind, Clock clock)
{
    return value_clock(call->vm->region, kind, clock);
}

static int64_t days_of_argument(const BuiltinCall *call, uint32_t at)
{
    return call->at[at].kind == VALUE_DATE ? call->at[at].days : call->at[at].clock->days;
}

/* ---- date ---- */

Value date_from(BuiltinCall *call)
{
    int64_t days;
    if (call->at[0].kind == VALUE_TIME)
        return call_fault(call, "wrong-type", "a time has no date");
    if (call->at[0].kind != VALUE_TEXT)
        return value_date(days_of_argument(call, 0));
    return date_read(&days, text_of_value(call->at[0])) ? value_date(days) : bad_text(call, "a date");
}

Value date_of_parts(BuiltinCall *call)
{
    int64_t part[3];
    Value fault;
    for (uint32_t i = 0; i < 3; i++)
        if (!whole_argument(call, i, &part[i], &fault))
            return fault;
    bool fits = part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31;
    if (!fits || !ymd_is_real(part[0], (int)part[1], (int)part[2]))
        return call_fault(call, "out-of-range", "%lld-%lld-%lld is no day", (long long)part[0], (long long)part[1],
                          (long long)part[2]);
    return value_date(days_of(part[0], (int)part[1], (int)part[2]));
}

/* ---- date and time ---- */

Value date_time_from(BuiltinCall *call)
{
    Clock clock = { 0 };
    Value value = call->at[0];
    if (value.kind == VALUE_DATE_TIME)
        return value;
    if (value.kind == VALUE_DATE)
        return date_time_of_date(call->vm->region, value.days);
    if (value.kind == VALUE_TIME)
        return call_fault(call, "wrong-type", "a time has no date");
    if (date_read(&clock.days, text_of_value(value)) || date_time_read(&clock, text_of_value(value)))
        return clock_result(call, VALUE_DATE_TIME, clock);
    return bad_text(call, "a date and time");
}

/* The zone of the date is dropped; the time's counts. */
Value date_time_of_parts(BuiltinCall *call)
{
    Clock clock = *call->at[1].clock;
    clock.days = days_of_argument(call, 0);
    clock_settle(&clock, true);
    return clock_result(call, VALUE_DATE_TIME, clock);
}

/* ---- time ---- */

Value time_from(BuiltinCall *call)
{
    Clock clock = { 0 };
    Value value = call->at[0];
    if (value.kind == VALUE_TIME)
        return value;
    if (value.kind == VALUE_TEXT) {
        bool read = time_read(&clock, text_of_value(value));
        return read ? clock_result(call, VALUE_TIME, clock) : bad_text(call, "a time");
    }
    clock.zoned = true;
    if (value.kind == VALUE_DATE_TIME)
        clock = *value.clock;
    clock.days = 0;
    clock_settle(&clock, false);
    return clock_result(call, VALUE_TIME, clock);
}

/* Seconds with a fraction as nanoseconds; false when not from 0 to under 60. */
static bool second_part(Value value, int64_t *nanoseconds)
{
    Decimal second = decimal_of_value(value), billion = decimal_of(NANOSECONDS, 0), product;
    return decimal_multiply(&product, &second, &billion) && decimal_to_int64(nanoseconds, &product) &&
           *nanoseconds >= 0 && *nanoseconds < 60 * (int64_t)NANOSECONDS;
}

enum { MOST_OFFSET = 18 * 3600 };

static bool offset_part(Value value, Clock *clock)
{
    if (value.kind == VALUE_NULL)
        return true;
    if (value.kind != VALUE_SECONDS || value.seconds->seconds > MOST_OFFSET || value.seconds->seconds < -MOST_OFFSET)
        return false;
    clock->zoned = true;
    clock->offset_seconds = (int32_t)value.seconds->seconds;
    return true;
}

Value time_of_parts(BuiltinCall *call)
{
    Clock clock = { 0 };
    int64_t hour, minute, nanoseconds;
    Value fault;
    if (!whole_argument(call, 0, &hour, &fault) || !whole_argument(call, 1, &minute, &fault))
        return fault;
    bool fits = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
    if (!fits || !second_part(call->at[2], &nanoseconds) || !offset_part(argument(call, 3), &clock))
        return call_fault(call, "out-of-range", "the parts make no time of day");
    clock.nanoseconds = (hour * 3600 + minute * 60) * (int64_t)NANOSECONDS + nanoseconds;
    return clock_result(call, VALUE_TIME, clock);
}

/* ---- durations ---- */

Value duration_from(BuiltinCall *call)
{
    Value value = at_literal(call->vm->region, text_of_value(call->at[0]));
    if (value.kind != VALUE_MONTHS && value.kind != VALUE_SECONDS)
        return bad_text(call, "a duration");
    return value;
}

/* A month counts when the day of the month is reached. */
Value months_between(BuiltinCall *call)
{
    Ymd from = ymd_of(days_of_argument(call, 0)), to = ymd_of(days_of_argument(call, 1));
    int64_t months = (to.year - from.year) * 12 + to.month - from.month;
    if (months > 0 && to.day < from.day)
        months--;
    if (months < 0 && to.day > from.day)
        months++;
    return value_months(months);
}

/* ---- calendar ---- */

static int64_t day_of_year(int64_t days)
{
    return days - days_of(ymd_of(days).year, 1, 1) + 1;
}

Value date_day_of_year(BuiltinCall *call)
{
    return value_small(day_of_year(days_of_argument(call, 0)), 0);
}

static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
static const char *const months[] = { "January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December" };

Value date_day_of_week(BuiltinCall *call)
{
    return vm_text(call->vm, text_of(weekdays[weekday_of(days_of_argument(call, 0)) - 1]));
}

Value date_month_of_year(BuiltinCall *call)
{
    return vm_text(call->vm, text_of(months[ymd_of(days_of_argument(call, 0)).month - 1]));
}

/* ISO 8601: a week belongs to the year of its Thursday. */
Value date_week_of_year(BuiltinCall *call)
{
    int64_t days = days_of_argument(call, 0);
    int64_t thursday = days - weekday_of(days) + 4;
    return value_small((day_of_year(thursday) - 1) / 7 + 1, 0);
}

/* ---- the clock: told, never taken from the machine ---- */

Value clock_now(BuiltinCall *call)
{
    Vm *vm = call->vm;
    if (!vm->has_now)
        return call_fault(call, "no-clock", "the run was not told the time");
    return clock_result(call, VALUE_DATE_TIME,
                        (Clock){ .days = vm->today, .nanoseconds = vm->now_nanoseconds, .zoned = true });
}

Value clock_today(BuiltinCall *call)
{
    return call->vm->has_now ? value_date(call->vm->today)
                             : call_fault(call, "no-clock", "the run was not told the date");
}

/* ---- identity ---- */

static bool same_clock(const Clock *a, const Clock *b)
{
    return a->days == b->days && a->nanoseconds == b->nanoseconds && a->zoned == b->zoned && a->zone == b->zone &&
           (!a->zoned || a->offset_seconds == b->offset_seconds);
}

/* The same value of the same kind; the same instant in another offset is another value. */
Value boolean_is(BuiltinCall *call)
{
    Value a = argument(call, 0), b = argument(call, 1);
    bool numbers = value_is_number(a) && value_is_number(b);
    if (a.kind != b.kind && !numbers)
        return value_boolean(false);
    if (a.kind == VALUE_TIME || a.kind == VALUE_DATE_TIME)
        return value_boolean(same_clock(a.clock, b.clock));
    return value_boolean(values_equal_spent(call->vm, a, b, call->span) == 1);
}

Value boolean_not(BuiltinCall *call)
{
    return operate_not(call->vm, argument(call, 0), call->span);
}
