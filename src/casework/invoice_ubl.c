/* casework/invoice_ubl.c - an invoice as UBL 2.1, in the order of its schema, with the elements that EN 16931 knows. See invoice_sample.h.
 *
 * What an invoice does not tell has no element; so an invoice whose head is open is no valid EN 16931 invoice, and is none.
 */
#include "base/xml_writer.h"
#include "casework/invoice_sample.h"

#define UBL "urn:oasis:names:specification:ubl:schema:xsd:"

typedef struct Ubl {
    XmlWriter xml;
    const Invoice *invoice;
    Text currency;
} Ubl;

/* ---- pieces ---- */

static void put(Ubl *ubl, const char *name, const InvoiceValue *value)
{
    if (value->told)
        xml_put(&ubl->xml, name, value->text);
}

static void put_with(Ubl *ubl, const char *name, const char *attribute, Text is, Text text)
{
    xml_open(&ubl->xml, name);
    if (is.length)
        xml_put_attribute(&ubl->xml, attribute, is);
    xml_put_text(&ubl->xml, text);
    xml_close(&ubl->xml);
}

static void put_amount(Ubl *ubl, const char *name, const InvoiceValue *value)
{
    if (value->told)
        put_with(ubl, name, "currencyID", value->currency.length ? value->currency : ubl->currency, value->text);
}

/* Elements around one value, open only when it is told: "cac:OrderReference", "cbc:ID". */
static void put_inside(Ubl *ubl, const char *outer, const char *name, const InvoiceValue *value)
{
    if (!value->told)
        return;
    xml_open(&ubl->xml, outer);
    put(ubl, name, value);
    xml_close(&ubl->xml);
}

static bool any_told(const InvoiceValue *values, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i <= to; i++)
        if (values[i].told)
            return true;
    return false;
}

static void put_scheme(Ubl *ubl)
{
    xml_open(&ubl->xml, "cac:TaxScheme");
    xml_put(&ubl->xml, "cbc:ID", TEXT("VAT"));
    xml_close(&ubl->xml);
}

static void put_category(Ubl *ubl, const char *name, const InvoiceValue *category, const InvoiceValue *rate, const InvoiceValue *reason)
{
    if (!category->told)
        return;
    xml_open(&ubl->xml, name);
    put(ubl, "cbc:ID", category);
    put(ubl, "cbc:Percent", rate);
    if (reason)
        put(ubl, "cbc:TaxExemptionReason", reason);
    put_scheme(ubl);
    xml_close(&ubl->xml);
}

/* ---- parties ---- */

/* `first` is the party's name; its other fields follow in the order of invoice_fields.def. */
static void put_party(Ubl *ubl, const char *name, HeadField first)
{
    const InvoiceValue *party = &ubl->invoice->head.at[first];
    enum { NAME, NUMBER, TAX_NUMBER, STREET, CITY, POSTCODE, COUNTRY };
    if (!any_told(party, NAME, COUNTRY))
        return;
    xml_open(&ubl->xml, name);
    xml_open(&ubl->xml, "cac:Party");
    if (any_told(party, STREET, COUNTRY)) {
        xml_open(&ubl->xml, "cac:PostalAddress");
        put(ubl, "cbc:StreetName", &party[STREET]);
        put(ubl, "cbc:CityName", &party[CITY]);
        put(ubl, "cbc:PostalZone", &party[POSTCODE]);
        put_inside(ubl, "cac:Country", "cbc:IdentificationCode", &party[COUNTRY]);
        xml_close(&ubl->xml);
    }
    if (party[TAX_NUMBER].told) {
        xml_open(&ubl->xml, "cac:PartyTaxScheme");
        put(ubl, "cbc:CompanyID", &party[TAX_NUMBER]);
        put_scheme(ubl);
        xml_close(&ubl->xml);
    }
    if (any_told(party, NAME, NUMBER)) {
        xml_open(&ubl->xml, "cac:PartyLegalEntity");
        put(ubl, "cbc:RegistrationName", &party[NAME]);
        put(ubl, "cbc:CompanyID", &party[NUMBER]);
        xml_close(&ubl->xml);
    }
    xml_close(&ubl->xml);
    xml_close(&ubl->xml);
}

/* ---- head ---- */

