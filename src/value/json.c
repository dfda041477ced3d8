/* value/json.c - the only reader and writer of JSON. See json.h.
 *
 * The reader goes down the grammar of RFC 8259, one function a rule, straight over the source's bytes.
 * A text without escapes is a stretch of the source, a number stays as written; so most values cost one
 * node and no copy. Bytes that are neither quote, backslash nor control are skipped eight at a time.
 */
#include "value/json.h"

#include <assert.h>
#include <stdlib.h>

#include "base/utf8.h"

enum {
    OUTLINED = 2,   /* objects around a list that an outline leaves empty */
    FEW_KEYS = 32,  /* an object with more is checked for duplicate keys by sorting */
    SHOWN_WORD = 20 /* letters or digits of a wrong word that a message repeats */
};

typedef struct Reader {
    Task *task;
    const Source *source;
    const char *start; /* first byte of the source */
    const char *at;    /* next byte to read */
    const char *end;   /* one past the last byte */
    uint32_t values;   /* values so far */
    uint32_t depth;    /* arrays and objects open */
    uint32_t outline;  /* arrays inside of as many objects at most are left empty; 0: none is */
} Reader;

static bool read_value(Reader *reader, Json *value);

/* ---- errors ---- */

static uint32_t offset(const Reader *reader, const char *at)
{
    return (uint32_t)(at - reader->start);
}

static Span stretch(const Reader *reader, const char *from, const char *to)
{
    return (Span){ reader->source, offset(reader, from), offset(reader, to) };
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_word(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* What stands at `at`: a word, or else one character. */
static Text standing(const Reader *reader, const char *at)
{
    const char *to = at;
    while (to < reader->end && is_word(*to) && to - at < SHOWN_WORD)
        to++;
    size_t rest = (size_t)(reader->end - at);
    size_t next = 0;
    if (to == at && at < reader->end)
        utf8_next((Text){ at, rest }, &next);
    return (Text){ at, to > at ? (size_t)(to - at) : next };
}

/* A sentence that helps where people carry over the habits of other notations. */
static const char *habit(Text found)
{
    static const struct {
        const char *bytes; /* one of these begins what was found */
        const char *hint;
    } habits[] = {
        { "'", "JSON writes text in double quotes." },
        { "/#", "JSON has no comments." },
        { "+.", "A number begins with a digit or a minus sign." },
        { "NITFUu", "JSON knows the words true, false and null, and no others." },
    };
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
        if (found.length && found.at[0] && strchr(habits[i].bytes, found.at[0]))
            return habits[i].hint;
    return NULL;
}

/* Always false, so that a reading function can return it. `hint` NULL: the habit that was met, if any. */
static bool fail_with_hint(Reader *reader, const char *expected, const char *hint)
{
    Report *report = reader->task->report;
    Text found = standing(reader, reader->at);
    if (!found.length) {
        report_error(report, "json-syntax", stretch(reader, reader->at, reader->at),
                     "the text ends where %s is expected", expected);
        return false;
    }
    const char *mark = found.at[0] == '"' ? "'" : "\"";
    Span place = stretch(reader, reader->at, reader->at + found.length);
    Problem *problem = report_error(report, "json-syntax", place, "expected %s, found %s" TEXT_FMT "%s", expected, mark,
                                    TEXT_ARG(found), mark);
    hint = hint ? hint : habit(found);
    if (hint)
        problem_hint(report, problem, "%s", hint);
    return false;
}

static bool fail_expected(Reader *reader, const char *expected)
{
    return fail_with_hint(reader, expected, NULL);
}

static bool fail(Reader *reader, const char *name, const char *from, const char *to, const char *message)
{
    report_error(reader->task->report, name, stretch(reader, from, to), "%s", message);
    return false;
}

static bool fail_limit(Reader *reader, const char *name, const char *what, int limit)
{
    report_error(reader->task->report, name, stretch(reader, reader->at, reader->at + 1), "%s than the limit of %d",
                 what, limit);
    return false;
}

/* ---- small parts ---- */

/* blank = { ' ' | tab | LF | CR } */
static inline void skip_blanks(Reader *reader)
{
    const char *at = reader->at;
    while (at < reader->end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        at++;
    reader->at = at;
}

static inline bool stands(const Reader *reader, char byte)
{
    return reader->at < reader->end && *reader->at == byte;
}

/* ---- strings ---- */

/* A word whose high bits mark bytes below 0x20, quotes and backslashes; marks above the lowest may be wrong. */
static inline uint64_t stop_marks(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    uint64_t quote = word ^ ones * '"';
    uint64_t slash = word ^ ones * '\\';
    return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((word - ones * 0x20) & ~word)) & high;
}

static inline bool is_plain(char byte)
{
    return (unsigned char)byte >= 0x20 && byte != '"' && byte != '\\';
}

/* The first byte at or after `at` that a string cannot hold as it is. */
static inline const char *plain_end(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t word;
        memcpy(&word, at, sizeof word);
        if (stop_marks(word))
            break;
        at += 8;
    }
    while (at < end && is_plain(*at))
        at++;
    return at;
}

/* hex4 = 4 * ( '0'..'9' | 'a'..'f' | 'A'..'F' ) ; -1 when it is not */
static int32_t hex4(const char *at, const char *end)
{
    int32_t code = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char byte = at[i];
        char low = (char)(byte | 0x20);
        if (!is_digit(byte) && !(low >= 'a' && low <= 'f'))
            return -1;
        code = code * 16 + (is_digit(byte) ? byte - '0' : low - 'a' + 10);
    }
    return code;
}

