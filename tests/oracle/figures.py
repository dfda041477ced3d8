"""What the reckonings of all countries share: days, rounding, and the two answers that are no figures."""
import datetime
from fractions import Fraction


class NoFigure:
    """An answer that is no figure."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


SILENT = NoFigure("silent")            # the law, as far as it was read, gives no figure
NOT_COVERED = NoFigure("not covered")  # the law of that day was not read at all


def day(text):
    return datetime.date.fromisoformat(text)


def half_up(number):
    """To the whole unit, five and above up."""
    return int((Fraction(number) * 2 + 1) // 2)
