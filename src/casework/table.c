/* casework/table.c - what a table holds, where its cells stand, and the rows that could not be used. See table.h. */
#include "casework/table.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/encoding.h"
#include "base/file.h"
#include "casework/table_inside.h"

enum { POOL = 256 * 1024, MOST_TITLES = 10 };

/* ---- filling ---- */

char *table_room(Region *region, Table *table, size_t bytes)
{
    if (bytes > POOL / 4)
        return region_take(region, bytes);
    if (!table->pool || bytes > (size_t)(table->pool_end - table->pool)) {
        table->pool = region_take(region, POOL);
        table->pool_end = table->pool + POOL;
    }
    char *room = table->pool;
    table->pool += bytes;
    return room;
}

Text table_keep(Region *region, Table *table, Text text)
{
    char *room = table_room(region, table, text.length);
    if (text.length)
        memcpy(room, text.at, text.length);
    return (Text){ room, text.length };
}

Problem *table_complain(Task *task, Table *table, bool of_row, const char *name, Span span, Text why)
{
    bool kept = of_row && table->keep_wrong;
    table->spoiled |= !kept;
    return kept ? report_warning(task->report, name, span, TEXT_FMT, TEXT_ARG(why)) : report_error(task->report, name, span, TEXT_FMT, TEXT_ARG(why));
}

static bool is_blank(const PackedCell *cell)
{
    for (uint32_t i = 0; i < cell->length; i++)
        if (cell->at[i] != ' ' && cell->at[i] != '\t')
            return false;
    return true;
}

/* Cells up to the last in which something stands. */
static uint32_t filled(const PackedCell *cells, uint32_t count)
{
    while (count > 0 && is_blank(&cells[count - 1]))
        count--;
    return count;
}

static PackedCell *copy_cells(Region *region, const PackedCell *cells, uint32_t count)
{
    PackedCell *copy = region_take(region, count * sizeof *copy);
    memcpy(copy, cells, count * sizeof *copy);
    return copy;
}

static Span span_of_row(Region *region, const Table *table, const PackedCell *cells, uint32_t count, uint32_t number)
{
    Span span = table_span_of(region, table, &cells[0], number, 0);
    if (table->source && count)
        span.to = table_span_of(region, table, &cells[count - 1], number, count - 1).to;
    return span;
}

void table_wrong_row(Task *task, Table *table, const PackedCell *cells, uint32_t count, uint32_t number, const char *name, Text reason)
{
    table_complain(task, table, true, name, span_of_row(task->region, table, cells, count, number), reason);
    if (table->keep_wrong)
        *LIST_ADD(task->region, table->wrong) = (WrongRow){ copy_cells(task->region, cells, count), count, number, table->rows, reason };
}

static uint32_t cells_filled(const PackedCell *cells, uint32_t count)
{
    uint32_t filled = 0;
    for (uint32_t i = 0; i < count; i++)
        filled += !is_blank(&cells[i]);
    return filled;
}

static bool is_of_figure(char byte)
{
    return isdigit((unsigned char)byte) || (byte && strchr(".,-/: ", byte));
}

/* A figure names no column. */
static bool has_figure(const PackedCell *cells, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = 0;
        while (at < cells[i].length && is_of_figure(cells[i].at[at]))
            at++;
        if (cells[i].kind != CELL_TEXT || (cells[i].length && at == cells[i].length && !is_blank(&cells[i])))
            return true;
    }
    return false;
}

/* What stood alone in its row above a wider one was a title, and that one is the header. */
static bool is_below_title(const Table *table, const PackedCell *cells, uint32_t count)
{
    return table->title_rows && table->rows < MOST_TITLES && !table->wrong.count && (cells_filled(cells, count) > 1 || filled(cells, count) > table->columns) && !has_figure(cells, count);
}

static void leave_title(Task *task, Table *table)
{
    Span span = table_span_of(task->region, table, &table->header[table->columns - 1], table->header_number, table->columns - 1);
    report_note(task->report, "table-title", span, "what stands alone above the table is taken for its title, and not read");
    table->rows = 0;
    table->blocks.count = 0;
    table->begun = false;
}

static bool take_header(Task *task, Table *table, const PackedCell *cells, uint32_t count, uint32_t number)
{
    table->begun = true;
    table->title_rows = cells_filled(cells, count) == 1;
    table->columns = table->title_rows ? filled(cells, count) : count;
    table->header = copy_cells(task->region, cells, count);
    table->header_number = number;
    return true;
}

