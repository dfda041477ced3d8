"""Random trees: typed, so that most of them have a value, with a null or a value of another kind thrown in now and then.

`Maker(random).expression()` gives a tree and its text. The same seed gives the same expressions.
"""
from decimal import Decimal

from trees import Writer
from values import (BILLION, DAY, NULL, Date, DateTime, Months, Seconds, Time, date_text, days_of, months_text, number, offset_text, quoted,
                    seconds_text, time_text)

SCALARS = ("number", "boolean", "text", "date", "time", "date and time", "months", "seconds")
# Names with blanks and signs, none of which can be read as two names with an operator between.
NAMES = ("x", "y1", "net price", "pre-tax sum", "Student's share", "b/c", "sum of it", "no. 7", "for sale", "index", "überschuß", "a+b", "_k")
KEYS = ("a", "b", "unit price", "count of", "n", "m-1", "days in it", "what if any")
LETTERS = "abcABC  xyz,;-1é ßΣς漢🎉\"\\\n\t"
PATTERNS = (",", ";", " ", "-", "[,;]", "\\s", "b", "ab|c", "[a-c]", "[^a-z]", "x{1,2}")
OFFSETS = (None, None, None, 0, 3600, -18000, 20700, 19800, 64800, -64800, 3661)
# Names of parameters, as the standard has them.
PARAMETERS = {
    "abs": ["n"], "modulo": ["dividend", "divisor"], "sqrt": ["number"], "exp": ["number"], "log": ["number"], "odd": ["number"], "even": ["number"],
    "decimal": ["n", "scale"], "floor": ["n", "scale"], "ceiling": ["n", "scale"], "round up": ["n", "scale"], "round down": ["n", "scale"],
    "round half up": ["n", "scale"], "round half down": ["n", "scale"], "substring": ["string", "start position", "length"],
    "string length": ["string"], "upper case": ["string"], "lower case": ["string"], "substring before": ["string", "match"],
    "substring after": ["string", "match"], "contains": ["string", "match"], "starts with": ["string", "match"], "ends with": ["string", "match"],
    "split": ["string", "delimiter"], "string join": ["list", "delimiter"], "list contains": ["list", "element"], "count": ["list"],
    "reverse": ["list"], "index of": ["list", "match"], "sublist": ["list", "start position", "length"], "remove": ["list", "position"],
    "insert before": ["list", "position", "newItem"], "list replace": ["list", "position", "newItem"], "distinct values": ["list"],
    "flatten": ["list"], "not": ["negand"], "number": ["from", "grouping separator", "decimal separator"], "date": ["year", "month", "day"],
    "time": ["hour", "minute", "second", "offset"], "date and time": ["date", "time"], "years and months duration": ["from", "to"],
    "day of year": ["date"], "day of week": ["date"], "month of year": ["date"], "week of year": ["date"], "string": ["from"],
    "sum": ["list"], "mean": ["list"], "median": ["list"], "product": ["list"], "stddev": ["list"], "mode": ["list"], "min": ["list"], "max": ["list"],
    "get value": ["m", "key"],
}
ROUNDINGS = ("decimal", "floor", "ceiling", "round up", "round down", "round half up", "round half down")


def literal(text, value):
    return ("literal", text, value)


def small(n):
    return literal(str(n), Decimal(n)) if n >= 0 else ("negate", literal(str(-n), Decimal(-n)))


