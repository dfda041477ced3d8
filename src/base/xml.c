/* base/xml.c - see xml.h. Expat calls back for tags and text; the tree is built with a pointer to the element that is open.
 *
 * Names arrive as "namespace|name". The parser is expat's own memory and is given back whatever happens: running out of
 * memory in the middle is caught here first and passed on after.
 */
#include <expat.h>

#include "base/utf8.h"
#include "base/xml.h"

enum { MARK = '|' }; /* between namespace and name; a namespace that holds one is cut at the last */

/* An element that may still grow. */
typedef struct Open {
    XmlElement element;
    struct Open *around;   /* the element it stands in */
    XmlElement *last;      /* its last child so far */
    Builder text;
    int64_t text_from;     /* byte where its text begins; -1: none yet */
    uint64_t line;         /* of its start tag */
    int64_t text_to;       /* byte after it, as far as it stands plainly in the file; -1: it does not */
} Open;

typedef struct Reading {
    Task *task;
    const Source *source;
    XML_Parser parser;
    Open *open;
    const XmlElement *root;
    uint32_t depth, count;
    bool failed;
    enum XML_Status status;
} Reading;

static Span place_here(const Reading *reading)
{
    XML_Index at = XML_GetCurrentByteIndex(reading->parser);
    uint32_t from = at < 0 ? 0 : (uint32_t)at;
    return (Span){ reading->source, from, from + (uint32_t)XML_GetCurrentByteCount(reading->parser) };
}

static void refuse(Reading *reading, const char *name, const char *why)
{
    if (reading->failed)
        return;
    reading->failed = true;
    report_error(reading->task->report, name, place_here(reading), "%s", why);
    XML_StopParser(reading->parser, XML_FALSE);
}

/* ---- names ---- */

static void split_name(Region *region, const char *whole, Text *space, Text *name)
{
    const char *mark = strrchr(whole, MARK);
    *space = mark ? text_copy(region, (Text){ whole, (size_t)(mark - whole) }) : TEXT_NONE;
    *name = text_copy(region, text_of(mark ? mark + 1 : whole));
}

static void take_attributes(Reading *reading, XmlElement *element, const char **attributes)
{
    Region *region = reading->task->region;
    uint32_t count = 0;
    while (attributes[2 * count])
        count++;
    XmlAttribute *list = REGION_ARRAY(region, XmlAttribute, count);
    for (uint32_t i = 0; i < count; i++) {
        split_name(region, attributes[2 * i], &list[i].space, &list[i].name);
        list[i].value = text_copy(region, text_of(attributes[2 * i + 1]));
    }
    element->attributes = list;
    element->attribute_count = count;
}

/* ---- what expat calls ---- */

static void on_start(void *context, const char *name, const char **attributes)
{
    Reading *reading = context;
    Region *region = reading->task->region;
    if (++reading->depth > LIMIT_XML_DEPTH)
        return refuse(reading, "too-deep", "elements stand more than 200 deep (limit LIMIT_XML_DEPTH)");
    if (++reading->count > LIMIT_XML_ELEMENTS)
        return refuse(reading, "too-many", "there are more than 1000000 elements (limit LIMIT_XML_ELEMENTS)");
    Open *open = REGION_NEW(region, Open);
    *open = (Open){ .around = reading->open, .text = builder_on(region), .text_from = -1 };
    open->element.span = place_here(reading);
    open->line = XML_GetCurrentLineNumber(reading->parser);
    split_name(region, name, &open->element.space, &open->element.name);
    take_attributes(reading, &open->element, attributes);
    if (open->around) {
        open->element.parent = &open->around->element;
        if (open->around->last)
            open->around->last->next = &open->element;
        else
            open->around->element.first = &open->element;
        open->around->last = &open->element;
    } else {
        reading->root = &open->element;
    }
    reading->open = open;
}

/* The text as a place in the file, or in a source of its own where entities or sections changed it. */
static Span span_of_text(const Reading *reading, const Open *open, Text text)
{
    if (open->text_from >= 0 && open->text_to >= 0)
        return (Span){ reading->source, (uint32_t)open->text_from, (uint32_t)open->text_to };
    if (!text.length)
        return (Span){ reading->source, open->element.span.to, open->element.span.to };
    Source *own = REGION_NEW(reading->task->region, Source);
    *own = (Source){ text_format(reading->task->region, TEXT_FMT ":%llu", TEXT_ARG(reading->source->name), (unsigned long long)open->line), text };
    return (Span){ own, 0, (uint32_t)text.length };
}

