/* rulebook/table_reader.c - decision tables and the readings of open questions. See reader.h.
 *
 *     | U    | line content | .rate | in force | source |
 *       |      input          output  the columns of every row
 *       hit policy; below it the ids of the rows
 *
 * A table's cells are used where the Markdown reader put them: a row points behind its id into that array.
 */
#include "rulebook/reader.h"

/* ---- header ---- */

static const struct {
    const char *written;
    HitPolicy policy;
} POLICIES[] = {
    { "U", HIT_UNIQUE },        { "A", HIT_ANY },          { "P", HIT_PRIORITY },     { "F", HIT_FIRST },
    { "C", HIT_COLLECT },       { "C+", HIT_COLLECT_SUM }, { "C<", HIT_COLLECT_MIN }, { "C>", HIT_COLLECT_MAX },
    { "C#", HIT_COLLECT_COUNT }, { "R", HIT_RULE_ORDER },  { "O", HIT_OUTPUT_ORDER },
};

static void read_policy(PageReader *reader, Span cell, Table *table)
{
    table->policy_span = cell;
    for (size_t i = 0; i < sizeof POLICIES / sizeof *POLICIES; i++)
        if (text_equal(span_text(cell), text_of(POLICIES[i].written))) {
            table->policy = POLICIES[i].policy;
            return;
        }
    Problem *problem = report_error(reader->task->report, "unknown-hit-policy", cell,
                                    "no hit policy is called \"" TEXT_FMT "\"",
                                    TEXT_ARG(text_shown(span_text(cell))));
    problem_hint(reader->task->report, problem,
                 "The top-left cell of a table reads U, A, P, F, C, C+, C<, C>, C#, R or O; of examples it reads \"example\".");
}

static const struct {
    const char *header;
    ColumnKind kind;
} FIXED_COLUMNS[] = {
    { "in force", COLUMN_IN_FORCE },
    { "source", COLUMN_SOURCE },
    { "confidence", COLUMN_CONFIDENCE },
    { "note", COLUMN_NOTE },
};

static Column column_of(Span header, Text decision)
{
    Text text = span_text(header);
    for (size_t i = 0; i < sizeof FIXED_COLUMNS / sizeof *FIXED_COLUMNS; i++)
        if (text_equal(text, text_of(FIXED_COLUMNS[i].header)))
            return (Column){ FIXED_COLUMNS[i].kind, header, TEXT_NONE };
    if (text_starts(text, TEXT(".")))
        return (Column){ COLUMN_OUTPUT, header, text_trim(text_slice(text, 1, text.length)) };
    return (Column){ text_equal(text, decision) ? COLUMN_OUTPUT : COLUMN_INPUT, header, TEXT_NONE };
}

static int find_column(const Table *table, ColumnKind kind)
{
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == kind)
            return (int)i;
    return -1;
}

static void check_header(PageReader *reader, const Table *table, uint32_t at)
{
    Span header = table->columns[at].header;
    Text text = span_text(header);
    if (!text.length || text_is(text, "."))
        report_error(reader->task->report, "empty-header", header, "column of a table has no header");
    for (uint32_t i = 0; i < at && text.length; i++)
        if (text_equal(span_text(table->columns[i].header), text)) {
            report_error(reader->task->report, "column-twice", header, "column \"" TEXT_FMT "\" stands twice",
                         TEXT_ARG(text_shown(text)));
            return;
        }
}

/* A needed column is missing: an input with nearly its name is the likely one. */
static void missing_column(PageReader *reader, const Table *table, Text name, const char *what)
{
    LIST_OF(Text) inputs = { 0 };
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_INPUT)
            *LIST_ADD(reader->region, inputs) = span_text(table->columns[i].header);
    Problem *problem = report_error(reader->task->report, "missing-column", table->policy_span,
                                    "table has no %s \"" TEXT_FMT "\"", what, TEXT_ARG(text_shown(name)));
    Text nearest = text_nearest(name, inputs.at, inputs.count);
    if (nearest.length)
        problem_hint(reader->task->report, problem, "Its column \"" TEXT_FMT "\" is nearly that.", TEXT_ARG(nearest));
}

