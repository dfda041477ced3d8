/* feel/lexer.c - text to tokens, one at a time, and names by longest match.
 *
 * A name token is only the first word of what may be a longer name. lexer_name walks the run of words and symbols that
 * could belong to it, keeps the normal form of every prefix, and asks from the longest to the shortest which is known.
 */
#include "base/utf8.h"
#include "feel/parser.h"

/* ---- characters ---- */

typedef struct CodeRange {
    uint32_t first, last;
} CodeRange;

static const CodeRange blanks[] = { { 0x09, 0x0d }, { 0x20, 0x20 }, { 0x85, 0x85 }, { 0xa0, 0xa0 },
                                    { 0x1680, 0x1680 }, { 0x180e, 0x180e }, { 0x2000, 0x200b }, { 0x2028, 0x2029 },
                                    { 0x202f, 0x202f }, { 0x205f, 0x205f }, { 0x3000, 0x3000 }, { 0xfeff, 0xfeff } };
static const CodeRange name_starts[] = { { '?', '?' }, { 'A', 'Z' }, { '_', '_' }, { 'a', 'z' }, { 0xc0, 0xd6 },
                                         { 0xd8, 0xf6 }, { 0xf8, 0x2ff }, { 0x370, 0x37d }, { 0x37f, 0x1fff },
                                         { 0x200c, 0x200d }, { 0x2070, 0x218f }, { 0x2c00, 0x2fef },
                                         { 0x3001, 0xd7ff }, { 0xf900, 0xfdcf }, { 0xfdf0, 0xfffd },
                                         { 0x10000, 0xeffff } };
static const CodeRange name_more[] = { { '0', '9' }, { 0xb7, 0xb7 }, { 0x300, 0x36f }, { 0x203f, 0x2040 } };

#define IN_RANGES(code, ranges) in_ranges((code), (ranges), sizeof(ranges) / sizeof *(ranges))

