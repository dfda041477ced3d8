/* casework/table_ods.c - the cells of one sheet of ODS (OpenDocument 1.2 part 1, chapter 9), as they stream by. See table.h.
 *
 *     content.xml ──▶ names of the sheets, the rows of the one that is asked for
 *
 * Rows and cells may say how often they are repeated; those in which nothing stands are counted and not made.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "base/xml_stream.h"
#include "casework/sheet_book.h"
#include "casework/sheet_rows.h"

enum { WORD = 24, MOST_SHEETS = 10 * 1000, MOST_BLANKS = 1000 };

static const Text CONTENT = { "content.xml", 11 };

typedef struct Content { /* where the reader is in content.xml */
    Task *task;
    Table *table;
    Book book;             /* the sheets, by their names alone */
    Text told;             /* what --sheet says; empty: nothing */
    bool takes_hidden, found; /* the sheet that is asked for */
    LIST_OF(Text) hidden;  /* names of styles of sheets that are not shown */
    Text style;            /* that is being told */
    uint32_t depth;        /* tables inside one another */
    uint32_t sheets;       /* seen so far */
    bool inside;           /* the sheet that is asked for */
    SheetRows rows;
    uint64_t row_times, cell_times; /* how often they stand there */
    uint64_t next_row;
    uint32_t column, hidden_from;
    uint32_t aside;        /* notes and drawings that are open: their text is not the cell's */
    bool in_cell, in_text, has_formula, is_error;
    char kind[WORD];       /* of the cell's value: "float", "date" ...; empty: none */
    Builder value;         /* as the cell's attribute has it */
    uint32_t paragraphs;
    bool filled;           /* something stands in the row */
} Content;

/* ---- attributes, whatever their prefix ---- */

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2) {
        const char *mark = strrchr(attributes[0], ':');
        if (strcmp(mark ? mark + 1 : attributes[0], name) == 0)
            return attributes[1];
    }
    return NULL;
}

static uint64_t times(const char **attributes, const char *name)
{
    const char *told = attribute(attributes, name);
    uint64_t count = told ? strtoul(told, NULL, 10) : 1;
    return count ? count : 1;
}

static bool is_hidden(const char **attributes)
{
    const char *told = attribute(attributes, "visibility");
    return told && strcmp(told, "visible") != 0;
}

/* ---- sheets ---- */

static bool no_sheets(Task *task, const Table *table)
{
    Problem *problem = report_error(task->report, "table-form", SPAN_NONE, "the archive is no spreadsheet");
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(table->file));
    problem_hint(task->report, problem, "Tables are read from .xlsx, .ods and CSV.");
    return false;
}

static void take_style(Content *content, const char **attributes)
{
    const char *name = attribute(attributes, "name");
    content->style = name ? text_copy(content->task->region, text_of(name)) : TEXT_NONE;
}

static void take_display(Content *content, const char **attributes)
{
    const char *display = attribute(attributes, "display");
    if (display && strcmp(display, "false") == 0)
        *LIST_ADD(content->task->region, content->hidden) = content->style;
}

static bool has_hidden_style(const Content *content, const char *style)
{
    for (size_t i = 0; style && i < content->hidden.count; i++)
        if (text_equal(content->hidden.at[i], text_of(style)))
            return true;
    return false;
}

/* What --sheet says, by name or number, or the first that is shown; the first of these that comes. */
static bool is_asked(const Content *content, const BookSheet *sheet)
{
    Text number = text_format(content->task->region, "%u", content->sheets);
    return content->told.length ? text_equal(content->told, sheet->name) || text_equal(content->told, number) : !sheet->hidden || content->takes_hidden;
}

static bool start_table(Content *content, const char **attributes)
{
    const char *name = attribute(attributes, "name");
    if (content->depth++)
        return true;
    if (++content->sheets > MOST_SHEETS)
        return no_sheets(content->task, content->table);
    BookSheet sheet = { text_copy(content->task->region, text_of(name ? name : "")), CONTENT, has_hidden_style(content, attribute(attributes, "style-name")) };
    *LIST_ADD(content->task->region, content->book.sheets) = sheet;
    content->inside = !content->found && is_asked(content, &sheet);
    content->found |= content->inside;
    if (content->inside)
        content->table->sheet = sheet.name;
    return true;
}

/* ---- cells ---- */

static bool is_zeros(Text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] != '0')
            return false;
    return true;
}

/* "00001234" and "7.10" stand in the cell as they are shown: zeros before and behind the number are its form's. */
static bool put_as_shown(SheetRows *rows, Text number, Text shown)
{
    if (shown.length > number.length && text_ends(shown, number) && is_zeros(text_slice(shown, 0, shown.length - number.length)))
        return rows_put_zeros(rows, number, shown.length);
    size_t point = text_find(shown, TEXT("."), 0), from = point != SIZE_MAX && point == number.length ? point + 1 : number.length;
    if (point != SIZE_MAX && point + 1 < shown.length && text_starts(shown, number) && is_zeros(text_slice(shown, from, shown.length)))
        return rows_put_decimals(rows, number, shown.length - point - 1);
    return rows_put(rows, number, CELL_NUMBER, 0);
}