static bool is_high(int32_t code)
{
    return code >= 0xd800 && code < 0xdc00;
}

static bool is_low(int32_t code)
{
    return code >= 0xdc00 && code < 0xe000;
}

/* unicode = 'u' hex4 [ '\' 'u' hex4 ] ; the second half only and always after a high surrogate */
static bool read_unicode(Reader *reader, const char **at, const char *end, Builder *out)
{
    const char *from = *at - 1; /* the backslash */
    int32_t code = hex4(*at + 1, end);
    if (code < 0)
        return fail(reader, "json-string", from, from + 2, "\"\\u\" needs four hexadecimal digits");
    *at += 5;
    if (is_high(code) && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u') {
        int32_t low = hex4(*at + 2, end);
        if (is_low(low)) {
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            *at += 6;
        }
    }
    if (is_high(code) || is_low(code))
        return fail(reader, "json-string", from, from + 6, "half of a surrogate pair stands alone");
    utf8_build(out, (uint32_t)code);
    return true;
}

/* escape = '\' ( '"' | '\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | unicode ) ; `at` is after the backslash */
static bool read_escape(Reader *reader, const char **at, const char *end, Builder *out)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *named = **at ? strchr(names, **at) : NULL;
    if (named) {
        build_byte(out, meant[named - names]);
        ++*at;
        return true;
    }
    if (**at == 'u')
        return read_unicode(reader, at, end, out);
    Text found = standing(reader, *at);
    found.length = is_word(**at) ? 1 : found.length;
    report_error(reader->task->report, "json-string", stretch(reader, *at - 1, *at + found.length),
                 "JSON knows no escape \"\\" TEXT_FMT "\"", TEXT_ARG(found));
    return false;
}

/* The string's text with escapes resolved; it gets no longer by that, so room for all is taken at once. */
static bool resolve_escapes(Reader *reader, const char *from, const char *to, Text *text)
{
    Builder out = builder_on(reader->task->region);
    builder_room(&out, (size_t)(to - from));
    for (const char *at = from; at < to;) {
        const char *stop = plain_end(at, to);
        build_text(&out, (Text){ at, (size_t)(stop - at) });
        at = stop + 1;
        if (stop < to && !read_escape(reader, &at, to, &out))
            return false;
    }
    *text = builder_text(&out);
    return true;
}

/* From the opening quote to the closing one, or to the byte that breaks the string, or to the end. */
static inline const char *string_end(const char *quote, const char *end, bool *escaped)
{
    const char *stop = plain_end(quote + 1, end);
    *escaped = stop < end && *stop == '\\';
    while (stop < end && *stop == '\\')
        stop = end - stop > 2 ? plain_end(stop + 2, end) : end;
    return stop;
}

static bool fail_string(Reader *reader, const char *from, const char *stop)
{
    if (stop >= reader->end)
        return fail(reader, "json-string", from, from + 1, "this string is not closed");
    report_error(reader->task->report, "json-string", stretch(reader, stop, stop + 1),
                 "a string cannot hold the control character U+%04X as it is", (unsigned char)*stop);
    return false;
}

/* string = '"' { plain | escape } '"' ; the quote stands at reader->at */
static bool read_string(Reader *reader, Text *text)
{
    const char *from = reader->at + 1;
    bool escaped;
    const char *stop = string_end(reader->at, reader->end, &escaped);
    if (stop >= reader->end || *stop != '"')
        return fail_string(reader, reader->at, stop);
    reader->at = stop + 1;
    if (escaped)
        return resolve_escapes(reader, from, stop, text);
    *text = (Text){ from, (size_t)(stop - from) };
    return true;
}

