/* tests/unit/test_value_calendar.c - working days and time limits.
 *
 * Oracles: tests/value/calendar.vectors, counted in Python over lists of working days (tools/make-calendar-vectors.py);
 * for the small calendars written out here, a wall calendar.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "value/calendar.h"

/* What each test needs; dropped by its teardown. */
typedef struct Fixture {
    Region region;
    Report report;
    Task task;
} Fixture;

static int set_up(void **state)
{
    Fixture *fixture = calloc(1, sizeof *fixture);
    region_init(&fixture->region, NULL);
    report_init(&fixture->report, &fixture->region);
    fixture->task = (Task){ &fixture->region, &fixture->report, NULL };
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    region_close(&fixture->region);
    free(fixture);
    return 0;
}

static int64_t day(const char *text)
{
    int64_t days;
    assert_true(date_read(&days, text_of(text)));
    return days;
}

static Calendar *country(Fixture *fixture, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, DECLARANT_SOURCE "/data/calendars/%s.csv", name);
    const Source *source = file_read(&fixture->task, path, 0);
    assert_non_null(source);
    Calendar *calendar = calendar_read(&fixture->task, source, text_of(name));
    assert_non_null(calendar);
    return calendar;
}

static Calendar *calendar_of(Fixture *fixture, const char *csv)
{
    Source *source = REGION_NEW(&fixture->region, Source);
    *source = (Source){ TEXT("test.csv"), text_of(csv) };
    return calendar_read(&fixture->task, source, TEXT("test"));
}

static void expect_day(int64_t given, const char *expected, const char *what)
{
    char room[32];
    Region region;
    region_init(&region, NULL);
    snprintf(room, sizeof room, TEXT_FMT, TEXT_ARG(date_text(&region, given)));
    region_close(&region);
    if (strcmp(room, expected) != 0)
        fail_msg("%s: %s expected, %s given", what, expected, room);
}

/* ---- vectors -------------------------------------------------------------------------------------- */

static TermUnit unit_of(const char *word)
{
    static const char *const units[] = { "days", "working-days", "weeks", "months", "years" };
    int i = 0;
    while (strcmp(units[i], word) != 0)
        i++;
    return (TermUnit)i;
}

static RestDay rest_day_of(const char *word)
{
    return word[0] == 's' ? REST_DAY_STAYS : word[0] == 'n' ? REST_DAY_NEXT_WORKING_DAY : REST_DAY_PREVIOUS_WORKING_DAY;
}

static void check_line(const Calendar *calendar, const char *line)
{
    char from[16], unit[16], rest[16], earliest[16], latest[16];
    long long count;
    assert_int_equal(sscanf(line, "%*s %15s %lld %15s %15s %15s %15s", from, &count, unit, rest, earliest, latest), 6);
    TermEnd end = term_end(calendar, (Term){ day(from), count, unit_of(unit), rest_day_of(rest) });
    assert_false(end.failed);
    expect_day(end.earliest, earliest, line);
    expect_day(end.latest, latest, line);
    assert_int_equal(end.known, strcmp(earliest, latest) == 0);
}

static void check_country(Fixture *fixture, const char *name)
{
    Calendar *calendar = country(fixture, name);
    FILE *file = fopen(DECLARANT_SOURCE "/tests/value/calendar.vectors", "r");
    assert_non_null(file);
    char line[200];
    int seen = 0;
    while (fgets(line, sizeof line, file))
        if (strncmp(line, name, strlen(name)) == 0 && ++seen)
            check_line(calendar, line);
    fclose(file);
    assert_true(seen >= 500);
}

static void china_counts_as_the_list_does(void **state)
{
    check_country(*state, "cn");
}

static void india_counts_as_the_list_does(void **state)
{
    check_country(*state, "in");
}

static void viet_nam_counts_as_the_list_does(void **state)
{
    check_country(*state, "vn");
}

/* ---- by hand -------------------------------------------------------------------------------------- */

/* Spring festival 2026: Sunday 15 to Monday 23 February off, six of them weekdays; the Saturdays 14 and 28 February worked. */
static void thirty_working_days_across_spring_festival(void **state)
{
    Calendar *china = country(*state, "cn");
    TermEnd end = term_end(china, (Term){ day("2026-01-20"), 30, UNIT_WORKING_DAYS, REST_DAY_STAYS });
    assert_true(end.known);
    expect_day(end.latest, "2026-03-09", "end");
    assert_int_equal(end.rest_days, 6);
    assert_int_equal(end.worked_days, 2);
    assert_int_equal(end.doubtful_days, 0);
}

/* 2030-01-01 is a Tuesday, so the Saturdays are 5 (a week of five days), 12 (of six), 19, 26 of January and 2 of February; from
 * Monday 4 February on every week has five. */
