/* casework/invoice_xml.c - see invoice_xml.h. */
#include "casework/invoice_xml.h"

static bool counts(const XmlReading *reading, const XmlElement *element)
{
    for (const char *const *space = reading->spaces; *space; space++)
        if (text_equal(element->space, text_of(*space)))
            return true;
    return false;
}

const XmlElement *xml_named(const XmlReading *reading, const XmlElement *from, Text name)
{
    while (from && !(text_equal(from->name, name) && counts(reading, from)))
        from = from->next;
    return from;
}

/* ---- one value ---- */

void xml_tell_text(XmlReading *reading, InvoiceRecord *record, const XmlPath *path, const XmlElement *element, Text text, Text currency)
{
    InvoiceValue value = { .text = text, .currency = currency, .span = element->text_span.source ? element->text_span : element->span };
    value.element = text_format(reading->task->region, TEXT_FMT "%s%s", TEXT_ARG(record->element), record->element.length ? "/" : "", path->path);
    reading->good &= invoice_tell(reading->task, record, path->group, path->field, &value);
}

/* UN/EDIFACT 2379, 102: a day as CCYYMMDD. */
static Text day_text(Region *region, const XmlElement *element)
{
    Text told = text_trim(element->text);
    if (told.length != 8 || !text_is(xml_attribute(element, "format"), "102"))
        return told;
    return text_format(region, TEXT_FMT "-" TEXT_FMT "-" TEXT_FMT, TEXT_ARG(text_slice(told, 0, 4)), TEXT_ARG(text_slice(told, 4, 6)), TEXT_ARG(text_slice(told, 6, 8)));
}

void xml_tell_element(XmlReading *reading, InvoiceRecord *record, const XmlPath *path, const XmlElement *element)
{
    InvoiceKind kind = invoice_fields(path->group).at[path->field].kind;
    Text text = kind == INVOICE_DAY ? day_text(reading->task->region, element) : element->text;
    xml_tell_text(reading, record, path, element, text, kind == INVOICE_AMOUNT ? xml_attribute(element, "currencyID") : TEXT_NONE);
}

/* ---- paths ---- */

/* Of elements that hold others the first counts (a second tax scheme, a second total in the tax office's currency), but for single pieces,
 * each with its serial number; a value that stands twice is refused by whoever is told of it. */
static void follow(XmlReading *reading, InvoiceRecord *record, const XmlPath *path, const XmlElement *element, Text rest)
{
    Text name = text_cut(rest, '/', &rest);
    if (text_starts(name, TEXT("@"))) {
        xml_tell_text(reading, record, path, element, xml_attribute(element, path->path + (size_t)(name.at + 1 - path->path)), TEXT_NONE);
        return;
    }
    bool pieces = text_ends(name, TEXT("ItemInstance")) || text_ends(name, TEXT("ProductInstance"));
    for (const XmlElement *child = xml_named(reading, element->first, name); child; child = xml_named(reading, child->next, name)) {
        if (!rest.length)
            xml_tell_element(reading, record, path, child);
        else
            follow(reading, record, path, child, rest);
        if ((rest.length && !pieces) || path->first)
            break;
    }
}

void xml_tell_record(XmlReading *reading, InvoiceRecord *record, InvoiceGroup group, const XmlElement *element, const XmlPath *paths, size_t count)
{
    record->span = element->span;
    for (size_t i = 0; i < count; i++)
        if (paths[i].group == group)
            follow(reading, record, &paths[i], element, text_of(paths[i].path));
}

void xml_tell_rest(XmlReading *reading, InvoiceRecord *record, InvoiceGroup group, const XmlElement *element, const XmlPath *paths, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (paths[i].group == group && !record->at[paths[i].field].told)
            follow(reading, record, &paths[i], element, text_of(paths[i].path));
}

InvoiceRecord *xml_add_record(XmlReading *reading, InvoiceGroup group, const char *name)
{
    InvoiceRecord *record = invoice_add(reading->invoice, group);
    record->element = text_format(reading->task->region, "%s[%zu]", name, reading->invoice->of[group].count);
    return record;
}

/* ---- what lines of both forms have ---- */

void xml_tell_code(XmlReading *reading, InvoiceRecord *line, const XmlElement *within, const char *outer, const char *inner)
{
    const XmlElement *found = NULL;
    for (const XmlElement *child = xml_named(reading, within->first, text_of(outer)); child; child = xml_named(reading, child->next, text_of(outer))) {
        const XmlElement *told = xml_named(reading, child->first, text_of(inner));
        if (told && (!found || (text_is(xml_attribute(told, "listID"), "HS") && !text_is(xml_attribute(found, "listID"), "HS"))))
            found = told;
    }
    if (!found)
        return;
    Region *region = reading->task->region;
    Text list = xml_attribute(found, "listID"), way = text_format(region, TEXT_FMT "/%s/%s", TEXT_ARG(within->name), outer, inner);
    XmlPath at = { GROUP_LINE, LINE_code, text_string(region, way), false };
    XmlPath list_at = { GROUP_LINE, LINE_code_list, text_string(region, text_join(region, way, TEXT("/@listID"))), false };
    xml_tell_element(reading, line, &at, found);
    xml_tell_text(reading, line, &list_at, found, list.length ? list : TEXT("none"), TEXT_NONE);
}

/* Fields for which neither form has an element of its own. */
static bool is_property(int field)
{
    return field == LINE_kind || field == LINE_licence || field == LINE_earlier_entry || field == LINE_serial_numbers || field == LINE_content || field == LINE_medium ||
           field == LINE_delivery_form;
}

void xml_tell_property(XmlReading *reading, InvoiceRecord *line, const XmlElement *called, const XmlElement *value)
{
    int field = called ? invoice_field(GROUP_LINE, text_trim(called->text)) : -1;
    if (!value || !is_property(field))
        return;
    Text way = text_format(reading->task->region, TEXT_FMT "/" TEXT_FMT "/" TEXT_FMT, TEXT_ARG(value->parent->parent->name), TEXT_ARG(value->parent->name), TEXT_ARG(value->name));
    XmlPath path = { GROUP_LINE, (uint32_t)field, text_string(reading->task->region, way), false };
    xml_tell_element(reading, line, &path, value);
}

void xml_tell_line_charge(XmlReading *reading, InvoiceRecord *line, bool charge, const XmlElement *amount)
{
    uint32_t field = charge ? LINE_charge : LINE_allowance;
    InvoiceRecord one = { .at = REGION_ARRAY(reading->task->region, InvoiceValue, LINE_FIELDS), .element = line->element };
    Text way = text_format(reading->task->region, TEXT_FMT "/" TEXT_FMT, TEXT_ARG(amount->parent->name), TEXT_ARG(amount->name));
    XmlPath path = { GROUP_LINE, field, text_string(reading->task->region, way), false };
    InvoiceValue *sum = &line->at[field];
    Decimal both;
    xml_tell_element(reading, &one, &path, amount);
    if (sum->told && one.at[field].told && decimal_add(&both, &sum->number, &one.at[field].number))
        invoice_put_number(reading->invoice, line, GROUP_LINE, field, &both);
    else if (!sum->told)
        *sum = one.at[field];
}