static bool has_room(Task *task, Table *table, const PackedCell *cells, uint32_t number)
{
    Span span = table_span_of(task->region, table, &cells[0], number, 0);
    if (table->rows >= LIMIT_DATA_ROWS)
        table_complain(task, table, false, "table-rows", span, text_format(task->region, "there are more than %d rows (limit LIMIT_DATA_ROWS)", LIMIT_DATA_ROWS));
    else if ((uint64_t)table->rows * table->columns >= LIMIT_DATA_CELLS)
        table_complain(task, table, false, "table-cells", span, text_format(task->region, "there are more than %d cells (limit LIMIT_DATA_CELLS)", LIMIT_DATA_CELLS));
    else
        return true;
    return false;
}

static void store_row(Region *region, Table *table, const PackedCell *cells, uint32_t count, uint32_t number)
{
    uint32_t at = table->rows % ROWS_OF_BLOCK;
    if (at == 0) {
        TableBlock *block = LIST_ADD(region, table->blocks);
        block->cells = region_take(region, (size_t)ROWS_OF_BLOCK * table->columns * sizeof(PackedCell));
        block->numbers = region_take(region, ROWS_OF_BLOCK * sizeof *block->numbers);
    }
    TableBlock *block = &table->blocks.at[table->blocks.count - 1];
    PackedCell *row = &block->cells[(size_t)at * table->columns];
    uint32_t told = count < table->columns ? count : table->columns;
    memcpy(row, cells, told * sizeof *row);
    for (uint32_t i = told; i < table->columns; i++)
        row[i] = (PackedCell){ .at = cells[count - 1].at + cells[count - 1].length };
    block->numbers[at] = number;
    table->rows++;
}

static Text row_length(Region *region, uint32_t count, uint32_t columns)
{
    return count == 1 ? text_format(region, "the row has 1 cell, the header has %u", columns) : text_format(region, "the row has %u cells, the header has %u", count, columns);
}

bool table_take_row(Task *task, Table *table, const PackedCell *cells, uint32_t count, uint32_t number)
{
    uint32_t full = filled(cells, count);
    if (!full) {
        table->blank += table->begun;
        return true;
    }
    if (table->begun && is_below_title(table, cells, count))
        leave_title(task, table);
    if (!table->begun)
        return take_header(task, table, cells, count, number);
    if (!has_room(task, table, cells, number))
        return false;
    if (full > table->columns || (table->source && count < table->columns)) {
        table_wrong_row(task, table, cells, count, number, "table-row-length",
                        row_length(task->region, full > table->columns ? full : count, table->columns));
        return true;
    }
    store_row(task->region, table, cells, count, number);
    return true;
}

/* ---- reading ---- */

static Table *new_table(Task *task, Text name, const TableOptions *options)
{
    Table *table = REGION_NEW(task->region, Table);
    table->file = text_copy(task->region, name);
    table->keep_wrong = options->keep_wrong;
    return table;
}

static bool refuse_file(Task *task, const Table *table, const char *name, const char *why, const char *hint)
{
    Problem *problem = report_error(task->report, name, SPAN_NONE, "%s", why);
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(table->file));
    problem_hint(task->report, problem, "%s", hint);
    return false;
}

static bool read_archive(Task *task, Table *table, Text bytes, const TableOptions *options)
{
    Archive *archive = archive_open(task, table->file, bytes);
    if (!archive)
        return false;
    bool done = table_is_ods(archive) ? table_read_ods(task, table, archive, options) : table_read_xlsx(task, table, archive, options);
    archive_close(&archive);
    return done;
}

static bool read_text(Task *task, Table *table, Text bytes, const TableOptions *options)
{
    table->form = "CSV";
    if (options->sheet.length)
        return refuse_file(task, table, "no-sheets", "a text has no sheets", "Leave --sheet out, or name a spreadsheet.");
    table->source = source_decoded(task, table->file, bytes, options->encoding);
    return table->source && table_read_csv(task, table);
}

