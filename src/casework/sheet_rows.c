/* casework/sheet_rows.c - see sheet_rows.h. */
#include "casework/sheet_rows.h"

enum { MOST_MERGES = 3, EXACT_DIGITS = 15 /* that a spreadsheet keeps of a number */ };

/* ---- faults ---- */

static PackedCell shown_cell(SheetRows *rows)
{
    Text text = table_keep(rows->task->region, rows->table, builder_text(&rows->text));
    return (PackedCell){ .at = text.at, .length = (uint32_t)text.length };
}

bool rows_refuse_cell(SheetRows *rows, const char *name, Text why, const char *hint)
{
    Table *table = rows->table;
    PackedCell cell = shown_cell(rows);
    Problem *problem = table_complain(rows->task, table, table->begun, name, table_span_of(rows->task->region, table, &cell, rows->row, rows->column), why);
    problem_hint(rows->task->report, problem, "%s", hint);
    if (!rows->fault.length)
        rows->fault = why;
    rows->cells[rows->column] = cell;
    return true;
}

bool rows_refuse(SheetRows *rows, const char *name, Text why)
{
    PackedCell cell = shown_cell(rows);
    table_complain(rows->task, rows->table, false, name, table_span_of(rows->task->region, rows->table, &cell, rows->row ? rows->row : 1, rows->column), why);
    return false;
}

void rows_see(const SheetRows *rows, Seen *seen)
{
    if (!seen->count++) {
        seen->row = rows->row;
        seen->column = rows->column;
    }
}

/* ---- values ---- */

bool rows_put(SheetRows *rows, Text text, TableCellKind kind, uint16_t pad)
{
    Text kept = table_keep(rows->task->region, rows->table, text);
    rows->cells[rows->column] = (PackedCell){ .at = kept.at, .length = (uint32_t)kept.length, .kind = (uint8_t)kind, .pad = pad };
    return true;
}

bool rows_number(SheetRows *rows, char *out, size_t *length)
{
    uint32_t digits = 0;
    Text written = builder_text(&rows->text);
    *length = sheet_number(out, written, &digits);
    if (*length > EXACT_DIGITS && !memchr(out, '.', *length))
        rows_see(rows, &rows->digits);
    return *length || rows_refuse_cell(rows, "table-number", text_format(rows->task->region, "\"" TEXT_FMT "\" is no number", TEXT_ARG(written)), "The cell says that a number stands in it.");
}

bool rows_put_zeros(SheetRows *rows, Text number, size_t width)
{
    char padded[SHEET_NUMBER_ROOM];
    if (number.length >= width || width > sizeof padded || memchr(number.at, '.', number.length) || memchr(number.at, '-', number.length))
        return rows_put(rows, number, CELL_NUMBER, 0);
    uint16_t pad = (uint16_t)(width - number.length);
    memset(padded, '0', pad);
    memcpy(padded + pad, number.at, number.length);
    return rows_put(rows, (Text){ padded, width }, CELL_NUMBER, pad);
}

bool rows_put_decimals(SheetRows *rows, Text number, size_t decimals)
{
    char shown[SHEET_NUMBER_ROOM];
    size_t point = text_find(number, TEXT("."), 0), has = point == SIZE_MAX ? 0 : number.length - point - 1;
    if (has >= decimals || number.length + decimals + 1 > sizeof shown)
        return rows_put(rows, number, CELL_NUMBER, 0);
    size_t length = number.length;
    memcpy(shown, number.at, length);
    if (!has)
        shown[length++] = '.';
    for (; has < decimals; has++)
        shown[length++] = '0';
    rows_put(rows, (Text){ shown, length }, CELL_NUMBER, (uint16_t)(length - number.length));
    rows->cells[rows->column].form = PACKED_TAIL;
    return true;
}

bool rows_put_error(SheetRows *rows)
{
    return rows_refuse_cell(rows, "table-error", text_format(rows->task->region, "the cell holds the error " TEXT_FMT, TEXT_ARG(builder_text(&rows->text))),
                            "The spreadsheet could not reckon it: put it right there.");
}

/* "2026-09-03T00:00:00.000" is a day without a time. */
bool rows_put_iso_day(SheetRows *rows, Text day)
{
    return rows_put(rows, text_slice(day, 0, text_find(day, TEXT("T00:00:00"), 0)), CELL_DAY, 0);
}

bool rows_refuse_formula(SheetRows *rows)
{
    return rows_refuse_cell(rows, "table-formula", TEXT("the formula in the cell was never reckoned"), "Open the file in a spreadsheet program and save it there, or write the value in place of the formula.");
}

bool rows_reach(SheetRows *rows)
{
    return rows->column < LIMIT_DATA_COLUMNS ||
           rows_refuse(rows, "table-columns", text_format(rows->task->region, "something stands behind column %d (limit LIMIT_DATA_COLUMNS)", LIMIT_DATA_COLUMNS));
}

/* ---- rows ---- */