static bool put_shown_number(Content *content)
{
    char number[SHEET_NUMBER_ROOM];
    size_t length;
    Builder shown = content->rows.text;
    content->rows.text = content->value;
    bool good = rows_number(&content->rows, number, &length);
    content->rows.text = shown;
    return !good || !length ? good : put_as_shown(&content->rows, (Text){ number, length }, builder_text(&shown));
}

static bool put_value(Content *content)
{
    SheetRows *rows = &content->rows;
    if (content->is_error)
        return rows_put_error(rows);
    if (strcmp(content->kind, "float") == 0 || strcmp(content->kind, "percentage") == 0 || strcmp(content->kind, "currency") == 0)
        return put_shown_number(content);
    if (strcmp(content->kind, "date") == 0)
        return rows_put_iso_day(rows, builder_text(&content->value));
    if (strcmp(content->kind, "boolean") == 0)
        return rows_put(rows, builder_text(&content->value), CELL_YES, 0);
    return rows_put(rows, builder_text(rows->text.length ? &rows->text : &content->value), CELL_TEXT, 0);
}

/* A cell that is repeated stands in as many columns. */
static bool repeat_cell(Content *content)
{
    PackedCell first = content->rows.cells[content->rows.column];
    for (uint64_t i = 1; i < content->cell_times; i++) {
        rows_cell(&content->rows, content->rows.column + 1);
        if (!rows_reach(&content->rows))
            return false;
        content->rows.cells[content->rows.column] = first;
    }
    return true;
}

static bool end_cell(Content *content)
{
    SheetRows *rows = &content->rows;
    uint32_t column = content->column;
    content->in_cell = false;
    content->column = content->cell_times < SHEET_COLUMNS - column ? column + (uint32_t)content->cell_times : SHEET_COLUMNS;
    bool never_reckoned = content->has_formula && !content->kind[0];
    if (!content->kind[0] && !rows->text.length && !never_reckoned)
        return true;
    content->filled = true;
    rows_cell(rows, column);
    if (content->has_formula && !never_reckoned)
        rows_see(rows, &rows->formulas);
    if (!rows_reach(rows))
        return false;
    return (never_reckoned ? rows_refuse_formula(rows) : put_value(content)) && repeat_cell(content);
}

static void take_value(Content *content, const char **attributes)
{
    static const char *const values[] = { "value", "date-value", "boolean-value", "string-value" };
    content->value.length = 0;
    for (size_t i = 0; i < sizeof values / sizeof *values && !content->value.length; i++)
        build_text(&content->value, text_of(attribute(attributes, values[i])));
}

static void tell_spans(Content *content, const char **attributes)
{
    uint64_t across = times(attributes, "number-columns-spanned"), down = times(attributes, "number-rows-spanned");
    SheetRows *rows = &content->rows;
    if (across * down == 1 || across > SHEET_COLUMNS || down > SHEET_ROWS)
        return;
    Region *region = content->task->region;
    uint32_t last_row = rows->row + (uint32_t)down - 1;
    Text area = text_format(region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(table_cell_name(region, content->column, rows->row)),
                            TEXT_ARG(table_cell_name(region, content->column + (uint32_t)across - 1, last_row)));
    rows_merge(rows, content->column, rows->row, last_row, text_string(region, area));
}

/* "calcext:value-type" stands beside "office:value-type" and says where the value is an error. */
static void take_kind(Content *content, const char **attributes)
{
    memset(content->kind, 0, sizeof content->kind);
    content->is_error = false;
    for (; *attributes; attributes += 2) {
        const char *mark = strrchr(attributes[0], ':');
        if (!mark || strcmp(mark + 1, "value-type") != 0)
            continue;
        content->is_error |= strcmp(attributes[1], "error") == 0;
        if (strncmp(attributes[0], "calcext:", 8) != 0)
            strncpy(content->kind, attributes[1], sizeof content->kind - 1);
    }
}

static bool start_cell(Content *content, const char **attributes)
{
    content->in_cell = true;
    content->rows.text.length = 0;
    content->paragraphs = content->aside = 0;
    content->in_text = false;
    content->cell_times = times(attributes, "number-columns-repeated");
    content->has_formula = attribute(attributes, "formula") != NULL;
    content->rows.column = content->column;
    take_kind(content, attributes);
    take_value(content, attributes);
    tell_spans(content, attributes);
    return true;
}

static bool is_aside(Text name)
{
    return text_is(name, "annotation") || text_is(name, "frame") || text_is(name, "shapes") || text_is(name, "custom-shape") || text_is(name, "ruby-text");
}

