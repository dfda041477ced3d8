/* faces/cli/deadline.c - `declarant deadline`: the last day of a time limit, and the holidays it met on the way. */
#include "base/file.h"
#include "base/utf8.h"
#include "faces/cli/load.h"
#include "faces/cli/screen.h"
#include "rulebook/model.h"
#include "value/calendar.h"
#include "value/json.h"

typedef struct Limit { /* what was asked */
    Term term;
    Text unit;                /* as written: "wd" */
    const Calendar *calendar; /* NULL: none named */
} Limit;

/* ---- what was asked ---- */

static const struct {
    const char *word;
    TermUnit unit;
    Message name;
} units[] = {
    { "d", UNIT_DAYS, MSG_UNIT_DAYS },     { "wd", UNIT_WORKING_DAYS, MSG_UNIT_WORKING_DAYS },
    { "w", UNIT_WEEKS, MSG_UNIT_WEEKS },   { "m", UNIT_MONTHS, MSG_UNIT_MONTHS },
    { "y", UNIT_YEARS, MSG_UNIT_YEARS },
};

static const struct {
    const char *word;
    RestDay rest_day;
    Message name;
} rest_days[] = {
    { "stays", REST_DAY_STAYS, MSG_REST_DAY_STAYS },
    { "next", REST_DAY_NEXT_WORKING_DAY, MSG_REST_DAY_NEXT },
    { "previous", REST_DAY_PREVIOUS_WORKING_DAY, MSG_REST_DAY_PREVIOUS },
};

static bool unit_read(Text word, TermUnit *unit)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text_equal(word, text_of(units[i].word))) {
            *unit = units[i].unit;
            return true;
        }
    return false;
}

/* count = [ "+" | "-" ] digit { digit } ( "d" | "wd" | "w" | "m" | "y" ) */
static bool count_read(Text text, Term *term)
{
    bool minus = text_starts(text, TEXT("-"));
    size_t at = minus || text_starts(text, TEXT("+")) ? 1 : 0, from = at;
    int64_t count = 0;
    for (; at < text.length && text.at[at] >= '0' && text.at[at] <= '9' && at - from < 9; at++)
        count = count * 10 + (text.at[at] - '0');
    term->count = minus ? -count : count;
    return at > from && unit_read(text_slice(text, at, text.length), &term->unit);
}

static bool rest_day_read(Text word, RestDay *rest_day)
{
    for (size_t i = 0; i < sizeof rest_days / sizeof *rest_days; i++)
        if (text_equal(word, text_of(rest_days[i].word))) {
            *rest_day = rest_days[i].rest_day;
            return true;
        }
    return false;
}

/* ---- the calendar ---- */

static bool is_code(Text name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!((name.at[i] >= 'a' && name.at[i] <= 'z') || (name.at[i] >= 'A' && name.at[i] <= 'Z')))
            return false;
    return name.length > 0;
}

/* Names of the calendars there are, for the hint. */
static Text calendars_known(Cli *cli, const char *folder)
{
    Builder out = builder_on(&cli->region);
    FileList files = files_below(&cli->task, folder, TEXT(".csv"));
    for (size_t i = 0; i < files.count; i++) {
        Text name = text_slice(files.at[i], 0, files.at[i].length - 4);
        if (is_code(name))
            build_format(&out, "%s" TEXT_FMT, out.length ? ", " : "", TEXT_ARG(utf8_upper(&cli->region, name)));
    }
    return builder_text(&out);
}

static void no_calendar(Cli *cli, const char *folder, Text name)
{
    Problem *problem = report_error(&cli->report, "no-calendar", SPAN_NONE, "there is no calendar \"" TEXT_FMT "\"", TEXT_ARG(name));
    Text known = directory_exists(folder) ? calendars_known(cli, folder) : TEXT_NONE;
    if (known.length)
        problem_hint(&cli->report, problem, "There are calendars of " TEXT_FMT ".", TEXT_ARG(known));
    else
        problem_hint(&cli->report, problem, "Name the folder of the data in DECLARANT_DATA; calendars lie in its folder \"calendars\".");
}

