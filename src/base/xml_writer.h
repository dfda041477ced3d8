/* base/xml_writer.h - XML as it is written: elements opened and closed, everything escaped here and nowhere else.
 *
 * Two blanks a level. An element holds elements or text, not both, so blanks around elements mean nothing.
 */
#ifndef DECLARANT_BASE_XML_WRITER_H
#define DECLARANT_BASE_XML_WRITER_H

#include "base/text.h"

typedef struct XmlWriter {
    Builder *out;
    struct {
        const char **at;
        size_t count, room;
    } open;        /* names of the elements that are open, outermost first */
    bool in_tag;   /* the start tag of the innermost is not ended: attributes may follow */
    bool has_text; /* the innermost holds text: its end tag follows at once */
    size_t lost;   /* characters that XML cannot hold, written as U+FFFD */
} XmlWriter;

/* Begins with the declaration. */
XmlWriter xml_writer(Builder *out);
/* `name` with its prefix; kept by pointer until it is closed. */
void xml_open(XmlWriter *writer, const char *name);
void xml_close(XmlWriter *writer);
/* Of the element opened last, before anything is put into it. */
void xml_put_attribute(XmlWriter *writer, const char *name, Text value);
void xml_put_text(XmlWriter *writer, Text text);
/* An element that holds a text. */
void xml_put(XmlWriter *writer, const char *name, Text text);

#endif