/* Paragraphs are lines; blanks and tabs stand as elements. */
static bool start_in_cell(Content *content, Text name, const char **attributes)
{
    content->aside += is_aside(name);
    if (content->aside)
        return true;
    Builder *text = &content->rows.text;
    if (text_is(name, "p")) {
        if (content->paragraphs++)
            build_byte(text, '\n');
        content->in_text = true;
    } else if (text_is(name, "s")) {
        uint64_t blanks = times(attributes, "c");
        if (blanks > MOST_BLANKS)
            return rows_refuse(&content->rows, "table-damaged", text_format(content->task->region, "%" PRIu64 " blanks stand in one place (limit %d)", blanks, MOST_BLANKS));
        for (uint64_t i = 0; i < blanks; i++)
            build_byte(text, ' ');
    } else if (text_is(name, "tab") || text_is(name, "line-break")) {
        build_byte(text, text_is(name, "tab") ? '\t' : '\n');
    }
    return true;
}

/* ---- rows ---- */

static bool start_row(Content *content, const char **attributes)
{
    content->row_times = times(attributes, "number-rows-repeated");
    content->column = 0;
    content->filled = false;
    if (content->next_row > SHEET_ROWS)
        content->next_row = SHEET_ROWS + 1;
    return rows_start(&content->rows, content->next_row, is_hidden(attributes));
}

static bool end_row(Content *content)
{
    SheetRows *rows = &content->rows;
    uint64_t more = content->filled ? content->row_times : 0;
    for (uint64_t i = 0; i < more; i++) {
        if (i > 0 && rows->row++ >= SHEET_ROWS)
            return rows_refuse(rows, "table-damaged", text_format(content->task->region, "row %u follows row %u", rows->row, rows->row - 1));
        if (!rows_end(rows))
            return false;
    }
    content->next_row += content->row_times < SHEET_ROWS ? content->row_times : SHEET_ROWS;
    return true;
}

static void take_columns(Content *content, const char **attributes)
{
    uint64_t count = times(attributes, "number-columns-repeated");
    count = count < SHEET_COLUMNS ? count : SHEET_COLUMNS;
    if (is_hidden(attributes))
        rows_hide_columns(&content->rows, content->hidden_from + 1, content->hidden_from + count);
    content->hidden_from = content->hidden_from + (uint32_t)count < SHEET_COLUMNS ? content->hidden_from + (uint32_t)count : SHEET_COLUMNS;
}

/* ---- what the stream brings ---- */

static bool on_start(void *context, Text name, const char **attributes)
{
    Content *content = context;
    if (content->in_cell)
        return start_in_cell(content, name, attributes);
    if (text_is(name, "table"))
        return start_table(content, attributes);
    if (text_is(name, "style"))
        take_style(content, attributes);
    else if (text_is(name, "table-properties"))
        take_display(content, attributes);
    if (!content->inside || content->depth != 1)
        return true;
    if (text_is(name, "table-column"))
        take_columns(content, attributes);
    else if (text_is(name, "table-row"))
        return start_row(content, attributes);
    else if (text_is(name, "table-cell") || text_is(name, "covered-table-cell"))
        return start_cell(content, attributes);
    return true;
}

static bool end_in_cell(Content *content, Text name)
{
    if (is_aside(name) && content->aside)
        content->aside--;
    else if (text_is(name, "p") && !content->aside)
        content->in_text = false;
    return text_is(name, "table-cell") || text_is(name, "covered-table-cell") ? end_cell(content) : true;
}

static bool on_end(void *context, Text name)
{
    Content *content = context;
    if (content->in_cell)
        return end_in_cell(content, name);
    if (text_is(name, "table")) {
        content->depth--;
        content->inside &= content->depth > 0;
    }
    return content->inside && content->depth == 1 && text_is(name, "table-row") ? end_row(content) : true;
}

static bool on_text(void *context, Text text)
{
    Content *content = context;
    if (content->in_cell && content->in_text && !content->aside)
        build_text(&content->rows.text, text);
    return true;
}

bool table_is_ods(const Archive *archive)
{
    return archive_has(archive, CONTENT) && archive_has(archive, TEXT("mimetype"));
}

/* The sheets of content.xml, the rows of one on the way. */
static bool read_content(Content *content, Archive *archive)
{
    static const XmlHandlers handlers = { on_start, on_end, on_text };
    content->sheets = content->depth = 0;
    content->book.sheets.count = 0;
    return xml_stream(content->task, archive, CONTENT, LIMIT_ARCHIVE_BYTES, &handlers, content);
}

bool table_read_ods(Task *task, Table *table, Archive *archive, const TableOptions *options)
{
    table->form = "ODS";
    Content *content = REGION_NEW(task->region, Content);
    *content = (Content){ .task = task, .table = table, .told = options->sheet, .next_row = 1, .value = builder_on(task->region) };
    content->rows = (SheetRows){ .task = task, .table = table, .text = builder_on(task->region) };
    if (!read_content(content, archive))
        return false;
    if (!content->sheets)
        return no_sheets(task, table);
    if (!book_choose(task, &content->book, table, options->sheet))
        return false;
    content->takes_hidden = true;
    if (!content->found && !read_content(content, archive)) /* all are hidden: the first */
        return false;
    rows_tell(&content->rows);
    return true;
}