static const Calendar *calendar_load(Cli *cli, Text name)
{
    const char *data = load_data_folder(cli);
    const char *folder = data ? path_join(&cli->region, text_of(data), TEXT("calendars")) : "";
    Text file = text_join(&cli->region, utf8_lower(&cli->region, name), TEXT(".csv"));
    const char *path = path_join(&cli->region, text_of(folder), file);
    if (!is_code(name) || !file_exists(path)) {
        no_calendar(cli, folder, name);
        return NULL;
    }
    const Source *source = file_read(&cli->task, path, 0);
    return source ? calendar_read(&cli->task, source, utf8_upper(&cli->region, name)) : NULL;
}

/* ---- the days on the way ---- */

/* Days that are not as their weekday says, of one name and in a row. */
typedef struct Stretch {
    int64_t first, last;
    Text name;
    bool worked; /* weekend days worked; else weekdays off */
} Stretch;

typedef struct Stretches {
    LIST_OF(Stretch) at;
} Stretches;

/* Is the day other than its week makes it? */
static bool is_special(const Calendar *calendar, int64_t day, bool *worked)
{
    DayKind kind = calendar_day(calendar, day);
    *worked = kind == DAY_WORKING;
    return kind != DAY_UNCERTAIN && (kind == DAY_WORKING) != calendar_week_works(calendar, day);
}

static void add_day(Region *region, Stretches *stretches, Text name, int64_t day, bool worked)
{
    Stretch *last = stretches->at.count ? &stretches->at.at[stretches->at.count - 1] : NULL;
    if (last && last->last == day - 1 && last->worked == worked && text_equal(last->name, name))
        last->last = day;
    else
        *LIST_ADD(region, stretches->at) = (Stretch){ day, day, name, worked };
}

/* Names in the language. */
static Stretches stretches_between(Region *region, int language, const Calendar *calendar, int64_t first, int64_t last)
{
    Stretches stretches = { 0 };
    bool worked;
    for (int64_t day = first; calendar && day <= last; day++)
        if (is_special(calendar, day, &worked))
            add_day(region, &stretches, calendar_day_name_in(calendar, day, language), day, worked);
    return stretches;
}

/* Where the limit would end if a rest day did not move it. */
static int64_t plain_end(const Limit *limit)
{
    Term term = limit->term;
    term.rest_day = REST_DAY_STAYS;
    return term_end(limit->calendar, term).latest;
}

/* Of a limit in working days, all that were met; of another one, those that an end on a rest day passed over. */
static Stretches stretches_of(Region *region, int language, const Limit *limit, const TermEnd *end)
{
    int64_t plain = plain_end(limit);
    if (limit->term.unit != UNIT_WORKING_DAYS)
        return plain < end->latest ? stretches_between(region, language, limit->calendar, plain, end->latest) : stretches_between(region, language, limit->calendar, end->earliest, plain);
    bool backward = limit->term.count < 0;
    return backward ? stretches_between(region, language, limit->calendar, end->earliest, limit->term.from - 1)
                    : stretches_between(region, language, limit->calendar, limit->term.from + 1, end->latest);
}

/* ---- as text ---- */

static Text unit_name(const Cli *cli, const Limit *limit)
{
    int64_t count = limit->term.count < 0 ? -limit->term.count : limit->term.count;
    return say_count(cli, units[limit->term.unit].name, (uint64_t)count);
}

static Text day_shown(const Cli *cli, int64_t day)
{
    Text name = say(cli, (Message)(MSG_WEEKDAY_1 + weekday_of(day) - 1));
    return SAY(cli, MSG_DAY_AND_WEEKDAY, date_text(cli->task.region, day), name);
}

static Text span_shown(const Cli *cli, int64_t first, int64_t last)
{
    Text from = date_text(cli->task.region, first);
    return first == last ? from : text_format(cli->task.region, TEXT_FMT " .. " TEXT_FMT, TEXT_ARG(from), TEXT_ARG(date_text(cli->task.region, last)));
}

/* The days after the start up to the end, or before it back to the end. */
static DaySpan way_of(const Limit *limit, const TermEnd *end)
{
    bool backward = limit->term.count < 0;
    return (DaySpan){ backward ? end->earliest : limit->term.from + 1, backward ? limit->term.from - 1 : end->latest };
}

/* How many days of the way are ordinary rest days of the week: neither worked nor a holiday on a weekday. */
static int64_t weekend_days(const Limit *limit, DaySpan way)
{
    int64_t count = 0;
    for (int64_t day = way.first; day <= way.last; day++)
        count += calendar_day(limit->calendar, day) == DAY_REST && !calendar_week_works(limit->calendar, day);
    return count;
}

