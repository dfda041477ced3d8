/* casework/intake_value.c - a cell of a table as the value of a fact: figures as they are, words of a closed list in any of the three languages.
 *
 * Nothing is rounded, completed or guessed: an amount without a currency, a per cent sign where a fraction is asked for, a word that is none of
 * the list are errors at the cell. See intake_table.h.
 */
#include "base/utf8.h"
#include "casework/intake_inside.h"
#include "value/canonical.h"
#include "value/date.h"

typedef struct Cell {
    Task *task;
    const IntakeNames *names;
    Table *table;
    Columns *columns;
    uint32_t row, field;
    const FactEntry *fact;
    Text currency;     /* of the row */
} Cell;

static Problem *refuse(const Cell *cell, const char *name, const char *message, Text what)
{
    Span span = columns_span(cell->task->region, cell->columns, cell->row, cell->field);
    Problem *problem = report_error(cell->task->report, name, span, message, TEXT_ARG(what));
    table_fail(cell->task, cell->table, cell->row, problem->message);
    return problem;
}

static Text quoted(Region *region, Text text)
{
    Builder out = builder_on(region);
    canonical_string(&out, text);
    return builder_text(&out);
}

/* ---- figures ---- */

static Text digits(Region *region, const Decimal *number)
{
    Builder out = builder_on(region);
    decimal_print(&out, number);
    return builder_text(&out);
}

static CellRead read_money(const Cell *cell, Text *json)
{
    CellNumber told;
    CellRead read = columns_number(cell->task, cell->columns, cell->row, cell->field, &told);
    if (read != CELL_READ)
        return read;
    Text figure = digits(cell->task->region, &told.number), currency = told.currency.length ? told.currency : cell->currency;
    if (told.percent || !currency.length) {
        Problem *problem = refuse(cell, "intake-currency", "\"" TEXT_FMT "\" is an amount without a currency", figure);
        problem_hint(cell->task->report, problem, "Write it behind the figure (300 USD), in the header (Amount (USD)), or in a column \"currency\".");
        return CELL_WRONG;
    }
    *json = quoted(cell->task->region, text_format(cell->task->region, TEXT_FMT " " TEXT_FMT, TEXT_ARG(figure), TEXT_ARG(currency)));
    return CELL_READ;
}

static CellRead read_number(const Cell *cell, Text *json)
{
    CellNumber told;
    CellRead read = columns_number(cell->task, cell->columns, cell->row, cell->field, &told);
    if (read != CELL_READ)
        return read;
    if (told.percent || told.currency.length) {
        Problem *problem = refuse(cell, "intake-figure", "\"" TEXT_FMT "\" has a sign behind it where a plain figure is asked for", digits(cell->task->region, &told.number));
        problem_hint(cell->task->report, problem, "A rate is a fraction here, with a point and without a sign.");
        return CELL_WRONG;
    }
    *json = quoted(cell->task->region, digits(cell->task->region, &told.number));
    return CELL_READ;
}

static CellRead read_day(const Cell *cell, Text *json)
{
    int64_t day;
    CellRead read = columns_day(cell->task, cell->columns, cell->row, cell->field, &day);
    if (read == CELL_READ)
        *json = quoted(cell->task->region, date_text(cell->task->region, day));
    return read;
}

static CellRead read_yes(const Cell *cell, Text *json)
{
    bool yes;
    CellRead read = columns_yes(cell->task, cell->columns, cell->row, cell->field, &yes);
    if (read == CELL_READ)
        *json = yes ? TEXT("true") : TEXT("false");
    return read;
}

/* ---- words ---- */

static bool is_word(const Cell *cell, Text word, Text told)
{
    Region *region = cell->task->region;
    Text small = utf8_lower(region, told);
    bool same = text_equal(utf8_lower(region, word), small);
    for (int language = 1; language < 3 && !same; language++)
        same = text_equal(utf8_lower(region, phrase_in(cell->names->phrases, word, language)), small);
    return same;
}

/* values = { '"' word '"' "," }; the next of them, or empty. */
static Text next_word(Text *values)
{
    size_t from = text_find(*values, TEXT("\""), 0), to = from == SIZE_MAX ? SIZE_MAX : text_find(*values, TEXT("\""), from + 1);
    if (to == SIZE_MAX)
        return TEXT_NONE;
    Text word = text_slice(*values, from + 1, to);
    *values = text_slice(*values, to + 1, values->length);
    return word;
}

