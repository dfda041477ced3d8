/* casework/sheet_values.c - see sheet_values.h. */
#define _GNU_SOURCE /* uselocale, strtod_l */
#include "casework/sheet_values.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "value/date.h"

enum { EXACT_DIGITS = 15, MOST_DIGITS = 17, WRITTEN = 64, MOST_EXPONENT = 309, TWO_DECIMALS = 2 /* the format of that number */ };

/* ---- formats ---- */

/* Numbers of formats that every program knows without their being written down: days and times, as ECMA-376 part 1, 18.8.30 has them. */
static bool is_built_in_day(uint32_t number)
{
    return (number >= 14 && number <= 17) || number == 22 || (number >= 27 && number <= 31) || number == 36 || (number >= 50 && number <= 54) || number == 57 || number == 58;
}

/* Steps over what a format shows as it is, or that only colours it: "...", \x, _x, *x, [...]. */
static bool step_over(Text code, size_t *at)
{
    char byte = code.at[*at];
    if (byte == '"' || byte == '[') {
        const char *end = memchr(code.at + *at + 1, byte == '"' ? '"' : ']', code.length - *at - 1);
        *at = end ? (size_t)(end - code.at) : code.length;
        return true;
    }
    if (byte != '\\' && byte != '_' && byte != '*')
        return false;
    ++*at;
    return true;
}

/* A day has years or days in it; "mm" beside hours is minutes. */
static bool shows_day(Text code)
{
    bool day = false, month = false, time = false;
    for (size_t at = 0; at < code.length && code.at[at] != ';'; at++) {
        time |= at + 1 < code.length && code.at[at] == '[' && strchr("hms", tolower((unsigned char)code.at[at + 1])); /* time that has passed */
        if (step_over(code, &at))
            continue;
        char letter = (char)tolower((unsigned char)code.at[at]);
        day |= letter == 'y' || letter == 'd';
        month |= letter == 'm';
        time |= letter == 'h' || letter == 's';
    }
    return day || (month && !time);
}

static bool is_zeros(Text code)
{
    for (size_t i = 0; i < code.length; i++)
        if (code.at[i] != '0')
            return false;
    return true;
}

SheetForm sheet_form(uint32_t number, Text code, uint16_t *width)
{
    if (!code.length && number == TWO_DECIMALS)
        code = TEXT("0.00");
    if (!code.length)
        return is_built_in_day(number) ? SHEET_DAY : SHEET_PLAIN;
    if (is_zeros(code) && code.length > 1 && code.length <= EXACT_DIGITS) {
        *width = (uint16_t)code.length;
        return SHEET_ZEROS;
    }
    if (text_starts(code, TEXT("0.0")) && is_zeros(text_slice(code, 2, code.length)) && code.length <= EXACT_DIGITS) {
        *width = (uint16_t)(code.length - 2);
        return SHEET_DECIMALS;
    }
    return shows_day(code) ? SHEET_DAY : SHEET_PLAIN;
}

/* ---- numbers ---- */

typedef struct Parts { /* of a number: digits * 10^exponent */
    char digits[WRITTEN];
    uint32_t count;
    int exponent;
    bool negative;
} Parts;

static bool read_exponent(Text text, size_t at, int *exponent)
{
    bool negative = at < text.length && text.at[at] == '-';
    at += at < text.length && (text.at[at] == '-' || text.at[at] == '+');
    size_t from = at;
    int value = 0;
    for (; at < text.length && isdigit((unsigned char)text.at[at]) && value < 10000; at++)
        value = value * 10 + (text.at[at] - '0');
    *exponent += negative ? -value : value;
    return at == text.length && at > from;
}

/* number = [ "-" ] digits [ "." digits ] [ ( "e" | "E" ) [ sign ] digits ] */
static bool read_parts(Parts *parts, Text text)
{
    *parts = (Parts){ 0 };
    size_t at = 0, seen = 0;
    bool point = false;
    parts->negative = text.length && text.at[0] == '-';
    for (at = parts->negative; at < text.length; at++) {
        char byte = text.at[at];
        if (byte == '.' && !point) {
            point = true;
            continue;
        }
        if (!isdigit((unsigned char)byte))
            break;
        seen++;
        parts->exponent -= point;
        if (parts->count || byte != '0') {
            if (parts->count == WRITTEN)
                return false;
            parts->digits[parts->count++] = byte;
        }
    }
    if (!seen)
        return false;
    if (at < text.length && (text.at[at] == 'e' || text.at[at] == 'E'))
        return read_exponent(text, at + 1, &parts->exponent);
    return at == text.length;
}

