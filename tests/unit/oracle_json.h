/* tests/unit/oracle_json.h - what jansson says of a JSON text. Linked by tests only. */
#ifndef DECLARANT_TESTS_ORACLE_JSON_H
#define DECLARANT_TESTS_ORACLE_JSON_H

#include <stdbool.h>
#include <stddef.h>

typedef enum OracleVerdict { ORACLE_REFUSES, ORACLE_ACCEPTS, ORACLE_CANNOT_SAY } OracleVerdict;

/* Is it one JSON value without duplicate keys? CANNOT_SAY: it met what it does not support, a
 * number past a double's range or NUL in a key. */
OracleVerdict oracle_json_verdict(const char *bytes, size_t length);
/* Do two texts say the same? False when one is not JSON. Numbers are compared as doubles. */
bool oracle_json_same(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