static Text number_shown(const Cli *cli, int64_t number)
{
    return text_format(cli->task.region, "%lld", (long long)number);
}

/* The weeks that are not as they are today, and what was counted and passed over. */
static void show_counted(Cli *cli, Screen *screen, const Limit *limit, const TermEnd *end)
{
    if (limit->term.unit != UNIT_WORKING_DAYS)
        return;
    DaySpan way = way_of(limit, end);
    Text first = calendar_week_name_in(limit->calendar, way.first, cli->language), last = calendar_week_name_in(limit->calendar, way.last, cli->language);
    if (first.length)
        screen_item(screen, STYLE_PLAIN, SAY(cli, MSG_DEADLINE_WEEK, date_text(cli->task.region, way.first), first));
    if (last.length && !text_equal(first, last))
        screen_item(screen, STYLE_PLAIN, SAY(cli, MSG_DEADLINE_WEEK, date_text(cli->task.region, way.last), last));
    if (end->known)
        screen_item(screen, STYLE_PLAIN, SAY(cli, MSG_DEADLINE_COUNTED, unit_name(cli, limit), number_shown(cli, end->worked_days),
                                             number_shown(cli, end->rest_days), number_shown(cli, weekend_days(limit, way))));
}

static void show_way(Cli *cli, Screen *screen, const Limit *limit, const TermEnd *end)
{
    Text from = date_text(cli->task.region, limit->term.from);
    Message way = limit->term.count < 0 ? MSG_DEADLINE_BEFORE : MSG_DEADLINE_AFTER;
    screen_item(screen, STYLE_PLAIN, SAY(cli, way, unit_name(cli, limit), from));
    if (limit->term.unit != UNIT_WORKING_DAYS)
        screen_item(screen, STYLE_PLAIN, say(cli, rest_days[limit->term.rest_day].name));
    if (plain_end(limit) != end->latest)
        screen_item(screen, STYLE_PLAIN, SAY(cli, MSG_DEADLINE_PLAIN_END, day_shown(cli, plain_end(limit))));
    Stretches stretches = stretches_of(cli->task.region, cli->language, limit, end);
    for (size_t i = 0; i < stretches.at.count; i++) {
        const Stretch *stretch = &stretches.at.at[i];
        Text days = span_shown(cli, stretch->first, stretch->last);
        screen_item(screen, STYLE_PLAIN, SAY(cli, stretch->worked ? MSG_DEADLINE_WORKED : MSG_DEADLINE_OFF, days, stretch->name));
    }
    show_counted(cli, screen, limit, end);
}

static Text uncovered_words(const Cli *cli, const Limit *limit, const TermEnd *end)
{
    Text year = text_format(cli->task.region, "%lld", (long long)ymd_of(end->first_uncovered).year);
    return SAY(cli, MSG_DEADLINE_UNCOVERED, calendar_name(limit->calendar), year);
}

static void show_end(Cli *cli, const Limit *limit, const TermEnd *end)
{
    Screen screen = { &cli->out, cli->width, cli->colour, cli->language };
    if (end->known) {
        screen_put(&screen, STYLE_BOLD, date_text(cli->task.region, end->latest));
        screen_end(&screen);
    } else {
        Text words = SAY(cli, MSG_DEADLINE_RANGE, day_shown(cli, end->earliest), day_shown(cli, end->latest));
        screen_wrap(&screen, 0, 2, STYLE_BOLD, words);
        screen_item(&screen, STYLE_DOUBT, uncovered_words(cli, limit, end));
    }
    if (!cli_on(cli, OPTION_EXPLAIN))
        return;
    if (end->known)
        screen_item(&screen, STYLE_PLAIN, day_shown(cli, end->latest));
    show_way(cli, &screen, limit, end);
}

/* ---- as JSON ---- */

static void number_json(JsonWriter *writer, Region *region, const char *key, int64_t number)
{
    json_key(writer, text_of(key));
    json_raw(writer, text_format(region, "%lld", (long long)number));
}