static void on_end(void *context, const char *name)
{
    Reading *reading = context;
    Open *open = reading->open;
    (void)name;
    if (reading->failed)
        return;
    open->element.text = builder_text(&open->text);
    open->element.text_span = span_of_text(reading, open, open->element.text);
    reading->open = open->around;
    reading->depth--;
}

static void on_text(void *context, const char *bytes, int length)
{
    Reading *reading = context;
    Open *open = reading->open;
    if (!open || reading->failed)
        return;
    Span here = place_here(reading);
    bool plain = span_text(here).length == (size_t)length && memcmp(span_text(here).at, bytes, (size_t)length) == 0;
    bool begins = open->text_from < 0, goes_on = !begins && open->text_to == (int64_t)here.from;
    if (begins)
        open->text_from = here.from;
    open->text_to = plain && (begins || goes_on) ? (int64_t)here.to : -1;
    build_text(&open->text, (Text){ bytes, (size_t)length });
}

static void on_document_type(void *context, const char *name, const char *system, const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    refuse(context, "xml-document-type", "document types are not read: they could define entities without end");
}

/* ---- reading ---- */

static void parse(void *argument)
{
    Reading *reading = argument;
    Text bytes = reading->source->bytes;
    reading->status = XML_Parse(reading->parser, bytes.at ? bytes.at : "", (int)bytes.length, XML_TRUE);
}

static void report_fault(Reading *reading)
{
    enum XML_Error error = XML_GetErrorCode(reading->parser);
    if (!reading->failed)
        report_error(reading->task->report, "xml-form", place_here(reading), "XML cannot be read: %s", XML_ErrorString(error));
    reading->failed = true;
}

const XmlElement *xml_read(Task *task, const Source *source)
{
    Reading reading = { .task = task, .source = source };
    if (utf8_first_fault(source->bytes) != SIZE_MAX || source->bytes.length > LIMIT_FILE_BYTES) {
        report_error(task->report, "xml-form", (Span){ source, 0, 0 }, "XML cannot be read: it is not UTF-8, or larger than LIMIT_FILE_BYTES");
        return NULL;
    }
    reading.parser = XML_ParserCreateNS("UTF-8", MARK);
    bool ran = reading.parser != NULL;
    if (ran) {
        XML_SetUserData(reading.parser, &reading);
        XML_SetElementHandler(reading.parser, on_start, on_end);
        XML_SetCharacterDataHandler(reading.parser, on_text);
        XML_SetStartDoctypeDeclHandler(reading.parser, on_document_type);
        ran = region_guard(task->region, parse, &reading);
        if (ran && reading.status != XML_STATUS_OK)
            report_fault(&reading);
        XML_ParserFree(reading.parser);
    }
    if (!ran)
        region_give_up(task->region);
    return reading.failed ? NULL : reading.root;
}

/* ---- looking up ---- */

bool xml_is(const XmlElement *element, const char *name)
{
    return text_equal(element->name, text_of(name));
}

static const XmlAttribute *find_attribute(const XmlElement *element, const char *name)
{
    for (uint32_t i = 0; i < element->attribute_count; i++)
        if (!element->attributes[i].space.length && text_equal(element->attributes[i].name, text_of(name)))
            return &element->attributes[i];
    return NULL;
}

Text xml_attribute(const XmlElement *element, const char *name)
{
    const XmlAttribute *attribute = find_attribute(element, name);
    return attribute ? attribute->value : TEXT_NONE;
}

bool xml_has(const XmlElement *element, const char *name)
{
    return find_attribute(element, name) != NULL;
}

static const XmlElement *from_here(const XmlElement *element, Text space, Text name)
{
    while (element && !(text_equal(element->name, name) && text_equal(element->space, space)))
        element = element->next;
    return element;
}

const XmlElement *xml_child(const XmlElement *element, const char *name)
{
    return element ? from_here(element->first, element->space, text_of(name)) : NULL;
}

const XmlElement *xml_next(const XmlElement *element)
{
    return from_here(element->next, element->space, element->name);
}
