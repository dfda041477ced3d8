/* value/transcendent.h - roots, powers, exponentials and logarithms of decimals, correct to the last digit.
 *
 * Each is worked out by MPFR between two bounds, one rounded down and one up; when both read the same in 34 digits that is
 * the answer, else the precision doubles. So no digit depends on luck, and no binary number leaves this file.
 */
#ifndef DECLARANT_VALUE_TRANSCENDENT_H
#define DECLARANT_VALUE_TRANSCENDENT_H

#include "value/decimal.h"

/* False: not defined there (an even root of a negative, a logarithm of 0 or less), or out of range. */
bool decimal_square_root(Decimal *out, const Decimal *number);
bool decimal_exponential(Decimal *out, const Decimal *number); /* e to that power */
bool decimal_logarithm(Decimal *out, const Decimal *number);   /* to the base e */
/* Any power of a base above 0; whole powers are decimal_power's. 0 to a power above 0 is 0. */
bool decimal_real_power(Decimal *out, const Decimal *base, const Decimal *power);
/* Of a sample of two numbers or more: worked out in whole numbers and rounded once. Its cost grows with how far apart the exponents are. */
bool decimal_standard_deviation(Decimal *out, const Decimal *numbers, size_t count);

#endif
