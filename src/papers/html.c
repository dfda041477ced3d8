/* papers/html.c - see html.h. */
#include "papers/html.h"

static Text reference(unsigned char byte)
{
    switch (byte) {
    case '&': return TEXT("&amp;");
    case '<': return TEXT("&lt;");
    case '>': return TEXT("&gt;");
    case '"': return TEXT("&quot;");
    case '\'': return TEXT("&#39;");
    default: return TEXT_NONE;
    }
}

static bool is_allowed(unsigned char byte)
{
    return byte >= ' ' ? byte != 0x7f : byte == '\n' || byte == '\t';
}

/* U+FFFE and U+FFFF, which no XML document may hold: EF BF BE, EF BF BF. */
static bool is_no_character(Text text, size_t at)
{
    const unsigned char *byte = (const unsigned char *)text.at + at;
    return at + 2 < text.length && byte[0] == 0xef && byte[1] == 0xbf && byte[2] >= 0xbe;
}

void html_escape(Builder *out, Text text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool wide = is_no_character(text, i);
        Text instead = wide || !is_allowed(byte) ? TEXT("\xef\xbf\xbd") : reference(byte);
        if (!instead.length)
            continue;
        build_text(out, text_slice(text, from, i));
        build_text(out, instead);
        i += wide ? 2 : 0;
        from = i + 1;
    }
    build_text(out, text_slice(text, from, text.length));
}

void html_fill(Builder *out, const char *form, const Text *with, size_t count)
{
    const char *from = form;
    for (const char *at = form; *at; at++) {
        size_t blank = at[0] == '{' && at[1] && at[2] == '}' ? (size_t)(at[1] - '0') : 0;
        if (blank < 1 || blank > count)
            continue;
        build_text(out, (Text){ from, (size_t)(at - from) });
        html_escape(out, with[blank - 1]);
        at += 2;
        from = at + 1;
    }
    build_text(out, text_of(from));
}

void html_head(Builder *out, int language, Text title, const char *const *style, size_t count)
{
    static const char *const tags[] = { "en", "zh-Hans", "vi" };
    static const char *const shared[] = {
#include "papers/style.def"
    };
    HTML(out, "<!DOCTYPE html>\n<html lang=\"{1}\"><head><meta charset=\"utf-8\"/>"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/><meta name=\"color-scheme\" content=\"light dark\"/>"
              "<title>{2}</title><style>\n",
         text_of(tags[language]), title);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
        build_text(out, text_of(shared[i]));
    for (size_t i = 0; i < count; i++)
        build_text(out, text_of(style[i]));
    HTML_PLAIN(out, "</style></head>");
}

Text html_anchor(Region *region, Text name)
{
    char *made = text_string(region, name);
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)made[i] <= ' ' || made[i] == '%' || made[i] == 0x7f)
            made[i] = '_';
    return (Text){ made, name.length };
}
