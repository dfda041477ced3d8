/* tests/unit/test_value_date.c - days, times, durations.
 *
 * Oracles: tests/value/date.vectors, by Python's datetime and calendar (tools/make-date-vectors.py); ISO 8601 as
 * FEEL narrows it, by hand; where a line names it, the public cases of the DMN test kit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "value/date.h"

static Region region;

static int drop_region(void **state)
{
    (void)state;
    region_close(&region);
    return 0;
}

static int64_t day(const char *text)
{
    int64_t days;
    if (!date_read(&days, text_of(text)))
        fail_msg("could not read %s", text);
    return days;
}

static const char *string(const Builder *builder)
{
    return text_string(&region, builder_text(builder));
}

/* ---- days ----------------------------------------------------------------------------------------- */

static void check_day(const char *line)
{
    char text[24], later[24];
    long long days, months;
    int weekday;
    assert_int_equal(sscanf(line, "%23s %lld %d %lld %23s", text, &days, &weekday, &months, later), 5);
    if (day(text) != days)
        fail_msg("%s is day %lld, not %lld", text, days, (long long)day(text));
    assert_int_equal(weekday_of(days), weekday);
    assert_string_equal(text_string(&region, date_text(&region, days)), text);
    assert_string_equal(text_string(&region, date_text(&region, days_add_months(days, months))), later);
}

static void days_are_counted_as_python_does(void **state)
{
    (void)state;
    FILE *file = fopen(DECLARANT_SOURCE "/tests/value/date.vectors", "r");
    assert_non_null(file);
    char line[200];
    int seen = 0;
    for (; fgets(line, sizeof line, file); region_reset(&region))
        if (line[0] != '#' && ++seen)
            check_day(line);
    fclose(file);
    assert_true(seen >= 1000);
}

/* Every day of 800 years follows the one before. */
static void days_follow_one_another(void **state)
{
    (void)state;
    int64_t days = days_of(1600, 1, 1) - 1;
    for (int year = 1600; year < 2400; year++)
        for (int month = 1; month <= 12; month++)
            for (int of_month = 1; of_month <= days_in_month(year, month); of_month++) {
                assert_true(days_of(year, month, of_month) == ++days);
                Ymd ymd = ymd_of(days);
                assert_true(ymd.year == year && ymd.month == month && ymd.day == of_month);
            }
}