/* ---- numbers and words ---- */

static inline const char *skip_digits(const char *at, const char *end)
{
    while (at < end && is_digit(*at))
        at++;
    return at;
}

/* digits = digit { digit } ; they follow a sign, a point or an "e" */
static bool read_digits(Reader *reader, const char **at)
{
    const char *from = *at;
    *at = skip_digits(from, reader->end);
    if (*at > from)
        return true;
    report_error(reader->task->report, "json-number", stretch(reader, reader->at, from),
                 "a number needs a digit after \"%c\"", from[-1]);
    return false;
}

/* number = [ '-' ] ( '0' | digit1to9 { digit } ) [ '.' digits ] [ ( 'e' | 'E' ) [ '+' | '-' ] digits ] */
static bool read_number(Reader *reader, Json *value)
{
    const char *at = reader->at, *end = reader->end;
    at += *at == '-';
    const char *whole = at;
    if (!read_digits(reader, &at))
        return false;
    if (*whole == '0' && at - whole > 1)
        return fail(reader, "json-number", reader->at, at, "a number cannot begin with 0 and a further digit");
    if (at < end && *at == '.') {
        at++;
        if (!read_digits(reader, &at))
            return false;
    }
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        if (!read_digits(reader, &at))
            return false;
    }
    value->kind = JSON_NUMBER;
    value->text = (Text){ reader->at, (size_t)(at - reader->at) };
    reader->at = at;
    return true;
}

/* word = 'null' | 'false' | 'true' */
static bool read_word(Reader *reader, Json *value)
{
    static const struct {
        Text word;
        JsonKind kind;
    } words[] = { { { "null", 4 }, JSON_NULL }, { { "false", 5 }, JSON_FALSE }, { { "true", 4 }, JSON_TRUE } };
    Text found = standing(reader, reader->at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(found, words[i].word)) {
            value->kind = words[i].kind;
            reader->at += found.length;
            return true;
        }
    return fail_expected(reader, "a value");
}

/* ---- arrays and objects ---- */

static inline bool open_nested(Reader *reader, Json *value, JsonKind kind)
{
    if (reader->depth >= LIMIT_JSON_DEPTH)
        return fail_limit(reader, "json-depth", "arrays and objects are nested deeper", LIMIT_JSON_DEPTH);
    value->kind = kind;
    reader->depth++;
    reader->at++;
    skip_blanks(reader);
    return true;
}

static inline bool close_nested(Reader *reader)
{
    reader->depth--;
    reader->at++;
    return true;
}

/* After an item: true when another follows, false at the bracket or a fault. */
static inline bool item_follows(Reader *reader)
{
    skip_blanks(reader);
    if (!stands(reader, ','))
        return false;
    reader->at++;
    skip_blanks(reader);
    return true;
}

static const char comma_hint[] = "Remove the comma before it.";

static inline Json *new_item(Reader *reader, Json *parent, Json **last)
{
    Json *item = region_take(reader->task->region, sizeof *item);
    *item = (Json){ .kind = JSON_NULL };
    *(*last ? &(*last)->next : &parent->first) = item;
    *last = item;
    parent->count++;
    return item;
}

/* An item that is looked at and dropped; its values do not count for the whole. */
static bool pass_item(Reader *reader, Json *array)
{
    Region *region = reader->task->region;
    RegionMark mark = region_mark(region);
    uint32_t values = reader->values;
    Json item = { .kind = JSON_NULL };
    bool good = read_value(reader, &item);
    if (good) /* else the report has what is wrong with it, in the same memory */
        region_drop(region, mark);
    reader->values = values;
    array->count++;
    return good;
}

static inline bool is_outlined(const Reader *reader)
{
    return reader->outline && reader->depth <= reader->outline && reader->depth > 0;
}

/* array = '[' [ value { ',' value } ] ']' */
static bool read_array(Reader *reader, Json *array)
{
    Json *last = NULL;
    bool outlined = is_outlined(reader);
    if (!open_nested(reader, array, JSON_ARRAY))
        return false;
    if (stands(reader, ']'))
        return close_nested(reader);
    do {
        if (array->count && stands(reader, ']'))
            return fail_with_hint(reader, "a value", comma_hint);
        if (outlined ? !pass_item(reader, array) : !read_value(reader, new_item(reader, array, &last)))
            return false;
    } while (item_follows(reader));
    return stands(reader, ']') ? close_nested(reader) : fail_expected(reader, "\",\" or \"]\"");
}

