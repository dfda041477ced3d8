/* feel/pattern.c - see pattern.h. Recursive descent over code points; what is understood is written at once.
 *
 * Single characters are written as \x{...}, so nothing of the pattern's own text can mean something to PCRE2. A class becomes
 * an alternative of what it holds, behind a look-ahead for what is taken out of it.
 */
#include <stdlib.h>
#include <unictype.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "feel/pattern.h"

enum { END = UINT32_MAX, REPEAT_MOST = 65535, LAST_CODE_POINT = 0x10FFFF };

typedef struct Reader {
    Region *region;
    Text text;                 /* the pattern; without blanks under x */
    size_t at;                 /* byte that is read next */
    const PatternFlags *flags;
    Builder out;               /* what PCRE2 will read */
    uint32_t opened;           /* groups begun */
    const bool *closed;        /* by number: is the group complete? */
    bool *closing;             /* the same, to be written */
    uint32_t depth;            /* groups and classes inside one another */
    const char *fault;         /* the first thing that is wrong */
} Reader;

/* Ranges of code points, as pairs. Name characters of XML 1.0 (fifth edition). */
static const uint32_t name_starts[][2] = {
    { ':', ':' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' }, { 0xC0, 0xD6 }, { 0xD8, 0xF6 }, { 0xF8, 0x2FF }, { 0x370, 0x37D },
    { 0x37F, 0x1FFF }, { 0x200C, 0x200D }, { 0x2070, 0x218F }, { 0x2C00, 0x2FEF }, { 0x3001, 0xD7FF }, { 0xF900, 0xFDCF },
    { 0xFDF0, 0xFFFD }, { 0x10000, 0xEFFFF },
};
static const uint32_t name_more[][2] = { { '-', '.' }, { '0', '9' }, { 0xB7, 0xB7 }, { 0x300, 0x36F }, { 0x203F, 0x2040 } };
static const char *const categories[] = { "C",  "Cc", "Cf", "Cn", "Co", "L",  "Ll", "Lm", "Lo", "Lt", "Lu", "M",  "Mc",
                                          "Me", "Mn", "N",  "Nd", "Nl", "No", "P",  "Pc", "Pd", "Pe", "Pf", "Pi", "Po",
                                          "Ps", "S",  "Sc", "Sk", "Sm", "So", "Z",  "Zl", "Zp", "Zs" };

static void fail(Reader *reader, const char *fault)
{
    if (!reader->fault)
        reader->fault = fault;
    reader->at = reader->text.length;
}

static uint32_t peek(const Reader *reader)
{
    size_t at = reader->at;
    return at < reader->text.length ? utf8_next(reader->text, &at) : END;
}

static uint32_t take(Reader *reader)
{
    return reader->at < reader->text.length ? utf8_next(reader->text, &reader->at) : END;
}

static bool take_if(Reader *reader, uint32_t wanted)
{
    if (peek(reader) != wanted)
        return false;
    take(reader);
    return true;
}

static void write_word(Builder *out, const char *word)
{
    build_text(out, text_of(word));
}

static void write_point(Builder *out, uint32_t code_point)
{
    build_format(out, "\\x{%x}", (unsigned)code_point);
}

static void write_ranges(Builder *out, const uint32_t (*ranges)[2], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        write_point(out, ranges[i][0]);
        build_byte(out, '-');
        write_point(out, ranges[i][1]);
    }
}

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

static void write_name_characters(Builder *out, bool starts_only)
{
    write_ranges(out, name_starts, COUNT_OF(name_starts));
    if (!starts_only)
        write_ranges(out, name_more, COUNT_OF(name_more));
}

/* ---- escapes ---- */

/* A set of characters named by an escape, written as the inside of a PCRE2 class; `negated`: all others. */
typedef struct Named {
    Text inside;
    bool negated;
} Named;

static bool is_category(Text name)
{
    for (size_t i = 0; i < COUNT_OF(categories); i++)
        if (text_equal(name, text_of(categories[i])))
            return true;
    return false;
}

/* "IsBasicLatin" names the block "Basic Latin": blanks do not count. */
static bool is_block_name(Text given, const char *name)
{
    size_t at = 0;
    for (; *name; name++)
        if (*name != ' ' && (at == given.length || given.at[at++] != *name))
            return false;
    return at == given.length;
}

