/* base/xml_stream.c - see xml_stream.h. */
#include <expat.h>

#include "base/xml_stream.h"

typedef struct Stream {
    Task *task;
    Archive *archive;
    Text entry;
    size_t limit;
    const XmlHandlers *handlers;
    void *context;
    XML_Parser parser;
    Builder held;  /* came, and was not yet given to the parser */
    uint64_t given; /* bytes that were */
    uint32_t depth;
    bool failed; /* an error was told */
    bool done;   /* all of the entry came */
} Stream;

static void complain(Stream *stream, const char *name, const char *why)
{
    if (stream->failed)
        return;
    stream->failed = true;
    Problem *problem = report_error(stream->task->report, name, SPAN_NONE, "%s", why);
    problem_where(stream->task->report, problem, TEXT_FMT " in the archive, line %llu", TEXT_ARG(stream->entry), (unsigned long long)XML_GetCurrentLineNumber(stream->parser));
}

static void stop(Stream *stream)
{
    stream->failed = true;
    XML_StopParser(stream->parser, XML_FALSE);
}

static void refuse(Stream *stream, const char *name, const char *why)
{
    complain(stream, name, why);
    stop(stream);
}

static Text local_name(const char *name)
{
    const char *mark = strrchr(name, ':');
    return text_of(mark ? mark + 1 : name);
}

static void on_start(void *context, const char *name, const char **attributes)
{
    Stream *stream = context;
    if (stream->failed)
        return;
    if (++stream->depth > LIMIT_XML_DEPTH)
        return refuse(stream, "too-deep", "elements stand more than 200 deep (limit LIMIT_XML_DEPTH)");
    if (!stream->handlers->start(stream->context, local_name(name), attributes))
        stop(stream);
}

static void on_end(void *context, const char *name)
{
    Stream *stream = context;
    if (stream->failed)
        return;
    stream->depth--;
    if (!stream->handlers->end(stream->context, local_name(name)))
        stop(stream);
}

static void on_text(void *context, const char *bytes, int length)
{
    Stream *stream = context;
    if (!stream->failed && !stream->handlers->text(stream->context, (Text){ bytes, (size_t)length }))
        stop(stream);
}

static void on_document_type(void *context, const char *name, const char *system, const char *public, int internal)
{
    (void)name;
    (void)system;
    (void)public;
    (void)internal;
    refuse(context, "xml-document-type", "document types are not read: they could define entities without end");
}

/* Bytes of a tag that has not ended yet: the parser begins it anew with each piece. */
static uint64_t unended(const Stream *stream)
{
    XML_Index at = XML_GetCurrentByteIndex(stream->parser);
    return at >= 0 && (uint64_t)at < stream->given ? stream->given - (uint64_t)at : 0;
}

static void parse(Stream *stream, bool last)
{
    if (XML_Parse(stream->parser, stream->held.length ? stream->held.at : "", (int)stream->held.length, last) != XML_STATUS_OK)
        complain(stream, "xml-form", text_string(stream->task->region, text_format(stream->task->region, "XML cannot be read: %s", XML_ErrorString(XML_GetErrorCode(stream->parser)))));
    stream->given += stream->held.length;
    stream->held.length = 0;
}

/* A long tag is given on when as much again has come: its time grows with its length, not with the square. */
static bool feed(void *context, Text piece)
{
    Stream *stream = context;
    build_text(&stream->held, piece);
    if (stream->held.length >= unended(stream))
        parse(stream, false);
    return !stream->failed;
}

static void run(void *argument)
{
    Stream *stream = argument;
    bool whole = archive_stream(stream->task, stream->archive, stream->entry, stream->limit, feed, stream);
    if (whole)
        parse(stream, true);
    stream->done = whole && !stream->failed;
}

bool xml_stream(Task *task, Archive *archive, Text entry, size_t limit, const XmlHandlers *handlers, void *context)
{
    Stream stream = { .task = task, .archive = archive, .entry = entry, .limit = limit, .handlers = handlers, .context = context, .held = builder_on(task->region) };
    stream.parser = XML_ParserCreate(NULL);
    bool lived = stream.parser != NULL;
    if (lived) {
        XML_SetUserData(stream.parser, &stream);
        XML_SetElementHandler(stream.parser, on_start, on_end);
        XML_SetCharacterDataHandler(stream.parser, on_text);
        XML_SetStartDoctypeDeclHandler(stream.parser, on_document_type);
        lived = region_guard(task->region, run, &stream);
        XML_ParserFree(stream.parser);
    }
    if (!lived)
        region_give_up(task->region);
    return stream.done;
}

const char *xml_stream_attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}
