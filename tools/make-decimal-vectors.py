#!/usr/bin/env python3
"""Write tests/value/decimal.vectors: decimal operations and the results that Python gives.

    tools/make-decimal-vectors.py > tests/value/decimal.vectors

Oracles: Python's decimal module (libmpdec) with the decimal128 context for sums, products, quotients and the seven
roundings; Python's fractions, exact, for modulo and for whole powers. The seed stands in the file's head.
"""
import decimal
import random
from decimal import Decimal
from fractions import Fraction

SEED = 20260120
CASES = 300  # of each operation

CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=1,
                          traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow])
MODES = {
    'half-even': decimal.ROUND_HALF_EVEN,
    'half-up': decimal.ROUND_HALF_UP,
    'half-down': decimal.ROUND_HALF_DOWN,
    'up': decimal.ROUND_UP,
    'down': decimal.ROUND_DOWN,
    'floor': decimal.ROUND_FLOOR,
    'ceiling': decimal.ROUND_CEILING,
}
pick = random.Random(SEED)


def whole(digits):
    """A whole number with up to so many digits, runs of 0, 5 and 9 more often than chance would have them."""
    text = ''
    while len(text) < digits:
        text += pick.choice([str(pick.randrange(10)), '0' * pick.randrange(1, 9), '9' * pick.randrange(1, 9), '5', '50'])
    return int(text[:digits])


def number(spread=20):
    exponent = pick.choice([0, -2, pick.randint(-spread, spread), pick.randint(-spread, spread)])
    sign = pick.choice([0, 0, 1])
    coefficient = whole(pick.choice([1, 2, 5, 9, 17, 18, 19, 20, 33, 34]))
    return Decimal((sign if coefficient else 0, tuple(int(d) for d in str(coefficient)), exponent))


def far_number():
    coefficient = whole(pick.choice([1, 10, 33, 34]))
    exponent = pick.choice([pick.randint(-6176, -6100), pick.randint(6050, 6111), pick.randint(-6176, 6111)])
    return Decimal((0, tuple(int(d) for d in str(coefficient)), exponent))


def show(value):
    """Coefficient and exponent, the form the test reads without loss: -110E-2."""
    sign, digits, exponent = value.as_tuple()
    coefficient = int(''.join(map(str, digits)))
    return f"{'-' if sign and coefficient else ''}{coefficient}E{exponent}"


def attempt(work):
    try:
        return show(work())
    except (decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow):
        return 'refused'


def nearest(fraction):
    """An exact fraction rounded once, half even, to 34 digits."""
    with decimal.localcontext(decimal.Context(prec=400, Emin=-99999, Emax=99999)):
        if fraction == 0:
            return Decimal(0)
        quotient = Decimal(fraction.numerator) / Decimal(fraction.denominator)
    return CONTEXT.plus(quotient)


def arithmetic(name, work):
    for case in range(CASES):
        make = far_number if case % 8 == 0 else number
        a, b = make(), make()
        print(name, show(a), show(b), attempt(lambda: work(a, b)))


def roundings():
    for name, mode in MODES.items():
        for case in range(CASES):
            value = number(12)
            scale = pick.randint(-6, 14)
            if case % 4 == 0:  # a tie
                value = Decimal((pick.randrange(2), tuple(int(d) for d in f'{whole(12)}5'), -1 - scale))
            expected = value
            if value.as_tuple().exponent < -scale:
                context = decimal.Context(prec=80, rounding=mode)
                expected = value.quantize(Decimal((0, (1,), -scale)), context=context)
            print('round-' + name, show(value), scale, show(expected))


def modulos():
    for _ in range(CASES):
        a, b = number(), number()
        if not b:
            print('modulo', show(a), show(b), 'refused')
            continue
        x, y = Fraction(a), Fraction(b)
        print('modulo', show(a), show(b), show(nearest(x - y * (x // y))))


def powers():
    for _ in range(CASES):
        a, power = number(3), pick.choice([2, 3, pick.randint(-12, 12), pick.randint(-70, 70)])
        if a == 0 and power < 0:
            print('power', show(a), power, 'refused')
            continue
        print('power', show(a), power, attempt(lambda: nearest(Fraction(a) ** power)))
    for text, power in [('1.000000000000000000000000000000001', 9), ('1.00001', 123456), ('0.99999', 1000003),
                        ('1.000000001', 10 ** 9), ('-1.01', 1001), ('1.5', -2000), ('2', 20000), ('10', 6144),
                        ('10', 6145), ('10', -6176), ('10', -6177), ('0.1', 6200), ('2', -20500), ('1.0001', -50000)]:
        value = Decimal(text)
        wide = decimal.Context(prec=120, Emin=-999999, Emax=999999)
        print('power', show(value), power, attempt(lambda: CONTEXT.plus(wide.power(value, power))))


def prints():
    for case in range(CASES):
        value = far_number() if case % 100 == 0 else number()
        print('print', show(value), f'{value:f}' if value else f'{Decimal((0, (0,), min(0, value.as_tuple().exponent))):f}')


def main():
    print(f'# Made by tools/make-decimal-vectors.py, seed {SEED}; oracle: Python decimal and fractions.')
    print('# operation, operand, operand or scale, result')
    arithmetic('add', CONTEXT.add)
    arithmetic('subtract', CONTEXT.subtract)
    arithmetic('multiply', CONTEXT.multiply)
    arithmetic('divide', CONTEXT.divide)
    roundings()
    modulos()
    powers()
    prints()


main()
