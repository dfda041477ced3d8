/* base/xml_stream.h - a large XML entry of an archive, handed on tag by tag: what is in it never stands in memory as a whole.
 *
 * Expat reads it as the archive inflates it. Document types, and entities with them, are refused; depth has its limit (LIMIT_XML_DEPTH).
 */
#ifndef DECLARANT_BASE_XML_STREAM_H
#define DECLARANT_BASE_XML_STREAM_H

#include "base/archive.h"

typedef struct XmlHandlers { /* each may end the reading with false, after it told an error */
    bool (*start)(void *context, Text name, const char **attributes); /* name without prefix; name, value, ..., NULL, with prefixes */
    bool (*end)(void *context, Text name);
    bool (*text)(void *context, Text text); /* a text may come in several pieces */
} XmlHandlers;

/* False with an error: of the archive, [xml-form], [xml-document-type], [too-deep], or told by a handler. */
bool xml_stream(Task *task, Archive *archive, Text entry, size_t limit, const XmlHandlers *handlers, void *context);
/* The value of an attribute by its name, prefix and all; NULL: there is none. */
const char *xml_stream_attribute(const char **attributes, const char *name);

#endif
