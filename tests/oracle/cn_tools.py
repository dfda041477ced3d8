"""Days, money and the parts of an outcome, for the reckoning of China's law (cn_oracle.py)."""
import csv
import dataclasses
import datetime
import pathlib
from decimal import Decimal
from fractions import Fraction

from figures import SILENT, day, half_up

STANDARD = [(day("1994-01-01"), 17), (day("2018-05-01"), 16), (day("2019-04-01"), 13)]  # CN-VAT-01 .. 04


def read_calendar():
    """CN-CAL-21: rest days and worked weekend days, 2004 to 2026, as the notices of the State Council have them."""
    path = pathlib.Path(__file__).resolve().parent.parent.parent / "data" / "calendars" / "cn.csv"
    with path.open(encoding="utf-8") as file:
        return {day(row["date"]): row["kind"] for row in csv.DictReader(file)}


CALENDAR = read_calendar()


def rests(on):
    """CN-CAL-03, CN-CAL-20. A day outside the calendar is SILENT."""
    if not 2004 <= on.year <= 2026:
        return SILENT
    return CALENDAR.get(on, "off" if on.weekday() > 4 else "work") == "off"


def next_working(on):
    """CN-DUT-54."""
    while rests(on) is True:
        on += datetime.timedelta(days=1)
    return SILENT if rests(on) is SILENT else on


def after(on, days):
    return on + datetime.timedelta(days=days)


def plain(on):
    """A last day of which the law does not say whether it moves: SILENT on a rest day."""
    return on if rests(on) is False else SILENT


def working_days(on, count):
    """CN-CAL-23: the first day is not counted."""
    while count:
        on = after(on, 1)
        if rests(on) is SILENT:
            return SILENT
        count -= not rests(on)
    return on


def months_on(on, months):
    """The same day so many months on; SILENT where that month may lack it."""
    if on.day > 28:
        return SILENT
    years, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return datetime.date(years, month + 1, on.day)


def at(table, on):
    """The value of the last row that has begun."""
    begun = [value for first, value in table if first <= on]
    return begun[-1] if begun else SILENT


def fen(yuan):
    """CN-DUT-30: to the fen, five and above up."""
    return half_up(Fraction(yuan) * 100)


def percent(number):
    return Fraction(number) / 100


def exact(text):
    return Fraction(Decimal(text))


def convert(case, text, on):
    """Money of the case in yuan, exactly."""
    number, currency = text.split()
    if currency == "CNY":
        return exact(number)
    for rate in case.get("exchange_rates", []):
        if (rate["from"], rate["to"]) == (currency, "CNY") and day(rate["valid_from"]) <= on <= day(rate["valid_to"]):
            return exact(number) * exact(rate["rate"])
    return SILENT


@dataclasses.dataclass
class Outcome:
    values: dict = dataclasses.field(default_factory=dict)     # line -> fen
    sums: dict = dataclasses.field(default_factory=dict)       # shipment -> fen, however its lines share the costs
    codes: dict = dataclasses.field(default_factory=dict)
    amounts: dict = dataclasses.field(default_factory=dict)    # (charge, of) -> fen, or (lowest, highest)
    deadlines: dict = dataclasses.field(default_factory=dict)  # (name, of) -> day
    fields: dict = dataclasses.field(default_factory=dict)     # (form, field, of) -> text
    permits: dict = dataclasses.field(default_factory=dict)    # (permit, of) -> needed?
    reasons: dict = dataclasses.field(default_factory=dict)    # (charge, of) -> code of the reason
    border: object = 0
    beside: object = 0

    def add(self, total, amount):
        held = getattr(self, total)
        setattr(self, total, held + amount if isinstance(held, int) and isinstance(amount, int) else SILENT)

    def charge(self, name, of, amount, total=None):
        self.amounts[name, of] = amount
        if total:
            self.add(total, amount)
