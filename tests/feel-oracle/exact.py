"""Functions whose results are no finite decimals: worked out to far more digits than 34, then rounded once.

Zeros at the end of such a result say nothing, so it has none (numbers above 10^34 keep theirs, being written out).
"""
import decimal
import math
from decimal import Decimal

from values import ERROR, NUMBERS, settled

WIDE = decimal.Context(prec=130, rounding=decimal.ROUND_HALF_EVEN, Emin=-999999, Emax=999999, traps=[])
LONGEST = 40_000  # digits of a whole power that is worked out in full


def once(wide):
    """Rounded to 34 digits, without zeros at the end."""
    result = settled(NUMBERS.plus(wide))
    if result is ERROR:
        return ERROR
    if result.is_zero():
        return Decimal(0)
    return NUMBERS.normalize(result)


def square_root(a):
    return ERROR if a < 0 else once(WIDE.sqrt(a))


def exponential(a):
    if a > 20000:
        return ERROR
    return once(WIDE.exp(a)) if a > -20000 else Decimal(0)


def logarithm(a):
    return ERROR if a <= 0 else once(WIDE.ln(a))


def whole_power(a, n):
    """Rounded once; an exact result keeps the exponent that repeated multiplication has. A zero has that of its base."""
    if n == 0:
        return Decimal(1)
    if a.is_zero():
        return ERROR if n < 0 else a
    sign, digits, exponent = a.as_tuple()
    coefficient = int("".join(map(str, digits)))
    if len(digits) * abs(n) > LONGEST:
        return far_power(a, n)
    power = Decimal((sign * n % 2, tuple(map(int, str(coefficient ** abs(n)))), 0))
    power = power.scaleb(exponent * abs(n), WIDE_EXACT)
    return settled(NUMBERS.plus(power) if n > 0 else NUMBERS.divide(Decimal(1), power))


WIDE_EXACT = decimal.Context(prec=LONGEST + 100, Emin=-decimal.MAX_EMAX, Emax=decimal.MAX_EMAX, traps=[])


def far_power(a, n):
    """By logarithms, to 130 digits."""
    log = WIDE.multiply(WIDE.ln(a.copy_abs()), Decimal(n))
    if log > 20000:
        return ERROR
    if log < -20000:
        return Decimal(0)
    result = WIDE.exp(log)
    return settled(NUMBERS.plus(-result if a < 0 and n % 2 else result))


def real_power(a, b):
    if a < 0 or (a.is_zero() and b <= 0):
        return ERROR
    if a.is_zero():
        return Decimal(0)
    log = WIDE.multiply(WIDE.ln(a), b)
    if log > 20000:
        return ERROR
    return once(WIDE.exp(log)) if log > -20000 else Decimal(0)


def standard_deviation(numbers):
    """Of a sample: the root of (n * sum of squares - square of the sum) / (n * (n - 1)), in whole numbers of one unit."""
    count = len(numbers)
    unit = min(x.as_tuple().exponent for x in numbers)
    wholes = [int(x.scaleb(-unit, WIDE_EXACT)) for x in numbers]
    spread = count * sum(x * x for x in wholes) - sum(wholes) ** 2
    parts = count * (count - 1)
    if spread == 0:
        return Decimal(0)
    more = max(0, 90 - len(str(spread)) // 2)
    scaled, rest = divmod(spread * 10 ** (2 * more), parts)
    root = math.isqrt(scaled)
    sticky = 1 if rest or root * root != scaled else 0
    exact = Decimal(root * 10 + sticky).scaleb(unit - more - 1, WIDE_EXACT)
    return once(exact)
