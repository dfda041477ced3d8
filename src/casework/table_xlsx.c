/* casework/table_xlsx.c - the cells of one sheet of XLSX, as they stream by. See table.h.
 *
 *     row = { c } ; c = [ f ] [ v ] [ is ]     a cell: its formula, its value, its text where it is not shared
 *
 * No more than one row is held. Formulas are never reckoned: what the program that saved the file found is taken, and told; where it left
 * nothing, the cell is refused.
 */
#include <stdlib.h>

#include "base/xml_stream.h"
#include "casework/sheet_book.h"

enum { SHEET_COLUMNS = 16384, SHEET_ROWS = 1048576, MOST_MERGES = 3 };

typedef struct Seen { /* what is told once, with its number and the first place */
    uint32_t count, row, column;
} Seen;

typedef struct Sheet {
    Task *task;
    Table *table;
    const Book *book;
    uint32_t row, last_row;  /* numbers, from 1 */
    uint32_t column;         /* of the cell, from 0 */
    uint32_t next;           /* the first column that a cell may have */
    uint32_t count;          /* cells of the row */
    PackedCell cells[LIMIT_DATA_COLUMNS];
    Text fault;              /* why the row is wrong; empty: it is not */
    bool in_data, in_cell, in_text, in_formula;
    bool has_value, has_formula;
    bool hidden_row;
    uint32_t aside;          /* elements of pronunciation that are open */
    char type[12];           /* of the cell: "s", "str" ...; empty: a number */
    uint32_t style;
    Builder text;            /* of the cell */
    Seen formulas, hidden_rows, digits;
    uint32_t hidden_columns[LIMIT_DATA_COLUMNS / 32];
    uint32_t merges;
    bool stopped;
} Sheet;

/* ---- faults ---- */

static PackedCell shown_cell(Sheet *sheet)
{
    Text text = table_keep(sheet->task->region, sheet->table, builder_text(&sheet->text));
    return (PackedCell){ .at = text.at, .length = (uint32_t)text.length };
}

/* The cell cannot be used: its row is wrong. What stands in it stays, so that nothing is lost. */
static bool refuse_cell(Sheet *sheet, const char *name, Text why, const char *hint)
{
    Table *table = sheet->table;
    PackedCell cell = shown_cell(sheet);
    Problem *problem = table_complain(sheet->task, table, table->begun, name, table_span_of(sheet->task->region, table, &cell, sheet->row, sheet->column), why);
    problem_hint(sheet->task->report, problem, "%s", hint);
    if (!sheet->fault.length)
        sheet->fault = why;
    sheet->cells[sheet->column] = cell;
    return true;
}

/* The sheet cannot be read on. */
static bool refuse_sheet(Sheet *sheet, const char *name, Text why)
{
    PackedCell cell = shown_cell(sheet);
    table_complain(sheet->task, sheet->table, false, name, table_span_of(sheet->task->region, sheet->table, &cell, sheet->row ? sheet->row : 1, sheet->column), why);
    return false;
}

static void see(Sheet *sheet, Seen *seen)
{
    if (!seen->count++) {
        seen->row = sheet->row;
        seen->column = sheet->column;
    }
}

/* ---- values ---- */

static bool put_text(Sheet *sheet, Text text, TableCellKind kind, uint16_t pad)
{
    Text kept = table_keep(sheet->task->region, sheet->table, text);
    sheet->cells[sheet->column] = (PackedCell){ .at = kept.at, .length = (uint32_t)kept.length, .kind = (uint8_t)kind, .pad = pad };
    return true;
}

static bool put_day(Sheet *sheet, Text number)
{
    char day[SHEET_NUMBER_ROOM];
    size_t length = sheet_day(day, number, sheet->book->from_1904);
    if (!length)
        return refuse_cell(sheet, "table-day", text_format(sheet->task->region, "the cell is shown as a day, and " TEXT_FMT " counts none", TEXT_ARG(number)), "Write the day anew.");
    return put_text(sheet, (Text){ day, length }, CELL_DAY, 0);
}

/* Digits that a form like "00000" shows before the number. */
static bool put_zeros(Sheet *sheet, Text number, uint16_t width)
{
    char padded[SHEET_NUMBER_ROOM];
    if (number.length >= width || memchr(number.at, '.', number.length) || memchr(number.at, '-', number.length))
        return put_text(sheet, number, CELL_NUMBER, 0);
    uint16_t pad = (uint16_t)(width - number.length);
    memset(padded, '0', pad);
    memcpy(padded + pad, number.at, number.length);
    return put_text(sheet, (Text){ padded, width }, CELL_NUMBER, pad);
}

