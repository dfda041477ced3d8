/* casework/quote_compare.c - a quote held against what became of it. See quote.h. The final side is a case, determined now, or the JSON of a
 * determination. The quote's own case is determined again, too: only so can it be said which rules part, and whether the rulebooks have moved. */
#include "casework/quote.h"

#include "base/file.h"
#include "determination/answer.h"

const char *fate_name(QuoteFate fate)
{
    static const char *const NAMES[] = { "same", "more", "less", "new", "gone", "open" };
    return NAMES[fate];
}

typedef struct Comparing {
    Task *task;
    Region *region;
    const QuoteFile *quote;
    QuoteComparison *out;
    CauseFinder *finder; /* NULL: one side has no run */
    LIST_OF(QuotedLine) final;
} Comparing;

/* ---- the final side ---- */

static const char *const TOTAL_NAMES[TOTALS] = { "border", "beside", "house" };

static bool asks_nothing(Value amount)
{
    return amount.kind == VALUE_ABSENT && amount.mark == MARK_NONE;
}

static Value number_or_null(Value value)
{
    return value_is_number(value) ? value : VALUE_NOTHING;
}

static QuotedLine line_of(const Entry *entry)
{
    return (QuotedLine){ .total = text_of(TOTAL_NAMES[charge_total(entry->decision)]), .charge = entry->decision->name, .of = entry->of,
                         .amount = number_or_null(entry_amount(entry)), .lowest = entry->has_range ? entry->lowest : VALUE_NOTHING, .highest = entry->has_range ? entry->highest : VALUE_NOTHING };
}

static void take_answer(Comparing *comparing, const Determination *answer)
{
    for (const Entry *entry = answer->entries; entry; entry = entry->next)
        if (entry->decision->shape == SHAPE_CHARGE && !asks_nothing(entry_amount(entry)))
            *LIST_ADD(comparing->region, comparing->final) = line_of(entry);
}

static Text text_at(const Json *json, const char *pointer)
{
    const Json *found = json_point(json, text_of(pointer));
    return found && found->kind == JSON_STRING ? found->text : TEXT_NONE;
}

static Value number_at(Region *region, const Json *json, const char *key)
{
    Decimal number;
    Text text = text_at(json, key);
    return text.length && decimal_read(&number, text, false) ? value_decimal(region, &number) : VALUE_NOTHING;
}

static void take_json(Comparing *comparing, const Json *json)
{
    const Json *lines = json_get(json, TEXT("lines"));
    for (const Json *item = lines ? lines->first : NULL; item; item = item->next)
        if (!text_is(text_at(item, "/amount"), "none"))
            *LIST_ADD(comparing->region, comparing->final) =
                (QuotedLine){ .total = text_at(item, "/total"), .charge = text_at(item, "/charge"), .of = text_at(item, "/of/id"), .amount = number_at(comparing->region, item, "/amount"),
                              .lowest = number_at(comparing->region, item, "/lowest"), .highest = number_at(comparing->region, item, "/highest") };
    comparing->out->law = text_at(json, "/law");
    comparing->out->no_house = comparing->quote->house && !json_point(json, TEXT("/totals/2"));
}

/* ---- runs ---- */

static bool options_of_quote(Comparing *comparing, const DetermineOptions *given, DetermineOptions *out)
{
    const QuoteFile *quote = comparing->quote;
    *out = *given;
    out->facts.has_as_of = quote->as_of.length > 0;
    out->moment.has_known = quote->known_on.length > 0;
    out->voice = quote->layer;
    return (!quote->as_of.length || date_read(&out->facts.as_of, quote->as_of)) && (!quote->known_on.length || date_read(&out->moment.known, quote->known_on));
}

static const Determination *determine_case(Task *task, Lawbook *lawbook, const Source *source, const DetermineOptions *options)
{
    CaseHead head = { 0 };
    const Determination *answer = NULL;
    return source && lawbook_determine(task, lawbook, source, options, &head, &answer) == LAWBOOK_DETERMINED ? answer : NULL;
}

/* The quote's case is asked quietly: that it cannot be determined any more takes only the reasons away. */
static void run_quote(Comparing *comparing, Lawbook *lawbook, const DetermineOptions *given)
{
    Report quiet;
    report_init(&quiet, comparing->region);
    Task task = { comparing->region, &quiet, comparing->task->cancel };
    DetermineOptions options;
    if (options_of_quote(comparing, given, &options))
        comparing->out->then = determine_case(&task, lawbook, source_from(&task, TEXT("case of the quote"), comparing->quote->given), &options);
}

static bool no_final(Task *task, const Source *source)
{
    if (task->report->errors)
        return false;
    Problem *p = report_error(task->report, "nothing-to-compare", SPAN_NONE, "\"" TEXT_FMT "\" has nothing to hold a quote against", TEXT_ARG(source->name));
    problem_hint(task->report, p, "Give a case whose law is covered, or the JSON of its determination.");
    return false;
}

