/* tests/oracle/decimal_gcc.c - see decimal_gcc.h. gcc on x86-64 only: binary integer decimal (BID) encoding. */
#include "oracle/decimal_gcc.h"

#include <string.h>

typedef union Bits {
    _Decimal128 number;
    uint64_t half[2]; /* least first */
} Bits;

enum { BIAS = 6176, COEFFICIENT_BITS = 49 };

static _Decimal128 packed(OracleDecimal plain)
{
    Bits bits;
    bits.half[0] = plain.low;
    bits.half[1] = plain.high | (uint64_t)(plain.exponent + BIAS) << COEFFICIENT_BITS | (uint64_t)plain.negative << 63;
    return bits.number;
}

static OracleDecimal unpacked(_Decimal128 number)
{
    Bits bits = { .number = number };
    OracleDecimal plain = { .negative = bits.half[1] >> 63, .finite = (bits.half[1] >> 59 & 15) != 15 };
    plain.exponent = (int32_t)(bits.half[1] >> COEFFICIENT_BITS & 0x3fff) - BIAS;
    plain.high = bits.half[1] & (((uint64_t)1 << COEFFICIENT_BITS) - 1);
    plain.low = bits.half[0];
    return plain;
}

OracleDecimal oracle_decimal(char operation, OracleDecimal a, OracleDecimal b)
{
    volatile _Decimal128 x = packed(a), y = packed(b); /* not folded by the compiler */
    switch (operation) {
    case '+': return unpacked(x + y);
    case '-': return unpacked(x - y);
    case '*': return unpacked(x * y);
    default: return unpacked(x / y);
    }
}

int oracle_decimal_compare(OracleDecimal a, OracleDecimal b)
{
    volatile _Decimal128 x = packed(a), y = packed(b);
    return (x > y) - (x < y);
}
