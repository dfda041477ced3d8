#!/usr/bin/env python3
"""Every pair: operators over two values of each kind, and relations of two ranges, or a point and a range.

Operators: pairs.tsv has what each pair of kinds gives, worked out by hand after DMN 1.5, tables 53, 54, 57, 59, 60; every other pair of the
SAMPLES is null, told, and an error when strict. (In an equality null differs from all but null.) Relations: the formulas of table 78, written
here once more, decide over all ranges with ends among 1, 2, 3 and all brackets, and all points among them.
"""
import csv
import itertools
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = {
    "number": "6", "text": '"6"', "boolean": "true", "date": '@"2021-01-31"', "time": '@"10:10:10Z"', "clock": '@"2021-01-31T10:10:10Z"',
    "months": '@"P5M"', "seconds": '@"PT36H"', "list": "[6]", "context": "{a: 6}", "range": "[1..6]", "function": "(function(a) a)", "null": "null",
}
OPERATORS = ("+", "-", "*", "/", "**", "<", "<=", ">", ">=", "=", "!=")
STRICTER = {("date", "clock"), ("clock", "date")}  # that a day equals an instant is asked by mistake: an error of rulebooks
count = failures = 0


def report(name, passed, detail=""):
    global count, failures
    count += 1
    failures += not passed
    if not passed:
        print(f"# {name}\n#   {detail}")


def run(binary, texts, *options):
    done = subprocess.run([binary, "feel", "--lines", *options], input="".join(text + "\n" for text in texts), capture_output=True, text=True, check=False)
    return dict(zip(texts, map(json.loads, done.stdout.splitlines())))


# ---- operators ----

def pairs():
    with open(HERE / "pairs.tsv", encoding="utf-8", newline="") as file:
        return {(row["operator"], row["left"], row["right"]): row["result"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def wanted_of(known, operator, left, right):
    if operator in ("=", "!=") and "null" in (left, right):
        return "true" if (left == right) == (operator == "=") else "false"
    return known.get((operator, left, right))


def check_pair(text, wanted, stricter, lenient, strict):
    if wanted is not None:
        report(f"{text} => {wanted}", lenient.get("value") == wanted and "problems" not in lenient, lenient)
    else:
        report(f"{text} => null, and why", lenient.get("value") == "null" and "problems" in lenient, lenient)
    if wanted is not None and not stricter:
        report(f"{text} => {wanted}, strictly", strict.get("value") == wanted and "problems" not in strict, strict)
    else:
        report(f"{text} is an error of rulebooks", "value" not in strict and "problems" in strict, strict)


def operators(binary):
    known = pairs()
    asked = {f"{SAMPLES[left]} {operator} {SAMPLES[right]}": (operator, left, right) for operator, left, right in itertools.product(OPERATORS, SAMPLES, SAMPLES)}
    lenient, strict = run(binary, asked), run(binary, asked, "--strict")
    for text, (operator, left, right) in asked.items():
        stricter = operator in ("=", "!=") and (left, right) in STRICTER
        check_pair(text, wanted_of(known, operator, left, right), stricter, lenient[text], strict[text])


# ---- relations; a range is (start, end, start included, end included), a point a number ----

def before(a, b):
    if is_point(a):
        return a < b if is_point(b) else a < b[0] or (a == b[0] and not b[2])
    if is_point(b):
        return a[1] < b or (a[1] == b and not a[3])
    return a[1] < b[0] or ((not a[3] or not b[2]) and a[1] == b[0])


def meets(a, b):
    return a[3] and b[2] and a[1] == b[0]


def overlaps(a, b):
    return (a[1] > b[0] or (a[1] == b[0] and a[3] and b[2])) and (a[0] < b[1] or (a[0] == b[1] and a[2] and b[3]))


def overlaps_before(a, b):
    begins = a[0] < b[0] or (a[0] == b[0] and a[2] and not b[2])
    reaches = a[1] > b[0] or (a[1] == b[0] and a[3] and b[2])
    return begins and reaches and (a[1] < b[1] or (a[1] == b[1] and (not a[3] or b[3])))


def finishes(a, b):
    if is_point(a):
        return b[3] and b[1] == a
    return a[3] == b[3] and a[1] == b[1] and (a[0] > b[0] or (a[0] == b[0] and (not a[2] or b[2])))


def includes(a, b):
    if is_point(b):
        return (a[0] < b < a[1]) or (a[0] == b and a[2]) or (a[1] == b and a[3])
    return (a[0] < b[0] or (a[0] == b[0] and (a[2] or not b[2]))) and (a[1] > b[1] or (a[1] == b[1] and (a[3] or not b[3])))


def starts(a, b):
    if is_point(a):
        return b[0] == a and b[2]
    return a[0] == b[0] and a[2] == b[2] and (a[1] < b[1] or (a[1] == b[1] and (not a[3] or b[3])))


def coincides(a, b):
    return a == b


RELATIONS = {  # the formula, turned round or not, and whether a point may stand first, second, or in both places
    "before": (before, False, True, True, True), "after": (before, True, True, True, True), "meets": (meets, False, False, False, False),
    "met by": (meets, True, False, False, False), "overlaps": (overlaps, False, False, False, False),
    "overlaps before": (overlaps_before, False, False, False, False), "overlaps after": (overlaps_before, True, False, False, False),
    "finishes": (finishes, False, True, False, False), "finished by": (finishes, True, False, True, False), "includes": (includes, False, False, True, False),
    "during": (includes, True, True, False, False), "starts": (starts, False, True, False, False), "started by": (starts, True, False, True, False),
    "coincides": (coincides, False, False, False, True),
}


def is_point(value):
    return isinstance(value, int)


def written(value):
    return str(value) if is_point(value) else f"{'[' if value[2] else '('}{value[0]}..{value[1]}{']' if value[3] else ')'}"


def is_empty(value):
    return not is_point(value) and value[0] == value[1] and not (value[2] and value[3])


def stretches():
    ends = [(low, high) for low in (1, 2, 3) for high in (1, 2, 3) if low <= high]
    ranges = [(low, high, *closed) for low, high in ends for closed in itertools.product((True, False), repeat=2)]
    return [1, 2, 3] + [one for one in ranges if not is_empty(one)]


def relations(binary):
    wanted = {}
    for name, (formula, turned, first, second, both) in RELATIONS.items():
        for a, b in itertools.product(stretches(), repeat=2):
            allowed = both if is_point(a) and is_point(b) else first if is_point(a) else second if is_point(b) else True
            if allowed:
                wanted[f"{name}({written(a)}, {written(b)})"] = formula(b, a) if turned else formula(a, b)
    for a, b in itertools.product((1, 2, 3), stretches()):
        wanted[f"{a} in {written(b)}"] = a == b if is_point(b) else includes(b, a)
    answers = run(binary, wanted)
    for text, result in wanted.items():
        report(f"{text} => {result}", answers[text].get("value") == ("true" if result else "false") and "problems" not in answers[text], answers[text])


def main():
    binary = sys.argv[1]
    operators(binary)
    relations(binary)
    print(f"{count - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