static bool take_number(Sheet *sheet)
{
    char number[SHEET_NUMBER_ROOM];
    uint32_t digits = 0;
    Text written = builder_text(&sheet->text);
    size_t length = sheet_number(number, written, &digits);
    if (!length)
        return refuse_cell(sheet, "table-number", text_format(sheet->task->region, "\"" TEXT_FMT "\" is no number", TEXT_ARG(written)), "The cell says that a number stands in it.");
    Text read = { number, length };
    if (length > 15 && !memchr(number, '.', length)) /* 15 digits are what spreadsheets keep of a number */
        see(sheet, &sheet->digits);
    BookForm form = sheet->style < sheet->book->forms.count ? sheet->book->forms.at[sheet->style] : (BookForm){ 0 };
    if (form.form == SHEET_DAY)
        return put_day(sheet, read);
    return form.form == SHEET_ZEROS ? put_zeros(sheet, read, form.width) : put_text(sheet, read, CELL_NUMBER, 0);
}

static bool take_shared(Sheet *sheet)
{
    Text text = builder_text(&sheet->text);
    size_t number = 0;
    for (size_t i = 0; i < text.length && number < sheet->book->shared.count; i++)
        number = text.at[i] >= '0' && text.at[i] <= '9' ? number * 10 + (size_t)(text.at[i] - '0') : SIZE_MAX / 16;
    if (!text.length || number >= sheet->book->shared.count)
        return refuse_sheet(sheet, "table-damaged", TEXT("the cell names a text that the file does not have"));
    Text shared = sheet->book->shared.at[number];
    sheet->cells[sheet->column] = (PackedCell){ .at = shared.at, .length = (uint32_t)shared.length };
    return true;
}

static bool take_text(Sheet *sheet)
{
    sheet->text.length = book_unescape(sheet->text.at, sheet->text.length);
    return put_text(sheet, builder_text(&sheet->text), CELL_TEXT, 0);
}

static bool take_yes(Sheet *sheet)
{
    Text text = builder_text(&sheet->text);
    bool yes = text_is(text, "1") || text_is(text, "true");
    return put_text(sheet, yes ? TEXT("true") : TEXT("false"), CELL_YES, 0);
}

static bool take_error(Sheet *sheet)
{
    return refuse_cell(sheet, "table-error", text_format(sheet->task->region, "the cell holds the error " TEXT_FMT, TEXT_ARG(builder_text(&sheet->text))),
                       "The spreadsheet could not reckon it: put it right there.");
}

/* "2026-09-03T00:00:00.000" */
static bool take_iso_day(Sheet *sheet)
{
    Text text = builder_text(&sheet->text);
    size_t midnight = text_find(text, TEXT("T00:00:00"), 0);
    return put_text(sheet, text_slice(text, 0, midnight), CELL_DAY, 0);
}

static const struct {
    const char *type;
    bool (*take)(Sheet *sheet);
} types[] = { { "", take_number }, { "n", take_number }, { "s", take_shared }, { "str", take_text }, { "inlineStr", take_text },
              { "b", take_yes },   { "e", take_error },  { "d", take_iso_day } };

static bool take_value(Sheet *sheet)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].type, sheet->type) == 0)
            return types[i].take(sheet);
    return refuse_sheet(sheet, "table-damaged", text_format(sheet->task->region, "the cell is of the kind \"%s\", which is not known", sheet->type));
}

/* Does the file hold what the formula of the cell came to? An empty value is one of a text alone: programs that cannot reckon write <v/>. */
static bool is_reckoned(const Sheet *sheet)
{
    return sheet->text.length || strcmp(sheet->type, "inlineStr") == 0 || (sheet->has_value && strcmp(sheet->type, "str") == 0);
}

static bool end_cell(Sheet *sheet)
{
    sheet->in_cell = false;
    if (sheet->has_formula && !is_reckoned(sheet)) {
        if (sheet->column >= LIMIT_DATA_COLUMNS)
            return true;
        return refuse_cell(sheet, "table-formula", TEXT("the formula in the cell was never reckoned"), "Open the file in a spreadsheet program and save it there, or write the value in place of the formula.");
    }
    if (sheet->has_formula)
        see(sheet, &sheet->formulas);
    if (!sheet->text.length && !(sheet->has_value && strcmp(sheet->type, "e") == 0))
        return true;
    if (sheet->column >= LIMIT_DATA_COLUMNS)
        return refuse_sheet(sheet, "table-columns", text_format(sheet->task->region, "something stands behind column %d (limit LIMIT_DATA_COLUMNS)", LIMIT_DATA_COLUMNS));
    return take_value(sheet);
}

