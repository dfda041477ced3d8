#!/usr/bin/env python3
"""tests/reconcile/run.py BINARY: `declarant reconcile` - quarters with planted differences whose truth is known (make.py), and the
optimality of the matching against a second reckoning (oracle.py). Prints TAP.
"""
# plain build only: tests/casework goes through the command under the sanitizers
import json
import pathlib
import shutil
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import commands
import make
import tap
from commands import ROOT
from tap import report

EXAMPLE = ROOT / "examples/reconcile/2026Q3"


def run(*words):
    return commands.run("reconcile", *words)


def asked(*words):
    done = run(*words, "--json")
    return done.returncode, json.loads(done.stdout) if done.stdout.strip().startswith("{") else {}


def example():
    """What the four files of the example hold is written by hand; each difference is known from reading them."""
    code, paper = asked("2026Q3", EXAMPLE, "--jurisdiction", "CN")
    kinds = {}
    for row in paper["differences"]:
        kinds.setdefault(row["kind"], []).append(row["number"])
    expected = {
        "licence without declaration": ["L-106"],
        "payment without recordal": ["P-9001"],
        "value off": ["5301-2026-00018", "T-2026-072"],
        "payment without licence": ["P-9006"],
        "tax filing missing": ["P-9003", "P-9004", "P-9006"],
        "contract unknown": ["5301-2026-00030", "T-2026-091"],
        "licence expired": ["L-107"],
        "used beyond count": ["L-103"],
        "paid twice": ["P-9005"],
        "version not assessed": ["5301-2026-00017"],
        "day off": ["5301-2026-00022"],
    }
    report("the example: each difference", code == 5 and {k: sorted(v) for k, v in kinds.items()} == expected, json.dumps(kinds))
    report("the example: nothing is asked of software by network", [r["number"] for r in paper["nothing_asked"]] == ["L-101", "L-102"], paper["nothing_asked"])


def differences(paper):
    return sorted((row["kind"], row["number"]) for row in paper["differences"])


def against(truth, found):
    """What is missing, and what was invented: each planted difference takes one that was found."""
    left, missing = list(found), []
    for kind, numbers in truth:
        hit = next((one for one in left if one[0] == kind and one[1] in numbers), None)
        if hit:
            left.remove(hit)
        else:
            missing.append((kind, sorted(numbers)))
    return missing, left


def planted(name, made, *words):
    code, paper = asked("2026Q3", *words, "--jurisdiction", "CN")
    missing, invented = against(made.truth, differences(paper)) if "differences" in paper else (made.truth, [paper])
    report(name, code == 5 and not missing and not invented, f"exit {code}\nmissing: {missing}\ninvented: {invented}\n")
    return paper


def quarters():
    """Ten thousand rows with forty differences of every kind; then the same in other forms, which must give the same."""
    for seed in (1, 2, 3):
        made = make.quarter(seed, 10000, 40)
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            first = planted(f"quarter {seed}: {len(made.truth)} planted among {made.rows()}", made, *make.write(folder, made))
            shuffled = folder / "shuffled"
            shuffled.mkdir()
            other = planted(f"quarter {seed}: rows, columns and files in any order", made, *make.write(shuffled, made, shuffle=seed))
            same = [{k: v for k, v in row.items() if "place" not in k and k != "remark"} for row in first["differences"]] == [{k: v for k, v in row.items() if "place" not in k and k != "remark"} for row in other["differences"]]
            report(f"quarter {seed}: the same list in the same order", same)
    made = make.quarter(4, 2000, 42)
    for language, form in ((1, "csv"), (2, "csv"), (0, "xlsx"), (1, "xlsx")):
        with tempfile.TemporaryDirectory() as folder:
            planted(f"headers of language {language} in {form}", made, *make.write(pathlib.Path(folder), made, form, language, shuffle=language))


def damaged_data():
    """The names of columns and kinds are data, held against what the program knows."""
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        shutil.copytree(ROOT / "data", data)
        (data / "reconcile-kinds.csv").write_text("name,weight,en,zh,vi\nvalue off,4,value,金额,trị giá\n", encoding="utf-8")
        done = commands.run("reconcile", "2026Q3", EXAMPLE, DECLARANT_DATA=data)
        report("kinds that are not all there [reconcile-kinds]", done.returncode == 1 and "[reconcile-kinds]" in done.stderr, done.stderr)
        shutil.copy(ROOT / "data/reconcile-kinds.csv", data / "reconcile-kinds.csv")
        (data / "reconcile-columns.csv").write_text("field,kind,en,zh,vi\nnumber,text,number,编号,số\n", encoding="utf-8")
        done = commands.run("reconcile", "2026Q3", EXAMPLE, DECLARANT_DATA=data)
        report("columns that are not all there [reconcile-columns]", done.returncode == 1 and "[reconcile-columns]" in done.stderr, done.stderr)


if __name__ == "__main__":
    example()
    quarters()
    damaged_data()
    sys.exit(tap.exit_code())