static void weeks_have_their_days(void **state)
{
    Calendar *calendar = calendar_of(*state, "date,kind,name_en\n2030-01-01,six and five days,In turn\n2030-01-02,off,Second Day\n2030-02-04,five days,Five\n2029-01-01,six days,Six\n");
    static const struct {
        const char *day;
        DayKind kind;
    } saturdays[] = {
        { "2030-01-05", DAY_REST }, { "2030-01-12", DAY_WORKING }, { "2030-01-19", DAY_REST }, { "2030-01-26", DAY_WORKING },
        { "2030-02-02", DAY_REST }, { "2030-02-09", DAY_REST }, { "2029-12-29", DAY_UNCERTAIN }, { "2028-12-30", DAY_REST },
    };
    for (size_t i = 0; i < sizeof saturdays / sizeof *saturdays; i++)
        assert_int_equal(calendar_day(calendar, day(saturdays[i].day)), saturdays[i].kind);
    assert_int_equal(calendar_day(calendar, day("2029-12-30")), DAY_REST); /* a Sunday */
    assert_int_equal(calendar_first_year(calendar), 2030); /* a week covers no year */
    TermEnd end = term_end(calendar, (Term){ day("2030-01-04"), 6, UNIT_WORKING_DAYS, REST_DAY_STAYS });
    assert_true(end.known);
    expect_day(end.latest, "2030-01-12", "six days of a week");
    assert_int_equal(end.worked_days, 0); /* the week has it, no row */
    assert_true(text_is(calendar_week_name_in(calendar, day("2030-01-12"), 0), "In turn"));
    assert_int_equal(calendar_week_name_in(calendar, day("2030-03-01"), 0).length, 0);
}

/* The weekly rest before 2004: State Council decrees 146 of 1994 and 174 of 1995. The holidays are not known. */
static void china_rested_otherwise_once(void **state)
{
    Calendar *china = country(*state, "cn");
    assert_int_equal(calendar_day(china, day("1994-02-26")), DAY_UNCERTAIN); /* the last Saturday of the six-day week */
    assert_int_equal(calendar_day(china, day("1994-03-05")), DAY_REST);      /* Saturday of the first week of five */
    assert_int_equal(calendar_day(china, day("1994-03-12")), DAY_UNCERTAIN); /* Saturday of the first week of six */
    assert_int_equal(calendar_day(china, day("1995-05-06")), DAY_REST);      /* the first Saturday of the five-day week */
    assert_true(text_is(calendar_day_name_in(china, day("2026-02-16"), 1), "春节"));
    assert_true(text_is(calendar_day_name_in(china, day("2026-02-16"), 2), "Spring Festival"));
}

static void days_have_their_kind(void **state)
{
    Calendar *china = country(*state, "cn");
    assert_int_equal(calendar_first_year(china), 2004);
    assert_int_equal(calendar_last_year(china), 2026);
    assert_int_equal(calendar_day(china, day("2026-02-16")), DAY_REST);      /* Monday, spring festival */
    assert_int_equal(calendar_day(china, day("2026-02-14")), DAY_WORKING);   /* Saturday, worked */
    assert_int_equal(calendar_day(china, day("2026-03-04")), DAY_WORKING);   /* Wednesday */
    assert_int_equal(calendar_day(china, day("2026-03-07")), DAY_REST);      /* Saturday */
    assert_int_equal(calendar_day(china, day("2030-01-02")), DAY_UNCERTAIN); /* Wednesday */
    assert_int_equal(calendar_day(china, day("2030-01-05")), DAY_REST);      /* Saturday */
    assert_true(text_is(calendar_day_name(china, day("2026-02-16")), "Spring Festival"));
    assert_int_equal(calendar_day_name(china, day("2026-03-04")).length, 0);
    assert_true(text_is(calendar_name(china), "cn"));
}

/* 14 April 2015, a Tuesday: declared, and restricted besides; offices are open unless the notification says otherwise. */
static void a_declared_day_is_worked_in_doubt(void **state)
{
    Calendar *india = country(*state, "in");
    assert_int_equal(calendar_day(india, day("2015-04-14")), DAY_WORKING);
    TermEnd end = term_end(india, (Term){ day("2015-04-13"), 1, UNIT_WORKING_DAYS, REST_DAY_STAYS });
    expect_day(end.latest, "2015-04-14", "end");
    assert_int_equal(end.doubtful_days, 1);
}