/* key = string ':' */
static bool read_key(Reader *reader, Json *member)
{
    if (!stands(reader, '"'))
        return fail_expected(reader, "a key in double quotes");
    member->key_from = offset(reader, reader->at);
    if (!read_string(reader, &member->key))
        return false;
    skip_blanks(reader);
    if (!stands(reader, ':'))
        return fail_expected(reader, "\":\" after the key");
    reader->at++;
    skip_blanks(reader);
    return true;
}

static Span key_span(const Reader *reader, const Json *member)
{
    const char *from = reader->start + member->key_from;
    bool escaped;
    return stretch(reader, from, string_end(from, reader->end, &escaped) + 1);
}

static bool fail_twice(Reader *reader, const Json *first, const Json *second)
{
    Report *report = reader->task->report;
    Problem *problem = report_error(report, "duplicate-key", key_span(reader, second),
                                    "the key \"" TEXT_FMT "\" stands twice in one object", TEXT_ARG(second->key));
    problem_also(report, problem, key_span(reader, first), "first here");
    return false;
}

/* A key's hash, and the key. */
typedef struct HashedKey {
    uint64_t hash;
    const Json *member;
} HashedKey;

/* Hash first because it is quick; text next so that made collisions cost no more than a sort. */
static int compare_keys(const void *left, const void *right)
{
    const HashedKey *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    int order = text_compare(a->member->key, b->member->key);
    if (order)
        return order;
    return a->member->key_from < b->member->key_from ? -1 : 1;
}

/* Of many keys, the earliest that repeats one before it; *first is that one. */
static const Json *find_repeated(Region *region, const Json *object, const Json **first)
{
    RegionMark mark = region_mark(region);
    HashedKey *keys = region_take(region, object->count * sizeof *keys);
    size_t count = 0;
    for (const Json *member = object->first; member; member = member->next)
        keys[count++] = (HashedKey){ text_hash(member->key), member };
    qsort(keys, count, sizeof *keys, compare_keys);
    const Json *second = NULL;
    for (size_t i = 1; i < count; i++)
        if (keys[i].hash == keys[i - 1].hash && text_equal(keys[i].member->key, keys[i - 1].member->key) &&
            (!second || keys[i].member->key_from < second->key_from)) {
            second = keys[i].member;
            *first = keys[i - 1].member;
        }
    region_drop(region, mark);
    return second;
}

/* One bit of 64 for a key: when no key before had it, this key is new, and no comparing is needed. */
static inline uint64_t key_bit(Text key)
{
    if (!key.length)
        return 1;
    unsigned first = (unsigned char)key.at[0], last = (unsigned char)key.at[key.length - 1];
    return (uint64_t)1 << ((key.length * 7 + first * 5 + last * 11) & 63);
}

/* Among few keys each is looked up as it comes. */
static inline bool is_new_key(Reader *reader, const Json *object, const Json *member, uint64_t *seen)
{
    uint64_t bit = key_bit(member->key);
    bool maybe = *seen & bit;
    *seen |= bit;
    if (!maybe || object->count > FEW_KEYS)
        return true;
    const Json *former = json_get(object, member->key);
    return former == member || fail_twice(reader, former, member);
}

static bool close_object(Reader *reader, const Json *object)
{
    const Json *first = NULL;
    const Json *second = object->count > FEW_KEYS ? find_repeated(reader->task->region, object, &first) : NULL;
    return second ? fail_twice(reader, first, second) : close_nested(reader);
}

/* object = '{' [ key value { ',' key value } ] '}' */
static bool read_object(Reader *reader, Json *object)
{
    Json *last = NULL;
    uint64_t seen = 0;
    if (!open_nested(reader, object, JSON_OBJECT))
        return false;
    if (stands(reader, '}'))
        return close_nested(reader);
    do {
        if (last && stands(reader, '}'))
            return fail_with_hint(reader, "a key in double quotes", comma_hint);
        Json *member = new_item(reader, object, &last);
        if (!read_key(reader, member) || !is_new_key(reader, object, member, &seen) || !read_value(reader, member))
            return false;
    } while (item_follows(reader));
    return stands(reader, '}') ? close_object(reader, object) : fail_expected(reader, "\",\" or \"}\"");
}

static bool read_text(Reader *reader, Json *value)
{
    value->kind = JSON_STRING;
    return read_string(reader, &value->text);
}

