/* base/text.c - see text.h. */
#define _GNU_SOURCE /* memmem */
#include "base/text.h"

#include <stdio.h>

int text_compare(Text a, Text b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

bool text_starts(Text text, Text with)
{
    return text.length >= with.length && text_equal((Text){ text.at, with.length }, with);
}

bool text_ends(Text text, Text with)
{
    return text.length >= with.length && text_equal(text_slice(text, text.length - with.length, text.length), with);
}

size_t text_find(Text text, Text needle, size_t from)
{
    if (from > text.length || needle.length > text.length - from)
        return SIZE_MAX;
    if (needle.length == 0)
        return from;
    const char *found = memmem(text.at + from, text.length - from, needle.at, needle.length); /* linear, whatever the texts are */
    return found ? (size_t)(found - text.at) : SIZE_MAX;
}

Text text_slice(Text text, size_t from, size_t to)
{
    if (to > text.length)
        to = text.length;
    if (from >= to)
        return TEXT_NONE;
    return (Text){ text.at + from, to - from };
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

Text text_trim(Text text)
{
    while (text.length && is_blank(text.at[0]))
        text = (Text){ text.at + 1, text.length - 1 };
    while (text.length && is_blank(text.at[text.length - 1]))
        text.length--;
    return text;
}

Text text_cut(Text text, char mark, Text *rest)
{
    const char *found = text.length ? memchr(text.at, mark, text.length) : NULL;
    if (!found) {
        *rest = TEXT_NONE;
        return text;
    }
    size_t before = (size_t)(found - text.at);
    *rest = (Text){ found + 1, text.length - before - 1 };
    return (Text){ text.at, before };
}

bool text_lists(Text list, Text word)
{
    while (list.length)
        if (text_equal(text_trim(text_cut(list, ',', &list)), word))
            return true;
    return false;
}

uint64_t text_hash(Text text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

Text text_copy(Region *region, Text text)
{
    if (!text.length)
        return (Text){ "", 0 };
    char *copy = region_take(region, text.length);
    memcpy(copy, text.at, text.length);
    return (Text){ copy, text.length };
}

char *text_string(Region *region, Text text)
{
    char *copy = region_take(region, text.length + 1);
    if (text.length)
        memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    return copy;
}

Text text_join(Region *region, Text a, Text b)
{
    Builder builder = builder_on(region);
    build_text(&builder, a);
    build_text(&builder, b);
    return builder_text(&builder);
}

Text text_format_list(Region *region, const char *format, va_list list)
{
    char small[256];
    va_list again;
    va_copy(again, list);
    int length = vsnprintf(small, sizeof small, format, list);
    size_t bytes = length < 0 ? 0 : (size_t)length;
    char *made = region_take(region, bytes + 1);
    if (bytes < sizeof small)
        memcpy(made, small, bytes);
    else
        vsnprintf(made, bytes + 1, format, again);
    va_end(again);
    return (Text){ made, bytes };
}

Text text_format(Region *region, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    Text text = text_format_list(region, format, list);
    va_end(list);
    return text;
}

static char snake_byte(char byte)
{
    if (byte == ' ')
        return '_';
    return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

Text text_snake(Region *region, Text name)
{
    char *copy = region_take(region, name.length + 1);
    for (size_t i = 0; i < name.length; i++)
        copy[i] = snake_byte(name.at[i]);
    return (Text){ copy, name.length };
}

Text text_unsnake(Region *region, Text key)
{
    char *copy = region_take(region, key.length + 1);
    for (size_t i = 0; i < key.length; i++)
        copy[i] = key.at[i] == '_' ? ' ' : key.at[i];
    return (Text){ copy, key.length };
}

bool text_is_snake(Text key, Text name)
{
    if (key.length != name.length)
        return false;
    for (size_t i = 0; i < key.length; i++)
        if (key.at[i] == ' ' || snake_byte(key.at[i]) != snake_byte(name.at[i]))
            return false;
    return true;
}

enum { LONGEST_COMPARED = 64 };

/* Edits (insert, delete, change, swap of neighbours counts two) that turn a into b. */
static size_t edit_distance(Text a, Text b)
{
    size_t row[LONGEST_COMPARED + 1];
    for (size_t j = 0; j <= b.length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.length; j++) {
            size_t change = corner + (a.at[i - 1] != b.at[j - 1]);
            corner = row[j];
            size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = least < change ? least : change;
        }
    }
    return row[b.length];
}

Text text_nearest(Text word, const Text *known, size_t count)
{
    Text nearest = TEXT_NONE;
    size_t least = SIZE_MAX;
    if (word.length > LONGEST_COMPARED)
        return nearest;
    for (size_t i = 0; i < count; i++) {
        if (known[i].length > LONGEST_COMPARED)
            continue;
        size_t distance = edit_distance(word, known[i]);
        if (distance < least) {
            least = distance;
            nearest = known[i];
        }
    }
    size_t longer = word.length > nearest.length ? word.length : nearest.length;
    return least != SIZE_MAX && least * 3 <= longer ? nearest : TEXT_NONE;
}

void builder_room(Builder *builder, size_t more)
{
    if (builder->room - builder->length >= more)
        return;
    size_t wanted = builder->room ? builder->room * 2 : 64;
    while (wanted < builder->length + more)
        wanted *= 2;
    char *grown = region_take(builder->region, wanted);
    if (builder->length)
        memcpy(grown, builder->at, builder->length);
    builder->at = grown;
    builder->room = wanted;
}

void build_text(Builder *builder, Text text)
{
    if (!text.length)
        return;
    builder_room(builder, text.length);
    memcpy(builder->at + builder->length, text.at, text.length);
    builder->length += text.length;
}

void build_format(Builder *builder, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    Text text = text_format_list(builder->region, format, list);
    va_end(list);
    build_text(builder, text);
}
