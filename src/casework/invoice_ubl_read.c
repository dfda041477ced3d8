/* casework/invoice_ubl_read.c - an invoice from UBL 2.1 (OASIS; the syntax of EN 16931). See invoice.h.
 *
 * A table says at which path a field stands. Of several paths to one field the first that is told counts, and the others must agree. What
 * no path names is not read: UBL has hundreds of elements that no check here looks at.
 */
#include "base/xml.h"
#include "casework/invoice.h"

#define UBL "urn:oasis:names:specification:ubl:schema:xsd:"
#define PARTS UBL "CommonAggregateComponents-2"
#define VALUES UBL "CommonBasicComponents-2"

typedef struct UblPath {
    InvoiceGroup group;
    uint32_t field;
    const char *path;   /* below the record's element, parted by strokes; "@x": an attribute of the element before it */
} UblPath;

static const UblPath PATHS[] = {
    { GROUP_HEAD, HEAD_number, "ID" },
    { GROUP_HEAD, HEAD_day, "IssueDate" },
    { GROUP_HEAD, HEAD_due_day, "DueDate" },
    { GROUP_HEAD, HEAD_type, "InvoiceTypeCode" },
    { GROUP_HEAD, HEAD_currency, "DocumentCurrencyCode" },
    { GROUP_HEAD, HEAD_order, "OrderReference/ID" },
    { GROUP_HEAD, HEAD_contract, "ContractDocumentReference/ID" },
    { GROUP_HEAD, HEAD_seller_name, "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName" },
    { GROUP_HEAD, HEAD_seller_number, "AccountingSupplierParty/Party/PartyLegalEntity/CompanyID" },
    { GROUP_HEAD, HEAD_seller_tax_number, "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID" },
    { GROUP_HEAD, HEAD_seller_street, "AccountingSupplierParty/Party/PostalAddress/StreetName" },
    { GROUP_HEAD, HEAD_seller_city, "AccountingSupplierParty/Party/PostalAddress/CityName" },
    { GROUP_HEAD, HEAD_seller_postcode, "AccountingSupplierParty/Party/PostalAddress/PostalZone" },
    { GROUP_HEAD, HEAD_seller_country, "AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode" },
    { GROUP_HEAD, HEAD_buyer_name, "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName" },
    { GROUP_HEAD, HEAD_buyer_number, "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID" },
    { GROUP_HEAD, HEAD_buyer_tax_number, "AccountingCustomerParty/Party/PartyTaxScheme/CompanyID" },
    { GROUP_HEAD, HEAD_buyer_street, "AccountingCustomerParty/Party/PostalAddress/StreetName" },
    { GROUP_HEAD, HEAD_buyer_city, "AccountingCustomerParty/Party/PostalAddress/CityName" },
    { GROUP_HEAD, HEAD_buyer_postcode, "AccountingCustomerParty/Party/PostalAddress/PostalZone" },
    { GROUP_HEAD, HEAD_buyer_country, "AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode" },
    { GROUP_HEAD, HEAD_payee_name, "PayeeParty/PartyName/Name" },
    { GROUP_HEAD, HEAD_account, "PaymentMeans/PayeeFinancialAccount/ID" },
    { GROUP_HEAD, HEAD_delivery_terms, "DeliveryTerms/ID" },
    { GROUP_HEAD, HEAD_delivery_place, "DeliveryTerms/DeliveryLocation/Name" },
    { GROUP_HEAD, HEAD_delivery_day, "Delivery/ActualDeliveryDate" },
    { GROUP_HEAD, HEAD_payment_terms, "PaymentTerms/Note" },
    { GROUP_HEAD, HEAD_total_lines, "LegalMonetaryTotal/LineExtensionAmount" },
    { GROUP_HEAD, HEAD_total_allowances, "LegalMonetaryTotal/AllowanceTotalAmount" },
    { GROUP_HEAD, HEAD_total_charges, "LegalMonetaryTotal/ChargeTotalAmount" },
    { GROUP_HEAD, HEAD_total_net, "LegalMonetaryTotal/TaxExclusiveAmount" },
    { GROUP_HEAD, HEAD_total_tax, "TaxTotal/TaxAmount" },
    { GROUP_HEAD, HEAD_total_gross, "LegalMonetaryTotal/TaxInclusiveAmount" },
    { GROUP_HEAD, HEAD_total_prepaid, "LegalMonetaryTotal/PrepaidAmount" },
    { GROUP_HEAD, HEAD_total_rounding, "LegalMonetaryTotal/PayableRoundingAmount" },
    { GROUP_HEAD, HEAD_total_payable, "LegalMonetaryTotal/PayableAmount" },
    { GROUP_LINE, LINE_id, "ID" },
    { GROUP_LINE, LINE_note, "Note" },
    { GROUP_LINE, LINE_quantity, "InvoicedQuantity" },
    { GROUP_LINE, LINE_unit, "InvoicedQuantity/@unitCode" },
    { GROUP_LINE, LINE_amount, "LineExtensionAmount" },
    { GROUP_LINE, LINE_name, "Item/Name" },
    { GROUP_LINE, LINE_description, "Item/Description" },
    { GROUP_LINE, LINE_origin, "Item/OriginCountry/IdentificationCode" },
    { GROUP_LINE, LINE_serial_numbers, "Item/ItemInstance/SerialID" },
    { GROUP_LINE, LINE_tax_category, "Item/ClassifiedTaxCategory/ID" },
    { GROUP_LINE, LINE_tax_rate, "Item/ClassifiedTaxCategory/Percent" },
    { GROUP_LINE, LINE_unit_price, "Price/PriceAmount" },
    { GROUP_LINE, LINE_price_quantity, "Price/BaseQuantity" },
    { GROUP_CHARGE, CHARGE_reason, "AllowanceChargeReason" },
    { GROUP_CHARGE, CHARGE_percent, "MultiplierFactorNumeric" },
    { GROUP_CHARGE, CHARGE_base, "BaseAmount" },
    { GROUP_CHARGE, CHARGE_amount, "Amount" },
    { GROUP_CHARGE, CHARGE_tax_category, "TaxCategory/ID" },
    { GROUP_CHARGE, CHARGE_tax_rate, "TaxCategory/Percent" },
    { GROUP_TAX, TAX_base, "TaxableAmount" },
    { GROUP_TAX, TAX_amount, "TaxAmount" },
    { GROUP_TAX, TAX_category, "TaxCategory/ID" },
    { GROUP_TAX, TAX_rate, "TaxCategory/Percent" },
    { GROUP_TAX, TAX_reason, "TaxCategory/TaxExemptionReason" },
    { GROUP_REFERENCE, REFERENCE_number, "ID" },
    { GROUP_REFERENCE, REFERENCE_kind, "DocumentTypeCode" },
    { GROUP_REFERENCE, REFERENCE_day, "IssueDate" },
};

