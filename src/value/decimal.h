/* value/decimal.h - exact decimal numbers: IEEE 754 decimal128 without NaN, infinity and signed zero.
 *
 * 34 digits; results that need more are rounded half even, as FEEL asks. Every rounding that the
 * law asks for is a call with a named mode: no function here has a default for it, and there is
 * no global state. The exponent that arithmetic prefers is kept (1.10 stays 1.10); comparison is
 * by value. Overflow past exponent 6144, and division by zero, are a `false` result.
 */
#ifndef DECLARANT_VALUE_DECIMAL_H
#define DECLARANT_VALUE_DECIMAL_H

#include "base/text.h"

/* (negative ? -1 : 1) * coefficient * 10^exponent. coefficient < 10^34; exponent -6176 .. 6111;
 * a zero is never negative. */
typedef struct Decimal {
    unsigned __int128 coefficient;
    int32_t exponent;
    bool negative;
} Decimal;

typedef enum Rounding {
    ROUND_HALF_EVEN, /* FEEL's decimal() and all arithmetic */
    ROUND_HALF_UP,   /* ties away from zero */
    ROUND_HALF_DOWN, /* ties towards zero */
    ROUND_UP,        /* away from zero */
    ROUND_DOWN,      /* towards zero */
    ROUND_FLOOR,     /* towards minus infinity */
    ROUND_CEILING    /* towards plus infinity */
} Rounding;

enum { DECIMAL_DIGITS = 34, DECIMAL_LEAST_EXPONENT = -6176, DECIMAL_MOST_EXPONENT = 6111 };
enum { DECIMAL_TEXT_MOST = 6200 }; /* bytes that decimal_print may write */

extern const Decimal DECIMAL_ZERO, DECIMAL_ONE;

Decimal decimal_of(int64_t number, int32_t exponent);
/* coefficient * 10^exponent to 34 digits, half even. False: overflow. */
bool decimal_nearest(Decimal *out, unsigned __int128 coefficient, int64_t exponent);

/* Digits with an optional sign, point and (where `exponent_allowed`) exponent; the whole text.
 * False: not a number of that form, or more than 34 significant digits (never rounded), or out of range. */
bool decimal_read(Decimal *out, Text text, bool exponent_allowed);

/* Plain digits, never an exponent: 2.50 prints "2.50", 1E+3 prints "1000". */
void decimal_print(Builder *out, const Decimal *number);

/* Sums, products, quotients to 34 digits, half even. False: overflow; divide also when b is zero. */
bool decimal_add(Decimal *out, const Decimal *a, const Decimal *b);
bool decimal_subtract(Decimal *out, const Decimal *a, const Decimal *b);
bool decimal_multiply(Decimal *out, const Decimal *a, const Decimal *b);
bool decimal_divide(Decimal *out, const Decimal *a, const Decimal *b);
/* a - b * floor(a / b): the sign of b. */
bool decimal_modulo(Decimal *out, const Decimal *a, const Decimal *b);
/* Whole powers, rounded once to 34 digits; power may be negative unless a is zero. */
bool decimal_power(Decimal *out, const Decimal *a, int64_t power);

/* <0, 0, >0 by value. */
int decimal_compare(const Decimal *a, const Decimal *b);

/* To `scale` digits after the point (negative: before it). A scale the number does not reach returns
 * the number as it is. */
bool decimal_round(Decimal *out, const Decimal *number, int32_t scale, Rounding mode);

/* Without trailing zeros after the point: 2.50 -> 2.5, 100 stays 100. */
Decimal decimal_trimmed(const Decimal *number);
bool decimal_is_whole(const Decimal *number);
/* The whole number, towards zero; false when it does not fit. */
bool decimal_to_int64(int64_t *out, const Decimal *number);

#endif