static bool in_ranges(uint32_t code, const CodeRange *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

static bool is_blank(uint32_t code)
{
    return code < 0x80 ? code == ' ' || (code >= 9 && code <= 13) : IN_RANGES(code, blanks);
}

static bool is_name_start(uint32_t code)
{
    return IN_RANGES(code, name_starts) && !is_blank(code);
}

static bool is_name_part(uint32_t code)
{
    return is_name_start(code) || IN_RANGES(code, name_more);
}

static bool is_digit(int byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_name_symbol(int byte)
{
    return byte == '.' || byte == '/' || byte == '-' || byte == '\'' || byte == '+' || byte == '*';
}

/* ---- stepping ---- */

static int byte_at(const Parser *parser, uint32_t at)
{
    return at < parser->end ? (unsigned char)parser->bytes.at[at] : -1;
}

/* The code point at `at`; *next is behind it. At the end 0, which no class holds. */
static uint32_t code_at(const Parser *parser, uint32_t at, uint32_t *next)
{
    size_t after = at;
    uint32_t code = at < parser->end ? utf8_next((Text){ parser->bytes.at, parser->end }, &after) : 0;
    *next = (uint32_t)after;
    return code;
}

static uint32_t skip_line(const Parser *parser, uint32_t at)
{
    while (at < parser->end && parser->bytes.at[at] != '\n')
        at++;
    return at;
}

static uint32_t skip_comment(const Parser *parser, uint32_t at)
{
    size_t found = text_find((Text){ parser->bytes.at, parser->end }, TEXT("*/"), at + 2);
    return found == SIZE_MAX ? parser->end : (uint32_t)found + 2;
}

static uint32_t skip_blanks(const Parser *parser, uint32_t at)
{
    uint32_t next;
    while (at < parser->end && is_blank(code_at(parser, at, &next)))
        at = next;
    return at;
}

/* Blanks and comments. */
static uint32_t skip_space(const Parser *parser, uint32_t at)
{
    for (;;) {
        at = skip_blanks(parser, at);
        if (byte_at(parser, at) != '/')
            return at;
        int second = byte_at(parser, at + 1);
        if (second == '/')
            at = skip_line(parser, at);
        else if (second == '*')
            at = skip_comment(parser, at);
        else
            return at;
    }
}

static uint32_t skip_part(const Parser *parser, uint32_t at)
{
    uint32_t next;
    while (at < parser->end && is_name_part(code_at(parser, at, &next)))
        at = next;
    return at;
}

/* ---- tokens ---- */

static uint32_t skip_digits(const Parser *parser, uint32_t at)
{
    while (is_digit(byte_at(parser, at)))
        at++;
    return at;
}

/* number = digits [ "." digits ] [ exponent ] | "." digits [ exponent ] ; exponent = "e" [ "+" | "-" ] digits */
static uint32_t number_end(const Parser *parser, uint32_t at)
{
    at = skip_digits(parser, at);
    if (byte_at(parser, at) == '.' && is_digit(byte_at(parser, at + 1)))
        at = skip_digits(parser, at + 1);
    int mark = byte_at(parser, at);
    if (mark != 'e' && mark != 'E')
        return at;
    int sign = byte_at(parser, at + 1);
    uint32_t digits = at + (sign == '+' || sign == '-' ? 2 : 1);
    return is_digit(byte_at(parser, digits)) ? skip_digits(parser, digits) : at;
}

/* One past the closing quote, or 0 when there is none. */
static uint32_t string_end(const Parser *parser, uint32_t at)
{
    for (at++; at < parser->end; at++) {
        if (parser->bytes.at[at] == '"')
            return at + 1;
        if (parser->bytes.at[at] == '\\')
            at++;
    }
    return 0;
}

static const struct {
    char at[3];
    int sign;
} long_signs[] = { { "**", SIGN_POWER },      { "..", SIGN_SPAN },    { "<=", SIGN_LESS_EQUAL },
                   { ">=", SIGN_MORE_EQUAL }, { "!=", SIGN_UNEQUAL }, { "->", SIGN_ARROW } };

static Token sign_token(const Parser *parser, uint32_t at)
{
    for (size_t i = 0; i < sizeof long_signs / sizeof *long_signs; i++)
        if (byte_at(parser, at) == long_signs[i].at[0] && byte_at(parser, at + 1) == long_signs[i].at[1])
            return (Token){ TOKEN_SIGN, long_signs[i].sign, at, at + 2 };
    uint32_t next;
    code_at(parser, at, &next);
    return (Token){ TOKEN_SIGN, byte_at(parser, at), at, next };
}

static Token quoted_token(Parser *parser, TokenKind kind, uint32_t at)
{
    uint32_t end = string_end(parser, at);
    if (end)
        return (Token){ kind, 0, at, end };
    parser->token = (Token){ TOKEN_SIGN, '"', at, at + 1 };
    parser_fail(parser, "text has no closing quote");
    return parser->token;
}

static Token token_at(Parser *parser, uint32_t at)
{
    uint32_t next;
    int byte = byte_at(parser, at);
    if (byte < 0)
        return (Token){ TOKEN_END, 0, at, at };
    if (is_digit(byte) || (byte == '.' && is_digit(byte_at(parser, at + 1))))
        return (Token){ TOKEN_NUMBER, 0, at, number_end(parser, at) };
    if (byte == '"')
        return quoted_token(parser, TOKEN_TEXT, at);
    if (byte == '@' && byte_at(parser, at + 1) == '"')
        return quoted_token(parser, TOKEN_AT, at + 1);
    if (is_name_start(code_at(parser, at, &next)))
        return (Token){ TOKEN_NAME, 0, at, skip_part(parser, at) };
    return sign_token(parser, at);
}

void lexer_next(Parser *parser)
{
    parser->last = parser->token;
    uint32_t at = parser->failed ? parser->end : skip_space(parser, parser->at);
    Token token = token_at(parser, at);
    if (parser->failed)
        token = (Token){ TOKEN_END, 0, parser->end, parser->end };
    parser->token = token;
    parser->at = token.to;
}

void lexer_start(Parser *parser, Span text)
{
    parser->bytes = text.source->bytes;
    parser->at = text.from;
    parser->end = text.to;
    parser->token = (Token){ TOKEN_END, 0, text.from, text.from };
    lexer_next(parser);
}

Text lexer_text(const Parser *parser)
{
    return text_slice(parser->bytes, parser->token.from, parser->token.to);
}

bool lexer_is_sign(const Parser *parser, int sign)
{
    return parser->token.kind == TOKEN_SIGN && parser->token.sign == sign;
}

bool lexer_is_word(const Parser *parser, const char *word)
{
    return parser->token.kind == TOKEN_NAME && text_equal(lexer_text(parser), text_of(word));
}

bool lexer_is_word_after(Parser *parser, uint32_t at, const char *word)
{
    at = skip_space(parser, at);
    return text_equal(text_slice(parser->bytes, at, skip_part(parser, at)), text_of(word));
}

bool lexer_take_sign(Parser *parser, int sign)
{
    if (!lexer_is_sign(parser, sign))
        return false;
    lexer_next(parser);
    return true;
}

bool lexer_take_word(Parser *parser, const char *word)
{
    if (!lexer_is_word(parser, word))
        return false;
    lexer_next(parser);
    return true;
}

/* ---- names ---- */

enum { RUN_ENDS = 48, RUN_BYTES = 512 };

/* A run of words and symbols: the normal form of all of it, and where each prefix ends in form and source. */
typedef struct NameRun {
    char form[RUN_BYTES];
    uint32_t length;
    uint32_t count;
    struct {
        uint32_t form, source;
    } ends[RUN_ENDS];
} NameRun;

/* Add source bytes from..to to the run, after a blank when both neighbours are words. False: the run is full. */
static bool run_add(NameRun *run, const Parser *parser, uint32_t from, uint32_t to, bool blank)
{
    uint32_t length = to - from + (blank ? 1 : 0);
    if (run->count == RUN_ENDS || run->length + length > RUN_BYTES)
        return false;
    if (blank)
        run->form[run->length++] = ' ';
    memcpy(run->form + run->length, parser->bytes.at + from, to - from);
    run->length += to - from;
    run->ends[run->count].form = run->length;
    run->ends[run->count++].source = to;
    return true;
}

/* name = part { part | symbol } ; blanks anywhere between */
static void run_collect(NameRun *run, const Parser *parser, uint32_t at)
{
    bool after_word = false;
    for (;;) {
        uint32_t next, end = skip_part(parser, at);
        bool word = end > at;
        if (!word && is_name_symbol(byte_at(parser, at)))
            end = at + 1;
        if (end == at || !run_add(run, parser, at, end, word && after_word))
            return;
        after_word = word;
        next = skip_blanks(parser, end);
        at = next;
    }
}

bool lexer_name(Parser *parser, NameKnown *known, void *found, Text *name)
{
    NameRun run;
    run.length = run.count = 0;
    run_collect(&run, parser, parser->token.from);
    for (uint32_t i = run.count; i-- > 0;) {
        Text form = { run.form, run.ends[i].form };
        if (!known(parser, form, found))
            continue;
        *name = text_copy(parser->region, form);
        parser->token.to = parser->at = run.ends[i].source;
        lexer_next(parser);
        return true;
    }
    return false;
}

Text name_normal(Region *region, Text name)
{
    Source source = { TEXT_NONE, name };
    Parser parser = { .source = &source, .bytes = name, .end = (uint32_t)name.length };
    NameRun run;
    run.length = run.count = 0;
    run_collect(&run, &parser, skip_blanks(&parser, 0));
    if (!run.count || skip_blanks(&parser, run.ends[run.count - 1].source) != parser.end)
        return text_copy(region, text_trim(name));
    return text_copy(region, (Text){ run.form, run.length });
}

/* Does the word `in` stand at byte `at`? */
static bool is_in_at(const Parser *parser, uint32_t at)
{
    return text_is(text_slice(parser->bytes, at, skip_part(parser, at)), "in");
}

static bool stops_name(const Parser *parser, uint32_t at, const char *stops, bool stop_at_in)
{
    int byte = byte_at(parser, at);
    return (byte > 0 && strchr(stops, byte)) || (stop_at_in && is_in_at(parser, at));
}

bool lexer_name_until(Parser *parser, const char *stops, bool stop_at_in, Text *name)
{
    uint32_t start = parser->token.from, at = start, end = start, next;
    if (parser->token.kind != TOKEN_NAME)
        return false;
    while (at < parser->end && !(at > start && stops_name(parser, at, stops, stop_at_in))) {
        end = skip_part(parser, at);
        if (end == at && !is_name_symbol(byte_at(parser, at)))
            return false;
        end = end == at ? at + 1 : end;
        next = skip_space(parser, end);
        at = next;
    }
    if (at >= parser->end || end - start > RUN_BYTES)
        return false;
    *name = name_normal(parser->region, text_slice(parser->bytes, start, end));
    parser->token.to = parser->at = end;
    lexer_next(parser);
    return true;
}

/* ---- texts ---- */

static int hex_digit(int byte)
{
    if (is_digit(byte))
        return byte - '0';
    int lower = byte | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* `digits` hex digits at `at`, or -1. */
static int32_t hex_at(const Parser *parser, uint32_t at, uint32_t digits)
{
    int32_t code = 0;
    for (uint32_t i = 0; i < digits; i++) {
        int digit = hex_digit(byte_at(parser, at + i));
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
    }
    return code;
}

static bool is_high_surrogate(int32_t code) { return code >= 0xd800 && code < 0xdc00; }
static bool is_low_surrogate(int32_t code) { return code >= 0xdc00 && code < 0xe000; }

/* A \u or \U escape at the backslash `at`; *next is behind it. False: it is none and stays as it is written. */
static bool unicode_escape(const Parser *parser, uint32_t at, Builder *out, uint32_t *next)
{
    uint32_t digits = parser->bytes.at[at + 1] == 'u' ? 4 : 6;
    int32_t code = hex_at(parser, at + 2, digits);
    *next = at + 2 + digits;
    if (is_high_surrogate(code) && byte_at(parser, *next) == '\\' && byte_at(parser, *next + 1) == 'u') {
        int32_t low = hex_at(parser, *next + 2, 4);
        if (is_low_surrogate(low)) {
            code = 0x10000 + (code - 0xd800) * 0x400 + (low - 0xdc00);
            *next += 6;
        }
    }
    if (code < 0 || code > 0x10ffff || is_high_surrogate(code) || is_low_surrogate(code))
        return false;
    utf8_build(out, (uint32_t)code);
    return true;
}

static const char escapes[][2] = { { '"', '"' }, { '\'', '\'' }, { '\\', '\\' }, { 'n', '\n' }, { 'r', '\r' }, { 't', '\t' } };

/* An escape at the backslash `at`; returns the byte behind it. Any other backslash stays with its letter. */
static uint32_t build_escape(const Parser *parser, uint32_t at, Builder *out)
{
    char letter = parser->bytes.at[at + 1];
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i][0] == letter) {
            build_byte(out, escapes[i][1]);
            return at + 2;
        }
    uint32_t next;
    if ((letter == 'u' || letter == 'U') && unicode_escape(parser, at, out, &next))
        return next;
    build_byte(out, '\\');
    return at + 1;
}

Text lexer_string(Parser *parser, Token token)
{
    uint32_t at = token.from + 1, end = token.to - 1;
    Text raw = text_slice(parser->bytes, at, end);
    if (!raw.length || !memchr(raw.at, '\\', raw.length))
        return raw;
    Builder out = builder_on(parser->region);
    while (at < end)
        if (parser->bytes.at[at] == '\\' && at + 1 < end)
            at = build_escape(parser, at, &out);
        else
            build_byte(&out, parser->bytes.at[at++]);
    return builder_text(&out);
}

bool lexer_opens_after(const Parser *parser)
{
    return byte_at(parser, skip_space(parser, parser->at)) == '(';
}
