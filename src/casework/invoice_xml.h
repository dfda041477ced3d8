/* casework/invoice_xml.h - what the readers of invoices in XML share: a table says at which path a field stands. See invoice_ubl_read.c, invoice_cii_read.c. */
#ifndef DECLARANT_CASEWORK_INVOICE_XML_H
#define DECLARANT_CASEWORK_INVOICE_XML_H

#include "base/xml.h"
#include "casework/invoice.h"

typedef struct XmlPath {
    InvoiceGroup group;
    uint32_t field;
    const char *path;   /* below the record's element, parted by strokes; "@x": an attribute of the element before it */
    bool first;         /* of several such elements the first counts; else they must agree */
} XmlPath;

typedef struct XmlReading {
    Task *task;
    Invoice *invoice;
    const char *const *spaces; /* namespaces whose elements count, up to NULL */
    bool good;
} XmlReading;

/* The first element of that name from here on among its brothers, or NULL. */
const XmlElement *xml_named(const XmlReading *reading, const XmlElement *from, Text name);

/* A new record, called "NAME[3]". */
InvoiceRecord *xml_add_record(XmlReading *reading, InvoiceGroup group, const char *name);
void xml_tell_text(XmlReading *reading, InvoiceRecord *record, const XmlPath *path, const XmlElement *element, Text text, Text currency);
void xml_tell_element(XmlReading *reading, InvoiceRecord *record, const XmlPath *path, const XmlElement *element);
/* All fields of the group that stand at one of the paths; those of `xml_tell_rest` only where they are not told yet. */
void xml_tell_record(XmlReading *reading, InvoiceRecord *record, InvoiceGroup group, const XmlElement *element, const XmlPath *paths, size_t count);
void xml_tell_rest(XmlReading *reading, InvoiceRecord *record, InvoiceGroup group, const XmlElement *element, const XmlPath *paths, size_t count);

/* Of several codes of an item the one of the Harmonized System (UN/EDIFACT 7143: HS), else the first; one that names no list has "none".
 * `within`: the item; `path`: of its codes. */
void xml_tell_code(XmlReading *reading, InvoiceRecord *line, const XmlElement *within, const char *outer, const char *inner);
/* Properties of an item that are named like a field for which the form has no element. */
void xml_tell_property(XmlReading *reading, InvoiceRecord *line, const XmlElement *called, const XmlElement *value);
/* One charge or allowance of a line, put to those of its kind. */
void xml_tell_line_charge(XmlReading *reading, InvoiceRecord *line, bool charge, const XmlElement *amount);

#endif
