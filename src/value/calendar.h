/* value/calendar.h - working days of a country, from data/calendars/NAME.csv.
 *
 * A day is a working day when its row says "work"; not one when its row says "off" or "gazetted"; with no row
 * as the week has it, Monday to Friday unless a row says otherwise for its day and all later ones: "six days", "six
 * and five days" in turn (five in the week of its day), "five days". "declared" and "restricted" rows leave the day
 * as it is, and are counted as doubt. A year without a single row of a day is not covered: then a time limit has an
 * earliest and a latest last day, not one.
 */
#ifndef DECLARANT_VALUE_CALENDAR_H
#define DECLARANT_VALUE_CALENDAR_H

#include "value/date.h"

typedef struct Calendar Calendar;

/* Reads a calendar's CSV (columns date, kind, name_* ...). NULL with problems in the report. */
Calendar *calendar_read(Task *task, const Source *csv, Text name);
Text calendar_name(const Calendar *calendar);
/* First and last covered year. */
int64_t calendar_first_year(const Calendar *calendar);
int64_t calendar_last_year(const Calendar *calendar);

typedef enum DayKind { DAY_WORKING, DAY_REST, DAY_UNCERTAIN } DayKind; /* UNCERTAIN: a weekday of an uncovered year */
DayKind calendar_day(const Calendar *calendar, int64_t days);
/* The name of the holiday or make-up day in English, or empty. */
Text calendar_day_name(const Calendar *calendar, int64_t days);
/* The same in a language (0 en, 1 zh, 2 vi); in English where it has none there. */
Text calendar_day_name_in(const Calendar *calendar, int64_t days, int language);
/* Is the day one that its week has as a working day, holidays and make-up days aside? */
bool calendar_week_works(const Calendar *calendar, int64_t days);
/* The name of the week that holds on the day; empty where it is Monday to Friday. */
Text calendar_week_name_in(const Calendar *calendar, int64_t days, int language);

typedef enum TermUnit { UNIT_DAYS, UNIT_WORKING_DAYS, UNIT_WEEKS, UNIT_MONTHS, UNIT_YEARS } TermUnit;
typedef enum RestDay { REST_DAY_STAYS, REST_DAY_NEXT_WORKING_DAY, REST_DAY_PREVIOUS_WORKING_DAY } RestDay;

typedef struct Term {
    int64_t from;     /* the day that starts the limit; it is not counted */
    int64_t count;    /* how many; may be negative (so many days before) */
    TermUnit unit;
    RestDay rest_day; /* what an end on a rest day does */
} Term;

typedef struct TermEnd {
    bool known;               /* one last day: earliest == latest */
    int64_t earliest, latest; /* last day of the limit */
    int64_t rest_days;        /* rest days met on weekdays while counting (holidays) */
    int64_t worked_days;      /* weekend days worked while counting (make-up days) */
    int64_t first_uncovered;  /* first day met in an uncovered year, when not known */
    bool failed;              /* count out of LIMIT_WORKING_DAYS, or past the last year */
    int64_t doubtful_days;    /* weekdays counted as working though a row says "declared" or "restricted" */
} TermEnd;

/* `calendar` may be NULL when the unit is not working days and rest days stay. For uncovered years: earliest counts
 * every weekday as working, latest assumes the most holidays any covered year of this calendar had, all of them
 * falling into the limit. Where weekends are made working days, earliest assumes the most of those, too. With a
 * negative count it is the other way round. rest_days and worked_days are of covered years only. */
TermEnd term_end(const Calendar *calendar, Term term);

#endif
