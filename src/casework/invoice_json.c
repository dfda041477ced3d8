/* casework/invoice_json.c - an invoice from our own JSON (docs/invoice.md). See invoice.h.
 *
 * Keys are the fields' keys; a dot in one means an object inside. Amounts are strings of digits, perhaps with their currency: "300.00",
 * "300.00 USD". A JSON number is refused, as everywhere: its digits may have gone through a binary one.
 */
#include "casework/invoice.h"
#include "value/json.h"

typedef struct Reading {
    Task *task;
    Invoice *invoice;
    bool good;
} Reading;

static const struct {
    const char *key;
    InvoiceGroup group;
} ARRAYS[] = { { "lines", GROUP_LINE }, { "charges", GROUP_CHARGE }, { "taxes", GROUP_TAX }, { "references", GROUP_REFERENCE }, { "notes", GROUP_NOTE } };

static Text element_of(Reading *reading, const InvoiceRecord *record, Text key)
{
    Builder out = builder_on(reading->task->region);
    build_text(&out, record->element);
    build_byte(&out, '/');
    for (size_t i = 0; i < key.length; i++)
        build_byte(&out, key.at[i] == '.' ? '/' : key.at[i]);
    return builder_text(&out);
}

/* ---- faults ---- */

static void wrong_form(Reading *reading, const Json *json, const char *asked)
{
    static const char *const NAMES[] = { "null", "false", "true", "a number", "a string", "a list", "an object" };
    Problem *problem = report_error(reading->task->report, "invoice-form", json_span(reading->invoice->source, json), "%s stands where %s is asked for", NAMES[json->kind], asked);
    if (json->kind == JSON_NUMBER)
        problem_hint(reading->task->report, problem, "Write figures in quotes: \"" TEXT_FMT "\".", TEXT_ARG(json->text));
    reading->good = false;
}

static void unknown_key(Reading *reading, const Json *json, InvoiceGroup group, Text key)
{
    InvoiceFields fields = invoice_fields(group);
    Text *known = REGION_ARRAY(reading->task->region, Text, fields.count);
    for (uint32_t i = 0; i < fields.count; i++)
        known[i] = text_of(fields.at[i].key);
    Span span = { reading->invoice->source, json->key_from, json->from };
    Problem *problem = report_error(reading->task->report, "invoice-field", span, "\"" TEXT_FMT "\" is no field of an invoice", TEXT_ARG(key));
    Text near = text_nearest(key, known, fields.count);
    if (near.length)
        problem_hint(reading->task->report, problem, "Did you mean \"" TEXT_FMT "\"?", TEXT_ARG(near));
    reading->good = false;
}

/* ---- values ---- */

/* "300.00 USD": the amount, and its currency if there is one. */
static Text cut_currency(InvoiceKind kind, Text text, Text *currency)
{
    Text rest, first = text_cut(text_trim(text), ' ', &rest);
    if (kind != INVOICE_AMOUNT || text_trim(rest).length != 3)
        return text;
    *currency = text_trim(rest);
    return first;
}

static void tell_value(Reading *reading, InvoiceRecord *record, InvoiceGroup group, uint32_t field, Text key, const Json *json)
{
    InvoiceKind kind = invoice_fields(group).at[field].kind;
    if (kind == INVOICE_LIST && json->kind == JSON_ARRAY) {
        for (const Json *item = json->first; item; item = item->next)
            tell_value(reading, record, group, field, key, item);
        return;
    }
    if (json->kind != JSON_STRING) {
        wrong_form(reading, json, "a text in quotes");
        return;
    }
    InvoiceValue value = { .span = json_span(reading->invoice->source, json), .element = element_of(reading, record, key) };
    value.text = cut_currency(kind, json->text, &value.currency);
    reading->good &= invoice_tell(reading->task, record, group, field, &value);
}

static bool begins_key(InvoiceGroup group, Text prefix)
{
    InvoiceFields fields = invoice_fields(group);
    for (uint32_t i = 0; i < fields.count; i++)
        if (text_starts(text_of(fields.at[i].key), prefix))
            return true;
    return false;
}

static void tell_members(Reading *reading, InvoiceRecord *record, InvoiceGroup group, const Json *object, Text prefix);

static void tell_member(Reading *reading, InvoiceRecord *record, InvoiceGroup group, const Json *member, Text prefix)
{
    Text key = text_join(reading->task->region, prefix, member->key), inner = text_join(reading->task->region, key, TEXT("."));
    int field = invoice_field(group, key);
    if (field >= 0)
        tell_value(reading, record, group, (uint32_t)field, key, member);
    else if (!begins_key(group, inner))
        unknown_key(reading, member, group, key);
    else if (member->kind != JSON_OBJECT)
        wrong_form(reading, member, "an object");
    else
        tell_members(reading, record, group, member, inner);
}

static void read_array(Reading *reading, InvoiceGroup group, const Json *array)
{
    if (array->kind != JSON_ARRAY) {
        wrong_form(reading, array, "a list");
        return;
    }
    for (const Json *item = array->first; item; item = item->next) {
        InvoiceRecord *record = invoice_add(reading->invoice, group);
        record->span = json_span(reading->invoice->source, item);
        record->element = text_format(reading->task->region, "/" TEXT_FMT "/%zu", TEXT_ARG(array->key), reading->invoice->of[group].count - 1);
        if (group == GROUP_NOTE && item->kind == JSON_STRING)
            tell_value(reading, record, group, NOTE_text, TEXT("note"), item);
        else if (item->kind == JSON_OBJECT)
            tell_members(reading, record, group, item, TEXT_NONE);
        else
            wrong_form(reading, item, "an object");
    }
}

static bool is_array_of(Text prefix, const Json *member, InvoiceGroup *group)
{
    for (size_t i = 0; !prefix.length && i < sizeof ARRAYS / sizeof *ARRAYS; i++)
        if (text_equal(member->key, text_of(ARRAYS[i].key))) {
            *group = ARRAYS[i].group;
            return true;
        }
    return false;
}

static void tell_members(Reading *reading, InvoiceRecord *record, InvoiceGroup group, const Json *object, Text prefix)
{
    InvoiceGroup inner;
    for (const Json *member = object->first; member; member = member->next) {
        if (group == GROUP_HEAD && is_array_of(prefix, member, &inner))
            read_array(reading, inner, member);
        else
            tell_member(reading, record, group, member, prefix);
    }
}

bool invoice_read_json(Task *task, Invoice *invoice)
{
    const Json *json = json_read(task, invoice->source);
    Reading reading = { task, invoice, json != NULL };
    if (json && json->kind != JSON_OBJECT)
        wrong_form(&reading, json, "an object");
    else if (json)
        tell_members(&reading, &invoice->head, GROUP_HEAD, json, TEXT_NONE);
    return reading.good;
}