static const uc_block_t *find_block(Text name)
{
    const uc_block_t *blocks;
    size_t count;
    uc_all_blocks(&blocks, &count);
    for (size_t i = 0; i < count; i++)
        if (is_block_name(name, blocks[i].name))
            return &blocks[i];
    return NULL;
}

/* property = "{" , ( category | "Is" , block ) , "}" ; */
static bool read_property(Reader *reader, Builder *inside)
{
    if (!take_if(reader, '{'))
        return fail(reader, "\\p needs a name in braces"), false;
    size_t from = reader->at;
    while (peek(reader) != '}' && peek(reader) != END)
        take(reader);
    Text name = text_slice(reader->text, from, reader->at);
    const uc_block_t *block = text_starts(name, TEXT("Is")) ? find_block(text_slice(name, 2, name.length)) : NULL;
    if (!take_if(reader, '}') || (!block && !is_category(name)))
        return fail(reader, "there is no such category or block of characters"), false;
    if (block)
        write_ranges(inside, (const uint32_t[][2]){ { block->start, block->end } }, 1);
    else
        build_format(inside, "\\p{" TEXT_FMT "}", TEXT_ARG(name));
    return true;
}

/* The escapes that stand for a set; false: `letter` is none of them. */
static bool read_named(Reader *reader, uint32_t letter, Named *named)
{
    Builder inside = builder_on(reader->region);
    *named = (Named){ .negated = letter < 'a' };
    switch (letter) {
    case 's': case 'S': write_word(&inside, "\\x{20}\\x{9}\\x{a}\\x{d}"); break;
    case 'd': case 'D': write_word(&inside, "\\p{Nd}"); break;
    case 'w': case 'W': write_word(&inside, "\\p{P}\\p{Z}\\p{C}"), named->negated = letter == 'w'; break;
    case 'i': case 'I': write_name_characters(&inside, true); break;
    case 'c': case 'C': write_name_characters(&inside, false); break;
    case 'p': case 'P':
        if (!read_property(reader, &inside))
            return true;
        break;
    default: return false;
    }
    named->inside = builder_text(&inside);
    return true;
}

/* The escapes that stand for one character; END: `letter` is none of them. */
static uint32_t escaped_character(uint32_t letter)
{
    switch (letter) {
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return letter < 0x80 && letter && strchr("\\|.-^?*+{}()[]$", (int)letter) ? letter : END;
    }
}

/* back-reference = "\" , digit , { digit } ; as many digits as still name a group that was begun. */
static void read_back_reference(Reader *reader, uint32_t digit)
{
    uint32_t number = digit - '0';
    for (uint32_t next; next = peek(reader), next >= '0' && next <= '9' && number * 10 + next - '0' <= reader->opened;)
        number = number * 10 + take(reader) - '0';
    if (!number || number > reader->opened || !reader->closed[number])
        fail(reader, "a back-reference names no group that ends before it");
    else
        build_format(&reader->out, "\\g{%u}", (unsigned)number);
}

static void read_escape(Reader *reader)
{
    uint32_t letter = take(reader), character = escaped_character(letter);
    Named named;
    if (letter >= '1' && letter <= '9')
        read_back_reference(reader, letter);
    else if (character != END)
        write_point(&reader->out, character);
    else if (letter != END && read_named(reader, letter, &named))
        build_format(&reader->out, "[%s" TEXT_FMT "]", named.negated ? "^" : "", TEXT_ARG(named.inside));
    else
        fail(reader, "a backslash stands before a letter that has no escape");
}

/* ---- classes ---- */

static Text read_class(Reader *reader);

/* One character of a class, or END where it is a set, which is written to `set` or, negated, to `others`. */
static uint32_t read_class_item(Reader *reader, Builder *set, Builder *others)
{
    uint32_t character = take(reader);
    if (character == '[' || character == END)
        return fail(reader, "a class is not closed, or opens another one"), END;
    if (character != '\\')
        return character;
    uint32_t letter = take(reader), escaped = escaped_character(letter);
    Named named;
    if (escaped != END)
        return escaped;
    if (letter == END || !read_named(reader, letter, &named))
        return fail(reader, "a backslash stands before a letter that has no escape"), END;
    if (named.negated)
        build_format(others, "|[^" TEXT_FMT "]", TEXT_ARG(named.inside));
    else
        build_text(set, named.inside);
    return END;
}

