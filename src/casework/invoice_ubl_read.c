/* casework/invoice_ubl_read.c - an invoice from UBL 2.1 (OASIS; the syntax of EN 16931). See invoice.h.
 *
 * A table says at which path a field stands. Of several paths to one field the first that is told counts, and the others must agree. What
 * no path names is not read: UBL has hundreds of elements that no check here looks at.
 */
#include "casework/invoice_xml.h"

#define UBL "urn:oasis:names:specification:ubl:schema:xsd:"
#define PARTS UBL "CommonAggregateComponents-2"
#define VALUES UBL "CommonBasicComponents-2"

static const XmlPath PATHS[] = {
    { GROUP_HEAD, HEAD_number, "ID", false },
    { GROUP_HEAD, HEAD_day, "IssueDate", false },
    { GROUP_HEAD, HEAD_due_day, "DueDate", false },
    { GROUP_HEAD, HEAD_type, "InvoiceTypeCode", false },
    { GROUP_HEAD, HEAD_currency, "DocumentCurrencyCode", false },
    { GROUP_HEAD, HEAD_order, "OrderReference/ID", false },
    { GROUP_HEAD, HEAD_contract, "ContractDocumentReference/ID", false },
    { GROUP_HEAD, HEAD_seller_name, "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName", false },
    { GROUP_HEAD, HEAD_seller_number, "AccountingSupplierParty/Party/PartyLegalEntity/CompanyID", false },
    { GROUP_HEAD, HEAD_seller_tax_number, "AccountingSupplierParty/Party/PartyTaxScheme/CompanyID", false },
    { GROUP_HEAD, HEAD_seller_street, "AccountingSupplierParty/Party/PostalAddress/StreetName", false },
    { GROUP_HEAD, HEAD_seller_city, "AccountingSupplierParty/Party/PostalAddress/CityName", false },
    { GROUP_HEAD, HEAD_seller_postcode, "AccountingSupplierParty/Party/PostalAddress/PostalZone", false },
    { GROUP_HEAD, HEAD_seller_country, "AccountingSupplierParty/Party/PostalAddress/Country/IdentificationCode", false },
    { GROUP_HEAD, HEAD_buyer_name, "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName", false },
    { GROUP_HEAD, HEAD_buyer_number, "AccountingCustomerParty/Party/PartyLegalEntity/CompanyID", false },
    { GROUP_HEAD, HEAD_buyer_tax_number, "AccountingCustomerParty/Party/PartyTaxScheme/CompanyID", false },
    { GROUP_HEAD, HEAD_buyer_street, "AccountingCustomerParty/Party/PostalAddress/StreetName", false },
    { GROUP_HEAD, HEAD_buyer_city, "AccountingCustomerParty/Party/PostalAddress/CityName", false },
    { GROUP_HEAD, HEAD_buyer_postcode, "AccountingCustomerParty/Party/PostalAddress/PostalZone", false },
    { GROUP_HEAD, HEAD_buyer_country, "AccountingCustomerParty/Party/PostalAddress/Country/IdentificationCode", false },
    { GROUP_HEAD, HEAD_payee_name, "PayeeParty/PartyName/Name", false },
    { GROUP_HEAD, HEAD_account, "PaymentMeans/PayeeFinancialAccount/ID", false },
    { GROUP_HEAD, HEAD_delivery_terms, "DeliveryTerms/ID", false },
    { GROUP_HEAD, HEAD_delivery_place, "DeliveryTerms/DeliveryLocation/Name", false },
    { GROUP_HEAD, HEAD_delivery_day, "Delivery/ActualDeliveryDate", false },
    { GROUP_HEAD, HEAD_payment_terms, "PaymentTerms/Note", false },
    { GROUP_HEAD, HEAD_total_lines, "LegalMonetaryTotal/LineExtensionAmount", false },
    { GROUP_HEAD, HEAD_total_allowances, "LegalMonetaryTotal/AllowanceTotalAmount", false },
    { GROUP_HEAD, HEAD_total_charges, "LegalMonetaryTotal/ChargeTotalAmount", false },
    { GROUP_HEAD, HEAD_total_net, "LegalMonetaryTotal/TaxExclusiveAmount", false },
    { GROUP_HEAD, HEAD_total_tax, "TaxTotal/TaxAmount", false },
    { GROUP_HEAD, HEAD_total_gross, "LegalMonetaryTotal/TaxInclusiveAmount", false },
    { GROUP_HEAD, HEAD_total_prepaid, "LegalMonetaryTotal/PrepaidAmount", false },
    { GROUP_HEAD, HEAD_total_rounding, "LegalMonetaryTotal/PayableRoundingAmount", false },
    { GROUP_HEAD, HEAD_total_payable, "LegalMonetaryTotal/PayableAmount", false },
    { GROUP_LINE, LINE_id, "ID", false },
    { GROUP_LINE, LINE_note, "Note", false },
    { GROUP_LINE, LINE_quantity, "InvoicedQuantity", false },
    { GROUP_LINE, LINE_unit, "InvoicedQuantity/@unitCode", false },
    { GROUP_LINE, LINE_amount, "LineExtensionAmount", false },
    { GROUP_LINE, LINE_name, "Item/Name", false },
    { GROUP_LINE, LINE_description, "Item/Description", false },
    { GROUP_LINE, LINE_origin, "Item/OriginCountry/IdentificationCode", false },
    { GROUP_LINE, LINE_serial_numbers, "Item/ItemInstance/SerialID", false },
    { GROUP_LINE, LINE_tax_category, "Item/ClassifiedTaxCategory/ID", false },
    { GROUP_LINE, LINE_tax_rate, "Item/ClassifiedTaxCategory/Percent", false },
    { GROUP_LINE, LINE_unit_price, "Price/PriceAmount", false },
    { GROUP_LINE, LINE_price_quantity, "Price/BaseQuantity", false },
    { GROUP_CHARGE, CHARGE_reason, "AllowanceChargeReason", false },
    { GROUP_CHARGE, CHARGE_percent, "MultiplierFactorNumeric", false },
    { GROUP_CHARGE, CHARGE_base, "BaseAmount", false },
    { GROUP_CHARGE, CHARGE_amount, "Amount", false },
    { GROUP_CHARGE, CHARGE_tax_category, "TaxCategory/ID", false },
    { GROUP_CHARGE, CHARGE_tax_rate, "TaxCategory/Percent", false },
    { GROUP_TAX, TAX_base, "TaxableAmount", false },
    { GROUP_TAX, TAX_amount, "TaxAmount", false },
    { GROUP_TAX, TAX_category, "TaxCategory/ID", false },
    { GROUP_TAX, TAX_rate, "TaxCategory/Percent", false },
    { GROUP_TAX, TAX_reason, "TaxCategory/TaxExemptionReason", false },
    { GROUP_REFERENCE, REFERENCE_number, "ID", false },
    { GROUP_REFERENCE, REFERENCE_kind, "DocumentTypeCode", false },
    { GROUP_REFERENCE, REFERENCE_day, "IssueDate", false },
};