static bool take_final(Comparing *comparing, Lawbook *lawbook, const Source *source, const DetermineOptions *options)
{
    const Json *json = json_read(comparing->task, source);
    if (!json)
        return false;
    if (json->kind == JSON_OBJECT && json_get(json, TEXT("totals")) && json_get(json, TEXT("lines"))) {
        take_json(comparing, json);
        return true;
    }
    comparing->out->from_case = true;
    comparing->out->final = determine_case(comparing->task, lawbook, source, options);
    if (!comparing->out->final)
        return no_final(comparing->task, source);
    comparing->out->law = comparing->out->final->law;
    take_answer(comparing, comparing->out->final);
    return true;
}

/* ---- line by line ---- */

static const QuotedLine *line_named(const QuotedLine *lines, size_t count, const QuotedLine *like)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(lines[i].charge, like->charge) && text_equal(lines[i].of, like->of))
            return &lines[i];
    return NULL;
}

static const Entry *entry_named(const Determination *answer, const QuotedLine *line)
{
    for (const Entry *entry = answer ? answer->entries : NULL; entry; entry = entry->next)
        if (entry->decision->shape == SHAPE_CHARGE && text_equal(entry->decision->name, line->charge) && text_equal(entry->of, line->of))
            return entry;
    return NULL;
}

static QuoteFate fate_of(const ComparedLine *line, bool there)
{
    if (!line->quoted)
        return QUOTE_NEW;
    if (!there)
        return QUOTE_GONE;
    if (!value_is_number(line->difference))
        return QUOTE_OPEN;
    int sign = number_compare(line->difference, value_small(0, 0));
    return sign > 0 ? QUOTE_MORE : sign < 0 ? QUOTE_LESS : QUOTE_SAME;
}

static Value difference_of(Region *region, const QuotedLine *quoted, const QuotedLine *final)
{
    Value from = quoted ? quoted->amount : value_small(0, 0), to = final ? final->amount : value_small(0, 0);
    return value_is_number(from) && value_is_number(to) ? number_subtract(region, to, from) : VALUE_NOTHING;
}

static void judge_range(ComparedLine *line)
{
    const QuotedLine *quoted = line->quoted;
    line->ranged = quoted && value_is_number(quoted->lowest) && value_is_number(quoted->highest);
    line->within = line->ranged && value_is_number(line->final.amount) && number_compare(line->final.amount, quoted->lowest) >= 0 &&
                   number_compare(line->final.amount, quoted->highest) <= 0;
}

static ComparedLine compare_line(Comparing *comparing, const QuotedLine *quoted, const QuotedLine *final)
{
    ComparedLine line = { .quoted = quoted, .final = final ? *final : (QuotedLine){ quoted->total, quoted->charge, quoted->of, VALUE_NOTHING, VALUE_NOTHING, VALUE_NOTHING } };
    line.difference = difference_of(comparing->region, quoted, final);
    line.fate = fate_of(&line, final != NULL);
    judge_range(&line);
    return line;
}

static void find_causes(Comparing *comparing, ComparedLine *line)
{
    const Entry *then = entry_named(comparing->out->then, &line->final), *final = entry_named(comparing->out->final, &line->final);
    if (comparing->finder && line->fate != QUOTE_SAME && (then || final))
        line->causes = causes_of(comparing->finder, then, final);
}

static void compare_lines(Comparing *comparing)
{
    const QuoteFile *quote = comparing->quote;
    for (size_t i = 0; i < quote->lines.count; i++)
        if (!comparing->out->no_house || !text_is(quote->lines.at[i].total, "house"))
            *LIST_ADD(comparing->region, comparing->out->lines) =
                compare_line(comparing, &quote->lines.at[i], line_named(comparing->final.at, comparing->final.count, &quote->lines.at[i]));
    for (size_t i = 0; i < comparing->final.count; i++)
        if (!line_named(quote->lines.at, quote->lines.count, &comparing->final.at[i]))
            *LIST_ADD(comparing->region, comparing->out->lines) = compare_line(comparing, NULL, &comparing->final.at[i]);
    for (size_t i = 0; i < comparing->out->lines.count; i++)
        find_causes(comparing, &comparing->out->lines.at[i]);
}

/* ---- totals ---- */

static Value final_total(Comparing *comparing, Text total)
{
    Value sum = value_small(0, 0);
    for (size_t i = 0; i < comparing->final.count; i++) {
        const QuotedLine *line = &comparing->final.at[i];
        if (!text_is(total, "all") && !text_equal(total, line->total))
            continue;
        sum = value_is_number(sum) && value_is_number(line->amount) ? number_add(comparing->region, sum, line->amount) : VALUE_NOTHING;
    }
    return sum;
}