static void drop_end_zeros(Parts *parts)
{
    while (parts->count && parts->digits[parts->count - 1] == '0') {
        parts->count--;
        parts->exponent++;
    }
    if (!parts->count)
        *parts = (Parts){ 0 };
}

/* More digits than a float keeps: the shortest that reads back to the same. */
static bool shorten(Parts *parts, Text written)
{
    char text[WRITTEN + 1];
    if (written.length > WRITTEN)
        return false;
    memcpy(text, written.at, written.length);
    text[written.length] = '\0';
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), before = uselocale(plain);
    double number = strtod(text, NULL);
    for (int digits = EXACT_DIGITS; digits <= MOST_DIGITS; digits++) {
        snprintf(text, sizeof text, "%.*e", digits - 1, number);
        if (strtod(text, NULL) == number)
            break;
    }
    uselocale(before);
    freelocale(plain);
    return isfinite(number) && read_parts(parts, text_of(text));
}

static size_t print_parts(char *out, const Parts *parts)
{
    int before = (int)parts->count + parts->exponent; /* digits before the point */
    size_t length = 0;
    if (parts->negative)
        out[length++] = '-';
    if (before <= 0)
        out[length++] = '0';
    for (int i = 0; i < before; i++)
        out[length++] = i < (int)parts->count ? parts->digits[i] : '0';
    if (before < (int)parts->count)
        out[length++] = '.';
    for (int i = before; i < (int)parts->count; i++)
        out[length++] = i < 0 ? '0' : parts->digits[i];
    return length;
}

size_t sheet_number(char *out, Text written, uint32_t *digits)
{
    Parts parts;
    if (!read_parts(&parts, written))
        return 0;
    drop_end_zeros(&parts);
    if (parts.count > EXACT_DIGITS && !shorten(&parts, written))
        return 0;
    drop_end_zeros(&parts);
    int before = (int)parts.count + parts.exponent;
    if (before > MOST_EXPONENT || before < -MOST_EXPONENT)
        return 0;
    *digits = parts.count;
    return print_parts(out, &parts);
}

/* ---- days ---- */

enum { DAY_SECONDS = 24 * 60 * 60, LAST_DAY = 2958465 /* 9999-12-31 */, DAY_THAT_NEVER_WAS = 60 /* 1900-02-29 */ };

/* The day before the first that is counted: 1899-12-31, or -30 behind the day that never was; of the other count 1904-01-01 is day 0. */
static int64_t first_day(int64_t count, bool from_1904)
{
    if (from_1904)
        return days_of(1904, 1, 1);
    return days_of(1899, 12, count > DAY_THAT_NEVER_WAS ? 30 : 31);
}

/* Seconds of a fraction of a day; times are no amounts, a float will do. */
static long seconds_of(Text fraction)
{
    double part = 0, place = 0.1;
    for (size_t i = 0; i < fraction.length && i < MOST_DIGITS; i++, place /= 10)
        part += (fraction.at[i] - '0') * place;
    return lround(part * DAY_SECONDS);
}

size_t sheet_day(char *out, Text number, bool from_1904)
{
    Text fraction, whole = text_cut(number, '.', &fraction);
    int64_t count = 0;
    for (size_t i = 0; i < whole.length; i++) {
        if (!isdigit((unsigned char)whole.at[i]) || count > LAST_DAY)
            return 0;
        count = count * 10 + (whole.at[i] - '0');
    }
    long seconds = seconds_of(fraction);
    count += seconds / DAY_SECONDS;
    seconds %= DAY_SECONDS;
    if (count > LAST_DAY || (!from_1904 && (count < 1 || count == DAY_THAT_NEVER_WAS)))
        return 0;
    Ymd day = ymd_of(first_day(count, from_1904) + count);
    int length = snprintf(out, SHEET_NUMBER_ROOM, "%04d-%02d-%02d", (int)day.year, day.month, day.day);
    if (seconds)
        length += snprintf(out + length, SHEET_NUMBER_ROOM - (size_t)length, "T%02ld:%02ld:%02ld", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return (size_t)length;
}
