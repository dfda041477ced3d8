/* base/csv.c - strict RFC 4180. See csv.h.
 *
 * One pass over the bytes. A cell is a stretch of the source; only a quoted cell with doubled quotes
 * is copied. Rows of the wrong length are all reported; a fault of the text itself ends the reading,
 * since nothing after it can be trusted.
 */
#include "base/csv.h"

typedef LIST_OF(CsvCell) Cells;

typedef struct Reader {
    Task *task;
    const Source *source;
    Text all;        /* the source's bytes */
    size_t at;       /* next byte to read */
    Cells cells;     /* cells of the rows so far, the header apart */
    uint32_t columns; /* cells of the header; 0 while it is read */
    bool wrong;      /* an error was reported */
} Reader;

static Span stretch(const Reader *reader, size_t from, size_t to)
{
    return (Span){ reader->source, (uint32_t)from, (uint32_t)to };
}

static bool at_end(const Reader *reader)
{
    return reader->at >= reader->all.length;
}

/* The byte to be read next; NUL at the end, which ends no cell. */
static char peek(const Reader *reader)
{
    return at_end(reader) ? '\0' : reader->all.at[reader->at];
}

static bool at_row_end(const Reader *reader)
{
    if (at_end(reader) || peek(reader) == '\n')
        return true;
    return peek(reader) == '\r' && reader->at + 1 < reader->all.length && reader->all.at[reader->at + 1] == '\n';
}

static void skip_row_end(Reader *reader)
{
    reader->at += peek(reader) == '\r';
    reader->at += !at_end(reader);
}

static Text without_doubles(Region *region, Text quoted)
{
    char *copy = region_take(region, quoted.length);
    size_t length = 0;
    for (size_t i = 0; i < quoted.length; i++) {
        copy[length++] = quoted.at[i];
        i += quoted.at[i] == '"';
    }
    return (Text){ copy, length };
}

/* quoted = '"' { any byte but '"' | '""' } '"' */
static bool read_quoted(Reader *reader, CsvCell *cell)
{
    size_t from = reader->at++;
    bool doubled = false;
    for (;; reader->at += 2, doubled = true) {
        reader->at = text_find(reader->all, TEXT("\""), reader->at);
        if (reader->at == SIZE_MAX) {
            report_error(reader->task->report, "csv-quote", stretch(reader, from, from + 1),
                         "this quote is not closed");
            return false;
        }
        if (reader->at + 1 >= reader->all.length || reader->all.at[reader->at + 1] != '"')
            break;
    }
    Text inside = text_slice(reader->all, from + 1, reader->at++);
    cell->text = doubled ? without_doubles(reader->task->region, inside) : inside;
    cell->span = stretch(reader, from, reader->at);
    if (at_row_end(reader) || peek(reader) == ',')
        return true;
    Problem *problem = report_error(reader->task->report, "csv-quote", stretch(reader, reader->at, reader->at + 1),
                                    "expected \",\" or the end of the row after the closing quote");
    problem_hint(reader->task->report, problem, "A quote inside a quoted cell is written twice.");
    return false;
}

static bool ends_plain(char byte)
{
    return byte == ',' || byte == '"' || byte == '\r' || byte == '\n';
}

/* plain = { any byte but ',' '"' CR LF } */
static bool read_plain(Reader *reader, CsvCell *cell)
{
    size_t from = reader->at;
    while (!at_end(reader) && !ends_plain(peek(reader)))
        reader->at++;
    cell->text = text_slice(reader->all, from, reader->at);
    cell->span = stretch(reader, from, reader->at);
    if (at_row_end(reader) || peek(reader) == ',')
        return true;
    Report *report = reader->task->report;
    Span place = stretch(reader, reader->at, reader->at + 1);
    if (peek(reader) == '\r') {
        report_error(report, "csv-row-end", place, "a carriage return without a line feed");
        return false;
    }
    Problem *problem = report_error(report, "csv-quote", place, "a quote inside a cell that does not begin with one");
    problem_hint(report, problem, "Put the whole cell in quotes, and write each quote inside it twice.");
    return false;
}

