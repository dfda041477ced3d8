/* casework/column_values.c - the values of cells, by what their column is. See columns.h.
 *
 * A cell that can be read in one way is read so. One that can be read in two asks its column: where another cell can be read in one way
 * only, the column is as that cell says, and that is told once. Where no cell decides, or two disagree, it is a question.
 */
#include <ctype.h>

#include "base/utf8.h"
#include "casework/columns_inside.h"
#include "casework/written.h"
#include "value/date.h"

enum { SHARE = 5, FEWEST_CODES = 3 }; /* of five codes four have the width of the column */

/* ---- problems ---- */

typedef struct Where { /* a cell */
    Task *task;
    Columns *columns;
    ColumnState *state;
    uint32_t row, field;
} Where;

static Text header_of(const Where *where)
{
    return written_trim(table_header(where->columns->table, (uint32_t)where->state->column));
}

static Span span_at(const Where *where, uint32_t row)
{
    return table_span(where->task->region, where->columns->table, row, (uint32_t)where->state->column);
}

/* The reason of the row, and a problem unless the column has been told. NULL where it has. */
static Problem *complain(const Where *where, bool told, const char *name, Text why)
{
    Table *table = where->columns->table;
    Report *report = where->task->report;
    table_fail(where->task, table, where->row, text_format(where->task->region, TEXT_FMT ": " TEXT_FMT, TEXT_ARG(header_of(where)), TEXT_ARG(why)));
    if (told)
        return NULL;
    Span span = span_at(where, where->row);
    return table_keeps_wrong(table) ? report_warning(report, name, span, TEXT_FMT, TEXT_ARG(why)) : report_error(report, name, span, TEXT_FMT, TEXT_ARG(why));
}

static CellRead wrong(const Where *where, const char *name, Text why, const char *hint)
{
    problem_hint(where->task->report, complain(where, false, name, why), "%s", hint);
    return CELL_WRONG;
}

/* ---- cells ---- */

static bool cell_at(const Columns *columns, const ColumnState *state, uint32_t row, TableCell *cell)
{
    if (state->column < 0)
        return false;
    *cell = table_cell(columns->table, row, (uint32_t)state->column);
    cell->text = written_trim(cell->text);
    cell->shown = written_trim(cell->shown);
    return cell->shown.length > 0;
}

static Where where_of(Task *task, Columns *columns, uint32_t row, uint32_t field)
{
    return (Where){ task, columns, &columns->of[field], row, field };
}

CellRead columns_text(Task *task, Columns *columns, uint32_t row, uint32_t field, Text *out)
{
    TableCell cell;
    (void)task;
    if (!cell_at(columns, &columns->of[field], row, &cell))
        return CELL_NONE;
    *out = cell.shown;
    return CELL_READ;
}

/* ---- days ---- */

/* How many different days the text may mean, and under which order the first. */
static int day_meanings(const WrittenDay *day, DayOrder *order)
{
    int count = 0;
    for (DayOrder at = DAY_ORDER_YMD; at >= DAY_ORDER_DMY; at--)
        if (day->can[at]) {
            count += count == 0 || day->days[at] != day->days[*order];
            *order = at;
        }
    return count;
}

/* Does the cell say in which order days are written? "25/03/2026" does; "2026-03-25" and "05/05/2026" go with each. */
static bool decides_order(const WrittenDay *day, DayOrder *order)
{
    if (day->can[DAY_ORDER_DMY] == day->can[DAY_ORDER_MDY])
        return false;
    *order = day->can[DAY_ORDER_DMY] ? DAY_ORDER_DMY : DAY_ORDER_MDY;
    return true;
}

static const char *const order_words[] = { [DAY_ORDER_DMY] = "day, month, year", [DAY_ORDER_MDY] = "month, day, year", [DAY_ORDER_YMD] = "year, month, day" };

