#!/usr/bin/env python3
"""Write tests/value/date.vectors: days, weekdays and months as Python's datetime and calendar have them.

    tools/make-date-vectors.py > tests/value/date.vectors

Years outside 1 .. 9999 are moved by whole multiples of 400 years, after which the calendar repeats (146,097 days, a whole
number of weeks). The seed stands in the file's head.
"""
import calendar
import datetime
import random

SEED = 19700101
pick = random.Random(SEED)
EPOCH = datetime.date(1970, 1, 1).toordinal()


def line(day, cycles, months):
    """The day moved by so many cycles of 400 years; its count, weekday, and the day so many months later."""
    def text(of):
        year = of.year + cycles * 400
        return f"{'-' if year < 0 else ''}{abs(year):04d}-{of.month:02d}-{of.day:02d}"
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    later = datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    print(text(day), day.toordinal() - EPOCH + cycles * 146097, day.isoweekday(), months, text(later))


def main():
    print(f'# Made by tools/make-date-vectors.py, seed {SEED}; oracle: Python datetime and calendar.')
    print('# day, days since 1970-01-01, weekday, months, the day so many months later')
    for year in (1600, 1700, 1899, 1900, 1970, 1999, 2000, 2001, 2023, 2024, 2100):
        for month, day in ((1, 1), (2, 28), (3, 1), (12, 31)):
            line(datetime.date(year, month, day), 0, 1)
        if calendar.isleap(year):
            line(datetime.date(year, 2, 29), 0, 12)
    for _ in range(1000):
        day = datetime.date.fromordinal(pick.randint(datetime.date(1200, 1, 1).toordinal(), datetime.date(8000, 1, 1).toordinal()))
        line(day, pick.choice([0, 0, -3, -4, -20, -2499990, 2499970, pick.randint(-2499000, 2499000)]), pick.randint(-5000, 5000))


main()
