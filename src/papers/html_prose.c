/* papers/html_prose.c - Markdown prose as HTML, read by md4c. See html.h.
 *
 * md4c holds memory of its own while it runs, and a region that runs out jumps past it. So room is made beforehand for the most that
 * can come of the text; a paragraph past LIMIT_PROSE_BYTES is shown as it is written. */
#include <md4c.h>

#include "base/limits.h"
#include "papers/html.h"

enum { MOST_OF_A_BYTE = 32, FLAGS = MD_FLAG_NOHTML | MD_FLAG_COLLAPSEWHITESPACE }; /* ">": a quote, opened and closed */

static const char *const BLOCKS[][2] = {
    [MD_BLOCK_DOC] = { "", "" },           [MD_BLOCK_QUOTE] = { "<blockquote>", "</blockquote>" }, [MD_BLOCK_UL] = { "<ul>", "</ul>" },
    [MD_BLOCK_OL] = { "<ol>", "</ol>" },   [MD_BLOCK_LI] = { "<li>", "</li>" },                    [MD_BLOCK_HR] = { "<hr/>", "" },
    [MD_BLOCK_H] = { "<p><b>", "</b></p>" }, [MD_BLOCK_CODE] = { "<pre>", "</pre>" },              [MD_BLOCK_HTML] = { "<p>", "</p>" },
    [MD_BLOCK_P] = { "<p>", "</p>" },      [MD_BLOCK_TABLE] = { "", "" },                          [MD_BLOCK_THEAD] = { "", "" },
    [MD_BLOCK_TBODY] = { "", "" },         [MD_BLOCK_TR] = { "", "" },                             [MD_BLOCK_TH] = { "", "" },
    [MD_BLOCK_TD] = { "", "" },
};
enum { BLOCK_FORMS = sizeof BLOCKS / sizeof *BLOCKS };

static void put_block(Builder *out, MD_BLOCKTYPE type, int side)
{
    if ((size_t)type < BLOCK_FORMS && BLOCKS[type][side])
        build_text(out, text_of(BLOCKS[type][side]));
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *out)
{
    (void)detail;
    put_block(out, type, 0);
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *out)
{
    (void)detail;
    put_block(out, type, 1);
    return 0;
}

/* The name of the element; NULL: its words alone are shown. */
static const char *span_name(MD_SPANTYPE type)
{
    return type == MD_SPAN_EM ? "em" : type == MD_SPAN_STRONG ? "strong" : type == MD_SPAN_CODE ? "code" : NULL;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *out)
{
    (void)detail;
    if (span_name(type))
        build_format(out, "<%s>", span_name(type));
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *out)
{
    (void)detail;
    if (span_name(type))
        build_format(out, "</%s>", span_name(type));
    return 0;
}

static int put_text(MD_TEXTTYPE type, const MD_CHAR *at, MD_SIZE length, void *out)
{
    if (type == MD_TEXT_BR)
        HTML_PLAIN((Builder *)out, "<br/>");
    else
        html_escape(out, type == MD_TEXT_SOFTBR ? TEXT("\n") : type == MD_TEXT_NULLCHAR ? TEXT("\xef\xbf\xbd") : (Text){ at, length });
    return 0;
}

void html_prose(Builder *out, Text markdown)
{
    MD_PARSER parser = { .abi_version = 0, .flags = FLAGS, .enter_block = enter_block, .leave_block = leave_block,
                         .enter_span = enter_span, .leave_span = leave_span, .text = put_text };
    size_t before = out->length;
    bool fits = markdown.length <= LIMIT_PROSE_BYTES;
    builder_room(out, fits ? MOST_OF_A_BYTE * (markdown.length + 1) : 0);
    if (fits && md_parse(markdown.at, (MD_SIZE)markdown.length, &parser, out) == 0)
        return;
    out->length = before;
    HTML(out, "<pre>{1}</pre>", markdown);
}