static void tell_order(const Where *where, uint32_t decider)
{
    ColumnState *state = where->state;
    TableCell cell;
    if (!state->doubtful_days || state->days_mixed || state->order == DAY_ORDER_ASK || !cell_at(where->columns, state, decider, &cell))
        return;
    report_note(where->task->report, "day-order", span_at(where, decider), "\"" TEXT_FMT "\" can only be %s: so are all days of column \"" TEXT_FMT "\"", TEXT_ARG(cell.shown),
                order_words[state->order], TEXT_ARG(header_of(where)));
}

/* "2026-09-03", as machines write days. */
static bool is_plain_day(Text text, int64_t *days)
{
    return text.length == 10 && date_read(days, text);
}

/* Looks through the whole column, once. */
static void see_days(const Where *where)
{
    ColumnState *state = where->state;
    TableCell cell;
    uint32_t decider = 0;
    state->days_seen = true;
    for (uint32_t row = 0; row < table_rows(where->columns->table); row++) {
        int64_t plain;
        if (!cell_at(where->columns, state, row, &cell) || cell.kind == CELL_DAY || is_plain_day(cell.text, &plain))
            continue;
        WrittenDay day = written_day(cell.text);
        DayOrder order = DAY_ORDER_ASK;
        state->doubtful_days += day_meanings(&day, &order) > 1;
        if (!decides_order(&day, &order))
            continue;
        state->days_mixed |= state->order != DAY_ORDER_ASK && state->order != order;
        if (state->order == DAY_ORDER_ASK)
            decider = row;
        state->order = order;
    }
    tell_order(where, decider);
}

static CellRead ask_day(const Where *where, Text text, const WrittenDay *day)
{
    ColumnState *state = where->state;
    Region *region = where->task->region;
    Report *report = where->task->report;
    Problem *problem = complain(where, state->days_told, "day-unclear", text_format(region, "\"" TEXT_FMT "\" may be " TEXT_FMT " or " TEXT_FMT, TEXT_ARG(text), TEXT_ARG(date_text(region, day->days[DAY_ORDER_DMY])),
                                                                                    TEXT_ARG(date_text(region, day->days[DAY_ORDER_MDY]))));
    if (problem && state->days_mixed)
        problem_hint(report, problem, "The column has days in both orders: write them as 2026-09-03, or say --day-order.");
    else if (problem)
        problem_hint(report, problem, "Say --day-order dmy or --day-order mdy, or write days as 2026-09-03; cells of this column that ask it: %u.", state->doubtful_days);
    state->days_told = true;
    return CELL_WRONG;
}

static CellRead no_day(const Where *where, Text text, const WrittenDay *day, TableCellKind kind)
{
    Text why = text_format(where->task->region, "\"" TEXT_FMT "\" is no day", TEXT_ARG(text));
    if (day->short_year)
        return wrong(where, "day-year", text_format(where->task->region, "the year in \"" TEXT_FMT "\" has two digits", TEXT_ARG(text)), "Write the year with four digits.");
    if (kind == CELL_NUMBER)
        return wrong(where, "no-day", why, "Where the spreadsheet counts days, give the cell the form of a day.");
    return wrong(where, "no-day", why, "Write days as 2026-09-03, 3/9/2026, 3-Sep-2026 or 2026年9月3日.");
}

CellRead columns_day(Task *task, Columns *columns, uint32_t row, uint32_t field, int64_t *days)
{
    Where where = where_of(task, columns, row, field);
    TableCell cell;
    if (!cell_at(columns, where.state, row, &cell))
        return CELL_NONE;
    if (is_plain_day(cell.text, days))
        return CELL_READ;
    WrittenDay day = written_day(cell.text);
    DayOrder order = DAY_ORDER_ASK, told = columns->options.day_order;
    int meanings = day_meanings(&day, &order);
    if (told != DAY_ORDER_ASK && meanings && !day.can[told])
        return wrong(&where, "no-day", text_format(task->region, "\"" TEXT_FMT "\" is no day in the order %s, which is told", TEXT_ARG(cell.text), order_words[told]), "Leave --day-order out, or write the day as 2026-09-03.");
    if (meanings > 1 && told == DAY_ORDER_ASK && !where.state->days_seen)
        see_days(&where);
    if (meanings > 1)
        order = told != DAY_ORDER_ASK ? told : where.state->days_mixed ? DAY_ORDER_ASK : where.state->order;
    if (meanings == 0)
        return no_day(&where, cell.text, &day, cell.kind);
    if (order == DAY_ORDER_ASK)
        return ask_day(&where, cell.text, &day);
    *days = day.days[order];
    return CELL_READ;
}

