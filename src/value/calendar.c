/* value/calendar.c - see calendar.h.
 *
 * A calendar is its rows, sorted, one for each day, and the years they cover. A time limit is counted by walking day by
 * day. In a year that is not covered nobody knows the holidays yet, so the walk is made twice: once with as few rest
 * days as can be, once with as many as the worst covered year had, met as soon as possible. What the law will say lies
 * between the two.
 */
#include "value/calendar.h"

#include <stdlib.h>

#include "base/csv.h"

typedef enum Effect { EFFECT_NONE, EFFECT_WORK, EFFECT_REST } Effect;

enum { LANGUAGES = 3 };

typedef struct CalendarDay {
    int64_t days;
    Effect effect; /* NONE: declared or restricted, the day is as it would be without the row */
    Text names[LANGUAGES]; /* en, zh, vi; or empty */
    Span span;     /* the row's date */
} CalendarDay;

typedef enum WeekForm { WEEK_FIVE_DAYS, WEEK_SIX_DAYS, WEEK_IN_TURN } WeekForm;

typedef struct CalendarWeek { /* which days of a week are worked, from a day on */
    int64_t from;
    WeekForm form;
    Text names[LANGUAGES];
} CalendarWeek;

typedef struct CalendarYear {
    int64_t year;
    int64_t rest;   /* weekdays that are rest days */
    int64_t worked; /* days of a weekend that are worked */
} CalendarYear;

struct Calendar {
    Text name;
    size_t count;
    CalendarDay *at; /* by day, each once */
    size_t week_count;
    CalendarWeek *weeks; /* by the day from which they hold */
    size_t year_count;
    CalendarYear *years; /* covered ones, in order */
    int64_t most_rest, most_worked; /* of all years */
};

/* ---- reading -------------------------------------------------------------------------------------- */

static const struct {
    const char *kind;
    Effect effect;
} effects[] = {
    { "work", EFFECT_WORK },     { "off", EFFECT_REST },        { "gazetted", EFFECT_REST },
    { "declared", EFFECT_NONE }, { "restricted", EFFECT_NONE },
};

static bool effect_of(Effect *effect, Text kind)
{
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (text_equal(kind, text_of(effects[i].kind))) {
            *effect = effects[i].effect;
            return true;
        }
    return false;
}

static const struct {
    const char *kind;
    WeekForm form;
} week_forms[] = { { "five days", WEEK_FIVE_DAYS }, { "six days", WEEK_SIX_DAYS }, { "six and five days", WEEK_IN_TURN } };

static bool week_form_of(WeekForm *form, Text kind)
{
    for (size_t i = 0; i < sizeof week_forms / sizeof *week_forms; i++)
        if (text_equal(kind, text_of(week_forms[i].kind))) {
            *form = week_forms[i].form;
            return true;
        }
    return false;
}

/* Columns of the file; a name is -1 where there is none. */
typedef struct Columns {
    int date, kind, names[LANGUAGES];
} Columns;

static bool find_columns(Task *task, const Source *source, const Csv *csv, Columns *columns)
{
    *columns = (Columns){ csv_column(csv, TEXT("date")), csv_column(csv, TEXT("kind")),
                          { csv_column(csv, TEXT("name_en")), csv_column(csv, TEXT("name_zh")), csv_column(csv, TEXT("name_vi")) } };
    if (columns->date >= 0 && columns->kind >= 0)
        return true;
    Problem *problem = report_error(task->report, "calendar-column", (Span){ source, 0, 0 },
                                    "calendar has no column \"%s\"", columns->date < 0 ? "date" : "kind");
    problem_hint(task->report, problem, "A calendar needs the columns \"date\" and \"kind\".");
    return false;
}

static void report_no_day(Task *task, const CsvCell *date)
{
    Problem *problem = report_error(task->report, "calendar-day", date->span, "\"" TEXT_FMT "\" is not a day", TEXT_ARG(date->text));
    problem_hint(task->report, problem, "A day is written YYYY-MM-DD and stands in the calendar.");
}

static void read_names(Text names[LANGUAGES], const Csv *csv, uint32_t row, Columns columns)
{
    for (int i = 0; i < LANGUAGES; i++)
        names[i] = columns.names[i] < 0 ? TEXT_NONE : csv_cell(csv, row, (uint32_t)columns.names[i])->text;
}

