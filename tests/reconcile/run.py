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
    damaged_data()
    sys.exit(tap.exit_code())
