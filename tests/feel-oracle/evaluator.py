"""Works out a tree of tree.py: the reading of the standard (FEEL.md, a and b) that our engine is held against.

A scope is a chain of dicts. Everything here is strict in the sense of Python: all operands are worked out, also those an
engine may leave out, since nothing in the language has an effect.
"""
import re
import sys
from decimal import Decimal

import exact
from values import (BILLION, DAY, ERROR, LAST_YEAR, NULL, NUMBERS, Date, DateTime, Function, Months, Range, Seconds, Time, days_of,
                    is_null, is_number, kind_of, settled, text_of, weekday, year_fits, ymd)

MOST_SECONDS = 2**63 - 1
sys.set_int_max_str_digits(0)  # numbers of 6000 digits are written out


# ---- arithmetic: one function for each pair of kinds that has a meaning ----


def shift_months(days, count):
    year, month, day = ymd(days)
    year, month = divmod(year * 12 + month - 1 + count, 12)
    if abs(year) > LAST_YEAR:
        return ERROR
    while days_of(year, month + 1, day) is None:
        day -= 1
    return days_of(year, month + 1, day)


def date_of(days):
    return Date(days) if year_fits(days) else ERROR


def shift_date(date, nanoseconds):
    """From midnight; then the time is dropped again, towards the past."""
    return date_of(date.days + nanoseconds // (DAY * BILLION))


def shift_date_time(value, nanoseconds):
    days, rest = divmod(value.days * DAY * BILLION + value.nanoseconds + nanoseconds, DAY * BILLION)
    return DateTime(days, rest, value.offset) if year_fits(days) else ERROR


def shift_time(value, nanoseconds):
    return Time((value.nanoseconds + nanoseconds) % (DAY * BILLION), value.offset)


def instant(value):
    """Nanoseconds; a date is midnight UTC."""
    if isinstance(value, Date):
        return value.days * DAY * BILLION
    days = value.days if isinstance(value, DateTime) else 0
    return (days * DAY - (value.offset or 0)) * BILLION + value.nanoseconds


def is_zoned(value):
    return isinstance(value, Date) or value.offset is not None


def seconds_of(nanoseconds):
    return Seconds(nanoseconds) if abs(nanoseconds) <= MOST_SECONDS * BILLION else ERROR


def months_of(count):
    return Months(count) if abs(count) < 2**63 else ERROR


def difference(a, b):
    both_dates = isinstance(a, Date) and isinstance(b, Date)
    return seconds_of(instant(a) - instant(b)) if both_dates or is_zoned(a) == is_zoned(b) else ERROR


def with_months(value, count):
    days = shift_months(value.days, count)
    if days is ERROR:
        return ERROR
    return Date(days) if isinstance(value, Date) else DateTime(days, value.nanoseconds, value.offset)


def scaled_months(months, factor):
    """Cut towards zero."""
    return ERROR if factor is ERROR else months_of(int(factor))


def scaled_seconds(factor):
    """Nanoseconds as a Decimal, half even to a whole one."""
    if factor is ERROR:
        return ERROR
    return seconds_of(int(factor.to_integral_value("ROUND_HALF_EVEN")))


def multiplied(a, b):
    return settled(NUMBERS.multiply(a, b))


def divided(a, b):
    return ERROR if b.is_zero() else settled(NUMBERS.divide(a, b))


def power(a, b):
    return exact.whole_power(a, int(b)) if b == b.to_integral_value() else exact.real_power(a, b)


SHIFTS = {"date": shift_date, "date and time": shift_date_time, "time": shift_time}
PAIRS = {
    ("+", "number", "number"): lambda a, b: settled(NUMBERS.add(a, b)),
    ("-", "number", "number"): lambda a, b: settled(NUMBERS.subtract(a, b)),
    ("*", "number", "number"): multiplied,
    ("/", "number", "number"): divided,
    ("**", "number", "number"): power,
    ("+", "text", "text"): lambda a, b: a + b,
    ("+", "months", "months"): lambda a, b: months_of(a.count + b.count),
    ("-", "months", "months"): lambda a, b: months_of(a.count - b.count),
    ("+", "seconds", "seconds"): lambda a, b: seconds_of(a.nanoseconds + b.nanoseconds),
    ("-", "seconds", "seconds"): lambda a, b: seconds_of(a.nanoseconds - b.nanoseconds),
    ("*", "months", "number"): lambda a, b: scaled_months(a, multiplied(Decimal(a.count), b)),
    ("*", "number", "months"): lambda a, b: scaled_months(b, multiplied(Decimal(b.count), a)),
    ("/", "months", "number"): lambda a, b: scaled_months(a, divided(Decimal(a.count), b)),
    ("*", "seconds", "number"): lambda a, b: scaled_seconds(multiplied(Decimal(a.nanoseconds), b)),
    ("*", "number", "seconds"): lambda a, b: scaled_seconds(multiplied(Decimal(b.nanoseconds), a)),
    ("/", "seconds", "number"): lambda a, b: scaled_seconds(divided(Decimal(a.nanoseconds), b)),
    ("/", "months", "months"): lambda a, b: divided(Decimal(a.count), Decimal(b.count)),
    ("/", "seconds", "seconds"): lambda a, b: divided(Decimal(a.nanoseconds), Decimal(b.nanoseconds)),
    ("-", "time", "time"): difference,
}
for first in ("date", "date and time"):
    for second in ("date", "date and time"):
        PAIRS["-", first, second] = difference
    PAIRS["+", first, "months"] = lambda a, b: with_months(a, b.count)
    PAIRS["+", "months", first] = lambda a, b: with_months(b, a.count)
    PAIRS["-", first, "months"] = lambda a, b: with_months(a, -b.count)
for first, shift in SHIFTS.items():
    PAIRS["+", first, "seconds"] = lambda a, b, shift=shift: shift(a, b.nanoseconds)
    PAIRS["+", "seconds", first] = lambda a, b, shift=shift: shift(b, a.nanoseconds)
    PAIRS["-", first, "seconds"] = lambda a, b, shift=shift: shift(a, -b.nanoseconds)


def arithmetic(sign, a, b):
    pair = PAIRS.get((sign, kind_of(a), kind_of(b)))
    return pair(a, b) if pair else ERROR


def negated(a):
    if is_number(a):
        return settled(a.copy_negate())
    if isinstance(a, Months):
        return Months(-a.count)
    return Seconds(-a.nanoseconds) if isinstance(a, Seconds) else ERROR


# ---- equality, order, logic: True, False or a Null ----


def settled_and(a, b):
    """Kleene: a null is neither."""
    if a is False or b is False:
        return False
    return weaker(a, b) if is_null(a) or is_null(b) else True


def weaker(a, b):
    """The null of two values of which one at least is null: an error when one of them is."""
    return ERROR if ERROR in (a, b) else NULL


def both_with_time(a, b):
    """A date beside a date and time is midnight: of UTC, or of the same place where the other is local."""
    if isinstance(a, Date) and isinstance(b, DateTime):
        return DateTime(a.days, 0, 0 if is_zoned(b) else None), b
    if isinstance(a, DateTime) and isinstance(b, Date):
        return both_with_time(b, a)[::-1]
    return a, b


def equal(a, b):
    if is_null(a) or is_null(b):
        return is_null(a) and is_null(b)
    a, b = both_with_time(a, b)
    if kind_of(a) != kind_of(b):
        return ERROR
    if isinstance(a, list):
        return equal_all(list(zip(a, b))) if len(a) == len(b) else False
    if isinstance(a, dict):
        return equal_all([(a[key], b[key]) for key in a]) if a.keys() == b.keys() else False
    if isinstance(a, (Time, DateTime)):
        if is_zoned(a) != is_zoned(b):
            return ERROR
        return instant(a) // BILLION == instant(b) // BILLION  # the fraction of a second does not count
    return a == b


def equal_all(pairs):
    result = True
    for a, b in pairs:
        result = settled_and(result, equal(a, b))
    return result


ORDERED = {"number": lambda v: v, "text": lambda v: v, "date": lambda v: v.days, "time": instant, "date and time": instant,
           "months": lambda v: v.count, "seconds": lambda v: v.nanoseconds}


def order(a, b):
    """-1, 0, 1; ERROR where there is none."""
    a, b = both_with_time(a, b)
    kind = kind_of(a)
    if kind != kind_of(b) or kind not in ORDERED:
        return ERROR
    if kind in ("time", "date and time") and is_zoned(a) != is_zoned(b):
        return ERROR
    left, right = ORDERED[kind](a), ORDERED[kind](b)
    return (left > right) - (left < right)


HOLDS = {"<": lambda o: o < 0, "<=": lambda o: o <= 0, ">": lambda o: o > 0, ">=": lambda o: o >= 0}


def compare(sign, a, b):
    if sign in ("=", "!="):
        same = equal(a, b)
        return same if is_null(same) or sign == "=" else not same
    found = order(a, b)
    return found if found is ERROR else HOLDS[sign](found)


def truth(value):
    """True, False, or null for all else: an error where it is no null yet."""
    return value if isinstance(value, bool) or is_null(value) else ERROR


def logic_and(a, b):
    return settled_and(truth(a), truth(b))


def logic_or(a, b):
    if a is True or b is True:
        return True
    a, b = truth(a), truth(b)
    return weaker(a, b) if is_null(a) or is_null(b) else False


def contains(found, value):
    """Is the value in the range?"""
    if found.sign:
        end = found.low if is_null(found.high) else found.high
        result = compare(found.sign, value, end)
        return NULL if is_null(result) and (is_null(value) or is_null(end)) else result
    low, high = order(value, found.low), order(value, found.high)
    if low is ERROR or high is ERROR:
        return NULL if any(map(is_null, (value, found.low, found.high))) else ERROR
    return (low > 0 or (low == 0 and found.low_closed)) and (high < 0 or (high == 0 and found.high_closed))


def matches(value, test):
    """One test after `in`."""
    if isinstance(test, Range):
        return contains(test, value)
    if isinstance(test, list) and not isinstance(value, list):
        return any(matches(value, one) is True for one in test)
    return equal(value, test)


# ---- built-in functions ----


def whole_of(value):
    """A position or scale: its fraction is dropped."""
    return int(value)


ROUNDINGS = {"decimal": "ROUND_HALF_EVEN", "floor": "ROUND_FLOOR", "ceiling": "ROUND_CEILING", "round up": "ROUND_UP", "round down": "ROUND_DOWN",
             "round half up": "ROUND_HALF_UP", "round half down": "ROUND_HALF_DOWN"}


def rounded(name, value, scale=Decimal(0)):
    """A scale that the number does not reach returns the number."""
    places = whole_of(scale)
    if not -6111 <= places <= 6176:
        return ERROR
    if -places <= value.as_tuple().exponent:
        return value
    return settled(NUMBERS.plus(value.quantize(Decimal((0, (1,), -places)), ROUNDINGS[name], exact.WIDE_EXACT)))


def modulo(a, b):
    """a - b * floor(a / b) in whole numbers of the lesser unit, rounded once."""
    if b.is_zero():
        return ERROR
    unit = min(a.as_tuple().exponent, b.as_tuple().exponent)
    left, right = (int(x.scaleb(-unit, exact.WIDE_EXACT)) for x in (a, b))
    return settled(NUMBERS.plus(Decimal(left % right).scaleb(unit, exact.WIDE_EXACT)))


def summed(numbers):
    """From the left, each sum rounded, as + does."""
    total = numbers[0]
    for value in numbers[1:]:
        total = settled(NUMBERS.add(total, value))
        if total is ERROR:
            return ERROR
    return total


def product(numbers):
    total = numbers[0]
    for value in numbers[1:]:
        total = multiplied(total, value)
        if total is ERROR:
            return ERROR
    return total


def mean(numbers):
    total = summed(numbers)
    return ERROR if total is ERROR else divided(total, Decimal(len(numbers)))


def median(numbers):
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    both = summed(ordered[middle - 1:middle + 1])
    return ERROR if both is ERROR else divided(both, Decimal(2))


def mode(numbers):
    ordered = sorted(numbers)
    most = max(ordered.count(x) for x in ordered)
    return [x for at, x in enumerate(ordered) if ordered.count(x) == most and x not in ordered[:at]]


OF_NUMBERS = {"sum": summed, "product": product, "mean": mean, "median": median, "mode": mode,
              "stddev": lambda numbers: exact.standard_deviation(numbers) if len(numbers) > 1 else ERROR}


def of_numbers(name, values):
    values = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    if not values:
        return [] if name == "mode" else NULL
    return OF_NUMBERS[name](values) if all(map(is_number, values)) else ERROR


def extreme(sign, values):
    values = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    if not values:
        return NULL
    best = values[0]
    for value in values:
        found = order(value, best)
        if found is ERROR:
            return ERROR
        if found * sign > 0:
            best = value
    return best


def place(start, count):
    """An index from 0 of a position from 1 or from the end; None: 0 or outside."""
    at = whole_of(start)
    index = at - 1 if at > 0 else at + count
    return index if at != 0 and 0 <= index else None


def substring(text, start, length=None):
    """DMN 1.5, table 74: the start lies in -L .. L; a length past the end takes what there is."""
    index = place(start, len(text))
    if index is None or index >= len(text) or (length is not None and whole_of(length) < 1):
        return ERROR
    return text[index:] if length is None else text[index:index + whole_of(length)]


def sublist(items, start, length=None):
    index = place(start, len(items))
    if index is None or index >= len(items):
        return ERROR
    if length is None:
        return items[index:]
    count = whole_of(length)
    return items[index:index + count] if 1 <= count <= len(items) - index else ERROR


def removed(items, at):
    index = place(at, len(items))
    return ERROR if index is None or index >= len(items) else items[:index] + items[index + 1:]


def inserted(items, at, value):
    index = place(at, len(items))
    return ERROR if index is None or index >= len(items) else items[:index] + [value] + items[index:]


def replaced(items, at, value):
    index = place(at, len(items))
    return ERROR if index is None or index >= len(items) else items[:index] + [value] + items[index + 1:]


def distinct(items):
    kept = []
    for value in items:
        if not any(equal(one, value) is True for one in kept):
            kept.append(value)
    return kept


def flattened(items):
    flat = []
    for value in items:
        flat += flattened(value) if isinstance(value, list) else [value]
    return flat


def joined(items, delimiter=""):
    texts = [text for text in items if not is_null(text)]
    return delimiter.join(texts) if all(isinstance(text, str) for text in texts) else ERROR


def combined(items, combine, start):
    result = start
    for value in items:
        result = combine(result, value)
    return result


def string(value):
    if is_null(value) or isinstance(value, str):
        return value
    return text_of(value)


def number_of(text, grouping, decimal):
    plain = text.replace(grouping, "") if isinstance(grouping, str) else text
    plain = plain.replace(decimal, ".") if isinstance(decimal, str) else plain
    if not re.fullmatch(r"-?([0-9]+(\.[0-9]+)?|\.[0-9]+)", plain):
        return ERROR
    return settled(NUMBERS.create_decimal(plain))


def time_of(hour, minute, second, offset=NULL):
    zone = None if is_null(offset) else offset.nanoseconds // BILLION
    return Time((int(hour) * 3600 + int(minute) * 60) * BILLION + int(second * BILLION), zone)


def date_of_parts(year, month, day):
    fits = abs(year) <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31
    days = days_of(int(year), int(month), int(day)) if fits else None
    return ERROR if days is None else Date(days)


def months_between(a, b):
    """A month counts when the day of the month is reached."""
    (year, month, day), (other_year, other_month, other_day) = ymd(a.days), ymd(b.days)
    count = (other_year - year) * 12 + other_month - month
    if count > 0 and other_day < day:
        count -= 1
    if count < 0 and other_day > day:
        count += 1
    return Months(count)


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def day_of_year(days):
    return days - days_of(ymd(days)[0], 1, 1) + 1


def week_of_year(days):
    thursday = days - weekday(days) + 4
    return (day_of_year(thursday) - 1) // 7 + 1


def absolute(value):
    if is_number(value):
        return value.copy_abs()
    return Months(abs(value.count)) if isinstance(value, Months) else Seconds(abs(value.nanoseconds))


def parity(value, rest):
    if value != value.to_integral_value(context=exact.WIDE_EXACT):
        return ERROR
    return int(value) % 2 == rest


LIST, NUMBER, TEXT, DATE, ANY = "list", "number", "text", "date", "any"
# name: what each argument must be, then the function; a null or another kind where one is asked for is an error
BUILTINS = {
    "abs": ([("number", "months", "seconds")], absolute),
    "modulo": ([NUMBER, NUMBER], modulo),
    "sqrt": ([NUMBER], exact.square_root),
    "exp": ([NUMBER], exact.exponential),
    "log": ([NUMBER], exact.logarithm),
    "odd": ([NUMBER], lambda n: parity(n, 1)),
    "even": ([NUMBER], lambda n: parity(n, 0)),
    "substring": ([TEXT, NUMBER, NUMBER], substring),
    "string length": ([TEXT], lambda s: Decimal(len(s))),
    "upper case": ([TEXT], str.upper),
    "lower case": ([TEXT], str.lower),
    "substring before": ([TEXT, TEXT], lambda s, m: s.partition(m)[0] if m and m in s else ""),
    "substring after": ([TEXT, TEXT], lambda s, m: s.partition(m)[2] if m else s),
    "contains": ([TEXT, TEXT], lambda s, m: m in s),
    "starts with": ([TEXT, TEXT], str.startswith),
    "ends with": ([TEXT, TEXT], str.endswith),
    "split": ([TEXT, TEXT], lambda s, pattern: re.split(pattern, s)),
    "string join": ([LIST, TEXT], joined),
    "list contains": ([LIST, ANY], lambda l, v: any(equal(one, v) is True for one in l)),
    "count": ([LIST], lambda l: Decimal(len(l))),
    "reverse": ([LIST], lambda l: l[::-1]),
    "index of": ([LIST, ANY], lambda l, v: [Decimal(at) for at, one in enumerate(l, 1) if equal(one, v) is True]),
    "sublist": ([LIST, NUMBER, NUMBER], sublist),
    "remove": ([LIST, NUMBER], removed),
    "insert before": ([LIST, NUMBER, ANY], inserted),
    "list replace": ([LIST, NUMBER, ANY], replaced),
    "append": ([LIST, ANY, ANY], lambda l, *more: l + list(more)),
    "concatenate": ([LIST, LIST], lambda *lists: [v for l in lists for v in l]),
    "union": ([LIST, LIST], lambda *lists: distinct([v for l in lists for v in l])),
    "distinct values": ([LIST], distinct),
    "flatten": ([LIST], flattened),
    "all": ([LIST], lambda l: combined(l, logic_and, True)),
    "any": ([LIST], lambda l: combined(l, logic_or, False)),
    "not": ([ANY], lambda v: not v if isinstance(v, bool) else truth(v)),
    "number": ([TEXT, ANY, ANY], number_of),
    "date": ([NUMBER, NUMBER, NUMBER], date_of_parts),
    "time": ([NUMBER, NUMBER, NUMBER, ANY], time_of),
    "date and time": ([("date", "date and time"), "time"], lambda d, t: DateTime(d.days, t.nanoseconds, t.offset)),
    "years and months duration": ([("date", "date and time"), ("date", "date and time")], months_between),
    "day of year": ([("date", "date and time")], lambda d: Decimal(day_of_year(d.days))),
    "day of week": ([("date", "date and time")], lambda d: WEEKDAYS[weekday(d.days) - 1]),
    "month of year": ([("date", "date and time")], lambda d: MONTHS[ymd(d.days)[1] - 1]),
    "week of year": ([("date", "date and time")], lambda d: Decimal(week_of_year(d.days))),
    "get value": (["context", TEXT], lambda c, key: c.get(key, NULL)),
    "string": ([ANY], string),
}
for rounding in ROUNDINGS:
    BUILTINS[rounding] = ([NUMBER, NUMBER], lambda n, scale=Decimal(0), rounding=rounding: rounded(rounding, n, scale))


def fits(value, wanted):
    kinds = wanted if isinstance(wanted, tuple) else (wanted,)
    return ANY in kinds or kind_of(value) in kinds


def converted(value, wanted):
    """A single value where a list is asked for; the one item of a list where a single value is."""
    if fits(value, wanted):
        return value
    if wanted == LIST and not is_null(value):
        return [value]
    if wanted != LIST and isinstance(value, list) and len(value) == 1 and fits(value[0], wanted):
        return value[0]
    return ERROR


def call_builtin(name, values):
    if name in OF_NUMBERS:
        return of_numbers(name, values)
    if name in ("min", "max"):
        return extreme(1 if name == "max" else -1, values)
    kinds, function = BUILTINS[name]
    given = [converted(value, kinds[min(at, len(kinds) - 1)]) if name != "string" else value for at, value in enumerate(values)]
    wrong = [value is ERROR and kinds[min(at, len(kinds) - 1)] != ANY for at, value in enumerate(given)]
    return ERROR if any(wrong) else function(*given)


# ---- properties ----


def clock_part(unit, modulus):
    return lambda v: Decimal(v.nanoseconds // BILLION // unit % modulus)


def signed(nanoseconds, unit, modulus):
    """Part of a duration, with the sign of the whole."""
    part = abs(nanoseconds) // BILLION // unit
    part = part % modulus if modulus else part
    return Decimal(-part if nanoseconds < 0 else part)


def seconds_part(value):
    rest = abs(value.nanoseconds) % (60 * BILLION)
    part = Decimal(rest // BILLION) if rest % BILLION == 0 else Decimal(rest).scaleb(-9)
    return settled(-part if value.nanoseconds < 0 else part)


def offset_of(value):
    return NULL if value.offset is None else Seconds(value.offset * BILLION)


def cut(count, parts):
    return Decimal(abs(count) // 12 if parts == "years" else abs(count) % 12) * (-1 if count < 0 else 1)


OF_DATE = {"year": lambda v: Decimal(ymd(v.days)[0]), "month": lambda v: Decimal(ymd(v.days)[1]), "day": lambda v: Decimal(ymd(v.days)[2]),
           "weekday": lambda v: Decimal(weekday(v.days))}
OF_TIME = {"hour": clock_part(3600, 24), "minute": clock_part(60, 60), "second": clock_part(1, 60), "time offset": offset_of}
PROPERTIES = {
    "date": OF_DATE,
    "time": OF_TIME,
    "date and time": {**OF_DATE, **OF_TIME},
    "months": {"years": lambda v: settled(cut(v.count, "years")), "months": lambda v: settled(cut(v.count, "months"))},
    "seconds": {"days": lambda v: settled(signed(v.nanoseconds, DAY, 0)), "hours": lambda v: settled(signed(v.nanoseconds, 3600, 24)),
                "minutes": lambda v: settled(signed(v.nanoseconds, 60, 60)), "seconds": seconds_part},
    "range": {"start": lambda v: v.low, "end": lambda v: v.high, "start included": lambda v: v.low_closed, "end included": lambda v: v.high_closed},
}


def path(value, name):
    if isinstance(value, list):
        return [path(one, name) for one in value]
    if isinstance(value, dict):
        return value.get(name, ERROR)
    found = PROPERTIES.get(kind_of(value), {}).get(name)
    return found(value) if found else ERROR


# ---- trees ----


def look_up(name, scope):
    while scope:
        names, scope = scope
        if name in names:
            return names[name]
    return ERROR


def turns(domain, scope):
    """What a loop runs over: a list, or ERROR."""
    if domain[0] == "span":
        first, last = work(domain[1], scope), work(domain[2], scope)
        step = 1 if order(first, last) != 1 else -1
        if isinstance(first, Date):
            return [Date(days) for days in range(first.days, last.days + step, step)]
        return [Decimal(n) for n in range(int(first), int(last) + step, step)]
    value = work(domain, scope)
    return value if isinstance(value, list) or is_null(value) else [value]


def loops(iterators, scope):
    """Every combination, the last iterator fastest, as scopes; ERROR where a domain is null."""
    if not iterators:
        return [scope]
    (name, domain), *others = iterators
    items = turns(domain, scope)
    if is_null(items):
        return ERROR
    found = []
    for item in items:
        inner = loops(others, ({name: item}, scope))
        if inner is ERROR:
            return ERROR
        found += inner
    return found


def item_at(items, at):
    index = place(at, len(items)) if at == at.to_integral_value(context=exact.WIDE_EXACT) else None
    return NULL if index is None or index >= len(items) else items[index]


def work_filter(tree, scope):
    """By a number: that item; by true or false for each: those for which it is true. A constant is looked at even where there is no item."""
    items = work(tree[1], scope)
    if is_null(items):
        return NULL
    items = items if isinstance(items, list) else [items]
    scopes = [({**(item if isinstance(item, dict) else {}), "item": item}, scope) for item in items]
    constant = tree[2][0] in ("literal", "negate")
    kept = []
    for at, inner in enumerate(scopes or ([scope] if constant else [])):
        found = work(tree[2], inner)
        if is_number(found):
            return item_at(items, found)
        if not is_null(truth(found)) and found and items:
            kept.append(items[at])
        if not is_null(found) and is_null(truth(found)):
            return ERROR
    return kept


def work_for(tree, scope):
    scopes = loops(tree[1], scope)
    if scopes is ERROR:
        return ERROR
    results = []
    for inner in scopes:
        results.append(work(tree[2], ({"partial": list(results)}, inner)))
    return results


def work_quantified(tree, scope):
    some = tree[1] == "some"
    scopes = loops(tree[2], scope)
    if scopes is ERROR:
        return ERROR
    return combined([work(tree[3], inner) for inner in scopes], logic_or if some else logic_and, not some)


def work_context(tree, scope):
    names = {}
    for key, value in tree[1]:
        names[key] = work(value, (names, scope))
    return names


def work_call(tree, scope):
    callee = work(tree[1], scope)
    values = [work(value, scope) for value in tree[2]]
    if not isinstance(callee, Function):
        return ERROR
    return work(callee.body, (dict(zip(callee.parameters, values)), callee.scope))


def work_sort(tree, scope):
    """By a comparison of two items, or of an entry of both; stable."""
    items = work(tree[1], scope)
    _, sign, entry = tree[2]
    if is_null(items):
        return ERROR
    keys = [path(item, entry) if entry else item for item in items]
    if any(order(a, b) is ERROR for a in keys for b in keys) and len(keys) > 1:
        return ERROR
    sorted_up = []
    for at, item in enumerate(items):  # insertion: each stands behind those it does not precede
        to = len(sorted_up)
        while to > 0 and HOLDS[sign](order(keys[at], sorted_up[to - 1][0])):
            to -= 1
        sorted_up.insert(to, (keys[at], item))
    return [item for _, item in sorted_up]


def work_range(tree, scope):
    low, high = work(tree[1], scope), work(tree[2], scope)
    if not is_null(low) and not is_null(high) and order(low, high) is ERROR:
        return ERROR
    return Range(low, high, tree[3], tree[4])


def work_sign_range(tree, scope):
    """<10: a range with an end that is not there."""
    end, sign = work(tree[2], scope), tree[1]
    low = NULL if sign in ("<", "<=") else end
    high = NULL if sign in (">", ">=") else end
    return Range(low, high, sign in (">=", "="), sign in ("<=", "="), sign)


def work_in(tree, scope):
    value, tests = work(tree[1], scope), [work(test, scope) for test in tree[2]]
    if len(tests) == 1:
        return matches(value, tests[0])
    return combined([matches(value, test) for test in tests], logic_or, False)


WORKERS = {
    "literal": lambda t, s: t[2],
    "name": lambda t, s: look_up(t[1], s),
    "negate": lambda t, s: negated(work(t[1], s)),
    "arithmetic": lambda t, s: arithmetic(t[1], work(t[2], s), work(t[3], s)),
    "compare": lambda t, s: compare(t[1], work(t[2], s), work(t[3], s)),
    "and": lambda t, s: logic_and(work(t[1], s), work(t[2], s)),
    "or": lambda t, s: logic_or(work(t[1], s), work(t[2], s)),
    "between": lambda t, s: logic_and(compare(">=", work(t[1], s), work(t[2], s)), compare("<=", work(t[1], s), work(t[3], s))),
    "in": work_in,
    "if": lambda t, s: work(t[2], s) if work(t[1], s) is True else work(t[3], s),
    "for": work_for,
    "quantified": work_quantified,
    "filter": work_filter,
    "path": lambda t, s: path(work(t[1], s), t[2]),
    "list": lambda t, s: [work(item, s) for item in t[1]],
    "context": work_context,
    "range": work_range,
    "sign range": work_sign_range,
    "builtin": lambda t, s: call_builtin(t[1], [work(value, s) for value in t[2]]),
    "function": lambda t, s: Function(tuple(t[1]), t[2], s),
    "call": work_call,
    "sort": work_sort,
}


def work(tree, scope=None):
    """The value of a tree."""
    return WORKERS[tree[0]](tree, scope)