/* The next day, or the next week, of the calendar. */
static bool read_row(Task *task, Calendar *calendar, const Csv *csv, uint32_t row, Columns columns)
{
    const CsvCell *date = csv_cell(csv, row, (uint32_t)columns.date), *kind = csv_cell(csv, row, (uint32_t)columns.kind);
    CalendarDay *day = &calendar->at[calendar->count];
    CalendarWeek *week = &calendar->weeks[calendar->week_count];
    read_names(day->names, csv, row, columns);
    day->span = date->span;
    bool read = date_read(&day->days, date->text), is_week = week_form_of(&week->form, kind->text);
    if (!read)
        report_no_day(task, date);
    if (is_week) {
        week->from = day->days;
        memcpy(week->names, day->names, sizeof week->names);
        calendar->week_count++;
        return read;
    }
    calendar->count++;
    if (effect_of(&day->effect, kind->text))
        return read;
    Problem *problem = report_error(task->report, "calendar-kind", kind->span, "unknown kind of day \"" TEXT_FMT "\"",
                                    TEXT_ARG(kind->text));
    problem_hint(task->report, problem, "Known are work, off, gazetted, declared and restricted, and for the week five days, six days, six and five days.");
    return false;
}

/* By day; rows with an effect first. */
static int compare_days(const void *a, const void *b)
{
    const CalendarDay *left = a, *right = b;
    if (left->days != right->days)
        return left->days < right->days ? -1 : 1;
    if (left->effect != right->effect)
        return left->effect > right->effect ? -1 : 1;
    return (left->span.from > right->span.from) - (left->span.from < right->span.from);
}

static void report_both(Task *task, const CalendarDay *work, const CalendarDay *rest)
{
    Problem *problem = report_error(task->report, "calendar-day-twice", work->span,
                                    TEXT_FMT " is both a working day and a rest day", TEXT_ARG(date_text(task->region, work->days)));
    problem_also(task->report, problem, rest->span, "a rest day here");
    problem_hint(task->report, problem, "Keep the row that the source of the calendar bears out.");
}

/* Keep the weightiest row of each day. One day both worked and off is an error. */
static bool merge_days(Task *task, Calendar *calendar)
{
    size_t kept = 0;
    bool agree = true;
    for (size_t i = 0; i < calendar->count; i++) {
        const CalendarDay *day = &calendar->at[i], *before = kept ? &calendar->at[kept - 1] : NULL;
        if (!before || before->days != day->days) {
            calendar->at[kept++] = *day;
        } else if (day->effect != EFFECT_NONE && day->effect != before->effect) {
            report_both(task, day, before);
            agree = false;
        }
    }
    calendar->count = kept;
    return agree;
}

/* The week that holds on the day, or NULL. */
static const CalendarWeek *week_on(const Calendar *calendar, int64_t days)
{
    const CalendarWeek *found = NULL;
    for (size_t i = 0; i < calendar->week_count && calendar->weeks[i].from <= days; i++)
        found = &calendar->weeks[i];
    return found;
}

/* How many weeks lie between the week of the one day and that of the other. */
static int64_t weeks_between(int64_t from, int64_t days)
{
    int64_t first = from - weekday_of(from), last = days - weekday_of(days);
    return (last - first) / 7;
}

static bool is_weekday(const Calendar *calendar, int64_t days)
{
    const CalendarWeek *week = week_on(calendar, days);
    bool six = week && (week->form == WEEK_SIX_DAYS || (week->form == WEEK_IN_TURN && weeks_between(week->from, days) % 2));
    return weekday_of(days) <= (six ? 6 : 5);
}

bool calendar_week_works(const Calendar *calendar, int64_t days)
{
    return is_weekday(calendar, days);
}

static Text name_in(const Text names[LANGUAGES], int language)
{
    return names[language].length ? names[language] : names[0];
}

Text calendar_week_name_in(const Calendar *calendar, int64_t days, int language)
{
    const CalendarWeek *week = week_on(calendar, days);
    return week && week->form != WEEK_FIVE_DAYS ? name_in(week->names, language) : TEXT_NONE;
}

static int compare_weeks(const void *a, const void *b)
{
    const CalendarWeek *left = a, *right = b;
    return (left->from > right->from) - (left->from < right->from);
}

static void count_years(Task *task, Calendar *calendar)
{
    calendar->years = REGION_ARRAY(task->region, CalendarYear, calendar->count);
    for (size_t i = 0; i < calendar->count; i++) {
        const CalendarDay *day = &calendar->at[i];
        int64_t number = ymd_of(day->days).year;
        if (!calendar->year_count || calendar->years[calendar->year_count - 1].year != number)
            calendar->years[calendar->year_count++].year = number;
        CalendarYear *year = &calendar->years[calendar->year_count - 1];
        year->rest += day->effect == EFFECT_REST && is_weekday(calendar, day->days);
        year->worked += day->effect == EFFECT_WORK && !is_weekday(calendar, day->days);
        calendar->most_rest = year->rest > calendar->most_rest ? year->rest : calendar->most_rest;
        calendar->most_worked = year->worked > calendar->most_worked ? year->worked : calendar->most_worked;
    }
}