static void dates_that_are_read(void **state)
{
    (void)state;
    static const char *const dates[] = {
        "2020-02-29", "2000-02-29", "0000-01-01", "0001-01-01", "-0001-12-31", "-2021-01-01", "9999-12-31", "10000-01-01",
        "999999999-12-31", "-999999999-01-01",
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        assert_string_equal(text_string(&region, date_text(&region, day(dates[i]))), dates[i]);
}

static void dates_that_are_refused(void **state)
{
    (void)state;
    static const char *const dates[] = {
        "", "2021-02-29", "1900-02-29", "2021-00-01", "2021-13-01", "2021-01-00", "2021-01-32", "2021-04-31", "998-12-31",
        "01211-12-31", "+2012-12-02", "2012-12-25T", "2012/12/25", "2012-12-2", "2012-1-25", "20121225", "2012-12", "2012-12-25 ",
        " 2012-12-25", "2012-12-25Z", "1000000000-01-01", "9999999999-12-25", "99999999999999999999-01-01", "-", "--2012-01-01",
        "2012--1-01", "2012-12-2x",
    };
    int64_t days = 7;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (date_read(&days, text_of(dates[i])) || days != 7)
            fail_msg("\"%s\" was read", dates[i]);
    assert_false(date_read(&days, ((Text){ "2012-12-25\0", 11 })));
}

static void months_are_clamped_and_saturate(void **state)
{
    (void)state;
    assert_true(days_add_months(day("2024-01-31"), 1) == day("2024-02-29"));
    assert_true(days_add_months(day("2023-01-31"), 1) == day("2023-02-28"));
    assert_true(days_add_months(day("-2021-01-01"), -1) == day("-2022-12-01"));
    assert_true(days_add_months(day("0001-01-31"), -11) == day("0000-02-29"));
    Ymd far = ymd_of(days_add_months(0, INT64_MAX)), before = ymd_of(days_add_months(0, INT64_MIN));
    assert_false(ymd_is_real(far.year, far.month, far.day));
    assert_false(ymd_is_real(before.year, before.month, before.day));
    assert_true(far.year > 0 && before.year < 0);
    days_add_months(INT64_MAX, INT64_MAX); /* no overflow, under the sanitizers */
    days_add_months(INT64_MIN, INT64_MIN);
    assert_true(weekday_of(INT64_MIN) >= 1 && weekday_of(INT64_MAX) <= 7);
}

/* ---- times ---------------------------------------------------------------------------------------- */

/* As written, and as printed: NULL where they are the same. */
static void times_that_are_read(void **state)
{
    (void)state;
    static const char *const times[][2] = {
        { "00:00:00", NULL }, { "23:59:59", NULL }, { "10:30:00Z", NULL }, { "11:22:33.444", NULL }, { "10:30:00+02:00", NULL },
        { "11:22:33.123456789", NULL }, { "10:30:00-18:00", NULL }, { "10:30:00+18:00:00", "10:30:00+18:00" },
        { "10:30:00+05:30:15", NULL }, { "10:30:00.1234567899", "10:30:00.123456789" }, { "10:30:00.0000", "10:30:00" },
        { "11:22:33-00:00", "11:22:33Z" }, { "11:22:33+00:00", "11:22:33Z" }, { "24:00:00", "00:00:00" },
        { "10:30:00.500", "10:30:00.5" }, { "10:30:00-00:00:01", NULL },
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        Clock clock;
        Builder builder = builder_on(&region);
        assert_true(time_read(&clock, text_of(times[i][0])));
        time_print(&builder, &clock);
        assert_string_equal(string(&builder), times[i][1] ? times[i][1] : times[i][0]);
    }
}

static void times_that_are_refused(void **state)
{
    (void)state;
    static const char *const times[] = {
        "", "7:00:00", "07:1:00", "07:01:2", "07:2", "7:20", "07:20", "24:00:01", "24:01:00", "24:00:00.1", "25:00:00", "00:60:00",
        "00:00:61", "23:59:60", "13:20:00+5", "13:20:00+5:00", "13:20:00+05:0", "13:20:00+19:00", "13:20:00-18:01",
        "13:20:00+18:00:01", "13:20:00+05:60", "13:20:00+05:30:60", "11:30:00T", "11:30:00.", "11:30:00.Z", "T11:30:00",
        "11:30:00 ", "11:30:00+", "11:30:00ZZ", "11:30:00Z+01:00", "11:30:00@Europe/Nowhere", "11:30:00+01:00@Europe/Paris",
        "2012T-12-2511:00:00Z",
    };
    Clock clock;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (time_read(&clock, text_of(times[i])))
            fail_msg("\"%s\" was read", times[i]);
}

static void dates_and_times_that_are_read(void **state)
{
    (void)state;
    static const char *const times[][2] = {
        { "2017-12-31T11:22:33", NULL }, { "2012-12-24", "2012-12-24T00:00:00" },
        { "2017-12-31T24:00:00", "2018-01-01T00:00:00" }, { "2017-12-31T24:00:00+01:00", "2018-01-01T00:00:00+01:00" },
        { "-2017-12-31T11:22:33.456+01:35", NULL }, { "99999-12-31T11:22:33", NULL },
        { "-999999999-12-31T23:59:59.999999999+02:00", NULL }, { "2017-08-10T10:20:00-00:00", "2017-08-10T10:20:00Z" },
        { "2018-10-01T12:32:59.111111", NULL },
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        Clock clock;
        Builder builder = builder_on(&region);
        assert_true(date_time_read(&clock, text_of(times[i][0])));
        date_time_print(&builder, &clock);
        assert_string_equal(string(&builder), times[i][1] ? times[i][1] : times[i][0]);
    }
}

static void dates_and_times_that_are_refused(void **state)
{
    (void)state;
    static const char *const times[] = {
        "", "11:00:00", "2011-12-0310:15:30", "2017-12-31T", "2017-12-31T7:00:00", "2017-12-31T24:01:00", "2017-00-10T11:22:33",
        "2017-13-10T11:22:33", "998-12-31T11:22:33", "01211-12-31T11:22:33", "+99999-12-01T11:22:33", "9999999999-12-27T11:22:33",
        "2017-12-31T13:20:00+19:00", "2017-12-31 13:20:00", "2017-12-31t13:20:00", "2012-12-24Z", "999999999-12-31T24:00:00",
        "2017-12-31T13:20:00@Europe/Nowhere",
    };
    Clock clock;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        if (date_time_read(&clock, text_of(times[i])))
            fail_msg("\"%s\" was read", times[i]);
}

/* ---- durations ------------------------------------------------------------------------------------ */

/* Normalised forms as the test kit has them (1120-feel-duration-function) or by hand. */
static void durations_that_are_read(void **state)
{
    (void)state;
    static const char *const durations[][2] = {
        { "P1Y2M", "P1Y2M" }, { "P26M", "P2Y2M" }, { "P12M", "P1Y" }, { "P0Y", "P0M" }, { "-P0Y", "P0M" }, { "-P100M", "-P8Y4M" },
        { "P1Y27M", "P3Y3M" }, { "P99999999Y", "P99999999Y" }, { "-P1Y", "-P1Y" }, { "P999999999M", "P83333333Y3M" },
        { "P1DT2H3M4.123456789S", "P1DT2H3M4.123456789S" }, { "PT24H", "P1D" }, { "PT0S", "PT0S" }, { "P0D", "PT0S" },
        { "-PT0H", "PT0S" }, { "PT0.S", "PT0S" }, { "PT0.000S", "PT0S" }, { "PT0.999S", "PT0.999S" }, { "PT61M", "PT1H1M" },
        { "PT1000M0.999999999S", "PT16H40M0.999999999S" }, { "-PT2H45M55S", "-PT2H45M55S" }, { "P2DT100M", "P2DT1H40M" },
        { "PT3600S", "PT1H" }, { "-PT0.5S", "-PT0.5S" }, { "PT1.S", "PT1S" }, { "P2DT274M", "P2DT4H34M" },
    };
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
        bool is_months;
        int64_t months = 0;
        Seconds seconds = { 0, 0 };
        Builder builder = builder_on(&region);
        if (!duration_read(&is_months, &months, &seconds, text_of(durations[i][0])))
            fail_msg("could not read %s", durations[i][0]);
        if (is_months)
            months_print(&builder, months);
        else
            seconds_print(&builder, seconds);
        assert_string_equal(string(&builder), durations[i][1]);
    }
}