class Maker:
    def __init__(self, random, peer=False):
        self.random = random
        self.writer = Writer(random, peer)
        self.peer = peer  # only what other engines speak, too: numbers that a double holds, plain names, no kinds thrown in
        self.names = ("x", "y1", "net price", "index", "überschuß", "_k", "rate") if peer else NAMES
        self.keys = ("a", "b", "unit price", "n") if peer else KEYS

    def expression(self):
        kinds = SCALARS + (("list", "number"), ("list", "text"), "context", "number", "number", "number", "boolean", "number")
        tree = self.make(self.random.choice(kinds), self.random.choice((1, 2, 2, 3, 3, 4, 5)), ())
        return tree, self.writer.text(tree)

    # ---- choosing ----

    def chance(self, part):
        return self.random.random() < part

    def make(self, kind, depth, scope):
        """A tree of that kind; `scope` has (name, kind) of what is known."""
        if self.chance(0.012) and not self.peer:
            return self.stranger(kind, scope)
        known = [name for name, of in scope if of == kind]
        if known and self.chance(0.5 if depth <= 0 else 0.25):
            return ("name", self.random.choice(known))
        if isinstance(kind, tuple):
            return self.make_list(kind[1], depth, scope)
        if depth <= 0:
            return self.leaf(kind)
        if self.chance(0.12):
            return self.make_any(kind, depth, scope)
        return getattr(self, "make_" + kind.replace(" ", "_"))(depth, scope)

    def stranger(self, kind, scope):
        """Something that is not of the kind: null, or a leaf of another one."""
        if self.chance(0.5):
            return literal("null", NULL)
        return self.leaf(self.random.choice([other for other in SCALARS if other != kind]))

    def make_any(self, kind, depth, scope):
        """What gives any kind: if, an entry of a context, an item of a list, a call."""
        form = self.random.choice(("if", "entry", "item", "call", "extreme"))
        if form == "if":
            return ("if", self.make("boolean", depth - 1, scope), self.make(kind, depth - 1, scope), self.make(kind, depth - 1, scope))
        if form == "entry":
            return self.entry(kind, depth, scope)
        if form == "item":
            return ("filter", self.make_list(kind, depth - 1, scope), self.position())
        if form == "extreme" and kind not in ("boolean", "context"):
            return self.call(self.random.choice(("min", "max")), [self.make_list(kind, depth - 1, scope, least=1)])
        return self.function_call(kind, depth, scope)

    def entry(self, kind, depth, scope):
        """{a: ..., b: ... a ...}.b"""
        keys = self.random.sample(self.keys, 2)
        first = self.random.choice(SCALARS)
        inner = scope + ((keys[0], first),)
        entries = [(keys[0], self.make(first, depth - 1, scope)), (keys[1], self.make(kind, depth - 1, inner))]
        return ("path", ("context", entries), keys[1])

    def function_call(self, kind, depth, scope):
        """{f: function(x) ..., r: f(...)}.r, or called at once"""
        name = self.fresh(scope)
        taken = self.random.choice(("number", "text", "date"))
        body = self.make(kind, depth - 1, scope + ((name, taken),))
        function = ("function", (name,), body)
        argument = self.make(taken, depth - 1, scope)
        if self.chance(0.3):
            return ("call", function, [argument])
        return ("path", ("context", [("f", function), ("r", ("call", ("name", "f"), [argument]))]), "r")

    def fresh(self, scope):
        taken = {name for name, _ in scope}
        free = [name for name in self.names if name not in taken]
        return self.random.choice(free) if free else "z"

    def call(self, name, arguments):
        names = PARAMETERS.get(name)
        by_name = names and self.chance(0.2) and len(arguments) <= len(names)
        return ("builtin", name, arguments, names[: len(arguments)] if by_name else None)

    # ---- leaves ----

    def leaf(self, kind):
        return getattr(self, "leaf_" + kind.replace(" ", "_"))()

    def leaf_boolean(self):
        value = self.chance(0.5)
        return literal("true" if value else "false", value)

    def leaf_number(self):
        text = self.number_text()
        tree = literal(text, number(text))
        return ("negate", tree) if self.chance(0.25) else tree

    def number_text(self):
        r = self.random
        if self.peer:  # what a double holds, too
            return f"{r.randint(0, 100)}{r.choice(('', '', '', '.5', '.25', '.75'))}"
        form = r.choice((0, 0, 0, 1, 1, 2, 3, 4, 5))
        if form == 0:
            return r.choice((str(r.randint(0, 20)), f"{r.randint(0, 99)}.{r.randint(0, 99):02d}", str(r.choice((0.5, 0.1, 0.25, 2.5, 7, 100)))))
        if form == 1:
            digits = r.randint(0, 4)
            return f"{r.randint(0, 10**r.randint(1, 9))}" + (f".{r.randint(0, 10**digits - 1):0{digits}d}" if digits else "")
        if form == 5:  # a half, or next to one, where something may be rounded
            return f"{r.randint(0, 10**r.randint(1, 12))}.{r.choice(('5', '25', '125', '05', '005', '50', '4999999999999999', '5000000000000001', '495', '505'))}"
        digits = "".join(r.choice("0123456789") for _ in range(r.randint(1, 34))) if self.chance(0.8) else "9" * r.randint(15, 34)
        digits = digits.lstrip("0") or "0"
        if form == 2:
            point = r.randint(0, len(digits))
            return (digits[:point] or "0") + ("." + digits[point:] if point < len(digits) else "")
        reach = r.choice((5, 40, 40, 400, 6000) if form == 4 else (5, 20, 40))
        return f"{digits[0]}{'.' + digits[1:] if len(digits) > 1 else ''}{r.choice('eE')}{r.choice(('', '-', '+', '-'))}{r.randint(0, reach)}"

    def leaf_text(self):
        value = "".join(self.random.choice(LETTERS) for _ in range(self.random.randint(0, 8)))
        if self.peer:
            value = "".join(c for c in value if c.isascii() and c not in "\"\\\n\t")
        return literal(self.text_literal(value), value)

    def text_literal(self, value):
        if not self.chance(0.1):
            return quoted(value)
        escaped = [quoted(c)[1:-1] if ord(c) < 128 else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):06X}" for c in value]
        return '"' + "".join(escaped) + '"'

    def day(self):
        r = self.random
        if self.chance(0.04) and not self.peer:
            return days_of(r.choice((-5, 0, 12, -44, 99999, 123456, 999999999, -999999999)), r.randint(1, 12), r.randint(1, 28))
        if self.chance(0.2):
            return days_of(r.choice((2000, 2004, 2023, 2024, 1900, 2100)), *r.choice(((2, 28), (3, 1), (12, 31), (1, 1), (1, 31), (10, 31))))
        return r.randint(days_of(1890, 1, 1), days_of(2130, 12, 31))

    def clock(self):
        r = self.random
        nanoseconds = r.randint(0, DAY - 1) * BILLION
        if self.chance(0.2) and not self.peer:
            nanoseconds += r.choice((500_000_000, 1, 123_456_789, 250_000_000, 999_999_999))
        return r.choice((0, 43200 * BILLION, nanoseconds, nanoseconds, nanoseconds))

    def leaf_date(self):
        value = Date(self.day())
        text = date_text(value.days)
        return literal(self.random.choice((f'date("{text}")', f'@"{text}"')), value)

    def leaf_time(self):
        value = Time(self.clock(), self.random.choice(OFFSETS))
        text = time_text(value)
        return literal(self.random.choice((f'time("{text}")', f'@"{text}"')), value)

    def leaf_date_and_time(self):
        value = DateTime(self.day(), self.clock(), self.random.choice(OFFSETS))
        text = f"{date_text(value.days)}T{time_text(value)}"
        return literal(self.random.choice((f'date and time("{text}")', f'@"{text}"')), value)

    def leaf_months(self):
        value = Months(self.random.choice((0, 1, 12, 13, self.random.randint(-50, 50), self.random.randint(-1000, 1000))))
        return literal(self.random.choice((f'duration("{months_text(value.count)}")', f'@"{months_text(value.count)}"')), value)

    def leaf_seconds(self):
        r = self.random
        seconds = r.choice((0, 1, 3600, DAY, r.randint(-100, 100) * DAY, r.randint(-10**6, 10**6), r.randint(-10**9, 10**9)))
        nanoseconds = seconds * BILLION + (r.choice((1, 500_000_000, -250_000_000)) if self.chance(0.1) and not self.peer else 0)
        text = seconds_text(nanoseconds)
        return literal(r.choice((f'duration("{text}")', f'@"{text}"')), Seconds(nanoseconds))

    # ---- numbers ----

    def make_number(self, depth, scope):
        r = self.random
        form = r.random()
        if form < 0.45:
            return ("arithmetic", r.choice("+-*/+-*"), self.make("number", depth - 1, scope), self.make("number", depth - 1, scope))
        if form < 0.50:
            return ("arithmetic", "**", self.make("number", depth - 1, scope), self.exponent())
        if form < 0.54:
            return ("negate", self.make("number", depth - 1, scope))
        if form < 0.62:
            return self.rounding(depth, scope)
        if form < 0.67:
            return self.real(depth, scope)
        if form < 0.76:
            name = r.choice(("sum", "sum", "mean", "median", "product", "stddev", "min", "max"))
            items = self.make_list("number", depth - 1, scope, least=1)
            spread = items[0] == "list" and name != "count" and self.chance(0.3)
            return self.call(name, [items]) if not spread or len(items[1]) < 2 else ("builtin", name, items[1], None)
        if form < 0.79:
            return self.call("modulo", [self.make("number", depth - 1, scope), self.make("number", depth - 1, scope)])
        if form < 0.85:
            return self.measure(depth, scope)
        if form < 0.89:
            return self.number_from_text()
        if form < 0.95:
            return self.part(depth, scope)
        return self.ratio(depth, scope)

    def exponent(self):
        r = self.random
        form = r.random()
        if form < 0.6:
            return small(r.randint(-12, 20))
        if form < 0.8:
            return small(r.choice((2, 3, 0, 1, -1, 34, 100, -100, 365)))
        text = r.choice(("0.5", "1.5", "0.25", "2.25", "0.3333333333333333333333333333333333", "10.75" if self.peer else "1e-10", "10.75"))
        tree = literal(text, number(text))
        return ("negate", tree) if self.chance(0.3) else tree

    def rounding(self, depth, scope):
        name = self.random.choice(ROUNDINGS)
        value = self.make("number", depth - 1, scope)
        if name in ("floor", "ceiling") and self.chance(0.5):
            return self.call(name, [value])
        return self.call(name, [value, small(self.random.choice((0, 0, 1, 2, 2, 3, -1, -2, 5, 10, 30, -6)))])

    def real(self, depth, scope):
        name = self.random.choice(("sqrt", "exp", "log", "abs"))
        value = self.make("number", depth - 1, scope)
        return self.call(name, [self.call("abs", [value]) if name in ("sqrt", "log") and self.chance(0.8) else value])

    def measure(self, depth, scope):
        name = self.random.choice(("count", "string length", "day of year", "week of year"))
        if name == "count":
            return self.call(name, [self.make_list(self.random.choice(SCALARS), depth - 1, scope)])
        if name == "string length":
            return self.call(name, [self.make("text", depth - 1, scope)])
        return self.call(name, [self.make(self.random.choice(("date", "date and time")), depth - 1, scope)])

    def number_from_text(self):
        r = self.random
        plain = f"{r.randint(0, 10**6)}" + (f".{r.randint(0, 999)}" if self.chance(0.6) else "")
        grouping, point = r.choice(((",", "."), (".", ","), (" ", ","), (" ", "."), (None, "."), (None, ",")))
        whole, _, rest = plain.partition(".")
        if grouping and len(whole) > 3:
            whole = whole[:-3] + grouping + whole[-3:]
        text = ("-" if self.chance(0.2) else "") + whole + (point + rest if rest else "")
        as_tree = [literal(quoted(mark), mark) if mark else literal("null", NULL) for mark in (grouping, point)]
        return self.call("number", [literal(quoted(text), text), *as_tree])

    def part(self, depth, scope):
        """A property of a date, time or duration."""
        parts = {"date": ("year", "month", "day", "weekday"), "time": ("hour", "minute", "second"),
                 "date and time": ("year", "month", "day", "weekday", "hour", "minute", "second"), "months": ("years", "months"),
                 "seconds": ("days", "hours", "minutes", "seconds")}
        kind = self.random.choice(list(parts))
        return ("path", self.make(kind, depth - 1, scope), self.random.choice(parts[kind]))

    def ratio(self, depth, scope):
        kind = self.random.choice(("months", "seconds"))
        return ("arithmetic", "/", self.make(kind, depth - 1, scope), self.make(kind, depth - 1, scope))

    # ---- booleans ----

    def make_boolean(self, depth, scope):
        r = self.random
        form = r.random()
        if form < 0.35:
            kind = r.choice(("number", "number", *SCALARS))
            signs = ("=", "!=") if kind == "boolean" else ("=", "!=", "<", "<=", ">", ">=")
            return ("compare", r.choice(signs), self.make(kind, depth - 1, scope), self.make(kind, depth - 1, scope))
        if form < 0.5:
            return (r.choice(("and", "or")), self.make("boolean", depth - 1, scope), self.make("boolean", depth - 1, scope))
        if form < 0.55:
            return self.call("not", [self.make("boolean", depth - 1, scope)])
        if form < 0.63:
            kind = self.ordered()
            return ("between", *(self.make(kind, depth - 1, scope) for _ in range(3)))
        if form < 0.75:
            return self.membership(depth, scope)
        if form < 0.85:
            return self.quantified(depth, scope)
        if form < 0.93:
            return self.about_text(depth, scope)
        if form < 0.97:
            return ("builtin", r.choice(("all", "any")), [self.make_list("boolean", depth - 1, scope)], None)
        kind = r.choice(SCALARS)
        return self.call("list contains", [self.make_list(kind, depth - 1, scope), self.make(kind, depth - 1, scope)])

    def ordered(self):
        return self.random.choice(("number", "number", "text", "date", "months", "seconds"))

    def membership(self, depth, scope):
        kind = self.ordered()
        tests = [self.test(kind, depth - 1, scope) for _ in range(self.random.choice((1, 1, 2, 3)))]
        return ("in", self.make(kind, depth - 1, scope), tests)

    def test(self, kind, depth, scope):
        """A range, a comparison or a value; ranges ascend or do not, as it comes."""
        form = self.random.random()
        if form < 0.5:
            return ("range", self.leaf(kind), self.leaf(kind), self.chance(0.5), self.chance(0.5))
        if form < 0.8:
            return ("sign range", self.random.choice(("<", "<=", ">", ">=", "=", "!=")), self.leaf(kind))
        return self.leaf(kind)

    def quantified(self, depth, scope):
        iterators, inner = self.iterators(depth, scope)
        return ("quantified", self.random.choice(("some", "every")), iterators, self.make("boolean", depth - 1, inner))

    def about_text(self, depth, scope):
        name = self.random.choice(("contains", "starts with", "ends with"))
        return self.call(name, [self.make("text", depth - 1, scope), self.make("text", depth - 1, scope)])

    # ---- texts ----

    def make_text(self, depth, scope):
        r = self.random
        form = r.random()
        text = self.make("text", depth - 1, scope)
        if form < 0.25:
            return ("arithmetic", "+", text, self.make("text", depth - 1, scope))
        if form < 0.45:
            arguments = [text, small(r.choice((1, 1, 2, 3, -1, -2, 0, 9)))]
            return self.call("substring", arguments + ([small(r.choice((1, 2, 3, 5, 0)))] if self.chance(0.5) else []))
        if form < 0.6:
            return self.call(r.choice(("upper case", "lower case")), [text])
        if form < 0.7:
            return self.call(r.choice(("substring before", "substring after")), [text, self.make("text", depth - 1, scope)])
        if form < 0.8:
            arguments = [self.make_list("text", depth - 1, scope), self.leaf("text")]
            return self.call("string join", arguments[: r.choice((1, 2, 2))])
        if form < 0.95:
            return self.call("string", [self.make(r.choice(SCALARS), depth - 1, scope)])
        return self.call(r.choice(("day of week", "month of year")), [self.make(r.choice(("date", "date and time")), depth - 1, scope)])

    # ---- dates, times, durations ----

    def shifted(self, kind, depth, scope):
        by = "seconds" if kind == "time" else self.random.choice(("months", "seconds"))
        sign = self.random.choice("+-")
        value, more = self.make(kind, depth - 1, scope), self.make(by, depth - 1, scope)
        return ("arithmetic", "+", more, value) if sign == "+" and self.chance(0.3) else ("arithmetic", sign, value, more)

    def make_date(self, depth, scope):
        if self.chance(0.8):
            return self.shifted("date", depth, scope)
        r = self.random
        return self.call("date", [small(r.randint(1800, 2200)), small(r.randint(0, 13) if self.chance(0.2) else r.randint(1, 12)), small(r.randint(1, 31))])

    def make_time(self, depth, scope):
        if self.chance(0.8):
            return self.shifted("time", depth, scope)
        r = self.random
        parts = [small(r.randint(0, 23)), small(r.randint(0, 59)), small(r.randint(0, 59))]
        if self.chance(0.5):
            offset = r.choice([o for o in OFFSETS if o is not None])
            text = seconds_text(offset * BILLION)
            parts.append(literal(f'@"{text}"', Seconds(offset * BILLION)))
        return self.call("time", parts)

    def make_date_and_time(self, depth, scope):
        if self.chance(0.8):
            return self.shifted("date and time", depth, scope)
        return self.call("date and time", [self.make(self.random.choice(("date", "date and time")), depth - 1, scope), self.leaf("time")])

    def scaled(self, kind, depth, scope):
        """A duration times or by a number of ordinary size."""
        text = self.random.choice(("2", "3", "0.5", "7", "1.25", "0", "100", "0.3", "12.5"))
        factor, value = literal(text, number(text)), self.make(kind, depth - 1, scope)
        form = self.random.choice((0, 1, 2))
        return [("arithmetic", "*", value, factor), ("arithmetic", "*", factor, value), ("arithmetic", "/", value, factor)][form]

    def make_months(self, depth, scope):
        form = self.random.random()
        if form < 0.4:
            return ("arithmetic", self.random.choice("+-"), self.make("months", depth - 1, scope), self.make("months", depth - 1, scope))
        if form < 0.65:
            return self.scaled("months", depth, scope)
        if form < 0.8:
            return self.call("years and months duration", [self.make("date", depth - 1, scope), self.make("date", depth - 1, scope)])
        return ("negate", self.make("months", depth - 1, scope)) if form < 0.9 else self.call("abs", [self.make("months", depth - 1, scope)])

    def make_seconds(self, depth, scope):
        form = self.random.random()
        if form < 0.3:
            return ("arithmetic", self.random.choice("+-"), self.make("seconds", depth - 1, scope), self.make("seconds", depth - 1, scope))
        if form < 0.5:
            return self.scaled("seconds", depth, scope)
        if form < 0.8:
            kind = self.random.choice(("date", "time", "date and time"))
            return ("arithmetic", "-", self.make(kind, depth - 1, scope), self.make(kind, depth - 1, scope))
        if form < 0.85:
            return ("path", self.make(self.random.choice(("time", "date and time")), depth - 1, scope), "time offset")
        return ("negate", self.make("seconds", depth - 1, scope)) if form < 0.92 else self.call("abs", [self.make("seconds", depth - 1, scope)])

    # ---- lists and contexts ----

    def items(self, kind, depth, scope, least=0):
        return ("list", [self.make(kind, depth - 1, scope) for _ in range(self.random.randint(least, 4))])

    def position(self):
        return small(self.random.choice((1, 1, 2, 3, -1, -2, 0, 9)))

    def make_list(self, kind, depth, scope, least=0):
        r = self.random
        if depth <= 0 or self.chance(0.45):
            return self.items(kind, depth, scope, least)
        form = r.choice(("for", "for", "filter", "filter", "rows", "call", "call", "sort", "split", "context rows"))
        if form == "for":
            iterators, inner = self.iterators(depth, scope)
            return ("for", iterators, self.make(kind, depth - 1, inner))
        if form == "filter":
            inner = scope + (("item", kind),)
            return ("filter", self.make_list(kind, depth - 1, scope), self.item_test(kind, depth - 1, inner))
        if form in ("rows", "context rows"):
            return self.rows(kind, depth, scope)
        if form == "sort" and kind not in ("boolean", "context", "time", "date and time"):
            return ("sort", self.make_list(kind, depth - 1, scope, least), (self.chance(0.5), r.choice("<>"), None))
        if form == "split" and kind == "text":
            return self.call("split", [self.leaf("text"), self.pattern()])
        return self.list_call(kind, depth, scope)

    def pattern(self):
        text = self.random.choice(PATTERNS)
        return literal(quoted(text), text)

    def item_test(self, kind, depth, scope):
        if kind not in ("number", "text", "date", "months", "seconds") or self.chance(0.2):
            return self.make("boolean", depth, scope)
        return ("compare", self.random.choice(("<", ">=", "!=", "=")), ("name", "item"), self.make(kind, depth - 1, scope))

    def rows(self, kind, depth, scope):
        """A list of contexts, perhaps filtered by an entry, then one entry of each."""
        keys = self.random.sample(self.keys, 2)
        rows = ("list", [("context", [(keys[0], self.make(kind, depth - 2, scope)), (keys[1], self.make("number", depth - 2, scope))])
                         for _ in range(self.random.randint(1, 3))])
        if self.chance(0.6):
            test = ("compare", self.random.choice(("<", ">=", "!=")), ("name", keys[1]), self.make("number", depth - 2, scope))
            rows = ("filter", rows, test)
        if self.chance(0.25):
            rows = ("sort", rows, (self.chance(0.5), self.random.choice("<>"), keys[1]))
        return ("path", rows, keys[0])

    def list_call(self, kind, depth, scope):
        r = self.random
        name = r.choice(("append", "concatenate", "union", "distinct values", "reverse", "sublist", "remove", "insert before", "list replace", "flatten"))
        first = self.make_list(kind, depth - 1, scope)
        if name in ("concatenate", "union"):
            return ("builtin", name, [first, self.make_list(kind, depth - 1, scope)], None)
        if name == "append":
            return ("builtin", name, [first, self.make(kind, depth - 1, scope)], None)
        if name == "flatten":
            return self.call(name, [("list", [first, ("list", [self.items(kind, depth - 1, scope)])])])
        arguments = [first]
        if name in ("sublist", "remove", "insert before", "list replace"):
            arguments.append(self.position())
        if name in ("insert before", "list replace"):
            arguments.append(self.make(kind, depth - 1, scope))
        if name == "sublist" and self.chance(0.5):
            arguments.append(small(r.choice((1, 2, 0, 3))))
        return self.call(name, arguments)

    def iterators(self, depth, scope):
        """One or two; the second may use the first."""
        made = []
        for _ in range(self.random.choice((1, 1, 1, 2))):
            name = self.fresh(scope)
            kind, domain = self.domain(depth, scope)
            made.append((name, domain))
            scope += ((name, kind),)
        return made, scope

    def domain(self, depth, scope):
        r = self.random
        form = r.random()
        if form < 0.35:
            first = r.randint(-3, 6)
            return "number", ("span", small(first), small(first + r.randint(-3, 4)))
        if form < 0.45 and not self.peer:
            first = self.day()
            if 1800 * 365 < first < 90000:
                return "date", ("span", *(literal(f'@"{date_text(d)}"', Date(d)) for d in (first, first + r.randint(-2, 3))))
        kind = r.choice(("number", "number", "text", "date", "boolean", "seconds"))
        return kind, self.items(kind, depth - 1, scope)

    def make_context(self, depth, scope):
        keys = self.random.sample(self.keys, self.random.randint(1, 3))
        entries = []
        for key in keys:
            kind = self.random.choice(SCALARS + (("list", "number"),))
            entries.append((key, self.make(kind, depth - 1, scope)))
            scope += ((key, kind),)
        return ("context", entries)

    def leaf_context(self):
        key = self.random.choice(self.keys)
        return ("context", [(key, self.leaf("number"))])
