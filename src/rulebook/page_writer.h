/* rulebook/page_writer.h - a page of Markdown as it is written: blocks with one empty line between them, tables in columns. */
#ifndef DECLARANT_RULEBOOK_PAGE_WRITER_H
#define DECLARANT_RULEBOOK_PAGE_WRITER_H

#include "base/text.h"

/* A block of its own: a heading, a paragraph, a fence. Empty ones are left out. */
void page_put(Builder *out, Text block);

/* A table cell by cell; cells are escaped here. */
typedef struct PageTable {
    Region *region;
    uint32_t columns;
    LIST_OF(Text) cells; /* header first, row by row */
} PageTable;

/* The number of columns may also be told after the header is put. */
void page_table_cell(PageTable *table, Text cell);
void page_table_put(Builder *out, const PageTable *table);

#endif
