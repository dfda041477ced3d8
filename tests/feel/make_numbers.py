#!/usr/bin/env python3
"""tests/feel/make_numbers.py > tests/feel/numbers.test: cases over numbers with results by Python's decimal, 34 digits.

Run again only to add cases; the file is what the tests read."""
import decimal
from decimal import Decimal as D

CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[])
MODES = {
    "decimal": decimal.ROUND_HALF_EVEN,
    "round up": decimal.ROUND_UP,
    "round down": decimal.ROUND_DOWN,
    "round half up": decimal.ROUND_HALF_UP,
    "round half down": decimal.ROUND_HALF_DOWN,
    "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
}
OPERATORS = {"+": CONTEXT.add, "-": CONTEXT.subtract, "*": CONTEXT.multiply, "/": CONTEXT.divide}
OPERANDS = [
    "0", "1", "2.50", "0.1", "0.2", "3", "7", "12345678901234567890", "0.000000000000000001", "9999999999999999999999999999999999",
    "1234567890123456789012345678901234", "0.3333333333333333333333333333333333", "-4.75", "-1", "100000000000000000000", "26300",
]
ROUNDED = ["2.5", "3.5", "-2.5", "2.4999999999999999999999999999999999"[:35], "0.125", "-0.125", "1234.5678", "9.995", "-9.995", "0", "15"]


def plain(number):
    if number.is_nan() or number.is_infinite():
        return "null"
    if number == 0:
        number = abs(number)
    return format(number, "f")


def case(text, result):
    print(f"{text}\n=> {result}\n")


WIDE = decimal.Context(prec=120, Emin=-999999, Emax=999999, traps=[])


def nearest(number):
    """The 34 digits that are nearest: worked out to 120 digits, then rounded once; no zeros at the end."""
    rounded = CONTEXT.plus(number)
    return plain(rounded.normalize(CONTEXT)) if rounded.adjusted() < 200 else None


def real_functions():
    numbers = ["2", "0.01", "3.7", "1e-20", "12345678901234567890.123", "0.9999999999999999999999999999999999", "7", "1.1", "250", "1000000"]
    for text in numbers:
        number = D(text)
        case(f"sqrt({plain(number)})", nearest(WIDE.sqrt(number)))
        case(f"log({plain(number)})", nearest(WIDE.ln(number)))
        for power in ("0.5", "-1.5", "2.25"):
            result = nearest(WIDE.exp(WIDE.multiply(WIDE.ln(number), D(power))))
            case(f"{plain(number)} ** {power} = {result}", "true")
    for text in ("1", "-1", "0", "0.5", "33.3", "-80.25", "230.2585092994045684017991454684364"):
        case(f"exp({text})", nearest(WIDE.exp(D(text))))
    for values in ((2, 4, 7, 5), (1, 1), (10, 11), ("0.1", "0.7", "12.25")):
        numbers = [D(value) for value in values]
        mean = WIDE.divide(sum(numbers), D(len(numbers)))
        variance = WIDE.divide(sum((number - mean) ** 2 for number in numbers), D(len(numbers) - 1))
        expected = WIDE.sqrt(variance)
        case(f"abs(stddev({', '.join(map(str, values))}) - {nearest(expected)}) <= 1e-32", "true")
    for undefined in ("sqrt(-1)", "log(0)", "log(-2)", "exp(100000)", "stddev(7)"):
        print(f"{undefined} = null\n=> true\n")


def main():
    print("# Numbers: decimal128, half even, the exponent that arithmetic prefers. Made by make_numbers.py.")
    print("# oracle: Python decimal, 34 digits\n")
    for a in OPERANDS:
        for sign, function in OPERATORS.items():
            for b in OPERANDS[:: 3 if sign in "+-" else 2]:
                case(f"{a} {sign} {b}", plain(function(D(a), D(b))))
    for name, mode in MODES.items():
        for number in ROUNDED:
            for scale in (0, 1, 2, -1):
                value = D(number)
                rounded = value if -value.as_tuple().exponent <= scale else value.quantize(D(1).scaleb(-scale), rounding=mode)
                case(f"{name}({number}, {scale})", plain(rounded))
    for a in ("12", "-12", "10.1", "-10.1", "5", "0"):
        for b in ("5", "-5", "4.5", "-4.5"):
            x, y = D(a), D(b)
            whole = (x / y).to_integral_value(decimal.ROUND_FLOOR)
            case(f"modulo({a}, {b}) = {plain(x - y * whole)}", "true")
    real_functions()
    for base, power in (("2", "10"), ("2", "-1"), ("1.1", "20"), ("-3", "3"), ("10", "30"), ("7", "0"), ("0.5", "8")):
        case(f"{base} ** {power} = {plain(CONTEXT.power(D(base), D(power)))}", "true")


main()
