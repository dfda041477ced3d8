/* value/date.h - days, times and durations of the proleptic Gregorian calendar, ISO 8601 as FEEL reads it. */
#ifndef DECLARANT_VALUE_DATE_H
#define DECLARANT_VALUE_DATE_H

#include "value/value.h"
#include "value/zone.h"

/* A time of day or a date and time. */
struct Clock {
    int64_t days;          /* of a date and time, since 1970-01-01; 0 of a time */
    int64_t nanoseconds;   /* since midnight */
    int32_t offset_seconds; /* east of UTC, when `zoned` */
    bool zoned;            /* false: local, no offset told */
    const Zone *zone;      /* named zone, or NULL */
};

/* A days and time duration; both parts have one sign. */
struct Seconds {
    int64_t seconds;
    int32_t nanoseconds;
};

typedef struct Ymd {
    int64_t year;
    int month; /* 1 .. 12 */
    int day;   /* 1 .. 31 */
} Ymd;

int64_t days_of(int64_t year, int month, int day); /* a real calendar day: see ymd_is_real */
Ymd ymd_of(int64_t days);
bool ymd_is_real(int64_t year, int month, int day); /* |year| <= 999,999,999 */
int days_in_month(int64_t year, int month);
int weekday_of(int64_t days); /* Monday 1 .. Sunday 7 */
/* `months` later, clamped to the end of the month (31 January + 1 month is 28 or 29 February). */
int64_t days_add_months(int64_t days, int64_t months);

/* Exactly "YYYY-MM-DD" and a real day, the whole text (FEEL.md a.14 for long and negative years). */
bool date_read(int64_t *days, Text text);
void date_print(Builder *out, int64_t days);
Text date_text(Region *region, int64_t days);

/* Set the offset of a clock in a named zone from the day and time it shows; of a time of no day: the zone's standard time. */
void clock_settle(Clock *clock, bool has_day);

bool time_read(Clock *out, Text text);
bool date_time_read(Clock *out, Text text);
void time_print(Builder *out, const Clock *time);
void date_time_print(Builder *out, const Clock *at);
/* "P1Y2M" sets *months, "P1DT2H" sets *seconds; *is_months tells which. */
bool duration_read(bool *is_months, int64_t *months, Seconds *seconds, Text text);
void months_print(Builder *out, int64_t months);
void seconds_print(Builder *out, Seconds seconds);

#endif
