/* casework/contract_docx.c - the text of a DOCX: word/document.xml of its ZIP, a paragraph a line.
 *
 * What a reader of the paper does not see is left out: text that was struck out in the revision, codes of fields. A paragraph that Word
 * numbers by itself has no number in the file; it stands as it is.
 */
#include "base/archive.h"
#include "base/xml.h"
#include "casework/contract.h"

static bool is_named(const XmlElement *element, const char *name) { return text_equal(element->name, text_of(name)); }

static void add_run(Builder *out, const XmlElement *element)
{
    static const char *const HIDDEN[] = { "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr" };
    for (size_t i = 0; i < sizeof HIDDEN / sizeof *HIDDEN; i++)
        if (is_named(element, HIDDEN[i]))
            return;
    if (is_named(element, "t"))
        build_text(out, element->text);
    else if (is_named(element, "tab"))
        build_byte(out, '\t');
    else if (is_named(element, "br") || is_named(element, "cr"))
        build_byte(out, '\n');
    else if (is_named(element, "noBreakHyphen"))
        build_byte(out, '-');
    for (const XmlElement *child = element->first; child; child = child->next)
        add_run(out, child);
}

/* Paragraphs of a cell, of tables in it and of controls around them: all on the line of its row. */
static void add_cell(Builder *out, const XmlElement *cell)
{
    for (const XmlElement *part = cell->first; part; part = part->next) {
        if (is_named(part, "p"))
            add_run(out, part);
        else
            add_cell(out, part);
        build_format(out, "%s", part->next ? " " : "");
    }
}

/* A control of a form may stand around cells. */
static void add_cells(Builder *out, const XmlElement *within, bool *first)
{
    for (const XmlElement *child = within->first; child; child = child->next) {
        if (!is_named(child, "tc")) {
            add_cells(out, child, first);
            continue;
        }
        build_format(out, "%s", *first ? "" : " | ");
        add_cell(out, child);
        *first = false;
    }
}

static void add_row(Builder *out, const XmlElement *row)
{
    bool first = true;
    add_cells(out, row, &first);
    build_byte(out, '\n');
}

static void add_block(Builder *out, const XmlElement *element)
{
    if (is_named(element, "p")) {
        add_run(out, element);
        build_byte(out, '\n');
    } else if (is_named(element, "tr")) {
        add_row(out, element);
    } else {
        for (const XmlElement *child = element->first; child; child = child->next)
            add_block(out, child);
    }
}

const Source *docx_text(Task *task, Text name, Text bytes)
{
    Archive *archive = archive_open(task, name, bytes);
    Text document;
    bool read = archive && archive_read(task, archive, TEXT("word/document.xml"), LIMIT_FILE_BYTES, &document);
    archive_close(&archive);
    if (!read)
        return NULL;
    Source *inner = REGION_NEW(task->region, Source);
    *inner = (Source){ text_format(task->region, TEXT_FMT ":word/document.xml", TEXT_ARG(name)), document };
    const XmlElement *root = xml_read(task, inner);
    if (!root)
        return NULL;
    Builder out = builder_on(task->region);
    add_block(&out, root);
    Source *source = REGION_NEW(task->region, Source);
    *source = (Source){ name, builder_text(&out) };
    return source;
}