/* ---- numbers ---- */

static bool is_doubtful(const WrittenNumber *number)
{
    return number->can[DECIMAL_POINT] && number->can[DECIMAL_COMMA] && decimal_compare(&number->numbers[DECIMAL_POINT], &number->numbers[DECIMAL_COMMA]) != 0;
}

static bool decides_sign(const WrittenNumber *number, DecimalSign *sign)
{
    if (number->can[DECIMAL_POINT] == number->can[DECIMAL_COMMA])
        return false;
    *sign = number->can[DECIMAL_POINT] ? DECIMAL_POINT : DECIMAL_COMMA;
    return true;
}

static const char *const sign_words[] = { [DECIMAL_POINT] = "a point", [DECIMAL_COMMA] = "a comma" };

static void tell_sign(const Where *where, uint32_t decider)
{
    ColumnState *state = where->state;
    TableCell cell;
    if (!state->doubtful_numbers || state->numbers_mixed || state->sign == DECIMAL_ASK || !cell_at(where->columns, state, decider, &cell))
        return;
    report_note(where->task->report, "decimal-sign", span_at(where, decider), "\"" TEXT_FMT "\" can only have %s before its decimals: so have all numbers of column \"" TEXT_FMT "\"",
                TEXT_ARG(cell.shown), sign_words[state->sign], TEXT_ARG(header_of(where)));
}

static void see_numbers(const Where *where)
{
    ColumnState *state = where->state;
    Region *region = where->task->region;
    TableCell cell;
    uint32_t decider = 0;
    state->numbers_seen = true;
    for (uint32_t row = 0; row < table_rows(where->columns->table); row++) {
        if (!cell_at(where->columns, state, row, &cell) || cell.kind != CELL_TEXT)
            continue;
        RegionMark mark = region_mark(region);
        WrittenNumber number = written_number(region, cell.text);
        region_drop(region, mark);
        DecimalSign sign;
        state->doubtful_numbers += is_doubtful(&number);
        if (!decides_sign(&number, &sign))
            continue;
        state->numbers_mixed |= state->sign != DECIMAL_ASK && state->sign != sign;
        if (state->sign == DECIMAL_ASK)
            decider = row;
        state->sign = sign;
    }
    tell_sign(where, decider);
}

static Text digits_of(Region *region, const Decimal *number)
{
    Builder out = builder_on(region);
    decimal_print(&out, number);
    return builder_text(&out);
}

static CellRead ask_number(const Where *where, Text text, const WrittenNumber *number)
{
    ColumnState *state = where->state;
    Region *region = where->task->region;
    Report *report = where->task->report;
    Problem *problem = complain(where, state->numbers_told, "number-unclear", text_format(region, "\"" TEXT_FMT "\" may be " TEXT_FMT " or " TEXT_FMT, TEXT_ARG(text),
                                                                                          TEXT_ARG(digits_of(region, &number->numbers[DECIMAL_POINT])), TEXT_ARG(digits_of(region, &number->numbers[DECIMAL_COMMA]))));
    if (problem && state->numbers_mixed)
        problem_hint(report, problem, "The column has numbers written in both ways: write them in one, or say --decimal.");
    else if (problem)
        problem_hint(report, problem, "Say what stands before the decimals, --decimal point or --decimal comma; cells of this column that ask it: %u.", state->doubtful_numbers);
    state->numbers_told = true;
    return CELL_WRONG;
}

static CellRead no_number(const Where *where, const TableCell *cell)
{
    if (cell->kind == CELL_DAY)
        return wrong(where, "no-number", text_format(where->task->region, "a day stands where a number is needed: " TEXT_FMT, TEXT_ARG(cell->text)), "Give the cell the form of a number.");
    return wrong(where, "no-number", text_format(where->task->region, "\"" TEXT_FMT "\" is no number", TEXT_ARG(cell->text)), "Write digits, such as 250.50; marks between thousands stand before three digits each.");
}

