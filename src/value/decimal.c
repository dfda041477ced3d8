/* value/decimal.c - see decimal.h.
 *
 * Every operation works out its result exactly as a whole number of up to 256 bits (77 digits) times a power of ten, or
 * exactly but for a rest that is known to be there ("sticky"), and then rounds once, in `decimal_fit`. Two full
 * coefficients multiplied need 68 digits, a quotient with guard digits 36, a sum of neighbours 71: all fit. The roundings
 * differ only in one small function, `rounds_away`. Whole powers need longer numbers and have their own form, `Long`.
 */
#include "value/decimal.h"

#include <assert.h>

typedef unsigned __int128 u128;

const Decimal DECIMAL_ZERO = { 0, 0, false };
const Decimal DECIMAL_ONE = { 1, 0, false };

/* Powers of ten that fit 64 bits. */
static const uint64_t ten64[20] = {
    1u,
    10u,
    100u,
    1000u,
    10000u,
    100000u,
    1000000u,
    10000000u,
    100000000u,
    1000000000u,
    10000000000u,
    100000000000u,
    1000000000000u,
    10000000000000u,
    100000000000000u,
    1000000000000000u,
    10000000000000000u,
    100000000000000000u,
    1000000000000000000u,
    10000000000000000000u,
};

enum { CHUNK = 19 }; /* decimal digits dropped or added at a time: the most that 64 bits hold */

/* Powers of ten that fit 128 bits; power 0 .. 38. */
static inline u128 ten128(int power)
{
    return power <= CHUNK ? ten64[power] : (u128)ten64[CHUNK] * ten64[power - CHUNK];
}

#define COEFFICIENT_END ((u128)10000000000000000000u * 1000000000000000u) /* 10^34 */

/* ---- whole numbers of 256 bits ------------------------------------------------------------------ */

typedef struct Wide {
    uint64_t limb[4]; /* least first */
} Wide;

static inline Wide wide_of(u128 number)
{
    return (Wide){ { (uint64_t)number, (uint64_t)(number >> 64), 0, 0 } };
}

static inline u128 wide_low(const Wide *wide)
{
    return (u128)wide->limb[1] << 64 | wide->limb[0];
}

static inline bool wide_is_small(const Wide *wide)
{
    return (wide->limb[2] | wide->limb[3]) == 0;
}

static Wide wide_product(u128 a, u128 b)
{
    uint64_t a0 = (uint64_t)a, a1 = (uint64_t)(a >> 64), b0 = (uint64_t)b, b1 = (uint64_t)(b >> 64);
    u128 low = (u128)a0 * b0, high = (u128)a1 * b1;
    u128 cross1 = (u128)a1 * b0, cross2 = (u128)a0 * b1;
    u128 middle = (low >> 64) + (uint64_t)cross1 + (uint64_t)cross2;
    high += (cross1 >> 64) + (cross2 >> 64) + (middle >> 64);
    return (Wide){ { (uint64_t)low, (uint64_t)middle, (uint64_t)high, (uint64_t)(high >> 64) } };
}

