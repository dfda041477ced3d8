"""What the countries' made-up cases share: chance, the parts of an answer, and the judging of cases with few facts."""
import datetime
import random
from decimal import Decimal, InvalidOperation

from figures import NOT_COVERED, SILENT, day


class Dice:
    """Chance from a fixed seed."""

    first, last, edges = "2000-01-01", "2026-12-31", []
    currency, whole = "USD", False

    def __init__(self, seed):
        self.random = random.Random(seed)

    def maybe(self, share):
        return self.random.random() < share

    def pick(self, *choices):
        return self.random.choice(choices)

    def day(self, first=None, last=None):
        """Any day between, every second time one beside an edge."""
        low, high = day(first or self.first), day(last or self.last)
        if self.maybe(0.5):
            edge = day(self.random.choice(self.edges)) + datetime.timedelta(days=self.pick(-1, 0, 0, 1))
            if low <= edge <= high:
                return edge
        return low + datetime.timedelta(days=self.random.randrange((high - low).days + 1))

    def money(self, low, high, whole=False):
        amount = self.random.randrange(low * 100, high * 100)
        if whole or self.whole or self.maybe(0.6):
            return f"{amount // 100} {self.currency}"
        return f"{amount // 100}.{amount % 100:02d} {self.currency}"


class Answer:
    """The machine form of a determination, by what it speaks of."""

    def __init__(self, answer):
        self.raw, self.status = answer, answer["status"]
        self.lines = {(row["charge"], row["of"]["id"]): row for row in answer.get("lines", [])}
        self.values = {row["of"]["id"]: row for row in answer.get("values", [])}
        self.codes = {row["of"]["id"]: row for row in answer.get("codes", [])}
        self.deadlines = {(row["decision"], row["of"]["id"]): row.get("day") for row in answer.get("deadlines", [])}
        self.totals = {row["total"]: row["amount"] for row in answer.get("totals", [])}
        self.alternatives = {(one.get("question"), one.get("reading")): row for row in answer.get("alternatives", [])
                             for one in [*row.get("same_outcome", []), row]}


def same(wanted, found):
    if wanted is SILENT:
        return True
    if wanted is NOT_COVERED:
        return found == "not covered"
    return str(wanted) == str(found)


def error_faults(raw):
    """What an answer says that is none; None for an answer."""
    if raw.get("status") != "error":
        return None
    return [f"error: {p['name']}: {p['message']}" for p in raw.get("problems", [])]


def alike(one, other):
    """The same word or the same number."""
    try:
        return Decimal(one) == Decimal(other)
    except (InvalidOperation, TypeError):
        return one == other


def few_faults(wanted_status, wanted, raw):
    """A case with few facts: its status, then (list or charge, of, figure) or ("missing", fact)."""
    answer = Answer(raw)
    found = [] if answer.status == wanted_status else [f"status is {answer.status}, wanted {wanted_status}"]
    missing = {row.get("fact") for row in raw.get("missing", [])}
    for what, *rest in wanted:
        if what == "missing":
            found += [] if rest[0] in missing else [f"{rest[0]} is not named as missing"]
        else:
            row = answer.values.get(rest[0]) if what == "values" else answer.lines.get((what, rest[0]))
            amount = (row or {}).get("value" if what == "values" else "amount")
            found += [] if alike(amount, rest[1]) else [f"{what} of {rest[0]} is {amount}, wanted {rest[1]}"]
    return found


def without(thing, *facts, **more):
    return {**{k: v for k, v in thing.items() if k not in facts}, **more}