/* A number of a spreadsheet, or one that is plainly written, is exact as it stands. */
static CellRead exact_number(const Where *where, const TableCell *cell, CellNumber *out)
{
    *out = (CellNumber){ .currency = where->state->currency };
    return decimal_read(&out->number, cell->text, false) ? CELL_READ : no_number(where, cell);
}

/* The sign before decimals under which a text is a number; ASK: there are two, and nobody says which. */
static DecimalSign sign_of(const Where *where, const WrittenNumber *number)
{
    DecimalSign told = where->columns->options.decimal, sign = DECIMAL_POINT;
    if (told != DECIMAL_ASK)
        return told;
    if (decides_sign(number, &sign) || !is_doubtful(number))
        return sign;
    if (!where->state->numbers_seen)
        see_numbers(where);
    return where->state->numbers_mixed ? DECIMAL_ASK : where->state->sign;
}

/* Digits alone, or with a point where no mark between thousands could stand: one meaning, and nothing to look up. */
static bool is_plain_number(const Where *where, Text text)
{
    size_t point = SIZE_MAX;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] == '.' && point == SIZE_MAX)
            point = i;
        else if (!isdigit((unsigned char)text.at[i]))
            return false;
    }
    if (point == SIZE_MAX)
        return true;
    return point > 0 && text.length - point - 1 != 3 && where->columns->options.decimal != DECIMAL_COMMA;
}

CellRead columns_number(Task *task, Columns *columns, uint32_t row, uint32_t field, CellNumber *out)
{
    Where where = where_of(task, columns, row, field);
    TableCell cell;
    if (!cell_at(columns, where.state, row, &cell))
        return CELL_NONE;
    if (cell.kind == CELL_NUMBER || (cell.kind == CELL_TEXT && is_plain_number(&where, cell.text)))
        return exact_number(&where, &cell, out);
    WrittenNumber number = written_number(task->region, cell.text);
    if (cell.kind != CELL_TEXT || (!number.can[DECIMAL_POINT] && !number.can[DECIMAL_COMMA]))
        return no_number(&where, &cell);
    DecimalSign sign = sign_of(&where, &number);
    if (sign == DECIMAL_ASK)
        return ask_number(&where, cell.text, &number);
    if (!number.can[sign])
        return wrong(&where, "no-number", text_format(task->region, "\"" TEXT_FMT "\" is no number with %s before its decimals, which is told", TEXT_ARG(cell.text), sign_words[sign]),
                     "Leave --decimal out, or write the number so.");
    *out = (CellNumber){ number.numbers[sign], number.currency.length ? number.currency : where.state->currency, number.percent };
    return CELL_READ;
}

/* ---- codes ---- */

static bool all_digits(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!isdigit((unsigned char)text.at[i]))
            return false;
    return text.length > 0;
}

enum { WIDTHS = 24 };

/* The width that nearly all codes of digits in the column have. */
static void see_codes(const Where *where)
{
    uint32_t by_width[WIDTHS] = { 0 }, all = 0;
    TableCell cell;
    where->state->codes_seen = true;
    for (uint32_t row = 0; row < table_rows(where->columns->table); row++)
        if (cell_at(where->columns, where->state, row, &cell) && all_digits(cell.shown) && cell.shown.length < WIDTHS) {
            by_width[cell.shown.length]++;
            all++;
        }
    for (uint32_t width = 1; width < WIDTHS; width++)
        if (by_width[width] >= FEWEST_CODES && by_width[width] < all && (uint64_t)by_width[width] * SHARE >= (uint64_t)all * (SHARE - 1))
            where->state->width = width;
}

/* The least width in "8;10" that a code has or is one digit short of; 0: none. */
static uint32_t width_from(Text widths, size_t digits)
{
    uint32_t found = 0;
    while (widths.length) {
        Text word = text_trim(text_cut(widths, ';', &widths));
        uint32_t width = 0;
        for (size_t i = 0; i < word.length && isdigit((unsigned char)word.at[i]) && width < WIDTHS; i++)
            width = width * 10 + (uint32_t)(word.at[i] - '0');
        if (width == digits)
            return width;
        if (width == digits + 1)
            found = width;
    }
    return found;
}

