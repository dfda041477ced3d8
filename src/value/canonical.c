/* value/canonical.c - see canonical.h. The reader has refused duplicate keys and lone surrogates already. */
#include "value/canonical.h"

#include <stdlib.h>

#include "base/file.h"

typedef struct Canon {
    Task *task;
    Builder *out;
    const Source *source;
} Canon;

/* ---- strings ---- */

void canonical_string(Builder *out, Text text)
{
    static const char short_forms[] = "\b\b\t\t\n\n\f\f\r\r";
    static const char letters[] = "bbttnnffrr";
    build_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        const char *found = byte ? memchr(short_forms, byte, sizeof short_forms - 1) : NULL;
        if (byte == '"' || byte == '\\')
            build_format(out, "\\%c", byte);
        else if (found)
            build_format(out, "\\%c", letters[found - short_forms]);
        else if (byte < 0x20)
            build_format(out, "\\u%04x", byte);
        else
            build_byte(out, (char)byte);
    }
    build_byte(out, '"');
}

/* ---- numbers ---- */

static bool is_whole(Text number)
{
    for (size_t i = number.at[0] == '-'; i < number.length; i++)
        if (number.at[i] < '0' || number.at[i] > '9')
            return false;
    return true;
}

/* As many digits as the largest whole number that every reader keeps, and no more than it. */
static bool is_kept_by_all(Text digits)
{
    Text most = TEXT("9007199254740991");
    return digits.length < most.length || (digits.length == most.length && memcmp(digits.at, most.at, most.length) <= 0);
}

static bool write_number(Canon *canon, const Json *json)
{
    Text digits = json->text.at[0] == '-' ? text_slice(json->text, 1, json->text.length) : json->text;
    if (is_whole(json->text) && is_kept_by_all(digits)) {
        build_text(canon->out, text_is(digits, "0") ? digits : json->text); /* -0 is 0 */
        return true;
    }
    Problem *problem = report_error(canon->task->report, "json-not-canonical", json_span(canon->source, json),
                                    "the number " TEXT_FMT " is not whole, or larger than 9007199254740991", TEXT_ARG(json->text));
    problem_hint(canon->task->report, problem, "Write it as a string of digits.");
    return false;
}

/* ---- arrays and objects ---- */

/* By UTF-16 code units: as by bytes, but that a character past U+FFFF begins with a surrogate, which stands before U+E000. */
static int compare_keys(const void *a, const void *b)
{
    Text left = (*(const Json *const *)a)->key, right = (*(const Json *const *)b)->key;
    size_t at = 0, shorter = left.length < right.length ? left.length : right.length;
    while (at < shorter && left.at[at] == right.at[at])
        at++;
    if (at == shorter)
        return left.length < right.length ? -1 : left.length > right.length;
    unsigned char x = (unsigned char)left.at[at], y = (unsigned char)right.at[at];
    bool x_pair = x >= 0xF0, y_pair = y >= 0xF0;
    if (x_pair != y_pair && (x_pair ? y : x) >= 0xEE)
        return x_pair ? -1 : 1;
    return x < y ? -1 : 1;
}

static bool write_value(Canon *canon, const Json *json);

static bool write_array(Canon *canon, const Json *array)
{
    build_byte(canon->out, '[');
    for (const Json *item = array->first; item; item = item->next) {
        if (item != array->first)
            build_byte(canon->out, ',');
        if (!write_value(canon, item))
            return false;
    }
    build_byte(canon->out, ']');
    return true;
}

static bool write_object(Canon *canon, const Json *object)
{
    const Json **members = REGION_ARRAY(canon->task->region, const Json *, object->count + 1);
    size_t count = 0;
    for (const Json *member = object->first; member; member = member->next)
        members[count++] = member;
    qsort(members, count, sizeof *members, compare_keys);
    build_byte(canon->out, '{');
    for (size_t i = 0; i < count; i++) {
        if (i)
            build_byte(canon->out, ',');
        canonical_string(canon->out, members[i]->key);
        build_byte(canon->out, ':');
        if (!write_value(canon, members[i]))
            return false;
    }
    build_byte(canon->out, '}');
    return true;
}

static bool write_value(Canon *canon, const Json *json)
{
    switch (json->kind) {
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
        build_text(canon->out, json->kind == JSON_NULL ? TEXT("null") : json->kind == JSON_TRUE ? TEXT("true") : TEXT("false"));
        return true;
    case JSON_NUMBER:
        return write_number(canon, json);
    case JSON_STRING:
        canonical_string(canon->out, json->text);
        return true;
    case JSON_ARRAY:
        return write_array(canon, json);
    case JSON_OBJECT:
        return write_object(canon, json);
    }
    return false;
}

bool canonical_json(Task *task, Builder *out, const Source *source, const Json *json)
{
    Canon canon = { task, out, source };
    return write_value(&canon, json);
}

Text canonical_text(Task *task, Text name, Text json)
{
    const Source *source = source_from(task, name, json);
    const Json *value = source ? json_read(task, source) : NULL;
    Builder out = builder_on(task->region);
    if (!value || !canonical_json(task, &out, source, value))
        return TEXT_NONE;
    return builder_text(&out);
}
