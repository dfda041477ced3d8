"""Values of the rule language and how they are written, made from the standard alone: Python's decimal for numbers, own days and seconds.

Null is NULL where the language gives none, ERROR where something went wrong; an expression cannot tell them apart, but the
second must come with a problem. Text, booleans and lists are Python's own; a context is a dict.
"""
import datetime
import decimal
from dataclasses import dataclass
from decimal import Decimal

# decimal128: 34 digits, half even, subnormal numbers down to 1E-6176; clamp brings exponents down to 6111 as its encoding does
NUMBERS = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, Emin=-6143, Emax=6144, clamp=1, traps=[])
DAY = 86400
BILLION = 10**9
LAST_YEAR = 999_999_999


class Null:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


NULL, ERROR = Null("null"), Null("error")


def is_null(value):
    return isinstance(value, Null)


def is_number(value):
    return isinstance(value, Decimal)


@dataclass(frozen=True)
class Date:
    days: int  # since 1970-01-01


@dataclass(frozen=True)
class Time:
    nanoseconds: int  # since midnight
    offset: int | None = None  # seconds east of UTC; None: local


@dataclass(frozen=True)
class DateTime:
    days: int
    nanoseconds: int
    offset: int | None = None


@dataclass(frozen=True)
class Months:
    count: int


@dataclass(frozen=True)
class Seconds:
    nanoseconds: int


@dataclass(frozen=True)
class Range:
    low: object  # NULL: no end there
    high: object
    low_closed: bool
    high_closed: bool
    sign: str = ""  # "<", "<=", ">", ">=", "=", "!=": written so, without brackets


@dataclass(frozen=True)
class Function:
    parameters: tuple
    body: object
    scope: object


KINDS = [(bool, "boolean"), (Decimal, "number"), (str, "text"), (Date, "date"), (Time, "time"), (DateTime, "date and time"), (Months, "months"),
         (Seconds, "seconds"), (list, "list"), (dict, "context"), (Range, "range"), (Function, "function"), (Null, "null")]


def kind_of(value):
    return next(name for kind, name in KINDS if isinstance(value, kind))


# ---- numbers ----


def number(text):
    """A literal of at most 34 digits."""
    return NUMBERS.create_decimal(text)


def whole(integer):
    return Decimal(integer)


def settled(result):
    """What arithmetic gave, as the language has it: no infinity, no NaN, no negative zero."""
    if not result.is_finite():
        return ERROR
    return result.copy_abs() if result.is_zero() else result


# ---- days: the calendar repeats after 400 years, so Python's years 2000 to 2399 stand for all ----

CYCLE = 146097
EPOCH = datetime.date(1970, 1, 1).toordinal()


def days_of(year, month, day):
    """Days since 1970-01-01, or None when there is no such day."""
    cycles, year = divmod(year - 2000, 400)
    try:
        return datetime.date(2000 + year, month, day).toordinal() - EPOCH + cycles * CYCLE
    except ValueError:
        return None


def ymd(days):
    cycles, rest = divmod(days + EPOCH - datetime.date(2000, 1, 1).toordinal(), CYCLE)
    day = datetime.date.fromordinal(rest + datetime.date(2000, 1, 1).toordinal())
    return day.year + cycles * 400, day.month, day.day


def weekday(days):
    """1 Monday .. 7 Sunday."""
    return (days + 3) % 7 + 1


def year_fits(days):
    return abs(ymd(days)[0]) <= LAST_YEAR


# ---- writing ----


def number_text(value):
    """Plain digits, never an exponent; zeros at the end stay as arithmetic left them."""
    if value.is_zero():
        value = value.copy_abs()
    return format(value, "f")


def date_text(days):
    year, month, day = ymd(days)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"


def fraction_text(nanoseconds):
    return f".{nanoseconds:09d}".rstrip("0") if nanoseconds else ""


def offset_text(offset):
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    seconds = abs(offset)
    text = f"{'-' if offset < 0 else '+'}{seconds // 3600:02d}:{seconds // 60 % 60:02d}"
    return text + (f":{seconds % 60:02d}" if seconds % 60 else "")


def time_text(value):
    seconds, rest = divmod(value.nanoseconds, BILLION)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction_text(rest)}{offset_text(value.offset)}"


def months_text(count):
    years, months = divmod(abs(count), 12)
    parts = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if count < 0 else "") + "P" + (parts or "0M")


def seconds_text(nanoseconds):
    seconds, rest = divmod(abs(nanoseconds), BILLION)
    days, seconds = divmod(seconds, DAY)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or rest:
        clock += f"{seconds}{fraction_text(rest)}S"
    if not days and not clock:
        clock = "0S"
    return ("-" if nanoseconds < 0 else "") + "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text):
    return '"' + "".join(ESCAPES.get(c, c) for c in text) + '"'


def range_text(value):
    if value.sign:
        return value.sign + text_of(value.low if is_null(value.high) else value.high)
    return f"{'[' if value.low_closed else '('}{text_of(value.low)}..{text_of(value.high)}{']' if value.high_closed else ')'}"


def key_text(key):
    plain = all(c.isalnum() or c in "_ " for c in key)
    return key if plain else quoted(key)


WRITERS = {
    "boolean": lambda v: "true" if v else "false",
    "number": number_text,
    "text": quoted,
    "date": lambda v: date_text(v.days),
    "time": time_text,
    "date and time": lambda v: f"{date_text(v.days)}T{time_text(v)}",
    "months": lambda v: months_text(v.count),
    "seconds": lambda v: seconds_text(v.nanoseconds),
    "list": lambda v: "[" + ", ".join(map(text_of, v)) + "]",
    "context": lambda v: "{" + ", ".join(f"{key_text(k)}: {text_of(e)}" for k, e in v.items()) + "}",
    "range": range_text,
    "function": lambda v: "function",
    "null": lambda v: "null",
}


def text_of(value):
    """The value as `declarant feel` prints it."""
    return WRITERS[kind_of(value)](value)
