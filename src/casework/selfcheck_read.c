/* casework/selfcheck_read.c - from folders and files to the cases of a self-check.
 *
 *     folder ──▶ .json  one case
 *                .jsonl a case a line
 *                .csv, .xlsx  a list of software, or a book of contracts ──▶ a case a row
 */
#include "base/file.h"
#include "casework/selfcheck.h"

/* ---- JSON ---- */

static void read_case(SelfCheck *check, const char *path)
{
    const Source *source = file_read(check->task, path, 0);
    if (source)
        selfcheck_case(check, source);
}

static void read_lines(SelfCheck *check, const char *path)
{
    const Source *source = file_read(check->task, path, 0);
    Text rest = source ? source->bytes : TEXT_NONE;
    for (uint32_t number = 1; rest.length; number++) {
        Text line = text_trim(text_cut(rest, '\n', &rest));
        if (text_ends(line, TEXT("\r")))
            line.length--;
        if (!line.length)
            continue;
        const Source *one = source_from(check->task, text_format(check->task->region, TEXT_FMT ":%u", TEXT_ARG(source->name), number), line);
        if (one)
            selfcheck_case(check, one);
    }
}

/* ---- tables: cells of one row ---- */

typedef struct TableRow {
    SelfCheck *check;
    const Table *table; /* NULL: a name and nothing else */
    uint32_t row;
    Text name;          /* "book.csv:3" */
} TableRow;

static int column_called(const Table *table, const char *name)
{
    for (uint32_t i = 0; i < table_columns(table); i++)
        if (text_equal(text_trim(table_header(table, i)), text_of(name)))
            return (int)i;
    return -1;
}

static Text value_at(const TableRow *row, uint32_t column)
{
    return text_trim(table_cell(row->table, row->row, column).shown);
}

static Text cell_of(const TableRow *row, const char *column)
{
    int at = row->table ? column_called(row->table, column) : -1;
    if (!row->table)
        return text_is(text_of(column), "name") ? row->name : TEXT_NONE;
    return at < 0 ? TEXT_NONE : value_at(row, (uint32_t)at);
}

static void put_fact(JsonWriter *writer, Text key, Text value)
{
    json_key(writer, key);
    if (text_is(value, "true") || text_is(value, "false"))
        json_boolean(writer, text_is(value, "true"));
    else
        json_text(writer, value);
}

static const Source *row_source(const TableRow *row, const Builder *out)
{
    return source_from(row->check->task, row->name, builder_text(out));
}

/* "book.csv:3", "book.xlsx:Sheet1!3": where people find the row. */
static Text row_name(SelfCheck *check, const Table *table, uint32_t row, Text file)
{
    Text place = table_row_place(check->task->region, table, row), line = TEXT("line ");
    return text_format(check->task->region, TEXT_FMT ":" TEXT_FMT, TEXT_ARG(file), TEXT_ARG(text_slice(place, text_starts(place, line) ? line.length : 0, place.length)));
}

static void each_row(SelfCheck *check, const Table *table, Text file, void (*visit)(const TableRow *row))
{
    for (uint32_t i = 0; i < table_rows(table); i++) {
        TableRow row = { check, table, i, row_name(check, table, i, file) };
        visit(&row);
    }
}

/* ---- a list of software ---- */

/* Cells that are facts of the invoice line under another name. What is on the list has to do with a code, so it is taken for goods on a carrier
 * unless it is told otherwise. */
static const struct {
    const char *column, *fact, *otherwise;
} SOFTWARE[] = { { "name", "name", NULL }, { "function", "content", NULL }, { "medium", "medium", NULL }, { "delivery", "delivery_form", "carrier" }, { "origin", "origin", NULL } };

static void put_software(const TableRow *row, JsonWriter *writer)
{
    json_open(writer, '{');
    json_pair(writer, "id", TEXT("1"));
    for (size_t i = 0; i < sizeof SOFTWARE / sizeof *SOFTWARE; i++) {
        Text told = cell_of(row, SOFTWARE[i].column);
        json_pair_if(writer, SOFTWARE[i].fact, told.length ? told : text_of(SOFTWARE[i].otherwise));
    }
    json_close(writer, '}');
}

static const Source *software_case(const TableRow *row)
{
    Builder out = builder_on(row->check->task->region);
    JsonWriter writer = json_writer(&out, true);
    Text country = cell_of(row, "jurisdiction");
    json_open(&writer, '{');
    json_pair_if(&writer, "jurisdiction", country.length ? country : row->check->country);
    json_pair(&writer, "movement", TEXT("import"));
    json_key(&writer, TEXT("shipments"));
    json_open(&writer, '[');
    json_open(&writer, '{');
    json_pair(&writer, "id", TEXT("s1"));
    json_pair_if(&writer, "entry_day", cell_of(row, "entry_day"));
    json_key(&writer, TEXT("invoice_lines"));
    json_open(&writer, '[');
    put_software(row, &writer);
    json_close(&writer, ']');
    json_close(&writer, '}');
    json_close(&writer, ']');
    json_close(&writer, '}');
    return row_source(row, &out);
}

