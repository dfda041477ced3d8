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
    for base, power in (("2", "10"), ("2", "-1"), ("1.1", "20"), ("-3", "3"), ("10", "30"), ("7", "0"), ("0.5", "8")):
        case(f"{base} ** {power} = {plain(CONTEXT.power(D(base), D(power)))}", "true")


main()