static void months_and_years_are_clamped(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int64_t count;
        TermUnit unit;
        const char *end;
    } cases[] = {
        { "2024-01-31", 1, UNIT_MONTHS, "2024-02-29" }, { "2023-01-31", 1, UNIT_MONTHS, "2023-02-28" },
        { "2024-02-29", 1, UNIT_YEARS, "2025-02-28" },  { "2024-02-29", -4, UNIT_YEARS, "2020-02-29" },
        { "2024-03-31", -1, UNIT_MONTHS, "2024-02-29" }, { "2026-01-20", 2, UNIT_WEEKS, "2026-02-03" },
        { "2026-01-20", 0, UNIT_DAYS, "2026-01-20" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TermEnd end = term_end(NULL, (Term){ day(cases[i].from), cases[i].count, cases[i].unit, REST_DAY_STAYS });
        assert_true(end.known && !end.failed);
        expect_day(end.latest, cases[i].end, cases[i].from);
    }
}

/* One holiday on a weekday (Wednesday 2030-01-02) and one worked Saturday (2030-01-05) in the only covered year. 2031-01-01
 * is a Wednesday. */
static const char small[] = "date,kind,name_en\n2030-01-02,off,Second Day\n2030-01-05,work,Make-up\n2030-01-06,off,On a Sunday\n";

static void an_uncovered_year_gives_two_ends(void **state)
{
    Calendar *calendar = calendar_of(*state, small);
    /* Thursday 2030-12-26 + 5: 27, 30, 31, then Wednesday 1 and Thursday 2 January, or, 1 January a holiday, Friday 3. */
    TermEnd end = term_end(calendar, (Term){ day("2030-12-26"), 5, UNIT_WORKING_DAYS, REST_DAY_STAYS });
    assert_false(end.known);
    expect_day(end.earliest, "2031-01-02", "earliest");
    expect_day(end.latest, "2031-01-03", "latest");
    expect_day(end.first_uncovered, "2031-01-01", "first uncovered");
    /* + 7: the Saturday 4 January might be worked, and then the end is Saturday, else Monday, else Tuesday. */
    end = term_end(calendar, (Term){ day("2030-12-26"), 7, UNIT_WORKING_DAYS, REST_DAY_STAYS });
    expect_day(end.earliest, "2031-01-04", "earliest");
    expect_day(end.latest, "2031-01-07", "latest");
}

static void counting_back_turns_the_ends_round(void **state)
{
    Calendar *calendar = calendar_of(*state, small);
    /* 3 working days before Thursday 2030-01-03: Wednesday 2 is off; Tuesday 1, then Monday 31 and Sunday 30 December 2029
     * if it is the worked day of a weekend; at worst Monday 31 is a holiday, and Friday 28 and Thursday 27 count. */
    TermEnd end = term_end(calendar, (Term){ day("2030-01-03"), -3, UNIT_WORKING_DAYS, REST_DAY_STAYS });
    assert_false(end.known);
    expect_day(end.latest, "2029-12-30", "latest");
    expect_day(end.earliest, "2029-12-27", "earliest");
    assert_int_equal(end.rest_days, 1);
}

static void an_end_on_a_rest_day_moves(void **state)
{
    Calendar *calendar = calendar_of(*state, small);
    Term term = { day("2030-01-01"), 1, UNIT_DAYS, REST_DAY_NEXT_WORKING_DAY };
    expect_day(term_end(calendar, term).latest, "2030-01-03", "next");
    term.rest_day = REST_DAY_PREVIOUS_WORKING_DAY;
    expect_day(term_end(calendar, term).latest, "2030-01-01", "previous");
    term.rest_day = REST_DAY_STAYS;
    expect_day(term_end(calendar, term).latest, "2030-01-02", "stays");
    /* a count of none ends on its own day, and that may rest */
    term = (Term){ day("2030-01-02"), 0, UNIT_WORKING_DAYS, REST_DAY_NEXT_WORKING_DAY };
    expect_day(term_end(calendar, term).latest, "2030-01-03", "none");
    /* Wednesday 2031-01-01 may be a working day or the holiday */
    term = (Term){ day("2030-12-31"), 1, UNIT_DAYS, REST_DAY_NEXT_WORKING_DAY };
    TermEnd end = term_end(calendar, term);
    assert_false(end.known);
    expect_day(end.earliest, "2031-01-01", "earliest");
    expect_day(end.latest, "2031-01-02", "latest");
}

/* A calendar without make-up days: an end on a Saturday cannot be earlier than the Monday after. */
static void no_weekend_is_worked_where_none_ever_was(void **state)
{
    Calendar *calendar = calendar_of(*state, "date,kind\n2030-01-02,off\n");
    TermEnd end = term_end(calendar, (Term){ day("2031-01-03"), 1, UNIT_DAYS, REST_DAY_NEXT_WORKING_DAY });
    expect_day(end.earliest, "2031-01-06", "earliest");
    expect_day(end.latest, "2031-01-07", "latest");
}

