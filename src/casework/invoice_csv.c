/* casework/invoice_csv.c - an invoice from CSV: a row for each line, the head in columns of every row or of the first. See invoice.h.
 *
 * Columns stand in any order and bear any name that data/invoice-columns.csv knows. A column "record" makes rows of other groups: "line"
 * (default), "charge", "allowance", "tax", "reference", "note". A column that nobody knows is told as a warning, never read as another.
 */
#include "base/csv.h"
#include "casework/invoice.h"

typedef struct Reading {
    Task *task;
    Invoice *invoice;
    const Csv *csv;
    const char **keys; /* per column; NULL: not known */
    int record;        /* the column that names the group; -1: none */
    bool good;
} Reading;

static const struct {
    const char *name;
    InvoiceGroup group;
} RECORDS[] = { { "line", GROUP_LINE }, { "charge", GROUP_CHARGE }, { "allowance", GROUP_CHARGE }, { "tax", GROUP_TAX }, { "reference", GROUP_REFERENCE }, { "note", GROUP_NOTE } };

/* ---- columns ---- */

static void unknown_column(Reading *reading, const CsvCell *header)
{
    Problem *problem = report_warning(reading->task->report, "invoice-column", header->span, "column \"" TEXT_FMT "\" is not read", TEXT_ARG(header->text));
    problem_hint(reading->task->report, problem, "Its name is none that data/invoice-columns.csv knows.");
}

static bool twice(Reading *reading, uint32_t column)
{
    for (uint32_t i = 0; i < column; i++)
        if (reading->keys[i] && text_equal(text_of(reading->keys[i]), text_of(reading->keys[column]))) {
            const CsvCell *header = &reading->csv->header[column];
            Problem *problem = report_error(reading->task->report, "invoice-column-twice", header->span, "columns \"" TEXT_FMT "\" and \"" TEXT_FMT "\" mean one thing",
                                            TEXT_ARG(reading->csv->header[i].text), TEXT_ARG(header->text));
            problem_also(reading->task->report, problem, reading->csv->header[i].span, "the first");
            reading->good = false;
            return true;
        }
    return false;
}

static void name_columns(Reading *reading, const InvoiceWords *words)
{
    reading->keys = REGION_ARRAY(reading->task->region, const char *, reading->csv->columns);
    reading->record = -1;
    for (uint32_t i = 0; i < reading->csv->columns; i++) {
        reading->keys[i] = invoice_column(reading->task->region, words, reading->csv->header[i].text);
        if (!reading->keys[i])
            unknown_column(reading, &reading->csv->header[i]);
        else if (!twice(reading, i) && text_equal(text_of(reading->keys[i]), TEXT("record")))
            reading->record = (int)i;
    }
}

/* ---- rows ---- */

static bool row_group(Reading *reading, uint32_t row, InvoiceGroup *group, Text *kind)
{
    *group = GROUP_LINE;
    const CsvCell *cell = reading->record < 0 ? NULL : csv_cell(reading->csv, row, (uint32_t)reading->record);
    *kind = cell ? text_trim(cell->text) : TEXT_NONE;
    if (!kind->length)
        return true;
    for (size_t i = 0; i < sizeof RECORDS / sizeof *RECORDS; i++)
        if (text_equal(*kind, text_of(RECORDS[i].name))) {
            *group = RECORDS[i].group;
            return true;
        }
    Problem *problem = report_error(reading->task->report, "invoice-record", cell->span, "\"" TEXT_FMT "\" is no kind of record", TEXT_ARG(*kind));
    problem_hint(reading->task->report, problem, "Write line, charge, allowance, tax, reference or note.");
    reading->good = false;
    return false;
}

/* "300.00 USD" */
static void cut_currency(InvoiceValue *value)
{
    Text rest, first = text_cut(text_trim(value->text), ' ', &rest);
    if (text_trim(rest).length != 3)
        return;
    value->text = first;
    value->currency = text_trim(rest);
}

static void tell_cell(Reading *reading, InvoiceRecord *record, InvoiceGroup group, uint32_t column, uint32_t row)
{
    Text key = text_of(reading->keys[column]);
    const CsvCell *cell = csv_cell(reading->csv, row, column);
    int field = invoice_field(group, key);
    InvoiceGroup where = field < 0 ? GROUP_HEAD : group;
    if (field < 0)
        field = invoice_field(GROUP_HEAD, key);
    InvoiceValue value = { .text = cell->text, .span = cell->span, .element = text_trim(reading->csv->header[column].text) };
    if (field >= 0 && invoice_fields(where).at[field].kind == INVOICE_AMOUNT)
        cut_currency(&value);
    if (field >= 0)
        reading->good &= invoice_tell(reading->task, where == GROUP_HEAD ? &reading->invoice->head : record, where, (uint32_t)field, &value);
}

static void read_row(Reading *reading, uint32_t row)
{
    InvoiceGroup group;
    Text kind;
    if (!row_group(reading, row, &group, &kind))
        return;
    InvoiceRecord *record = invoice_add(reading->invoice, group);
    record->element = text_format(reading->task->region, "row %u", row + 1);
    record->span = csv_cell(reading->csv, row, 0)->span;
    if (group == GROUP_CHARGE)
        invoice_tell(reading->task, record, group, CHARGE_kind, &(InvoiceValue){ .text = kind, .span = record->span });
    for (uint32_t column = 0; column < reading->csv->columns; column++)
        if (reading->keys[column] && (int)column != reading->record)
            tell_cell(reading, record, group, column, row);
}

bool invoice_read_csv(Task *task, Invoice *invoice, const InvoiceWords *words)
{
    const Csv *csv = csv_read(task, invoice->source);
    if (!csv)
        return false;
    Reading reading = { .task = task, .invoice = invoice, .csv = csv, .good = true };
    name_columns(&reading, words);
    for (uint32_t row = 0; reading.good && row < csv->rows; row++)
        read_row(&reading, row);
    return reading.good;
}