static bool at_subtraction(const Reader *reader)
{
    return text_starts(text_slice(reader->text, reader->at, reader->text.length), TEXT("-["));
}

/* Is the "-" that comes next the middle of a range? Not before the end, a subtraction, or ... the end. */
static bool at_range(const Reader *reader)
{
    Text rest = text_slice(reader->text, reader->at, reader->text.length);
    return rest.length > 1 && rest.at[0] == '-' && rest.at[1] != ']' && rest.at[1] != '[';
}

/* item = character , [ "-" , character ] | set ; */
static void read_class_range(Reader *reader, Builder *set, Builder *others)
{
    bool dash = peek(reader) == '-';
    uint32_t first = read_class_item(reader, set, others), last = first;
    if (first == END)
        return;
    if (!dash && at_range(reader)) {
        take(reader);
        last = read_class_item(reader, set, others);
    }
    if (last == END || last < first)
        return fail(reader, "a range of a class does not rise");
    write_ranges(set, (const uint32_t[][2]){ { first, last } }, 1);
}

/* Put the parts together: (?:(?!taken out)[set]|others), or what is not in them. */
static Text whole_class(Reader *reader, bool negated, Text set, Text others, Text taken)
{
    Builder out = builder_on(reader->region);
    write_word(&out, "(?:");
    if (taken.length)
        build_format(&out, "(?!" TEXT_FMT ")", TEXT_ARG(taken));
    write_word(&out, negated ? "(?!" : "(?:");
    if (set.length)
        build_format(&out, "[" TEXT_FMT "]", TEXT_ARG(set));
    build_text(&out, set.length ? others : text_slice(others, 1, others.length));
    write_word(&out, negated ? ")(?s:.))" : "))");
    return builder_text(&out);
}

/* class = "[" , [ "^" ] , item , { item } , [ "-" , class ] , "]" ; the opening bracket is already read. */
static Text read_class(Reader *reader)
{
    Builder set = builder_on(reader->region), others = builder_on(reader->region);
    Text taken = TEXT_NONE;
    bool negated = take_if(reader, '^');
    if (++reader->depth > LIMIT_EXPRESSION_DEPTH)
        fail(reader, "it nests deeper than LIMIT_EXPRESSION_DEPTH");
    do
        read_class_range(reader, &set, &others);
    while (!reader->fault && peek(reader) != ']' && !at_subtraction(reader));
    if (!reader->fault && take_if(reader, '-')) {
        take(reader);
        taken = read_class(reader);
    }
    if (!reader->fault && !take_if(reader, ']'))
        fail(reader, "a class is not closed");
    reader->depth--;
    return reader->fault ? TEXT_NONE : whole_class(reader, negated, builder_text(&set), builder_text(&others), taken);
}

/* ---- groups, repeats, branches ---- */

static void read_branches(Reader *reader);

/* group = "(" , [ "?:" ] , branches , ")" ; */
static void read_group(Reader *reader)
{
    uint32_t number = 0;
    if (take_if(reader, '?')) {
        if (!take_if(reader, ':'))
            return fail(reader, "\"(?\" is followed by something other than \":\"");
        write_word(&reader->out, "(?:");
    } else {
        number = ++reader->opened;
        build_byte(&reader->out, '(');
    }
    read_branches(reader);
    if (!take_if(reader, ')'))
        return fail(reader, "a group is not closed");
    reader->closing[number] = true;
    build_byte(&reader->out, ')');
}

static void read_atom(Reader *reader)
{
    uint32_t character = take(reader);
    switch (character) {
    case '(': read_group(reader); break;
    case '[': build_text(&reader->out, read_class(reader)); break;
    case '\\': read_escape(reader); break;
    case '.': write_word(&reader->out, reader->flags->all ? "(?s:.)" : "[^\\n\\r]"); break;
    case '^': case '$': build_byte(&reader->out, (char)character); break;
    case '?': case '*': case '+': fail(reader, "a repeat stands where there is nothing to repeat"); break;
    case '{': case '}': case ']': fail(reader, "a brace or bracket stands alone"); break;
    default: write_point(&reader->out, character);
    }
}