/* Names under which a party or an item may say the same where the first path is empty. */
static const XmlPath OTHERWISE[] = {
    { GROUP_HEAD, HEAD_seller_name, "AccountingSupplierParty/Party/PartyName/Name", false },
    { GROUP_HEAD, HEAD_buyer_name, "AccountingCustomerParty/Party/PartyName/Name", false },
    { GROUP_HEAD, HEAD_delivery_terms, "DeliveryTerms/SpecialTerms", false },
    { GROUP_REFERENCE, REFERENCE_kind, "DocumentType", false },
};

static void tell_one(XmlReading *reading, InvoiceRecord *record, InvoiceGroup group, const XmlElement *element)
{
    xml_tell_record(reading, record, group, element, PATHS, sizeof PATHS / sizeof *PATHS);
    xml_tell_rest(reading, record, group, element, OTHERWISE, sizeof OTHERWISE / sizeof *OTHERWISE);
}

/* ---- groups ---- */

static void read_group(XmlReading *reading, InvoiceGroup group, const XmlElement *parent, const char *name)
{
    Text wanted = text_of(name);
    for (const XmlElement *child = xml_named(reading, parent->first, wanted); child; child = xml_named(reading, child->next, wanted))
        tell_one(reading, xml_add_record(reading, group, name), group, child);
}

static void put_kind(XmlReading *reading, InvoiceRecord *record, InvoiceGroup group, uint32_t field, const XmlElement *element, Text text)
{
    XmlPath path = { group, field, "ChargeIndicator", false };
    xml_tell_text(reading, record, &path, element, text, TEXT_NONE);
}

static Text charge_kind(const XmlReading *reading, const XmlElement *element)
{
    const XmlElement *told = xml_named(reading, element->first, TEXT("ChargeIndicator"));
    return told && text_is(text_trim(told->text), "true") ? TEXT("charge") : TEXT("allowance");
}

static void read_charges(XmlReading *reading, const XmlElement *root)
{
    Text name = TEXT("AllowanceCharge");
    for (const XmlElement *child = xml_named(reading, root->first, name); child; child = xml_named(reading, child->next, name)) {
        InvoiceRecord *record = xml_add_record(reading, GROUP_CHARGE, "AllowanceCharge");
        put_kind(reading, record, GROUP_CHARGE, CHARGE_kind, child, charge_kind(reading, child));
        tell_one(reading, record, GROUP_CHARGE, child);
    }
}