static bool read_by_first_byte(Reader *reader, Json *value)
{
    switch (*reader->at) {
    case '"':
        return read_text(reader, value);
    case '{':
        return read_object(reader, value);
    case '[':
        return read_array(reader, value);
    case '-':
    case '0' ... '9':
        return read_number(reader, value);
    default:
        return read_word(reader, value);
    }
}

/* value = object | array | string | number | word */
static bool read_value(Reader *reader, Json *value)
{
    if (reader->at >= reader->end)
        return fail_expected(reader, "a value");
    if (++reader->values > LIMIT_JSON_VALUES)
        return fail_limit(reader, "json-values", "the text has more values", LIMIT_JSON_VALUES);
    value->from = offset(reader, reader->at);
    if (!read_by_first_byte(reader, value))
        return false;
    value->to = offset(reader, reader->at);
    return true;
}

/* text = blank value blank */
static bool read_whole(Reader *reader, Json *value)
{
    skip_blanks(reader);
    if (!read_value(reader, value))
        return false;
    skip_blanks(reader);
    return reader->at == reader->end || fail_expected(reader, "the end of the text");
}

/* A source need not have come through file_read, so its bytes are looked at once more; that costs little. */
static bool is_readable(Task *task, const Source *source)
{
    Text bytes = source->bytes;
    if (bytes.length >= UINT32_MAX) {
        report_error(task->report, "json-size", (Span){ source, 0, 0 },
                     "the text is larger than the limit of %zu bytes", (size_t)UINT32_MAX - 1);
        return false;
    }
    if (text_starts(bytes, TEXT("\xef\xbb\xbf"))) {
        report_error(task->report, "byte-order-mark", (Span){ source, 0, 3 }, "the text begins with a byte-order mark");
        return false;
    }
    size_t fault = utf8_first_fault(bytes);
    if (fault == SIZE_MAX)
        return true;
    report_error(task->report, "not-utf8", (Span){ source, (uint32_t)fault, (uint32_t)fault + 1 },
                 "byte 0x%02X at offset %zu is not UTF-8", (unsigned char)bytes.at[fault], fault);
    return false;
}

static Reader reader_at(Task *task, const Source *source, uint32_t from)
{
    const char *start = source->bytes.at ? source->bytes.at : "";
    return (Reader){ .task = task, .source = source, .start = start, .at = start + from, .end = start + source->bytes.length };
}

static const Json *read_with(Task *task, const Source *source, uint32_t outline)
{
    if (!is_readable(task, source))
        return NULL;
    Reader reader = reader_at(task, source, 0);
    reader.outline = outline;
    Json *value = REGION_NEW(task->region, Json);
    return read_whole(&reader, value) ? value : NULL;
}

const Json *json_read(Task *task, const Source *source)
{
    return read_with(task, source, 0);
}

const Json *json_read_outline(Task *task, const Source *source)
{
    return read_with(task, source, OUTLINED);
}

/* The outline has seen that all of it is JSON, so it is not looked at for faults a second time. */
const Json *json_item_next(Task *task, JsonItems *items)
{
    Reader reader = reader_at(task, items->source, items->at);
    skip_blanks(&reader);
    if (stands(&reader, ',')) {
        reader.at++;
        skip_blanks(&reader);
    }
    if (items->array->kind != JSON_ARRAY || offset(&reader, reader.at) + 1 >= items->array->to)
        return NULL;
    Json *item = REGION_NEW(task->region, Json);
    bool good = read_value(&reader, item);
    items->at = offset(&reader, reader.at);
    return good ? item : NULL;
}

/* ---- finding ---- */

const Json *json_get(const Json *object, Text key)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (const Json *member = object->first; member; member = member->next)
        if (text_equal(member->key, key))
            return member;
    return NULL;
}

static const Json *item_at(const Json *array, Text index)
{
    uint64_t n = 0;
    if (!index.length || index.length > 10 || (index.length > 1 && index.at[0] == '0'))
        return NULL;
    for (size_t i = 0; i < index.length; i++) {
        if (!is_digit(index.at[i]))
            return NULL;
        n = n * 10 + (uint64_t)(index.at[i] - '0');
    }
    if (n >= array->count)
        return NULL;
    const Json *item = array->first;
    while (n-- > 0)
        item = item->next;
    return item;
}