/* Names under which a party or an item may say the same where the first path is empty. */
static const UblPath OTHERWISE[] = {
    { GROUP_HEAD, HEAD_seller_name, "AccountingSupplierParty/Party/PartyName/Name" },
    { GROUP_HEAD, HEAD_buyer_name, "AccountingCustomerParty/Party/PartyName/Name" },
    { GROUP_HEAD, HEAD_delivery_terms, "DeliveryTerms/SpecialTerms" },
    { GROUP_REFERENCE, REFERENCE_kind, "DocumentType" },
};

typedef struct Reading {
    Task *task;
    Invoice *invoice;
    bool good;
} Reading;

static bool is_ubl(const XmlElement *element, Text name)
{
    return text_equal(element->name, name) && (text_is(element->space, PARTS) || text_is(element->space, VALUES));
}

static const XmlElement *next_named(const XmlElement *from, Text name)
{
    while (from && !is_ubl(from, name))
        from = from->next;
    return from;
}

/* ---- one value ---- */

static void tell_text(Reading *reading, InvoiceRecord *record, const UblPath *path, const XmlElement *element, Text text, Text currency)
{
    InvoiceValue value = { .text = text, .currency = currency, .span = element->text_span.source ? element->text_span : element->span };
    value.element = text_format(reading->task->region, TEXT_FMT "%s%s", TEXT_ARG(record->element), record->element.length ? "/" : "", path->path);
    reading->good &= invoice_tell(reading->task, record, path->group, path->field, &value);
}

static void tell_element(Reading *reading, InvoiceRecord *record, const UblPath *path, const XmlElement *element)
{
    bool amount = invoice_fields(path->group).at[path->field].kind == INVOICE_AMOUNT;
    tell_text(reading, record, path, element, element->text, amount ? xml_attribute(element, "currencyID") : TEXT_NONE);
}

/* Of elements that hold others the first counts (a second tax scheme, a second total in the tax office's currency), but for single pieces,
 * each with its serial number; a value that stands twice is refused by whoever is told of it. */
