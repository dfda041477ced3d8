/* rulebook/example_reader.c - examples below a decision: tables, what their rows share, and cases in files.
 *
 *     Given: entry day = 2025-12-05; delivery form = "carrier"
 *
 *     | example | content | = customs value | by   |
 *
 *     Cases: W07 (remark), W04
 */
#include "rulebook/reader.h"

/* ---- tables ---- */

static ExampleColumn column_of(Span header)
{
    Text text = span_text(header);
    if (text_is(text, "by"))
        return (ExampleColumn){ EXAMPLE_BY, header };
    if (!text_starts(text, TEXT("=")))
        return (ExampleColumn){ EXAMPLE_FACT, header };
    Text path = text_trim(text_slice(text, 1, text.length));
    return (ExampleColumn){ EXAMPLE_EXPECTED, span_part(header, path) };
}

static void check_columns(PageReader *reader, const Block *block, const ExampleTable *table)
{
    bool expects = false;
    for (uint32_t i = 0; i < table->column_count; i++) {
        Span header = block_cell(block, 0, i + 1);
        expects |= table->columns[i].kind != EXAMPLE_FACT;
        if (!span_text(table->columns[i].header).length)
            report_error(reader->task->report, "empty-header", header, "column of a table has no header");
        for (uint32_t k = 0; k < i; k++)
            if (text_equal(span_text(header), span_text(block_cell(block, 0, k + 1)))) {
                report_error(reader->task->report, "column-twice", header, "column \"" TEXT_FMT "\" stands twice",
                             TEXT_ARG(text_shown(span_text(header))));
                break;
            }
    }
    if (expects)
        return;
    Problem *problem = report_error(reader->task->report, "example-expects-nothing", block_cell(block, 0, 0),
                                    "examples expect nothing");
    problem_hint(reader->task->report, problem, "Add a column such as \"= customs value\", or \"by\" for the row that must fire.");
}

static void check_cells(PageReader *reader, const ExampleTable *table, const ExampleRow *row)
{
    for (uint32_t i = 0; i < table->column_count; i++) {
        Span cell = row->cells[i];
        if (table->columns[i].kind == EXAMPLE_EXPECTED)
            check_mark(reader, cell);
        if (span_text(cell).length)
            continue;
        Problem *problem = report_error(reader->task->report, "empty-example-cell", cell,
                                        "example \"" TEXT_FMT "\" has nothing in column \"" TEXT_FMT "\"",
                                        TEXT_ARG(text_shown(row->name)), TEXT_ARG(text_shown(span_text(table->columns[i].header))));
        problem_hint(reader->task->report, problem, "Write \"-\" for what is not told.");
    }
}

static void read_columns(PageReader *reader, const Block *block, ExampleTable *table)
{
    ExampleColumn *columns = REGION_ARRAY(reader->region, ExampleColumn, block->column_count);
    table->columns = columns;
    table->column_count = block->column_count - 1;
    for (uint32_t i = 0; i < table->column_count; i++)
        columns[i] = column_of(block_cell(block, 0, i + 1));
    check_columns(reader, block, table);
}

void example_table_read(PageReader *reader, const Block *block)
{
    ExampleTable table = { .given_count = (uint32_t)reader->given.count, .given = reader->given.at,
                           .row_count = block->row_count };
    read_columns(reader, block, &table);
    ExampleRow *rows = REGION_ARRAY(reader->region, ExampleRow, block->row_count);
    for (uint32_t i = 0; i < block->row_count; i++) {
        const Span *cells = block->cells + (size_t)(i + 1) * block->column_count;
        rows[i] = (ExampleRow){ span_text(cells[0]), cells[0], cells + 1 };
        check_cells(reader, &table, &rows[i]);
    }
    table.rows = rows;
    reader->given.at = NULL; /* they belong to this table now */
    reader->given.count = reader->given.room = 0;
    *LIST_ADD(reader->region, reader->examples) = table;
}

/* ---- lines ---- */

/* given = name "=" value { ";" name "=" value } */
void given_read(PageReader *reader, Span line)
{
    Text rest = lines_trim(span_text(line));
    reader->given_span = line;
    while (rest.length) {
        Text value, part = lines_trim(cut_outside(rest, ';', &rest));
        Text name = lines_trim(text_cut(part, '=', &value));
        value = lines_trim(value);
        if (name.length && value.length) {
            *LIST_ADD(reader->region, reader->given) = (ExampleGiven){ span_part(line, name), span_part(line, value) };
            continue;
        }
        Problem *problem = report_error(reader->task->report, "given-form", span_part(line, part),
                                        "\"" TEXT_FMT "\" gives nothing",
                                        TEXT_ARG(text_shown(part)));
        problem_hint(reader->task->report, problem, "Write \"Given: name = value; name = value\".");
    }
}

/* case = NAME [ "(" remark ")" ] */
static void read_case(PageReader *reader, Span line, Text part)
{
    Text remark;
    Text name = lines_trim(text_cut(part, '(', &remark));
    if (remark.at && text_ends(remark, TEXT(")")))
        remark = lines_trim((Text){ remark.at, remark.length - 1 });
    if (name.length)
        *LIST_ADD(reader->region, reader->cases) = (CaseName){ name, remark, span_part(line, name) };
    else
        report_error(reader->task->report, "case-form", line, "nothing stands between two \",\" of the cases");
}

/* cases = case { "," case } */
void cases_read(PageReader *reader, Span line)
{
    Text rest = lines_trim(span_text(line));
    do
        read_case(reader, line, lines_trim(cut_outside(rest, ',', &rest)));
    while (rest.at);
}