static void stretches_json(JsonWriter *writer, Region *region, const Stretches *stretches, bool worked)
{
    json_key(writer, worked ? TEXT("worked") : TEXT("holidays"));
    json_open(writer, '[');
    for (size_t i = 0; i < stretches->at.count; i++) {
        const Stretch *stretch = &stretches->at.at[i];
        if (stretch->worked != worked)
            continue;
        json_open(writer, '{');
        json_pair(writer, "first", date_text(region, stretch->first));
        json_pair(writer, "last", date_text(region, stretch->last));
        json_pair(writer, "name", stretch->name);
        json_close(writer, '}');
    }
    json_close(writer, ']');
}

static void end_json(Cli *cli, const Limit *limit, const TermEnd *end)
{
    Region *region = cli->task.region;
    JsonWriter writer = json_writer(&cli->out, false);
    json_open(&writer, '{');
    json_pair(&writer, "status", end->known ? TEXT("determined") : TEXT("range"));
    json_pair(&writer, "from", date_text(region, limit->term.from));
    number_json(&writer, region, "count", limit->term.count);
    json_pair(&writer, "unit", text_of(units[limit->term.unit].word));
    json_pair(&writer, "rest_day", text_of(rest_days[limit->term.rest_day].word));
    if (limit->calendar)
        json_pair(&writer, "calendar", calendar_name(limit->calendar));
    if (end->known)
        json_pair(&writer, "day", date_text(region, end->latest));
    json_pair(&writer, "earliest", date_text(region, end->earliest));
    json_pair(&writer, "latest", date_text(region, end->latest));
    if (!end->known)
        number_json(&writer, region, "uncovered_year", ymd_of(end->first_uncovered).year);
    if (limit->calendar) {
        Stretches stretches = stretches_of(region, 0, limit, end);
        stretches_json(&writer, region, &stretches, false);
        stretches_json(&writer, region, &stretches, true);
        number_json(&writer, region, "make_up_days_counted", end->worked_days);
        number_json(&writer, region, "holidays_passed_over", end->rest_days);
    }
    json_close(&writer, '}');
    build_byte(&cli->out, '\n');
}

/* ---- the command ---- */

/* The operands: a day, then a count that may be written in pieces ("+30 wd"). */
static Exit limit_read(Cli *cli, Limit *limit)
{
    if (cli->operand_count < 2)
        return misuse(cli, say(cli, MSG_DEADLINE_NEEDS));
    Text day = cli_operand(cli, 0), count = TEXT_NONE, rest = cli_argument(cli, OPTION_REST_DAY);
    for (size_t i = 1; i < cli->operand_count; i++)
        count = text_join(&cli->region, count, cli_operand(cli, i));
    if (!day_given(day, &limit->term.from))
        return misuse(cli, SAY(cli, MSG_NOT_A_DAY, day));
    if (!count_read(count, &limit->term))
        return misuse(cli, SAY(cli, MSG_NOT_A_COUNT, count));
    if (cli_on(cli, OPTION_REST_DAY) && !rest_day_read(rest, &limit->term.rest_day))
        return misuse(cli, SAY(cli, MSG_NOT_A_REST_DAY, rest));
    bool needs = limit->term.unit == UNIT_WORKING_DAYS || limit->term.rest_day != REST_DAY_STAYS;
    if (needs && !cli_on(cli, OPTION_CALENDAR))
        return misuse(cli, say(cli, MSG_DEADLINE_NEEDS_CALENDAR));
    return EXIT_DONE;
}

Exit command_deadline(Cli *cli)
{
    Limit limit = { 0 };
    Exit exit = limit_read(cli, &limit);
    if (exit != EXIT_DONE)
        return exit;
    if (cli_on(cli, OPTION_CALENDAR) && !(limit.calendar = calendar_load(cli, cli_argument(cli, OPTION_CALENDAR))))
        return EXIT_ERROR;
    TermEnd end = term_end(limit.calendar, limit.term);
    if (end.failed) {
        report_error(&cli->report, "limit-too-long", SPAN_NONE, "a time limit of %lld is past the limit of %d working days, or past the last year",
                     (long long)limit.term.count, LIMIT_WORKING_DAYS);
        return EXIT_ERROR;
    }
    if (cli->json)
        end_json(cli, &limit, &end);
    else
        show_end(cli, &limit, &end);
    if (end.known)
        return EXIT_DONE;
    talk(cli, uncovered_words(cli, &limit, &end));
    return EXIT_OPEN;
}
