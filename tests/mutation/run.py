#!/usr/bin/env python3
"""tests/mutation/run.py BINARY: `declarant check --mutate`, against a page whose changes were counted by hand, see README.md.

Prints "ok NAME" or "not ok NAME" with what is wrong; the last line is "N passed, N failed". Exit 1 on any failure.
"""
# budget: 300
import csv
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import tap  # noqa: E402

ROOT = HERE.parent.parent
PAGE = "zz/toll.md"
counts = {True: 0, False: 0}


def test(name, fault):
    counts[not fault] += 1
    print(f"not ok {name}: {fault}" if fault else f"ok {name}")


def declarant(binary, *words):
    environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1", COLUMNS="100")
    done = subprocess.run([binary, "check", *map(str, words)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False)
    return done.returncode, done.stdout, done.stderr


def hand_count():
    with open(HERE / "changes.tsv", encoding="utf-8", newline="") as file:
        return [dict(zip(("row", "column", "old", "new", "fate"), line)) for line in list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]]


# ---- each change, made in the text of the page: what does a check that knows nothing of mutations say? ----

def table_of(text, row):
    """(first line, line of the row) of the table that has the row."""
    lines = text.split("\n")
    at = next(i for i, line in enumerate(lines) if re.match(rf"\| {re.escape(row)} +\|", line))
    first = at
    while lines[first - 1].startswith("|"):
        first -= 1
    return lines, first, at


def cut_cells(line):
    """Places of the cells of a row: (from, to)."""
    bars = [i for i, c in enumerate(line) if c == "|"]
    return list(zip([b + 1 for b in bars], bars[1:]))


def changed_page(text, change):
    if change["column"] == "pass":
        formula = next(line for line in text.split("\n") if line.startswith("if "))
        head, tail = formula.rsplit(change["old"], 1) if change["old"] in ("2", "*") else formula.split(change["old"], 1)
        return text.replace(formula, head + change["new"] + tail)
    lines, first, at = table_of(text, change["row"])
    if change["column"] == "row":
        kept = "\n".join(lines[:at] + lines[at + 1:])
        return re.sub(rf"\| {re.escape(change['row'])} +\|$", "| - |", kept, flags=re.M)  # no example can name it then
    headers = [lines[first][a:b].strip() for a, b in cut_cells(lines[first])]
    begin, end = cut_cells(lines[at])[headers.index(change["column"])]
    cell = lines[at][begin:end]
    assert change["old"] in cell, change
    lines[at] = lines[at][:begin] + cell.replace(change["old"], change["new"], 1) + lines[at][end:]
    return "\n".join(lines)


def errors_of(binary, folder):
    code, out, _ = declarant(binary, folder, "--json")
    return code, [p["name"] for p in json.loads(out)["problems"] if p["severity"] == "error" and p["name"] != "row-not-reached"]


def fault_of(change, names):
    examples = [name for name in names if name.startswith("example-")]
    if change["fate"] == "refused":
        return None if len(names) > len(examples) else f"the check does not refuse it: {names}"
    if change["fate"] == "killed":
        return None if names and len(names) == len(examples) else f"no example notices it alone: {names}"
    return f"it is noticed: {names}" if names else None


def check_by_text(binary, changes):
    with tempfile.TemporaryDirectory(prefix="declarant-mutation-") as place:
        folder = pathlib.Path(place, "rulebooks")
        shutil.copytree(HERE / "rulebooks", folder)
        page = folder / PAGE
        text = page.read_text(encoding="utf-8")
        for change in changes:
            page.write_text(changed_page(text, change), encoding="utf-8")
            test("by text: {row} {column} {old} -> {new}: {fate}".format(**change), fault_of(change, errors_of(binary, folder)[1]))


# ---- what the program counts ----

def check_counts(binary, changes):
    code, out, _ = declarant(binary, HERE / "rulebooks", "--mutate", "--json")
    told = json.loads(out)
    test("exit code: a finding", code != 5 and f"{code}")
    test("changes", told["mutants"] != len(changes) and f"{told['mutants']}, by hand {len(changes)}")
    for fate in ("killed", "refused", "equal", "explained", "survived"):
        hand = sum(change["fate"] == fate for change in changes)
        test(fate, told[fate] != hand and f"{told[fate]}, by hand {hand}")
    ours = sorted((s.get("row", s["decision"]), s["column"], s["old"], s["new"]) for s in told["survivors"])
    hand = sorted((c["row"], c["column"], c["old"], c["new"]) for c in changes if c["fate"] == "survived")
    test("survivors", ours != hand and f"{ours}, by hand {hand}")
    test("score: 20 of 24", told["score"] != 83.3 and f"{told['score']}")
    test("places", {s["line"] for s in told["survivors"]} != {25, 41, 57} and f"{told['survivors']}")