/* A word of the fact's list, in English; any text where it has no list. Empty with an error. */
static Text closed_word(const Cell *cell, Text told)
{
    Text values = text_trim(span_text(cell->fact->values)), all = values;
    if (!text_starts(values, TEXT("\"")))
        return told;
    for (Text word = next_word(&values); word.length; word = next_word(&values))
        if (is_word(cell, word, told))
            return word;
    Problem *problem = refuse(cell, "intake-word", "\"" TEXT_FMT "\" is none of the words that this fact may have", told);
    problem_hint(cell->task->report, problem, "Write one of these, in any of the three languages: " TEXT_FMT ".", TEXT_ARG(all));
    return TEXT_NONE;
}

static CellRead read_words(const Cell *cell, Text told, Text *json)
{
    Text word = closed_word(cell, told);
    *json = word.length ? quoted(cell->task->region, word) : TEXT_NONE;
    return word.length ? CELL_READ : CELL_WRONG;
}

static CellRead read_list(const Cell *cell, Text told, Text *json)
{
    Builder out = builder_on(cell->task->region);
    while (told.length) {
        Text item = text_trim(text_cut(told, ';', &told)), word = item.length ? closed_word(cell, item) : TEXT_NONE;
        if (item.length && !word.length)
            return CELL_WRONG;
        if (!item.length)
            continue;
        build_byte(&out, out.length ? ',' : '[');
        canonical_string(&out, word);
    }
    build_text(&out, out.length ? TEXT("]") : TEXT("[]"));
    *json = builder_text(&out);
    return CELL_READ;
}

static bool is_capitals(Text text, size_t length)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] < 'A' || text.at[i] > 'Z')
            return false;
    return text.length == length;
}

/* A country by its code, or by its name in any of the three languages; the row of the list, or -1. */
static int64_t country_row(const Cell *cell, Text told)
{
    const Csv *csv = cell->names->countries;
    RegionMark mark = region_mark(cell->task->region);
    Text small = utf8_lower(cell->task->region, told);
    int64_t found = -1;
    for (uint32_t row = 0; row < csv->rows && found < 0; row++)
        for (uint32_t column = 0; column < csv->columns && found < 0; column++) {
            bool named = column == 0 ? text_equal(csv_cell(csv, row, 0)->text, told) : text_starts(csv->header[column].text, TEXT("name_"));
            if (named && (column == 0 || text_equal(utf8_lower(cell->task->region, csv_cell(csv, row, column)->text), small)))
                found = row;
        }
    region_drop(cell->task->region, mark);
    return found;
}

static CellRead read_country(const Cell *cell, Text told, Text *json)
{
    int64_t row = country_row(cell, told);
    if (row >= 0) {
        *json = quoted(cell->task->region, csv_cell(cell->names->countries, (uint32_t)row, 0)->text);
        return CELL_READ;
    }
    Problem *problem = refuse(cell, "intake-country", "\"" TEXT_FMT "\" is no country", told);
    problem_hint(cell->task->report, problem, "Write the two capitals of ISO 3166, such as SG, or its name in English, Chinese or Vietnamese.");
    return CELL_WRONG;
}

static CellRead read_currency(const Cell *cell, Text told, Text *json)
{
    if (is_capitals(told, 3)) {
        *json = quoted(cell->task->region, told);
        return CELL_READ;
    }
    Problem *problem = refuse(cell, "intake-currency", "\"" TEXT_FMT "\" is no currency", told);
    problem_hint(cell->task->report, problem, "Write the three capitals of ISO 4217, such as USD.");
    return CELL_WRONG;
}

/* ---- by type ---- */

CellRead intake_value(Task *task, const IntakeNames *names, Table *table, Columns *columns, uint32_t row, uint32_t field, Text currency, Text *json)
{
    const FactEntry *fact = names->fields[field].fact;
    Cell cell = { task, names, table, columns, row, field, fact, currency };
    Text type = text_trim(span_text(fact->type)), told;
    if (text_is(type, "date"))
        return read_day(&cell, json);
    if (text_is(type, "money"))
        return read_money(&cell, json);
    if (text_is(type, "number"))
        return read_number(&cell, json);
    if (text_is(type, "boolean"))
        return read_yes(&cell, json);
    CellRead read = columns_text(task, columns, row, field, &told);
    if (read != CELL_READ)
        return read;
    if (text_starts(type, TEXT("list of ")))
        return read_list(&cell, told, json);
    if (text_is(type, "country"))
        return read_country(&cell, told, json);
    return text_is(type, "currency") ? read_currency(&cell, told, json) : read_words(&cell, told, json);
}