static Text with_zeros(Region *region, Text code, uint32_t width)
{
    Builder out = builder_on(region);
    for (size_t i = code.length; i < width; i++)
        build_byte(&out, '0');
    build_text(&out, code);
    return builder_text(&out);
}

static CellRead accept_zeros(const Where *where, Text code, Text whole, Text *out)
{
    if (!where->state->zeros_told)
        report_note(where->task->report, "zeros-accepted", span_at(where, where->row), "\"" TEXT_FMT "\" is read as \"" TEXT_FMT "\", as --accept-zeros says, and so are others of the column", TEXT_ARG(code), TEXT_ARG(whole));
    where->state->zeros_told = true;
    *out = whole;
    return CELL_READ;
}

/* A code of told widths is none without its zero; one that is only narrower than its neighbours may be right as it stands. */
static CellRead propose_zeros(const Where *where, Text code, Text whole, bool needed, Text *out)
{
    Region *region = where->task->region;
    Text why = text_format(region, "\"" TEXT_FMT "\" has %zu digits: zeros before it may have been lost, and \"" TEXT_FMT "\" be meant", TEXT_ARG(code), code.length, TEXT_ARG(whole));
    Problem *problem = needed ? complain(where, false, "lost-zeros", why) : report_warning(where->task->report, "lost-zeros", span_at(where, where->row), TEXT_FMT, TEXT_ARG(why));
    problem_hint(where->task->report, problem, "Say --accept-zeros \"" TEXT_FMT "\" to put them back, or write the code as text.", TEXT_ARG(header_of(where)));
    *out = code;
    return needed ? CELL_WRONG : CELL_READ;
}

CellRead columns_code(Task *task, Columns *columns, uint32_t row, uint32_t field, Text *out)
{
    Where where = where_of(task, columns, row, field);
    TableCell cell;
    if (!cell_at(columns, where.state, row, &cell))
        return CELL_NONE;
    *out = cell.shown;
    if (!all_digits(cell.shown))
        return CELL_READ;
    Text widths = column_names_at(columns->names, field)->widths;
    if (!widths.length && !where.state->codes_seen)
        see_codes(&where);
    uint32_t width = widths.length ? width_from(widths, cell.shown.length) : where.state->width;
    if (width <= cell.shown.length)
        return CELL_READ;
    Text whole = with_zeros(task->region, cell.shown, width);
    return where.state->accepts_zeros ? accept_zeros(&where, cell.shown, whole, out) : propose_zeros(&where, cell.shown, whole, widths.length, out);
}

/* ---- yes and no ---- */

CellRead columns_yes(Task *task, Columns *columns, uint32_t row, uint32_t field, bool *out)
{
    static const struct {
        const char *word;
        bool yes;
    } words[] = { { "true", true }, { "yes", true },  { "y", true },  { "1", true },  { "x", true },  { "是", true },  { "有", true },  { "có", true },    { "đúng", true },
                  { "false", false }, { "no", false }, { "n", false }, { "0", false }, { "否", false }, { "无", false }, { "không", false }, { "sai", false } };
    Where where = where_of(task, columns, row, field);
    TableCell cell;
    if (!cell_at(columns, where.state, row, &cell))
        return CELL_NONE;
    RegionMark mark = region_mark(task->region);
    Text plain = utf8_plain(task->region, cell.text, false);
    int found = -1;
    for (size_t i = 0; i < sizeof words / sizeof *words && found < 0; i++)
        if (text_equal(plain, text_of(words[i].word)))
            found = words[i].yes;
    region_drop(task->region, mark);
    if (found < 0)
        return wrong(&where, "no-yes", text_format(task->region, "\"" TEXT_FMT "\" is neither yes nor no", TEXT_ARG(cell.text)), "Write yes or no.");
    *out = found;
    return CELL_READ;
}
