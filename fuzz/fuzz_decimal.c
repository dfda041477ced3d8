/* fuzz/fuzz_decimal.c - decimal.h against GCC's decimal128, bit for bit, exponents included.
 *
 * Every byte of coefficients and exponents comes from the fuzzer; numbers out of range are brought into it. Link with
 * tests/oracle/decimal_gcc.c compiled by gcc.
 */
#include <stdlib.h>

#include "oracle/decimal_gcc.h"
#include "value/decimal.h"

#define COEFFICIENT_END ((unsigned __int128)10000000000000000000u * 1000000000000000u)

/* One operand as the fuzzer writes it. */
typedef struct Operand {
    unsigned char coefficient[15];
    unsigned char length;      /* how many bytes of it count */
    unsigned char exponent[2]; /* any */
    unsigned char style;       /* bit 0: sign; bit 1: near exponent; bits 2..: divide by a power of ten or move near 10^34 */
} Operand;

static Decimal decimal_from(const Operand *operand)
{
    unsigned __int128 coefficient = 0;
    for (int i = 0; i < operand->length % 16; i++)
        coefficient = coefficient << 8 | operand->coefficient[i];
    coefficient %= COEFFICIENT_END;
    if (operand->style & 4)
        coefficient = COEFFICIENT_END - 1 - coefficient % 1000;
    for (int i = operand->style >> 3; i > 0 && coefficient < COEFFICIENT_END / 10; i--)
        coefficient *= 10;
    int exponent = operand->exponent[0] << 8 | operand->exponent[1];
    exponent = operand->style & 2 ? exponent % 81 - 40 : exponent % 12288 - 6176;
    return (Decimal){ coefficient, exponent, operand->style & 1 && coefficient };
}

static OracleDecimal oracle_from(Decimal number)
{
    return (OracleDecimal){ (uint64_t)(number.coefficient >> 64), (uint64_t)number.coefficient, number.exponent,
                            number.negative, true };
}

static void check(char operation, Decimal a, Decimal b)
{
    Decimal ours = DECIMAL_ZERO;
    bool done = operation == '+'   ? decimal_add(&ours, &a, &b)
                : operation == '-' ? decimal_subtract(&ours, &a, &b)
                : operation == '*' ? decimal_multiply(&ours, &a, &b)
                                   : decimal_divide(&ours, &a, &b);
    OracleDecimal theirs = oracle_decimal(operation, oracle_from(a), oracle_from(b));
    unsigned __int128 coefficient = (unsigned __int128)theirs.high << 64 | theirs.low;
    if (done != theirs.finite)
        abort();
    if (done && (ours.coefficient != coefficient || ours.exponent != theirs.exponent ||
                 ours.negative != (theirs.negative && coefficient)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Operand operand[2] = { 0 };
    memcpy(operand, data, size < sizeof operand ? size : sizeof operand);
    Decimal a = decimal_from(&operand[0]), b = decimal_from(&operand[1]);
    check('+', a, b);
    check('-', a, b);
    check('*', a, b);
    check('/', a, b);
    if (decimal_compare(&a, &b) != oracle_decimal_compare(oracle_from(a), oracle_from(b)))
        abort();
    return 0;
}
