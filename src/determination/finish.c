/* determination/finish.c - what the engine makes of a charge and of a term. See decide.h. */
#include "determination/decide.h"

enum { BASE, RATE, REASON, EXACT, AMOUNT };             /* Decision.made of a charge */
enum { FROM, COUNT, UNIT, REST_DAY, DAY, EARLIEST, LATEST }; /* Decision.made of a term */

/* ---- charges ---- */

/* The larger absence of the two, else an unknown on both. */
static Value missing_of(Run *run, Value a, Value b)
{
    if (a.kind == VALUE_ABSENT && (b.kind != VALUE_ABSENT || a.mark >= b.mark))
        return a;
    if (b.kind == VALUE_ABSENT)
        return b;
    const Hang *left = a.kind == VALUE_UNKNOWN ? a.hang : NULL;
    const Hang *right = b.kind == VALUE_UNKNOWN ? b.hang : NULL;
    return left || right ? value_unknown(hang_both(run->region, left, right)) : VALUE_NOTHING;
}

/* A rate known to be zero makes nothing of any base; else both must be there. */
static Value exact_of(Run *run, Value base, Value rate)
{
    if (value_is_number(rate) && number_is_zero(rate))
        return value_small(0, 0);
    if (value_is_number(base) && value_is_number(rate))
        return number_multiply(run->region, base, rate);
    return missing_of(run, base, rate);
}

static Value rounded(Run *run, const Decision *decision, Value exact)
{
    if (!decision->rounding || !value_is_number(exact))
        return exact;
    static const Slot EXACT_SLOT = { .name = { "exact", 5 }, .type = &type_money };
    static const ThingType FRAME = { .name = { "charge", 6 }, .count = 1, .slots = &EXACT_SLOT };
    Frame frame = { .type = &FRAME, .slots = &exact };
    void (*reading)(Vm *, Frame *, uint16_t) = run->vm.on_read;
    run->vm.on_read = NULL;
    Value value = feel_run(&run->vm, decision->rounding, &frame);
    run->vm.on_read = reading;
    return value;
}

/* Zeros that only tell how the digits came about say nothing of money: 52600000.00 is 52600000. */
static Value trimmed(Run *run, Value number)
{
    if (!value_is_number(number))
        return number;
    Decimal digits = decimal_of_value(number);
    digits = decimal_trimmed(&digits);
    return value_decimal(run->region, &digits);
}

void finish_charge(Run *run, const Decision *decision, Value *parts)
{
    const uint32_t *made = decision->made;
    Value written = parts[made[AMOUNT]];
    Value exact = written.kind == VALUE_NULL ? exact_of(run, parts[made[BASE]], parts[made[RATE]]) : written;
    parts[made[EXACT]] = trimmed(run, exact);
    parts[made[AMOUNT]] = trimmed(run, rounded(run, decision, exact));
}

/* ---- terms ---- */

static const struct {
    const char *written;
    TermUnit unit;
} UNITS[] = {
    { "days", UNIT_DAYS },   { "working days", UNIT_WORKING_DAYS }, { "weeks", UNIT_WEEKS },
    { "months", UNIT_MONTHS }, { "years", UNIT_YEARS },
};

static const struct {
    const char *written;
    RestDay rest_day;
} REST_DAYS[] = {
    { "stays", REST_DAY_STAYS },
    { "next working day", REST_DAY_NEXT_WORKING_DAY },
    { "previous working day", REST_DAY_PREVIOUS_WORKING_DAY },
};

bool term_unit_named(Text written, TermUnit *unit)
{
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++)
        if (text_equal(written, text_of(UNITS[i].written))) {
            *unit = UNITS[i].unit;
            return true;
        }
    return false;
}

