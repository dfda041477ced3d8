/* casework/purl.c - see purl.h. */
#include "casework/purl.h"

typedef enum Letters {
    AS_THEY_ARE,
    SMALL,       /* capitals do not tell two packages apart */
    SMALL_DASHES /* nor do dashes, points and underscores, however many */
} Letters;

static const struct {
    const char *type;
    Letters letters;
} TYPES[] = {
    { "alpm", SMALL }, { "apk", SMALL },  { "bitbucket", SMALL }, { "bitnami", SMALL }, { "composer", SMALL }, { "conda", SMALL }, { "deb", SMALL },   { "docker", SMALL },   { "github", SMALL },
    { "gitlab", SMALL }, { "golang", SMALL }, { "hex", SMALL }, { "luarocks", SMALL }, { "npm", SMALL }, { "nuget", SMALL }, { "oci", SMALL }, { "pub", SMALL }, { "pypi", SMALL_DASHES }, { "rpm", SMALL },
};

/* ---- the parts as they are written ---- */

/* purl = "pkg:" { "/" } TYPE "/" [NAMESPACE "/"] NAME ["@" VERSION] ["?" QUALIFIERS] ["#" SUBPATH] */
static size_t path_end(Text purl)
{
    for (size_t i = 0; i < purl.length; i++)
        if (purl.at[i] == '?' || purl.at[i] == '#')
            return i;
    return purl.length;
}

/* Where the version's mark stands: the first one behind the last slash, since a scope may be written "@scope/". */
static size_t version_mark(Text purl, size_t end)
{
    size_t slash = 0;
    for (size_t i = 0; i < end; i++)
        slash = purl.at[i] == '/' ? i : slash;
    for (size_t i = slash + 2; i < end; i++)
        if (purl.at[i] == '@')
            return i;
    return end;
}

Text purl_without_version(Text purl)
{
    return text_slice(purl, 0, version_mark(purl, path_end(purl)));
}

/* ---- the parts as they compare ---- */

static int hex_of(char byte)
{
    char small = (char)(byte | 0x20);
    return byte >= '0' && byte <= '9' ? byte - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static char small_of(char byte) { return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte; }

static bool is_dash(char byte) { return byte == '-' || byte == '_' || byte == '.'; }

/* Unescaped, in these letters. */
static Text spelled(Region *region, Text text, Letters letters)
{
    Builder out = builder_on(region);
    builder_room(&out, text.length);
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        if (byte == '%' && i + 2 < text.length && hex_of(text.at[i + 1]) >= 0 && hex_of(text.at[i + 2]) >= 0) {
            byte = (char)(hex_of(text.at[i + 1]) << 4 | hex_of(text.at[i + 2]));
            i += 2;
        }
        if (letters != AS_THEY_ARE)
            byte = small_of(byte);
        if (letters == SMALL_DASHES && is_dash(byte))
            byte = '-';
        if (letters != SMALL_DASHES || byte != '-' || !out.length || out.at[out.length - 1] != '-')
            build_byte(&out, byte);
    }
    return builder_text(&out);
}

static Letters letters_of(Text type)
{
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        if (text_equal(type, text_of(TYPES[i].type)))
            return TYPES[i].letters;
    return AS_THEY_ARE;
}

bool purl_read(Region *region, Text purl, Purl *out)
{
    Text rest = text_trim(purl), path;
    if (rest.length < 4 || !text_is(spelled(region, text_slice(rest, 0, 4), SMALL), "pkg:"))
        return false;
    rest = text_slice(rest, 4, rest.length);
    while (text_starts(rest, TEXT("/")))
        rest = text_slice(rest, 1, rest.length);
    rest = text_slice(rest, 0, path_end(rest));
    size_t mark = version_mark(rest, rest.length);
    Text version = mark < rest.length ? text_slice(rest, mark + 1, rest.length) : TEXT_NONE;
    out->type = spelled(region, text_cut(text_slice(rest, 0, mark), '/', &path), SMALL);
    out->path = spelled(region, path, letters_of(out->type));
    out->version = spelled(region, version, AS_THEY_ARE);
    size_t name = out->path.length;
    while (name && out->path.at[name - 1] != '/')
        name--;
    out->name = text_slice(out->path, name, out->path.length);
    return out->type.length && out->name.length;
}
