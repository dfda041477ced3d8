/* value/date.c - see date.h.
 *
 * A day is a count since 1970-01-01. Years are reckoned from 1 March, so that the leap day is the last of its year and
 * the months before it have fixed places; 400 such years always have 146,097 days.
 *
 * Reading goes through a Cursor, one function a grammar rule; nothing is stored unless the whole text fits.
 */
#include "value/date.h"

enum { DAYS_400_YEARS = 146097, DAYS_100_YEARS = 36524, DAYS_4_YEARS = 1461 };
enum { DAYS_TO_1970 = 719468 }; /* from 0000-03-01 */
enum { LAST_YEAR = 999999999 };
enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, MOST_OFFSET = 18 * HOUR };
enum { MONTHS_A_YEAR = 12, NANOSECONDS = 1000 * 1000 * 1000 };
static const int64_t FARTHEST_DAY = 1000 * 1000 * 1000 * (int64_t)1000; /* beyond the last year, far from overflow */

/* ---- days ----------------------------------------------------------------------------------------- */

static int64_t floor_over(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static bool is_leap_year(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in_month(int64_t year, int month)
{
    static const int days[MONTHS_A_YEAR] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

bool ymd_is_real(int64_t year, int month, int day)
{
    if (year < -LAST_YEAR || year > LAST_YEAR || month < 1 || month > MONTHS_A_YEAR)
        return false;
    return day >= 1 && day <= days_in_month(year, month);
}

/* Days from 1 March to the first day of a month, March being 0: 31 30 31 30 31 and again. */
static int days_before_month(int month_from_march)
{
    return (153 * month_from_march + 2) / 5;
}

int64_t days_of(int64_t year, int month, int day)
{
    int64_t from_march = month >= 3 ? year : year - 1;
    int64_t era = floor_over(from_march, 400), year_of_era = from_march - era * 400;
    int64_t leaps = year_of_era / 4 - year_of_era / 100;
    int day_of_year = days_before_month((month + 9) % MONTHS_A_YEAR) + day - 1;
    return era * DAYS_400_YEARS + year_of_era * 365 + leaps + day_of_year - DAYS_TO_1970;
}

Ymd ymd_of(int64_t days)
{
    if (days > FARTHEST_DAY || days < -FARTHEST_DAY)
        days = days < 0 ? -FARTHEST_DAY : FARTHEST_DAY;
    int64_t day = days + DAYS_TO_1970, era = floor_over(day, DAYS_400_YEARS);
    int64_t left = day - era * DAYS_400_YEARS;
    int64_t century = left / DAYS_100_YEARS;
    century -= century == 4; /* the last day of the fourth century is a leap day of its own */
    left -= century * DAYS_100_YEARS;
    int64_t leap_cycle = left / DAYS_4_YEARS;
    left -= leap_cycle * DAYS_4_YEARS;
    int64_t year = left / 365;
    year -= year == 4;
    left -= year * 365;
    int month = (int)(5 * left + 2) / 153;
    int64_t from_march = era * 400 + century * 100 + leap_cycle * 4 + year;
    return (Ymd){ from_march + (month >= 10), month < 10 ? month + 3 : month - 9, (int)left - days_before_month(month) + 1 };
}

int weekday_of(int64_t days)
{
    int64_t since_monday = (days % 7 + 3) % 7; /* 1970-01-01 was a Thursday */
    return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* A year past the last one comes out past it too, for the caller to see. */
int64_t days_add_months(int64_t days, int64_t months)
{
    Ymd from = ymd_of(days);
    int64_t farthest = (int64_t)4 * LAST_YEAR * MONTHS_A_YEAR;
    months = months > farthest ? farthest : months < -farthest ? -farthest : months;
    int64_t month = from.year * MONTHS_A_YEAR + from.month - 1 + months;
    int64_t year = floor_over(month, MONTHS_A_YEAR);
    if (year > LAST_YEAR || year < -LAST_YEAR)
        year = year < 0 ? -LAST_YEAR - 1 : LAST_YEAR + 1;
    int of_year = (int)(month - floor_over(month, MONTHS_A_YEAR) * MONTHS_A_YEAR) + 1;
    int last = days_in_month(year, of_year);
    return days_of(year, of_year, from.day < last ? from.day : last);
}

/* ---- reading -------------------------------------------------------------------------------------- */

typedef struct Cursor {
    const char *at, *end; /* what is left to read */
} Cursor;

static Cursor cursor_on(Text text)
{
    return (Cursor){ text.at, text.length ? text.at + text.length : text.at };
}

static bool at_end(const Cursor *cursor)
{
    return cursor->at == cursor->end;
}

static bool take(Cursor *cursor, char byte)
{
    if (at_end(cursor) || *cursor->at != byte)
        return false;
    cursor->at++;
    return true;
}

static bool at_digit(const Cursor *cursor)
{
    return !at_end(cursor) && *cursor->at >= '0' && *cursor->at <= '9';
}

/* digit{2} */
static bool read_two(Cursor *cursor, int *number)
{
    *number = 0;
    for (int i = 0; i < 2; i++) {
        if (!at_digit(cursor))
            return false;
        *number = *number * 10 + (*cursor->at++ - '0');
    }
    return true;
}

/* digit+, as a number that fits; how many digits there were, or 0. */
static size_t read_number(Cursor *cursor, int64_t *number)
{
    const char *first = cursor->at;
    *number = 0;
    while (at_digit(cursor))
        if (__builtin_mul_overflow(*number, 10, number) || __builtin_add_overflow(*number, *cursor->at++ - '0', number))
            return 0;
    return (size_t)(cursor->at - first);
}

/* digit*, as billionths; what is smaller is dropped. */
static int64_t read_fraction(Cursor *cursor)
{
    int64_t fraction = 0, unit = NANOSECONDS / 10;
    for (; at_digit(cursor); cursor->at++, unit /= 10)
        fraction += (*cursor->at - '0') * unit;
    return fraction;
}

/* year ::= "-"? (digit{4} | digit1-9 digit{4,8}) */
static bool read_year(Cursor *cursor, int64_t *year)
{
    bool negative = take(cursor, '-'), leading_zero = at_digit(cursor) && *cursor->at == '0';
    size_t digits = read_number(cursor, year);
    if (digits < 4 || (digits > 4 && leading_zero) || *year > LAST_YEAR)
        return false;
    if (negative)
        *year = -*year;
    return true;
}

/* date ::= year "-" digit{2} "-" digit{2} */
static bool read_date(Cursor *cursor, int64_t *days)
{
    int64_t year;
    int month, day;
    if (!read_year(cursor, &year) || !take(cursor, '-') || !read_two(cursor, &month) || !take(cursor, '-') ||
        !read_two(cursor, &day) || !ymd_is_real(year, month, day))
        return false;
    *days = days_of(year, month, day);
    return true;
}

/* clock ::= digit{2} ":" digit{2} ":" digit{2} ("." digit+)?    up to 24:00:00, the end of the day */
static bool read_clock(Cursor *cursor, int64_t *nanoseconds)
{
    int hour, minute, second;
    if (!read_two(cursor, &hour) || !take(cursor, ':') || !read_two(cursor, &minute) || !take(cursor, ':') ||
        !read_two(cursor, &second) || minute >= 60 || second >= 60)
        return false;
    int64_t fraction = 0;
    if (take(cursor, '.')) {
        if (!at_digit(cursor))
            return false;
        fraction = read_fraction(cursor);
    }
    int64_t day = (int64_t)DAY * NANOSECONDS;
    *nanoseconds = (int64_t)(hour * HOUR + minute * MINUTE + second) * NANOSECONDS + fraction;
    return *nanoseconds <= day;
}

/* offset ::= "Z" | "z" | ("+" | "-") digit{2} ":" digit{2} (":" digit{2})? */
static bool read_offset(Cursor *cursor, Clock *out)
{
    out->zoned = true;
    if (take(cursor, 'Z') || take(cursor, 'z')) /* the standard's own examples have it small */
        return true;
    bool negative = take(cursor, '-');
    int hour, minute, second = 0;
    if ((!negative && !take(cursor, '+')) || !read_two(cursor, &hour) || !take(cursor, ':') || !read_two(cursor, &minute))
        return false;
    if (take(cursor, ':') && !read_two(cursor, &second))
        return false;
    int seconds = hour * HOUR + minute * MINUTE + second;
    out->offset_seconds = negative ? -seconds : seconds;
    return minute < 60 && second < 60 && seconds <= MOST_OFFSET;
}

/* zone ::= "@" the rest, a name of the database */
static bool read_zone(Cursor *cursor, Clock *out)
{
    out->zone = zone_find((Text){ cursor->at, (size_t)(cursor->end - cursor->at) });
    out->zoned = true;
    cursor->at = cursor->end;
    return out->zone != NULL;
}

/* time ::= clock (offset | zone)? */
static bool read_time(Cursor *cursor, Clock *out)
{
    if (!read_clock(cursor, &out->nanoseconds))
        return false;
    if (take(cursor, '@'))
        return read_zone(cursor, out);
    return at_end(cursor) || read_offset(cursor, out);
}

void clock_settle(Clock *clock, bool has_day)
{
    if (clock->zone)
        clock->offset_seconds = has_day ? zone_offset_of_local(clock->zone, clock->days * DAY + clock->nanoseconds / NANOSECONDS)
                                        : zone_standard_offset(clock->zone);
}

bool date_read(int64_t *days, Text text)
{
    Cursor cursor = cursor_on(text);
    int64_t read;
    if (!read_date(&cursor, &read) || !at_end(&cursor))
        return false;
    *days = read;
    return true;
}

bool time_read(Clock *out, Text text)
{
    Cursor cursor = cursor_on(text);
    Clock read = { 0 };
    if (!read_time(&cursor, &read) || !at_end(&cursor))
        return false;
    read.nanoseconds %= (int64_t)DAY * NANOSECONDS;
    clock_settle(&read, false);
    *out = read;
    return true;
}

/* date-time ::= date ("T" time)? */
bool date_time_read(Clock *out, Text text)
{
    Cursor cursor = cursor_on(text);
    Clock read = { 0 };
    if (!read_date(&cursor, &read.days))
        return false;
    if (take(&cursor, 'T') && !read_time(&cursor, &read))
        return false;
    if (!at_end(&cursor))
        return false;
    if (read.nanoseconds == (int64_t)DAY * NANOSECONDS) {
        read.nanoseconds = 0;
        if (ymd_of(++read.days).year > LAST_YEAR)
            return false;
    }
    clock_settle(&read, true);
    *out = read;
    return true;
}

/* ---- durations ------------------------------------------------------------------------------------ */

/* The parts of a duration in the order they may stand. */
typedef struct DurationPart {
    char letter;    /* that ends it */
    bool after_t;   /* stands after the T */
    bool is_months; /* counts months, not seconds */
    int64_t worth;  /* in months or seconds */
} DurationPart;

static const DurationPart duration_parts[] = {
    { 'Y', false, true, MONTHS_A_YEAR }, { 'M', false, true, 1 },  { 'D', false, false, DAY },
    { 'H', true, false, HOUR },          { 'M', true, false, MINUTE }, { 'S', true, false, 1 },
};
enum { DURATION_PARTS = sizeof duration_parts / sizeof *duration_parts };

/* A duration on its way in. */
typedef struct DurationReading {
    Cursor cursor;
    int next;          /* first part that may still come */
    bool after_t;      /* the T has been read */
    bool is_months;    /* kind of the parts so far */
    bool any;          /* one part at least since P, and since T */
    int64_t total;     /* months or seconds */
    int64_t fraction;  /* nanoseconds */
} DurationReading;

/* The part that ends in the byte at the cursor, or NULL when none may here. */
static const DurationPart *duration_part(DurationReading *reading)
{
    for (int i = reading->next; i < DURATION_PARTS && !at_end(&reading->cursor); i++)
        if (duration_parts[i].letter == *reading->cursor.at && duration_parts[i].after_t == reading->after_t) {
            reading->next = i + 1;
            reading->cursor.at++;
            return &duration_parts[i];
        }
    return NULL;
}

/* part ::= digit+ letter | digit+ "." digit* "S" */
static bool read_duration_part(DurationReading *reading)
{
    int64_t number, worth;
    if (!read_number(&reading->cursor, &number))
        return false;
    bool point = take(&reading->cursor, '.');
    if (point)
        reading->fraction = read_fraction(&reading->cursor);
    bool first = reading->next == 0;
    const DurationPart *part = duration_part(reading);
    if (!part || (point && part->letter != 'S') || (!first && part->is_months != reading->is_months))
        return false;
    reading->is_months = part->is_months;
    reading->any = true;
    return !__builtin_mul_overflow(number, part->worth, &worth) &&
           !__builtin_add_overflow(reading->total, worth, &reading->total);
}

/* duration ::= "-"? "P" part* ("T" part+)?    one part at least; months and seconds never together */
bool duration_read(bool *is_months, int64_t *months, Seconds *seconds, Text text)
{
    DurationReading reading = { .cursor = cursor_on(text) };
    bool negative = take(&reading.cursor, '-');
    if (!take(&reading.cursor, 'P'))
        return false;
    while (!at_end(&reading.cursor)) {
        if (!reading.after_t && take(&reading.cursor, 'T')) {
            reading.after_t = true;
            reading.any = false;
        }
        if (!read_duration_part(&reading))
            return false;
    }
    if (!reading.any)
        return false;
    *is_months = reading.is_months;
    if (reading.is_months)
        *months = negative ? -reading.total : reading.total;
    else if (negative)
        *seconds = (Seconds){ -reading.total, (int32_t)-reading.fraction };
    else
        *seconds = (Seconds){ reading.total, (int32_t)reading.fraction };
    return true;
}

/* ---- printing ------------------------------------------------------------------------------------- */

static void print_two(Builder *out, int64_t number)
{
    build_byte(out, (char)('0' + number / 10 % 10));
    build_byte(out, (char)('0' + number % 10));
}

static void print_number(Builder *out, uint64_t number, int least_digits)
{
    char room[20];
    int length = 0;
    for (; number || length < least_digits; number /= 10)
        room[sizeof room - (size_t)++length] = (char)('0' + number % 10);
    build_text(out, (Text){ room + sizeof room - length, (size_t)length });
}

static uint64_t magnitude_of(int64_t number)
{
    return number < 0 ? (uint64_t)0 - (uint64_t)number : (uint64_t)number;
}

void date_print(Builder *out, int64_t days)
{
    Ymd ymd = ymd_of(days);
    if (ymd.year < 0)
        build_byte(out, '-');
    print_number(out, magnitude_of(ymd.year), 4);
    build_byte(out, '-');
    print_two(out, ymd.month);
    build_byte(out, '-');
    print_two(out, ymd.day);
}

Text date_text(Region *region, int64_t days)
{
    Builder builder = builder_on(region);
    date_print(&builder, days);
    return builder_text(&builder);
}

/* "." and up to nine digits, no zeros at the end; nothing for 0. */
static void print_fraction(Builder *out, uint64_t nanoseconds)
{
    int digits = 9;
    if (!nanoseconds)
        return;
    for (; nanoseconds % 10 == 0; nanoseconds /= 10)
        digits--;
    build_byte(out, '.');
    print_number(out, nanoseconds, digits);
}

static void print_offset(Builder *out, int32_t offset)
{
    if (offset == 0) {
        build_byte(out, 'Z');
        return;
    }
    int32_t seconds = offset < 0 ? -offset : offset;
    build_byte(out, offset < 0 ? '-' : '+');
    print_two(out, seconds / HOUR);
    build_byte(out, ':');
    print_two(out, seconds / MINUTE % 60);
    if (seconds % MINUTE == 0)
        return;
    build_byte(out, ':');
    print_two(out, seconds % MINUTE);
}

void time_print(Builder *out, const Clock *time)
{
    int64_t seconds = time->nanoseconds / NANOSECONDS;
    print_two(out, seconds / HOUR);
    build_byte(out, ':');
    print_two(out, seconds / MINUTE % 60);
    build_byte(out, ':');
    print_two(out, seconds % 60);
    print_fraction(out, (uint64_t)(time->nanoseconds % NANOSECONDS));
    if (time->zone)
        build_format(out, "@%s", time->zone->name);
    else if (time->zoned)
        print_offset(out, time->offset_seconds);
}

void date_time_print(Builder *out, const Clock *at)
{
    date_print(out, at->days);
    build_byte(out, 'T');
    time_print(out, at);
}

/* A part of a duration, unless it is 0. */
static void print_part(Builder *out, uint64_t number, char letter)
{
    if (!number)
        return;
    print_number(out, number, 1);
    build_byte(out, letter);
}

void months_print(Builder *out, int64_t months)
{
    uint64_t magnitude = magnitude_of(months);
    build_text(out, months < 0 ? TEXT("-P") : TEXT("P"));
    print_part(out, magnitude / MONTHS_A_YEAR, 'Y');
    print_part(out, magnitude % MONTHS_A_YEAR, 'M');
    if (!months)
        build_text(out, TEXT("0M"));
}

void seconds_print(Builder *out, Seconds seconds)
{
    uint64_t whole = magnitude_of(seconds.seconds), of_day = whole % DAY, fraction = magnitude_of(seconds.nanoseconds);
    bool none = !whole && !fraction;
    build_text(out, seconds.seconds < 0 || seconds.nanoseconds < 0 ? TEXT("-P") : TEXT("P"));
    print_part(out, whole / DAY, 'D');
    if (of_day || fraction || none)
        build_byte(out, 'T');
    print_part(out, of_day / HOUR, 'H');
    print_part(out, of_day / MINUTE % 60, 'M');
    if (!(of_day % MINUTE) && !fraction && !none)
        return;
    print_number(out, of_day % MINUTE, 1);
    print_fraction(out, fraction);
    build_byte(out, 'S');
}