static bool read_bytes(Task *task, Table *table, Text bytes, const TableOptions *options)
{
    if (text_starts(bytes, TEXT("PK\3\4")))
        return read_archive(task, table, bytes, options);
    if (text_starts(bytes, TEXT("\xd0\xcf\x11\xe0")))
        return refuse_file(task, table, "table-form", "the file is a spreadsheet of the old kind (.xls), or one under a password",
                           "Save it as .xlsx without a password, or as CSV.");
    if (text_starts(bytes, TEXT("%PDF")) || text_starts(bytes, TEXT("\xef\xbb\xbf%PDF")))
        return refuse_file(task, table, "table-form", "the file is a PDF, and a table is needed", "Ask for the table as .xlsx or CSV: what a PDF shows as columns is not told in it.");
    return read_text(task, table, bytes, options);
}

Table *table_of(Task *task, Text name, Text bytes, const TableOptions *options)
{
    Table *table = new_table(task, name, options);
    if (!read_bytes(task, table, bytes, options) || table->spoiled)
        return NULL;
    if (!table->begun) {
        refuse_file(task, table, "table-empty", "there is no header: nothing stands in the table", "The first row names the columns.");
        return NULL;
    }
    return table;
}

Table *table_read(Task *task, const char *path, const TableOptions *options)
{
    Text bytes;
    return file_bytes(task, path, LIMIT_DATA_BYTES, &bytes) ? table_of(task, text_of(path), bytes, options) : NULL;
}

/* ---- looking ---- */

uint32_t table_rows(const Table *table)
{
    return table->rows;
}

uint32_t table_columns(const Table *table)
{
    return table->columns;
}

const char *table_form(const Table *table)
{
    return table->form;
}

Text table_name(const Table *table)
{
    return table->file;
}

Text table_header(const Table *table, uint32_t column)
{
    return (Text){ table->header[column].at, table->header[column].length };
}

PackedCell table_packed(const Table *table, uint32_t row, uint32_t column)
{
    return table->blocks.at[row / ROWS_OF_BLOCK].cells[(size_t)(row % ROWS_OF_BLOCK) * table->columns + column];
}

uint32_t table_number(const Table *table, uint32_t row)
{
    return table->blocks.at[row / ROWS_OF_BLOCK].numbers[row % ROWS_OF_BLOCK];
}

TableCell table_cell(const Table *table, uint32_t row, uint32_t column)
{
    PackedCell cell = table_packed(table, row, column);
    Text shown = { cell.at, cell.length };
    size_t before = cell.form == PACKED_TAIL ? 0 : cell.pad;
    return (TableCell){ { cell.at + before, cell.length - cell.pad }, shown, (TableCellKind)cell.kind };
}

/* ---- places ---- */

Text table_cell_name(Region *region, uint32_t column, uint32_t number)
{
    char letters[8];
    size_t at = sizeof letters;
    for (uint32_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        letters[--at] = (char)('A' + (rest - 1) % 26);
    return text_format(region, TEXT_FMT "%u", (int)(sizeof letters - at), letters + at, number);
}

static Span span_in_sheet(Region *region, const Table *table, const PackedCell *cell, uint32_t number, uint32_t column)
{
    Source *own = REGION_NEW(region, Source);
    own->name = text_format(region, TEXT_FMT ":" TEXT_FMT "!" TEXT_FMT, TEXT_ARG(table->file), TEXT_ARG(table->sheet), TEXT_ARG(table_cell_name(region, column, number)));
    own->bytes = (Text){ cell->at, cell->length };
    return (Span){ own, 0, cell->length };
}

Span table_span_of(Region *region, const Table *table, const PackedCell *cell, uint32_t number, uint32_t column)
{
    if (!table->source)
        return span_in_sheet(region, table, cell, number, column);
    if (cell->form == PACKED_COPIED) {
        uint32_t ends[2];
        memcpy(ends, cell->at - sizeof ends, sizeof ends);
        return (Span){ table->source, ends[0], ends[1] };
    }
    Span span = span_of(table->source, (Text){ cell->at, cell->length });
    if (cell->form == PACKED_QUOTED)
        return (Span){ span.source, span.from - 1, span.to + 1 };
    return span;
}

Span table_span(Region *region, const Table *table, uint32_t row, uint32_t column)
{
    PackedCell cell = table_packed(table, row, column);
    return table_span_of(region, table, &cell, table_number(table, row), column);
}

Span table_header_span(Region *region, const Table *table, uint32_t column)
{
    return table_span_of(region, table, &table->header[column], table->header_number, column);
}

Text table_place(Region *region, const Table *table, uint32_t row, uint32_t column)
{
    uint32_t number = table_number(table, row);
    if (table->source)
        return text_format(region, "line %u, column %u", number, column + 1);
    return text_format(region, TEXT_FMT "!" TEXT_FMT, TEXT_ARG(table->sheet), TEXT_ARG(table_cell_name(region, column, number)));
}

Text table_row_place(Region *region, const Table *table, uint32_t row)
{
    uint32_t number = table_number(table, row);
    return table->source ? text_format(region, "line %u", number) : text_format(region, TEXT_FMT "!%u", TEXT_ARG(table->sheet), number);
}

/* ---- rows that could not be used ---- */

bool table_keeps_wrong(const Table *table)
{
    return table->keep_wrong;
}

bool table_failed(const Table *table, uint32_t row)
{
    return table->failed && table->failed[row / 8] >> row % 8 & 1;
}

void table_fail(Task *task, Table *table, uint32_t row, Text reason)
{
    if (!table->failed)
        table->failed = region_zero(task->region, table->rows / 8 + 1, 1);
    table->failed_rows += !table_failed(table, row);
    table->failed[row / 8] |= (uint8_t)(1 << row % 8);
    *LIST_ADD(task->region, table->failures) = (Failure){ row, (uint32_t)table->failures.count, text_copy(task->region, reason) };
}

uint32_t table_failures(const Table *table)
{
    return table->failed_rows + (uint32_t)table->wrong.count;
}

static void write_cell(Builder *out, Text text)
{
    bool quoted = false;
    for (size_t i = 0; i < text.length && !quoted; i++)
        quoted = memchr(",;\t|\"\r\n", text.at[i], 7) != NULL;
    if (quoted)
        build_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        build_byte(out, text.at[i]);
        if (text.at[i] == '"')
            build_byte(out, '"');
    }
    if (quoted)
        build_byte(out, '"');
}