static void follow(Reading *reading, InvoiceRecord *record, const UblPath *path, const XmlElement *element, Text rest)
{
    Text name = text_cut(rest, '/', &rest);
    if (text_starts(name, TEXT("@"))) {
        tell_text(reading, record, path, element, xml_attribute(element, path->path + (size_t)(name.at + 1 - path->path)), TEXT_NONE);
        return;
    }
    for (const XmlElement *child = next_named(element->first, name); child; child = next_named(child->next, name)) {
        if (!rest.length)
            tell_element(reading, record, path, child);
        else
            follow(reading, record, path, child, rest);
        if (rest.length && !text_is(name, "ItemInstance"))
            break;
    }
}

static void tell_record(Reading *reading, InvoiceRecord *record, InvoiceGroup group, const XmlElement *element)
{
    record->span = element->span;
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
        if (PATHS[i].group == group)
            follow(reading, record, &PATHS[i], element, text_of(PATHS[i].path));
    for (size_t i = 0; i < sizeof OTHERWISE / sizeof *OTHERWISE; i++)
        if (OTHERWISE[i].group == group && !record->at[OTHERWISE[i].field].told)
            follow(reading, record, &OTHERWISE[i], element, text_of(OTHERWISE[i].path));
}

/* ---- groups ---- */

static InvoiceRecord *add_record(Reading *reading, InvoiceGroup group, const char *name)
{
    InvoiceRecord *record = invoice_add(reading->invoice, group);
    record->element = text_format(reading->task->region, "%s[%zu]", name, reading->invoice->of[group].count);
    return record;
}

static void read_group(Reading *reading, InvoiceGroup group, const XmlElement *parent, const char *name)
{
    Text wanted = text_of(name);
    for (const XmlElement *child = next_named(parent->first, wanted); child; child = next_named(child->next, wanted))
        tell_record(reading, add_record(reading, group, name), group, child);
}

static void put_kind(Reading *reading, InvoiceRecord *record, InvoiceGroup group, uint32_t field, const XmlElement *element, Text text)
{
    UblPath path = { group, field, "ChargeIndicator" };
    tell_text(reading, record, &path, element, text, TEXT_NONE);
}

static Text charge_kind(const XmlElement *element)
{
    const XmlElement *told = next_named(element->first, TEXT("ChargeIndicator"));
    return told && text_is(text_trim(told->text), "true") ? TEXT("charge") : TEXT("allowance");
}

static void read_charges(Reading *reading, const XmlElement *root)
{
    Text name = TEXT("AllowanceCharge");
    for (const XmlElement *child = next_named(root->first, name); child; child = next_named(child->next, name)) {
        InvoiceRecord *record = add_record(reading, GROUP_CHARGE, "AllowanceCharge");
        put_kind(reading, record, GROUP_CHARGE, CHARGE_kind, child, charge_kind(child));
        tell_record(reading, record, GROUP_CHARGE, child);
    }
}

/* The charges and allowances of a line, each kind summed up. */
static void read_line_charges(Reading *reading, InvoiceRecord *line, const XmlElement *element)
{
    Text name = TEXT("AllowanceCharge");
    for (const XmlElement *child = next_named(element->first, name); child; child = next_named(child->next, name)) {
        uint32_t field = text_is(charge_kind(child), "charge") ? LINE_charge : LINE_allowance;
        InvoiceRecord one = { .at = REGION_ARRAY(reading->task->region, InvoiceValue, LINE_FIELDS), .element = line->element };
        UblPath path = { GROUP_LINE, field, "AllowanceCharge/Amount" };
        const XmlElement *amount = next_named(child->first, TEXT("Amount"));
        if (!amount)
            continue;
        tell_element(reading, &one, &path, amount);
        InvoiceValue *sum = &line->at[field];
        Decimal both;
        if (sum->told && one.at[field].told && decimal_add(&both, &sum->number, &one.at[field].number))
            invoice_put_number(reading->invoice, line, GROUP_LINE, field, &both);
        else if (!sum->told)
            *sum = one.at[field];
    }
}

/* Fields for which UBL has no element of its own. */
static bool is_property(int field)
{
    return field == LINE_kind || field == LINE_licence || field == LINE_earlier_entry || field == LINE_serial_numbers || field == LINE_content || field == LINE_medium ||
           field == LINE_delivery_form;
}

