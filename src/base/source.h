/* base/source.h - a text that was read from outside, and places in it.
 *
 * Places are byte offsets; lines and columns are counted only when a place is printed.
 */
#ifndef DECLARANT_BASE_SOURCE_H
#define DECLARANT_BASE_SOURCE_H

#include <stdint.h>

#include "base/text.h"

typedef struct Source {
    Text name;  /* path or other name, as the user knows it; "-" for standard input */
    Text bytes; /* the whole text */
} Source;

/* Is it one cell of a spreadsheet, by its name, "book.xlsx:Sheet1!C5"? Then the name is the whole place: it has no lines. */
bool source_is_cell(const Source *source);

/* A stretch of one source. `source` NULL: no place. */
typedef struct Span {
    const Source *source;
    uint32_t from; /* first byte */
    uint32_t to;   /* one past the last byte */
} Span;

#define SPAN_NONE ((Span){ NULL, 0, 0 })

/* A part of `source` as a span; `part` must point into its bytes. */
Span span_of(const Source *source, Text part);
static inline Text span_text(Span span)
{
    return span.source ? text_slice(span.source->bytes, span.from, span.to) : TEXT_NONE;
}

/* Line and column of a byte, both from 1; columns count code points. */
typedef struct Place {
    uint32_t line;
    uint32_t column;
    Text text; /* the whole line, without its end */
} Place;
Place source_place(const Source *source, uint32_t byte);

#endif