static void check_outputs(PageReader *reader, const Table *table, Text decision)
{
    bool whole = false, parts = false;
    int last = -1;
    for (uint32_t i = 0; i < table->column_count; i++)
        if (table->columns[i].kind == COLUMN_OUTPUT) {
            whole |= !table->columns[i].part.length;
            parts |= table->columns[i].part.length > 0;
            last = (int)i;
        }
    if (last < 0)
        missing_column(reader, table, decision, "output column");
    if (whole && parts)
        report_error(reader->task->report, "mixed-outputs", table->columns[last].header,
                     "table writes both the whole decision and parts of it");
}

/* False when columns are missing: then what rows hold where cannot be told. */
static bool read_header(PageReader *reader, const Block *block, Table *table)
{
    size_t errors = reader->task->report->errors;
    Text decision = reader->decision->name;
    Column *columns = REGION_ARRAY(reader->region, Column, block->column_count);
    read_policy(reader, block_cell(block, 0, 0), table);
    table->columns = columns;
    table->column_count = block->column_count - 1;
    for (uint32_t i = 0; i < table->column_count; i++) {
        columns[i] = column_of(block_cell(block, 0, i + 1), decision);
        check_header(reader, table, i);
    }
    check_outputs(reader, table, decision);
    if (find_column(table, COLUMN_IN_FORCE) < 0)
        missing_column(reader, table, TEXT("in force"), "column");
    if (find_column(table, COLUMN_SOURCE) < 0)
        missing_column(reader, table, TEXT("source"), "column");
    return reader->task->report->errors == errors;
}

/* ---- rows ---- */

/* ids = ID { "," ID } */
static void read_ids(PageReader *reader, Span cell, Row *row)
{
    Text rest, text = span_text(cell);
    row->id = text_trim(text_cut(text, ',', &rest));
    row->id_span = span_part(cell, row->id);
    if (!row->id.length || is_dash(row->id))
        report_error(reader->task->report, "row-without-id", cell, "row of a table has no id");
    if (!rest.at)
        return;
    LIST_OF(Text) aliases = { 0 };
    while (rest.at) {
        Text alias = text_trim(text_cut(rest, ',', &rest));
        if (alias.length)
            *LIST_ADD(reader->region, aliases) = alias;
        else
            report_error(reader->task->report, "row-without-id", cell, "nothing stands between two \",\" of the ids");
    }
    row->aliases = aliases.at;
    row->alias_count = (uint32_t)aliases.count;
}

static Text row_name(const Row *row)
{
    return row->id.length ? row->id : TEXT("row");
}

static void empty_cell(PageReader *reader, const Row *row, uint32_t column)
{
    bool input = row->table->columns[column].kind == COLUMN_INPUT;
    Problem *problem = report_error(reader->task->report, input ? "empty-input-cell" : "empty-output-cell",
                                    row->cells[column],
                                    "row \"" TEXT_FMT "\" has nothing in column \"" TEXT_FMT "\"", TEXT_ARG(text_shown(row_name(row))),
                                    TEXT_ARG(text_shown(span_text(row->table->columns[column].header))));
    if (input)
        problem_hint(reader->task->report, problem, "Write \"-\" when the column does not matter for this row.");
    else
        problem_hint(reader->task->report, problem,
                     "Write a value, \"-\" for nothing, or *none* when the law asks nothing.");
}

static void check_otherwise_input(PageReader *reader, const Row *row, uint32_t column)
{
    if (span_text(row->cells[column]).length)
        report_error(reader->task->report, "otherwise-with-inputs", row->cells[column],
                     "row \"" TEXT_FMT "\" reads \"otherwise\" and has an input cell besides", TEXT_ARG(text_shown(row_name(row))));
}

/* Is this cell the word "otherwise" where it may stand: in the first input column? */
static bool reads_otherwise(PageReader *reader, const Row *row, uint32_t column, bool first)
{
    if (!text_is(span_text(row->cells[column]), "otherwise"))
        return false;
    if (!first && !row->otherwise)
        report_error(reader->task->report, "otherwise-out-of-place", row->cells[column],
                     "\"otherwise\" stands in the first input column only");
    return true;
}