static bool rest_day_named(Value written, RestDay *rest_day)
{
    *rest_day = REST_DAY_STAYS;
    if (written.kind != VALUE_TEXT)
        return true;
    for (size_t i = 0; i < sizeof REST_DAYS / sizeof *REST_DAYS; i++)
        if (text_equal(text_of_value(written), text_of(REST_DAYS[i].written))) {
            *rest_day = REST_DAYS[i].rest_day;
            return true;
        }
    return false;
}

static bool bad_word(Run *run, const Decision *decision, Value written, const char *name, const char *what, const char *words)
{
    vm_fault(&run->vm, name, decision->span, "\"" TEXT_FMT "\" is no %s of a time limit; known are %s", TEXT_ARG(text_of_value(written)), what, words);
    return false;
}

static bool bad_count(Run *run, const Decision *decision, Value count)
{
    Builder digits = builder_on(run->region);
    value_print(&digits, count);
    vm_fault(&run->vm, "term-count", decision->span, "a time limit counts whole days or months, not " TEXT_FMT, TEXT_ARG(builder_text(&digits)));
    return false;
}

/* The term a rule wrote. False when a part is not there: then there is no last day; or when one cannot be read: a fault. */
static bool term_of_parts(Run *run, const Decision *decision, const Value *parts, Term *term)
{
    const uint32_t *made = decision->made;
    Value from = parts[made[FROM]], count = parts[made[COUNT]], unit = parts[made[UNIT]], rest_day = parts[made[REST_DAY]];
    if (from.kind != VALUE_DATE || !value_is_number(count) || unit.kind != VALUE_TEXT)
        return false;
    Decimal number = decimal_of_value(count);
    term->from = from.days;
    if (!decimal_to_int64(&term->count, &number) || !decimal_is_whole(&number))
        return bad_count(run, decision, count);
    if (!term_unit_named(text_of_value(unit), &term->unit))
        return bad_word(run, decision, unit, "unknown-unit", "unit", "days, working days, weeks, months, years");
    if (!rest_day_named(rest_day, &term->rest_day))
        return bad_word(run, decision, rest_day, "unknown-rest-day", "rest day", "stays, next working day, previous working day");
    return true;
}

static Value missing_of_term(Run *run, const uint32_t *made, const Value *parts)
{
    Value missing = missing_of(run, missing_of(run, parts[made[FROM]], parts[made[COUNT]]), parts[made[UNIT]]);
    return missing_of(run, missing, parts[made[REST_DAY]]);
}

static Value no_calendar(Run *run, const TermEnd *end)
{
    Ymd day = ymd_of(end->first_uncovered);
    return value_unknown(hang_on_note(run->region, text_format(run->region, "the calendar of working days for %lld", (long long)day.year)));
}

void finish_term(Run *run, const Decision *decision, Value *parts)
{
    const uint32_t *made = decision->made;
    Term term;
    parts[made[DAY]] = missing_of_term(run, made, parts);
    if (parts[made[DAY]].kind != VALUE_NULL || !term_of_parts(run, decision, parts, &term))
        return;
    bool needs_calendar = term.unit == UNIT_WORKING_DAYS || term.rest_day != REST_DAY_STAYS;
    if (needs_calendar && !run->program->calendar) {
        parts[made[DAY]] = value_unknown(hang_on_note(run->region, TEXT("a calendar of working days")));
        return;
    }
    TermEnd end = term_end(run->program->calendar, term);
    if (end.failed) {
        vm_fault(&run->vm, "term-too-long", decision->span, "a time limit of %lld " TEXT_FMT " cannot be counted: it leads past the last day, or past %d", (long long)term.count, TEXT_ARG(text_of_value(parts[made[UNIT]])), LIMIT_WORKING_DAYS);
        return;
    }
    if (made[EARLIEST] != UINT32_MAX)
        parts[made[EARLIEST]] = value_date(end.earliest);
    if (made[LATEST] != UINT32_MAX)
        parts[made[LATEST]] = value_date(end.latest);
    parts[made[DAY]] = end.known ? value_date(end.latest) : no_calendar(run, &end);
}
