#!/usr/bin/env python3
"""bench/convert.py FROM TO: the peers' cases (one JSON object a line) in our own form of a case.

Keys become fact names in snake_case, numbers become strings of digits exactly as they were written, the key `date`,
which our form refuses, becomes `entry_day`, and the jurisdiction of bench/vn-mini and the movement are told. Nothing else changes,
so that a case has about as many bytes.
"""
import re
import sys

NUMBER = re.compile(r':(-?\d+(?:\.\d+)?)')
KEY = re.compile(r'"([a-z ]+)":')


def convert(line):
    line = NUMBER.sub(r':"\1"', line)
    line = KEY.sub(lambda found: '"entry_day":' if found.group(1) == "date" else f'"{found.group(1).replace(" ", "_")}":', line)
    return '{"jurisdiction":"ZZ","movement":"import",' + line[1:]


def main():
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        out.writelines(map(convert, lines))


if __name__ == "__main__":
    main()
