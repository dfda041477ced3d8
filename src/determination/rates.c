/* determination/rates.c - exchange rates from a CSV file. See rates.h.
 *
 * Rows are sorted by currencies and first day. Among the rows of one pair a day is looked for by halving; as rows may lie over one another
 * where they say the same, each also knows the latest last day up to it.
 */
#include "determination/rates.h"

#include "base/csv.h"
#include "determination/case.h"
#include "rulebook/markdown.h"

#include <stdlib.h>

struct RateTable {
    size_t count;
    Rate *at;         /* by from, to, first, last */
    uint32_t *latest; /* among the rows of the same pair up to this one: the one that ends last */
};

/* ---- one row ---- */

enum { FROM, TO, RATE, VALID_FROM, VALID_TO, SOURCE, UNITS, COLUMNS };

static const struct {
    const char *name;
    bool needed;
} columns[COLUMNS] = { [FROM] = { "from", true },         [TO] = { "to", true },         [RATE] = { "rate", true }, [VALID_FROM] = { "valid from", true },
                       [VALID_TO] = { "valid to", true }, [SOURCE] = { "source", true }, [UNITS] = { "units", false } };

typedef struct RateReader {
    Task *task;
    const Csv *csv;
    int at[COLUMNS]; /* column of the file; -1: not there */
    uint32_t line;   /* of the byte `counted` of the file */
    uint32_t counted;
} RateReader;

/* "valid_from" is "valid from". */
static bool find_columns(RateReader *reader)
{
    bool whole = true;
    for (int i = 0; i < COLUMNS; i++) {
        Text name = text_of(columns[i].name);
        reader->at[i] = csv_column(reader->csv, name);
        if (reader->at[i] < 0)
            reader->at[i] = csv_column(reader->csv, text_snake(reader->task->region, name));
        if (reader->at[i] >= 0 || !columns[i].needed)
            continue;
        Problem *problem = report_error(reader->task->report, "column-missing", reader->csv->header[0].span, "a table of exchange rates has no column \"%s\"", columns[i].name);
        problem_hint(reader->task->report, problem, "Its columns are from, to, rate, valid from, valid to, source, and units where a rate is for more than one.");
        whole = false;
    }
    return whole;
}

static const CsvCell *cell_of(const RateReader *reader, uint32_t row, int column)
{
    return csv_cell(reader->csv, row, (uint32_t)reader->at[column]);
}

static bool wrong_cell(RateReader *reader, const CsvCell *cell, int column, const char *wanted)
{
    report_error(reader->task->report, "rate-form", cell->span, "\"" TEXT_FMT "\" is no %s for \"%s\"", TEXT_ARG(text_shown(cell->text)), wanted, columns[column].name);
    return false;
}

static bool read_currency(RateReader *reader, uint32_t row, int column, Text *out)
{
    const CsvCell *cell = cell_of(reader, row, column);
    *out = cell->text;
    return currency_form(*out) || wrong_cell(reader, cell, column, "currency (ISO 4217)");
}

static bool read_amount(RateReader *reader, uint32_t row, int column, Value *out)
{
    const CsvCell *cell = cell_of(reader, row, column);
    Decimal number;
    if (!decimal_read(&number, cell->text, false))
        return wrong_cell(reader, cell, column, "number of digits with an optional point");
    *out = value_decimal(reader->task->region, &number);
    return number_compare(*out, value_small(0, 0)) > 0 || wrong_cell(reader, cell, column, "number above 0");
}

static bool read_day(RateReader *reader, uint32_t row, int column, int64_t *out)
{
    const CsvCell *cell = cell_of(reader, row, column);
    return date_read(out, cell->text) || wrong_cell(reader, cell, column, "day (YYYY-MM-DD)");
}

/* Rows come in their order, so that each line end is counted once. */
static uint32_t line_of(RateReader *reader, Span place)
{
    for (; reader->counted < place.from; reader->counted++)
        reader->line += place.source->bytes.at[reader->counted] == '\n';
    return reader->line;
}

