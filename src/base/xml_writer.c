/* base/xml_writer.c - see xml_writer.h. */
#include "base/xml_writer.h"

#include "base/utf8.h"

XmlWriter xml_writer(Builder *out)
{
    build_text(out, TEXT("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
    return (XmlWriter){ .out = out };
}

/* ---- characters ---- */

/* What XML 1.0 calls a character. */
static bool is_character(uint32_t point)
{
    return point == '\t' || point == '\n' || point == '\r' || (point >= 0x20 && point != 0xFFFE && point != 0xFFFF);
}

/* A reader makes one line end of CR LF, and blanks of line ends in attributes: those are written as what they are. */
static const char *escape_of(uint32_t point, bool attribute)
{
    switch (point) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\r': return "&#13;";
    case '"': return attribute ? "&quot;" : NULL;
    case '\n': return attribute ? "&#10;" : NULL;
    case '\t': return attribute ? "&#9;" : NULL;
    default: return NULL;
    }
}

static void put_escaped(XmlWriter *writer, Text text, bool attribute)
{
    for (size_t at = 0; at < text.length;) {
        size_t from = at;
        uint32_t point = utf8_next(text, &at);
        const char *escape = escape_of(point, attribute);
        bool sound = is_character(point);
        writer->lost += !sound;
        build_text(writer->out, escape ? text_of(escape) : sound ? text_slice(text, from, at) : TEXT("\xEF\xBF\xBD"));
    }
}

/* ---- elements ---- */

static void end_tag(XmlWriter *writer)
{
    if (writer->in_tag)
        build_byte(writer->out, '>');
    writer->in_tag = false;
}

static void put_line(XmlWriter *writer)
{
    if (writer->open.count)
        build_byte(writer->out, '\n');
    for (size_t i = 0; i < writer->open.count; i++)
        build_text(writer->out, TEXT("  "));
}

void xml_open(XmlWriter *writer, const char *name)
{
    end_tag(writer);
    put_line(writer);
    build_format(writer->out, "<%s", name);
    *LIST_ADD(writer->out->region, writer->open) = name;
    writer->in_tag = true;
    writer->has_text = false;
}

void xml_close(XmlWriter *writer)
{
    const char *name = writer->open.at[--writer->open.count];
    if (writer->in_tag) {
        build_text(writer->out, TEXT("/>"));
    } else {
        if (!writer->has_text) {
            build_byte(writer->out, '\n');
            for (size_t i = 0; i < writer->open.count; i++)
                build_text(writer->out, TEXT("  "));
        }
        build_format(writer->out, "</%s>", name);
    }
    writer->in_tag = writer->has_text = false;
    if (!writer->open.count)
        build_byte(writer->out, '\n');
}

void xml_put_attribute(XmlWriter *writer, const char *name, Text value)
{
    build_format(writer->out, " %s=\"", name);
    put_escaped(writer, value, true);
    build_byte(writer->out, '"');
}

void xml_put_text(XmlWriter *writer, Text text)
{
    end_tag(writer);
    put_escaped(writer, text, false);
    writer->has_text = true;
}

void xml_put(XmlWriter *writer, const char *name, Text text)
{
    xml_open(writer, name);
    if (text.length)
        xml_put_text(writer, text);
    xml_close(writer);
}
