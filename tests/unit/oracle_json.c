/* tests/unit/oracle_json.c - jansson, an independent reader of JSON. See oracle_json.h.
 *
 * Where jansson is stricter than the standard it is eased: any value may stand alone, NUL may be escaped, and whole
 * numbers are read as doubles, since its integers end at 64 bits.
 */
#include "oracle_json.h"

#include <jansson.h>

static json_t *load(const char *bytes, size_t length, json_error_t *error)
{
    size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
    return json_loadb(bytes, length, flags, error);
}

OracleVerdict oracle_json_verdict(const char *bytes, size_t length)
{
    json_error_t error;
    json_t *value = load(bytes, length, &error);
    if (!value) {
        enum json_error_code code = json_error_code(&error);
        bool unable = code == json_error_numeric_overflow || code == json_error_null_byte_in_key;
        return unable ? ORACLE_CANNOT_SAY : ORACLE_REFUSES;
    }
    json_decref(value);
    return ORACLE_ACCEPTS;
}

bool oracle_json_same(const char *a, size_t a_length, const char *b, size_t b_length)
{
    json_t *left = load(a, a_length, NULL), *right = load(b, b_length, NULL);
    bool same = left && right && json_equal(left, right);
    json_decref(left);
    json_decref(right);
    return same;
}
