/* feel/temporal.c - dates, times and durations as values: making them, their properties, the @ literal. */
#include "feel/operate.h"

#define NANOSECONDS ((__int128)1000000000)
#define DAY_NANOSECONDS (86400 * NANOSECONDS)

/* ---- making values ---- */

Value value_clock(Region *region, ValueKind kind, Clock clock)
{
    Clock *copy = REGION_NEW(region, Clock);
    *copy = clock;
    return (Value){ .kind = (uint8_t)kind, .clock = copy };
}

Value value_seconds(Region *region, __int128 nanoseconds)
{
    if (nanoseconds > INT64_MAX * NANOSECONDS || nanoseconds < -INT64_MAX * NANOSECONDS)
        return VALUE_NOTHING;
    Seconds *seconds = REGION_NEW(region, Seconds);
    seconds->seconds = (int64_t)(nanoseconds / NANOSECONDS);
    seconds->nanoseconds = (int32_t)(nanoseconds % NANOSECONDS);
    return (Value){ .kind = VALUE_SECONDS, .seconds = seconds };
}

__int128 instant_of(const Clock *clock)
{
    __int128 local = clock->days * DAY_NANOSECONDS + clock->nanoseconds;
    return clock->zoned ? local - clock->offset_seconds * NANOSECONDS : local;
}

Value date_time_of_date(Region *region, int64_t days)
{
    return value_clock(region, VALUE_DATE_TIME, (Clock){ .days = days, .zoned = true });
}

static Value duration_value(Region *region, Text text)
{
    bool is_months;
    int64_t months;
    Seconds seconds;
    if (!duration_read(&is_months, &months, &seconds, text))
        return VALUE_NOTHING;
    return is_months ? value_months(months) : value_seconds(region, nanoseconds_of(&seconds));
}

/* at = date and time | date | time | duration, whichever the text is */
Value at_literal(Region *region, Text text)
{
    Clock clock = { 0 };
    int64_t days;
    if (!text.length)
        return VALUE_NOTHING;
    if (date_read(&days, text))
        return value_date(days);
    if (date_time_read(&clock, text))
        return value_clock(region, VALUE_DATE_TIME, clock);
    if (time_read(&clock, text))
        return value_clock(region, VALUE_TIME, clock);
    return duration_value(region, text);
}

/* ---- properties ---- */

static int64_t days_of_value(Value value)
{
    return value.kind == VALUE_DATE ? value.days : value.clock->days;
}

static Value read_year(Region *region, Value value)
{
    (void)region;
    return value_small(ymd_of(days_of_value(value)).year, 0);
}

static Value read_month(Region *region, Value value)
{
    (void)region;
    return value_small(ymd_of(days_of_value(value)).month, 0);
}

static Value read_day(Region *region, Value value)
{
    (void)region;
    return value_small(ymd_of(days_of_value(value)).day, 0);
}

static Value read_weekday(Region *region, Value value)
{
    (void)region;
    return value_small(weekday_of(days_of_value(value)), 0);
}

static Value read_hour(Region *region, Value value)
{
    (void)region;
    return value_small((int64_t)(value.clock->nanoseconds / (3600 * NANOSECONDS)), 0);
}

static Value read_minute(Region *region, Value value)
{
    (void)region;
    return value_small((int64_t)(value.clock->nanoseconds / (60 * NANOSECONDS) % 60), 0);
}

static Value read_second(Region *region, Value value)
{
    (void)region;
    return value_small((int64_t)(value.clock->nanoseconds / NANOSECONDS % 60), 0);
}

static Value read_offset(Region *region, Value value)
{
    return value.clock->zoned ? value_seconds(region, value.clock->offset_seconds * NANOSECONDS) : VALUE_NOTHING;
}

static Value read_zone(Region *region, Value value)
{
    return value.clock->zone ? value_text(region, text_of(value.clock->zone->name)) : VALUE_NOTHING;
}

static Value read_years(Region *region, Value value)
{
    (void)region;
    return value_small(value.months / 12, 0);
}

