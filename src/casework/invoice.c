/* casework/invoice.c - the fields of an invoice and how each is told. See invoice.h. */
#include "casework/invoice.h"

#include "base/encoding.h"
#include "base/xml.h"
#include "value/date.h"

#define HEAD(id, key, kind) { key, INVOICE_##kind },
static const InvoiceField HEAD_TABLE[] = {
#include "casework/invoice_fields.def"
};
#define LINE(id, key, kind) { key, INVOICE_##kind },
static const InvoiceField LINE_TABLE[] = {
#include "casework/invoice_fields.def"
};
#define CHARGE(id, key, kind) { key, INVOICE_##kind },
static const InvoiceField CHARGE_TABLE[] = {
#include "casework/invoice_fields.def"
};
#define TAX(id, key, kind) { key, INVOICE_##kind },
static const InvoiceField TAX_TABLE[] = {
#include "casework/invoice_fields.def"
};
#define REFERENCE(id, key, kind) { key, INVOICE_##kind },
static const InvoiceField REFERENCE_TABLE[] = {
#include "casework/invoice_fields.def"
};
#define NOTE(id, key, kind) { key, INVOICE_##kind },
static const InvoiceField NOTE_TABLE[] = {
#include "casework/invoice_fields.def"
};

static const InvoiceFields TABLES[INVOICE_GROUPS] = {
    [GROUP_HEAD] = { HEAD_FIELDS, HEAD_TABLE },       [GROUP_LINE] = { LINE_FIELDS, LINE_TABLE },
    [GROUP_CHARGE] = { CHARGE_FIELDS, CHARGE_TABLE }, [GROUP_TAX] = { TAX_FIELDS, TAX_TABLE },
    [GROUP_REFERENCE] = { REFERENCE_FIELDS, REFERENCE_TABLE }, [GROUP_NOTE] = { NOTE_FIELDS, NOTE_TABLE },
};

InvoiceFields invoice_fields(InvoiceGroup group)
{
    return TABLES[group];
}

int invoice_field(InvoiceGroup group, Text key)
{
    for (uint32_t i = 0; i < TABLES[group].count; i++)
        if (text_equal(text_of(TABLES[group].at[i].key), key))
            return (int)i;
    return -1;
}

/* A key means one kind of thing in every group that has it. */
ColumnHolds invoice_column_holds(Text key)
{
    for (int group = GROUP_HEAD; group < INVOICE_GROUPS; group++) {
        int field = invoice_field(group, key);
        InvoiceKind kind = field < 0 ? INVOICE_TEXT : TABLES[group].at[field].kind;
        if (kind == INVOICE_NUMBER || kind == INVOICE_AMOUNT)
            return COLUMN_NUMBER;
        if (kind == INVOICE_DAY)
            return COLUMN_DAY;
    }
    return COLUMN_TEXT;
}

/* ---- records ---- */

static InvoiceRecord record_new(Region *region, InvoiceGroup group)
{
    return (InvoiceRecord){ .at = REGION_ARRAY(region, InvoiceValue, TABLES[group].count) };
}

Invoice *invoice_new(Task *task, const Source *source, const char *form)
{
    Invoice *invoice = REGION_NEW(task->region, Invoice);
    *invoice = (Invoice){ .source = source, .form = form, .head = record_new(task->region, GROUP_HEAD), .region = task->region };
    return invoice;
}

InvoiceRecord *invoice_add(Invoice *invoice, InvoiceGroup group)
{
    InvoiceRecord *record = LIST_ADD(invoice->region, invoice->of[group]);
    *record = record_new(invoice->region, group);
    return record;
}

/* ---- values ---- */

static bool is_capitals(Text text, size_t length)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] < 'A' || text.at[i] > 'Z')
            return false;
    return text.length == length;
}

static void refuse(Task *task, const InvoiceValue *told, const char *what, const char *hint)
{
    Problem *problem = report_error(task->report, "invoice-value", told->span, "\"" TEXT_FMT "\" is no %s", TEXT_ARG(told->text), what);
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(told->element));
    problem_hint(task->report, problem, "%s", hint);
}

/* What a field of this kind is called, and how it is written. */
static const struct {
    const char *what, *hint;
} FORMS[] = {
    [INVOICE_NUMBER] = { "number", "Write plain digits with a point, without separators: 120.50." },
    [INVOICE_AMOUNT] = { "amount", "Write plain digits with a point, without separators: 120.50." },
    [INVOICE_DAY] = { "day", "Write year, month and day, as in 1970-01-01." },
    [INVOICE_CURRENCY] = { "currency code", "Write the three capitals of ISO 4217, such as USD." },
    [INVOICE_COUNTRY] = { "country code", "Write the two capitals of ISO 3166, such as SG." },
    [INVOICE_TEXT] = { "text", "" }, [INVOICE_LIST] = { "list", "" },
};

static bool value_fits(InvoiceKind kind, InvoiceValue *value)
{
    switch (kind) {
    case INVOICE_NUMBER:
    case INVOICE_AMOUNT:
        return value->text.length <= LIMIT_NUMBER_TEXT && decimal_read(&value->number, value->text, false);
    case INVOICE_DAY:
        return date_read(&value->day, value->text);
    case INVOICE_CURRENCY:
        return is_capitals(value->text, 3);
    case INVOICE_COUNTRY:
        return is_capitals(value->text, 2);
    default:
        return true;
    }
}

