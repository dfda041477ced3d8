/* rulebook/page_writer.c - see page_writer.h. */
#include "rulebook/page_writer.h"

#include "base/utf8.h"

enum { WIDEST = 200 }; /* a column is padded up to here: one long cell does not widen every row of a large table */

void page_put(Builder *out, Text block)
{
    if (!block.length)
        return;
    if (out->length)
        build_byte(out, '\n');
    build_text(out, block);
    build_byte(out, '\n');
}

/* A line of its own, every pipe written as "\|". */
static Text escape(Region *region, Text cell)
{
    Builder out = builder_on(region);
    for (size_t i = 0; i < cell.length; i++) {
        char byte = cell.at[i];
        if (byte == '|')
            build_byte(&out, '\\');
        if (byte != '\r')
            build_byte(&out, byte == '\n' || byte == '\t' ? ' ' : byte);
    }
    return text_trim(builder_text(&out));
}

void page_table_cell(PageTable *table, Text cell)
{
    *LIST_ADD(table->region, table->cells) = escape(table->region, cell);
}

static void fill(Builder *out, char byte, size_t from, size_t to)
{
    while (from++ < to)
        build_byte(out, byte);
}

static void put_row(Builder *out, const PageTable *table, size_t row, const size_t *widths)
{
    for (uint32_t c = 0; c < table->columns; c++) {
        Text cell = table->cells.at[row * table->columns + c];
        build_text(out, TEXT("| "));
        build_text(out, cell);
        fill(out, ' ', utf8_width(cell), widths[c] + 1);
    }
    build_text(out, TEXT("|\n"));
}

void page_table_put(Builder *out, const PageTable *table)
{
    size_t *widths = REGION_ARRAY(table->region, size_t, table->columns + 1);
    size_t rows = table->columns ? table->cells.count / table->columns : 0;
    for (size_t i = 0; i < rows * table->columns; i++) {
        size_t width = utf8_width(table->cells.at[i]), *widest = &widths[i % table->columns];
        if (width > *widest && width <= WIDEST)
            *widest = width;
    }
    if (out->length)
        build_byte(out, '\n');
    for (size_t r = 0; r < rows; r++) {
        put_row(out, table, r, widths);
        for (uint32_t c = 0; r == 0 && c < table->columns; c++) {
            build_byte(out, '|');
            fill(out, '-', 0, (widths[c] ? widths[c] : 1) + 2);
        }
        if (r == 0)
            build_text(out, TEXT("|\n"));
    }
}