static void wide_times(Wide *wide, uint64_t factor)
{
    u128 carry = 0;
    for (int i = 0; i < 4; i++) {
        carry += (u128)wide->limb[i] * factor;
        wide->limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
    assert(carry == 0);
}

static void wide_times_ten(Wide *wide, int power)
{
    for (; power > CHUNK; power -= CHUNK)
        wide_times(wide, ten64[CHUNK]);
    wide_times(wide, ten64[power]);
}

/* *wide /= divisor; the rest. */
static uint64_t wide_over(Wide *wide, uint64_t divisor)
{
    uint64_t rest = 0;
    for (int i = wide->limb[3] ? 3 : wide->limb[2] ? 2 : 1; i >= 0; i--) {
        u128 part = (u128)rest << 64 | wide->limb[i];
        uint64_t quotient = (uint64_t)(part / divisor);
        wide->limb[i] = quotient;
        rest = (uint64_t)(part - (u128)quotient * divisor);
    }
    return rest;
}

static int wide_compare(const Wide *a, const Wide *b)
{
    for (int i = 3; i >= 0; i--)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

static void wide_add(Wide *a, u128 b)
{
    Wide more = wide_of(b);
    u128 carry = 0;
    for (int i = 0; i < 4; i++) {
        carry += (u128)a->limb[i] + more.limb[i];
        a->limb[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

/* a - b, where a >= b. */
static Wide wide_difference(const Wide *a, const Wide *b)
{
    Wide difference;
    uint64_t borrow = 0;
    for (int i = 0; i < 4; i++) {
        u128 part = (u128)a->limb[i] - b->limb[i] - borrow;
        difference.limb[i] = (uint64_t)part;
        borrow = (uint64_t)(part >> 64) & 1;
    }
    return difference;
}

/* Divide the three limbs top:rest by a divisor whose highest bit is set, where top < divisor: one limb of the quotient,
 * and the rest in its place (Knuth, The Art of Computer Programming, 4.3.1, algorithm D, for two limbs). */
static uint64_t limb_of_quotient(u128 *top, uint64_t next, u128 divisor)
{
    uint64_t d1 = (uint64_t)(divisor >> 64), d0 = (uint64_t)divisor;
    u128 guess = *top >> 64 >= d1 ? (u128)UINT64_MAX : *top / d1;
    u128 left = *top - guess * d1;
    while (left >> 64 == 0 && guess * d0 > (left << 64 | next)) {
        guess--;
        left += d1;
    }
    *top = (left << 64 | next) - guess * d0;
    return (uint64_t)guess;
}

/* *wide /= divisor (not 0, below 2^127); the rest. */
static u128 wide_over_128(Wide *wide, u128 divisor)
{
    if (divisor >> 64 == 0)
        return wide_over(wide, (uint64_t)divisor);
    int shift = __builtin_clzll((uint64_t)(divisor >> 64));
    uint64_t spilled = shift ? wide->limb[3] >> (64 - shift) : 0;
    for (int i = 3; i > 0 && shift; i--)
        wide->limb[i] = wide->limb[i] << shift | wide->limb[i - 1] >> (64 - shift);
    wide->limb[0] <<= shift;
    divisor <<= shift;
    u128 rest = (u128)spilled << 64 | wide->limb[3];
    for (int i = 2; i >= 0; i--)
        wide->limb[i] = limb_of_quotient(&rest, wide->limb[i], divisor);
    wide->limb[3] = 0;
    return rest >> shift;
}

/* ---- digits and rounding -------------------------------------------------------------------------- */

static int bits_of(u128 number)
{
    uint64_t high = (uint64_t)(number >> 64), low = (uint64_t)number;
    if (high)
        return 128 - __builtin_clzll(high);
    return low ? 64 - __builtin_clzll(low) : 0;
}

/* Decimal digits; 0 has none. 1233 / 4096 is log10(2) from below, close enough for 128 bits. */
static int digits_of(u128 number)
{
    int least = bits_of(number) * 1233 >> 12;
    if (least > 38)
        return 39;
    return least + (number >= ten128(least));
}

static int wide_digits(const Wide *wide)
{
    if (wide_is_small(wide))
        return digits_of(wide_low(wide));
    Wide shorter = *wide;
    int dropped = 0;
    for (; !wide_is_small(&shorter); dropped += CHUNK)
        wide_over(&shorter, ten64[CHUNK]);
    return digits_of(wide_low(&shorter)) + dropped;
}

/* What was cut off, measured against half of the last digit kept. */
typedef enum Cut { CUT_NOTHING, CUT_BELOW_HALF, CUT_HALF, CUT_ABOVE_HALF } Cut;

static Cut cut_of(uint64_t rest, uint64_t whole, bool sticky)
{
    uint64_t half = whole / 2;
    if (rest == 0)
        return sticky ? CUT_BELOW_HALF : CUT_NOTHING;
    if (rest != half)
        return rest < half ? CUT_BELOW_HALF : CUT_ABOVE_HALF;
    return sticky ? CUT_ABOVE_HALF : CUT_HALF;
}

/* Drop `count` digits; `sticky` tells of a rest below the last digit. */
static Cut wide_drop(Wide *wide, int64_t count, bool sticky)
{
    if (count == 0)
        return sticky ? CUT_BELOW_HALF : CUT_NOTHING;
    if (count > wide_digits(wide)) {
        sticky |= !wide_is_small(wide) || wide_low(wide) != 0;
        *wide = wide_of(0);
        return sticky ? CUT_BELOW_HALF : CUT_NOTHING;
    }
    for (; count > CHUNK; count -= CHUNK)
        sticky |= wide_over(wide, ten64[CHUNK]) != 0;
    uint64_t rest = wide_over(wide, ten64[count]);
    return cut_of(rest, ten64[count], sticky);
}

static bool rounds_away(Rounding mode, bool negative, bool odd, Cut cut)
{
    if (cut == CUT_NOTHING)
        return false;
    switch (mode) {
    case ROUND_HALF_EVEN: return cut == CUT_ABOVE_HALF || (cut == CUT_HALF && odd);
    case ROUND_HALF_UP: return cut >= CUT_HALF;
    case ROUND_HALF_DOWN: return cut == CUT_ABOVE_HALF;
    case ROUND_UP: return true;
    case ROUND_DOWN: return false;
    case ROUND_FLOOR: return negative;
    case ROUND_CEILING: return !negative;
    }
    return false;
}

/* Bring an exponent above the most into range by zeros at the end, as decimal128 stores such numbers. */
static bool decimal_pad(Decimal *out, bool negative, u128 coefficient, int64_t exponent)
{
    if (coefficient == 0 && exponent > DECIMAL_MOST_EXPONENT)
        exponent = DECIMAL_MOST_EXPONENT;
    for (; exponent > DECIMAL_MOST_EXPONENT && coefficient < COEFFICIENT_END / 10; exponent--)
        coefficient *= 10;
    if (exponent > DECIMAL_MOST_EXPONENT)
        return false;
    *out = (Decimal){ coefficient, (int32_t)exponent, negative && coefficient != 0 };
    return true;
}

/* Round the last `drop` digits of `wide` away and store what stays. */
static bool decimal_cut(Decimal *out, bool negative, Wide wide, int64_t exponent, int64_t drop, bool sticky, Rounding mode)
{
    Cut cut = wide_drop(&wide, drop, sticky);
    u128 coefficient = wide_low(&wide);
    exponent += drop;
    if (rounds_away(mode, negative, coefficient & 1, cut))
        coefficient++;
    if (coefficient == COEFFICIENT_END) {
        coefficient /= 10;
        exponent++;
    }
    return decimal_pad(out, negative, coefficient, exponent);
}

/* The nearest Decimal to `wide` (and a rest, if sticky) times 10^exponent. A sticky number must have 35 digits or more. */
static bool decimal_fit(Decimal *out, bool negative, const Wide *wide, int64_t exponent, bool sticky)
{
    int64_t drop = wide_digits(wide) - DECIMAL_DIGITS;
    if (drop < DECIMAL_LEAST_EXPONENT - exponent)
        drop = DECIMAL_LEAST_EXPONENT - exponent;
    return decimal_cut(out, negative, *wide, exponent, drop > 0 ? drop : 0, sticky, ROUND_HALF_EVEN);
}

static inline bool exponent_fits(int64_t exponent)
{
    return exponent >= DECIMAL_LEAST_EXPONENT && exponent <= DECIMAL_MOST_EXPONENT;
}

/* The same for a number of at most 128 bits, which nearly all are. */
static inline bool decimal_fit_128(Decimal *out, bool negative, u128 coefficient, int64_t exponent)
{
    if (coefficient < COEFFICIENT_END && exponent_fits(exponent)) {
        *out = (Decimal){ coefficient, (int32_t)exponent, negative && coefficient != 0 };
        return true;
    }
    Wide wide = wide_of(coefficient);
    return decimal_fit(out, negative, &wide, exponent, false);
}

Decimal decimal_of(int64_t number, int32_t exponent)
{
    u128 coefficient = number < 0 ? (u128)0 - (u128)(__int128)number : (u128)number;
    return (Decimal){ coefficient, exponent, number < 0 };
}

bool decimal_nearest(Decimal *out, u128 coefficient, int64_t exponent)
{
    return decimal_fit_128(out, false, coefficient, exponent);
}

/* ---- reading and printing ------------------------------------------------------------------------- */

/* A number on its way in: what has been read of it. */
typedef struct Reading {
    const char *at, *end; /* what is left to read */
    u128 coefficient;     /* up to the last digit that is not zero */
    int64_t zeros;        /* zeros since then, not yet in the coefficient */
    int64_t exponent;     /* of the digit read last */
    int digits;           /* significant ones in the coefficient */
    bool any;             /* one digit at least */
} Reading;

static inline bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Append one digit that is not zero, and the zeros before it. */
static bool reading_digit(Reading *reading, int digit)
{
    int64_t longer = reading->digits ? reading->digits + reading->zeros + 1 : 1;
    if (longer > DECIMAL_DIGITS)
        return false;
    int shift = reading->digits ? (int)reading->zeros + 1 : 1;
    reading->coefficient = reading->coefficient * ten128(shift) + (unsigned)digit;
    reading->digits = (int)longer;
    reading->zeros = 0;
    return true;
}

/* digits ::= digit* */
static bool read_digits(Reading *reading, bool after_point)
{
    for (; reading->at < reading->end && is_digit(*reading->at); reading->at++) {
        reading->any = true;
        reading->exponent -= after_point;
        if (*reading->at == '0')
            reading->zeros++;
        else if (!reading_digit(reading, *reading->at - '0'))
            return false;
    }
    return true;
}

/* exponent ::= ("e" | "E") ("+" | "-")? digit+ */
static bool read_exponent(Reading *reading)
{
    enum { FAR = 1000 * 1000 * 1000 }; /* far out of range, far from overflow */
    bool negative = false;
    reading->at++;
    if (reading->at < reading->end && (*reading->at == '+' || *reading->at == '-'))
        negative = *reading->at++ == '-';
    if (reading->at == reading->end)
        return false;
    int64_t exponent = 0;
    for (; reading->at < reading->end && is_digit(*reading->at); reading->at++)
        exponent = exponent >= FAR ? FAR : exponent * 10 + (*reading->at - '0');
    reading->exponent += negative ? -exponent : exponent;
    return reading->at == reading->end;
}

/* Put the number and its trailing zeros into range without rounding: as many zeros as fit go into the coefficient,
 * so that 1.10 stays 1.10, the others into the exponent. */
static bool reading_done(Decimal *out, const Reading *reading, bool negative)
{
    if (!reading->coefficient) {
        int64_t exponent = reading->exponent < DECIMAL_LEAST_EXPONENT ? DECIMAL_LEAST_EXPONENT : reading->exponent;
        return decimal_pad(out, false, 0, exponent);
    }
    int64_t room = DECIMAL_DIGITS - reading->digits;
    int64_t kept = reading->zeros < room ? reading->zeros : room;
    int64_t exponent = reading->exponent + reading->zeros - kept;
    if (exponent < DECIMAL_LEAST_EXPONENT) {
        int64_t excess = DECIMAL_LEAST_EXPONENT - exponent;
        if (excess > kept)
            return false;
        kept -= excess;
        exponent = DECIMAL_LEAST_EXPONENT;
    }
    return decimal_pad(out, negative, reading->coefficient * ten128((int)kept), exponent);
}

/* number ::= ("+" | "-")? (digit+ ("." digit+)? | "." digit+) exponent? */
bool decimal_read(Decimal *out, Text text, bool exponent_allowed)
{
    if (!text.length)
        return false;
    Reading reading = { .at = text.at, .end = text.length ? text.at + text.length : text.at };
    bool negative = *reading.at == '-';
    reading.at += negative || *reading.at == '+';
    if (!read_digits(&reading, false))
        return false;
    if (reading.at < reading.end && *reading.at == '.') {
        reading.at++;
        reading.any = false;
        if (!read_digits(&reading, true))
            return false;
    }
    if (!reading.any)
        return false;
    if (exponent_allowed && reading.at < reading.end && (*reading.at == 'e' || *reading.at == 'E')) {
        if (!read_exponent(&reading))
            return false;
    }
    return reading.at == reading.end && reading_done(out, &reading, negative);
}

static void build_zeros(Builder *out, int64_t count)
{
    if (count <= 0)
        return;
    builder_room(out, (size_t)count);
    memset(out->at + out->length, '0', (size_t)count);
    out->length += (size_t)count;
}

/* The digits of a coefficient at the end of `room`, at least one; the first of them. */
static const char *coefficient_digits(char *end, u128 coefficient)
{
    char *at = end;
    while (coefficient >> 64) {
        *--at = (char)('0' + (int)(coefficient % 10));
        coefficient /= 10;
    }
    for (uint64_t rest = (uint64_t)coefficient; rest; rest /= 10)
        *--at = (char)('0' + rest % 10);
    if (at == end)
        *--at = '0';
    return at;
}

void decimal_print(Builder *out, const Decimal *number)
{
    char room[40];
    const char *end = room + sizeof room;
    const char *first = coefficient_digits(room + sizeof room, number->coefficient);
    int64_t digits = end - first, point = digits + number->exponent;
    if (number->negative)
        build_byte(out, '-');
    if (number->exponent >= 0) {
        build_text(out, (Text){ first, (size_t)digits });
        build_zeros(out, number->coefficient ? number->exponent : 0);
        return;
    }
    if (point <= 0) {
        build_text(out, TEXT("0."));
        build_zeros(out, -point);
        build_text(out, (Text){ first, (size_t)digits });
        return;
    }
    build_text(out, (Text){ first, (size_t)point });
    build_byte(out, '.');
    build_text(out, (Text){ first + point, (size_t)(digits - point) });
}

/* ---- sums ----------------------------------------------------------------------------------------- */

/* One operand is zero: the other, with the exponent that the sum prefers as far as its digits allow. */
static bool add_zero(Decimal *out, const Decimal *number, int32_t zero_exponent)
{
    Decimal sum = *number;
    if (sum.coefficient == 0) {
        sum.exponent = sum.exponent < zero_exponent ? sum.exponent : zero_exponent;
    } else {
        int more = sum.exponent - zero_exponent, room = DECIMAL_DIGITS - digits_of(sum.coefficient);
        more = more < 0 ? 0 : more < room ? more : room;
        sum.coefficient *= ten128(more);
        sum.exponent -= more;
    }
    *out = sum;
    return true;
}

static bool add_wide(Decimal *out, const Decimal *high, Wide aligned, const Decimal *low)
{
    if (high->negative == low->negative) {
        wide_add(&aligned, low->coefficient);
        return decimal_fit(out, high->negative, &aligned, low->exponent, false);
    }
    Wide other = wide_of(low->coefficient);
    int order = wide_compare(&aligned, &other);
    Wide difference = order >= 0 ? wide_difference(&aligned, &other) : wide_difference(&other, &aligned);
    return decimal_fit(out, order >= 0 ? high->negative : low->negative, &difference, low->exponent, false);
}

/* Sum of two numbers that are not zero, the exponent of `high` being the larger. */
static bool add_apart(Decimal *out, Decimal high, Decimal low)
{
    enum { FAR = 36 }; /* a full number and one so many digits below it touch at most in the guard digits */
    int apart = high.exponent - low.exponent;
    int fill = DECIMAL_DIGITS - digits_of(high.coefficient);
    if (apart - fill > FAR) {
        high.coefficient *= ten128(fill);
        high.exponent -= fill;
        apart = FAR;
        low = (Decimal){ 1, high.exponent - FAR, low.negative };
    }
    Wide aligned = wide_of(high.coefficient);
    wide_times_ten(&aligned, apart);
    return add_wide(out, &high, aligned, &low);
}

/* Two numbers whose coefficients fit side by side: the signs decide between sum and difference. */
static inline bool add_aligned(Decimal *out, u128 a, bool a_negative, u128 b, bool b_negative, int32_t exponent)
{
    if (a_negative == b_negative)
        return decimal_fit_128(out, a_negative, a + b, exponent);
    return a >= b ? decimal_fit_128(out, a_negative, a - b, exponent) : decimal_fit_128(out, b_negative, b - a, exponent);
}

bool decimal_add(Decimal *out, const Decimal *a, const Decimal *b)
{
    if (a->exponent == b->exponent)
        return add_aligned(out, a->coefficient, a->negative, b->coefficient, b->negative, a->exponent);
    if (a->coefficient == 0)
        return add_zero(out, b, a->exponent);
    if (b->coefficient == 0)
        return add_zero(out, a, b->exponent);
    const Decimal *high = a->exponent > b->exponent ? a : b, *low = high == a ? b : a;
    int apart = high->exponent - low->exponent;
    if (apart < CHUNK && bits_of(high->coefficient) + bits_of(ten64[apart]) < 127)
        return add_aligned(out, high->coefficient * ten64[apart], high->negative, low->coefficient, low->negative,
                           low->exponent);
    return add_apart(out, *high, *low);
}

bool decimal_subtract(Decimal *out, const Decimal *a, const Decimal *b)
{
    Decimal minus = { b->coefficient, b->exponent, !b->negative && b->coefficient != 0 };
    return decimal_add(out, a, &minus);
}

/* ---- products and quotients -------------------------------------------------------------------------- */

bool decimal_multiply(Decimal *out, const Decimal *a, const Decimal *b)
{
    bool negative = a->negative != b->negative;
    int64_t exponent = (int64_t)a->exponent + b->exponent;
    if ((a->coefficient | b->coefficient) >> 64 == 0)
        return decimal_fit_128(out, negative, (u128)(uint64_t)a->coefficient * (uint64_t)b->coefficient, exponent);
    Wide product = wide_product(a->coefficient, b->coefficient);
    return decimal_fit(out, negative, &product, exponent, false);
}

/* Take zeros off the end of an exact quotient until its exponent is the preferred one. */
static int64_t wide_strip(Wide *wide, int64_t exponent, int64_t preferred)
{
    for (int step = 16; step > 0;) {
        Wide shorter = *wide;
        if (exponent + step > preferred || wide_over(&shorter, ten64[step]) != 0) {
            step /= 2;
            continue;
        }
        *wide = shorter;
        exponent += step;
    }
    return exponent;
}

bool decimal_divide(Decimal *out, const Decimal *a, const Decimal *b)
{
    if (b->coefficient == 0)
        return false;
    bool negative = a->negative != b->negative;
    int64_t preferred = (int64_t)a->exponent - b->exponent;
    if (a->coefficient % b->coefficient == 0)
        return decimal_fit_128(out, negative, a->coefficient / b->coefficient, preferred);
    int shift = DECIMAL_DIGITS + 1 + digits_of(b->coefficient) - digits_of(a->coefficient);
    Wide quotient = wide_of(a->coefficient);
    wide_times_ten(&quotient, shift);
    bool sticky = wide_over_128(&quotient, b->coefficient) != 0;
    int64_t exponent = preferred - shift;
    if (!sticky)
        exponent = wide_strip(&quotient, exponent, preferred);
    return decimal_fit(out, negative, &quotient, exponent, sticky);
}

/* a * b mod m. */
static u128 product_modulo(u128 a, u128 b, u128 m)
{
    Wide product = wide_product(a, b);
    return wide_over_128(&product, m);
}

/* 10^power mod m. */
static u128 ten_modulo(int power, u128 m)
{
    u128 result = 1 % m, square = 10 % m;
    for (; power; power >>= 1) {
        if (power & 1)
            result = product_modulo(result, square, m);
        square = product_modulo(square, square, m);
    }
    return result;
}

/* |a| modulo |b|, exact: never more digits than the smaller of the two has. */
static Decimal magnitude_modulo(const Decimal *a, const Decimal *b)
{
    int apart = a->exponent - b->exponent;
    if (apart >= 0) {
        u128 rest = product_modulo(a->coefficient % b->coefficient, ten_modulo(apart, b->coefficient), b->coefficient);
        return (Decimal){ rest, b->exponent, false };
    }
    if (digits_of(b->coefficient) - apart > DECIMAL_DIGITS + 1)
        return (Decimal){ a->coefficient, a->exponent, false };
    return (Decimal){ a->coefficient % (b->coefficient * ten128(-apart)), a->exponent, false };
}

bool decimal_modulo(Decimal *out, const Decimal *a, const Decimal *b)
{
    if (b->coefficient == 0)
        return false;
    Decimal rest = magnitude_modulo(a, b);
    if (rest.coefficient == 0 || a->negative == b->negative) {
        rest.negative = rest.coefficient != 0 && a->negative;
        *out = rest;
        return true;
    }
    rest.negative = a->negative;
    return decimal_add(out, &rest, b);
}

/* ---- whole powers ------------------------------------------------------------------------------------ */

/* A whole number of up to 20 limbs of nine digits, times 10^exponent. Products are cut back to 10 limbs: 82 digits
 * or more stay, so 2^63 multiplications leave over 60 right ones, 26 more than the result keeps. Powers that are exact
 * or half way between two Decimals have at most 35 digits and are never cut. */
enum { LONG_BASE = 1000 * 1000 * 1000, LONG_DIGITS = 9, LONG_KEPT = 10, LONG_LIMBS = 2 * LONG_KEPT };
/* A power so large or small that no further multiplication brings it back into range. */
enum { LONG_FAR = 20 * 1000 };

typedef struct Long {
    uint32_t limb[LONG_LIMBS]; /* least first */
    int count;                 /* limbs in use */
    int64_t exponent;          /* decimal */
    bool sticky;               /* something was cut off */
} Long;

static Long long_of(u128 number, int64_t exponent)
{
    Long made = { .exponent = exponent };
    for (; number; number /= LONG_BASE)
        made.limb[made.count++] = (uint32_t)(number % LONG_BASE);
    return made;
}

static void long_cut(Long *number)
{
    int excess = number->count - LONG_KEPT;
    if (excess <= 0)
        return;
    for (int i = 0; i < excess; i++)
        number->sticky |= number->limb[i] != 0;
    memmove(number->limb, number->limb + excess, LONG_KEPT * sizeof *number->limb);
    memset(number->limb + LONG_KEPT, 0, (LONG_LIMBS - LONG_KEPT) * sizeof *number->limb);
    number->count = LONG_KEPT;
    number->exponent += (int64_t)excess * LONG_DIGITS;
}

static Long long_product(const Long *a, const Long *b)
{
    Long product = { .exponent = a->exponent + b->exponent, .sticky = a->sticky || b->sticky };
    for (int i = 0; i < a->count; i++) {
        uint64_t carry = 0;
        for (int j = 0; j < b->count || carry; j++) {
            carry += product.limb[i + j] + (j < b->count ? (uint64_t)a->limb[i] * b->limb[j] : 0);
            product.limb[i + j] = (uint32_t)(carry % LONG_BASE);
            carry /= LONG_BASE;
        }
    }
    product.count = a->count + b->count;
    while (product.count && product.limb[product.count - 1] == 0)
        product.count--;
    long_cut(&product);
    return product;
}

static int64_t long_digits(const Long *number)
{
    return (int64_t)(number->count - 1) * LONG_DIGITS + digits_of(number->limb[number->count - 1]);
}

/* Where the first digit stands: 1 for 1 .. 9. */
static int64_t long_reach(const Long *number)
{
    return long_digits(number) + number->exponent;
}

static bool long_is_far(const Long *number)
{
    int64_t reach = long_reach(number);
    return reach > LONG_FAR || reach < -LONG_FAR;
}

/* base^power, or the first partial result that is far out of range; base is not zero, power at least 1. */
static Long long_power(Long base, uint64_t power)
{
    Long result = long_of(1, 0);
    for (;;) {
        if (power & 1)
            result = long_product(&result, &base);
        power >>= 1;
        if (!power || long_is_far(&result))
            return result;
        base = long_product(&base, &base);
        if (long_is_far(&base))
            return base;
    }
}

/* The number as a Wide: its first 70 digits or so. */
static Wide wide_of_long(Long number, int64_t *exponent, bool *sticky)
{
    enum { LIMBS = 8 }; /* 72 digits */
    int skip = number.count > LIMBS ? number.count - LIMBS : 0;
    Wide wide = wide_of(0);
    *sticky = number.sticky;
    *exponent = number.exponent + (int64_t)skip * LONG_DIGITS;
    for (int i = 0; i < skip; i++)
        *sticky |= number.limb[i] != 0;
    for (int i = number.count - 1; i >= skip; i--) {
        wide_times(&wide, LONG_BASE);
        wide_add(&wide, number.limb[i]);
    }
    return wide;
}

/* a -= b if a >= b. Both have `count` limbs. */
static bool limbs_take(uint32_t *a, const uint32_t *b, int count)
{
    int i = count - 1;
    while (i > 0 && a[i] == b[i])
        i--;
    if (a[i] < b[i])
        return false;
    int64_t borrow = 0;
    for (i = 0; i < count; i++) {
        int64_t part = (int64_t)a[i] - b[i] + borrow;
        borrow = part < 0 ? -1 : 0;
        a[i] = (uint32_t)(part < 0 ? part + LONG_BASE : part);
    }
    return true;
}

/* a *= 10, in place. */
static void limbs_times_ten(uint32_t *a, int count)
{
    uint32_t carry = 0;
    for (int i = 0; i < count; i++) {
        uint64_t part = (uint64_t)a[i] * 10 + carry;
        a[i] = (uint32_t)(part % LONG_BASE);
        carry = (uint32_t)(part / LONG_BASE);
    }
}

/* 1 / number by hand: one digit at a time, each by taking the divisor away as often as it goes. */
static Wide wide_of_inverse(const Long *number, int64_t *exponent, bool *sticky)
{
    enum { QUOTIENT_DIGITS = 62 };
    int count = number->count + 1, made = 0;
    uint32_t rest[LONG_LIMBS + 1] = { 0 }, divisor[LONG_LIMBS + 1] = { 0 };
    memcpy(divisor, number->limb, (size_t)number->count * sizeof *divisor);
    int64_t digits = long_digits(number);
    rest[(digits - 1) / LONG_DIGITS] = (uint32_t)ten64[(digits - 1) % LONG_DIGITS]; /* as many digits as the divisor */
    Wide quotient = wide_of(0);
    bool left = true;
    for (; made < QUOTIENT_DIGITS && left; made++) {
        int digit = 0;
        for (; limbs_take(rest, divisor, count); digit++)
            ;
        wide_times(&quotient, 10);
        wide_add(&quotient, (u128)digit);
        limbs_times_ten(rest, count);
        left = false;
        for (int i = 0; i < count; i++)
            left |= rest[i] != 0;
    }
    *exponent = -number->exponent - (digits - 1) - (made - 1);
    *sticky = left || number->sticky;
    return quotient;
}

/* An exact quotient has the exponent that division prefers, where its digits allow. */
static bool inverse_fit(Decimal *out, bool negative, const Long *number)
{
    int64_t exponent;
    bool sticky;
    Wide quotient = wide_of_inverse(number, &exponent, &sticky);
    int64_t preferred = -number->exponent;
    if (!sticky)
        exponent = wide_strip(&quotient, exponent, preferred);
    return decimal_fit(out, negative, &quotient, exponent, sticky);
}

/* A power far out of range: too large, or as good as zero. */
static bool power_far(Decimal *out, bool large)
{
    *out = (Decimal){ 0, DECIMAL_LEAST_EXPONENT, false };
    return !large;
}

bool decimal_power(Decimal *out, const Decimal *a, int64_t power)
{
    if (power == 0) {
        *out = DECIMAL_ONE;
        return true;
    }
    if (a->coefficient == 0) {
        if (power < 0)
            return false;
        *out = (Decimal){ 0, a->exponent, false };
        return true;
    }
    uint64_t magnitude = power < 0 ? (uint64_t)0 - (uint64_t)power : (uint64_t)power;
    bool negative = a->negative && magnitude & 1;
    Long result = long_power(long_of(a->coefficient, a->exponent), magnitude);
    if (long_is_far(&result))
        return power_far(out, (long_reach(&result) > 0) == (power > 0));
    if (power < 0)
        return inverse_fit(out, negative, &result);
    int64_t exponent;
    bool sticky;
    Wide wide = wide_of_long(result, &exponent, &sticky);
    return decimal_fit(out, negative, &wide, exponent, sticky);
}

/* ---- comparison, rounding, the rest -------------------------------------------------------------------- */

static int compare_magnitudes(const Decimal *a, const Decimal *b)
{
    int reach_a = digits_of(a->coefficient) + a->exponent, reach_b = digits_of(b->coefficient) + b->exponent;
    if (reach_a != reach_b)
        return reach_a < reach_b ? -1 : 1;
    u128 left = a->coefficient, right = b->coefficient;
    if (a->exponent > b->exponent)
        left *= ten128(a->exponent - b->exponent); /* as many digits as b's: it fits */
    else
        right *= ten128(b->exponent - a->exponent);
    return left < right ? -1 : left > right;
}

int decimal_compare(const Decimal *a, const Decimal *b)
{
    int sign_a = a->coefficient == 0 ? 0 : a->negative ? -1 : 1;
    int sign_b = b->coefficient == 0 ? 0 : b->negative ? -1 : 1;
    if (sign_a != sign_b)
        return sign_a < sign_b ? -1 : 1;
    return sign_a == 0 ? 0 : sign_a * compare_magnitudes(a, b);
}

bool decimal_round(Decimal *out, const Decimal *number, int32_t scale, Rounding mode)
{
    int64_t drop = -(int64_t)scale - number->exponent;
    if (drop <= 0) {
        *out = *number;
        return true;
    }
    return decimal_cut(out, number->negative, wide_of(number->coefficient), number->exponent, drop, false, mode);
}

Decimal decimal_trimmed(const Decimal *number)
{
    Decimal trimmed = *number;
    if (trimmed.coefficient == 0)
        return (Decimal){ 0, trimmed.exponent < 0 ? 0 : trimmed.exponent, false };
    while (trimmed.exponent < 0 && trimmed.coefficient % 10 == 0) {
        trimmed.coefficient /= 10;
        trimmed.exponent++;
    }
    return trimmed;
}

bool decimal_is_whole(const Decimal *number)
{
    if (number->exponent >= 0 || number->coefficient == 0)
        return true;
    return number->exponent > -DECIMAL_DIGITS && number->coefficient % ten128(-number->exponent) == 0;
}

bool decimal_to_int64(int64_t *out, const Decimal *number)
{
    u128 whole = number->coefficient;
    if (number->exponent < 0) {
        whole = number->exponent > -DECIMAL_DIGITS ? whole / ten128(-number->exponent) : 0;
    } else if (whole) {
        if (digits_of(whole) + number->exponent > CHUNK)
            return false;
        whole *= ten128(number->exponent);
    }
    if (whole > (u128)INT64_MAX + number->negative)
        return false;
    *out = number->negative ? (int64_t)(0 - (uint64_t)whole) : (int64_t)whole;
    return true;
}