static void read_inputs(PageReader *reader, Row *row)
{
    const Table *table = row->table;
    bool first = true;
    for (uint32_t i = 0; i < table->column_count; i++) {
        if (table->columns[i].kind != COLUMN_INPUT)
            continue;
        bool otherwise = reads_otherwise(reader, row, i, first);
        if (first)
            row->otherwise = otherwise;
        else if (row->otherwise)
            check_otherwise_input(reader, row, i);
        if (!row->otherwise && !span_text(row->cells[i]).length)
            empty_cell(reader, row, i);
        first = false;
    }
}

static void read_cell(PageReader *reader, Row *row, uint32_t i)
{
    Span cell = row->cells[i];
    switch (row->table->columns[i].kind) {
    case COLUMN_INPUT:
        break; /* read_inputs */
    case COLUMN_OUTPUT:
        if (!span_text(cell).length)
            empty_cell(reader, row, i);
        check_mark(reader, cell);
        break;
    case COLUMN_IN_FORCE:
        row->in_force = cell_days(reader, cell, row_name(row));
        row->in_force_span = cell;
        break;
    case COLUMN_SOURCE:
        row->citations = cell_citations(reader, cell, row_name(row));
        break;
    case COLUMN_CONFIDENCE:
        if (span_text(cell).length && !is_dash(span_text(cell)))
            row->has_confidence = confidence_read(reader, cell, &row->confidence);
        break;
    case COLUMN_NOTE:
        row->note = is_dash(span_text(cell)) ? TEXT_NONE : span_text(cell);
        break;
    }
}

static void read_row(PageReader *reader, Row *row, const Span *cells, bool sound)
{
    row->cells = cells + 1;
    read_ids(reader, cells[0], row);
    if (sound)
        read_inputs(reader, row);
    for (uint32_t i = 0; i < row->table->column_count; i++)
        read_cell(reader, row, i);
}

static void check_otherwise(PageReader *reader, const Table *table)
{
    Report *report = reader->task->report;
    for (uint32_t i = 0; i < table->row_count; i++) {
        const Row *row = &table->rows[i];
        if (!row->otherwise)
            continue;
        if (table->policy != HIT_UNIQUE)
            report_error(report, "otherwise-not-unique", row->id_span,
                         "row \"" TEXT_FMT "\" reads \"otherwise\" in a table that is not unique",
                         TEXT_ARG(text_shown(row->id)));
        else if (i + 1 < table->row_count && !table->rows[i + 1].otherwise)
            report_error(report, "otherwise-not-last", row->id_span,
                         "row \"" TEXT_FMT "\" reads \"otherwise\" and is not the last one",
                         TEXT_ARG(text_shown(row->id)));
    }
}

static void read_rows(PageReader *reader, const Block *block, Table *table, bool sound)
{
    Row *rows = REGION_ARRAY(reader->region, Row, block->row_count);
    for (uint32_t i = 0; i < block->row_count; i++) {
        rows[i].table = table;
        read_row(reader, &rows[i], block->cells + (size_t)(i + 1) * block->column_count, sound);
    }
    table->rows = rows;
    table->row_count = block->row_count;
    check_otherwise(reader, table);
}

/* False, with an error, when the decision has its table, block or readings already. */
static bool may_have_body(PageReader *reader, Span span)
{
    const DecisionBlock *decision = reader->decision;
    if (!decision->table.columns && !decision->feel.source && !reader->readings.count)
        return true;
    Problem *problem = report_error(reader->task->report, "second-body", span,
                                    "decision \"" TEXT_FMT "\" has a table or a block already",
                                    TEXT_ARG(text_shown(decision->name)));
    problem_hint(reader->task->report, problem, "A table of examples has \"example\" in its top-left cell.");
    return false;
}

void decision_table_read(PageReader *reader, const Block *block)
{
    if (!may_have_body(reader, block_cell(block, 0, 0)))
        return;
    bool sound = read_header(reader, block, &reader->decision->table);
    read_rows(reader, block, &reader->decision->table, sound);
}

/* ---- rows beside the page ---- */

static Block block_of_csv(Region *region, const Csv *csv)
{
    Span *cells = REGION_ARRAY(region, Span, ((size_t)csv->rows + 1) * csv->columns);
    for (uint32_t i = 0; i < csv->columns; i++)
        cells[i] = csv->header[i].span;
    for (size_t i = 0; i < (size_t)csv->rows * csv->columns; i++)
        cells[csv->columns + i] = csv->cells[i].span;
    return (Block){ .kind = BLOCK_TABLE, .column_count = csv->columns, .row_count = csv->rows, .cells = cells };
}

