/* casework/invoice_cii_read.c - an invoice from UN/CEFACT Cross Industry Invoice D16B, the other syntax of EN 16931; Factur-X and ZUGFeRD put the same
 * XML into a PDF. See invoice.h, invoice_xml.h.
 */
#include "casework/invoice_xml.h"

#define CII "urn:un:unece:uncefact:data:standard:"
#define INVOICE_SPACE CII "CrossIndustryInvoice:100"
#define PARTS CII "ReusableAggregateBusinessInformationEntity:100"
#define VALUES CII "UnqualifiedDataType:100"

#define AGREEMENT "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/"
#define DELIVERY "SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery/"
#define SETTLEMENT "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/"
#define SUMS SETTLEMENT "SpecifiedTradeSettlementHeaderMonetarySummation/"

static const XmlPath PATHS[] = {
    { GROUP_HEAD, HEAD_number, "ExchangedDocument/ID", false },
    { GROUP_HEAD, HEAD_type, "ExchangedDocument/TypeCode", false },
    { GROUP_HEAD, HEAD_day, "ExchangedDocument/IssueDateTime/DateTimeString", false },
    { GROUP_HEAD, HEAD_currency, SETTLEMENT "InvoiceCurrencyCode", false },
    { GROUP_HEAD, HEAD_due_day, SETTLEMENT "SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString", false },
    { GROUP_HEAD, HEAD_payment_terms, SETTLEMENT "SpecifiedTradePaymentTerms/Description", false },
    { GROUP_HEAD, HEAD_order, AGREEMENT "BuyerOrderReferencedDocument/IssuerAssignedID", false },
    { GROUP_HEAD, HEAD_contract, AGREEMENT "ContractReferencedDocument/IssuerAssignedID", false },
    { GROUP_HEAD, HEAD_seller_name, AGREEMENT "SellerTradeParty/Name", false },
    { GROUP_HEAD, HEAD_seller_number, AGREEMENT "SellerTradeParty/SpecifiedLegalOrganization/ID", false },
    { GROUP_HEAD, HEAD_seller_tax_number, AGREEMENT "SellerTradeParty/SpecifiedTaxRegistration/ID", false },
    { GROUP_HEAD, HEAD_seller_street, AGREEMENT "SellerTradeParty/PostalTradeAddress/LineOne", false },
    { GROUP_HEAD, HEAD_seller_city, AGREEMENT "SellerTradeParty/PostalTradeAddress/CityName", false },
    { GROUP_HEAD, HEAD_seller_postcode, AGREEMENT "SellerTradeParty/PostalTradeAddress/PostcodeCode", false },
    { GROUP_HEAD, HEAD_seller_country, AGREEMENT "SellerTradeParty/PostalTradeAddress/CountryID", false },
    { GROUP_HEAD, HEAD_buyer_name, AGREEMENT "BuyerTradeParty/Name", false },
    { GROUP_HEAD, HEAD_buyer_number, AGREEMENT "BuyerTradeParty/SpecifiedLegalOrganization/ID", false },
    { GROUP_HEAD, HEAD_buyer_tax_number, AGREEMENT "BuyerTradeParty/SpecifiedTaxRegistration/ID", false },
    { GROUP_HEAD, HEAD_buyer_street, AGREEMENT "BuyerTradeParty/PostalTradeAddress/LineOne", false },
    { GROUP_HEAD, HEAD_buyer_city, AGREEMENT "BuyerTradeParty/PostalTradeAddress/CityName", false },
    { GROUP_HEAD, HEAD_buyer_postcode, AGREEMENT "BuyerTradeParty/PostalTradeAddress/PostcodeCode", false },
    { GROUP_HEAD, HEAD_buyer_country, AGREEMENT "BuyerTradeParty/PostalTradeAddress/CountryID", false },
    { GROUP_HEAD, HEAD_delivery_terms, AGREEMENT "ApplicableTradeDeliveryTerms/DeliveryTypeCode", false },
    { GROUP_HEAD, HEAD_delivery_place, AGREEMENT "ApplicableTradeDeliveryTerms/RelevantTradeLocation/Name", false },
    { GROUP_HEAD, HEAD_delivery_day, DELIVERY "ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString", false },
    { GROUP_HEAD, HEAD_payee_name, SETTLEMENT "PayeeTradeParty/Name", false },
    { GROUP_HEAD, HEAD_account, SETTLEMENT "SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID", false },
    { GROUP_HEAD, HEAD_total_lines, SUMS "LineTotalAmount", false },
    { GROUP_HEAD, HEAD_total_charges, SUMS "ChargeTotalAmount", false },
    { GROUP_HEAD, HEAD_total_allowances, SUMS "AllowanceTotalAmount", false },
    { GROUP_HEAD, HEAD_total_net, SUMS "TaxBasisTotalAmount", false },
    { GROUP_HEAD, HEAD_total_tax, SUMS "TaxTotalAmount", true },
    { GROUP_HEAD, HEAD_total_rounding, SUMS "RoundingAmount", false },
    { GROUP_HEAD, HEAD_total_gross, SUMS "GrandTotalAmount", false },
    { GROUP_HEAD, HEAD_total_prepaid, SUMS "TotalPrepaidAmount", false },
    { GROUP_HEAD, HEAD_total_payable, SUMS "DuePayableAmount", false },
    { GROUP_LINE, LINE_id, "AssociatedDocumentLineDocument/LineID", false },
    { GROUP_LINE, LINE_note, "AssociatedDocumentLineDocument/IncludedNote/Content", false },
    { GROUP_LINE, LINE_name, "SpecifiedTradeProduct/Name", false },
    { GROUP_LINE, LINE_description, "SpecifiedTradeProduct/Description", false },
    { GROUP_LINE, LINE_origin, "SpecifiedTradeProduct/OriginTradeCountry/ID", false },
    { GROUP_LINE, LINE_serial_numbers, "SpecifiedTradeProduct/IndividualTradeProductInstance/SerialID", false },
    { GROUP_LINE, LINE_unit_price, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount", false },
    { GROUP_LINE, LINE_price_quantity, "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/BasisQuantity", false },
    { GROUP_LINE, LINE_quantity, "SpecifiedLineTradeDelivery/BilledQuantity", false },
    { GROUP_LINE, LINE_unit, "SpecifiedLineTradeDelivery/BilledQuantity/@unitCode", false },
    { GROUP_LINE, LINE_tax_category, "SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode", false },
    { GROUP_LINE, LINE_tax_rate, "SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent", false },
    { GROUP_LINE, LINE_amount, "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount", false },
    { GROUP_CHARGE, CHARGE_reason, "Reason", false },
    { GROUP_CHARGE, CHARGE_percent, "CalculationPercent", false },
    { GROUP_CHARGE, CHARGE_base, "BasisAmount", false },
    { GROUP_CHARGE, CHARGE_amount, "ActualAmount", false },
    { GROUP_CHARGE, CHARGE_tax_category, "CategoryTradeTax/CategoryCode", false },
    { GROUP_CHARGE, CHARGE_tax_rate, "CategoryTradeTax/RateApplicablePercent", false },
    { GROUP_TAX, TAX_base, "BasisAmount", false },
    { GROUP_TAX, TAX_amount, "CalculatedAmount", false },
    { GROUP_TAX, TAX_category, "CategoryCode", false },
    { GROUP_TAX, TAX_rate, "RateApplicablePercent", false },
    { GROUP_TAX, TAX_reason, "ExemptionReason", false },
    { GROUP_REFERENCE, REFERENCE_number, "IssuerAssignedID", false },
    { GROUP_REFERENCE, REFERENCE_kind, "TypeCode", false },
    { GROUP_NOTE, NOTE_text, "Content", false },
};

static void tell_one(XmlReading *reading, InvoiceRecord *record, InvoiceGroup group, const XmlElement *element)
{
    xml_tell_record(reading, record, group, element, PATHS, sizeof PATHS / sizeof *PATHS);
}

static void read_group(XmlReading *reading, InvoiceGroup group, const XmlElement *parent, const char *name)
{
    for (const XmlElement *child = parent ? xml_named(reading, parent->first, text_of(name)) : NULL; child; child = xml_named(reading, child->next, text_of(name)))
        tell_one(reading, xml_add_record(reading, group, name), group, child);
}

/* ---- charges ---- */

static bool is_charge(const XmlReading *reading, const XmlElement *element)
{
    const XmlElement *told = xml_named(reading, element->first, TEXT("ChargeIndicator")), *inner = told ? xml_named(reading, told->first, TEXT("Indicator")) : NULL;
    return inner && text_is(text_trim(inner->text), "true");
}

static void read_charges(XmlReading *reading, const XmlElement *settlement)
{
    Text name = TEXT("SpecifiedTradeAllowanceCharge");
    for (const XmlElement *child = settlement ? xml_named(reading, settlement->first, name) : NULL; child; child = xml_named(reading, child->next, name)) {
        InvoiceRecord *record = xml_add_record(reading, GROUP_CHARGE, "SpecifiedTradeAllowanceCharge");
        XmlPath path = { GROUP_CHARGE, CHARGE_kind, "ChargeIndicator", false };
        xml_tell_text(reading, record, &path, child, is_charge(reading, child) ? TEXT("charge") : TEXT("allowance"), TEXT_NONE);
        tell_one(reading, record, GROUP_CHARGE, child);
    }
}

static void read_line_charges(XmlReading *reading, InvoiceRecord *line, const XmlElement *element)
{
    const XmlElement *settlement = xml_named(reading, element->first, TEXT("SpecifiedLineTradeSettlement"));
    Text name = TEXT("SpecifiedTradeAllowanceCharge");
    for (const XmlElement *child = settlement ? xml_named(reading, settlement->first, name) : NULL; child; child = xml_named(reading, child->next, name)) {
        const XmlElement *amount = xml_named(reading, child->first, TEXT("ActualAmount"));
        if (amount)
            xml_tell_line_charge(reading, line, is_charge(reading, child), amount);
    }
}

/* ---- lines ---- */

static void read_product(XmlReading *reading, InvoiceRecord *line, const XmlElement *product)
{
    Text name = TEXT("ApplicableProductCharacteristic");
    for (const XmlElement *child = xml_named(reading, product->first, name); child; child = xml_named(reading, child->next, name))
        xml_tell_property(reading, line, xml_named(reading, child->first, TEXT("Description")), xml_named(reading, child->first, TEXT("Value")));
    xml_tell_code(reading, line, product, "DesignatedProductClassification", "ClassCode");
}

static void read_lines(XmlReading *reading, const XmlElement *trade)
{
    Text name = TEXT("IncludedSupplyChainTradeLineItem");
    for (const XmlElement *child = trade ? xml_named(reading, trade->first, name) : NULL; child; child = xml_named(reading, child->next, name)) {
        InvoiceRecord *line = xml_add_record(reading, GROUP_LINE, "IncludedSupplyChainTradeLineItem");
        const XmlElement *product = xml_named(reading, child->first, TEXT("SpecifiedTradeProduct"));
        tell_one(reading, line, GROUP_LINE, child);
        read_line_charges(reading, line, child);
        if (product)
            read_product(reading, line, product);
    }
}

/* ---- the document ---- */

bool invoice_is_cii(const XmlElement *root)
{
    return text_is(root->name, "CrossIndustryInvoice") && text_is(root->space, INVOICE_SPACE);
}

bool invoice_read_cii(Task *task, Invoice *invoice, const XmlElement *root)
{
    static const char *const spaces[] = { INVOICE_SPACE, PARTS, VALUES, NULL };
    XmlReading reading = { task, invoice, spaces, true };
    const XmlElement *trade = xml_named(&reading, root->first, TEXT("SupplyChainTradeTransaction"));
    const XmlElement *settlement = trade ? xml_named(&reading, trade->first, TEXT("ApplicableHeaderTradeSettlement")) : NULL;
    const XmlElement *agreement = trade ? xml_named(&reading, trade->first, TEXT("ApplicableHeaderTradeAgreement")) : NULL;
    tell_one(&reading, &invoice->head, GROUP_HEAD, root);
    read_lines(&reading, trade);
    read_charges(&reading, settlement);
    read_group(&reading, GROUP_TAX, settlement, "ApplicableTradeTax");
    read_group(&reading, GROUP_REFERENCE, settlement, "InvoiceReferencedDocument");
    read_group(&reading, GROUP_REFERENCE, agreement, "AdditionalReferencedDocument");
    read_group(&reading, GROUP_NOTE, xml_named(&reading, root->first, TEXT("ExchangedDocument")), "IncludedNote");
    return reading.good;
}