static void limits_out_of_bounds_fail(void **state)
{
    Calendar *calendar = calendar_of(*state, small);
    Term terms[] = {
        { 0, LIMIT_WORKING_DAYS + 1, UNIT_WORKING_DAYS, REST_DAY_STAYS },
        { 0, -LIMIT_WORKING_DAYS - 1, UNIT_DAYS, REST_DAY_STAYS },
        { 0, INT64_MAX, UNIT_YEARS, REST_DAY_STAYS },
        { 0, INT64_MIN, UNIT_MONTHS, REST_DAY_STAYS },
        { INT64_MAX, 1, UNIT_DAYS, REST_DAY_STAYS },
        { INT64_MIN, 1, UNIT_DAYS, REST_DAY_STAYS },
        { day("999999999-12-31"), 1, UNIT_DAYS, REST_DAY_STAYS },
        { day("999999999-12-31"), 1, UNIT_WORKING_DAYS, REST_DAY_STAYS },
        { day("-999999999-01-01"), -1, UNIT_MONTHS, REST_DAY_STAYS },
    };
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
        assert_true(term_end(calendar, terms[i]).failed);
    Term most = { 0, LIMIT_WORKING_DAYS, UNIT_WORKING_DAYS, REST_DAY_STAYS };
    assert_false(term_end(calendar, most).failed);
}

/* All of 2032 off, which has 262 weekdays, as many as a year can have: years not covered might rest as a whole, and no
 * walk may go on for ever. */
static void a_year_without_working_days_ends_the_walk(void **state)
{
    Fixture *fixture = *state;
    Builder csv = builder_on(&fixture->region);
    build_text(&csv, TEXT("date,kind\n"));
    for (int64_t days = day("2032-01-01"); days <= day("2032-12-31"); days++) {
        date_print(&csv, days);
        build_text(&csv, TEXT(",off\n"));
    }
    build_byte(&csv, '\0');
    Calendar *calendar = calendar_of(fixture, csv.at);
    assert_true(term_end(calendar, (Term){ day("2033-01-01"), 1, UNIT_WORKING_DAYS, REST_DAY_STAYS }).failed);
}

/* ---- faults of a file ----------------------------------------------------------------------------- */

static void faults_are_named(void **state)
{
    Fixture *fixture = *state;
    static const struct {
        const char *csv, *name;
    } cases[] = {
        { "day,kind\n2030-01-02,off\n", "calendar-column" },
        { "date,sort\n2030-01-02,off\n", "calendar-column" },
        { "date,kind\n", "calendar-empty" },
        { "date,kind\n2030-01-01,six days\n", "calendar-empty" },
        { "date,kind\n2030-02-30,off\n", "calendar-day" },
        { "date,kind\n2030-01-02 ,off\n", "calendar-day" },
        { "date,kind\n2030-01-02,holiday\n", "calendar-kind" },
        { "date,kind\n2030-01-02,off\n2030-01-02,work\n", "calendar-day-twice" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        report_init(&fixture->report, &fixture->region);
        assert_null(calendar_of(fixture, cases[i].csv));
        assert_int_equal(fixture->report.errors, 1);
        assert_string_equal(fixture->report.first->name, cases[i].name);
    }
}

static void one_day_may_have_rows_that_agree(void **state)
{
    Calendar *calendar = calendar_of(*state, "date,kind,name_en\n2030-01-02,restricted,A\n2030-01-02,gazetted,B\n2030-01-02,off,C\n");
    assert_non_null(calendar);
    assert_int_equal(calendar_day(calendar, day("2030-01-02")), DAY_REST);
    assert_true(text_is(calendar_day_name(calendar, day("2030-01-02")), "B"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(china_counts_as_the_list_does),
        TEST(india_counts_as_the_list_does),
        TEST(viet_nam_counts_as_the_list_does),
        TEST(thirty_working_days_across_spring_festival),
        TEST(days_have_their_kind),
        TEST(weeks_have_their_days),
        TEST(china_rested_otherwise_once),
        TEST(a_declared_day_is_worked_in_doubt),
        TEST(months_and_years_are_clamped),
        TEST(an_uncovered_year_gives_two_ends),
        TEST(counting_back_turns_the_ends_round),
        TEST(an_end_on_a_rest_day_moves),
        TEST(no_weekend_is_worked_where_none_ever_was),
        TEST(limits_out_of_bounds_fail),
        TEST(a_year_without_working_days_ends_the_walk),
        TEST(faults_are_named),
        TEST(one_day_may_have_rows_that_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