/* ---- where cells and rows stand ---- */

/* reference = letters digits ; false where it is none, or beyond a sheet */
static bool read_reference(const char *text, uint32_t *column, uint32_t *row)
{
    uint32_t letters = 0, digits = 0;
    for (; *text >= 'A' && *text <= 'Z' && letters <= SHEET_COLUMNS; text++)
        letters = letters * 26 + (uint32_t)(*text - 'A' + 1);
    for (; *text >= '0' && *text <= '9' && digits <= SHEET_ROWS; text++)
        digits = digits * 10 + (uint32_t)(*text - '0');
    *column = letters - 1;
    *row = digits;
    return letters >= 1 && letters <= SHEET_COLUMNS && digits >= 1 && digits <= SHEET_ROWS;
}

static bool is_on(const char *flag)
{
    return flag && (strcmp(flag, "1") == 0 || strcmp(flag, "true") == 0);
}

static bool start_row(Sheet *sheet, const char **attributes)
{
    const char *number = xml_stream_attribute(attributes, "r");
    sheet->last_row = sheet->row;
    unsigned long told = number ? strtoul(number, NULL, 10) : sheet->last_row + 1;
    sheet->row = told <= SHEET_ROWS ? (uint32_t)told : SHEET_ROWS + 1;
    sheet->column = sheet->next = sheet->count = 0;
    sheet->text.length = 0;
    sheet->fault = TEXT_NONE;
    sheet->hidden_row = is_on(xml_stream_attribute(attributes, "hidden"));
    if (sheet->row > sheet->last_row && sheet->row <= SHEET_ROWS)
        return true;
    return refuse_sheet(sheet, "table-damaged", text_format(sheet->task->region, "row %u follows row %u", sheet->row, sheet->last_row));
}

static bool start_cell(Sheet *sheet, const char **attributes)
{
    const char *reference = xml_stream_attribute(attributes, "r"), *type = xml_stream_attribute(attributes, "t"), *style = xml_stream_attribute(attributes, "s");
    uint32_t row = sheet->row;
    sheet->column = sheet->next;
    sheet->text.length = 0;
    if (reference && (!read_reference(reference, &sheet->column, &row) || row != sheet->row || sheet->column < sheet->next))
        return refuse_sheet(sheet, "table-damaged", text_format(sheet->task->region, "the cell \"%.20s\" stands in row %u, behind column %u", reference, sheet->row, sheet->next));
    sheet->next = sheet->column + 1;
    sheet->in_cell = true;
    sheet->has_value = sheet->has_formula = sheet->in_formula = sheet->in_text = false;
    sheet->style = style ? (uint32_t)strtoul(style, NULL, 10) : 0;
    memset(sheet->type, 0, sizeof sheet->type);
    strncpy(sheet->type, type ? type : "", sizeof sheet->type - 1);
    for (; sheet->count < sheet->next && sheet->count < LIMIT_DATA_COLUMNS; sheet->count++)
        sheet->cells[sheet->count] = (PackedCell){ .at = "" };
    return true;
}

static bool end_row(Sheet *sheet)
{
    Table *table = sheet->table;
    uint32_t rows = table->rows;
    if (sheet->fault.length) {
        if (table->begun && table->keep_wrong) {
            PackedCell *copy = region_take(sheet->task->region, sheet->count * sizeof *copy);
            memcpy(copy, sheet->cells, sheet->count * sizeof *copy);
            *LIST_ADD(sheet->task->region, table->wrong) = (WrongRow){ copy, sheet->count, sheet->row, table->rows, sheet->fault };
        }
        return table->begun;
    }
    if (!table_take_row(sheet->task, table, sheet->cells, sheet->count, sheet->row))
        return false;
    sheet->column = 0;
    if (sheet->hidden_row && table->rows > rows)
        see(sheet, &sheet->hidden_rows);
    return !(table->spoiled && sheet->task->report->left_out);
}

/* ---- hidden columns, merged cells ---- */

static void hide_columns(Sheet *sheet, const char **attributes)
{
    const char *from = xml_stream_attribute(attributes, "min"), *to = xml_stream_attribute(attributes, "max");
    if (!is_on(xml_stream_attribute(attributes, "hidden")) || !from || !to)
        return;
    unsigned long last = strtoul(to, NULL, 10);
    for (unsigned long i = strtoul(from, NULL, 10); i >= 1 && i <= last && i <= LIMIT_DATA_COLUMNS; i++)
        sheet->hidden_columns[(i - 1) / 32] |= 1u << (i - 1) % 32;
}