/* Is `key` what `token` says, in which "~1" stands for "/" and "~0" for "~"? */
static bool token_means(Text token, Text key)
{
    size_t i = 0, k = 0;
    while (i < token.length && k < key.length) {
        char byte = token.at[i++];
        if (byte == '~' && i < token.length && (token.at[i] == '0' || token.at[i] == '1'))
            byte = token.at[i++] == '1' ? '/' : '~';
        if (byte != key.at[k++])
            return false;
    }
    return i == token.length && k == key.length;
}

static const Json *step(const Json *from, Text token)
{
    if (from->kind == JSON_ARRAY)
        return item_at(from, token);
    if (from->kind != JSON_OBJECT)
        return NULL;
    for (const Json *member = from->first; member; member = member->next)
        if (token_means(token, member->key))
            return member;
    return NULL;
}

Text json_text_at(const Json *object, const char *key)
{
    const Json *member = object && object->kind == JSON_OBJECT ? json_get(object, text_of(key)) : NULL;
    return member && member->kind == JSON_STRING ? member->text : TEXT_NONE;
}

/* pointer = { '/' token } */
const Json *json_point(const Json *from, Text pointer)
{
    while (from && pointer.length) {
        if (pointer.at[0] != '/')
            return NULL;
        size_t next = text_find(pointer, TEXT("/"), 1);
        size_t to = next == SIZE_MAX ? pointer.length : next;
        from = step(from, text_slice(pointer, 1, to));
        pointer = text_slice(pointer, to, pointer.length);
    }
    return from;
}

/* ---- writing ---- */

JsonWriter json_writer(Builder *out, bool compact)
{
    return (JsonWriter){ .out = out, .compact = compact };
}

static void build_line(JsonWriter *writer)
{
    if (writer->compact)
        return;
    build_byte(writer->out, '\n');
    for (uint32_t i = 0; i < writer->depth; i++)
        build_text(writer->out, TEXT("  "));
}

/* What stands before an item: nothing after a key, else a comma where one is due, and a new line. */
static void begin_item(JsonWriter *writer)
{
    bool comma = writer->after_value[writer->depth];
    writer->after_value[writer->depth] = true;
    if (writer->after_key || writer->depth == 0) {
        writer->after_key = false;
        return;
    }
    if (comma)
        build_byte(writer->out, ',');
    build_line(writer);
}

void json_open(JsonWriter *writer, char bracket)
{
    assert(writer->depth < LIMIT_JSON_DEPTH);
    begin_item(writer);
    build_byte(writer->out, bracket);
    writer->after_value[++writer->depth] = false;
}

void json_close(JsonWriter *writer, char bracket)
{
    assert(writer->depth > 0);
    bool items = writer->after_value[writer->depth--];
    if (items)
        build_line(writer);
    build_byte(writer->out, bracket);
}

static void build_escape(Builder *out, unsigned char byte)
{
    static const char *const short_forms[] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f", ['\n'] = "\\n", ['\r'] = "\\r", ['\t'] = "\\t",
    };
    const char *form = byte < sizeof short_forms / sizeof *short_forms ? short_forms[byte] : NULL;
    if (form)
        build_text(out, text_of(form));
    else
        build_format(out, "\\u%04x", byte);
}

static void build_quoted(Builder *out, Text text)
{
    const char *at = text.at ? text.at : "";
    const char *end = at + text.length;
    build_byte(out, '"');
    while (at < end) {
        const char *stop = plain_end(at, end);
        build_text(out, (Text){ at, (size_t)(stop - at) });
        if (stop < end)
            build_escape(out, (unsigned char)*stop++);
        at = stop;
    }
    build_byte(out, '"');
}

void json_key(JsonWriter *writer, Text key)
{
    assert(writer->depth > 0 && !writer->after_key);
    begin_item(writer);
    build_quoted(writer->out, key);
    build_text(writer->out, writer->compact ? TEXT(":") : TEXT(": "));
    writer->after_key = true;
}

void json_text(JsonWriter *writer, Text text)
{
    begin_item(writer);
    build_quoted(writer->out, text);
}

void json_raw(JsonWriter *writer, Text json)
{
    begin_item(writer);
    build_text(writer->out, json);
}

void json_boolean(JsonWriter *writer, bool boolean)
{
    json_raw(writer, boolean ? TEXT("true") : TEXT("false"));
}

void json_null(JsonWriter *writer)
{
    json_raw(writer, TEXT("null"));
}

void json_pair(JsonWriter *writer, const char *key, Text text)
{
    json_key(writer, text_of(key));
    json_text(writer, text);
}

void json_pair_if(JsonWriter *writer, const char *key, Text text)
{
    if (text.length)
        json_pair(writer, key, text);
}