bool rows_start(SheetRows *rows, uint64_t number, bool hidden)
{
    uint32_t last = rows->row;
    rows->row = number <= SHEET_ROWS ? (uint32_t)number : SHEET_ROWS + 1;
    rows->column = rows->count = 0;
    rows->text.length = 0;
    rows->fault = TEXT_NONE;
    rows->hidden_row = hidden;
    return (rows->row > last && rows->row <= SHEET_ROWS) || rows_refuse(rows, "table-damaged", text_format(rows->task->region, "row %u follows row %u", rows->row, last));
}

void rows_cell(SheetRows *rows, uint32_t column)
{
    rows->column = column;
    for (; rows->count <= column && rows->count < LIMIT_DATA_COLUMNS; rows->count++)
        rows->cells[rows->count] = (PackedCell){ .at = "" };
}

static bool keep_wrong(SheetRows *rows)
{
    Table *table = rows->table;
    if (table->begun && table->keep_wrong) {
        PackedCell *copy = region_take(rows->task->region, rows->count * sizeof *copy);
        memcpy(copy, rows->cells, rows->count * sizeof *copy);
        *LIST_ADD(rows->task->region, table->wrong) = (WrongRow){ copy, rows->count, rows->row, table->rows, rows->fault };
    }
    return table->begun; /* without a header no row can be judged */
}

bool rows_end(SheetRows *rows)
{
    Table *table = rows->table;
    uint32_t before = table->rows;
    if (rows->fault.length)
        return keep_wrong(rows);
    if (!table_take_row(rows->task, table, rows->cells, rows->count, rows->row))
        return false;
    rows->column = 0;
    if (rows->hidden_row && table->rows > before)
        rows_see(rows, &rows->hidden_rows);
    return !(table->spoiled && rows->task->report->left_out);
}

/* ---- hidden columns, merged cells ---- */

void rows_hide_columns(SheetRows *rows, uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i >= 1 && i <= to && i <= LIMIT_DATA_COLUMNS; i++)
        rows->hidden_columns[(i - 1) / 32] |= 1u << (i - 1) % 32;
}

void rows_merge(SheetRows *rows, uint32_t column, uint32_t row, uint32_t last_row, const char *area)
{
    const Table *table = rows->table;
    if (!table->begun || last_row < table->header_number || column >= table->columns || rows->merges++ >= MOST_MERGES)
        return;
    PackedCell cell = { .at = "" };
    Problem *problem = report_warning(rows->task->report, "table-merged", SPAN_NONE, "the cells %.40s are merged: what stands there counts for the first of them, the others are empty", area);
    problem_where(rows->task->report, problem, TEXT_FMT, TEXT_ARG(table_span_of(rows->task->region, table, &cell, row, column).source->name));
}

/* ---- what is told at the end ---- */

typedef struct Telling { /* what is told of cells that were seen */
    const char *name;
    const char *one, *many; /* forms; the second takes their number */
    bool warns;
} Telling;

static const Telling formulas = { "table-formula", "the cell holds a formula: what was reckoned when the file was saved is taken",
                                  "%u cells hold formulas, the first here: what was reckoned when the file was saved is taken", false };
static const Telling hidden_rows = { "table-hidden", "the row is hidden and read all the same", "%u rows are hidden and read all the same, the first here", false };
static const Telling hidden_columns = { "table-hidden", "the column is hidden and read all the same", "%u columns are hidden and read all the same, the first here", false };
static const Telling many_digits = { "table-digits", "the number has more than 15 digits, of which a spreadsheet keeps 15: the rest may be lost",
                                     "%u numbers have more than 15 digits, of which a spreadsheet keeps 15, the first here: the rest may be lost", true };

static void tell_seen(const SheetRows *rows, const Seen *seen, const Telling *telling)
{
    if (!seen->count)
        return;
    Report *report = rows->task->report;
    Text why = seen->count == 1 ? text_of(telling->one) : text_format(rows->task->region, telling->many, seen->count);
    Problem *problem = telling->warns ? report_warning(report, telling->name, SPAN_NONE, TEXT_FMT, TEXT_ARG(why)) : report_note(report, telling->name, SPAN_NONE, TEXT_FMT, TEXT_ARG(why));
    PackedCell cell = { .at = "" };
    problem_where(report, problem, TEXT_FMT, TEXT_ARG(table_span_of(rows->task->region, rows->table, &cell, seen->row, seen->column).source->name));
}

static Seen see_hidden_columns(const SheetRows *rows)
{
    Seen seen = { 0, rows->table->header_number, 0 };
    for (uint32_t i = 0; i < rows->table->columns; i++)
        if (rows->hidden_columns[i / 32] >> i % 32 & 1 && !seen.count++)
            seen.column = i;
    return seen;
}

void rows_tell(const SheetRows *rows)
{
    Seen columns = see_hidden_columns(rows);
    tell_seen(rows, &rows->formulas, &formulas);
    tell_seen(rows, &rows->hidden_rows, &hidden_rows);
    tell_seen(rows, &columns, &hidden_columns);
    tell_seen(rows, &rows->digits, &many_digits);
}
