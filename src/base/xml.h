/* base/xml.h - XML as a tree of elements: names with their namespaces, attributes, text.
 *
 * Expat reads it; document types and entities of one's own are refused, depth and number of elements have limits. Comments,
 * processing instructions and the order of text among elements are not kept.
 */
#ifndef DECLARANT_BASE_XML_H
#define DECLARANT_BASE_XML_H

#include "base/task.h"

typedef struct XmlAttribute {
    Text space; /* namespace; empty: none */
    Text name;  /* without prefix */
    Text value;
} XmlAttribute;

typedef struct XmlElement XmlElement;
struct XmlElement {
    Text space; /* namespace; empty: none */
    Text name;  /* without prefix */
    uint32_t attribute_count;
    const XmlAttribute *attributes;
    const XmlElement *parent; /* NULL: the document's element */
    const XmlElement *first;  /* child; NULL: none */
    const XmlElement *next;   /* brother */
    Text text;                /* all character data directly in it, one after another */
    Span span;                /* of its start tag */
    Span text_span;           /* the same text as a span: in the file where it stands there plainly, else in a source of its own */
};

/* The document's element; NULL with an error in the report. */
const XmlElement *xml_read(Task *task, const Source *source);

/* The value of an attribute without a namespace; empty when there is none. */
Text xml_attribute(const XmlElement *element, const char *name);
bool xml_has(const XmlElement *element, const char *name);
/* The first child of that name in the parent's own namespace, or NULL; the next brother of the same name. */
const XmlElement *xml_child(const XmlElement *element, const char *name);
const XmlElement *xml_next(const XmlElement *element);
bool xml_is(const XmlElement *element, const char *name);

#endif
