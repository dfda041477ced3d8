#!/usr/bin/env python3
"""tests/determination/run.py BINARY [WORD...]: cases against small rulebooks, see README.md."""
# budget: 240
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from decimal import Decimal, InvalidOperation

HERE = pathlib.Path(__file__).resolve().parent
STEP = re.compile(r"([\w ]+?)((?:\[[^\]]*\])*)(?:\.|$)")


class Wrong(Exception):
    """What is not as expected, in a sentence."""


class Test:
    """A book, options, a case, and lines of what is expected of it."""
    def __init__(self, name, book):
        self.name, self.book, self.options, self.case, self.expected, self.report = name, book, [], "", [], None


def read_tests(path):
    """The tests of a file. `# book NAME` and `= name` and `options ...` begin a line; JSON begins with a brace."""
    book, test = None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("book "):
            book = line[5:].strip()
        elif line.startswith("== "):
            if test:
                yield test
            test = Test(f"{path.stem}: {line[3:].strip()}", book)
        elif line.startswith("options "):
            test.options += line[8:].split()
        elif line.startswith("!! "):
            test.report = line[3:].strip()
        elif line.startswith(("{", " ", "}")):
            test.case += line + "\n"
        else:
            left, equals, right = line.partition(" = ")
            if not equals:
                raise Wrong(f'{path.name}: "{line}" cannot be read')
            test.expected.append((left.strip(), right.strip()))
    if test:
        yield test


# ---- what a selector finds ----

def texts_of(entry):
    """Every text of an entry by which it may be named: its members, and the path of its thing."""
    if isinstance(entry, str):
        return [entry]
    return [v for v in entry.values() if isinstance(v, str)] + [entry.get("of", {}).get("id") if isinstance(entry.get("of"), dict) else None]


def fits(entry, wanted):
    key, equals, value = wanted.partition("=")
    if equals:
        return str(entry.get(key.strip().replace(" ", "_"))) == value.strip()
    return wanted in texts_of(entry)


def named(found, filters):
    for inside in filters:
        for wanted in (part.strip() for part in inside.split(",")):
            found = [entry for entry in found if fits(entry, wanted)]
    return found


def under(found, key):
    """A member of an object, or of every object of a list."""
    if isinstance(found, list):
        if key == "count":
            return len(found)
        members = [under(one, key) for one in found]
        return [m for m in members if m is not None]
    return found.get(key.strip().replace(" ", "_")) if isinstance(found, dict) else None


def select(answer, selector):
    found, at = answer, 0
    while at < len(selector):
        match = STEP.match(selector, at)
        if not match or match.end() == at:
            raise Wrong(f'selector "{selector}" cannot be read')
        at = match.end()
        found = under(found, match.group(1))
        filters = re.findall(r"\[([^\]]*)\]", match.group(2))
        if filters:
            found = named(found or [], filters)
            if match.group(1) != "count" and len(found) == 1 and at < len(selector):
                found = found[0]
    return found


def shown(found):
    if found is None or found == []:
        return "absent"
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, list):
        return ", ".join(shown(one) for one in found)
    if isinstance(found, dict):
        return found.get("amount") or found.get("value") and shown(found["value"]) or json.dumps(found, ensure_ascii=False)
    return str(found)


def same_one(found, wanted):
    try:
        return found == wanted or Decimal(found) == Decimal(wanted)
    except InvalidOperation:
        return False


def same(found, wanted):
    """Numbers are compared as numbers, also those of a list."""
    found, wanted = found.split(", "), wanted.split(", ")
    return len(found) == len(wanted) and all(map(same_one, found, wanted))


# ---- running ----

def determine(binary, test, json_text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "case.json"
        path.write_text(json_text, encoding="utf-8")
        environment = dict(os.environ, DECLARANT_RULEBOOKS=str(HERE / "books" / test.book))
        return subprocess.run([binary, "determine", "--json", "--trace", *test.options, str(path)], capture_output=True, text=True,
                              env=environment, timeout=60)


def check(binary, test):
    done = determine(binary, test, test.case)
    if test.report:
        if done.returncode != 1 or test.report not in done.stderr:
            raise Wrong(f"exit {done.returncode}, expected 1 and \"{test.report}\"\n{done.stderr}")
        return
    if done.returncode not in (0, 3, 4):
        raise Wrong(f"exit {done.returncode}\n{done.stderr}")
    answer = json.loads(done.stdout)
    faults = []
    for selector, wanted in test.expected:
        found = shown(select(answer, selector))
        if not same(found, wanted):
            faults.append(f"{selector} is {found}, expected {wanted}")
    if faults:
        raise Wrong("\n".join(faults))
    if not test.expected:
        raise Wrong("nothing is expected")


def main():
    binary, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    if not os.path.exists(binary):
        print("ok 1 - determination # SKIP there is no command line yet")
        return 0
    number = failures = 0
    for path in sorted(HERE.glob("*.test")):
        for test in read_tests(path):
            if words and not any(word in test.name for word in words):
                continue
            number += 1
            try:
                check(binary, test)
                print(f"ok {number} - {test.name}")
            except (Wrong, json.JSONDecodeError, subprocess.TimeoutExpired, KeyError, TypeError, AttributeError) as wrong:
                failures += 1
                print(f"not ok {number} - {test.name}\n# " + str(wrong).replace("\n", "\n# "))
    return 1 if failures or not number else 0


if __name__ == "__main__":
    sys.exit(main())