/* Properties of an item that are named like one of our fields, and the reference to an earlier customs declaration (UN/EDIFACT 1001: 929). */
static void read_item_properties(Reading *reading, InvoiceRecord *line, const XmlElement *element)
{
    const XmlElement *item = next_named(element->first, TEXT("Item"));
    Text name = TEXT("AdditionalItemProperty");
    for (const XmlElement *child = item ? next_named(item->first, name) : NULL; child; child = next_named(child->next, name)) {
        const XmlElement *called = next_named(child->first, TEXT("Name")), *value = next_named(child->first, TEXT("Value"));
        int field = called ? invoice_field(GROUP_LINE, text_trim(called->text)) : -1;
        UblPath path = { GROUP_LINE, (uint32_t)field, "Item/AdditionalItemProperty/Value" };
        if (value && is_property(field))
            tell_element(reading, line, &path, value);
    }
    name = TEXT("DocumentReference");
    for (const XmlElement *child = next_named(element->first, name); child; child = next_named(child->next, name)) {
        const XmlElement *type = next_named(child->first, TEXT("DocumentTypeCode")), *id = next_named(child->first, TEXT("ID"));
        UblPath path = { GROUP_LINE, LINE_earlier_entry, "DocumentReference/ID" };
        if (id && type && text_is(text_trim(type->text), "929"))
            tell_element(reading, line, &path, id);
    }
}

/* Of several codes of an item the one of the Harmonized System (UN/EDIFACT 7143: HS), else the first; one that names no list has "none". */
static void read_item_code(Reading *reading, InvoiceRecord *line, const XmlElement *element)
{
    const XmlElement *item = next_named(element->first, TEXT("Item")), *found = NULL;
    Text name = TEXT("CommodityClassification"), code = TEXT("ItemClassificationCode");
    for (const XmlElement *child = item ? next_named(item->first, name) : NULL; child; child = next_named(child->next, name)) {
        const XmlElement *told = next_named(child->first, code);
        if (told && (!found || (text_is(xml_attribute(told, "listID"), "HS") && !text_is(xml_attribute(found, "listID"), "HS"))))
            found = told;
    }
    if (!found)
        return;
    Text list = xml_attribute(found, "listID");
    UblPath at = { GROUP_LINE, LINE_code, "Item/CommodityClassification/ItemClassificationCode" };
    UblPath list_at = { GROUP_LINE, LINE_code_list, "Item/CommodityClassification/ItemClassificationCode/@listID" };
    tell_element(reading, line, &at, found);
    tell_text(reading, line, &list_at, found, list.length ? list : TEXT("none"), TEXT_NONE);
}

static void read_lines(Reading *reading, const XmlElement *root)
{
    Text name = TEXT("InvoiceLine");
    for (const XmlElement *child = next_named(root->first, name); child; child = next_named(child->next, name)) {
        InvoiceRecord *line = add_record(reading, GROUP_LINE, "InvoiceLine");
        tell_record(reading, line, GROUP_LINE, child);
        read_line_charges(reading, line, child);
        read_item_properties(reading, line, child);
        read_item_code(reading, line, child);
    }
}

static void read_notes(Reading *reading, const XmlElement *root)
{
    Text name = TEXT("Note");
    for (const XmlElement *child = next_named(root->first, name); child; child = next_named(child->next, name)) {
        UblPath path = { GROUP_NOTE, NOTE_text, "Note" };
        InvoiceRecord *record = invoice_add(reading->invoice, GROUP_NOTE);
        record->span = child->span;
        tell_element(reading, record, &path, child);
    }
}

static void read_references(Reading *reading, const XmlElement *root)
{
    Text name = TEXT("BillingReference");
    for (const XmlElement *child = next_named(root->first, name); child; child = next_named(child->next, name))
        read_group(reading, GROUP_REFERENCE, child, "InvoiceDocumentReference");
    read_group(reading, GROUP_REFERENCE, root, "AdditionalDocumentReference");
}

static void read_taxes(Reading *reading, const XmlElement *root)
{
    Text name = TEXT("TaxTotal");
    for (const XmlElement *child = next_named(root->first, name); child; child = next_named(child->next, name))
        read_group(reading, GROUP_TAX, child, "TaxSubtotal");
}

/* ---- the document ---- */

static bool is_invoice(Task *task, const XmlElement *root)
{
    if (text_is(root->name, "Invoice") && text_is(root->space, UBL "Invoice-2"))
        return true;
    Problem *problem = report_error(task->report, "invoice-form", root->span, "element \"" TEXT_FMT "\" is no invoice in UBL 2", TEXT_ARG(root->name));
    problem_hint(task->report, problem, "The outermost element is Invoice in the namespace " UBL "Invoice-2.");
    return false;
}

bool invoice_read_ubl(Task *task, Invoice *invoice)
{
    const XmlElement *root = xml_read(task, invoice->source);
    if (!root || !is_invoice(task, root))
        return false;
    Reading reading = { task, invoice, true };
    tell_record(&reading, &invoice->head, GROUP_HEAD, root);
    read_lines(&reading, root);
    read_charges(&reading, root);
    read_taxes(&reading, root);
    read_references(&reading, root);
    read_notes(&reading, root);
    return reading.good;
}
