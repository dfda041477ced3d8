/* papers/html.h - HTML as it is written: what comes from outside passes through one escaping helper, which is here.
 *
 * Forms are literals of ours with blanks: HTML(out, "<a href=\"#{1}\">{2}</a>", anchor, words). What fills a blank is escaped,
 * so that it may stand in text and between double quotes. Every element is closed and every attribute is quoted: the document
 * is well-formed XML, too.
 */
#ifndef DECLARANT_PAPERS_HTML_H
#define DECLARANT_PAPERS_HTML_H

#include "base/text.h"

/* & < > " ' as character references; what no document may hold as U+FFFD. */
void html_escape(Builder *out, Text text);
/* A form with its blanks {1} .. {9} filled. */
void html_fill(Builder *out, const char *form, const Text *with, size_t count);
#define HTML(out, form, ...) \
    html_fill((out), "" form "", (const Text[]){ __VA_ARGS__ }, sizeof((const Text[]){ __VA_ARGS__ }) / sizeof(Text))
/* Markup of ours as it is. */
#define HTML_PLAIN(out, markup) build_text((out), TEXT(markup))

/* From the doctype to the end of the head, in the one look that all documents share (style.def), with `style` behind it. Nothing in
 * the document may load anything. language: 0 en, 1 zh, 2 vi */
void html_head(Builder *out, int language, Text title, const char *const *style, size_t count);

/* A name as it may stand in id and behind the "#" of a link: blanks, "%" and control characters become "_". */
Text html_anchor(Region *region, Text name);

/* Prose of a page, which is Markdown: paragraphs, lists, quotes, code, emphasis. Raw HTML in it is text, links and images are their
 * words: nothing in the document points outside of it. */
void html_prose(Builder *out, Text markdown);

#endif
