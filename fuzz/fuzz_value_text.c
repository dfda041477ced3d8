/* fuzz/fuzz_value_text.c - numbers, dates, times and durations: what can be read is printed, and read again the same.
 *
 * The printed form is the normal one, so printing what was read from it must give the very same bytes.
 */
#include <stdlib.h>

#include "value/date.h"

typedef void Print(Builder *out, Text text, bool *read);

static void print_decimal(Builder *out, Text text, bool *read)
{
    Decimal number;
    *read = decimal_read(&number, text, true);
    if (*read)
        decimal_print(out, &number);
}

static void print_date(Builder *out, Text text, bool *read)
{
    int64_t days;
    *read = date_read(&days, text);
    if (*read)
        date_print(out, days);
}

static void print_time(Builder *out, Text text, bool *read)
{
    Clock clock;
    *read = time_read(&clock, text);
    if (*read)
        time_print(out, &clock);
}

static void print_date_time(Builder *out, Text text, bool *read)
{
    Clock clock;
    *read = date_time_read(&clock, text);
    if (*read)
        date_time_print(out, &clock);
}

static void print_duration(Builder *out, Text text, bool *read)
{
    bool is_months;
    int64_t months;
    Seconds seconds;
    *read = duration_read(&is_months, &months, &seconds, text);
    if (*read && is_months)
        months_print(out, months);
    else if (*read)
        seconds_print(out, seconds);
}

static void check(Region *region, Print *print, Text text)
{
    bool read;
    Builder first = builder_on(region), second = builder_on(region);
    print(&first, text, &read);
    if (!read)
        return;
    print(&second, builder_text(&first), &read);
    if (!read || !text_equal(builder_text(&first), builder_text(&second)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static Print *const prints[] = { print_decimal, print_date, print_time, print_date_time, print_duration };
    Region region;
    region_init(&region, NULL);
    for (size_t i = 0; i < sizeof prints / sizeof *prints; i++)
        check(&region, prints[i], (Text){ (const char *)bytes, length });
    region_close(&region);
    return 0;
}
