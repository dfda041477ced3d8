/* value/transcendent.c - see transcendent.h.
 *
 * A Bound is the same reckoning done with every step rounded in one direction. The four functions here rise with their
 * argument where they are used (a power falls for a base below 1 or an exponent below 0, so its two bounds are put in order),
 * which is why the lower bound of the argument gives the lower bound of the result.
 */
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value/transcendent.h"

enum {
    FIRST_PRECISION = 192, /* bits; 34 digits are 113 */
    LAST_PRECISION = 6144, /* beyond it the exact result lies halfway between two decimals: half even decides */
    NUMBER_TEXT = 64       /* bytes for sign, 34 digits, "e", exponent */
};

/* One function of one or two numbers, rounded as told. */
typedef void Reckon(mpfr_t result, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding);

static void reckon_root(mpfr_t result, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding)
{
    (void)b;
    mpfr_sqrt(result, a, rounding);
}

static void reckon_exponential(mpfr_t result, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding)
{
    (void)b;
    mpfr_exp(result, a, rounding);
}

static void reckon_logarithm(mpfr_t result, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding)
{
    (void)b;
    mpfr_log(result, a, rounding);
}

static void reckon_power(mpfr_t result, const mpfr_t a, const mpfr_t b, mpfr_rnd_t rounding)
{
    mpfr_pow(result, a, b, rounding);
}

static void set_decimal(mpfr_t out, const Decimal *number, mpfr_rnd_t rounding)
{
    char text[NUMBER_TEXT], digits[NUMBER_TEXT];
    size_t at = sizeof digits;
    unsigned __int128 rest = number->coefficient;
    digits[--at] = '\0';
    do
        digits[--at] = (char)('0' + (int)(rest % 10));
    while (rest /= 10);
    snprintf(text, sizeof text, "%s%se%d", number->negative ? "-" : "", digits + at, (int)number->exponent);
    mpfr_set_str(out, text, 10, rounding);
}

/* `digits` as MPFR writes them (a sign, then digits after a point) with their exponent. */
static bool read_digits(Decimal *out, const char *digits, mpfr_exp_t exponent)
{
    *out = (Decimal){ .negative = *digits == '-' };
    digits += out->negative;
    for (const char *at = digits; *at; at++)
        out->coefficient = out->coefficient * 10 + (unsigned)(*at - '0');
    exponent -= (mpfr_exp_t)strlen(digits);
    while (out->coefficient && out->coefficient % 10 == 0) {
        out->coefficient /= 10;
        exponent++;
    }
    if (!out->coefficient)
        return *out = DECIMAL_ZERO, true;
    if (exponent > DECIMAL_MOST_EXPONENT || exponent < DECIMAL_LEAST_EXPONENT)
        return false;
    out->exponent = (int32_t)exponent;
    return true;
}

/* Nearest decimal of 34 digits. False: no finite number, or out of range. */
static bool get_decimal(Decimal *out, const mpfr_t number)
{
    if (!mpfr_number_p(number))
        return false;
    char digits[NUMBER_TEXT];
    mpfr_exp_t exponent;
    mpfr_get_str(digits, &exponent, 10, DECIMAL_DIGITS, number, MPFR_RNDN);
    return read_digits(out, digits, exponent);
}

/* Both arguments and the result rounded one way. */
static bool bound(Decimal *out, Reckon *reckon, const Decimal *a, const Decimal *b, mpfr_prec_t precision, const mpfr_rnd_t ways[3])
{
    mpfr_t first, second, result;
    mpfr_inits2(precision, first, second, result, (mpfr_ptr)NULL);
    set_decimal(first, a, ways[0]);
    set_decimal(second, b, ways[1]);
    reckon(result, first, second, ways[2]);
    bool fits = get_decimal(out, result);
    mpfr_clears(first, second, result, (mpfr_ptr)NULL);
    return fits;
}

/* The ways that make the result as low as it can be: a power falls with its exponent below a base of 1, and with its base below an exponent of 0. */
static void lowest_ways(mpfr_rnd_t ways[3], Reckon *reckon, const Decimal *a, const Decimal *b)
{
    bool falls_with_base = reckon == reckon_power && b->negative;
    bool falls_with_power = reckon == reckon_power && decimal_compare(a, &DECIMAL_ONE) < 0;
    ways[0] = falls_with_base ? MPFR_RNDU : MPFR_RNDD;
    ways[1] = falls_with_power ? MPFR_RNDU : MPFR_RNDD;
    ways[2] = MPFR_RNDD;
}

static bool nearest(Decimal *out, Reckon *reckon, const Decimal *a, const Decimal *b)
{
    mpfr_rnd_t low[3], high[3];
    lowest_ways(low, reckon, a, b);
    for (int i = 0; i < 3; i++)
        high[i] = low[i] == MPFR_RNDD ? MPFR_RNDU : MPFR_RNDD;
    for (mpfr_prec_t precision = FIRST_PRECISION; precision <= LAST_PRECISION; precision *= 2) {
        Decimal other;
        if (!bound(out, reckon, a, b, precision, low) || !bound(&other, reckon, a, b, precision, high))
            return false;
        if (decimal_compare(out, &other) == 0)
            return true;
    }
    const mpfr_rnd_t middle[3] = { MPFR_RNDN, MPFR_RNDN, MPFR_RNDN };
    return bound(out, reckon, a, b, LAST_PRECISION, middle);
}

bool decimal_square_root(Decimal *out, const Decimal *number)
{
    return !number->negative && nearest(out, reckon_root, number, &DECIMAL_ONE);
}

bool decimal_exponential(Decimal *out, const Decimal *number)
{
    return nearest(out, reckon_exponential, number, &DECIMAL_ONE);
}

bool decimal_logarithm(Decimal *out, const Decimal *number)
{
    return !number->negative && number->coefficient && nearest(out, reckon_logarithm, number, &DECIMAL_ONE);
}

bool decimal_real_power(Decimal *out, const Decimal *base, const Decimal *power)
{
    if (base->negative || (!base->coefficient && (power->negative || !power->coefficient)))
        return false;
    if (!base->coefficient)
        return *out = DECIMAL_ZERO, true;
    return nearest(out, reckon_power, base, power);
}