static bool csv_too_large(PageReader *reader, Span line, const Csv *csv)
{
    Report *report = reader->task->report;
    if (csv->columns > LIMIT_TABLE_COLUMNS)
        report_error(report, "too-many-columns", line, "table has %u columns, the limit is %d", csv->columns,
                     LIMIT_TABLE_COLUMNS);
    if (csv->rows > LIMIT_TABLE_ROWS)
        report_error(report, "too-many-rows", line, "table has %u rows, the limit is %d", csv->rows, LIMIT_TABLE_ROWS);
    return csv->columns > LIMIT_TABLE_COLUMNS || csv->rows > LIMIT_TABLE_ROWS;
}

/* The file that lies beside the page, or NULL with errors. */
static const Csv *read_csv_beside(PageReader *reader, Span line, Text file, const Source **source)
{
    if (path_leaves(file)) {
        report_error(reader->task->report, "path-leaves-folder", line,
                     "file \"" TEXT_FMT "\" does not lie beside its page",
                     TEXT_ARG(text_shown(file)));
        return NULL;
    }
    Text page = reader->source->name;
    while (page.length && page.at[page.length - 1] != '/')
        page.length--;
    const Csv *csv = csv_as_spans(reader->task, path_join(reader->region, page, file), source);
    return csv && !csv_too_large(reader, line, csv) ? csv : NULL;
}

void decision_csv_read(PageReader *reader, Span line, Text file)
{
    if (!may_have_body(reader, line))
        return;
    const Source *former = reader->source, *source = NULL;
    const Csv *csv = read_csv_beside(reader, line, file, &source);
    if (!csv) {
        reader->library->rows_lost = true;
        reader->decision->table.columns = REGION_ARRAY(reader->region, Column,
                                                       1); /* there is a body, if a faulty one */
        return;
    }
    Block block = block_of_csv(reader->region, csv);
    reader->source = source;
    bool sound = read_header(reader, &block, &reader->decision->table);
    read_rows(reader, &block, &reader->decision->table, sound);
    reader->decision->table.csv = source;
    reader->source = former;
}

/* ---- open questions ---- */

enum { READING_NAME, READING_VALUE, READING_STANCE, READING_IN_FORCE, READING_SOURCE };
static const ColumnSpec READING_COLUMNS[] = {
    { "reading", true }, { "value", true }, { "stance", true }, { "in force", true }, { "source", true },
};

static void check_reading_name(const RegisterRow *row, Text name)
{
    PageReader *reader = row->reader;
    for (size_t i = 0; i < reader->readings.count && i < LIMIT_COMBINATIONS; i++)
        if (name.length && text_equal(reader->readings.at[i].name, name))
            report_error(reader->task->report, "reading-twice", block_cell(row->table, row->row, 0),
                         "reading \"" TEXT_FMT "\" stands twice", TEXT_ARG(text_shown(name)));
}

static void read_reading(const RegisterRow *row)
{
    PageReader *reader = row->reader;
    Reading reading = { .name = register_needed(row, READING_NAME), .value = register_cell(row, READING_VALUE),
                        .stance = register_needed(row, READING_STANCE), .span = block_cell(row->table, row->row, 0) };
    register_needed(row, READING_VALUE);
    check_reading_name(row, reading.name);
    if (row->column[READING_IN_FORCE] != NO_COLUMN)
        reading.in_force = cell_days(reader, register_cell(row, READING_IN_FORCE), reading.name);
    if (row->column[READING_SOURCE] != NO_COLUMN)
        reading.citations = cell_citations(reader, register_cell(row, READING_SOURCE), reading.name);
    *LIST_ADD(reader->region, reader->readings) = reading;
}

void question_table_read(PageReader *reader, const Block *block)
{
    static const RegisterSpec SPEC = { "readings", "reading", READING_COLUMNS,
                                       sizeof READING_COLUMNS / sizeof *READING_COLUMNS,
                                       read_reading };
    if (may_have_body(reader, block_cell(block, 0, 0)))
        register_read(reader, block, &SPEC);
}
