#!/usr/bin/env python3
"""Every built-in function, by place and by name, with what is wrong with it told: rows of table.tsv, figures by hand from the standard.

A row is called with its arguments (parted by " | ") by place, by name, and by name in the reverse order: all give `result`. With the
arguments of `wrong` the result is null and a problem says where and why; with --strict, as rulebooks are read, it is an error and there is
no value. Each function that the program has stands in the table.
"""
import csv
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
DEFINED = HERE.parent.parent / "src/feel/builtins.def"
MIRRORED = ("before", "after")  # the order of the names chooses between (point, range) and (range, point)
count = failures = 0


def report(name, passed, detail=""):
    global count, failures
    count += 1
    failures += not passed
    print(f"{'ok' if passed else 'not ok'} {count} - {name}")
    if not passed:
        print(f"# {detail}")


def rows():
    with open(HERE / "table.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def run(binary, texts, *options):
    done = subprocess.run([binary, "feel", "--lines", *options], input="".join(text + "\n" for text in texts), capture_output=True, text=True, check=False)
    return dict(zip(texts, map(json.loads, done.stdout.splitlines())))


def calls(row):
    """By place, by name, by name turned round; the wrong one, or None."""
    name, names = row["function"], row["parameters"].split("|")
    values = row["arguments"].split(" | ")
    named = [f"{parameter}: {value}" for parameter, value in zip(names, values)]
    right = [f"{name}({', '.join(values)})", f"{name}({', '.join(named)})"]
    if name not in MIRRORED:
        right.append(f"{name}({', '.join(reversed(named))})")
    return right, f"{name}({row['wrong'].replace(' | ', ', ')})" if row["wrong"] else None


def check_row(row, lenient, strict):
    right, wrong = calls(row)
    for call in right:
        for answer in (lenient[call], strict[call]):
            report(f"{call} => {row['result']}", answer.get("value") == row["result"] and "problems" not in answer, answer)
    if wrong:
        problems = lenient[wrong].get("problems", [])
        placed = all(problem["column"] > 0 and problem["severity"] == "warning" for problem in problems)
        report(f"{wrong} => null, and why", lenient[wrong].get("value") == "null" and problems and placed, lenient[wrong])
        errors = [problem for problem in strict[wrong].get("problems", []) if problem["severity"] == "error"]
        report(f"{wrong} is an error of rulebooks", errors and "value" not in strict[wrong], strict[wrong])


def main():
    table = rows()
    known = set(re.findall(r'^BUILTIN\("([^"]+)"', DEFINED.read_text(encoding="utf-8"), re.M))
    report("each function has a row, each row a function", known == {row["function"] for row in table}, known ^ {row["function"] for row in table})
    table = [row for row in table if row["result"]]
    texts = [text for row in table for right, wrong in [calls(row)] for text in right + [wrong] * bool(wrong)]
    lenient, strict = run(sys.argv[1], texts), run(sys.argv[1], texts, "--strict")
    for row in table:
        check_row(row, lenient, strict)
    print(f"1..{count}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