static void durations_that_are_refused(void **state)
{
    (void)state;
    static const char *const durations[] = {
        "", "P", "-P", "PT", "P1DT", "P1YT", "P1H", "P1S", "P0", "1Y", "1D", "P1Y1D", "P1YT1H", "P0YT1H", "P0Y0D", "P1MT1M", "P1M1Y",
        "PT1S1M", "PT1M1H", "P1Y1Y", "P1W", "+P1Y", "P-1Y", "PT.5S", "PT1.5M", "P1.5D", "P1.5Y", "P1.5M", "p1y", "P1Y ", " P1Y",
        "P1YT", "PTT1S", "PT1ST", "--P1Y", "P9999999999999999999Y", "P99999999999999999999M", "P999999999999999999D",
        "PT9223372036854775807H", "P106751991167300DT9223372036854775807S", "PT1S.", "PT.S", "2012T-12-2511:00:00Z",
    };
    bool is_months;
    int64_t months;
    Seconds seconds;
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++)
        if (duration_read(&is_months, &months, &seconds, text_of(durations[i])))
            fail_msg("\"%s\" was read", durations[i]);
}

static void the_least_durations_print(void **state)
{
    (void)state;
    Builder builder = builder_on(&region);
    months_print(&builder, INT64_MIN);
    assert_string_equal(string(&builder), "-P768614336404564650Y8M"); /* 9223372036854775808 / 12, by Python */
    builder = builder_on(&region);
    seconds_print(&builder, (Seconds){ INT64_MIN, -999999999 });
    assert_string_equal(string(&builder), "-P106751991167300DT15H30M8.999999999S"); /* by Python */
}

#define TEST(name) cmocka_unit_test_teardown(name, drop_region)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(days_are_counted_as_python_does),
        TEST(days_follow_one_another),
        TEST(dates_that_are_read),
        TEST(dates_that_are_refused),
        TEST(months_are_clamped_and_saturate),
        TEST(times_that_are_read),
        TEST(times_that_are_refused),
        TEST(dates_and_times_that_are_read),
        TEST(dates_and_times_that_are_refused),
        TEST(durations_that_are_read),
        TEST(durations_that_are_refused),
        TEST(the_least_durations_print),
    };
    region_init(&region, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
