/* base/source.c - see source.h. */
#include "base/source.h"

Span span_of(const Source *source, Text part)
{
    if (!source || !part.at || part.at < source->bytes.at || part.at > source->bytes.at + source->bytes.length)
        return (Span){ source, 0, 0 };
    uint32_t from = (uint32_t)(part.at - source->bytes.at);
    return (Span){ source, from, from + (uint32_t)part.length };
}

static uint32_t code_points(Text text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return count;
}

Place source_place(const Source *source, uint32_t byte)
{
    Text all = source->bytes;
    size_t stop = byte < all.length ? byte : all.length;
    size_t start = 0;
    uint32_t line = 1;
    for (size_t i = 0; i < stop; i++)
        if (all.at[i] == '\n') {
            line++;
            start = i + 1;
        }
    size_t end = start;
    while (end < all.length && all.at[end] != '\n' && all.at[end] != '\r')
        end++;
    uint32_t column = code_points(text_slice(all, start, stop)) + 1;
    return (Place){ line, column, text_slice(all, start, end) };
}