static bool read_rate(RateReader *reader, uint32_t row, Rate *out)
{
    Value units = value_small(1, 0), rate;
    const CsvCell *from = cell_of(reader, row, FROM), *source = cell_of(reader, row, SOURCE), *last = cell_of(reader, row, VALID_TO);
    *out = (Rate){ .place = from->span, .line = line_of(reader, from->span), .source = source->text };
    bool good = read_currency(reader, row, FROM, &out->from) & read_currency(reader, row, TO, &out->to) & read_amount(reader, row, RATE, &rate) &
                read_day(reader, row, VALID_FROM, &out->first) & read_day(reader, row, VALID_TO, &out->last);
    if (reader->at[UNITS] >= 0)
        good &= read_amount(reader, row, UNITS, &units);
    if (!text_trim(out->source).length)
        good = wrong_cell(reader, source, SOURCE, "name of who published it");
    if (good && out->last < out->first)
        good = wrong_cell(reader, last, VALID_TO, "day on or after the first");
    if (good)
        out->rate = number_divide(reader->task->region, rate, units);
    return good;
}

/* ---- all of them ---- */

static int compare_pairs(const Rate *a, const Rate *b)
{
    int order = text_compare(a->from, b->from);
    return order ? order : text_compare(a->to, b->to);
}

static int compare_rates(const void *a, const void *b)
{
    const Rate *left = a, *right = b;
    int order = compare_pairs(left, right);
    if (order)
        return order;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    if (left->last != right->last)
        return left->last < right->last ? -1 : 1;
    return (left->place.from > right->place.from) - (left->place.from < right->place.from);
}

/* A row that begins before an earlier one of the same pair has ended must say the same. */
static bool settle(Task *task, RateTable *table)
{
    bool good = true;
    for (size_t i = 0; i < table->count; i++) {
        const Rate *rate = &table->at[i];
        table->latest[i] = (uint32_t)i;
        if (!i || compare_pairs(&table->at[i - 1], rate) != 0)
            continue;
        const Rate *before = &table->at[table->latest[i - 1]];
        if (before->last >= rate->first && number_compare(before->rate, rate->rate) != 0) {
            Problem *problem = report_error(task->report, "rate-conflict", rate->place, "two rates of " TEXT_FMT " in " TEXT_FMT " hold on " TEXT_FMT, TEXT_ARG(rate->from), TEXT_ARG(rate->to),
                                            TEXT_ARG(date_text(task->region, rate->first)));
            problem_also(task->report, problem, before->place, "the other");
            good = false;
        }
        if (before->last > rate->last)
            table->latest[i] = table->latest[i - 1];
    }
    return good;
}

const RateTable *rates_read(Task *task, const Source *source)
{
    const Csv *csv = csv_read(task, source);
    RateReader reader = { .task = task, .csv = csv, .line = 1 };
    if (!csv || !find_columns(&reader))
        return NULL;
    bool good = true;
    RateTable *table = REGION_NEW(task->region, RateTable);
    *table = (RateTable){ 0, REGION_ARRAY(task->region, Rate, csv->rows + 1), REGION_ARRAY(task->region, uint32_t, csv->rows + 1) };
    for (uint32_t row = 0; row < csv->rows && !task_cancelled(task); row++)
        good &= read_rate(&reader, row, &table->at[table->count++]);
    if (!good)
        return NULL;
    qsort(table->at, table->count, sizeof *table->at, compare_rates);
    return settle(task, table) ? table : NULL;
}

/* Order of a row to what is looked for: the last row of the pair that begins on or before the day is wanted. */
static bool is_beyond(const Rate *rate, const Rate *wanted)
{
    int order = compare_pairs(rate, wanted);
    return order > 0 || (order == 0 && rate->first > wanted->first);
}

const Rate *rates_find_last(const RateTable *table, Text from, Text to, int64_t day)
{
    Rate wanted = { .from = from, .to = to, .first = day };
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_beyond(&table->at[middle], &wanted))
            high = middle;
        else
            low = middle + 1;
    }
    if (!low || compare_pairs(&table->at[low - 1], &wanted) != 0)
        return NULL;
    return &table->at[table->latest[low - 1]];
}

const Rate *rates_find(const RateTable *table, Text from, Text to, int64_t day)
{
    const Rate *found = rates_find_last(table, from, to, day);
    return found && found->last >= day ? found : NULL;
}

void rates_json(JsonWriter *json, Region *region, const RateTable *table)
{
    json_open(json, '[');
    for (size_t i = 0; i < table->count; i++) {
        const Rate *rate = &table->at[i];
        Builder digits = builder_on(region);
        value_print(&digits, rate->rate);
        json_open(json, '{');
        json_pair(json, "from", rate->from);
        json_pair(json, "to", rate->to);
        json_pair(json, "rate", builder_text(&digits));
        json_pair(json, "valid_from", date_text(region, rate->first));
        json_pair(json, "valid_to", date_text(region, rate->last));
        json_pair(json, "source", rate->source);
        json_close(json, '}');
    }
    json_close(json, ']');
}
