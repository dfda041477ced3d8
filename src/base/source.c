/* base/source.c - see source.h. */
#include "base/source.h"

bool source_is_cell(const Source *source)
{
    Text name = source->name;
    size_t at = name.length, digits, letters;
    for (digits = 0; at > 0 && name.at[at - 1] >= '0' && name.at[at - 1] <= '9'; digits++)
        at--;
    for (letters = 0; at > 0 && name.at[at - 1] >= 'A' && name.at[at - 1] <= 'Z'; letters++)
        at--;
    return digits && letters && at > 0 && name.at[at - 1] == '!';
}

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

static uint32_t lines_before(Text all, size_t stop)
{
    uint32_t count = 0;
    const char *at = all.at;
    const char *end = all.at + stop;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        count++;
        at++;
    }
    return count;
}

static size_t line_start(Text all, size_t stop)
{
    while (stop > 0 && all.at[stop - 1] != '\n')
        stop--;
    return stop;
}

/* The line's end is LF or CR LF; a CR alone is a byte like any other. */
static size_t line_end(Text all, size_t start)
{
    const char *found = memchr(all.at + start, '\n', all.length - start);
    size_t end = found ? (size_t)(found - all.at) : all.length;
    return found && end > start && all.at[end - 1] == '\r' ? end - 1 : end;
}

Place source_place(const Source *source, uint32_t byte)
{
    Text all = source->bytes;
    if (!all.length)
        return (Place){ 1, 1, { "", 0 } };
    size_t stop = byte < all.length ? byte : all.length;
    size_t start = line_start(all, stop);
    size_t end = line_end(all, start);
    uint32_t column = code_points(text_slice(all, start, stop)) + 1;
    return (Place){ lines_before(all, stop) + 1, column, { all.at + start, end - start } };
}