static Value read_months(Region *region, Value value)
{
    (void)region;
    return value_small(value.months % 12, 0);
}

static Value read_days(Region *region, Value value)
{
    (void)region;
    return value_small(value.seconds->seconds / 86400, 0);
}

static Value read_hours(Region *region, Value value)
{
    (void)region;
    return value_small(value.seconds->seconds / 3600 % 24, 0);
}

static Value read_minutes(Region *region, Value value)
{
    (void)region;
    return value_small(value.seconds->seconds / 60 % 60, 0);
}

static Value read_seconds(Region *region, Value value)
{
    Value whole = value_small(value.seconds->seconds % 60, 0);
    if (!value.seconds->nanoseconds)
        return whole;
    return number_add(region, whole, value_small(value.seconds->nanoseconds, -9));
}

static Value read_start(Region *region, Value value)
{
    (void)region;
    return value.range->low;
}

static Value read_end(Region *region, Value value)
{
    (void)region;
    return value.range->high;
}

static Value read_start_included(Region *region, Value value)
{
    (void)region;
    return value_boolean(value.range->low_closed);
}

static Value read_end_included(Region *region, Value value)
{
    (void)region;
    return value_boolean(value.range->high_closed);
}

static const Property properties[] = {
    { "year", TYPE_DATE, TYPE_NUMBER, read_year },
    { "month", TYPE_DATE, TYPE_NUMBER, read_month },
    { "day", TYPE_DATE, TYPE_NUMBER, read_day },
    { "weekday", TYPE_DATE, TYPE_NUMBER, read_weekday },
    { "year", TYPE_DATE_TIME, TYPE_NUMBER, read_year },
    { "month", TYPE_DATE_TIME, TYPE_NUMBER, read_month },
    { "day", TYPE_DATE_TIME, TYPE_NUMBER, read_day },
    { "weekday", TYPE_DATE_TIME, TYPE_NUMBER, read_weekday },
    { "hour", TYPE_DATE_TIME, TYPE_NUMBER, read_hour },
    { "minute", TYPE_DATE_TIME, TYPE_NUMBER, read_minute },
    { "second", TYPE_DATE_TIME, TYPE_NUMBER, read_second },
    { "time offset", TYPE_DATE_TIME, TYPE_SECONDS, read_offset },
    { "timezone", TYPE_DATE_TIME, TYPE_TEXT, read_zone },
    { "hour", TYPE_TIME, TYPE_NUMBER, read_hour },
    { "minute", TYPE_TIME, TYPE_NUMBER, read_minute },
    { "second", TYPE_TIME, TYPE_NUMBER, read_second },
    { "time offset", TYPE_TIME, TYPE_SECONDS, read_offset },
    { "timezone", TYPE_TIME, TYPE_TEXT, read_zone },
    { "years", TYPE_MONTHS, TYPE_NUMBER, read_years },
    { "months", TYPE_MONTHS, TYPE_NUMBER, read_months },
    { "days", TYPE_SECONDS, TYPE_NUMBER, read_days },
    { "hours", TYPE_SECONDS, TYPE_NUMBER, read_hours },
    { "minutes", TYPE_SECONDS, TYPE_NUMBER, read_minutes },
    { "seconds", TYPE_SECONDS, TYPE_NUMBER, read_seconds },
    { "start", TYPE_RANGE, TYPE_ANY, read_start },
    { "end", TYPE_RANGE, TYPE_ANY, read_end },
    { "start included", TYPE_RANGE, TYPE_BOOLEAN, read_start_included },
    { "end included", TYPE_RANGE, TYPE_BOOLEAN, read_end_included },
};

const Property *property_find(Text name)
{
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        if (text_equal(text_of(properties[i].name), name))
            return &properties[i];
    return NULL;
}

const Property *property_of(TypeKind kind, Text name)
{
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        if (properties[i].of == kind && text_equal(text_of(properties[i].name), name))
            return &properties[i];
    return NULL;
}