def check_parts(binary, changes):
    for name in ("T-2", "kind"):
        rows = {"kind": ("K-1", "K-2", "K-3")}.get(name, (name,))
        hand = [change for change in changes if change["row"] in rows]
        told = json.loads(declarant(binary, HERE / "rulebooks" / PAGE, name, "--mutate", "--json")[1])
        test(f"only {name}", (told["mutants"], told["survived"]) != (len(hand), sum(c["fate"] == "survived" for c in hand)) and f"{told}")
    code, out, _ = declarant(binary, HERE / "rulebooks", "T-3", "--mutate", "--json")
    test("nothing survives: exit code 0", (code, json.loads(out)["score"]) != (0, 100.0) and f"{code}")


def check_faulty(binary):
    with tempfile.TemporaryDirectory(prefix="declarant-mutation-") as place:
        folder = pathlib.Path(place, "rulebooks")
        shutil.copytree(HERE / "rulebooks", folder)
        page = folder / PAGE
        page.write_text(page.read_text(encoding="utf-8").replace("| 10     | 5      |", "| 10     | 6      |"), encoding="utf-8")
        code, out, talk = declarant(binary, folder, "--mutate")
        test("faulty rulebooks are told, not mutated", (code != 5 or "[example-fails]" not in talk or "T-2" in out) and f"{code} {out} {talk}")


# ---- a share of what is shipped: pages on which nothing survives stay so ----

def check_guarded(binary):
    for page in tap.share((HERE / "guarded.txt").read_text(encoding="utf-8").split(), 4):
        code, out, _ = declarant(binary, ROOT / "rulebooks" / page, "--mutate", "--json")
        told = json.loads(out)
        test(f"guarded: {page}", (code or not told["killed"]) and f"exit code {code}, {told.get('survived')} survive: {told.get('survivors', [])[:3]}")


# ---- days of rows about things that rules make: a day less is a gap, with a case that runs where one was found ----

SHORTENED = [  # page, row, days as they stand, one day less; does a case show it?
    ("vn/vat.md", "R-04", "2023-07-01 .. 2023-12-31", "2023-07-01 .. 2023-12-30", True),
    ("vn/vat.md", "X-01, 15.2", "2009-01-01 .. 2025-06-30", "2009-01-01 .. 2025-06-29", True),
    ("in/igst.md", "IN-IGS-3", "2017-07-01 .. 2025-09-21", "2017-07-01 .. 2025-09-20", False),
    ("cn/import-vat.md", "CN-VAT-02", "2018-05-01 .. 2019-03-31", "2018-05-01 .. 2019-03-30", True),
]


def shortened_page(text, row, days, less):
    lines, _, at = table_of(text, row)
    assert days in lines[at], (row, days)
    lines[at] = lines[at].replace(days, less, 1)
    return "\n".join(lines)


def shows_gap(binary, books, problem):
    """The printed case is told to `determine`, which must find no row for it."""
    name = re.search(r'table "([^"]+)"', problem["message"])[1]
    environment = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1")
    told = subprocess.run([binary, "determine", "--rulebooks", str(books), "--lines", "--decide", name, "-"], env=environment, input=problem["case"] + "\n", capture_output=True, text=True, timeout=60)
    said = json.loads(told.stdout).get(name.replace(" ", "_").lower(), {}) if told.stdout else {}
    return bool({"not modelled", "not covered"} & set(map(str, said.values())))


def check_days(binary):
    with tempfile.TemporaryDirectory(prefix="declarant-mutation-") as place:
        books = pathlib.Path(place, "rulebooks")
        shutil.copytree(ROOT / "rulebooks", books)
        shutil.copytree(ROOT / "data", pathlib.Path(place, "data"))
        for page, row, days, less, runs in tap.share(SHORTENED, 4):
            text = (books / page).read_text(encoding="utf-8")
            (books / page).write_text(shortened_page(text, row, days, less), encoding="utf-8")
            gaps = [p for p in json.loads(declarant(binary, books, "--json")[1])["problems"] if p["name"] in ("table-gap", "time-gap")]
            shown = gaps and (not runs or (gaps[0].get("case", "").startswith('{"') and shows_gap(binary, books, gaps[0])))
            test(f"a day less: {page}, {row}", not shown and f"{[(p['message'], p.get('case')) for p in gaps]}")
            (books / page).write_text(text, encoding="utf-8")


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    changes = hand_count()
    check_by_text(binary, changes)
    check_counts(binary, changes)
    check_parts(binary, changes)
    check_faulty(binary)
    check_days(binary)
    check_guarded(binary)
    print(f"{counts[True]} passed, {counts[False]} failed")
    return counts[False] > 0


if __name__ == "__main__":
    sys.exit(main())