/* The charges and allowances of a line, each kind summed up. */
static void read_line_charges(XmlReading *reading, InvoiceRecord *line, const XmlElement *element)
{
    Text name = TEXT("AllowanceCharge");
    for (const XmlElement *child = xml_named(reading, element->first, name); child; child = xml_named(reading, child->next, name)) {
        const XmlElement *amount = xml_named(reading, child->first, TEXT("Amount"));
        if (amount)
            xml_tell_line_charge(reading, line, text_is(charge_kind(reading, child), "charge"), amount);
    }
}

/* Properties of an item that are named like one of our fields, and the reference to an earlier customs declaration (UN/EDIFACT 1001: 929). */
static void read_item_properties(XmlReading *reading, InvoiceRecord *line, const XmlElement *element)
{
    const XmlElement *item = xml_named(reading, element->first, TEXT("Item"));
    Text name = TEXT("AdditionalItemProperty");
    for (const XmlElement *child = item ? xml_named(reading, item->first, name) : NULL; child; child = xml_named(reading, child->next, name))
        xml_tell_property(reading, line, xml_named(reading, child->first, TEXT("Name")), xml_named(reading, child->first, TEXT("Value")));
    if (item)
        xml_tell_code(reading, line, item, "CommodityClassification", "ItemClassificationCode");
    name = TEXT("DocumentReference");
    for (const XmlElement *child = xml_named(reading, element->first, name); child; child = xml_named(reading, child->next, name)) {
        const XmlElement *type = xml_named(reading, child->first, TEXT("DocumentTypeCode")), *id = xml_named(reading, child->first, TEXT("ID"));
        XmlPath path = { GROUP_LINE, LINE_earlier_entry, "DocumentReference/ID", false };
        if (id && type && text_is(text_trim(type->text), "929"))
            xml_tell_element(reading, line, &path, id);
    }
}

static void read_lines(XmlReading *reading, const XmlElement *root)
{
    Text name = TEXT("InvoiceLine");
    for (const XmlElement *child = xml_named(reading, root->first, name); child; child = xml_named(reading, child->next, name)) {
        InvoiceRecord *line = xml_add_record(reading, GROUP_LINE, "InvoiceLine");
        tell_one(reading, line, GROUP_LINE, child);
        read_line_charges(reading, line, child);
        read_item_properties(reading, line, child);
    }
}

static void read_notes(XmlReading *reading, const XmlElement *root)
{
    Text name = TEXT("Note");
    for (const XmlElement *child = xml_named(reading, root->first, name); child; child = xml_named(reading, child->next, name)) {
        XmlPath path = { GROUP_NOTE, NOTE_text, "Note", false };
        InvoiceRecord *record = invoice_add(reading->invoice, GROUP_NOTE);
        record->span = child->span;
        xml_tell_element(reading, record, &path, child);
    }
}

static void read_references(XmlReading *reading, const XmlElement *root)
{
    Text name = TEXT("BillingReference");
    for (const XmlElement *child = xml_named(reading, root->first, name); child; child = xml_named(reading, child->next, name))
        read_group(reading, GROUP_REFERENCE, child, "InvoiceDocumentReference");
    read_group(reading, GROUP_REFERENCE, root, "AdditionalDocumentReference");
}

static void read_taxes(XmlReading *reading, const XmlElement *root)
{
    Text name = TEXT("TaxTotal");
    for (const XmlElement *child = xml_named(reading, root->first, name); child; child = xml_named(reading, child->next, name))
        read_group(reading, GROUP_TAX, child, "TaxSubtotal");
}

/* ---- the document ---- */

static bool is_invoice(Task *task, const XmlElement *root)
{
    if (text_is(root->name, "Invoice") && text_is(root->space, UBL "Invoice-2"))
        return true;
    Problem *problem = report_error(task->report, "invoice-form", root->span, "element \"" TEXT_FMT "\" is no invoice in UBL 2 or CII", TEXT_ARG(root->name));
    problem_hint(task->report, problem, "The outermost element is Invoice in the namespace " UBL "Invoice-2, or CrossIndustryInvoice in that of UN/CEFACT.");
    return false;
}

bool invoice_read_ubl(Task *task, Invoice *invoice, const XmlElement *root)
{
    static const char *const spaces[] = { PARTS, VALUES, NULL };
    XmlReading reading = { task, invoice, spaces, true };
    if (!is_invoice(task, root))
        return false;
    tell_one(&reading, &invoice->head, GROUP_HEAD, root);
    read_lines(&reading, root);
    read_charges(&reading, root);
    read_taxes(&reading, root);
    read_references(&reading, root);
    read_notes(&reading, root);
    return reading.good;
}
