#!/usr/bin/env python3
"""Write tests/value/calendar.vectors: ends of time limits, worked out without any of our code.

    tools/make-calendar-vectors.py > tests/value/calendar.vectors

Oracle: for each country the list of all working days of the covered years, made from the CSV by Python's datetime. The
n-th working day after a day is then a place in that list. Uncovered years (2027 and after) are worked out by trying:
the day is looked for in a list in which the first weekdays of each such year are struck out, as many as the covered year
with the most holidays on weekdays had, and in one that has as many of its first weekend days as were ever worked.
Weeks, months and years by Python's own dates. The seed stands in the file's head.
"""
import bisect
import calendar
import csv
import datetime
import os
import random

SEED = 20260309
CASES = 250  # of each country
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DAY = datetime.timedelta(days=1)
REST, WORK = {'off', 'gazetted'}, {'work'}
WEEKS = {'five days', 'six days', 'six and five days'}
pick = random.Random(SEED)


def read(country):
    rest, work, years = set(), set(), set()
    with open(f'{ROOT}/data/calendars/{country}.csv', encoding='utf-8', newline='') as file:
        for row in csv.DictReader(file):
            day = datetime.date.fromisoformat(row['date'])
            if row['kind'] in WEEKS:
                continue  # of years before those that are counted here
            years.add(day.year)
            if row['kind'] in REST:
                rest.add(day)
            elif row['kind'] in WORK:
                work.add(day)
    return rest, work, years


def days_of(year):
    day = datetime.date(year, 1, 1)
    while day.year == year:
        yield day
        day += DAY


def most(days, years, weekday):
    return max(sum(1 for d in days if d.year == y and (d.weekday() < 5) == weekday) for y in years)


def working_days(country, many, backward=False):
    """All working days from 2000 to 2045; `many`: strike out as many as may be rest days where nobody knows yet."""
    rest, work, years = read(country)
    most_rest, most_work = most(rest, years, True), most(work, years, False)
    listed = []
    for year in range(2000, 2046):
        days = list(days_of(year))
        if year in years:
            listed += [d for d in days if d in work or (d.weekday() < 5 and d not in rest)]
            continue
        weekdays = [d for d in days if d.weekday() < 5]
        weekends = [d for d in days if d.weekday() >= 5]
        if backward:
            weekdays.reverse()
            weekends.reverse()
        listed += sorted(weekdays[most_rest:] if many else weekdays + weekends[:most_work])
    return listed


def nth(listed, start, count):
    if count > 0:
        return listed[bisect.bisect_right(listed, start) + count - 1]
    return listed[bisect.bisect_left(listed, start) + count]


def add_months(day, months):
    month = day.year * 12 + day.month - 1 + months
    year, of_year = divmod(month, 12)
    return datetime.date(year, of_year + 1, min(day.day, calendar.monthrange(year, of_year + 1)[1]))


def covered_day(years):
    first = datetime.date(min(years), 4, 1)
    return first + DAY * pick.randrange((datetime.date(2026, 6, 1) - first).days)


def covered_counts(country, years):
    listed = working_days(country, False)
    for _ in range(CASES):
        start, count = covered_day(years), pick.choice([pick.randint(1, 90), -pick.randint(1, 60)])
        end = nth(listed, start, count)
        print(country, start, count, 'working-days stays', end, end)


def open_counts(country):
    """From somewhere in 2026 into 2027, or wholly past it, without leaving the year of the start plus one."""
    few, many = working_days(country, False), working_days(country, True)
    for _ in range(CASES // 5):
        start = datetime.date(2026, 10, 1) + DAY * pick.randrange(85)
        count = pick.randint(80, 200)
        print(country, start, count, 'working-days stays', nth(few, start, count), nth(many, start, count))
    few, many = working_days(country, False, True), working_days(country, True, True)
    first = min(read(country)[2])
    for _ in range(CASES // 5):
        start, count = datetime.date(first, 1, 4) + DAY * pick.randrange(60), -pick.randint(80, 200)
        print(country, start, count, 'working-days stays', nth(many, start, count), nth(few, start, count))


def calendar_units(country, years):
    listed = working_days(country, False)
    known = set(listed)
    for _ in range(CASES):
        start, count = covered_day(years), pick.randint(-30, 30)
        unit = pick.choice(['days', 'weeks', 'months', 'years'])
        if unit == 'years':
            count = pick.randint(-2, 2)
        end = {'days': lambda: start + DAY * count, 'weeks': lambda: start + 7 * DAY * count,
               'months': lambda: add_months(start, count), 'years': lambda: add_months(start, 12 * count)}[unit]()
        rest = pick.choice(['stays', 'next', 'previous'])
        if end.year not in years or end > datetime.date(2026, 12, 1) or end < datetime.date(min(years), 2, 1):
            rest = 'stays'
        while rest != 'stays' and end not in known:
            end += DAY if rest == 'next' else -DAY
        print(country, start, count, unit, rest, end, end)


def main():
    print(f'# Made by tools/make-calendar-vectors.py, seed {SEED}; oracle: lists of working days, Python datetime.')
    print('# country, from, count, unit, rest day, earliest, latest')
    for country in ('cn', 'in', 'vn'):
        years = read(country)[2]
        covered_counts(country, years)
        open_counts(country)
        calendar_units(country, years)


main()