/* One more text behind those of a list; the room doubles, so that a long list costs no more than its bytes. */
static void append(Region *region, InvoiceValue *value, Text more)
{
    size_t length = value->text.length + 2 + more.length;
    if (length > value->room) {
        char *bytes = region_take(region, length * 2);
        memcpy(bytes, value->text.at, value->text.length);
        value->text.at = bytes;
        value->room = length * 2;
    }
    char *end = (char *)(uintptr_t)value->text.at + value->text.length; /* ours: taken above */
    memcpy(end, "; ", 2);
    memcpy(end + 2, more.at, more.length);
    value->text.length = length;
}

static bool tell_again(Task *task, InvoiceValue *value, InvoiceKind kind, const InvoiceValue *told)
{
    if (kind == INVOICE_LIST) {
        append(task->region, value, text_trim(told->text));
        return true;
    }
    if (text_equal(value->text, text_trim(told->text)) && text_equal(value->currency, told->currency))
        return true;
    Problem *problem = report_error(task->report, "invoice-told-twice", told->span, "\"" TEXT_FMT "\" and \"" TEXT_FMT "\" are told of one thing",
                                    TEXT_ARG(value->text), TEXT_ARG(text_trim(told->text)));
    problem_where(task->report, problem, TEXT_FMT, TEXT_ARG(told->element));
    problem_also(task->report, problem, value->span, "first told");
    return false;
}

bool invoice_tell(Task *task, InvoiceRecord *record, InvoiceGroup group, uint32_t field, const InvoiceValue *told)
{
    InvoiceKind kind = TABLES[group].at[field].kind;
    InvoiceValue *value = &record->at[field];
    if (!text_trim(told->text).length)
        return true;
    if (value->told)
        return tell_again(task, value, kind, told);
    InvoiceValue read = *told;
    read.told = true;
    read.text = text_trim(told->text);
    if (!value_fits(kind, &read)) {
        refuse(task, &read, FORMS[kind].what, FORMS[kind].hint);
        return false;
    }
    *value = read;
    return true;
}

void invoice_put(Invoice *invoice, InvoiceRecord *record, InvoiceGroup group, uint32_t field, Text text)
{
    InvoiceValue value = { .told = text.length > 0, .text = text_copy(invoice->region, text) };
    if (value.told && value_fits(TABLES[group].at[field].kind, &value))
        record->at[field] = value;
}

void invoice_put_number(Invoice *invoice, InvoiceRecord *record, InvoiceGroup group, uint32_t field, const Decimal *number)
{
    Builder out = builder_on(invoice->region);
    decimal_print(&out, number);
    (void)group;
    record->at[field] = (InvoiceValue){ .told = true, .text = builder_text(&out), .number = *number };
}

/* ---- reading ---- */

bool invoice_within_limits(Task *task, const Invoice *invoice)
{
    for (int group = GROUP_LINE; group < INVOICE_GROUPS; group++)
        if (invoice->of[group].count > LIMIT_INVOICE_LINES) {
            report_error(task->report, "invoice-too-long", invoice->of[group].at[LIMIT_INVOICE_LINES].span, "an invoice of %zu records of one kind; %d are the limit",
                         invoice->of[group].count, LIMIT_INVOICE_LINES);
            return false;
        }
    return true;
}

typedef enum Form { FORM_XML, FORM_JSON, FORM_TABLE } Form;

/* By the first sign that is no blank; a mark before it counts for nothing. */
static Form form_of(Text bytes)
{
    Text start = text_starts(bytes, TEXT("\xEF\xBB\xBF")) ? text_slice(bytes, 3, bytes.length) : bytes;
    while (start.length && memchr(" \t\r\n", start.at[0], 4))
        start = text_slice(start, 1, start.length);
    return text_starts(start, TEXT("<")) ? FORM_XML : text_starts(start, TEXT("{")) ? FORM_JSON : FORM_TABLE;
}

static bool read_xml(Task *task, Invoice *invoice)
{
    const XmlElement *root = xml_read(task, invoice->source);
    bool cii = root && invoice_is_cii(root);
    invoice->form = cii ? "CII" : "UBL 2.1";
    return root && (cii ? invoice_read_cii : invoice_read_ubl)(task, invoice, root);
}

static const Invoice *read_source(Task *task, const Source *source, Form form)
{
    Invoice *invoice = invoice_new(task, source, "JSON");
    invoice->name = source->name;
    bool read = form == FORM_XML ? read_xml(task, invoice) : invoice_read_json(task, invoice);
    return read && invoice_within_limits(task, invoice) ? invoice : NULL;
}

static const Invoice *read_table(Task *task, const InvoiceWords *words, Text name, Text bytes, const InvoiceReading *options)
{
    Table *table = table_of(task, name, bytes, &options->table);
    Columns *columns = table ? columns_map(task, invoice_columns(words), table, &options->columns) : NULL;
    return columns ? invoice_of_rows(task, words, table, columns, NULL) : NULL;
}

const Invoice *invoice_read(Task *task, const InvoiceWords *words, const Source *source)
{
    Form form = form_of(source->bytes);
    return form == FORM_TABLE ? read_table(task, words, source->name, source->bytes, &(InvoiceReading){ 0 }) : read_source(task, source, form);
}

const Invoice *invoice_open(Task *task, const InvoiceWords *words, Text name, Text bytes, const InvoiceReading *options)
{
    Form form = form_of(bytes);
    const Source *source = form == FORM_TABLE ? NULL : source_decoded(task, name, bytes, options->table.encoding);
    if (form == FORM_TABLE)
        return read_table(task, words, name, bytes, options);
    return source ? read_source(task, source, form) : NULL;
}
