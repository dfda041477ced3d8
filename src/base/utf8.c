/* base/utf8.c - UTF-8 by hand where speed counts, by libunistring where Unicode's tables are needed.
 *
 * Checking and counting go over every byte that comes from outside, so they skip ASCII eight bytes at
 * a time. Width and case come from libunistring.
 */
#include "base/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <uniwidth.h>

static uint64_t eight_bytes(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    return word;
}

static size_t skip_ascii(Text text, size_t at)
{
    const uint64_t high = 0x8080808080808080u;
    while (at + 32 <= text.length && !((eight_bytes(text.at + at) | eight_bytes(text.at + at + 8) |
                                        eight_bytes(text.at + at + 16) | eight_bytes(text.at + at + 24)) & high))
        at += 32;
    while (at + 8 <= text.length && !(eight_bytes(text.at + at) & high))
        at += 8;
    while (at < text.length && (unsigned char)text.at[at] < 0x80)
        at++;
    return at;
}

/* What a first byte allows: how many bytes in all, and the range of the second (RFC 3629, section 4). */
typedef struct Lead {
    uint8_t length;      /* 0: no character begins so */
    uint8_t least, most; /* second byte; this is where overlong forms and surrogates are refused */
} Lead;

static Lead lead_of(unsigned char byte)
{
    if (byte < 0xc2)
        return (Lead){ 0, 0, 0 };
    if (byte < 0xe0)
        return (Lead){ 2, 0x80, 0xbf };
    if (byte < 0xf0)
        return (Lead){ 3, byte == 0xe0 ? 0xa0 : 0x80, byte == 0xed ? 0x9f : 0xbf };
    if (byte < 0xf5)
        return (Lead){ 4, byte == 0xf0 ? 0x90 : 0x80, byte == 0xf4 ? 0x8f : 0xbf };
    return (Lead){ 0, 0, 0 };
}

/* Length of the character at `at`, which is not ASCII; 0 when it is not UTF-8. */
static size_t sequence_length(const unsigned char *at, size_t rest)
{
    Lead lead = lead_of(at[0]);
    if (!lead.length || lead.length > rest || at[1] < lead.least || at[1] > lead.most)
        return 0;
    for (size_t i = 2; i < lead.length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    return lead.length;
}

size_t utf8_first_fault(Text text)
{
    for (size_t at = skip_ascii(text, 0); at < text.length;) {
        size_t length = sequence_length((const unsigned char *)text.at + at, text.length - at);
        if (!length)
            return at;
        at += length;
        if (at < text.length && (unsigned char)text.at[at] < 0x80)
            at = skip_ascii(text, at);
    }
    return SIZE_MAX;
}

static bool is_inside(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

size_t utf8_count(Text text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += !is_inside(text.at[i]);
    return count;
}

size_t utf8_offset(Text text, size_t n)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_inside(text.at[i]) && n-- == 0)
            return i;
    return text.length;
}

uint32_t utf8_next(Text text, size_t *at)
{
    const unsigned char *byte = (const unsigned char *)text.at + *at;
    size_t length = byte[0] < 0x80 ? 1 : byte[0] < 0xe0 ? 2 : byte[0] < 0xf0 ? 3 : 4;
    uint32_t code_point = length == 1 ? byte[0] : byte[0] & (0x7fu >> length);
    for (size_t i = 1; i < length; i++)
        code_point = code_point << 6 | (byte[i] & 0x3fu);
    *at += length;
    return code_point;
}

void utf8_build(Builder *out, uint32_t code_point)
{
    if (code_point < 0x80) {
        build_byte(out, (char)code_point);
        return;
    }
    int more = code_point < 0x800 ? 1 : code_point < 0x10000 ? 2 : 3;
    build_byte(out, (char)((0xff00u >> (more + 1)) | code_point >> (6 * more)));
    while (more-- > 0)
        build_byte(out, (char)(0x80 | (code_point >> (6 * more) & 0x3f)));
}

size_t utf8_width(Text text)
{
    size_t columns = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point = utf8_next(text, &at);
        int width = code_point >= 0x20 && code_point < 0x7f ? 1 : uc_width(code_point, "UTF-8");
        columns += width > 0 ? (size_t)width : 0;
    }
    return columns;
}

typedef uint8_t *CaseMapping(const uint8_t *, size_t, const char *, uninorm_t, uint8_t *, size_t *);

/* Case mapping writes three bytes for one at most; should it want more, it gives memory of its own,
 * which is freed before the region is asked again. */
static Text map_case(Region *region, Text text, CaseMapping *mapping)
{
    if (!text.length)
        return TEXT_NONE;
    size_t room = text.length * 3 + 16;
    for (;;) {
        size_t length = room;
        uint8_t *made = region_take(region, room);
        uint8_t *result = mapping((const uint8_t *)text.at, text.length, NULL, NULL, made, &length);
        if (result == made)
            return (Text){ (const char *)made, length };
        if (!result)
            region_give_up(region);
        free(result);
        room = length + 1;
    }
}

static Text map_ascii(Region *region, Text text, char first, char last)
{
    char *made = region_take(region, text.length);
    for (size_t i = 0; i < text.length; i++)
        made[i] = text.at[i] >= first && text.at[i] <= last ? (char)(text.at[i] ^ 0x20) : text.at[i];
    return (Text){ made, text.length };
}

Text utf8_upper(Region *region, Text text)
{
    if (skip_ascii(text, 0) == text.length)
        return map_ascii(region, text, 'a', 'z');
    return map_case(region, text, u8_toupper);
}

Text utf8_lower(Region *region, Text text)
{
    if (skip_ascii(text, 0) == text.length)
        return map_ascii(region, text, 'A', 'Z');
    return map_case(region, text, u8_tolower);
}

static Text normalized(Region *region, Text text, uninorm_t form)
{
    size_t room = text.length * 3 + 16;
    for (;;) {
        size_t length = room;
        uint8_t *made = region_take(region, room);
        uint8_t *result = u8_normalize(form, (const uint8_t *)text.at, text.length, made, &length);
        if (result == made)
            return (Text){ (const char *)made, length };
        if (!result)
            region_give_up(region);
        free(result);
        room = length + 1;
    }
}

static Text without_marks(Region *region, Text text)
{
    Builder out = builder_on(region);
    build_text(&out, TEXT_NONE);
    for (size_t at = 0; at < text.length;) {
        uint32_t letter = utf8_next(text, &at);
        if (letter == 0x111)
            build_byte(&out, 'd');
        else if (!uc_is_general_category_withtable(letter, UC_CATEGORY_MASK_Mn))
            utf8_build(&out, letter);
    }
    return builder_text(&out);
}

Text utf8_plain(Region *region, Text text, bool bare)
{
    Text small = utf8_lower(region, text);
    if (skip_ascii(small, 0) == small.length)
        return small;
    return bare ? without_marks(region, normalized(region, small, UNINORM_NFKD)) : normalized(region, small, UNINORM_NFKC);
}

Text utf8_sound(Region *region, Text text)
{
    size_t fault = utf8_first_fault(text);
    if (fault == SIZE_MAX)
        return text;
    Builder out = builder_on(region);
    for (; fault != SIZE_MAX; fault = utf8_first_fault(text)) {
        build_text(&out, text_slice(text, 0, fault));
        build_text(&out, TEXT("\xef\xbf\xbd"));
        text = text_slice(text, fault + 1, text.length);
    }
    build_text(&out, text);
    return builder_text(&out);
}