static void put_head(Ubl *ubl)
{
    const InvoiceValue *head = ubl->invoice->head.at;
    xml_put(&ubl->xml, "cbc:CustomizationID", TEXT("urn:cen.eu:en16931:2017"));
    put(ubl, "cbc:ID", &head[HEAD_number]);
    put(ubl, "cbc:IssueDate", &head[HEAD_day]);
    put(ubl, "cbc:DueDate", &head[HEAD_due_day]);
    put(ubl, "cbc:InvoiceTypeCode", &head[HEAD_type]);
    for (size_t i = 0; i < ubl->invoice->of[GROUP_NOTE].count; i++)
        put(ubl, "cbc:Note", &ubl->invoice->of[GROUP_NOTE].at[i].at[NOTE_text]);
    put(ubl, "cbc:DocumentCurrencyCode", &head[HEAD_currency]);
    put_inside(ubl, "cac:OrderReference", "cbc:ID", &head[HEAD_order]);
    put_inside(ubl, "cac:ContractDocumentReference", "cbc:ID", &head[HEAD_contract]);
    for (size_t i = 0; i < ubl->invoice->of[GROUP_REFERENCE].count; i++) {
        const InvoiceValue *reference = ubl->invoice->of[GROUP_REFERENCE].at[i].at;
        xml_open(&ubl->xml, "cac:AdditionalDocumentReference");
        put(ubl, "cbc:ID", &reference[REFERENCE_number]);
        put(ubl, "cbc:IssueDate", &reference[REFERENCE_day]);
        put(ubl, "cbc:DocumentType", &reference[REFERENCE_kind]);
        xml_close(&ubl->xml);
    }
    put_party(ubl, "cac:AccountingSupplierParty", HEAD_seller_name);
    put_party(ubl, "cac:AccountingCustomerParty", HEAD_buyer_name);
}

static void put_delivery(Ubl *ubl)
{
    const InvoiceValue *head = ubl->invoice->head.at;
    put_inside(ubl, "cac:Delivery", "cbc:ActualDeliveryDate", &head[HEAD_delivery_day]);
    if (head[HEAD_delivery_terms].told) {
        xml_open(&ubl->xml, "cac:DeliveryTerms");
        put(ubl, "cbc:ID", &head[HEAD_delivery_terms]);
        put_inside(ubl, "cac:DeliveryLocation", "cbc:Name", &head[HEAD_delivery_place]);
        xml_close(&ubl->xml);
    }
    put_inside(ubl, "cac:PaymentTerms", "cbc:Note", &head[HEAD_payment_terms]);
}

/* ---- charges, taxes, totals ---- */

static void put_charges(Ubl *ubl)
{
    for (size_t i = 0; i < ubl->invoice->of[GROUP_CHARGE].count; i++) {
        const InvoiceValue *charge = ubl->invoice->of[GROUP_CHARGE].at[i].at;
        xml_open(&ubl->xml, "cac:AllowanceCharge");
        xml_put(&ubl->xml, "cbc:ChargeIndicator", text_is(charge[CHARGE_kind].text, "charge") ? TEXT("true") : TEXT("false"));
        put(ubl, "cbc:AllowanceChargeReason", &charge[CHARGE_reason]);
        put(ubl, "cbc:MultiplierFactorNumeric", &charge[CHARGE_percent]);
        put_amount(ubl, "cbc:Amount", &charge[CHARGE_amount]);
        put_amount(ubl, "cbc:BaseAmount", &charge[CHARGE_base]);
        put_category(ubl, "cac:TaxCategory", &charge[CHARGE_tax_category], &charge[CHARGE_tax_rate], NULL);
        xml_close(&ubl->xml);
    }
}

static void put_taxes(Ubl *ubl)
{
    if (!ubl->invoice->head.at[HEAD_total_tax].told)
        return;
    xml_open(&ubl->xml, "cac:TaxTotal");
    put_amount(ubl, "cbc:TaxAmount", &ubl->invoice->head.at[HEAD_total_tax]);
    for (size_t i = 0; i < ubl->invoice->of[GROUP_TAX].count; i++) {
        const InvoiceValue *tax = ubl->invoice->of[GROUP_TAX].at[i].at;
        xml_open(&ubl->xml, "cac:TaxSubtotal");
        put_amount(ubl, "cbc:TaxableAmount", &tax[TAX_base]);
        put_amount(ubl, "cbc:TaxAmount", &tax[TAX_amount]);
        put_category(ubl, "cac:TaxCategory", &tax[TAX_category], &tax[TAX_rate], &tax[TAX_reason]);
        xml_close(&ubl->xml);
    }
    xml_close(&ubl->xml);
}