static void write_row(Builder *out, const PackedCell *cells, uint32_t count, uint32_t width, Text last)
{
    for (uint32_t i = 0; i < width; i++) {
        if (i < count)
            write_cell(out, (Text){ cells[i].at, cells[i].length });
        build_byte(out, ',');
    }
    write_cell(out, last);
    build_text(out, TEXT("\r\n"));
}

static int by_row(const void *left, const void *right)
{
    const Failure *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

/* All reasons of one row, from failure *at on, which is moved behind them. */
static Text join_reasons(Region *region, const Failure *failures, size_t count, size_t *at)
{
    Builder out = builder_on(region);
    for (uint32_t row = failures[*at].row; *at < count && failures[*at].row == row; ++*at) {
        build_text(&out, out.length ? TEXT("; ") : TEXT_NONE);
        build_text(&out, failures[*at].reason);
    }
    return builder_text(&out);
}

typedef struct FailedWriting {
    Task *task;
    const Table *table;
    uint32_t width; /* columns before that of the reason */
    size_t wrong;   /* wrong rows that were written */
    Builder out;
} FailedWriting;

static void write_wrong(FailedWriting *writing, uint32_t up_to)
{
    for (; writing->wrong < writing->table->wrong.count && writing->table->wrong.at[writing->wrong].before <= up_to; writing->wrong++) {
        const WrongRow *row = &writing->table->wrong.at[writing->wrong];
        write_row(&writing->out, row->cells, row->count, writing->width, row->reason);
    }
}

static void write_failed(FailedWriting *writing, uint32_t row, Text reason)
{
    const Table *table = writing->table;
    const PackedCell *cells = &table->blocks.at[row / ROWS_OF_BLOCK].cells[(size_t)(row % ROWS_OF_BLOCK) * table->columns];
    write_wrong(writing, row);
    write_row(&writing->out, cells, table->columns, writing->width, reason);
}

Text table_failed_csv(Task *task, const Table *table)
{
    FailedWriting writing = { task, table, table->columns, 0, builder_on(task->region) };
    for (size_t i = 0; i < table->wrong.count; i++)
        if (table->wrong.at[i].count > writing.width)
            writing.width = table->wrong.at[i].count;
    write_row(&writing.out, table->header, table->columns, writing.width, TEXT("reason"));
    size_t count = table->failures.count;
    Failure *sorted = region_take(task->region, count * sizeof *sorted);
    memcpy(sorted, table->failures.at ? table->failures.at : sorted, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_row);
    for (size_t at = 0; at < count;) {
        uint32_t row = sorted[at].row;
        write_failed(&writing, row, join_reasons(task->region, sorted, count, &at));
    }
    write_wrong(&writing, UINT32_MAX);
    return builder_text(&writing.out);
}
