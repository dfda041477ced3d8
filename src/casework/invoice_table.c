/* casework/invoice_table.c - an invoice from CSV or a workbook: a row for each line, the head in columns of every row or of the first. See invoice.h.
 *
 * Columns stand in any order and bear any name that data/invoice-columns.csv knows. A column "record" makes rows of other groups: "line"
 * (default), "charge", "allowance", "tax", "reference", "note". A column that nobody knows is told as a warning, never read as another.
 */
#include "casework/invoice.h"
#include "value/date.h"

typedef struct Reading {
    Task *task;
    Invoice *invoice;
    Table *table;
    Columns *columns;
    const ColumnNames *names;
    const InvoiceWords *words;
    int record; /* field that names the group */
    bool other_codes; /* a column says of which list each code is */
    bool cells; /* places are cells of a workbook */
    bool good;
} Reading;

static const struct {
    const char *name;
    InvoiceGroup group;
} RECORDS[] = { { "line", GROUP_LINE }, { "charge", GROUP_CHARGE }, { "allowance", GROUP_CHARGE }, { "tax", GROUP_TAX }, { "reference", GROUP_REFERENCE }, { "note", GROUP_NOTE } };

/* ---- rows ---- */

static bool row_group(Reading *reading, uint32_t row, InvoiceGroup *group, Text *kind)
{
    *group = GROUP_LINE;
    *kind = TEXT_NONE;
    if (reading->record < 0 || columns_text(reading->task, reading->columns, row, (uint32_t)reading->record, kind) != CELL_READ)
        return true;
    for (size_t i = 0; i < sizeof RECORDS / sizeof *RECORDS; i++)
        if (text_equal(*kind, text_of(RECORDS[i].name))) {
            *group = RECORDS[i].group;
            return true;
        }
    Span span = columns_span(reading->task->region, reading->columns, row, (uint32_t)reading->record);
    Problem *problem = report_error(reading->task->report, "invoice-record", span, "\"" TEXT_FMT "\" is no kind of record", TEXT_ARG(*kind));
    problem_hint(reading->task->report, problem, "Write line, charge, allowance, tax, reference or note.");
    table_fail(reading->task, reading->table, row, problem->message);
    reading->good = false;
    return false;
}

/* ---- cells ---- */

static CellRead read_figure(Reading *reading, uint32_t row, uint32_t field, InvoiceValue *value)
{
    CellNumber told;
    Builder out = builder_on(reading->task->region);
    CellRead read = columns_number(reading->task, reading->columns, row, field, &told);
    if (read != CELL_READ)
        return read;
    decimal_print(&out, &told.number);
    value->text = builder_text(&out);
    value->currency = told.currency;
    return read;
}

static CellRead read_day(Reading *reading, uint32_t row, uint32_t field, InvoiceValue *value)
{
    int64_t day;
    CellRead read = columns_day(reading->task, reading->columns, row, field, &day);
    if (read == CELL_READ)
        value->text = date_text(reading->task->region, day);
    return read;
}

/* Countries and currencies by their codes, or by what they are called. */
static CellRead read_text(Reading *reading, uint32_t row, uint32_t field, InvoiceKind kind, InvoiceValue *value)
{
    CellRead read = columns_text(reading->task, reading->columns, row, field, &value->text);
    if (read == CELL_READ && kind == INVOICE_COUNTRY)
        value->text = invoice_country_code(reading->task->region, reading->words, value->text);
    if (read == CELL_READ && kind == INVOICE_CURRENCY)
        value->text = invoice_currency_code(reading->task->region, reading->words, value->text);
    return read;
}

/* By what the column holds: figures and days in the forms that people write them in. */
static CellRead read_cell(Reading *reading, uint32_t row, uint32_t field, InvoiceKind kind, InvoiceValue *value)
{
    switch (column_names_at(reading->names, field)->kind) {
    case COLUMN_NUMBER:
        return read_figure(reading, row, field, value);
    case COLUMN_DAY:
        return read_day(reading, row, field, value);
    case COLUMN_CODE:
        return reading->other_codes ? read_text(reading, row, field, kind, value) : columns_code(reading->task, reading->columns, row, field, &value->text);
    default:
        return read_text(reading, row, field, kind, value);
    }
}

static void tell_cell(Reading *reading, InvoiceRecord *record, InvoiceGroup group, uint32_t column, uint32_t row)
{
    Region *region = reading->task->region;
    uint32_t named = (uint32_t)columns_meaning(reading->columns, column);
    Text key = column_names_at(reading->names, named)->key;
    int field = invoice_field(group, key);
    InvoiceGroup where = field < 0 ? GROUP_HEAD : group;
    if (field < 0)
        field = invoice_field(GROUP_HEAD, key);
    InvoiceValue value = { .span = table_span(region, reading->table, row, column) };
    value.element = reading->cells ? table_place(region, reading->table, row, column) : text_trim(table_header(reading->table, column));
    CellRead read = field < 0 ? CELL_NONE : read_cell(reading, row, named, invoice_fields(where).at[field].kind, &value);
    reading->good &= read != CELL_WRONG;
    if (read == CELL_READ)
        reading->good &= invoice_tell(reading->task, where == GROUP_HEAD ? &reading->invoice->head : record, where, (uint32_t)field, &value);
}

static void read_row(Reading *reading, uint32_t row)
{
    InvoiceGroup group;
    Text kind;
    if (!row_group(reading, row, &group, &kind))
        return;
    InvoiceRecord *record = invoice_add(reading->invoice, group);
    record->element = reading->cells ? table_row_place(reading->task->region, reading->table, row) : text_format(reading->task->region, "row %u", row + 1);
    record->span = table_span(reading->task->region, reading->table, row, 0);
    if (group == GROUP_CHARGE)
        invoice_tell(reading->task, record, group, CHARGE_kind, &(InvoiceValue){ .text = kind, .span = record->span });
    for (uint32_t column = 0; column < table_columns(reading->table); column++) {
        int field = columns_meaning(reading->columns, column);
        if (field >= 0 && field != reading->record)
            tell_cell(reading, record, group, column, row);
    }
}

/* ---- the table ---- */

const Invoice *invoice_of_rows(Task *task, const InvoiceWords *words, Table *table, Columns *columns, const InvoiceRows *rows)
{
    const ColumnNames *names = invoice_columns(words);
    Invoice *invoice = invoice_new(task, NULL, table_form(table));
    Reading reading = { .task = task, .invoice = invoice, .table = table, .columns = columns, .names = names, .words = words, .record = column_field(names, TEXT("record")), .good = true };
    uint32_t count = rows ? rows->count : table_rows(table);
    int list = column_field(names, TEXT("code_list"));
    reading.other_codes = list >= 0 && columns_column(columns, (uint32_t)list) >= 0;
    reading.cells = !text_is(text_of(table_form(table)), "CSV");
    invoice->name = table_name(table);
    for (uint32_t i = 0; reading.good && i < count; i++)
        if (rows || !invoice_leave_total(task, words, table, i))
            read_row(&reading, rows ? rows->at[i] : i);
    return reading.good && invoice_within_limits(task, invoice) ? invoice : NULL;
}