static bool is_too_wide(Reader *reader, size_t cells)
{
    if (cells < LIMIT_TABLE_COLUMNS)
        return false;
    report_error(reader->task->report, "csv-columns", stretch(reader, reader->at, reader->at),
                 "the row has more cells than the limit of %d", LIMIT_TABLE_COLUMNS);
    return true;
}

/* row = cell { ',' cell } ; cell = quoted | plain */
static bool read_row(Reader *reader, Cells *cells)
{
    for (size_t first = cells->count;; reader->at++) {
        if (is_too_wide(reader, cells->count - first))
            return false;
        CsvCell *cell = LIST_ADD(reader->task->region, *cells);
        *cell = (CsvCell){ TEXT_NONE, SPAN_NONE };
        if (!(peek(reader) == '"' ? read_quoted(reader, cell) : read_plain(reader, cell)))
            return false;
        if (at_row_end(reader))
            break;
    }
    skip_row_end(reader);
    return true;
}

static void wrong_row(Reader *reader, const char *name, size_t from, size_t to, Text message)
{
    report_error(reader->task->report, name, stretch(reader, from, to), TEXT_FMT, TEXT_ARG(message));
    reader->wrong = true;
}

static bool read_empty_line(Reader *reader)
{
    if (!at_row_end(reader))
        return false;
    wrong_row(reader, "csv-empty-line", reader->at, reader->at, TEXT("an empty line is no row"));
    skip_row_end(reader);
    return true;
}

static void check_header(Reader *reader, const Cells *header)
{
    Report *report = reader->task->report;
    for (size_t i = 1; i < header->count; i++)
        for (size_t j = 0; j < i; j++)
            if (text_equal(header->at[i].text, header->at[j].text)) {
                Problem *problem = report_error(report, "csv-header-twice", header->at[i].span,
                                                "two columns are named \"" TEXT_FMT "\"", TEXT_ARG(header->at[i].text));
                problem_also(report, problem, header->at[j].span, "first here");
                reader->wrong = true;
            }
}

/* header = row ; kept apart from the other rows */
static bool read_header(Reader *reader, Cells *header)
{
    if (at_row_end(reader)) {
        wrong_row(reader, "csv-no-header", reader->at, reader->at, TEXT("the first line is no header row"));
        return false;
    }
    if (!read_row(reader, header))
        return false;
    check_header(reader, header);
    reader->columns = (uint32_t)header->count;
    return true;
}

static void check_row(Reader *reader, size_t first)
{
    size_t count = reader->cells.count - first;
    if (count == reader->columns)
        return;
    Text message = text_format(reader->task->region, "the row has %zu cell%s, the header has %u", count,
                               count == 1 ? "" : "s", reader->columns);
    wrong_row(reader, "csv-row-length", reader->cells.at[first].span.from, reader->cells.at[first + count - 1].span.to,
              message);
    reader->cells.count = first;
}

/* csv = header { row } */
static bool read_rows(Reader *reader)
{
    while (!at_end(reader) && !reader->task->report->left_out) {
        size_t first = reader->cells.count;
        if (first / reader->columns >= LIMIT_TABLE_ROWS) {
            report_error(reader->task->report, "csv-rows", stretch(reader, reader->at, reader->at),
                         "more rows than the limit of %d", LIMIT_TABLE_ROWS);
            return false;
        }
        if (read_empty_line(reader))
            continue;
        if (!read_row(reader, &reader->cells))
            return false;
        check_row(reader, first);
    }
    return !reader->wrong;
}

const Csv *csv_read(Task *task, const Source *source)
{
    Reader reader = { .task = task, .source = source, .all = source->bytes };
    Cells header = { 0 };
    if (!read_header(&reader, &header) || !read_rows(&reader))
        return NULL;
    Csv *csv = REGION_NEW(task->region, Csv);
    *csv = (Csv){ .columns = reader.columns,
                  .rows = (uint32_t)(reader.cells.count / reader.columns),
                  .header = header.at,
                  .cells = reader.cells.at };
    return csv;
}

int csv_column(const Csv *csv, Text name)
{
    for (uint32_t i = 0; i < csv->columns; i++)
        if (text_equal(csv->header[i].text, name))
            return (int)i;
    return -1;
}
