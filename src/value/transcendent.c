/* value/transcendent.c - see transcendent.h.
 *
 * A Bound is the same reckoning done with every step rounded in one direction. The four functions here rise with their
 * argument where they are used (a power falls for a base below 1 or an exponent below 0, so its two bounds are put in order),
 * which is why the lower bound of the argument gives the lower bound of the result.
 */
#include <gmp.h>
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

/* Without zeros at its end, as far as exponents reach: those of such a result say nothing. */
static Decimal stripped(Decimal number)
{
    if (!number.coefficient)
        return DECIMAL_ZERO;
    for (; number.coefficient % 10 == 0 && number.exponent < DECIMAL_MOST_EXPONENT; number.exponent++)
        number.coefficient /= 10;
    return number;
}

/* `digits` as MPFR writes them (a sign, then digits after a point) with their exponent. False: too large. */
static bool read_digits(Decimal *out, const char *digits, mpfr_exp_t exponent)
{
    Decimal number = { .negative = *digits == '-' };
    digits += number.negative;
    for (const char *at = digits; *at; at++)
        number.coefficient = number.coefficient * 10 + (unsigned)(*at - '0');
    exponent -= (mpfr_exp_t)strlen(digits);
    if (number.coefficient && exponent > DECIMAL_MOST_EXPONENT)
        return false;
    number.exponent = number.coefficient ? (int32_t)exponent : 0;
    *out = stripped(number);
    return true;
}

/* A number below the normal ones has fewer digits: `room` of them above the least exponent, or none, when it is nearest to 0 or to one
 * unit there. `digits` are 34 of it. */
static bool get_subnormal(Decimal *out, const mpfr_t number, const char *digits, mpfr_exp_t room)
{
    char fewer[NUMBER_TEXT];
    mpfr_exp_t exponent;
    if (room > 0) {
        mpfr_get_str(fewer, &exponent, 10, (size_t)room, number, MPFR_RNDN);
        return read_digits(out, fewer, exponent);
    }
    bool negative = *digits == '-', unit = room == 0 && digits[negative] >= '5';
    *out = unit ? (Decimal){ 1, DECIMAL_LEAST_EXPONENT, negative } : DECIMAL_ZERO;
    return true;
}

/* Nearest decimal of 34 digits. False: no finite number, or too large. */
static bool get_decimal(Decimal *out, const mpfr_t number)
{
    if (!mpfr_number_p(number))
        return false;
    char digits[NUMBER_TEXT];
    mpfr_exp_t exponent;
    mpfr_get_str(digits, &exponent, 10, DECIMAL_DIGITS, number, MPFR_RNDN);
    mpfr_exp_t room = exponent - DECIMAL_LEAST_EXPONENT;
    if (!mpfr_zero_p(number) && room < DECIMAL_DIGITS)
        return get_subnormal(out, number, digits, room);
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

/* ---- standard deviation: no bounds needed, since whole numbers are exact ---- */

static void set_whole(mpz_t out, const Decimal *number, int32_t unit)
{
    mpz_t scale;
    mpz_import(out, 1, 1, sizeof number->coefficient, 0, 0, &number->coefficient);
    mpz_init(scale);
    mpz_ui_pow_ui(scale, 10, number->coefficient ? (unsigned long)(number->exponent - unit) : 0);
    mpz_mul(out, out, scale);
    mpz_clear(scale);
    if (number->negative)
        mpz_neg(out, out);
}

/* The least exponent; zeros have any. */
static int32_t least_unit(const Decimal *numbers, size_t count)
{
    int32_t unit = DECIMAL_MOST_EXPONENT;
    for (size_t i = 0; i < count; i++)
        if (numbers[i].coefficient && numbers[i].exponent < unit)
            unit = numbers[i].exponent;
    return unit;
}

/* count * sum of squares - square of the sum, of whole numbers of one unit. */
static void set_spread(mpz_t out, const Decimal *numbers, size_t count, int32_t unit)
{
    mpz_t whole, sum;
    mpz_inits(whole, sum, NULL);
    mpz_set_ui(out, 0);
    for (size_t i = 0; i < count; i++) {
        set_whole(whole, &numbers[i], unit);
        mpz_add(sum, sum, whole);
        mpz_addmul(out, whole, whole);
    }
    mpz_mul_ui(out, out, count);
    mpz_submul(out, sum, sum);
    mpz_clears(whole, sum, NULL);
}

/* The root of spread / parts times 10^shift as 35 to 37 digits and one more, which is 1 when something was cut off behind them. */
static unsigned __int128 root_digits(mpz_t spread, mpz_t parts, int64_t *shift)
{
    enum { DIGITS = 71 }; /* of the number whose root is drawn, or one or two more or less */
    unsigned __int128 digits = 0;
    mpz_t scale, rest;
    int64_t apart = (int64_t)mpz_sizeinbase(spread, 10) - (int64_t)mpz_sizeinbase(parts, 10);
    *shift = (DIGITS - apart) / 2 - ((DIGITS - apart) % 2 < 0);
    mpz_inits(scale, rest, NULL);
    mpz_ui_pow_ui(scale, 10, (unsigned long)(*shift < 0 ? -*shift : *shift) * 2);
    mpz_mul(*shift < 0 ? parts : spread, *shift < 0 ? parts : spread, scale);
    mpz_tdiv_qr(spread, rest, spread, parts);
    bool cut = mpz_sgn(rest) != 0;
    mpz_sqrtrem(spread, rest, spread);
    mpz_export(&digits, NULL, -1, sizeof digits, 0, 0, spread);
    cut = cut || mpz_sgn(rest) != 0;
    mpz_clears(scale, rest, NULL);
    return digits * 10 + cut;
}

bool decimal_standard_deviation(Decimal *out, const Decimal *numbers, size_t count)
{
    int32_t unit = least_unit(numbers, count);
    int64_t shift;
    bool fits = true;
    mpz_t spread, parts;
    mpz_inits(spread, parts, NULL);
    set_spread(spread, numbers, count, unit);
    mpz_set_ui(parts, count);
    mpz_mul_ui(parts, parts, count - 1);
    *out = DECIMAL_ZERO;
    if (mpz_sgn(spread)) {
        unsigned __int128 digits = root_digits(spread, parts, &shift);
        fits = decimal_nearest(out, digits, unit - shift - 1);
        *out = stripped(*out);
    }
    mpz_clears(spread, parts, NULL);
    return fits;
}

/* ---- one number ---- */

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
