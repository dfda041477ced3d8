/* value/zone.c - see zone.h. The second half of a TZif file (RFC 9636): 64-bit times, kinds of time, and a rule for later.
 *
 * Before the first change the first kind of time holds that is not summer time; after the last one the rule in the footer,
 * a text as POSIX has it for TZ: "CET-1CEST,M3.5.0,M10.5.0/3".
 */
#include <stdlib.h>

#include "value/date.h"
#include "value/zone_table.h"

enum { HEADER = 44, COUNTS = 20, TIME_BYTES = 8, KIND_BYTES = 6, DAY_SECONDS = 86400, HOUR_SECONDS = 3600 };

/* The parts of a file. */
typedef struct Parts {
    const unsigned char *times;   /* when the kind of time changes, 8 bytes each */
    const unsigned char *choices; /* into which kind, a byte each */
    const unsigned char *kinds;   /* offset (4 bytes), summer time (1), name (1) */
    size_t time_count, kind_count;
    Text rule;                    /* the footer */
} Parts;

/* One of the two days in a year on which the rule changes the time. */
typedef struct RuleDay {
    char form;             /* 'M': weekday of a week of a month; 'J': day without 29 February; 'n': day from 0 */
    int month, week, day;
    int32_t seconds;       /* on the clock before the change, from midnight */
} RuleDay;

typedef struct Rule {
    int32_t standard, summer; /* seconds east of UTC */
    bool has_summer;
    RuleDay begins, ends;
} Rule;

