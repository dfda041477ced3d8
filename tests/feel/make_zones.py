#!/usr/bin/env python3
"""tests/feel/make_zones.py > tests/feel/zones.test: cases over named time zones with results by Python's zoneinfo.

Run again only to add cases; the file is what the tests read. Days lie in years whose rules are settled."""
import datetime
import random
import zoneinfo

ZONES = ["Europe/Paris", "Asia/Shanghai", "Asia/Kolkata", "Asia/Ho_Chi_Minh", "Australia/Lord_Howe", "America/New_York", "America/Sao_Paulo",
         "Africa/Casablanca", "Pacific/Apia", "Asia/Kathmandu", "Europe/Dublin", "Etc/UTC", "Etc/GMT+5", "America/St_Johns", "Asia/Tehran"]
HOUR = datetime.timedelta(hours=1)


def offset_text(delta):
    seconds = int(delta.total_seconds())
    if not seconds:
        return "Z"
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return text + (f":{seconds % 60:02}" if seconds % 60 else "")


def case(text, result):
    print(f"{text}\n=> {result}\n")


def main():
    random.seed(20261122)
    print("# Named time zones: offsets, instants, arithmetic. Made by make_zones.py.")
    print("# oracle: Python zoneinfo over the same edition of the IANA database\n")
    for name in ZONES:
        zone = zoneinfo.ZoneInfo(name)
        for _ in range(12):
            there = datetime.datetime(random.randint(1900, 2090), random.randint(1, 12), random.randint(1, 28), random.randint(0, 23), random.randint(0, 59),
                                      random.randint(0, 59), tzinfo=zone)
            back = there.astimezone(datetime.timezone.utc).astimezone(zone)
            if back.replace(tzinfo=None) != there.replace(tzinfo=None) or there.utcoffset().total_seconds() % 60 and name == "Etc/UTC":
                continue  # a time that was skipped
            local = there.strftime("%Y-%m-%dT%H:%M:%S")
            case(f'@"{local}@{name}" = @"{local}{offset_text(there.utcoffset())}"', "true")
            later = (there.astimezone(datetime.timezone.utc) + 7000 * HOUR).astimezone(zone)
            case(f'string(@"{local}@{name}" + duration("PT7000H"))', f'"{later.strftime("%Y-%m-%dT%H:%M:%S")}@{name}"')
    print("// an hour that comes twice: the first of the two; one that is skipped: the offset before the jump")
    case('@"2024-10-27T02:30:00@Europe/Paris" = @"2024-10-27T02:30:00+02:00"', "true")
    case('@"2024-03-31T02:30:00@Europe/Paris" = @"2024-03-31T02:30:00+01:00"', "true")
    case('@"2024-06-15T12:00:00@Europe/Paris".timezone', '"Europe/Paris"')
    case('string(@"2024-06-15T12:00:00@Europe/Paris".time offset)', '"PT2H"')
    case('string(@"2024-06-15T12:00:00@Europe/Paris" + duration("P6M"))', '"2024-12-15T12:00:00@Europe/Paris"')
    case('string((@"2024-06-15T12:00:00@Europe/Paris" + duration("P6M")).time offset)', '"PT1H"')
    case('@"12:00:00+01:00".timezone', "null")
    case('time("12:00:00@Nowhere/City")', "null [bad-literal]")
    case('date and time("2024-06-15T12:00:00+02:00@Europe/Paris")', "null [bad-literal]")
    case('date and time("2024-06-15T12:00:00@")', "null [bad-literal]")
    case('time("12:00:00@../etc/passwd")', "null [bad-literal]")
    case('is(@"12:00:00@Asia/Shanghai", @"12:00:00+08:00")', "false")
    case('@"12:00:00@Asia/Shanghai" = @"12:00:00+08:00"', "true")


main()
