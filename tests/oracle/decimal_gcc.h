/* tests/oracle/decimal_gcc.h - GCC's decimal128 arithmetic, for tests only.
 *
 * clang knows no _Decimal128, so the type stays behind this plain struct and the object is always made by gcc.
 * Written by its own means: GCC reads and works out the number from text, and its bits are taken apart here.
 */
#ifndef DECLARANT_TESTS_ORACLE_DECIMAL_GCC_H
#define DECLARANT_TESTS_ORACLE_DECIMAL_GCC_H

#include <stdbool.h>
#include <stdint.h>

typedef struct OracleDecimal {
    uint64_t high, low; /* coefficient */
    int32_t exponent;
    bool negative;
    bool finite; /* false: infinity or not a number */
} OracleDecimal;

/* operation: '+', '-', '*', '/'. Half even, 34 digits. */
OracleDecimal oracle_decimal(char operation, OracleDecimal a, OracleDecimal b);
/* -1, 0, 1 by value. */
int oracle_decimal_compare(OracleDecimal a, OracleDecimal b);

#endif