static void put_totals(Ubl *ubl)
{
    static const struct {
        const char *name;
        HeadField field;
    } totals[] = {
        { "cbc:LineExtensionAmount", HEAD_total_lines }, { "cbc:TaxExclusiveAmount", HEAD_total_net }, { "cbc:TaxInclusiveAmount", HEAD_total_gross },
        { "cbc:AllowanceTotalAmount", HEAD_total_allowances }, { "cbc:ChargeTotalAmount", HEAD_total_charges }, { "cbc:PrepaidAmount", HEAD_total_prepaid },
        { "cbc:PayableRoundingAmount", HEAD_total_rounding }, { "cbc:PayableAmount", HEAD_total_payable },
    };
    if (!any_told(ubl->invoice->head.at, HEAD_total_lines, HEAD_total_payable))
        return;
    xml_open(&ubl->xml, "cac:LegalMonetaryTotal");
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++)
        put_amount(ubl, totals[i].name, &ubl->invoice->head.at[totals[i].field]);
    xml_close(&ubl->xml);
}

/* ---- lines ---- */

static void put_property(Ubl *ubl, LineField field, const InvoiceValue *value)
{
    if (!value->told)
        return;
    xml_open(&ubl->xml, "cac:AdditionalItemProperty");
    xml_put(&ubl->xml, "cbc:Name", text_of(invoice_fields(GROUP_LINE).at[field].key));
    put(ubl, "cbc:Value", value);
    xml_close(&ubl->xml);
}

static void put_item(Ubl *ubl, const InvoiceValue *line)
{
    static const LineField properties[] = { LINE_kind, LINE_serial_numbers, LINE_licence, LINE_earlier_entry, LINE_content, LINE_medium, LINE_delivery_form };
    xml_open(&ubl->xml, "cac:Item");
    put(ubl, "cbc:Description", &line[LINE_description]);
    put(ubl, "cbc:Name", &line[LINE_name]);
    put_inside(ubl, "cac:OriginCountry", "cbc:IdentificationCode", &line[LINE_origin]);
    if (line[LINE_code].told) {
        xml_open(&ubl->xml, "cac:CommodityClassification");
        put_with(ubl, "cbc:ItemClassificationCode", "listID", TEXT("HS"), line[LINE_code].text);
        xml_close(&ubl->xml);
    }
    put_category(ubl, "cac:ClassifiedTaxCategory", &line[LINE_tax_category], &line[LINE_tax_rate], NULL);
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        put_property(ubl, properties[i], &line[properties[i]]);
    xml_close(&ubl->xml);
}

static void put_line_charge(Ubl *ubl, const InvoiceValue *amount, bool charge)
{
    if (!amount->told)
        return;
    xml_open(&ubl->xml, "cac:AllowanceCharge");
    xml_put(&ubl->xml, "cbc:ChargeIndicator", charge ? TEXT("true") : TEXT("false"));
    put_amount(ubl, "cbc:Amount", amount);
    xml_close(&ubl->xml);
}

static void put_line(Ubl *ubl, const InvoiceValue *line)
{
    xml_open(&ubl->xml, "cac:InvoiceLine");
    put(ubl, "cbc:ID", &line[LINE_id]);
    put(ubl, "cbc:Note", &line[LINE_note]);
    if (line[LINE_quantity].told)
        put_with(ubl, "cbc:InvoicedQuantity", "unitCode", line[LINE_unit].text, line[LINE_quantity].text);
    put_amount(ubl, "cbc:LineExtensionAmount", &line[LINE_amount]);
    put_line_charge(ubl, &line[LINE_charge], true);
    put_line_charge(ubl, &line[LINE_allowance], false);
    put_item(ubl, line);
    if (line[LINE_unit_price].told) {
        xml_open(&ubl->xml, "cac:Price");
        put_amount(ubl, "cbc:PriceAmount", &line[LINE_unit_price]);
        if (line[LINE_price_quantity].told)
            put_with(ubl, "cbc:BaseQuantity", "unitCode", line[LINE_unit].text, line[LINE_price_quantity].text);
        xml_close(&ubl->xml);
    }
    xml_close(&ubl->xml);
}

void invoice_ubl(Builder *out, const Invoice *invoice)
{
    Ubl ubl = { xml_writer(out), invoice, invoice->head.at[HEAD_currency].text };
    xml_open(&ubl.xml, "Invoice");
    xml_put_attribute(&ubl.xml, "xmlns", TEXT(UBL "Invoice-2"));
    xml_put_attribute(&ubl.xml, "xmlns:cac", TEXT(UBL "CommonAggregateComponents-2"));
    xml_put_attribute(&ubl.xml, "xmlns:cbc", TEXT(UBL "CommonBasicComponents-2"));
    put_head(&ubl);
    put_delivery(&ubl);
    put_charges(&ubl);
    put_taxes(&ubl);
    put_totals(&ubl);
    for (size_t i = 0; i < invoice_lines(invoice)->count; i++)
        put_line(&ubl, invoice_lines(invoice)->at[i].at);
    xml_close(&ubl.xml);
}