static void check_software(const TableRow *row)
{
    OneCase one;
    const Source *source = software_case(row);
    if (source && one_case(row->check, source, &one))
        check_codes(&one, cell_of(row, "code"));
}

void selfcheck_name(SelfCheck *check, Text name)
{
    TableRow row = { .check = check, .name = name };
    check_software(&row);
}

/* ---- a book of contracts ---- */

static const char *const OF_CASE[] = { "jurisdiction", "movement" };

static bool is_of_case(Text column)
{
    return text_equal(column, text_of(OF_CASE[0])) || text_equal(column, text_of(OF_CASE[1]));
}

/* The cells whose column begins with `prefix`, or those of the contract itself where it is empty. */
static uint32_t put_cells(const TableRow *row, JsonWriter *writer, Text prefix)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < table_columns(row->table); i++) {
        Text column = text_trim(table_header(row->table, i)), value = value_at(row, i);
        bool inner = text_find(column, TEXT("."), 0) != SIZE_MAX;
        if (!value.length || is_of_case(column) || (prefix.length ? !text_starts(column, prefix) : inner))
            continue;
        count++;
        if (writer)
            put_fact(writer, text_slice(column, prefix.length, column.length), value);
    }
    return count;
}

static void put_inner(const TableRow *row, JsonWriter *writer, const char *list, Text prefix, const char *id)
{
    if (!put_cells(row, NULL, prefix))
        return;
    json_key(writer, text_of(list));
    json_open(writer, '[');
    json_open(writer, '{');
    json_pair(writer, "id", text_of(id));
    put_cells(row, writer, prefix);
    json_close(writer, '}');
    json_close(writer, ']');
}

static void put_shipment(const TableRow *row, JsonWriter *writer)
{
    if (!put_cells(row, NULL, TEXT("line.")) && !put_cells(row, NULL, TEXT("shipment.")))
        return;
    json_key(writer, TEXT("shipments"));
    json_open(writer, '[');
    json_open(writer, '{');
    json_pair(writer, "id", TEXT("s1"));
    put_cells(row, writer, TEXT("shipment."));
    put_inner(row, writer, "invoice_lines", TEXT("line."), "1");
    json_close(writer, '}');
    json_close(writer, ']');
}

static void check_contract(const TableRow *row)
{
    Builder out = builder_on(row->check->task->region);
    JsonWriter writer = json_writer(&out, true);
    json_open(&writer, '{');
    for (size_t i = 0; i < sizeof OF_CASE / sizeof *OF_CASE; i++)
        json_pair_if(&writer, OF_CASE[i], cell_of(row, OF_CASE[i]));
    json_key(&writer, TEXT("contracts"));
    json_open(&writer, '[');
    json_open(&writer, '{');
    if (column_called(row->table, "id") < 0)
        json_pair(&writer, "id", TEXT("c1"));
    put_cells(row, &writer, TEXT_NONE);
    put_inner(row, &writer, "payments", TEXT("payment."), "p1");
    json_close(&writer, '}');
    json_close(&writer, ']');
    put_shipment(row, &writer);
    json_close(&writer, '}');
    const Source *source = row_source(row, &out);
    if (source)
        selfcheck_case(row->check, source);
}

static void read_rows(SelfCheck *check, const char *path)
{
    const Table *table = table_read(check->task, path, &check->tables);
    if (!table)
        return;
    bool software = column_called(table, "function") >= 0 || column_called(table, "medium") >= 0;
    if (software && check->codes)
        each_row(check, table, text_of(path), check_software);
    if (!software)
        each_row(check, table, text_of(path), check_contract);
}

/* ---- what is where ---- */

static const struct {
    const char *ending;
    void (*read)(SelfCheck *check, const char *path);
} KINDS[] = { { ".json", read_case }, { ".jsonl", read_lines }, { ".csv", read_rows }, { ".xlsx", read_rows } };

enum { KIND_COUNT = sizeof KINDS / sizeof *KINDS };

static void read_folder(SelfCheck *check, const char *path)
{
    size_t found = 0;
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        FileList files = files_below(check->task, path, text_of(KINDS[kind].ending));
        for (size_t i = 0; i < files.count; i++)
            KINDS[kind].read(check, path_join(check->task->region, text_of(path), files.at[i]));
        found += files.count;
    }
    if (!found)
        report_error(check->task->report, "nothing-to-check", SPAN_NONE, "the folder \"%s\" holds no .json, .jsonl, .csv or .xlsx", path);
}

void selfcheck_path(SelfCheck *check, const char *path)
{
    if (directory_exists(path)) {
        read_folder(check, path);
        return;
    }
    for (size_t kind = 0; kind < KIND_COUNT; kind++)
        if (text_ends(text_of(path), text_of(KINDS[kind].ending))) {
            KINDS[kind].read(check, path);
            return;
        }
    read_case(check, path);
}