static bool read_days(Task *task, Calendar *calendar, const Csv *csv, Columns columns)
{
    bool whole = true;
    calendar->at = REGION_ARRAY(task->region, CalendarDay, csv->rows + 1);
    calendar->weeks = REGION_ARRAY(task->region, CalendarWeek, csv->rows + 1);
    for (uint32_t row = 0; row < csv->rows; row++)
        whole &= read_row(task, calendar, csv, row, columns);
    if (!whole)
        return false;
    qsort(calendar->weeks, calendar->week_count, sizeof *calendar->weeks, compare_weeks);
    qsort(calendar->at, calendar->count, sizeof *calendar->at, compare_days);
    return merge_days(task, calendar);
}

Calendar *calendar_read(Task *task, const Source *source, Text name)
{
    const Csv *csv = csv_read(task, source);
    Columns columns;
    if (!csv || !find_columns(task, source, csv, &columns))
        return NULL;
    Calendar *calendar = REGION_NEW(task->region, Calendar);
    calendar->name = name;
    if (!read_days(task, calendar, csv, columns))
        return NULL;
    if (calendar->count == 0) {
        Problem *problem = report_error(task->report, "calendar-empty", (Span){ source, 0, 0 }, "calendar has no rows");
        problem_hint(task->report, problem, "A calendar covers the years in which it names a day; without a row it covers none.");
        return NULL;
    }
    count_years(task, calendar);
    return calendar;
}

Text calendar_name(const Calendar *calendar)
{
    return calendar->name;
}

int64_t calendar_first_year(const Calendar *calendar)
{
    return calendar->years[0].year;
}

int64_t calendar_last_year(const Calendar *calendar)
{
    return calendar->years[calendar->year_count - 1].year;
}

/* ---- single days ------------------------------------------------------------------------------------ */

static const CalendarDay *find_day(const Calendar *calendar, int64_t days)
{
    size_t low = 0, high = calendar->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->at[middle].days < days)
            low = middle + 1;
        else
            high = middle;
    }
    return low < calendar->count && calendar->at[low].days == days ? &calendar->at[low] : NULL;
}

static bool year_is_covered(const Calendar *calendar, int64_t year)
{
    size_t low = 0, high = calendar->year_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->years[middle].year < year)
            low = middle + 1;
        else
            high = middle;
    }
    return low < calendar->year_count && calendar->years[low].year == year;
}

DayKind calendar_day(const Calendar *calendar, int64_t days)
{
    const CalendarDay *day = find_day(calendar, days);
    if (day && day->effect != EFFECT_NONE)
        return day->effect == EFFECT_WORK ? DAY_WORKING : DAY_REST;
    if (!is_weekday(calendar, days))
        return DAY_REST;
    return day || year_is_covered(calendar, ymd_of(days).year) ? DAY_WORKING : DAY_UNCERTAIN;
}

Text calendar_day_name_in(const Calendar *calendar, int64_t days, int language)
{
    const CalendarDay *day = find_day(calendar, days);
    return day ? name_in(day->names, language) : TEXT_NONE;
}

Text calendar_day_name(const Calendar *calendar, int64_t days)
{
    return calendar_day_name_in(calendar, days, 0);
}

/* ---- time limits ------------------------------------------------------------------------------------ */

/* Days a walk may take: LIMIT_WORKING_DAYS and their weekends take fewer than half of them, unless a calendar has hardly
 * a working day. */
enum { MOST_STEPS = 4 * LIMIT_WORKING_DAYS };

/* One walk through the days, under one assumption about the years that are not covered. */
typedef struct Walk {
    const Calendar *calendar;
    bool many;          /* assume as many rest days as can be; else as few */
    int64_t day;        /* where it stands */
    int64_t year_first; /* first and last day of the year that `covered` and `spare` speak of */
    int64_t year_last;
    bool covered;       /* that year has rows */
    int64_t spare;      /* not covered: rest days on weekdays (many) or worked weekend days (few) yet to be assumed */
    int64_t steps;      /* days looked at */
    bool met_uncovered; /* one of them in a year not covered, `first_uncovered` the first */
    TermEnd counted;    /* rest_days, worked_days, doubtful_days, first_uncovered, failed */
} Walk;

