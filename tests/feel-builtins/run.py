#!/usr/bin/env python3
"""Every built-in function, by place and by name, with what is wrong with it told: rows of table.tsv, figures by hand from the standard.

A row is called with its arguments (parted by " | ") by place, by name, and by name in the reverse order: all give `result`. With the
arguments of `wrong` the result is null and a problem says where and why; with --strict, as rulebooks are read, it is an error and there is
no value. Each function that the program has stands in the table.

`takes` says what each parameter takes, from the domains of DMN 1.5, tables 72 to 82: letters of KINDS, `*` for any, `!` for any but null (what
is no list is a list of one); then `?` may be left out or null, `~` may be left out, `...` and more of them. From this follow, for each
parameter, by place and by name: every kind it does not take, one item too many, one too few, none, a name that is not there, a name told
twice, a name left out: all null and told, all errors when strict. And a list of one is taken for its item (10.3.2.9.4).
"""
import csv
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tap  # noqa: E402
from tap import report  # noqa: E402
DEFINED = HERE.parent.parent / "src/feel/builtins.def"
MIRRORED = ("before", "after")  # the order of the names chooses between (point, range) and (range, point)
KINDS = {
    "n": "7", "t": '"q"', "b": "true", "d": '@"2021-03-04"', "c": '@"10:11:12"', "w": '@"2021-03-04T10:11:12"', "m": '@"P5M"', "s": '@"PT6H"',
    "l": "[8, 9]", "x": "{k: 1}", "r": "[1..2]", "f": "function(u) u", "0": "null",
}
# Where the names choose between forms, they take less than the place does.
NARROW = {"position": "n", "match": "f", "key": "t", "keys": "tl", "point": "n", "point1": "n", "point2": "n", "range": "r", "range1": "r", "range2": "r"}


def rows():
    with open(HERE / "table.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def run(binary, texts, *options):
    done = subprocess.run([binary, "feel", "--lines", *options], input="".join(text + "\n" for text in texts), capture_output=True, text=True, check=False)
    return dict(zip(texts, map(json.loads, done.stdout.splitlines())))


def split(text, mark):
    return text.split(mark) if text else []


def by_place(row, values):
    return f"{row['function']}({', '.join(values)})"


def by_name(row, pairs):
    return f"{row['function']}({', '.join(f'{name}: {value}' for name, value in pairs)})"


def right_calls(row):
    """By place, by name, by name turned round."""
    names, values = split(row["parameters"], "|"), split(row["arguments"], " | ")
    calls = [by_place(row, values), by_name(row, zip(names, values))]
    if row["function"] not in MIRRORED:
        calls.append(by_name(row, reversed(list(zip(names, values)))))
    return calls


def kinds_of(takes):
    return takes.rstrip("?~.")


def refused(takes):
    """The kinds that the parameter does not take."""
    if "*" in takes:
        return ""
    if "!" in takes:
        return "0"
    return [kind for kind in KINDS if kind not in kinds_of(takes) and not (kind == "0" and "?" in takes)]


def wrong_kinds(row, chooses):
    names, takes, values = split(row["parameters"], "|"), split(row["takes"], "|"), split(row["arguments"], " | ")
    for at, (name, taken) in enumerate(zip(names, takes)):
        named = NARROW.get(name, taken) if chooses else taken
        for kind in refused(taken):
            yield by_place(row, values[:at] + [KINDS[kind]] + values[at + 1:])
        for kind in refused(named):
            yield by_name(row, list(zip(names, values))[:at] + [(name, KINDS[kind])] + list(zip(names, values))[at + 1:])


def wrong_counts(row, counts):
    """`counts` are the numbers of arguments for which the function has a form."""
    takes, values = split(row["takes"], "|"), split(row["arguments"], " | ")
    least = sum(1 for taken in takes if taken[-1] not in "?~")
    if not any(taken.endswith("...") for taken in takes) and len(values) + 1 not in counts:
        yield by_place(row, values + ["1"])
    if least and least - 1 not in counts:
        yield by_place(row, values[:least - 1])
    if 0 not in counts:
        yield by_place(row, [])


def wrong_names(row):
    pairs, takes = list(zip(split(row["parameters"], "|"), split(row["arguments"], " | "))), split(row["takes"], "|")
    for at, (pair, taken) in enumerate(zip(pairs, takes)):
        yield by_name(row, pairs[:at] + [("not of it", pair[1])] + pairs[at + 1:])
        yield by_name(row, pairs + [pair])
        if len(pairs) > 1 and "0" in refused(taken) and taken[-1] != "~":
            yield by_name(row, pairs[:at] + pairs[at + 1:])


def singletons(row):
    takes, values = split(row["takes"], "|"), split(row["arguments"], " | ")
    for at, taken in enumerate(takes):
        if not set("*!l0") & set(taken):
            yield by_place(row, values[:at] + [f"[{values[at]}]"] + values[at + 1:])


def wrong_calls(row, table):
    same = [other for other in table if other["function"] == row["function"]]
    counts = {len(split(other["parameters"], "|")) for other in same}
    chooses = sum(len(split(other["parameters"], "|")) == len(split(row["parameters"], "|")) for other in same) > 1
    told = [by_place(row, split(row["wrong"], " | "))] if row["wrong"] else []
    return told + list(wrong_kinds(row, chooses)) + list(wrong_counts(row, counts)) + list(wrong_names(row))


def check_right(call, result, lenient, strict):
    for answer in (lenient[call], strict[call]):
        report(f"{call} => {result}", answer.get("value") == result and "problems" not in answer, answer)


def check_wrong(call, lenient, strict):
    problems = lenient[call].get("problems", [])
    placed = all(problem["column"] > 0 and problem["severity"] == "warning" for problem in problems)
    report(f"{call} => null, and why", lenient[call].get("value") == "null" and problems and placed, lenient[call])
    errors = [problem for problem in strict[call].get("problems", []) if problem["severity"] == "error"]
    report(f"{call} is an error of rulebooks", errors and "value" not in strict[call], strict[call])


def main():
    table = rows()
    known = set(re.findall(r'^BUILTIN\("([^"]+)"', DEFINED.read_text(encoding="utf-8"), re.M))
    report("each function has a row, each row a function", known == {row["function"] for row in table}, known ^ {row["function"] for row in table})
    right = {call: row["result"] for row in table if row["result"] for call in right_calls(row) + list(singletons(row))}
    wrong = {call: row for row in table if row["result"] for call in wrong_calls(row, table)}
    wrong |= {call: None for call in ("now(1)", "today(1)", "now(date: null)", "today(date: null)")}
    lenient, strict = run(sys.argv[1], list(right) + list(wrong)), run(sys.argv[1], list(right) + list(wrong), "--strict")
    for call, result in right.items():
        check_right(call, result, lenient, strict)
    for call in wrong:
        check_wrong(call, lenient, strict)
    return tap.exit_code()


if __name__ == "__main__":
    sys.exit(main())
