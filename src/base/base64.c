/* base/base64.c - see base64.h. */
#include "base/base64.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char digits[] = "0123456789abcdef";

Text base64_text(Region *region, Text bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    size_t length = (bytes.length + 2) / 3 * 4;
    char *out = region_take(region, length), *to = out;
    for (size_t i = 0; i < bytes.length; i += 3, to += 4) {
        size_t left = bytes.length - i;
        uint32_t three = (uint32_t)at[i] << 16 | (uint32_t)(left > 1 ? at[i + 1] : 0) << 8 | (uint32_t)(left > 2 ? at[i + 2] : 0);
        to[0] = letters[three >> 18];
        to[1] = letters[three >> 12 & 63];
        to[2] = left > 1 ? letters[three >> 6 & 63] : '=';
        to[3] = left > 2 ? letters[three & 63] : '=';
    }
    return (Text){ out, length };
}

static int letter_value(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9')
        return letter - '0' + 52;
    return letter == '+' ? 62 : letter == '/' ? 63 : -1;
}

/* Four letters, the last `padding` of them "="; false when one is none, or when bits are left over. */
static bool read_four(const char *from, size_t padding, unsigned char three[3])
{
    uint32_t bits = 0;
    for (size_t i = 0; i < 4; i++) {
        int value = i < 4 - padding ? letter_value(from[i]) : 0;
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
    }
    three[0] = (unsigned char)(bits >> 16);
    three[1] = (unsigned char)(bits >> 8);
    three[2] = (unsigned char)bits;
    return !((padding == 1 && three[2]) || (padding == 2 && (three[1] || three[2])));
}

static size_t padding_of(Text text)
{
    size_t padding = 0;
    while (padding < 2 && padding < text.length && text.at[text.length - 1 - padding] == '=')
        padding++;
    return padding;
}

bool base64_bytes(Region *region, Text text, Text *bytes)
{
    if (text.length % 4)
        return false;
    size_t padding = padding_of(text), length = text.length / 4 * 3 - padding;
    unsigned char *out = region_take(region, text.length / 4 * 3);
    for (size_t i = 0; i < text.length; i += 4)
        if (!read_four(text.at + i, i + 4 == text.length ? padding : 0, out + i / 4 * 3))
            return false;
    *bytes = (Text){ (const char *)out, length };
    return true;
}

Text hex_text(Region *region, Text bytes)
{
    char *out = region_take(region, bytes.length * 2);
    for (size_t i = 0; i < bytes.length; i++) {
        out[2 * i] = digits[(unsigned char)bytes.at[i] >> 4];
        out[2 * i + 1] = digits[(unsigned char)bytes.at[i] & 15];
    }
    return (Text){ out, bytes.length * 2 };
}

static int digit_value(char digit)
{
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool hex_into(Text text, unsigned char *bytes, size_t room)
{
    if (text.length != 2 * room)
        return false;
    for (size_t i = 0; i < room; i++) {
        int high = digit_value(text.at[2 * i]), low = digit_value(text.at[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

bool hex_bytes(Region *region, Text text, Text *bytes)
{
    size_t length = text.length / 2;
    unsigned char *out = region_take(region, length);
    *bytes = (Text){ (const char *)out, length };
    return text.length % 2 == 0 && hex_into(text, out, length);
}