static void enter_year(Walk *walk)
{
    if (walk->day >= walk->year_first && walk->day <= walk->year_last)
        return;
    int64_t year = ymd_of(walk->day).year;
    walk->year_first = days_of(year, 1, 1);
    walk->year_last = days_of(year, 12, 31);
    walk->covered = year_is_covered(walk->calendar, year);
    walk->spare = walk->many ? walk->calendar->most_rest : walk->calendar->most_worked;
}

/* A day of which no row will ever tell: a weekday may turn out a holiday, a weekend day a make-up day. */
static bool assumed_working(Walk *walk, bool weekday)
{
    if (!walk->met_uncovered)
        walk->counted.first_uncovered = walk->day;
    walk->met_uncovered = true;
    if (weekday != walk->many || walk->spare == 0)
        return weekday;
    walk->spare--;
    return !weekday;
}

static bool told_working(Walk *walk, bool weekday)
{
    const CalendarDay *row = find_day(walk->calendar, walk->day);
    if (!row)
        return weekday;
    walk->counted.rest_days += row->effect == EFFECT_REST && weekday;
    walk->counted.worked_days += row->effect == EFFECT_WORK && !weekday;
    walk->counted.doubtful_days += row->effect == EFFECT_NONE && weekday;
    return row->effect == EFFECT_NONE ? weekday : row->effect == EFFECT_WORK;
}

/* Is the day where the walk stands a working day? Looks at each day once. */
static bool walk_works(Walk *walk)
{
    if (++walk->steps > MOST_STEPS)
        walk->counted.failed = true;
    enter_year(walk);
    bool weekday = is_weekday(walk->calendar, walk->day);
    return walk->covered ? told_working(walk, weekday) : assumed_working(walk, weekday);
}

static void walk_working_days(Walk *walk, int64_t count)
{
    int step = count < 0 ? -1 : 1;
    for (int64_t left = count; left && !walk->counted.failed;) {
        walk->day += step;
        if (walk_works(walk))
            left -= step;
    }
}

static void walk_off_rest_days(Walk *walk, RestDay rest_day)
{
    if (rest_day == REST_DAY_STAYS)
        return;
    int step = rest_day == REST_DAY_NEXT_WORKING_DAY ? 1 : -1;
    while (!walk->counted.failed && !walk_works(walk))
        walk->day += step;
}

static Walk walk_term(const Calendar *calendar, Term term, int64_t start, bool many)
{
    Walk walk = { .calendar = calendar, .many = many, .day = start, .year_first = 1, .year_last = 0 /* in no year yet */ };
    bool counts = term.unit == UNIT_WORKING_DAYS && term.count != 0;
    if (counts)
        walk_working_days(&walk, term.count); /* ends on a working day */
    else
        walk_off_rest_days(&walk, term.rest_day);
    return walk;
}

static bool day_is_real(int64_t days)
{
    Ymd ymd = ymd_of(days);
    return ymd_is_real(ymd.year, ymd.month, ymd.day);
}

/* The day that a count of calendar units leads to; where working days are counted, the day itself. */
static int64_t calendar_end(Term term)
{
    switch (term.unit) {
    case UNIT_DAYS: return term.from + term.count;
    case UNIT_WEEKS: return term.from + term.count * 7;
    case UNIT_MONTHS: return days_add_months(term.from, term.count);
    case UNIT_YEARS: return days_add_months(term.from, term.count * 12);
    case UNIT_WORKING_DAYS: break;
    }
    return term.from;
}

static TermEnd failed_end(void)
{
    return (TermEnd){ .failed = true };
}

/* Both walks' ends in order. */
static TermEnd end_between(const Walk *few, const Walk *many)
{
    TermEnd end = few->counted;
    end.failed |= many->counted.failed || !day_is_real(few->day) || !day_is_real(many->day);
    end.earliest = few->day < many->day ? few->day : many->day;
    end.latest = few->day < many->day ? many->day : few->day;
    end.known = end.earliest == end.latest;
    if (end.known)
        end.first_uncovered = 0;
    return end.failed ? failed_end() : end;
}

TermEnd term_end(const Calendar *calendar, Term term)
{
    if (!day_is_real(term.from) || term.count > LIMIT_WORKING_DAYS || term.count < -LIMIT_WORKING_DAYS)
        return failed_end();
    int64_t start = calendar_end(term);
    if (!day_is_real(start))
        return failed_end();
    if (term.unit != UNIT_WORKING_DAYS && term.rest_day == REST_DAY_STAYS)
        return (TermEnd){ .known = true, .earliest = start, .latest = start };
    if (!calendar)
        return failed_end();
    Walk few = walk_term(calendar, term, start, false);
    if (!few.met_uncovered)
        return end_between(&few, &few);
    Walk many = walk_term(calendar, term, start, true);
    return end_between(&few, &many);
}
