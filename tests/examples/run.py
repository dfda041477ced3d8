#!/usr/bin/env python3
"""Runs every case of examples/cases/ and holds the answer against what is expected beside it (NAME.expect).

A line of an .expect file is `SELECTOR = VALUE  # where the figure comes from`; selector.py says what a selector is. VALUE is compared
as a decimal number where both sides are numbers, else as text; `absent` expects that there is no such entry, `present` that there is one.
"""
# budget: 120
import decimal
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from selector import Unreadable, select  # noqa: E402

CASES = pathlib.Path("examples/cases")


def expectations(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.split("#", 1)[0].strip()
        if text:
            selector, _, value = text.rpartition(" = ")
            yield number, selector.strip(), value.strip()


def same(found, expected):
    if expected in ("absent", "present"):
        return (found is None) == (expected == "absent")
    if found is None:
        return False
    try:
        return decimal.Decimal(found) == decimal.Decimal(expected)
    except decimal.InvalidOperation:
        return found == expected


def determine(binary, case):
    run = subprocess.run([binary, "determine", str(case), "--json", "--trace"], capture_output=True, text=True, timeout=60)
    if run.returncode not in (0, 3, 4):
        return None, run.stderr.strip()
    return json.loads(run.stdout), ""


def check_case(binary, case):
    """Yields (name, fault or empty) for each expectation."""
    expect = case.with_suffix(".expect")
    if not expect.exists():
        yield case.stem, "there is no " + expect.name
        return
    answer, fault = determine(binary, case)
    for number, selector, value in expectations(expect):
        name = f"{case.stem}:{number} {selector}"
        if answer is None:
            yield name, fault.splitlines()[0] if fault else "no answer"
            continue
        try:
            found = select(answer, selector)
            yield name, "" if same(found, value) else f"is {found}, expected {value}"
        except Unreadable:
            yield name, "this is no selector"


def main():
    binary, passed, failed = sys.argv[1], 0, 0
    for case in sorted(CASES.glob("*.json")):
        for name, fault in check_case(binary, case):
            number = passed + failed + 1
            if fault:
                failed += 1
                print(f"not ok {number} - {name}\n# {fault}")
            else:
                passed += 1
                print(f"ok {number} - {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