static void compare_totals(Comparing *comparing)
{
    for (size_t i = 0; i < comparing->quote->totals.count; i++) {
        const QuotedLine *quoted = &comparing->quote->totals.at[i];
        if (comparing->out->no_house && (text_is(quoted->total, "house") || text_is(quoted->total, "all")))
            continue;
        QuotedLine final = { .total = quoted->total, .charge = quoted->charge, .amount = final_total(comparing, quoted->total), .lowest = VALUE_NOTHING, .highest = VALUE_NOTHING };
        *LIST_ADD(comparing->region, comparing->out->totals) = compare_line(comparing, quoted, &final);
    }
}

/* ---- rates ---- */

typedef struct RateWalk {
    Comparing *comparing;
    LIST_OF(QuotedRate) rates;
} RateWalk;

static Text shown(Region *region, Value value)
{
    Builder out = builder_on(region);
    if (value.kind == VALUE_TEXT)
        return text_of_value(value);
    value_print(&out, value);
    return builder_text(&out);
}

static void take_rate(RateWalk *walk, const Frame *rate)
{
    const Program *program = walk->comparing->out->final->program;
    Region *region = walk->comparing->region;
    Text from = shown(region, rate->slots[program->exchange_from]), to = shown(region, rate->slots[program->exchange_to]);
    QuotedRate made = { text_format(region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(from), TEXT_ARG(to)), shown(region, rate->slots[program->exchange_rate]) };
    for (size_t i = 0; i < walk->rates.count; i++)
        if (text_equal(walk->rates.at[i].pair, made.pair))
            return;
    *LIST_ADD(region, walk->rates) = made;
}

static void take_rates(void *context, const Frame *frame, uint16_t slot, const Note *note)
{
    RateWalk *walk = context;
    (void)frame, (void)slot;
    for (size_t i = 0; i < note->conversions.count; i++)
        if (note->conversions.at[i].exchange)
            take_rate(walk, note->conversions.at[i].exchange);
}

static Text quoted_rate(const QuoteFile *quote, Text pair)
{
    for (size_t i = 0; i < quote->rates.count; i++)
        if (text_equal(quote->rates.at[i].pair, pair))
            return quote->rates.at[i].rate;
    return TEXT_NONE;
}

static bool same_number(Text a, Text b)
{
    Decimal x, y;
    return decimal_read(&x, a, false) && decimal_read(&y, b, false) && decimal_compare(&x, &y) == 0;
}

static void compare_rates(Comparing *comparing)
{
    RateWalk walk = { .comparing = comparing };
    if (!comparing->out->final)
        return;
    figures_each_note(comparing->task, comparing->out->final, take_rates, &walk);
    for (size_t i = 0; i < walk.rates.count; i++) {
        Text quoted = quoted_rate(comparing->quote, walk.rates.at[i].pair);
        if (!same_number(quoted, walk.rates.at[i].rate))
            *LIST_ADD(comparing->region, comparing->out->rates) = (ComparedRate){ walk.rates.at[i].pair, quoted, walk.rates.at[i].rate };
    }
}

/* ---- the whole ---- */

/* Does the quote's case still come to what was quoted? */
static bool rerun_differs(Comparing *comparing)
{
    const Determination *then = comparing->out->then;
    for (size_t i = 0; then && i < comparing->quote->lines.count; i++) {
        const QuotedLine *quoted = &comparing->quote->lines.at[i];
        const Entry *entry = entry_named(then, quoted);
        Value now = entry ? number_or_null(entry_amount(entry)) : VALUE_NOTHING;
        bool both = value_is_number(now) && value_is_number(quoted->amount);
        if (both ? number_compare(now, quoted->amount) != 0 : value_is_number(now) != value_is_number(quoted->amount))
            return true;
    }
    return false;
}

const QuoteComparison *quote_compare(Task *task, Lawbook *lawbook, const QuoteFile *quote, const Source *final, const DetermineOptions *options)
{
    QuoteComparison *out = REGION_NEW(task->region, QuoteComparison);
    *out = (QuoteComparison){ .quote = quote };
    Comparing comparing = { .task = task, .region = task->region, .quote = quote, .out = out };
    if (!take_final(&comparing, lawbook, final, options))
        return NULL;
    run_quote(&comparing, lawbook, options);
    if (out->then && out->final)
        comparing.finder = cause_finder(task, out->then, out->final);
    out->other_law = !text_equal(out->law, quote->law);
    out->rerun_differs = rerun_differs(&comparing);
    compare_lines(&comparing);
    compare_totals(&comparing);
    compare_rates(&comparing);
    return out;
}