static void tell_merge(Sheet *sheet, const char **attributes)
{
    const char *area = xml_stream_attribute(attributes, "ref"), *to = area ? strchr(area, ':') : NULL;
    uint32_t column, row, last_column, last_row;
    if (!to || !read_reference(area, &column, &row) || !read_reference(to + 1, &last_column, &last_row))
        return;
    const Table *table = sheet->table;
    if (!table->begun || last_row < table->header_number || column >= table->columns || sheet->merges++ >= MOST_MERGES)
        return;
    PackedCell cell = { .at = "" };
    Span span = table_span_of(sheet->task->region, table, &cell, row, column);
    report_warning(sheet->task->report, "table-merged", span, "the cells %.40s are merged: what stands there counts for the first of them, the others are empty", area);
}

/* ---- what the stream brings ---- */

static bool start_in_cell(Sheet *sheet, Text name)
{
    sheet->aside += text_is(name, "rPh");
    sheet->in_formula = text_is(name, "f");
    sheet->in_text = text_is(name, "v") || (text_is(name, "t") && !sheet->aside);
    sheet->has_formula |= sheet->in_formula;
    sheet->has_value |= text_is(name, "v");
    return true;
}

static bool on_start(void *context, Text name, const char **attributes)
{
    Sheet *sheet = context;
    if (sheet->in_cell)
        return start_in_cell(sheet, name);
    if (text_is(name, "sheetData"))
        sheet->in_data = true;
    else if (sheet->in_data && text_is(name, "row"))
        return start_row(sheet, attributes);
    else if (sheet->in_data && text_is(name, "c"))
        return start_cell(sheet, attributes);
    else if (text_is(name, "col"))
        hide_columns(sheet, attributes);
    else if (text_is(name, "mergeCell"))
        tell_merge(sheet, attributes);
    return true;
}

static bool on_end(void *context, Text name)
{
    Sheet *sheet = context;
    sheet->in_text = sheet->in_formula = false;
    if (sheet->in_cell) {
        sheet->aside -= text_is(name, "rPh");
        return text_is(name, "c") ? end_cell(sheet) : true;
    }
    if (text_is(name, "sheetData"))
        sheet->in_data = false;
    return sheet->in_data && text_is(name, "row") ? end_row(sheet) : true;
}

static bool on_text(void *context, Text text)
{
    Sheet *sheet = context;
    if (sheet->in_text)
        build_text(&sheet->text, text);
    return true;
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

static void tell_seen(const Sheet *sheet, const Seen *seen, const Telling *telling)
{
    if (!seen->count)
        return;
    Report *report = sheet->task->report;
    Text why = seen->count == 1 ? text_of(telling->one) : text_format(sheet->task->region, telling->many, seen->count);
    Problem *problem = telling->warns ? report_warning(report, telling->name, SPAN_NONE, TEXT_FMT, TEXT_ARG(why)) : report_note(report, telling->name, SPAN_NONE, TEXT_FMT, TEXT_ARG(why));
    PackedCell cell = { .at = "" };
    problem_where(report, problem, TEXT_FMT, TEXT_ARG(table_span_of(sheet->task->region, sheet->table, &cell, seen->row, seen->column).source->name));
}

static Seen see_hidden_columns(const Sheet *sheet)
{
    Seen seen = { 0, sheet->table->header_number, 0 };
    for (uint32_t i = 0; i < sheet->table->columns; i++)
        if (sheet->hidden_columns[i / 32] >> i % 32 & 1 && !seen.count++)
            seen.column = i;
    return seen;
}

static void tell_notes(const Sheet *sheet)
{
    Seen columns = see_hidden_columns(sheet);
    tell_seen(sheet, &sheet->formulas, &formulas);
    tell_seen(sheet, &sheet->hidden_rows, &hidden_rows);
    tell_seen(sheet, &columns, &hidden_columns);
    tell_seen(sheet, &sheet->digits, &many_digits);
}

bool table_read_xlsx(Task *task, Table *table, Archive *archive, const TableOptions *options)
{
    static const XmlHandlers handlers = { on_start, on_end, on_text };
    Book book;
    table->form = "XLSX";
    const BookSheet *chosen = book_open(task, &book, table, archive) ? book_choose(task, &book, table, options->sheet) : NULL;
    if (!chosen || !book_read_strings(task, &book, table))
        return false;
    table->sheet = chosen->name;
    Sheet *sheet = REGION_NEW(task->region, Sheet);
    *sheet = (Sheet){ .task = task, .table = table, .book = &book, .text = builder_on(task->region) };
    if (!xml_stream(task, archive, chosen->entry, LIMIT_ARCHIVE_BYTES, &handlers, sheet))
        return false;
    tell_notes(sheet);
    return true;
}