static size_t four_bytes(const unsigned char *at)
{
    return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

static int64_t time_at(const Parts *parts, size_t i)
{
    const unsigned char *at = parts->times + i * TIME_BYTES;
    return (int64_t)((uint64_t)four_bytes(at) << 32 | four_bytes(at + 4));
}

static const unsigned char *kind_at(const Parts *parts, size_t i)
{
    return parts->kinds + i * KIND_BYTES;
}

static int32_t kind_offset(const unsigned char *kind)
{
    return (int32_t)(uint32_t)four_bytes(kind);
}

static Parts parts_of(const Zone *zone)
{
    const unsigned char *counts = zone->bytes + COUNTS;
    size_t leaps = four_bytes(counts + 8), letters = four_bytes(counts + 20), walls = four_bytes(counts + 4), utc = four_bytes(counts);
    Parts parts = { .time_count = four_bytes(counts + 12), .kind_count = four_bytes(counts + 16) };
    parts.times = zone->bytes + HEADER;
    parts.choices = parts.times + parts.time_count * TIME_BYTES;
    parts.kinds = parts.choices + parts.time_count;
    size_t footer = (size_t)(parts.kinds - zone->bytes) + parts.kind_count * KIND_BYTES + letters + leaps * 12 + walls + utc + 1;
    parts.rule = (Text){ (const char *)zone->bytes + footer, zone->length - footer - 1 };
    return parts;
}

/* ---- the rule ---- */

static bool take(Text *text, char byte)
{
    if (!text->length || *text->at != byte)
        return false;
    *text = text_slice(*text, 1, text->length);
    return true;
}

static int take_number(Text *text)
{
    int number = 0;
    while (text->length && *text->at >= '0' && *text->at <= '9') {
        number = number * 10 + (*text->at - '0');
        *text = text_slice(*text, 1, text->length);
    }
    return number;
}

/* name = letters | "<" , any , ">" ; */
static void skip_name(Text *text)
{
    if (take(text, '<')) {
        while (text->length && !take(text, '>'))
            *text = text_slice(*text, 1, text->length);
        return;
    }
    while (text->length && ((*text->at | 32) >= 'a' && (*text->at | 32) <= 'z'))
        *text = text_slice(*text, 1, text->length);
}

/* time = [ "+" | "-" ] , hours , [ ":" , minutes , [ ":" , seconds ] ] ; */
static int32_t take_time(Text *text)
{
    bool negative = take(text, '-');
    if (!negative)
        take(text, '+');
    int32_t seconds = take_number(text) * HOUR_SECONDS;
    if (take(text, ':'))
        seconds += take_number(text) * 60;
    if (take(text, ':'))
        seconds += take_number(text);
    return negative ? -seconds : seconds;
}

/* day = ( "M" , month , "." , week , "." , weekday | "J" , number | number ) , [ "/" , time ] ; */
static RuleDay take_day(Text *text)
{
    RuleDay day = { .form = 'n', .seconds = 2 * HOUR_SECONDS };
    if (take(text, 'M')) {
        day.form = 'M';
        day.month = take_number(text);
        take(text, '.');
        day.week = take_number(text);
        take(text, '.');
    } else if (take(text, 'J')) {
        day.form = 'J';
    }
    day.day = take_number(text);
    if (take(text, '/'))
        day.seconds = take_time(text);
    return day;
}

/* rule = name , time , [ name , [ time ] , "," , day , "," , day ] ; times are west of UTC there. */
static Rule read_rule(Text text)
{
    Rule rule = { 0 };
    skip_name(&text);
    rule.standard = -take_time(&text);
    rule.summer = rule.standard + HOUR_SECONDS;
    if (!text.length)
        return rule;
    skip_name(&text);
    if (text.length && *text.at != ',')
        rule.summer = -take_time(&text);
    rule.has_summer = take(&text, ',');
    rule.begins = take_day(&text);
    take(&text, ',');
    rule.ends = take_day(&text);
    return rule;
}

/* The day of the change in that year, since 1970-01-01. */
static int64_t change_day(const RuleDay *day, int64_t year)
{
    int64_t first = days_of(year, 1, 1);
    if (day->form == 'n')
        return first + day->day;
    if (day->form == 'J')
        return first + day->day - 1 + (day->day > 59 && days_in_month(year, 2) == 29);
    int64_t month = days_of(year, day->month, 1);
    int64_t found = month + (day->day - weekday_of(month) % 7 + 7) % 7 + (day->week - 1) * 7;
    return found < month + days_in_month(year, day->month) ? found : found - 7;
}

static int32_t rule_offset(const Rule *rule, int64_t instant)
{
    if (!rule->has_summer)
        return rule->standard;
    int64_t local = instant + rule->standard;
    int64_t year = ymd_of(local / DAY_SECONDS - (local % DAY_SECONDS < 0)).year;
    int64_t begins = change_day(&rule->begins, year) * DAY_SECONDS + rule->begins.seconds - rule->standard;
    int64_t ends = change_day(&rule->ends, year) * DAY_SECONDS + rule->ends.seconds - rule->summer;
    bool summer = begins < ends ? instant >= begins && instant < ends : instant >= begins || instant < ends;
    return summer ? rule->summer : rule->standard;
}

/* ---- looking up ---- */

static int compare_name(const void *key, const void *zone)
{
    return text_compare(*(const Text *)key, text_of(((const Zone *)zone)->name));
}

const Zone *zone_find(Text name)
{
    return bsearch(&name, zones, zone_count, sizeof *zones, compare_name);
}

/* How many changes lie at or before the instant. */
static size_t changes_before(const Parts *parts, int64_t instant)
{
    size_t low = 0, high = parts->time_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (time_at(parts, middle) <= instant)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int32_t first_offset(const Parts *parts)
{
    for (size_t i = 0; i < parts->kind_count; i++)
        if (!kind_at(parts, i)[4])
            return kind_offset(kind_at(parts, i));
    return kind_offset(parts->kinds);
}

int32_t zone_offset(const Zone *zone, int64_t instant)
{
    Parts parts = parts_of(zone);
    size_t before = changes_before(&parts, instant);
    if (before == parts.time_count && parts.rule.length) {
        Rule rule = read_rule(parts.rule);
        return rule_offset(&rule, instant);
    }
    return before ? kind_offset(kind_at(&parts, parts.choices[before - 1])) : first_offset(&parts);
}

int32_t zone_offset_of_local(const Zone *zone, int64_t local)
{
    int32_t before = zone_offset(zone, local - DAY_SECONDS), after = zone_offset(zone, local + DAY_SECONDS);
    bool holds_before = zone_offset(zone, local - before) == before;
    return holds_before || zone_offset(zone, local - after) != after ? before : after;
}

int32_t zone_standard_offset(const Zone *zone)
{
    Parts parts = parts_of(zone);
    if (parts.rule.length)
        return read_rule(parts.rule).standard;
    return parts.time_count ? kind_offset(kind_at(&parts, parts.choices[parts.time_count - 1])) : first_offset(&parts);
}

const char *zone_edition(void)
{
    return zones_edition;
}