static bool read_count(Reader *reader, uint32_t *count)
{
    size_t from = reader->at;
    for (*count = 0; peek(reader) >= '0' && peek(reader) <= '9' && *count <= REPEAT_MOST;)
        *count = *count * 10 + take(reader) - '0';
    if (*count > REPEAT_MOST)
        fail(reader, "it repeats more than 65535 times");
    return reader->at > from;
}

/* times = "{" , number , [ "," , [ number ] ] , "}" ; */
static void read_times(Reader *reader)
{
    uint32_t least, most = 0;
    if (!read_count(reader, &least))
        return fail(reader, "a brace does not hold a count");
    build_format(&reader->out, "{%u", (unsigned)least);
    if (take_if(reader, ',')) {
        build_byte(&reader->out, ',');
        if (read_count(reader, &most)) {
            build_format(&reader->out, "%u", (unsigned)most);
            if (most < least)
                return fail(reader, "a count of repeats falls");
        }
    }
    build_byte(&reader->out, '}');
    if (!take_if(reader, '}'))
        fail(reader, "a brace does not hold a count");
}

/* repeat = ( "?" | "*" | "+" | times ) , [ "?" ] ; */
static void read_repeat(Reader *reader)
{
    uint32_t character = peek(reader);
    if (character != '?' && character != '*' && character != '+' && character != '{')
        return;
    take(reader);
    if (character == '{')
        read_times(reader);
    else
        build_byte(&reader->out, (char)character);
    if (take_if(reader, '?'))
        build_byte(&reader->out, '?');
}

/* branches = branch , { "|" , branch } ; branch = { atom , [ repeat ] } ; */
static void read_branches(Reader *reader)
{
    if (++reader->depth > LIMIT_EXPRESSION_DEPTH)
        return fail(reader, "it nests deeper than LIMIT_EXPRESSION_DEPTH");
    while (!reader->fault && peek(reader) != END && peek(reader) != ')') {
        if (take_if(reader, '|')) {
            build_byte(&reader->out, '|');
            continue;
        }
        read_atom(reader);
        if (!reader->fault)
            read_repeat(reader);
    }
    reader->depth--;
}

/* ---- entry ---- */

bool pattern_flags(PatternFlags *flags, Text letters)
{
    *flags = (PatternFlags){ 0 };
    for (size_t i = 0; i < letters.length; i++)
        switch (letters.at[i]) {
        case 'm': flags->lines = true; break;
        case 's': flags->all = true; break;
        case 'i': flags->any_case = true; break;
        case 'x': flags->spaced = true; break;
        case 'q': flags->literal = true; break;
        default: return false;
        }
    return true;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Under x blanks count only inside brackets. */
static Text without_blanks(Region *region, Text pattern)
{
    Builder out = builder_on(region);
    uint32_t classes = 0;
    for (size_t i = 0; i < pattern.length; i++) {
        char byte = pattern.at[i];
        bool escaped = byte == '\\' && i + 1 < pattern.length;
        if (!escaped)
            classes += byte == '[', classes -= byte == ']' && classes;
        if (classes || !is_blank(byte))
            build_byte(&out, byte);
        if (escaped && !is_blank(pattern.at[i + 1]))
            build_byte(&out, pattern.at[++i]);
    }
    return builder_text(&out);
}

static Text literal_pattern(Region *region, Text pattern)
{
    Builder out = builder_on(region);
    for (size_t at = 0; at < pattern.length;)
        write_point(&out, utf8_next(pattern, &at));
    return builder_text(&out);
}

Text pattern_translate(Region *region, Text pattern, const PatternFlags *flags, uint32_t *groups, const char **fault)
{
    *fault = NULL;
    *groups = 0;
    if (flags->literal)
        return literal_pattern(region, pattern);
    Reader reader = { .region = region, .text = flags->spaced ? without_blanks(region, pattern) : pattern, .flags = flags, .out = builder_on(region) };
    reader.closing = REGION_ARRAY(region, bool, reader.text.length + 1);
    reader.closed = reader.closing;
    memset(reader.closing, 0, reader.text.length + 1);
    read_branches(&reader);
    if (peek(&reader) == ')')
        fail(&reader, "a group ends that was not begun");
    *groups = reader.opened;
    *fault = reader.fault;
    return reader.fault ? TEXT_NONE : builder_text(&reader.out);
}
